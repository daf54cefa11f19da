#include "game/render/hand_marks.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace outrider::render {

namespace {

constexpr double kRipple_s = 0.6;
constexpr int kRippleParts = 28;

}  // namespace

void add_frame(QuadBatch& quads, float x0, float y0, float x1, float y1, float thickness, SDL_Color colour) {
    quads.add(x0, y0, x1 - x0, thickness, colour);
    quads.add(x0, y1 - thickness, x1 - x0, thickness, colour);
    quads.add(x0, y0 + thickness, thickness, y1 - y0 - 2.0F * thickness, colour);
    quads.add(x1 - thickness, y0 + thickness, thickness, y1 - y0 - 2.0F * thickness, colour);
}

void add_box(QuadBatch& quads, const View& view, sim::FixedPoint from, sim::FixedPoint to) {
    constexpr double kCell = 1.0 / sim::kFixedOne;
    const float x0 = whole(view.screen_x(std::min(from.x, to.x) * kCell));
    const float y0 = whole(view.screen_y(std::min(from.y, to.y) * kCell));
    const float x1 = whole(view.screen_x(std::max(from.x, to.x) * kCell)) + 2.0F;
    const float y1 = whole(view.screen_y(std::max(from.y, to.y) * kCell)) + 2.0F;
    add_frame(quads, x0 - 1.0F, y0 - 1.0F, x1 + 1.0F, y1 + 1.0F, 3.0F, sdl(palette::kInk, 90));
    add_frame(quads, x0, y0, x1, y1, 1.0F, sdl(palette::kSelectedBright, 240));
}

void add_dotted_circle(QuadBatch& quads, PointPx middle, double radius_px, int parts, float size_px, SDL_Color colour) {
    for (int i = 0; i < parts; ++i) {
        const double angle = 2.0 * std::numbers::pi * i / parts;
        quads.add(whole(middle.x + radius_px * std::cos(angle) - size_px * 0.5),
                  whole(middle.y + radius_px * std::sin(angle) - size_px * 0.5), std::round(size_px),
                  std::round(size_px), colour);
    }
}

void add_ripple(QuadBatch& quads, const View& view, const Ripple& ripple) {
    const auto [cell, age_s] = ripple;
    if (age_s < 0.0 || age_s >= kRipple_s) return;
    const auto age = static_cast<float>(age_s / kRipple_s);
    const PointPx at{view.screen_x(cell.x + 0.5), view.screen_y(cell.y + 0.5)};
    const float reach = std::max(26.0F, static_cast<float>(view.zoom) * 1.6F);
    for (const float delay : {0.0F, 0.22F}) {
        const float t = (age - delay) / (1.0F - delay);
        if (t <= 0.0F) continue;
        const double radius = static_cast<double>(reach * (1.0F - (1.0F - t) * (1.0F - t)));
        add_dotted_circle(quads, at, radius, kRippleParts, 2.0F + 2.0F * (1.0F - t),
                          sdl(palette::kSelectedBright, alpha_of((1.0F - t) * (1.0F - delay))));
    }
    const float dot = std::round(5.0F * (1.0F - age)) + 1.0F;
    quads.add(whole(at.x) - dot * 0.5F, whole(at.y) - dot * 0.5F, dot, dot,
              sdl(palette::kSelectedBright, alpha_of(1.0F - age)));
}

void add_bar(QuadBatch& quads, PointPx top, float width_px, float height_px, float share) {
    const float width = std::round(width_px);
    const float x = whole(top.x) - std::floor(width * 0.5F);
    const float y = whole(top.y);
    const Rgb colour = share > 0.5F ? palette::kData[2] : (share > 0.25F ? palette::kData[1] : palette::kData[5]);
    quads.add(x - 1.0F, y - 1.0F, width + 2.0F, height_px + 2.0F, sdl(palette::kInk, 175));
    quads.add(x, y, std::max(1.0F, std::round(width * share)), height_px, sdl(colour));
}

}  // namespace outrider::render
