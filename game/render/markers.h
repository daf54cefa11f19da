// What belongs to the player's hand: the brush and the cells that it would change, the selection box, the ripple where
// an order was given. Always on top, always in the same frame.
#pragma once

#include "game/render/quad_batch.h"
#include "game/render/view.h"
#include "game/render/world_renderer.h"

namespace outrider::render {

class Markers {
public:
    void build(const sim::World& world, const View& view, const DrawOptions& options);
    /// One draw call.
    void draw(SDL_Renderer& renderer);
    [[nodiscard]] std::size_t quad_count() const noexcept { return quads_.size(); }

private:
    void add_brush(const sim::World& world, const View& view, const BrushPreview& brush);

    QuadBatch quads_;
};

}  // namespace outrider::render
