// Path lengths as one integer that orders them exactly, and adds like any integer.
//
// A straight step costs q, a diagonal step p, where p/q is a convergent of sqrt(2): p*p - 2*q*q = +-1 (Pell). Then
// a*q + b*p has the sign of a + b*sqrt(2) for all whole a, b with |b| < q. For if the two signs differed, -a/b would
// lie between sqrt(2) and p/q; but |p/q - sqrt(2)| < 1/(2*q*q), and two different fractions with denominators b and q
// are at least 1/(b*q) apart, so |b| would have to exceed 2*q; and a*q + b*p = 0 asks for |b| >= q, since p and q have
// no common divisor. The largest map has 2^24 < q cells, so comparing two costs compares two lengths without error.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "shared/grid.h"

namespace outrider::search {

/// A length in these units; below 2^50 for every path and every f value on the largest map.
using Cost = std::uint64_t;

inline constexpr Cost kStraightCost = 38'613'965;
inline constexpr Cost kDiagonalCost = 54'608'393;
inline constexpr std::uint32_t kCostBits = 50;

static_assert(2 * kStraightCost * kStraightCost - kDiagonalCost * kDiagonalCost == 1, "a convergent of sqrt(2)");
static_assert(kStraightCost > Cost{kMaxMapSide_cells} * kMaxMapSide_cells, "exact for every path on the largest map");

/// The length of a shortest path between two cells of an empty map: never more than that of any path between them.
[[nodiscard]] constexpr Cost octile_cost(std::int32_t dx, std::int32_t dy) noexcept {
    const auto along = static_cast<Cost>(dx < 0 ? -dx : dx);
    const auto across = static_cast<Cost>(dy < 0 ? -dy : dy);
    return std::max(along, across) * kStraightCost + std::min(along, across) * (kDiagonalCost - kStraightCost);
}

[[nodiscard]] constexpr Cost octile_cost(Cell from, Cell to) noexcept {
    return octile_cost(to.x - from.x, to.y - from.y);
}

}  // namespace outrider::search
