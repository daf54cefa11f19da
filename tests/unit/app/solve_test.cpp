#include "game/app/solve.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/support/temporary_folder.h"
#include "tests/unit/app/walled_map.h"

namespace outrider::app {
namespace {

using outrider::test::TemporaryFolder;

const Places kNoPlaces{.assets = "/nowhere/assets", .pathfinder = "/nowhere/outrider-pathfinder"};

/// Two queries past the wall of walled_map(), one trivial.
const std::string kScenario =
    "version 1\n"
    "0\twalled.map\t24\t16\t0\t0\t10\t0\t10\n"
    "0\twalled.map\t24\t16\t2\t7\t2\t9\t2\n"
    "0\twalled.map\t24\t16\t5\t5\t5\t5\t0\n";

/// A chamber without a door; a query past it, and one into it.
const std::string kChamber =
    "type octile\nheight 8\nwidth 16\nmap\n"
    "................\n"
    ".....@@@@.......\n"
    ".....@..@.......\n"
    ".....@..@.......\n"
    ".....@@@@.......\n"
    "................\n"
    "................\n"
    "................\n";
const std::string kPastAndInto =
    "version 1\n"
    "0\tchamber.map\t16\t8\t1\t2\t12\t2\t12.65685424\n"
    "0\tchamber.map\t16\t8\t1\t2\t6\t2\t0\n";

/// An 8 x 4 map that gets a wall with one gap, then loses it again.
const std::string kPatches =
    "type patch\npatches 2\n"
    "patch 0\nheight 3\nwidth 1\nmap\n@\n@\n@\n"
    "patch 1\nheight 3\nwidth 1\nmap\n.\n.\n.\n";
const std::string kChanging =
    "version 2\nheight 4\nwidth 8\ncost 1 octile\npatch changing.patch\ncommands\n"
    "Q 0 0 0 6 0 6\n"
    "P 0 0 3 0\n"
    "Q 0 0 0 6 0 9.65685424949238\n"
    "P 0 1 3 0\n"
    "Q 0 0 0 6 0 6\n";

class SolveTest : public testing::Test {
protected:
    SolveTest() {
        map_ = folder_.write("walled.map", test::walled_map());
        scenario_ = folder_.write("walled.map.scen", kScenario);
        static_cast<void>(folder_.write("changing.patch", kPatches));
        changing_ = folder_.write("changing.scen", kChanging);
        options_.map = map_;
        options_.scenario = scenario_;
        options_.mode = paths::Mode::kInline;
        options_.json = (folder_.path() / "out.json").string();
    }

    nlohmann::json solved(int expected_exit = kExitDone) {
        EXPECT_EQ(solve(options_, kNoPlaces), expected_exit);
        std::ifstream in(*options_.json);
        return nlohmann::json::parse(in);
    }

    TemporaryFolder folder_;
    std::filesystem::path map_;
    std::filesystem::path scenario_;
    std::filesystem::path changing_;
    SolveOptions options_;
};

TEST_F(SolveTest, FindsEveryQueryOptimal) {
    const nlohmann::json json = solved();
    EXPECT_EQ(json["map"], "walled.map");
    EXPECT_EQ(json["workers"], 0);
    EXPECT_EQ(json["queries"], 3);
    EXPECT_EQ(json["optimal"], 3);
    for (const char* fault : {"partial", "unreachable", "wrong", "invalid", "lost", "duplicated"}) {
        EXPECT_EQ(json[fault], 0) << fault;
    }
}

TEST_F(SolveTest, HasEveryFieldOfTheContract) {
    const nlohmann::json json = solved();
    for (const char* field :
         {"map",      "mode",        "workers",   "algorithm",   "clearance",     "smooth",   "nearest", "queries",
          "answered", "optimal",     "partial",   "unreachable", "wrong",         "invalid",  "lost",    "duplicated",
          "seconds",  "paths_per_s", "path_hash", "search_us",   "round_trip_us", "map_edits"}) {
        EXPECT_TRUE(json.contains(field)) << field;
    }
    for (const char* part : {"mean", "p50", "p99", "max"}) EXPECT_TRUE(json["search_us"].contains(part)) << part;
    for (const char* part : {"p50", "p99", "max"}) EXPECT_TRUE(json["round_trip_us"].contains(part)) << part;
}

TEST_F(SolveTest, GivesOneHashInlineAndInAnyNumberOfThreads) {
    const nlohmann::json alone = solved();
    options_.mode = paths::Mode::kThreads;
    options_.workers = {1, 2};
    const nlohmann::json runs = solved()["runs"];
    ASSERT_EQ(runs.size(), 2U);
    for (const nlohmann::json& run : runs) EXPECT_EQ(run["path_hash"], alone["path_hash"]);
    EXPECT_EQ(runs[1]["workers"], 2);
}

TEST_F(SolveTest, RunsInlineForZeroWorkersAmongOthers) {
    options_.mode = paths::Mode::kThreads;
    options_.workers = {0, 1, 2};
    const nlohmann::json runs = solved()["runs"];
    ASSERT_EQ(runs.size(), 3U);
    EXPECT_EQ(runs[0]["mode"], "inline");
    EXPECT_EQ(runs[0]["workers"], 0);
    EXPECT_EQ(runs[1]["mode"], "threads");
    EXPECT_EQ(runs[1]["workers"], 1);
    EXPECT_EQ(runs[2]["workers"], 2);
    for (const nlohmann::json& run : runs) EXPECT_EQ(run["path_hash"], runs[0]["path_hash"]);
}

TEST_F(SolveTest, NeedsNoWorkerProgramForZeroWorkers) {
    options_.mode = paths::Mode::kProcesses;
    options_.workers = {0};
    EXPECT_EQ(solved()["mode"], "inline");
}

SolveReport run_of(paths::Mode mode, std::uint32_t workers, double seconds) {
    SolveReport report;
    report.mode = mode;
    report.workers = workers;
    report.seconds = seconds;
    return report;
}

TEST(ScalingTable, RelatesEveryRunToInline) {
    const std::vector<SolveReport> runs = {run_of(paths::Mode::kProcesses, 1, 2.0),
                                           run_of(paths::Mode::kInline, 0, 1.5),
                                           run_of(paths::Mode::kProcesses, 4, 0.5)};
    EXPECT_EQ(to_scaling_table(runs),
              "\n"
              "workers     seconds  speed-up  efficiency\n"
              "1             2.000      0.75        75 %\n"
              "0, inline     1.500      1.00       100 %\n"
              "4             0.500      3.00        75 %\n");
}

TEST(ScalingTable, IsEmptyWithNothingToCompare) {
    const std::vector<SolveReport> pools = {run_of(paths::Mode::kThreads, 1, 2.0),
                                            run_of(paths::Mode::kThreads, 2, 1.0)};
    EXPECT_EQ(to_scaling_table(pools), "");
    EXPECT_EQ(to_scaling_table(std::vector{run_of(paths::Mode::kInline, 0, 1.0)}), "");
    EXPECT_EQ(to_scaling_table({}), "");
}

TEST_F(SolveTest, FollowsAMapThatChanges) {
    options_.map.reset();
    options_.scenario = changing_;
    for (const paths::Mode mode : {paths::Mode::kInline, paths::Mode::kThreads}) {
        options_.mode = mode;
        const nlohmann::json json = solved();
        EXPECT_EQ(json["optimal"], 3);
        EXPECT_EQ(json["map_edits"], 2);
    }
}

TEST_F(SolveTest, AsksInAnyMannerAlikeInlineAndInThreads) {
    options_.map = folder_.write("chamber.map", kChamber);
    options_.scenario = folder_.write("chamber.map.scen", kPastAndInto);
    for (const Algorithm algorithm : {Algorithm::kJps, Algorithm::kAStar, Algorithm::kWeighted}) {
        for (int manner = 0; manner < 8; ++manner) {
            options_.algorithm = algorithm;
            options_.clearance = (manner & 1) != 0 ? Clearance::kTwoCells : Clearance::kOneCell;
            options_.nearest = (manner & 2) != 0;
            options_.smooth = (manner & 4) != 0 && algorithm != Algorithm::kWeighted;
            SCOPED_TRACE(std::string(to_string(algorithm)) + ", manner " + std::to_string(manner));
            options_.mode = paths::Mode::kInline;
            const nlohmann::json alone = solved();
            options_.mode = paths::Mode::kThreads;
            const nlohmann::json json = solved();
            EXPECT_EQ(json["optimal"], 1);
            EXPECT_EQ(json["partial"], options_.nearest ? 1 : 0);
            EXPECT_EQ(json["unreachable"], options_.nearest ? 0 : 1);
            EXPECT_EQ(json["path_hash"], alone["path_hash"]);
            EXPECT_EQ(json["clearance"], static_cast<int>(options_.clearance));
            EXPECT_EQ(json["smooth"], options_.smooth);
            EXPECT_EQ(json["nearest"], options_.nearest);
            EXPECT_EQ(json["algorithm"], to_string(algorithm));
        }
    }
}

TEST_F(SolveTest, ApproachesGoalsThatAnEditCutsOff) {
    static_cast<void>(folder_.write("closing.patch",
                                    "type patch\npatches 2\n"
                                    "patch 0\nheight 4\nwidth 1\nmap\n@\n@\n@\n@\n"
                                    "patch 1\nheight 4\nwidth 1\nmap\n.\n.\n.\n.\n"));
    options_.scenario = folder_.write("closing.scen",
                                      "version 2\nheight 4\nwidth 8\ncost 1 octile\npatch closing.patch\ncommands\n"
                                      "Q 0 0 0 6 0 6\n"
                                      "P 0 0 3 0\n"
                                      "Q 0 0 0 6 0 0\n"
                                      "P 0 1 3 0\n"
                                      "Q 0 0 0 6 0 6\n");
    options_.map.reset();
    options_.nearest = true;
    for (const Clearance clearance : {Clearance::kOneCell, Clearance::kTwoCells}) {
        options_.clearance = clearance;
        const nlohmann::json json = solved();
        EXPECT_EQ(json["optimal"], 2);
        EXPECT_EQ(json["partial"], 1);
    }
}

TEST_F(SolveTest, DoesNotHoldLargerUnitsToListedLengths) {
    options_.scenario = folder_.write("listed.scen", "version 1\n0\twalled.map\t24\t16\t20\t2\t20\t12\t1\n");
    options_.clearance = Clearance::kTwoCells;
    EXPECT_EQ(solved()["optimal"], 1);
    options_.clearance = Clearance::kOneCell;
    EXPECT_EQ(solved(kExitCheckFailed)["wrong"], 1);
}

TEST_F(SolveTest, FailsWhenAListedWallIsNone) {
    options_.scenario = folder_.write("wall.scen", "version 1\n0\twalled.map\t24\t16\t0\t0\t10\t0\t0\n");
    options_.nearest = true;
    EXPECT_EQ(solved(kExitCheckFailed)["wrong"], 1);
}

TEST_F(SolveTest, FailsWhenALengthIsNotAsListed) {
    options_.scenario = folder_.write("wrong.scen", "version 1\n0\twalled.map\t24\t16\t0\t0\t10\t0\t9\n");
    EXPECT_EQ(solved(kExitCheckFailed)["wrong"], 1);
}

TEST_F(SolveTest, RefusesAScenarioWithTheWrongNumberOfMaps) {
    options_.scenario = changing_;
    EXPECT_THROW(static_cast<void>(solve(options_, kNoPlaces)), UsageError);
    options_.map.reset();
    options_.scenario = scenario_;
    EXPECT_THROW(static_cast<void>(solve(options_, kNoPlaces)), UsageError);
}

TEST_F(SolveTest, RefusesAMissingWorkerProgram) {
    options_.mode = paths::Mode::kProcesses;
    EXPECT_THROW(static_cast<void>(solve(options_, kNoPlaces)), UsageError);
}

}  // namespace
}  // namespace outrider::app
