// The player's choice of units, and orders to them.
#pragma once

#include "game/sim/world_state.h"

namespace outrider::sim {

void clear_selection(WorldState& world) noexcept;
void select_nearest(WorldState& world, FixedPoint point, std::int32_t within_cells) noexcept;
void select_box(WorldState& world, FixedPoint corner, FixedPoint opposite_corner) noexcept;
/// Counts anew, after units have gone.
void recount_selection(WorldState& world) noexcept;

void order(WorldState& world, Cell goal) noexcept;

}  // namespace outrider::sim
