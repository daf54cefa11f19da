#include "pathfinder/search/jps.h"

#include <gtest/gtest.h>

#include "pathfinder/search/path_check.h"
#include "tests/unit/search/reference_search.h"
#include "tests/unit/search/test_maps.h"

namespace outrider::search {
namespace {

using test::Dice;
using test::TestMap;

/// Status and length of both searches agree, and both paths are what they say.
void expect_agreement(Searcher& searcher, const TestMap& map, Cell start, Cell goal) {
    const MapView view = map.view();
    const SearchResult astar = searcher.search(view, {start, goal, Algorithm::kAStar, 0});
    const AnswerStatus status = astar.status;
    const StepCount cost = astar.cost;
    if (status == AnswerStatus::kFound) {
        ASSERT_EQ(check_path(view, {start, goal}, astar.turning_points, cost, true), PathFault::kNone);
    }
    const SearchResult jps = searcher.search(view, {start, goal, Algorithm::kJps, 0});
    ASSERT_EQ(jps.status, status);
    ASSERT_EQ(jps.cost, cost);
    if (status == AnswerStatus::kFound) {
        ASSERT_EQ(check_path(view, {start, goal}, jps.turning_points, cost, true), PathFault::kNone);
    }
}

TEST(JumpPointSearch, FindsShortestPathsOnEveryMapOfFourByFour) {
    Searcher searcher;
    searcher.prepare(GridLayout(4, 4));
    const Cell starts[] = {{0, 0}, {1, 0}, {1, 1}};  // the others are these, turned or mirrored
    for (std::uint32_t bits = 0; bits < 1U << 16U; bits += 1) {
        TestMap map(4, 4);
        for (std::int32_t i = 0; i < 16; ++i) map.set({i % 4, i / 4}, (bits >> static_cast<unsigned>(i) & 1U) != 0);
        for (const Cell start : starts) {
            if (!map.view().is_free(start)) continue;
            const auto lengths = test::all_lengths_from(map.view(), start);
            for (std::int32_t i = 0; i < 16; ++i) {
                const auto& length = lengths[static_cast<std::size_t>(i)];
                const SearchResult result = searcher.search(map.view(), {start, {i % 4, i / 4}, Algorithm::kJps, 0});
                ASSERT_EQ(result.status == AnswerStatus::kFound, length.has_value()) << "map " << bits << " cell " << i;
                if (length) {
                    ASSERT_EQ(result.cost, *length) << "map " << bits << " cell " << i;
                }
            }
        }
    }
}

TEST(JumpPointSearch, AgreesWithAStarOnManyMapsWithEditsBetween) {
    constexpr std::uint32_t kSeed = 7919;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    Searcher searcher;
    for (int round = 0; round < 400; ++round) {
        TestMap map = test::random_map(dice, round % 8 == 0 ? 200 : 40);
        searcher.prepare(map.layout());
        for (int query = 0; query < 25; ++query) {
            for (int edit = dice.roll(6); edit > 0; --edit) map.set(dice.cell(map.layout()), dice.roll(2) == 0);
            ASSERT_NO_FATAL_FAILURE(expect_agreement(searcher, map, dice.cell(map.layout()), dice.cell(map.layout())))
                << "round " << round << " query " << query;
        }
    }
}

TEST(JumpPointSearch, AgreesWithAStarAtTheEdgesOfWords) {
    constexpr std::uint32_t kSeed = 64;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    Searcher searcher;
    for (const std::int32_t width : {1, 2, 63, 64, 65, 127, 128, 129}) {
        for (const std::int32_t height : {1, 2, 63, 64, 65, 128}) {
            const TestMap map = test::noise_map(dice, width, height, 15);
            searcher.prepare(map.layout());
            for (int query = 0; query < 15; ++query) {
                ASSERT_NO_FATAL_FAILURE(
                    expect_agreement(searcher, map, dice.cell(map.layout()), dice.cell(map.layout())))
                    << width << " x " << height;
            }
        }
    }
}

TEST(JumpPointSearch, ExpandsFarFewerNodesThanAStar) {
    Dice dice(3);
    const TestMap map = test::room_map(dice, 300, 300, 20);
    Searcher searcher;
    searcher.prepare(map.layout());
    std::uint64_t astar = 0;
    std::uint64_t jps = 0;
    for (int query = 0; query < 50; ++query) {
        const Cell start = dice.cell(map.layout());
        const Cell goal = dice.cell(map.layout());
        astar += searcher.search(map.view(), {start, goal, Algorithm::kAStar, 0}).expanded_nodes;
        jps += searcher.search(map.view(), {start, goal, Algorithm::kJps, 0}).expanded_nodes;
    }
    EXPECT_GT(astar, 0U);
    EXPECT_LT(jps * 20, astar);
}

}  // namespace
}  // namespace outrider::search
