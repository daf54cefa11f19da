// Whole scenarios through the real queues, as a script asks for them.
#include <gtest/gtest.h>

#include <set>

#include "tests/e2e/game_program.h"

namespace outrider::e2e {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr Patience kOneScenario{60'000};

[[nodiscard]] json solve(Arguments arguments) {
    const TemporaryFolder home;
    arguments.insert(arguments.begin(), "solve");
    arguments.insert(arguments.end(), {"--repeat", "1", "--json", "-"});
    const Ended ended = run_to_end(outrider(home, std::move(arguments)), kOneScenario);
    EXPECT_EQ(ended.ending, exit_code(0)) << ended.error;
    return json_in(ended.output);
}

void expect_all_right(const json& run, int unreachable) {
    ASSERT_TRUE(run.is_object());
    const int queries = run.value("queries", 0);
    EXPECT_GT(queries, 0);
    EXPECT_EQ(run.value("answered", -1), queries);
    EXPECT_EQ(run.value("optimal", -1), queries - unreachable) << run;
    EXPECT_EQ(run.value("unreachable", -1), unreachable);
    for (const char* mistake : {"wrong", "invalid", "lost", "duplicated"}) EXPECT_EQ(run.value(mistake, -1), 0) << run;
}

TEST(Solve, AnswersOwnMapAlikeInEveryMode) {
    const std::string map = own_map("valley.map").string();
    std::set<std::string> hashes;
    const std::vector<std::pair<std::string, std::string>> runs = {
        {"inline", "1"}, {"threads", "2"}, {"processes", "2"}};
    for (const auto& [mode, workers] : runs) {
        SCOPED_TRACE(mode);
        const json run = solve({map, map + ".scen", "--mode", mode, "--workers", workers});
        expect_all_right(run, 0);
        EXPECT_EQ(run.value("mode", ""), mode);
        hashes.insert(run.value("path_hash", ""));
    }
    EXPECT_EQ(hashes.size(), 1U);
    EXPECT_EQ(hashes.begin()->size(), 16U);
}

/// Maps of the Moving AI benchmarks, where they lie beside the source folder: they are not ours to pass on.
class Benchmarks : public testing::Test {
protected:
    void SetUp() override {
        if (!fs::exists(folder_)) GTEST_SKIP() << "no benchmarks in " << folder_.lexically_normal();
    }
    [[nodiscard]] json solve_map(const std::string& name) const {
        const std::string map = (folder_ / (name + ".map")).string();
        return solve({map, map + ".scen", "--workers", "2"});
    }
    const fs::path folder_ = fs::path(OUTRIDER_SOURCE_DIR) / ".." / "shared" / "benchmarks";
};

TEST_F(Benchmarks, ArenaIsSolved) { expect_all_right(solve_map("arena"), 0); }

TEST_F(Benchmarks, TenQueriesOfBrc000dHaveNoWay) { expect_all_right(solve_map("brc000d"), 10); }

TEST_F(Benchmarks, ChangingArenaIsSolved) {
    const json run = solve({(folder_ / "dynamic" / "dao_arena2.scen").string(), "--workers", "2"});
    expect_all_right(run, run.value("unreachable", -1));
    EXPECT_GT(run.value("map_edits", 0), 0);
}

}  // namespace
}  // namespace outrider::e2e
