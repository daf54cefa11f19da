#include "game/paths/board_sweep.h"

#include <algorithm>
#include <utility>

#include "shared/claim_word.h"

namespace outrider::paths {
namespace {

using namespace std::chrono_literals;

/// A pass is planned shorter than it may take, so that a late frame does no harm.
constexpr auto kPlannedPass = 60ms;

[[nodiscard]] bool names(const ResultSegment& segment, Lane lane, std::uint64_t sequence) noexcept {
    // Acquire: pairs with the release in WorkerLoop::publish_served. Note gone means answer published.
    return std::ranges::any_of(segment.claims, [note = ClaimNote::note_of(lane, sequence)](const ClaimNote& claim) {
        return claim.job.load(std::memory_order_acquire) == note;
    });
}

}  // namespace

BoardSweep::BoardSweep(const JobBoard& board, const BoardSegment& segment, const Crew& crew)
    : board_(board), segment_(segment), crew_(crew), suspicions_(kTotalSlots) {}

std::uint32_t BoardSweep::slots_due(MonotonicTime now) noexcept {
    const auto elapsed = std::clamp<std::chrono::nanoseconds>(now - last_step_, 0ns, kPlannedPass);
    last_step_ = now;
    return static_cast<std::uint32_t>(kTotalSlots * elapsed.count() / std::chrono::nanoseconds(kPlannedPass).count());
}

bool BoardSweep::lies(Lane lane, std::uint64_t sequence, const SlotRecord& record) noexcept {
    const std::uint32_t slot = slot_of(lane, sequence);
    Suspicion& suspicion = suspicions_[slot];
    if (suspicion.issue != record.issue) suspicion = {record.issue};
    // Acquire: pairs with the claimer's compare-and-swap, before which it wrote its note.
    const ClaimWord word(segment_.claims[slot].load(std::memory_order_acquire));
    if (word == ClaimWord::claimed(sequence, word.life())) return claim_lies(lane, sequence, word.life(), suspicion);
    suspicion.kind = Suspicion::Kind::kNone;
    // A job that has ended and is not claimed any more would be searched once again, for nobody.
    const bool is_ready = word == ClaimWord::ready(sequence);
    return !is_ready || record.entry == kNoEntry;
}

bool BoardSweep::claim_lies(Lane lane, std::uint64_t sequence, LifeId life, Suspicion& suspicion) const noexcept {
    using Kind = Suspicion::Kind;
    const Member* member = crew_.find(life);
    if (member == nullptr || !member->seated) {
        // Perhaps it started after the crew was last heard.
        return std::exchange(suspicion.kind, Kind::kByNobody) == Kind::kByNobody;
    }
    // Its claims are requeued when it is drained.
    if (member->dead || member->distrusted) return false;
    if (suspicion.kind != Kind::kSeenClaimed && suspicion.kind != Kind::kUnnamed) {
        suspicion.kind = Kind::kSeenClaimed;
        return false;
    }
    if (names(*member->segment, lane, sequence)) {
        suspicion.kind = Kind::kSeenClaimed;
        return false;
    }
    if (suspicion.kind == Kind::kUnnamed) return member->reader.has_passed(suspicion.tail);
    suspicion.kind = Kind::kUnnamed;
    suspicion.tail = member->reader.tail_now();
    return false;
}

}  // namespace outrider::paths
