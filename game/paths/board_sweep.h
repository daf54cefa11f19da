// Compares the board, which anybody may scribble on, with the game's records, which nobody else can write.
//
// Three lies are looked for among the slots that hold a job:
//   a word that says anything but "ready" or "claimed" for this job      repaired at once
//   a claim by nobody who is alive                                       repaired when the next pass sees it still
//   a claim in the name of a worker whose own segment does not name it   repaired when two passes have seen that, and
//                                                                        the worker's ring is drained past the first
// An honest worker is never hurt: its note stands before its claim, and goes only after its answer is published. A
// wrong guess would cost one late answer.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "game/paths/crew.h"
#include "game/paths/job_board.h"
#include "game/paths/path_service.h"

namespace outrider::paths {

/// Frame thread only. A bounded number of slots a call; every slot at least once in kLongestPass.
class BoardSweep {
public:
    BoardSweep(const JobBoard& board, const BoardSegment& segment, const Crew& crew);

    /// Goes on where it stopped. Calls `repair(lane, sequence, record)` for every slot that lies; that must make it
    /// ready or free.
    template <class Repair>
    void step(MonotonicTime now, Repair repair) noexcept;

    static constexpr std::chrono::milliseconds kLongestPass{100};

private:
    /// What earlier passes have seen of a claim.
    struct Suspicion {
        IssueNumber issue;  ///< of the job it is about; another one in the slot: nothing is known
        enum class Kind : std::uint8_t { kNone, kSeenClaimed, kUnnamed, kByNobody } kind = Kind::kNone;
        std::uint64_t tail = 0;  ///< kUnnamed: of the worker's ring, when its segment was seen not to name the job
    };

    [[nodiscard]] std::uint32_t slots_due(MonotonicTime now) noexcept;
    [[nodiscard]] bool lies(Lane lane, std::uint64_t sequence, const SlotRecord& record) noexcept;
    [[nodiscard]] bool claim_lies(Lane lane, std::uint64_t sequence, LifeId life, Suspicion& suspicion) const noexcept;

    const JobBoard& board_;
    const BoardSegment& segment_;
    const Crew& crew_;
    std::vector<Suspicion> suspicions_;  ///< by slot
    std::uint32_t next_slot_ = 0;
    MonotonicTime last_step_;
};

template <class Repair>
void BoardSweep::step(MonotonicTime now, Repair repair) noexcept {
    std::uint32_t left = slots_due(now);
    if (board_.is_empty()) return;
    for (; left > 0; --left) {
        const auto place = board_.job_in_slot(next_slot_);
        next_slot_ = (next_slot_ + 1) % kTotalSlots;
        if (place && lies(place->lane, place->sequence, place->record)) {
            repair(place->lane, place->sequence, place->record);
        }
    }
}

}  // namespace outrider::paths
