// The ford: a river so broad that it carries islands. The keep stands on the largest of them; bridges and fords join
// the islands to both banks and to each other, so that there is always another way round.
#include <algorithm>
#include <cmath>

#include "tests/tools/make_maps/brushes.h"
#include "tests/tools/make_maps/houses.h"
#include "tests/tools/make_maps/keep.h"
#include "tests/tools/make_maps/maps.h"

namespace outrider::make_maps {

namespace {

struct Island {
    Vec2 centre;
    double length;   ///< along the river
    double breadth;  ///< across it
};

/// Two places that are joined over the water.
struct Crossing {
    Vec2 from;
    Vec2 to;
    double width;
    char letter;
};

class Ford {
public:
    explicit Ford(std::uint64_t seed) : canvas_(256, 144, terrain::kGrass), random_(seed), noise_(seed * 29 + 11) {}

    Canvas make() {
        raise_hills();
        open_gates();
        lay_river();
        raise_islands();
        lay_crossings();
        plant_groves();
        build_villages();
        lay_roads();
        build_keep(canvas_, keep_);
        fill_pockets(canvas_);
        return std::move(canvas_);
    }

private:
    void raise_hills() {
        raise_border(canvas_, 6.5, noise_);
        raise_ridge(canvas_, smooth_curve({{24, -2}, {28, 10}, {38, 18}}), 9.0, noise_);
        raise_ridge(canvas_, smooth_curve({{112, -2}, {116, 12}, {126, 20}}), 10.0, noise_);
        raise_ridge(canvas_, smooth_curve({{226, -2}, {222, 12}, {212, 22}}), 9.0, noise_);
        raise_ridge(canvas_, smooth_curve({{44, 146}, {48, 132}, {58, 124}}), 9.0, noise_);
        raise_ridge(canvas_, smooth_curve({{136, 146}, {140, 132}, {132, 122}}), 10.0, noise_);
        raise_ridge(canvas_, smooth_curve({{226, 146}, {222, 134}, {230, 124}}), 9.0, noise_);
    }

    void open_gates() {
        for (const Vec2 gate : gates_) {
            const Vec2 inward{gate.x < 2     ? 1.0
                              : gate.x > 254 ? -1.0
                                             : 0.0,
                              gate.y < 2     ? 1.0
                              : gate.y > 142 ? -1.0
                                             : 0.0};
            draw_curve(canvas_, {gate, gate + inward * 20.0}, 9.0, terrain::kGrass);
        }
    }

    /// One wide bed; its banks are flats of marsh.
    void lay_river() {
        const Curve course =
            smooth_curve({{-20, 66}, {20, 62}, {60, 70}, {104, 76}, {150, 70}, {196, 72}, {232, 82}, {276, 86}});
        const Field away = distance_to(canvas_, course, 60.0);
        paint_all(canvas_, [&](Cell cell, char& at) {
            const double along = static_cast<double>(cell.x) / canvas_.width();
            const double swell = 16.0 + 20.0 * along * (1.0 - along) * 4.0;
            const double edge = swell + 16.0 * (noise_.fractal(cell.x / 30.0, cell.y / 30.0, 3) - 0.5);
            const double flats = 5.0 * noise_.fractal(cell.x / 14.0 + 40.0, cell.y / 14.0, 2) - 1.0;
            if (away.at(cell) < edge)
                at = terrain::kWater;
            else if (away.at(cell) < edge + flats && at == terrain::kGrass)
                at = terrain::kMarsh;
        });
    }

    void raise_islands() {
        for (const Island& island : islands_) {
            paint_all(canvas_, [&](Cell cell, char& at) {
                const Vec2 from = middle(cell) - island.centre;
                const double x = from.x / island.length;
                const double y = from.y / island.breadth;
                const double rim = 0.55 + 0.9 * noise_.fractal(cell.x / 12.0, cell.y / 12.0, 3);
                const double inside = rim - std::sqrt(x * x + y * y);
                if (inside > 0.12)
                    at = terrain::kGrass;
                else if (inside > 0.0 && at == terrain::kWater)
                    at = terrain::kMarsh;
            });
        }
        fill_disc(canvas_, keep_.centre, 22.0, terrain::kGrass);
    }

    void lay_crossings() {
        for (const Crossing& crossing : crossings_) {
            const Curve way{crossing.from, crossing.to};
            const Field away = distance_to(canvas_, way, crossing.width + 2.0);
            paint_all(canvas_, [&](Cell cell, char& at) {
                const bool ford = crossing.letter == terrain::kMarsh;
                const double ragged = ford ? 9.0 * (noise_.fractal(cell.x / 6.0, cell.y / 6.0, 2) - 0.5) : 0.0;
                if (at == terrain::kWater && away.at(cell) < crossing.width * 0.5 + ragged) at = crossing.letter;
            });
        }
    }

    void plant_groves() {
        constexpr Island kGroves[] = {{{58, 26}, 7, 0},   {{88, 14}, 6, 0},   {{150, 16}, 8, 0},  {{188, 26}, 6, 0},
                                      {{240, 34}, 7, 0},  {{18, 100}, 8, 0},  {{70, 108}, 6, 0},  {{96, 128}, 8, 0},
                                      {{168, 126}, 7, 0}, {{196, 114}, 6, 0}, {{244, 112}, 6, 0}, {{14, 30}, 5, 0},
                                      {{98, 66}, 5, 0},   {{56, 66}, 4, 0},   {{208, 72}, 5, 0},  {{132, 26}, 4, 0},
                                      {{116, 112}, 4, 0}, {{34, 116}, 4, 0},  {{140, 62}, 3, 0}};
        for (const Island& grove : kGroves) plant_grove(canvas_, grove.centre, grove.length, noise_);
    }

    void build_villages() {
        build_village(canvas_, {76, 28}, 12.0, 6, random_);
        build_village(canvas_, {204, 124}, 12.0, 6, random_);
        build_village(canvas_, {90, 82}, 8.0, 3, random_);
    }

    void lay_roads() {
        const auto cost = [&](Cell cell) {
            const char at = canvas_.at(cell);
            const double rough = 0.6 + 1.2 * noise_.fractal(cell.x / 9.0, cell.y / 9.0, 2);
            if (at == terrain::kGround) return 0.35;
            return at == terrain::kRock ? 60.0 : at == terrain::kWater ? 200.0 : at == terrain::kTree ? 6.0 : rough;
        };
        const Vec2 north_bridge{160, 30};
        const Vec2 south_bridge{147, 116};
        const std::vector<std::vector<Vec2>> roads{
            {gates_[0], {76, 28}, {97, 38}, {120, 34}, north_bridge, before_gate(keep_, {0.0, -1.0})},
            {gates_[1], north_bridge},
            {gates_[2], {210, 42}, north_bridge},
            {gates_[3], {63, 106}, {90, 116}, south_bridge},
            {gates_[4], {90, 116}},
            {gates_[5], {190, 120}, south_bridge, before_gate(keep_, {0.0, 1.0})},
            {{97, 38}, {97, 66}, {92, 82}, {90, 116}},
            {{97, 72}, {124, 73}, before_gate(keep_, {-1.0, 0.0})}};
        for (const auto& road : roads) {
            paint_road(canvas_, cheapest_way(canvas_, road, cost), 3.4, noise_, AtWater::kWade);
        }
        strew(canvas_, 260, terrain::kTree, 0.8, random_);
        strew(canvas_, 50, terrain::kRock, 1.4, random_);
    }

    Canvas canvas_;
    Random random_;
    Noise noise_;
    Keep keep_{{162.0, 71.0}, 30.0, 25.0, {{-1.0, 0.0}, {0.0, -1.0}, {0.0, 1.0}}};
    std::vector<Vec2> gates_{{60.5, 0.5}, {176.5, 0.5}, {255.5, 44.5}, {0.5, 114.5}, {92.5, 143.5}, {184.5, 143.5}};
    std::vector<Island> islands_{{{160, 71}, 36, 22}, {{96, 74}, 24, 13}, {{56, 66}, 13, 8}, {{209, 74}, 13, 9},
                                 {{126, 92}, 12, 5},  {{122, 56}, 10, 5}, {{76, 88}, 8, 4},  {{186, 92}, 9, 4}};
    std::vector<Crossing> crossings_{
        {{160, 30}, {160, 60}, 5, terrain::kGround}, {{150, 84}, {146, 118}, 5, terrain::kGround},
        {{96, 34}, {98, 66}, 9, terrain::kMarsh},    {{92, 80}, {90, 116}, 9, terrain::kMarsh},
        {{108, 74}, {140, 72}, 8, terrain::kMarsh},  {{56, 40}, {56, 62}, 8, terrain::kMarsh},
        {{58, 70}, {62, 104}, 8, terrain::kMarsh},   {{184, 72}, {204, 74}, 8, terrain::kMarsh},
        {{210, 44}, {210, 70}, 8, terrain::kMarsh},  {{210, 78}, {206, 110}, 8, terrain::kMarsh},
        {{64, 68}, {84, 72}, 7, terrain::kMarsh}};
};

}  // namespace

Canvas make_ford(std::uint64_t seed) { return Ford(seed).make(); }

}  // namespace outrider::make_maps
