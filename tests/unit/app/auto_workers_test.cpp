#include "game/app/auto_workers.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/board_fixture.h"

namespace outrider::app {
namespace {

paths::DispatcherSettings settings_for(paths::Mode mode, std::uint32_t workers) {
    paths::DispatcherSettings settings;
    settings.layout = GridLayout(64, 64);
    settings.bits = testing::open_field(settings.layout);
    settings.mode = mode;
    settings.workers = workers;
    return settings;
}

TEST(AutoWorkers, SaysNothingWhereItNeverWasOn) {
    paths::PathDispatcher paths(settings_for(paths::Mode::kThreads, 0));
    AutoWorkers workers(paths, 4, false);
    workers.look_around(0.25, 15, 0);
    workers.end_by_hand();
    EXPECT_FALSE(workers.is_on());
    EXPECT_EQ(workers.text(), "");
    paths.refresh_statistics();
    EXPECT_EQ(paths.statistics().workers_wanted, 0U) << "the number is the player's";
}

TEST(AutoWorkers, GivesAPoolOfNobodyItsFirstWorker) {
    paths::PathDispatcher paths(settings_for(paths::Mode::kThreads, 0));
    AutoWorkers workers(paths, 4, true);
    paths.refresh_statistics();
    workers.look_around(0.25, 15, 0);
    paths.refresh_statistics();
    EXPECT_EQ(paths.statistics().workers_wanted, 1U);
    EXPECT_TRUE(workers.text().starts_with("auto: 1 of ")) << workers.text();
}

TEST(AutoWorkers, EndsByThePlayersHandAndSaysSo) {
    paths::PathDispatcher paths(settings_for(paths::Mode::kThreads, 1));
    AutoWorkers workers(paths, 4, true);
    workers.end_by_hand();
    EXPECT_FALSE(workers.is_on());
    EXPECT_EQ(workers.text(), "auto is off: set by hand");
    workers.toggle();
    EXPECT_TRUE(workers.is_on());
    EXPECT_TRUE(workers.text().starts_with("auto")) << workers.text();
}

TEST(AutoWorkers, HasNothingToDoInModesWithoutWorkers) {
    paths::PathDispatcher paths(settings_for(paths::Mode::kInline, 0));
    AutoWorkers workers(paths, 4, true);
    paths.refresh_statistics();
    workers.look_around(0.25, 15, 0);
    paths.refresh_statistics();
    EXPECT_EQ(paths.statistics().workers_wanted, 0U);
    EXPECT_EQ(workers.text(), "auto: no workers in this mode");
}

}  // namespace
}  // namespace outrider::app
