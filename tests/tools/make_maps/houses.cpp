#include "tests/tools/make_maps/houses.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "tests/tools/make_maps/brushes.h"

namespace outrider::make_maps {

namespace {

/// Cuts across the longest edge, near its middle, and leaves `gap` free between the two parts.
std::pair<Polygon, Polygon> bisect(const Polygon& polygon, double gap, Random& random) {
    std::size_t longest = 0;
    const auto edge = [&](std::size_t i) { return polygon[(i + 1) % polygon.size()] - polygon[i]; };
    for (std::size_t i = 1; i < polygon.size(); ++i) {
        if (length(edge(i)) > length(edge(longest))) longest = i;
    }
    const Vec2 along = normalised(edge(longest));
    const Vec2 cut = polygon[longest] + edge(longest) * random.between(0.4, 0.6);
    return {clip(polygon, cut - along * (gap * 0.5), along * -1.0), clip(polygon, cut + along * (gap * 0.5), along)};
}

bool faces_street(const Polygon& house, const Polygon& block) {
    return std::any_of(house.begin(), house.end(), [&](Vec2 corner) { return distance_to_edge(block, corner) < 1.0; });
}

/// One block being divided.
class Block {
public:
    Block(Canvas& canvas, const Polygon& outline, const HouseStyle& style, Random& random, const Noise& noise)
        : canvas_(canvas), outline_(outline), style_(style), random_(random), noise_(noise) {}

    void divide(const Polygon& part) {
        if (part.empty()) return;
        if (area(part) <= style_.house_area * random_.between(0.5, 1.0)) return settle(part);
        const auto [left, right] =
            bisect(part, random_.chance(style_.alley_chance) ? style_.alley_width : 0.0, random_);
        divide(left);
        divide(right);
    }

private:
    void settle(const Polygon& place) {
        constexpr double kLeastHouse_cells = 14.0;
        if (area(place) < kLeastHouse_cells) return;
        if (!faces_street(place, outline_) || random_.chance(style_.garden_chance)) {
            fill_polygon(canvas_, place, terrain::kGrass);
            plant_garden(canvas_, inset(place, 2.0), 0.3, noise_);
        } else {
            fill_polygon(canvas_, place, terrain::kRock);
        }
    }

    Canvas& canvas_;
    const Polygon& outline_;
    const HouseStyle& style_;
    Random& random_;
    const Noise& noise_;
};

bool is_clear(const Canvas& canvas, const Polygon& place) {
    const Vec2 centre = centroid(place);
    const double reach = distance(centre, place.front()) + 1.0;
    for (double y = centre.y - reach; y <= centre.y + reach; y += 1.0) {
        for (double x = centre.x - reach; x <= centre.x + reach; x += 1.0) {
            const Cell cell = cell_at({x, y});
            if (!make_maps::contains(place, middle(cell))) continue;
            if (!canvas.contains(cell) || canvas.at(cell) != terrain::kGrass) return false;
        }
    }
    return true;
}

}  // namespace

void build_houses(Canvas& canvas, const Polygon& plot, const HouseStyle& style, Random& random, const Noise& noise) {
    if (plot.empty()) return;
    if (area(plot) <= style.block_area * random.between(0.7, 1.3)) {
        return Block(canvas, plot, style, random, noise).divide(plot);
    }
    const auto [left, right] = bisect(plot, style.lane_width, random);
    build_houses(canvas, left, style, random, noise);
    build_houses(canvas, right, style, random, noise);
}

int build_village(Canvas& canvas, Vec2 green, double radius, int cottages, Random& random) {
    constexpr int kTries_each = 40;
    constexpr double kLeastGap_cells = 2.6;
    int built = 0;
    for (int attempt = 0; attempt < cottages * kTries_each && built < cottages; ++attempt) {
        const Vec2 out = direction(random.real());
        const Vec2 centre = green + out * (radius * std::sqrt(random.between(0.1, 1.0)));
        const Vec2 outward = std::fabs(out.x) > std::fabs(out.y) ? Vec2{1.0, 0.0} : Vec2{0.0, 1.0};
        const double depth = random.between(3.6, 5.2);
        const double breadth = random.between(5.0, 8.0);
        const Polygon yard = rectangle(centre, outward, depth + 2.0 * kLeastGap_cells, breadth + 2.0 * kLeastGap_cells);
        if (!is_clear(canvas, yard)) continue;
        fill_polygon(canvas, rectangle(centre, outward, depth, breadth), terrain::kRock);
        ++built;
    }
    return built;
}

}  // namespace outrider::make_maps
