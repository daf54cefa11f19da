#include "game/sim/snapshot.h"

#include <gtest/gtest.h>

#include "tests/unit/sim/fake_path_service.h"

namespace outrider::sim {
namespace {

/// A world in the middle of its life: half the questions open, walls painted, some on an order by field.
struct Lively {
    explicit Lively(std::uint64_t seed) : world(scattered(60, 40, 15, 120, seed)), service(world, seed) {
        service.longest_delay_polls = 20;
        world.set_ask_policy({false, 4.0});
        run_frames(world, service, 100);
        world.paint_line({10, 10}, {30, 25}, 1, true);
        world.select_box(centre_of({0, 0}), centre_of({40, 39}));
        world.order({50, 5});
        run_frames(world, service, 60);
        world.clear_selection();
    }
    /// The frames of a run, answered by a service of its own that begins alike each time.
    std::uint64_t hash_after(int frames, std::uint64_t seed) {
        FakePathService other(world, seed);
        other.longest_delay_polls = 9;
        run_frames(world, other, frames);
        for (const auto& open : std::vector(other.open())) other.answer(world, open);
        const std::uint64_t hash = world.state_hash();
        EXPECT_EQ(other.open().size(), 0U);
        return hash;
    }

    World world;
    FakePathService service;
};

TEST(Snapshot, EachRestoreGivesTheSameWorld) {
    Lively game(1);
    ASSERT_FALSE(game.service.open().empty()) << "nobody waits: nothing would be tested";
    ASSERT_GT(game.world.fields_in_use(), 0U);
    const WorldSnapshot moment = game.world.snapshot();
    game.world.restore(moment, game.service);
    const std::uint64_t first = game.world.state_hash();
    for (int i = 0; i < 3; ++i) {
        run_frames(game.world, game.service, 200);
        EXPECT_NE(game.world.state_hash(), first);
        game.world.restore(moment, game.service);
        EXPECT_EQ(game.world.state_hash(), first);
    }
}

TEST(Snapshot, WithNothingOpenItIsTheWorldItself) {
    World world(scattered(60, 40, 15, 120, 2));
    FakePathService service(world, 2);
    run_frames(world, service, 300);
    while (!service.open().empty()) service.answer(world, service.open().front());
    const std::uint64_t before = world.state_hash();
    const WorldSnapshot moment = world.snapshot();
    EXPECT_EQ(world.state_hash(), before) << "taking it changes nothing";
    run_frames(world, service, 50);
    world.restore(moment, service);
    EXPECT_EQ(world.state_hash(), before);
}

TEST(Snapshot, NoRequestIsLeftOpenAndNoLateAnswerFindsAnyone) {
    Lively game(3);
    const WorldSnapshot moment = game.world.snapshot();
    run_frames(game.world, game.service, 30);
    const auto late = game.service.open();
    ASSERT_FALSE(late.empty());
    game.world.restore(moment, game.service);
    EXPECT_TRUE(game.service.open().empty()) << "what was open is cancelled at once";
    for (std::uint32_t unit = 0; unit < game.world.unit_count(); ++unit) {
        ASSERT_FALSE(game.world.has_open_request({unit}));
    }
    const std::uint64_t restored = game.world.state_hash();
    for (const auto& answer : late) {
        game.service.give(game.world, answer, AnswerStatus::kFound,
                          game.service.find_path(answer.request.start, answer.request.goal));
    }
    EXPECT_EQ(game.world.state_hash(), restored);
}

TEST(Snapshot, WhoWaitedAsksAgain) {
    Lively game(4);
    const auto waited = game.service.open().size();
    ASSERT_GT(waited, 0U);
    const WorldSnapshot moment = game.world.snapshot();
    game.world.restore(moment, game.service);
    game.world.submit(game.service);
    EXPECT_GE(game.service.open().size(), waited);
}

TEST(Snapshot, TheSameRunFollowsEachTime) {
    for (std::uint64_t seed = 5; seed < 9; ++seed) {
        SCOPED_TRACE(seed);
        Lively game(seed);
        const WorldSnapshot moment = game.world.snapshot();
        game.world.restore(moment, game.service);
        const std::uint64_t first = game.hash_after(240, seed);
        game.world.restore(moment, game.service);
        run_frames(game.world, game.service, 77);  // another life in between
        game.world.restore(moment, game.service);
        EXPECT_EQ(game.hash_after(240, seed), first);
    }
}

TEST(Snapshot, TakesTheWorldThroughTheModeWithoutPaths) {
    Lively game(6);
    const WorldSnapshot moment = game.world.snapshot();
    game.world.restore(moment, game.service);
    const std::uint64_t first = game.world.state_hash();
    game.service.mode_now = paths::Mode::kNone;
    run_frames(game.world, game.service, 120);
    game.service.mode_now = paths::Mode::kThreads;
    game.world.restore(moment, game.service);
    EXPECT_EQ(game.world.state_hash(), first);
    const auto walking = std::ranges::count(game.world.states(), UnitState::kWandering);
    EXPECT_EQ(walking, 0);
}

TEST(Snapshot, TheMapAndItsVersionStay) {
    Lively game(7);
    const MapVersion version = game.world.version();
    const std::vector<char> terrain(game.world.terrain().begin(), game.world.terrain().end());
    const WorldSnapshot moment = game.world.snapshot();
    run_frames(game.world, game.service, 90);
    game.world.restore(moment, game.service);
    EXPECT_EQ(game.world.version(), version);
    EXPECT_TRUE(std::ranges::equal(game.world.terrain(), terrain));
    game.world.paint({20, 20}, 2, true);
    run_frames(game.world, game.service, 60);
    EXPECT_EQ(game.world.version().value, version.value + 1) << "and edits go on";
}

TEST(Snapshot, OutlivesManyRestores) {
    // Blocks of the path store are given back and taken again: their number does not grow with each restore.
    World world(scattered(80, 60, 20, 300, 8));
    FakePathService service(world, 8);
    run_frames(world, service, 200);
    const WorldSnapshot moment = world.snapshot();
    for (int i = 0; i < 50; ++i) {
        run_frames(world, service, 5);
        world.restore(moment, service);
    }
    run_frames(world, service, 300);
    SUCCEED();
}

}  // namespace
}  // namespace outrider::sim
