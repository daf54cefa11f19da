#include "tests/tools/make_maps/geometry.h"

#include <algorithm>
#include <cmath>

namespace outrider::make_maps {

namespace {

/// The smallest area, in cells, that is still a polygon.
constexpr double kLeastArea = 0.5;

Vec2 catmull_rom(Vec2 before, Vec2 from, Vec2 to, Vec2 after, double t) {
    const Vec2 linear = to - before;
    const Vec2 square = before * 2.0 - from * 5.0 + to * 4.0 - after;
    const Vec2 cube = from * 3.0 - before - to * 3.0 + after;
    return from + (linear * t + square * (t * t) + cube * (t * t * t)) * 0.5;
}

}  // namespace

double length(Vec2 v) noexcept { return std::sqrt(dot(v, v)); }

double distance(Vec2 a, Vec2 b) noexcept { return length(b - a); }

Vec2 normalised(Vec2 v) noexcept {
    const double size = length(v);
    return size > 0.0 ? v * (1.0 / size) : v;
}

Vec2 direction(double turns) noexcept {
    const double quarters = (turns - std::floor(turns)) * 4.0;
    const double quarter = std::floor(quarters);
    // The rational circle: (1 - t^2, 2t) / (1 + t^2) goes from east to south as t goes from 0 to 1.
    const double t = quarters - quarter;
    Vec2 result = Vec2{1.0 - t * t, 2.0 * t} * (1.0 / (1.0 + t * t));
    for (int i = 0; i < static_cast<int>(quarter); ++i) result = quarter_turn(result);
    return result;
}

double distance_to_segment(Vec2 point, Vec2 a, Vec2 b) noexcept {
    const Vec2 along = b - a;
    const double square = dot(along, along);
    const double t = square > 0.0 ? std::clamp(dot(point - a, along) / square, 0.0, 1.0) : 0.0;
    return distance(point, a + along * t);
}

Curve smooth_curve(const std::vector<Vec2>& stations) {
    if (stations.size() < 2) return stations;
    Curve curve;
    const std::size_t last = stations.size() - 1;
    for (std::size_t i = 0; i < last; ++i) {
        const Vec2 before = i == 0 ? stations[0] * 2.0 - stations[1] : stations[i - 1];
        const Vec2 after = i + 1 == last ? stations[last] * 2.0 - stations[last - 1] : stations[i + 2];
        const int pieces = std::max(1, static_cast<int>(distance(stations[i], stations[i + 1]) / 3.0));
        for (int piece = 0; piece < pieces; ++piece) {
            curve.push_back(
                catmull_rom(before, stations[i], stations[i + 1], after, static_cast<double>(piece) / pieces));
        }
    }
    curve.push_back(stations[last]);
    return curve;
}

double curve_length(const Curve& curve) noexcept {
    double sum = 0.0;
    for (std::size_t i = 1; i < curve.size(); ++i) sum += distance(curve[i - 1], curve[i]);
    return sum;
}

CurvePoint walk_along(const Curve& curve, double along) noexcept {
    for (std::size_t i = 1; i < curve.size(); ++i) {
        const double step = distance(curve[i - 1], curve[i]);
        const Vec2 heading = normalised(curve[i] - curve[i - 1]);
        if (along <= step) return {curve[i - 1] + heading * along, heading};
        along -= step;
    }
    return {curve.back(), normalised(curve.back() - curve[curve.size() - 2])};
}

Polygon rectangle(double x0, double y0, double x1, double y1) { return {{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}; }

Polygon rectangle(Vec2 centre, Vec2 heading, double depth, double breadth) {
    const Vec2 ahead = heading * (depth * 0.5);
    const Vec2 aside = quarter_turn(heading) * (breadth * 0.5);
    return {centre - ahead - aside, centre + ahead - aside, centre + ahead + aside, centre - ahead + aside};
}

double area(const Polygon& polygon) noexcept {
    double twice = 0.0;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        const Vec2 a = polygon[i];
        const Vec2 b = polygon[(i + 1) % polygon.size()];
        twice += a.x * b.y - b.x * a.y;
    }
    return twice * 0.5;
}

Vec2 centroid(const Polygon& polygon) noexcept {
    Vec2 sum;
    double weight = 0.0;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        const Vec2 a = polygon[i];
        const Vec2 b = polygon[(i + 1) % polygon.size()];
        const double part = a.x * b.y - b.x * a.y;
        sum = sum + (a + b) * part;
        weight += 3.0 * part;
    }
    return weight > 0.0 ? sum * (1.0 / weight) : Vec2{};
}

bool contains(const Polygon& polygon, Vec2 point) noexcept {
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        const Vec2 a = polygon[i];
        if (dot(quarter_turn(polygon[(i + 1) % polygon.size()] - a), point - a) < 0.0) return false;
    }
    return !polygon.empty();
}

double distance_to_edge(const Polygon& polygon, Vec2 point) noexcept {
    double nearest = 1e9;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        nearest = std::min(nearest, distance_to_segment(point, polygon[i], polygon[(i + 1) % polygon.size()]));
    }
    return nearest;
}

Polygon clip(const Polygon& polygon, Vec2 on_line, Vec2 inward) {
    Polygon result;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        const Vec2 a = polygon[i];
        const Vec2 b = polygon[(i + 1) % polygon.size()];
        const double side_a = dot(a - on_line, inward);
        const double side_b = dot(b - on_line, inward);
        if (side_a >= 0.0) result.push_back(a);
        if ((side_a < 0.0) != (side_b < 0.0)) result.push_back(a + (b - a) * (side_a / (side_a - side_b)));
    }
    if (result.size() < 3 || area(result) < kLeastArea) result.clear();
    return result;
}

Polygon inset(const Polygon& polygon, double margin) {
    Polygon result = polygon;
    for (std::size_t i = 0; i < polygon.size() && !result.empty(); ++i) {
        const Vec2 inward = normalised(quarter_turn(polygon[(i + 1) % polygon.size()] - polygon[i]));
        result = clip(result, polygon[i] + inward * margin, inward);
    }
    return result;
}

std::vector<Polygon> voronoi(const std::vector<Vec2>& seeds, const Polygon& bounds) {
    std::vector<Polygon> cells;
    cells.reserve(seeds.size());
    for (const Vec2 seed : seeds) {
        Polygon cell = bounds;
        for (const Vec2 other : seeds) {
            if (distance(seed, other) > 0.0) cell = clip(cell, midpoint(seed, other), seed - other);
        }
        cells.push_back(std::move(cell));
    }
    return cells;
}

}  // namespace outrider::make_maps
