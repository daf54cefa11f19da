// The highlands: mountain chains with forests on their feet, lakes in the hollows, villages in the open valleys and
// roads between them, over passes and bridges. The largest map: long ways, few of them straight.
#include <algorithm>
#include <cmath>

#include "tests/tools/make_maps/brushes.h"
#include "tests/tools/make_maps/houses.h"
#include "tests/tools/make_maps/maps.h"

namespace outrider::make_maps {

namespace {

constexpr std::int32_t kSide_cells = 1024;
constexpr double kTreeLine = 0.93;  ///< what is higher is bare rock

struct Village {
    Vec2 green;
    int cottages = 0;
};

class Highlands {
public:
    explicit Highlands(std::uint64_t seed)
        : canvas_(kSide_cells, kSide_cells, terrain::kGrass),
          random_(seed),
          noise_(seed * 19 + 1),
          height_(canvas_, 0.0),
          rough_(canvas_, 0.0) {}

    Canvas make() {
        raise_land();
        fill_lakes();
        smooth_edges(canvas_, terrain::kRock, terrain::kGrass, 3);
        remove_specks(canvas_, terrain::kRock, 40, terrain::kGrass);
        remove_specks(canvas_, terrain::kWater, 160, terrain::kGrass);
        remove_specks(canvas_, terrain::kGrass, 300, terrain::kRock);
        run_rivers();
        grow_forests();
        build_villages();
        lay_roads();
        strew(canvas_, 5200, terrain::kTree, 0.9, random_);
        strew(canvas_, 500, terrain::kRock, 1.8, random_);
        fill_pockets(canvas_);
        return std::move(canvas_);
    }

private:
    /// Crests of ridged noise, broad where the land swells and broken where it sinks: chains, not a web of walls.
    void raise_land() {
        paint_all(canvas_, [&](Cell cell, char& at) {
            const Vec2 point = noise_.warp(middle(cell), 70.0, 30.0);
            const double crest = noise_.ridge(point.x / 190.0, point.y / 190.0, 5);
            const double swell = noise_.fractal(point.x / 150.0 + 40.0, point.y / 150.0, 3);
            height_.at(cell) = crest + 1.5 * (swell - 0.5);
            rough_.at(cell) = std::max(0.0, noise_.fractal(cell.x / 22.0, cell.y / 22.0, 2) - 0.4);
            if (height_.at(cell) > kTreeLine) at = terrain::kRock;
        });
    }

    void fill_lakes() {
        paint_all(canvas_, [&](Cell cell, char& at) {
            const double basin = noise_.fractal(cell.x / 120.0 + 90.0, cell.y / 120.0 - 20.0, 4);
            const double rise = std::max(0.0, height_.at(cell) - 0.45);
            if (at == terrain::kGrass && basin + 0.25 * rise < 0.375) at = terrain::kWater;
        });
    }

    /// Low ground is cheap, lakes cheaper; strong noise makes the water wander.
    double river_cost(Cell cell) const {
        if (canvas_.at(cell) == terrain::kWater) return 0.4;
        const double height = std::max(0.0, height_.at(cell));
        return 0.3 + 2.0 * height * height + 16.0 * rough_.at(cell);
    }

    Curve run_river(const std::vector<Vec2>& places) {
        Curve bed = cheapest_way(canvas_, places, [&](Cell cell) { return river_cost(cell); });
        open_valley(bed, 9.0);
        paint_river(canvas_, {bed, 9.0, 4.0}, noise_);
        return bed;
    }

    /// One from north to south, and a smaller one from the east that joins it.
    void run_rivers() {
        const Curve main = run_river({{330, 0}, {420, 330}, {300, 640}, {440, 1023}});
        const Vec2 mouth = walk_along(main, curve_length(main) * 0.86).position;
        run_river({{1023, 300}, {760, 420}, {700, 700}, mouth});
    }

    /// Rock gives way beside a river or a road.
    void open_valley(const Curve& floor, double breadth) {
        const Field away = distance_to(canvas_, floor, breadth * 3.0);
        paint_all(canvas_, [&](Cell cell, char& at) {
            const double width = breadth * (1.0 + 3.2 * (noise_.fractal(cell.x / 15.0, cell.y / 15.0, 3) - 0.42));
            if (at == terrain::kRock && away.at(cell) < width) at = terrain::kGrass;
        });
    }

    /// On the feet of the mountains and in damp hollows; never on the crests.
    void grow_forests() {
        const Field from_rock = steps_to(canvas_, [](char letter) { return letter == terrain::kRock; });
        paint_all(canvas_, [&](Cell cell, char& at) {
            if (at != terrain::kGrass) return;
            const double wood = noise_.fractal(cell.x / 62.0 + 11.0, cell.y / 62.0 + 30.0, 4) +
                                0.1 * std::max(0.0, 1.0 - from_rock.at(cell) / 26.0);
            const double glade = noise_.fractal(cell.x / 13.0, cell.y / 13.0 + 5.0, 2);
            const bool thicket = wood > 0.605 && glade < 0.58;
            const bool edge = wood > 0.572 && noise_.speck(cell.x, cell.y) < 0.14;
            if (thicket || edge) at = terrain::kTree;
        });
        remove_specks(canvas_, terrain::kGrass, 60, terrain::kTree);
    }

    // --- people -------------------------------------------------------------------------------------------------

    /// The flattest place nearby: far from rock and water.
    Vec2 site_near(Vec2 wish) const {
        Vec2 best = wish;
        double best_worth = -1e9;
        for (double y = -70.0; y <= 70.0; y += 7.0) {
            for (double x = -70.0; x <= 70.0; x += 7.0) {
                const double worth = openness(wish + Vec2{x, y}) - 0.12 * length({x, y});
                if (worth <= best_worth) continue;
                best_worth = worth;
                best = wish + Vec2{x, y};
            }
        }
        return best;
    }

    /// How many of some places around are grass.
    double openness(Vec2 site) const {
        double open = 0.0;
        for (double y = -24.0; y <= 24.0; y += 4.0) {
            for (double x = -24.0; x <= 24.0; x += 4.0) {
                const Cell cell = cell_at(site + Vec2{x, y});
                if (canvas_.contains(cell) && canvas_.at(cell) == terrain::kGrass) open += 1.0;
            }
        }
        return open;
    }

    void build_villages() {
        const Village wishes[] = {{{150, 150}, 16}, {{520, 110}, 14}, {{880, 140}, 18}, {{130, 480}, 14},
                                  {{510, 500}, 30}, {{880, 520}, 14}, {{170, 850}, 18}, {{560, 800}, 14},
                                  {{870, 860}, 20}, {{330, 330}, 10}, {{700, 310}, 12}, {{330, 690}, 10}};
        for (const Village& wish : wishes) {
            const Village village{site_near(wish.green), wish.cottages};
            clear_land(village);
            build_village(canvas_, village.green, 11.0 + village.cottages, village.cottages, random_);
            fill_disc(canvas_, village.green, 4.5, terrain::kGround);
            fill_disc(canvas_, village.green, 1.5, terrain::kWater);
            villages_.push_back(village);
        }
    }

    /// Grass for the houses, ploughed strips behind hedges around them.
    void clear_land(const Village& village) {
        const double radius = 16.0 + village.cottages;
        paint_all(canvas_, [&](Cell cell, char& at) {
            const double rim = radius * (0.9 + 0.8 * (noise_.fractal(cell.x / 12.0, cell.y / 12.0, 2) - 0.3));
            if (at == terrain::kTree && distance(middle(cell), village.green) < rim) at = terrain::kGrass;
        });
        for (int field = 0; field < village.cottages / 3; ++field) {
            plough(village.green + direction(random_.real()) * (radius + random_.between(10.0, 24.0)));
        }
    }

    void plough(Vec2 centre) {
        const Vec2 heading = direction(random_.real());
        const Polygon land = rectangle(centre, heading, random_.between(20.0, 30.0), random_.between(15.0, 22.0));
        for (const Vec2 corner : land) {
            if (!canvas_.contains(cell_at(corner)) || canvas_.at(cell_at(corner)) != terrain::kGrass) return;
        }
        draw_polygon(canvas_, land, 1.2, terrain::kTree);
        fill_disc(canvas_, midpoint(land[0], land[1]), 3.0, terrain::kGrass);
        fill_disc(canvas_, midpoint(land[2], land[3]), 3.0, terrain::kGrass);
        for (double strip = 4.0; strip < 22.0; strip += 6.0) {
            const Vec2 across = quarter_turn(heading);
            const Polygon soil = clip(inset(land, 3.5), land[0] + across * strip, across);
            fill_polygon(canvas_, clip(soil, land[0] + across * (strip + 2.5), across * -1.0), terrain::kGround);
        }
    }

    double road_cost(Cell cell) const {
        const double rough = 0.6 + 5.0 * rough_.at(cell);
        switch (canvas_.at(cell)) {
            case terrain::kGround: return 0.35;
            case terrain::kTree: return 1.8 * rough;
            case terrain::kRock: return 5.0 + 9.0 * std::max(0.0, height_.at(cell) - kTreeLine);
            case terrain::kWater: return 9.0;
            case terrain::kMarsh: return 2.5;
            default: return rough;
        }
    }

    void lay_road(Vec2 from, Vec2 to) {
        const Curve road =
            cheapest_way(canvas_, cell_at(from), cell_at(to), [&](Cell cell) { return road_cost(cell); });
        open_valley(road, 4.5);
        paint_road(canvas_, road, 4.4, noise_, AtWater::kBridge);
    }

    /// Every village has a road to the nearest one before it and to its two nearest neighbours; four leave the map.
    void lay_roads() {
        for (std::size_t i = 1; i < villages_.size(); ++i) {
            std::vector<std::size_t> near;
            for (std::size_t j = 0; j < villages_.size(); ++j) {
                if (j != i) near.push_back(j);
            }
            std::sort(near.begin(), near.end(), [&](std::size_t a, std::size_t b) { return gap(i, a) < gap(i, b); });
            lay_road(villages_[i].green, villages_[near[0]].green);
            lay_road(villages_[i].green, villages_[near[1]].green);
            const auto before = std::find_if(near.begin(), near.end(), [&](std::size_t j) { return j < i; });
            lay_road(villages_[i].green, villages_[*before].green);
        }
        lay_road(villages_[0].green, {0.5, 200.5});
        lay_road(villages_[2].green, {930.5, 0.5});
        lay_road(villages_[8].green, {1023.5, 820.5});
        lay_road(villages_[6].green, {200.5, 1023.5});
    }

    double gap(std::size_t a, std::size_t b) const { return distance(villages_[a].green, villages_[b].green); }

    Canvas canvas_;
    Random random_;
    Noise noise_;
    Field height_;
    Field rough_;  ///< what makes rivers and roads bend; kept, since every search for a way asks for it
    std::vector<Village> villages_;
};

}  // namespace

Canvas make_highlands(std::uint64_t seed) { return Highlands(seed).make(); }

}  // namespace outrider::make_maps
