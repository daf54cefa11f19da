#include "game/overlay/history.h"

#include <gtest/gtest.h>

#include "tests/unit/overlay/synthetic_model.h"

namespace outrider::overlay {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kNow = kColumns - 1;

TEST(History, KeepsTheSlowestFrameOfAColumn) {
    SyntheticModel game;
    History history;
    for (const auto work : {3ms, 9ms, 2ms}) {
        game.frame(work);
        history.update(game.view(), kColumn_s / 8.0);
    }
    EXPECT_FLOAT_EQ(history.column(kNow).work_ms, 9.0F);
    EXPECT_FLOAT_EQ(history.column(kNow).phases_ms[static_cast<std::size_t>(measure::Phase::kSim)], 9.0F);
}

TEST(History, KeepsTheDeepestQueueOfAColumn) {
    SyntheticModel game;
    History history;
    for (const std::uint32_t depth : {5U, 70U, 6U}) {
        game.paths.lanes[1] = {depth, 1, 2};
        history.update(game.view(), kColumn_s / 8.0);
    }
    EXPECT_EQ(history.column(kNow).requests, 73U);
}

TEST(History, MovesOnByTimeAndNotByFrames) {
    SyntheticModel game;
    History history;
    game.paths.lanes[1].ready = 42;
    history.update(game.view(), 0.0);
    game.paths.lanes[1].ready = 0;
    for (int i = 0; i < 100; ++i) history.update(game.view(), kColumn_s / 10.0 + 1e-9);
    EXPECT_EQ(history.column(kNow - 10).requests, 42U);
    EXPECT_EQ(history.column(kNow - 9).requests, 0U);
}

TEST(History, FillsAllColumnsThatASlowFrameLasted) {
    SyntheticModel game;
    History history;
    history.update(game.view(), 0.0);
    game.frame(200ms);
    history.update(game.view(), kColumn_s * 5.5);
    for (std::size_t i = 0; i < 5; ++i) EXPECT_FLOAT_EQ(history.column(kNow - i).work_ms, 200.0F);
    EXPECT_LT(history.column(kNow - 6).work_ms, 200.0F);
}

TEST(History, MarksTheDeathOfAWorkerOnce) {
    SyntheticModel game;
    History history;
    history.update(game.view(), 0.0);
    game.workers[1].state = paths::WorkerState::kDead;
    game.workers[1].last_end = "SIGKILL from outside";
    for (int i = 0; i < 4; ++i) history.update(game.view(), kColumn_s);
    EXPECT_FALSE(history.column(kNow).lanes[1].occupied);
    EXPECT_FALSE(history.column(kNow).lanes[1].died);
    EXPECT_TRUE(history.column(kNow - 3).lanes[1].died);
    EXPECT_TRUE(history.column(kNow - 3).worker_died);
    EXPECT_FALSE(history.column(kNow - 3).lanes[0].died);
}

TEST(History, MarksADeathThatWasReplacedBetweenTwoFrames) {
    SyntheticModel game;
    History history;
    history.update(game.view(), 0.0);
    game.workers[0].restarts = 1;
    history.update(game.view(), 0.0);
    EXPECT_TRUE(history.column(kNow).lanes[0].died);
    EXPECT_TRUE(history.column(kNow).lanes[0].occupied);
}

TEST(History, MarksChangesOfModeAndWorkersButNotTheFirst) {
    SyntheticModel game;
    History history;
    history.update(game.view(), 0.0);
    EXPECT_FALSE(history.column(kNow).mode_changed);
    EXPECT_FALSE(history.column(kNow).workers_changed);
    game.paths.mode = paths::Mode::kInline;
    history.update(game.view(), 0.0);
    EXPECT_TRUE(history.column(kNow).mode_changed);
    EXPECT_FALSE(history.column(kNow).workers_changed);
    game.paths.workers_wanted = 3;
    history.update(game.view(), kColumn_s);
    EXPECT_FALSE(history.column(kNow).mode_changed);
    EXPECT_TRUE(history.column(kNow).workers_changed);
}

TEST(History, ShowsTheSameUntilItIsShownAnew) {
    SyntheticModel game;
    History history;
    game.paths.lanes[1].ready = 42;
    history.update(game.view(), 0.0);
    history.show();
    game.paths.lanes[1].ready = 0;
    for (int i = 0; i < 3; ++i) history.update(game.view(), kColumn_s + 1e-9);
    EXPECT_EQ(history.shown(kNow).requests, 42U);
    EXPECT_EQ(history.column(kNow - 3).requests, 42U);
    history.show();
    EXPECT_EQ(history.shown(kNow - 3).requests, 42U);
    EXPECT_EQ(history.shown(kNow).requests, 0U);
}

TEST(History, MarksAWaveWhenItComesOntoTheField) {
    SyntheticModel game;
    sim::siege::Standing standing;
    SiegeHudModel siege;
    siege.standing = &standing;
    OverlayModel model = game.view();
    model.siege = &siege;
    History history;
    standing.wave = 1;
    standing.stage = sim::siege::Stage::kBuilding;
    history.update(model, 0.0);
    EXPECT_EQ(history.column(kNow).wave, 0U);
    standing.stage = sim::siege::Stage::kWave;
    history.update(model, kColumn_s + 1e-9);
    EXPECT_EQ(history.column(kNow).wave, 1U);
    history.update(model, kColumn_s + 1e-9);
    EXPECT_EQ(history.column(kNow).wave, 0U) << "once";
    standing.wave = 2;
    history.update(model, kColumn_s + 1e-9);
    EXPECT_EQ(history.column(kNow).wave, 2U) << "without a time to build between them";
}

TEST(History, KeepsTheDearestFrameOfTheOverlay) {
    SyntheticModel game;
    History history;
    history.update(game.view(), 0.0);
    history.note_cost(200us, 900us);
    history.note_cost(300us, 500us);
    EXPECT_FLOAT_EQ(history.column(kNow).cost_building_ms, 0.2F);
    EXPECT_FLOAT_EQ(history.column(kNow).cost_rasterising_ms, 0.9F);
}

TEST(History, IgnoresASeatThatCannotBe) {
    SyntheticModel game;
    History history;
    game.workers[0].seat = Seat{kMaxSeats};
    history.update(game.view(), 0.0);
    EXPECT_TRUE(history.column(kNow).lanes[1].occupied);
    EXPECT_FALSE(history.column(kNow).lanes[0].occupied);
}

}  // namespace
}  // namespace outrider::overlay
