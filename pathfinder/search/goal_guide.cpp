#include "pathfinder/search/goal_guide.h"

#include <algorithm>
#include <cassert>
#include <functional>

#include "pathfinder/search/cell_table.h"

namespace outrider::search {

void GoalGuide::prepare(const GridLayout& layout, std::span<const std::uint8_t> weights) {
    assert(!weights.empty() && std::ranges::adjacent_find(weights, std::greater_equal<>()) == weights.end());
    forget();
    weights_.assign(weights.begin(), weights.end());
    costs_.resize(weights.size());
    for (auto& costs : costs_) costs.resize(CellArray(layout).cells());
}

std::size_t GoalGuide::memory_bytes(const GridLayout& layout, std::size_t weights) noexcept {
    return weights * CellArray(layout).cells() * sizeof(WeightedCost);
}

GuideEstimate GoalGuide::estimate_for(std::uint32_t weight) const noexcept {
    const auto above = static_cast<std::size_t>(std::ranges::lower_bound(weights_, weight) - weights_.begin());
    if (above == weights_.size()) return {costs_.back().data(), costs_.back().data(), 0};
    if (weights_[above] == weight) return {costs_[above].data(), costs_[above].data(), 0};
    const std::uint32_t lower = weights_[above - 1];
    const WeightedCost part = (WeightedCost{weight - lower} << 32U) / (weights_[above] - lower);
    return {costs_[above - 1].data(), costs_[above].data(), part};
}

void GoalGuide::lead_to(const PathQuery& query) noexcept {
    goal_ = query.goal;
    clearance_ = query.clearance;
    wall_factor_ = query.wall_factor;
}

}  // namespace outrider::search
