#include "game/render/debug_layer.h"

#include <gtest/gtest.h>

#include "game/render/palette.h"

namespace outrider::render {
namespace {

DebugLayer layer_of(std::int32_t width, std::int32_t height) {
    DebugLayer layer;
    layer.clear(width, height);
    layer.inks[0] = argb(40, rgb(0x000000));
    layer.inks[1] = argb(240, rgb(0xff8040));
    return layer;
}

TEST(DebugLayer, LevelsOfOneColourKeepIt) {
    DebugLayer layer = layer_of(13, 9);
    layer.make_levels();
    ASSERT_GE(layer.levels.size(), 2U);
    EXPECT_EQ(layer.levels[0].width, 7);
    EXPECT_EQ(layer.levels[0].height, 5);
    EXPECT_EQ(layer.levels[1].width, 4);
    for (const auto& level : layer.levels) {
        for (const std::uint32_t colour : level.colours) EXPECT_EQ(colour, layer.inks[0]);
    }
}

TEST(DebugLayer, ASingleCellIsSeenFromAfar) {
    DebugLayer layer = layer_of(16, 16);
    layer.cells[layer.index_of({5, 6})] = 1;
    layer.make_levels();
    const auto& level = layer.levels[2];  // blocks of 8 by 8
    const std::uint32_t lit = level.colours[0];
    const std::uint32_t dark = level.colours[1];
    EXPECT_EQ(dark, layer.inks[0]);
    EXPECT_GT(lit >> 24U, 2 * (dark >> 24U));
    EXPECT_GT(lit >> 16U & 0xFFU, 0xE0U);  // its own colour, not that of the cells around
}

TEST(DebugLayer, ClearTakesEverythingBack) {
    DebugLayer layer = layer_of(4, 4);
    layer.marks_are = DebugMarks::kSteps;
    layer.marks.assign(16, 1);
    layer.points.push_back({pack({1, 1}), 1});
    layer.line.push_back(pack({2, 2}));
    layer.clear(3, 2, 1);
    EXPECT_EQ(layer.cells, std::vector<std::uint8_t>(6, 1));
    EXPECT_EQ(layer.marks_are, DebugMarks::kNone);
    EXPECT_TRUE(layer.marks.empty() && layer.points.empty() && layer.line.empty() && layer.levels.empty());
}

}  // namespace
}  // namespace outrider::render
