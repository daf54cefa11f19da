// Is this path what it says it is? The one check that the game, `solve` and the tests share.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "shared/cost_field.h"
#include "shared/grid.h"
#include "shared/path_query.h"

namespace outrider::search {

/// What is wrong with a path; kNone is a good one.
enum class PathFault : std::uint8_t {
    kNone = 0,
    kEmpty,         ///< no turning point at all
    kOutside,       ///< a turning point outside the map
    kWrongStart,    ///< does not begin at the start
    kWrongGoal,     ///< does not end at the goal; a partial one: ends there, or comes nearer to it than its end is
    kNotStraight,   ///< two points that no line of straight or diagonal steps joins
    kNotCanonical,  ///< a turning point where nothing turns, or the same one twice
    kBlocked,       ///< a step to where the unit does not fit, or a diagonal step past a blocked corner
    kWrongCost,     ///< the stated cost is not the length of the path (of a smooth one: is less than its length)
};

[[nodiscard]] std::string_view to_string(PathFault fault) noexcept;

/// Checks every step of `turning_points` against `map`: is it an answer to `query` of this cost? That none is better
/// cannot be seen here. Never reads outside the map, whatever the points say. Without `must_reach_goal` it is one to
/// where the search came with its budget, or to the nearest cell; that none beside the path is nearer, and the goal out
/// of reach, cannot be seen here either. Of the costs it matters alone where walls cannot be broken. Time: one look per
/// 64 cells of a straight run, per cell of a diagonal, per row or column of a smooth leg; but per cell of a straight
/// run, too, for those who break walls or have some that are not there.
[[nodiscard]] PathFault check_path(const MapView& map, const PathQuery& query,
                                   std::span<const PackedCell> turning_points, StepCount cost, bool must_reach_goal,
                                   const CostField& costs = {}) noexcept;

/// How many looks check_path() takes at most, whatever the points say: some nanoseconds each.
[[nodiscard]] std::uint64_t most_looks(const MapView& map, const PathQuery& query, std::size_t turning_points,
                                       StepCount cost) noexcept;

}  // namespace outrider::search
