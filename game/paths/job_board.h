// The game's side of the job board: puts jobs into slots, takes them back, gives the jobs of the dead to others.
//
// What the game knows of each slot is in private records; the shared claim words are advice that others can write.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "game/paths/ledger.h"
#include "shared/board_segment.h"
#include "shared/claim_word.h"
#include "shared/ids.h"
#include "shared/world_segment.h"

namespace outrider::paths {

/// What is in a slot. `entry` is kNoEntry when its request has ended but a worker still has the claim.
struct SlotRecord {
    bool open = false;
    EntryIndex entry = kNoEntry;
    IssueNumber issue;
};

/// Frame thread only. Every call is wait-free.
class JobBoard {
public:
    /// Makes all slots free. `first_sequence` is where the lanes begin to count (tests begin just below a wrap).
    JobBoard(WorldSegment& world, BoardSegment& board, std::uint64_t first_sequence = 0);

    /// Puts a job into the lane's next slot, for workers that look to see at once; nothing if that slot is taken.
    [[nodiscard]] std::optional<std::uint64_t> try_issue(Lane lane, const Job& job, EntryIndex entry) noexcept;
    [[nodiscard]] bool has_room(Lane lane) const noexcept { return !records_[slot_of(lane, state(lane).tail)].open; }
    /// Wakes sleepers if jobs came since the last call: at most one system call.
    void announce() noexcept;

    /// Takes a job back that nobody has claimed; false: somebody has.
    [[nodiscard]] bool try_withdraw(Lane lane, std::uint64_t sequence) noexcept;
    /// The request in this slot has ended: asks whoever searches for it to stop. The slot stays his until he says so.
    void close(Lane lane, std::uint64_t sequence) noexcept;
    /// The claim has ended: the slot is free for the job one lap later.
    void free_slot(Lane lane, std::uint64_t sequence) noexcept;
    /// The claim's holder is dead and its ring is drained: the job, with a new issue number, is ready for another.
    void reissue(Lane lane, std::uint64_t sequence, const Job& job) noexcept;
    /// Makes workers look for jobs behind the heads, after reissue(), and wakes them all.
    void announce_reissued() noexcept;

    /// The record of a job by its 48-bit sequence; nothing if no such job is on the board.
    struct Place {
        std::uint64_t sequence = 0;
        SlotRecord record;
    };
    [[nodiscard]] std::optional<Place> find(Lane lane, std::uint64_t sequence48) const noexcept;

    /// The job that lies in a slot; nothing if it is free.
    struct JobInSlot {
        Lane lane = Lane::kNormal;
        std::uint64_t sequence = 0;
        SlotRecord record;
    };
    [[nodiscard]] std::optional<JobInSlot> job_in_slot(std::uint32_t slot) const noexcept;

    /// Calls `visit(lane, sequence, record)` for every job that `life` has claimed.
    template <class Visit>
    void for_each_claimed_by(LifeId life, Visit visit);
    /// Calls `visit(lane, sequence, record)` for every job on the board, youngest first.
    template <class Visit>
    void for_each_open(Visit visit);

    [[nodiscard]] bool is_empty() const noexcept { return lanes_[0].open + lanes_[1].open + lanes_[2].open == 0; }
    /// How full: jobs on the board, and about how many of them nobody has looked at yet.
    [[nodiscard]] std::uint32_t open_count(Lane lane) const noexcept { return state(lane).open; }
    [[nodiscard]] std::uint32_t approx_ready_count(Lane lane) const noexcept;
    /// Sets back a head that lies beyond the tail (it is anybody's word). True if one did.
    bool repair_heads() noexcept;

private:
    struct LaneState {
        std::uint64_t base = 0;
        std::uint64_t tail = 0;
        std::uint32_t open = 0;
        bool announced = true;
    };
    [[nodiscard]] LaneState& state(Lane lane) noexcept { return lanes_[static_cast<std::size_t>(lane)]; }
    [[nodiscard]] const LaneState& state(Lane lane) const noexcept { return lanes_[static_cast<std::size_t>(lane)]; }
    [[nodiscard]] LaneBounds& bounds(Lane lane) noexcept { return world_.lanes[static_cast<std::size_t>(lane)]; }
    void forget_slot(Lane lane, std::uint64_t sequence) noexcept;

    WorldSegment& world_;
    BoardSegment& board_;
    std::array<LaneState, kLaneCount> lanes_;
    std::vector<SlotRecord> records_;
    std::uint32_t unannounced_jobs_ = 0;
};

template <class Visit>
void JobBoard::for_each_claimed_by(LifeId life, Visit visit) {
    for_each_open([&](Lane lane, std::uint64_t sequence, const SlotRecord& record) {
        // Acquire: pairs with the claimer's compare-and-swap.
        const ClaimWord word(board_.claims[slot_of(lane, sequence)].load(std::memory_order_acquire));
        if (word == ClaimWord::claimed(sequence, life)) visit(lane, sequence, record);
    });
}

template <class Visit>
void JobBoard::for_each_open(Visit visit) {
    for (std::uint32_t i = 0; i < kLaneCount; ++i) {
        const auto lane = static_cast<Lane>(i);
        const std::uint64_t base = state(lane).base;
        for (std::uint64_t sequence = state(lane).tail; sequence-- > base;) {
            const SlotRecord record = records_[slot_of(lane, sequence)];
            if (record.open) visit(lane, sequence, record);
        }
    }
}

}  // namespace outrider::paths
