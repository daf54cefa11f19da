#include "game/render/battle_effects.h"

#include <gtest/gtest.h>

#include <vector>

#include "software_stage.h"

namespace outrider::render {
namespace {

using sim::siege::Event;
using sim::siege::UnitKind;

class Effects : public testing::Test {
protected:
    static Event event(Event::Kind kind, std::uint64_t tick, Cell at = {10, 10}) {
        return {kind, UnitKind::kRunner, sim::centre_of({8, 8}), sim::centre_of(at), 2 * sim::kFixedOne, tick};
    }
    std::size_t quads(const BattleEffects::Now& now) {
        on_ground_.clear();
        above_.clear();
        sparks_.clear();
        effects_.end_old(now);
        effects_.add_ground(pen_, now, on_ground_);
        effects_.add_smoke(pen_, now, above_);
        effects_.add_sparks(pen_, now, sparks_);
        return on_ground_.size() + above_.size() + sparks_.size();
    }
    void begin(const std::vector<Event>& events, const BattleEffects::Now& now) { effects_.begin(events, pen_, now); }

    SoftwareStage stage_;
    SiegeAtlas atlas_{*stage_.renderer, 14, Tinting::kByKind};
    View view_{16.0, 0, 0, SoftwareStage::kWidth, SoftwareStage::kHeight};
    SiegePen pen_{view_, &atlas_, true};
    BattleEffects effects_;
    QuadBatch on_ground_, above_, sparks_;
};

TEST_F(Effects, EachKindOfEventIsSeenAndEnds) {
    using Kind = Event::Kind;
    for (const Kind kind : {Kind::kArrow, Kind::kMortarShot, Kind::kMortarHit, Kind::kFrost, Kind::kHit, Kind::kDeath,
                            Kind::kDig, Kind::kWallDown, Kind::kBuilt, Kind::kSold, Kind::kKeepHit, Kind::kSword}) {
        begin({event(kind, 100)}, {100.0, 5.0});
        EXPECT_GT(quads({102.0, 5.03}), 0U) << "kind " << static_cast<int>(kind);
        EXPECT_EQ(quads({700.0, 15.0}), 0U) << "kind " << static_cast<int>(kind);
        EXPECT_EQ(effects_.count(), 0U);
    }
}

TEST_F(Effects, StandStillInAPause) {
    begin({event(Event::Kind::kMortarHit, 100), event(Event::Kind::kDeath, 100)}, {100.0, 5.0});
    const std::size_t shown = quads({103.0, 5.05});
    EXPECT_EQ(quads({103.0, 60.0}), shown);
}

TEST_F(Effects, OfThePlayersHandGoOnInAPause) {
    begin({event(Event::Kind::kBuilt, 100)}, {100.0, 5.0});
    EXPECT_GT(quads({100.0, 5.1}), 0U);
    EXPECT_EQ(quads({100.0, 6.0}), 0U);
}

TEST_F(Effects, ArrowFliesFromTowerToTarget) {
    begin({event(Event::Kind::kArrow, 100, {30, 8})}, {100.0, 0.0});
    const auto column_of_light = [&](double ticks) {
        quads({ticks, 0.0});
        SDL_SetRenderDrawColor(stage_.renderer, 0, 0, 0, 255);
        SDL_RenderClear(stage_.renderer);
        sparks_.draw(*stage_.renderer, nullptr);
        SDL_RenderFlush(stage_.renderer);
        const auto picture = stage_.picture();
        for (std::int32_t x = SoftwareStage::kWidth - 1; x >= 0; --x) {
            for (std::int32_t y = 0; y < SoftwareStage::kHeight; ++y) {
                if ((picture[static_cast<std::size_t>(y * SoftwareStage::kWidth + x)] & 0xFFFFFFU) != 0) return x;
            }
        }
        return -1;
    };
    const std::int32_t early = column_of_light(101.0);
    const std::int32_t late = column_of_light(105.0);
    EXPECT_GE(early, 8 * 16);
    EXPECT_GT(late, early + 60);
    EXPECT_LE(late, 31 * 16);
}

TEST_F(Effects, ThousandsOfEventsStayWithinThePool) {
    std::vector<Event> many(8'000, event(Event::Kind::kDeath, 100));
    begin(many, {100.0, 0.0});
    EXPECT_LE(effects_.count(), BattleEffects::kMost);
    many.assign(8'000, event(Event::Kind::kHit, 100));
    BattleEffects calm;
    calm.begin(many, pen_, {100.0, 0.0});
    EXPECT_LE(calm.count(), BattleEffects::kMostSparks);
}

TEST_F(Effects, SparksBeyondTheScreenAreNotBegun) {
    begin({event(Event::Kind::kHit, 100, {400, 10}), event(Event::Kind::kFrost, 100, {400, 10})}, {100.0, 0.0});
    EXPECT_EQ(effects_.count(), 0U);
}

TEST_F(Effects, KeepAndGatesAreAlarmed) {
    EXPECT_EQ(effects_.keep_alarm({100.0, 0.0}), 0.0F);
    begin({event(Event::Kind::kKeepHit, 100), event(Event::Kind::kWaveBegins, 100)}, {100.0, 0.0});
    EXPECT_GT(effects_.keep_alarm({101.0, 0.0}), 0.5F);
    EXPECT_GT(effects_.wave_alarm({101.0, 0.0}), 0.5F);
    EXPECT_EQ(effects_.keep_alarm({300.0, 0.0}), 0.0F);
}

}  // namespace
}  // namespace outrider::render
