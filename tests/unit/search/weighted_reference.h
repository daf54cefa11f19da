// Weighted searches told word by word, from cost_field.h and the rules of weighted.h, with nothing clever; and costs
// and requests made by chance to try them on.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "pathfinder/search/search.h"
#include "shared/cost_field.h"
#include "tests/unit/search/test_maps.h"

namespace outrider::search::test {

inline constexpr WeightedCost kNone = ~WeightedCost{0};

/// Terrain and danger for one map, with the bytes that they lie in.
struct Costs {
    std::vector<std::uint8_t> terrain;
    std::vector<std::uint8_t> danger;
    CostField field;

    explicit Costs(const GridLayout& layout) : terrain(terrain_bytes(layout)), danger(danger_bytes(layout)) {
        field.terrain_classes = terrain.data();
        field.danger = danger.data();
    }
    Costs(const Costs&) = delete;
    Costs& operator=(const Costs&) = delete;
};

/// Patches of ground, some of it unbreakable, and danger that is nowhere, everywhere, in spots or noise.
inline void roll_costs(Dice& dice, const GridLayout& layout, Costs& costs) {
    for (std::uint8_t& factor : costs.field.terrain_factors) {
        factor = static_cast<std::uint8_t>(1 + dice.roll(&factor == costs.field.terrain_factors.data() ? 16 : 20));
        if (factor > kMaxTerrainFactor) factor = kUnbreakable;
    }
    if (dice.roll(2) == 0) costs.field.terrain_factors[0] = 1;
    std::ranges::fill(costs.terrain, std::uint8_t{0});
    for (int patch = dice.roll(8); patch > 0; --patch) {
        const Cell corner = dice.cell(layout);
        const std::int32_t side = 1 + dice.roll(12);
        const auto terrain_class = static_cast<std::uint32_t>(dice.roll(4));
        for (std::int32_t y = corner.y; y < std::min(corner.y + side, layout.height_cells); ++y) {
            for (std::int32_t x = corner.x; x < std::min(corner.x + side, layout.width_cells); ++x) {
                set_terrain_class(layout, costs.terrain.data(), {x, y}, terrain_class);
            }
        }
    }
    const std::int32_t base = dice.roll(3) == 0 ? dice.roll(200) : 0;
    const std::int32_t percent = dice.roll(101);
    for (std::uint8_t& danger : costs.danger) {
        danger = static_cast<std::uint8_t>(dice.roll(100) < percent ? base + dice.roll(256 - base) : base);
    }
}

/// What a cell is for a unit.
struct Ground {
    std::uint32_t multiplier = 0;  ///< 0: impassable
    bool wall = false;
};

class Reference {
public:
    Reference(const MapView& map, const CostField& field, const PathQuery& query)
        : map_(map), field_(field), query_(query) {}

    /// The ground under a unit: the dearest, any wall before any free cell, and the greatest danger.
    [[nodiscard]] Ground ground(Cell at) const {
        std::uint32_t dearest_free = 0;
        std::uint32_t danger = 0;
        bool wall = false;
        for (std::int32_t y = at.y; y < at.y + static_cast<std::int32_t>(query_.clearance); ++y) {
            for (std::int32_t x = at.x; x < at.x + static_cast<std::int32_t>(query_.clearance); ++x) {
                if (!map_.contains({x, y})) return {};
                danger = std::max(danger, field_.danger_at(map_.layout(), {x, y}));
                if (map_.is_free({x, y})) {
                    dearest_free = std::max(dearest_free, field_.multiplier(map_.layout(), {x, y}, 0));
                } else {
                    if (field_.terrain_factors[field_.terrain_class(map_.layout(), {x, y})] == kUnbreakable) return {};
                    wall = true;
                }
            }
        }
        if (wall && query_.wall_factor == 0) return {};
        const std::uint32_t dearest = wall ? kPlainMultiplier * query_.wall_factor : dearest_free;
        return {dearest + query_.danger_weight * danger, wall};
    }

    [[nodiscard]] WeightedCost step(Cell from, Cell to) const {
        const Ground a = ground(from);
        const Ground b = ground(to);
        if (a.multiplier == 0 || b.multiplier == 0) return kNone;
        const WeightedCost sum = WeightedCost{a.multiplier} + b.multiplier;
        if (from.x == to.x || from.y == to.y) return sum * kStraightLength;
        const Ground sides[] = {ground({from.x, to.y}), ground({to.x, from.y})};
        if (a.wall || b.wall) return kNone;
        for (const Ground& side : sides) {
            if (side.multiplier == 0 || side.wall) return kNone;
        }
        return sum * kDiagonalLength;
    }

    /// Least costs from the start to every cell: relaxes all steps until nothing gets cheaper.
    [[nodiscard]] std::vector<WeightedCost> all_costs() const {
        std::vector<WeightedCost> costs(static_cast<std::size_t>(map_.width_cells() * map_.height_cells()), kNone);
        if (ground(query_.start).multiplier == 0) return costs;
        costs[index(query_.start)] = 0;
        std::vector<Cell> changed{query_.start};
        while (!changed.empty()) {
            std::vector<Cell> next;
            for (const Cell from : changed) {
                for (std::int32_t k = 0; k < 9; ++k) {
                    const Cell to{from.x + k % 3 - 1, from.y + k / 3 - 1};
                    if (to == from || !map_.contains(to)) continue;
                    const WeightedCost by = step(from, to);
                    if (by == kNone || costs[index(from)] + by >= costs[index(to)]) continue;
                    costs[index(to)] = costs[index(from)] + by;
                    next.push_back(to);
                }
            }
            changed = std::move(next);
        }
        return costs;
    }
    [[nodiscard]] bool contains(Cell cell) const { return map_.contains(cell); }
    [[nodiscard]] std::size_t index(Cell cell) const {
        return static_cast<std::size_t>(cell.y * map_.width_cells() + cell.x);
    }

    /// The cost of a path, step by step; kNone if a step is not legal.
    [[nodiscard]] WeightedCost cost_of(std::span<const PackedCell> turning_points) const {
        WeightedCost total = 0;
        for (std::size_t i = 1; i < turning_points.size(); ++i) {
            Cell at = unpack(turning_points[i - 1]);
            const Cell end = unpack(turning_points[i]);
            while (at != end) {
                const Cell to{at.x + (end.x > at.x) - (end.x < at.x), at.y + (end.y > at.y) - (end.y < at.y)};
                const WeightedCost by = step(at, to);
                if (by == kNone) return kNone;
                total += by;
                at = to;
            }
        }
        return total;
    }

private:
    const MapView map_;
    const CostField& field_;
    const PathQuery& query_;
};

/// The path of the tie rule, word by word, from the costs to the goal.
[[nodiscard]] inline std::vector<PackedCell> canonical_path(const Reference& reference, const PathQuery& query,
                                                            const std::vector<WeightedCost>& to_goal) {
    constexpr Cell kSteps[] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}, {1, 1}, {-1, 1}, {-1, -1}, {1, -1}};
    std::vector<PackedCell> turning_points{pack(query.start)};
    Cell straight_on{};
    for (Cell at = query.start; at != query.goal;) {
        const auto is_good = [&](Cell step) {
            const Cell to{at.x + step.x, at.y + step.y};
            if (step == Cell{} || !reference.contains(to)) return false;
            const WeightedCost by = reference.step(at, to);
            const WeightedCost rest = to_goal[reference.index(to)];
            return by != kNone && rest != kNone && rest + by == to_goal[reference.index(at)];
        };
        const Cell step = is_good(straight_on) ? straight_on : *std::ranges::find_if(kSteps, is_good);
        if (step != straight_on && straight_on != Cell{}) turning_points.push_back(pack(at));
        straight_on = step;
        at = {at.x + step.x, at.y + step.y};
    }
    if (query.start != query.goal) turning_points.push_back(pack(query.goal));
    return turning_points;
}

[[nodiscard]] inline PathQuery roll_query(Dice& dice, const GridLayout& layout) {
    PathQuery query;
    query.start = dice.cell(layout);
    query.goal = dice.cell(layout);
    query.danger_weight = static_cast<std::uint8_t>(dice.roll(3) == 0 ? dice.roll(8) : dice.roll(256));
    query.clearance = static_cast<Clearance>(1 + dice.roll(2));
    query.wall_factor = static_cast<std::uint8_t>(dice.roll(2) == 0 ? 0 : 1 + dice.roll(dice.roll(2) == 0 ? 8 : 255));
    return query;
}

/// A wall or a tower, somewhere.
[[nodiscard]] inline WhatIf roll_what_if(Dice& dice, const GridLayout& layout) {
    const Cell from = dice.cell(layout);
    Cell to = dice.cell(layout);
    if (dice.roll(2) == 0) return {WhatIf::Kind::kLine, pack(from), pack(to)};
    if (dice.roll(3) != 0) to = {from.x + dice.roll(3), from.y + dice.roll(3)};  // perhaps not wholly in the map
    return {WhatIf::Kind::kRect, pack(from), pack(to)};
}

/// The map with these walls, cell by cell.
[[nodiscard]] inline TestMap with_walls(const TestMap& map, const WhatIf& walls) {
    TestMap walled = map;
    for (Cell cell; cell.y < map.layout().height_cells; ++cell.y) {
        for (cell.x = 0; cell.x < map.layout().width_cells; ++cell.x) {
            if (walls.blocks(cell)) walled.set(cell, false);
        }
    }
    return walled;
}

/// No step becomes cheaper: more danger, and walls where they are none for the request's good.
inline void make_dearer(Dice& dice, TestMap& map, Costs& costs, std::uint8_t wall_factor) {
    for (std::uint8_t& danger : costs.danger) {
        if (dice.roll(8) == 0) danger = static_cast<std::uint8_t>(danger + dice.roll(256 - danger));
    }
    if (wall_factor != 0 && wall_factor < kMaxTerrainFactor) return;
    for (int edit = dice.roll(10); edit > 0; --edit) map.set(dice.cell(map.layout()), false);
}

}  // namespace outrider::search::test
