// Figures of a run, and of runs that could have been: the run's own frames, drawn anew in blocks, so that frames which
// follow each other stay together (circular block bootstrap: Politis & Romano, "A circular block-resampling procedure
// for stationary data", 1992, after Künsch, "The jackknife and the bootstrap for general stationary observations",
// Annals of Statistics 17, 1989).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "game/measure/comparison.h"
#include "game/measure/frame_recorder.h"
#include "game/sim/random.h"

namespace outrider::measure {

/// By Metric, each in its unit.
using Figures = std::array<double, kMetricCount>;

/// A run is cut into at least so many blocks (of at least one frame).
inline constexpr std::size_t kFewestBlocks = 5;

/// One run's frames, sorted and summed once, so that a resample costs microseconds.
class ResampledRun {
public:
    /// `frames`: not empty; not needed afterwards.
    explicit ResampledRun(std::span<const FrameTimes> frames);

    [[nodiscard]] std::size_t frames() const noexcept { return sums_.size() - 1; }
    /// Frames in a block: long enough that one block knows little of the next.
    [[nodiscard]] std::size_t block_length() const noexcept { return block_length_; }
    [[nodiscard]] std::size_t blocks() const noexcept;
    /// Of as many frames as the run has, drawn in blocks from a circle of them. Allocates nothing.
    [[nodiscard]] Figures draw(sim::Random& random) noexcept;

private:
    enum Sum : std::uint8_t { kWork, kCore, kInterval, kStuttering, kHitches, kLate60, kLate120, kSumCount };
    using Sums = std::array<std::int64_t, kSumCount>;  ///< times in nanoseconds

    /// Frames from the longest duration to the shortest.
    struct Ranking {
        std::vector<std::int64_t> durations_ns;
        std::vector<std::uint32_t> frames;  ///< whose duration that is
    };
    class Descent;

    [[nodiscard]] Ranking ranking_of(Sum what) const;
    [[nodiscard]] static std::size_t block_length(const std::vector<std::uint32_t>& slowest_first);
    /// Leaves in drawn_ what was drawn, and returns its sums.
    [[nodiscard]] Sums draw_blocks(sim::Random& random) noexcept;
    void take(std::size_t first, std::size_t length, Sums& total) noexcept;

    std::vector<Sums> sums_;  ///< of all frames before the one at this index
    Ranking work_;
    Ranking core_;
    Ranking interval_;
    std::size_t block_length_ = 1;
    std::vector<std::int32_t> drawn_;  ///< how often each frame is in the present resample
};

}  // namespace outrider::measure
