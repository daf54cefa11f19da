#include "game/render/debug_picture.h"

#include <gtest/gtest.h>

#include <cmath>

#include "game/render/palette.h"

namespace outrider::render {
namespace {

constexpr std::uint32_t kLand = 0xFF405030U;
constexpr std::uint32_t kRed = 0xFFFF0000U;

/// A map of 20 by 12 cells over a land of one colour, all of it in view.
class DebugPictureTest : public testing::Test {
protected:
    static constexpr std::int32_t kWidth = 20;
    static constexpr std::int32_t kHeight = 12;

    DebugPictureTest() {
        layer_.clear(kWidth, kHeight);
        layer_.inks[1] = kRed;
    }
    void set_zoom(double zoom) {
        view_ = {zoom, 7, 5, static_cast<std::int32_t>(kWidth * zoom) + 20,
                 static_cast<std::int32_t>(kHeight * zoom) + 20};
        land_.assign(static_cast<std::size_t>(view_.width_px) * static_cast<std::size_t>(view_.height_px), kLand);
    }
    void compose() { picture_.compose(view_, layer_, land_.data(), view_.screen()); }
    [[nodiscard]] std::uint32_t pixel(std::int32_t x, std::int32_t y) const {
        return picture_.pixels()[y * view_.width_px + x];
    }
    [[nodiscard]] std::uint32_t middle_of(Cell cell) const {
        return pixel(static_cast<std::int32_t>(std::floor(view_.screen_x(cell.x + 0.5))),
                     static_cast<std::int32_t>(std::floor(view_.screen_y(cell.y + 0.5))));
    }
    [[nodiscard]] std::size_t changed_around(Cell cell, std::int32_t reach_px) const {
        std::size_t changed = 0;
        const auto x0 = static_cast<std::int32_t>(view_.screen_x(cell.x + 0.5));
        const auto y0 = static_cast<std::int32_t>(view_.screen_y(cell.y + 0.5));
        for (std::int32_t y = y0 - reach_px; y <= y0 + reach_px; ++y) {
            for (std::int32_t x = x0 - reach_px; x <= x0 + reach_px; ++x) changed += pixel(x, y) != kLand ? 1 : 0;
        }
        return changed;
    }

    DebugLayer layer_;
    View view_;
    std::vector<std::uint32_t> land_;
    DebugPicture picture_;
};

TEST_F(DebugPictureTest, InksLieOverTheirCellsAndNowhereElse) {
    layer_.cells[layer_.index_of({3, 2})] = 1;
    layer_.cells[layer_.index_of({19, 11})] = 1;
    for (const double zoom : {1.0, 1.7, 6.0, 23.5}) {
        set_zoom(zoom);
        compose();
        std::size_t red = 0;
        for (std::int32_t y = 0; y < view_.height_px; ++y) {
            for (std::int32_t x = 0; x < view_.width_px; ++x) {
                const Cell cell{static_cast<std::int32_t>(std::floor((x + 0.5 - view_.origin_x) / zoom)),
                                static_cast<std::int32_t>(std::floor((y + 0.5 - view_.origin_y) / zoom))};
                const bool is_inked = cell == Cell{3, 2} || cell == Cell{19, 11};
                EXPECT_EQ(pixel(x, y) != kLand, is_inked) << "zoom " << zoom << ", pixel " << x << " " << y;
                red += is_inked ? 1 : 0;
            }
        }
        EXPECT_NEAR(static_cast<double>(red), 2.0 * zoom * zoom, 2.0 * zoom + 2.0);
        EXPECT_EQ(middle_of({3, 2}), kRed);
    }
}

TEST_F(DebugPictureTest, OpacityIsThatOfTheInk) {
    layer_.inks[1] = 0x80FF0000U;
    layer_.cells[layer_.index_of({3, 2})] = 1;
    set_zoom(6.0);
    compose();
    EXPECT_NEAR(middle_of({3, 2}) >> 16U & 0xFFU, (0x40 + 0xFF) / 2, 2);
    EXPECT_NEAR(middle_of({3, 2}) >> 8U & 0xFFU, 0x50 / 2, 2);
}

TEST_F(DebugPictureTest, OnMapsLargerThanTheScreenNoSingleCellIsLost) {
    layer_.make_levels();
    const double zoom = 0.4;
    for (const Cell cell : {Cell{0, 0}, Cell{7, 3}, Cell{10, 5}, Cell{13, 8}}) {
        layer_.cells.assign(layer_.cells.size(), 0);
        layer_.cells[layer_.index_of(cell)] = 1;
        layer_.make_levels();
        set_zoom(zoom);
        compose();
        EXPECT_GT(changed_around(cell, 2), 0U) << cell.x << " " << cell.y;
    }
}

TEST_F(DebugPictureTest, AnyPartComposedAloneEqualsTheSamePartOfTheWhole) {
    for (std::int32_t i = 0; i < kWidth; ++i) layer_.points.push_back({pack({i, i / 2}), 1});
    layer_.line = {pack({2, 9}), pack({11, 0}), pack({18, 7})};
    layer_.line_end = {18, 7};
    layer_.marks.assign(layer_.cells.size(), 5);
    for (const DebugMarks marks : {DebugMarks::kNone, DebugMarks::kSteps, DebugMarks::kRunEnds}) {
        layer_.marks_are = marks;
        for (const double zoom : {0.7, 3.3, 14.0, 31.0}) {
            layer_.make_levels();
            set_zoom(zoom);
            compose();
            const std::vector<std::uint32_t> whole(picture_.pixels(), picture_.pixels() + land_.size());
            DebugPicture parts;
            for (std::int32_t y = 0; y < view_.height_px; y += 11) {
                for (std::int32_t x = 0; x < view_.width_px; x += 17) {
                    parts.compose(view_, layer_, land_.data(), {x, y, x + 17, y + 11});
                }
            }
            EXPECT_EQ(std::vector<std::uint32_t>(parts.pixels(), parts.pixels() + land_.size()), whole)
                << "zoom " << zoom << ", marks " << static_cast<int>(marks);
        }
    }
}

TEST_F(DebugPictureTest, PointsAreNeverSmallerThanAnEyeSees) {
    layer_.points.push_back({pack({10, 6}), 1});
    set_zoom(1.0);
    compose();
    EXPECT_GE(changed_around({10, 6}, 4), 13U);
    EXPECT_EQ(middle_of({10, 6}), kRed);
}

TEST_F(DebugPictureTest, ArrowsPointWhereTheStepGoes) {
    layer_.marks_are = DebugMarks::kSteps;
    layer_.marks.assign(layer_.cells.size(), 0);
    layer_.marks[layer_.index_of({10, 6})] = static_cast<std::uint8_t>(FlowStep::kEast);
    set_zoom(30.0);
    compose();
    // The head is wide, the tail is not.
    const auto x = static_cast<std::int32_t>(view_.screen_x(10.5));
    const auto y = static_cast<std::int32_t>(view_.screen_y(6.5));
    const auto column = [&](std::int32_t at) {
        std::int32_t inked = 0;
        for (std::int32_t dy = -14; dy <= 14; ++dy) inked += pixel(at, y + dy) != kLand ? 1 : 0;
        return inked;
    };
    EXPECT_GT(column(x + 4), 2 * column(x - 6));
    EXPECT_GT(column(x - 6), 0);
    EXPECT_EQ(changed_around({12, 6}, 5), 0U);
}

TEST_F(DebugPictureTest, ArrowsAreThinnedOutFromAfar) {
    layer_.marks_are = DebugMarks::kSteps;
    layer_.marks.assign(layer_.cells.size(), static_cast<std::uint8_t>(FlowStep::kNorth));
    set_zoom(5.0);  // one for each 4 by 4 cells: on the cells (2, 2), (6, 2) ...
    compose();
    EXPECT_NE(middle_of({2, 2}), kLand);
    EXPECT_NE(middle_of({6, 10}), kLand);
    EXPECT_EQ(middle_of({4, 4}), kLand);
    EXPECT_EQ(middle_of({8, 8}), kLand);
}

TEST_F(DebugPictureTest, EndsOfRunsAreInTheHalfFromWhichTheyCame) {
    layer_.marks_are = DebugMarks::kRunEnds;
    layer_.marks.assign(layer_.cells.size(), 0);
    layer_.marks[layer_.index_of({10, 6})] = 1;  // a run to the east
    set_zoom(20.0);
    compose();
    const auto left = static_cast<std::int32_t>(view_.screen_x(10));
    const auto middle = static_cast<std::int32_t>(view_.screen_y(6.5));
    EXPECT_NE(pixel(left + 3, middle), kLand);
    EXPECT_EQ(pixel(left + 17, middle), kLand);
}

TEST_F(DebugPictureTest, LinesRunFromPointToPoint) {
    layer_.line = {pack({2, 2}), pack({9, 9})};
    set_zoom(6.0);
    compose();
    for (std::int32_t i = 2; i <= 9; ++i) EXPECT_EQ(middle_of({i, i}), 0xFFFFFFFFU);
    EXPECT_EQ(middle_of({12, 3}), kLand);
}

}  // namespace
}  // namespace outrider::render
