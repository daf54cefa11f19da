#include "game/render/unit_batch.h"
#include "game/render/drawn_place.h"

#include <gtest/gtest.h>

#include "software_stage.h"

namespace outrider::render {
namespace {

TEST(UnitBatch, HasOneQuadForEachUnitInView) {
    const sim::World world = open_world(200, 120, 3'000);
    UnitBatch batch;
    batch.build(world, View::of(camera_over(world)), {}, nullptr);
    EXPECT_EQ(batch.unit_count(), 3'000U);
    EXPECT_EQ(batch.quad_count(), 3'000U);
}

TEST(UnitBatch, LeavesOutWhatIsOffTheScreen) {
    const sim::World world = open_world(400, 400, 5'000);
    UnitBatch batch;
    batch.build(world, View{2.0, -400, -400, 200, 200}, {}, nullptr);
    EXPECT_GT(batch.unit_count(), 0U);
    EXPECT_LT(batch.unit_count(), 1'000U);  // 1/16 of the map is in view
}

TEST(UnitBatch, SelectedUnitsGetRingAndFlag) {
    SoftwareStage stage;
    sim::World world = open_world(30, 20, 12);
    const UnitAtlas atlas(*stage.renderer, 8);
    const View view{8.0, 0, 0, 240, 160};
    UnitBatch batch;
    batch.build(world, view, {}, &atlas);
    EXPECT_EQ(batch.quad_count(), 12U);
    world.select_box({0, 0}, {30 * sim::kFixedOne, 20 * sim::kFixedOne});
    batch.build(world, view, {}, &atlas);
    EXPECT_EQ(batch.unit_count(), 12U);
    EXPECT_EQ(batch.quad_count(), 36U);
}

TEST(UnitBatch, GoalsOfAllAreMarkedFromNearby) {
    SoftwareStage stage;
    const sim::World world = open_world(30, 20, 12);
    const UnitAtlas atlas(*stage.renderer, 14);
    UnitBatch batch;
    batch.build(world, View{16.0, 0, 0, 480, 320}, {}, &atlas);
    EXPECT_EQ(batch.quad_count(), 24U);
}

TEST(UnitBatch, OffsetIsConstantSmallAndNeverInAWall) {
    sim::World world = open_world(40, 30, 500);
    for (std::int32_t x = 0; x < 40; x += 3) world.paint_line({x, 0}, {x, 29}, 0, true);
    for (std::size_t i = 0; i < world.unit_count(); ++i) {
        const PointCells place = drawn_place(world, i, 1.0);
        const PointCells again = drawn_place(world, i, 1.0);
        const sim::FixedPoint exact = world.positions()[i];
        EXPECT_EQ(place.x, again.x);
        EXPECT_LE(std::abs(place.x - exact.x / 65536.0), 0.25 + 1e-9);
        EXPECT_LE(std::abs(place.y - exact.y / 65536.0), 0.25 + 1e-9);
        EXPECT_TRUE(world.is_free({static_cast<std::int32_t>(place.x), static_cast<std::int32_t>(place.y)}));
    }
}

TEST(UnitBatch, DrawsAllInOneCall) {
    SoftwareStage stage;
    const sim::World world = open_world(200, 120, 2'000);
    UnitBatch batch;
    batch.build(world, View::of(camera_over(world)), {}, nullptr);
    const auto before = stage.picture();
    batch.draw(*stage.renderer);
    SDL_RenderFlush(stage.renderer);
    EXPECT_NE(stage.picture(), before);
}

}  // namespace
}  // namespace outrider::render
