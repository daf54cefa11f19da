#include "tests/tools/make_maps/keep.h"

#include "tests/tools/make_maps/brushes.h"

namespace outrider::make_maps {

namespace {

constexpr double kWall = 2.0;
constexpr double kGateWidth = 5.0;

Vec2 half_towards(const Keep& keep, Vec2 heading) noexcept {
    return {heading.x * keep.breadth * 0.5, heading.y * keep.depth * 0.5};
}

Polygon box_about(Vec2 centre, double side) {
    return rectangle(centre.x - side * 0.5, centre.y - side * 0.5, centre.x + side * 0.5, centre.y + side * 0.5);
}

void open_gate(Canvas& canvas, const Keep& keep, Vec2 heading) {
    const Vec2 gate = keep.centre + half_towards(keep, heading) - heading * (kWall * 0.5);
    const Vec2 aside = quarter_turn(heading);
    for (const double side : {-1.0, 1.0}) {
        fill_polygon(canvas, box_about(gate + aside * (side * (kGateWidth * 0.5 + 1.5)), 4.0), terrain::kRock);
    }
    fill_polygon(canvas, rectangle(gate, heading, 10.0, kGateWidth), terrain::kGround);
}

}  // namespace

void build_keep(Canvas& canvas, const Keep& keep) {
    const Vec2 half{keep.breadth * 0.5, keep.depth * 0.5};
    const Polygon wall =
        rectangle(keep.centre.x - half.x, keep.centre.y - half.y, keep.centre.x + half.x, keep.centre.y + half.y);
    fill_polygon(canvas, inset(wall, -4.0), terrain::kGround);
    fill_polygon(canvas, wall, terrain::kGround);
    draw_polygon(canvas, wall, kWall, terrain::kRock);
    for (const Vec2 corner : wall) {
        fill_polygon(canvas, box_about(corner + (keep.centre - corner) * 0.05, 5.0), terrain::kRock);
    }
    for (const Vec2 heading : keep.gate_headings) open_gate(canvas, keep, heading);
    fill_polygon(canvas, box_about(keep.centre + Vec2{5.0, 0.0}, 8.0), terrain::kRock);
}

Vec2 before_gate(const Keep& keep, Vec2 heading) noexcept {
    return keep.centre + half_towards(keep, heading) + heading * 4.0;
}

}  // namespace outrider::make_maps
