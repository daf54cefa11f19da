#include "tests/tools/make_maps/brushes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <queue>
#include <utility>

namespace outrider::make_maps {

namespace {

/// Calls paint(cell, letter&) for each cell of the canvas within `reach` of a box.
template <typename Paint>
void paint_box(Canvas& canvas, Vec2 low, Vec2 high, Paint&& paint) {
    const Cell first = cell_at(low);
    const Cell last = cell_at(high);
    for (std::int32_t y = std::max(0, first.y); y <= std::min(last.y, canvas.height() - 1); ++y) {
        for (std::int32_t x = std::max(0, first.x); x <= std::min(last.x, canvas.width() - 1); ++x) {
            paint(Cell{x, y}, canvas.at({x, y}));
        }
    }
}

template <typename Paint>
void paint_polygon(Canvas& canvas, const Polygon& polygon, Paint&& paint) {
    if (polygon.empty()) return;
    Vec2 low = polygon.front();
    Vec2 high = low;
    for (const Vec2 corner : polygon) {
        low = {std::min(low.x, corner.x), std::min(low.y, corner.y)};
        high = {std::max(high.x, corner.x), std::max(high.y, corner.y)};
    }
    paint_box(canvas, low, high, [&](Cell cell, char& letter) {
        if (contains(polygon, middle(cell))) paint(cell, letter);
    });
}

bool can_grow(char letter) { return letter == terrain::kGrass || letter == terrain::kGround; }

}  // namespace

void fill_disc(Canvas& canvas, Vec2 centre, double radius, char letter) {
    paint_box(canvas, centre - Vec2{radius, radius}, centre + Vec2{radius, radius}, [&](Cell cell, char& at) {
        if (distance(middle(cell), centre) <= radius) at = letter;
    });
}

void fill_polygon(Canvas& canvas, const Polygon& polygon, char letter) {
    paint_polygon(canvas, polygon, [&](Cell, char& at) { at = letter; });
}

void draw_polygon(Canvas& canvas, const Polygon& polygon, double thickness, char letter) {
    paint_polygon(canvas, polygon, [&](Cell cell, char& at) {
        if (distance_to_edge(polygon, middle(cell)) <= thickness) at = letter;
    });
}

void draw_curve(Canvas& canvas, const Curve& curve, double width, char letter) {
    const double half = width * 0.5;
    for (std::size_t i = 1; i < curve.size(); ++i) {
        const Vec2 a = curve[i - 1];
        const Vec2 b = curve[i];
        const Vec2 low{std::min(a.x, b.x) - half, std::min(a.y, b.y) - half};
        const Vec2 high{std::max(a.x, b.x) + half, std::max(a.y, b.y) + half};
        paint_box(canvas, low, high, [&](Cell cell, char& at) {
            if (distance_to_segment(middle(cell), a, b) <= half) at = letter;
        });
    }
}

void plant_grove(Canvas& canvas, Vec2 centre, double radius, const Noise& noise) {
    const Vec2 reach{radius * 1.5, radius * 1.5};
    paint_box(canvas, centre - reach, centre + reach, [&](Cell cell, char& at) {
        const Vec2 point = middle(cell);
        const double edge = radius * (0.55 + 0.9 * noise.fractal(point.x / 11.0, point.y / 11.0, 3));
        const double depth = edge - distance(point, centre);
        const bool planted = depth > 2.0 || (depth > 0.0 && noise.speck(cell.x, cell.y) < 0.45);
        if (planted && can_grow(at)) at = terrain::kTree;
    });
}

void plant_garden(Canvas& canvas, const Polygon& polygon, double density, const Noise& noise) {
    paint_polygon(canvas, polygon, [&](Cell cell, char& at) {
        if (at == terrain::kGrass && noise.speck(cell.x, cell.y) < density) at = terrain::kTree;
    });
}

void raise_ridge(Canvas& canvas, const Curve& crest, double width, const Noise& noise) {
    const double whole = curve_length(crest);
    for (double along = 0.0; along <= whole; along += 0.7) {
        const Vec2 at = walk_along(crest, along).position;
        const double left = 1.0 - along / whole;
        const double taper = 0.3 + 0.7 * left * (2.0 - left);
        const double rough = 1.0 + 2.6 * (noise.fractal(at.x / 6.0, at.y / 6.0, 2) - 0.5);
        fill_disc(canvas, noise.warp(at, 8.0, 5.0), width * 0.5 * taper * std::max(0.5, rough), terrain::kRock);
    }
}

void raise_border(Canvas& canvas, double depth, const Noise& noise) {
    paint_all(canvas, [&](Cell cell, char& at) {
        const double from_x = std::min(cell.x, canvas.width() - 1 - cell.x) + 0.5;
        const double from_y = std::min(cell.y, canvas.height() - 1 - cell.y) + 0.5;
        // Less than either distance where both are small: it rounds the corners.
        const double from_side = from_x * from_y / length({from_x, from_y});
        const double broad = noise.fractal(cell.x / 22.0, cell.y / 22.0, 2) - 0.5;
        const double fine = noise.fractal(cell.x / 7.0 + 9.0, cell.y / 7.0, 3) - 0.5;
        if (from_side < depth * (1.0 + 3.4 * broad + 1.7 * fine) || from_side < 1.5) at = terrain::kRock;
    });
}

void paint_river(Canvas& canvas, const River& river, const Noise& noise) {
    const double reach = river.width + river.marsh + 2.0;
    const Field away = distance_to(canvas, river.course, reach);
    paint_all(canvas, [&](Cell cell, char& at) {
        if (away.at(cell) >= reach) return;
        const double breath = noise.fractal(cell.x / 26.0, cell.y / 26.0, 2);
        const double half = river.width * (0.3 + 0.4 * breath);
        const double bank = half + river.marsh * (2.0 * noise.fractal(cell.x / 15.0 + 50.0, cell.y / 15.0, 2) - 0.6);
        if (away.at(cell) <= half) {
            at = terrain::kWater;
        } else if (away.at(cell) <= bank && is_walkable(at)) {
            at = terrain::kMarsh;
        }
    });
}

void paint_crossing(Canvas& canvas, CurvePoint over, double span, double width, char letter) {
    const Vec2 across = quarter_turn(over.heading);
    fill_polygon(canvas, rectangle(over.position, across, span, width), letter);
}

void paint_road(Canvas& canvas, const Curve& road, double width, const Noise& noise, AtWater at_water) {
    const Field away = distance_to(canvas, road, width + 4.0);
    paint_all(canvas, [&](Cell cell, char& at) {
        const bool wet = at == terrain::kWater || at == terrain::kMarsh;
        if (wet && at_water == AtWater::kWade) return;
        const double ragged = wet ? 0.0 : 2.4 * (noise.fractal(cell.x / 5.0, cell.y / 5.0, 2) - 0.5);
        if (away.at(cell) <= width * 0.5 + ragged) {
            at = terrain::kGround;
        } else if (away.at(cell) <= width * 0.5 + 1.5 + 2.0 * ragged &&
                   (at == terrain::kRock || at == terrain::kTree)) {
            at = terrain::kGrass;
        }
    });
}

void strew(Canvas& canvas, int count, char letter, double radius, Random& random) {
    for (int i = 0; i < count; ++i) {
        const Vec2 place{random.between(4.0, canvas.width() - 4.0), random.between(4.0, canvas.height() - 4.0)};
        bool lonely = true;
        paint_box(canvas, place - Vec2{3.0, 3.0}, place + Vec2{3.0, 3.0},
                  [&](Cell, char& at) { lonely = lonely && at == terrain::kGrass; });
        if (lonely) fill_disc(canvas, place, random.between(0.6, 1.0) * radius, letter);
    }
}

namespace {

using Front =
    std::priority_queue<std::pair<double, std::size_t>, std::vector<std::pair<double, std::size_t>>, std::greater<>>;

constexpr std::array<Cell, 8> kNeighbours{{{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {1, 1}, {-1, 1}, {1, -1}, {-1, -1}}};

/// For each cell, the one before it on the cheapest way from `from`.
std::vector<std::size_t> cheapest_tree(const Canvas& canvas, Cell from, Cell to,
                                       const std::function<double(Cell)>& cost) {
    std::vector<double> best(canvas.size(), 1e18);
    std::vector<std::size_t> before(canvas.size(), canvas.index(from));
    Front front;
    best[canvas.index(from)] = 0.0;
    front.emplace(0.0, canvas.index(from));
    const auto width = static_cast<std::size_t>(canvas.width());
    while (!front.empty() && front.top().second != canvas.index(to)) {
        const auto [sum, index] = front.top();
        front.pop();
        if (sum > best[index]) continue;
        const Cell cell{static_cast<std::int32_t>(index % width), static_cast<std::int32_t>(index / width)};
        for (const Cell step : kNeighbours) {
            const Cell next{cell.x + step.x, cell.y + step.y};
            if (!canvas.contains(next)) continue;
            const double longer = sum + cost(next) * (step.x != 0 && step.y != 0 ? kSqrt2 : 1.0);
            if (longer >= best[canvas.index(next)]) continue;
            best[canvas.index(next)] = longer;
            before[canvas.index(next)] = index;
            front.emplace(longer, canvas.index(next));
        }
    }
    return before;
}

}  // namespace

Curve cheapest_way(const Canvas& canvas, Cell from, Cell to, const std::function<double(Cell)>& cost) {
    constexpr std::size_t kStride_cells = 9;
    const std::vector<std::size_t> before = cheapest_tree(canvas, from, to, cost);
    const auto width = static_cast<std::size_t>(canvas.width());
    std::vector<Vec2> stations{middle(to)};
    std::size_t count = 0;
    for (std::size_t index = canvas.index(to); index != canvas.index(from); index = before[index]) {
        const Cell cell{static_cast<std::int32_t>(index % width), static_cast<std::int32_t>(index / width)};
        if (++count % kStride_cells == 0) stations.push_back(middle(cell));
    }
    stations.push_back(middle(from));
    return smooth_curve(stations);
}

Curve cheapest_way(const Canvas& canvas, const std::vector<Vec2>& places, const std::function<double(Cell)>& cost) {
    Curve whole;
    for (std::size_t i = 1; i < places.size(); ++i) {
        // The tree grows from its end, so the way comes out from the first place to the second.
        const Curve part = cheapest_way(canvas, cell_at(places[i]), cell_at(places[i - 1]), cost);
        whole.insert(whole.end(), part.begin(), part.end());
    }
    return whole;
}

}  // namespace outrider::make_maps
