#include "pathfinder/search/jps.h"

#include <algorithm>
#include <cstdlib>

#include "pathfinder/search/jps_scan.h"
#include "pathfinder/search/jump_map.h"
#include "pathfinder/search/search_progress.h"

namespace outrider::search {
namespace {

/// Directions as bits of a set. The straight ones are also the four ways of arriving at a jump point: diagonal runs
/// pass on to straight ones and end nowhere but at the goal.
enum Heading : std::uint32_t {
    kEast = 1,
    kSouth = 2,
    kWest = 4,
    kNorth = 8,
    kSouthEast = 16,
    kSouthWest = 32,
    kNorthWest = 64,
    kNorthEast = 128,
    kEverywhere = 255
};

/// The directions worth following from a jump point reached by a straight run: straight on, and where an obstacle
/// beside the run has just ended, to that side and diagonally past it. All other cells are reached from before the
/// jump point at no greater cost, since a run may leave its line by a diagonal step wherever nothing stands beside it.
[[nodiscard]] std::uint32_t headings_after(const MapView& map, Cell at, std::uint32_t ways) noexcept {
    std::uint32_t headings = ways;
    const auto opens = [&map](Cell behind, Cell beside) { return !map.is_free(behind) && map.is_free(beside); };
    const std::int32_t x = at.x;
    const std::int32_t y = at.y;
    if ((ways & (kEast | kWest)) != 0) {
        const auto turn = [&](std::int32_t dx, std::uint32_t north, std::uint32_t south) {
            if (opens({x - dx, y - 1}, {x, y - 1})) headings |= north;
            if (opens({x - dx, y + 1}, {x, y + 1})) headings |= south;
        };
        if ((ways & kEast) != 0) turn(1, kNorth | kNorthEast, kSouth | kSouthEast);
        if ((ways & kWest) != 0) turn(-1, kNorth | kNorthWest, kSouth | kSouthWest);
    }
    if ((ways & (kSouth | kNorth)) != 0) {
        const auto turn = [&](std::int32_t dy, std::uint32_t west, std::uint32_t east) {
            if (opens({x - 1, y - dy}, {x - 1, y})) headings |= west;
            if (opens({x + 1, y - dy}, {x + 1, y})) headings |= east;
        };
        if ((ways & kSouth) != 0) turn(1, kWest | kSouthWest, kEast | kSouthEast);
        if ((ways & kNorth) != 0) turn(-1, kWest | kNorthWest, kEast | kNorthEast);
    }
    return headings;
}

[[nodiscard]] constexpr std::uint32_t heading_to(std::int32_t dx, std::int32_t dy) noexcept {
    if (dx == 0) return dy > 0 ? kSouth : kNorth;
    if (dy == 0) return dx > 0 ? kEast : kWest;
    if (dy > 0) return dx > 0 ? kSouthEast : kSouthWest;
    return dx > 0 ? kNorthEast : kNorthWest;
}

class JumpPointSearch {
public:
    JumpPointSearch(const MapView& map, const JumpMap& jumps, const PathQuery& query, const StopSignal& stop,
                    ScratchMemory& scratch)
        : map_(map),
          start_(query.start),
          goal_(query.goal),
          jumps_(jumps),
          nodes_(scratch.nodes),
          open_(scratch.buckets),
          path_(scratch.path),
          progress_(query, stop, scratch.trace) {
        nodes_.begin_query();
        open_.begin_query(octile_cost(start_, goal_));
    }

    SearchResult run() {
        if (progress_.should_stop()) return progress_.result(AnswerStatus::kCancelled);
        nodes_.at(start_) = nodes_.make(0, start_, 0);
        expand(start_, 0, kEverywhere);
        // The goal never enters the open list: it is found as soon as nothing open can lead there any shorter.
        while (!open_.empty() && open_.least_f() < goal_cost_) {
            const Cell cell = open_.take();
            Node& node = nodes_.at(cell);
            const std::uint32_t ways = node.open_ways;
            if (ways == 0) continue;  // followed already, by a better entry
            if (progress_.is_budget_used_up()) return path_to(progress_.nearest(), AnswerStatus::kPartial);
            if (progress_.should_stop()) return progress_.result(AnswerStatus::kCancelled);
            const std::uint32_t followed = node.done_ways;
            node.open_ways = 0;
            node.done_ways = (followed | ways) & 15U;
            expand(cell, node.cost,
                   headings_after(map_, cell, ways) & ~(followed == 0 ? 0 : headings_after(map_, cell, followed)));
        }
        if (goal_cost_ == kUnknown) return progress_.result(AnswerStatus::kUnreachable);
        return path_to(goal_, AnswerStatus::kFound);
    }

private:
    /// Follows the headings, the one that leads towards the goal first. Once the goal is reached at the node's own f,
    /// nothing can be shorter, and the rest is left alone.
    void expand(Cell from, Cost cost, std::uint32_t headings) {
        const Cost h = octile_cost(from, goal_);
        if (cost + h >= goal_cost_) return;
        progress_.expand(from, h);
        from_ = from;
        const std::uint32_t towards_goal = headings & heading_to(goal_.x - from.x, goal_.y - from.y);
        follow(from, cost, towards_goal);
        if (goal_cost_ > cost + h) follow(from, cost, headings & ~towards_goal);
    }

    void follow(Cell from, Cost cost, std::uint32_t headings) {
        if ((headings & kEast) != 0) run_along_row<1>(from, cost);
        if ((headings & kSouth) != 0) run_along_column<1>(from, cost);
        if ((headings & kWest) != 0) run_along_row<-1>(from, cost);
        if ((headings & kNorth) != 0) run_along_column<-1>(from, cost);
        if ((headings & kSouthEast) != 0) run_diagonally<1, 1>(from, cost);
        if ((headings & kSouthWest) != 0) run_diagonally<-1, 1>(from, cost);
        if ((headings & kNorthWest) != 0) run_diagonally<-1, -1>(from, cost);
        if ((headings & kNorthEast) != 0) run_diagonally<1, -1>(from, cost);
    }

    template <int kStep>
    void run_along_row(Cell from, Cost cost) {
        const RunEnd end = run_along<kStep>(jumps_.row_stops<kStep>(from.y), map_.row(from.y), from.x);
        if (from.y == goal_.y && passes<kStep>(from.x, goal_.x, end)) {
            reach_goal(cost + steps_cost(from.x, goal_.x));
        } else if (end.is_jump_point) {
            reach({end.at, from.y}, cost + steps_cost(from.x, end.at), kStep > 0 ? kEast : kWest);
        }
    }
    template <int kStep>
    void run_along_column(Cell from, Cost cost) {
        const RunEnd end = run_along<kStep>(jumps_.column_stops<kStep>(from.x), map_.column(from.x), from.y);
        if (from.x == goal_.x && passes<kStep>(from.y, goal_.y, end)) {
            reach_goal(cost + steps_cost(from.y, goal_.y));
        } else if (end.is_jump_point) {
            reach({from.x, end.at}, cost + steps_cost(from.y, end.at), kStep > 0 ? kSouth : kNorth);
        }
    }

    /// Does a run from `from` to `end` come to `goal`, a free cell of its line?
    template <int kStep>
    [[nodiscard]] static bool passes(std::int32_t from, std::int32_t goal, RunEnd end) noexcept {
        return (goal - from) * kStep > 0 && (end.at - goal) * kStep >= 0;
    }
    [[nodiscard]] static Cost steps_cost(std::int32_t from, std::int32_t to) noexcept {
        return static_cast<Cost>(std::abs(to - from)) * kStraightCost;
    }

    /// Goes diagonally until a step is not legal. Runs off along the row and the column wherever that leads to a jump
    /// point, and in the goal's row and column.
    template <int kStepX, int kStepY>
    void run_diagonally(Cell from, Cost cost) {
        if (!is_step_legal<kStepX, kStepY>(from)) return;
        const std::uint64_t* const stops = jumps_.diagonal_stops<kStepX, kStepY>(from);
        const std::int32_t to_goal_column = (goal_.x - from.x) * kStepX;
        const std::int32_t to_goal_row = (goal_.y - from.y) * kStepY;
        Cell at = from;
        do {
            const std::int32_t before = (at.x - from.x) * kStepX;
            std::int32_t steps = (first_stop<kStepX>(stops, at.x) - from.x) * kStepX;
            if (to_goal_column > before) steps = std::min(steps, to_goal_column);
            if (to_goal_row > before) steps = std::min(steps, to_goal_row);
            at = {from.x + steps * kStepX, from.y + steps * kStepY};
            const Cost cost_here = cost + static_cast<Cost>(steps) * kDiagonalCost;
            if (at == goal_) return reach_goal(cost_here);
            run_along_row<kStepX>(at, cost_here);
            run_along_column<kStepY>(at, cost_here);
        } while (is_step_legal<kStepX, kStepY>(at));
    }

    template <int kStepX, int kStepY>
    [[nodiscard]] bool is_step_legal(Cell at) const noexcept {
        return map_.is_free({at.x + kStepX, at.y}) && map_.is_free({at.x, at.y + kStepY}) &&
               map_.is_free({at.x + kStepX, at.y + kStepY});
    }

    void reach_goal(Cost cost) noexcept {
        if (cost >= goal_cost_) return;
        goal_cost_ = cost;
        nodes_.at(goal_) = nodes_.make(cost, from_, 0);
    }

    /// Notes that `cell` is reached from from_ by `way`. A second way of equal cost is followed, too: what one way
    /// leaves out as reachable otherwise must not depend on which of them came first.
    void reach(Cell cell, Cost cost, std::uint32_t way) {
        const Cost h = octile_cost(cell, goal_);
        if (cost + h >= goal_cost_) return;
        Node& node = nodes_.at(cell);
        if (nodes_.is_current(node) && node.cost <= cost) {
            if (node.cost < cost || ((node.open_ways | node.done_ways) & way) != 0) return;
            const bool is_open = node.open_ways != 0;
            node.open_ways = (node.open_ways | way) & 15U;
            if (is_open) return;
        } else {
            node = nodes_.make(cost, from_, way);
        }
        open_.push(cost + h, cell);
        progress_.generate();
    }

    SearchResult path_to(Cell end, AnswerStatus status) {
        path_.begin(end);
        while (path_.last() != start_) add_leg_from(unpack(nodes_.at(path_.last()).parent));
        SearchResult result = progress_.result(status);
        result.cost = path_.cost();
        result.turning_points = path_.finish();
        return result;
    }

    /// From a node to the next the search ran diagonally first, then straight.
    void add_leg_from(Cell parent) {
        const Cell end = path_.last();
        const std::int32_t dx = end.x - parent.x;
        const std::int32_t dy = end.y - parent.y;
        const std::int32_t diagonal = std::min(std::abs(dx), std::abs(dy));
        path_.add_run_to({parent.x + (dx > 0 ? diagonal : -diagonal), parent.y + (dy > 0 ? diagonal : -diagonal)});
        path_.add_run_to(parent);
    }

    const MapView& map_;
    const Cell start_;
    const Cell goal_;
    const JumpMap& jumps_;
    NodeTable& nodes_;
    BucketQueue& open_;
    PathAssembly& path_;
    SearchProgress progress_;
    static constexpr Cost kUnknown = ~Cost{0};

    Cell from_;  ///< the node being expanded
    Cost goal_cost_ = kUnknown;
};

}  // namespace

SearchResult search_jps(const MapView& map, const JumpMap& jumps, const PathQuery& query, const StopSignal& stop,
                        ScratchMemory& scratch) {
    return JumpPointSearch(map, jumps, query, stop, scratch).run();
}

}  // namespace outrider::search
