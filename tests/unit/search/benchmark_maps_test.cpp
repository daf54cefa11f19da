// The published benchmark maps, where they lie beside the project: every listed length must come out.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "pathfinder/search/components.h"
#include "pathfinder/search/moving_ai.h"
#include "pathfinder/search/path_check.h"
#include "pathfinder/search/search.h"
#include "tests/unit/search/test_maps.h"

namespace outrider::search {
namespace {

const std::filesystem::path kBenchmarks = OUTRIDER_SOURCE_DIR "/../shared/benchmarks";

/// Searches on a map that may change, and compares each answer with what the scenario lists.
class Examiner {
public:
    explicit Examiner(test::TestMap map) : map_(std::move(map)) { searcher_.prepare(map_.layout()); }

    void ask(const ScenarioQuery& query, Algorithm algorithm) {
        const SearchResult result = searcher_.search(map_.view(), {query.start, query.goal, algorithm, 0});
        if (query.listed_unreachable()) {
            ASSERT_EQ(result.status, AnswerStatus::kUnreachable);
            ++unreachable_;
            return;
        }
        ASSERT_EQ(result.status, AnswerStatus::kFound);
        ASSERT_EQ(check_path(map_.view(), {query.start, query.goal}, result.turning_points, result.cost, true),
                  PathFault::kNone);
        ASSERT_TRUE(matches_listed_length(result.cost, query.listed_length_cells))
            << result.cost.length_cells() << " instead of " << query.listed_length_cells;
        ++optimal_;
    }
    void lay(const Scenario& scenario, const ScenarioPatch& command) {
        std::vector<CellEdit> edits;
        patch_edits(scenario, command, map_.view(), edits);
        for (const CellEdit edit : edits) map_.set(unpack(edit.cell), edit.free);
    }

    [[nodiscard]] const test::TestMap& map() const { return map_; }
    [[nodiscard]] std::size_t optimal() const { return optimal_; }
    [[nodiscard]] std::size_t unreachable() const { return unreachable_; }

private:
    test::TestMap map_;
    Searcher searcher_;
    std::size_t optimal_ = 0;
    std::size_t unreachable_ = 0;
};

struct BenchmarkMap {
    const char* name;
    std::size_t queries;
    std::size_t unreachable;
    std::size_t every;  ///< ask every n-th query: all where that takes no time
};

class BenchmarkMaps : public ::testing::TestWithParam<BenchmarkMap> {};

TEST_P(BenchmarkMaps, HaveTheirListedLengths) {
    const auto [name, queries, unreachable, every] = GetParam();
    if (!std::filesystem::exists(kBenchmarks)) GTEST_SKIP() << "there is no folder " << kBenchmarks;
    const auto file = kBenchmarks / (std::string(name) + ".map");
    const TerrainMap terrain = read_map(file);
    const Scenario scenario = read_scenario(file.string() + ".scen", &terrain);
    ASSERT_EQ(scenario.commands.size(), queries);
    Examiner examiner{test::TestMap(terrain)};
    ComponentLabels labels;
    labels.compute(examiner.map().view());
    std::size_t asked = 0;
    for (std::size_t i = 0; i < queries; i += every, ++asked) {
        const auto& query = std::get<ScenarioQuery>(scenario.commands[i]);
        ASSERT_NO_FATAL_FAILURE(examiner.ask(query, Algorithm::kJps)) << "query " << i;
        ASSERT_EQ(labels.connected(query.start, query.goal), !query.listed_unreachable());
        if (i % (every * 40) == 0) {
            ASSERT_NO_FATAL_FAILURE(examiner.ask(query, Algorithm::kAStar)) << "query " << i;
        }
    }
    EXPECT_GE(examiner.optimal() + examiner.unreachable(), asked);
    if (every == 1) {
        EXPECT_GE(examiner.unreachable(), unreachable);
    }
}

INSTANTIATE_TEST_SUITE_P(Search, BenchmarkMaps,
                         ::testing::Values(BenchmarkMap{"arena", 160, 0, 1}, BenchmarkMap{"brc000d", 850, 10, 1},
                                           BenchmarkMap{"AR0300SR", 1280, 0, 1}, BenchmarkMap{"32room_000", 1900, 0, 3},
                                           BenchmarkMap{"Berlin_0_1024", 3850, 0, 7},
                                           BenchmarkMap{"brc202d", 2519, 0, 5}, BenchmarkMap{"orz900d", 7015, 0, 23},
                                           BenchmarkMap{"maze512-8-0", 6090, 0, 19},
                                           BenchmarkMap{"Aurora", 2990, 0, 11},
                                           BenchmarkMap{"random512-25-0", 1840, 0, 17}),
                         [](const auto& test) {
                             std::string name = test.param.name;
                             for (char& letter : name) letter = letter == '-' ? '_' : letter;
                             return name;
                         });

TEST(ChangingBenchmarkMap, HasItsListedLengths) {
    const auto file = kBenchmarks / "dynamic" / "dao_arena2.scen";
    if (!std::filesystem::exists(file)) GTEST_SKIP() << "there is no file " << file;
    const Scenario scenario = read_scenario(file, nullptr);
    Examiner examiner{test::TestMap(scenario.width_cells, scenario.height_cells)};
    std::size_t patches = 0;
    for (std::size_t i = 0; i < scenario.commands.size(); ++i) {
        if (const auto* patch = std::get_if<ScenarioPatch>(&scenario.commands[i])) {
            examiner.lay(scenario, *patch);
            ++patches;
        } else {
            ASSERT_NO_FATAL_FAILURE(examiner.ask(std::get<ScenarioQuery>(scenario.commands[i]), Algorithm::kJps))
                << "command " << i;
        }
    }
    EXPECT_EQ(patches, 439U);
    EXPECT_EQ(examiner.optimal(), 2000U);
}

}  // namespace
}  // namespace outrider::search
