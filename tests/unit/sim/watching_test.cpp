#include "game/sim/watching.h"

#include <gtest/gtest.h>

#include "tests/unit/sim/fake_path_service.h"

namespace outrider::sim {
namespace {

TEST(Watching, UnitsNoticeACutWayLongBeforeTheyReachIt) {
    World world(scattered(200, 9, 0, 40, 11));
    FakePathService service(world, 11);
    run_frames(world, service, 10);
    world.paint_line({100, 0}, {100, 8}, 0, true);
    const auto crosses = [&](std::uint32_t unit) {
        return (cell_of(world.positions()[unit]).x < 100) != (world.goals()[unit].x < 100);
    };
    for (std::uint32_t tick = 0; tick < 2 * kLookRound_ticks; ++tick) world.tick(paths::Mode::kThreads);
    int cut = 0;
    for (std::uint32_t unit = 0; unit < world.unit_count(); ++unit) {
        if (world.states()[unit] == UnitState::kRerouting) {
            ++cut;
            EXPECT_TRUE(crosses(unit) || world.goals()[unit].x == 100);
        } else {
            EXPECT_FALSE(crosses(unit));
        }
    }
    EXPECT_GT(cut, 5);
    run_frames(world, service, 2);
    EXPECT_EQ(world.counters().no_way, static_cast<std::uint64_t>(cut)) << "the honest answer";
}

TEST(Watching, WallsBesideTheWayAreNoReasonToAsk) {
    World world(scattered(200, 40, 0, 40, 12));
    FakePathService service(world, 12);
    run_frames(world, service, 10);
    int crossing = 0;
    world.paint({100, 20}, 0, true);
    for (std::uint32_t unit = 0; unit < world.unit_count(); ++unit) {
        Cell from = cell_of(world.positions()[unit]);
        for (const PackedCell point : world.path_ahead({unit})) {
            for (; from != unpack(point); from = next_cell(from, direction_towards(from, unpack(point)))) {
                crossing += steps_between(from, {100, 20}) <= 1 ? 1 : 0;
            }
        }
    }
    for (std::uint32_t tick = 0; tick < 2 * kLookRound_ticks; ++tick) world.tick(paths::Mode::kThreads);
    EXPECT_LE(world.counters().paths_blocked, static_cast<std::uint64_t>(crossing));
}

TEST(Watching, SeesTheFirstAndTheLastStepOfAWay) {
    Land land(10, 3, std::string(30, '.'));
    const std::vector<PackedCell> way = {pack({5, 1}), pack({6, 2}), pack({9, 2})};
    EXPECT_TRUE(is_way_free(land, {0, 1}, way, land.bounds()));
    for (const Cell wall : {Cell{1, 1}, Cell{9, 2}, Cell{6, 1}, Cell{5, 2}}) {
        land.set_wall(wall, true);
        EXPECT_FALSE(is_way_free(land, {0, 1}, way, land.bounds()));
        EXPECT_FALSE(is_way_free(land, {0, 1}, way, {wall.x, wall.y, wall.x + 1, wall.y + 1}));
        land.set_wall(wall, false);
    }
    land.set_wall({0, 1}, true);
    EXPECT_TRUE(is_way_free(land, {0, 1}, way, land.bounds())) << "where one stands does not matter";
}

}  // namespace
}  // namespace outrider::sim
