#include "pathfinder/search/cost_snapshot.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/unit/search/test_maps.h"
#include "tests/unit/search/weighted_reference.h"

namespace outrider::search {
namespace {

using namespace test;

/// Does a step cost less on the second map, or is one new? As the rules are written.
[[nodiscard]] bool is_a_step_cheaper(const Reference& before, const Reference& after, const GridLayout& layout) {
    for (Cell from{0, 0}; from.y < layout.height_cells; ++from.y) {
        for (from.x = 0; from.x < layout.width_cells; ++from.x) {
            for (std::int32_t k = 0; k < 9; ++k) {
                const Cell to{from.x + k % 3 - 1, from.y + k / 3 - 1};
                if (to != from && before.contains(to) && after.step(from, to) < before.step(from, to)) return true;
            }
        }
    }
    return false;
}

void copy(const Costs& from, Costs& to) {
    to.terrain = from.terrain;
    to.danger = from.danger;
    to.field = from.field;
    to.field.terrain_classes = from.field.terrain_classes == nullptr ? nullptr : to.terrain.data();
    to.field.danger = from.field.danger == nullptr ? nullptr : to.danger.data();
}

TEST(CostSnapshot, NeverOverlooksAStepThatBecameCheaper) {
    constexpr std::uint32_t kSeed = 887;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    int good = 0;
    int cheaper = 0;
    for (int round = 0; round < 4000; ++round) {
        const TestMap before = random_map(dice, 12);
        const GridLayout layout = before.layout();
        Costs costs(layout);
        roll_costs(dice, layout, costs);
        if (dice.roll(6) == 0) costs.field.terrain_classes = nullptr;
        if (dice.roll(6) == 0) costs.field.danger = nullptr;
        CostSnapshot snapshot;
        snapshot.prepare(layout);
        snapshot.take(before.view(), costs.field);

        TestMap after = before;
        Costs later(layout);
        copy(costs, later);
        PathQuery query = roll_query(dice, layout);
        if (dice.roll(3) != 0) after.set(dice.cell(layout), dice.roll(4) == 0);
        if (dice.roll(3) == 0) {
            std::uint8_t& danger =
                later.danger[static_cast<std::size_t>(dice.roll(static_cast<int>(later.danger.size())))];
            danger = static_cast<std::uint8_t>(danger + dice.roll(20) - (dice.roll(4) == 0 ? 20 : 0));
        }
        if (dice.roll(8) == 0) ++later.field.terrain_factors[static_cast<std::size_t>(dice.roll(4))];
        if (dice.roll(8) == 0) set_terrain_class(layout, later.terrain.data(), dice.cell(layout), 2);
        if (dice.roll(8) == 0) later.field.danger = later.danger.data();

        const bool is_good = snapshot.has_none_cheaper_in(after.view(), later.field, query.wall_factor);
        good += is_good ? 1 : 0;
        for (const int weight : {0, 1, 255}) {
            query.danger_weight = static_cast<std::uint8_t>(weight);
            const Reference then(before.view(), costs.field, query);
            const Reference now(after.view(), later.field, query);
            if (!is_a_step_cheaper(then, now, layout)) continue;
            ++cheaper;
            ASSERT_FALSE(is_good) << "round " << round;
        }
    }
    EXPECT_GT(good, 1000);
    EXPECT_GT(cheaper, 500);
}

}  // namespace
}  // namespace outrider::search
