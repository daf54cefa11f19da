// The benchmark runs, and finds every figure. Speed is no matter here.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/child_process.h"
#include "tests/support/temporary_folder.h"

namespace outrider::test {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

const std::string kMap = OUTRIDER_SOURCE_DIR "/assets/maps/valley.map";

struct Outcome {
    std::optional<Ending> ending;
    std::string output;
    std::string error;
};

Outcome bench_search(const std::vector<std::string>& arguments) {
    ChildProcess bench({std::string(OUTRIDER_BIN_DIR) + "/bench_search", arguments, {{"PATH", "/bin:/usr/bin"}}});
    const auto ending = bench.wait(100s);
    return {ending, bench.output(), bench.error()};
}

/// A program that claims to need so much for each query of kMap.
std::string yardstick_of(const TemporaryFolder& folder, std::size_t queries, const std::string& mean_us) {
    const auto file = folder.write("yardstick", "#!/bin/sh\necho \"own-$1 ${2##*/} n=" + std::to_string(queries) +
                                                    " mean=" + mean_us + " med=" + mean_us + " p99=" + mean_us +
                                                    " max=9.9 opt=100.000%\"\n");
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    return file.string();
}

std::size_t queries_of_map() {
    return json::parse(bench_search({kMap, "--passes", "2", "--json", "-"}).output).at("maps").at(0).at("queries");
}

void expect_times(const json& times, const std::string& what) {
    for (const char* figure : {"mean", "p50", "p95", "p99", "max"}) {
        EXPECT_GT(times.at(figure), 0.0) << what << ' ' << figure;
    }
}

TEST(BenchSearch, FindsEveryFigure) {
    const Outcome run = bench_search({kMap, kMap, kMap + ".scen", "--passes", "2", "--json", "-"});
    ASSERT_EQ(run.ending, exit_code(0)) << run.error;
    const json report = json::parse(run.output);
    EXPECT_TRUE(report.at("passed").get<bool>());
    ASSERT_EQ(report.at("maps").size(), 2U);
    for (const json& map : report.at("maps")) {
        EXPECT_EQ(map.at("map"), "valley");
        EXPECT_GT(map.at("queries"), 100);
        EXPECT_EQ(map.at("optimal_percent"), 100.0);
        EXPECT_TRUE(map.at("right_after_edits").get<bool>());
        EXPECT_EQ(map.at("invalid"), 0);
        EXPECT_EQ(map.at("wrong"), 0);
        EXPECT_GT(map.at("expanded_per_query"), 1.0);
        EXPECT_GT(map.at("first_search_us"), 0.0);
#ifndef OUTRIDER_SANITIZED  // whose allocator keeps other books
        EXPECT_GT(map.at("memory").at("allocated_mib"), 0.0);
#endif
        for (const char* times :
             {"query_us", "edit_frame_us", "edit_next_search_us", "unreachable_us", "flow_field_us",
              "flow_field_proof_us", "nearest_us", "nearest_plain_us", "clearance2_us", "smooth_us", "weighted_us"}) {
            expect_times(map.at(times), times);
        }
        EXPECT_TRUE(map.at("unreachable_in_pockets").get<bool>()) << "all of the valley is one";
        EXPECT_EQ(map.at("unreachable_wrong"), 0);
        EXPECT_GT(map.at("nearest_ratio"), 0.0);
        EXPECT_GT(map.at("smooth_saved_percent"), 0.0);
        EXPECT_LT(map.at("smooth_saved_percent"), 8.3) << "no octile path is longer than that to a straight one";
        EXPECT_EQ(map.at("manners_wrong"), 0);
        EXPECT_FALSE(map.contains("ratio"));
    }
}

TEST(BenchSearch, MeasuresWhatAnEditCostsTheFrame) {
    const Outcome run = bench_search({"--frame", "128,96", "--json", "-"});
    ASSERT_EQ(run.ending, exit_code(0)) << run.error;
    const json report = json::parse(run.output);
    ASSERT_EQ(report.at("frame").size(), 2U);
    for (const json& frame : report.at("frame")) {
        for (const char* times : {"publish_us", "danger_us", "publish_after_danger_us"}) {
            expect_times(frame.at(times), times);
        }
        EXPECT_EQ(frame.at("unpublished"), 0) << "a buffer is free in every frame";
        ASSERT_EQ(frame.at("world").size(), 2U);
        for (const json& world : frame.at("world")) {
            EXPECT_GE(world.at("units"), 500);
            for (const char* times : {"paint_us", "submit_us", "edit_us"}) expect_times(world.at(times), times);
        }
    }
    EXPECT_TRUE(report.at("aims").contains("frame_edit_p99_us_128x128_500"));
}

TEST(BenchSearch, ComparesWithAYardstickInTurns) {
    const TemporaryFolder folder;
    const std::string slow = yardstick_of(folder, queries_of_map(), "1000000.00");
    const Outcome run = bench_search({kMap, "--passes", "2", "--rounds", "3", "--yardstick", slow, "--json", "-"});
    ASSERT_EQ(run.ending, exit_code(0)) << run.error;
    const json report = json::parse(run.output);
    const json& map = report.at("maps").at(0);
    EXPECT_EQ(map.at("query_us").at("mean_of_each_round").size(), 3U);
    EXPECT_EQ(map.at("yardstick_us").at("mean_of_each_round").size(), 3U);
    EXPECT_DOUBLE_EQ(map.at("ratio"), map.at("query_us").at("mean").get<double>() / 1e6);
    const double ratio = map.at("ratio");
    EXPECT_NEAR(report.at("ratio_geometric_mean"), ratio, 1e-9 * ratio) << "a logarithm rounds more than a quotient";
    EXPECT_TRUE(report.at("aims").at("geometric_mean").at("met").get<bool>());
}

TEST(BenchSearch, FailsAtTheGateBehindAFasterYardstick) {
    const TemporaryFolder folder;
    const std::string fast = yardstick_of(folder, queries_of_map(), "0.001");
    const std::vector<std::string> arguments = {kMap, "--passes", "2", "--rounds", "1", "--yardstick", fast};
    EXPECT_EQ(bench_search(arguments).ending, exit_code(0));
    std::vector<std::string> at_the_gate = arguments;
    at_the_gate.emplace_back("--gate");
    const Outcome run = bench_search(at_the_gate);
    EXPECT_EQ(run.ending, exit_code(1));
    EXPECT_NE(run.output.find("MISSED"), std::string::npos) << run.output;
}

TEST(BenchSearch, RefusesAYardstickWithOtherQueries) {
    const TemporaryFolder folder;
    const Outcome run = bench_search({kMap, "--passes", "2", "--yardstick", yardstick_of(folder, 1, "1.0")});
    EXPECT_EQ(run.ending, exit_code(2));
    EXPECT_NE(run.error.find("other queries"), std::string::npos) << run.error;
}

TEST(BenchSearch, FollowsAScenarioThatEditsItsMap) {
    const TemporaryFolder folder;
    folder.write("wall.patch", "type patch\npatches 1\npatch 0\nheight 3\nwidth 1\nmap\n@\n@\n@\n");
    const auto scenario = folder.write("walls.scen",
                                       "version 2\nheight 4\nwidth 8\ncost 1 octile\npatch wall.patch\ncommands\n"
                                       "Q 0 0 0 7 0 7\nP 0 0 3 0\nQ 0 0 0 7 0 10.07106781\n");
    const Outcome run = bench_search({"--dynamic", scenario.string(), "--passes", "3", "--json", "-"});
    ASSERT_EQ(run.ending, exit_code(0)) << run.error << run.output;
    const json map = json::parse(run.output).at("maps").at(0);
    EXPECT_EQ(map.at("map"), "walls");
    EXPECT_EQ(map.at("optimal"), 2);
}

TEST(BenchSearch, SaysWhatItCannotRead) {
    const Outcome missing = bench_search({"/nowhere.map"});
    EXPECT_EQ(missing.ending, exit_code(2));
    EXPECT_NE(missing.error.find("/nowhere.map"), std::string::npos) << missing.error;
    const Outcome alone = bench_search({kMap + ".scen"});
    EXPECT_EQ(alone.ending, exit_code(2));
    EXPECT_NE(alone.error.find("no map before it"), std::string::npos) << alone.error;
    const Outcome mistaken = bench_search({"--dynamic", kMap + ".scen"});
    EXPECT_EQ(mistaken.ending, exit_code(2));
    EXPECT_NE(mistaken.error.find("needs a map"), std::string::npos) << mistaken.error;
    EXPECT_EQ(bench_search({}).ending, exit_code(2));
}

}  // namespace
}  // namespace outrider::test
