#include "game/measure/frame_statistics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace outrider::measure {
namespace {

using std::chrono::milliseconds;

Nanoseconds ms(double value) { return Nanoseconds(std::llround(value * 1e6)); }

FrameTimes frame(double work_ms, double interval_ms) {
    FrameTimes times;
    times.work = ms(work_ms);
    times.interval = ms(interval_ms);
    return times;
}

void set(FrameTimes& times, Phase phase, double value_ms) {
    times.phases[static_cast<std::size_t>(phase)] = ms(value_ms);
}

double share(const FrameStatistics& statistics, Phase phase) {
    return statistics.phase_share[static_cast<std::size_t>(phase)];
}

std::vector<FrameTimes> even_frames(std::size_t count, double interval_ms) {
    return std::vector<FrameTimes>(count, frame(1.0, interval_ms));
}

// ---- by hand -------------------------------------------------------------------------------------------------------

TEST(FrameStatistics, AreZeroWithoutFrames) {
    const FrameStatistics none = frame_statistics(std::span<const FrameTimes>());
    EXPECT_EQ(none.frames, 0u);
    EXPECT_EQ(none.seconds, 0.0);
    EXPECT_EQ(none.work.p99_ms, 0.0);
    EXPECT_EQ(none.low_1_percent_fps, 0.0);
    EXPECT_EQ(none.over_60_share, 0.0);
    EXPECT_EQ(none.hitches_per_minute, 0.0);
}

TEST(FrameStatistics, OfTenFramesByHand) {
    // Work, in order: 4 1 9 20 2 3 8.4 5 6 7; sorted: 1 2 3 4 5 6 7 8.4 9 20. Their sum is 65.4.
    std::vector<FrameTimes> frames;
    for (const double work : {4.0, 1.0, 9.0, 20.0, 2.0, 3.0, 8.4, 5.0, 6.0, 7.0}) frames.push_back(frame(work, 20.0));
    frames[3].interval = milliseconds(50);
    const FrameStatistics all = frame_statistics(frames);
    EXPECT_EQ(all.frames, 10u);
    EXPECT_EQ(all.frames_of_shortest_run, 10u);
    EXPECT_DOUBLE_EQ(all.work.mean_ms, 6.54);
    EXPECT_DOUBLE_EQ(all.work.p50_ms, 5.0) << "the fifth of ten";
    EXPECT_DOUBLE_EQ(all.work.p95_ms, 20.0) << "9.5 of ten, so the tenth";
    EXPECT_DOUBLE_EQ(all.work.max_ms, 20.0);
    EXPECT_DOUBLE_EQ(all.seconds, 0.230) << "nine times 20 ms and once 50";
    EXPECT_EQ(all.over_60, 1u) << "20 ms";
    EXPECT_DOUBLE_EQ(all.over_60_share, 0.1);
    EXPECT_EQ(all.over_120, 3u) << "20, 9 and 8.4 ms";
    EXPECT_DOUBLE_EQ(all.over_120_share, 0.3);
    EXPECT_EQ(all.hitches, 1u) << "50 ms is one";
    EXPECT_DOUBLE_EQ(all.hitches_per_minute, 60.0 / 0.230);
    EXPECT_DOUBLE_EQ(all.low_1_percent_fps, 20.0) << "a hundredth of ten frames is one: 50 ms";
    EXPECT_DOUBLE_EQ(all.low_01_percent_fps, 20.0);
    EXPECT_EQ(all.stutters, 0u) << "none of the first twenty can";
}

TEST(FrameStatistics, ABudgetIsKeptByAFrameThatTakesAllOfIt) {
    const std::vector<FrameTimes> frames = {frame(8.333'333, 16.0), frame(8.333'334, 16.0), frame(16.666'667, 16.0),
                                            frame(16.666'668, 16.0)};
    const FrameStatistics all = frame_statistics(frames);
    EXPECT_EQ(all.over_120, 3u);
    EXPECT_EQ(all.over_60, 1u);
}

TEST(FrameStatistics, LowsAreTheMeanOfTheSlowest) {
    // 150 frames of 10 ms, then 40 and 20: a hundredth of 152 is 1.52, so two frames, 30 ms on average.
    std::vector<FrameTimes> frames = even_frames(150, 10.0);
    frames.push_back(frame(1.0, 40.0));
    frames.push_back(frame(1.0, 20.0));
    const FrameStatistics all = frame_statistics(frames);
    EXPECT_DOUBLE_EQ(all.low_1_percent_fps, 1000.0 / 30.0);
    EXPECT_DOUBLE_EQ(all.low_01_percent_fps, 1000.0 / 40.0);
}

TEST(FrameStatistics, AFrameStuttersBeyondTwoAndAHalfTimesTheTwentyBefore) {
    std::vector<FrameTimes> frames = even_frames(20, 10.0);
    frames.push_back(frame(1.0, 25.0));  // 2.5 x 10 is 25: not longer
    frames.push_back(frame(1.0, 27.0));  // the twenty before: 19 x 10 + 25 = 215, so 2.5 x 10.75 = 26.875
    frames.push_back(frame(1.0, 29.0));  // 18 x 10 + 25 + 27 = 232, so 2.5 x 11.6 = 29: not longer
    const FrameStatistics all = frame_statistics(frames);
    EXPECT_EQ(all.stutters, 1u);
    EXPECT_DOUBLE_EQ(all.stutter_share, 27.0 / (200.0 + 25.0 + 27.0 + 29.0));
    const auto which = stutters_of(frames);
    ASSERT_EQ(which.size(), 23u);
    EXPECT_EQ(which[20], 0u);
    EXPECT_EQ(which[21], 1u);
    EXPECT_EQ(which[22], 0u);
}

TEST(FrameStatistics, TheFirstTwentyFramesCannotStutter) {
    std::vector<FrameTimes> frames = even_frames(20, 10.0);
    frames[19].interval = milliseconds(1000);
    EXPECT_EQ(frame_statistics(frames).stutters, 0u);
}

TEST(FrameStatistics, PhasesAreSharesOfAllWork) {
    std::vector<FrameTimes> frames = {frame(4.0, 16.0), frame(6.0, 16.0)};
    set(frames[0], Phase::kSim, 1.0);
    set(frames[0], Phase::kDraw, 3.0);
    set(frames[1], Phase::kSim, 1.5);
    set(frames[1], Phase::kPoll, 0.5);
    set(frames[1], Phase::kDraw, 4.0);
    set(frames[1], Phase::kPresent, 10.0);
    const FrameStatistics all = frame_statistics(frames);
    EXPECT_DOUBLE_EQ(share(all, Phase::kSim), 0.25);
    EXPECT_DOUBLE_EQ(share(all, Phase::kDraw), 0.7);
    EXPECT_DOUBLE_EQ(share(all, Phase::kPoll), 0.05);
    EXPECT_DOUBLE_EQ(share(all, Phase::kPresent), 1.0) << "after the work, as a part of it";
    EXPECT_DOUBLE_EQ(all.core.max_ms, 5.5) << "6 ms less half a millisecond of poll";
}

TEST(FrameStatistics, LeaveTheWarmUpOut) {
    std::vector<FrameSample> samples(4);
    for (std::size_t i = 0; i < 4; ++i) samples[i].times = frame(100.0 / static_cast<double>(i + 1), 100.0);
    samples[0].warm_up = true;
    samples[1].warm_up = true;
    const FrameStatistics timed = frame_statistics(samples);
    EXPECT_EQ(timed.frames, 2u);
    EXPECT_NEAR(timed.work.max_ms, 100.0 / 3.0, 1e-6);
    EXPECT_DOUBLE_EQ(timed.seconds, 0.2);
    EXPECT_EQ(timed_frames(samples).size(), 2u);
}

TEST(FrameStatistics, NeedFiveFramesBeyondAPercentile) {
    EXPECT_FALSE(supports(9, 500));
    EXPECT_TRUE(supports(10, 500));
    EXPECT_FALSE(supports(99, 950));
    EXPECT_TRUE(supports(100, 950));
    EXPECT_FALSE(supports(499, 990));
    EXPECT_TRUE(supports(500, 990));
    EXPECT_FALSE(supports(4'999, 999));
    EXPECT_TRUE(supports(5'000, 999));
    EXPECT_FALSE(supports(0, 500));
}

TEST(FrameStatistics, TakeNoMemoryThatTheScratchAlreadyHas) {
    const std::vector<FrameTimes> frames = even_frames(600, 16.0);
    std::vector<Nanoseconds> scratch;
    scratch.reserve(600);
    const auto* const where = scratch.data();
    EXPECT_EQ(frame_statistics(frames, scratch).frames, 600u);
    EXPECT_EQ(scratch.data(), where);
}

// ---- against a second implementation -------------------------------------------------------------------------------
// Slow and plain: sorts for each figure, adds in floating point, and goes back twenty frames for each frame.

std::vector<double> sorted_ms(const std::vector<FrameTimes>& frames, Nanoseconds (*part)(const FrameTimes&)) {
    std::vector<double> values;
    for (const FrameTimes& one : frames) values.push_back(static_cast<double>(part(one).count()) / 1e6);
    std::sort(values.begin(), values.end());
    return values;
}

/// The smallest value that at least so many thousandths of the values do not exceed: by counting.
double plain_percentile(const std::vector<double>& sorted, std::size_t permille) {
    for (const double value : sorted) {
        const auto not_above =
            std::count_if(sorted.begin(), sorted.end(), [&](double other) { return other <= value; });
        if (static_cast<std::size_t>(not_above) * 1000 >= permille * sorted.size()) return value;
    }
    return 0.0;
}

double plain_low(const std::vector<double>& sorted, double part) {
    const auto slowest = static_cast<std::size_t>(std::ceil(static_cast<double>(sorted.size()) * part - 1e-9));
    double sum = 0.0;
    for (std::size_t i = 0; i < slowest; ++i) sum += sorted[sorted.size() - 1 - i];
    return 1000.0 * static_cast<double>(slowest) / sum;
}

struct PlainStutter {
    std::uint64_t count = 0;
    double share = 0.0;
};

PlainStutter plain_stutter(const std::vector<FrameTimes>& frames) {
    PlainStutter result;
    double stuttering = 0.0;
    double all = 0.0;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const auto interval = static_cast<double>(frames[i].interval.count());
        all += interval;
        if (i < 20) continue;
        double before = 0.0;
        for (std::size_t k = i - 20; k < i; ++k) before += static_cast<double>(frames[k].interval.count());
        if (interval <= 2.5 * (before / 20.0)) continue;
        ++result.count;
        stuttering += interval;
    }
    result.share = stuttering / all;
    return result;
}

std::vector<FrameTimes> random_frames(std::mt19937_64& random, std::size_t count) {
    std::lognormal_distribution<double> work(1.5, 0.8);
    std::uniform_real_distribution<double> part(0.0, 0.3);
    std::vector<FrameTimes> frames;
    for (std::size_t i = 0; i < count; ++i) {
        const double work_ms = work(random);
        FrameTimes times = frame(work_ms, std::max(8.0, work_ms * 1.5));
        set(times, Phase::kPoll, part(random) * work_ms);
        set(times, Phase::kSubmit, part(random) * work_ms);
        set(times, Phase::kSim, part(random) * work_ms);
        times.off_cpu = ms(part(random) * work_ms);
        frames.push_back(times);
    }
    return frames;
}

void expect_percentiles(const Percentiles& ours, const std::vector<double>& sorted) {
    EXPECT_DOUBLE_EQ(ours.p50_ms, plain_percentile(sorted, 500));
    EXPECT_DOUBLE_EQ(ours.p95_ms, plain_percentile(sorted, 950));
    EXPECT_DOUBLE_EQ(ours.p99_ms, plain_percentile(sorted, 990));
    EXPECT_DOUBLE_EQ(ours.p999_ms, plain_percentile(sorted, 999));
    EXPECT_DOUBLE_EQ(ours.max_ms, sorted.back());
    double sum = 0.0;
    for (const double value : sorted) sum += value;
    EXPECT_NEAR(ours.mean_ms, sum / static_cast<double>(sorted.size()), 1e-9 * sum);
}

void expect_same_as_plain(const std::vector<FrameTimes>& frames) {
    const FrameStatistics ours = frame_statistics(frames);
    const auto work = sorted_ms(frames, [](const FrameTimes& one) { return one.work; });
    const auto core = sorted_ms(frames, [](const FrameTimes& one) {
        return one.work - one.phases[static_cast<std::size_t>(Phase::kPoll)] -
               one.phases[static_cast<std::size_t>(Phase::kSubmit)];
    });
    const auto interval = sorted_ms(frames, [](const FrameTimes& one) { return one.interval; });
    expect_percentiles(ours.work, work);
    expect_percentiles(ours.core, core);
    expect_percentiles(ours.off_cpu, sorted_ms(frames, [](const FrameTimes& one) { return one.off_cpu; }));
    expect_percentiles(ours.interval, interval);
    EXPECT_NEAR(ours.low_1_percent_fps, plain_low(interval, 0.01), 1e-9 * ours.low_1_percent_fps);
    EXPECT_NEAR(ours.low_01_percent_fps, plain_low(interval, 0.001), 1e-9 * ours.low_01_percent_fps);
    const PlainStutter stutter = plain_stutter(frames);
    EXPECT_EQ(ours.stutters, stutter.count);
    EXPECT_NEAR(ours.stutter_share, stutter.share, 1e-12);
    const auto above = [](const std::vector<double>& values, double limit) {
        return static_cast<std::uint64_t>(
            std::count_if(values.begin(), values.end(), [&](double value) { return value > limit; }));
    };
    EXPECT_EQ(ours.over_60, above(work, 16.666667));
    EXPECT_EQ(ours.over_120, above(work, 8.333333));
    EXPECT_EQ(ours.hitches, above(interval, 49.9999995));
}

TEST(FrameStatistics, AgreeWithASecondImplementation) {
    const std::uint64_t seed = 61'120;
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    std::uint64_t stutters = 0;
    for (const std::size_t size :
         std::initializer_list<std::size_t>{1, 2, 19, 20, 21, 22, 99, 100, 101, 500, 777, 999, 1000, 1001, 2500}) {
        SCOPED_TRACE(testing::Message() << size << " frames");
        const auto frames = random_frames(random, size);
        expect_same_as_plain(frames);
        stutters += frame_statistics(frames).stutters;
    }
    EXPECT_GT(stutters, 10u) << "a comparison of something";
}

}  // namespace
}  // namespace outrider::measure
