#include "game/render/siege_markers.h"

#include <algorithm>
#include <cmath>

#include "game/render/dotted_leg.h"
#include "game/render/siege_works.h"

namespace outrider::render {

namespace {

constexpr double kFixed = 1.0 / sim::kFixedOne;
constexpr double kMarch_px_per_s = 30.0;  ///< the dashes of a way run towards the keep

struct CellPx {
    float x0, y0, x1, y1;

    [[nodiscard]] float width() const noexcept { return x1 - x0; }
    [[nodiscard]] float height() const noexcept { return y1 - y0; }
};

CellPx pixels_of(const View& view, Cell cell) noexcept {
    return {whole(view.screen_x(cell.x)), whole(view.screen_y(cell.y)), whole(view.screen_x(cell.x + 1)),
            whole(view.screen_y(cell.y + 1))};
}

bool is_in(std::span<const Cell> cells, Cell cell) noexcept {
    return std::find(cells.begin(), cells.end(), cell) != cells.end();
}

}  // namespace

void SiegeMarkers::build(const sim::siege::Siege& siege, const SiegePen& pen, const SiegeDrawOptions& options) {
    quads_.clear();
    pictures_.clear();
    if (options.order_mark) add_ripple(quads_, pen.view, *options.order_mark);
    if (options.building) add_building(pen, *options.building);
    if (options.reach) add_reach(pen, *options.reach, true);
    add_ways(siege, pen, options);
    if (options.box_from && options.box_to) add_box(quads_, pen.view, *options.box_from, *options.box_to);
}

void SiegeMarkers::add_ways(const sim::siege::Siege& siege, const SiegePen& pen, const SiegeDrawOptions& options) {
    for (const WayPreview& way : options.ways) {
        if (way.points.size() > 1) add_way(siege, pen, way, options);
        if (way.kind != WayPreview::Kind::kNone || way.gate >= siege.ground().gates.size()) continue;
        const CellRect& gate = siege.ground().gates[way.gate];  // a cross: nobody comes through
        const PointPx at = pen.on_screen({(gate.x0 + gate.x1) * 0.5, (gate.y0 + gate.y1) * 0.5});
        for (int i = -4; i <= 4; ++i) {
            for (const int side : {-1, 1}) {
                pen.square(quads_, {at.x + 3.0 * i, at.y + 3.0 * i * side}, 4.0F, sdl(palette::kNoWay));
            }
        }
    }
}

/// Dashes that run towards the keep; where the way leads through walls, large ones in the colour of a warning.
void SiegeMarkers::add_way(const sim::siege::Siege& siege, const SiegePen& pen, const WayPreview& way,
                           const SiegeDrawOptions& options) {
    const double spacing = std::max(9.0, pen.view.zoom * 0.5);
    const float size = pen.view.zoom >= 22.0 ? 5.0F : (pen.view.zoom >= 10.0 ? 4.0F : 3.0F);
    const bool breaks = way.kind == WayPreview::Kind::kBreaksWalls;
    const Rgb colour = breaks ? palette::kEmber : palette::kWayAhead;
    const std::span<const Cell> walls = options.building ? options.building->cells : std::span<const Cell>{};
    const auto add_dash = [&](const PointPx& at) {
        const Cell cell{static_cast<std::int32_t>(std::floor((at.x - pen.view.origin_x) / pen.view.zoom)),
                        static_cast<std::int32_t>(std::floor((at.y - pen.view.origin_y) / pen.view.zoom))};
        const bool through = breaks && (!siege.is_free(cell) || is_in(walls, cell));
        const float side = through ? size + 4.0F : size;
        pen.square(quads_, {at.x + 1.0, at.y + 1.0}, side + 1.0F, sdl(palette::kInk, 130));
        pen.square(quads_, at, side, sdl(through ? palette::kErase : colour, 240));
    };
    double to_next = std::fmod(options.clock_s * kMarch_px_per_s, spacing);
    const auto point = [&](std::size_t i) {
        const Cell cell = unpack(way.points[i]);
        return pen.on_screen({cell.x + 0.5, cell.y + 0.5});
    };
    PointPx from = point(0);
    for (std::size_t i = 1; i < way.points.size(); ++i) {
        const PointPx to = point(i);
        to_next = for_dots_of_leg(pen.view, from, to, to_next, spacing, add_dash);
        from = to;
    }
}

void SiegeMarkers::add_building(const SiegePen& pen, const BuildingPreview& building) {
    using Hand = BuildingPreview::Hand;
    const bool allowed = building.refused.empty() && !building.cells.empty();
    const std::size_t shown = std::min(building.cells.size(), kMostCells);
    for (const Cell cell : building.cells.first(shown)) add_wanted(pen, cell, building.hand);
    for (const Cell cell : building.refused.first(std::min(building.refused.size(), kMostCells)))
        add_refused(pen, cell);
    if (building.hand != Hand::kTower) return;
    constexpr std::uint8_t kFacing_south = 64;
    add_tower(pen, building.tower, building.tower_at, kFacing_south, allowed ? 205 : 110,
              pen.atlas != nullptr ? pictures_ : quads_);
    if (building.tower_range > 0) {
        const Cell middle{building.tower_at.x + 1, building.tower_at.y + 1};
        add_reach(pen, {{middle.x * sim::kFixedOne, middle.y * sim::kFixedOne}, building.tower_range}, allowed);
    }
}

/// A wall as it would stand, half seen; what is sold in gold, what is mended with a plus.
void SiegeMarkers::add_wanted(const SiegePen& pen, Cell cell, BuildingPreview::Hand hand) {
    const CellPx at = pixels_of(pen.view, cell);
    if (!pen.sees({static_cast<double>(at.x0), static_cast<double>(at.y0)}, pen.view.zoom)) return;
    const float thin = pen.view.zoom >= 14.0 ? 2.0F : 1.0F;
    switch (hand) {
        case BuildingPreview::Hand::kWall:
        case BuildingPreview::Hand::kTower: {
            const float face = std::round(at.height() * 0.3F);
            quads_.add(at.x0, at.y0, at.width(), at.height() - face, sdl(palette::kWallLit, 165));
            quads_.add(at.x0, at.y1 - face, at.width(), face, sdl(palette::kWallSide, 190));
            break;
        }
        case BuildingPreview::Hand::kSell:
            quads_.add(at.x0, at.y0, at.width(), at.height(), sdl(palette::kGold, 70));
            add_frame(quads_, at.x0, at.y0, at.x1, at.y1, thin, sdl(palette::kGold, 230));
            break;
        case BuildingPreview::Hand::kRepair: {
            quads_.add(at.x0, at.y0, at.width(), at.height(), sdl(palette::kData[2], 80));
            const PointPx middle{static_cast<double>(at.x0 + at.x1) * 0.5, static_cast<double>(at.y0 + at.y1) * 0.5};
            const float arm = std::max(3.0F, std::round(at.width() * 0.6F));
            const float bar = std::max(1.0F, std::round(at.width() * 0.2F));
            quads_.add(pen.corner(middle.x, arm), pen.corner(middle.y, bar), arm, bar, sdl(rgb(0xd8fff0), 230));
            quads_.add(pen.corner(middle.x, bar), pen.corner(middle.y, arm), bar, arm, sdl(rgb(0xd8fff0), 230));
            break;
        }
    }
}

/// Red, framed, with a stroke across.
void SiegeMarkers::add_refused(const SiegePen& pen, Cell cell) {
    const CellPx at = pixels_of(pen.view, cell);
    if (!pen.sees({static_cast<double>(at.x0), static_cast<double>(at.y0)}, pen.view.zoom)) return;
    quads_.add(at.x0, at.y0, at.width(), at.height(), sdl(palette::kAlarm, 90));
    add_frame(quads_, at.x0, at.y0, at.x1, at.y1, 1.0F, sdl(palette::kAlarm, 220));
    if (at.width() < 6.0F) return;
    const float side = std::max(2.0F, std::round(at.width() * 0.14F));
    const int steps = static_cast<int>(at.width() / side);
    for (int i = 1; i + 1 < steps; ++i) {
        const float along = side * static_cast<float>(i);
        quads_.add(at.x0 + along, at.y1 - side - along, side, side, sdl(palette::kAlarm, 220));
    }
}

void SiegeMarkers::add_reach(const SiegePen& pen, const ReachCircle& reach, bool allowed) {
    const PointPx middle = pen.on_screen({reach.middle.x * kFixed, reach.middle.y * kFixed});
    const double radius = reach.radius * kFixed * pen.view.zoom;
    const int parts = std::clamp(static_cast<int>(radius * 0.7), 24, 240);
    add_dotted_circle(quads_, {middle.x + 1.0, middle.y + 1.0}, radius, parts, 3.0F, sdl(palette::kInk, 110));
    add_dotted_circle(quads_, middle, radius, parts, 2.0F, sdl(allowed ? palette::kParchment : palette::kAlarm, 235));
}

void SiegeMarkers::draw(SDL_Renderer& renderer, const SiegePen& pen) {
    SDL_SetRenderDrawBlendMode(&renderer, SDL_BLENDMODE_BLEND);
    quads_.draw(renderer, nullptr);
    if (pen.atlas != nullptr) pictures_.draw(renderer, pen.atlas->texture());
}

}  // namespace outrider::render
