// The player's hand on the ground: walls and towers are built, sold, mended and broken.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "game/sim/land.h"
#include "game/sim/siege/siege.h"
#include "shared/grid.h"

namespace outrider::sim::siege {

struct SiegeState;

/// Place in SiegeState::towers.
using TowerIndex = std::uint32_t;
inline constexpr TowerIndex kNoTower = ~TowerIndex{0};

/// The player's walls: by cell, 0 is none.
struct Walls {
    std::vector<std::uint8_t> health_255;  ///< what others read
    std::vector<std::int16_t> health;      ///< of a wall; of a tower's cell: -1 - index of the tower
};

/// What stands in a cell.
struct Building {
    bool is_wall = false;
    TowerIndex tower = kNoTower;
};

/// What building commands need, beside walls and towers.
struct Works {
    Works(const Land& land, const SiegeGround& ground);

    std::vector<std::uint8_t> is_kept_free;  ///< by cell, 1: nobody builds on it (the grounds of gates and door)
    // Of the last plan; scratch memory.
    std::vector<Cell> cells;
    std::vector<Cell> refused;
};

[[nodiscard]] Building building_at(const SiegeState& siege, Cell cell) noexcept;

/// What these commands would do now; its spans are valid until the next call.
[[nodiscard]] Plan plan_wall(SiegeState& siege, const BuildWall& wish) noexcept;
[[nodiscard]] Plan plan_tower(SiegeState& siege, const BuildTower& wish) noexcept;
[[nodiscard]] Plan plan_sale(SiegeState& siege, const Sell& wish) noexcept;
[[nodiscard]] Plan plan_repair(SiegeState& siege, const Repair& wish) noexcept;

Verdict build_wall(SiegeState& siege, const BuildWall& wish) noexcept;
Verdict build_tower(SiegeState& siege, const BuildTower& wish) noexcept;
Verdict sell(SiegeState& siege, const Sell& wish) noexcept;
Verdict repair(SiegeState& siege, const Repair& wish) noexcept;

/// Adds to the player's gold, up to a limit that no game should reach.
void earn(SiegeState& siege, std::int32_t gold) noexcept;
/// A raider strikes at what stands in this cell; at no health left it falls.
void batter(SiegeState& siege, Cell cell, std::int32_t damage) noexcept;

[[nodiscard]] std::uint64_t hash_of(const Walls& walls, std::span<const Tower> towers) noexcept;

}  // namespace outrider::sim::siege
