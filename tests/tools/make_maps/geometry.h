// Points, curves and convex polygons in the plane of a map: x to the right, y down, one unit is one cell.
//
// Only + - * / and square roots (which IEEE 754 rounds correctly) are used, no sine and no power: the maps come out
// the same on every machine.
#pragma once

#include <cstddef>
#include <vector>

namespace outrider::make_maps {

struct Vec2 {
    double x = 0.0;
    double y = 0.0;

    friend constexpr Vec2 operator+(Vec2 a, Vec2 b) noexcept { return {a.x + b.x, a.y + b.y}; }
    friend constexpr Vec2 operator-(Vec2 a, Vec2 b) noexcept { return {a.x - b.x, a.y - b.y}; }
    friend constexpr Vec2 operator*(Vec2 a, double factor) noexcept { return {a.x * factor, a.y * factor}; }
};

[[nodiscard]] constexpr double dot(Vec2 a, Vec2 b) noexcept { return a.x * b.x + a.y * b.y; }
[[nodiscard]] double length(Vec2 v) noexcept;
[[nodiscard]] double distance(Vec2 a, Vec2 b) noexcept;
/// The zero vector stays zero.
[[nodiscard]] Vec2 normalised(Vec2 v) noexcept;
[[nodiscard]] constexpr Vec2 midpoint(Vec2 a, Vec2 b) noexcept { return (a + b) * 0.5; }
/// A quarter turn to the right, as seen on the screen.
[[nodiscard]] constexpr Vec2 quarter_turn(Vec2 v) noexcept { return {-v.y, v.x}; }
/// The unit vector after `turns` of a full circle, from east over south. Even only in each quarter, which is enough.
[[nodiscard]] Vec2 direction(double turns) noexcept;
/// How far `point` is from the segment a-b.
[[nodiscard]] double distance_to_segment(Vec2 point, Vec2 a, Vec2 b) noexcept;

/// A line through its points, in order.
using Curve = std::vector<Vec2>;

/// A smooth line through all `stations` (Catmull and Rom, "A class of local interpolating splines", 1974).
[[nodiscard]] Curve smooth_curve(const std::vector<Vec2>& stations);
[[nodiscard]] double curve_length(const Curve& curve) noexcept;

/// A place on a curve and the way that the curve goes there.
struct CurvePoint {
    Vec2 position;
    Vec2 heading;
};
/// REQUIRES: at least two points. `along` is the length from the curve's beginning; beyond the end it is the end.
[[nodiscard]] CurvePoint walk_along(const Curve& curve, double along) noexcept;

/// A convex polygon, corners clockwise as seen on the screen.
using Polygon = std::vector<Vec2>;

[[nodiscard]] Polygon rectangle(double x0, double y0, double x1, double y1);
/// A rectangle about `centre` that looks along `heading` (a unit vector).
[[nodiscard]] Polygon rectangle(Vec2 centre, Vec2 heading, double depth, double breadth);
[[nodiscard]] double area(const Polygon& polygon) noexcept;
[[nodiscard]] Vec2 centroid(const Polygon& polygon) noexcept;
[[nodiscard]] bool contains(const Polygon& polygon, Vec2 point) noexcept;
/// The distance from `point` to the nearest edge.
[[nodiscard]] double distance_to_edge(const Polygon& polygon, Vec2 point) noexcept;

/// What of `polygon` lies on the side of the line through `on_line` to which `inward` points. May be empty.
[[nodiscard]] Polygon clip(const Polygon& polygon, Vec2 on_line, Vec2 inward);
/// Every edge moved inwards by `margin`. Empty if nothing is left.
[[nodiscard]] Polygon inset(const Polygon& polygon, double margin);
/// Of each seed the part of `bounds` that is nearer to it than to any other seed.
[[nodiscard]] std::vector<Polygon> voronoi(const std::vector<Vec2>& seeds, const Polygon& bounds);

}  // namespace outrider::make_maps
