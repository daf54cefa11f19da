#include "game/sim/selection.h"

#include <gtest/gtest.h>

#include "tests/unit/sim/fake_path_service.h"

namespace outrider::sim {
namespace {

TEST(Selection, TakesTheNearestUnitOrNobody) {
    World world(scattered(50, 50, 0, 20, 17));
    const FixedPoint at = world.positions()[7];
    world.select_nearest({at.x + 100, at.y - 100}, 2);
    EXPECT_EQ(world.selected_count(), 1U);
    EXPECT_EQ(world.selected()[7], 1);
    world.select_nearest({-40 * kFixedOne, -40 * kFixedOne}, 3);
    EXPECT_EQ(world.selected_count(), 0U);
}

TEST(Selection, BoxTakesAllInItWhicheverCornerComesFirst) {
    World world(scattered(50, 50, 0, 200, 18));
    const FixedPoint corner{40 * kFixedOne, 10 * kFixedOne};
    const FixedPoint opposite{10 * kFixedOne, 40 * kFixedOne};
    world.select_box(corner, opposite);
    std::uint32_t inside = 0;
    for (std::uint32_t unit = 0; unit < 200; ++unit) {
        const Cell cell = cell_of(world.positions()[unit]);
        const bool in = cell.x >= 10 && cell.x < 40 && cell.y >= 10 && cell.y < 40;
        EXPECT_EQ(world.selected()[unit], in ? 1 : 0);
        inside += in ? 1U : 0U;
    }
    EXPECT_EQ(world.selected_count(), inside);
    EXPECT_GT(inside, 20U);
    world.set_unit_count(1);
    EXPECT_EQ(world.selected_count(), world.selected()[0]);
    world.clear_selection();
    EXPECT_EQ(world.selected_count(), 0U);
}

TEST(Selection, OrderSendsTheSelectedOnly) {
    World world(scattered(50, 50, 0, 20, 19));
    FakePathService service(world, 1);
    run_frames(world, service, 3);
    world.select_nearest(world.positions()[4], 1);
    world.order({25, 25});
    for (std::uint32_t unit = 0; unit < 20; ++unit) {
        EXPECT_EQ(world.goals()[unit] == (Cell{25, 25}), world.selected()[unit] == 1);
    }
    service.log.clear();
    run_frame(world, service);
    const auto urgent = [](const auto& request) { return request.lane == Lane::kUrgent; };
    EXPECT_EQ(std::count_if(service.log.begin(), service.log.end(), urgent), 1);
}

TEST(Selection, OrderToAWallMeansTheNearestFreeCell) {
    World world(settings_of({"....@@@@", "....@@@@"}, 3));
    world.order({5, 1});
    for (const Cell goal : world.goals()) EXPECT_EQ(goal, (Cell{3, 1}));
    world.order({-90, 700});
    for (const Cell goal : world.goals()) EXPECT_EQ(goal, (Cell{0, 1}));
}

TEST(Selection, OrderedUnitsGetThereAndTravelOn) {
    World world(scattered(40, 40, 10, 30, 20));
    FakePathService service(world, 20);
    service.longest_delay_polls = 10;
    run_frames(world, service, 60);
    world.order({20, 20});
    const Cell goal = world.goals()[0];
    const std::uint64_t arrivals = world.counters().arrivals;
    std::vector<bool> been_there(30, false);
    for (int tick = 0; tick < 15 * kTicksPerSecond; ++tick) {
        run_frame(world, service);
        for (std::uint32_t unit = 0; unit < 30; ++unit) {
            if (cell_of(world.positions()[unit]) == goal) been_there[unit] = true;
        }
    }
    EXPECT_EQ(std::count(been_there.begin(), been_there.end(), true), 30);
    EXPECT_GT(world.counters().arrivals, arrivals + 30);
}

}  // namespace
}  // namespace outrider::sim
