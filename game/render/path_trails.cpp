#include "game/render/path_trails.h"

#include <algorithm>
#include <cmath>

#include "game/render/dotted_leg.h"
#include "game/render/drawn_place.h"
#include "game/render/noise.h"

namespace outrider::render {

namespace {

constexpr std::uint8_t kChosenAlpha = 235;
constexpr std::uint8_t kQuietAlpha = 120;
constexpr std::uint32_t kMostLeftOut = 1U << 12U;
constexpr std::size_t kMostLegs = 40'000;  ///< stretches between turning points that one frame looks at

bool shows_trail(std::uint32_t unit, std::uint32_t every) noexcept { return mix_bits(unit) % every == 0; }

/// Who walks in the sandbox.
class Travellers final : public TrailSource {
public:
    explicit Travellers(const sim::World& world) noexcept : world_(world) {}

    [[nodiscard]] std::uint32_t count() const noexcept override {
        return static_cast<std::uint32_t>(world_.unit_count());
    }
    [[nodiscard]] bool any_chosen() const noexcept override { return world_.selected_count() > 0; }
    [[nodiscard]] bool is_chosen(std::uint32_t i) const noexcept override { return world_.selected()[i] != 0; }
    [[nodiscard]] Trail trail(std::uint32_t i, double tick_fraction) const noexcept override {
        return {world_.path_ahead(UnitId{i}), 0.5, drawn_place(world_, i, tick_fraction), world_.path_seat(UnitId{i}),
                is_chosen(i)};
    }

private:
    const sim::World& world_;
};

}  // namespace

void PathTrails::build(const sim::World& world, const View& view, const TrailDrawing& drawing) {
    build(Travellers(world), view, drawing);
}

void PathTrails::build(const TrailSource& walkers, const View& view, const TrailDrawing& drawing) {
    for (auto& dots : dots_) dots.clear();
    dot_count_ = 0;
    legs_ = 0;
    if (!drawing.all_units && !walkers.any_chosen()) return;
    const std::uint32_t count = walkers.count();
    const auto is_full = [this] { return dot_count_ >= kMostDots || legs_ >= kMostLegs; };
    for (std::uint32_t i = 0; i < count && !is_full(); ++i) {
        if (!drawing.all_units && !walkers.is_chosen(i)) continue;
        if (shows_trail(i, every_)) add_trail(walkers.trail(i, drawing.tick_fraction), view, drawing.tint_by_worker);
    }
    if (is_full() && every_ < kMostLeftOut) every_ *= 2;
    if (dot_count_ < kMostDots / 4 && legs_ < kMostLegs / 4 && every_ > 1) every_ /= 2;
}

/// From the goal back to the walker, a dot every few pixels.
void PathTrails::add_trail(const Trail& trail, const View& view, bool tint_by_worker) {
    if (trail.path.empty()) return;
    const bool tinted = tint_by_worker && trail.seat >= 0;
    const std::size_t quiet = tinted ? static_cast<std::size_t>(trail.seat) % palette::kData.size() : kQuiet;
    std::vector<SDL_FRect>& dots = dots_[trail.chosen ? kChosen : quiet];
    const std::size_t before = dots.size();
    const double spacing = std::max(kDotSpacing_px, view.zoom * 0.25);
    const float size = view.zoom >= 28.0 ? 4.0F : (trail.chosen && view.zoom >= 6.0 ? 3.0F : 2.0F);
    const auto point = [&](std::size_t i) {
        const Cell cell = unpack(trail.path[i]);
        return PointPx{view.screen_x(cell.x + trail.middle), view.screen_y(cell.y + trail.middle)};
    };
    const auto add_dot = [&](PointPx at) {
        dots.push_back(
            {static_cast<float>(std::floor(at.x)) - 1.0F, static_cast<float>(std::floor(at.y)) - 1.0F, size, size});
    };
    double to_next = 0.0;  // pixels to the next dot
    PointPx from = point(trail.path.size() - 1);
    for (std::size_t i = trail.path.size(); i > 0; --i) {
        const PointPx to = i > 1 ? point(i - 2) : PointPx{view.screen_x(trail.here.x), view.screen_y(trail.here.y)};
        to_next = for_dots_of_leg(view, from, to, to_next, spacing, add_dot);
        from = to;
    }
    legs_ += trail.path.size();
    dot_count_ += dots.size() - before;
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
