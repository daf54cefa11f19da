// The keep that is held against the horde.
#pragma once

#include <vector>

#include "tests/tools/make_maps/canvas.h"

namespace outrider::make_maps {

/// A walled yard, as cells: where it lies and which of its sides have a gate.
struct Keep {
    Vec2 centre;
    double breadth = 30.0;            ///< from west to east, walls included
    double depth = 25.0;              ///< from north to south
    std::vector<Vec2> gate_headings;  ///< unit vectors along x or y
};

/// Clears the ground, then raises wall, corner towers, gate towers and the great tower in the yard.
void build_keep(Canvas& canvas, const Keep& keep);
/// The place just before the gate with this heading.
[[nodiscard]] Vec2 before_gate(const Keep& keep, Vec2 heading) noexcept;

}  // namespace outrider::make_maps
