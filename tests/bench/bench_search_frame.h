// What an edit of the map costs the frame, with everything around it that a game has: the world and its units, the path
// service and its map versions. On maps made here, of the size asked for.
#pragma once

#include <cstdint>
#include <span>

#include "tests/bench/bench_search.h"

namespace outrider::bench {

/// `side_cells`: of a square map of houses and streets. One measurement for each number of units. Paths are searched
/// inline, between the frames that are timed; buffers take turns as they do in play. Throws std::runtime_error if the
/// shared memory cannot be had.
[[nodiscard]] FrameFigures measure_frame(std::int32_t side_cells, std::span<const std::uint32_t> unit_counts);

}  // namespace outrider::bench
