// Exact search for least cost: terrain, a danger field with a weight of the request's own, walls that can be broken
// through, units of one or two cells' width. cost_field.h defines what a step costs.
//
// A* (P. E. Hart, N. J. Nilsson, B. Raphael, "A Formal Basis for the Heuristic Determination of Minimum Cost Paths",
// IEEE Trans. SSC 4(2), 1968) cell by cell, with the open cells in buckets narrower than the cheapest step (E. V.
// Denardo, B. L. Fox, "Shortest-Route Methods: 1. Reaching, Pruning, and Buckets", Oper. Res. 27(1), 1979).
//
// Rules of movement. A straight step needs two passable cells, a diagonal step four free ones. Where the wall factor is
// not 0, blocked cells of the map are passable, too, unless their ground is unbreakable, but only by straight steps:
// nobody slips past a corner half broken. A unit of clearance 2 stands on a cell and its right, lower and lower right
// neighbours; all of them must be passable. Its multiplier is that of the dearest ground among the four, any wall
// before any ground, and the greatest danger.
//
// Tie rule: of all ways of least cost the one is reported that, looked at from its start, goes straight on wherever a
// way of least cost does, and else takes the first direction in which one goes, in the order east, south, west, north,
// south-east, south-west, north-west, north-east. So the path is a function of map, costs and query alone: the same
// with any guide and with none. (weighted.cpp shows why it is found.) Only the end of a `partial` path, where a node
// budget was used up, is what the search happened to know.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>

#include "pathfinder/search/goal_guide.h"
#include "pathfinder/search/search.h"
#include "shared/cost_field.h"

namespace outrider::search {

/// What came of it. `cost` counts the steps, as for every search.
struct WeightedResult : SearchResult {
    WeightedCost weighted_cost = 0;  ///< of the path; 0 when there is none
};

/// Do lengths alone decide? Then search_jps() finds paths of the same length, and much sooner.
[[nodiscard]] constexpr bool is_plain(const CostField& field, const PathQuery& query) noexcept {
    return query.wall_factor == 0 && !query.makes_detours() && (query.danger_weight == 0 || field.danger == nullptr) &&
           (field.terrain_classes == nullptr || std::ranges::all_of(field.terrain_factors, [&](std::uint8_t factor) {
                return CostField::ground_factor(factor) == CostField::ground_factor(field.terrain_factors[0]);
            }));
}

/// Scratch memory and the search over it. One per thread. Movable, not copyable.
class WeightedSearcher {
public:
    WeightedSearcher();
    ~WeightedSearcher();
    WeightedSearcher(WeightedSearcher&&) noexcept;
    WeightedSearcher& operator=(WeightedSearcher&&) noexcept;

    /// Gets the scratch memory for maps of this size: the only call that allocates much. Throws std::bad_alloc.
    void prepare(const GridLayout& layout);

    /// `guide` may be null; it makes the search faster and changes nothing else. The first trace.size() expanded cells
    /// are noted in `trace`, in order.
    /// REQUIRES: prepare() was called for a map of this size; start and goal lie in the map; the field fits the map;
    /// terrain factors are what cost_field.h allows; the guide serves the query, and no step has become cheaper since.
    /// Unreachable goals take as long as all cells that the goal reaches: ask ComponentLabels before.
    [[nodiscard]] WeightedResult search(const MapView& map, const CostField& field, const PathQuery& query,
                                        const StopSignal& stop = {}, const GoalGuide* guide = nullptr,
                                        std::span<PackedCell> trace = {}) noexcept;

    /// Works out the costs to query.goal for its clearance and wall factor; start, weight and budget do not matter.
    /// False if stopped or out of memory: then the guide serves nobody. REQUIRES: as search(); guide.prepare().
    [[nodiscard]] bool make_guide(const MapView& map, const CostField& field, const PathQuery& query, GoalGuide& guide,
                                  const StopSignal& stop = {}) noexcept;

private:
    struct Scratch;

    std::unique_ptr<Scratch> scratch_;
};

}  // namespace outrider::search
