// The valley: ridges all around with four gates, a river from north to south with a bridge and two fords, and the
// keep on its plateau in the east. Between them open meadows: room to build in.
#include "tests/tools/make_maps/brushes.h"
#include "tests/tools/make_maps/houses.h"
#include "tests/tools/make_maps/keep.h"
#include "tests/tools/make_maps/maps.h"

namespace outrider::make_maps {

namespace {

constexpr Vec2 kWest{-1.0, 0.0};
constexpr Vec2 kNorth{0.0, -1.0};
constexpr Vec2 kSouth{0.0, 1.0};

class Valley {
public:
    explicit Valley(std::uint64_t seed) : canvas_(192, 108, terrain::kGrass), random_(seed), noise_(seed * 17 + 3) {}

    Canvas make() {
        raise_ridges();
        open_gates();
        raise_plateau();
        lay_river();
        plant_groves();
        build_farm();
        lay_roads();
        build_keep(canvas_, keep_);
        fill_pockets(canvas_);
        return std::move(canvas_);
    }

private:
    void raise_ridges() {
        raise_border(canvas_, 7.5, noise_);
        raise_ridge(canvas_, smooth_curve({{84, -2}, {82, 12}, {86, 24}, {94, 31}}), 9.0, noise_);
        raise_ridge(canvas_, smooth_curve({{104, 110}, {103, 96}, {97, 86}, {90, 80}}), 9.0, noise_);
        raise_ridge(canvas_, smooth_curve({{2, 52}, {14, 53}, {26, 50}, {36, 55}}), 11.0, noise_);
        raise_ridge(canvas_, smooth_curve({{150, -2}, {146, 10}, {150, 18}}), 9.0, noise_);
        raise_ridge(canvas_, smooth_curve({{33, 110}, {34, 98}, {29, 90}}), 7.0, noise_);
        raise_ridge(canvas_, smooth_curve({{30, -2}, {32, 10}, {27, 19}}), 7.0, noise_);
    }

    void open_gates() {
        for (std::size_t i = 0; i < gates_.size(); ++i) {
            draw_curve(canvas_, smooth_curve({gates_[i], gates_[i] + gate_headings_[i] * 22.0}), 8.0, terrain::kGrass);
        }
    }

    /// Low cliffs around the keep, with a ramp to the west, the north and the south.
    void raise_plateau() {
        raise_ridge(canvas_, smooth_curve({{119, 44}, {121, 36}, {127, 30}, {134, 27}}), 4.5, noise_);
        raise_ridge(canvas_, smooth_curve({{119, 63}, {121, 71}, {127, 77}, {134, 80}}), 4.5, noise_);
        raise_ridge(canvas_, smooth_curve({{170, 54}, {168, 40}, {160, 30}, {149, 26}}), 5.5, noise_);
        raise_ridge(canvas_, smooth_curve({{170, 54}, {168, 68}, {160, 78}, {149, 82}}), 5.5, noise_);
    }

    void lay_river() {
        const River river{
            smooth_curve({{58, -8}, {56, 8}, {63, 22}, {57, 38}, {64, 54}, {74, 66}, {70, 82}, {61, 96}, {64, 116}}),
            8.0, 3.4};
        paint_river(canvas_, river, noise_);
        paint_river(canvas_, {smooth_curve({{177, 48}, {180, 56}, {176, 64}}), 9.0, 3.0}, noise_);
        paint_crossing(canvas_, walk_along(river.course, 31.0), 15.0, 9.0, terrain::kMarsh);
        paint_crossing(canvas_, walk_along(river.course, 64.0), 13.0, 5.0, terrain::kGround);
        paint_crossing(canvas_, walk_along(river.course, 97.0), 15.0, 9.0, terrain::kMarsh);
    }

    void plant_groves() {
        struct Grove {
            Vec2 centre;
            double radius;
        };
        constexpr Grove kGroves[] = {{{46, 66}, 7},  {{24, 22}, 6},  {{43, 14}, 7},  {{47, 94}, 8},  {{16, 66}, 5},
                                     {{72, 36}, 6},  {{86, 58}, 4},  {{84, 98}, 7},  {{100, 18}, 7}, {{112, 92}, 6},
                                     {{126, 14}, 8}, {{166, 14}, 9}, {{160, 96}, 9}, {{178, 40}, 7}, {{40, 40}, 5},
                                     {{102, 44}, 3}, {{178, 76}, 8}};
        for (const Grove& grove : kGroves) plant_grove(canvas_, grove.centre, grove.radius, noise_);
    }

    void build_farm() {
        build_village(canvas_, {34, 76}, 9.0, 5, random_);
        build_village(canvas_, {100, 72}, 7.0, 3, random_);
    }

    /// The main roads; there are more ways than roads.
    void lay_roads() {
        const auto cost = [&](Cell cell) {
            const char at = canvas_.at(cell);
            const double rough = 0.5 + 1.6 * noise_.fractal(cell.x / 8.0, cell.y / 8.0, 2);
            if (at == terrain::kGround) return 0.5;
            return at == terrain::kRock ? 60.0 : at == terrain::kWater ? 90.0 : at == terrain::kTree ? 6.0 : rough;
        };
        const Vec2 north_ford{62, 23};
        const Vec2 bridge{62, 52};
        const Vec2 south_ford{71, 82};
        const Vec2 west_ramp{112, 53};
        const std::vector<std::vector<Vec2>> roads{{gates_[0], {36, 30}, bridge, west_ramp, before_gate(keep_, kWest)},
                                                   {gates_[1], {24, 76}, {42, 62}, bridge},
                                                   {{36, 30}, north_ford, {78, 32}, west_ramp},
                                                   {{24, 78}, south_ford, {92, 68}, west_ramp},
                                                   {gates_[2], before_gate(keep_, kNorth)},
                                                   {gates_[3], before_gate(keep_, kSouth)}};
        for (const auto& road : roads) {
            paint_road(canvas_, cheapest_way(canvas_, road, cost), 3.4, noise_, AtWater::kWade);
        }
        strew(canvas_, 160, terrain::kTree, 0.8, random_);
        strew(canvas_, 40, terrain::kRock, 1.4, random_);
    }

    Canvas canvas_;
    Random random_;
    Noise noise_;
    std::vector<Vec2> gates_{{0.5, 30.5}, {0.5, 80.5}, {112.5, 0.5}, {134.5, 107.5}};
    std::vector<Vec2> gate_headings_{{1, 0}, {1, 0}, {0, 1}, {0, -1}};
    Keep keep_{{142.0, 53.5}, 30.0, 25.0, {kWest, kNorth, kSouth}};
};

}  // namespace

Canvas make_valley(std::uint64_t seed) { return Valley(seed).make(); }

}  // namespace outrider::make_maps
