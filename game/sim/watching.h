// Cut ways: after an edit every unit looks ahead, a part of them in each tick, so that all notice within a fraction of
// a second and not only when they stand before the new wall.
#pragma once

#include <span>

#include "game/sim/world_state.h"

namespace outrider::sim {

/// Walls came up here.
void note_walls(CutWatch& watch, const CellRect& cells) noexcept;
/// Lets the units look whose turn it is.
void look_ahead(WorldState& world) noexcept;

/// Whether the way from `from` along the turning points is free, as far as it touches `clip`.
[[nodiscard]] bool is_way_free(const Land& land, Cell from, std::span<const PackedCell> points,
                               const CellRect& clip) noexcept;

/// A round of looks takes so long; a unit notices after two rounds at the latest.
inline constexpr std::uint32_t kLookRound_ticks = 12;

}  // namespace outrider::sim
