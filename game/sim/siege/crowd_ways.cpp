// Ways: joining one, looking along it, and what lies in it.
#include <algorithm>
#include <cassert>
#include <cstdlib>

#include "game/sim/siege/crowd.h"
#include "shared/path_hash.h"

namespace outrider::sim::siege {
namespace {

/// So far it looks for a spot of its way to head for, in cells along the way; the farthest that it sees will do.
constexpr std::int32_t kLooksAhead_cells[] = {24, 12, 6, 3};
/// Where it cuts a bend of its way short, it strays no farther from it (in half cells): the blocks of the danger field
/// have four.
constexpr std::int64_t kStrays_halves = 4;
/// A new way is joined within so many cells of its beginning, by who is no farther off it.
constexpr std::int32_t kJoins_cells = 16;
constexpr std::int32_t kJoinsFrom_cells = 6;
/// A wall on the way is looked for so far back and ahead.
constexpr std::int32_t kWallBack_cells = 2;
constexpr std::int32_t kWallAhead_cells = 4;
/// Who is held back so near to the wall is at it: others stand nearer.
constexpr std::int32_t kAtWall_cells = 2;
constexpr std::uint8_t kHeldAtWall_ticks = 8;
/// Looks without seeing the way, or without headway, until it is lost.
constexpr std::uint8_t kUnseenLooks = 2;
constexpr std::uint8_t kIdleLooks = 2;
/// Each time that it must go back to where it sees its way, it is astray by so much; each look it is so by one less.
/// Who does it again and again walks to and fro.
constexpr std::uint8_t kGoesBack_looks = 8;
constexpr std::uint8_t kAstrayLooks = 20;
/// A jam is remembered so long at most, and forgotten so much faster than it was noticed.
constexpr std::uint8_t kMostJam_looks = 20;
constexpr int kJamDissolves_looks = 4;
/// Less than this part of what it could have gone since its last look is no headway.
constexpr std::int32_t kHeadwayPart = 8;

[[nodiscard]] bool is_octile(Cell from, Cell to) noexcept {
    const std::int32_t dx = std::abs(to.x - from.x);
    const std::int32_t dy = std::abs(to.y - from.y);
    return dx == 0 || dy == 0 || dx == dy;
}

/// Does the bend at `corner` lie near enough to the straight line to leave it out?
[[nodiscard]] bool is_small_bend(Cell from, Cell to, Cell corner) noexcept {
    const std::int64_t dx = to.x - from.x;
    const std::int64_t dy = to.y - from.y;
    const std::int64_t across = dx * (corner.y - from.y) - dy * (corner.x - from.x);
    return 4 * across * across <= kStrays_halves * kStrays_halves * (dx * dx + dy * dy);
}

/// The first cell of the rectangle that is not free, by rows; nothing but free ones: `otherwise`.
[[nodiscard]] Cell first_blocked(const Land& land, const CellRect& cells, Cell otherwise) noexcept {
    for (std::int32_t y = cells.y0; y < cells.y1; ++y) {
        for (std::int32_t x = cells.x0; x < cells.x1; ++x) {
            if (!land.is_free({x, y})) return {x, y};
        }
    }
    return otherwise;
}

[[nodiscard]] CellRect footprint(Cell anchor, std::int32_t side_cells) noexcept {
    return {anchor.x, anchor.y, anchor.x + side_cells, anchor.y + side_cells};
}

/// What stops the step between two neighbouring places: a cell under the next place if there is one, else one beside.
[[nodiscard]] Cell obstacle_of_step(const Land& land, Cell from, Cell to, std::int32_t side_cells) noexcept {
    const Cell least{std::min(from.x, to.x), std::min(from.y, to.y)};
    const CellRect swept{least.x, least.y, std::max(from.x, to.x) + side_cells, std::max(from.y, to.y) + side_cells};
    return first_blocked(land, footprint(to, side_cells), first_blocked(land, swept, to));
}

/// Is a cell blocked that a body of so many cells comes over on its straight way? Only cells of `clip` count.
[[nodiscard]] bool is_run_cut(const Land& land, Cell from, Cell to, std::int32_t side_cells,
                              const CellRect& clip) noexcept {
    const CellRect box{std::min(from.x, to.x), std::min(from.y, to.y), std::max(from.x, to.x) + side_cells,
                       std::max(from.y, to.y) + side_cells};
    if (box.x0 >= clip.x1 || clip.x0 >= box.x1 || box.y0 >= clip.y1 || clip.y0 >= box.y1) return false;
    return !for_each_swept_row(from, to, [&](std::int32_t y, std::int32_t first, std::int32_t last) {
        const CellRect rows{std::max(first, clip.x0), std::max(y, clip.y0), std::min(last + side_cells, clip.x1),
                            std::min(y + side_cells, clip.y1)};
        constexpr Cell kNone{-1, -1};
        return first_blocked(land, rows, kNone) == kNone;
    });
}

}  // namespace

/// A spot of a way: so many steps on the run that ends at point number `point`. A way of one point has one spot.
struct Crowd::Spot {
    std::uint32_t point = 0;
    std::int32_t step = 0;
    std::int32_t steps = 0;  ///< of the run
    Cell cell;

    friend bool operator==(const Spot&, const Spot&) = default;
};

Crowd::Spot Crowd::spot_at(const StoredPath& path, std::uint32_t point, std::int32_t step) noexcept {
    const Cell to = unpack(path.points[point]);
    if (point == 0) return {0, 0, 0, to};
    const Cell from = unpack(path.points[point - 1]);
    const std::int32_t steps = steps_between(from, to);
    if (steps == 0) return {point, 0, 0, to};
    step = std::clamp(step, 0, steps);
    // To the nearest whole cell; exact on straight and diagonal runs.
    const auto part = [&](std::int32_t length) {
        const std::int32_t twice = 2 * length * step;
        return (twice + (twice < 0 ? -steps : steps)) / (2 * steps);
    };
    return {point, step, steps, {from.x + part(to.x - from.x), from.y + part(to.y - from.y)}};
}

Crowd::Spot Crowd::spot_ahead(const StoredPath& path, Spot spot, std::int32_t cells) noexcept {
    std::int32_t step = spot.step + cells;
    std::uint32_t point = spot.point;
    std::int32_t steps = spot.steps;
    while (step > steps && point + 1 < path.end) {
        step -= steps;
        ++point;
        steps = steps_between(unpack(path.points[point - 1]), unpack(path.points[point]));
    }
    return spot_at(path, point, step);
}

Crowd::Spot Crowd::nearest_on_run(const StoredPath& path, std::uint32_t point, Cell cell) noexcept {
    if (point == 0) return spot_at(path, 0, 0);
    const Cell from = unpack(path.points[point - 1]);
    const Cell to = unpack(path.points[point]);
    const std::int64_t dx = to.x - from.x;
    const std::int64_t dy = to.y - from.y;
    const std::int64_t length_squared = std::max<std::int64_t>(dx * dx + dy * dy, 1);
    const std::int64_t along =
        std::clamp<std::int64_t>(dx * (cell.x - from.x) + dy * (cell.y - from.y), 0, length_squared);
    const std::int64_t steps = steps_between(from, to);
    return spot_at(path, point, static_cast<std::int32_t>((along * steps + length_squared / 2) / length_squared));
}

// --- a new way -------------------------------------------------------------------------------------------------------

bool Crowd::follow(UnitIndex walker, std::span<const PackedCell> points) noexcept {
    assert(gaits_[walker] != Gait::kGone);
    if (points.empty()) return false;
    const Cell here = cell(walker);
    // A view of the points as a path; nothing writes to it.
    const StoredPath offered{const_cast<PackedCell*>(points.data()), 0, static_cast<std::uint32_t>(points.size()), 0};
    std::uint32_t best_point = 0;
    std::int32_t best_distance = steps_between(here, unpack(points[0]));
    std::int32_t walked = 0;
    for (std::uint32_t point = 1; point < offered.end && walked <= kJoins_cells; ++point) {
        const Spot spot = nearest_on_run(offered, point, here);
        const std::int32_t distance = steps_between(here, spot.cell);
        if (walked + spot.step <= kJoins_cells && (distance <= best_distance || best_point == 0)) {
            best_point = point;
            best_distance = std::min(distance, best_distance);
        }
        walked += spot.steps;
    }
    if (best_distance > kJoinsFrom_cells) return false;
    Way& way = ways_[walker];
    paths_.assign(way.path, points);
    way.path.next = best_point;
    way.hash = 0;
    for (const PackedCell cell : points) way.hash = mix64(way.hash + 1) ^ cell.bits;
    way.aim = pack(nearest_on_run(way.path, best_point, here).cell);
    way.looked_from = positions_[walker];
    way.unseen = 0;
    way.idle = 0;
    way.jam = 0;
    way.astray = 0;
    way.looks_now = true;
    way.is_fresh = true;
    way.is_aim_end = false;
    gaits_[walker] = Gait::kFollowing;
    return true;
}

void Crowd::stand(UnitIndex walker) noexcept {
    assert(gaits_[walker] != Gait::kGone);
    paths_.clear(ways_[walker].path);
    ways_[walker] = {};
    gaits_[walker] = Gait::kStanding;
}

bool Crowd::is_way_cut(UnitIndex walker, const Land& land, const CellRect& cells) const noexcept {
    const std::span<const PackedCell> ahead = path_ahead(walker);
    if (ahead.empty()) return false;
    const std::int32_t side = bodies_[walker].clearance == Clearance::kTwoCells ? 2 : 1;
    const CellRect clip = cells.empty() ? land.bounds() : cells;
    // As it will go: straight to its aim, and from there along the way. Pushed aside, it may see its aim past a corner
    // that its square would touch; before its first look, it has no aim of its own.
    const Way& way = ways_[walker];
    Cell from = cell(walker);
    const Cell aim = unpack(way.aim);
    if (!way.is_fresh && is_run_cut(land, from, aim, side, clip) &&
        !Places(land.view(), bodies_[walker].clearance).reaches(anchor_point(walker), centre_of(aim))) {
        return true;
    }
    from = aim;
    for (const PackedCell point : ahead) {
        const Cell to = unpack(point);
        if (is_run_cut(land, from, to, side, clip)) return true;
        from = to;
    }
    return false;
}

// --- looking ---------------------------------------------------------------------------------------------------------

void Crowd::look(const Land& land, UnitIndex walker) noexcept {
    const Places places(land.view(), bodies_[walker].clearance);
    Way& way = ways_[walker];
    way.looks_now = false;
    way.is_fresh = false;
    const Spot near = nearest_on_run(way.path, way.path.next, cell(walker));
    note_headway(walker);
    if (gaits_[walker] == Gait::kLost || !places.is_free(cell(walker))) return;
    gaits_[walker] = Gait::kFollowing;
    if (!aim_ahead(places, walker, near) && !keeps_aim(places, walker) && !stop_at_wall(places, land, walker, near) &&
        !aim_close_by(places, walker, near)) {
        way.looks_now = true;
        if (++way.unseen >= kUnseenLooks) gaits_[walker] = Gait::kLost;
        return;
    }
    way.unseen = 0;
}

/// Heads for the farthest spot ahead that it sees. False if there is none, or too near to be content with.
bool Crowd::aim_ahead(const Places& places, UnitIndex walker, const Spot& near) noexcept {
    const StoredPath& path = ways_[walker].path;
    const Cell here = cell(walker);
    Spot last{~0U, 0, 0, {}};
    for (const std::int32_t cells : kLooksAhead_cells) {
        const Spot spot = spot_ahead(path, near, cells);
        if (spot == last) continue;
        last = spot;
        bool keeps_to_way = true;
        for (std::uint32_t point = near.point; point < spot.point && keeps_to_way; ++point) {
            keeps_to_way = is_small_bend(here, spot.cell, unpack(path.points[point]));
        }
        if (!keeps_to_way || !places.sees(here, spot.cell)) continue;
        take_aim(walker, spot);
        return true;
    }
    return false;
}

/// From one cell of a straight line to the next, what one sees may change, but the line is as free as it was: it goes
/// on to where it was heading.
bool Crowd::keeps_aim(const Places& places, UnitIndex walker) const noexcept {
    const Cell aim = unpack(ways_[walker].aim);
    return steps_between(cell(walker), aim) > 1 && places.reaches(anchor_point(walker), centre_of(aim));
}

void Crowd::take_aim(UnitIndex walker, const Spot& spot) noexcept {
    Way& way = ways_[walker];
    way.path.next = spot.point;
    way.aim = pack(spot.cell);
    way.is_aim_end = spot.point + 1 == way.path.end && spot.step == spot.steps;
}

/// Is there a blocked place close by on its way? Then it goes to the last one before it, and waits.
bool Crowd::stop_at_wall(const Places& places, const Land& land, UnitIndex walker, const Spot& near) noexcept {
    Way& way = ways_[walker];
    const Cell here = cell(walker);
    const auto is_step_free = [&](const Spot& from, const Spot& to) {
        if (places.sees(from.cell, to.cell)) return true;
        if (to.point == 0) return false;
        const Cell run_from = unpack(way.path.points[to.point - 1]);
        const Cell run_to = unpack(way.path.points[to.point]);
        // Cells along a run at another angle are rounded: what counts is the line.
        return !is_octile(run_from, run_to) && places.sees(run_from, run_to);
    };
    Spot from = spot_at(way.path, near.point, near.step - kWallBack_cells);
    for (std::int32_t i = 0; i < kWallBack_cells + kWallAhead_cells; ++i) {
        const Spot to = spot_ahead(way.path, from, 1);
        if (to == from) return false;
        if (places.is_free(from.cell) && !is_step_free(from, to)) {
            if (!places.sees(here, from.cell)) return false;
            take_aim(walker, from);
            way.wall = pack(obstacle_of_step(land, from.cell, to.cell, places.is_wide() ? 2 : 1));
            const bool is_held = strides_[walker].held_ticks >= kHeldAtWall_ticks;
            const std::int32_t distance = steps_between(here, from.cell);
            if (distance == 0 || (distance <= kAtWall_cells && is_held)) gaits_[walker] = Gait::kAtWall;
            return true;
        }
        from = to;
    }
    return false;
}

/// With nothing far ahead in sight: what it sees of the way close by, or where the way turned last.
bool Crowd::aim_close_by(const Places& places, UnitIndex walker, const Spot& near) noexcept {
    Way& way = ways_[walker];
    const Cell here = cell(walker);
    const auto aim_at_first = [&](const auto& is_in_sight) {
        for (const std::int32_t cells : {2, 1, 0, -1, -2, -3}) {
            const Spot spot =
                cells < 0 ? spot_at(way.path, near.point, near.step + cells) : spot_ahead(way.path, near, cells);
            if (spot.cell == here && cells <= 0) continue;  // it stands there already, and sees nothing
            if (!is_in_sight(spot.cell)) continue;
            take_aim(walker, spot);
            return true;
        }
        return false;
    };
    if (aim_at_first([&](Cell spot) { return places.sees(here, spot); })) return true;
    // Pushed aside, it may have to squeeze past a corner.
    const FixedPoint anchor = anchor_point(walker);
    if (aim_at_first([&](Cell spot) { return places.is_free(spot) && places.reaches(anchor, centre_of(spot)); })) {
        return true;
    }
    for (std::uint32_t back = 1; back <= 2 && back <= way.path.next; ++back) {
        const Cell corner = unpack(way.path.points[way.path.next - back]);
        if (corner == here || !places.sees(here, corner)) continue;
        if (way.aim != pack(corner)) way.astray = static_cast<std::uint8_t>(way.astray + kGoesBack_looks);
        way.aim = pack(corner);
        way.is_aim_end = false;
        return true;
    }
    return false;
}

/// Has it come anywhere since it looked last? In a jam it need not.
void Crowd::note_headway(UnitIndex walker) noexcept {
    Way& way = ways_[walker];
    Stride& stride = strides_[walker];
    const FixedPoint here = positions_[walker];
    const std::int32_t moved = std::max(std::abs(here.x - way.looked_from.x), std::abs(here.y - way.looked_from.y));
    const std::int32_t could = bodies_[walker].speed * bodies_[walker].pace_256 / 256 * kLookEvery_ticks;
    const bool makes_headway = moved >= could / kHeadwayPart;
    if ((ticks_ + walker) % kLookEvery_ticks != 0) return;  // an extra look, too soon to tell
    way.idle = makes_headway || stride.was_hindered || gaits_[walker] == Gait::kAtWall
                   ? std::uint8_t{0}
                   : static_cast<std::uint8_t>(way.idle + 1);
    if (makes_headway) {
        way.jam = static_cast<std::uint8_t>(std::max(way.jam - kJamDissolves_looks, 0));
    } else if (gaits_[walker] == Gait::kFollowing && way.jam < kMostJam_looks) {
        ++way.jam;
    }
    way.astray = static_cast<std::uint8_t>(std::max(way.astray - 1, 0));
    if (way.idle >= kIdleLooks || way.astray >= kAstrayLooks) {
        way.idle = 0;
        way.astray = 0;
        gaits_[walker] = Gait::kLost;
    }
    way.looked_from = here;
    stride.was_hindered = false;
}

}  // namespace outrider::sim::siege
