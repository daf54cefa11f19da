#include "game/paths/job_board.h"

#include <algorithm>
#include <climits>

#include "shared/event_count.h"

namespace outrider::paths {
namespace {

[[nodiscard]] constexpr std::uint32_t capacity_of(Lane lane) noexcept {
    return kLaneCapacity_slots[static_cast<std::size_t>(lane)];
}

}  // namespace

JobBoard::JobBoard(WorldSegment& world, BoardSegment& board, std::uint64_t first_sequence)
    : world_(world), board_(board), records_(kTotalSlots) {
    for (std::uint32_t i = 0; i < kLaneCount; ++i) {
        const auto lane = static_cast<Lane>(i);
        state(lane).base = state(lane).tail = first_sequence;
        for (std::uint32_t k = 0; k < capacity_of(lane); ++k) {
            const std::uint64_t sequence = first_sequence + k;
            board_.claims[slot_of(lane, sequence)].store(ClaimWord::free(sequence).bits(), std::memory_order_relaxed);
        }
        board_.heads[i].sequence.store(first_sequence, std::memory_order_relaxed);
        bounds(lane).base.store(first_sequence, std::memory_order_relaxed);
        bounds(lane).tail.store(first_sequence, std::memory_order_release);
    }
}

std::optional<std::uint64_t> JobBoard::try_issue(Lane lane, const Job& job, EntryIndex entry) noexcept {
    LaneState& lane_state = state(lane);
    const std::uint64_t sequence = lane_state.tail;
    const std::uint32_t slot = slot_of(lane, sequence);
    if (records_[slot].open) return std::nullopt;
    records_[slot] = {true, entry, job.issue};
    world_.payloads[slot].store(job);
    // Release: pairs with the acquire of the claimer's compare-and-swap (JobClaimer::try_take): it sees the payload.
    board_.claims[slot].store(ClaimWord::ready(sequence).bits(), std::memory_order_release);
    lane_state.tail = sequence + 1;
    // The base rides along: a line that every worker looks at all the time should change hands once a job, not twice.
    bounds(lane).base.store(lane_state.base, std::memory_order_relaxed);
    // Release: pairs with the acquire of the tail in JobClaimer::claim_from_head: it sees the word above.
    bounds(lane).tail.store(lane_state.tail, std::memory_order_release);
    ++lane_state.open;
    lane_state.announced = false;
    ++unannounced_jobs_;
    return sequence;
}

void JobBoard::announce() noexcept {
    if (unannounced_jobs_ == 0) return;
    for (std::uint32_t i = 0; i < kLaneCount; ++i) {
        LaneState& lane_state = state(static_cast<Lane>(i));
        if (lane_state.announced) continue;
        // The same value once more, now sequentially consistent: the game's half of the event count's bargain
        // (event_count.h). One such store a frame instead of one a job.
        world_.lanes[i].tail.store(lane_state.tail, std::memory_order_seq_cst);
        lane_state.announced = true;
    }
    wake_sleepers(board_, static_cast<int>(std::min<std::uint32_t>(unannounced_jobs_, kMaxSeats)));
    unannounced_jobs_ = 0;
}

bool JobBoard::try_withdraw(Lane lane, std::uint64_t sequence) noexcept {
    std::uint64_t expected = ClaimWord::ready(sequence).bits();
    // Acquire-release: whoever claims the slot's next job sees that this one is gone.
    const bool withdrawn = board_.claims[slot_of(lane, sequence)].compare_exchange_strong(
        expected, ClaimWord::free(sequence + capacity_of(lane)).bits(), std::memory_order_acq_rel,
        std::memory_order_relaxed);
    if (withdrawn) forget_slot(lane, sequence);
    return withdrawn;
}

void JobBoard::close(Lane lane, std::uint64_t sequence) noexcept {
    const std::uint32_t slot = slot_of(lane, sequence);
    // Relaxed: a hint that StopSignal looks at every so often.
    world_.cancels[slot].store(records_[slot].issue.value, std::memory_order_relaxed);
    records_[slot].entry = kNoEntry;
}

void JobBoard::free_slot(Lane lane, std::uint64_t sequence) noexcept {
    board_.claims[slot_of(lane, sequence)].store(ClaimWord::free(sequence + capacity_of(lane)).bits(),
                                                 std::memory_order_release);
    forget_slot(lane, sequence);
}

void JobBoard::reissue(Lane lane, std::uint64_t sequence, const Job& job) noexcept {
    const std::uint32_t slot = slot_of(lane, sequence);
    records_[slot].issue = job.issue;
    world_.payloads[slot].store(job);
    // Release: as in try_issue().
    board_.claims[slot].store(ClaimWord::ready(sequence).bits(), std::memory_order_release);
}

void JobBoard::announce_reissued() noexcept {
    for (std::uint32_t i = 0; i < kLaneCount; ++i) {
        LaneBounds& lane = world_.lanes[i];
        lane.base.store(lanes_[i].base, std::memory_order_relaxed);
        // Sequentially consistent: pairs with the epoch's loads in JobClaimer (claim_behind_head, has_news).
        lane.epoch.fetch_add(1, std::memory_order_seq_cst);
    }
    wake_all(board_);  // the dead may have taken a wake-up along
}

std::optional<JobBoard::Place> JobBoard::find(Lane lane, std::uint64_t sequence48) const noexcept {
    const LaneState& lane_state = state(lane);
    // The full sequence with these low bits, counted from the base: anything else lies beyond the tail.
    const std::uint64_t sequence = lane_state.base + ((sequence48 - lane_state.base) & kSequenceMask);
    if (sequence >= lane_state.tail) return std::nullopt;
    const SlotRecord& record = records_[slot_of(lane, sequence)];
    if (!record.open) return std::nullopt;
    return Place{sequence, record};
}

std::optional<JobBoard::JobInSlot> JobBoard::job_in_slot(std::uint32_t slot) const noexcept {
    if (!records_[slot].open) return std::nullopt;
    std::uint32_t first = 0;
    auto lane = Lane::kUrgent;
    while (slot >= first + capacity_of(lane)) {
        first += capacity_of(lane);
        lane = static_cast<Lane>(static_cast<std::uint32_t>(lane) + 1);
    }
    // The one sequence of this slot between base and tail.
    const std::uint64_t base = state(lane).base;
    const std::uint64_t sequence = base + ((slot - first - base) & (capacity_of(lane) - 1));
    return JobInSlot{lane, sequence, records_[slot]};
}

std::uint32_t JobBoard::approx_ready_count(Lane lane) const noexcept {
    const LaneState& lane_state = state(lane);
    const std::uint64_t head = board_.heads[static_cast<std::size_t>(lane)].sequence.load(std::memory_order_relaxed);
    if (head > lane_state.tail) return 0;
    const std::uint64_t unseen = lane_state.tail - std::max(head, lane_state.base);
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(unseen, lane_state.open));
}

bool JobBoard::repair_heads() noexcept {
    bool repaired = false;
    for (std::uint32_t i = 0; i < kLaneCount; ++i) {
        const LaneState& lane_state = state(static_cast<Lane>(i));
        std::atomic<std::uint64_t>& head = board_.heads[i].sequence;
        const std::uint64_t value = head.load(std::memory_order_relaxed);
        // A head behind the base does no harm: workers begin at the base. One beyond the tail hides jobs.
        if (value <= lane_state.tail) continue;
        head.store(lane_state.base, std::memory_order_relaxed);
        repaired = true;
    }
    if (repaired) announce_reissued();
    return repaired;
}

void JobBoard::forget_slot(Lane lane, std::uint64_t sequence) noexcept {
    LaneState& lane_state = state(lane);
    records_[slot_of(lane, sequence)] = {};
    --lane_state.open;
    while (lane_state.base < lane_state.tail && !records_[slot_of(lane, lane_state.base)].open) ++lane_state.base;
}

}  // namespace outrider::paths
