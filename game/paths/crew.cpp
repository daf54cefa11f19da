#include "game/paths/crew.h"

#include <algorithm>
#include <utility>

namespace outrider::paths {
namespace {

[[nodiscard]] bool is_process_at_large(const Member& member) noexcept {
    return member.seated && !member.dead && member.kind == WorkerKind::kProcess;
}

}  // namespace

Crew::Crew(Supervisor& supervisor) : supervisor_(supervisor) {
    members_.reserve(std::size_t{4} * kMaxSeats);
    holders_.reserve(std::size_t{4} * kMaxSeats);
}

void Crew::hear() noexcept {
    PoolNote note;
    while (supervisor_.try_take(note)) take(note);
}

void Crew::take(const PoolNote& note) noexcept {
    if (note.kind == PoolNote::Kind::kOffered) {
        members_.push_back(std::make_unique<Member>(note));
        holders_.push_back({note.generation, note.segment, &members_.back()->reader});
        supervisor_.accepted(note.generation);
        return;
    }
    if (note.kind == PoolNote::Kind::kRaisePolicy) {
        raised_policy_ = note.policy;
        return;
    }
    Member* member = find(note.generation);
    if (member == nullptr) return;
    if (note.kind == PoolNote::Kind::kSeated) {
        member->seated = true;
        member->seat = note.seat;
        member->kind = note.worker_kind;
    } else {
        member->dead = true;
        member->end = note.end;
    }
}

void Crew::distrust(Generation generation) noexcept {
    Member* member = find(generation);
    if (member == nullptr || member->distrusted) return;
    member->distrusted = true;
    supervisor_.kill(generation, KillCause::kDistrust);
}

void Crew::replace_all(KillCause cause) noexcept {
    for (const auto& member : members_) {
        if (is_process_at_large(*member)) supervisor_.kill(member->generation, cause);
    }
}

void Crew::dismiss(Generation generation) noexcept {
    std::erase_if(holders_, [&](const PinHolder& holder) { return holder.generation == generation; });
    std::erase_if(members_, [&](const auto& member) { return member->generation == generation; });
    supervisor_.drained(generation);
}

const Member* Crew::occupant(Seat seat) const noexcept {
    const auto found = std::ranges::find_if(
        members_, [&](const auto& member) { return member->seated && !member->dead && member->seat == seat; });
    return found == members_.end() ? nullptr : found->get();
}

const Member* Crew::find(LifeId life) const noexcept {
    const auto found = std::ranges::find(members_, life, [](const auto& member) { return member->life; });
    return found == members_.end() ? nullptr : found->get();
}

const Member* Crew::victim() const noexcept {
    const Member* any = nullptr;
    for (const auto& member : members_) {
        if (!is_process_at_large(*member)) continue;
        any = member.get();
        if (member->segment->telemetry.current_issue.load(std::memory_order_relaxed) != 0) return any;
    }
    return any;
}

bool Crew::has_threads() const noexcept {
    return std::ranges::any_of(members_, [](const auto& member) {
        return member->seated && !member->dead && member->kind == WorkerKind::kThread;
    });
}

std::optional<SchedulingPolicy> Crew::take_raised_policy() noexcept {
    return std::exchange(raised_policy_, std::nullopt);
}

Member* Crew::find(Generation generation) noexcept {
    const auto found = std::ranges::find(members_, generation, [](const auto& member) { return member->generation; });
    return found == members_.end() ? nullptr : found->get();
}

}  // namespace outrider::paths
