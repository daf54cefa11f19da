// Whole scenarios asked in other ways: for larger units, for taut paths, for the nearest cell, for least cost.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/e2e/game_program.h"

namespace outrider::e2e {
namespace {

using nlohmann::json;

constexpr Patience kOneScenario{60'000};

/// A chamber without a door, a gap in a wall that is one cell wide; a query past the chamber, two into it, and one
/// through the gap. No larger unit can stand beside the gap, where that one starts.
const std::string kRooms =
    "type octile\nheight 8\nwidth 16\nmap\n"
    "..........@.....\n"
    ".....@@@@.@.....\n"
    ".....@..@.......\n"
    ".....@..@.@.....\n"
    ".....@@@@.@.....\n"
    "..........@.....\n"
    "..........@.....\n"
    "..........@.....\n";
const std::string kQueries =
    "version 1\n"
    "0\trooms.map\t16\t8\t1\t2\t8\t6\t8.65685424\n"
    "0\trooms.map\t16\t8\t1\t2\t6\t2\t0\n"
    "0\trooms.map\t16\t8\t9\t2\t13\t2\t4\n"
    "0\trooms.map\t16\t8\t1\t2\t7\t3\t0\n";

struct Way {
    const char* name;
    Arguments options;
    int optimal;
    int partial;
    int unreachable;
};

std::ostream& operator<<(std::ostream& out, const Way& way) { return out << way.name; }

class SolveQueries : public testing::TestWithParam<Way> {
protected:
    [[nodiscard]] Ended run(const std::string& scenario, const std::string& mode, const Arguments& more = {}) const {
        const auto map = home_.write("rooms.map", kRooms);
        Arguments arguments = {"solve",  map.string(), home_.write("rooms.map.scen", scenario).string(),
                               "--mode", mode,         "--workers",
                               "2",      "--repeat",   "2",
                               "--json", "-"};
        arguments.insert(arguments.end(), GetParam().options.begin(), GetParam().options.end());
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run_to_end(outrider(home_, arguments), kOneScenario);
    }
    const TemporaryFolder home_;
};

TEST_P(SolveQueries, HaveTheirOneRightAnswerInEveryMode) {
    std::string hash;
    for (const char* mode : {"inline", "threads", "processes"}) {
        SCOPED_TRACE(mode);
        const Ended ended = run(kQueries, mode);
        EXPECT_EQ(ended.ending, exit_code(0)) << ended.error;
        const json report = json_in(ended.output);
        EXPECT_EQ(report.value("queries", -1), 4);
        EXPECT_EQ(report.value("optimal", -1), GetParam().optimal) << report;
        EXPECT_EQ(report.value("partial", -1), GetParam().partial) << report;
        EXPECT_EQ(report.value("unreachable", -1), GetParam().unreachable) << report;
        for (const char* mistake : {"wrong", "invalid", "lost", "duplicated"}) EXPECT_EQ(report.value(mistake, -1), 0);
        if (hash.empty()) hash = report.value("path_hash", "");
        EXPECT_EQ(report.value("path_hash", ""), hash);
    }
}

TEST_P(SolveQueries, FailWhereTheListIsBelievedAndWrong) {
    const Ended ended = run("version 1\n0\trooms.map\t16\t8\t1\t2\t8\t6\t8.6\n", "processes");
    const json report = json_in(ended.output);
    const bool list_is_believed = report.value("clearance", 0) == 1;
    EXPECT_EQ(ended.ending, exit_code(list_is_believed ? 1 : 0)) << ended.error;
    EXPECT_EQ(report.value("wrong", -1), list_is_believed ? 1 : 0);
}

INSTANTIATE_TEST_SUITE_P(
    Ways, SolveQueries,
    testing::Values(Way{"Plain", {}, 2, 0, 2}, Way{"Smooth", {"--smooth"}, 2, 0, 2},
                    Way{"Nearest", {"--nearest"}, 2, 2, 0}, Way{"Wide", {"--clearance", "2"}, 1, 0, 3},
                    Way{"WideNearest", {"--clearance", "2", "--nearest"}, 1, 2, 1},
                    Way{"WideNearestSmooth", {"--clearance", "2", "--nearest", "--smooth"}, 1, 2, 1},
                    Way{"Weighted", {"--algorithm", "weighted"}, 2, 0, 2},
                    Way{"WeightedNearest", {"--algorithm", "weighted", "--nearest"}, 2, 2, 0}),
    [](const testing::TestParamInfo<Way>& tested) { return tested.param.name; });

TEST(SolveOwnMap, IsSolvedInEveryManner) {
    const TemporaryFolder home;
    const std::string map = own_map("valley.map").string();
    const std::vector<Arguments> manners = {
        {"--clearance", "2"}, {"--clearance", "2", "--nearest"}, {"--clearance", "2", "--smooth"}, {"--smooth"},
        {"--nearest"},        {"--algorithm", "weighted"}};
    for (const Arguments& manner : manners) {
        SCOPED_TRACE(manner.front() + " … " + manner.back());
        Arguments arguments = {"solve", map, map + ".scen", "--workers", "2", "--repeat", "1", "--json", "-"};
        arguments.insert(arguments.end(), manner.begin(), manner.end());
        const Ended ended = run_to_end(outrider(home, arguments), kOneScenario);
        EXPECT_EQ(ended.ending, exit_code(0)) << ended.output << ended.error;
        const json report = json_in(ended.output);
        EXPECT_GT(report.value("queries", 0), 0);
        EXPECT_EQ(report.value("answered", -1), report.value("queries", 0));
    }
}

}  // namespace
}  // namespace outrider::e2e
