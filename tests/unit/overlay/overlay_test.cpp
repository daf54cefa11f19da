#include "game/overlay/overlay.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <utility>

#include "tests/unit/overlay/player.h"

namespace outrider::overlay {
namespace {

/// Of a window 1280 wide: in the middle between the panels, 28 to spare.
constexpr int kNoticeLeft_px = 428;
constexpr int kBelowTopStrip_px = 34;

using OverlayTest = Player;

TEST_F(OverlayTest, DrawsInEveryStateOfVisibility) {
    for (int state = 0; state < 8; ++state) {
        open_ = {(state & 1) != 0, (state & 2) != 0, (state & 4) != 0};
        SCOPED_TRACE(state);
        for (int i = 0; i < 3; ++i) {
            const OverlayActions actions = draw();
            EXPECT_FALSE(actions.quit || actions.close_menu || actions.mode || actions.workers || actions.units);
        }
        EXPECT_NE(screen_.pixel(20, 4), 0U) << "the top strip is there always";
        EXPECT_EQ(screen_.pixel(20, 716) != 0, (state & 5) != 0) << "the bottom strip, or the menu's veil";
    }
}

TEST_F(OverlayTest, DrawsWithoutAnyFigures) {
    OverlayModel nothing;
    const OverlayActions actions = overlay_->draw(nothing, open_, kFrame_s);
    EXPECT_FALSE(actions.workers || actions.units || actions.mode);
}

TEST_F(OverlayTest, DrawsAMachineOfManyCoresAndWorkers) {
    game_ = SyntheticModel(kMaxSeats, 128);
    game_.workers[3].state = paths::WorkerState::kDead;
    game_.workers[3].pid = 0;
    game_.workers[3].last_end = std::string(300, 'x');
    game_.paths.trouble = "63 of 64 workers: one does not start";
    for (int i = 0; i < 400; ++i) draw();
    EXPECT_EQ(overlay_->places().mode_buttons[0].x, overlay_->places().mode_buttons[3].x);
}

TEST_F(OverlayTest, TakesNamesAsTheyAre) {
    game_.map_name = "%s%n%99999d\xFF.map";
    game_.paths.trouble = "%s%n%s";
    game_.workers[0].last_end = "%n";
    settle();
    EXPECT_NE(screen_.pixel(20, 4), 0U);
}

TEST_F(OverlayTest, AsksForTheModeThatIsClicked) {
    settle();
    const auto at = [&](paths::Mode mode) {
        return middle_of(overlay_->places().mode_buttons[static_cast<std::size_t>(mode)]);
    };
    EXPECT_EQ(click(at(paths::Mode::kInline)).mode, paths::Mode::kInline);
    EXPECT_EQ(click(at(paths::Mode::kNone)).mode, paths::Mode::kNone);
    EXPECT_EQ(click(at(paths::Mode::kProcesses)).mode, std::nullopt) << "it is that already";
}

TEST_F(OverlayTest, AsksForWorkersAsTheSliderIsDragged) {
    settle();
    const WindowRect slider = overlay_->places().workers_slider;
    const Point start = middle_of(slider);  // 2 of 4
    move_to(start);
    draw();
    EXPECT_TRUE(button(true, start));
    EXPECT_EQ(draw().workers, std::nullopt) << "the knob is there already";
    EXPECT_TRUE(move_to({slider.x + slider.width - 2, start.y}));
    EXPECT_EQ(draw().workers, 4U);
    EXPECT_TRUE(move_to({slider.x - 300, start.y + 200})) << "held: the slider's also beyond its panel";
    EXPECT_EQ(draw().workers, 0U);
    EXPECT_TRUE(button(false, {slider.x - 300, start.y + 200}));
    draw();
    EXPECT_FALSE(move_to({600, 400}));
    EXPECT_EQ(draw().workers, std::nullopt) << "let go";
}

TEST_F(OverlayTest, HandsTheNumberOfWorkersToTheGameAndTakesItBack) {
    settle();
    const WindowRect slider = overlay_->places().workers_slider;
    const WindowRect button = overlay_->places().auto_button;
    EXPECT_GE(button.x, slider.x + slider.width) << "beside each other";
    OverlayActions actions = click(middle_of(button));
    EXPECT_TRUE(actions.toggle_auto_workers);
    EXPECT_EQ(actions.workers, std::nullopt);
    game_.workers_are_auto = true;
    game_.auto_workers = "auto: 2 of 3, queue 400 ms old, no core free";
    const WindowRect units = overlay_->places().units_slider;
    settle();
    EXPECT_GT(overlay_->places().units_slider.y, units.y) << "the reason has a line of its own";
    actions = click(middle_of(overlay_->places().auto_button));
    EXPECT_TRUE(actions.toggle_auto_workers);
    EXPECT_EQ(click({slider.x + slider.width - 2, middle_of(slider).y}).workers, 4U)
        << "a hand may take it at any time";
}

TEST_F(OverlayTest, DragsWithinASingleFrameAsWell) {
    settle();
    const WindowRect slider = overlay_->places().workers_slider;
    const Point start = middle_of(slider);
    const Point end{slider.x + slider.width - 2, start.y};
    move_to(start);
    button(true, start);
    move_to(end);
    button(false, end);
    OverlayActions actions;
    for (int i = 0; i < 4; ++i) join(actions, draw());
    EXPECT_EQ(actions.workers, 4U);
}

TEST_F(OverlayTest, AsksForUnitsAndLoadWithinTheirRange) {
    settle();
    const WindowRect units = overlay_->places().units_slider;
    const WindowRect load = overlay_->places().load_slider;
    EXPECT_EQ(click({units.x + 1, middle_of(units).y}).units, 100U);
    EXPECT_EQ(click({units.x + units.width - 1, middle_of(units).y}).units, 50'000U);
    EXPECT_EQ(click({load.x + 1, middle_of(load).y}).load_cores, 0.0);
    EXPECT_EQ(click({load.x + load.width - 1, middle_of(load).y}).load_cores, 4.0);
    EXPECT_EQ(click(middle_of(load)).load_cores, 1.0) << "half of the track is for loads up to one core";
}

TEST_F(OverlayTest, PausesAndSteps) {
    settle();
    EXPECT_EQ(click(middle_of(overlay_->places().pause_button)).paused, true);
    EXPECT_TRUE(click(middle_of(overlay_->places().step_button)).step_one_tick);
}

TEST_F(OverlayTest, AsksForTheFaultThatIsClicked) {
    settle();
    for (std::size_t fault = 0; fault < kFaultCount; ++fault) {
        EXPECT_EQ(click(middle_of(overlay_->places().fault_buttons[fault])).fault, static_cast<Fault>(fault));
    }
    game_.paths.mode = paths::Mode::kNone;
    settle();
    EXPECT_EQ(click(middle_of(overlay_->places().fault_buttons[0])).fault, std::nullopt) << "nobody searches";
}

TEST_F(OverlayTest, ShowsFaultButtonsClosedWhereNobodySearches) {
    settle();
    const WindowRect button = overlay_->places().fault_buttons[0];
    const Point ground{button.x + 8, button.y + 3};  // beside its words
    const std::uint32_t open = screen_.pixel(ground.x, ground.y);
    game_.paths.mode = paths::Mode::kNone;
    settle();
    const std::uint32_t closed = screen_.pixel(ground.x, ground.y);
    EXPECT_NE(closed, open);
    move_to(middle_of(button));
    settle();
    EXPECT_EQ(screen_.pixel(ground.x, ground.y), closed) << "it does not light up under the mouse";
}

TEST_F(OverlayTest, ShowsTheNoticeForDebuggersBelowThatOfTrouble) {
    // Below the top strip, the world between two notices is black here.
    const auto notices = [&] {
        settle();
        int count = 0;
        bool inside = false;
        for (int y = kBelowTopStrip_px; y < 200; ++y) {
            const bool was_inside = std::exchange(inside, screen_.pixel(kNoticeLeft_px + 2, y) != 0);
            count += inside && !was_inside ? 1 : 0;
        }
        return count;
    };
    EXPECT_EQ(notices(), 0);
    game_.paths.debug_workers = true;
    EXPECT_EQ(notices(), 1);
    game_.paths.trouble = "1 of 2 workers: one does not start";
    EXPECT_EQ(notices(), 2);
}

TEST_F(OverlayTest, TakesTheAnswerToAFaultInQuestion) {
    game_.fault_in_question = Fault::kKill;
    settle();
    for (std::size_t way = 0; way < 3; ++way) {
        EXPECT_EQ(click(middle_of(overlay_->places().question_buttons[way])).fault_answer,
                  static_cast<FaultAnswer>(way));
    }
}

TEST_F(OverlayTest, AsksForChunksByTheirDoublings) {
    settle();
    const WindowRect slider = overlay_->places().chunk_slider;
    EXPECT_EQ(click({slider.x + slider.width - 1, middle_of(slider).y}).chunk_jobs, kMaxChunk_jobs);
    EXPECT_EQ(click(middle_of(slider)).chunk_jobs, 8U);
}

TEST_F(OverlayTest, LeavesToTheWorldWhatBeganThere) {
    settle();
    const Point world{600, 400};
    const Point over_a_panel = middle_of(overlay_->places().mode_buttons[1]);
    EXPECT_FALSE(move_to(world));
    EXPECT_FALSE(button(true, world, SDL_BUTTON_RIGHT));
    EXPECT_FALSE(move_to(over_a_panel)) << "an erasing drag may cross a panel";
    EXPECT_FALSE(button(false, over_a_panel, SDL_BUTTON_RIGHT));
    EXPECT_FALSE(draw().mode.has_value());
    EXPECT_TRUE(move_to(over_a_panel));
}

TEST_F(OverlayTest, TakesAClickThatComesWithItsMotion) {
    settle();
    const Point button_at = middle_of(overlay_->places().mode_buttons[1]);
    move_to({600, 400});
    draw();
    EXPECT_TRUE(button(true, button_at)) << "no frame was drawn with the mouse there";
    EXPECT_TRUE(button(false, button_at));
}

TEST_F(OverlayTest, WantsNothingWhenThePanelsAreHidden) {
    settle();
    const Point was_there = middle_of(overlay_->places().mode_buttons[1]);
    open_.panels = false;
    settle();
    EXPECT_FALSE(move_to(was_there));
    EXPECT_FALSE(click(was_there).mode.has_value());
    EXPECT_EQ(overlay_->places().mode_buttons[1].width, 0);
}

TEST_F(OverlayTest, ForgetsHeldButtonsWhenTheFocusIsLost) {
    settle();
    const Point at = middle_of(overlay_->places().workers_slider);
    move_to(at);
    button(true, at);
    draw();
    SDL_Event lost{};
    lost.type = SDL_WINDOWEVENT;
    lost.window.event = SDL_WINDOWEVENT_FOCUS_LOST;
    overlay_->handle_event(lost);
    move_to({at.x + 60, at.y});
    EXPECT_EQ(draw().workers, std::nullopt);
}

TEST_F(OverlayTest, QuitsFromTheMenuByMouse) {
    open_.menu = true;
    settle();
    EXPECT_TRUE(move_to({600, 100})) << "with the menu open, the world gets nothing";
    const OverlayActions actions = click(middle_of(overlay_->places().menu_buttons[2]));
    EXPECT_TRUE(actions.quit);
    EXPECT_TRUE(actions.close_menu);
    EXPECT_FALSE(open_.menu);
}

TEST_F(OverlayTest, GoesThroughTheMenuByKeys) {
    open_.menu = true;
    settle();
    press_key(SDL_SCANCODE_DOWN);
    press_key(SDL_SCANCODE_RETURN);
    EXPECT_TRUE(draw().close_menu);
    EXPECT_FALSE(open_.menu);
    EXPECT_TRUE(open_.help) << "the second item";
    EXPECT_FALSE(draw().close_menu) << "once";
}

TEST_F(OverlayTest, KeepsTheControlPanelAtTheRightEdge) {
    settle();
    const int gap = 1280 - overlay_->places().mode_buttons[0].x;
    SDL_SetWindowSize(&screen_.window(), 1600, 720);
    settle();
    EXPECT_EQ(1600 - overlay_->places().mode_buttons[0].x, gap);
}

TEST_F(OverlayTest, RemembersWhereAPanelWasDragged) {
    const std::string file =
        testing::TempDir() + "overlay_test_" + std::to_string(SDL_GetPerformanceCounter()) + ".ini";
    remake_overlay(file);
    const WindowRect before = overlay_->places().mode_buttons[0];
    const Point grip{before.x + 60, before.y - 12};  // beside the panel's first words
    move_to(grip);
    button(true, grip);
    draw();
    move_to({grip.x - 200, grip.y + 100});
    draw();
    button(false, {grip.x - 200, grip.y + 100});
    settle();
    const WindowRect dragged = overlay_->places().mode_buttons[0];
    EXPECT_EQ(dragged.x, before.x - 200);
    EXPECT_EQ(dragged.y, before.y + 100);
    remake_overlay(file);
    EXPECT_EQ(overlay_->places().mode_buttons[0].x, dragged.x);
    EXPECT_EQ(overlay_->places().mode_buttons[0].y, dragged.y);
    std::filesystem::remove(file);
}

TEST_F(OverlayTest, DrawsTheSameAfterItsTexturesWereLost) {
    settle();
    const std::uint32_t before = screen_.pixel(1240, 155);
    overlay_->rebuild_textures();
    settle();
    EXPECT_EQ(screen_.pixel(1240, 155), before);
    EXPECT_EQ(before, 0xD9C48FU) << "the chosen mode";
}

}  // namespace
}  // namespace outrider::overlay
