#include "game/render/path_trails.h"

#include <algorithm>
#include <cmath>

#include "game/render/noise.h"
#include "game/render/unit_batch.h"

namespace outrider::render {

namespace {

constexpr std::uint8_t kChosenAlpha = 235;
constexpr std::uint8_t kQuietAlpha = 120;
constexpr std::uint32_t kMostLeftOut = 1U << 12U;
constexpr std::size_t kMostLegs = 40'000;  ///< stretches between turning points that one frame looks at

/// The part of a leg that lies on the screen, 0 .. 1; empty if from > to (Liang and Barsky, 1984).
struct Part {
    double from = 0.0;
    double to = 1.0;

    void clip(double start, double delta, double limit) noexcept {
        if (delta == 0.0) {
            if (start < 0.0 || start >= limit) to = -1.0;
            return;
        }
        const double a = -start / delta;
        const double b = (limit - start) / delta;
        from = std::max(from, std::min(a, b));
        to = std::min(to, std::max(a, b));
    }
};

Part on_screen(const PointPx& from, const PointPx& to, const View& view) noexcept {
    Part part;
    part.clip(from.x, to.x - from.x, view.width_px);
    part.clip(from.y, to.y - from.y, view.height_px);
    return part;
}

bool shows_trail(std::uint32_t unit, std::uint32_t every) noexcept { return mix_bits(unit) % every == 0; }

}  // namespace

void PathTrails::build(const sim::World& world, const View& view, const TrailDrawing& drawing) {
    for (auto& dots : dots_) dots.clear();
    dot_count_ = 0;
    legs_ = 0;
    const bool any_chosen = world.selected_count() > 0;
    if (!drawing.all_units && !any_chosen) return;
    const auto selected = world.selected();
    const auto units = world.unit_count();
    const auto is_full = [this] { return dot_count_ >= kMostDots || legs_ >= kMostLegs; };
    for (std::uint32_t i = 0; i < units && !is_full(); ++i) {
        const bool chosen = selected[i] != 0;
        if (!chosen && !drawing.all_units) continue;
        if (!shows_trail(i, every_)) continue;
        add_trail(world, view, UnitId{i}, drawing, chosen);
    }
    if (is_full() && every_ < kMostLeftOut) every_ *= 2;
    if (dot_count_ < kMostDots / 4 && legs_ < kMostLegs / 4 && every_ > 1) every_ /= 2;
}

/// From the goal back to the unit, a dot every few pixels.
void PathTrails::add_trail(const sim::World& world, const View& view, UnitId unit, const TrailDrawing& drawing,
                           bool chosen) {
    const auto path = world.path_ahead(unit);
    if (path.empty()) return;
    const std::int32_t seat = world.path_seat(unit);
    const bool tinted = drawing.tint_by_worker && seat >= 0;
    const std::size_t quiet = tinted ? static_cast<std::size_t>(seat) % palette::kData.size() : kQuiet;
    std::vector<SDL_FRect>& dots = dots_[chosen ? kChosen : quiet];
    const std::size_t before = dots.size();
    const double spacing = std::max(kDotSpacing_px, view.zoom * 0.25);
    const float size = view.zoom >= 28.0 ? 4.0F : (chosen && view.zoom >= 6.0 ? 3.0F : 2.0F);
    const auto point = [&](std::size_t i) {
        const Cell cell = unpack(path[i]);
        return PointPx{view.screen_x(cell.x + 0.5), view.screen_y(cell.y + 0.5)};
    };
    const PointCells here = drawn_place(world, unit.value, drawing.tick_fraction);
    double to_next = 0.0;  // pixels to the next dot
    PointPx from = point(path.size() - 1);
    for (std::size_t i = path.size(); i > 0; --i) {
        const PointPx to = i > 1 ? point(i - 2) : PointPx{view.screen_x(here.x), view.screen_y(here.y)};
        to_next = add_leg(view, from, to, to_next, {spacing, size, dots});
        from = to;
    }
    legs_ += path.size();
    dot_count_ += dots.size() - before;
}

/// Dots from `to_next` pixels on; returns how far after the end of the leg the next dot is due.
double PathTrails::add_leg(const View& view, PointPx from, PointPx to, double to_next, const Dots& dots) {
    const double length = std::hypot(to.x - from.x, to.y - from.y);
    const Part part = on_screen(from, to, view);
    if (length > 0.0 && part.from < part.to) {
        const double skipped = std::max(0.0, std::ceil((part.from * length - to_next) / dots.spacing));
        for (double d = to_next + skipped * dots.spacing; d < part.to * length; d += dots.spacing) {
            const double t = d / length;
            dots.to.push_back({static_cast<float>(std::floor(from.x + (to.x - from.x) * t)) - 1.0F,
                               static_cast<float>(std::floor(from.y + (to.y - from.y) * t)) - 1.0F, dots.size,
                               dots.size});
        }
    }
    const double due = std::max(0.0, std::ceil((length - to_next) / dots.spacing));
    return to_next + due * dots.spacing - length;
}

void PathTrails::draw(SDL_Renderer& renderer) {
    SDL_SetRenderDrawBlendMode(&renderer, SDL_BLENDMODE_BLEND);
    for (std::size_t ink = 0; ink < dots_.size(); ++ink) {
        if (dots_[ink].empty()) continue;
        const Rgb colour =
            ink == kChosen ? palette::kSelectedBright : (ink == kQuiet ? palette::kParchment : palette::kData[ink]);
        SDL_SetRenderDrawColor(&renderer, colour.r, colour.g, colour.b, ink == kChosen ? kChosenAlpha : kQuietAlpha);
        SDL_RenderFillRectsF(&renderer, dots_[ink].data(), static_cast<int>(dots_[ink].size()));
    }
}

}  // namespace outrider::render
