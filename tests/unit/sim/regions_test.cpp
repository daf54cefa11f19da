#include "game/sim/regions.h"

#include <gtest/gtest.h>

namespace outrider::sim {
namespace {

TEST(Regions, JoinNoDiagonalNeighbours) {
    const Land land(4, 2, "..@@@@..");
    const Regions regions(land);
    EXPECT_EQ(regions.count(), 2U);
    EXPECT_EQ(regions.at({0, 0}), regions.at({1, 0}));
    EXPECT_NE(regions.at({1, 0}), regions.at({2, 1}));
    EXPECT_EQ(regions.at({2, 0}), 0);
}

TEST(Regions, LeaveOutTinyPockets) {
    std::string terrain(20 * 20, '.');
    terrain[0] = '.';
    terrain[1] = terrain[20] = terrain[21] = '@';  // the cell in the corner is alone
    const Land land(20, 20, terrain);
    const Regions regions(land);
    EXPECT_EQ(regions.count(), 1U);
    EXPECT_EQ(regions.at({0, 0}), 0);
    Random random(1, 1);
    for (int i = 0; i < 5000; ++i) EXPECT_NE(regions.pick_any(random), (Cell{0, 0}));
}

TEST(Regions, TakeTheLargestPocketIfThereIsNothingElse) {
    std::string terrain;  // 200 single cells, and one of two
    for (int i = 0; i < 200; ++i) terrain += ".@";
    terrain += "..";
    const Land land(static_cast<std::int32_t>(terrain.size()), 1, terrain);
    const Regions regions(land);
    EXPECT_EQ(regions.count(), 1U);
    EXPECT_EQ(regions.at({400, 0}), 1);
    EXPECT_EQ(regions.at({401, 0}), 1);
    EXPECT_EQ(regions.at({0, 0}), 0);
}

TEST(Regions, PickCellsBySize) {
    const Land land(10, 1, ".@........");
    const Regions regions(land);
    ASSERT_EQ(regions.count(), 2U);
    Random random(3, 3);
    int small = 0;
    for (int i = 0; i < 9000; ++i) small += regions.pick_any(random) == Cell{0, 0} ? 1 : 0;
    EXPECT_NEAR(small, 1000, 150);
    for (int i = 0; i < 100; ++i) EXPECT_EQ(regions.at(regions.pick(2, random)), 2);
}

}  // namespace
}  // namespace outrider::sim
