#include "pathfinder/search/weighted.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "pathfinder/search/path_check.h"
#include "tests/unit/search/test_maps.h"
#include "tests/unit/search/weighted_reference.h"

namespace outrider::search {
namespace {

using namespace test;

[[nodiscard]] StepCount steps_of(std::span<const PackedCell> turning_points) {
    StepCount steps;
    for (std::size_t i = 1; i < turning_points.size(); ++i) {
        const Cell a = unpack(turning_points[i - 1]);
        const Cell b = unpack(turning_points[i]);
        const auto length = static_cast<std::uint32_t>(std::max(std::abs(a.x - b.x), std::abs(a.y - b.y)));
        (a.x != b.x && a.y != b.y ? steps.diagonal : steps.straight) += length;
    }
    return steps;
}

/// The result is what the reference says, and its path is what the result says.
void expect_right(const Reference& reference, const PathQuery& query, const WeightedResult& result,
                  WeightedCost least_cost) {
    if (least_cost == kNone) {
        ASSERT_EQ(result.status, AnswerStatus::kUnreachable);
        ASSERT_TRUE(result.turning_points.empty());
        return;
    }
    ASSERT_EQ(result.status, AnswerStatus::kFound);
    ASSERT_EQ(result.weighted_cost, least_cost);
    ASSERT_EQ(unpack(result.turning_points.front()), query.start);
    ASSERT_EQ(unpack(result.turning_points.back()), query.goal);
    ASSERT_EQ(reference.cost_of(result.turning_points), least_cost);
    ASSERT_EQ(steps_of(result.turning_points), result.cost);
}

/// For a guide that serves all.
[[nodiscard]] std::vector<std::uint8_t> roll_weights(Dice& dice) {
    std::vector<std::uint8_t> weights(static_cast<std::size_t>(1 + dice.roll(6)));
    std::ranges::generate(weights, [&] { return static_cast<std::uint8_t>(dice.roll(256)); });
    weights.front() = 0;
    std::ranges::sort(weights);
    weights.erase(std::unique(weights.begin(), weights.end()), weights.end());
    return weights;
}

TEST(WeightedSearch, FindsTheCheapestPathsOnManyMaps) {
    constexpr std::uint32_t kSeed = 4093;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    WeightedSearcher searcher;
    for (int round = 0; round < 3000; ++round) {
        const TestMap map = test::random_map(dice, round % 50 == 0 ? 80 : 24);
        const MapView view = map.view();
        Costs costs(map.layout());
        roll_costs(dice, map.layout(), costs);
        if (dice.roll(8) == 0) costs.field.terrain_classes = nullptr;
        if (dice.roll(8) == 0) costs.field.danger = nullptr;
        searcher.prepare(map.layout());
        PathQuery query = roll_query(dice, map.layout());
        const Reference reference(view, costs.field, query);
        const std::vector<WeightedCost> least = reference.all_costs();
        for (int goal = 0; goal < 12; ++goal) {
            query.goal = dice.cell(map.layout());
            const WeightedResult result = searcher.search(view, costs.field, query);
            ASSERT_NO_FATAL_FAILURE(expect_right(reference, query, result, least[reference.index(query.goal)]))
                << "round " << round << " goal " << goal;
        }
    }
}

TEST(WeightedSearch, GivesThePathOfTheTieRuleWithAndWithoutGuideAndBudget) {
    constexpr std::uint32_t kSeed = 1723;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    WeightedSearcher searcher;
    WeightedSearcher maker;
    GoalGuide guide;
    int many_ties = 0;
    for (int round = 0; round < 1500; ++round) {
        // On maps of mostly open ground, and with danger on few blocks, many ways cost the same.
        TestMap map = dice.roll(2) == 0 ? test::random_map(dice, 24)
                                        : test::noise_map(dice, 1 + dice.roll(30), 1 + dice.roll(30), dice.roll(12));
        Costs costs(map.layout());
        roll_costs(dice, map.layout(), costs);
        if (dice.roll(2) == 0) {
            std::ranges::fill(costs.danger, std::uint8_t{0});
            for (int spot = dice.roll(4); spot > 0; --spot) {
                costs.danger[static_cast<std::size_t>(dice.roll(static_cast<std::int32_t>(costs.danger.size())))] = 90;
            }
        }
        if (dice.roll(3) == 0) costs.field.terrain_classes = nullptr;
        searcher.prepare(map.layout());
        maker.prepare(map.layout());
        guide.prepare(map.layout(), roll_weights(dice));
        PathQuery query = roll_query(dice, map.layout());
        ASSERT_TRUE((dice.roll(2) == 0 ? maker : searcher).make_guide(map.view(), costs.field, query, guide));
        if (dice.roll(2) == 0) make_dearer(dice, map, costs, query.wall_factor);
        for (int again = 0; again < 8; ++again) {
            query.start = dice.cell(map.layout());
            query.danger_weight = static_cast<std::uint8_t>(dice.roll(4) == 0 ? 0 : dice.roll(256));
            PathQuery back = query;
            std::swap(back.start, back.goal);
            const Reference reference(map.view(), costs.field, back);
            const std::vector<WeightedCost> to_goal = reference.all_costs();
            const WeightedCost least = to_goal[reference.index(query.start)];
            std::vector<PackedCell> wanted;
            if (least != kNone) wanted = canonical_path(reference, query, to_goal);
            PathQuery with_budget = query;
            with_budget.node_budget = 1'000'000;
            struct Way {
                const char* name;
                PathQuery query;
                const GoalGuide* guide;
            };
            for (const Way& way : {Way{"alone", query, nullptr}, Way{"guided", query, &guide},
                                   Way{"with a budget", with_budget, nullptr}}) {
                const WeightedResult result = searcher.search(map.view(), costs.field, way.query, {}, way.guide);
                ASSERT_NO_FATAL_FAILURE(expect_right(reference, query, result, least)) << way.name;
                ASSERT_TRUE(std::ranges::equal(result.turning_points, wanted)) << way.name << ", round " << round;
            }
            many_ties += wanted.size() > 2 ? 1 : 0;
        }
    }
    EXPECT_GT(many_ties, 1000);  // paths where there was something to choose
}

TEST(WeightedSearch, FindsPathsAsShortAsJumpPointSearchWithoutWeight) {
    constexpr std::uint32_t kSeed = 64;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    Searcher jps;
    WeightedSearcher weighted;
    for (const std::int32_t width : {1, 2, 15, 16, 17, 63, 64, 65, 129, 200}) {
        for (const std::int32_t height : {1, 2, 63, 64, 65, 129}) {
            const TestMap map = test::noise_map(dice, width, height, 5 * dice.roll(8));
            jps.prepare(map.layout());
            weighted.prepare(map.layout());
            Costs costs(map.layout());
            std::ranges::generate(costs.danger, [&] { return static_cast<std::uint8_t>(dice.roll(256)); });
            for (int round = 0; round < 20; ++round) {
                PathQuery query;
                query.start = dice.cell(map.layout());
                query.goal = dice.cell(map.layout());
                ASSERT_TRUE(is_plain(costs.field, query));
                const SearchResult wanted = jps.search(map.view(), {query.start, query.goal, Algorithm::kJps, 0});
                const WeightedResult result = weighted.search(map.view(), costs.field, query);
                ASSERT_EQ(result.status, wanted.status) << width << " x " << height;
                ASSERT_EQ(result.cost, wanted.cost) << width << " x " << height;
                if (wanted.status != AnswerStatus::kFound) continue;
                ASSERT_EQ(check_path(map.view(), {query.start, query.goal}, result.turning_points, result.cost, true),
                          PathFault::kNone);
                ASSERT_EQ(result.weighted_cost, kPlainStepMultiplier * (result.cost.straight * kStraightLength +
                                                                        result.cost.diagonal * kDiagonalLength));
            }
        }
    }
}

TEST(WeightedSearch, GoesAroundDangerForThoseWhoMind) {
    const TestMap map(32, 9);
    Costs costs(map.layout());
    for (std::size_t block = 0; block < 8; ++block) costs.danger[8 + block] = 100;  // rows 4 to 7
    WeightedSearcher searcher;
    searcher.prepare(map.layout());
    PathQuery query{.start = {0, 5}, .goal = {31, 5}};
    EXPECT_EQ(searcher.search(map.view(), costs.field, query).cost, (StepCount{31, 0}));
    query.danger_weight = 50;
    const WeightedResult careful = searcher.search(map.view(), costs.field, query);
    EXPECT_EQ(careful.cost, (StepCount{35, 0}));  // out and in by the shortest way
    EXPECT_EQ(unpack(careful.turning_points[1]), (Cell{0, 3}));
}

TEST(WeightedSearch, SappersBreakThroughWhereThatIsCheaper) {
    TestMap map(21, 21);
    for (std::int32_t y = 0; y < 20; ++y) map.set({10, y}, false);
    WeightedSearcher searcher;
    searcher.prepare(map.layout());
    const CostField field;
    PathQuery query{.start = {8, 0}, .goal = {12, 0}};
    EXPECT_GT(searcher.search(map.view(), field, query).cost.straight, 20U);
    query.wall_factor = 20;
    EXPECT_EQ(searcher.search(map.view(), field, query).cost, (StepCount{4, 0}));
    query.wall_factor = 100;
    EXPECT_GT(searcher.search(map.view(), field, query).cost.straight, 20U);
    map.set({10, 20}, false);
    query.clearance = Clearance::kTwoCells;
    EXPECT_EQ(searcher.search(map.view(), field, query).cost, (StepCount{4, 0}));
    query.wall_factor = 0;
    EXPECT_EQ(searcher.search(map.view(), field, query).status, AnswerStatus::kUnreachable);
}

TEST(WeightedSearch, SappersBreakWhatCanBeBroken) {
    // A wall from side to side, all of it rock but for two cells.
    TestMap map(21, 21);
    for (std::int32_t y = 0; y < 21; ++y) map.set({10, y}, false);
    Costs costs(map.layout());
    costs.field.terrain_factors = {1, 1, 1, kUnbreakable};
    for (std::int32_t y = 0; y < 21; ++y) {
        if (y != 15 && y != 16) set_terrain_class(map.layout(), costs.terrain.data(), {10, y}, 3);
    }
    WeightedSearcher searcher;
    searcher.prepare(map.layout());
    PathQuery query{.start = {8, 0}, .goal = {12, 0}, .wall_factor = 1};
    const WeightedResult narrow = searcher.search(map.view(), costs.field, query);
    ASSERT_EQ(narrow.status, AnswerStatus::kFound);
    EXPECT_EQ(narrow.cost.straight + narrow.cost.diagonal, 30U + 2);
    query.clearance = Clearance::kTwoCells;
    EXPECT_EQ(searcher.search(map.view(), costs.field, query).cost, (StepCount{32, 1}));
    set_terrain_class(map.layout(), costs.terrain.data(), {10, 16}, 3);
    EXPECT_EQ(searcher.search(map.view(), costs.field, query).status, AnswerStatus::kUnreachable);
    query.clearance = Clearance::kOneCell;
    EXPECT_EQ(searcher.search(map.view(), costs.field, query).cost, narrow.cost);
    set_terrain_class(map.layout(), costs.terrain.data(), {10, 15}, 3);
    EXPECT_EQ(searcher.search(map.view(), costs.field, query).status, AnswerStatus::kUnreachable);
    query.start = query.goal = {10, 3};
    EXPECT_EQ(searcher.search(map.view(), costs.field, query).status, AnswerStatus::kUnreachable) << "in the rock";
    // Once it is free, it is ground like any other.
    map.set({10, 0}, true);
    query = {.start = {8, 0}, .goal = {12, 0}};
    EXPECT_EQ(searcher.search(map.view(), costs.field, query).weighted_cost,
              4 * kPlainStepMultiplier * kStraightLength);
    EXPECT_TRUE(is_plain(costs.field, query));
}

TEST(WeightedSearch, WideUnitsKeepOutOfNarrowGaps) {
    const TestMap map({".....", ".....", "#.###", ".....", "....."});
    WeightedSearcher searcher;
    searcher.prepare(map.layout());
    PathQuery query{.start = {0, 0}, .goal = {0, 3}};
    EXPECT_EQ(searcher.search(map.view(), {}, query).status, AnswerStatus::kFound);
    query.clearance = Clearance::kTwoCells;
    EXPECT_EQ(searcher.search(map.view(), {}, query).status, AnswerStatus::kUnreachable);
    query.goal = {3, 0};
    EXPECT_EQ(searcher.search(map.view(), {}, query).cost, (StepCount{3, 0}));
    query.goal = {4, 0};  // would stick out of the map
    EXPECT_EQ(searcher.search(map.view(), {}, query).status, AnswerStatus::kUnreachable);
}

TEST(WeightedSearch, StayingCostsNothing) {
    const TestMap map(5, 5);
    WeightedSearcher searcher;
    searcher.prepare(map.layout());
    const WeightedResult result = searcher.search(map.view(), {}, {.start = {2, 2}, .goal = {2, 2}});
    EXPECT_EQ(result.status, AnswerStatus::kFound);
    EXPECT_EQ(result.turning_points.size(), 1U);
    EXPECT_EQ(result.weighted_cost, 0U);
}

TEST(WeightedSearch, GivesTheSamePathAgainWhateverCameBetween) {
    Dice dice(11);
    const TestMap map = test::noise_map(dice, 150, 130, 20);
    Costs costs(map.layout());
    roll_costs(dice, map.layout(), costs);
    WeightedSearcher one;
    one.prepare(map.layout());
    for (int round = 0; round < 100; ++round) {
        const PathQuery query = roll_query(dice, map.layout());
        const WeightedResult first = one.search(map.view(), costs.field, query);
        const std::vector<PackedCell> path(first.turning_points.begin(), first.turning_points.end());
        static_cast<void>(one.search(map.view(), costs.field, roll_query(dice, map.layout())));
        WeightedSearcher other;
        other.prepare(map.layout());
        for (WeightedSearcher* searcher : {&one, &other}) {
            const WeightedResult again = searcher->search(map.view(), costs.field, query);
            ASSERT_TRUE(std::ranges::equal(again.turning_points, path));
            ASSERT_EQ(again.expanded_nodes, first.expanded_nodes);
        }
    }
}

TEST(WeightedSearch, GivesAPartialPathWhenTheBudgetIsUsedUp) {
    Dice dice(12);
    const TestMap map = test::noise_map(dice, 200, 200, 10);
    Costs costs(map.layout());
    roll_costs(dice, map.layout(), costs);
    WeightedSearcher searcher;
    searcher.prepare(map.layout());
    int partial = 0;
    for (int round = 0; round < 200; ++round) {
        PathQuery query = roll_query(dice, map.layout());
        query.node_budget = static_cast<std::uint32_t>(1 + dice.roll(500));
        const WeightedResult result = searcher.search(map.view(), costs.field, query);
        EXPECT_LE(result.expanded_nodes, query.node_budget);
        if (result.status != AnswerStatus::kPartial) continue;
        ++partial;
        const Reference reference(map.view(), costs.field, query);
        ASSERT_EQ(unpack(result.turning_points.front()), query.start);
        ASSERT_EQ(reference.cost_of(result.turning_points), result.weighted_cost);
        ASSERT_EQ(steps_of(result.turning_points), result.cost);
    }
    EXPECT_GT(partial, 50);
}

TEST(WeightedSearch, StopsWhenAskedTo) {
    const TestMap map(300, 300);
    WeightedSearcher searcher;
    searcher.prepare(map.layout());
    const std::atomic<std::uint64_t> word = 7;
    const PathQuery query{.start = {0, 0}, .goal = {299, 299}};
    EXPECT_EQ(searcher.search(map.view(), {}, query, {&word, 7}).status, AnswerStatus::kCancelled);
    EXPECT_EQ(searcher.search(map.view(), {}, query, {&word, 8}).status, AnswerStatus::kFound);
    GoalGuide guide;
    guide.prepare(map.layout());
    EXPECT_FALSE(searcher.make_guide(map.view(), {}, query, guide, {&word, 7}));
    EXPECT_FALSE(guide.serves(query));  // as yet
    EXPECT_TRUE(searcher.make_guide(map.view(), {}, query, guide));
    EXPECT_TRUE(guide.serves(query));
}

TEST(WeightedSearch, ExpandsFarFewerCellsWithAGuide) {
    Dice dice(13);
    const TestMap map = test::noise_map(dice, 200, 200, 10);
    Costs costs(map.layout());
    for (std::uint8_t& danger : costs.danger) danger = static_cast<std::uint8_t>(dice.roll(64));
    WeightedSearcher searcher;
    searcher.prepare(map.layout());
    GoalGuide guide;
    guide.prepare(map.layout());
    PathQuery query;
    do query.goal = dice.cell(map.layout());
    while (!map.view().is_free(query.goal));
    ASSERT_TRUE(searcher.make_guide(map.view(), costs.field, query, guide));
    std::uint64_t alone = 0;
    std::uint64_t guided = 0;
    for (int round = 0; round < 100; ++round) {
        query.start = dice.cell(map.layout());
        query.danger_weight = static_cast<std::uint8_t>(dice.roll(256));
        alone += searcher.search(map.view(), costs.field, query).expanded_nodes;
        guided += searcher.search(map.view(), costs.field, query, {}, &guide).expanded_nodes;
    }
    EXPECT_GT(guided, 0U);
    EXPECT_LT(guided * 10, alone);
}

TEST(WeightedSearch, CountsLongAndDearWaysWithoutOverflow) {
    // Corridors of one cell from side to side, joined at alternate ends, on the worst ground.
    constexpr std::int32_t kSide = 1024;
    TestMap map(kSide, kSide);
    std::vector<std::uint64_t> words(map.layout().total_words());
    for (std::int32_t y = 0; y < kSide; y += 2) {
        for (std::int32_t x = 0; x < kSide; ++x) set_cell(map.layout(), words.data(), {x, y}, true);
        if (y + 2 < kSide) set_cell(map.layout(), words.data(), {y % 4 == 0 ? kSide - 1 : 0, y + 1}, true);
    }
    const MapView view(map.layout(), words.data(), MapVersion{1});
    Costs costs(map.layout());
    std::ranges::fill(costs.danger, std::uint8_t{255});
    costs.field.terrain_factors.fill(kMaxTerrainFactor);
    WeightedSearcher searcher;
    searcher.prepare(map.layout());
    PathQuery query{.start = {0, 0}, .goal = {0, kSide - 2}};
    query.danger_weight = 255;
    const WeightedResult result = searcher.search(view, costs.field, query);
    ASSERT_EQ(result.status, AnswerStatus::kFound);
    const std::uint32_t steps = kSide / 2 * (kSide - 1) + (kSide / 2 - 1) * 2;
    EXPECT_EQ(result.cost, (StepCount{steps, 0}));
    EXPECT_EQ(result.weighted_cost, steps * kStraightLength * 2 * (kPlainMultiplier * kMaxTerrainFactor + 255 * 255));
}

}  // namespace
}  // namespace outrider::search
