#include "game/render/world_renderer.h"

#include <gtest/gtest.h>

#include <vector>

#include "game/render/debug_layer.h"
#include "game/render/palette.h"
#include "software_stage.h"

namespace outrider::render {
namespace {

using Pixels = std::vector<std::uint32_t>;

class DrawnWorld : public testing::Test {
protected:
    explicit DrawnWorld(std::uint32_t units = 0) : world_(open_world(60, 40, units)) {}

    Pixels draw(const DrawOptions& options) {
        renderer_.draw(world_, camera_, options);
        return stage_.picture();
    }
    Pixels draw() { return draw({}); }
    /// Until all tiles of the land are there.
    Pixels settle() {
        for (int frame = 0; frame < 40; ++frame) renderer_.draw(world_, camera_, {});
        return draw();
    }
    [[nodiscard]] std::uint32_t pixel_at(PointCells place) const {
        const PointPx at = camera_.to_screen(place);
        return stage_
            .picture()[static_cast<std::size_t>(at.y) * SoftwareStage::kWidth + static_cast<std::size_t>(at.x)];
    }

    SoftwareStage stage_;
    sim::World world_;
    WorldRenderer renderer_{*stage_.renderer, world_};
    Camera camera_ = camera_over(world_);
};

class PeopledWorld : public DrawnWorld {
protected:
    PeopledWorld() : DrawnWorld(100) {}
};

/// One cell of it in magenta.
class WorldBelowALayer : public DrawnWorld {
protected:
    WorldBelowALayer() {
        layer_.clear(60, 40);
        layer_.inks[1] = argb(255, rgb(0xff00ff));
        layer_.cells[layer_.index_of({30, 20})] = 1;
        layer_.number = 1;
        options_.debug_layer = &layer_;
    }

    DebugLayer layer_;
    DrawOptions options_;
};

TEST_F(PeopledWorld, IsDrawnTheSameTwice) {
    const Pixels first = settle();
    EXPECT_EQ(draw(), first);
}

TEST_F(PeopledWorld, LostTexturesComeBackTheSame) {
    const Pixels before = settle();
    renderer_.rebuild_textures();
    EXPECT_EQ(draw(), before);
}

TEST_F(PeopledWorld, FollowsAWindowThatChangesItsSize) {
    draw();
    camera_.set_viewport(300, 200);
    draw();
    camera_.set_viewport(SoftwareStage::kWidth, SoftwareStage::kHeight);
    EXPECT_NO_THROW(draw());
}

TEST_F(DrawnWorld, PaintedWallIsSeenInTheSameFrame) {
    settle();
    const std::uint32_t before = pixel_at({30.5, 20.3}) & 0xFFU;
    renderer_.invalidate(world_.paint({30, 20}, 1, true));
    draw();
    EXPECT_GT(pixel_at({30.5, 20.3}) & 0xFFU, before + 40U);
}

TEST_F(DrawnWorld, BrushIsShownOverTheLand) {
    const Pixels before = settle();
    DrawOptions options;
    options.brush = BrushPreview{{30, 20}, 3, false};
    EXPECT_NE(draw(options), before);
    EXPECT_EQ(draw(), before);
}

TEST_F(WorldBelowALayer, LayerComesAndGoes) {
    const Pixels before = settle();
    draw(options_);
    EXPECT_EQ(pixel_at({30.5, 20.5}) & 0xFFFFFFU, 0xFF00FFU);
    layer_.inks[1] = argb(255, rgb(0x00ffff));
    layer_.number = 2;
    draw(options_);
    EXPECT_EQ(pixel_at({30.5, 20.5}) & 0xFFFFFFU, 0x00FFFFU);
    EXPECT_EQ(draw(), before);
}

TEST_F(WorldBelowALayer, LayerMovesWithTheMap) {
    camera_.zoom_at(8.0, camera_.to_screen({30.5, 20.5}));
    for (int frame = 0; frame < 20; ++frame) {
        camera_.update(0.02);
        if (!camera_.is_moving()) camera_.drag(7.0, -3.0);
        draw(options_);
        EXPECT_EQ(pixel_at({30.5, 20.5}) & 0xFFFFFFU, 0xFF00FFU) << "frame " << frame;
    }
}

}  // namespace
}  // namespace outrider::render
