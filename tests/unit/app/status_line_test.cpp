#include "game/app/status_line.h"

#include <gtest/gtest.h>

namespace outrider::app {
namespace {

TEST(StatusLine, ReadsAsASentenceOfFields) {
    const StatusLine line{.map_name = "city",
                          .mode = paths::Mode::kProcesses,
                          .workers = 1,
                          .work_p99_ms = 5.04,
                          .queue = 212,
                          .interval_ms = 16.68};
    EXPECT_EQ(to_title(line), "Outrider - city - processes 1 worker - work p99 5.0 ms - queue 212 - 16.7 ms frames");
}

TEST(StatusLine, CountsWorkersAndTellsOfAPause) {
    StatusLine line{.map_name = "cave", .mode = paths::Mode::kInline, .workers = 0};
    EXPECT_EQ(to_title(line), "Outrider - cave - inline 0 workers - work p99 0.0 ms - queue 0 - 0.0 ms frames");
    line.paused = true;
    EXPECT_TRUE(to_title(line).ends_with(" - paused"));
}

TEST(StatusLine, AddsWhatWaitsInEveryLane) {
    paths::PathStatistics statistics;
    statistics.lanes[0] = {.waiting = 1, .ready = 2, .claimed = 100};
    statistics.lanes[1] = {.waiting = 10, .ready = 20, .claimed = 100};
    EXPECT_EQ(queue_depth(statistics), 33U);
}

TEST(StatusLine, HasNothingToSayBeforeTheFirstFrame) {
    const measure::FrameRecorder frames;
    EXPECT_EQ(last_second_of(frames).work_p99_ms, 0.0);
}

}  // namespace
}  // namespace outrider::app
