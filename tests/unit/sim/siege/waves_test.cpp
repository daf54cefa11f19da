#include "game/sim/siege/waves.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "tests/support/siege_scene.h"
#include "tests/unit/sim/siege/rules_bench.h"

namespace outrider::sim::siege {
namespace {

constexpr std::size_t index_of(UnitKind kind) { return static_cast<std::size_t>(kind); }

TEST(Waves, GrowFromADozenToThreeThousand) {
    EXPECT_EQ(size_of(wave_spec(1).raiders), 12U);
    EXPECT_GE(size_of(wave_spec(kComposedWaves).raiders), 3000U);
    for (std::uint32_t wave = 2; wave <= kComposedWaves; ++wave) {
        const double growth = double{1} * size_of(wave_spec(wave).raiders) / size_of(wave_spec(wave - 1).raiders);
        EXPECT_GE(growth, 1.25) << "wave " << wave;
        EXPECT_LE(growth, 2.2) << "wave " << wave;
    }
}

TEST(Waves, EachKindHasItsFirstWave) {
    const auto first_with = [](UnitKind kind) {
        std::uint32_t wave = 1;
        while (wave_spec(wave).raiders[index_of(kind)] == 0) ++wave;
        return wave;
    };
    EXPECT_EQ(first_with(UnitKind::kRunner), 1U);
    EXPECT_EQ(first_with(UnitKind::kBrute), 3U);
    EXPECT_EQ(first_with(UnitKind::kSapper), 4U);
    EXPECT_EQ(first_with(UnitKind::kWolf), 5U);
}

TEST(Waves, EndlessOnesGrowToALimitAndGetHardierForEver) {
    for (std::uint32_t wave = kComposedWaves + 1; wave < kComposedWaves + 40; ++wave) {
        EXPECT_GE(size_of(wave_spec(wave).raiders), size_of(wave_spec(wave - 1).raiders));
        EXPECT_GT(wave_spec(wave).health_percent, wave_spec(wave - 1).health_percent);
        EXPECT_LT(size_of(wave_spec(wave).raiders) + Siege::kMaxRiders, Siege::kMaxUnits);
    }
    EXPECT_GT(wave_spec(~0U).health_percent, 0U);
}

TEST(Waves, ComeWhenTheTimeToBuildIsUp) {
    RulesBench bench;
    begin_building(bench.siege, 1);
    const auto wait = static_cast<int>(building_ticks_before(1));
    bench.ticks(wait - 1);
    EXPECT_EQ(bench.siege.standing.stage, Stage::kBuilding);
    EXPECT_EQ(bench.siege.standing.ticks_to_wave, 1U);
    bench.tick();
    EXPECT_EQ(bench.siege.standing.stage, Stage::kWave);
    EXPECT_EQ(bench.events_of(Event::Kind::kWaveBegins).size(), 1U);
    EXPECT_EQ(size_of(bench.siege.standing.coming) + size_of(bench.siege.standing.field), 12U);
}

TEST(Waves, EnterAtTheGateSpreadOverTime) {
    RulesBench bench;
    begin_building(bench.siege, 2);
    begin_wave(bench.siege);
    const auto entry = static_cast<int>(wave_spec(2).entry_ticks);
    for (int tick = 0; tick < entry; ++tick) {
        const std::uint32_t before = bench.siege.units_made;
        bench.tick();
        for (UnitIndex unit = 0; unit < bench.siege.crowd.places(); ++unit) {
            if (bench.siege.folk.number[unit] <= before) continue;
            const Cell at = cell_of(bench.siege.crowd.previous_positions()[unit]);
            EXPECT_TRUE(at.x < 2 && at.y >= 4 && at.y < 20) << at.x << "," << at.y;
        }
        if (tick == entry / 2) {
            EXPECT_NEAR(bench.siege.units_made, 12, 2);
        }
    }
    EXPECT_EQ(size_of(bench.siege.standing.coming), 0U);
    EXPECT_EQ(bench.siege.units_made, 25U);
}

TEST(Waves, WaitOutsideWhileAGateIsFull) {
    SiegeSettings settings = open_ground();
    settings.ground.gates = {{0, 12, 2, 14}};  // one brute, and no more
    RulesBench bench(settings);
    begin_building(bench.siege, 8);
    begin_wave(bench.siege);
    bench.ticks(static_cast<int>(wave_spec(8).entry_ticks));
    EXPECT_GT(size_of(bench.siege.standing.coming), 0U);
    EXPECT_GT(size_of(bench.siege.standing.field), 0U);
    const auto on_field = bench.siege.standing.field;
    for (std::size_t kind = 0; kind < kRaiderKinds; ++kind) {
        std::uint32_t there = 0;
        for (UnitIndex unit = 0; unit < bench.siege.crowd.places(); ++unit) {
            there += is_raider_there(bench.siege, unit) && index_of(bench.siege.folk.kind[unit]) == kind ? 1U : 0U;
        }
        EXPECT_EQ(there, on_field[kind]);
    }
}

TEST(Waves, AreBeatenWhenNobodyIsLeft) {
    RulesBench bench;
    begin_building(bench.siege, 1);
    const std::int32_t gold = bench.siege.standing.gold;
    begin_wave(bench.siege);
    const auto kill_all = [&] {
        for (UnitIndex unit = 0; unit < bench.siege.crowd.places(); ++unit) {
            if (is_there(bench.siege, unit)) hurt(bench.siege, unit, 1'000'000, {});
        }
        return bench.siege.standing.stage == Stage::kBuilding;
    };
    ASSERT_TRUE(bench.tick_until(static_cast<int>(wave_spec(1).entry_ticks) + 1, kill_all));
    EXPECT_EQ(bench.siege.standing.wave, 2U);
    EXPECT_EQ(bench.siege.standing.next, wave_spec(2).raiders);
    EXPECT_EQ(bench.siege.standing.gold, gold + 12 * traits_of(UnitKind::kRunner).bounty_gold + bonus_gold(1));
    EXPECT_EQ(bench.siege.standing.kills, 12U);
    EXPECT_GT(bench.siege.standing.score, 0U);
    EXPECT_EQ(bench.events_of(Event::Kind::kWaveBeaten).size(), 1U);
}

TEST(Waves, AfterTheLastOneTheGameIsWonAndGoesOnIfWished) {
    RulesBench bench;
    Standing& standing = bench.siege.standing;
    standing.wave = kComposedWaves;
    standing.stage = Stage::kWave;
    EXPECT_EQ(go_on_endlessly(bench.siege), Verdict::kNotNow);
    bench.tick();
    EXPECT_EQ(standing.stage, Stage::kWon);
    bench.ticks(1000);
    EXPECT_EQ(standing.stage, Stage::kWon);
    EXPECT_EQ(call_wave(bench.siege), Verdict::kNotNow);
    EXPECT_EQ(go_on_endlessly(bench.siege), Verdict::kDone);
    EXPECT_EQ(standing.stage, Stage::kBuilding);
    EXPECT_EQ(standing.wave, kComposedWaves + 1);
    EXPECT_EQ(call_wave(bench.siege), Verdict::kDone);
    const UnitIndex runner = bench.add(UnitKind::kRunner, {20, 20});
    EXPECT_GT(bench.siege.folk.full_health[runner], traits_of(UnitKind::kRunner).health);
    standing.coming = {};
    take_away(bench.siege, runner);
    for (Gate& gate : bench.siege.waves.gates) gate.expected = gate.entered = {};
    bench.tick();
    EXPECT_EQ(standing.stage, Stage::kBuilding) << "endless: it is not won again";
    EXPECT_EQ(standing.wave, kComposedWaves + 2);
}

TEST(Waves, CallingOnePaysForTheTimeThatIsLeft) {
    RulesBench bench;
    begin_building(bench.siege, 1);
    const std::int32_t gold = bench.siege.standing.gold;
    const Plan plan = call_plan(bench.siege);
    EXPECT_EQ(plan.verdict, Verdict::kDone);
    EXPECT_LT(plan.cost_gold, 0);
    EXPECT_EQ(call_wave(bench.siege), Verdict::kDone);
    EXPECT_EQ(bench.siege.standing.gold, gold - plan.cost_gold);
    EXPECT_EQ(bench.siege.standing.stage, Stage::kWave);
    EXPECT_EQ(call_wave(bench.siege), Verdict::kNotNow);
}

/// The promise of the last wave, on the game's own maps, if nobody is shot before.
TEST(Waves, ThreeThousandAreOnTheFieldAtOnce) {
    for (const char* const name : {"valley", "ford"}) {
        const testing::SiegeScene scene(name);
        SiegeState siege(scene.settings());
        testing::AnsweringService service(scene.map);
        service.best_ways_only = true;
        struct Sink final : paths::AnswerSink {
            explicit Sink(SiegeState& state) : siege(state) {}
            void on_answer(const paths::PathAnswer& answer) noexcept override { take_answer(siege, answer); }
            SiegeState& siege;
        } sink(siege);
        siege.standing.wave = kComposedWaves;
        siege.standing.keep_health = 1'000'000;
        begin_wave(siege);
        std::uint32_t most = 0;
        for (std::uint32_t tick = 0; tick < wave_spec(kComposedWaves).entry_ticks + 10 * kSecond_ticks; ++tick) {
            service.poll(sink);
            run_tick(siege, false);
            hand_over(siege, service);
            most = std::max(most, size_of(siege.standing.field));
            if (most >= 3000) break;
        }
        EXPECT_GE(most, 3000U) << name << ": " << size_of(siege.standing.coming) << " outside, keep "
                               << siege.standing.keep_health;
    }
}

TEST(Waves, AParadeIsAlwaysOfTheSameSizeAndCannotBeKilled) {
    SiegeSettings settings = open_ground();
    settings.parade = 60;  // on the ground that is more than 30 steps from the door
    RulesBench bench(settings);
    ASSERT_TRUE(bench.tick_until(600, [&] { return size_of(bench.siege.standing.field) == 60; }));
    const std::uint32_t made = bench.siege.units_made;
    for (UnitIndex unit = 0; unit < bench.siege.crowd.places(); ++unit)
        EXPECT_TRUE(hurt(bench.siege, unit, 1'000'000, {}));
    ASSERT_TRUE(bench.tick_until(1200, [&] { return bench.siege.units_made > made + 30; })) << "they come anew";
    EXPECT_GE(size_of(bench.siege.standing.field), 50U);
    EXPECT_EQ(bench.siege.standing.keep_health, bench.siege.standing.keep_full_health);
    EXPECT_EQ(bench.siege.standing.stage, Stage::kWave);
    EXPECT_EQ(call_wave(bench.siege), Verdict::kNotNow);
}

TEST(Waves, GroundThatDoesNotFitIsRefused) {
    const auto refusal = [](auto&& change) -> std::string {
        SiegeSettings settings = open_ground();
        change(settings);
        try {
            const Siege siege(settings);
        } catch (const std::runtime_error& error) {
            return error.what();
        }
        return "";
    };
    const auto set = [](SiegeSettings& settings, Cell cell, char letter) {
        settings.terrain[static_cast<std::size_t>(cell.y * settings.width_cells + cell.x)] = letter;
    };
    EXPECT_EQ(refusal([](SiegeSettings&) {}), "");
    EXPECT_NE(refusal([&](auto& s) {
                  set(s, {41, 11}, '.');
              }).find("cell 41,11 of the keep is free"),
              std::string::npos);
    EXPECT_NE(refusal([&](auto& s) { set(s, s.ground.door, 'W'); }).find("the door is not free"), std::string::npos);
    EXPECT_NE(refusal([](auto& s) { s.ground.door = {30, 10}; }).find("not beside the keep"), std::string::npos);
    EXPECT_NE(refusal([](auto& s) { s.ground.keep.x1 = 400; }).find("the keep does not lie"), std::string::npos);
    EXPECT_NE(refusal([](auto& s) { s.ground.gates.clear(); }).find("no gate"), std::string::npos);
    EXPECT_NE(refusal([](auto& s) {
                  s.ground.gates.push_back({-1, 0, 2, 2});
              }).find("gate 2 does not lie"),
              std::string::npos);
    EXPECT_NE(refusal([&](auto& s) {
                  for (std::int32_t y = 0; y < 24; ++y) set(s, {20, y}, '@');
              }).find("gate 1 has no free cell with a way"),
              std::string::npos);
    EXPECT_NE(refusal([&](auto& s) {
                  for (std::int32_t y = 0; y < 23; ++y) set(s, {20, y}, '@');
              }).find("two cells wide"),
              std::string::npos);
}

}  // namespace
}  // namespace outrider::sim::siege
