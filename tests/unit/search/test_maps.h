// Small maps for the search tests: written down, or made by chance from a seed.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "pathfinder/search/moving_ai.h"
#include "shared/grid.h"

namespace outrider::search::test {

/// A map that can be searched and edited.
class TestMap {
public:
    TestMap(std::int32_t width, std::int32_t height) : layout_(width, height), words_(free_bits(layout_)) {}
    explicit TestMap(const TerrainMap& terrain)
        : layout_(terrain.width_cells, terrain.height_cells), words_(to_bits(terrain)) {}
    /// One string per row; '.' is free, anything else is blocked.
    explicit TestMap(const std::vector<std::string>& rows)
        : TestMap(static_cast<std::int32_t>(rows.front().size()), static_cast<std::int32_t>(rows.size())) {
        for (std::int32_t y = 0; y < layout_.height_cells; ++y) {
            for (std::int32_t x = 0; x < layout_.width_cells; ++x) {
                set({x, y}, rows[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)] == '.');
            }
        }
    }

    void set(Cell cell, bool free) {
        set_cell(layout_, words_.data(), cell, free);
        version_ = new_version();
    }
    [[nodiscard]] const GridLayout& layout() const { return layout_; }
    [[nodiscard]] MapView view() const { return {layout_, words_.data(), version_}; }

private:
    /// Other bits, another version: what a searcher relies on.
    [[nodiscard]] static MapVersion new_version() {
        static std::uint64_t versions = 0;
        return MapVersion{++versions};
    }

    GridLayout layout_;
    std::vector<std::uint64_t> words_;
    MapVersion version_ = new_version();
};

/// The same numbers from the same seed, with any standard library.
class Dice {
public:
    explicit Dice(std::uint32_t seed) : engine_(seed) {}
    /// 0 .. sides - 1
    [[nodiscard]] std::int32_t roll(std::int32_t sides) {
        return static_cast<std::int32_t>(engine_() % static_cast<std::uint32_t>(sides));
    }
    [[nodiscard]] Cell cell(const GridLayout& layout) { return {roll(layout.width_cells), roll(layout.height_cells)}; }

private:
    std::mt19937 engine_;
};

inline TestMap noise_map(Dice& dice, std::int32_t width, std::int32_t height, std::int32_t blocked_percent) {
    TestMap map(width, height);
    for (std::int32_t y = 0; y < height; ++y) {
        for (std::int32_t x = 0; x < width; ++x) map.set({x, y}, dice.roll(100) >= blocked_percent);
    }
    return map;
}

/// Rooms of `side` cells with a door in most walls.
inline TestMap room_map(Dice& dice, std::int32_t width, std::int32_t height, std::int32_t side) {
    TestMap map(width, height);
    for (std::int32_t y = 0; y < height; ++y) {
        for (std::int32_t x = 0; x < width; ++x) map.set({x, y}, x % side != 0 && y % side != 0);
    }
    for (std::int32_t y = 0; y < height; y += side) {
        for (std::int32_t x = 0; x < width; x += side) {
            const Cell right{x, y + 1 + dice.roll(side - 1)};
            const Cell down{x + 1 + dice.roll(side - 1), y};
            if (dice.roll(5) != 0 && map.view().contains(right)) map.set(right, true);
            if (dice.roll(5) != 0 && map.view().contains(down)) map.set(down, true);
        }
    }
    return map;
}

/// Corridors dug by a wandering digger who turns at random: mazes for step 2, caves for step 1.
inline TestMap dug_map(Dice& dice, std::int32_t width, std::int32_t height, std::int32_t step) {
    TestMap map = noise_map(dice, width, height, 100);
    Cell at{0, 0};
    map.set(at, true);
    for (std::int32_t dug = 0; dug < width * height; ++dug) {
        constexpr Cell kWays[] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};
        const Cell way = kWays[dice.roll(4)];
        const Cell end{at.x + way.x * step, at.y + way.y * step};
        if (!map.view().contains(end)) continue;
        for (; at != end; at = {at.x + way.x, at.y + way.y}) map.set(at, true);
        map.set(end, true);
    }
    return map;
}

/// Houses between streets: most are solid, some have a yard and a gate, some are not built yet.
inline TestMap city_map(Dice& dice, std::int32_t width, std::int32_t height) {
    TestMap map(width, height);
    const std::int32_t side = 8 + dice.roll(12);  // of a house and the street beside it
    for (std::int32_t y = 0; y < height; y += side) {
        for (std::int32_t x = 0; x < width; x += side) {
            const bool has_yard = dice.roll(3) == 0;
            const Cell first{x + 1 + dice.roll(3), y + 1 + dice.roll(3)};
            const Cell last{x + side - 1 - dice.roll(3), y + side - 1 - dice.roll(3)};
            const Cell gate{first.x + 1 + dice.roll(last.x - first.x - 1), dice.roll(2) == 0 ? first.y : last.y};
            if (dice.roll(8) == 0) continue;
            for (Cell at = first; at.y <= last.y; ++at.y) {
                for (at.x = first.x; at.x <= last.x; ++at.x) {
                    const bool is_wall = at.x == first.x || at.x == last.x || at.y == first.y || at.y == last.y;
                    if (map.view().contains(at)) map.set(at, has_yard && (!is_wall || at == gate));
                }
            }
        }
    }
    return map;
}

/// A noise, room or dug map, of a random size up to `max_side`.
inline TestMap random_map(Dice& dice, std::int32_t max_side) {
    const std::int32_t width = 1 + dice.roll(max_side);
    const std::int32_t height = 1 + dice.roll(max_side);
    switch (dice.roll(4)) {
        case 0: return room_map(dice, width, height, 3 + dice.roll(8));
        case 1: return dug_map(dice, width, height, 1);
        case 2: return dug_map(dice, width, height, 2);
        default: return noise_map(dice, width, height, dice.roll(60));
    }
}

/// Does a unit of 2 by 2 cells fit with its upper left cell here?
inline bool fits_two_by_two(const MapView& map, Cell cell) {
    return map.is_free(cell) && map.is_free({cell.x + 1, cell.y}) && map.is_free({cell.x, cell.y + 1}) &&
           map.is_free({cell.x + 1, cell.y + 1});
}

/// The cells where a unit of 2 by 2 fits, one by one.
inline TestMap eroded(const TestMap& map) {
    TestMap fits(map.layout().width_cells, map.layout().height_cells);
    for (std::int32_t y = 0; y < map.layout().height_cells; ++y) {
        for (std::int32_t x = 0; x < map.layout().width_cells; ++x) {
            fits.set({x, y}, fits_two_by_two(map.view(), {x, y}));
        }
    }
    return fits;
}

}  // namespace outrider::search::test
