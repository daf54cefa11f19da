// 10,000 units travel while the pool is resized and the mode changes: the books balance in every frame, and nobody
// ever stands in a wall.
#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "game/paths/path_dispatcher.h"
#include "game/sim/world.h"
#include "tests/support/own_maps.h"
#include "tests/support/own_worlds.h"

namespace outrider {
namespace {

using namespace std::chrono_literals;

class Sandbox : public ::testing::Test {
protected:
    Sandbox()
        : map_(testing::own_map("city")),
          dispatcher_(testing::dispatcher_settings(map_, paths::Mode::kProcesses, 1)),
          world_(testing::world_settings(map_, 10'000, 7)) {}

    void frame() {
        dispatcher_.poll(world_);
        world_.tick(dispatcher_.mode());
        world_.submit(dispatcher_);
        dispatcher_.flush();
        dispatcher_.refresh_statistics();
        ASSERT_TRUE(dispatcher_.is_conserved());
        const auto& requests = dispatcher_.requests();
        ASSERT_EQ(requests.submitted, requests.answered() + requests.in_flight);
        ASSERT_LE(requests.in_flight, 10'000U) << "one open request a unit at most";
    }
    void frames(int count) {
        for (int i = 0; i < count && !HasFatalFailure(); ++i) {
            frame();
            std::this_thread::sleep_for(1ms);
        }
    }
    void expect_nobody_in_a_wall() const {
        for (const sim::FixedPoint position : world_.positions()) {
            ASSERT_TRUE(world_.is_free(sim::cell_of(position)));
        }
    }

    search::TerrainMap map_;
    paths::PathDispatcher dispatcher_;
    sim::World world_;
};

TEST_F(Sandbox, IsConservedWhileThePoolChangesItsSize) {
    for (const std::uint32_t workers : {1U, 4U, 0U, 2U}) {
        dispatcher_.set_workers(workers);
        frames(100);
    }
    EXPECT_GT(dispatcher_.requests().answers[static_cast<std::size_t>(AnswerStatus::kFound)], 0U);
    EXPECT_EQ(dispatcher_.requests().rejected, 0U);
    EXPECT_GT(world_.counters().paths_taken, 0U);
}

TEST_F(Sandbox, IsConservedThroughEveryChangeOfMode) {
    dispatcher_.set_inline_budget(4ms);
    using paths::Mode;
    const Mode modes[] = {Mode::kNone, Mode::kInline, Mode::kThreads, Mode::kProcesses};
    for (const Mode from : modes) {
        for (const Mode to : modes) {
            dispatcher_.set_mode(from);
            frames(8);
            dispatcher_.set_mode(to);
            frames(8);
        }
    }
    expect_nobody_in_a_wall();
    EXPECT_EQ(dispatcher_.requests().rejected, 0U);
}

TEST_F(Sandbox, LetsNobodyWalkThroughAWallThatIsPaintedInItsWay) {
    constexpr unsigned kSeed = 11;
    SCOPED_TRACE(kSeed);
    std::mt19937 random(kSeed);
    dispatcher_.set_workers(2);
    frames(60);
    for (int stroke = 0; stroke < 40; ++stroke) {
        const Cell from{static_cast<std::int32_t>(random() % 512), static_cast<std::int32_t>(random() % 512)};
        const Cell to{std::min(from.x + static_cast<std::int32_t>(random() % 60), 511), from.y};
        world_.paint_line(from, to, 3, random() % 4 != 0);
        frames(8);
        expect_nobody_in_a_wall();
    }
    EXPECT_GT(world_.counters().edits, 0U);
    EXPECT_EQ(dispatcher_.requests().rejected, 0U) << "honest answers stay checkable on their own version";
}

}  // namespace
}  // namespace outrider
