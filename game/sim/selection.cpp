#include "game/sim/selection.h"

#include <algorithm>

#include "game/sim/fields.h"
#include "game/sim/wishes.h"

namespace outrider::sim {
namespace {

/// `field`: kNoField sends it by a path of its own.
void send(WorldState& world, UnitIndex unit, Cell goal, FieldIndex field) noexcept {
    Units& units = world.units;
    units.goal[unit] = goal;
    units.quarry[unit] = kNobody;
    units.ordered[unit] = 1;
    if (world.wandering) return;
    units.rest[unit] = 0;
    if (units.state[unit] == UnitState::kNoWay) units.state[unit] = UnitState::kWaiting;
    if (field != kNoField) {
        join_field(world, unit, field);
    } else {
        leave_field(world, unit);
        ask(world, unit, Wish::kUrgently);
    }
}

/// A field for the order, if it is one for a field.
FieldIndex field_for(WorldState& world, Cell goal, std::uint32_t units) noexcept {
    const bool by_field = world.orders == OrderBy::kFlowField && units >= kFewestForField && !world.wandering &&
                          world.algorithm != Algorithm::kWeighted;
    return by_field ? place_for_order(world, goal) : kNoField;
}

}  // namespace

void clear_selection(WorldState& world) noexcept {
    std::fill(world.units.selected.begin(), world.units.selected.end(), std::uint8_t{0});
    world.selected_count = 0;
}

void select_nearest(WorldState& world, FixedPoint point, std::int32_t within_cells) noexcept {
    clear_selection(world);
    const std::int64_t reach = std::int64_t{std::clamp(within_cells, 0, kMaxMapSide_cells)} * kFixedOne;
    std::int64_t best = reach * reach + 1;
    UnitIndex nearest = kNobody;
    for (UnitIndex unit = 0; unit < world.units.count(); ++unit) {
        const std::int64_t distance = squared_distance(world.units.position[unit], point);
        if (distance >= best) continue;
        best = distance;
        nearest = unit;
    }
    if (nearest == kNobody) return;
    world.units.selected[nearest] = 1;
    world.selected_count = 1;
}

void select_box(WorldState& world, FixedPoint corner, FixedPoint opposite_corner) noexcept {
    const auto [left, right] = std::minmax(corner.x, opposite_corner.x);
    const auto [top, bottom] = std::minmax(corner.y, opposite_corner.y);
    for (UnitIndex unit = 0; unit < world.units.count(); ++unit) {
        const FixedPoint at = world.units.position[unit];
        const bool inside = at.x >= left && at.x <= right && at.y >= top && at.y <= bottom;
        world.units.selected[unit] = inside ? 1 : 0;
    }
    recount_selection(world);
}

void recount_selection(WorldState& world) noexcept {
    const auto& selected = world.units.selected;
    world.selected_count = static_cast<std::uint32_t>(std::count(selected.begin(), selected.end(), 1));
}

void order(WorldState& world, Cell goal) noexcept {
    const Land& land = world.land;
    goal = {std::clamp(goal.x, 0, land.width_cells() - 1), std::clamp(goal.y, 0, land.height_cells() - 1)};
    goal = land.nearest_free(goal, std::max(land.width_cells(), land.height_cells())).value_or(goal);
    const std::uint32_t sent = world.selected_count == 0 ? world.units.count() : world.selected_count;
    const FieldIndex field = field_for(world, goal, sent);
    for (UnitIndex unit = 0; unit < world.units.count(); ++unit) {
        if (world.selected_count == 0 || world.units.selected[unit] != 0) send(world, unit, goal, field);
    }
}

}  // namespace outrider::sim
