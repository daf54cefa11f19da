#include "pathfinder/search/exact_cost.h"

#include <gtest/gtest.h>

#include <cmath>

namespace outrider::search {
namespace {

/// Exact, without sqrt: is a straight + b diagonal steps longer than nothing? (a + b sqrt(2) > 0)
bool is_positive(std::int64_t a, std::int64_t b) {
    if (a >= 0 && b >= 0) return a > 0 || b > 0;
    if (a <= 0 && b <= 0) return false;
    return a > 0 ? a * a > 2 * b * b : 2 * b * b > a * a;
}

TEST(ExactCost, OrdersLengthsThatAreHardestToTellApart) {
    // For each difference of diagonal steps, the difference of straight steps that comes nearest to making up for it.
    constexpr auto kStraight = static_cast<std::int64_t>(kStraightCost);
    constexpr auto kDiagonal = static_cast<std::int64_t>(kDiagonalCost);
    for (std::int64_t b = 1; b <= std::int64_t{1} << 24; b += (b < 100'000 ? 1 : 997)) {
        const auto near = static_cast<std::int64_t>(static_cast<double>(b) * kSqrt2);
        for (std::int64_t a = near - 1; a <= near + 2; ++a) {
            ASSERT_EQ(b * kDiagonal - a * kStraight > 0, is_positive(-a, b)) << b << " diagonal, " << a << " straight";
            ASSERT_NE(b * kDiagonal, a * kStraight);
        }
    }
}

TEST(ExactCost, OrdersConvergentsOfSqrt2) {
    std::int64_t p = 1;
    std::int64_t q = 1;
    for (; q < std::int64_t{1} << 24; p += 2 * q, q = p - q) {
        EXPECT_EQ(q * static_cast<std::int64_t>(kDiagonalCost) > p * static_cast<std::int64_t>(kStraightCost),
                  is_positive(-p, q))
            << p << "/" << q;
    }
}

TEST(ExactCost, AgreesWithLengthInCells) {
    const StepCount walk{1000, 700};
    const Cost cost = walk.straight * kStraightCost + walk.diagonal * kDiagonalCost;
    EXPECT_NEAR(static_cast<double>(cost) / static_cast<double>(kStraightCost), walk.length_cells(), 1e-9);
}

TEST(ExactCost, OctileCostIsDiagonalFirstThenStraight) {
    EXPECT_EQ(octile_cost({0, 0}, {3, -5}), 3 * kDiagonalCost + 2 * kStraightCost);
    EXPECT_EQ(octile_cost({7, 7}, {7, 7}), 0U);
    EXPECT_LT(octile_cost({0, 0}, {4095, 4095}), Cost{1} << kCostBits);
}

}  // namespace
}  // namespace outrider::search
