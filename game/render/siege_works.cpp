#include "game/render/siege_works.h"

#include <algorithm>
#include <cmath>

#include "game/render/noise.h"

namespace outrider::render {

namespace {

using sim::siege::Siege;
using sim::siege::Tower;
using sim::siege::TowerKind;

constexpr double kFixed = 1.0 / sim::kFixedOne;

/// 0 .. 2; whole walls show nothing.
std::size_t severity_of(std::uint8_t health) noexcept { return health >= 170 ? 0 : (health >= 85 ? 1 : 2); }

/// Which way is inwards from a gate at the map's edge.
Cell inwards(const CellRect& gate, const Siege& siege) noexcept {
    if (gate.x0 <= 0) return {1, 0};
    if (gate.x1 >= siege.width_cells()) return {-1, 0};
    return gate.y0 <= 0 ? Cell{0, 1} : Cell{0, -1};
}

/// An arrow head made of steps: plain rectangles, which the software renderer fills fastest.
void add_arrow_head(QuadBatch& quads, const PointPx& tip, Cell way, float length_px, SDL_Color colour) {
    const float step = std::max(1.0F, std::round(length_px / 6.0F));
    for (int i = 0; i < 6; ++i) {
        const float along = step * static_cast<float>(i);
        const float half = std::max(1.0F, std::round(along * 0.9F));
        const float thick = step * 2.0F;  // an open head: two strokes
        const float x = whole(tip.x) - static_cast<float>(way.x) * along;
        const float y = whole(tip.y) - static_cast<float>(way.y) * along;
        for (const float side : {-1.0F, 1.0F}) {
            if (way.x != 0) {
                quads.add(x, y + (side < 0.0F ? -half : half - thick), step, thick, colour);
            } else {
                quads.add(x + (side < 0.0F ? -half : half - thick), y, thick, step, colour);
            }
        }
    }
}

}  // namespace

void add_cracks(const Siege& siege, const SiegePen& pen, QuadBatch& pictures) {
    if (pen.atlas == nullptr || pen.atlas->sprite_px() < SiegePictures::kSmallestShape_px) return;
    const CellRect cells = pen.cells_in_view(siege.width_cells(), siege.height_cells(), 0);
    const auto health = siege.wall_health();
    for (std::int32_t y = cells.y0; y < cells.y1; ++y) {
        const auto row = static_cast<std::size_t>(y) * static_cast<std::size_t>(siege.width_cells());
        for (std::int32_t x = cells.x0; x < cells.x1; ++x) {
            const std::uint8_t here = health[row + static_cast<std::size_t>(x)];
            if (here == 0 || here >= 240) continue;
            const std::size_t variant = hash_cell(x, y, 3) & 1U;
            pen.picture(pictures, SiegePicture::kCrack, severity_of(here) * 2 + variant,
                        pen.on_screen({x + 0.5, y + 0.45}));
        }
    }
}

void add_tower(const SiegePen& pen, TowerKind kind, Cell at, std::uint8_t facing, std::uint8_t alpha,
               QuadBatch& pictures) {
    constexpr double kHalf = sim::siege::kTowerSide_cells * 0.5;
    const PointPx middle = pen.on_screen({at.x + kHalf, at.y + kHalf});
    if (!pen.sees(middle, pen.view.zoom * 3.0)) return;
    if (pen.atlas == nullptr) {
        pen.square(pictures, middle, static_cast<float>(pen.view.zoom * 1.4),
                   sdl(palette::kTowerMarks[static_cast<std::size_t>(kind)], alpha));
        return;
    }
    const SiegePictures& sheet = pen.atlas->pictures();
    pen.picture(pictures, sheet.id(SiegePicture::kTower, static_cast<std::size_t>(kind)), middle, alpha);
    if (kind != TowerKind::kFrost) pen.picture(pictures, sheet.weapon(kind, facing), middle, alpha);
}

void add_towers(const Siege& siege, const SiegePen& pen, QuadBatch& pictures, QuadBatch& bars) {
    for (const Tower& tower : siege.towers()) {
        if (!tower.stands) continue;
        add_tower(pen, tower.kind, tower.at, tower.facing, 255, pictures);
        if (tower.health >= tower.full_health || tower.full_health <= 0 || pen.view.zoom < 5.0) continue;
        const PointPx above = pen.on_screen({tower.at.x + 1.0, tower.at.y - 0.1});
        if (!pen.sees(above, pen.view.zoom * 3.0)) continue;
        const auto share = static_cast<float>(tower.health) / static_cast<float>(tower.full_health);
        add_bar(bars, above, static_cast<float>(pen.view.zoom) * 1.6F, 2.0F, share);
    }
}

void add_shells(const Siege& siege, const SiegePen& pen, double now_ticks, QuadBatch& pictures) {
    if (pen.atlas == nullptr) return;
    for (const sim::siege::Shell& shell : siege.shells()) {
        const double flight = std::max(1.0, static_cast<double>(shell.lands_tick) - shell.fired_tick);
        const double t = std::clamp((now_ticks - shell.fired_tick) / flight, 0.0, 1.0);
        const PointCells ground{(shell.from.x + (shell.to.x - shell.from.x) * t) * kFixed,
                                (shell.from.y + (shell.to.y - shell.from.y) * t) * kFixed};
        const double reach = std::hypot(shell.to.x - shell.from.x, shell.to.y - shell.from.y) * kFixed;
        const double height = reach * 0.9 * t * (1.0 - t) + 0.6 * (1.0 - t);
        const PointPx below = pen.on_screen(ground);
        if (!pen.sees(below, pen.view.zoom * 6.0)) continue;
        const double drift = height * pen.view.zoom * 0.35;  // the sun stands in the upper left
        pen.picture(pictures, SiegePicture::kShellShadow, 0, {below.x + drift, below.y + drift});
        pen.picture(pictures, SiegePicture::kShell, 0, {below.x, below.y - height * pen.view.zoom});
    }
}

void add_gates(const Siege& siege, const SiegePen& pen, float alarm, double clock_s, QuadBatch& quads) {
    const auto zoom = static_cast<float>(pen.view.zoom);
    const float pulse = 0.5F + 0.5F * static_cast<float>(std::sin(clock_s * 4.0));
    const std::uint8_t strong = alpha_of(0.55F + 0.15F * alarm + 0.30F * alarm * pulse);
    for (const CellRect& gate : siege.ground().gates) {
        const Cell way = inwards(gate, siege);
        const float x0 = whole(pen.view.screen_x(gate.x0));
        const float y0 = whole(pen.view.screen_y(gate.y0));
        const float x1 = whole(pen.view.screen_x(gate.x1));
        const float y1 = whole(pen.view.screen_y(gate.y1));
        const float thick = std::max(2.0F, std::round(zoom * 0.35F));
        quads.add(x0, y0, x1 - x0, y1 - y0, sdl(palette::kAlarm, alpha_of(0.13F + 0.12F * alarm * pulse)));
        const SDL_Color bar = sdl(palette::kAlarm, strong);
        if (way.x != 0) {
            quads.add(way.x > 0 ? x0 : x1 - thick, y0, thick, y1 - y0, bar);
        } else {
            quads.add(x0, way.y > 0 ? y0 : y1 - thick, x1 - x0, thick, bar);
        }
        const float length = std::clamp(zoom * 1.5F, 6.0F, 36.0F);
        const float march = std::round(alarm * static_cast<float>(std::fmod(clock_s, 1.0)) * length * 0.5F);
        const PointPx middle{static_cast<double>(x0 + x1) * 0.5, static_cast<double>(y0 + y1) * 0.5};
        for (const float ahead : {0.35F, 1.15F}) {
            const auto far = static_cast<double>(length * ahead + march);
            add_arrow_head(quads, {middle.x + way.x * far, middle.y + way.y * far}, way, length, bar);
        }
    }
}

void add_keep(const Siege& siege, const SiegePen& pen, float alarm, QuadBatch& quads) {
    const CellRect& keep = siege.ground().keep;
    const PointPx above = pen.on_screen({(keep.x0 + keep.x1) * 0.5, keep.y0 - 1.0});
    if (!pen.sees(above, pen.view.zoom * 12.0)) return;
    if (alarm > 0.0F) {
        const float x0 = whole(pen.view.screen_x(keep.x0));
        const float y0 = whole(pen.view.screen_y(keep.y0));
        const float x1 = whole(pen.view.screen_x(keep.x1));
        const float y1 = whole(pen.view.screen_y(keep.y1));
        quads.add(x0, y0, x1 - x0, y1 - y0, sdl(palette::kAlarm, alpha_of(0.40F * alarm)));
        add_frame(quads, x0 - 2.0F, y0 - 2.0F, x1 + 2.0F, y1 + 2.0F, 2.0F, sdl(palette::kAlarm, alpha_of(alarm)));
    }
    const auto& standing = siege.standing();
    if (standing.keep_full_health <= 0 || standing.keep_health >= standing.keep_full_health) return;
    const auto width = static_cast<float>(pen.view.zoom * (keep.x1 - keep.x0));
    const auto share = static_cast<float>(standing.keep_health) / static_cast<float>(standing.keep_full_health);
    add_bar(quads, above, std::max(24.0F, width), 3.0F, std::max(0.0F, share));
}

}  // namespace outrider::render
