#include "game/measure/break_even.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string>
#include <vector>

namespace outrider::measure {
namespace {

using paths::Mode;

BreakEvenPoint point(Mode mode, std::uint32_t workers, double burn_us) {
    BreakEvenPoint point;
    point.mode = mode;
    point.workers = workers;
    point.burn_us = burn_us;
    return point;
}

std::vector<CrossingSample> samples(std::initializer_list<CrossingSample> list) { return list; }

// --- crossings -------------------------------------------------------------------------------------------------------

TEST(Crossing, IsNowhereWhereNothingIsClearlyBetter) {
    EXPECT_EQ(crossing_of({}).kind, CrossingKind::kNowhere);
    EXPECT_EQ(crossing_of(samples({{1, 0.2}, {10, 1.0}, {100, 1.04}})).kind, CrossingKind::kNowhere);
}

TEST(Crossing, IsEverywhereWhereAllAreBetter) {
    const Crossing crossing = crossing_of(samples({{1, 1.2}, {10, 2.0}}));
    EXPECT_EQ(crossing.kind, CrossingKind::kEverywhere);
    EXPECT_DOUBLE_EQ(crossing.from, 1.0);
    EXPECT_DOUBLE_EQ(crossing.to, 10.0);
}

// The advantage grows as x: it is 0.21 at 1, 2.1 at 10, so it is 1.05 at 5.
TEST(Crossing, LiesWhereTheStraightLineOnLogarithmicAxesDoes) {
    const Crossing crossing = crossing_of(samples({{1, 0.21}, {10, 2.1}, {100, 21}}));
    EXPECT_EQ(crossing.kind, CrossingKind::kFrom);
    EXPECT_NEAR(crossing.from, 5.0, 1e-9);
}

TEST(Crossing, HasTwoEndsWhereAnAdvantageIsLostAgain) {
    const Crossing crossing = crossing_of(samples({{1, 0.21}, {10, 2.1}, {100, 2.1}, {1000, 0.21}}));
    EXPECT_EQ(crossing.kind, CrossingKind::kBetween);
    EXPECT_NEAR(crossing.from, 5.0, 1e-9);
    EXPECT_NEAR(crossing.to, 200.0, 1e-6);
}

TEST(Crossing, TakesTheLongestStretch) {
    const Crossing crossing = crossing_of(samples({{1, 2}, {2, 0.5}, {3, 2}, {4, 2}, {5, 2}}));
    EXPECT_EQ(crossing.kind, CrossingKind::kFrom);
    EXPECT_GT(crossing.from, 2.0);
    EXPECT_LT(crossing.from, 3.0);
}

TEST(Crossing, SurvivesSamplesWithoutAnyAdvantage) {
    const Crossing crossing = crossing_of(samples({{1, 0.0}, {10, 2.0}}));
    EXPECT_EQ(crossing.kind, CrossingKind::kFrom);
    EXPECT_DOUBLE_EQ(crossing.from, 10.0) << "where it was measured";
}

// Found again where it was planted, whatever the grid of samples is.
TEST(Crossing, IsFoundAgainOnAnyGrid) {
    for (const double planted : {1.7, 20.0, 333.0, 4'000.0}) {
        std::vector<CrossingSample> grid;
        for (const double x : {1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1'000.0, 3'000.0, 10'000.0}) {
            grid.push_back({x, kClearly * std::pow(x / planted, 0.4)});
        }
        EXPECT_NEAR(crossing_of(grid).from / planted, 1.0, 1e-9);
    }
}

// --- figures ---------------------------------------------------------------------------------------------------------

TEST(FrameFigureTest, IsTheHighestThatTheSampleSupports) {
    EXPECT_EQ(figure_for(500).name, "p99");
    EXPECT_EQ(figure_for(499).name, "p95");
    EXPECT_EQ(figure_for(100).name, "p95");
    EXPECT_EQ(figure_for(99).name, "longest");
    EXPECT_EQ(figure_for(100).value, &Percentiles::p95_ms);
}

TEST(BreakEvenCurves, AreOneForEachFormInOrder) {
    std::vector<BreakEvenPoint> points{point(Mode::kProcesses, 2, 10), point(Mode::kInline, 0, 100),
                                       point(Mode::kProcesses, 1, 10), point(Mode::kInline, 0, 10),
                                       point(Mode::kThreads, 1, 10)};
    points.push_back(point(Mode::kProcesses, 1, 10));
    points.back().chunk_jobs = 8;
    const auto curves = curves_of(points);
    std::vector<std::string> names;
    for (const Curve& curve : curves) names.push_back(name_of_form(*curve.front()));
    EXPECT_EQ(names,
              (std::vector<std::string>{"inline", "1 thread", "1 process", "1 process in chunks of 8", "2 processes"}));
    ASSERT_EQ(curves[0].size(), 2U);
    EXPECT_LT(curves[0][0]->burn_us, curves[0][1]->burn_us);
}

// --- sentences -------------------------------------------------------------------------------------------------------

/// Inline does 1e6 / (T + 1) per second; `workers` others as many as the game can hand out: one each 4 us.
class BreakEvenFindings : public ::testing::Test {
protected:
    BreakEvenFindings() {
        curves_.work_per_frame_us = 8'000;
        for (const double burn_us : {1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1'000.0, 3'000.0, 10'000.0}) {
            curves_.points.push_back(with_frames(Mode::kInline, 0, burn_us, 12.0));
            curves_.points.back().jobs_per_s = 1e6 / (burn_us + 1.0);
            for (const std::uint32_t workers : {1U, 2U}) {
                curves_.points.push_back(with_frames(Mode::kProcesses, workers, burn_us, 4.0));
                curves_.points.back().jobs_per_s = std::min(1e6 / 4.0, workers * 1e6 / (burn_us + 1.0));
            }
        }
        for (const double per_frame : {1.0, 10.0, 100.0}) {
            add_load(Mode::kInline, 0, per_frame, 0.01 * per_frame);
            add_load(Mode::kProcesses, 1, per_frame, 0.021 + 0.0001 * per_frame);
        }
    }
    static BreakEvenPoint with_frames(Mode mode, std::uint32_t workers, double burn_us, double work_ms) {
        BreakEvenPoint made = point(mode, workers, burn_us);
        made.per_frame = 8'000 / burn_us;
        made.frames = 100;
        made.work.p95_ms = work_ms;
        return made;
    }
    void add_load(Mode mode, std::uint32_t workers, double per_frame, double paths_ms) {
        curves_.by_load.push_back(point(mode, workers, 10.0));
        curves_.by_load.back().per_frame = per_frame;
        curves_.by_load.back().frames = 100;
        curves_.by_load.back().paths.p50_ms = paths_ms;
    }
    /// The one sentence that begins, or goes on, like that.
    [[nodiscard]] std::string sentence(const std::string& part) const {
        const auto all = findings_of(curves_);
        const auto found = std::ranges::find_if(all, [&](const auto& one) { return one.find(part) != one.npos; });
        return found == all.end() ? "there is none" : *found;
    }

    BreakEven curves_;
};

TEST_F(BreakEvenFindings, SayFromWhichSizeOnThroughputRises) {
    // As many at T = 3 us, twice as many at 10: 1.05 times at 3 x (10/3)^(ln 1.05 / ln 2) = 3.27.
    EXPECT_NE(sentence("2 processes answer").find("more requests per second than inline from T = 3.3 us on"),
              std::string::npos)
        << sentence("2 processes answer");
}

TEST_F(BreakEvenFindings, SayWhereThereIsNoCrossing) {
    EXPECT_NE(sentence("1 process does not answer").find("at any T measured"), std::string::npos)
        << sentence("1 process");
}

TEST_F(BreakEvenFindings, SayWhatTheFrameSaves) {
    const std::string words = sentence("1 process shortens it");
    EXPECT_NE(words.find("at every T measured"), std::string::npos) << words;
    EXPECT_NE(words.find("(p95 of its work 4.00 ms, inline 12.0 ms at T = 10,000 us)"), std::string::npos) << words;
}

TEST_F(BreakEvenFindings, DoNotPraiseWhoDidNotDoTheWork) {
    for (BreakEvenPoint& one : curves_.points) {
        if (one.mode == Mode::kProcesses && one.workers == 1 && one.burn_us < 10.0) one.held_back = 0.6;
    }
    const std::string words = sentence("1 process shortens it");
    EXPECT_NE(words.find("from T = 10 us on"), std::string::npos) << words;
    EXPECT_NE(words.find("60 % of its requests were held back at T = 1 us"), std::string::npos) << words;
}

TEST_F(BreakEvenFindings, SayFromWhichLoadOnTheFrameIsSaved) {
    // Inline 10 us a request; processes 21 us a frame and 0.1 us a request: equal at a little over two requests.
    const std::string words = sentence("Requests of 10 us each");
    EXPECT_NE(words.find("1 process takes less of the frame than inline from T x requests per frame = 2"),
              std::string::npos)
        << words;
    EXPECT_NE(words.find("Below, inline costs less"), std::string::npos) << words;
}

TEST_F(BreakEvenFindings, BeginWithTheAnswerInShort) {
    const std::string first = findings_of(curves_).front();
    EXPECT_NE(first.find("raises throughput for requests of 3.3 us"), std::string::npos) << first;
    EXPECT_NE(first.find("(2 processes)"), std::string::npos) << first;
    EXPECT_NE(first.find("takes less of the frame than inline from 2"), std::string::npos) << first;
}

TEST_F(BreakEvenFindings, NameProcessesWhereThreadsPayAsEarly) {
    const auto add_threads = [](std::vector<BreakEvenPoint>& points) {
        auto threads = points;
        std::erase_if(threads, [](const BreakEvenPoint& one) { return one.mode != Mode::kProcesses; });
        for (BreakEvenPoint& one : threads) one.mode = Mode::kThreads;
        points.insert(points.end(), threads.begin(), threads.end());
    };
    add_threads(curves_.points);
    add_threads(curves_.by_load);
    const std::string first = findings_of(curves_).front();
    EXPECT_NE(first.find("(2 processes)"), std::string::npos) << first;
    EXPECT_EQ(first.find("thread"), std::string::npos) << first;
}

TEST_F(BreakEvenFindings, AreHonestWhereNothingPays) {
    for (BreakEvenPoint& one : curves_.points) {
        if (one.mode != Mode::kInline) one.jobs_per_s *= 0.1;
    }
    for (BreakEvenPoint& one : curves_.by_load) {
        if (one.mode != Mode::kInline) one.paths.p50_ms = 99.0;
    }
    EXPECT_EQ(findings_of(curves_).front(),
              "On this machine offloading raises throughput at no size of request measured, and takes less of the "
              "frame than inline at no load measured.");
}

TEST_F(BreakEvenFindings, LeaveOutWhatWasNotRun) {
    for (BreakEvenPoint& one : curves_.points) {
        if (one.burn_us == 1.0 || one.burn_us == 10'000.0) one.jobs_per_s = 0.0;
        if (one.burn_us == 10'000.0) one.frames = 0;
    }
    for (BreakEvenPoint& one : curves_.by_load) {
        if (one.per_frame == 1.0) one.frames = 0;
    }
    const std::string words = sentence("2 processes answer");
    EXPECT_NE(words.find("at 3 us, "), std::string::npos) << words;
    EXPECT_NE(words.find("times at 3,000 us)"), std::string::npos) << words;
    EXPECT_EQ(words.find("(0 times"), std::string::npos) << words;
    EXPECT_NE(sentence("1 process shortens it").find("at T = 3,000 us)"), std::string::npos);
    EXPECT_NE(sentence("Requests of 10 us each").find("(with 10 in a frame"), std::string::npos)
        << sentence("Requests of 10 us each");
}

TEST_F(BreakEvenFindings, SayInShortOnlyWhatWasMeasured) {
    BreakEven all = curves_;
    curves_.by_load.clear();
    EXPECT_TRUE(findings_of(curves_).front().ends_with("for requests of 3.3 us and longer (2 processes)."))
        << findings_of(curves_).front();
    curves_ = all;
    for (BreakEvenPoint& one : curves_.points) one.jobs_per_s = 0.0;
    EXPECT_TRUE(findings_of(curves_).front().starts_with("On this machine offloading takes less of the frame than"))
        << findings_of(curves_).front();
    curves_.by_load.clear();
    EXPECT_TRUE(findings_of(curves_).front().starts_with("With 8 ms of requests")) << findings_of(curves_).front();
}

TEST_F(BreakEvenFindings, SayInShortWhereAnAdvantageIsLostAgain) {
    for (BreakEvenPoint& one : curves_.points) {
        if (one.mode != Mode::kInline && one.burn_us >= 1'000.0) one.jobs_per_s *= 0.1;
    }
    const std::string first = findings_of(curves_).front();
    EXPECT_NE(first.find("raises throughput for requests of 3.3 us to "), std::string::npos) << first;
    EXPECT_NE(first.find(" us alone (2 processes)"), std::string::npos) << first;
}

TEST_F(BreakEvenFindings, TellOfHeldBackRequestsByTheAxisOfTheLoad) {
    for (BreakEvenPoint& one : curves_.by_load) {
        if (one.mode != Mode::kInline && one.per_frame == 100.0) one.held_back = 0.4;
    }
    const std::string words = sentence("Requests of 10 us each");
    EXPECT_NE(words.find("40 % of its requests were held back at T x requests per frame = 1,000 us"), std::string::npos)
        << words;
}

TEST(BreakEvenFindingsOfNothing, AreNone) { EXPECT_TRUE(findings_of(BreakEven{}).empty()); }

}  // namespace
}  // namespace outrider::measure
