#include "game/overlay/mouse_queue.h"

#include <gtest/gtest.h>

namespace outrider::overlay {
namespace {

[[nodiscard]] SDL_Event motion_to(int x, int y) {
    SDL_Event event{};
    event.type = SDL_MOUSEMOTION;
    event.motion.x = x;
    event.motion.y = y;
    return event;
}

[[nodiscard]] SDL_Event left_button(bool down, int x, int y) {
    SDL_Event event{};
    event.type = down ? SDL_MOUSEBUTTONDOWN : SDL_MOUSEBUTTONUP;
    event.button.button = SDL_BUTTON_LEFT;
    event.button.x = x;
    event.button.y = y;
    return event;
}

TEST(MouseQueue, ShowsTheLastOfManyMotions) {
    MouseQueue mouse;
    ImGuiIO io;
    for (int x = 0; x <= 1000; ++x) mouse.push(motion_to(x, 2 * x), 1.0F);
    mouse.apply(io);
    EXPECT_EQ(io.MousePos.x, 1000.0F);
    EXPECT_EQ(io.MousePos.y, 2000.0F);
}

TEST(MouseQueue, ShowsAClickThatIsShorterThanAFrame) {
    MouseQueue mouse;
    ImGuiIO io;
    mouse.push(left_button(true, 5, 6), 1.0F);
    mouse.push(left_button(false, 5, 6), 1.0F);
    mouse.apply(io);
    EXPECT_TRUE(io.MouseDown[0]);
    mouse.apply(io);
    EXPECT_FALSE(io.MouseDown[0]);
}

TEST(MouseQueue, ShowsAPressWhereItHappened) {
    MouseQueue mouse;
    ImGuiIO io;
    mouse.push(motion_to(1, 1), 1.0F);
    mouse.push(left_button(true, 5, 6), 1.0F);
    mouse.push(motion_to(90, 91), 1.0F);
    mouse.apply(io);
    EXPECT_TRUE(io.MouseDown[0]);
    EXPECT_EQ(io.MousePos.x, 5.0F);
    mouse.apply(io);
    EXPECT_TRUE(io.MouseDown[0]);
    EXPECT_EQ(io.MousePos.x, 90.0F);
}

TEST(MouseQueue, CountsInPixelsOfTheRenderer) {
    MouseQueue mouse;
    ImGuiIO io;
    mouse.push(motion_to(10, 20), 2.0F);
    mouse.apply(io);
    EXPECT_EQ(io.MousePos.x, 20.0F);
    EXPECT_EQ(io.MousePos.y, 40.0F);
}

TEST(MouseQueue, LetsGoOfAllButtons) {
    MouseQueue mouse;
    ImGuiIO io;
    mouse.push(left_button(true, 5, 6), 1.0F);
    mouse.apply(io);
    mouse.release_all();
    mouse.apply(io);
    EXPECT_FALSE(io.MouseDown[0]);
}

}  // namespace
}  // namespace outrider::overlay
