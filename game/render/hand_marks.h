// Marks that every scenario's hand needs: frames, the selection box, the ripple where an order was given, dotted lines.
#pragma once

#include <cmath>
#include <cstdint>

#include "game/render/quad_batch.h"
#include "game/render/ripple.h"
#include "game/render/view.h"
#include "game/sim/world.h"
#include "shared/grid.h"

namespace outrider::render {

/// To a whole pixel: the software renderer draws no other.
[[nodiscard]] inline float whole(double pixels) noexcept { return static_cast<float>(std::floor(pixels + 0.5)); }
/// 0 .. 255 of 0 .. 1.
[[nodiscard]] inline std::uint8_t alpha_of(float share) noexcept {
    return static_cast<std::uint8_t>((share < 0.0F ? 0.0F : (share > 1.0F ? 1.0F : share)) * 255.0F);
}

void add_frame(QuadBatch& quads, float x0, float y0, float x1, float y1, float thickness, SDL_Color colour);
void add_box(QuadBatch& quads, const View& view, sim::FixedPoint from, sim::FixedPoint to);
/// Two rings that run outwards and fade, and a mark in the middle that stays a little longer.
void add_ripple(QuadBatch& quads, const View& view, const Ripple& ripple);
/// A circle of `parts` small squares.
void add_dotted_circle(QuadBatch& quads, PointPx middle, double radius_px, int parts, float size_px, SDL_Color colour);
/// How whole something is: 0 .. 1 of a dark bar, in the colours of good, late and over. `top`: the middle of its upper
/// edge.
void add_bar(QuadBatch& quads, PointPx top, float width_px, float height_px, float share);

}  // namespace outrider::render
