#include "game/overlay/imgui_sdl_renderer.h"

#include <gtest/gtest.h>

#include "tests/unit/overlay/screen.h"

namespace outrider::overlay {
namespace {

/// An ImGui frame of 100 x 80 pixels, in whose background list a test draws.
class ImGuiSdlRendererTest : public testing::Test {
protected:
    ImGuiSdlRendererTest() {
        ImGui::CreateContext();
        ImGui::GetIO().IniFilename = nullptr;
        ImGui::GetIO().DisplaySize = {100.0F, 80.0F};
        renderer_.upload_fonts(*ImGui::GetIO().Fonts);
        ImGui::NewFrame();
        screen_.clear();
    }
    ~ImGuiSdlRendererTest() override { ImGui::DestroyContext(); }

    [[nodiscard]] ImDrawList& list() { return *ImGui::GetBackgroundDrawList(); }
    void show() {
        ImGui::Render();
        renderer_.draw(*ImGui::GetDrawData());
    }

    Screen screen_{100, 80};
    ImGuiSdlRenderer renderer_{screen_.renderer()};
};

TEST_F(ImGuiSdlRendererTest, FillsARectangleInItsColour) {
    list().AddRectFilled({10, 20}, {30, 40}, IM_COL32(200, 100, 50, 255));
    show();
    EXPECT_EQ(screen_.pixel(10, 20), 0xC86432U);
    EXPECT_EQ(screen_.pixel(29, 39), 0xC86432U);
    EXPECT_EQ(screen_.pixel(9, 20), 0U);
    EXPECT_EQ(screen_.pixel(30, 39), 0U);
    EXPECT_EQ(screen_.pixel(29, 40), 0U);
}

TEST_F(ImGuiSdlRendererTest, BlendsWhatIsHalfTransparent) {
    list().AddRectFilled({10, 20}, {30, 40}, IM_COL32(200, 100, 50, 128));
    show();
    EXPECT_NEAR(static_cast<double>(screen_.pixel(15, 25) >> 16U), 100.0, 2.0);
}

TEST_F(ImGuiSdlRendererTest, DrawsNothingOutsideTheClipRectangle) {
    list().PushClipRect({15, 25}, {20, 30});
    list().AddRectFilled({10, 20}, {30, 40}, IM_COL32_WHITE);
    list().PopClipRect();
    list().AddRectFilled({50, 50}, {52, 52}, IM_COL32_WHITE);
    show();
    EXPECT_EQ(screen_.pixel(15, 25), 0xFFFFFFU);
    EXPECT_EQ(screen_.pixel(19, 29), 0xFFFFFFU);
    EXPECT_EQ(screen_.pixel(14, 25), 0U);
    EXPECT_EQ(screen_.pixel(20, 29), 0U);
    EXPECT_EQ(screen_.pixel(50, 50), 0xFFFFFFU) << "the next command has its own clip rectangle";
}

TEST_F(ImGuiSdlRendererTest, DrawsLettersFromTheFontTexture) {
    list().AddText({10, 10}, IM_COL32_WHITE, "H");
    show();
    int lit = 0;
    for (int y = 10; y < 26; ++y) {
        for (int x = 10; x < 20; ++x) lit += screen_.pixel(x, y) != 0 ? 1 : 0;
    }
    EXPECT_GT(lit, 10);
    EXPECT_LT(lit, 120);
}

TEST_F(ImGuiSdlRendererTest, DrawsATextureOfOthers) {
    SDL_Texture* picture =
        SDL_CreateTexture(&screen_.renderer(), SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STATIC, 1, 1);
    const std::uint32_t red = 0xFFFF0000U;
    SDL_UpdateTexture(picture, nullptr, &red, 4);
    list().AddImage(picture, {40, 40}, {60, 60});
    show();
    EXPECT_EQ(screen_.pixel(50, 50), 0xFF0000U);
    SDL_DestroyTexture(picture);
}

TEST_F(ImGuiSdlRendererTest, DrawsTheGroundInItsColour) {
    list().AddImage(renderer_.make_ground(16, IM_COL32(1, 2, 3, 255)), {40, 40}, {56, 56});
    show();
    EXPECT_EQ(screen_.pixel(48, 48), 0x010203U);
}

TEST_F(ImGuiSdlRendererTest, PutsBackViewportScaleAndClip) {
    const SDL_Rect viewport{5, 6, 40, 30};
    const SDL_Rect clip{1, 2, 10, 11};
    SDL_RenderSetViewport(&screen_.renderer(), &viewport);
    SDL_RenderSetClipRect(&screen_.renderer(), &clip);
    list().AddRectFilled({60, 50}, {70, 60}, IM_COL32_WHITE);
    show();
    SDL_Rect viewport_after{};
    SDL_Rect clip_after{};
    SDL_RenderGetViewport(&screen_.renderer(), &viewport_after);
    SDL_RenderGetClipRect(&screen_.renderer(), &clip_after);
    EXPECT_TRUE(SDL_RectEquals(&viewport, &viewport_after));
    EXPECT_TRUE(SDL_RectEquals(&clip, &clip_after));
    SDL_RenderSetClipRect(&screen_.renderer(), nullptr);
    SDL_RenderSetViewport(&screen_.renderer(), nullptr);
    EXPECT_EQ(screen_.pixel(65, 55), 0xFFFFFFU) << "drawn outside of the other's viewport";
}

}  // namespace
}  // namespace outrider::overlay
