// Is this path what it says it is? The one check that the game, `solve` and the tests share.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "shared/grid.h"
#include "shared/path_query.h"

namespace outrider::search {

/// What is wrong with a path; kNone is a good one.
enum class PathFault : std::uint8_t {
    kNone = 0,
    kEmpty,         ///< no turning point at all
    kOutside,       ///< a turning point outside the map
    kWrongStart,    ///< does not begin at the start
    kWrongGoal,     ///< does not end at the goal (not asked of partial paths)
    kNotStraight,   ///< two points that no line of straight or diagonal steps joins
    kNotCanonical,  ///< a turning point where nothing turns, or the same one twice
    kBlocked,       ///< a step to where the unit does not fit, or a diagonal step past a blocked corner
    kWrongCost,     ///< the stated cost is not the length of the path (of a smooth one: is less than its length)
};

[[nodiscard]] std::string_view to_string(PathFault fault) noexcept;

/// Checks every step of `turning_points` against `map`: is it an answer to `query` of this cost? That none is better
/// cannot be seen here. Never reads outside the map, whatever the points say. The goal is compared only if
/// `must_reach_goal`. Time: one look per 64 cells of a straight run, per cell of a diagonal, per row or column of a
/// smooth leg.
[[nodiscard]] PathFault check_path(const MapView& map, const PathQuery& query,
                                   std::span<const PackedCell> turning_points, StepCount cost,
                                   bool must_reach_goal) noexcept;

}  // namespace outrider::search
