// The committed maps keep their promises, and are what the program paints.
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "pathfinder/search/moving_ai.h"
#include "pathfinder/search/search.h"
#include "tests/tools/make_maps/brushes.h"
#include "tests/tools/make_maps/maps.h"

namespace outrider::make_maps {
namespace {

std::filesystem::path map_file(const std::string& name) {
    return std::filesystem::path(OUTRIDER_SOURCE_DIR) / "assets" / "maps" / (name + ".map");
}

Canvas load(const std::string& name) {
    const search::TerrainMap map = search::read_map(map_file(name));
    Canvas canvas(map.width_cells, map.height_cells, terrain::kRock);
    paint_all(canvas, [&](Cell cell, char& letter) { letter = map.at(cell); });
    return canvas;
}

std::size_t differences(const Canvas& a, const Canvas& b) {
    std::size_t count = 0;
    for (std::int32_t y = 0; y < a.height(); ++y) {
        for (std::int32_t x = 0; x < a.width(); ++x) count += a.at({x, y}) != b.at({x, y}) ? 1U : 0U;
    }
    return count;
}

class EveryMap : public testing::TestWithParam<const char*> {};

TEST_P(EveryMap, HasNoPocketAndNoPinhole) {
    const Canvas committed = load(GetParam());
    Canvas tidied = committed;
    fill_pockets(tidied);
    EXPECT_EQ(differences(committed, tidied), 0U);
}

TEST_P(EveryMap, ListsLengthsThatTheSearchFinds) {
    const search::TerrainMap terrain = search::read_map(map_file(GetParam()));
    const std::vector<std::uint64_t> bits = search::to_bits(terrain);
    const MapView map(GridLayout(terrain.width_cells, terrain.height_cells), bits.data(), MapVersion{1});
    const search::Scenario scenario = search::read_scenario(map_file(GetParam()).string() + ".scen", &terrain);
    ASSERT_GE(scenario.commands.size(), 300U);
    search::Searcher searcher;
    searcher.prepare(map.layout());
    constexpr std::size_t kStride = 9;  // every ninth: all of them are for the benchmarks
    for (std::size_t i = 0; i < scenario.commands.size(); i += kStride) {
        const auto& query = std::get<search::ScenarioQuery>(scenario.commands[i]);
        const auto result = searcher.search(map, {query.start, query.goal, Algorithm::kJps, 0});
        ASSERT_EQ(result.status, AnswerStatus::kFound) << "query " << i;
        EXPECT_TRUE(search::matches_listed_length(result.cost, query.listed_length_cells)) << "query " << i;
    }
}

INSTANTIATE_TEST_SUITE_P(Maps, EveryMap, testing::Values("valley", "ford", "city", "cave", "highlands"),
                         [](const auto& test) { return std::string(test.param); });

TEST(MakeMaps, PaintsTheValleyThatIsCommitted) { EXPECT_EQ(differences(make_valley(kValleySeed), load("valley")), 0U); }

TEST(MakeMaps, PaintsTheCityThatIsCommitted) { EXPECT_EQ(differences(make_city(kCitySeed), load("city")), 0U); }

TEST(FillPockets, ClosesAGapThatNobodyCanPass) {
    Canvas canvas(8, 4, terrain::kRock);
    fill_polygon(canvas, rectangle(0, 0, 4, 2), terrain::kGrass);
    fill_polygon(canvas, rectangle(4, 2, 8, 4), terrain::kGrass);
    fill_pockets(canvas);
    EXPECT_NE(canvas.walkable({3, 1}), canvas.walkable({4, 2}));
}

TEST(FillPockets, GivesAPocketTheLookOfWhatIsAroundIt) {
    Canvas canvas(12, 6, terrain::kTree);
    fill_polygon(canvas, rectangle(1, 1, 5, 5), terrain::kGrass);
    canvas.at({9, 3}) = terrain::kGrass;
    fill_pockets(canvas);
    EXPECT_EQ(canvas.at({9, 3}), terrain::kTree);
    EXPECT_EQ(canvas.at({2, 2}), terrain::kGrass);
}

}  // namespace
}  // namespace outrider::make_maps
