// Any-angle smoothing: a found path pulled taut, and the line of sight that this rests on.
//
// What moves is the body of the unit, a square of 1 by 1 or 2 by 2 cells. A segment between two cells is free if the
// body, slid along it from the one place to the other, overlaps no blocked cell. Sliding along the edge of a blocked
// cell is fine; passing over its corner is not. For steps to the eight neighbours these are the rules of the octile
// grid, so every legal octile path consists of free segments, and a free segment touches no blocked cell on its centre
// line, nor passes through a corner of one.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "shared/grid.h"
#include "shared/protocol.h"

namespace outrider::search {

/// May a unit of this size go straight from `a` to `b`? Both name its place by the (upper left) cell; the centre of
/// that cell moves on the straight segment. Exact, and the same from `b` to `a`. A blocked end has no line of sight.
/// REQUIRES: both cells lie in the map. Time: one look per 64 cells in each line (row or column, whichever are fewer).
[[nodiscard]] bool has_line_of_sight(const MapView& map, Clearance clearance, Cell a, Cell b) noexcept;

/// Pulls paths taut. Keeps its memory from path to path. One per thread.
class PathSmoother {
public:
    /// Memory for maps of this size. Throws std::bad_alloc.
    void prepare(const GridLayout& layout);

    /// The cells where the taut path turns, from the same start to the same goal; consecutive ones have a line of
    /// sight. Never longer than the given path; every turn bends round a blocked cell, and no two waypoints with one
    /// between them see each other (both unless kMostTurns_per_point was used up). start == goal gives one cell, no
    /// path gives none. Deterministic; whole numbers only. The span lives until the next call.
    ///
    /// REQUIRES: the turning points are a path that is legal on this map for this clearance, each run straight or
    /// diagonal; prepare() was called for maps of this size. Allocates only for a path of more points than fitted ever
    /// before; throws std::bad_alloc then.
    [[nodiscard]] std::span<const PackedCell> smooth(const MapView& map, Clearance clearance,
                                                     std::span<const PackedCell> turning_points);

    /// The bound on the work for one path: so many turns are pulled taut for every turning point given.
    static constexpr std::size_t kMostTurns_per_point = 16;

private:
    void leap_ahead(const MapView& map, Clearance clearance, std::span<const PackedCell> points);
    void settle_turns(const MapView& map, Clearance clearance, std::size_t most_turns);
    [[nodiscard]] bool is_taut(const MapView& map, Clearance clearance);

    std::vector<PackedCell> taut_;       ///< settled, from the start
    std::vector<PackedCell> ahead_;      ///< yet to be settled, the next one last
    std::vector<Cell> corners_;          ///< of the obstacles within the turn at hand
    std::vector<PackedCell> way_round_;  ///< the waypoints in place of its point
};

}  // namespace outrider::search
