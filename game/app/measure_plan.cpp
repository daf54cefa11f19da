#include "game/app/measure_plan.h"

#include <algorithm>

namespace outrider::app {

std::vector<std::uint32_t> default_measured_workers(std::uint32_t cores) {
    std::vector<std::uint32_t> workers{1};
    for (std::uint32_t next = 2; next < cores && next <= kMaxSeats; next *= 2) workers.push_back(next);
    return workers;
}

std::vector<PlannedRun> plan_configurations(std::span<const paths::Mode> modes, std::span<const std::uint32_t> workers,
                                            std::span<const std::uint32_t> chunks) {
    std::vector<PlannedRun> configurations;
    for (const paths::Mode mode : modes) {
        if (!has_workers(mode)) {
            configurations.push_back({.mode = mode});
            continue;
        }
        for (const std::uint32_t count : workers) {
            for (const std::uint32_t chunk : chunks) {
                configurations.push_back({.mode = mode, .workers = count, .chunk_jobs = chunk});
            }
        }
    }
    return configurations;
}

std::vector<PlannedRun> plan_runs(std::span<const PlannedRun> configurations, std::uint32_t repeats) {
    std::vector<PlannedRun> runs;
    for (std::uint32_t repeat = 1; repeat <= repeats; ++repeat) {
        const auto begin = runs.insert(runs.end(), configurations.begin(), configurations.end());
        if (repeat % 2 == 0) std::reverse(begin, runs.end());
        std::for_each(runs.end() - static_cast<std::ptrdiff_t>(configurations.size()), runs.end(),
                      [repeat](PlannedRun& run) { run.repeat = repeat; });
    }
    return runs;
}

}  // namespace outrider::app
