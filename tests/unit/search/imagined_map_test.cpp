#include "pathfinder/search/imagined_map.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/search/test_maps.h"
#include "tests/unit/search/weighted_reference.h"

namespace outrider::search {
namespace {

using namespace test;

TEST(ImaginedMap, DiffersWhereItShallAndNowhereElse) {
    constexpr std::uint32_t kSeed = 5;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    for (int round = 0; round < 200; ++round) {
        const TestMap map = test::random_map(dice, 90);
        const GridLayout layout = map.layout();
        Costs costs(layout);
        roll_costs(dice, layout, costs);
        ImaginedMap imagined;
        imagined.prepare(layout);
        const WhatIf walls = roll_what_if(dice, layout);
        const MapView walled = imagined.with_walls(map.view(), walls);
        const MapVersion first = walled.version();
        for (Cell cell; cell.y < layout.height_cells; ++cell.y) {
            for (cell.x = 0; cell.x < layout.width_cells; ++cell.x) {
                const bool free = map.view().is_free(cell) && !walls.blocks(cell);
                ASSERT_EQ(walled.is_free(cell), free);
                ASSERT_EQ((walled.column(cell.x)[cell.y >> 6] >> (cell.y & 63) & 1U) != 0, free);
            }
        }
        const MapView broken = imagined.without_walls(map.view(), costs.field);
        EXPECT_NE(broken.version(), first);
        for (Cell cell; cell.y < layout.height_cells; ++cell.y) {
            for (cell.x = 0; cell.x < layout.width_cells; ++cell.x) {
                ASSERT_EQ(broken.is_free(cell), map.view().is_free(cell) || costs.field.is_breakable(layout, cell));
            }
        }
        ASSERT_FALSE(broken.is_free({layout.width_cells, 0})) << "the map ends where it did";
    }
}

}  // namespace
}  // namespace outrider::search
