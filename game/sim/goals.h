// Where units start and where they want to go.
#pragma once

#include <optional>

#include "game/sim/world_state.h"

namespace outrider::sim {

/// Puts a new unit on a cell of its own choice, weighted by the size of regions.
void place_new_unit(WorldState& world, UnitIndex unit) noexcept;

/// A new goal in the unit's own region: a cell, or in a chase another unit.
void choose_goal(WorldState& world, UnitIndex unit) noexcept;

/// In a chase the goal is where the quarry is now.
void aim_at_quarry(WorldState& world, UnitIndex unit) noexcept;
[[nodiscard]] bool has_quarry(const WorldState& world, UnitIndex unit) noexcept;
[[nodiscard]] bool has_caught_quarry(const WorldState& world, UnitIndex unit) noexcept;

/// A free cell elsewhere for a unit that was buried; nothing if the whole map is wall.
[[nodiscard]] std::optional<Cell> find_refuge(WorldState& world, UnitIndex unit) noexcept;

}  // namespace outrider::sim
