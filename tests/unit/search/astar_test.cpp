#include "pathfinder/search/astar.h"

#include <gtest/gtest.h>

#include "pathfinder/search/path_check.h"
#include "tests/unit/search/reference_search.h"
#include "tests/unit/search/test_maps.h"

namespace outrider::search {
namespace {

TEST(AStar, FindsShortestPathsOnSmallMaps) {
    constexpr std::uint32_t kSeed = 31;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    test::Dice dice(kSeed);
    Searcher searcher;
    for (int round = 0; round < 300; ++round) {
        const test::TestMap map = test::random_map(dice, 9);
        searcher.prepare(map.layout());
        const Cell start = dice.cell(map.layout());
        const auto lengths = test::all_lengths_from(map.view(), start);
        for (std::size_t i = 0; i < lengths.size(); ++i) {
            const auto width = static_cast<std::size_t>(map.layout().width_cells);
            const Cell goal{static_cast<std::int32_t>(i % width), static_cast<std::int32_t>(i / width)};
            const SearchResult result = searcher.search(map.view(), {start, goal, Algorithm::kAStar, 0});
            ASSERT_EQ(result.status == AnswerStatus::kFound, lengths[i].has_value());
            if (!lengths[i]) continue;
            ASSERT_EQ(result.cost, *lengths[i]);
            ASSERT_EQ(check_path(map.view(), {start, goal}, result.turning_points, result.cost, true),
                      PathFault::kNone);
        }
    }
}

TEST(AStar, GoesStraightThroughAnOpenField) {
    const test::TestMap map(100, 100);
    Searcher searcher;
    searcher.prepare(map.layout());
    const SearchResult result = searcher.search(map.view(), {{10, 20}, {90, 20}, Algorithm::kAStar, 0});
    ASSERT_EQ(result.status, AnswerStatus::kFound);
    EXPECT_EQ(result.cost, (StepCount{80, 0}));
    EXPECT_EQ(result.turning_points.size(), 2U);
    EXPECT_EQ(result.expanded_nodes, 80U);
}

}  // namespace
}  // namespace outrider::search
