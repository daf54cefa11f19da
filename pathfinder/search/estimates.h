// What weighted searches guess of the way that is left. Every estimate here is consistent: along no step does it fall
// by more than the step costs, and it is 0 at the end. Internal to the search library.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "shared/cost_field.h"
#include "shared/grid.h"

namespace outrider::search {

/// Dijkstra's: none.
struct NoEstimate {
    [[nodiscard]] WeightedCost operator()(PackedCell, std::ptrdiff_t) const noexcept { return 0; }
};

/// The cost of a shortest path on an empty map of the cheapest ground.
class EmptyMapEstimate {
public:
    EmptyMapEstimate(Cell goal, std::uint32_t least_multiplier) noexcept
        : goal_(goal),
          along_(WeightedCost{2} * least_multiplier * kStraightLength),
          across_(WeightedCost{2} * least_multiplier * (kDiagonalLength - kStraightLength)) {}

    [[nodiscard]] WeightedCost operator()(PackedCell cell, std::ptrdiff_t) const noexcept {
        const Cell at = unpack(cell);
        const auto dx = static_cast<std::uint32_t>(std::abs(at.x - goal_.x));
        const auto dy = static_cast<std::uint32_t>(std::abs(at.y - goal_.y));
        return std::max(dx, dy) * along_ + std::min(dx, dy) * across_;
    }

private:
    Cell goal_;
    WeightedCost along_;
    WeightedCost across_;
};

/// Between the exact costs for a lower and a higher weight, or a little nearer the lower: the share of the higher one,
/// `part` of 2^32, is rounded down, as is the sum. So it stays consistent, as steps cost whole numbers.
struct GuideEstimate {
    const WeightedCost* lower = nullptr;
    const WeightedCost* higher = nullptr;
    WeightedCost part = 0;

    [[nodiscard]] WeightedCost operator()(PackedCell, std::ptrdiff_t index) const noexcept {
        const WeightedCost rise = higher[index] - lower[index];
        return lower[index] + (rise >> 32U) * part + ((rise & 0xFFFFFFFFU) * part >> 32U);
    }
};

}  // namespace outrider::search
