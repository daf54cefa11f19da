#include "tests/tools/make_maps/landmarks.h"

#include "tests/tools/make_maps/brushes.h"

namespace outrider::make_maps {

namespace {

Polygon ring_of_corners(Vec2 centre, double radius, int corners) {
    Polygon polygon;
    for (int i = 0; i < corners; ++i) {
        polygon.push_back(centre + direction(0.17 + static_cast<double>(i) / corners) * radius);
    }
    return polygon;
}

}  // namespace

void build_market(Canvas& canvas, const Polygon& square) {
    const Vec2 middle = centroid(square);
    fill_polygon(canvas, rectangle(middle + Vec2{0.0, -9.0}, {1.0, 0.0}, 16.0, 8.0), terrain::kRock);
    fill_disc(canvas, middle + Vec2{0.0, 4.0}, 2.2, terrain::kWater);
    for (const double side : {-1.0, 1.0}) {
        for (double stall = -10.0; stall <= 10.0; stall += 6.0) {
            fill_polygon(canvas, rectangle(middle + Vec2{stall, 4.0 + side * 9.0}, {1.0, 0.0}, 3.0, 2.0),
                         terrain::kRock);
        }
    }
}

void build_minster(Canvas& canvas, const Polygon& yard, const Noise& noise) {
    fill_polygon(canvas, yard, terrain::kGrass);
    const Vec2 middle = centroid(yard);
    plant_garden(canvas, yard, 0.1, noise);
    fill_polygon(canvas, rectangle(middle, {1.0, 0.0}, 38.0, 20.0), terrain::kGround);
    fill_polygon(canvas, rectangle(middle, {1.0, 0.0}, 14.0, 30.0), terrain::kGround);
    fill_polygon(canvas, rectangle(middle, {1.0, 0.0}, 30.0, 10.0), terrain::kRock);
    fill_polygon(canvas, rectangle(middle + Vec2{4.0, 0.0}, {1.0, 0.0}, 8.0, 22.0), terrain::kRock);
    fill_disc(canvas, middle + Vec2{15.0, 0.0}, 5.0, terrain::kRock);
    fill_polygon(canvas, rectangle(middle - Vec2{15.0, 0.0}, {1.0, 0.0}, 7.0, 13.0), terrain::kRock);
}

void build_castle(Canvas& canvas, Vec2 centre, Vec2 inward) {
    fill_disc(canvas, centre, 38.0, terrain::kGround);
    fill_disc(canvas, centre, 33.5, terrain::kWater);
    fill_disc(canvas, centre, 27.5, terrain::kGrass);
    const Polygon wall = ring_of_corners(centre, 25.0, 7);
    fill_polygon(canvas, wall, terrain::kGround);
    draw_polygon(canvas, wall, 2.6, terrain::kRock);
    for (const Vec2 corner : wall) fill_disc(canvas, corner, 3.4, terrain::kRock);
    const Vec2 aside = quarter_turn(inward);
    fill_polygon(canvas, rectangle(centre - inward * 7.0, inward, 11.0, 11.0), terrain::kRock);
    fill_polygon(canvas, rectangle(centre + aside * 13.0 + inward * 2.0, inward, 15.0, 6.0), terrain::kRock);
    fill_disc(canvas, centre + inward * 7.0 - aside * 9.0, 1.5, terrain::kWater);
    draw_curve(canvas, {centre + inward * 12.0, centre + inward * 42.0}, 5.0, terrain::kGround);
}

}  // namespace outrider::make_maps
