#include "pathfinder/search/astar.h"

#include <array>

#include "pathfinder/search/search_progress.h"

namespace outrider::search {
namespace {

/// East, south, west, north, then the diagonals; a diagonal has its two sides among the first four.
constexpr std::array<Cell, 8> kSteps = {{{1, 0}, {0, 1}, {-1, 0}, {0, -1}, {1, 1}, {-1, 1}, {-1, -1}, {1, -1}}};

[[nodiscard]] bool is_legal_step(const MapView& map, Cell from, Cell step) noexcept {
    return map.is_free({from.x + step.x, from.y + step.y}) && map.is_free({from.x + step.x, from.y}) &&
           map.is_free({from.x, from.y + step.y});
}

class AStar {
public:
    AStar(const MapView& map, const PathQuery& query, const StopSignal& stop, ScratchMemory& scratch)
        : map_(map),
          start_(query.start),
          goal_(query.goal),
          nodes_(scratch.nodes),
          open_(scratch.binary_heap),
          path_(scratch.path),
          progress_(query, stop, scratch.trace) {
        nodes_.begin_query();
        open_.clear();
    }

    SearchResult run() {
        reach(start_, start_, 0);
        while (!open_.empty()) {
            const OpenEntry best = open_.pop();
            const Cell cell = unpack(best.cell);
            Node& node = nodes_.at(cell);
            if (node.done_ways != 0) continue;  // expanded already, by a better entry
            if (cell == goal_) return path_to(cell, AnswerStatus::kFound);
            if (progress_.is_budget_used_up()) return path_to(progress_.nearest(), AnswerStatus::kPartial);
            if (progress_.should_stop()) return progress_.result(AnswerStatus::kCancelled);
            node.done_ways = 1;
            expand(cell, node.cost);
        }
        return progress_.result(AnswerStatus::kUnreachable);
    }

private:
    void expand(Cell cell, Cost cost) {
        progress_.expand(cell, octile_cost(cell, goal_));
        for (const Cell step : kSteps) {
            if (!is_legal_step(map_, cell, step)) continue;
            const bool is_diagonal = step.x != 0 && step.y != 0;
            reach({cell.x + step.x, cell.y + step.y}, cell, cost + (is_diagonal ? kDiagonalCost : kStraightCost));
        }
    }

    /// Notes a way to `cell` if it is the first one or shorter than those before.
    void reach(Cell cell, Cell parent, Cost cost) {
        Node& node = nodes_.at(cell);
        if (nodes_.is_current(node) && node.cost <= cost) return;
        node = nodes_.make(cost, parent, 0);
        open_.push(OpenEntry::make(cost, octile_cost(cell, goal_), cell));
        progress_.generate();
    }

    SearchResult path_to(Cell end, AnswerStatus status) {
        path_.begin(end);
        while (path_.last() != start_) path_.add_run_to(unpack(nodes_.at(path_.last()).parent));
        SearchResult result = progress_.result(status);
        result.cost = path_.cost();
        result.turning_points = path_.finish();
        return result;
    }

    const MapView& map_;
    const Cell start_;
    const Cell goal_;
    NodeTable& nodes_;
    OpenList<2>& open_;
    PathAssembly& path_;
    SearchProgress progress_;
};

}  // namespace

SearchResult search_astar(const MapView& map, const PathQuery& query, const StopSignal& stop, ScratchMemory& scratch) {
    return AStar(map, query, stop, scratch).run();
}

}  // namespace outrider::search
