// The committed siege grounds fit their maps.
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "game/sim/siege/siege.h"
#include "pathfinder/search/moving_ai.h"

namespace outrider {
namespace {

std::filesystem::path assets() { return std::filesystem::path(OUTRIDER_SOURCE_DIR) / "assets"; }

CellRect rect_from(const nlohmann::json& value) {
    const auto at = value.get<std::array<std::int32_t, 4>>();
    return {at[0], at[1], at[2], at[3]};
}

class SiegeGroundOf : public testing::TestWithParam<const char*> {
protected:
    void SetUp() override {
        std::ifstream stream(assets() / "scenarios" / (std::string(GetParam()) + ".siege.json"));
        ASSERT_TRUE(stream);
        const nlohmann::json file = nlohmann::json::parse(stream);
        map_ = search::read_map(assets() / "maps" / file.at("map").get<std::string>());
        ground_.keep = rect_from(file.at("keep"));
        ground_.door = {file.at("door").at(0).get<std::int32_t>(), file.at("door").at(1).get<std::int32_t>()};
        for (const nlohmann::json& gate : file.at("gates")) ground_.gates.push_back(rect_from(gate));
    }
    [[nodiscard]] bool is_free(Cell cell) const {
        if (cell.x < 0 || cell.y < 0 || cell.x >= map_.width_cells || cell.y >= map_.height_cells) return false;
        return std::string_view(".GS").find(map_.at(cell)) != std::string_view::npos;
    }
    /// Is this the anchor of a place where a unit of two by two cells can stand?
    [[nodiscard]] bool has_room_for_two(Cell cell) const {
        return is_free(cell) && is_free({cell.x + 1, cell.y}) && is_free({cell.x, cell.y + 1}) &&
               is_free({cell.x + 1, cell.y + 1});
    }
    template <class Each>
    static void for_cells(const CellRect& rect, Each&& each) {
        for (std::int32_t y = rect.y0; y < rect.y1; ++y) {
            for (std::int32_t x = rect.x0; x < rect.x1; ++x) each(Cell{x, y});
        }
    }
    /// By cell: can a wide unit walk from the door to here?
    [[nodiscard]] std::vector<bool> reached_by_wide_units() const {
        std::vector<bool> reached(static_cast<std::size_t>(map_.width_cells) *
                                  static_cast<std::size_t>(map_.height_cells));
        std::vector<Cell> open{ground_.door};
        while (!open.empty()) {
            const Cell at = open.back();
            open.pop_back();
            if (!has_room_for_two(at) || reached[index_of(at)]) continue;
            reached[index_of(at)] = true;
            for (const Cell step : {Cell{1, 0}, Cell{-1, 0}, Cell{0, 1}, Cell{0, -1}}) {
                open.push_back({at.x + step.x, at.y + step.y});
            }
        }
        return reached;
    }
    [[nodiscard]] std::size_t index_of(Cell cell) const {
        return static_cast<std::size_t>(cell.y) * static_cast<std::size_t>(map_.width_cells) +
               static_cast<std::size_t>(cell.x);
    }

    search::TerrainMap map_;
    sim::siege::SiegeGround ground_;
};

TEST_P(SiegeGroundOf, HallIsAWholeBuildingThatStandsAlone) {
    for_cells(ground_.keep, [&](Cell cell) { EXPECT_EQ(map_.at(cell), '@') << cell.x << ", " << cell.y; });
    const CellRect& k = ground_.keep;
    for_cells({k.x0 - 1, k.y0 - 1, k.x1 + 1, k.y1 + 1}, [&](Cell cell) {
        const bool inside = cell.x >= k.x0 && cell.x < k.x1 && cell.y >= k.y0 && cell.y < k.y1;
        EXPECT_NE(is_free(cell), inside) << cell.x << ", " << cell.y;
    });
}

TEST_P(SiegeGroundOf, DoorIsBesideTheHallAndWide) {
    const CellRect& k = ground_.keep;
    const Cell door = ground_.door;
    EXPECT_TRUE(door.x >= k.x0 - 1 && door.x <= k.x1 && door.y >= k.y0 - 1 && door.y <= k.y1);
    EXPECT_TRUE(has_room_for_two(door));
}

TEST_P(SiegeGroundOf, GatesLieAtTheEdgeAndLeadToTheDoor) {
    const std::vector<bool> reached = reached_by_wide_units();
    ASSERT_GE(ground_.gates.size(), 2U);
    for (const CellRect& gate : ground_.gates) {
        EXPECT_TRUE(gate.x0 == 0 || gate.y0 == 0 || gate.x1 == map_.width_cells || gate.y1 == map_.height_cells);
        bool wide = false;
        for_cells(gate, [&](Cell cell) {
            EXPECT_TRUE(is_free(cell)) << cell.x << ", " << cell.y;
            wide = wide || reached[index_of(cell)];
        });
        EXPECT_TRUE(wide) << "gate at " << gate.x0 << ", " << gate.y0;
    }
}

TEST_P(SiegeGroundOf, CanBeBesieged) {
    sim::siege::SiegeSettings settings;
    settings.width_cells = map_.width_cells;
    settings.height_cells = map_.height_cells;
    for_cells({0, 0, map_.width_cells, map_.height_cells},
              [&](Cell cell) { settings.terrain.push_back(map_.at(cell)); });
    settings.ground = ground_;
    EXPECT_NO_THROW(sim::siege::Siege{settings});
}

INSTANTIATE_TEST_SUITE_P(Maps, SiegeGroundOf, testing::Values("valley", "ford"));

}  // namespace
}  // namespace outrider
