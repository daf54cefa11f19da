#include "game/render/markers.h"

#include <algorithm>

#include "game/render/hand_marks.h"

namespace outrider::render {

namespace {

/// Half the width of row `dy` of the round brush, -1 beyond it: what sim::World::paint() changes.
std::int32_t half_width(std::int32_t radius, std::int32_t dy) noexcept {
    std::int32_t dx = radius;
    while (dx >= 0 && dx * dx + dy * dy > radius * radius + radius) --dx;
    return dx;
}

}  // namespace

void Markers::build(const sim::World& world, const View& view, const DrawOptions& options) {
    quads_.clear();
    if (options.order_mark) add_ripple(quads_, view, *options.order_mark);
    if (options.brush) add_brush(world, view, *options.brush);
    if (options.box_from && options.box_to) add_box(quads_, view, *options.box_from, *options.box_to);
}

/// The cells that would change, filled faintly, in a stepped outline that follows them exactly.
void Markers::add_brush(const sim::World& world, const View& view, const BrushPreview& brush) {
    const std::int32_t radius = std::max(0, brush.radius_cells);
    const Rgb colour = brush.erase ? palette::kErase : palette::kWallLit;
    const float thin = view.zoom >= 12.0 ? 2.0F : 1.0F;
    const auto x_of = [&](std::int32_t dx) { return whole(view.screen_x(brush.centre.x + dx)); };
    const auto y_of = [&](std::int32_t dy) { return whole(view.screen_y(brush.centre.y + dy)); };
    const auto add_line = [&](float x0, float y0, float x1, float y1) {
        quads_.add(x0 + 1.0F, y0 + 1.0F, x1 - x0, y1 - y0, sdl(palette::kInk, 110));
        quads_.add(x0, y0, x1 - x0, y1 - y0, sdl(colour, 235));
    };
    const float map_left = whole(view.screen_x(0.0));
    const float map_right = whole(view.screen_x(world.width_cells()));
    for (std::int32_t dy = -radius; dy <= radius + 1; ++dy) {
        const std::int32_t above = half_width(radius, dy - 1);
        const std::int32_t here = half_width(radius, dy);
        const std::int32_t wide = std::max(above, here);
        const std::int32_t narrow = std::min(above, here);
        const float top = y_of(dy);
        if (wide > narrow) {  // the step between two rows; the first and the last are whole lines
            add_line(x_of(-wide), top, x_of(-narrow) + thin, top + thin);
            add_line(x_of(narrow + 1), top, x_of(wide + 1), top + thin);
        }
        if (here < 0) continue;
        const float bottom = y_of(dy + 1);
        add_line(x_of(-here), top, x_of(-here) + thin, bottom);
        add_line(x_of(here + 1) - thin, top, x_of(here + 1), bottom);
        const float from = std::max(x_of(-here), map_left);
        const float to = std::min(x_of(here + 1), map_right);
        const bool in_map = brush.centre.y + dy >= 0 && brush.centre.y + dy < world.height_cells();
        if (in_map && from < to) quads_.add(from, top, to - from, bottom - top, sdl(colour, brush.erase ? 46 : 80));
    }
}

void Markers::draw(SDL_Renderer& renderer) {
    SDL_SetRenderDrawBlendMode(&renderer, SDL_BLENDMODE_BLEND);
    quads_.draw(renderer, nullptr);
}

}  // namespace outrider::render
