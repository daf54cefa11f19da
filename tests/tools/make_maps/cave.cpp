// The cave: great halls on the way of an underground river, smaller ones around them, winding galleries between.
//
// Halls and galleries give the plan; noise gnaws at their walls, a cellular automaton (each cell becomes what most of
// its neighbours are) rounds what is left, as water would.
#include <algorithm>
#include <cmath>

#include "tests/tools/make_maps/brushes.h"
#include "tests/tools/make_maps/maps.h"

namespace outrider::make_maps {

namespace {

constexpr std::int32_t kSide_cells = 512;
constexpr double kMargin_cells = 16.0;

struct Hall {
    Vec2 centre;
    double radius = 0.0;
};

class Cave {
public:
    explicit Cave(std::uint64_t seed)
        : canvas_(kSide_cells, kSide_cells, terrain::kRock), random_(seed), noise_(seed * 13 + 5) {}

    Canvas make() {
        choose_halls();
        for (const Hall& hall : halls_) hollow(hall);
        dig_river_bed();
        dig_galleries();
        gnaw();
        smooth_edges(canvas_, terrain::kRock, terrain::kGround, 4);
        remove_specks(canvas_, terrain::kRock, 14, terrain::kGround);
        remove_specks(canvas_, terrain::kGround, 90, terrain::kRock);
        let_water_in();
        lay_fords();
        raise_columns();
        grow_moss();
        fill_pockets(canvas_);
        return std::move(canvas_);
    }

private:
    void choose_halls() {
        // The great halls lie where the eye wants them; the others find their own place between.
        halls_ = {{{118, 112}, 52}, {{262, 236}, 64}, {{404, 372}, 56}, {{398, 112}, 44}, {{112, 372}, 50}};
        constexpr int kTries = 900;
        for (int attempt = 0; attempt < kTries; ++attempt) {
            const Hall hall{{random_.between(40.0, kSide_cells - 40.0), random_.between(40.0, kSide_cells - 40.0)},
                            random_.between(11.0, 30.0)};
            const bool free = std::all_of(halls_.begin(), halls_.end(), [&](const Hall& other) {
                return distance(hall.centre, other.centre) > (hall.radius + other.radius) * 0.95 + 7.0;
            });
            if (free) halls_.push_back(hall);
        }
    }

    void hollow(const Hall& hall) {
        paint_all(canvas_, [&](Cell cell, char& at) {
            if (distance(middle(cell), hall.centre) > hall.radius * 1.4 + 24.0) return;
            const Vec2 point = noise_.warp(middle(cell), 34.0, 22.0);
            const double rim = hall.radius * (0.50 + 0.7 * noise_.fractal(cell.x / 16.0, cell.y / 16.0, 3));
            if (distance(point, hall.centre) < rim && is_inside(cell)) at = terrain::kGround;
        });
    }

    static bool is_inside(Cell cell) {
        const Vec2 point = middle(cell);
        return std::min({point.x, point.y, kSide_cells - point.x, kSide_cells - point.y}) > kMargin_cells * 0.4;
    }

    /// From the north-west through the great halls to the south-east.
    void dig_river_bed() {
        river_ = smooth_curve({{-10, 40},
                               {50, 70},
                               {116, 118},
                               {168, 150},
                               {206, 214},
                               {262, 250},
                               {300, 290},
                               {346, 312},
                               {392, 366},
                               {440, 404},
                               {470, 460},
                               {522, 500}});
        const Field away = distance_to(canvas_, river_, 24.0);
        paint_all(canvas_, [&](Cell cell, char& at) {
            if (away.at(cell) < 8.0 + 18.0 * (noise_.fractal(cell.x / 18.0, cell.y / 18.0, 3) - 0.4)) {
                at = terrain::kGround;
            }
        });
    }

    /// Each hall is joined to the nearest hall before it, and to one or two near neighbours: there are round trips.
    void dig_galleries() {
        for (std::size_t i = 1; i < halls_.size(); ++i) {
            std::vector<std::size_t> near;
            for (std::size_t j = 0; j < halls_.size(); ++j) {
                if (j != i) near.push_back(j);
            }
            std::sort(near.begin(), near.end(), [&](std::size_t a, std::size_t b) {
                return distance(halls_[i].centre, halls_[a].centre) < distance(halls_[i].centre, halls_[b].centre);
            });
            dig_gallery(halls_[i], halls_[near[0]]);
            dig_gallery(halls_[i], halls_[near[1]]);
            if (random_.chance(0.4)) dig_gallery(halls_[i], halls_[near[2]]);
            dig_gallery(halls_[i],
                        halls_[*std::find_if(near.begin(), near.end(), [&](std::size_t j) { return j < i; })]);
        }
    }

    void dig_gallery(const Hall& from, const Hall& to) {
        const Vec2 aside = quarter_turn(to.centre - from.centre);
        std::vector<Vec2> stations{from.centre};
        for (const double part : {0.25, 0.5, 0.75}) {
            stations.push_back(from.centre + (to.centre - from.centre) * part + aside * random_.between(-0.16, 0.16));
        }
        stations.push_back(to.centre);
        const Curve way = smooth_curve(stations);
        const double whole = curve_length(way);
        for (double along = 0.0; along <= whole; along += 1.0) {
            const Vec2 at = walk_along(way, along).position;
            const double width = 2.4 + 7.0 * (noise_.fractal(at.x / 12.0, at.y / 12.0, 2) - 0.38);
            if (is_inside(cell_at(at)))
                fill_disc(canvas_, noise_.warp(at, 14.0, 6.0), std::max(2.2, width), terrain::kGround);
        }
    }

    /// Loosens the rock near open places, so that the walls get niches and side caves.
    void gnaw() {
        const Field from_open = steps_to(canvas_, [](char letter) { return letter == terrain::kGround; });
        paint_all(canvas_, [&](Cell cell, char& at) {
            if (at != terrain::kRock || from_open.at(cell) > 9.0 || !is_inside(cell)) return;
            const double loose = noise_.fractal(cell.x / 13.0 + 20.0, cell.y / 13.0, 2);
            if (noise_.speck(cell.x, cell.y) < 0.36 + 0.9 * (loose - 0.5)) at = terrain::kGround;
        });
    }

    /// The river, and lakes in the middle of the halls; shallow water at every shore.
    void let_water_in() {
        const Field depth = steps_to(canvas_, [](char letter) { return letter == terrain::kRock; });
        const Field away = distance_to(canvas_, river_, 16.0);
        paint_all(canvas_, [&](Cell cell, char& at) {
            if (at != terrain::kGround) return;
            const double pool =
                noise_.fractal(cell.x / 30.0 + 80.0, cell.y / 30.0, 2) + 0.012 * std::min(depth.at(cell), 14.0);
            const double bed = 4.6 + 5.0 * (noise_.fractal(cell.x / 20.0, cell.y / 20.0 + 7.0, 2) - 0.5);
            const bool lake = pool > 0.755 && depth.at(cell) > 6.0;
            const bool shore = pool > 0.725 && depth.at(cell) > 4.0;
            const bool shallow = noise_.fractal(cell.x / 13.0 + 3.0, cell.y / 13.0, 2) > 0.57;
            if (lake || away.at(cell) < bed)
                at = shallow && !lake ? terrain::kMarsh : terrain::kWater;
            else if (shore || away.at(cell) < bed + 1.6)
                at = terrain::kMarsh;
        });
    }

    /// Gravel banks across the river, so that it parts the cave without cutting it in two.
    void lay_fords() {
        for (double along = 36.0; along < curve_length(river_) - 30.0; along += 47.0) {
            const CurvePoint at = walk_along(river_, along);
            const Vec2 across = quarter_turn(at.heading) * 30.0;
            const Field away = distance_to(canvas_, Curve{at.position - across, at.position + across}, 12.0);
            paint_all(canvas_, [&](Cell cell, char& letter) {
                const double width = 4.0 + 7.0 * (noise_.fractal(cell.x / 7.0, cell.y / 7.0, 2) - 0.5);
                if (letter == terrain::kWater && away.at(cell) < width) letter = terrain::kMarsh;
            });
        }
    }

    /// Where floor and roof have grown together.
    void raise_columns() {
        for (int i = 0; i < 520; ++i) {
            const Vec2 place{random_.between(8.0, kSide_cells - 8.0), random_.between(8.0, kSide_cells - 8.0)};
            const double radius = random_.between(0.8, 2.4);
            if (is_open_around(place, radius + 3.0)) fill_disc(canvas_, place, radius, terrain::kRock);
        }
    }

    bool is_open_around(Vec2 place, double reach) const {
        for (double turn = 0.0; turn < 1.0; turn += 0.0625) {
            if (!canvas_.walkable(cell_at(place + direction(turn) * reach))) return false;
        }
        return canvas_.walkable(cell_at(place));
    }

    /// Moss where it is damp, and in it stands of giant mushrooms.
    void grow_moss() {
        const Field from_water = steps_to(canvas_, [](char letter) { return letter == terrain::kWater; });
        paint_all(canvas_, [&](Cell cell, char& at) {
            if (at != terrain::kGround) return;
            const double damp =
                noise_.fractal(cell.x / 24.0, cell.y / 24.0 + 60.0, 3) - 0.004 * std::min(40.0, from_water.at(cell));
            if (damp > 0.44) at = terrain::kGrass;
            if (damp > 0.54 && noise_.speck(cell.x, cell.y) < 0.12) at = terrain::kTree;
        });
    }

    Canvas canvas_;
    Random random_;
    Noise noise_;
    Curve river_;
    std::vector<Hall> halls_;
};

}  // namespace

Canvas make_cave(std::uint64_t seed) { return Cave(seed).make(); }

}  // namespace outrider::make_maps
