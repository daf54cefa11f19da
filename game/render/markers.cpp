#include "game/render/markers.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "game/render/noise.h"

namespace outrider::render {

namespace {

constexpr double kRipple_s = 0.6;
constexpr int kRippleParts = 28;

/// Half the width of row `dy` of the round brush, -1 beyond it: what sim::World::paint() changes.
std::int32_t half_width(std::int32_t radius, std::int32_t dy) noexcept {
    std::int32_t dx = radius;
    while (dx >= 0 && dx * dx + dy * dy > radius * radius + radius) --dx;
    return dx;
}

std::uint8_t alpha(float share) noexcept { return static_cast<std::uint8_t>(clamp01(share) * 255.0F); }

float whole(double pixels) noexcept { return static_cast<float>(std::floor(pixels + 0.5)); }

}  // namespace

void Markers::build(const sim::World& world, const View& view, const DrawOptions& options) {
    quads_.clear();
    if (options.order_mark) add_ripple(view, *options.order_mark, options.order_mark_age_s);
    if (options.brush) add_brush(world, view, *options.brush);
    if (options.box_from && options.box_to) add_box(view, *options.box_from, *options.box_to);
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

void Markers::add_frame(float x0, float y0, float x1, float y1, float thickness, SDL_Color colour) {
    quads_.add(x0, y0, x1 - x0, thickness, colour);
    quads_.add(x0, y1 - thickness, x1 - x0, thickness, colour);
    quads_.add(x0, y0 + thickness, thickness, y1 - y0 - 2.0F * thickness, colour);
    quads_.add(x1 - thickness, y0 + thickness, thickness, y1 - y0 - 2.0F * thickness, colour);
}

void Markers::add_box(const View& view, sim::FixedPoint from, sim::FixedPoint to) {
    constexpr double kCell = 1.0 / sim::kFixedOne;
    const float x0 = whole(view.screen_x(std::min(from.x, to.x) * kCell));
    const float y0 = whole(view.screen_y(std::min(from.y, to.y) * kCell));
    const float x1 = whole(view.screen_x(std::max(from.x, to.x) * kCell)) + 2.0F;
    const float y1 = whole(view.screen_y(std::max(from.y, to.y) * kCell)) + 2.0F;
    add_frame(x0 - 1.0F, y0 - 1.0F, x1 + 1.0F, y1 + 1.0F, 3.0F, sdl(palette::kInk, 90));
    add_frame(x0, y0, x1, y1, 1.0F, sdl(palette::kSelectedBright, 240));
}

/// Two rings that run outwards and fade, and a mark in the middle that stays a little longer.
void Markers::add_ripple(const View& view, Cell cell, double age_s) {
    if (age_s < 0.0 || age_s >= kRipple_s) return;
    const auto age = static_cast<float>(age_s / kRipple_s);
    const double x = view.screen_x(cell.x + 0.5);
    const double y = view.screen_y(cell.y + 0.5);
    const float reach = std::max(26.0F, static_cast<float>(view.zoom) * 1.6F);
    for (const float delay : {0.0F, 0.22F}) {
        const float t = (age - delay) / (1.0F - delay);
        if (t <= 0.0F) continue;
        const double radius = static_cast<double>(reach * (1.0F - (1.0F - t) * (1.0F - t)));
        const float size = 2.0F + 2.0F * (1.0F - t);
        const SDL_Color colour = sdl(palette::kSelectedBright, alpha((1.0F - t) * (1.0F - delay)));
        for (int i = 0; i < kRippleParts; ++i) {
            const double angle = 2.0 * std::numbers::pi * i / kRippleParts;
            quads_.add(whole(x + radius * std::cos(angle) - size * 0.5),
                       whole(y + radius * std::sin(angle) - size * 0.5), std::round(size), std::round(size), colour);
        }
    }
    const float dot = std::round(5.0F * (1.0F - age)) + 1.0F;
    quads_.add(whole(x) - dot * 0.5F, whole(y) - dot * 0.5F, dot, dot,
               sdl(palette::kSelectedBright, alpha(1.0F - age)));
}

void Markers::draw(SDL_Renderer& renderer) {
    SDL_SetRenderDrawBlendMode(&renderer, SDL_BLENDMODE_BLEND);
    quads_.draw(renderer, nullptr);
}

}  // namespace outrider::render
