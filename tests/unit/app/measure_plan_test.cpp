#include "game/app/measure_plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace outrider::app {
namespace {

using paths::Mode;

const std::vector<Mode> kAllModes{Mode::kNone, Mode::kInline, Mode::kThreads, Mode::kProcesses};
const std::vector<std::uint32_t> kOne{1};

std::string letters_of(const std::vector<PlannedRun>& runs) {
    std::string letters;
    for (const PlannedRun& run : runs) letters += "nitp"[static_cast<std::size_t>(run.mode)];
    return letters;
}

TEST(MeasurePlan, NoneAndInlineStandOnceWithoutWorkers) {
    const std::vector<std::uint32_t> workers{1, 2};
    const auto configurations = plan_configurations(kAllModes, workers, kOne);
    EXPECT_EQ(letters_of(configurations), "nittpp");
    EXPECT_EQ(configurations[0].workers, 0U);
    EXPECT_EQ(configurations[1].workers, 0U);
    EXPECT_EQ(configurations[2].workers, 1U);
    EXPECT_EQ(configurations[3].workers, 2U);
}

TEST(MeasurePlan, ChunksMultiplyWhatHasWorkers) {
    const std::vector<std::uint32_t> workers{1, 2};
    const std::vector<std::uint32_t> chunks{1, 8};
    const auto configurations = plan_configurations(kAllModes, workers, chunks);
    ASSERT_EQ(configurations.size(), 2U + 2U * 2U * 2U);
    EXPECT_EQ(configurations[2], (PlannedRun{Mode::kThreads, 1, 1, 1}));
    EXPECT_EQ(configurations[3], (PlannedRun{Mode::kThreads, 1, 8, 1}));
    EXPECT_EQ(configurations[4], (PlannedRun{Mode::kThreads, 2, 1, 1}));
    EXPECT_EQ(configurations.back(), (PlannedRun{Mode::kProcesses, 2, 8, 1}));
}

TEST(MeasurePlan, OddRepeatsGoForwardEvenOnesBackward) {
    const auto runs = plan_runs(plan_configurations(kAllModes, kOne, kOne), 3);
    EXPECT_EQ(letters_of(runs), "nitpptinnitp");
    for (std::size_t i = 0; i < runs.size(); ++i) EXPECT_EQ(runs[i].repeat, 1 + i / 4);
}

/// What drifts evenly weighs alike on all of them over two repeats.
TEST(MeasurePlan, TwoRepeatsHaveTheSameMeanPlaceForEveryConfiguration) {
    const auto runs = plan_runs(plan_configurations(kAllModes, kOne, kOne), 2);
    for (const Mode mode : kAllModes) {
        std::size_t places = 0;
        for (std::size_t i = 0; i < runs.size(); ++i) places += runs[i].mode == mode ? i : 0;
        EXPECT_EQ(places, runs.size() - 1);
    }
}

TEST(MeasurePlan, OneRepeatIsMadeToo) {
    EXPECT_EQ(plan_runs(plan_configurations(kAllModes, kOne, kOne), 1).size(), 4U);
}

TEST(MeasurePlan, LeavesACoreToTheGame) {
    using Workers = std::vector<std::uint32_t>;
    EXPECT_EQ(default_measured_workers(1), Workers({1}));
    EXPECT_EQ(default_measured_workers(2), Workers({1}));
    EXPECT_EQ(default_measured_workers(3), Workers({1, 2}));
    EXPECT_EQ(default_measured_workers(8), Workers({1, 2, 4}));
    EXPECT_EQ(default_measured_workers(16), Workers({1, 2, 4, 8}));
    EXPECT_EQ(default_measured_workers(4096).back(), kMaxSeats);
}

}  // namespace
}  // namespace outrider::app
