#include "game/sim/siege/fighting.h"

#include <gtest/gtest.h>

#include "tests/unit/sim/siege/rules_bench.h"

namespace outrider::sim::siege {
namespace {

/// A hall of which the ground before it is behind rock, but for a gap.
SiegeSettings narrow_ground() {
    SiegeSettings settings = open_ground();
    for (std::int32_t y = 0; y < 24; ++y) {
        if (y < 10 || y > 13) settings.terrain[static_cast<std::size_t>(y * 48 + 25)] = '@';
    }
    return settings;
}

TEST(Fighting, ARiderAndARaiderWithinReachStopAndFight) {
    RulesBench bench;
    const UnitIndex raider = bench.add(UnitKind::kRunner, {20, 16});
    const UnitIndex rider = bench.hire();
    order_riders(bench.siege, {{30, 16}});
    ASSERT_TRUE(bench.tick_until(600, [&] { return bench.siege.folk.foe[rider] == raider; }));
    EXPECT_EQ(bench.siege.folk.foe[raider], rider);
    EXPECT_EQ(bench.siege.folk.doing[rider], UnitDoing::kFighting);
    EXPECT_EQ(bench.siege.folk.doing[raider], UnitDoing::kFighting);
    const FixedPoint where = bench.siege.crowd.positions()[raider];
    bench.ticks(20);
    EXPECT_TRUE(is_within(bench.siege.crowd.positions()[raider], where, kFixedOne));
    ASSERT_TRUE(bench.tick_until(600, [&] { return bench.siege.standing.kills == 1; }));
    EXPECT_LT(bench.siege.folk.health[rider], bench.siege.folk.full_health[rider]) << "it was struck back";
    EXPECT_FALSE(bench.events_of(Event::Kind::kSword).empty());
    bench.tick();
    EXPECT_EQ(bench.siege.folk.foe[rider], kNobody);
    ASSERT_TRUE(bench.tick_until(600, [&] { return bench.siege.folk.doing[rider] == UnitDoing::kStanding; }));
    EXPECT_EQ(steps_between(bench.siege.crowd.cell(rider), {30, 16}), 0) << "back at its post";
}

TEST(Fighting, AStandingRiderRidesAtRaidersNearItsPostAndReturns) {
    RulesBench bench;
    const UnitIndex rider = bench.hire();
    order_riders(bench.siege, {{24, 12}});
    ASSERT_TRUE(bench.tick_until(600, [&] { return bench.siege.crowd.cell(rider) == Cell{24, 12}; }));
    bench.ticks(60);
    const UnitIndex far = bench.add(UnitKind::kBrute, {24, 20});
    bench.siege.crowd.set_pace(far, 0);
    bench.ticks(60);
    EXPECT_EQ(bench.siege.crowd.cell(rider), (Cell{24, 12})) << "too far away";
    const UnitIndex near = bench.add(UnitKind::kSapper, {27, 13});
    bench.siege.crowd.set_pace(near, 0);
    ASSERT_TRUE(bench.tick_until(200, [&] { return bench.siege.folk.foe[rider] == near; }));
    ASSERT_TRUE(bench.tick_until(900, [&] { return bench.siege.standing.kills == 1; }));
    ASSERT_TRUE(bench.tick_until(300, [&] { return steps_between(bench.siege.crowd.cell(rider), {24, 12}) <= 1; }));
}

TEST(Fighting, AnOrderTakesARiderOutOfAFight) {
    RulesBench bench;
    const UnitIndex brute = bench.add(UnitKind::kBrute, {30, 17});
    const UnitIndex rider = bench.hire();
    order_riders(bench.siege, {{31, 18}});
    ASSERT_TRUE(bench.tick_until(600, [&] { return bench.siege.folk.foe[rider] == brute; }));
    order_riders(bench.siege, {{20, 5}});
    EXPECT_EQ(bench.siege.folk.foe[rider], kNobody);
    bench.ticks(static_cast<int>(kObeys_ticks) - 1);
    EXPECT_FALSE(is_within(bench.siege.crowd.positions()[rider], bench.siege.crowd.positions()[brute], 3 * kFixedOne))
        << "it has ridden away";
    bench.tick();
    EXPECT_EQ(bench.siege.folk.foe[brute], kNobody);
}

TEST(Fighting, WolvesHuntAndBiteRiders) {
    RulesBench bench;
    const UnitIndex rider = bench.hire();
    order_riders(bench.siege, {{30, 4}});
    bench.ticks(200);
    const UnitIndex wolf = bench.add(UnitKind::kWolf, {10, 12});
    ASSERT_TRUE(bench.tick_until(900, [&] { return bench.siege.folk.foe[wolf] == rider; }));
    EXPECT_TRUE(
        bench.tick_until(600, [&] { return bench.siege.folk.health[rider] < bench.siege.folk.full_health[rider]; }));
}

TEST(Fighting, ARiderCanDie) {
    RulesBench bench;
    const UnitIndex rider = bench.hire();
    select_riders(bench.siege, {{0, 0}, {48 * kFixedOne, 24 * kFixedOne}});
    EXPECT_EQ(bench.siege.standing.selected_riders, 1U);
    const auto kills = bench.siege.standing.kills;
    EXPECT_FALSE(hurt(bench.siege, rider, 1'000'000, {}));
    EXPECT_EQ(bench.siege.standing.riders, 0U);
    EXPECT_EQ(bench.siege.standing.selected_riders, 0U);
    EXPECT_TRUE(bench.siege.riders.list.empty());
    EXPECT_EQ(bench.siege.standing.kills, kills) << "that is no kill of the player's";
    bench.ticks(10);
}

TEST(Fighting, RidersCostGoldAndAreLimited) {
    RulesBench bench;
    for (std::uint32_t i = 0; i < Siege::kMaxRiders; ++i) EXPECT_EQ(hire_rider(bench.siege), Verdict::kDone);
    EXPECT_EQ(bench.siege.standing.gold,
              RulesBench::kRich - static_cast<std::int32_t>(Siege::kMaxRiders) * kPrices.rider_gold);
    EXPECT_EQ(hire_rider(bench.siege), Verdict::kTooMany);
    bench.ticks(300);
    for (const Rider& rider : bench.siege.riders.list) {
        EXPECT_TRUE(bench.siege.land.is_free(bench.siege.crowd.cell(rider.unit)));
    }
    RulesBench poor;
    poor.siege.standing.gold = kPrices.rider_gold - 1;
    EXPECT_EQ(hire_rider(poor.siege), Verdict::kNoGold);
}

TEST(Fighting, SelectionIsByBoxOrTheNearest) {
    RulesBench bench;
    const UnitIndex first = bench.hire();
    const UnitIndex second = bench.hire();
    select_riders(bench.siege, {bench.siege.crowd.positions()[first], bench.siege.crowd.positions()[first]});
    EXPECT_EQ(bench.siege.standing.selected_riders, 1U);
    EXPECT_EQ(order_riders(bench.siege, {{20, 5}}), Verdict::kDone);
    bench.ticks(400);
    EXPECT_EQ(bench.siege.crowd.cell(first), (Cell{20, 5}));
    EXPECT_NE(bench.siege.crowd.cell(second), (Cell{20, 5}));
    const FixedPoint there = centre_of({20, 5});
    EXPECT_EQ(select_riders(bench.siege,
                            {{there.x - kFixedOne, there.y + kFixedOne}, {there.x + kFixedOne, there.y - kFixedOne}}),
              Verdict::kDone);
    EXPECT_EQ(bench.siege.folk.is_selected[first], 1);
    EXPECT_EQ(bench.siege.folk.is_selected[second], 0);
    EXPECT_EQ(select_riders(bench.siege, {centre_of({10, 20}), centre_of({10, 20})}), Verdict::kNothing);
    EXPECT_EQ(bench.siege.standing.selected_riders, 0U);
    EXPECT_EQ(order_riders(bench.siege, {{-3, 4}}), Verdict::kTaken);
}

TEST(Fighting, RaidersWithoutAWayDigThroughAndAWallThatFallsIsOpen) {
    RulesBench bench(narrow_ground());
    ASSERT_EQ(build_wall(bench.siege, {{25, 10}, {25, 13}}), Verdict::kDone);
    const UnitIndex runner = bench.add(UnitKind::kRunner, {20, 11});
    ASSERT_TRUE(bench.tick_until(600, [&] { return bench.siege.folk.doing[runner] == UnitDoing::kDigging; }));
    EXPECT_TRUE(bench.tick_until(3600, [&] { return !bench.events_of(Event::Kind::kWallDown).empty(); }));
    EXPECT_FALSE(bench.events_of(Event::Kind::kDig).empty());
    EXPECT_TRUE(bench.tick_until(
        900, [&] { return bench.siege.standing.keep_health < bench.siege.standing.keep_full_health; }));
}

TEST(Fighting, NobodyMendsAWallThatIsDugAt) {
    RulesBench bench(narrow_ground());
    build_wall(bench.siege, {{25, 10}, {25, 13}});
    const UnitIndex sapper = bench.add(UnitKind::kSapper, {20, 11});
    ASSERT_TRUE(bench.tick_until(600, [&] { return !bench.events_of(Event::Kind::kDig).empty(); }));
    const Repair wish{{25, 10}, {25, 13}};
    EXPECT_EQ(plan_repair(bench.siege, wish).verdict, Verdict::kTaken);
    EXPECT_EQ(plan_repair(bench.siege, wish).refused.size(), 1U);
    take_away(bench.siege, sapper);
    EXPECT_EQ(repair(bench.siege, wish), Verdict::kDone);
}

TEST(Fighting, ASapperDigsFasterThanARunner) {
    const auto ticks_to_breach = [](UnitKind kind) {
        RulesBench bench(narrow_ground());
        build_wall(bench.siege, {{25, 10}, {25, 13}});
        bench.add(kind, {22, 11});
        EXPECT_TRUE(bench.tick_until(3600, [&] { return !bench.events_of(Event::Kind::kWallDown).empty(); }));
        return bench.siege.standing.ticks;
    };
    EXPECT_LT(ticks_to_breach(UnitKind::kSapper) * 2, ticks_to_breach(UnitKind::kRunner));
}

TEST(Fighting, BrutesBreachAWallWideEnoughForThem) {
    RulesBench bench(narrow_ground());
    build_wall(bench.siege, {{25, 10}, {25, 13}});
    bench.add(UnitKind::kBrute, {20, 11});
    EXPECT_TRUE(bench.tick_until(
        3600, [&] { return bench.siege.standing.keep_health < bench.siege.standing.keep_full_health; }));
    EXPECT_GE(bench.events_of(Event::Kind::kWallDown).size(), 2U);
}

TEST(Fighting, WhoComesBesideTheHallStrikesAndIsGone) {
    RulesBench bench;
    const std::int32_t gold = bench.siege.standing.gold;
    for (std::size_t kind = 0; kind < kRaiderKinds; ++kind) {
        const std::int32_t before = bench.siege.standing.keep_health;
        const UnitIndex unit = bench.add(static_cast<UnitKind>(kind), {34, 11});
        const std::uint32_t number = bench.siege.folk.number[unit];
        ASSERT_TRUE(bench.tick_until(600, [&] { return !bench.is_alive(unit, number); }));
        EXPECT_EQ(before - bench.siege.standing.keep_health, kTraits[kind].keep_damage);
    }
    EXPECT_EQ(bench.siege.standing.gold, gold) << "nothing is paid for them";
    EXPECT_EQ(bench.siege.standing.kills, 0U);
    EXPECT_EQ(bench.events_of(Event::Kind::kKeepHit).size(), kRaiderKinds);
}

TEST(Fighting, TheSiegeIsLostWhenTheKeepFalls) {
    RulesBench bench;
    bench.siege.standing.keep_health = 1;
    bench.add(UnitKind::kBrute, {34, 11});
    ASSERT_TRUE(bench.tick_until(600, [&] { return bench.siege.standing.stage == Stage::kLost; }));
    EXPECT_EQ(bench.siege.standing.keep_health, 0);
    bench.ticks(600);
    EXPECT_EQ(bench.siege.standing.stage, Stage::kLost);
}

}  // namespace
}  // namespace outrider::sim::siege
