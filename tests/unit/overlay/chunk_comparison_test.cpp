#include "game/overlay/chunk_comparison.h"

#include <gtest/gtest.h>

namespace outrider::overlay {
namespace {

/// A chunk size set for some time, with a rate that names it: ten times the size.
class Comparison : public ::testing::Test {
protected:
    void set(std::uint32_t chunk_jobs, double for_s) {
        paths_.chunk_jobs = chunk_jobs;
        paths_.paths_per_s = 10.0 * chunk_jobs;
        paths_.latency.p99_us = 100.0 * chunk_jobs;
        for (double age_s = 0.0; age_s <= for_s; age_s += kFrame_s) chunks_.update(paths_, kFrame_s);
    }

    static constexpr double kFrame_s = 1.0 / 60.0;
    paths::PathStatistics paths_;
    ChunkComparison chunks_;
};

TEST_F(Comparison, HasNothingToCompareAtFirst) {
    set(1, 10.0);
    EXPECT_FALSE(chunks_.before());
}

TEST_F(Comparison, KeepsTheFiguresOfTheLastOneThatWasHeld) {
    set(1, 5.0);
    for (const std::uint32_t step : {2U, 4U, 8U, 16U}) set(step, 0.1);
    set(32, 0.1);
    ASSERT_TRUE(chunks_.before());
    EXPECT_EQ(chunks_.before()->chunk_jobs, 1U) << "steps of the drag are none";
    EXPECT_EQ(chunks_.before()->paths_per_s, 10.0);
    EXPECT_EQ(chunks_.before()->latency_p99_us, 100.0);
    set(32, 5.0);
    EXPECT_EQ(chunks_.before()->chunk_jobs, 1U);
    set(64, 0.1);
    EXPECT_EQ(chunks_.before()->chunk_jobs, 32U);
}

TEST_F(Comparison, NeverComparesOneWithItself) {
    set(1, 5.0);
    set(8, 5.0);
    set(4, 0.5);
    set(8, 0.5);
    ASSERT_TRUE(chunks_.before());
    EXPECT_EQ(chunks_.before()->chunk_jobs, 1U);
    set(8, 5.0);
    EXPECT_EQ(chunks_.before()->chunk_jobs, 1U);
}

TEST_F(Comparison, ForgetsWhatWasMeasuredInAnotherMode) {
    paths_.mode = paths::Mode::kThreads;
    set(1, 5.0);
    paths_.mode = paths::Mode::kProcesses;
    set(8, 5.0);
    EXPECT_FALSE(chunks_.before());
}

}  // namespace
}  // namespace outrider::overlay
