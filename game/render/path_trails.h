// Paths as dotted trails, like a route on a map: small squares at steady distances, counted from the goal so that they
// stand still while the unit walks. All dots of one colour are one draw call; they cost SDL's software renderer a small
// fill each, where slanted lines would cost it a picture each.
#pragma once

#include <SDL.h>

#include <array>
#include <cstdint>
#include <span>
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

/// One walker's way.
struct Trail {
    std::span<const PackedCell> path;
    double middle = 0.5;  ///< of the walker in its cell
    PointCells here;
    std::int32_t seat = -1;  ///< of the worker that found it
    bool chosen = false;
};

/// Whose trails there are to show.
class TrailSource {
public:
    TrailSource() = default;
    TrailSource(const TrailSource&) = delete;
    TrailSource& operator=(const TrailSource&) = delete;
    virtual ~TrailSource() = default;
    [[nodiscard]] virtual std::uint32_t count() const noexcept = 0;
    [[nodiscard]] virtual bool any_chosen() const noexcept = 0;
    [[nodiscard]] virtual bool is_chosen(std::uint32_t walker) const noexcept = 0;
    [[nodiscard]] virtual Trail trail(std::uint32_t walker, double tick_fraction) const noexcept = 0;
};

class PathTrails {
public:
    /// More dots than this are not drawn: then every second unit's trail is left out, and so on.
    static constexpr std::size_t kMostDots = 9'000;
    static constexpr double kDotSpacing_px = 7.0;

    void build(const sim::World& world, const View& view, const TrailDrawing& drawing);
    void build(const TrailSource& walkers, const View& view, const TrailDrawing& drawing);
    void draw(SDL_Renderer& renderer);
    [[nodiscard]] std::size_t dot_count() const noexcept { return dot_count_; }

private:
    void add_trail(const Trail& trail, const View& view, bool tint_by_worker);

    /// The inks of trails: the workers' colours, then these two.
    static constexpr std::size_t kQuiet = palette::kData.size();
    static constexpr std::size_t kChosen = kQuiet + 1;

    std::array<std::vector<SDL_FRect>, kChosen + 1> dots_;  ///< by ink
    std::size_t dot_count_ = 0;
    std::size_t legs_ = 0;     ///< looked at in this frame
    std::uint32_t every_ = 1;  ///< of so many units, one shows its trail; remembered, so that trails do not flicker
};

}  // namespace outrider::render
