// Paths as dotted trails, like a route on a map: small squares at steady distances, counted from the goal so that they
// stand still while the unit walks. All dots of one colour are one draw call; they cost SDL's software renderer a small
// fill each, where slanted lines would cost it a picture each.
#pragma once

#include <SDL.h>

#include <array>
#include <cstdint>
#include <vector>

#include "game/render/palette.h"
#include "game/render/view.h"
#include "game/sim/world.h"

namespace outrider::render {

struct TrailDrawing {
    double tick_fraction = 1.0;
    bool all_units = false;  ///< else only the selected
    bool tint_by_worker = false;
};

class PathTrails {
public:
    /// More dots than this are not drawn: then every second unit's trail is left out, and so on.
    static constexpr std::size_t kMostDots = 9'000;
    static constexpr double kDotSpacing_px = 7.0;

    void build(const sim::World& world, const View& view, const TrailDrawing& drawing);
    void draw(SDL_Renderer& renderer);
    [[nodiscard]] std::size_t dot_count() const noexcept { return dot_count_; }

private:
    void add_trail(const sim::World& world, const View& view, UnitId unit, const TrailDrawing& drawing, bool chosen);

    struct Dots {
        double spacing;
        float size;
        std::vector<SDL_FRect>& to;
    };
    double add_leg(const View& view, PointPx from, PointPx to, double to_next, const Dots& dots);

    /// The inks of trails: the workers' colours, then these two.
    static constexpr std::size_t kQuiet = palette::kData.size();
    static constexpr std::size_t kChosen = kQuiet + 1;

    std::array<std::vector<SDL_FRect>, kChosen + 1> dots_;  ///< by ink
    std::size_t dot_count_ = 0;
    std::size_t legs_ = 0;     ///< looked at in this frame
    std::uint32_t every_ = 1;  ///< of so many units, one shows its trail; remembered, so that trails do not flicker
};

}  // namespace outrider::render
