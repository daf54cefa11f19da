#include <gtest/gtest.h>

#include <vector>

#include "game/measure/chart_series.h"
#include "tests/support/synthetic_runs.h"

namespace outrider::measure {
namespace {

TEST(ChartSeries, ColumnsKeepTheLeastAndTheMost) {
    const std::vector<double> times{0.0, 0.1, 0.2, 5.0, 9.9, 10.0};
    const std::vector<double> values{3.0, 1.0, 2.0, 7.0, 4.0, 5.0};
    const std::vector<Column> columns = in_columns(times, values, 10, 10.0);
    ASSERT_EQ(columns.size(), 10U);
    EXPECT_EQ(columns[0].low, 1.0);
    EXPECT_EQ(columns[0].high, 3.0);
    EXPECT_FALSE(columns[1].has_samples);
    EXPECT_EQ(columns[5].low, 7.0);
    EXPECT_EQ(columns[9].low, 4.0);
    EXPECT_EQ(columns[9].high, 5.0);
    EXPECT_TRUE(in_columns({}, {}, 0, 1.0).empty());
}

TEST(ChartSeries, SharesAreOrderStatistics) {
    std::vector<double> sorted;
    for (int i = 1; i <= 100; ++i) sorted.push_back(i);
    EXPECT_EQ(at_share(sorted, 0.5), 50.0);
    EXPECT_EQ(at_share(sorted, 0.99), 99.0);
    EXPECT_EQ(at_share(sorted, 0.991), 100.0);
    EXPECT_EQ(at_share(sorted, 0.0), 1.0);
    EXPECT_EQ(at_share(sorted, 1.0), 100.0);
    EXPECT_DOUBLE_EQ(share_over(sorted, 90.0), 0.1);
    EXPECT_DOUBLE_EQ(share_over({}, 90.0), 0.0);
}

TEST(ChartSeries, TheHistogramCountsEverySample) {
    const std::vector<double> sorted{0.01, 1.0, 1.5, 9.9, 10.0, 500.0};
    const std::vector<std::size_t> counts = log_histogram(sorted, 1.0, 100.0, 2);
    EXPECT_EQ(counts, (std::vector<std::size_t>{4, 2}));
}

TEST(ChartSeries, TheTypicalRunIsTheOneInTheMiddle) {
    std::vector<RunRecord> runs;
    for (const double work_ms : {9.0, 2.0, 5.0}) {
        runs.push_back(test::synthetic_run({.repeat = static_cast<std::uint32_t>(work_ms), .work_ms = work_ms}));
    }
    const Configuration configuration{"processes, 2 workers", {&runs[0], &runs[1], &runs[2]}};
    EXPECT_EQ(typical_run(configuration).setup.repeat, 5U);
    EXPECT_EQ(median_of({}), 0.0);
    EXPECT_EQ(median_of({4.0, 1.0}), 2.5);
    EXPECT_EQ(median_of({4.0, 1.0, 3.0}), 3.0);
}

// As the tables do: runs that were stopped early count only where there is no other.
TEST(ChartSeries, LeaveOutRunsThatWereStoppedEarly) {
    std::vector<RunRecord> runs;
    for (const double work_ms : {2.0, 5.0, 9.0}) {
        runs.push_back(test::synthetic_run({.repeat = static_cast<std::uint32_t>(work_ms), .work_ms = work_ms}));
    }
    runs[1].marks.stopped_early = runs[2].marks.stopped_early = true;
    const Configuration configuration{"processes, 2 workers", {&runs[0], &runs[1], &runs[2]}};
    EXPECT_EQ(typical_run(configuration).setup.repeat, 2U);
    EXPECT_EQ(sorted_work_ms(configuration).size(), 1080U);
    EXPECT_EQ(median_over_runs(configuration, [](const RunRecord& run) { return run.setup.repeat * 1.0; }), 2.0);
    runs[0].marks.stopped_early = true;
    EXPECT_EQ(sorted_work_ms(configuration).size(), 3240U);
}

TEST(ChartSeries, SayNoPercentileThatTheSamplesOfARunCannotSupport) {
    std::vector<RunRecord> runs(2, test::synthetic_run({}));
    const Configuration configuration{"processes, 2 workers", {&runs[0], &runs[1]}};
    const auto words = [&](RunFigure which) {
        return words_over_runs(
            configuration, [](const RunRecord& run) { return run.totals.poll; }, which,
            [](double ms) { return figure(ms); });
    };
    runs[0].totals.poll = {.p50_ms = 1.0, .p99_ms = 4.0, .samples = 500};
    runs[1].totals.poll = {.p50_ms = 2.0, .p99_ms = 6.0, .samples = 500};
    EXPECT_EQ(words(kP99), "5.00");
    runs[1].totals.poll.samples = 499;
    EXPECT_EQ(words(kP99), kTooFewSamples);
    EXPECT_EQ(words(kP50), "1.50");
    runs[0].totals.poll.samples = runs[1].totals.poll.samples = 0;
    EXPECT_EQ(words(kP50), kDash);
}

TEST(ChartSeries, FramesOfTheWarmUpAreInNone) {
    RunRecord run = test::synthetic_run({.frames = 100});
    run.frames[3].times.work = std::chrono::seconds(9);
    ASSERT_TRUE(run.frames[3].warm_up);
    const Configuration configuration{"processes, 2 workers", {&run}};
    EXPECT_EQ(sorted_work_ms(configuration).size(), 90U);
    EXPECT_LT(sorted_work_ms(configuration).back(), 100.0);
}

}  // namespace
}  // namespace outrider::measure
