// Exact search for least cost: terrain, a danger field with a weight of the request's own, walls that can be broken
// through, units of one or two cells' width. cost_field.h defines what a step costs.
//
// A* (P. E. Hart, N. J. Nilsson, B. Raphael, "A Formal Basis for the Heuristic Determination of Minimum Cost Paths",
// IEEE Trans. SSC 4(2), 1968) cell by cell, with the open cells in buckets narrower than the cheapest step (E. V.
// Denardo, B. L. Fox, "Shortest-Route Methods: 1. Reaching, Pruning, and Buckets", Oper. Res. 27(1), 1979).
//
// Many requests with one goal share a GoalGuide: the exact costs to that goal for a few weights. The least cost of a
// path is the least of many sums "length + weight * danger", so as a function of the weight it is concave: between
// two weights of the guide it is never below the straight line between their costs. That line is a consistent
// estimate for every weight between, and mostly a very good one.
//
// Rules of movement. A straight step needs two passable cells, a diagonal step four free ones. Where the wall factor is
// not 0, blocked cells of the map are passable, too, but only by straight steps: nobody slips past a corner half
// broken. A unit of clearance 2 stands on a cell and its right, lower and lower right neighbours; all of them must be
// passable. Its multiplier is that of the dearest ground among the four, any wall before any ground, and the greatest
// danger.
//
// Tie rule: of several ways of least cost the one is reported that, looked at from its end, goes straight on as long as
// possible, else by the first direction in the order east, south, west, north, south-east, south-west, north-west,
// north-east that lies on a way of least cost known to the search. The same input gives the same path everywhere; the
// guide is a part of it: with another one, or none, the path may be another one of the same cost.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "pathfinder/search/search.h"
#include "shared/cost_field.h"

namespace outrider::search {

/// What came of it. `cost` counts the steps, as for every search.
struct WeightedResult : SearchResult {
    WeightedCost weighted_cost = 0;  ///< of the path; 0 when there is none
};

/// Do lengths alone decide? Then search_jps() finds paths of the same length, and much sooner.
[[nodiscard]] constexpr bool is_plain(const CostField& field, const PathQuery& query) noexcept {
    return query.wall_factor == 0 && (query.danger_weight == 0 || field.danger == nullptr) &&
           (field.terrain_classes == nullptr ||
            std::ranges::all_of(field.terrain_factors, [&](auto f) { return f == field.terrain_factors[0]; }));
}

/// Weights for a guide that is to serve all: fewer are made sooner, more guide better.
inline constexpr std::array<std::uint8_t, 5> kGuideWeights{0, 8, 32, 96, 255};

/// The costs from everywhere to one goal, for some weights. Made by WeightedSearcher::make_guide(), then read only:
/// any number of threads may search with it.
class GoalGuide {
public:
    /// Memory for maps of this size: eight bytes per cell and weight. Requests with these weights are guided without
    /// fault, those between two of them by both, those above all by the greatest, those below all not at all.
    /// REQUIRES: at least one weight, in rising order. Throws std::bad_alloc.
    void prepare(const GridLayout& layout, std::span<const std::uint8_t> weights = kGuideWeights);

    [[nodiscard]] Cell goal() const noexcept { return goal_; }
    /// Can this request use it? The map and field are the caller's to compare: no step may have become cheaper since.
    [[nodiscard]] bool serves(const PathQuery& query) const noexcept {
        return goal_ != kNowhere && query.goal == goal_ && query.clearance == clearance_ &&
               query.wall_factor == wall_factor_ && query.danger_weight >= weights_.front();
    }

private:
    friend class WeightedSearcher;
    static constexpr Cell kNowhere{-1, -1};

    Cell goal_ = kNowhere;
    Clearance clearance_ = Clearance::kOneCell;
    std::uint8_t wall_factor_ = 0;
    std::vector<std::uint8_t> weights_;
    std::vector<std::vector<WeightedCost>> costs_;  ///< for each weight, laid out like the searcher's cells
};

struct GuideEstimate;

/// Scratch memory and the search over it. One per thread. Movable, not copyable.
class WeightedSearcher {
public:
    WeightedSearcher();
    ~WeightedSearcher();
    WeightedSearcher(WeightedSearcher&&) noexcept;
    WeightedSearcher& operator=(WeightedSearcher&&) noexcept;

    /// Gets the scratch memory for maps of this size: the only call that allocates much. Throws std::bad_alloc.
    void prepare(const GridLayout& layout);

    /// `guide` may be null; it makes the search faster, not the path cheaper.
    /// REQUIRES: prepare() was called for a map of this size; start and goal lie in the map; the field fits the map;
    /// terrain factors are 1 .. kMaxTerrainFactor; the guide serves the query, and no step has become cheaper since.
    /// Unreachable goals take as long as all cells that the start reaches: ask ComponentLabels before.
    [[nodiscard]] WeightedResult search(const MapView& map, const CostField& field, const PathQuery& query,
                                        const StopSignal& stop = {}, const GoalGuide* guide = nullptr) noexcept;

    /// Works out the costs to query.goal for its clearance and wall factor; start, weight and budget do not matter.
    /// False if stopped or out of memory: then the guide serves nobody. REQUIRES: as search(); guide.prepare().
    [[nodiscard]] bool make_guide(const MapView& map, const CostField& field, const PathQuery& query, GoalGuide& guide,
                                  const StopSignal& stop = {}) noexcept;

private:
    struct Scratch;

    [[nodiscard]] static GuideEstimate estimate_of(const GoalGuide& guide, std::uint32_t weight) noexcept;

    std::unique_ptr<Scratch> scratch_;
};

}  // namespace outrider::search
