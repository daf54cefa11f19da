// Which runs `outrider measure` makes, and in what order. Pure planning: nothing is started here.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "game/app/command_line.h"
#include "game/paths/path_service.h"

namespace outrider::app {

struct PlannedRun {
    paths::Mode mode = paths::Mode::kNone;
    std::uint32_t workers = 0;  ///< 0 in none and inline
    std::uint32_t chunk_jobs = kDefaultChunk_jobs;
    std::uint32_t repeat = 1;  ///< from 1
    friend bool operator==(const PlannedRun&, const PlannedRun&) = default;
};

/// 1, 2, 4, … as long as a core is left for the game; at least 1.
[[nodiscard]] std::vector<std::uint32_t> default_measured_workers(std::uint32_t cores);

/// Each configuration once, in the order of `modes`: none and inline alone, the others with each number of workers and
/// each chunk.
[[nodiscard]] std::vector<PlannedRun> plan_configurations(std::span<const paths::Mode> modes,
                                                          std::span<const std::uint32_t> workers,
                                                          std::span<const std::uint32_t> chunks);

/// A-B-B-A: odd repeats go through the configurations forward, even ones backward, so that what drifts on a machine
/// (warmth, others) weighs alike on all of them.
[[nodiscard]] std::vector<PlannedRun> plan_runs(std::span<const PlannedRun> configurations, std::uint32_t repeats);

}  // namespace outrider::app
