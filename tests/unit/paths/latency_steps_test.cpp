#include "game/paths/latency_steps.h"

#include <gtest/gtest.h>

namespace outrider::paths {
namespace {

using namespace std::chrono_literals;

MonotonicTime at(std::chrono::microseconds since) { return MonotonicTime(1s + since); }

PathTimes whole_way() { return {at(0us), at(1us), at(3us), at(7us), at(15us), at(31us), at(63us)}; }

TEST(LatencySteps, GoFromOneStampToTheNext) {
    const PathTimes times = whole_way();
    EXPECT_EQ(time_of_step(times, LatencyStep::kQueued), 1us);
    EXPECT_EQ(time_of_step(times, LatencyStep::kOnBoard), 2us);
    EXPECT_EQ(time_of_step(times, LatencyStep::kInChunk), 4us);
    EXPECT_EQ(time_of_step(times, LatencyStep::kSearching), 8us);
    EXPECT_EQ(time_of_step(times, LatencyStep::kPublishing), 16us);
    EXPECT_EQ(time_of_step(times, LatencyStep::kInRing), 32us);
    EXPECT_EQ(time_of_step(times, LatencyStep::kWhole), 63us);
}

TEST(LatencySteps, AreThereOnlyWithBothStamps) {
    PathTimes times = whole_way();
    times.claimed = {};
    EXPECT_FALSE(time_of_step(times, LatencyStep::kOnBoard));
    EXPECT_FALSE(time_of_step(times, LatencyStep::kInChunk));
    EXPECT_EQ(time_of_step(times, LatencyStep::kSearching), 8us);
    EXPECT_EQ(time_of_step(times, LatencyStep::kWhole), 63us);
}

TEST(LatencySteps, AreNeverNegative) {
    PathTimes times = whole_way();
    times.submitted = at(5us);  // issued again after an earlier claim
    EXPECT_FALSE(time_of_step(times, LatencyStep::kOnBoard));
}

TEST(LatencySteps, BelongToAllAnswersButTheWithdrawn) {
    EXPECT_FALSE(has_a_way(AnswerStatus::kCancelled));
    for (const auto status : {AnswerStatus::kFound, AnswerStatus::kUnreachable, AnswerStatus::kExpired}) {
        EXPECT_TRUE(has_a_way(status));
    }
}

}  // namespace
}  // namespace outrider::paths
