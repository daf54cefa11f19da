#include "game/sim/random.h"

#include <gtest/gtest.h>

#include <array>

namespace outrider::sim {
namespace {

TEST(Random, DrawsTheSameNumbersEverywhere) {
    Random random(42, 1);
    EXPECT_EQ(random.next(), Random(42, 1).next());
    EXPECT_NE(Random(42, 1).next(), Random(42, 2).next());
    EXPECT_NE(Random(42, 1).next(), Random(43, 1).next());
}

TEST(Random, SpreadsNumbersEvenlyBelowTheBound) {
    Random random(5, 0);
    std::array<int, 10> counts{};
    for (int i = 0; i < 10'000; ++i) ++counts.at(random.below(10));
    for (const int count : counts) {
        EXPECT_GT(count, 850);
        EXPECT_LT(count, 1150);
    }
}

}  // namespace
}  // namespace outrider::sim
