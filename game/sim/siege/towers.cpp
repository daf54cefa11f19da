#include "game/sim/siege/towers.h"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "game/sim/fold.h"
#include "game/sim/siege/crowd_facing.h"
#include "game/sim/siege/siege_state.h"

namespace outrider::sim::siege {
namespace {

constexpr std::int32_t kBlock_cells = 4;

std::int32_t blocks_across(const SiegeState& siege) noexcept {
    return (siege.land.width_cells() + kBlock_cells - 1) / kBlock_cells;
}
std::int32_t blocks_down(const SiegeState& siege) noexcept {
    return (siege.land.height_cells() + kBlock_cells - 1) / kBlock_cells;
}

FixedPoint middle_of(const Tower& tower) noexcept {
    return {tower.at.x * kFixedOne + kTowerSide_cells * kFixedOne / 2,
            tower.at.y * kFixedOne + kTowerSide_cells * kFixedOne / 2};
}

FixedPoint position(const SiegeState& siege, UnitIndex unit) noexcept { return siege.crowd.positions()[unit]; }

void turn_to(Tower& tower, FixedPoint point) noexcept {
    const FixedPoint middle = middle_of(tower);
    tower.facing = facing_of_vector(point.x - middle.x, point.y - middle.y);
}

/// The raider nearest to a point; of equally near ones the one of the lowest place.
UnitIndex nearest_raider(const SiegeState& siege, FixedPoint point, std::int32_t reach) noexcept {
    UnitIndex nearest = kNobody;
    std::int64_t best = std::numeric_limits<std::int64_t>::max();
    siege.crowd.for_each_near(point, reach, [&](UnitIndex unit) {
        if (!is_raider_there(siege, unit)) return;
        const std::int64_t distance = squared_distance(position(siege, unit), point);
        if (distance > best || (distance == best && unit > nearest)) return;
        best = distance;
        nearest = unit;
    });
    return nearest;
}

/// Those whom something done at a point strikes: first all are found, since blows take units away.
std::span<const UnitIndex> raiders_around(SiegeState& siege, FixedPoint point, std::int32_t radius) noexcept {
    std::vector<UnitIndex>& struck = siege.batteries.struck;
    struck.clear();
    siege.crowd.for_each_near(point, radius, [&](UnitIndex unit) {
        if (is_raider_there(siege, unit)) struck.push_back(unit);
    });
    return struck;
}

// --- arrows ---

bool still_in_sight(const SiegeState& siege, const TowerTarget& target, FixedPoint from, std::int32_t range) noexcept {
    return target.unit != kNobody && is_raider_there(siege, target.unit) &&
           siege.folk.number[target.unit] == target.number && is_within(position(siege, target.unit), from, range);
}

bool shoot_arrow(SiegeState& siege, TowerIndex index) noexcept {
    Tower& tower = siege.towers[index];
    TowerTarget& target = siege.batteries.target[index];
    const TowerTraits& traits = traits_of(tower.kind);
    const FixedPoint from = middle_of(tower);
    if (!still_in_sight(siege, target, from, traits.range)) {
        const UnitIndex unit = nearest_raider(siege, from, traits.range);
        target = {unit, unit == kNobody ? 0 : siege.folk.number[unit]};
        if (unit == kNobody) return false;
    }
    const FixedPoint at = position(siege, target.unit);
    turn_to(tower, at);
    siege.events.add({Event::Kind::kArrow, siege.folk.kind[target.unit], from, at, 0, siege.standing.ticks});
    hurt(siege, target.unit, traits.damage, from);
    return true;
}

// --- shells ---

void count_raiders(SiegeState& siege) noexcept {
    std::vector<std::uint16_t>& raiders_in = siege.batteries.raiders_in;
    std::fill(raiders_in.begin(), raiders_in.end(), std::uint16_t{0});
    const std::int32_t across = blocks_across(siege);
    for (UnitIndex unit = 0; unit < siege.crowd.places(); ++unit) {
        if (!is_raider_there(siege, unit)) continue;
        const Cell cell = cell_of(position(siege, unit));
        ++raiders_in[static_cast<std::size_t>(cell.y / kBlock_cells * across + cell.x / kBlock_cells)];
    }
}

FixedPoint middle_of_block(std::int32_t x, std::int32_t y) noexcept {
    return {(x * kBlock_cells + kBlock_cells / 2) * kFixedOne, (y * kBlock_cells + kBlock_cells / 2) * kFixedOne};
}

/// Someone in the middle of the thickest crowd within range, or nobody.
UnitIndex in_the_thick(const SiegeState& siege, FixedPoint from, std::int32_t range) noexcept {
    const std::int32_t block = kBlock_cells * kFixedOne;
    const std::int32_t x1 = std::min((from.x + range) / block, blocks_across(siege) - 1);
    const std::int32_t y1 = std::min((from.y + range) / block, blocks_down(siege) - 1);
    std::uint16_t most = 0;
    FixedPoint thick{};
    for (std::int32_t y = std::max(0, from.y - range) / block; y <= y1; ++y) {
        for (std::int32_t x = std::max(0, from.x - range) / block; x <= x1; ++x) {
            const std::uint16_t raiders =
                siege.batteries.raiders_in[static_cast<std::size_t>(y * blocks_across(siege) + x)];
            const FixedPoint middle = middle_of_block(x, y);
            if (raiders <= most || !is_within(middle, from, range) || is_within(middle, from, kMortarDeadZone))
                continue;
            most = raiders;
            thick = middle;
        }
    }
    return most == 0 ? kNobody : nearest_raider(siege, thick, 3 * kFixedOne);
}

/// Where it will be if it goes on as in the last tick.
FixedPoint lead(const SiegeState& siege, UnitIndex unit, std::uint32_t ticks) noexcept {
    const FixedPoint now = position(siege, unit);
    const FixedPoint before = siege.crowd.previous_positions()[unit];
    const auto ahead = [&](std::int32_t at, std::int32_t was, std::int32_t side_cells) {
        return std::clamp(at + (at - was) * static_cast<std::int32_t>(ticks), 0, side_cells * kFixedOne - 1);
    };
    return {ahead(now.x, before.x, siege.land.width_cells()), ahead(now.y, before.y, siege.land.height_cells())};
}

std::uint32_t flight_ticks(FixedPoint from, FixedPoint to) noexcept {
    const std::int32_t cells = std::max(std::abs(from.x - to.x), std::abs(from.y - to.y)) / kFixedOne;
    return std::max(kShellShortest_ticks, static_cast<std::uint32_t>(cells) * kShellTicksPerCell);
}

bool shoot_mortar(SiegeState& siege, TowerIndex index) noexcept {
    Tower& tower = siege.towers[index];
    const FixedPoint from = middle_of(tower);
    const UnitIndex unit = in_the_thick(siege, from, traits_of(tower.kind).range);
    if (unit == kNobody || siege.shells.size() == siege.shells.capacity()) return false;
    const std::uint32_t ticks = flight_ticks(from, position(siege, unit));
    const FixedPoint to = lead(siege, unit, ticks);
    turn_to(tower, to);
    siege.shells.push_back({from, to, siege.now(), siege.now() + ticks});
    siege.events.add({Event::Kind::kMortarShot, siege.folk.kind[unit], from, to, 0, siege.standing.ticks});
    return true;
}

void land_shell(SiegeState& siege, const Shell& shell) noexcept {
    const TowerTraits& traits = traits_of(TowerKind::kMortar);
    siege.events.add(
        {Event::Kind::kMortarHit, UnitKind::kRunner, shell.from, shell.to, traits.area, siege.standing.ticks});
    for (const UnitIndex unit : raiders_around(siege, shell.to, traits.area)) {
        hurt(siege, unit, traits.damage, shell.to);
    }
}

void land_shells(SiegeState& siege) noexcept {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < siege.shells.size(); ++i) {
        const Shell shell = siege.shells[i];
        if (shell.lands_tick > siege.now()) {
            siege.shells[kept++] = shell;
        } else {
            land_shell(siege, shell);
        }
    }
    siege.shells.resize(kept);
}

// --- frost ---

bool breathe_frost(SiegeState& siege, TowerIndex index) noexcept {
    const Tower& tower = siege.towers[index];
    const TowerTraits& traits = traits_of(tower.kind);
    const FixedPoint from = middle_of(tower);
    const auto struck = raiders_around(siege, from, traits.range);
    if (struck.empty()) return false;
    siege.events.add({Event::Kind::kFrost, UnitKind::kRunner, from, from, traits.area, siege.standing.ticks});
    for (const UnitIndex unit : struck) {
        if (hurt(siege, unit, traits.damage, from)) slow(siege, unit);
    }
    return true;
}

bool shoot(SiegeState& siege, TowerIndex index) noexcept {
    switch (siege.towers[index].kind) {
        case TowerKind::kArrow: return shoot_arrow(siege, index);
        case TowerKind::kMortar: return shoot_mortar(siege, index);
        case TowerKind::kFrost: return breathe_frost(siege, index);
    }
    return false;
}

bool is_loaded_mortar(const Tower& tower) noexcept {
    return tower.stands && tower.kind == TowerKind::kMortar && tower.ready_in_ticks <= 1;
}

}  // namespace

Batteries::Batteries(const GridLayout& layout, std::uint32_t most_units)
    : raiders_in(static_cast<std::size_t>((layout.width_cells + kBlock_cells - 1) / kBlock_cells) *
                 static_cast<std::size_t>((layout.height_cells + kBlock_cells - 1) / kBlock_cells)) {
    target.reserve(Siege::kMaxTowers);
    struck.reserve(most_units);
}

void run_towers(SiegeState& siege) noexcept {
    land_shells(siege);
    if (std::any_of(siege.towers.begin(), siege.towers.end(), is_loaded_mortar)) count_raiders(siege);
    for (TowerIndex index = 0; index < siege.towers.size(); ++index) {
        Tower& tower = siege.towers[index];
        if (!tower.stands) continue;
        if (tower.ready_in_ticks > 0 && --tower.ready_in_ticks > 0) continue;
        tower.ready_in_ticks = shoot(siege, index) ? traits_of(tower.kind).reload_ticks : kLookAgain_ticks;
    }
}

std::uint64_t hash_of(const Batteries& batteries, std::span<const Shell> shells) noexcept {
    Fold fold;
    for (const TowerTarget& target : batteries.target) fold.add(target.unit, target.number);
    for (const Shell& shell : shells) {
        fold.add(shell.from.x, shell.from.y, shell.to.x, shell.to.y, shell.fired_tick, shell.lands_tick);
    }
    return fold.value();
}

}  // namespace outrider::sim::siege
