#include "game/sim/goals.h"

namespace outrider::sim {
namespace {

constexpr int kTries = 16;  // to find a good cell or quarry, before taking what there is
constexpr std::int32_t kCaught_cells = 1;
constexpr std::int32_t kSideStep_cells = 12;
// 4 to 6 cells a second.
constexpr std::int32_t kSlowest = 4 * kFixedOne / kTicksPerSecond;
constexpr std::int32_t kFastest = 6 * kFixedOne / kTicksPerSecond;

/// Someone else in the same region, if a few tries find one.
UnitIndex choose_quarry(WorldState& world, UnitIndex unit, Region region) noexcept {
    Units& units = world.units;
    for (int i = 0; i < kTries; ++i) {
        const UnitIndex other = units.random[unit].below(units.count());
        if (other == unit || world.regions.at(units.cell(other)) != region) continue;
        if (steps_between(units.cell(unit), units.cell(other)) > kCaught_cells) return other;
    }
    return kNobody;
}

Cell choose_cell(WorldState& world, UnitIndex unit, Region region) noexcept {
    const Cell here = world.units.cell(unit);
    Cell choice = here;
    for (int i = 0; i < kTries; ++i) {
        choice = world.regions.pick(region, world.units.random[unit]);
        if (choice != here && world.land.is_free(choice)) break;
    }
    return choice;
}

}  // namespace

void place_new_unit(WorldState& world, UnitIndex unit) noexcept {
    Units& units = world.units;
    Random& random = units.random[unit];
    Cell start = world.regions.pick_any(random);
    for (int i = 0; i < kTries && !world.land.is_free(start); ++i) start = world.regions.pick_any(random);
    if (!world.land.is_free(start)) start = world.land.next_free(start).value_or(start);
    const auto speed = static_cast<std::int32_t>(random.below(kFastest - kSlowest + 1)) + kSlowest;
    units.stride[unit] = {pack(start), 0, speed, static_cast<Direction>(random.below(8))};
    units.position[unit] = units.previous[unit] = position_of(units.stride[unit]);
    units.facing[unit] = facing_of(units.stride[unit].direction);
}

void choose_goal(WorldState& world, UnitIndex unit) noexcept {
    world.units.ordered[unit] = 0;
    const Region region = world.regions.at(world.units.cell(unit));
    world.units.quarry[unit] = world.chase ? choose_quarry(world, unit, region) : kNobody;
    if (has_quarry(world, unit)) {
        aim_at_quarry(world, unit);
    } else {
        world.units.goal[unit] = choose_cell(world, unit, region);
    }
}

bool has_quarry(const WorldState& world, UnitIndex unit) noexcept {
    return world.units.quarry[unit] < world.units.count();
}

void aim_at_quarry(WorldState& world, UnitIndex unit) noexcept {
    if (has_quarry(world, unit)) world.units.goal[unit] = world.units.cell(world.units.quarry[unit]);
}

bool has_caught_quarry(const WorldState& world, UnitIndex unit) noexcept {
    if (!has_quarry(world, unit)) return false;
    return steps_between(world.units.cell(unit), world.units.cell(world.units.quarry[unit])) <= kCaught_cells;
}

std::optional<Cell> find_refuge(WorldState& world, UnitIndex unit) noexcept {
    if (const auto near = world.land.nearest_free(world.units.cell(unit), kSideStep_cells)) return near;
    for (int i = 0; i < kTries; ++i) {
        const Cell cell = world.regions.pick_any(world.units.random[unit]);
        if (world.land.is_free(cell)) return cell;
    }
    return world.land.next_free(world.regions.pick_any(world.units.random[unit]));
}

}  // namespace outrider::sim
