#include "pathfinder/search/path_check.h"

#include <algorithm>
#include <cstdlib>

#include "pathfinder/search/bit_block.h"

namespace outrider::search {
namespace {

[[nodiscard]] bool is_diagonal_free(const MapView& map, Cell from, Cell to) noexcept {
    const std::int32_t dx = to.x > from.x ? 1 : -1;
    const std::int32_t dy = to.y > from.y ? 1 : -1;
    for (Cell at = from; at != to; at = {at.x + dx, at.y + dy}) {
        if (!map.is_free({at.x + dx, at.y}) || !map.is_free({at.x, at.y + dy}) ||
            !map.is_free({at.x + dx, at.y + dy})) {
            return false;
        }
    }
    return true;
}

[[nodiscard]] constexpr Cell direction_of(Cell span) noexcept {
    return {(span.x > 0) - (span.x < 0), (span.y > 0) - (span.y < 0)};
}

/// Walks a path leg by leg. Steps are counted in 64 bits: a false path may have more than 32 can hold.
class PathWalk {
public:
    PathWalk(const MapView& map, Cell start) noexcept : map_(map), at_(start) {}

    [[nodiscard]] PathFault go_to(Cell next) noexcept {
        const Cell span{next.x - at_.x, next.y - at_.y};
        if (span == Cell{}) return PathFault::kNotCanonical;
        const bool is_diagonal = std::abs(span.x) == std::abs(span.y);
        if (!is_diagonal && span.x != 0 && span.y != 0) return PathFault::kNotStraight;
        if (direction_of(span) == direction_) return PathFault::kNotCanonical;
        if (!is_leg_free(next, is_diagonal)) return PathFault::kBlocked;
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
    [[nodiscard]] bool is_leg_free(Cell next, bool is_diagonal) const noexcept {
        if (is_diagonal) return is_diagonal_free(map_, at_, next);
        if (next.y == at_.y) return is_run_free(map_.row(at_.y), std::min(at_.x, next.x), std::max(at_.x, next.x));
        return is_run_free(map_.column(at_.x), std::min(at_.y, next.y), std::max(at_.y, next.y));
    }

    const MapView& map_;
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

PathFault check_path(const MapView& map, Cell start, Cell goal, std::span<const PackedCell> turning_points,
                     StepCount cost, bool must_reach_goal) noexcept {
    if (turning_points.empty()) return PathFault::kEmpty;
    const Cell first = unpack(turning_points.front());
    if (!map.contains(first)) return PathFault::kOutside;
    if (first != start) return PathFault::kWrongStart;
    if (!map.is_free(first)) return PathFault::kBlocked;
    if (!could_be_shortest(map, cost)) return PathFault::kWrongCost;
    PathWalk walk(map, first);
    for (const PackedCell point : turning_points.subspan(1)) {
        const Cell next = unpack(point);
        if (!map.contains(next)) return PathFault::kOutside;
        if (const PathFault fault = walk.go_to(next); fault != PathFault::kNone) return fault;
        // Going to and fro over the same cells, a few points could keep us busy for seconds.
        if (walk.is_longer_than(cost)) return PathFault::kWrongCost;
    }
    if (must_reach_goal && unpack(turning_points.back()) != goal) return PathFault::kWrongGoal;
    return walk.costs(cost) ? PathFault::kNone : PathFault::kWrongCost;
}

}  // namespace outrider::search
