// A medieval town: wards around a market square, a ring wall with gates, a river with bridges, fields outside.
//
// The wards are the Voronoi cells of seeds on rings around the market. Seeds that stand in pairs on both sides of a
// line make the wards end along it: so the wall follows a ring and the quays follow the river.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "tests/tools/make_maps/brushes.h"
#include "tests/tools/make_maps/houses.h"
#include "tests/tools/make_maps/landmarks.h"
#include "tests/tools/make_maps/maps.h"

namespace outrider::make_maps {

namespace {

constexpr std::int32_t kSide_cells = 512;
constexpr Vec2 kCentre{262.0, 252.0};  ///< of the rings; the market lies beside it, away from the river
constexpr Vec2 kCastle{311.0, 121.0};
constexpr double kRiverWidth = 15.0;
constexpr double kQuay = 4.5;  ///< from the water to the houses
constexpr double kWallRadius = 196.0;

enum class WardUse { kHouses, kMarket, kMinster, kPark, kGreen, kSuburb, kField, kOrchard, kWood, kMeadow };

struct Ward {
    Polygon outline;
    Vec2 seed;
    WardUse use = WardUse::kHouses;
    bool walled = false;
};

/// Two wards meet here.
struct Border {
    Vec2 from;
    Vec2 to;
    std::vector<std::size_t> wards;
};

using CornerKey = std::pair<std::int64_t, std::int64_t>;

CornerKey key_of(Vec2 corner) {
    return {static_cast<std::int64_t>(std::floor(corner.x * 4.0 + 0.5)),
            static_cast<std::int64_t>(std::floor(corner.y * 4.0 + 0.5))};
}

class City {
public:
    explicit City(std::uint64_t seed)
        : canvas_(kSide_cells, kSide_cells, terrain::kGrass), random_(seed), noise_(seed * 31 + 7) {}

    Canvas make() {
        lay_river();
        lay_wards();
        find_walled_cells();
        find_borders();
        choose_gates();
        choose_uses();
        pave_town();
        build_wards();
        lay_streets();
        dig_river();
        build_wall();
        build_bridges();
        lay_roads();
        build_landmarks();
        finish();
        return std::move(canvas_);
    }

private:
    // --- the plan -----------------------------------------------------------------------------------------------

    void lay_river() {
        river_ = smooth_curve({{-20, 96},
                               {40, 120},
                               {92, 158},
                               {150, 176},
                               {200, 196},
                               {226, 232},
                               {232, 280},
                               {262, 322},
                               {318, 346},
                               {368, 366},
                               {402, 404},
                               {428, 452},
                               {472, 490},
                               {530, 520}});
        river_away_ = distance_to(canvas_, river_, 60.0);
    }

    /// The town is no perfect circle.
    double swell(Vec2 outward) const {
        return 1.0 + 0.05 * outward.x * outward.x +
               0.42 * (noise_.fractal(outward.x * 1.3 + 5.0, outward.y * 1.3, 2) - 0.5);
    }

    void add_ring(double radius, std::size_t count, double turn, double jitter) {
        for (std::size_t i = 0; i < count; ++i) {
            const Vec2 outward = direction(turn + static_cast<double>(i) / static_cast<double>(count));
            const Vec2 jolt{random_.between(-jitter, jitter), random_.between(-jitter, jitter)};
            add_seed(kCentre + outward * (radius * swell(outward)) + jolt, 0.0);
        }
    }

    /// Unless it is too near the river (whose own pairs stand there) or to another seed.
    void add_seed(Vec2 seed, double least_gap) {
        const Cell cell = cell_at(seed);
        if (canvas_.contains(cell) && river_away_.at(cell) < 36.0) return;
        if (std::any_of(seeds_.begin(), seeds_.end(), [&](Vec2 other) { return distance(seed, other) < least_gap; })) {
            return;
        }
        seeds_.push_back(seed);
    }

    void lay_wards() {
        constexpr double kPairGap = 44.0;
        constexpr double kPairReach = 25.0;
        for (double along = 20.0; along < curve_length(river_) - 20.0; along += kPairGap) {
            const CurvePoint at = walk_along(river_, along);
            seeds_.push_back(at.position + quarter_turn(at.heading) * kPairReach);
            seeds_.push_back(at.position - quarter_turn(at.heading) * kPairReach);
        }
        seeds_.push_back(kCentre + Vec2{18.0, -4.0});
        add_ring(66.0, 8, random_.real(), 5.0);
        add_ring(106.0, 14, random_.real(), 5.0);
        add_ring(142.0, 19, random_.real(), 5.0);
        const double turn = random_.real();
        add_ring(kWallRadius - 19.0, 25, turn, 0.0);
        add_ring(kWallRadius + 19.0, 25, turn, 0.0);
        for (double y = -20.0; y < kSide_cells + 20.0; y += 52.0) {
            for (double x = -20.0; x < kSide_cells + 20.0; x += 52.0) add_country_seed({x, y});
        }
        for (Polygon& outline : voronoi(seeds_, rectangle(0, 0, kSide_cells, kSide_cells))) {
            Ward ward{std::move(outline), seeds_[wards_.size()]};
            ward.walled = is_in_town(ward.seed);
            wards_.push_back(std::move(ward));
        }
    }

    void add_country_seed(Vec2 seed) {
        seed = seed + Vec2{random_.between(-16.0, 16.0), random_.between(-16.0, 16.0)};
        const Vec2 out = seed - kCentre;
        if (length(out) > (kWallRadius + 44.0) * swell(normalised(out))) add_seed(seed, 34.0);
    }

    bool is_in_town(Vec2 seed) const {
        const Vec2 out = seed - kCentre;
        return length(out) < kWallRadius * swell(normalised(out));
    }

    void find_borders() {
        std::map<std::pair<CornerKey, CornerKey>, Border> borders;
        for (std::size_t ward = 0; ward < wards_.size(); ++ward) {
            const Polygon& outline = wards_[ward].outline;
            for (std::size_t i = 0; i < outline.size(); ++i) {
                const Vec2 a = outline[i];
                const Vec2 b = outline[(i + 1) % outline.size()];
                if (key_of(a) == key_of(b)) continue;
                Border& border = borders[std::minmax(key_of(a), key_of(b))];
                border.from = a;
                border.to = b;
                border.wards.push_back(ward);
            }
        }
        for (const auto& [key, border] : borders) borders_.push_back(border);
    }

    bool is_wall(const Border& border) const {
        return border.wards.size() == 2 && wards_[border.wards[0]].walled != wards_[border.wards[1]].walled;
    }

    /// Corners of the wall that a street reaches from within.
    std::vector<Vec2> gate_places() const {
        std::map<CornerKey, std::pair<bool, bool>> seen;
        std::map<CornerKey, Vec2> places;
        for (const Border& border : borders_) {
            for (const Vec2 end : {border.from, border.to}) {
                places[key_of(end)] = end;
                if (is_wall(border))
                    seen[key_of(end)].first = true;
                else if (wards_[border.wards[0]].walled)
                    seen[key_of(end)].second = true;
            }
        }
        std::vector<Vec2> found;
        for (const auto& [key, marks] : seen) {
            if (marks.first && marks.second && river_away_.at(cell_at(places[key])) > 30.0)
                found.push_back(places[key]);
        }
        return found;
    }

    void choose_gates() {
        const std::vector<Vec2> places = gate_places();
        for (const double turns : {0.02, 0.17, 0.36, 0.47, 0.63, 0.76, 0.90}) {
            const auto nearest = std::max_element(places.begin(), places.end(), [&](Vec2 a, Vec2 b) {
                return dot(normalised(a - kCentre), direction(turns)) < dot(normalised(b - kCentre), direction(turns));
            });
            if (nearest != places.end()) gates_.push_back(*nearest);
        }
    }

    void choose_uses() {
        for (Ward& ward : wards_) ward.use = ward.walled ? WardUse::kHouses : country_use(ward);
        use_at(kCentre + Vec2{18.0, -4.0}, WardUse::kMarket);
        use_at(kCentre + Vec2{66.0, -20.0}, WardUse::kMinster);
        use_at(kCentre + Vec2{40.0, 150.0}, WardUse::kPark);
        use_at(kCentre + Vec2{-110.0, 40.0}, WardUse::kPark);
        use_at(kCentre + Vec2{90.0, -90.0}, WardUse::kGreen);
        use_at(kCentre + Vec2{-30.0, -120.0}, WardUse::kGreen);
        use_at(kCentre + Vec2{120.0, 55.0}, WardUse::kGreen);
        use_at(kCentre + Vec2{-90.0, 115.0}, WardUse::kGreen);
    }

    void use_at(Vec2 place, WardUse use) {
        const auto nearest = std::min_element(wards_.begin(), wards_.end(), [&](const Ward& a, const Ward& b) {
            return distance(a.seed, place) < distance(b.seed, place);
        });
        nearest->use = use;
    }

    WardUse country_use(const Ward& ward) {
        const bool at_gate =
            std::any_of(gates_.begin(), gates_.end(), [&](Vec2 gate) { return distance(gate, ward.seed) < 40.0; });
        if (at_gate) return WardUse::kSuburb;
        const double wildness = noise_.fractal(ward.seed.x / 120.0, ward.seed.y / 120.0, 2);
        if (wildness > 0.6) return WardUse::kWood;
        const double draw = random_.real();
        return draw < 0.5 ? WardUse::kField : draw < 0.7 ? WardUse::kOrchard : WardUse::kMeadow;
    }

    // --- the wards ----------------------------------------------------------------------------------------------

    void pave_town() {
        for (const Ward& ward : wards_) {
            if (ward.walled) fill_polygon(canvas_, ward.outline, terrain::kGround);
        }
    }

    void build_wards() {
        for (const Ward& ward : wards_) build_ward(ward);
    }

    void build_ward(const Ward& ward) {
        const Polygon plot = inset(ward.outline, 2.2);
        switch (ward.use) {
            case WardUse::kHouses: return build_houses(canvas_, plot, town_style(ward), random_, noise_);
            case WardUse::kPark: return build_park(plot);
            case WardUse::kGreen: return build_green(plot);
            case WardUse::kSuburb: return build_suburb(plot);
            case WardUse::kField: return build_field(inset(ward.outline, 3.5));
            case WardUse::kOrchard: return build_orchard(inset(ward.outline, 5.0));
            case WardUse::kWood: return plant_grove(canvas_, ward.seed, 26.0, noise_);
            case WardUse::kMeadow: return plant_garden(canvas_, plot, 0.012, noise_);
            case WardUse::kMarket:
            case WardUse::kMinster: return;  // landmarks are built last
        }
    }

    /// Crowded in the middle, roomier towards the wall.
    HouseStyle town_style(const Ward& ward) const {
        const double out = std::min(1.0, distance(ward.seed, kCentre) / kWallRadius);
        HouseStyle style;
        style.block_area = 480.0 + 420.0 * out;
        style.house_area = 84.0 + 44.0 * out;
        style.alley_chance = 0.42 + 0.15 * out;
        style.garden_chance = 0.02 + 0.14 * out * out;
        return style;
    }

    void build_park(const Polygon& plot) {
        fill_polygon(canvas_, plot, terrain::kGrass);
        draw_polygon(canvas_, plot, 1.2, terrain::kTree);
        plant_garden(canvas_, inset(plot, 4.0), 0.22, noise_);
        const Vec2 middle = centroid(plot);
        for (std::size_t i = 0; i < plot.size(); ++i) {
            const Vec2 side = midpoint(plot[i], plot[(i + 1) % plot.size()]);
            if (distance(plot[i], plot[(i + 1) % plot.size()]) > 12.0) {
                draw_curve(canvas_, {middle, side + (side - middle) * 0.15}, 4.0, terrain::kGround);
            }
        }
        fill_disc(canvas_, middle, 8.0, terrain::kGround);
        fill_disc(canvas_, middle, 4.0, terrain::kWater);
    }

    /// A small square: a parish church in its middle, grass and trees around it.
    void build_green(const Polygon& plot) {
        const Polygon lawn = inset(plot, 4.0);
        fill_polygon(canvas_, lawn, terrain::kGrass);
        plant_garden(canvas_, inset(lawn, 1.5), 0.12, noise_);
        const Vec2 middle = centroid(plot);
        fill_polygon(canvas_, rectangle(middle, {1.0, 0.0}, 22.0, 12.0), terrain::kGround);
        fill_polygon(canvas_, rectangle(middle, {1.0, 0.0}, 13.0, 6.0), terrain::kRock);
        fill_polygon(canvas_, rectangle(middle - Vec2{7.0, 0.0}, {1.0, 0.0}, 5.0, 5.0), terrain::kRock);
    }

    void build_suburb(const Polygon& plot) {
        HouseStyle style;
        style.block_area = 420.0;
        style.lane_width = 4.0;
        style.house_area = 150.0;
        style.alley_chance = 0.8;
        style.alley_width = 3.4;
        style.garden_chance = 0.42;
        build_houses(canvas_, plot, style, random_, noise_);
    }

    /// Strips of land between hedges; each hedge has a gap.
    void build_field(const Polygon& plot) {
        if (plot.size() < 3) return;
        draw_polygon(canvas_, plot, 1.3, terrain::kTree);
        for (std::size_t i = 0; i < plot.size(); ++i) {
            if (i % 2 == 0) fill_disc(canvas_, midpoint(plot[i], plot[(i + 1) % plot.size()]), 3.5, terrain::kGrass);
        }
        const Vec2 heading = normalised(plot[1] - plot[0]);
        const Vec2 across = quarter_turn(heading);
        const Polygon soil = inset(plot, 3.5);
        for (double strip = 0.0; strip < 60.0; strip += 8.0) {
            const Polygon from = clip(soil, plot[0] + across * (strip + 4.0), across);
            fill_polygon(canvas_, clip(from, plot[0] + across * (strip + 7.0), across * -1.0), terrain::kGround);
        }
    }

    void build_orchard(const Polygon& plot) {
        if (plot.size() < 3) return;
        const Vec2 heading = normalised(plot[1] - plot[0]);
        const Vec2 across = quarter_turn(heading);
        for (double row = 0.0; row < 70.0; row += 5.0) {
            for (double tree = -10.0; tree < 80.0; tree += 5.0) {
                const Vec2 place = plot[0] + heading * tree + across * row;
                if (make_maps::contains(plot, place)) canvas_.at(cell_at(place)) = terrain::kTree;
            }
        }
    }

    // --- streets, river and wall --------------------------------------------------------------------------------

    void lay_streets() {
        for (const Vec2 gate : gates_) draw_curve(canvas_, street_to_market(gate), 6.5, terrain::kGround);
        remove_specks(canvas_, terrain::kRock, 12, terrain::kGround);
    }

    /// Along the borders of the wards, and over the river where a bridge is.
    Curve street_to_market(Vec2 gate) const {
        std::map<CornerKey, std::pair<double, Vec2>> best;
        std::map<CornerKey, Vec2> before;
        std::set<std::pair<double, CornerKey>> front{{0.0, key_of(gate)}};
        best[key_of(gate)] = {0.0, gate};
        while (!front.empty()) {
            const auto [sum, key] = *front.begin();
            front.erase(front.begin());
            const Vec2 here = best[key].second;
            if (sum > best[key].first) continue;
            if (distance(here, kCentre) < 30.0) return trace(before, here, gate);
            for (const Border& border : borders_) {
                if (key_of(border.from) != key && key_of(border.to) != key) continue;
                const Vec2 next = key_of(border.from) == key ? border.to : border.from;
                const double longer = sum + street_cost(border);
                const auto known = best.find(key_of(next));
                if (known != best.end() && known->second.first <= longer) continue;
                best[key_of(next)] = {longer, next};
                before[key_of(next)] = here;
                front.emplace(longer, key_of(next));
            }
        }
        return {gate, kCentre};
    }

    double street_cost(const Border& border) const {
        const double size = distance(border.from, border.to);
        const bool inside = std::all_of(border.wards.begin(), border.wards.end(),
                                        [&](std::size_t ward) { return wards_[ward].walled; });
        const bool wet = river_away_.at(cell_at(midpoint(border.from, border.to))) < 10.0;
        return size + (inside ? 0.0 : 5000.0) + (wet && size > 12.0 ? 800.0 : 0.0);
    }

    static Curve trace(const std::map<CornerKey, Vec2>& before, Vec2 from, Vec2 gate) {
        Curve street{kCentre + Vec2{18.0, -4.0}, from};
        while (key_of(street.back()) != key_of(gate)) street.push_back(before.at(key_of(street.back())));
        return street;
    }

    void dig_river() {
        paint_all(canvas_, [&](Cell cell, char& at) {
            const double half = kRiverWidth * (0.5 + 0.3 * (noise_.fractal(cell.x / 40.0, cell.y / 40.0, 2) - 0.5));
            const double away = river_away_.at(cell);
            const bool in_town = at != terrain::kGrass && is_in_town(middle(cell));
            const double marsh = in_town ? 0.0 : 5.0 * noise_.fractal(cell.x / 17.0, cell.y / 17.0, 2) - 0.5;
            if (away <= half)
                at = terrain::kWater;
            else if (away <= half + marsh)
                at = terrain::kMarsh;
            else if (away <= half + kQuay && is_in_town(middle(cell)))
                at = terrain::kGround;
        });
        remove_specks(canvas_, terrain::kRock, 16, terrain::kGround);
    }

    void build_wall() {
        std::vector<Curve> wall;
        std::set<CornerKey> corners;
        for (const Border& border : borders_) {
            if (!is_wall(border)) continue;
            wall.push_back({border.from, border.to});
            for (const Vec2 end : {border.from, border.to}) {
                if (corners.insert(key_of(end)).second) towers_.push_back(end);
            }
            if (distance(border.from, border.to) > 34.0) towers_.push_back(midpoint(border.from, border.to));
        }
        const Field away = distance_to(canvas_, wall, 12.0);
        paint_all(canvas_, [&](Cell cell, char& at) {
            if (at == terrain::kWater) return;
            const bool inside = is_walled(cell);
            if (away.at(cell) <= 1.8)
                at = terrain::kRock;
            else if (away.at(cell) <= (inside ? 6.2 : 7.0))
                at = inside ? terrain::kGround : terrain::kGrass;
        });
        for (const Vec2 tower : towers_) raise_tower(tower, 3.4);
        for (const Vec2 gate : gates_) build_gate(gate);
    }

    bool is_walled(Cell cell) const { return walled_.at(cell) > 0.5; }

    /// Is the nearest seed that of a ward inside the wall?
    void find_walled_cells() {
        walled_ = Field(canvas_, 0.0);
        paint_all(canvas_, [&](Cell cell, char&) {
            const auto nearest = std::min_element(wards_.begin(), wards_.end(), [&](const Ward& a, const Ward& b) {
                return distance(a.seed, middle(cell)) < distance(b.seed, middle(cell));
            });
            if (nearest->walled) walled_.at(cell) = 1.0;
        });
    }

    void raise_tower(Vec2 tower, double radius) {
        if (river_away_.at(cell_at(tower)) > kRiverWidth * 0.5) fill_disc(canvas_, tower, radius, terrain::kRock);
    }

    /// Two towers and the opening between them.
    void build_gate(Vec2 gate) {
        const Vec2 outward = normalised(gate - kCentre);
        const Vec2 aside = quarter_turn(outward);
        fill_disc(canvas_, gate + aside * 6.0, 3.8, terrain::kRock);
        fill_disc(canvas_, gate - aside * 6.0, 3.8, terrain::kRock);
        draw_curve(canvas_, {gate - outward * 9.0, gate + outward * 9.0}, 5.5, terrain::kGround);
    }

    void build_bridges() {
        for (double along = 42.0; along < curve_length(river_) - 20.0; along += 44.0) {
            const CurvePoint at = walk_along(river_, along);
            const bool wanted = is_in_town(at.position) && ++bridges_ % 2 == 1;
            if (wanted) paint_crossing(canvas_, at, kRiverWidth + 12.0, 5.0, terrain::kGround);
        }
    }

    void lay_roads() {
        const auto cost = [&](Cell cell) {
            const char at = canvas_.at(cell);
            if (is_walled(cell)) return 60.0;
            const double rough = 0.7 + noise_.fractal(cell.x / 14.0, cell.y / 14.0, 2);
            if (at == terrain::kGround) return 0.5 * rough;
            return at == terrain::kWater ? 30.0 : at == terrain::kRock ? 9.0 : at == terrain::kTree ? 2.5 : rough;
        };
        for (const Vec2 gate : gates_) {
            const Vec2 outward = normalised(gate - kCentre);
            const Vec2 start = gate + outward * 9.0;
            paint_road(canvas_, cheapest_way(canvas_, cell_at(start), cell_at(edge_beyond(gate, outward)), cost), 4.5,
                       noise_, AtWater::kBridge);
        }
    }

    /// Where the road from a gate leaves the map.
    static Vec2 edge_beyond(Vec2 gate, Vec2 outward) {
        Vec2 point = gate;
        const auto on_map = [](Vec2 p) {
            return p.x > 1.0 && p.y > 1.0 && p.x < kSide_cells - 1.0 && p.y < kSide_cells - 1.0;
        };
        while (on_map(point + outward)) point = point + outward;
        return point;
    }

    // --- landmarks ----------------------------------------------------------------------------------------------

    const Ward& ward_used_as(WardUse use) const {
        return *std::find_if(wards_.begin(), wards_.end(), [&](const Ward& ward) { return ward.use == use; });
    }

    void build_landmarks() {
        build_market(canvas_, inset(ward_used_as(WardUse::kMarket).outline, 2.0));
        build_minster(canvas_, inset(ward_used_as(WardUse::kMinster).outline, 2.2), noise_);
        build_castle(canvas_, kCastle, normalised(kCentre - kCastle));
    }

    void finish() {
        for (const Vec2 gate : gates_) build_gate(gate);
        fill_pockets(canvas_);
    }

    Canvas canvas_;
    Random random_;
    Noise noise_;
    Curve river_;
    Field river_away_{Canvas(1, 1, terrain::kGrass), 0.0};
    Field walled_{Canvas(1, 1, terrain::kGrass), 0.0};
    std::vector<Vec2> seeds_;
    std::vector<Ward> wards_;
    std::vector<Border> borders_;
    std::vector<Vec2> gates_;
    std::vector<Vec2> towers_;
    int bridges_ = 0;
};

}  // namespace

Canvas make_city(std::uint64_t seed) { return City(seed).make(); }

}  // namespace outrider::make_maps
