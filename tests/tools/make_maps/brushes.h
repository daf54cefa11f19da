// What the maps are painted with.
#pragma once

#include <functional>
#include <vector>

#include "tests/tools/make_maps/canvas.h"
#include "tests/tools/make_maps/noise.h"

namespace outrider::make_maps {

void fill_disc(Canvas& canvas, Vec2 centre, double radius, char letter);
void fill_polygon(Canvas& canvas, const Polygon& polygon, char letter);
/// The edge of a polygon, `thickness` cells inwards.
void draw_polygon(Canvas& canvas, const Polygon& polygon, double thickness, char letter);
void draw_curve(Canvas& canvas, const Curve& curve, double width, char letter);

/// A wood: trees everywhere within `radius`, thinning out towards a ragged edge. Only grass and ground are planted.
void plant_grove(Canvas& canvas, Vec2 centre, double radius, const Noise& noise);
/// A tree on about `density` of the grass cells inside the polygon.
void plant_garden(Canvas& canvas, const Polygon& polygon, double density, const Noise& noise);

/// Rock along a curve, ragged and thinning out towards its end.
void raise_ridge(Canvas& canvas, const Curve& crest, double width, const Noise& noise);
/// Rock all around the map, about `depth` cells deep, its inner foot ragged.
void raise_border(Canvas& canvas, double depth, const Noise& noise);

/// A river's bed and banks. Its width breathes; its banks are marsh here and there.
struct River {
    Curve course;
    double width = 8.0;
    double marsh = 2.0;  ///< widest strip of marsh along a bank
};
void paint_river(Canvas& canvas, const River& river, const Noise& noise);
/// A way across whatever is there: a bridge (ground) or a ford (marsh).
void paint_crossing(Canvas& canvas, CurvePoint over, double span, double width, char letter);
/// What a road does where it meets water.
enum class AtWater { kBridge, kWade };
/// A road: worn ground with ragged edges, through trees and rock with a little room to both sides. It bridges water
/// and marsh, or leaves them as they are (where the fords and bridges are there before the roads).
void paint_road(Canvas& canvas, const Curve& road, double width, const Noise& noise, AtWater at_water);
/// Single trees and boulders here and there on the grass, a few cells apart.
void strew(Canvas& canvas, int count, char letter, double radius, Random& random);

/// The cheapest way from one cell to another, smoothed; `cost(cell)` is the price of a step there (at least 0.1).
/// Edsger Dijkstra's algorithm, "A note on two problems in connexion with graphs", 1959.
[[nodiscard]] Curve cheapest_way(const Canvas& canvas, Cell from, Cell to, const std::function<double(Cell)>& cost);
/// The same through several places, in order.
[[nodiscard]] Curve cheapest_way(const Canvas& canvas, const std::vector<Vec2>& places,
                                 const std::function<double(Cell)>& cost);

/// Each cell becomes what most of its 3x3 neighbourhood is, `solid` or `open`; other letters stay.
void smooth_edges(Canvas& canvas, char solid, char open, int rounds);
/// Removes connected spots of `letter` that are smaller than `least_cells`.
void remove_specks(Canvas& canvas, char letter, std::size_t least_cells, char instead);

/// Makes the map honest, by blocking cells only: every free cell lies in a free 2x2 square; all such squares are
/// connected by straight moves (so a unit of 2x2 cells gets everywhere); and no two free cells touch at a corner
/// between two blocked ones, which would look like a gap and be none. What is filled takes the look of the nearest
/// blocked cell.
void fill_pockets(Canvas& canvas);

}  // namespace outrider::make_maps
