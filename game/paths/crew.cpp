#include "game/paths/crew.h"

#include <algorithm>

namespace outrider::paths {

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
    supervisor_.kill(generation);
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

Member* Crew::find(Generation generation) noexcept {
    const auto found = std::ranges::find(members_, generation, [](const auto& member) { return member->generation; });
    return found == members_.end() ? nullptr : found->get();
}

}  // namespace outrider::paths
