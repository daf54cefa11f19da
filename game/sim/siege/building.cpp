#include "game/sim/siege/building.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "game/sim/fold.h"
#include "game/sim/siege/siege_state.h"

namespace outrider::sim::siege {
namespace {

std::size_t index_of(const SiegeState& siege, Cell cell) noexcept {
    return static_cast<std::size_t>(cell.y) * static_cast<std::size_t>(siege.land.width_cells()) +
           static_cast<std::size_t>(cell.x);
}

CellRect cell_rect(Cell cell) noexcept { return {cell.x, cell.y, cell.x + 1, cell.y + 1}; }
CellRect tower_rect(Cell at) noexcept { return {at.x, at.y, at.x + kTowerSide_cells, at.y + kTowerSide_cells}; }

template <typename Visit>
void for_each_tower_cell(Cell at, Visit&& visit) {
    for (std::int32_t y = 0; y < kTowerSide_cells; ++y) {
        for (std::int32_t x = 0; x < kTowerSide_cells; ++x) visit(Cell{at.x + x, at.y + y});
    }
}

FixedPoint middle_of_tower(Cell at) noexcept {
    return {at.x * kFixedOne + kTowerSide_cells * kFixedOne / 2, at.y * kFixedOne + kTowerSide_cells * kFixedOne / 2};
}

// --- what ground can be had ---

bool covers(const SiegeState& siege, UnitIndex unit, Cell cell) noexcept {
    if (siege.crowd.clearance(unit) == Clearance::kOneCell) return cell_of(siege.crowd.positions()[unit]) == cell;
    const Cell anchor = siege.crowd.cell(unit);
    return cell.x >= anchor.x && cell.x <= anchor.x + 1 && cell.y >= anchor.y && cell.y <= anchor.y + 1;
}

bool is_stood_on(const SiegeState& siege, Cell cell) noexcept {
    constexpr std::int32_t kWidest = 2 * kFixedOne;  // from the middle of a cell to that of a unit that covers it
    bool stood_on = false;
    siege.crowd.for_each_near(centre_of(cell), kWidest, [&](UnitIndex unit) {
        stood_on = stood_on || (is_there(siege, unit) && covers(siege, unit, cell));
    });
    return stood_on;
}

bool can_be_built_on(const SiegeState& siege, Cell cell) noexcept {
    return siege.land.is_free(cell) && siege.works.is_kept_free[index_of(siege, cell)] == 0 &&
           !is_stood_on(siege, cell);
}

bool can_build_now(const SiegeState& siege) noexcept { return siege.standing.stage != Stage::kLost; }

bool is_drag_in_map(const SiegeState& siege, Cell from, Cell to) noexcept {
    return siege.land.contains(from) && siege.land.contains(to);
}

Plan begin_plan(SiegeState& siege) noexcept {
    siege.works.cells.clear();
    siege.works.refused.clear();
    return {};
}

Plan& finish(SiegeState& siege, Plan& plan, Verdict verdict) noexcept {
    plan.verdict = verdict;
    plan.cells = siege.works.cells;
    plan.refused = siege.works.refused;
    return plan;
}

// --- what stands there ---

std::int32_t worth_of(std::int32_t price, std::int32_t health, std::int32_t full, std::int32_t percent) noexcept {
    constexpr std::int32_t kHundredths = 100;
    return static_cast<std::int32_t>(std::int64_t{price} * percent * health * kHundredths / (std::int64_t{full} * 100));
}

/// In hundredths of gold.
std::int32_t sale_value(const SiegeState& siege, Cell cell, Building building) noexcept {
    if (building.is_wall) {
        return worth_of(kPrices.wall_gold, siege.walls.health[index_of(siege, cell)], kWallHealth, kSellPercent);
    }
    const Tower& tower = siege.towers[building.tower];
    return worth_of(kPrices.tower_gold[static_cast<std::size_t>(tower.kind)], tower.health, tower.full_health,
                    kSellPercent);
}

/// In gold; a little damage costs 1.
std::int32_t repair_price(const SiegeState& siege, Cell cell, Building building) noexcept {
    const auto price = [](std::int32_t new_gold, std::int32_t missing, std::int32_t full) {
        return (worth_of(new_gold, missing, full, kRepairPercent) + 99) / 100;
    };
    if (building.is_wall) {
        const std::int32_t missing = kWallHealth - siege.walls.health[index_of(siege, cell)];
        return missing == 0 ? 0 : std::max(1, price(kPrices.wall_gold, missing, kWallHealth));
    }
    const Tower& tower = siege.towers[building.tower];
    const std::int32_t missing = tower.full_health - tower.health;
    const std::int32_t new_gold = kPrices.tower_gold[static_cast<std::size_t>(tower.kind)];
    return missing == 0 ? 0 : std::max(1, price(new_gold, missing, tower.full_health));
}

/// Nobody mends what somebody digs at.
bool is_dug_at(const SiegeState& siege, Cell cell, Building building) noexcept {
    constexpr std::int32_t kDiggerReach = 2 * kFixedOne;  // from a cell's middle to that of a wide digger, and some
    const bool is_tower = building.tower != kNoTower;
    const FixedPoint middle = is_tower ? middle_of_tower(cell) : centre_of(cell);
    bool dug_at = false;
    siege.crowd.for_each_near(middle, kDiggerReach + (is_tower ? kFixedOne : 0), [&](UnitIndex unit) {
        if (!is_there(siege, unit) || siege.folk.doing[unit] != UnitDoing::kDigging) return;
        const Building wall = building_at(siege, siege.crowd.wall_ahead(unit));
        dug_at = dug_at || (is_tower ? wall.tower == building.tower : siege.crowd.wall_ahead(unit) == cell);
    });
    return dug_at;
}

/// Each wall and tower that the drag touches, once: visit(Cell, Building), of a tower its own cell.
template <typename Visit>
void for_each_building(const SiegeState& siege, Cell from, Cell to, Visit&& visit) {
    std::array<std::uint64_t, (Siege::kMaxTowers + 63) / 64> seen{};
    for_each_wall_cell(from, to, [&](Cell cell) {
        const Building building = building_at(siege, cell);
        if (building.is_wall) visit(cell, building);
        if (building.tower == kNoTower) return;
        std::uint64_t& word = seen[building.tower / 64];
        const std::uint64_t bit = std::uint64_t{1} << building.tower % 64;
        if ((word & bit) != 0) return;
        word |= bit;
        visit(siege.towers[building.tower].at, building);
    });
}

void note_cells(std::vector<Cell>& cells, Cell cell, Building building) noexcept {
    if (building.is_wall) {
        cells.push_back(cell);
    } else {
        for_each_tower_cell(cell, [&](Cell part) { cells.push_back(part); });
    }
}

// --- changing the ground ---

void set_blocked(SiegeState& siege, Cell cell, bool blocked) noexcept {
    if (!siege.land.set_wall(cell, blocked)) return;
    siege.edits.push_back({pack(cell), !blocked});
    siege.changed = joined(siege.changed, cell_rect(cell));
}

void show(SiegeState& siege, Event::Kind kind, FixedPoint at) noexcept {
    siege.events.add({kind, UnitKind::kRunner, at, at, 0, siege.standing.ticks});
}

void set_wall_health(SiegeState& siege, Cell cell, std::int32_t health) noexcept {
    const std::size_t index = index_of(siege, cell);
    siege.walls.health[index] = static_cast<std::int16_t>(health);
    siege.walls.health_255[index] =
        health <= 0 ? std::uint8_t{0} : static_cast<std::uint8_t>(std::max(1, health * 255 / kWallHealth));
    siege.changed = joined(siege.changed, cell_rect(cell));
}

void put_wall(SiegeState& siege, Cell cell) noexcept {
    set_blocked(siege, cell, true);
    set_wall_health(siege, cell, kWallHealth);
}

void take_wall(SiegeState& siege, Cell cell) noexcept {
    set_blocked(siege, cell, false);
    set_wall_health(siege, cell, 0);
}

void put_tower(SiegeState& siege, TowerIndex index, const BuildTower& wish) noexcept {
    const std::int32_t health = traits_of(wish.kind).health;
    siege.towers[index] = {wish.kind, wish.at, health, health, 0, index % kLookAgain_ticks, true};
    siege.batteries.target[index] = {};
    for_each_tower_cell(wish.at, [&](Cell cell) {
        set_blocked(siege, cell, true);
        siege.walls.health[index_of(siege, cell)] = static_cast<std::int16_t>(-1 - static_cast<std::int32_t>(index));
    });
}

void take_tower(SiegeState& siege, TowerIndex index) noexcept {
    Tower& tower = siege.towers[index];
    for_each_tower_cell(tower.at, [&](Cell cell) {
        set_blocked(siege, cell, false);
        siege.walls.health[index_of(siege, cell)] = 0;
    });
    tower = {};
    siege.batteries.target[index] = {};
}

/// The lowest empty place in the list; kNoTower if there may be no more.
TowerIndex spare_tower(const SiegeState& siege) noexcept {
    const auto spare = std::find_if(siege.towers.begin(), siege.towers.end(), [](const Tower& t) { return !t.stands; });
    const auto index = static_cast<TowerIndex>(spare - siege.towers.begin());
    return index < Siege::kMaxTowers ? index : kNoTower;
}

bool came_about(Verdict verdict) noexcept { return verdict == Verdict::kDone || verdict == Verdict::kPartly; }

CellRect around_all(std::span<const Cell> cells) noexcept {
    CellRect all;
    for (const Cell cell : cells) all = joined(all, cell_rect(cell));
    return all;
}

void keep_free(const Land& land, std::vector<std::uint8_t>& is_kept_free, const CellRect& rect, std::int32_t margin) {
    for (std::int32_t y = std::max(0, rect.y0 - margin); y < std::min(land.height_cells(), rect.y1 + margin); ++y) {
        for (std::int32_t x = std::max(0, rect.x0 - margin); x < std::min(land.width_cells(), rect.x1 + margin); ++x) {
            is_kept_free[static_cast<std::size_t>(y) * static_cast<std::size_t>(land.width_cells()) +
                         static_cast<std::size_t>(x)] = 1;
        }
    }
}

}  // namespace

Works::Works(const Land& land, const SiegeGround& ground) : is_kept_free(land.terrain().size(), 0) {
    for (const CellRect& gate : ground.gates) keep_free(land, is_kept_free, gate, kGateGround_cells);
    keep_free(land, is_kept_free, cell_rect(ground.door), kDoorGround_cells);
    // The longest drag; a tower that is touched counts four cells for one or two of the drag.
    const auto longest = static_cast<std::size_t>(land.width_cells() + land.height_cells());
    cells.reserve(4 * longest);
    refused.reserve(4 * longest);
}

Building building_at(const SiegeState& siege, Cell cell) noexcept {
    if (!siege.land.contains(cell)) return {};
    const std::int32_t health = siege.walls.health[index_of(siege, cell)];
    if (health < 0) return {false, static_cast<TowerIndex>(-1 - health)};
    return {health > 0, kNoTower};
}

// --- plans ---

Plan plan_wall(SiegeState& siege, const BuildWall& wish) noexcept {
    Plan plan = begin_plan(siege);
    if (!can_build_now(siege)) return finish(siege, plan, Verdict::kNotNow);
    if (!is_drag_in_map(siege, wish.from, wish.to)) return finish(siege, plan, Verdict::kTaken);
    bool gold_ended = false;
    for_each_wall_cell(wish.from, wish.to, [&](Cell cell) {
        if (building_at(siege, cell).is_wall) return;  // that is what was wished for
        if (!can_be_built_on(siege, cell)) {
            siege.works.refused.push_back(cell);
        } else if (plan.cost_gold + kPrices.wall_gold > siege.standing.gold) {
            gold_ended = true;
        } else {
            siege.works.cells.push_back(cell);
            plan.cost_gold += kPrices.wall_gold;
        }
    });
    if (siege.works.cells.empty()) return finish(siege, plan, gold_ended ? Verdict::kNoGold : Verdict::kTaken);
    const bool whole = !gold_ended && siege.works.refused.empty();
    return finish(siege, plan, whole ? Verdict::kDone : Verdict::kPartly);
}

Plan plan_tower(SiegeState& siege, const BuildTower& wish) noexcept {
    Plan plan = begin_plan(siege);
    if (!can_build_now(siege)) return finish(siege, plan, Verdict::kNotNow);
    if (!siege.land.contains(wish.at)) return finish(siege, plan, Verdict::kTaken);
    for_each_tower_cell(wish.at, [&](Cell cell) {
        const bool can = siege.land.contains(cell) && can_be_built_on(siege, cell);
        (can ? siege.works.cells : siege.works.refused).push_back(cell);
    });
    plan.cost_gold = kPrices.tower_gold[static_cast<std::size_t>(wish.kind)];
    if (!siege.works.refused.empty()) return finish(siege, plan, Verdict::kTaken);
    if (plan.cost_gold > siege.standing.gold) return finish(siege, plan, Verdict::kNoGold);
    return finish(siege, plan, spare_tower(siege) == kNoTower ? Verdict::kTooMany : Verdict::kDone);
}

Plan plan_sale(SiegeState& siege, const Sell& wish) noexcept {
    Plan plan = begin_plan(siege);
    if (!can_build_now(siege)) return finish(siege, plan, Verdict::kNotNow);
    if (!is_drag_in_map(siege, wish.from, wish.to)) return finish(siege, plan, Verdict::kNothing);
    std::int32_t worth_hundredths = 0;
    for_each_building(siege, wish.from, wish.to, [&](Cell cell, Building building) {
        worth_hundredths += sale_value(siege, cell, building);
        note_cells(siege.works.cells, cell, building);
    });
    plan.cost_gold = -(worth_hundredths / 100);
    return finish(siege, plan, siege.works.cells.empty() ? Verdict::kNothing : Verdict::kDone);
}

Plan plan_repair(SiegeState& siege, const Repair& wish) noexcept {
    Plan plan = begin_plan(siege);
    if (!can_build_now(siege)) return finish(siege, plan, Verdict::kNotNow);
    if (!is_drag_in_map(siege, wish.from, wish.to)) return finish(siege, plan, Verdict::kNothing);
    bool gold_ended = false;
    for_each_building(siege, wish.from, wish.to, [&](Cell cell, Building building) {
        const std::int32_t price = repair_price(siege, cell, building);
        if (price == 0) return;
        if (is_dug_at(siege, cell, building)) {
            note_cells(siege.works.refused, cell, building);
            return;
        }
        if (plan.cost_gold + price > siege.standing.gold) {
            gold_ended = true;
            return;
        }
        plan.cost_gold += price;
        note_cells(siege.works.cells, cell, building);
    });
    const bool any_refused = !siege.works.refused.empty();
    if (!siege.works.cells.empty()) {
        return finish(siege, plan, gold_ended || any_refused ? Verdict::kPartly : Verdict::kDone);
    }
    if (gold_ended) return finish(siege, plan, Verdict::kNoGold);
    return finish(siege, plan, any_refused ? Verdict::kTaken : Verdict::kNothing);
}

// --- deeds ---

Verdict build_wall(SiegeState& siege, const BuildWall& wish) noexcept {
    const Plan plan = plan_wall(siege, wish);
    if (!came_about(plan.verdict)) return plan.verdict;
    siege.standing.gold -= plan.cost_gold;
    for (const Cell cell : plan.cells) {
        put_wall(siege, cell);
        show(siege, Event::Kind::kBuilt, centre_of(cell));
    }
    mind_walls(siege, around_all(plan.cells), true);
    return plan.verdict;
}

Verdict build_tower(SiegeState& siege, const BuildTower& wish) noexcept {
    const Plan plan = plan_tower(siege, wish);
    if (!came_about(plan.verdict)) return plan.verdict;
    siege.standing.gold -= plan.cost_gold;
    const TowerIndex index = spare_tower(siege);
    if (index == siege.towers.size()) {  // room for all of them was got at the beginning
        siege.towers.emplace_back();
        siege.batteries.target.emplace_back();
    }
    put_tower(siege, index, wish);
    show(siege, Event::Kind::kBuilt, middle_of_tower(wish.at));
    mind_walls(siege, tower_rect(wish.at), true);
    return plan.verdict;
}

Verdict sell(SiegeState& siege, const Sell& wish) noexcept {
    const Plan plan = plan_sale(siege, wish);
    if (!came_about(plan.verdict)) return plan.verdict;
    earn(siege, -plan.cost_gold);
    for (const Cell cell : plan.cells) {
        const Building building = building_at(siege, cell);
        if (building.is_wall) take_wall(siege, cell);
        if (building.tower != kNoTower) take_tower(siege, building.tower);  // its other cells are empty then
        show(siege, Event::Kind::kSold, centre_of(cell));
    }
    mind_walls(siege, around_all(plan.cells), false);
    return plan.verdict;
}

Verdict repair(SiegeState& siege, const Repair& wish) noexcept {
    const Plan plan = plan_repair(siege, wish);
    if (!came_about(plan.verdict)) return plan.verdict;
    siege.standing.gold -= plan.cost_gold;
    for (const Cell cell : plan.cells) {
        const Building building = building_at(siege, cell);
        if (building.is_wall) set_wall_health(siege, cell, kWallHealth);
        if (building.tower == kNoTower) continue;
        Tower& tower = siege.towers[building.tower];
        tower.health = tower.full_health;
    }
    return plan.verdict;
}

void earn(SiegeState& siege, std::int32_t gold) noexcept {
    constexpr std::int32_t kMost_gold = 1'000'000;
    siege.standing.gold = std::min(siege.standing.gold + gold, kMost_gold);
}

void batter(SiegeState& siege, Cell cell, std::int32_t damage) noexcept {
    const Building building = building_at(siege, cell);
    if (building.is_wall) {
        show(siege, Event::Kind::kDig, centre_of(cell));
        const std::int32_t health = siege.walls.health[index_of(siege, cell)] - damage;
        if (health > 0) {
            set_wall_health(siege, cell, health);
            return;
        }
        take_wall(siege, cell);
        show(siege, Event::Kind::kWallDown, centre_of(cell));
        mind_walls(siege, cell_rect(cell), false);
    } else if (building.tower != kNoTower) {
        show(siege, Event::Kind::kDig, centre_of(cell));
        Tower& tower = siege.towers[building.tower];
        tower.health -= damage;
        if (tower.health > 0) return;
        const Cell at = tower.at;
        take_tower(siege, building.tower);
        show(siege, Event::Kind::kWallDown, middle_of_tower(at));
        mind_walls(siege, tower_rect(at), false);
    }
}

std::uint64_t hash_of(const Walls& walls, std::span<const Tower> towers) noexcept {
    Fold fold;
    for (std::size_t i = 0; i < walls.health.size(); ++i) {
        if (walls.health[i] != 0) fold.add(i, walls.health[i]);
    }
    for (const Tower& tower : towers) {
        fold.add(tower.stands);
        if (!tower.stands) continue;
        fold.add(tower.kind, tower.at.x, tower.at.y, tower.health, tower.facing, tower.ready_in_ticks);
    }
    return fold.value();
}

}  // namespace outrider::sim::siege
