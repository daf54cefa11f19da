// Draws the world: land, worn paths, walls, units, goals, selection, paths. Reads the world, changes nothing.
// SDL stays behind this header.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "game/render/camera.h"
#include "game/render/ripple.h"
#include "game/sim/world.h"
#include "shared/grid.h"

struct SDL_Renderer;

namespace outrider::render {

struct DebugLayer;

/// What the cursor would do, shown under it in the same frame.
struct BrushPreview {
    Cell centre;
    std::int32_t radius_cells = 0;
    bool erase = false;
};

struct DrawOptions {
    /// How far between the last two ticks we are, 0..1: units are drawn in between.
    double tick_fraction = 1.0;
    bool show_paths = false;
    const DebugLayer* debug_layer = nullptr;  ///< lies over the land; null: none
    bool tint_by_worker = false;              ///< units in the colour of the worker that found their path
    std::optional<BrushPreview> brush;
    std::optional<sim::FixedPoint> box_from;  ///< Ctrl-drag: one corner ...
    std::optional<sim::FixedPoint> box_to;    ///< ... and the other
    std::optional<Ripple> order_mark;         ///< where units were just ordered to
};

class WorldRenderer {
public:
    /// Bakes the land. Throws std::runtime_error if a texture cannot be made.
    WorldRenderer(SDL_Renderer& renderer, const sim::World& world);
    ~WorldRenderer();
    WorldRenderer(const WorldRenderer&) = delete;
    WorldRenderer& operator=(const WorldRenderer&) = delete;

    /// These cells changed: their picture is baked again (within a time budget per frame, nearest to the view first).
    void invalidate(const CellRect& cells);
    /// Render targets or the device were lost: everything is made again.
    void rebuild_textures();
    /// Draws; ends with SDL_RenderFlush. 10,000 units are one draw call.
    void draw(const sim::World& world, const Camera& camera, const DrawOptions& options);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace outrider::render
