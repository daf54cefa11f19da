#include "game/measure/duration_histogram.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace outrider::measure {
namespace {

using namespace std::chrono_literals;
using TimePoint = RecentDurations::TimePoint;

void expect_near_relative(double actual, double expected, double share) {
    EXPECT_NEAR(actual, expected, std::abs(expected) * share);
}

TEST(DurationHistogram, IsZeroWithoutSamples) {
    const DurationHistogram histogram;
    EXPECT_EQ(histogram.count(), 0u);
    EXPECT_EQ(histogram.percentile(990), 0ns);
    EXPECT_EQ(histogram.max(), 0ns);
    EXPECT_EQ(histogram.summary().mean_ms, 0.0);
}

TEST(DurationHistogram, FindsTheRanksOfOneToAThousand) {
    DurationHistogram histogram;
    for (int i = 1000; i >= 1; --i) histogram.add(std::chrono::microseconds(i));
    const Percentiles result = histogram.summary();
    expect_near_relative(result.p50_ms, 0.500, 0.006);
    expect_near_relative(result.p95_ms, 0.950, 0.006);
    expect_near_relative(result.p99_ms, 0.990, 0.006);
    expect_near_relative(result.p999_ms, 0.999, 0.006);
    EXPECT_DOUBLE_EQ(result.max_ms, 1.0);
    EXPECT_NEAR(result.mean_ms, 0.5005, 1e-12);
    EXPECT_EQ(result.samples, 1000u);
}

TEST(DurationHistogram, KeepsItsResolutionOverTenDecades) {
    for (double value_ns = 10.0; value_ns < 99e9; value_ns *= 1.37) {
        DurationHistogram histogram;
        const Nanoseconds value{std::llround(value_ns)};
        histogram.add(value / 2);
        histogram.add(value);
        histogram.add(value * 2);
        histogram.add(value * 3);
        const double expected_ns = static_cast<double>(value.count());
        EXPECT_NEAR(static_cast<double>(histogram.percentile(500).count()), expected_ns, expected_ns * 0.006 + 0.5);
    }
}

TEST(DurationHistogram, AgreesWithTheExactPercentiles) {
    const std::uint64_t seed = 77;
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    std::lognormal_distribution<double> spread(10.0, 2.0);
    DurationHistogram histogram;
    std::vector<Nanoseconds> values;
    for (int i = 0; i < 20'000; ++i) values.emplace_back(std::llround(spread(random)) + 10);
    for (const Nanoseconds value : values) histogram.add(value);
    const Percentiles exact = percentiles_of(values);
    const Percentiles binned = histogram.summary();
    expect_near_relative(binned.p50_ms, exact.p50_ms, 0.006);
    expect_near_relative(binned.p95_ms, exact.p95_ms, 0.006);
    expect_near_relative(binned.p99_ms, exact.p99_ms, 0.006);
    expect_near_relative(binned.p999_ms, exact.p999_ms, 0.006);
    EXPECT_DOUBLE_EQ(binned.max_ms, exact.max_ms);
}

TEST(DurationHistogram, CountsWhatLiesOutsideTheBins) {
    DurationHistogram histogram;
    histogram.add(0ns);
    histogram.add(3ns);
    histogram.add(500s);
    EXPECT_EQ(histogram.count(), 3u);
    EXPECT_EQ(histogram.percentile(10), 0ns) << "below the bins stands the smallest sample";
    EXPECT_EQ(histogram.percentile(1000), 500s);
}

TEST(DurationHistogram, IsEmptyAfterReset) {
    DurationHistogram histogram;
    histogram.add(5ms);
    histogram.reset();
    EXPECT_EQ(histogram.count(), 0u);
    EXPECT_EQ(histogram.max(), 0ns);
    histogram.add(1ms);
    EXPECT_EQ(histogram.percentile(500), 1ms);
}

TEST(RecentDurations, ForgetsAfterTwoSpans) {
    RecentDurations recent(1s);
    const TimePoint start = TimePoint{} + 100s;
    recent.add(9ms, start);
    recent.add(1ms, start + 1500ms);
    EXPECT_EQ(recent.summary(start + 1500ms).samples, 2u);
    EXPECT_DOUBLE_EQ(recent.summary(start + 1500ms).max_ms, 9.0);
    EXPECT_EQ(recent.summary(start + 2100ms).samples, 1u);
    EXPECT_DOUBLE_EQ(recent.summary(start + 2100ms).max_ms, 1.0);
    EXPECT_EQ(recent.summary(start + 60s).samples, 0u);
}

TEST(RecentDurations, CoversAtLeastOneSpan) {
    RecentDurations recent(1s);
    const TimePoint start = TimePoint{} + 100s;
    for (int tenth = 0; tenth < 100; ++tenth) {
        const TimePoint now = start + tenth * 100ms;
        recent.add(1ms, now);
        const std::size_t samples = recent.summary(now).samples;
        EXPECT_GE(samples, std::min<std::size_t>(10, static_cast<std::size_t>(tenth) + 1)) << "at tenth " << tenth;
        EXPECT_LE(samples, 20u) << "at tenth " << tenth;
    }
}

}  // namespace
}  // namespace outrider::measure
