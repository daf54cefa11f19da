#include "game/sim/editing.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <limits>

#include "game/sim/fields.h"
#include "game/sim/goals.h"
#include "game/sim/walking.h"
#include "game/sim/watching.h"
#include "game/sim/wishes.h"

namespace outrider::sim {
namespace {

constexpr std::uint16_t kBuriedRest_ticks = kTicksPerSecond;
constexpr StrokeRow kNoRow{std::numeric_limits<std::int32_t>::max(), std::numeric_limits<std::int32_t>::min()};

using HalfWidths = std::array<std::int32_t, kMaxBrushRadius_cells + 1>;

/// Half the width of a disc's row, by its distance from the centre: dx^2 + dy^2 <= (radius + 1/2)^2.
HalfWidths disc_rows(std::int32_t radius) noexcept {
    HalfWidths half{};
    for (std::int32_t dy = 0, dx = radius; dy <= radius; ++dy) {
        while (dx * dx + dy * dy > radius * radius + radius) --dx;
        half[static_cast<std::size_t>(dy)] = dx;
    }
    return half;
}

void stamp(WorldState& world, Cell centre, std::int32_t radius, const HalfWidths& half) noexcept {
    const std::int32_t top = std::max(centre.y - radius, 0);
    const std::int32_t bottom = std::min(centre.y + radius, world.land.height_cells() - 1);
    for (std::int32_t y = top; y <= bottom; ++y) {
        StrokeRow& row = world.brush[static_cast<std::size_t>(y)];
        const std::int32_t width = half[static_cast<std::size_t>(std::abs(y - centre.y))];
        row.first = std::min(row.first, centre.x - width);
        row.last = std::max(row.last, centre.x + width);
    }
}

/// Near enough to the map to count with; a brush further away touches nothing.
Cell within_reach(const Land& land, Cell cell) noexcept {
    constexpr std::int32_t kReach = 2 * kMaxBrushRadius_cells;
    return {std::clamp(cell.x, -kReach, land.width_cells() + kReach),
            std::clamp(cell.y, -kReach, land.height_cells() + kReach)};
}

/// Gathers the stroke row by row. A disc moved along a line is convex, so a row of it has no gaps.
void gather_rows(WorldState& world, Cell from, Cell to, std::int32_t radius) noexcept {
    std::fill(world.brush.begin(), world.brush.end(), kNoRow);
    const HalfWidths half = disc_rows(radius);
    const std::int32_t steps = std::max(steps_between(from, to), 1);
    const auto between = [steps](std::int32_t a, std::int32_t b, std::int32_t step) {
        const std::int32_t twice = 2 * (b - a) * step;
        return a + (twice + (twice < 0 ? -steps : steps)) / (2 * steps);
    };
    for (std::int32_t step = 0; step <= steps; ++step) {
        stamp(world, {between(from.x, to.x, step), between(from.y, to.y, step)}, radius, half);
    }
}

CellRect set_rows(WorldState& world, bool wall) noexcept {
    CellRect changed{world.land.width_cells(), world.land.height_cells(), 0, 0};
    for (std::int32_t y = 0; y < world.land.height_cells(); ++y) {
        const StrokeRow row = world.brush[static_cast<std::size_t>(y)];
        const std::int32_t last = std::min(row.last, world.land.width_cells() - 1);
        for (std::int32_t x = std::max(row.first, 0); x <= last; ++x) {
            if (!world.land.set_wall({x, y}, wall)) continue;
            world.edits.push_back({pack({x, y}), !wall});
            ++world.counters.edited_cells;
            changed = {std::min(changed.x0, x), std::min(changed.y0, y), std::max(changed.x1, x + 1),
                       std::max(changed.y1, y + 1)};
        }
    }
    return changed.empty() ? CellRect{} : changed;
}

/// The wall came up under the unit: it starts anew on the nearest free cell. With no free cell left it is walled in
/// where it is, and looks for one from time to time.
void dig_out(WorldState& world, UnitIndex unit) noexcept {
    Units& units = world.units;
    Stride& stride = units.stride[unit];
    const FixedPoint before = units.position[unit];
    stride.cell = pack(cell_of(before));
    stride.remaining = 0;
    const auto refuge = find_refuge(world, unit);
    if (refuge) stride.cell = pack(*refuge);
    units.position[unit] = position_of(stride);
    world.glides.push_back({unit, before});
    cut_way(world, unit);
    if (refuge || world.wandering) return;
    leave_field(world, unit);
    forget_wish(world, unit);
    units.state[unit] = UnitState::kNoWay;
    units.rest[unit] = kBuriedRest_ticks;
}

/// The step can no longer be ended, but the cell behind is still free.
void step_back(WorldState& world, UnitIndex unit) noexcept {
    Stride& stride = world.units.stride[unit];
    stride.direction = opposite(stride.direction);
    stride.cell = pack(next_cell(unpack(stride.cell), stride.direction));
    stride.remaining = kFixedOne - stride.remaining;
    cut_way(world, unit);
}

/// A unit in the middle of a step stays on the half where it is: back if the rest of the step was walled up.
void mind_walls(WorldState& world, UnitIndex unit) noexcept {
    const Stride& stride = world.units.stride[unit];
    const Cell here = cell_of(world.units.position[unit]);
    const Cell to = unpack(stride.cell);
    if (!world.land.is_free(here)) {
        dig_out(world, unit);
        return;
    }
    if (here == to) return;
    const Cell from = next_cell(to, opposite(stride.direction));
    if (world.land.can_step(from, stride.direction)) return;
    if (here == from) {
        step_back(world, unit);
    } else {
        dig_out(world, unit);  // exactly on the corner between two diagonal cells
    }
}

void mind_walls_in(WorldState& world, const CellRect& changed) noexcept {
    // A unit's cell, the one behind it and those beside are neighbours.
    const auto width = static_cast<std::uint32_t>(changed.x1 - changed.x0 + 2);
    const auto height = static_cast<std::uint32_t>(changed.y1 - changed.y0 + 2);
    for (UnitIndex unit = 0; unit < world.units.count(); ++unit) {
        const Cell cell = world.units.cell(unit);
        // No branch between the two: units are anywhere, so most guesses would be wrong. What lies before the
        // rectangle counts as far beyond it.
        const bool in_columns = static_cast<std::uint32_t>(cell.x - changed.x0 + 1) < width;
        const bool in_rows = static_cast<std::uint32_t>(cell.y - changed.y0 + 1) < height;
        if (in_columns & in_rows) mind_walls(world, unit);
    }
}

}  // namespace

CellRect paint_stroke(WorldState& world, Cell from, Cell to, std::int32_t radius_cells, bool wall) noexcept {
    const std::int32_t radius = std::clamp(radius_cells, 0, kMaxBrushRadius_cells);
    gather_rows(world, within_reach(world.land, from), within_reach(world.land, to), radius);
    const CellRect changed = set_rows(world, wall);
    if (!wall || changed.empty()) return changed;
    note_walls(world.watch, changed);
    mind_walls_in(world, changed);
    return changed;
}

}  // namespace outrider::sim
