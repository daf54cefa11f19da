#include "game/app/solve_reference.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/search/reference_search.h"
#include "tests/unit/search/test_maps.h"

namespace outrider::app {
namespace {

using search::test::all_lengths_from;
using search::test::Dice;
using search::test::is_shorter;
using search::test::TestMap;

/// A script of one map that never changes.
SolveScript script_of(const MapView& map, std::vector<search::ScenarioQuery> queries) {
    SolveScript script;
    script.layout = map.layout();
    const std::uint64_t* words = map.words();
    script.bits.assign(words, words + script.layout.total_words());
    for (std::uint32_t i = 0; i < queries.size(); ++i) script.steps.emplace_back(AskStep{i});
    script.queries = std::move(queries);
    return script;
}

/// The map as a unit of 2 by 2 cells sees it, cell by cell.
TestMap seen_by_two_cells(const MapView& map) {
    TestMap seen(map.width_cells(), map.height_cells());
    for (Cell cell; cell.y < map.height_cells(); ++cell.y) {
        for (cell.x = 0; cell.x < map.width_cells(); ++cell.x) {
            seen.set(cell, map.is_free(cell) && map.is_free({cell.x + 1, cell.y}) &&
                               map.is_free({cell.x, cell.y + 1}) && map.is_free({cell.x + 1, cell.y + 1}));
        }
    }
    return seen;
}

StepCount distance(Cell a, Cell b) {
    const auto dx = static_cast<std::uint32_t>(std::abs(a.x - b.x));
    const auto dy = static_cast<std::uint32_t>(std::abs(a.y - b.y));
    return {std::max(dx, dy) - std::min(dx, dy), std::min(dx, dy)};
}

/// The same by the simplest means: every length, then the best end among all.
RightAnswer by_every_cell(const MapView& passable, const PathQuery& query) {
    const auto lengths = all_lengths_from(passable, query.start);
    const auto length_to = [&](Cell cell) {
        return lengths[static_cast<std::size_t>(cell.y * passable.width_cells() + cell.x)];
    };
    if (length_to(query.goal)) return {AnswerStatus::kFound, query.goal, 0.0, length_to(query.goal)};
    RightAnswer right{AnswerStatus::kUnreachable, query.goal, 0.0, StepCount{}};
    if (!query.or_nearest) return right;
    for (Cell cell; cell.y < passable.height_cells(); ++cell.y) {
        for (cell.x = 0; cell.x < passable.width_cells(); ++cell.x) {
            if (!length_to(cell)) continue;
            const bool is_first = right.status == AnswerStatus::kUnreachable;
            if (!is_first && !is_shorter(distance(cell, query.goal), distance(right.end, query.goal))) continue;
            right = {AnswerStatus::kPartial, cell, 0.0, length_to(cell)};
        }
    }
    return right;
}

TEST(SolveReference, BelievesTheListForUnitsOfOneCell) {
    const TestMap map({"....", "....", "...."});
    const SolveScript script = script_of(map.view(), {{{0, 0}, {3, 0}, 2.5}, {{0, 0}, {3, 2}, 0.0}});
    const auto queries = audited_queries(script, {});
    EXPECT_EQ(queries[0].right.status, AnswerStatus::kFound);
    EXPECT_EQ(queries[0].right.end, (Cell{3, 0}));
    EXPECT_FALSE(queries[0].right.agrees_with({3, 0}));
    EXPECT_EQ(queries[1].right.status, AnswerStatus::kUnreachable);
    EXPECT_EQ(queries[1].query.start, (Cell{0, 0}));
    EXPECT_EQ(queries[1].query.goal, (Cell{3, 2}));
}

TEST(SolveReference, AsksAllInTheMannerGiven) {
    const TestMap map({"....", "....", "...."});
    PathQuery manner;
    manner.algorithm = Algorithm::kAStar;
    manner.clearance = Clearance::kTwoCells;
    manner.or_nearest = true;
    manner.smooth = true;
    const auto queries = audited_queries(script_of(map.view(), {{{0, 0}, {2, 1}, 0.0}}), manner);
    manner.goal = {2, 1};
    EXPECT_EQ(queries[0].query, manner);
    EXPECT_TRUE(queries[0].right.agrees_with({1, 1}));
}

TEST(SolveReference, IsWhatLookingAtEveryCellGives) {
    constexpr std::uint32_t kSeed = 47;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    int partial = 0;
    int found = 0;
    for (int round = 0; round < 300; ++round) {
        const TestMap map = search::test::noise_map(dice, 4 + dice.roll(30), 4 + dice.roll(30), 5 + dice.roll(50));
        PathQuery manner;
        manner.or_nearest = dice.roll(3) != 0;
        manner.clearance = dice.roll(3) != 0 ? Clearance::kTwoCells : Clearance::kOneCell;
        const bool is_wide = manner.clearance == Clearance::kTwoCells;
        const TestMap passable = is_wide ? seen_by_two_cells(map.view()) : map;
        manner.start = dice.cell(map.layout());
        manner.goal = dice.cell(map.layout());
        const RightAnswer expected = by_every_cell(passable.view(), manner);
        // For units of one cell, the list is right; for larger ones it says anything.
        const bool is_found = expected.status == AnswerStatus::kFound;
        const double listed = is_wide ? 1.5 : is_found ? expected.cost->length_cells() : 0.0;
        if (!is_wide && manner.start == manner.goal) continue;  // a list cannot tell that from no way
        const auto right =
            audited_queries(script_of(map.view(), {{manner.start, manner.goal, listed}}), manner)[0].right;
        ASSERT_EQ(right.status, expected.status) << "round " << round;
        ASSERT_EQ(right.end, expected.end) << "round " << round;
        if (expected.status == AnswerStatus::kUnreachable) continue;
        ASSERT_TRUE(right.agrees_with(*expected.cost)) << "round " << round;
        ASSERT_FALSE(right.agrees_with({expected.cost->straight + 1, expected.cost->diagonal})) << "round " << round;
        ++(is_found ? found : partial);
    }
    EXPECT_GT(partial, 50);
    EXPECT_GT(found, 50);
}

TEST(SolveReference, FollowsTheMapThroughEdits) {
    const TestMap map({"......", "......"});
    SolveScript script = script_of(map.view(), {{{0, 0}, {4, 0}, 4.0}, {{0, 0}, {4, 0}, 0.0}});
    const EditStep wall{{{pack({2, 0}), false}, {pack({2, 1}), false}}};
    script.steps = {AskStep{0}, wall, AskStep{1}};
    PathQuery manner;
    manner.or_nearest = true;
    const auto queries = audited_queries(script, manner);
    EXPECT_EQ(queries[0].right.status, AnswerStatus::kFound);
    EXPECT_EQ(queries[1].right.status, AnswerStatus::kPartial);
    EXPECT_EQ(queries[1].right.end, (Cell{1, 0}));
    EXPECT_TRUE(queries[1].right.agrees_with({1, 0}));
}

}  // namespace
}  // namespace outrider::app
