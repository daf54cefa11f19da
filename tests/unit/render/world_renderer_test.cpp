#include "game/render/world_renderer.h"

#include <gtest/gtest.h>

#include "game/render/debug_layer.h"
#include "game/render/palette.h"
#include "software_stage.h"

namespace outrider::render {
namespace {

TEST(WorldRenderer, DrawsTheSamePictureTwice) {
    SoftwareStage stage;
    const sim::World world = open_world(60, 40, 100);
    WorldRenderer renderer(*stage.renderer, world);
    const Camera camera = camera_over(world);
    for (int frame = 0; frame < 40; ++frame) renderer.draw(world, camera, {});  // until all tiles are there
    const auto first = stage.picture();
    renderer.draw(world, camera, {});
    EXPECT_EQ(stage.picture(), first);
}

TEST(WorldRenderer, PaintedWallIsSeenInTheSameFrame) {
    SoftwareStage stage;
    sim::World world = open_world(60, 40, 0);
    WorldRenderer renderer(*stage.renderer, world);
    const Camera camera = camera_over(world);
    for (int frame = 0; frame < 40; ++frame) renderer.draw(world, camera, {});
    const PointPx middle = camera.to_screen({30.5, 20.3});
    const auto at = static_cast<std::size_t>(middle.y) * SoftwareStage::kWidth + static_cast<std::size_t>(middle.x);
    const std::uint32_t before = stage.picture()[at] & 0xFFU;
    renderer.invalidate(world.paint({30, 20}, 1, true));
    renderer.draw(world, camera, {});
    EXPECT_GT(stage.picture()[at] & 0xFFU, before + 40U);
}

TEST(WorldRenderer, LostTexturesComeBackTheSame) {
    SoftwareStage stage;
    const sim::World world = open_world(60, 40, 50);
    WorldRenderer renderer(*stage.renderer, world);
    const Camera camera = camera_over(world);
    for (int frame = 0; frame < 40; ++frame) renderer.draw(world, camera, {});
    const auto before = stage.picture();
    renderer.rebuild_textures();
    renderer.draw(world, camera, {});
    EXPECT_EQ(stage.picture(), before);
}

TEST(WorldRenderer, BrushIsShownOverTheLand) {
    SoftwareStage stage;
    const sim::World world = open_world(60, 40, 0);
    WorldRenderer renderer(*stage.renderer, world);
    const Camera camera = camera_over(world);
    for (int frame = 0; frame < 40; ++frame) renderer.draw(world, camera, {});
    const auto before = stage.picture();
    DrawOptions options;
    options.brush = BrushPreview{{30, 20}, 3, false};
    renderer.draw(world, camera, options);
    EXPECT_NE(stage.picture(), before);
    renderer.draw(world, camera, {});
    EXPECT_EQ(stage.picture(), before);
}

TEST(WorldRenderer, DebugLayerComesAndGoes) {
    SoftwareStage stage;
    const sim::World world = open_world(60, 40, 0);
    WorldRenderer renderer(*stage.renderer, world);
    const Camera camera = camera_over(world);
    for (int frame = 0; frame < 40; ++frame) renderer.draw(world, camera, {});
    const auto before = stage.picture();
    DebugLayer layer;
    layer.clear(60, 40);
    layer.inks[1] = argb(255, rgb(0xff00ff));
    layer.cells[layer.index_of({30, 20})] = 1;
    layer.number = 1;
    DrawOptions options;
    options.debug_layer = &layer;
    const PointPx middle = camera.to_screen({30.5, 20.5});
    const auto at = static_cast<std::size_t>(middle.y) * SoftwareStage::kWidth + static_cast<std::size_t>(middle.x);
    renderer.draw(world, camera, options);
    EXPECT_EQ(stage.picture()[at] & 0xFFFFFFU, 0xFF00FFU);
    layer.inks[1] = argb(255, rgb(0x00ffff));
    layer.number = 2;
    renderer.draw(world, camera, options);
    EXPECT_EQ(stage.picture()[at] & 0xFFFFFFU, 0x00FFFFU);
    renderer.draw(world, camera, {});
    EXPECT_EQ(stage.picture(), before);
}

TEST(WorldRenderer, DebugLayerMovesWithTheMap) {
    SoftwareStage stage;
    const sim::World world = open_world(60, 40, 0);
    WorldRenderer renderer(*stage.renderer, world);
    Camera camera = camera_over(world);
    DebugLayer layer;
    layer.clear(60, 40);
    layer.inks[1] = argb(255, rgb(0xff00ff));
    layer.cells[layer.index_of({30, 20})] = 1;
    layer.number = 1;
    DrawOptions options;
    options.debug_layer = &layer;
    camera.zoom_at(8.0, camera.to_screen({30.5, 20.5}));
    for (int frame = 0; frame < 20; ++frame) {
        camera.update(0.02);
        if (!camera.is_moving()) camera.drag(7.0, -3.0);
        renderer.draw(world, camera, options);
        const PointPx middle = camera.to_screen({30.5, 20.5});
        const auto at = static_cast<std::size_t>(middle.y) * SoftwareStage::kWidth + static_cast<std::size_t>(middle.x);
        EXPECT_EQ(stage.picture()[at] & 0xFFFFFFU, 0xFF00FFU) << "frame " << frame;
    }
}

TEST(WorldRenderer, FollowsAWindowThatChangesItsSize) {
    SoftwareStage stage;
    const sim::World world = open_world(60, 40, 20);
    WorldRenderer renderer(*stage.renderer, world);
    Camera camera = camera_over(world);
    renderer.draw(world, camera, {});
    camera.set_viewport(300, 200);
    renderer.draw(world, camera, {});
    camera.set_viewport(SoftwareStage::kWidth, SoftwareStage::kHeight);
    EXPECT_NO_THROW(renderer.draw(world, camera, {}));
}

}  // namespace
}  // namespace outrider::render
