#include "game/render/unit_atlas.h"

#include <gtest/gtest.h>

#include <bit>

namespace outrider::render {
namespace {

std::uint32_t pixel(const UnitPictures& pictures, std::size_t row, std::int32_t column, std::int32_t x,
                    std::int32_t y) {
    const std::int32_t line = static_cast<std::int32_t>(row) * pictures.cell_px + 1 + y;
    return pictures.pixels[static_cast<std::size_t>(line * pictures.width_px + column * pictures.cell_px + 1 + x)];
}

TEST(UnitAtlas, SidesArePowersOfTwo) {
    for (const std::int32_t size : {3, 6, 14, 42}) {
        const UnitPictures pictures = UnitPictures::make(size);
        EXPECT_TRUE(std::has_single_bit(static_cast<std::uint32_t>(pictures.width_px)));
        EXPECT_TRUE(std::has_single_bit(static_cast<std::uint32_t>(pictures.height_px)));
    }
}

TEST(UnitAtlas, BodyHasTheColourOfItsRow) {
    const UnitPictures pictures = UnitPictures::make(4);
    for (std::size_t row = 0; row < kUnitLooks; ++row) {
        EXPECT_EQ(pixel(pictures, row, 0, 1, 1), argb(255, colour_of_row(row))) << row;
    }
}

TEST(UnitAtlas, PointsWhereItGoes) {
    const UnitPictures pictures = UnitPictures::make(42);
    const auto alpha = [&](std::int32_t direction, std::int32_t x, std::int32_t y) {
        return pixel(pictures, 0, direction, x, y) >> 24U;
    };
    EXPECT_LT(alpha(0, 33, 15), 160U);   // east: narrow at the right ...
    EXPECT_GT(alpha(16, 33, 15), 200U);  // ... where it is broad when it goes west
    EXPECT_LT(alpha(8, 15, 33), 160U);   // south
    EXPECT_GT(alpha(24, 15, 33), 200U);
}

TEST(UnitAtlas, NoPictureTouchesItsNeighbour) {
    const UnitPictures pictures = UnitPictures::make(14);
    for (std::int32_t y = 0; y < pictures.height_px; ++y) {
        for (std::int32_t x = 0; x < pictures.width_px; ++x) {
            const bool border = x % pictures.cell_px == 0 || x % pictures.cell_px == pictures.cell_px - 1 ||
                                y % pictures.cell_px == 0 || y % pictures.cell_px == pictures.cell_px - 1;
            if (border) {
                ASSERT_EQ(pictures.pixels[static_cast<std::size_t>(y * pictures.width_px + x)], 0U);
            }
        }
    }
}

TEST(UnitAtlas, SizesGrowWithTheZoom) {
    std::int32_t last = 0;
    for (double zoom = 1.0; zoom <= 64.0; zoom += 0.5) {
        const std::int32_t size = UnitAtlas::size_for(zoom);
        EXPECT_GE(size, last);
        EXPECT_LE(size, std::max(3.0, zoom * 1.1 + 1.5));
        last = size;
    }
    EXPECT_EQ(last, 42);
}

}  // namespace
}  // namespace outrider::render
