#include "game/render/land_tiles.h"

#include <gtest/gtest.h>

#include "test_land.h"

namespace outrider::render {
namespace {

constexpr std::int32_t kSide = LandTiles::kTileTexels;

std::uint32_t texel(const Picture& picture, std::int32_t x, std::int32_t y) {
    return picture.pixels[(y - picture.y0) * picture.stride + x - picture.x0];
}

std::vector<TileAddress> bake_all_wanted(LandTiles& tiles, const TestLand& land) {
    std::vector<TileAddress> ready;
    tiles.bake_wanted(land.source(), {0, 0}, std::chrono::steady_clock::time_point::max(), ready);
    return ready;
}

TEST(LandTiles, PicksTexelsAboutAsLargeAsPixels) {
    EXPECT_EQ(LandTiles::level_for(0.1), LandTiles::kCoarsest);
    EXPECT_EQ(LandTiles::level_for(1.0), 0);
    EXPECT_EQ(LandTiles::level_for(1.35), 1);
    EXPECT_EQ(LandTiles::level_for(4.0), 2);
    EXPECT_EQ(LandTiles::level_for(16.0), 4);
    EXPECT_EQ(LandTiles::level_for(64.0), LandTiles::kFinest);
}

TEST(LandTiles, CoarseLevelsAreThereFromTheStart) {
    const TestLand land = patchwork(70, 50, 2);
    const LandTiles tiles(land.source());
    for (std::int32_t level = LandTiles::kCoarsest; level <= tiles.finest_whole_level(); ++level) {
        const Picture picture = tiles.whole(level);
        ASSERT_NE(picture.pixels, nullptr) << level;
        EXPECT_NE(texel(picture, picture.inner.x1 - 1, picture.inner.y1 - 1), 0U) << level;
    }
}

TEST(LandTiles, FineTilesComeWhenWanted) {
    const TestLand land = patchwork(70, 50, 2);
    LandTiles tiles(land.source());
    const TileAddress address{3, 1, 1};
    tiles.begin_frame();
    EXPECT_EQ(tiles.want_tile(address).pixels, nullptr);
    EXPECT_TRUE(tiles.has_wanted());
    EXPECT_EQ(bake_all_wanted(tiles, land), std::vector{address});
    EXPECT_NE(tiles.want_tile(address).pixels, nullptr);
    EXPECT_FALSE(tiles.has_wanted());
}

TEST(LandTiles, BakesTheNearestFirstAndAtLeastOne) {
    const TestLand land = patchwork(120, 120, 2);
    LandTiles tiles(land.source());
    tiles.begin_frame();
    for (std::int32_t x = 0; x < 4; ++x) (void)tiles.want_tile({4, x, 2});
    std::vector<TileAddress> ready;
    tiles.bake_wanted(land.source(), {2 * kSide / 16 + 4, 2 * kSide / 16 + 4}, {}, ready);
    EXPECT_EQ(ready, (std::vector{TileAddress{4, 2, 2}}));
}

TEST(LandTiles, ForgetsTheTileUnseenForLongest) {
    const TestLand land = patchwork(120, 120, 2);
    LandTiles tiles(land.source());
    tiles.set_capacity(2);
    for (std::int32_t x = 0; x < 3; ++x) {
        tiles.begin_frame();
        (void)tiles.want_tile({4, x, 0});
        bake_all_wanted(tiles, land);
    }
    EXPECT_EQ(tiles.find_tile({4, 0, 0}).pixels, nullptr);
    EXPECT_NE(tiles.find_tile({4, 1, 0}).pixels, nullptr);
    EXPECT_NE(tiles.find_tile({4, 2, 0}).pixels, nullptr);
}

TEST(LandTiles, EditedTileEqualsOneBakedAfresh) {
    TestLand land = patchwork(120, 120, 2);
    LandTiles edited(land.source());
    const TileAddress address{3, 1, 1};
    edited.begin_frame();
    (void)edited.want_tile(address);
    bake_all_wanted(edited, land);
    for (std::int32_t x = 20; x < 30; ++x) land.at(x, 24) = '#';
    edited.invalidate(land.source(), {20, 24, 30, 25}, 3, 1'000'000);

    LandTiles fresh(land.source());
    (void)fresh.want_tile(address);
    bake_all_wanted(fresh, land);
    const Picture a = edited.find_tile(address);
    const Picture b = fresh.find_tile(address);
    ASSERT_NE(a.pixels, nullptr);
    for (std::int32_t y = a.inner.y0 - 1; y <= a.inner.y1; ++y) {
        for (std::int32_t x = a.inner.x0 - 1; x <= a.inner.x1; ++x) ASSERT_EQ(texel(a, x, y), texel(b, x, y));
    }
    for (std::int32_t level = LandTiles::kCoarsest; level <= fresh.finest_whole_level(); ++level) {
        const Picture c = edited.whole(level);
        const Picture d = fresh.whole(level);
        for (std::int32_t y = -1; y <= c.inner.y1; ++y) {
            for (std::int32_t x = -1; x <= c.inner.x1; ++x) ASSERT_EQ(texel(c, x, y), texel(d, x, y)) << level;
        }
    }
}

TEST(LandTiles, EditBeyondTheBudgetForgetsTheTile) {
    TestLand land = patchwork(120, 120, 2);
    LandTiles tiles(land.source());
    tiles.begin_frame();
    (void)tiles.want_tile({3, 1, 1});
    bake_all_wanted(tiles, land);
    tiles.invalidate(land.source(), {20, 24, 30, 25}, 3, 10);
    EXPECT_EQ(tiles.find_tile({3, 1, 1}).pixels, nullptr);
}

}  // namespace
}  // namespace outrider::render
