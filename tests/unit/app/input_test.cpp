#include "game/app/input.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace outrider::app {
namespace {

SDL_Event key(SDL_Scancode code, bool down = true, bool repeat = false) {
    SDL_Event event{};
    event.type = down ? SDL_KEYDOWN : SDL_KEYUP;
    event.key.type = event.type;
    event.key.repeat = repeat ? 1 : 0;
    event.key.keysym.scancode = code;
    return event;
}

SDL_Event button(std::uint8_t which, bool down, int x, int y) {
    SDL_Event event{};
    event.type = down ? SDL_MOUSEBUTTONDOWN : SDL_MOUSEBUTTONUP;
    event.button.type = event.type;
    event.button.button = which;
    event.button.x = x;
    event.button.y = y;
    return event;
}

SDL_Event motion(int x, int y) {
    SDL_Event event{};
    event.type = SDL_MOUSEMOTION;
    event.motion.x = x;
    event.motion.y = y;
    return event;
}

SDL_Event wheel(float notches) {
    SDL_Event event{};
    event.type = SDL_MOUSEWHEEL;
    event.wheel.preciseY = notches;
    return event;
}

SDL_Event window(std::uint8_t what) {
    SDL_Event event{};
    event.type = SDL_WINDOWEVENT;
    event.window.event = what;
    return event;
}

class InputTest : public testing::Test {
protected:
    void take(const SDL_Event& event, bool taken = false) { input_.take(event, taken, intents_); }
    /// The only intent so far; fails if there is another number of them or another kind.
    template <class Kind>
    Kind only() {
        EXPECT_EQ(intents_.size(), 1U);
        if (intents_.size() != 1 || !std::holds_alternative<Kind>(intents_.front())) {
            ADD_FAILURE() << "another intent than expected";
            return {};
        }
        return std::get<Kind>(intents_.front());
    }

    Input input_;
    std::vector<Intent> intents_;
};

TEST_F(InputTest, PaintsFromWhereTheDragBegan) {
    take(button(SDL_BUTTON_LEFT, true, 10, 10));
    take(motion(30, 10));
    take(motion(50, 20));
    take(button(SDL_BUTTON_LEFT, false, 50, 20));

    ASSERT_EQ(intents_.size(), 4U);
    const auto begin = std::get<PaintTo>(intents_[0]);
    EXPECT_TRUE(begin.begins);
    EXPECT_TRUE(begin.wall);
    EXPECT_EQ(begin.at.x, 10.0);
    EXPECT_FALSE(std::get<PaintTo>(intents_[1]).begins);
    EXPECT_EQ(std::get<PaintTo>(intents_[2]).at.x, 50.0);
    EXPECT_TRUE(std::get<PaintDone>(intents_[3]).wall);
}

TEST_F(InputTest, ErasesWithTheRightButtonAndOrdersNobody) {
    take(button(SDL_BUTTON_RIGHT, true, 10, 10));
    take(motion(30, 10));
    EXPECT_TRUE(input_.erasing());
    take(button(SDL_BUTTON_RIGHT, false, 30, 10));

    EXPECT_FALSE(input_.erasing());
    ASSERT_EQ(intents_.size(), 3U);
    EXPECT_FALSE(std::get<PaintTo>(intents_[0]).wall);
    EXPECT_FALSE(std::get<PaintTo>(intents_[1]).wall);
    EXPECT_FALSE(std::get<PaintDone>(intents_[2]).wall);
}

TEST_F(InputTest, TakesAPressThatTremblesForAClick) {
    take(button(SDL_BUTTON_LEFT, true, 10, 10));
    take(motion(12, 11));
    take(button(SDL_BUTTON_LEFT, false, 12, 11));
    EXPECT_EQ(only<ClickAt>().at.x, 10.0);
}

TEST_F(InputTest, OrdersWithARightClick) {
    take(button(SDL_BUTTON_RIGHT, true, 7, 9));
    take(button(SDL_BUTTON_RIGHT, false, 7, 9));
    EXPECT_EQ(only<OrderTo>().at.y, 9.0);
}

TEST_F(InputTest, SelectsABoxWithCtrl) {
    take(key(SDL_SCANCODE_LCTRL));
    take(button(SDL_BUTTON_LEFT, true, 10, 10));
    take(motion(90, 70));
    ASSERT_TRUE(input_.open_box());
    EXPECT_EQ(input_.open_box()->to.x, 90.0);
    take(button(SDL_BUTTON_LEFT, false, 90, 70));

    EXPECT_FALSE(input_.open_box());
    const auto box = only<SelectBox>();
    EXPECT_EQ(box.from.x, 10.0);
    EXPECT_EQ(box.to.y, 70.0);
}

TEST_F(InputTest, MovesTheViewWithTheMiddleButton) {
    take(button(SDL_BUTTON_MIDDLE, true, 10, 10));
    take(motion(15, 7));
    const auto drag = only<DragView>();
    EXPECT_EQ(drag.dx_px, 5.0);
    EXPECT_EQ(drag.dy_px, -3.0);
}

TEST_F(InputTest, LetsTheFirstButtonRuleUntilItIsLetGo) {
    take(button(SDL_BUTTON_LEFT, true, 10, 10));
    take(button(SDL_BUTTON_RIGHT, true, 10, 10));
    take(button(SDL_BUTTON_RIGHT, false, 10, 10));
    EXPECT_TRUE(intents_.empty());
    take(button(SDL_BUTTON_LEFT, false, 10, 10));
    only<ClickAt>();
}

TEST_F(InputTest, ZoomsAtTheCursorAndChangesTheBrushWithShift) {
    take(motion(40, 50));
    take(wheel(2.0F));
    const auto zoom = only<ZoomView>();
    EXPECT_EQ(zoom.notches, 2.0);
    EXPECT_EQ(zoom.at.x, 40.0);

    intents_.clear();
    take(key(SDL_SCANCODE_RSHIFT));
    take(wheel(-1.0F));
    EXPECT_EQ(only<ChangeBrush>().steps, -1);
}

TEST_F(InputTest, CountsInPixelsOnHighDpiScreens) {
    input_.set_pixel_scale(2.0);
    take(motion(40, 50));
    EXPECT_EQ(input_.cursor().x, 80.0);
}

TEST_F(InputTest, PansWhileKeysAreHeld) {
    take(key(SDL_SCANCODE_D));
    take(key(SDL_SCANCODE_W));
    EXPECT_EQ(input_.pan_direction().x, 1.0);
    EXPECT_EQ(input_.pan_direction().y, -1.0);
    take(key(SDL_SCANCODE_D, false));
    EXPECT_EQ(input_.pan_direction().x, 0.0);
}

TEST_F(InputTest, LetsGoOfEverythingWhenTheFocusIsLost) {
    take(key(SDL_SCANCODE_D));
    take(button(SDL_BUTTON_LEFT, true, 10, 10));
    take(motion(30, 10));
    intents_.clear();
    take(window(SDL_WINDOWEVENT_FOCUS_LOST));
    take(motion(60, 10));
    take(button(SDL_BUTTON_LEFT, false, 60, 10));

    EXPECT_EQ(input_.pan_direction().x, 0.0);
    EXPECT_TRUE(intents_.empty());
}

TEST_F(InputTest, BeginsNothingOverAPanelButFinishesWhatBegan) {
    take(button(SDL_BUTTON_LEFT, true, 10, 10), true);
    take(motion(60, 10), true);
    EXPECT_TRUE(intents_.empty());
    EXPECT_FALSE(input_.over_world());

    take(key(SDL_SCANCODE_D));
    take(key(SDL_SCANCODE_D, false), true);
    EXPECT_EQ(input_.pan_direction().x, 0.0);
}

TEST_F(InputTest, KeepsItsFunctionKeysWhileAFieldHasTheKeyboard) {
    take(key(SDL_SCANCODE_M), true);
    EXPECT_TRUE(intents_.empty());
    take(key(SDL_SCANCODE_F2), true);
    EXPECT_EQ(only<Command>(), Command::kPanels);
}

TEST_F(InputTest, RepeatsStepsButNotSwitches) {
    take(key(SDL_SCANCODE_M, true, true));
    EXPECT_TRUE(intents_.empty());
    take(key(SDL_SCANCODE_RIGHTBRACKET, true, true));
    EXPECT_EQ(only<Command>(), Command::kMoreWorkers);
}

TEST_F(InputTest, BindsEveryCommandByPosition) {
    const std::pair<SDL_Scancode, Command> bindings[] = {
        {SDL_SCANCODE_LEFTBRACKET, Command::kFewerWorkers},
        {SDL_SCANCODE_PAGEDOWN, Command::kFewerWorkers},
        {SDL_SCANCODE_RIGHTBRACKET, Command::kMoreWorkers},
        {SDL_SCANCODE_PAGEUP, Command::kMoreWorkers},
        {SDL_SCANCODE_M, Command::kNextMode},
        {SDL_SCANCODE_SPACE, Command::kPause},
        {SDL_SCANCODE_PERIOD, Command::kOneTick},
        {SDL_SCANCODE_HOME, Command::kFitMap},
        {SDL_SCANCODE_F1, Command::kHelp},
        {SDL_SCANCODE_F2, Command::kPanels},
        {SDL_SCANCODE_F3, Command::kDebugView},
        {SDL_SCANCODE_F11, Command::kFullScreen},
        {SDL_SCANCODE_F12, Command::kScreenshot},
        {SDL_SCANCODE_ESCAPE, Command::kMenu},
    };
    for (const auto& [code, command] : bindings) {
        intents_.clear();
        take(key(code));
        EXPECT_EQ(only<Command>(), command) << "scancode " << code;
    }
}

TEST_F(InputTest, GoesBackThroughTheDebugViewsWithShift) {
    take(key(SDL_SCANCODE_LSHIFT));
    take(key(SDL_SCANCODE_F3), true);
    EXPECT_EQ(only<Command>(), Command::kDebugViewBack);
}

TEST_F(InputTest, HearsOfTheWindowAndOfLostPictures) {
    SDL_Event lost{};
    lost.type = SDL_RENDER_TARGETS_RESET;
    take(lost);
    EXPECT_EQ(only<Command>(), Command::kPicturesLost);
    intents_.clear();
    take(window(SDL_WINDOWEVENT_SIZE_CHANGED));
    EXPECT_EQ(only<Command>(), Command::kWindowChanged);
    intents_.clear();
    take(window(SDL_WINDOWEVENT_CLOSE));
    EXPECT_EQ(only<Command>(), Command::kQuit);
}

TEST_F(InputTest, AStrokeTellsWhereItEnds) {
    take(button(SDL_BUTTON_LEFT, true, 10, 10));
    take(motion(60, 10));
    intents_.clear();
    take(button(SDL_BUTTON_LEFT, false, 62, 12));
    const auto done = only<PaintDone>();
    EXPECT_EQ(done.at.x, 62.0);
    EXPECT_EQ(done.at.y, 12.0);
    EXPECT_TRUE(done.wall);
}

TEST_F(InputTest, APlainDragSelectsWhereItShould) {
    input_.set_drag_selects(true);
    take(button(SDL_BUTTON_LEFT, true, 10, 10));
    take(motion(60, 40));
    ASSERT_TRUE(input_.open_box());
    EXPECT_TRUE(intents_.empty());
    take(button(SDL_BUTTON_LEFT, false, 60, 40));
    const auto box = only<SelectBox>();
    EXPECT_EQ(box.from.x, 10.0);
    EXPECT_EQ(box.to.y, 40.0);
}

TEST_F(InputTest, TheSiegesKeysAreCommands) {
    for (const auto& [code, command] :
         std::vector<std::pair<SDL_Scancode, Command>>{{SDL_SCANCODE_1, Command::kToolWall},
                                                       {SDL_SCANCODE_4, Command::kToolFrost},
                                                       {SDL_SCANCODE_X, Command::kToolSell},
                                                       {SDL_SCANCODE_N, Command::kNextWave},
                                                       {SDL_SCANCODE_B, Command::kMeasureNow},
                                                       {SDL_SCANCODE_EQUALS, Command::kFaster}}) {
        intents_.clear();
        take(key(code));
        EXPECT_EQ(only<Command>(), command);
    }
}

}  // namespace
}  // namespace outrider::app
