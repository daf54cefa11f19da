#include "game/overlay/ab_comparison.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/overlay/synthetic_model.h"

namespace outrider::overlay {
namespace {

using namespace std::chrono_literals;

class AbComparisonTest : public testing::Test {
protected:
    void play(int frames, std::chrono::nanoseconds work) {
        for (int i = 0; i < frames; ++i) {
            game_.frame(work);
            compare_.note_frame(game_.view(), 1.0 / 60.0);
        }
        compare_.read(game_.view());
        compare_.read_lows(game_.view());
    }

    SyntheticModel game_;
    AbComparison compare_;
};

TEST_F(AbComparisonTest, LeavesOutTheFirstSecond) {
    play(50, 30ms);
    EXPECT_EQ(compare_.now().statistics.frames, 0U);
    play(110, 4ms);
    EXPECT_NEAR(static_cast<double>(compare_.now().statistics.frames), 100.0, 1.0);
    EXPECT_DOUBLE_EQ(compare_.now().statistics.work.max_ms, 4.0) << "none of the first";
    EXPECT_TRUE(compare_.can_keep());
}

TEST_F(AbComparisonTest, BeginsAnewWithAnotherConfiguration) {
    play(200, 4ms);
    compare_.keep();
    game_.paths.mode = paths::Mode::kInline;
    play(200, 30ms);
    ASSERT_TRUE(compare_.kept());
    EXPECT_DOUBLE_EQ(compare_.kept()->statistics.work.p50_ms, 4.0);
    EXPECT_DOUBLE_EQ(compare_.now().statistics.work.p50_ms, 30.0);
    EXPECT_EQ(compare_.kept()->configuration.mode, paths::Mode::kProcesses);
    EXPECT_EQ(compare_.now().configuration.mode, paths::Mode::kInline);
    compare_.forget();
    EXPECT_FALSE(compare_.kept());
}

TEST_F(AbComparisonTest, CannotKeepWhatHasTooFewFrames) {
    play(61 + static_cast<int>(AbComparison::kFewestFrames) - 10, 4ms);
    EXPECT_FALSE(compare_.can_keep());
    play(20, 4ms);
    EXPECT_TRUE(compare_.can_keep());
}

TEST_F(AbComparisonTest, LooksAtTheLatestFramesOnly) {
    play(61, 30ms);
    play(static_cast<int>(AbComparison::kMostFrames), 4ms);
    EXPECT_EQ(compare_.now().statistics.frames, AbComparison::kMostFrames);
    EXPECT_DOUBLE_EQ(compare_.now().statistics.work.max_ms, 4.0);
}

TEST_F(AbComparisonTest, HasLowsByTheirDefinition) {
    play(61, 4ms);
    play(990, 4ms);   // intervals of 16 ms
    play(11, 100ms);  // and of 100: the slowest hundredth
    EXPECT_NEAR(compare_.lows().low_1_percent_fps, 10.0, 0.8);
    EXPECT_NEAR(compare_.lows().low_01_percent_fps, 10.0, 1e-6);
}

TEST(LabelOf, NamesWhatIsRun) {
    RunningConfiguration configuration;
    configuration.mode = paths::Mode::kProcesses;
    configuration.workers = 2;
    configuration.units = 10'000;
    EXPECT_EQ(std::string(std::string_view(label_of(configuration))), "processes, 2 workers, 10,000 units");
    configuration.policy = SchedulingPolicy::kNormal;
    configuration.chunk_jobs = 8;
    configuration.workers = 1;
    configuration.units = 0;
    EXPECT_EQ(std::string(std::string_view(label_of(configuration))), "processes, 1 worker, normal, chunk 8");
    configuration = {};
    configuration.mode = paths::Mode::kInline;
    EXPECT_EQ(std::string(std::string_view(label_of(configuration))), "inline");
}

}  // namespace
}  // namespace outrider::overlay
