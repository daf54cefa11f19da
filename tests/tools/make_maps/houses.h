// Houses: how a plot of land is divided into them.
#pragma once

#include "tests/tools/make_maps/canvas.h"
#include "tests/tools/make_maps/noise.h"

namespace outrider::make_maps {

/// How densely a plot is built upon.
struct HouseStyle {
    double block_area = 900.0;  ///< blocks larger than this, in cells, are cut by a lane
    double lane_width = 3.2;
    double house_area = 120.0;  ///< houses are between half and all of it
    double alley_chance = 0.4;  ///< between two houses there is an alley, else a wall
    double alley_width = 2.8;
    double garden_chance = 0.1;  ///< a house's place is left as a garden
};

/// Cuts a convex plot into blocks by lanes, blocks into houses by alleys, and paints them. Places in the middle of a
/// block, without a street, become gardens.
void build_houses(Canvas& canvas, const Polygon& plot, const HouseStyle& style, Random& random, const Noise& noise);

/// Scatters cottages around a green, each with its front or back to it, wherever the ground is grass and nothing is
/// near. Returns how many found a place.
int build_village(Canvas& canvas, Vec2 green, double radius, int cottages, Random& random);

}  // namespace outrider::make_maps
