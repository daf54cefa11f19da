#include "game/sim/world.h"

#include <gtest/gtest.h>

#include "tests/unit/sim/fake_path_service.h"

namespace outrider::sim {
namespace {

/// A lively minute: delays, repeated questions, edits, orders, more and fewer units.
std::uint64_t hash_after_a_minute(std::uint64_t seed, bool shuffle) {
    World world(scattered(48, 32, 15, 100, seed));
    FakePathService service(world, seed);
    service.shuffle = shuffle;
    service.longest_delay_polls = shuffle ? 0 : 6;
    world.set_ask_policy({false, 1.0});
    Random random(seed, 1);
    for (int tick = 0; tick < 60 * kTicksPerSecond / 2; ++tick) {
        run_frame(world, service);
        const Cell cell{static_cast<std::int32_t>(random.below(48)), static_cast<std::int32_t>(random.below(32))};
        if (tick % 20 == 7) world.paint(cell, 1, tick % 40 == 7);
        if (tick % 300 == 100) world.order(cell);
        if (tick % 400 == 200) world.set_unit_count(60 + random.below(60));
        if (tick == 1000) world.set_chase(true);
    }
    return world.state_hash();
}

TEST(World, SameSeedGivesTheSameWorld) { EXPECT_EQ(hash_after_a_minute(1, false), hash_after_a_minute(1, false)); }

TEST(World, DifferentSeedGivesAnotherWorld) {
    EXPECT_NE(hash_after_a_minute(1, false), hash_after_a_minute(2, false));
    EXPECT_NE(World(scattered(9, 9, 0, 5, 1)).state_hash(), World(scattered(9, 9, 0, 6, 1)).state_hash());
}

TEST(World, OrderOfAnswersWithinAFrameDoesNotMatter) {
    // Without delays, shuffling changes nothing but the order in which one poll hands the answers over.
    const auto run = [](bool shuffle) {
        World world(scattered(48, 32, 15, 100, 3));
        FakePathService service(world, 3);
        service.shuffle = shuffle;
        world.set_ask_policy({false, 5.0});
        run_frames(world, service, 1200);
        world.paint_line({5, 5}, {40, 20}, 1, true);
        run_frames(world, service, 600);
        return world.state_hash();
    };
    EXPECT_EQ(run(false), run(true));
}

TEST(World, KeepsAtMostOneRequestPerUnitOpen) {
    // The service itself checks that nobody asks twice; here it is pressed from all sides.
    World world(scattered(40, 30, 15, 80, 4));
    FakePathService service(world, 4);
    service.longest_delay_polls = 50;
    world.set_ask_policy({true, 0.0});
    Random random(4, 4);
    for (int tick = 0; tick < 2000; ++tick) {
        run_frame(world, service);
        std::uint32_t open = 0;
        for (std::uint32_t unit = 0; unit < world.unit_count(); ++unit)
            open += world.has_open_request({unit}) ? 1U : 0U;
        const auto is_path = [](const auto& asked) { return asked.request.kind == JobKind::kSearch; };
        ASSERT_EQ(std::ranges::count_if(service.open(), is_path), open);
        if (random.below(30) == 0) world.ask_all_again();
        if (random.below(30) == 0) world.order({static_cast<std::int32_t>(random.below(40)), 15});
        if (random.below(50) == 0) world.set_unit_count(random.below(120));
    }
    EXPECT_EQ(world.counters().wishes + world.counters().fields_asked, service.log.size());
}

TEST(World, HasAtMostSoManyUnits) {
    World world(scattered(20, 20, 0, World::kMaxUnits + 5, 1));
    EXPECT_EQ(world.unit_count(), World::kMaxUnits);
    world.set_unit_count(0);
    EXPECT_EQ(world.unit_count(), 0U);
    FakePathService service(world, 1);
    run_frames(world, service, 5);
    world.set_unit_count(World::kMaxUnits + 1);
    EXPECT_EQ(world.unit_count(), World::kMaxUnits);
}

TEST(World, OneFreeCellIsEnoughToLive) {
    World world(settings_of({"@.@"}, 3));
    FakePathService service(world, 1);
    run_frames(world, service, 300);
    for (const FixedPoint at : world.positions()) EXPECT_EQ(at, centre_of({1, 0}));
}

TEST(World, RefusesAMapWithoutFreeCells) { EXPECT_THROW(World(settings_of({"@@"}, 1)), std::runtime_error); }

TEST(World, UnitsLeaveWornPathsBehind) {
    World world(scattered(40, 30, 10, 100, 2));
    FakePathService service(world, 2);
    run_frames(world, service, 600);
    const auto wear = world.wear();
    EXPECT_GT(std::count_if(wear.begin(), wear.end(), [](std::uint8_t w) { return w > 0; }), 200);
    for (std::size_t i = 0; i < wear.size(); ++i) {
        if (world.terrain()[i] == '@') {
            EXPECT_EQ(wear[i], 0);
        }
    }
}

}  // namespace
}  // namespace outrider::sim
