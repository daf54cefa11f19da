#include "game/overlay/theme.h"

#include <gtest/gtest.h>

namespace outrider::overlay {
namespace {

TEST(Theme, ScalesWithHeightAndDensity) {
    EXPECT_EQ(scale_for(720, 96.0F), 1.0F);
    EXPECT_EQ(scale_for(1080, 96.0F), 1.25F);
    EXPECT_EQ(scale_for(2160, 96.0F), 2.0F);
    EXPECT_EQ(scale_for(2160, 192.0F), 2.0F);
    EXPECT_EQ(scale_for(2160, 288.0F), 3.0F);
}

TEST(Theme, NeverGrowsBeyondASmallWindow) {
    EXPECT_EQ(scale_for(720, 288.0F), 1.0F);
    EXPECT_EQ(scale_for(1, 96.0F), 1.0F);
}

TEST(Theme, HasFontsAndShapes) {
    ImGui::CreateContext();
    {
        const Theme theme(1.5F);
        ASSERT_NE(theme.body, nullptr);
        ASSERT_NE(theme.big, nullptr);
        EXPECT_GT(theme.big->FontSize, theme.body->FontSize);
        EXPECT_EQ(theme.knob.size_px.x, 22.0F) << "14 x 1.5, as an even number of pixels";
        EXPECT_GT(theme.cross.uv_max.x, theme.cross.uv_min.x);
    }
    ImGui::DestroyContext();
}

TEST(Theme, GivesFiguresOneWidth) {
    ImGui::CreateContext();
    {
        const Theme theme(1.0F);
        for (ImWchar digit = '1'; digit <= '9'; ++digit) {
            EXPECT_EQ(theme.body->GetCharAdvance(digit), theme.body->GetCharAdvance('0'));
        }
    }
    ImGui::DestroyContext();
}

TEST(Theme, GivesEachOfTheFirstSevenWorkersItsOwnColour) {
    for (std::uint32_t a = 0; a < 7; ++a) {
        for (std::uint32_t b = 0; b < a; ++b) EXPECT_FALSE(worker_colour(Seat{a}) == worker_colour(Seat{b}));
    }
    EXPECT_EQ(worker_colour(Seat{7}), worker_colour(Seat{0}));
}

}  // namespace
}  // namespace outrider::overlay
