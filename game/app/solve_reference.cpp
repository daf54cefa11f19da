#include "game/app/solve_reference.h"

#include <cassert>
#include <cstdlib>
#include <limits>
#include <new>
#include <utility>

#include "pathfinder/search/components.h"
#include "pathfinder/search/eroded_map.h"
#include "pathfinder/search/exact_cost.h"
#include "pathfinder/search/search.h"

namespace outrider::app {

namespace {

[[nodiscard]] RightAnswer as_listed(const search::ScenarioQuery& listed) noexcept {
    const bool no_way = listed.listed_unreachable();
    return {.status = no_way ? AnswerStatus::kUnreachable : AnswerStatus::kFound,
            .end = listed.goal,
            .listed_length_cells = listed.listed_length_cells};
}

/// Works answers out on one map version after the other.
class Reference {
public:
    Reference(const GridLayout& layout, const PathQuery& manner) : manner_(manner) {
        searcher_.prepare(layout);
        eroded_.prepare(layout);
    }

    [[nodiscard]] RightAnswer answer(const search::ScenarioQuery& listed, const MapView& map) {
        RightAnswer right = manner_.clearance == Clearance::kOneCell
                                ? as_listed(listed)
                                : search_with_astar(listed.start, listed.goal, map);
        if (!manner_.or_nearest || right.status != AnswerStatus::kUnreachable) return right;
        const auto nearest = nearest_within_reach(listed.start, listed.goal, map);
        if (!nearest || *nearest == listed.goal) return right;  // the start is blocked; the list is wrong
        right = search_with_astar(listed.start, *nearest, map);
        right.status = AnswerStatus::kPartial;
        return right;
    }

private:
    [[nodiscard]] RightAnswer search_with_astar(Cell start, Cell goal, const MapView& map) {
        PathQuery query{start, goal, Algorithm::kAStar};
        query.clearance = manner_.clearance;
        const search::SearchResult result = searcher_.search(map, query);
        if (result.status == AnswerStatus::kFailed) throw std::bad_alloc();
        return {.status = result.status, .end = goal, .cost = result.cost};
    }

    /// Of equally near ones the uppermost, then the leftmost. None if the unit cannot stand on the start.
    [[nodiscard]] std::optional<Cell> nearest_within_reach(Cell start, Cell goal, const MapView& map) {
        label(map);
        std::optional<Cell> nearest;
        search::Cost least = std::numeric_limits<search::Cost>::max();
        for (Cell cell; cell.y < map.height_cells(); ++cell.y) {
            if (search::octile_cost(0, cell.y - goal.y) >= least) continue;
            for (cell.x = 0; cell.x < map.width_cells(); ++cell.x) {
                const search::Cost distance = search::octile_cost(cell, goal);
                if (distance >= least || !labels_.connected(start, cell)) continue;
                nearest = cell;
                least = distance;
            }
        }
        return nearest;
    }

    void label(const MapView& map) {
        if (std::exchange(labelled_, map.version()) == map.version()) return;
        if (manner_.clearance == Clearance::kOneCell) return labels_.compute(map);
        eroded_.follow(map);
        labels_.compute(eroded_.view());
    }

    const PathQuery& manner_;
    search::Searcher searcher_;
    search::ErodedMap eroded_;
    search::ComponentLabels labels_;
    std::optional<MapVersion> labelled_;
};

[[nodiscard]] PathQuery query_from(const search::ScenarioQuery& listed, PathQuery manner) noexcept {
    manner.start = listed.start;
    manner.goal = listed.goal;
    return manner;
}

}  // namespace

bool RightAnswer::agrees_with(StepCount path) const noexcept {
    return cost ? path == *cost : search::matches_listed_length(path, listed_length_cells);
}

std::vector<AuditedQuery> audited_queries(const SolveScript& script, const PathQuery& manner) {
    assert(manner.node_budget == 0 && manner.wall_factor == 0 && "what is right is known for whole paths around walls");
    MapHistory history(script.layout, script.bits);
    Reference reference(script.layout, manner);
    std::vector<AuditedQuery> queries(script.queries.size());
    for (const auto& step : script.steps) {
        if (const auto* edit = std::get_if<EditStep>(&step)) {
            history.apply(edit->edits);
            continue;
        }
        const std::uint32_t index = std::get<AskStep>(step).index;
        const search::ScenarioQuery& listed = script.queries[index];
        const MapView map(script.layout, history.bits_of(history.current()), history.current());
        queries[index] = {query_from(listed, manner), reference.answer(listed, map)};
    }
    return queries;
}

}  // namespace outrider::app
