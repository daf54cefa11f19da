// What a comparison comes to, in words. See comparison.h for what a verdict rests on.
#pragma once

#include <cstddef>
#include <string>

#include "game/measure/comparison.h"

namespace outrider::measure {

/// Of the repeats and differences of `comparison`.
[[nodiscard]] Verdict verdict_of(const Comparison& comparison, std::size_t frames_of_shortest_run);

/// "33 more of 100 frames"; "2.1 fewer of 1,000 frames". Of a share of the frames.
[[nodiscard]] std::string frames_more(const Difference& difference);

}  // namespace outrider::measure
