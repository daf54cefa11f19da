#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "game/measure/measurement.h"
#include "tests/support/synthetic_runs.h"

namespace outrider::measure {
namespace {

using test::synthetic_measurement;

TEST(Findings, CompareWithNoneWhereverItWasRun) {
    Measurement measurement = synthetic_measurement(600, 2);
    std::reverse(measurement.runs.begin(), measurement.runs.end());
    const Findings findings = findings_of(measurement);
    ASSERT_EQ(findings.comparisons.size(), 5U);
    for (const Comparison& comparison : findings.comparisons) EXPECT_EQ(comparison.base, "none");
}

TEST(Findings, SayWhatEachFormCostsTheFrame) {
    const std::string verdict = findings_of(synthetic_measurement(3600, 3)).verdict;
    EXPECT_NE(verdict.find("Two processes find 24,100 paths/s and cost the frame nothing that can be measured"),
              std::string::npos)
        << verdict;
    EXPECT_NE(verdict.find("inline, the same asking makes every frame late"), std::string::npos) << verdict;
    EXPECT_TRUE(verdict.ends_with('.'));
}

/// Three runs of each, of these two.
Measurement measurement_of(test::SyntheticLoad base, test::SyntheticLoad other) {
    Measurement measurement;
    base.mode = paths::Mode::kNone;
    for (std::uint32_t repeat = 1; repeat <= 3; ++repeat) {
        base.repeat = other.repeat = repeat;
        base.seed = 3;
        other.seed = 4;
        measurement.runs.push_back(test::synthetic_run(base));
        measurement.runs.push_back(test::synthetic_run(other));
    }
    return measurement;
}

TEST(Findings, DoNotBlameAConfigurationForTheLateFramesOfItsBase) {
    const Findings findings = findings_of(measurement_of({.frames = 3600, .slow_share = 0.2, .slow_extra_ms = 40.0},
                                                         {.frames = 3600, .slow_share = 0.5, .slow_extra_ms = 40.0}));
    const Difference& late = findings.comparisons.front().of(Metric::kOver60Share);
    const std::string more = fmt::format("make {:.0f} more of 100 frames late", late.difference);
    EXPECT_NEAR(late.difference, 30.0, 3.0);
    EXPECT_NE(findings.verdict.find(more), std::string::npos) << findings.verdict;
}

TEST(Findings, NameOneEffectOfEachSignWhereTheyAreMixed) {
    const Findings findings = findings_of(measurement_of({.frames = 3600, .slow_share = 0.04, .slow_extra_ms = 6.0},
                                                         {.frames = 3600, .work_ms = 3.6, .slow_share = 0.0}));
    const Verdict& verdict = findings.comparisons.front().verdict;
    ASSERT_EQ(verdict.kind, VerdictKind::kMixed) << verdict.words;
    EXPECT_NE(findings.verdict.find(" ms longer and one frame of a hundred "), std::string::npos) << findings.verdict;
    EXPECT_TRUE(findings.verdict.ends_with(" ms shorter.")) << findings.verdict;
}

// The p99 is clearly longer, but by less than anybody could notice; the mean is what the verdict rests on.
TEST(Findings, NameOnlyWhatTheVerdictRestsOn) {
    Measurement measurement = measurement_of({.frames = 3600, .work_ms = 8.0, .slow_share = 0.0},
                                             {.frames = 3600, .work_ms = 8.0, .slow_share = 0.0});
    for (RunRecord& run : measurement.runs) {
        const bool is_base = run.setup.mode == paths::Mode::kNone;
        for (std::size_t i = 0; i < run.frames.size(); ++i) {
            const bool is_slow = i % 12 == 0;
            const double work_ms = is_slow ? (is_base ? 12.00 : 12.04) : (is_base ? 8.0 : 8.5);
            run.frames[i].times.work = test::synthetic_ms(work_ms);
        }
    }
    const Findings findings = findings_of(measurement);
    ASSERT_TRUE(findings.comparisons.front().of(Metric::kWorkP99).is_clear());
    EXPECT_NE(findings.verdict.find("the mean frame 0.4"), std::string::npos) << findings.verdict;
    for (const Difference& effect : findings.comparisons.front().verdict.effects) {
        EXPECT_EQ(effect.metric, Metric::kWorkMean) << to_string(effect.metric);
    }
}

TEST(Findings, TakeTheMiddleOfTwoRepeats) {
    Measurement measurement = measurement_of({.frames = 600}, {.frames = 600});
    measurement.runs.resize(4);
    for (const std::size_t run : {1U, 3U}) {
        measurement.runs[run].totals.counts.answers = {};
        measurement.runs[run].totals.counts.answers[static_cast<std::size_t>(AnswerStatus::kFound)] = 1000 * run;
        measurement.runs[run].totals.seconds = 1.0;
    }
    EXPECT_NE(findings_of(measurement).verdict.find("Two processes find 2,000 paths/s"), std::string::npos);
}

TEST(Findings, SayWhichSideHasTooFewFrames) {
    const std::string base = findings_of(measurement_of({.frames = 12}, {.frames = 600})).verdict;
    EXPECT_NE(base.find("have nothing to be compared with: none gave too few frames"), std::string::npos) << base;
    const std::string other = findings_of(measurement_of({.frames = 600}, {.frames = 12})).verdict;
    EXPECT_NE(other.find("gave eleven frames in the shortest run, too few for a verdict"), std::string::npos) << other;
}

TEST(Findings, OfOneRunCountItsFrames) {
    Measurement measurement;
    measurement.runs.push_back(test::synthetic_run({.frames = 1}));
    EXPECT_NE(findings_of(measurement).verdict.find(": 1 frame, "), std::string::npos);
    measurement.runs.front().frames.clear();
    EXPECT_NE(findings_of(measurement).verdict.find(": no timed frame"), std::string::npos);
}

TEST(Findings, OfAMeasurementThatIsTooShortAreNoVerdict) {
    const std::string verdict = findings_of(synthetic_measurement(12, 1)).verdict;
    EXPECT_NE(verdict.find("too few for a verdict"), std::string::npos) << verdict;
}

}  // namespace
}  // namespace outrider::measure
