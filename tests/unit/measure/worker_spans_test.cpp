#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "game/measure/worker_spans.h"
#include "tests/support/synthetic_runs.h"

namespace outrider::measure {
namespace {

TEST(WorkerSpans, PutsEqualBeatsTogetherAndLeavesHolesOpen) {
    RunRecord run = test::synthetic_run({.workers = 1, .frames = 8});
    run.beats.clear();
    using paths::WorkerState;
    const auto beat = [&](std::uint32_t frame, WorkerState state, int busy) {
        run.beats.push_back({frame, 0, state, static_cast<std::uint8_t>(busy)});
    };
    beat(0, WorkerState::kSearching, 255);
    beat(1, WorkerState::kSearching, 0);
    beat(2, WorkerState::kIdle, 0);
    beat(5, WorkerState::kIdle, 0);
    beat(7, WorkerState::kDead, 0);
    const std::vector<WorkerLane> lanes = worker_lanes(run);
    ASSERT_EQ(lanes.size(), 1U);
    ASSERT_EQ(lanes[0].spans.size(), 4U);
    EXPECT_EQ(lanes[0].spans[0].start, run.frames[0].start);
    EXPECT_EQ(lanes[0].spans[0].end, run.frames[2].start);
    EXPECT_NEAR(lanes[0].spans[0].busy, 0.5, 1e-9);
    EXPECT_EQ(lanes[0].spans[1].end, run.frames[3].start);
    EXPECT_EQ(lanes[0].spans[2].start, run.frames[5].start);
    EXPECT_EQ(lanes[0].spans[3].state, WorkerState::kDead);
}

TEST(WorkerSpans, SayOfASeatThatWaitsForItsFirstWorkerThatNobodyDied) {
    RunRecord run = test::synthetic_run({.workers = 1, .frames = 4});
    using paths::WorkerState;
    run.beats = {{0, 0, WorkerState::kDead, 0}, {1, 0, WorkerState::kSearching, 255}, {2, 0, WorkerState::kDead, 0}};
    const std::vector<WorkerLane> lanes = worker_lanes(run);
    ASSERT_EQ(lanes.size(), 1U);
    ASSERT_EQ(lanes[0].spans.size(), 2U);
    EXPECT_EQ(lanes[0].spans[0].start, run.frames[1].start);
    EXPECT_EQ(lanes[0].spans[1].state, WorkerState::kDead);
}

}  // namespace
}  // namespace outrider::measure
