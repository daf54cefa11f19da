// What else can be asked of a search: flow fields, the nearest cell, the larger unit, paths pulled taut, least cost.
#pragma once

#include "tests/bench/bench_search.h"
#include "tests/bench/bench_search_course.h"

namespace outrider::bench {

/// On the map as the scenario finds it, with a searcher that has followed it and answered some of each kind. Every
/// answer is checked. Slow kinds are asked less often: for about a second each.
[[nodiscard]] MannerFigures measure_manners(const Course& course);

}  // namespace outrider::bench
