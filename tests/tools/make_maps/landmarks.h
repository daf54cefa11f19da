// The buildings by which one finds one's way in the town.
#pragma once

#include "tests/tools/make_maps/canvas.h"
#include "tests/tools/make_maps/noise.h"

namespace outrider::make_maps {

/// Open ground, a town hall, a well and two rows of stalls.
void build_market(Canvas& canvas, const Polygon& square);
/// A church like a cross, its tower in the west, a churchyard with trees.
void build_minster(Canvas& canvas, const Polygon& yard, const Noise& noise);
/// Behind a moat: a ring wall with a tower at each corner, the great tower and a hall, a bridge to the town, which lies
/// where `inward` (a unit vector) points.
void build_castle(Canvas& canvas, Vec2 centre, Vec2 inward);

}  // namespace outrider::make_maps
