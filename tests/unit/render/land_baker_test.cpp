#include "game/render/land_baker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "test_land.h"

namespace outrider::render {
namespace {

using Pixels = std::vector<std::uint32_t>;

Pixels bake(LandBaker& baker, const TestLand& land, std::int32_t texels_per_cell, const TexelRect& part) {
    Pixels out(static_cast<std::size_t>(part.width()) * static_cast<std::size_t>(part.height()));
    baker.bake(land.source(), texels_per_cell, part, out.data(), part.width());
    return out;
}

Pixels bake_whole(LandBaker& baker, const TestLand& land, std::int32_t texels_per_cell) {
    return bake(baker, land, texels_per_cell, {0, 0, land.width * texels_per_cell, land.height * texels_per_cell});
}

class LandBakerAtScale : public testing::TestWithParam<std::int32_t> {};

TEST_P(LandBakerAtScale, BakesTheSameTwice) {
    const TestLand land = patchwork(40, 30, 3);
    LandBaker first;
    LandBaker second;
    const Pixels a = bake_whole(first, land, GetParam());
    EXPECT_EQ(a, bake_whole(second, land, GetParam()));
    EXPECT_EQ(a, bake_whole(first, land, GetParam()));
}

void expect_parts_like_the_whole(const TestLand& land, std::int32_t scale, std::uint32_t seed) {
    LandBaker baker;
    const Pixels whole = bake_whole(baker, land, scale);
    std::mt19937 random(seed);
    for (int round = 0; round < 12; ++round) {
        const auto pick = [&](std::int32_t end) {
            return static_cast<std::int32_t>(random() % static_cast<std::uint32_t>(end));
        };
        const std::int32_t x = pick(land.width * scale - 1);
        const std::int32_t y = pick(land.height * scale - 1);
        const TexelRect part{x, y, x + 1 + pick(land.width * scale - x), y + 1 + pick(land.height * scale - y)};
        const Pixels alone = bake(baker, land, scale, part);
        for (std::int32_t row = part.y0; row < part.y1; ++row) {
            const auto expected = whole.begin() + row * land.width * scale;
            ASSERT_TRUE(
                std::equal(expected + part.x0, expected + part.x1, alone.begin() + (row - part.y0) * part.width()))
                << "seed " << seed << ", round " << round << ", row " << row;
        }
    }
}

TEST_P(LandBakerAtScale, PartEqualsTheSamePartOfTheWhole) {
    expect_parts_like_the_whole(patchwork(40, 30, 5), GetParam(), 5);
}

TEST_P(LandBakerAtScale, PartEqualsTheSamePartOfTheWholeAroundAKeep) {
    TestLand land = patchwork(40, 30, 6);
    land.keep = {22, 9, 30, 17};
    expect_parts_like_the_whole(land, GetParam(), 6);
}

TEST_P(LandBakerAtScale, ChangeIsSeenNoFartherThanTheReach) {
    const std::int32_t scale = GetParam();
    TestLand land = patchwork(40, 30, 8);
    LandBaker baker;
    for (const char letter : std::string_view(".@TWSG#")) {
        const Pixels before = bake_whole(baker, land, scale);
        land.at(20, 15) = letter;
        const Pixels after = bake_whole(baker, land, scale);
        for (std::int32_t y = 0; y < land.height * scale; ++y) {
            for (std::int32_t x = 0; x < land.width * scale; ++x) {
                const auto i = static_cast<std::size_t>(y * land.width * scale + x);
                const std::int32_t away = std::max(std::abs(x / scale - 20), std::abs(y / scale - 15));
                if (away > LandBaker::kReachCells) {
                    ASSERT_EQ(before[i], after[i]) << letter << ' ' << x << ' ' << y;
                }
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Scales, LandBakerAtScale, testing::Values(1, 2, 4, 8));

TEST(LandBaker, PaintsOnlyInsideTheGivenRows) {
    const TestLand land = patchwork(20, 20, 1);
    LandBaker baker;
    constexpr std::uint32_t kUntouched = 0x12345678U;
    Pixels out(40 * 40, kUntouched);
    baker.bake(land.source(), 4, {8, 8, 28, 18}, out.data() + 5 * 40 + 5, 40);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const bool inside = i % 40 >= 5 && i % 40 < 25 && i / 40 >= 5 && i / 40 < 15;
        ASSERT_EQ(out[i] == kUntouched, !inside) << i;
    }
}

TEST(LandBaker, WornPathsShowOnOpenGroundOnly) {
    TestLand land = meadow(60, 20);
    LandBaker baker;
    const std::int32_t scale = 8;
    const std::string_view letters = ".G@OTW#";
    for (std::size_t k = 0; k < letters.size(); ++k) {
        for (std::int32_t y = 8; y < 11; ++y) {
            for (std::int32_t x = 0; x < 3; ++x) land.at(static_cast<std::int32_t>(k) * 8 + x, y) = letters[k];
        }
    }
    const Pixels pixels = bake_whole(baker, land, scale);
    for (std::size_t k = 0; k < letters.size(); ++k) {
        const auto x = static_cast<std::size_t>(k * 8 + 1) * 8 + 4;
        const std::uint32_t alpha = pixels[(9 * 8 + 4) * 60 * 8 + x] >> 24U;
        EXPECT_EQ(alpha, k < 2 ? 255U : 0U) << letters[k];
    }
}

TEST(LandBaker, DotsAreTroddenGroundOnlyBesideGrass) {
    LandBaker baker;
    const auto middle_is_green = [&baker](const TestLand& land) {
        const std::uint32_t pixel = bake(baker, land, 4, {80, 40, 81, 41}).front();
        return (pixel >> 8U & 0xFFU) > (pixel >> 16U & 0xFFU);
    };
    TestLand land = meadow(40, 20);
    EXPECT_TRUE(middle_is_green(land));
    land.at(3, 3) = 'G';
    EXPECT_FALSE(middle_is_green(land));
    land.terrain.assign(land.terrain.size(), 'G');
    EXPECT_TRUE(middle_is_green(land));
}

TEST(LandBaker, StreetsRunUpToTheirHouses) {
    TestLand land = meadow(40, 20);
    land.at(1, 1) = 'G';
    for (std::int32_t y = 5; y < 15; ++y) {
        for (std::int32_t x = 20; x < 30; ++x) land.at(x, y) = '@';
    }
    LandBaker baker;
    const Pixels pixels = bake(baker, land, 8, {18 * 8, 10 * 8, 20 * 8, 10 * 8 + 1});
    for (const std::uint32_t pixel : pixels) EXPECT_GT(pixel >> 16U & 0xFFU, pixel >> 8U & 0xFFU);
}

TEST(LandBaker, PaintedWallIsBrighterThanRockAndRockThanGrass) {
    TestLand land = meadow(40, 20);
    land.at(10, 10) = '#';
    for (std::int32_t y = 9; y < 12; ++y) {
        for (std::int32_t x = 24; x < 27; ++x) land.at(x, y) = '@';
    }
    LandBaker baker;
    const Pixels pixels = bake_whole(baker, land, 8);
    const auto green = [&](std::int32_t x, std::int32_t y) {
        return pixels[static_cast<std::size_t>((y * 8 + 3) * 40 * 8 + x * 8 + 4)] >> 8U & 0xFFU;
    };
    EXPECT_GT(green(10, 10), green(25, 10) + 20U);
    EXPECT_GT(green(25, 10), green(17, 10) + 10U);
}

TEST(LandBaker, KeepIsBrightAndLightsTheLandAround) {
    TestLand land = meadow(60, 30);
    LandBaker baker;
    const Pixels dark = bake_whole(baker, land, 4);
    land.keep = {30, 10, 38, 18};
    const Pixels lit = bake_whole(baker, land, 4);
    const auto red = [&](const Pixels& pixels, std::int32_t x, std::int32_t y) {
        return static_cast<int>(pixels[static_cast<std::size_t>((y * 4 + 2) * 60 * 4 + x * 4 + 2)] >> 16U & 0xFFU);
    };
    EXPECT_GT(red(lit, 34, 10), red(dark, 34, 10) + 60);  // its battlements
    const int beside = red(lit, 27, 14) - red(dark, 27, 14);
    const int farther = red(lit, 22, 14) - red(dark, 22, 14);
    EXPECT_GT(beside, 8);
    EXPECT_LT(farther, beside);
    EXPECT_EQ(red(lit, 8, 14), red(dark, 8, 14));
}

}  // namespace
}  // namespace outrider::render
