#include "game/sim/direction.h"

#include <gtest/gtest.h>

namespace outrider::sim {
namespace {

TEST(Direction, PointsFromACellToEachOfItsNeighbours) {
    for (Direction direction = 0; direction < 8; ++direction) {
        EXPECT_EQ(direction_towards({5, 5}, next_cell({5, 5}, direction)), direction);
        EXPECT_EQ(next_cell(next_cell({5, 5}, direction), opposite(direction)), (Cell{5, 5}));
    }
}

TEST(Direction, TurnsClockwiseOnTheScreen) {
    EXPECT_EQ(next_cell({0, 0}, turned(0, 2)), (Cell{0, 1})) << "south is a quarter turn from east";
    EXPECT_EQ(facing_of(turned(0, 2)), 64);
    EXPECT_EQ(turned(0, -1), 7);
}

TEST(Direction, CountsStepsAsAKingMoves) { EXPECT_EQ(steps_between({1, 1}, {4, -6}), 7); }

}  // namespace
}  // namespace outrider::sim
