// The player's hand on the map: strokes of a round brush, and what they do to the units.
#pragma once

#include "game/sim/world_state.h"

namespace outrider::sim {

inline constexpr std::int32_t kMaxBrushRadius_cells = 64;

/// Sets all cells whose centre is within radius + 1/2 of the line. Returns the cells that changed.
CellRect paint_stroke(WorldState& world, Cell from, Cell to, std::int32_t radius_cells, bool wall) noexcept;

}  // namespace outrider::sim
