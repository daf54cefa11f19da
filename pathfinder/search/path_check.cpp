#include "pathfinder/search/path_check.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <tuple>

#include "pathfinder/search/bit_block.h"
#include "pathfinder/search/smoothing.h"

namespace outrider::search {
namespace {

/// Where a unit may go, by the rules of its query.
class Footing {
public:
    Footing(const MapView& map, const CostField& costs, const PathQuery& query) noexcept
        : map_(map),
          costs_(costs),
          what_if_(query.what_if),
          more_(query.clearance == Clearance::kTwoCells ? 1 : 0),
          thinks_of_walls_(query.what_if.any()),
          breaks_walls_(query.breaks_walls()),
          goes_anywhere_(breaks_walls_ && costs.is_all_breakable()) {}

    /// Are all cells under the unit in the map?
    [[nodiscard]] bool contains(Cell cell) const noexcept {
        return map_.contains(cell) && map_.contains({cell.x + more_, cell.y + more_});
    }
    /// REQUIRES: contained.
    [[nodiscard]] bool may_stand(Cell cell) const noexcept {
        if (goes_anywhere_) return true;
        if (breaks_walls_) return is_free_or_breakable(cell);
        return is_free(cell) && (!thinks_of_walls_ || is_clear_of_what_if(cell));
    }

    /// REQUIRES: both contained.
    [[nodiscard]] bool may_go_straight(Cell from, Cell to) const noexcept {
        if (goes_anywhere_) return true;
        const auto [x0, x1] = std::minmax(from.x, to.x);
        const auto [y0, y1] = std::minmax(from.y, to.y);
        if (breaks_walls_ || thinks_of_walls_) {
            for (Cell at{x0, y0}; at.x <= x1 && at.y <= y1; at = {at.x + (x0 != x1), at.y + (y0 != y1)}) {
                if (!may_stand(at)) return false;
            }
            return true;
        }
        if (from.y == to.y)
            return is_run_free(map_.row(y0), x0, x1 + more_) && is_run_free(map_.row(y0 + more_), x0, x1 + more_);
        return is_run_free(map_.column(x0), y0, y1 + more_) && is_run_free(map_.column(x0 + more_), y0, y1 + more_);
    }
    /// REQUIRES: both contained.
    [[nodiscard]] bool may_go_diagonally(Cell from, Cell to) const noexcept {
        if (!holds_along_diagonal(from, to, [&](Cell cell) { return is_free(cell); })) return false;
        return !thinks_of_walls_ ||
               holds_along_diagonal(from, to, [&](Cell cell) { return is_clear_of_what_if(cell); });
    }

private:
    [[nodiscard]] bool is_free(Cell cell) const noexcept {
        return holds_under_unit(cell, [&](Cell part) { return map_.is_free(part); });
    }
    [[nodiscard]] bool is_clear_of_what_if(Cell cell) const noexcept {
        return holds_under_unit(cell, [&](Cell part) { return !what_if_.blocks(part); });
    }
    [[nodiscard]] bool is_free_or_breakable(Cell cell) const noexcept {
        return holds_under_unit(cell, [&](Cell part) {
            return costs_.is_breakable(map_.layout(), part) || (map_.is_free(part) && !what_if_.blocks(part));
        });
    }
    template <class Holds>
    [[nodiscard]] static bool holds_along_diagonal(Cell from, Cell to, Holds holds) noexcept {
        const std::int32_t dx = to.x > from.x ? 1 : -1;
        const std::int32_t dy = to.y > from.y ? 1 : -1;
        for (Cell at = from; at != to; at = {at.x + dx, at.y + dy}) {
            const bool legal = holds(at) && holds(Cell{at.x + dx, at.y}) && holds(Cell{at.x, at.y + dy}) &&
                               holds(Cell{at.x + dx, at.y + dy});
            if (!legal) return false;
        }
        return true;
    }
    template <class Holds>
    [[nodiscard]] bool holds_under_unit(Cell cell, Holds holds) const noexcept {
        return holds(cell) && (more_ == 0 || (holds({cell.x + 1, cell.y}) && holds({cell.x, cell.y + 1}) &&
                                              holds({cell.x + 1, cell.y + 1})));
    }

    const MapView& map_;
    const CostField& costs_;
    const WhatIf what_if_;
    const std::int32_t more_;  ///< cells to the right and below that the unit covers, too
    const bool thinks_of_walls_;
    const bool breaks_walls_;
    const bool goes_anywhere_;  ///< in the map
};

[[nodiscard]] constexpr Cell direction_of(Cell span) noexcept {
    return {(span.x > 0) - (span.x < 0), (span.y > 0) - (span.y < 0)};
}

/// Walks a path leg by leg. Steps are counted in 64 bits: a false path may have more than 32 can hold.
class PathWalk {
public:
    PathWalk(const Footing& footing, Cell start) noexcept : footing_(footing), at_(start) {}

    [[nodiscard]] PathFault go_to(Cell next) noexcept {
        const Cell span{next.x - at_.x, next.y - at_.y};
        if (span == Cell{}) return PathFault::kNotCanonical;
        const bool is_diagonal = std::abs(span.x) == std::abs(span.y);
        if (!is_diagonal && span.x != 0 && span.y != 0) return PathFault::kNotStraight;
        if (direction_of(span) == direction_) return PathFault::kNotCanonical;
        const bool may_go = is_diagonal ? footing_.may_go_diagonally(at_, next) : footing_.may_go_straight(at_, next);
        if (!may_go) return PathFault::kBlocked;
        (is_diagonal ? diagonal_ : straight_) +=
            static_cast<std::uint64_t>(std::max(std::abs(span.x), std::abs(span.y)));
        direction_ = direction_of(span);
        at_ = next;
        return PathFault::kNone;
    }

    [[nodiscard]] bool costs(StepCount cost) const noexcept {
        return straight_ == cost.straight && diagonal_ == cost.diagonal;
    }
    [[nodiscard]] bool is_longer_than(StepCount cost) const noexcept {
        return straight_ > cost.straight || diagonal_ > cost.diagonal;
    }

private:
    const Footing& footing_;
    Cell at_;
    Cell direction_;
    std::uint64_t straight_ = 0;
    std::uint64_t diagonal_ = 0;
};

// A shortest path enters no cell twice.
[[nodiscard]] bool could_be_shortest(const MapView& map, StepCount cost) noexcept {
    const std::uint64_t cells =
        static_cast<std::uint64_t>(map.width_cells()) * static_cast<std::uint64_t>(map.height_cells());
    return std::uint64_t{cost.straight} + cost.diagonal < cells;
}

[[nodiscard]] PathFault check_steps(const Footing& footing, std::span<const PackedCell> points,
                                    StepCount cost) noexcept {
    PathWalk walk(footing, unpack(points.front()));
    for (const PackedCell point : points.subspan(1)) {
        const Cell next = unpack(point);
        if (!footing.contains(next)) return PathFault::kOutside;
        if (const PathFault fault = walk.go_to(next); fault != PathFault::kNone) return fault;
        // Going to and fro over the same cells, a few points could keep us busy for seconds.
        if (walk.is_longer_than(cost)) return PathFault::kWrongCost;
    }
    return walk.costs(cost) ? PathFault::kNone : PathFault::kWrongCost;
}

/// The length of a leg in 1/256 of a cell, rounded down: less than the true length, so no honest path is refused.
[[nodiscard]] std::uint64_t leg_length(Cell from, Cell to) noexcept {
    const std::int64_t dx = to.x - from.x;
    const std::int64_t dy = to.y - from.y;
    return static_cast<std::uint64_t>(std::sqrt(static_cast<double>((dx * dx + dy * dy) * 65'536)));
}

// A path pulled taut is not longer than it was.
[[nodiscard]] PathFault check_legs(const MapView& map, Clearance clearance, const Footing& footing,
                                   std::span<const PackedCell> waypoints, StepCount cost) noexcept {
    const auto most = static_cast<std::uint64_t>(cost.length_cells() * 256.0) + 1;
    std::uint64_t length = 0;
    for (std::size_t i = 1; i < waypoints.size(); ++i) {
        const Cell from = unpack(waypoints[i - 1]);
        const Cell to = unpack(waypoints[i]);
        if (!footing.contains(to)) return PathFault::kOutside;
        if (from == to) return PathFault::kNotCanonical;
        length += leg_length(from, to);
        if (length > most) return PathFault::kWrongCost;
        if (!has_line_of_sight(map, clearance, from, to)) return PathFault::kBlocked;
    }
    return PathFault::kNone;
}

// Not at the goal, then it would be a whole path. Who wants the nearest cell that can be reached gets the nearest of
// those that the path says can be.
[[nodiscard]] bool ends_where_half_a_path_may(const PathQuery& query, std::span<const PackedCell> points) noexcept {
    if (query.node_budget == 0 && !query.or_nearest) return true;  // the caller's to judge
    if (unpack(points.back()) == query.goal) return false;
    if (query.node_budget != 0) return true;
    const auto order_of = [&](PackedCell point) {
        const Cell cell = unpack(point);
        return std::tuple(octile_steps(cell, query.goal).length_cells(), cell.y, cell.x);
    };
    const auto end = order_of(points.back());
    return std::ranges::all_of(points, [&](PackedCell point) { return order_of(point) >= end; });
}

}  // namespace

std::string_view to_string(PathFault fault) noexcept {
    switch (fault) {
        case PathFault::kNone: return "none";
        case PathFault::kEmpty: return "empty";
        case PathFault::kOutside: return "outside the map";
        case PathFault::kWrongStart: return "wrong start";
        case PathFault::kWrongGoal: return "wrong goal";
        case PathFault::kNotStraight: return "not straight";
        case PathFault::kNotCanonical: return "not canonical";
        case PathFault::kBlocked: return "blocked";
        case PathFault::kWrongCost: return "wrong cost";
    }
    return "?";
}

std::uint64_t most_looks(const MapView& map, const PathQuery& query, std::size_t turning_points,
                         StepCount cost) noexcept {
    if (!could_be_shortest(map, cost)) return 1;
    const bool by_cell = query.is_smoothed() || query.breaks_walls() || query.what_if.any();
    const std::uint64_t straight = by_cell ? cost.straight : cost.straight / 64;
    return 2 * std::uint64_t{turning_points} + straight + cost.diagonal;
}

PathFault check_path(const MapView& map, const PathQuery& query, std::span<const PackedCell> turning_points,
                     StepCount cost, bool must_reach_goal, const CostField& costs) noexcept {
    const Footing footing(map, costs, query);
    if (turning_points.empty()) return PathFault::kEmpty;
    const Cell first = unpack(turning_points.front());
    if (!footing.contains(first)) return PathFault::kOutside;
    if (first != query.start) return PathFault::kWrongStart;
    if (!footing.may_stand(first)) return PathFault::kBlocked;
    if (!could_be_shortest(map, cost)) return PathFault::kWrongCost;
    const PathFault fault = query.is_smoothed() ? check_legs(map, query.clearance, footing, turning_points, cost)
                                                : check_steps(footing, turning_points, cost);
    if (fault != PathFault::kNone) return fault;
    const bool is_there = must_reach_goal ? unpack(turning_points.back()) == query.goal
                                          : ends_where_half_a_path_may(query, turning_points);
    return is_there ? PathFault::kNone : PathFault::kWrongGoal;
}

}  // namespace outrider::search
