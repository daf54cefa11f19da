#include "game/overlay/siege_hud.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/unit/overlay/player.h"
#include "tests/unit/overlay/synthetic_siege.h"

namespace outrider::overlay {
namespace {

using sim::siege::Difficulty;
using sim::siege::Stage;
using sim::siege::Verdict;

class SiegeHudTest : public Player {
protected:
    SiegeHudTest() { open_.panels = false; }

    OverlayActions draw() {
        hud_ = siege_.view();
        return Player::draw();
    }
    OverlayActions click(Point at) {
        hud_ = siege_.view();
        return Player::click(at);
    }
    void settle() {
        draw();
        draw();
    }
    [[nodiscard]] OverlayModel model() const override {
        OverlayModel model = game_.view();
        model.siege = &hud_;
        return model;
    }

    [[nodiscard]] const SiegePlaces& places() const { return overlay_->places().siege; }
    [[nodiscard]] WindowRect place(SiegeTool tool) const { return places().tools[static_cast<std::size_t>(tool)]; }
    /// Beside a tool's words: its ground.
    [[nodiscard]] std::uint32_t ground_of(SiegeTool tool) {
        settle();
        const WindowRect rect = place(tool);
        return screen_.pixel(rect.x + rect.width - 4, rect.y + rect.height / 2);
    }
    /// What differs from the world's black in a rectangle.
    [[nodiscard]] int drawn_pixels(const WindowRect& rect) {
        int count = 0;
        for (int y = rect.y; y < rect.y + rect.height; ++y) {
            for (int x = rect.x; x < rect.x + rect.width; ++x) count += screen_.pixel(x, y) != 0 ? 1 : 0;
        }
        return count;
    }

    SyntheticSiege siege_;
    SiegeHudModel hud_;
};

[[nodiscard]] std::vector<WindowRect> all_of(const SiegePlaces& places) {
    std::vector<WindowRect> all{places.next_wave, places.menu, places.start, places.again, places.endless, places.quit};
    all.insert(all.end(), places.tools.begin(), places.tools.end());
    all.insert(all.end(), places.speeds.begin(), places.speeds.end());
    all.insert(all.end(), places.difficulties.begin(), places.difficulties.end());
    all.insert(all.end(), places.maps.begin(), places.maps.end());
    std::erase_if(all, [](const WindowRect& rect) { return rect.width == 0; });
    return all;
}

[[nodiscard]] bool overlap(const WindowRect& a, const WindowRect& b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

TEST_F(SiegeHudTest, TakesTheToolThatIsClicked) {
    settle();
    for (std::size_t i = 1; i < kSiegeToolCount; ++i) {
        const auto tool = static_cast<SiegeTool>(i);
        EXPECT_EQ(click(middle_of(place(tool))).siege.tool, tool) << i;
    }
    siege_.hud.tool = SiegeTool::kFrost;
    EXPECT_EQ(click(middle_of(place(SiegeTool::kFrost))).siege.tool, SiegeTool::kSelect) << "a second click lets go";
}

TEST_F(SiegeHudTest, LightsTheToolInHand) {
    const std::uint32_t dark = ground_of(SiegeTool::kWall);
    siege_.hud.tool = SiegeTool::kWall;
    EXPECT_NE(ground_of(SiegeTool::kWall), dark);
    EXPECT_EQ(ground_of(SiegeTool::kArrow), dark);
}

TEST_F(SiegeHudTest, ClosesWhatIsTooDear) {
    const std::uint32_t open = ground_of(SiegeTool::kMortar);
    siege_.standing.gold = siege_.prices.tower_gold[1];
    EXPECT_EQ(ground_of(SiegeTool::kMortar), open) << "the last gold is enough";
    --siege_.standing.gold;
    EXPECT_NE(ground_of(SiegeTool::kMortar), open);
    EXPECT_EQ(click(middle_of(place(SiegeTool::kMortar))).siege.tool, std::nullopt);
    EXPECT_EQ(click(middle_of(place(SiegeTool::kArrow))).siege.tool, SiegeTool::kArrow);
    EXPECT_EQ(click(middle_of(place(SiegeTool::kSell))).siege.tool, SiegeTool::kSell) << "selling costs nothing";
}

TEST_F(SiegeHudTest, SaysInATipWhyAToolIsClosed) {
    siege_.standing.gold = 0;
    settle();
    const WindowRect tool = place(SiegeTool::kArrow);
    const WindowRect above{tool.x, tool.y - 40, tool.width, 20};
    EXPECT_EQ(drawn_pixels(above), 0);
    move_to(middle_of(tool));
    settle();
    EXPECT_GT(drawn_pixels(above), 0);
    EXPECT_FALSE(move_to({above.x + 4, above.y + 4})) << "the mouse goes through a tip";
}

TEST_F(SiegeHudTest, ClosesRidersWhenThereAreEnough) {
    siege_.standing.riders = sim::siege::Siege::kMaxRiders;
    settle();
    EXPECT_EQ(click(middle_of(place(SiegeTool::kRider))).siege.tool, std::nullopt);
}

TEST_F(SiegeHudTest, CallsTheNextWaveWhileBuildingOnly) {
    settle();
    EXPECT_TRUE(click(middle_of(places().next_wave)).siege.call_wave);
    siege_.let_wave_eleven_come();
    EXPECT_FALSE(click(middle_of(places().next_wave)).siege.call_wave);
}

TEST_F(SiegeHudTest, SetsTheSpeedAndPauses) {
    settle();
    const auto at = [&](std::size_t button) { return middle_of(places().speeds[button]); };
    EXPECT_EQ(click(at(0)).paused, true);
    const OverlayActions twice = click(at(2));
    EXPECT_EQ(twice.siege.speed, 2U);
    EXPECT_EQ(twice.paused, std::nullopt);
    siege_.hud.paused = true;
    EXPECT_EQ(click(at(0)).paused, false);
    const OverlayActions four = click(at(3));
    EXPECT_EQ(four.siege.speed, 4U);
    EXPECT_EQ(four.paused, false) << "choosing a speed goes on";
}

TEST_F(SiegeHudTest, OpensTheMenu) {
    settle();
    (void)click(middle_of(places().menu));
    EXPECT_TRUE(open_.menu);
}

TEST_F(SiegeHudTest, BeginsFromTheStartCard) {
    siege_.hud.show_start_card = true;
    settle();
    EXPECT_TRUE(click(middle_of(places().start)).siege.start_card_closed);
    const OverlayActions tool = click(middle_of(place(SiegeTool::kWall)));
    EXPECT_EQ(tool.siege.tool, SiegeTool::kWall);
    EXPECT_TRUE(tool.siege.start_card_closed);
    EXPECT_FALSE(move_to({100, 300})) << "the world beside the card is the player's";
    siege_.hud.show_start_card = false;
    settle();
    EXPECT_EQ(places().start.width, 0);
    EXPECT_FALSE(click(middle_of(place(SiegeTool::kWall))).siege.start_card_closed);
}

TEST_F(SiegeHudTest, ChoosesDifficultyAndMapOnTheStartCard) {
    siege_.hud.show_start_card = true;
    settle();
    EXPECT_EQ(click(middle_of(places().difficulties[2])).siege.restart, (SiegeRestart{Difficulty::kHard, 0}));
    EXPECT_EQ(click(middle_of(places().difficulties[1])).siege.restart, std::nullopt) << "it is that already";
    EXPECT_EQ(click(middle_of(places().maps[1])).siege.restart, (SiegeRestart{Difficulty::kNormal, 1}));
    EXPECT_EQ(places().maps[2].width, 0);
}

TEST_F(SiegeHudTest, EndsWithTheResultCard) {
    siege_.standing.stage = Stage::kLost;
    siege_.hud.map = 1;
    settle();
    EXPECT_EQ(places().endless.width, 0) << "nothing to go on with";
    EXPECT_EQ(click(middle_of(places().again)).siege.restart, (SiegeRestart{Difficulty::kNormal, 1}));
    EXPECT_EQ(click(middle_of(places().difficulties[0])).siege.restart, (SiegeRestart{Difficulty::kEasy, 1}));
    EXPECT_TRUE(click(middle_of(places().quit)).quit);
    EXPECT_EQ(click(middle_of(place(SiegeTool::kWall))).siege.tool, std::nullopt) << "the siege is over";
    siege_.standing.stage = Stage::kWon;
    settle();
    EXPECT_TRUE(click(middle_of(places().endless)).siege.endless_on);
}

TEST_F(SiegeHudTest, LeavesTheCardsToTheMenu) {
    siege_.hud.show_start_card = true;
    open_.menu = true;
    settle();
    EXPECT_EQ(places().start.width, 0);
    EXPECT_TRUE(click(middle_of(overlay_->places().menu_buttons[0])).close_menu);
}

TEST_F(SiegeHudTest, SaysTheLastVerdictForTwoSeconds) {
    settle();
    const WindowRect tool = place(SiegeTool::kMortar);
    const WindowRect above{tool.x, tool.y - 36, tool.width, 24};
    siege_.hud.message = "not enough gold: 60 needed, 12 there";
    siege_.hud.message_age_s = 1.9;
    settle();
    EXPECT_GT(drawn_pixels(above), 0);
    EXPECT_FALSE(move_to({above.x + 20, above.y + 12})) << "one can build under it";
    siege_.hud.message_age_s = 2.1;
    settle();
    EXPECT_EQ(drawn_pixels(above), 0);
}

TEST_F(SiegeHudTest, ShowsThePriceBesideTheCursor) {
    settle();
    const WindowRect beside{620, 320, 40, 20};
    EXPECT_EQ(drawn_pixels(beside), 0);
    for (const Verdict verdict : {Verdict::kDone, Verdict::kPartly, Verdict::kNoGold, Verdict::kTaken,
                                  Verdict::kNothing, Verdict::kNotNow, Verdict::kTooMany}) {
        siege_.hud.at_cursor = SiegeHudModel::AtCursor{600.0F, 300.0F, verdict, 24};
        settle();
        EXPECT_GT(drawn_pixels(beside), 0) << static_cast<int>(verdict);
        EXPECT_FALSE(move_to({630, 330})) << "it is in nobody's way";
    }
    siege_.hud.at_cursor = SiegeHudModel::AtCursor{1278.0F, 300.0F, Verdict::kNoGold, 24};
    settle();
    EXPECT_GT(drawn_pixels({1200, 320, 60, 20}), 0) << "at the edge it stands at the other side";
}

TEST_F(SiegeHudTest, KeepsTheStripWhenThePanelsAreClosed) {
    settle();
    EXPECT_EQ(drawn_pixels({0, 720 - 26, 1280, 1}), 1280);
    EXPECT_EQ(overlay_->places().mode_buttons[0].width, 0);
    open_.panels = true;
    settle();
    EXPECT_GT(overlay_->places().mode_buttons[0].width, 0);
}

TEST_F(SiegeHudTest, HasNoneOfTheSandboxsControls) {
    open_.panels = true;
    settle();
    EXPECT_GT(overlay_->places().workers_slider.width, 0);
    EXPECT_GT(overlay_->places().pause_button.width, 0);
    EXPECT_EQ(overlay_->places().units_slider.width, 0);
    EXPECT_EQ(overlay_->places().load_slider.width, 0);
}

TEST_F(SiegeHudTest, WarnsOfModeNoneButOffersIt) {
    open_.panels = true;
    settle();
    const WindowRect none = overlay_->places().mode_buttons[0];
    const WindowRect beside{none.x - 60, none.y + 4, 30, 12};
    EXPECT_EQ(drawn_pixels(beside), 0);
    move_to(middle_of(none));
    settle();
    EXPECT_GT(drawn_pixels(beside), 0) << "the tip";
    EXPECT_EQ(click(middle_of(none)).mode, paths::Mode::kNone);
    game_.paths.mode = paths::Mode::kNone;
    move_to({600, 400});
    settle();
    EXPECT_GT(drawn_pixels({640, 58, 60, 10}), 0) << "the notice";
}

TEST_F(SiegeHudTest, NeverPutsOneThingUponAnother) {
    constexpr std::array<Point, 3> kSizes{{{1280, 720}, {1024, 600}, {1920, 1080}}};
    for (const Point size : kSizes) {
        SDL_SetWindowSize(&screen_.window(), size.x, size.y);
        for (const Stage stage : {Stage::kBuilding, Stage::kWave, Stage::kLost, Stage::kWon}) {
            SCOPED_TRACE(testing::Message() << size.x << " wide, stage " << static_cast<int>(stage));
            siege_.standing.stage = stage;
            siege_.hud.show_start_card = stage == Stage::kBuilding;
            settle();
            const std::vector<WindowRect> all = all_of(places());
            for (std::size_t i = 0; i < all.size(); ++i) {
                EXPECT_GE(all[i].x, 0);
                EXPECT_GE(all[i].y, 0);
                EXPECT_LE(all[i].x + all[i].width, size.x);
                EXPECT_LE(all[i].y + all[i].height, size.y);
                for (std::size_t j = 0; j < i; ++j) EXPECT_FALSE(overlap(all[i], all[j])) << i << " and " << j;
            }
        }
    }
}

TEST_F(SiegeHudTest, DrawsTheStrangestFigures) {
    siege_.standing = {};  // a parade: no wave, no health, no gold
    siege_.standing.stage = Stage::kWave;
    siege_.standing.gold = -5;
    siege_.hud.tool = SiegeTool::kWall;
    siege_.hud.message = "%s%n";
    siege_.hud.message_age_s = 0.0;
    settle();
    siege_.standing.wave = 4'000'000'000U;
    siege_.standing.next.fill(4'000'000'000U);
    siege_.standing.stage = Stage::kBuilding;
    siege_.standing.ticks_to_wave = 4'000'000'000U;
    settle();
    siege_.maps = {"", "a map with quite a long name, longer than its button"};
    siege_.hud.map = 7;  // not one of them
    siege_.standing.stage = Stage::kLost;
    settle();
    siege_.standing.stage = Stage::kBuilding;
    siege_.hud.show_start_card = true;
    settle();
    EXPECT_GT(places().start.width, 0);
}

}  // namespace
}  // namespace outrider::overlay
