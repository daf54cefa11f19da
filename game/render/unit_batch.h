// All units in one draw call: where each is between two ticks, in which colour, turned where. Selected units get a ring
// and a flag on their goal; nearby goals of the others are quiet marks.
#pragma once

#include <cstdint>

#include "game/render/quad_batch.h"
#include "game/render/unit_atlas.h"
#include "game/render/view.h"
#include "game/sim/world.h"

namespace outrider::render {

struct UnitDrawing {
    double tick_fraction = 1.0;
    bool tint_by_worker = false;
    bool whole_pixels = true;  ///< the software renderer copies only to whole pixels
};

class UnitBatch {
public:
    /// From this zoom on (pixels per cell) units are pictures; below, they are plain squares.
    static constexpr double kPicturesFrom_px = 2.2;
    static constexpr double kGoalsFrom_px = 12.0;

    /// `atlas` may be null below kPicturesFrom_px. Culls what is off the screen.
    void build(const sim::World& world, const View& view, const UnitDrawing& drawing, const UnitAtlas* atlas);
    /// One draw call.
    void draw(SDL_Renderer& renderer);

    [[nodiscard]] std::size_t quad_count() const noexcept { return quads_.size(); }
    [[nodiscard]] std::size_t unit_count() const noexcept { return units_; }

private:
    struct Shape;

    void add_goals(const sim::World& world, const Shape& shape);
    void add_units(const sim::World& world, const UnitDrawing& drawing, const Shape& shape);

    QuadBatch quads_;
    std::size_t units_ = 0;
    SDL_Texture* texture_ = nullptr;
};

}  // namespace outrider::render
