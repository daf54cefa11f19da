#include "tests/bench/bench_search_report.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/bench/bench_search_course.h"
#include "tests/bench/bench_search_yardstick.h"

namespace outrider::bench {
namespace {

constexpr auto kJps = Algorithm::kJps;

/// A map on which all is well: one round for each of the times.
MapFigures map_of(const std::string& name, const std::vector<double>& ours_us,
                  const std::vector<double>& yardstick_us = {}) {
    MapFigures map;
    map.name = name;
    map.layout = GridLayout(512, 512);
    for (const double mean : ours_us) {
        map.ours.push_back(
            {{mean, mean, mean, mean, mean}, 1.0, {.queries = 3, .listed_unreachable = 1, .optimal = 2}});
        map.ours.back().verdicts.unreachable_right = 1;
    }
    for (const double mean : yardstick_us) map.yardstick.push_back({3, mean, mean, mean});
    return map;
}

const Aim* find(const std::vector<Aim>& aims, const std::string& name) {
    for (const Aim& aim : aims) {
        if (aim.name == name) return &aim;
    }
    return nullptr;
}

TEST(BenchSearchReport, TakesTheMedianOfTheRoundsOfEachSide) {
    const MapFigures map = map_of("a", {9, 1, 3}, {4, 100, 6});
    EXPECT_DOUBLE_EQ(our_times(map).mean_us, 3);
    EXPECT_DOUBLE_EQ(yardstick_times(map).mean_us, 6);
    EXPECT_DOUBLE_EQ(*ratio_of(map), 0.5);
    EXPECT_DOUBLE_EQ(median_of({2, 1}), 2);
    EXPECT_FALSE(ratio_of(map_of("b", {1})));
}

TEST(BenchSearchReport, MeansRatiosGeometrically) {
    EXPECT_DOUBLE_EQ(geometric_mean({0.5}), 0.5);
    EXPECT_NEAR(geometric_mean({0.5, 2.0, 8.0}), 2.0, 1e-12);
    const auto mean = mean_ratio({map_of("a", {1}, {2}), map_of("b", {9}), map_of("c", {4}, {2})});
    ASSERT_TRUE(mean);
    EXPECT_NEAR(*mean, 1.0, 1e-12);
    EXPECT_FALSE(mean_ratio({map_of("b", {9})}));
}

TEST(BenchSearchReport, MeetsTheAimsUpToTheirLimits) {
    const auto aims = aims_of({map_of("a", {7}, {10}), map_of("b", {7}, {10})}, kJps);
    ASSERT_NE(find(aims, "geometric_mean"), nullptr);
    EXPECT_NEAR(find(aims, "geometric_mean")->value, 0.7, 1e-12);
    ASSERT_NE(find(aims, "ratio"), nullptr);
    EXPECT_TRUE(find(aims, "ratio")->met());
    const auto missed = aims_of({map_of("a", {1}, {10}), map_of("b", {10.1}, {10})}, kJps);
    EXPECT_TRUE(find(missed, "geometric_mean")->met());
    EXPECT_FALSE(find(missed, "ratio")->met());
    EXPECT_EQ(find(missed, "ratio")->worst_map, "b");
}

TEST(BenchSearchReport, CountsAMapOfShortQueriesInTheMeanOnly) {
    const auto aims = aims_of({map_of("arena", {1.2}, {0.6})}, kJps);
    EXPECT_DOUBLE_EQ(find(aims, "geometric_mean")->value, 2.0);
    EXPECT_EQ(find(aims, "ratio"), nullptr);
}

TEST(BenchSearchReport, ExemptsRandomMapsFromTheLimitOfOneQuery) {
    const auto aims = aims_of({map_of("random512-25-0", {4000}), map_of("a", {900})}, kJps);
    EXPECT_DOUBLE_EQ(find(aims, "query_p99_us")->value, 900);
    EXPECT_TRUE(find(aims, "query_p99_us")->met());
}

TEST(BenchSearchReport, AllowsEditsOfLargeMapsMore) {
    MapFigures small = map_of("small", {1});
    small.edits = EditFigures{{1, 1, 1, 51, 90}, {}};
    MapFigures large = map_of("large", {1});
    large.layout = GridLayout(4096, 4096);
    large.edits = EditFigures{{1, 1, 1, 199, 900}, {}};
    const auto aims = aims_of({small, large}, kJps);
    EXPECT_FALSE(find(aims, "edit_frame_p99_us")->met());
    EXPECT_TRUE(find(aims, "edit_frame_large_p99_us")->met());
}

TEST(BenchSearchReport, ComparesTheNearestCellWithAPlainSearchForIt) {
    MapFigures open = map_of("open", {1});
    open.manners.emplace();
    EXPECT_EQ(find(aims_of({open}, kJps), "nearest_ratio"), nullptr) << "nothing is out of reach";
    MapFigures map = map_of("a", {1});
    map.manners.emplace();
    map.manners->nearest = NearestFigures{{30, 1, 1, 1, 1}, {10, 1, 1, 1, 1}, 0};
    const auto aims = aims_of({open, map}, kJps);
    EXPECT_DOUBLE_EQ(find(aims, "nearest_ratio")->value, 3.0);
    EXPECT_FALSE(find(aims, "nearest_ratio")->met());
    EXPECT_TRUE(all_right({map}));
    map.manners->smooth.wrong = 1;
    EXPECT_FALSE(all_right({map}));
}

TEST(BenchSearchReport, JudgesTheWholeEditBySizeOfMap) {
    FrameFigures small;
    small.layout = GridLayout(512, 512);
    small.with_units.push_back({500, {}, {}, {1, 1, 1, 60, 60}});
    FrameFigures large = small;
    large.layout = GridLayout(4096, 4096);
    const auto aims = aims_of({}, kJps, {small, large});
    EXPECT_FALSE(find(aims, "frame_edit_p99_us_512x512_500")->met());
    EXPECT_TRUE(find(aims, "frame_edit_p99_us_4096x4096_500")->met());
}

TEST(BenchSearchReport, HasNoAimsOfSpeedForTheReference) {
    EXPECT_TRUE(aims_of({map_of("a", {7}, {1})}, Algorithm::kAStar).empty());
}

TEST(BenchSearchReport, NoticesAnAnswerThatIsNotRight) {
    MapFigures map = map_of("a", {1, 1});
    EXPECT_TRUE(all_right({map}));
    EXPECT_DOUBLE_EQ(map.ours[0].verdicts.optimal_percent(), 100.0);
    map.ours[1].verdicts.optimal = 1;
    EXPECT_FALSE(all_right({map}));
    EXPECT_DOUBLE_EQ(map.ours[1].verdicts.optimal_percent(), 50.0);
    map.ours[1] = map.ours[0];
    map.after_edits.queries = 1;
    EXPECT_FALSE(all_right({map}));
    map.after_edits.optimal = 1;
    EXPECT_TRUE(all_right({map}));
    map.unreachable = UnreachableFigures{{}, 1, false};
    EXPECT_FALSE(all_right({map}));
}

TEST(BenchSearchYardstick, ReadsTheLineOfAMap) {
    const YardstickFigures figures = parse_yardstick(
        "a word before\n"
        "own-jpsBP      arena            n=160 mean=0.45 med=0.42 p99=0.95 max=1.2 opt=100.000% shorter=0 inval=0 "
        "unreach=0/0 subopt=1.0000 maxsub=1.000 pre_ms=0.1 rssMB=4.1 memMB=0.1\n",
        "arena");
    EXPECT_EQ(figures.queries, 160U);
    EXPECT_DOUBLE_EQ(figures.mean_us, 0.45);
    EXPECT_DOUBLE_EQ(figures.p50_us, 0.42);
    EXPECT_DOUBLE_EQ(figures.p99_us, 0.95);
}

TEST(BenchSearchYardstick, RefusesOutputWithoutFigures) {
    for (const char* output : {"", "no arena.map\n", "x n=160 mean=0.45 med=0.42\n", "x n= mean=1 med=1 p99=1\n",
                               "x n=1 mean=0.00 med=1 p99=1\n", "x n=1 mean=fast med=1 p99=1\n"}) {
        EXPECT_THROW((void)parse_yardstick(output, "arena"), std::runtime_error) << output;
    }
}

TEST(BenchSearchCourse, PairsMapsWithScenarios) {
    const std::vector<CourseFiles> expected = {
        {"a.map", "a.map.scen"}, {"b.map", "other.scen"}, {"c.map", "c.map.scen"}};
    EXPECT_EQ(pair_up({"a.map", "b.map", "other.scen", "c.map"}), expected);
    EXPECT_TRUE(expected[0].is_beside_map());
    EXPECT_FALSE(expected[1].is_beside_map());
    EXPECT_EQ(expected[1].name(), "b");
    EXPECT_THROW((void)pair_up({"a.scen"}), std::runtime_error);
    EXPECT_THROW((void)pair_up({"a.map", "a.scen", "b.scen"}), std::runtime_error);
}

}  // namespace
}  // namespace outrider::bench
