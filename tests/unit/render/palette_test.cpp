#include "game/render/palette.h"

#include <gtest/gtest.h>

namespace outrider::render {
namespace {

int luma(Rgb c) { return c.r * 30 + c.g * 59 + c.b * 11; }

TEST(Palette, TheRampGetsLighterAllTheWay) {
    constexpr int kSteps = 40;
    int before = luma(palette::even_ramp(0.0F));
    for (int i = 1; i <= kSteps; ++i) {
        const int now = luma(palette::even_ramp(static_cast<float>(i) / kSteps));
        EXPECT_GT(now, before) << "step " << i;
        before = now;
    }
    EXPECT_LT(luma(palette::even_ramp(0.0F)), 10'000);
    EXPECT_GT(before, 20'000);
}

}  // namespace
}  // namespace outrider::render
