#include "game/sim/siege/building.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "tests/unit/sim/siege/rules_bench.h"

namespace outrider::sim::siege {
namespace {

bool contains(std::span<const Cell> cells, Cell cell) { return std::ranges::find(cells, cell) != cells.end(); }

TEST(Building, AWallIsFourConnectedCostsByTheCellAndBlocks) {
    RulesBench bench;
    const BuildWall wish{{10, 5}, {16, 9}};
    const Plan plan = plan_wall(bench.siege, wish);
    EXPECT_EQ(plan.verdict, Verdict::kDone);
    EXPECT_EQ(plan.cells.size(), 11U);
    EXPECT_EQ(plan.cost_gold, 11 * kPrices.wall_gold);
    for (std::size_t i = 1; i < plan.cells.size(); ++i) {
        const Cell a = plan.cells[i - 1];
        const Cell b = plan.cells[i];
        EXPECT_EQ(std::abs(a.x - b.x) + std::abs(a.y - b.y), 1);
    }
    EXPECT_EQ(build_wall(bench.siege, wish), Verdict::kDone);
    EXPECT_EQ(bench.siege.standing.gold, RulesBench::kRich - 11 * kPrices.wall_gold);
    for_each_wall_cell(wish.from, wish.to, [&](Cell cell) {
        EXPECT_FALSE(bench.siege.land.is_free(cell));
        EXPECT_EQ(bench.siege.walls.health_255[static_cast<std::size_t>(cell.y * 48 + cell.x)], 255);
    });
    EXPECT_EQ(bench.siege.edits.size(), 11U);
    EXPECT_EQ(bench.siege.changed, (CellRect{10, 5, 17, 10}));
    bench.tick();
    EXPECT_TRUE(bench.siege.edits.empty());
    EXPECT_EQ(bench.siege.version.value, 2U);
    EXPECT_EQ(build_wall(bench.siege, wish), Verdict::kTaken) << "it stands already";
}

TEST(Building, AWallGoesAsFarAsTheGoldLasts) {
    RulesBench bench;
    bench.siege.standing.gold = 3 * kPrices.wall_gold + 1;
    EXPECT_EQ(build_wall(bench.siege, {{10, 5}, {20, 5}}), Verdict::kPartly);
    EXPECT_EQ(bench.siege.standing.gold, 1);
    EXPECT_FALSE(bench.siege.land.is_free({12, 5}));
    EXPECT_TRUE(bench.siege.land.is_free({13, 5}));
    EXPECT_EQ(build_wall(bench.siege, {{10, 8}, {20, 8}}), Verdict::kNoGold);
}

TEST(Building, TakenCellsAreSkipped) {
    RulesBench bench;
    const Plan plan = plan_wall(bench.siege, {{38, 12}, {46, 12}});  // across the hall
    EXPECT_EQ(plan.verdict, Verdict::kPartly);
    EXPECT_TRUE(contains(plan.refused, {40, 12}));
    EXPECT_TRUE(contains(plan.cells, {45, 12}));
    EXPECT_EQ(plan_wall(bench.siege, {{41, 11}, {42, 11}}).verdict, Verdict::kTaken);
    EXPECT_EQ(plan_wall(bench.siege, {{-5, 3}, {10, 3}}).verdict, Verdict::kTaken) << "begins outside the map";
    EXPECT_EQ(plan_wall(bench.siege, {{10, 3}, {2'000'000'000, -2'000'000'000}}).verdict, Verdict::kTaken);
}

TEST(Building, GateAndDoorKeepTheirGround) {
    RulesBench bench;
    const auto verdict = [&](Cell cell) { return plan_wall(bench.siege, {cell, cell}).verdict; };
    EXPECT_EQ(verdict({4, 10}), Verdict::kTaken) << "three cells beyond the gate";
    EXPECT_EQ(verdict({5, 10}), Verdict::kDone);
    EXPECT_EQ(verdict({4, 0}), Verdict::kDone) << "beside the gate";
    EXPECT_EQ(verdict({40, 16}), Verdict::kTaken) << "two cells from the door";
    EXPECT_EQ(verdict({40, 17}), Verdict::kDone);
    EXPECT_EQ(verdict({42, 14}), Verdict::kTaken);
    EXPECT_EQ(verdict({43, 14}), Verdict::kDone);
}

TEST(Building, NobodyIsWalledIn) {
    RulesBench bench;
    bench.add(UnitKind::kRunner, {20, 10});
    bench.add(UnitKind::kBrute, {24, 10});
    const Plan plan = plan_wall(bench.siege, {{18, 10}, {27, 10}});
    EXPECT_EQ(plan.verdict, Verdict::kPartly);
    EXPECT_EQ(std::vector(plan.refused.begin(), plan.refused.end()), (std::vector<Cell>{{20, 10}, {24, 10}, {25, 10}}));
    EXPECT_EQ(plan_tower(bench.siege, {TowerKind::kArrow, {19, 9}}).verdict, Verdict::kTaken);
    EXPECT_EQ(plan_tower(bench.siege, {TowerKind::kArrow, {25, 11}}).verdict, Verdict::kTaken);
    EXPECT_EQ(plan_tower(bench.siege, {TowerKind::kArrow, {26, 11}}).verdict, Verdict::kDone);
}

TEST(Building, ATowerCoversTwoByTwoCells) {
    RulesBench bench;
    EXPECT_EQ(build_tower(bench.siege, {TowerKind::kMortar, {20, 10}}), Verdict::kDone);
    EXPECT_EQ(bench.siege.standing.gold, RulesBench::kRich - kPrices.tower_gold[1]);
    for (const Cell cell : {Cell{20, 10}, Cell{21, 10}, Cell{20, 11}, Cell{21, 11}}) {
        EXPECT_FALSE(bench.siege.land.is_free(cell));
        EXPECT_EQ(building_at(bench.siege, cell).tower, 0U);
    }
    ASSERT_EQ(bench.siege.towers.size(), 1U);
    EXPECT_TRUE(bench.siege.towers[0].stands);
    EXPECT_EQ(build_tower(bench.siege, {TowerKind::kArrow, {21, 11}}), Verdict::kTaken);
    EXPECT_EQ(build_tower(bench.siege, {TowerKind::kArrow, {47, 11}}), Verdict::kTaken) << "sticks out of the map";
    bench.siege.standing.gold = kPrices.tower_gold[0] - 1;
    EXPECT_EQ(build_tower(bench.siege, {TowerKind::kArrow, {30, 11}}), Verdict::kNoGold);
}

TEST(Building, ThereIsALimitToTowers) {
    SiegeSettings settings = open_ground();
    settings.height_cells = 64;
    settings.terrain += std::string(std::size_t{48} * 40, '.');
    RulesBench bench(settings);
    Verdict verdict = Verdict::kDone;
    for (std::int32_t y = 24; y < 62 && verdict == Verdict::kDone; y += 2) {
        for (std::int32_t x = 0; x < 48 && verdict == Verdict::kDone; x += 2) {
            verdict = build_tower(bench.siege, {TowerKind::kArrow, {x, y}});
        }
    }
    EXPECT_EQ(verdict, Verdict::kTooMany);
    EXPECT_EQ(bench.siege.towers.size(), Siege::kMaxTowers);
    EXPECT_EQ(sell(bench.siege, {{20, 40}, {20, 40}}), Verdict::kDone);
    EXPECT_EQ(build_tower(bench.siege, {TowerKind::kFrost, {20, 40}}), Verdict::kDone) << "in the empty place";
    EXPECT_EQ(bench.siege.towers.size(), Siege::kMaxTowers);
}

TEST(Building, SellingPaysThreeQuartersByHealthAndOpensTheGround) {
    RulesBench bench;
    build_wall(bench.siege, {{10, 5}, {13, 5}});
    build_tower(bench.siege, {TowerKind::kArrow, {14, 5}});
    const std::int32_t gold = bench.siege.standing.gold;
    const Sell wish{{10, 5}, {15, 5}};  // touches two cells of the tower
    const Plan plan = plan_sale(bench.siege, wish);
    EXPECT_EQ(plan.cells.size(), 8U);
    EXPECT_EQ(plan.cost_gold, -((4 * kPrices.wall_gold + kPrices.tower_gold[0]) * 3 / 4));
    EXPECT_EQ(sell(bench.siege, wish), Verdict::kDone);
    EXPECT_EQ(bench.siege.standing.gold, gold - plan.cost_gold);
    for (const Cell cell : {Cell{10, 5}, Cell{13, 5}, Cell{14, 5}, Cell{15, 6}}) {
        EXPECT_TRUE(bench.siege.land.is_free(cell));
        EXPECT_FALSE(building_at(bench.siege, cell).is_wall);
        EXPECT_EQ(building_at(bench.siege, cell).tower, kNoTower);
    }
    EXPECT_FALSE(bench.siege.towers[0].stands);
    EXPECT_EQ(sell(bench.siege, wish), Verdict::kNothing);

    build_tower(bench.siege, {TowerKind::kArrow, {14, 5}});
    batter(bench.siege, {15, 6}, traits_of(TowerKind::kArrow).health / 2);
    EXPECT_EQ(plan_sale(bench.siege, wish).cost_gold, -(kPrices.tower_gold[0] * 3 / 8));
}

TEST(Building, RepairCostsByDamage) {
    RulesBench bench;
    build_wall(bench.siege, {{10, 5}, {13, 5}});
    build_tower(bench.siege, {TowerKind::kMortar, {14, 5}});
    const Repair wish{{10, 5}, {15, 5}};
    EXPECT_EQ(repair(bench.siege, wish), Verdict::kNothing);
    batter(bench.siege, {11, 5}, kWallHealth / 2);
    batter(bench.siege, {14, 5}, traits_of(TowerKind::kMortar).health / 2);
    const Plan plan = plan_repair(bench.siege, wish);
    EXPECT_EQ(plan.verdict, Verdict::kDone);
    EXPECT_EQ(plan.cells.size(), 5U);
    EXPECT_EQ(plan.cost_gold, 1 + kPrices.tower_gold[1] / 4);
    const std::int32_t gold = bench.siege.standing.gold;
    bench.siege.standing.gold = 1;
    EXPECT_EQ(plan_repair(bench.siege, wish).verdict, Verdict::kPartly) << "the wall alone";
    bench.siege.standing.gold = gold;
    EXPECT_EQ(repair(bench.siege, wish), Verdict::kDone);
    EXPECT_EQ(bench.siege.standing.gold, gold - 1 - kPrices.tower_gold[1] / 4);
    EXPECT_EQ(bench.siege.walls.health_255[5 * 48 + 11], 255);
    EXPECT_EQ(bench.siege.towers[0].health, bench.siege.towers[0].full_health);
}

TEST(Building, WhatIsBatteredFallsAndOpensTheGround) {
    RulesBench bench;
    build_wall(bench.siege, {{10, 5}, {10, 5}});
    build_tower(bench.siege, {TowerKind::kFrost, {20, 5}});
    batter(bench.siege, {10, 5}, kWallHealth - 1);
    EXPECT_FALSE(bench.siege.land.is_free({10, 5}));
    EXPECT_EQ(bench.siege.walls.health_255[5 * 48 + 10], 2);
    batter(bench.siege, {10, 5}, 1);
    EXPECT_TRUE(bench.siege.land.is_free({10, 5}));
    EXPECT_EQ(bench.siege.walls.health_255[5 * 48 + 10], 0);
    batter(bench.siege, {21, 6}, 1'000'000);
    EXPECT_TRUE(bench.siege.land.is_free({20, 5}));
    EXPECT_EQ(bench.events_of(Event::Kind::kWallDown).size(), 2U);
    batter(bench.siege, {21, 6}, 1'000'000);  // nothing is there any more
    batter(bench.siege, {41, 11}, 1'000'000);
    EXPECT_FALSE(bench.siege.land.is_free({41, 11})) << "the hall stands";
    EXPECT_EQ(bench.events_of(Event::Kind::kWallDown).size(), 2U);
}

TEST(Building, NothingIsBuiltOnceTheKeepHasFallen) {
    RulesBench bench;
    bench.siege.standing.stage = Stage::kLost;
    EXPECT_EQ(build_wall(bench.siege, {{10, 5}, {13, 5}}), Verdict::kNotNow);
    EXPECT_EQ(build_tower(bench.siege, {TowerKind::kArrow, {10, 5}}), Verdict::kNotNow);
    EXPECT_EQ(sell(bench.siege, {{10, 5}, {13, 5}}), Verdict::kNotNow);
    EXPECT_EQ(repair(bench.siege, {{10, 5}, {13, 5}}), Verdict::kNotNow);
    EXPECT_EQ(hire_rider(bench.siege), Verdict::kNotNow);
}

}  // namespace
}  // namespace outrider::sim::siege
