#include "game/sim/walking.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/unit/sim/fake_path_service.h"

namespace outrider::sim {
namespace {

double distance_cells(FixedPoint a, FixedPoint b) {
    return std::hypot(static_cast<double>(a.x - b.x), static_cast<double>(a.y - b.y)) / kFixedOne;
}

TEST(Walking, UnitsReachGoalAfterGoal) {
    World world(scattered(40, 30, 20, 60, 5));
    FakePathService service(world, 5);
    service.longest_delay_polls = 4;
    run_frames(world, service, 60 * kTicksPerSecond);
    EXPECT_GT(world.counters().arrivals, 60U * 4U);
    EXPECT_EQ(world.counters().no_way, 0U) << "goals are picked where one can go";
    EXPECT_EQ(world.counters().paths_blocked, 0U);
}

TEST(Walking, SpeedIsEvenAlsoRoundCornersAndOnDiagonals) {
    World world(scattered(40, 30, 20, 40, 6));
    FakePathService service(world, 6);
    std::vector<double> longest(world.unit_count(), 0.0);
    for (int tick = 0; tick < 600; ++tick) {
        run_frame(world, service);
        for (std::uint32_t unit = 0; unit < world.unit_count(); ++unit) {
            const double step = distance_cells(world.positions()[unit], world.previous_positions()[unit]);
            longest[unit] = std::max(longest[unit], step);
        }
    }
    for (const double step : longest) {
        EXPECT_GT(step * kTicksPerSecond, 3.95);
        EXPECT_LT(step * kTicksPerSecond, 6.05);
    }
}

TEST(Walking, TakesTheTimeThatTheWayIsLong) {
    World world(settings_of({std::string(400, '.')}, 1));
    FakePathService service(world, 1);
    run_frames(world, service, 2);
    const FixedPoint before = world.positions()[0];
    run_frame(world, service);
    const double per_tick = distance_cells(before, world.positions()[0]);
    const FixedPoint start = world.positions()[0];
    run_frames(world, service, 120);
    ASSERT_EQ(world.counters().arrivals, 0U);
    EXPECT_NEAR(distance_cells(start, world.positions()[0]), 120 * per_tick, 0.001)
        << "nothing is lost at cell centres";
}

TEST(Walking, UnitsTurnSmoothlyToWhereTheyWalk) {
    World world(scattered(40, 30, 20, 40, 7));
    FakePathService service(world, 7);
    std::vector<std::uint8_t> before(world.facings().begin(), world.facings().end());
    for (int tick = 0; tick < 600; ++tick) {
        run_frame(world, service);
        for (std::uint32_t unit = 0; unit < world.unit_count(); ++unit) {
            EXPECT_LE(std::abs(static_cast<std::int8_t>(world.facings()[unit] - before[unit])), 12);
        }
        before.assign(world.facings().begin(), world.facings().end());
    }
}

TEST(Walking, UnitsWanderWithoutPathsWhenNobodySearches) {
    World world(scattered(30, 20, 25, 50, 8));
    FakePathService service(world, 8);
    service.mode_now = paths::Mode::kNone;
    double walked_cells = 0.0;
    for (int tick = 0; tick < 1200; ++tick) {
        run_frame(world, service);
        for (std::uint32_t unit = 0; unit < world.unit_count(); ++unit) {
            ASSERT_TRUE(world.is_free(cell_of(world.positions()[unit])));
            walked_cells += distance_cells(world.positions()[unit], world.previous_positions()[unit]);
        }
    }
    EXPECT_TRUE(service.log.empty());
    EXPECT_GT(walked_cells / 50 / 20, 3.0) << "cells a second: the world moves as much as with paths";
    for (const UnitState state : world.states()) EXPECT_EQ(state, UnitState::kWandering);
}

TEST(Walking, ChangesToTheLocalRuleAndBack) {
    World world(scattered(30, 20, 10, 50, 9));
    FakePathService service(world, 9);
    run_frames(world, service, 30);
    service.mode_now = paths::Mode::kNone;
    service.forced_status = AnswerStatus::kCancelled;
    run_frames(world, service, 60);
    EXPECT_TRUE(service.open().empty());
    const std::size_t asked = service.log.size();
    run_frames(world, service, 60);
    world.ask_all_again();
    world.order({3, 3});
    run_frames(world, service, 2);
    EXPECT_EQ(service.log.size(), asked) << "nobody asks while nobody searches";
    service.mode_now = paths::Mode::kInline;
    service.forced_status.reset();
    run_frame(world, service);
    EXPECT_EQ(service.log.size(), asked + 50);
    run_frames(world, service, 2);
    for (const UnitState state : world.states()) EXPECT_EQ(state, UnitState::kWalking);
}

TEST(Walking, ChasersCatchOthersAndGoOn) {
    WorldSettings settings = scattered(40, 30, 15, 60, 10);
    settings.chase = true;
    World world(settings);
    FakePathService service(world, 10);
    service.longest_delay_polls = 3;
    world.set_ask_policy({false, 4.0});
    run_frames(world, service, 20 * kTicksPerSecond);
    EXPECT_GT(world.counters().arrivals, 60U);
    const auto arrivals = world.counters().arrivals;
    world.set_chase(false);
    run_frames(world, service, 20 * kTicksPerSecond);
    EXPECT_GT(world.counters().arrivals, arrivals + 60U);
}

}  // namespace
}  // namespace outrider::sim
