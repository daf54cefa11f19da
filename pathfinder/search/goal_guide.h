// Many weighted requests with one goal share a GoalGuide: the exact costs to that goal for a few weights. The least
// cost of a path is the least of many sums "length + weight * danger", so as a function of the weight it is concave:
// between two weights of the guide it is never below the straight line between their costs. That line is a consistent
// estimate for every weight between, and mostly a very good one. It stays consistent while steps only get dearer.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "pathfinder/search/estimates.h"
#include "shared/cost_field.h"
#include "shared/path_query.h"

namespace outrider::search {

/// Weights for a guide that is to serve all: fewer are made sooner, more guide better.
inline constexpr std::array<std::uint8_t, 5> kGuideWeights{0, 8, 32, 96, 255};

/// The costs from everywhere to one goal, for some weights. Made by WeightedSearcher::make_guide(), then read only:
/// any number of threads may search with it.
class GoalGuide {
public:
    /// Memory for maps of this size, memory_bytes() of it. Requests with these weights are guided without fault, those
    /// between two of them by both, those above all by the greatest, those below all not at all.
    /// REQUIRES: at least one weight, in rising order. Throws std::bad_alloc.
    void prepare(const GridLayout& layout, std::span<const std::uint8_t> weights = kGuideWeights);

    /// What prepare() would take: eight bytes per cell and weight, and a little for the margin.
    [[nodiscard]] static std::size_t memory_bytes(const GridLayout& layout, std::size_t weights) noexcept;

    [[nodiscard]] Cell goal() const noexcept { return goal_; }
    /// Can this request use it? The map and field are the caller's to compare: no step may have become cheaper since.
    /// A request with a node budget cannot: what it finds within its budget must not depend on a guide.
    [[nodiscard]] bool serves(const PathQuery& query) const noexcept {
        return is_for(query) && query.node_budget == 0 && query.danger_weight >= weights_.front();
    }
    /// Does it lead where this request wants to go, in its manner?
    [[nodiscard]] bool is_for(const PathQuery& query) const noexcept {
        return goal_ != kNowhere && query.goal == goal_ && query.clearance == clearance_ &&
               query.wall_factor == wall_factor_;
    }
    /// Serves nobody any more.
    void forget() noexcept { goal_ = kNowhere; }

private:
    friend class WeightedSearcher;
    static constexpr Cell kNowhere{-1, -1};

    /// For requests of this weight. REQUIRES: it is not below the first weight.
    [[nodiscard]] GuideEstimate estimate_for(std::uint32_t weight) const noexcept;
    void lead_to(const PathQuery& query) noexcept;

    Cell goal_ = kNowhere;
    Clearance clearance_ = Clearance::kOneCell;
    std::uint8_t wall_factor_ = 0;
    std::vector<std::uint8_t> weights_;
    std::vector<std::vector<WeightedCost>> costs_;  ///< for each weight, laid out like the searcher's cells
};

}  // namespace outrider::search
