#include "game/render/backdrop.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "test_land.h"

namespace outrider::render {
namespace {

View view_at(double zoom, std::int32_t x, std::int32_t y) { return {zoom, x, y, 320, 200}; }

/// A land, its tiles and a backdrop of it.
struct Scene {
    TestLand land = patchwork(100, 80, 4);
    std::vector<std::uint8_t> wear = std::vector<std::uint8_t>(100 * 80, 0);
    LandTiles tiles{land.source()};
    Backdrop backdrop;

    void show(const View& view) {
        tiles.begin_frame();
        backdrop.show(view, tiles, land.source(), wear);
    }
    void settle(const View& view) {
        for (show(view); tiles.has_wanted(); show(view)) {
            std::vector<TileAddress> ready;
            tiles.bake_wanted(land.source(), {0, 0}, std::chrono::steady_clock::time_point::max(), ready);
            for (const TileAddress& tile : ready) backdrop.refresh(tile);
        }
    }
    [[nodiscard]] std::vector<std::uint32_t> picture() const {
        return {backdrop.pixels(), backdrop.pixels() + backdrop.width_px() * backdrop.height_px()};
    }
};

/// Rounding may differ by a shade where a strip begins.
std::uint32_t largest_difference(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
    std::uint32_t largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (const unsigned shift : {0U, 8U, 16U}) {
            const auto x = static_cast<std::int32_t>(a[i] >> shift & 0xFFU);
            const auto y = static_cast<std::int32_t>(b[i] >> shift & 0xFFU);
            largest = std::max(largest, static_cast<std::uint32_t>(std::abs(x - y)));
        }
    }
    return largest;
}

TEST(Backdrop, ScrolledPictureEqualsOneMadeAfresh) {
    for (const double zoom : {1.7, 5.3, 16.0}) {
        Scene scrolled;
        scrolled.settle(view_at(zoom, -40, -30));
        for (const auto& [x, y] : {std::pair{-47, -30}, {-47, -11}, {-20, -25}, {-90, -60}}) {
            scrolled.settle(view_at(zoom, x, y));
        }
        Scene fresh;
        fresh.settle(view_at(zoom, -90, -60));
        EXPECT_LE(largest_difference(scrolled.picture(), fresh.picture()), 2U) << zoom;
    }
}

TEST(Backdrop, StillCameraChangesNothing) {
    Scene scene;
    scene.settle(view_at(4.0, 10, 10));
    EXPECT_EQ(scene.backdrop.take_changed(), (PixelRect{0, 0, 320, 200}));
    scene.show(view_at(4.0, 10, 10));
    EXPECT_TRUE(scene.backdrop.take_changed().empty());
}

TEST(Backdrop, CoarseLandStandsInUntilTheTilesAreThere) {
    Scene scene;
    scene.show(view_at(16.0, 0, 0));
    const auto before = scene.picture();
    EXPECT_TRUE(std::none_of(before.begin(), before.end(), [](std::uint32_t p) { return p == 0; }));
    scene.settle(view_at(16.0, 0, 0));
    EXPECT_NE(scene.picture(), before);
}

TEST(Backdrop, EditIsSeenAtOnce) {
    Scene scene;
    scene.settle(view_at(8.0, 0, 0));
    scene.land.at(10, 10) = '#';
    scene.tiles.invalidate(scene.land.source(), {10, 10, 11, 11}, scene.backdrop.level(), 1'000'000);
    scene.backdrop.refresh(CellRect{10, 10, 11, 11});
    Scene fresh;
    fresh.land = scene.land;
    fresh.tiles = LandTiles(fresh.land.source());
    fresh.settle(view_at(8.0, 0, 0));
    EXPECT_LE(largest_difference(scene.picture(), fresh.picture()), 2U);
}

TEST(Backdrop, WearComesInOneRound) {
    Scene scene;
    scene.land = meadow(100, 80);
    scene.tiles = LandTiles(scene.land.source());
    scene.settle(view_at(4.0, 0, 0));
    const auto before = scene.picture();
    std::fill(scene.wear.begin(), scene.wear.end(), std::uint8_t{255});
    for (std::int32_t frame = 0; frame < Backdrop::kWearFrames; ++frame) scene.backdrop.freshen_wear();
    const auto after = scene.picture();
    const auto redder = [](std::uint32_t a, std::uint32_t b) { return (b >> 16U & 0xFFU) > (a >> 16U & 0xFFU); };
    EXPECT_TRUE(std::equal(before.begin(), before.end(), after.begin(), redder));
}

TEST(Backdrop, OutsideOfTheMapIsDark) {
    Scene scene;
    scene.settle(view_at(1.0, 110, 60));
    const std::uint32_t corner = scene.picture().front();
    EXPECT_LT(corner & 0xFFU, 0x24U);
    EXPECT_EQ(corner >> 24U, 0xFFU);
}

}  // namespace
}  // namespace outrider::render
