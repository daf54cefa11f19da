#include "game/overlay/siege_words.h"

#include <gtest/gtest.h>

#include <string>

#include "game/overlay/siege_kinds.h"
#include "tests/unit/overlay/synthetic_siege.h"

namespace outrider::overlay {
namespace {

using sim::siege::UnitKind;
using sim::siege::Verdict;

[[nodiscard]] std::string said(const Text& text) { return std::string(std::string_view(text)); }

TEST(SiegeWords, CountsKinds) {
    EXPECT_EQ(kind_name(UnitKind::kWolf, 1), "wolf");
    EXPECT_EQ(kind_name(UnitKind::kWolf, 0), "wolves");
    EXPECT_EQ(said(kinds_text({120, 12, 0, 1})), "120 runners, 12 brutes, 1 wolf");
    EXPECT_EQ(said(kinds_text({0, 0, 0, 0})), "nobody");
    EXPECT_EQ(total_of({1, 20, 300, 4000}), 4321U);
}

TEST(SiegeWords, SaysWhyACommandHadNoEffect) {
    EXPECT_EQ(said(verdict_message(Verdict::kNoGold, 60, 12)), "not enough gold: 60 needed, 12 there");
    EXPECT_EQ(said(verdict_message(Verdict::kDone, 60, 12)), "");
    for (const Verdict verdict :
         {Verdict::kPartly, Verdict::kTaken, Verdict::kNothing, Verdict::kNotNow, Verdict::kTooMany}) {
        EXPECT_NE(said(verdict_message(verdict, 1, 2)), "");
    }
}

TEST(SiegeWords, TellsTheTime) {
    EXPECT_EQ(said(clock_text(0.0)), "0:00");
    EXPECT_EQ(said(clock_text(74.9)), "1:14");
    EXPECT_EQ(said(clock_text(4000.0)), "1:06:40");
    EXPECT_EQ(said(clock_text(-1.0)), "0:00");
    EXPECT_EQ(said(countdown_text(0)), "0:00");
    EXPECT_EQ(said(countdown_text(1)), "0:01") << "the last second is not over yet";
    EXPECT_EQ(said(countdown_text(840)), "0:14");
}

TEST(SiegeWords, TellsHowTheWaveStands) {
    SyntheticSiege siege;
    EXPECT_EQ(said(wave_line(siege.standing)), "Wave 5 of 12 in 0:14");
    EXPECT_EQ(said(kinds_text(who_comes(siege.standing))), "120 runners, 12 brutes");
    siege.let_wave_eleven_come();
    EXPECT_EQ(said(wave_line(siege.standing)), "Wave 11 of 12: 1,440 to come, 1,416 here");
    EXPECT_EQ(said(kinds_text(who_comes(siege.standing))), "2,234 runners, 331 brutes, 174 sappers, 117 wolves");
    siege.standing.wave = 13;
    siege.standing.stage = sim::siege::Stage::kBuilding;
    EXPECT_EQ(said(wave_line(siege.standing)), "Wave 13 without end in 0:14");
    siege.standing.stage = sim::siege::Stage::kWon;
    EXPECT_EQ(said(wave_line(siege.standing)), "All 12 waves are beaten");
}

TEST(SiegeWords, TellsInALineHowTheHordeThinks) {
    SyntheticSiege siege;
    const auto line = [&](paths::Mode mode) { return said(mind_text(siege.view(), mode)); };
    EXPECT_EQ(line(paths::Mode::kProcesses), "1.9 cores, reacts in 0.31 s");
    siege.thinking.pending_ticks = 18;
    EXPECT_EQ(line(paths::Mode::kProcesses), "1.9 cores, reacts in 0.31 s") << "0.30 s so far";
    siege.thinking.pending_ticks = 45;
    EXPECT_EQ(line(paths::Mode::kProcesses), "1.9 cores, reacting for 0.75 s");
    EXPECT_TRUE(reacts_longer_now(siege.view()));
    EXPECT_EQ(line(paths::Mode::kNone), "off, they walk straight on");
    siege.thinking.pending_ticks = 0;
    siege.hud.reaction_s.reset();
    EXPECT_EQ(line(paths::Mode::kInline), "1.9 cores");
}

TEST(SiegeWords, KnowsThePriceOfEveryTool) {
    sim::siege::Prices prices;
    prices.wall_gold = 2;
    prices.tower_gold = {60, 140, 90};
    prices.rider_gold = 50;
    EXPECT_EQ(price_of(SiegeTool::kWall, prices), 2);
    EXPECT_EQ(price_of(SiegeTool::kArrow, prices), 60);
    EXPECT_EQ(price_of(SiegeTool::kMortar, prices), 140);
    EXPECT_EQ(price_of(SiegeTool::kFrost, prices), 90);
    EXPECT_EQ(price_of(SiegeTool::kRider, prices), 50);
    EXPECT_EQ(price_of(SiegeTool::kSell, prices), 0);
}

}  // namespace
}  // namespace outrider::overlay
