#include "game/measure/comparison.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <random>

#include "game/measure/block_bootstrap.h"

namespace outrider::measure {
namespace {

using testing::Message;

Nanoseconds ms(double value) { return Nanoseconds(std::llround(value * 1e6)); }

RunRecord run_with(std::span<const double> works_ms, std::uint32_t repeat = 1, paths::Mode mode = paths::Mode::kNone) {
    RunRecord run;
    run.setup.mode = mode;
    run.setup.workers = mode == paths::Mode::kThreads || mode == paths::Mode::kProcesses ? 2 : 0;
    run.setup.repeat = repeat;
    for (const double work : works_ms) {
        FrameSample frame;
        frame.times.work = ms(work);
        frame.times.interval = ms(std::max(16.667, work + 0.3));
        run.frames.push_back(frame);
    }
    return run;
}

Configuration configuration(const std::vector<RunRecord>& runs) {
    Configuration result;
    result.name = configuration_of(runs.front().setup);
    for (const RunRecord& run : runs) result.runs.push_back(&run);
    return result;
}

Comparison compare(const std::vector<RunRecord>& base, const std::vector<RunRecord>& other, std::uint64_t seed = 1) {
    return measure::compare(configuration(base), configuration(other), seed);
}

// ---- runs that are made up -----------------------------------------------------------------------------------------

/// Like the frames of the game on a busy machine: slowly swinging load, a tail in every twenty-fifth frame, rare bursts
/// of slow frames whose length has no second moment to speak of, and runs that differ as runs.
struct Load {
    double base_ms = 2.0;
    double swing_ms = 0.2;     ///< standard deviation of an autoregressive series
    double memory = 0.8;       ///< its correlation from frame to frame
    double offset_ms = 0.0;    ///< standard deviation from run to run
    double tail_spread = 0.0;  ///< standard deviation of the logarithm of the tail's length, from run to run
    double delayed = 0.0;      ///< of the frames
    double delay_ms = 0.0;
};

std::vector<double> works_of(std::mt19937_64& random, const Load& load, std::size_t frames) {
    std::normal_distribution<double> normal;
    std::uniform_real_distribution<double> uniform(1e-12, 1.0);
    const double offset = load.offset_ms * normal(random);
    const double tail = 0.8 * std::exp(load.tail_spread * normal(random));
    double swing = load.swing_ms * normal(random);
    int burst = 0;
    std::vector<double> works;
    for (std::size_t i = 0; i < frames; ++i) {
        swing = load.memory * swing + std::sqrt(1.0 - load.memory * load.memory) * load.swing_ms * normal(random);
        double work = load.base_ms + offset + swing;
        if (uniform(random) < 0.04) work -= tail * std::log(uniform(random));
        if (burst == 0 && uniform(random) < 0.001) burst = 1 + static_cast<int>(4.0 * uniform(random));
        if (burst > 0) {
            --burst;
            work += 3.0 * std::pow(uniform(random), -1.0 / 2.5);
        }
        if (uniform(random) < load.delayed) work += load.delay_ms;
        works.push_back(std::max(work, 0.1));
    }
    return works;
}

std::vector<RunRecord> runs_of(std::mt19937_64& random, const Load& load, std::size_t repeats, std::size_t frames,
                               paths::Mode mode = paths::Mode::kNone) {
    std::vector<RunRecord> runs;
    for (std::size_t i = 0; i < repeats; ++i) {
        runs.push_back(run_with(works_of(random, load, frames), static_cast<std::uint32_t>(i + 1), mode));
    }
    return runs;
}

struct Trial {
    std::uint64_t seed = 1;
    Load base;
    Load other;
    std::size_t repeats = 3;
    std::size_t frames = 3'000;
    int pairs = 100;
};

/// How many of the pairs end in `wanted`; prints it.
int count_verdicts(const char* what, const Trial& trial, VerdictKind wanted) {
    std::mt19937_64 random(trial.seed);
    int found = 0;
    for (int i = 0; i < trial.pairs; ++i) {
        const auto base = runs_of(random, trial.base, trial.repeats, trial.frames);
        const auto other = runs_of(random, trial.other, trial.repeats, trial.frames, paths::Mode::kThreads);
        if (compare(base, other, static_cast<std::uint64_t>(i)).verdict.kind == wanted) ++found;
    }
    std::cout << what << ": " << found << " of " << trial.pairs << " (seed " << trial.seed << ")\n";
    return found;
}

constexpr Load kAsInPlay{.offset_ms = 0.03, .tail_spread = 0.1};

Load delayed(Load load, double share, double delay_ms) {
    load.delayed = share;
    load.delay_ms = delay_ms;
    return load;
}

TEST(Comparison, OfAConfigurationWithItselfFindsNothing) {
    const Trial trial{.seed = 6'001, .base = kAsInPlay, .other = kAsInPlay};
    EXPECT_GE(count_verdicts("A/A, 3 repeats", trial, VerdictKind::kNoMeasurableEffect), 95);
}

TEST(Comparison, OfOneRunWithItselfFindsNothing) {
    const Load still{};
    const Trial trial{.seed = 6'002, .base = still, .other = still, .repeats = 1};
    EXPECT_GE(count_verdicts("A/A, 1 repeat", trial, VerdictKind::kNoMeasurableEffect), 95);
}

TEST(Comparison, OfOneSlowlySwingingRunWithItselfFindsNothing) {
    const Load slow{.memory = 0.95};
    const Trial trial{.seed = 6'003, .base = slow, .other = slow, .repeats = 1};
    EXPECT_GE(count_verdicts("A/A, 1 repeat, slow swings", trial, VerdictKind::kNoMeasurableEffect), 95);
}

TEST(Comparison, OfOneShortRunWithItselfFindsNothing) {
    const Load still{};
    const Trial trial{.seed = 6'004, .base = still, .other = still, .repeats = 1, .frames = 300};
    EXPECT_GE(count_verdicts("A/A, 1 repeat of 300 frames", trial, VerdictKind::kNoMeasurableEffect), 95);
}

TEST(Comparison, FindsAMillisecondInEveryTwentiethFrame) {
    const Trial trial{.seed = 6'005, .base = kAsInPlay, .other = delayed(kAsInPlay, 0.05, 1.0)};
    EXPECT_GE(count_verdicts("1 ms in 5 % of the frames, 3 repeats", trial, VerdictKind::kWorse), 95);
}

TEST(Comparison, FindsAMillisecondInEveryTwentiethFrameOfOneRun) {
    const Trial trial{.seed = 6'006, .base = {}, .other = delayed({}, 0.05, 1.0), .repeats = 1};
    EXPECT_GE(count_verdicts("1 ms in 5 % of the frames, 1 repeat", trial, VerdictKind::kWorse), 95);
}

TEST(Comparison, FindsWhatIsRemovedAsBetter) {
    const Trial trial{.seed = 6'007, .base = delayed(kAsInPlay, 0.3, 20.0), .other = kAsInPlay, .pairs = 10};
    EXPECT_EQ(count_verdicts("20 ms less in 30 % of the frames", trial, VerdictKind::kBetter), 10);
}

// ---- the interval by hand ------------------------------------------------------------------------------------------

constexpr auto index_of(Metric metric) { return static_cast<std::size_t>(metric); }

/// Frames that are all alike: nothing to resample, so only runs differ.
RunRecord flat_run(double work_ms, std::uint32_t repeat = 1, paths::Mode mode = paths::Mode::kNone) {
    return run_with(std::vector<double>(600, work_ms), repeat, mode);
}

TEST(Comparison, OfFlatRunsIsWelchsInterval) {
    // Base 2, 3, 4: mean 3, variance 1. Other 5, 7, 9: mean 7, variance 4. Difference 4, standard error
    // sqrt(5 / 3) = 1.29099, degrees of freedom 2 x 25 / 17 = 2.94118.
    const std::vector<RunRecord> base = {flat_run(2.0, 1), flat_run(3.0, 2), flat_run(4.0, 3)};
    const std::vector<RunRecord> other = {flat_run(5.0, 1), flat_run(7.0, 2), flat_run(9.0, 3)};
    const Difference mean = compare(base, other).of(Metric::kWorkMean);
    EXPECT_DOUBLE_EQ(mean.base, 3.0);
    EXPECT_DOUBLE_EQ(mean.other, 7.0);
    EXPECT_DOUBLE_EQ(mean.difference, 4.0);
    // Student's t at 1 - 0.05 / 4 / 2: 8.860 with 2 degrees of freedom, 5.392 with 3; so a little more than the latter.
    const double half = (mean.high - mean.low) / 2.0;
    EXPECT_GT(half, 5.392 * 1.29099);
    EXPECT_LT(half, 5.6 * 1.29099);
    EXPECT_NEAR(mean.high + mean.low, 8.0, 1e-9) << "around the difference of the means";
    EXPECT_FALSE(mean.is_clear());
}

TEST(Comparison, HoldsTheDifferenceOfTheMediansThatItShows) {
    std::vector<RunRecord> base;
    std::vector<RunRecord> other;
    for (std::uint32_t i = 1; i <= 12; ++i) {
        base.push_back(flat_run(2.0, i));
        other.push_back(flat_run(i == 12 ? 400.0 : 2.0 + 1e-3 * i, i));
    }
    const Difference mean = compare(base, other).of(Metric::kWorkMean);
    EXPECT_NEAR(mean.difference, 0.0065, 1e-9) << "the median takes no notice of one wild run";
    EXPECT_LE(mean.low, mean.difference);
    EXPECT_GE(mean.high, mean.difference);
    EXPECT_FALSE(mean.is_clear());
}

TEST(Comparison, IsTheSameForTheSameSeed) {
    std::mt19937_64 random(6'010);
    const auto base = runs_of(random, kAsInPlay, 1, 700);
    const auto other = runs_of(random, kAsInPlay, 1, 700);
    const Comparison once = compare(base, other, 5);
    const Comparison again = compare(base, other, 5);
    for (std::size_t i = 0; i < kMetricCount; ++i) {
        EXPECT_EQ(once.differences[i].low, again.differences[i].low);
        EXPECT_EQ(once.differences[i].high, again.differences[i].high);
    }
    EXPECT_NE(once.of(Metric::kWorkMean).low, compare(base, other, 6).of(Metric::kWorkMean).low);
}

TEST(Comparison, OfARunWithItselfIsZero) {
    std::mt19937_64 random(6'011);
    const auto runs = runs_of(random, kAsInPlay, 2, 700);
    const Comparison comparison = compare(runs, runs);
    for (const Difference& one : comparison.differences) {
        EXPECT_EQ(one.difference, 0.0) << to_string(one.metric);
        EXPECT_FALSE(one.is_clear()) << to_string(one.metric);
    }
    EXPECT_EQ(comparison.verdict.kind, VerdictKind::kNoMeasurableEffect);
}

TEST(Comparison, TheLargestOfOneRunIsNeverClear) {
    std::vector<double> works(1'000, 2.0);
    const std::vector<RunRecord> base = {run_with(works)};
    works[500] = 12.0;
    const Comparison comparison = compare(base, {run_with(works)});
    EXPECT_DOUBLE_EQ(comparison.of(Metric::kWorkMax).difference, 10.0);
    EXPECT_FALSE(comparison.of(Metric::kWorkMax).is_clear());
}

// ---- which runs, which frames --------------------------------------------------------------------------------------

TEST(Comparison, PairsAsManyRunsAsBothHave) {
    const std::vector<RunRecord> base = {flat_run(2.0, 1), flat_run(2.0, 2), flat_run(50.0, 3)};
    const std::vector<RunRecord> other = {flat_run(2.0, 1), flat_run(2.0, 2)};
    const Comparison comparison = compare(base, other);
    EXPECT_EQ(comparison.repeats, 2u);
    EXPECT_DOUBLE_EQ(comparison.of(Metric::kWorkMean).base, 2.0);
}

TEST(Comparison, LeavesARunOutThatWasStoppedEarlyIfThereAreOthers) {
    std::vector<RunRecord> base = {flat_run(2.0, 1), flat_run(2.0, 2), flat_run(80.0, 3)};
    base[2].marks.stopped_early = true;
    const std::vector<RunRecord> other = {flat_run(2.0, 1), flat_run(2.0, 2), flat_run(2.0, 3)};
    EXPECT_EQ(compare(base, other).repeats, 2u);
    EXPECT_EQ(median_statistics(configuration(base)).frames, 1'200u);
    std::vector<RunRecord> only = {flat_run(80.0, 1)};
    only[0].marks.stopped_early = true;
    EXPECT_EQ(compare(only, other).repeats, 1u);
    EXPECT_DOUBLE_EQ(median_statistics(configuration(only)).work.mean_ms, 80.0);
}

TEST(Comparison, OfRunsWithoutATimedFrameSaysSo) {
    RunRecord none = flat_run(2.0);
    for (FrameSample& frame : none.frames) frame.warm_up = true;
    const Comparison comparison = compare({none}, {flat_run(2.0)});
    EXPECT_EQ(comparison.repeats, 0u);
    EXPECT_EQ(comparison.verdict.kind, VerdictKind::kTooFewFrames);
    EXPECT_EQ(comparison.verdict.words, "too few frames for a verdict (0; 20 are the least)");
    EXPECT_TRUE(comparison.of(Metric::kWorkMean).too_few_frames);
    EXPECT_EQ(comparison.of(Metric::kHitches).metric, Metric::kHitches);
}

TEST(Comparison, GivesNoPercentileThatARunCannotSupport) {
    const std::vector<double> works(499, 3.0);
    const std::vector<RunRecord> runs = {run_with(works, 1), run_with(works, 2), run_with(works, 3)};
    const Comparison comparison = compare(runs, runs);
    EXPECT_TRUE(comparison.of(Metric::kWorkP99).too_few_frames) << "each run has too few, though all together do not";
    EXPECT_TRUE(comparison.of(Metric::kCoreP99).too_few_frames);
    EXPECT_TRUE(comparison.of(Metric::kLow1).too_few_frames);
    EXPECT_FALSE(comparison.of(Metric::kWorkP95).too_few_frames);
    EXPECT_FALSE(comparison.of(Metric::kWorkMean).too_few_frames);
    EXPECT_EQ(text_of(comparison.of(Metric::kWorkP99)), "too few frames");
    EXPECT_NE(comparison.verdict.words.find("work p95"), std::string::npos) << comparison.verdict.words;
}

TEST(Comparison, OfTwentySlowFramesAgainstManyIsAVerdictAllTheSame) {
    std::mt19937_64 random(6'020);
    const auto base = runs_of(random, {}, 1, 300);
    const auto other = runs_of(random, {.base_ms = 150.0, .swing_ms = 5.0}, 1, 33, paths::Mode::kInline);
    const Comparison comparison = compare(base, other);
    EXPECT_EQ(comparison.verdict.kind, VerdictKind::kWorse) << comparison.verdict.words;
    EXPECT_NE(comparison.verdict.words.find("work p50"), std::string::npos) << comparison.verdict.words;
}

// ---- the words -----------------------------------------------------------------------------------------------------

std::vector<RunRecord> flat_runs(std::initializer_list<double> works_ms) {
    std::vector<RunRecord> runs;
    for (const double work : works_ms) runs.push_back(flat_run(work, static_cast<std::uint32_t>(runs.size() + 1)));
    return runs;
}

TEST(Verdict, SaysHowMuchWorse) {
    const Verdict verdict = compare(flat_runs({2.0, 2.0, 2.0}), flat_runs({54.0, 54.1, 54.2})).verdict;
    EXPECT_EQ(verdict.kind, VerdictKind::kWorse);
    EXPECT_EQ(verdict.words,
              "the frame is worse: work p99 52.1 ms longer (51.6 to 52.6), 100 more of 100 frames over 16.67 ms");
}

TEST(Verdict, SaysHowMuchBetter) {
    const Verdict verdict = compare(flat_runs({9.0, 9.1, 9.2}), flat_runs({2.0, 2.0, 2.0})).verdict;
    EXPECT_EQ(verdict.kind, VerdictKind::kBetter);
    EXPECT_EQ(verdict.words, "the frame is better: work p99 7.10 ms shorter (6.59 to 7.61)");
}

TEST(Verdict, OfNoEffectNamesTheDifferenceAndItsInterval) {
    const Verdict verdict = compare(flat_runs({2.0, 2.1, 2.2}), flat_runs({2.05, 2.15, 2.25})).verdict;
    EXPECT_EQ(verdict.kind, VerdictKind::kNoMeasurableEffect);
    EXPECT_EQ(verdict.words, "no measurable effect on the frame (work p99 +0.050 ms, \u22120.30 to +0.40)");
}

TEST(Verdict, OfOneRunEachSaysSo) {
    const std::string words = compare({flat_run(2.0)}, {flat_run(54.0)}).verdict.words;
    EXPECT_TRUE(words.ends_with("; one run each: differences between runs are not in the interval")) << words;
}

TEST(Verdict, CallsWhatNobodyCouldNoticeNoEffect) {
    const Verdict below = compare({flat_run(6.0)}, {flat_run(6.049)}).verdict;
    EXPECT_EQ(below.kind, VerdictKind::kNoMeasurableEffect) << "clear, but below 0.05 ms and below 1 %";
    EXPECT_NE(below.words.find("what is below 0.05 ms and 1 % is none"), std::string::npos) << below.words;
    EXPECT_EQ(compare({flat_run(6.0)}, {flat_run(6.061)}).verdict.kind, VerdictKind::kWorse) << "above both";
    EXPECT_EQ(compare({flat_run(1.0)}, {flat_run(1.02)}).verdict.kind, VerdictKind::kWorse) << "2 %";
}

TEST(Verdict, SaysFewLateFramesInAThousand) {
    std::vector<double> works(3'000, 10.0);
    const auto base = run_with(works);
    for (std::size_t i = 0; i < 60; ++i) works[i * 50] = 17.0;  // one in fifty
    const Comparison comparison = compare({base}, {run_with(works)});
    EXPECT_NE(comparison.verdict.words.find("20 more of 1,000 frames over 16.67 ms"), std::string::npos)
        << comparison.verdict.words;
}

TEST(Verdict, MayBeBetterInOneWayAndWorseInAnother) {
    std::vector<double> works(3'000, 10.0);
    const auto base = run_with(works);
    for (std::size_t i = 0; i < works.size(); ++i) works[i] = i % 10 == 0 ? 15.0 : 8.0;
    const Verdict verdict = compare({base}, {run_with(works)}).verdict;
    EXPECT_EQ(verdict.kind, VerdictKind::kMixed);
    EXPECT_TRUE(verdict.words.starts_with("the frame is better in one way and worse in another: ")) << verdict.words;
}

// ---- medians and groups --------------------------------------------------------------------------------------------

TEST(MedianStatistics, AreTheMiddleOfEachFigure) {
    std::vector<RunRecord> runs = {flat_run(20.0, 1), flat_run(2.0, 2), flat_run(5.0, 3)};
    const FrameStatistics middle = median_statistics(configuration(runs));
    EXPECT_DOUBLE_EQ(middle.work.p99_ms, 5.0);
    EXPECT_EQ(middle.work.samples, 1'800u);
    EXPECT_EQ(middle.frames, 1'800u);
    EXPECT_EQ(middle.frames_of_shortest_run, 600u);
    EXPECT_EQ(middle.over_60, 600u);
    EXPECT_EQ(middle.over_60_share, 0.0) << "the median of 1, 0 and 0, not 600 of 1,800";
    EXPECT_NEAR(middle.seconds, 600 * (20.3 + 2 * 16.667) / 1000.0, 1e-6);
    runs.pop_back();
    EXPECT_DOUBLE_EQ(median_statistics(configuration(runs)).work.p99_ms, 11.0) << "of two: between them";
}

TEST(MedianStatistics, OfNothingAreZero) { EXPECT_EQ(median_statistics(Configuration{}).frames, 0u); }

TEST(ByConfiguration, GroupsByModeWorkersAndChunkInOrderOfRepeats) {
    std::vector<RunRecord> runs;
    const auto add = [&](paths::Mode mode, std::uint32_t workers, std::uint32_t chunk, std::uint32_t repeat) {
        runs.push_back(flat_run(1.0, repeat, mode));
        runs.back().setup.workers = workers;
        runs.back().setup.chunk_jobs = chunk;
    };
    add(paths::Mode::kProcesses, 2, 1, 2);
    add(paths::Mode::kNone, 0, 1, 1);
    add(paths::Mode::kProcesses, 2, 8, 1);
    add(paths::Mode::kProcesses, 2, 1, 1);
    add(paths::Mode::kProcesses, 1, 1, 1);
    add(paths::Mode::kNone, 0, 1, 2);
    const auto groups = by_configuration(runs);
    ASSERT_EQ(groups.size(), 4u);
    EXPECT_EQ(groups[0].name, "none");
    EXPECT_EQ(groups[1].name, "processes, 1 worker");
    EXPECT_EQ(groups[2].name, "processes, 2 workers");
    EXPECT_EQ(groups[3].runs.front(), &runs[2]);
    ASSERT_EQ(groups[2].runs.size(), 2u);
    EXPECT_EQ(groups[2].runs[0], &runs[3]);
    EXPECT_EQ(groups[2].runs[1], &runs[0]);
    EXPECT_TRUE(by_configuration({}).empty());
}

TEST(Metric, EachHasANameAUnitAndAValue) {
    FrameStatistics statistics = frame_statistics(flat_run(20.0).frames);
    statistics.stutter_share = 0.25;
    EXPECT_DOUBLE_EQ(value_of(Metric::kOver60Share, statistics), 100.0);
    EXPECT_DOUBLE_EQ(value_of(Metric::kStutterShare, statistics), 25.0);
    EXPECT_DOUBLE_EQ(value_of(Metric::kWorkP99, statistics), 20.0);
    for (std::size_t i = 0; i < kMetricCount; ++i) {
        EXPECT_NE(to_string(static_cast<Metric>(i)), "?");
        EXPECT_FALSE(unit_of(static_cast<Metric>(i)).empty());
    }
    EXPECT_FALSE(is_worse_when_higher(Metric::kLow1));
    EXPECT_TRUE(is_worse_when_higher(Metric::kStutterShare));
}

// ---- the resampling ------------------------------------------------------------------------------------------------

TEST(BlockBootstrap, DrawsTheFiguresThatFrameStatisticsWouldGive) {
    std::mt19937_64 random(6'030);
    std::vector<FrameTimes> frames;
    for (const double work : works_of(random, {.base_ms = 12.0, .swing_ms = 4.0}, 900)) {
        FrameTimes times;
        times.work = ms(work);
        times.interval = ms(std::max(8.0, work + 0.3));
        frames.push_back(times);
    }
    ResampledRun run(frames);
    sim::Random draws(3, 4);
    // The mean over many draws is the run's own figure for a sum, and near it for the middle of the distribution.
    constexpr int kDraws = 4'000;
    Figures mean{};
    for (int i = 0; i < kDraws; ++i) {
        const Figures drawn = run.draw(draws);
        for (std::size_t k = 0; k < kMetricCount; ++k) mean[k] += drawn[k] / kDraws;
    }
    const FrameStatistics own = frame_statistics(frames);
    EXPECT_NEAR(mean[index_of(Metric::kWorkMean)], own.work.mean_ms, 0.05);
    EXPECT_NEAR(mean[index_of(Metric::kCoreMean)], own.core.mean_ms, 0.05);
    EXPECT_NEAR(mean[index_of(Metric::kWorkP50)], own.work.p50_ms, 0.1);
    EXPECT_NEAR(mean[index_of(Metric::kWorkP95)], own.work.p95_ms, 0.3);
    EXPECT_NEAR(mean[index_of(Metric::kOver60Share)], 100.0 * own.over_60_share, 0.5);
    EXPECT_NEAR(mean[index_of(Metric::kOver120Share)], 100.0 * own.over_120_share, 1.0);
    EXPECT_NEAR(mean[index_of(Metric::kLow1)], own.low_1_percent_fps, 3.0);
}

/// The frames that a draw is made of: blocks of the circle, from the same random numbers.
std::vector<std::size_t> drawn_frames(const ResampledRun& run, sim::Random random) {
    std::vector<std::size_t> drawn;
    while (drawn.size() < run.frames()) {
        const std::size_t first = random.below(static_cast<std::uint32_t>(run.frames()));
        for (std::size_t i = 0; i < run.block_length() && drawn.size() < run.frames(); ++i) {
            drawn.push_back((first + i) % run.frames());
        }
    }
    return drawn;
}

TEST(BlockBootstrap, DrawsExactlyWhatFrameStatisticsSaysOfTheSameFrames) {
    std::mt19937_64 random(6'032);
    std::vector<FrameTimes> frames;
    for (const double work : works_of(random, {.base_ms = 12.0, .swing_ms = 6.0}, 900)) {
        FrameTimes times;
        times.work = ms(work);
        times.phases[static_cast<std::size_t>(Phase::kPoll)] = ms(work / 3.0);
        times.interval = ms(frames.size() % 90 == 89 ? 60.0 : std::max(8.0, work + 0.3));
        frames.push_back(times);
    }
    const std::vector<std::uint8_t> stutters = stutters_of(frames);
    ResampledRun run(frames);
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        const std::vector<std::size_t> places = drawn_frames(run, sim::Random(seed, 1));
        std::vector<FrameTimes> drawn;
        double stuttering_ns = 0.0;
        double all_ns = 0.0;
        for (const std::size_t place : places) {
            drawn.push_back(frames[place]);
            const auto interval_ns = static_cast<double>(frames[place].interval.count());
            stuttering_ns += stutters[place] * interval_ns;  // as in the run: a seam between blocks is no stutter
            all_ns += interval_ns;
        }
        FrameStatistics expected = frame_statistics(drawn);
        expected.stutter_share = stuttering_ns / all_ns;
        sim::Random draws(seed, 1);
        const Figures figures = run.draw(draws);
        for (std::size_t i = 0; i < kMetricCount; ++i) {
            const auto metric = static_cast<Metric>(i);
            EXPECT_NEAR(figures[i], value_of(metric, expected), 1e-9 * std::abs(figures[i]) + 1e-12)
                << to_string(metric) << ", seed " << seed;
        }
    }
}

TEST(BlockBootstrap, LengthensItsBlocksWithTheMemoryOfTheFrames) {
    std::mt19937_64 random(6'031);
    const auto length = [&](double memory) {
        const auto run = run_with(works_of(random, {.memory = memory}, 3'000));
        return ResampledRun(timed_frames(run.frames)).block_length();
    };
    EXPECT_EQ(length(0.0), 28u) << "twice the cube root of 3,000, rounded down";
    EXPECT_GT(length(0.95), 60u);
    EXPECT_LE(length(0.999), 600u) << "five blocks at least";
}

TEST(BlockBootstrap, TakesRunsOfAnyLength) {
    for (std::size_t count = 1; count <= 70; ++count) {
        std::vector<double> works;
        for (std::size_t i = 0; i < count; ++i) works.push_back(1.0 + static_cast<double>(i % 7));
        const auto frames = timed_frames(run_with(works).frames);
        ResampledRun run(frames);
        sim::Random draws(count, 1);
        EXPECT_GE(run.block_length(), 1u);
        for (int i = 0; i < 20; ++i) {
            const Figures drawn = run.draw(draws);
            EXPECT_LE(drawn[index_of(Metric::kWorkMax)], 7.0);
            EXPECT_GE(drawn[index_of(Metric::kWorkMean)], 1.0);
            EXPECT_GE(drawn[index_of(Metric::kWorkMax)], drawn[index_of(Metric::kWorkP50)]);
        }
    }
}

}  // namespace
}  // namespace outrider::measure
