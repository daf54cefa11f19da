// The worker's side of the job board: finds the next job and takes it with one compare-and-swap.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "shared/board_segment.h"
#include "shared/claim_word.h"
#include "shared/ids.h"
#include "shared/result_segment.h"
#include "shared/world_segment.h"

namespace outrider::loop {

/// A job that is ours until we publish its final record.
struct ClaimedJob {
    Lane lane = Lane::kNormal;
    std::uint64_t sequence = 0;
    Job job;
};

/// One per worker; only its own thread calls it.
class JobClaimer {
public:
    JobClaimer(const WorldSegment& world, BoardSegment& board, LifeId life) noexcept
        : world_(world), board_(board), life_(life) {}

    /// Takes the oldest job of the most urgent lane that has one; nothing if there is none. Every kFairTurn-th turn
    /// begins with a less urgent lane, so that none starves. `note` names the job before it is ours: whoever sees a
    /// claim of ours sees its note. It is empty again if there was nothing.
    [[nodiscard]] std::optional<ClaimedJob> claim(ClaimNote& note) noexcept;
    /// The same in one lane: the further jobs of a chunk.
    [[nodiscard]] std::optional<ClaimedJob> claim_in(Lane lane, ClaimNote& note) noexcept;

    /// About how many jobs of a lane nobody has taken yet.
    [[nodiscard]] std::uint64_t approx_ready_count(Lane lane) const noexcept;

    /// May there be a job that claim() has not looked at? Sequentially consistent: see event_count.h.
    [[nodiscard]] bool has_news() const noexcept;

    static constexpr std::uint32_t kFairTurn = 16;

private:
    static constexpr std::uint64_t kNoEpoch = ~std::uint64_t{0};

    /// What this worker has seen of a lane.
    struct LaneView {
        std::uint64_t seen_epoch = 0;         ///< a scan that began after this epoch was read has ended
        std::uint64_t scan_epoch = kNoEpoch;  ///< read before the scan from the base that is under way
        std::uint64_t scan_at = 0;            ///< the next sequence of that scan
        bool scanning = true;                 ///< a new worker looks from the base once
        std::uint64_t looked_up_to = 0;       ///< a tail below which nothing was ready
    };

    [[nodiscard]] std::optional<std::uint64_t> claim_behind_head(Lane lane, LaneView& view, ClaimNote& note) noexcept;
    [[nodiscard]] std::optional<std::uint64_t> claim_from_head(Lane lane, LaneView& view, ClaimNote& note) noexcept;
    void help_head(Lane lane, std::uint64_t looked_up_to) noexcept;
    [[nodiscard]] bool is_ready(Lane lane, std::uint64_t sequence) const noexcept;
    [[nodiscard]] bool try_take(Lane lane, std::uint64_t sequence, ClaimNote& note) noexcept;
    [[nodiscard]] std::optional<ClaimedJob> read_job(Lane lane, std::uint64_t sequence) const noexcept;

    const WorldSegment& world_;
    BoardSegment& board_;
    LifeId life_;
    std::uint32_t turn_ = 0;
    std::array<LaneView, kLaneCount> views_;
};

}  // namespace outrider::loop
