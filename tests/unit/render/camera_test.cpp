#include "game/render/camera.h"

#include <gtest/gtest.h>

#include <random>

namespace outrider::render {
namespace {

constexpr double kTinyPx = 1e-6;

Camera camera_on(std::int32_t width_cells, std::int32_t height_cells) {
    Camera camera;
    camera.set_viewport(1280, 720);
    camera.set_map(width_cells, height_cells);
    camera.fit_map(true);
    return camera;
}

TEST(Camera, ScreenAndWorldAreInverse) {
    Camera camera = camera_on(300, 200);
    camera.zoom_at(7.0, {100.0, 650.0});
    camera.update(1.0);
    const PointPx there{417.0, 233.0};
    const PointPx back = camera.to_screen(camera.to_world(there));
    EXPECT_NEAR(back.x, there.x, kTinyPx);
    EXPECT_NEAR(back.y, there.y, kTinyPx);
}

TEST(Camera, FitsTheWholeMapIntoTheWindow) {
    const Camera camera = camera_on(1491, 656);
    const PointPx first = camera.to_screen({0.0, 0.0});
    const PointPx last = camera.to_screen({1491.0, 656.0});
    EXPECT_GE(first.x, 0.0);
    EXPECT_GE(first.y, 0.0);
    EXPECT_LE(last.x, 1280.0);
    EXPECT_LE(last.y, 720.0);
    EXPECT_GT(last.x - first.x, 1280.0 * 0.9);
}

TEST(Camera, AFittedMapLeavesTheBarsFree) {
    Camera camera;
    camera.set_viewport(1280, 720);
    camera.set_map(192, 108);
    camera.set_covered(44, 26);
    camera.fit_map(true);
    EXPECT_GE(camera.to_screen({0.0, 0.0}).y, 44.0);
    EXPECT_LE(camera.to_screen({0.0, 108.0}).y, 720.0 - 26.0);
    EXPECT_NEAR(camera.to_screen({96.0, 54.0}).y, (44.0 + 720.0 - 26.0) / 2, kTinyPx);
}

TEST(Camera, ZoomKeepsTheCellUnderTheCursorAllTheWay) {
    const std::uint32_t seed = 20;
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> x(400.0, 880.0);
    std::uniform_real_distribution<double> y(200.0, 520.0);
    for (int round = 0; round < 50; ++round) {
        Camera camera = camera_on(512, 512);
        const PointPx cursor{x(random), y(random)};
        const PointCells before = camera.to_world(cursor);
        camera.zoom_at(1.0 + round % 6, cursor);
        for (int frame = 0; frame < 10; ++frame) {
            camera.update(1.0 / 60.0);
            const PointPx now = camera.to_screen(before);
            ASSERT_NEAR(now.x, cursor.x, kTinyPx) << "seed " << seed << ", round " << round;
            ASSERT_NEAR(now.y, cursor.y, kTinyPx) << "seed " << seed << ", round " << round;
        }
    }
}

TEST(Camera, OneNotchIsAFactorOfFiveQuarters) {
    Camera camera = camera_on(512, 512);
    const double before = camera.pixels_per_cell();
    camera.zoom_at(1.0, {640.0, 360.0});
    camera.update(1.0);
    EXPECT_NEAR(camera.pixels_per_cell(), before * 1.25, 1e-12);
}

TEST(Camera, NotchesDuringAnEasingAddUp) {
    Camera camera = camera_on(512, 512);
    const double before = camera.pixels_per_cell();
    camera.zoom_at(1.0, {640.0, 360.0});
    camera.update(0.03);
    camera.zoom_at(1.0, {640.0, 360.0});
    camera.update(1.0);
    EXPECT_NEAR(camera.pixels_per_cell(), before * 1.25 * 1.25, 1e-9);
}

TEST(Camera, EasingEndsExactlyWithin120Milliseconds) {
    Camera camera = camera_on(512, 512);
    const double wanted = camera.pixels_per_cell() * 1.25;
    camera.zoom_at(1.0, {640.0, 360.0});
    camera.update(0.119);
    EXPECT_TRUE(camera.is_moving());
    camera.update(0.001001);
    EXPECT_FALSE(camera.is_moving());
    EXPECT_EQ(camera.pixels_per_cell(), wanted);
    const PointCells rest = camera.centre();
    camera.update(1.0);
    EXPECT_EQ(camera.centre().x, rest.x);
    EXPECT_EQ(camera.centre().y, rest.y);
}

TEST(Camera, GlidesBackToTheWholeMap) {
    Camera camera = camera_on(512, 300);
    const double fitting = camera.pixels_per_cell();
    camera.zoom_at(6.0, {10.0, 10.0});
    camera.update(1.0);
    camera.fit_map(false);
    camera.update(0.05);
    EXPECT_GT(camera.pixels_per_cell(), fitting);
    camera.update(0.071);
    EXPECT_EQ(camera.pixels_per_cell(), fitting);
    EXPECT_EQ(camera.centre().x, 256.0);
    EXPECT_EQ(camera.centre().y, 150.0);
}

TEST(Camera, NeverZoomsBeyondItsLimits) {
    Camera camera = camera_on(512, 512);
    const double fitting = camera.pixels_per_cell();
    camera.zoom_at(100.0, {640.0, 360.0});
    camera.update(1.0);
    EXPECT_EQ(camera.pixels_per_cell(), Camera::kMaxZoom_px);
    camera.zoom_at(-100.0, {640.0, 360.0});
    camera.update(1.0);
    EXPECT_EQ(camera.pixels_per_cell(), fitting * 0.5);
}

TEST(Camera, KeepsItsCentreOnTheMap) {
    Camera camera = camera_on(100, 80);
    camera.drag(1e6, -1e6);
    EXPECT_EQ(camera.centre().x, 0.0);
    EXPECT_EQ(camera.centre().y, 80.0);
}

TEST(Camera, DragMovesTheLandWithTheMouse) {
    Camera camera = camera_on(512, 512);
    camera.zoom_at(5.0, {640.0, 360.0});
    camera.update(1.0);
    const PointCells grabbed = camera.to_world({600.0, 300.0});
    camera.drag(25.0, -40.0);
    const PointPx now = camera.to_screen(grabbed);
    EXPECT_NEAR(now.x, 625.0, kTinyPx);
    EXPECT_NEAR(now.y, 260.0, kTinyPx);
}

TEST(Camera, DragDuringAZoomMovesItsAnchorAlong) {
    Camera camera = camera_on(512, 512);
    const PointCells grabbed = camera.to_world({600.0, 300.0});
    camera.zoom_at(3.0, {600.0, 300.0});
    camera.update(0.05);
    camera.drag(12.0, 8.0);
    camera.update(1.0);
    const PointPx now = camera.to_screen(grabbed);
    EXPECT_NEAR(now.x, 612.0, kTinyPx);
    EXPECT_NEAR(now.y, 308.0, kTinyPx);
}

TEST(Camera, PanIsASpeedForOneUpdate) {
    Camera camera = camera_on(512, 512);
    camera.zoom_at(5.0, {640.0, 360.0});
    camera.update(1.0);
    const double before = camera.centre().x;
    camera.pan(0.5, 0.0);
    camera.update(0.1);
    EXPECT_NEAR((camera.centre().x - before) * camera.pixels_per_cell(), 1280.0 * 0.05, 1e-6);
    const double after = camera.centre().x;
    camera.update(0.1);
    EXPECT_EQ(camera.centre().x, after);
}

}  // namespace
}  // namespace outrider::render
