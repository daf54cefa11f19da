// Panels one by one: they open and close alone, stay within the window, are remembered, and say what their figures are.
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/unit/overlay/player.h"

namespace outrider::overlay {
namespace {

constexpr std::array kAllPanels = {Panel::kFrame,   Panel::kQueues,  Panel::kWorkers, Panel::kLatency,
                                   Panel::kCompare, Panel::kOwnCost, Panel::kControl, Panel::kFaults};

class PanelsTest : public Player {
protected:
    /// As long as it takes until what moves by itself stands still: panels learn their heights one after the other.
    void rest() {
        for (int i = 0; i < 20; ++i) draw();
    }
    [[nodiscard]] static std::size_t at(Panel panel) { return static_cast<std::size_t>(panel); }
    [[nodiscard]] const WindowRect& place(Panel panel) const { return overlay_->places().panels[at(panel)]; }
    [[nodiscard]] bool is_shown(Panel panel) const { return place(panel).width > 0; }
    void open_all() {
        open_.open = PanelSet::all();
        rest();
    }
    [[nodiscard]] std::string settings_file() const {
        return testing::TempDir() + "panels_test_" + std::to_string(SDL_GetPerformanceCounter()) + ".ini";
    }
};

TEST_F(PanelsTest, OpensTheUsualOnesAtFirst) {
    rest();
    for (const Panel panel : kAllPanels) EXPECT_EQ(is_shown(panel), kUsualPanels.has(panel)) << at(panel);
}

TEST_F(PanelsTest, OpensAndClosesEachAloneByItsButton) {
    rest();
    for (const Panel panel : kAllPanels) {
        SCOPED_TRACE(at(panel));
        const PanelSet before = open_.open;
        click(middle_of(overlay_->places().panel_buttons[at(panel)]));
        EXPECT_NE(open_.open.has(panel), before.has(panel));
        EXPECT_EQ(is_shown(panel), open_.open.has(panel));
        click(middle_of(overlay_->places().panel_buttons[at(panel)]));
        EXPECT_EQ(open_.open, before);
    }
}

TEST_F(PanelsTest, ClosesEachByItsMark) {
    open_all();
    for (const Panel panel : kAllPanels) {
        SCOPED_TRACE(at(panel));
        click(middle_of(overlay_->places().close_marks[at(panel)]));
        rest();
        EXPECT_FALSE(open_.open.has(panel));
        EXPECT_EQ(overlay_->places().close_marks[at(panel)].width, 0);
    }
    EXPECT_EQ(open_.open, PanelSet{});
}

TEST_F(PanelsTest, HidesAndShowsAllThatAreOpen) {
    open_.open = {Panel::kLatency, Panel::kFaults};
    rest();
    open_.panels = false;
    rest();
    for (const Panel panel : kAllPanels) EXPECT_FALSE(is_shown(panel));
    EXPECT_EQ(overlay_->places().panel_buttons[0].width, 0);
    open_.panels = true;
    rest();
    for (const Panel panel : kAllPanels) EXPECT_EQ(is_shown(panel), open_.open.has(panel));
}

TEST_F(PanelsTest, StayWithinTheWindowAndApart) {
    open_all();
    for (const Panel panel : kAllPanels) {
        SCOPED_TRACE(at(panel));
        const WindowRect& rect = place(panel);
        EXPECT_GE(rect.x, 0);
        EXPECT_GE(rect.y, 30);
        EXPECT_LE(rect.x + rect.width, 1280);
        EXPECT_LE(rect.y + rect.height, 720 - 26);
        for (const Panel other : kAllPanels) {
            if (other == panel) continue;
            const WindowRect& box = place(other);
            const bool apart = rect.x + rect.width <= box.x || box.x + box.width <= rect.x ||
                               rect.y + rect.height <= box.y || box.y + box.height <= rect.y;
            EXPECT_TRUE(apart) << "over panel " << at(other);
        }
    }
}

TEST_F(PanelsTest, AreRememberedInTheSettingsFile) {
    const std::string file = settings_file();
    remake_overlay(file);
    EXPECT_EQ(overlay_->remembered_panels(), kUsualPanels) << "nothing is remembered yet";
    open_.open = {Panel::kQueues, Panel::kOwnCost};
    rest();
    overlay_.reset();
    overlay_ = std::make_unique<Overlay>(screen_.window(), screen_.renderer(), file);
    EXPECT_EQ(overlay_->remembered_panels(), (PanelSet{Panel::kQueues, Panel::kOwnCost}));
    std::filesystem::remove(file);
}

TEST_F(PanelsTest, SayOfEveryFigureWhatItIs) {
    open_all();
    game_.workers[0].busy_share = 0.7;
    for (auto& step : game_.paths.anatomy.steps) step = {1000.0, 2000.0, 3000.0, 4000.0, 4096};
    game_.paths.latency = game_.paths.anatomy.steps.back();
    rest();
    for (std::size_t i = 0; i < kFigureCount; ++i) {
        const FigureWords& words = words_of(static_cast<Figure>(i));
        SCOPED_TRACE(words.what);
        EXPECT_FALSE(words.what.empty());
        EXPECT_FALSE(words.source.empty());
        const WindowRect rect = overlay_->places().figures[i];
        ASSERT_GT(rect.width, 0) << "not on its panel";
        const WindowRect& panel = place(words.panel);
        EXPECT_GE(rect.x, panel.x);
        EXPECT_LE(rect.x + rect.width, panel.x + panel.width);
        EXPECT_GE(rect.y, panel.y);
        EXPECT_LE(rect.y + rect.height, panel.y + panel.height);
        move_to({rect.x + rect.width - 2, rect.y + rect.height / 2});
        rest();
        EXPECT_GT(overlay_->places().tip.width, 0);
        EXPECT_LE(overlay_->places().tip.x + overlay_->places().tip.width, 1280);
        move_to({1000, 690});
        rest();
        EXPECT_EQ(overlay_->places().tip.width, 0);
    }
}

TEST_F(PanelsTest, WaitWithATipUntilTheMouseRests) {
    rest();
    const WindowRect figure = overlay_->places().figures[static_cast<std::size_t>(Figure::kPercentiles)];
    for (int i = 0; i < 30; ++i) {
        move_to({figure.x + 20 + i, figure.y + 5});
        draw();
        EXPECT_EQ(overlay_->places().tip.width, 0);
    }
    rest();
    EXPECT_GT(overlay_->places().tip.width, 0);
}

// --- pictures --------------------------------------------------------------------------------------------------------

TEST_F(PanelsTest, LookTheSameAsPicturesAndWithout) {
    open_all();
    const auto whole_screen = [&] {
        std::vector<std::uint32_t> pixels(1280 * 720);
        draw();
        SDL_RenderReadPixels(&screen_.renderer(), nullptr, SDL_PIXELFORMAT_ARGB8888, pixels.data(), 1280 * 4);
        return pixels;
    };
    open_.open.set(Panel::kOwnCost, false);  // its figures are those of the clock
    open_.open.set(Panel::kFrame, false);    // and so is the plot's axis
    open_.open.set(Panel::kQueues, false);
    open_.open.set(Panel::kWorkers, false);
    rest();
    const auto pictures = whole_screen();
    overlay_->keep_pictures(false);
    rest();
    const auto live = whole_screen();
    int furthest = 0;
    for (std::size_t i = 0; i < live.size(); ++i) {
        for (const int shift : {0, 8, 16}) {
            const auto channel = [&](std::uint32_t pixel) { return static_cast<int>(pixel >> shift & 0xFFU); };
            furthest = std::max(furthest, std::abs(channel(live[i]) - channel(pictures[i])));
        }
    }
    EXPECT_LE(furthest, 10) << "the soft edges of letters, by a thirtieth";
}

TEST_F(PanelsTest, ShowInTheSameFrameWhatIsSwitched) {
    rest();
    const WindowRect inline_button = overlay_->places().mode_buttons[1];
    const Point ground{inline_button.x + 3, inline_button.y + 10};
    const std::uint32_t before = screen_.pixel(ground.x, ground.y);
    game_.paths.mode = paths::Mode::kInline;
    draw();
    EXPECT_NE(screen_.pixel(ground.x, ground.y), before);
    EXPECT_EQ(screen_.pixel(ground.x, ground.y), 0xD9C48FU);
}

TEST_F(PanelsTest, AnswerTheMouseInTheSameFrame) {
    rest();
    const WindowRect button_place = overlay_->places().mode_buttons[1];
    const Point ground{button_place.x + 3, button_place.y + 10};
    const std::uint32_t before = screen_.pixel(ground.x, ground.y);
    move_to(middle_of(button_place));
    draw();
    draw();  // ImGui knows what is hovered since the frame before
    const std::uint32_t hovered = screen_.pixel(ground.x, ground.y);
    EXPECT_NE(hovered, before);
    move_to({640, 400});
    draw();
    draw();
    EXPECT_EQ(screen_.pixel(ground.x, ground.y), before) << "and dark again when it leaves";
}

TEST_F(PanelsTest, KeepUpWithFiguresThatChange) {
    rest();
    const WindowRect panel = place(Panel::kQueues);
    const auto sum = [&] {
        std::uint64_t all = 0;
        for (int x = panel.x; x < panel.x + panel.width; ++x) all += screen_.pixel(x, panel.y + 18);
        return all;
    };
    const std::uint64_t before = sum();
    game_.paths.lanes[1].ready = 123'456;
    for (int i = 0; i < 20; ++i) draw();  // a third of a second
    EXPECT_NE(sum(), before);
}

TEST_F(PanelsTest, DrawTheSameAfterTheirPicturesWereLost) {
    rest();
    const WindowRect chosen = overlay_->places().mode_buttons[3];
    const Point ground{chosen.x + 3, chosen.y + 10};
    EXPECT_EQ(screen_.pixel(ground.x, ground.y), 0xD9C48FU);
    overlay_->rebuild_textures();
    draw();
    EXPECT_EQ(screen_.pixel(ground.x, ground.y), 0xD9C48FU);
}

TEST_F(PanelsTest, LeaveTheRendererAsItWas) {
    rest();
    const SDL_Rect clip{10, 20, 300, 200};
    SDL_RenderSetClipRect(&screen_.renderer(), &clip);
    rest();
    SDL_Rect after{};
    SDL_RenderGetClipRect(&screen_.renderer(), &after);
    EXPECT_TRUE(SDL_RectEquals(&clip, &after));
    EXPECT_EQ(SDL_GetRenderTarget(&screen_.renderer()), nullptr);
}

// --- compare ---------------------------------------------------------------------------------------------------------

class CompareTest : public PanelsTest {
protected:
    CompareTest() { open_.open = {Panel::kCompare}; }
    void play(int frames, std::chrono::milliseconds work) {
        for (int i = 0; i < frames; ++i) {
            game_.frame(work);
            draw();
        }
    }
};

TEST_F(CompareTest, KeepsWhatHasEnoughFramesAndForgetsIt) {
    const auto forget_ground = [&] {
        move_to({1000, 690});
        rest();
        const WindowRect& button = overlay_->places().forget_button;
        return screen_.pixel(button.x + 5, button.y + 3);
    };
    play(70, std::chrono::milliseconds(4));  // the first second is left out
    const std::uint32_t closed = forget_ground();
    click(middle_of(overlay_->places().keep_button));
    EXPECT_EQ(forget_ground(), closed) << "there were too few frames to keep";
    play(120, std::chrono::milliseconds(4));
    click(middle_of(overlay_->places().keep_button));
    EXPECT_NE(forget_ground(), closed);
    click(middle_of(overlay_->places().forget_button));
    EXPECT_EQ(forget_ground(), closed);
}

TEST(Figures, HaveWordsThatFitATip) {
    for (std::size_t i = 0; i < kFigureCount; ++i) {
        const FigureWords& words = words_of(static_cast<Figure>(i));
        EXPECT_LE(words.what.size(), 120U) << words.what;
        EXPECT_LE(words.source.size(), 120U) << words.source;
    }
}

}  // namespace
}  // namespace outrider::overlay
