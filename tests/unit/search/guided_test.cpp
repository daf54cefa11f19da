#include "pathfinder/search/guided.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "pathfinder/search/search.h"
#include "tests/unit/search/test_maps.h"
#include "tests/unit/search/weighted_reference.h"

namespace outrider::search {
namespace {

using namespace test;

/// A horde: requests for one goal from everywhere, each with a weight of its own.
[[nodiscard]] PathQuery next_of_horde(Dice& dice, const GridLayout& layout, PathQuery query) {
    query.start = dice.cell(layout);
    query.danger_weight = static_cast<std::uint8_t>(dice.roll(256));
    return query;
}

/// Terrain that stays, and danger in spots of some size.
struct Land {
    TestMap map;
    Costs costs;

    Land(Dice& dice, std::int32_t side_cells, std::int32_t blocked_percent)
        : map(noise_map(dice, side_cells, side_cells, blocked_percent)), costs(map.layout()) {
        roll_costs(dice, map.layout(), costs);
        for (std::uint8_t& danger : costs.danger) danger = static_cast<std::uint8_t>(dice.roll(4) == 0 ? danger : 0);
    }

    /// Another version: danger fades or grows somewhere, walls are built or fall.
    void change(Dice& dice) {
        map.set(dice.cell(map.layout()), dice.roll(4) == 0);
        if (dice.roll(3) == 0) return;
        const bool fades = dice.roll(2) == 0;
        for (std::uint8_t& danger : costs.danger) {
            if (dice.roll(20) != 0) continue;
            danger = static_cast<std::uint8_t>(fades ? danger / 2 : danger + (255 - danger) / 4);
        }
    }
};

struct Answer {
    AnswerStatus status;
    StepCount cost;
    std::vector<PackedCell> turning_points;

    explicit Answer(const SearchResult& result)
        : status(result.status),
          cost(result.cost),
          turning_points(result.turning_points.begin(), result.turning_points.end()) {}
    friend bool operator==(const Answer&, const Answer&) = default;
};

TEST(GuidedSearch, GivesAHordeThePathsOfAFreshSearcherWhileTheMapChanges) {
    constexpr std::uint32_t kSeed = 2203;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    std::uint64_t guides = 0;
    for (int round = 0; round < 12; ++round) {
        Land land(dice, 20 + dice.roll(60), dice.roll(25));
        GuidedSearcher searcher;
        searcher.prepare(land.map.layout());
        PathQuery horde = roll_query(dice, land.map.layout());
        PathQuery another = roll_query(dice, land.map.layout());
        for (int query = 0; query < 1000; ++query) {
            if (dice.roll(40) == 0) land.change(dice);
            const PathQuery next = next_of_horde(dice, land.map.layout(), dice.roll(10) == 0 ? another : horde);
            WeightedSearcher fresh;
            fresh.prepare(land.map.layout());
            const Answer answer(searcher.search(land.map.view(), land.costs.field, next));
            ASSERT_EQ(answer, Answer(fresh.search(land.map.view(), land.costs.field, next)))
                << "round " << round << ", query " << query;
        }
        guides += searcher.guides_made();
    }
    EXPECT_GT(guides, 50U);
}

TEST(GuidedSearch, TheSearcherGuidesByItselfAndNobodyCanTell) {
    constexpr std::uint32_t kSeed = 2207;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    Land land(dice, 100, 10);
    Searcher searcher;
    searcher.prepare(land.map.layout());
    PathQuery horde{.start = {}, .goal = {50, 50}, .algorithm = Algorithm::kWeighted};
    land.map.set(horde.goal, true);
    std::uint64_t early = 0;
    std::uint64_t late = 0;
    for (int query = 0; query < 1000; ++query) {
        if (query == 500) land.map.set({3, 3}, false);
        horde = next_of_horde(dice, land.map.layout(), horde);
        Searcher fresh;
        fresh.prepare(land.map.layout());
        const SearchResult result = searcher.search(land.map.view(), horde, {}, land.costs.field);
        if (query < 5) early += result.expanded_nodes;
        if (query >= 995) late += result.expanded_nodes;
        const Answer answer(result);
        ASSERT_EQ(answer, Answer(fresh.search(land.map.view(), horde, {}, land.costs.field))) << "query " << query;
    }
    EXPECT_LT(late * 5, early);
}

/// How a searcher that is asked for one horde after the other fares.
class Horde {
public:
    explicit Horde(std::uint32_t seed) : dice_(seed), land_(dice_, 96, 10) {
        searcher_.prepare(land_.map.layout());
        land_.map.set(query_.goal, true);
    }

    std::uint64_t send(int units, const StopSignal& stop = {}) {
        std::uint64_t expanded = 0;
        for (; units > 0; --units) {
            query_ = next_of_horde(dice_, land_.map.layout(), query_);
            expanded += searcher_.search(land_.map.view(), land_.costs.field, query_, stop).expanded_nodes;
        }
        return expanded;
    }
    /// Until a guide has just been made, and used once.
    void send_until_guided() {
        const std::uint64_t before = guides();
        for (int unit = 0; unit < 10'000 && guides() == before; ++unit) send(1);
        ASSERT_EQ(guides(), before + 1);
    }

    [[nodiscard]] std::uint64_t guides() const { return searcher_.guides_made(); }
    [[nodiscard]] std::uint64_t price() const { return searcher_.price_expansions(); }
    [[nodiscard]] Land& land() { return land_; }
    [[nodiscard]] PathQuery& query() { return query_; }

private:
    Dice dice_;
    Land land_;
    GuidedSearcher searcher_;
    PathQuery query_{.start = {}, .goal = {48, 48}};
};

TEST(GuidedSearch, MakesAGuideOnceItsPriceHasBeenPaid) {
    Horde horde(1);
    std::uint64_t paid = 0;
    while (paid < horde.price()) {
        ASSERT_EQ(horde.guides(), 0U);
        paid += horde.send(1);
    }
    horde.send(100);
    EXPECT_EQ(horde.guides(), 1U);
}

TEST(GuidedSearch, KeepsAGuideWhileStepsOnlyGetDearer) {
    Horde horde(2);
    horde.send_until_guided();
    for (std::int32_t x = 20; x < 30; ++x) {
        horde.land().map.set({x, 20}, false);
        horde.land().costs.danger[static_cast<std::size_t>(x)] = 255;
        horde.send(2);
    }
    EXPECT_EQ(horde.guides(), 1U);
}

TEST(GuidedSearch, MakesAGuideThatPaidForItselfAnewAtOnce) {
    Horde horde(3);
    horde.land().map.set({20, 20}, false);
    horde.send_until_guided();
    horde.send(1000);
    horde.land().map.set({20, 20}, true);
    horde.send(1);
    EXPECT_EQ(horde.guides(), 2U);
}

TEST(GuidedSearch, MakesAGuideAnewWhenItHasBecomeBad) {
    Horde horde(4);
    horde.send_until_guided();
    std::ranges::fill(horde.land().costs.danger, std::uint8_t{255});
    horde.land().map.set({0, 0}, false);
    horde.send(2000);
    EXPECT_EQ(horde.guides(), 2U);
}

TEST(GuidedSearch, HasRoomForAFewGoalsAndTakesTheLeastUsed) {
    Horde horde(5);
    const auto go_to = [&](std::int32_t x) {
        horde.query().goal = {x, 30};
        horde.land().map.set({x, 30}, true);
    };
    constexpr auto kGoals = static_cast<std::int32_t>(kMaxGuides);
    for (std::int32_t goal = 0; goal <= kGoals; ++goal) go_to(goal * 10);  // no version comes between
    for (std::int32_t goal = 0; goal < kGoals; ++goal) {
        horde.query().goal = {goal * 10, 30};
        horde.send_until_guided();
    }
    for (std::int32_t goal = 0; goal < kGoals; ++goal) {
        horde.query().goal = {goal * 10, 30};
        horde.send(5);
    }
    EXPECT_EQ(horde.guides(), kMaxGuides);
    horde.query().goal = {kGoals * 10, 30};
    horde.send_until_guided();
    horde.query().goal = {10, 30};
    horde.send(5);
    EXPECT_EQ(horde.guides(), kMaxGuides + 1) << "that of another goal made room";
}

TEST(GuidedSearch, HeedsTheStopSignalWhileItMakesAGuide) {
    Horde horde(6);
    std::uint64_t paid = 0;
    while (paid < horde.price()) paid += horde.send(1);
    const std::atomic<std::uint64_t> word = 7;
    EXPECT_EQ(horde.send(1, {&word, 7}), 0U);
    EXPECT_EQ(horde.guides(), 0U);
    horde.send_until_guided();
}

TEST(GuidedSearch, DoesNotGuideWithinABudget) {
    Horde horde(7);
    horde.query().node_budget = 100'000;
    horde.send(2000);
    EXPECT_EQ(horde.guides(), 0U);
    horde.query().node_budget = 0;
    horde.send_until_guided();
    Horde other(7);
    horde.query().node_budget = other.query().node_budget = 300;
    GuidedSearcher fresh;
    fresh.prepare(horde.land().map.layout());
    const PathQuery query = horde.query();
    const std::uint64_t expanded = horde.send(1);
    EXPECT_EQ(fresh.search(horde.land().map.view(), horde.land().costs.field, horde.query()).expanded_nodes, expanded);
    EXPECT_EQ(query.goal, horde.query().goal);
}

TEST(GuidedSearch, HasNoGuidesForMapsThatAreTooLarge) {
    GuidedSearcher searcher;
    const GridLayout layout(4096, 4096);
    ASSERT_GT(GoalGuide::memory_bytes(layout, kGuideWeights.size()), kMaxGuideMemory_bytes);
    searcher.prepare(layout);
    const TestMap map(4096, 4096);
    PathQuery query{.start = {0, 0}, .goal = {40, 0}};
    query.wall_factor = 9;
    for (int round = 0; round < 50; ++round) EXPECT_GT(searcher.search(map.view(), {}, query).expanded_nodes, 0U);
    EXPECT_EQ(searcher.guides_made(), 0U);
}

/// The rule, word by word: search, make the blocks of the way more dangerous, search again.
Answer search_with_detours(WeightedSearcher& searcher, const Land& land, const PathQuery& query) {
    std::vector<std::uint8_t> danger = land.costs.danger;
    CostField field = land.costs.field;
    field.danger = danger.data();
    const std::int32_t across = (land.map.layout().width_cells + 3) / 4;
    for (int left = query.detours;; --left) {
        const SearchResult way = searcher.search(land.map.view(), field, query);
        if (left == 0 || way.status != AnswerStatus::kFound) return Answer(way);
        std::vector<int> entered;
        Cell cell = unpack(way.turning_points.front());
        const auto enter = [&] {
            const int block = cell.y / 4 * across + cell.x / 4;
            if (entered.empty() || entered.back() != block) entered.push_back(block);
        };
        enter();
        for (const PackedCell point : way.turning_points) {
            while (cell != unpack(point)) {
                const Cell to = unpack(point);
                cell.x += to.x > cell.x ? 1 : to.x < cell.x ? -1 : 0;
                cell.y += to.y > cell.y ? 1 : to.y < cell.y ? -1 : 0;
                enter();
            }
        }
        for (const int block : entered) {
            std::uint8_t& there = danger[static_cast<std::size_t>(block)];
            there = static_cast<std::uint8_t>(std::min(255, there + kDetourDanger));
        }
    }
}

TEST(GuidedSearch, DetoursAreSearchesOneAfterAnother) {
    Dice dice(20261121);
    int others = 0;
    for (int round = 0; round < 12; ++round) {
        Land land(dice, 40, 15);
        GuidedSearcher guided;
        WeightedSearcher plain;
        guided.prepare(land.map.layout());
        plain.prepare(land.map.layout());
        PathQuery horde;
        horde.algorithm = Algorithm::kWeighted;
        horde.goal = dice.cell(land.map.layout());
        horde.clearance = round % 3 == 0 ? Clearance::kTwoCells : Clearance::kOneCell;
        horde.wall_factor = round % 4 == 0 ? 6 : 0;
        for (int i = 0; i < 60; ++i) {
            PathQuery query = next_of_horde(dice, land.map.layout(), horde);
            query.danger_weight = static_cast<std::uint8_t>(1 + dice.roll(255));
            query.detours = static_cast<std::uint8_t>(dice.roll(kMaxDetours + 1));
            const Answer found(guided.search(land.map.view(), land.costs.field, query));
            ASSERT_EQ(found, search_with_detours(plain, land, query)) << "round " << round << ", query " << i;
            PathQuery straight = query;
            straight.detours = 0;
            others += found == Answer(plain.search(land.map.view(), land.costs.field, straight)) ? 0 : 1;
        }
        if (round == 0) continue;
        land.change(dice);
    }
    EXPECT_GT(others, 100) << "detours lead elsewhere";
}

TEST(GuidedSearch, ATraceHoldsTheCellsOfEverySearch) {
    Dice dice(11);
    const Land land(dice, 40, 0);
    GuidedSearcher guided;
    guided.prepare(land.map.layout());
    PathQuery query;
    query.algorithm = Algorithm::kWeighted;
    query.start = {2, 2};
    query.goal = {37, 30};
    query.danger_weight = 40;
    query.detours = 3;
    constexpr PackedCell kUntouched{~0U};
    std::vector<PackedCell> trace(20'000, kUntouched);
    const SearchResult result = guided.search(land.map.view(), land.costs.field, query, {}, trace);
    ASSERT_EQ(result.status, AnswerStatus::kFound);
    ASSERT_LT(result.expanded_nodes, trace.size());
    EXPECT_EQ(std::ranges::find(trace, kUntouched) - trace.begin(), result.expanded_nodes);
}

TEST(GuidedSearch, WhoWeighsNoDangerMakesNoDetours) {
    Dice dice(7);
    const Land land(dice, 40, 15);
    GuidedSearcher guided;
    guided.prepare(land.map.layout());
    PathQuery query;
    query.algorithm = Algorithm::kWeighted;
    query.start = dice.cell(land.map.layout());
    query.goal = dice.cell(land.map.layout());
    const Answer straight(guided.search(land.map.view(), land.costs.field, query));
    query.detours = 5;
    EXPECT_FALSE(query.makes_detours());
    EXPECT_EQ(Answer(guided.search(land.map.view(), land.costs.field, query)), straight);
}

}  // namespace
}  // namespace outrider::search
