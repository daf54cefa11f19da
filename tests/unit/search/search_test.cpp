#include "pathfinder/search/search.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <thread>
#include <vector>

#include "pathfinder/search/components.h"
#include "pathfinder/search/exact_cost.h"
#include "pathfinder/search/path_check.h"
#include "shared/path_hash.h"
#include "tests/unit/search/test_maps.h"

namespace outrider::search {
namespace {

using test::Dice;
using test::TestMap;

class EachAlgorithm : public ::testing::TestWithParam<Algorithm> {
protected:
    SearchResult search(const TestMap& map, Cell start, Cell goal, std::uint32_t budget = 0, StopSignal stop = {}) {
        searcher_.prepare(map.layout());
        return searcher_.search(map.view(), {start, goal, GetParam(), budget}, stop);
    }
    Searcher searcher_;
};

INSTANTIATE_TEST_SUITE_P(Search, EachAlgorithm, ::testing::Values(Algorithm::kAStar, Algorithm::kJps),
                         [](const auto& algorithm) { return std::string(to_string(algorithm.param)); });

TEST_P(EachAlgorithm, NotesTheCellsThatItExpandsInOrder) {
    Dice dice(11);
    const TestMap map = test::noise_map(dice, 60, 40, 20);
    const PathQuery query{{1, 1}, {58, 38}, GetParam()};
    searcher_.prepare(map.layout());
    const SearchResult plain = searcher_.search(map.view(), query);
    std::vector<PackedCell> trace(5000, PackedCell{~0U});
    searcher_.trace_expansions(trace);
    const SearchResult traced = searcher_.search(map.view(), query);
    ASSERT_GT(traced.expanded_nodes, 3U);
    EXPECT_EQ(traced.expanded_nodes, plain.expanded_nodes);
    EXPECT_EQ(unpack(trace[0]), query.start);
    for (std::size_t i = 0; i < traced.expanded_nodes; ++i) EXPECT_TRUE(map.view().is_free(unpack(trace[i])));
    EXPECT_EQ(trace[traced.expanded_nodes].bits, ~0U);

    std::vector<PackedCell> few(3, PackedCell{~0U});  // the rest is counted, and not noted
    searcher_.trace_expansions(few);
    EXPECT_EQ(searcher_.search(map.view(), query).expanded_nodes, plain.expanded_nodes);
    EXPECT_TRUE(std::equal(few.begin(), few.end(), trace.begin()));
    searcher_.trace_expansions({});
    EXPECT_EQ(searcher_.search(map.view(), query).expanded_nodes, plain.expanded_nodes);
}

TEST_P(EachAlgorithm, StaysWhereItIsIfTheStartIsTheGoal) {
    const SearchResult result = search(TestMap(5, 5), {2, 3}, {2, 3});
    EXPECT_EQ(result.status, AnswerStatus::kFound);
    EXPECT_EQ(result.cost, StepCount{});
    ASSERT_EQ(result.turning_points.size(), 1U);
    EXPECT_EQ(unpack(result.turning_points[0]), (Cell{2, 3}));
}

TEST_P(EachAlgorithm, CallsABlockedStartOrGoalUnreachable) {
    const TestMap map({"..#", "..."});
    EXPECT_EQ(search(map, {2, 0}, {0, 0}).status, AnswerStatus::kUnreachable);
    EXPECT_EQ(search(map, {0, 0}, {2, 0}).status, AnswerStatus::kUnreachable);
    EXPECT_EQ(search(map, {2, 0}, {2, 0}).status, AnswerStatus::kUnreachable);
}

TEST_P(EachAlgorithm, CallsAGoalBehindAWallUnreachable) {
    const TestMap map({"..#..", "..#..", "..#.."});
    const SearchResult result = search(map, {0, 0}, {4, 2});
    EXPECT_EQ(result.status, AnswerStatus::kUnreachable);
    EXPECT_TRUE(result.turning_points.empty());
    EXPECT_EQ(result.cost, StepCount{});
}

TEST_P(EachAlgorithm, DoesNotSlipBetweenTwoCornersThatTouch) {
    EXPECT_EQ(search(TestMap({".#", "#."}), {0, 0}, {1, 1}).status, AnswerStatus::kUnreachable);
}

TEST_P(EachAlgorithm, GoesAroundACornerInstead) {
    const SearchResult result = search(TestMap({".#", ".."}), {0, 0}, {1, 1});
    ASSERT_EQ(result.status, AnswerStatus::kFound);
    EXPECT_EQ(result.cost, (StepCount{2, 0}));
    EXPECT_EQ(result.turning_points.size(), 3U);
}

TEST_P(EachAlgorithm, GivesTheSamePathsAgainAndFromOtherScratchMemory) {
    constexpr std::uint32_t kSeed = 99;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    const auto hash = [](Searcher& searcher) {
        Dice dice(kSeed);
        PathHash sum;
        for (std::uint64_t i = 0; i < 300; ++i) {
            const TestMap map = test::random_map(dice, 60);
            searcher.prepare(map.layout());
            const SearchResult result =
                searcher.search(map.view(), {dice.cell(map.layout()), dice.cell(map.layout()), GetParam(), 0});
            sum.add(i, result.status, result.turning_points);
        }
        return sum.value();
    };
    Searcher other;
    const std::uint64_t first = hash(searcher_);
    EXPECT_EQ(hash(searcher_), first);
    EXPECT_EQ(hash(other), first);
}

TEST_P(EachAlgorithm, AnswersPartiallyWhenTheBudgetIsUsedUp) {
    Dice dice(17);
    const TestMap map = test::room_map(dice, 200, 200, 7);
    int partial = 0;
    for (int query = 0; query < 40; ++query) {
        const Cell start = dice.cell(map.layout());
        const Cell goal = dice.cell(map.layout());
        const SearchResult full = search(map, start, goal);
        if (full.status != AnswerStatus::kFound || full.expanded_nodes < 60) continue;
        const SearchResult result = search(map, start, goal, 50);
        ASSERT_EQ(result.status, AnswerStatus::kPartial);
        EXPECT_EQ(result.expanded_nodes, 50U);
        EXPECT_EQ(check_path(map.view(), {start, goal}, result.turning_points, result.cost, false), PathFault::kNone);
        ++partial;
    }
    EXPECT_GT(partial, 5);
}

TEST_P(EachAlgorithm, PartialPathComesNearerWithMoreBudget) {
    const TestMap map({"...................", ".#################.", "...................", ".#################.",
                       "..................."});
    const auto distance_left = [&](std::uint32_t budget) {
        const SearchResult result = search(map, {0, 0}, {18, 4}, budget);
        const Cell end = unpack(result.turning_points.back());
        return std::max(18 - end.x, 4 - end.y);
    };
    EXPECT_LE(distance_left(4), distance_left(2));
    EXPECT_LE(distance_left(2), distance_left(1));
    EXPECT_EQ(distance_left(0), 0);
}

TEST_P(EachAlgorithm, WithABudgetOfOneStaysAtTheStart) {
    const SearchResult result = search(TestMap({"...", "##.", "..."}), {0, 0}, {0, 2}, 1);
    ASSERT_EQ(result.status, AnswerStatus::kPartial);
    ASSERT_EQ(result.turning_points.size(), 1U);
    EXPECT_EQ(unpack(result.turning_points[0]), (Cell{0, 0}));
}

TEST_P(EachAlgorithm, WithEnoughBudgetFindsTheWholePath) {
    const SearchResult result = search(TestMap({"...", "##.", "..."}), {0, 0}, {0, 2}, 1000);
    EXPECT_EQ(result.status, AnswerStatus::kFound);
}

TEST_P(EachAlgorithm, StopsWhenTheSignalHoldsItsValue) {
    const std::atomic<std::uint64_t> word{42};
    const TestMap map(200, 200);
    const SearchResult result = search(map, {0, 0}, {199, 1}, 0, {&word, 42});
    EXPECT_EQ(result.status, AnswerStatus::kCancelled);
    EXPECT_EQ(result.expanded_nodes, 0U);
    EXPECT_TRUE(result.turning_points.empty());
}

/// A helper raises the signal while the search is under way; if the search was faster, it is tried again.
TEST_P(EachAlgorithm, StopsInTheMiddleOfASearch) {
    Dice dice(8);
    TestMap map = test::noise_map(dice, 700, 700, 25);
    for (std::int32_t i = 688; i < 699; ++i) {  // the goal is walled in but for a gap at the back: a long search
        map.set({i, 688}, false);
        map.set({688, i}, false);
    }
    map.set({0, 0}, true);
    for (std::int32_t i = 680; i < 700; ++i) map.set({699, i}, true);
    std::atomic<std::uint64_t> word{0};
    std::atomic<bool> is_done{false};
    std::jthread helper([&] {  // sooner or later it waits just long enough
        for (int turns = 0; !is_done; turns = (turns + 1) % 100) {
            for (int turn = 0; turn < turns; ++turn) std::this_thread::yield();
            word.store(1);
        }
    });
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    SearchResult result;
    while (result.expanded_nodes == 0 && std::chrono::steady_clock::now() < deadline) {
        word.store(0);
        result = search(map, {0, 0}, {699, 699}, 0, {&word, 1});
        if (result.status != AnswerStatus::kCancelled) result.expanded_nodes = 0;
    }
    is_done = true;
    ASSERT_EQ(result.status, AnswerStatus::kCancelled);
    EXPECT_EQ(result.expanded_nodes % kStopInterval_expansions, 0U);
    EXPECT_TRUE(result.turning_points.empty());
}

TEST_P(EachAlgorithm, IgnoresAStopSignalForAnother) {
    const std::atomic<std::uint64_t> word{41};
    EXPECT_EQ(search(TestMap(20, 20), {0, 0}, {19, 1}, 0, {&word, 42}).status, AnswerStatus::kFound);
}

TEST_P(EachAlgorithm, KeepsItsScratchMemoryWhenItMoves) {
    const TestMap map(30, 30);
    Searcher first;
    first.prepare(map.layout());
    Searcher second = std::move(first);
    EXPECT_EQ(second.search(map.view(), {{0, 0}, {29, 29}, GetParam(), 0}).cost, (StepCount{0, 29}));
}

TEST_P(EachAlgorithm, SearchesTheLargestMap) {
    TestMap map(kMaxMapSide_cells, kMaxMapSide_cells);
    // A lane from west to east, and the way back beneath it.
    for (std::int32_t x = 0; x < kMaxMapSide_cells; ++x) map.set({x, 1998}, false);
    for (std::int32_t x = 0; x < kMaxMapSide_cells - 1; ++x) map.set({x, 2000}, false);
    const Cell start{0, 1999};
    const Cell goal{4000, 2001};
    const SearchResult result = search(map, start, goal);
    ASSERT_EQ(result.status, AnswerStatus::kFound);
    EXPECT_EQ(check_path(map.view(), {start, goal}, result.turning_points, result.cost, true), PathFault::kNone);
    EXPECT_EQ(result.cost, (StepCount{4095 + 2 + 95, 0}));
}

// --- larger units ---------------------------------------------------------------------------------------------------

TEST(Clearance, IsASearchOnTheMapOfPlacesWhereTheUnitFits) {
    constexpr std::uint32_t kSeed = 31;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    Searcher searcher;
    Searcher reference;
    int found = 0;
    for (int round = 0; round < 150; ++round) {
        TestMap map = test::random_map(dice, round % 10 == 0 ? 140 : 30);
        searcher.prepare(map.layout());
        reference.prepare(map.layout());
        for (int query = 0; query < 20; ++query) {
            for (int edit = dice.roll(8); edit > 0; --edit) map.set(dice.cell(map.layout()), dice.roll(3) != 0);
            const TestMap fits = test::eroded(map);
            const PathQuery one_cell{dice.cell(map.layout()), dice.cell(map.layout()), Algorithm::kAStar};
            const SearchResult expected = reference.search(fits.view(), one_cell);
            for (const Algorithm algorithm : {Algorithm::kAStar, Algorithm::kJps}) {
                PathQuery wide = one_cell;
                wide.algorithm = algorithm;
                wide.clearance = Clearance::kTwoCells;
                const SearchResult result = searcher.search(map.view(), wide);
                ASSERT_EQ(result.status, expected.status) << "round " << round << " query " << query;
                ASSERT_EQ(result.cost, expected.cost);
                if (result.status != AnswerStatus::kFound) continue;
                ++found;
                ASSERT_EQ(check_path(fits.view(), {wide.start, wide.goal}, result.turning_points, result.cost, true),
                          PathFault::kNone);
            }
            // And a small unit in between is not led astray.
            ASSERT_EQ(searcher.search(map.view(), {one_cell.start, one_cell.goal}).cost,
                      reference.search(map.view(), one_cell).cost);
        }
    }
    EXPECT_GT(found, 100);
}

// --- goals out of reach ---------------------------------------------------------------------------------------------

/// The reachable cell nearest to `goal`, by looking at all of them in the order of reading.
std::optional<Cell> nearest_reachable(const MapView& map, Cell start, Cell goal) {
    ComponentLabels labels;
    labels.compute(map);
    std::optional<Cell> nearest;
    for (std::int32_t y = 0; y < map.height_cells(); ++y) {
        for (std::int32_t x = 0; x < map.width_cells(); ++x) {
            const Cell cell{x, y};
            if (!labels.connected(start, cell)) continue;
            if (!nearest || octile_cost(cell, goal) < octile_cost(*nearest, goal)) nearest = cell;
        }
    }
    return nearest;
}

TEST_P(EachAlgorithm, ApproachesAGoalOutOfReachIfAsked) {
    constexpr std::uint32_t kSeed = 41;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    int partial = 0;
    for (int round = 0; round < 300; ++round) {
        const TestMap map = test::noise_map(dice, 5 + dice.roll(70), 5 + dice.roll(70), 35 + dice.roll(25));
        searcher_.prepare(map.layout());
        const Cell start = dice.cell(map.layout());
        const Cell goal = dice.cell(map.layout());
        PathQuery query{start, goal, GetParam()};
        query.or_nearest = true;
        const SearchResult result = searcher_.search(map.view(), query);
        const std::optional<Cell> nearest = nearest_reachable(map.view(), start, goal);
        if (!nearest) {
            ASSERT_EQ(result.status, AnswerStatus::kUnreachable) << "round " << round;
            continue;
        }
        ASSERT_EQ(result.status, *nearest == goal ? AnswerStatus::kFound : AnswerStatus::kPartial) << "round " << round;
        ASSERT_EQ(check_path(map.view(), {start, *nearest}, result.turning_points, result.cost, true),
                  PathFault::kNone);
        partial += result.status == AnswerStatus::kPartial ? 1 : 0;
        const StepCount cost = result.cost;
        ASSERT_EQ(cost, searcher_.search(map.view(), {start, *nearest, Algorithm::kAStar}).cost);
    }
    EXPECT_GT(partial, 50);
}

}  // namespace
}  // namespace outrider::search
