#include "game/sim/units.h"

#include <gtest/gtest.h>

namespace outrider::sim {
namespace {

TEST(Units, StandAtTheCentreWhenTheStepIsDone) { EXPECT_EQ(position_of({pack({3, 4}), 0, 0, 1}), centre_of({3, 4})); }

TEST(Units, AreBetweenTwoCentresWhileTheyStep) {
    const FixedPoint halfway = position_of({pack({3, 4}), kFixedOne / 2, 0, 1});
    EXPECT_EQ(halfway, (FixedPoint{3 * kFixedOne, 4 * kFixedOne})) << "south-east: came from (2, 3)";
}

TEST(Units, HashSeesEachUnit) {
    Units units;
    units.resize(3);
    const std::uint64_t before = units.hash();
    units.position[2].x = 1;
    EXPECT_NE(units.hash(), before);
    units.position[2].x = 0;
    EXPECT_EQ(units.hash(), before);
    units.route[1].seat = 5;
    EXPECT_EQ(units.hash(), before) << "who found a path is not part of the world's state";
}

}  // namespace
}  // namespace outrider::sim
