#include "game/sim/editing.h"

#include <gtest/gtest.h>

#include "game/sim/watching.h"
#include "tests/unit/sim/fake_path_service.h"

namespace outrider::sim {
namespace {

std::size_t walls(const World& world) {
    return static_cast<std::size_t>(std::count(world.terrain().begin(), world.terrain().end(), World::kPaintedWall));
}

void expect_nobody_in_a_wall(const World& world) {
    for (std::uint32_t unit = 0; unit < world.unit_count(); ++unit) {
        ASSERT_TRUE(world.is_free(cell_of(world.positions()[unit]))) << "unit " << unit;
    }
}

TEST(Editing, BrushIsADisc) {
    World world(scattered(40, 40, 0, 0, 1));
    EXPECT_EQ(world.paint({20, 20}, 0, true), (CellRect{20, 20, 21, 21}));
    EXPECT_EQ(world.paint({20, 20}, 5, true), (CellRect{15, 15, 26, 26}));
    EXPECT_EQ(walls(world), 97U) << "cells within 5.5 of the centre";
    EXPECT_FALSE(world.is_free({20, 15}));
    EXPECT_TRUE(world.is_free({15, 15}));
    EXPECT_TRUE(world.paint({20, 20}, 5, true).empty());
}

TEST(Editing, BrushStopsAtTheBorder) {
    World world(scattered(10, 10, 0, 0, 1));
    EXPECT_EQ(world.paint({0, 0}, 2, true), (CellRect{0, 0, 3, 3}));
    EXPECT_TRUE(world.paint({-500, 3}, 2, true).empty());
    EXPECT_TRUE(world.paint({2'000'000'000, -2'000'000'000}, 2, true).empty());
    EXPECT_FALSE(world.paint({9, 9}, 1'000'000, true).empty()) << "a radius has an upper limit, and is no error";
    EXPECT_EQ(walls(world), 100U);
}

TEST(Editing, LineHasNoGaps) {
    const std::uint64_t seed = 13;
    SCOPED_TRACE(seed);
    Random random(seed, 0);
    for (int round = 0; round < 200; ++round) {
        World world(scattered(50, 50, 0, 0, 1));
        const auto cell = [&] {
            return Cell{static_cast<std::int32_t>(random.below(50)), static_cast<std::int32_t>(random.below(50))};
        };
        const Cell from = cell();
        const Cell to = cell();
        world.paint_line(from, to, 0, true);
        EXPECT_FALSE(world.is_free(from));
        EXPECT_FALSE(world.is_free(to));
        EXPECT_EQ(walls(world), static_cast<std::size_t>(steps_between(from, to)) + 1);
    }
}

TEST(Editing, LineIsAsWideAsItsDiscs) {
    World line(scattered(60, 60, 0, 0, 1));
    World discs(scattered(60, 60, 0, 0, 1));
    line.paint_line({10, 12}, {45, 30}, 4, true);
    for (std::int32_t x = 10; x <= 45; ++x) discs.paint({x, 12 + (18 * (x - 10) * 2 + 35) / 70}, 4, true);
    EXPECT_TRUE(std::equal(line.terrain().begin(), line.terrain().end(), discs.terrain().begin()));
}

TEST(Editing, ErasingGivesBackTheLand) {
    WorldSettings settings = scattered(20, 20, 0, 0, 1);
    settings.terrain[0] = 'T';
    World world(settings);
    const std::string before(world.terrain().begin(), world.terrain().end());
    world.paint({10, 10}, 3, true);
    world.paint({10, 10}, 4, false);
    EXPECT_EQ(std::string(world.terrain().begin(), world.terrain().end()), before);
    world.paint({0, 0}, 0, false);
    EXPECT_EQ(world.terrain()[0], '.') << "where there was a tree is now ground";
}

TEST(Editing, UnitsStepOutFromUnderAWall) {
    World world(scattered(40, 30, 0, 200, 14));
    FakePathService service(world, 14);
    run_frames(world, service, 30);
    const std::vector<FixedPoint> before(world.positions().begin(), world.positions().end());
    world.paint({20, 15}, 6, true);
    expect_nobody_in_a_wall(world);
    int moved = 0;
    for (std::uint32_t unit = 0; unit < world.unit_count(); ++unit) {
        const std::int32_t cells = steps_between(cell_of(before[unit]), cell_of(world.positions()[unit]));
        EXPECT_LE(cells, 12);
        moved += cells > 0 ? 1 : 0;
    }
    EXPECT_GT(moved, 5);
    world.tick(paths::Mode::kThreads);
    for (std::uint32_t unit = 0; unit < world.unit_count(); ++unit) {
        EXPECT_EQ(world.previous_positions()[unit], before[unit]) << "the drawing glides";
    }
    run_frames(world, service, 2 * kLookRound_ticks + 3);
    for (std::uint32_t unit = 0; unit < world.unit_count(); ++unit)
        EXPECT_NE(world.states()[unit], UnitState::kRerouting);
}

TEST(Editing, UnitsNeverStandInAWallHoweverOneEdits) {
    for (const std::uint64_t seed : {21U, 22U, 23U}) {
        SCOPED_TRACE(seed);
        Random random(seed, 0);
        World world(scattered(48, 32, 15, 120, seed));
        FakePathService service(world, seed);
        service.longest_delay_polls = 20;
        world.set_ask_policy({false, 2.0});
        const auto cell = [&] {
            return Cell{static_cast<std::int32_t>(random.below(48)), static_cast<std::int32_t>(random.below(32))};
        };
        for (int tick = 0; tick < 3000; ++tick) {
            service.mode_now = tick % 1000 > 900 ? paths::Mode::kNone : paths::Mode::kThreads;
            run_frame(world, service);
            expect_nobody_in_a_wall(world);
            if (random.below(4) == 0) {
                const bool wall = random.below(2) == 0;
                world.paint_line(cell(), cell(), static_cast<std::int32_t>(random.below(wall ? 2 : 5)), wall);
                expect_nobody_in_a_wall(world);
            }
        }
        EXPECT_GT(world.counters().arrivals, 100U);
        EXPECT_GT(world.counters().paths_blocked, 100U);
        EXPECT_GT(world.counters().no_way, 10U);
    }
}

/// The truth behind it: between two ticks nobody gets to a cell that a legal step does not lead to.
TEST(Editing, UnitsNeverWalkThroughAWall) {
    const std::uint64_t seed = 24;
    SCOPED_TRACE(seed);
    Random random(seed, 0);
    World world(scattered(48, 32, 15, 120, seed));
    FakePathService service(world, seed);
    service.longest_delay_polls = 5;
    for (int tick = 0; tick < 3000; ++tick) {
        run_frame(world, service);
        for (std::uint32_t unit = 0; unit < world.unit_count(); ++unit) {
            const Cell from = cell_of(world.previous_positions()[unit]);
            const Cell to = cell_of(world.positions()[unit]);
            if (from == to) continue;
            ASSERT_EQ(steps_between(from, to), 1);
            ASSERT_TRUE(world.is_free({from.x, to.y}) && world.is_free({to.x, from.y}));
        }
        if (tick % 10 != 0) continue;
        // Walls only where nobody is near, so that nobody is pushed aside and every move is a walk.
        const Cell centre{static_cast<std::int32_t>(random.below(48)), static_cast<std::int32_t>(random.below(32))};
        const bool wall = random.below(2) == 0;
        const auto is_near = [&](FixedPoint at) { return steps_between(cell_of(at), centre) <= 1; };
        if (wall && std::any_of(world.positions().begin(), world.positions().end(), is_near)) continue;
        world.paint(centre, 0, wall);
    }
    EXPECT_GT(world.counters().paths_blocked, 20U);
}

TEST(Editing, UnitsSurviveAMapOfWallsAndComeBack) {
    World world(scattered(20, 12, 0, 30, 15));
    FakePathService service(world, 15);
    run_frames(world, service, 30);
    world.paint({10, 6}, 64, true);
    EXPECT_EQ(walls(world), 240U);
    run_frames(world, service, 200);
    for (const UnitState state : world.states()) EXPECT_EQ(state, UnitState::kNoWay);
    world.set_unit_count(40);
    world.order({5, 5});
    run_frames(world, service, 200);
    world.paint({10, 6}, 64, false);
    const std::uint64_t arrivals = world.counters().arrivals;
    run_frames(world, service, 20 * kTicksPerSecond);
    expect_nobody_in_a_wall(world);
    EXPECT_GT(world.counters().arrivals, arrivals + 40);
}

TEST(Editing, OrderToAWalledInGoalEndsAtTheNearestCellWithinReach) {
    World world(scattered(40, 30, 0, 1, 16));
    FakePathService service(world, 16);
    run_frames(world, service, 3);
    const Cell at = cell_of(world.positions()[0]);
    const Cell goal{at.x < 20 ? 33 : 6, 15};
    world.order(goal);
    run_frames(world, service, 10);
    for (const std::int32_t side : {-2, 2}) {
        world.paint_line({goal.x + side, goal.y - 2}, {goal.x + side, goal.y + 2}, 0, true);
        world.paint_line({goal.x - 2, goal.y + side}, {goal.x + 2, goal.y + side}, 0, true);
    }
    ASSERT_TRUE(world.is_free(goal));
    const std::uint64_t arrivals = world.counters().arrivals;
    Cell last = at;
    for (int tick = 0; tick < 15 * kTicksPerSecond && world.counters().arrivals == arrivals; ++tick) {
        last = cell_of(world.positions()[0]);
        run_frame(world, service);
    }
    EXPECT_EQ(world.counters().arrivals, arrivals + 1);
    EXPECT_LE(steps_between(last, goal), 4) << "in front of the walls, " << last.x << ' ' << last.y;
    EXPECT_NE(world.goals()[0], goal);
    EXPECT_EQ(world.counters().no_way, 0U);
}

}  // namespace
}  // namespace outrider::sim
