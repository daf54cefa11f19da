#include "game/sim/goals.h"

#include <gtest/gtest.h>

#include "tests/unit/sim/fake_path_service.h"

namespace outrider::sim {
namespace {

/// Two halls and a cell for one between them.
const std::vector<std::string> kTwoHalls = {"......@.@......", "......@@@......", "......@@@......", "......@@@......",
                                            "......@@@......", "......@@@......", "......@@@......", "......@@@......",
                                            "......@@@......", "......@@@......", "......@@@......"};

TEST(Goals, LieInTheUnitsOwnRegion) {
    const WorldState world(settings_of(kTwoHalls, 300));
    int left = 0;
    for (UnitIndex unit = 0; unit < world.units.count(); ++unit) {
        const Cell cell = world.units.cell(unit);
        EXPECT_NE(world.regions.at(cell), 0) << "nobody starts in the tiny pocket";
        EXPECT_EQ(world.regions.at(world.units.goal[unit]), world.regions.at(cell));
        EXPECT_NE(world.units.goal[unit], cell);
        left += cell.x < 7 ? 1 : 0;
    }
    EXPECT_GT(left, 100);
    EXPECT_LT(left, 200);
}

TEST(Goals, AreOtherUnitsInAChase) {
    WorldSettings settings = settings_of(kTwoHalls, 300);
    settings.chase = true;
    const WorldState world(settings);
    int chasing = 0;
    for (UnitIndex unit = 0; unit < world.units.count(); ++unit) {
        const UnitIndex quarry = world.units.quarry[unit];
        if (quarry == kNobody) continue;
        ++chasing;
        EXPECT_NE(quarry, unit);
        EXPECT_EQ(world.units.goal[unit], world.units.cell(quarry));
        EXPECT_EQ(world.regions.at(world.units.cell(quarry)), world.regions.at(world.units.cell(unit)));
    }
    EXPECT_GT(chasing, 290);
}

TEST(Goals, AreCellsForOneWhoIsAlone) {
    WorldSettings settings = settings_of(kTwoHalls, 1);
    settings.chase = true;
    const WorldState world(settings);
    EXPECT_EQ(world.units.quarry[0], kNobody);
}

TEST(Goals, QuarryIsCaughtFromTheNextCell) {
    WorldState world(settings_of({"........"}, 2));
    world.units.quarry[0] = 1;
    world.units.stride[0].cell = pack({2, 0});
    world.units.stride[1].cell = pack({4, 0});
    EXPECT_FALSE(has_caught_quarry(world, 0));
    world.units.stride[1].cell = pack({3, 0});
    EXPECT_TRUE(has_caught_quarry(world, 0));
    world.units.quarry[0] = 7;  // someone who has left the world
    EXPECT_FALSE(has_caught_quarry(world, 0));
}

TEST(Goals, RefugeIsAnywhereOnTheMapIfNeedBe) {
    WorldState world(settings_of({std::string(200, '.')}, 1));
    for (std::int32_t x = 0; x < 199; ++x) world.land.set_wall({x, 0}, true);
    world.units.stride[0].cell = pack({5, 0});
    EXPECT_EQ(find_refuge(world, 0), (Cell{199, 0}));
    world.land.set_wall({199, 0}, true);
    EXPECT_EQ(find_refuge(world, 0), std::nullopt);
}

}  // namespace
}  // namespace outrider::sim
