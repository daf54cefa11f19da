// A request's way from wish to walk, in steps: one definition for the overlay and for the recorder of a run.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <utility>

#include "game/paths/path_service.h"
#include "game/paths/statistics.h"

namespace outrider::paths {

/// What its asker withdrew has no way to speak of; what expired or failed has the steps that it came through.
[[nodiscard]] constexpr bool has_a_way(AnswerStatus status) noexcept { return status != AnswerStatus::kCancelled; }

/// How long a step took; nothing if a stamp of it is missing. Of a request that was given to workers more than once,
/// the first submission and the last claim count; a claim older than the submission, of an issue before, is no step.
[[nodiscard]] inline std::optional<std::chrono::nanoseconds> time_of_step(const PathTimes& times,
                                                                          LatencyStep step) noexcept {
    using Stamp = MonotonicTime PathTimes::*;
    constexpr std::array<std::pair<Stamp, Stamp>, kLatencyStepCount> kEnds = {{
        {&PathTimes::wanted, &PathTimes::submitted},
        {&PathTimes::submitted, &PathTimes::claimed},
        {&PathTimes::claimed, &PathTimes::began},
        {&PathTimes::began, &PathTimes::searched},
        {&PathTimes::searched, &PathTimes::published},
        {&PathTimes::published, &PathTimes::applied},
        {&PathTimes::wanted, &PathTimes::applied},
    }};
    const auto [from, to] = kEnds[static_cast<std::size_t>(step)];
    const MonotonicTime begin = times.*from;
    const MonotonicTime end = times.*to;
    if (begin == MonotonicTime{} || end == MonotonicTime{} || end < begin) return std::nullopt;
    return end - begin;
}

}  // namespace outrider::paths
