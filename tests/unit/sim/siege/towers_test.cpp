#include "game/sim/siege/towers.h"

#include <gtest/gtest.h>

#include "tests/unit/sim/siege/rules_bench.h"

namespace outrider::sim::siege {
namespace {

/// A raider that stays where it is.
UnitIndex pin(RulesBench& bench, UnitKind kind, Cell anchor) {
    const UnitIndex unit = bench.add(kind, anchor);
    bench.siege.crowd.set_pace(unit, 0);
    return unit;
}

std::int32_t lost_health(const RulesBench& bench, UnitIndex unit) {
    return bench.siege.folk.full_health[unit] - bench.siege.folk.health[unit];
}

TEST(Towers, AnArrowHitsTheNearestAndNobodyElse) {
    RulesBench bench;
    build_tower(bench.siege, {TowerKind::kArrow, {20, 10}});
    const UnitIndex far = pin(bench, UnitKind::kBrute, {13, 10});
    const UnitIndex near = pin(bench, UnitKind::kBrute, {24, 10});
    bench.ticks(static_cast<int>(kLookAgain_ticks) + 1);
    EXPECT_EQ(lost_health(bench, near), traits_of(TowerKind::kArrow).damage);
    EXPECT_EQ(lost_health(bench, far), 0);
    EXPECT_EQ(bench.siege.towers[0].facing, 0) << "it looks east";
    bench.ticks(3 * static_cast<int>(traits_of(TowerKind::kArrow).reload_ticks));
    EXPECT_EQ(lost_health(bench, near), 4 * traits_of(TowerKind::kArrow).damage);
    EXPECT_EQ(bench.events_of(Event::Kind::kArrow).size(), 4U);
    EXPECT_GT(bench.siege.danger.at({24, 10}), 0);
}

TEST(Towers, AnArrowTowerKeepsItsTargetWhileThatIsWithinRange) {
    RulesBench bench;
    build_tower(bench.siege, {TowerKind::kArrow, {20, 10}});
    const UnitIndex first = pin(bench, UnitKind::kBrute, {26, 10});
    bench.ticks(static_cast<int>(kLookAgain_ticks) + 1);
    const UnitIndex nearer = pin(bench, UnitKind::kBrute, {23, 10});
    bench.ticks(2 * static_cast<int>(traits_of(TowerKind::kArrow).reload_ticks));
    EXPECT_EQ(lost_health(bench, first), 3 * traits_of(TowerKind::kArrow).damage);
    EXPECT_EQ(lost_health(bench, nearer), 0);
    take_away(bench.siege, first);
    bench.ticks(static_cast<int>(traits_of(TowerKind::kArrow).reload_ticks));
    EXPECT_EQ(lost_health(bench, nearer), traits_of(TowerKind::kArrow).damage);
}

TEST(Towers, NobodyIsShotBeyondRangeAndNoRider) {
    RulesBench bench;
    build_tower(bench.siege, {TowerKind::kArrow, {20, 10}});
    build_tower(bench.siege, {TowerKind::kFrost, {20, 13}});
    const UnitIndex raider = pin(bench, UnitKind::kRunner, {31, 10});
    bring(bench.siege, UnitKind::kRider, centre_of({22, 11}));
    bench.ticks(120);
    EXPECT_EQ(lost_health(bench, raider), 0);
    EXPECT_TRUE(bench.events_of(Event::Kind::kHit).empty());
    EXPECT_TRUE(bench.events_of(Event::Kind::kFrost).empty());
}

TEST(Towers, AKillPaysAndIsLearntFrom) {
    RulesBench bench;
    build_tower(bench.siege, {TowerKind::kArrow, {20, 10}});
    const std::int32_t gold = bench.siege.standing.gold;
    const UnitIndex runner = pin(bench, UnitKind::kRunner, {24, 10});
    const std::uint32_t number = bench.siege.folk.number[runner];
    ASSERT_TRUE(bench.tick_until(600, [&] { return !bench.is_alive(runner, number); }));
    EXPECT_EQ(bench.siege.standing.gold, gold + traits_of(UnitKind::kRunner).bounty_gold);
    EXPECT_EQ(bench.siege.standing.kills, 1U);
    EXPECT_EQ(bench.siege.standing.field[0], 0U);
    EXPECT_GE(bench.siege.danger.at({24, 10}), kDeathDanger);
    EXPECT_EQ(bench.events_of(Event::Kind::kDeath).size(), 1U);
    EXPECT_EQ(bench.siege.folk.doing[runner], UnitDoing::kGone);
}

TEST(Towers, AMortarAimsAtTheThickOfTheCrowdAndHitsAllAroundThere) {
    RulesBench bench;
    build_tower(bench.siege, {TowerKind::kMortar, {20, 10}});
    const UnitIndex alone = pin(bench, UnitKind::kBrute, {25, 10});
    std::vector<UnitIndex> crowd;
    for (std::int32_t i = 0; i < 4; ++i) crowd.push_back(pin(bench, UnitKind::kSapper, {29 + i % 2, 13 + i / 2}));
    ASSERT_TRUE(bench.tick_until(60, [&] { return !bench.siege.shells.empty(); }));
    const Shell shell = bench.siege.shells[0];
    EXPECT_GT(shell.lands_tick, shell.fired_tick + 10);
    for (const UnitIndex unit : crowd) EXPECT_EQ(lost_health(bench, unit), 0) << "it is in the air";
    ASSERT_TRUE(bench.tick_until(200, [&] { return bench.siege.shells.empty(); }));
    EXPECT_EQ(bench.siege.standing.ticks, shell.lands_tick + 1U);
    for (const UnitIndex unit : crowd) EXPECT_EQ(lost_health(bench, unit), traits_of(TowerKind::kMortar).damage);
    EXPECT_EQ(lost_health(bench, alone), 0);
    EXPECT_EQ(bench.events_of(Event::Kind::kMortarShot).size(), 1U);
    ASSERT_EQ(bench.events_of(Event::Kind::kMortarHit).size(), 1U);
    EXPECT_EQ(bench.events_of(Event::Kind::kMortarHit)[0].size, traits_of(TowerKind::kMortar).area);
}

TEST(Towers, AMortarLeadsItsTarget) {
    RulesBench bench;
    build_tower(bench.siege, {TowerKind::kMortar, {28, 4}});
    const UnitIndex brute = bench.add(UnitKind::kBrute, {20, 12});
    ASSERT_TRUE(
        bench.tick_until(400, [&] { return lost_health(bench, brute) > 0 || bench.siege.folk.number[brute] != 1; }));
    EXPECT_EQ(bench.siege.folk.number[brute], 1U) << "it was hit on its way";
}

TEST(Towers, FrostSlowsEverybodyAroundForAWhile) {
    RulesBench bench;
    build_tower(bench.siege, {TowerKind::kFrost, {20, 10}});
    const UnitIndex first = bench.add(UnitKind::kBrute, {15, 10});
    const UnitIndex second = bench.add(UnitKind::kRunner, {24, 12});
    const UnitIndex beyond = bench.add(UnitKind::kRunner, {29, 12});
    ASSERT_TRUE(bench.tick_until(30, [&] { return !bench.events_of(Event::Kind::kFrost).empty(); }));
    EXPECT_EQ(bench.siege.folk.is_slowed[first], 1);
    EXPECT_EQ(bench.siege.folk.is_slowed[second], 1);
    EXPECT_EQ(bench.siege.folk.is_slowed[beyond], 0);
    EXPECT_EQ(lost_health(bench, second), traits_of(TowerKind::kFrost).damage);
    sell(bench.siege, {{20, 10}, {20, 10}});
    bench.ticks(static_cast<int>(kFrost_ticks) - 2);
    EXPECT_EQ(bench.siege.folk.is_slowed[first], 1);
    bench.ticks(3);
    EXPECT_EQ(bench.siege.folk.is_slowed[first], 0);
}

TEST(Towers, SlowedRaidersWalkAtHalfTheirSpeed) {
    const auto distance_in_60_ticks = [](bool frozen) {
        RulesBench bench;
        const UnitIndex unit = bench.add(UnitKind::kRunner, {8, 12});
        bench.ticks(60);
        if (frozen) slow(bench.siege, unit);
        const FixedPoint from = bench.siege.crowd.positions()[unit];
        bench.ticks(60);
        return bench.siege.crowd.positions()[unit].x - from.x;
    };
    EXPECT_NEAR(distance_in_60_ticks(true), distance_in_60_ticks(false) / 2, kFixedOne / 2);
}

}  // namespace
}  // namespace outrider::sim::siege
