// Walls that are not there: the answer is the one that they would give if they were.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "pathfinder/search/path_check.h"
#include "pathfinder/search/search.h"
#include "tests/unit/search/test_maps.h"
#include "tests/unit/search/weighted_reference.h"

namespace outrider::search {
namespace {

using namespace test;

PathQuery roll_any_query(Dice& dice, const GridLayout& layout) {
    PathQuery query = roll_query(dice, layout);
    query.algorithm = std::array{Algorithm::kAStar, Algorithm::kJps, Algorithm::kWeighted,
                                 Algorithm::kWeighted}[static_cast<std::size_t>(dice.roll(4))];
    query.or_nearest = dice.roll(3) == 0;
    query.smooth = dice.roll(3) == 0;
    if (dice.roll(5) == 0) query.node_budget = static_cast<std::uint32_t>(1 + dice.roll(100));
    return query;
}

TEST(WhatIfSearch, AnswersAsIfTheWallsStood) {
    constexpr std::uint32_t kSeed = 2718;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    Searcher searcher;
    Searcher other;
    std::array<int, kAnswerStatusCount> by_status{};
    int other_ways = 0;
    for (int round = 0; round < 400; ++round) {
        TestMap map = test::random_map(dice, round % 20 == 0 ? 130 : 40);
        Costs costs(map.layout());
        roll_costs(dice, map.layout(), costs);
        if (dice.roll(4) == 0) costs.field = {};  // plain ground: where kWeighted is kJps
        searcher.prepare(map.layout());
        for (int again = 0; again < 20; ++again) {
            if (dice.roll(3) == 0) map.set(dice.cell(map.layout()), dice.roll(2) == 0);
            const PathQuery plain = roll_any_query(dice, map.layout());
            PathQuery query = plain;
            query.what_if = roll_what_if(dice, map.layout());
            const TestMap walled = with_walls(map, query.what_if);
            other.prepare(map.layout());
            PathQuery on_walled = plain;
            on_walled.smooth = false;  // nobody walks it
            const SearchResult wanted = other.search(walled.view(), on_walled, {}, costs.field);
            const SearchResult result = searcher.search(map.view(), query, {}, costs.field);
            ASSERT_EQ(result.status, wanted.status) << "round " << round << " query " << again;
            ASSERT_EQ(result.cost, wanted.cost) << "round " << round << " query " << again;
            ASSERT_TRUE(std::ranges::equal(result.turning_points, wanted.turning_points));
            ++by_status[static_cast<std::size_t>(result.status)];
            const StepCount walled_cost = result.cost;
            if (!result.turning_points.empty()) {
                const bool to_goal = result.status == AnswerStatus::kFound;
                ASSERT_EQ(check_path(map.view(), query, result.turning_points, result.cost, to_goal, costs.field),
                          PathFault::kNone);
            }
            // And who asks for the map as it is gets that.
            other.prepare(map.layout());
            const SearchResult real = searcher.search(map.view(), plain, {}, costs.field);
            const SearchResult wanted_real = other.search(map.view(), plain, {}, costs.field);
            ASSERT_EQ(real.status, wanted_real.status);
            ASSERT_TRUE(std::ranges::equal(real.turning_points, wanted_real.turning_points));
            other_ways += real.cost == walled_cost ? 0 : 1;
        }
    }
    EXPECT_GT(by_status[static_cast<std::size_t>(AnswerStatus::kFound)], 500);
    EXPECT_GT(by_status[static_cast<std::size_t>(AnswerStatus::kPartial)], 100);
    EXPECT_GT(by_status[static_cast<std::size_t>(AnswerStatus::kUnreachable)], 500);
    EXPECT_GT(other_ways, 300);
}

// The game shows the way round a wall for every place of the cursor.
TEST(WhatIfSearch, GivesTheSameForEveryPlaceOfOneWall) {
    Dice dice(77);
    const TestMap map = test::noise_map(dice, 60, 50, 15);
    Costs costs(map.layout());
    roll_costs(dice, map.layout(), costs);
    Searcher one;
    one.prepare(map.layout());
    for (int round = 0; round < 2; ++round) {
        for (std::int32_t x = 5; x < 55; ++x) {
            PathQuery query{{2, 25}, {57, 25}, Algorithm::kWeighted};
            query.danger_weight = 20;
            query.wall_factor = x % 2 == 0 ? 0 : 9;
            query.what_if = {WhatIf::Kind::kLine, pack({x, 0}), pack({x, 48})};
            const SearchResult result = one.search(map.view(), query, {}, costs.field);
            Searcher fresh;
            fresh.prepare(map.layout());
            const SearchResult wanted = fresh.search(map.view(), query, {}, costs.field);
            ASSERT_EQ(result.expanded_nodes, wanted.expanded_nodes) << "nothing is kept from query to query";
            ASSERT_TRUE(std::ranges::equal(result.turning_points, wanted.turning_points));
        }
    }
}

/// Turning points by chance, canonical and of straight and diagonal runs, and their length.
struct Stroll {
    std::vector<PackedCell> points;
    StepCount length;
};
Stroll roll_stroll(Dice& dice, const GridLayout& layout, Clearance clearance) {
    const std::int32_t more = clearance == Clearance::kTwoCells ? 1 : 0;
    Stroll stroll;
    Cell at = dice.cell({std::max(layout.width_cells - more, 1), std::max(layout.height_cells - more, 1)});
    stroll.points.push_back(pack(at));
    Cell before{};
    for (int leg = 1 + dice.roll(4); leg > 0; --leg) {
        const Cell way{dice.roll(3) - 1, dice.roll(3) - 1};
        const std::int32_t steps = 1 + dice.roll(6);
        const Cell to{at.x + way.x * steps, at.y + way.y * steps};
        if (way == Cell{} || way == before) continue;
        if (!layout.contains(to) || !layout.contains({to.x + more, to.y + more})) continue;
        (way.x != 0 && way.y != 0 ? stroll.length.diagonal : stroll.length.straight) +=
            static_cast<std::uint32_t>(steps);
        stroll.points.push_back(pack(to));
        before = way;
        at = to;
    }
    return stroll;
}

// By the rules as they are written, cell by cell.
TEST(PathCheckOfStrolls, LetsNobodyThroughRockOrWallsThatAreThoughtOf) {
    constexpr std::uint32_t kSeed = 161;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    int good = 0;
    int through_walls = 0;
    int blocked = 0;
    for (int round = 0; round < 60'000; ++round) {
        const TestMap map = test::noise_map(dice, 2 + dice.roll(9), 2 + dice.roll(9), dice.roll(40));
        Costs costs(map.layout());
        roll_costs(dice, map.layout(), costs);
        PathQuery query = roll_query(dice, map.layout());
        query.algorithm = dice.roll(4) == 0 ? Algorithm::kJps : Algorithm::kWeighted;
        if (dice.roll(2) == 0) query.what_if = roll_what_if(dice, map.layout());
        const Stroll stroll = roll_stroll(dice, map.layout(), query.clearance);
        query.start = unpack(stroll.points.front());
        query.goal = unpack(stroll.points.back());
        const PathFault fault = check_path(map.view(), query, stroll.points, stroll.length, true, costs.field);

        const TestMap walled = with_walls(map, query.what_if);
        PathQuery rules = query;
        if (!query.breaks_walls()) rules.wall_factor = 0;
        const Reference reference(walled.view(), costs.field, rules);
        const bool legal = reference.ground(query.start).multiplier != 0 && reference.cost_of(stroll.points) != kNone;
        const auto cells = static_cast<std::uint32_t>(map.layout().width_cells * map.layout().height_cells);
        if (stroll.length.straight + stroll.length.diagonal >= cells) continue;
        ASSERT_EQ(fault, legal ? PathFault::kNone : PathFault::kBlocked) << "round " << round;
        good += legal ? 1 : 0;
        blocked += legal ? 0 : 1;
        if (legal && query.breaks_walls()) {
            rules.wall_factor = 0;
            through_walls += Reference(walled.view(), costs.field, rules).cost_of(stroll.points) == kNone ? 1 : 0;
        }
    }
    EXPECT_GT(good, 5'000);
    EXPECT_GT(through_walls, 1'000);
    EXPECT_GT(blocked, 5'000);
}

}  // namespace
}  // namespace outrider::search
