// Swamp: what the map's letters say of the ground, and that the weighted search goes round it.
#include <gtest/gtest.h>

#include "pathfinder/search/moving_ai.h"
#include "pathfinder/search/search.h"
#include "pathfinder/search/weighted.h"
#include "tests/unit/sim/fake_path_service.h"

namespace outrider::sim {
namespace {

TEST(Terrain, WeightedSearchGoesRoundTheSwamp) {
    search::TerrainMap map{20, 9, std::string(20 * 9, '.')};
    for (std::size_t y = 2; y < 7; ++y) map.terrain.replace(y * 20 + 5, 10, 10, 'S');
    const GridLayout layout(20, 9);
    const std::vector<std::uint64_t> bits = search::to_bits(map);
    const std::vector<std::uint8_t> classes = search::terrain_classes(map);
    ASSERT_EQ(classes.size(), terrain_bytes(layout));
    CostField costs;
    costs.terrain_classes = classes.data();
    costs.terrain_factors = search::kTerrainFactors;
    search::Searcher searcher;
    searcher.prepare(layout);
    PathQuery query{{2, 4}, {17, 4}, Algorithm::kWeighted};
    const auto result = searcher.search(MapView(layout, bits.data(), MapVersion{1}), query, {}, costs);
    ASSERT_EQ(result.status, AnswerStatus::kFound);
    Cell at = query.start;
    for (const PackedCell point : result.turning_points) {
        for (const Cell to = unpack(point); at != to; at = next_cell(at, direction_towards(at, to))) {
            EXPECT_EQ(map.at(at), '.') << at.x << ' ' << at.y;
        }
    }
    EXPECT_TRUE(search::terrain_classes({2, 1, "G."}).empty()) << "all is plain";
}

TEST(Terrain, WhatTheMapBlocksCannotBeBroken) {
    const search::TerrainMap map{8, 1, ".GS@OTW."};
    const GridLayout layout(8, 1);
    const std::vector<std::uint8_t> classes = search::terrain_classes(map);
    const CostField costs{classes.data(), search::terrain_factors(map), nullptr};
    for (std::int32_t x = 0; x < 8; ++x) {
        EXPECT_EQ(costs.is_breakable(layout, {x, 0}), search::is_passable(map.at({x, 0}))) << x;
    }
    EXPECT_EQ(costs.multiplier(layout, {2, 0}, 0), 2 * costs.multiplier(layout, {0, 0}, 0));
    EXPECT_EQ(search::terrain_factors(map), search::kTerrainFactors);
}

TEST(Terrain, IsPlainWhereThereIsNoSwamp) {
    const search::TerrainMap map{4, 1, ".@G."};
    const std::vector<std::uint8_t> classes = search::terrain_classes(map);
    const CostField costs{classes.data(), search::terrain_factors(map), nullptr};
    EXPECT_TRUE(search::is_plain(costs, {{0, 0}, {3, 0}, Algorithm::kWeighted}));
    EXPECT_FALSE(costs.is_breakable({4, 1}, {1, 0}));
}

TEST(Terrain, AWallOnSwampThatIsRemovedIsSwampAgain) {
    World world(settings_of({"SSSS", "...."}, 1));
    (void)world.paint({2, 0}, 0, true);
    EXPECT_EQ(world.terrain()[2], World::kPaintedWall);
    (void)world.paint({2, 0}, 0, false);
    EXPECT_EQ(world.terrain()[2], 'S');
}

}  // namespace
}  // namespace outrider::sim
