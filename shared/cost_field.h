// What it costs to walk: the kind of ground of every cell, the danger of every block of 4 by 4 cells, and the exact
// integer cost of a step that follows from both. A request brings its own weight for the danger.
//
// Each cell has a multiplier, kPlainMultiplier * (factor of its terrain class) + weight * (danger of its block); for
// those who can break through walls, a blocked cell has the wall factor in place of one for terrain. A step costs its
// length times the sum of the multipliers of its two ends: the same there and back, in whole numbers throughout, and
// linear in the weight.
//
// Ground may be unbreakable: a blocked cell there (rock, deep water) is passed by nobody at any price. While it is
// free it is plain ground, and a wall that is set on it later counts as rock.
//
// Lengths. A straight step counts q, a diagonal one p, where p/q is a convergent of sqrt(2). As exact_cost.h shows, two
// lengths a*q + b*p and a'*q + b'*p then compare like a + b*sqrt(2) and a' + b'*sqrt(2) if |b - b'| < q. A shortest
// path on plain ground has at most a third as many diagonal steps as the map has cells (each has its first cell and the
// two cells beside it to itself, since a path that came by twice could be cut short there), and 2^24 / 3 < q: on plain
// ground and without danger, least cost is least length, on the largest map.
//
// Range. A path of least cost never comes back to the side of one of its cells (the straight step between the two would
// cost less). So a window of 2 by 2 cells has at most 3 of the path's cells, and just 2 if a diagonal step lies in it;
// a cell lies in 4 windows, a map has at most 4097 * 4097 of them; counted out, the lengths of the steps add up to less
// than 0.85 * 4097 * 4097 * q. Times twice the greatest multiplier of ground, this stays below 2^64. Where walls can be
// passed, nothing need be walked around, and costs stay far below.
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>

#include "shared/grid.h"

namespace outrider {

/// Length times multipliers, in these units.
using WeightedCost = std::uint64_t;

inline constexpr WeightedCost kStraightLength = 6'625'109;
inline constexpr WeightedCost kDiagonalLength = 9'369'319;
inline constexpr std::uint32_t kPlainMultiplier = 1024;
inline constexpr std::uint32_t kMaxTerrainFactor = 16;
/// In place of a factor.
inline constexpr std::uint8_t kUnbreakable = 0;
inline constexpr std::uint32_t kMaxGroundMultiplier = kPlainMultiplier * kMaxTerrainFactor + 255 * 255;
/// What a step on plain ground costs per unit of its length.
inline constexpr WeightedCost kPlainStepMultiplier = WeightedCost{2} * kPlainMultiplier;

static_assert(kDiagonalLength * kDiagonalLength - 2 * kStraightLength * kStraightLength == 1 ||
                  2 * kStraightLength * kStraightLength - kDiagonalLength * kDiagonalLength == 1,
              "a convergent of sqrt(2)");
static_assert(kStraightLength > WeightedCost{kMaxMapSide_cells} * kMaxMapSide_cells / 3,
              "least cost is least length on every plain map");
static_assert(~WeightedCost{0} / 2 / kMaxGroundMultiplier / kStraightLength >
                  WeightedCost{kMaxMapSide_cells + 1} * (kMaxMapSide_cells + 1) / 100 * 86,
              "no path of least cost on ground overflows");

/// Side of the blocks of the danger field.
inline constexpr std::int32_t kDangerBlock_cells = 4;

/// Bytes of a danger field: one for each block, row by row from the upper left; blocks may stick out of the map.
[[nodiscard]] constexpr std::size_t danger_bytes(const GridLayout& layout) noexcept {
    return static_cast<std::size_t>((layout.width_cells + 3) / 4) *
           static_cast<std::size_t>((layout.height_cells + 3) / 4);
}
/// Bytes of the terrain classes: two bits for each cell, four cells to a byte, the left one lowest, row by row.
[[nodiscard]] constexpr std::size_t terrain_bytes(const GridLayout& layout) noexcept {
    return static_cast<std::size_t>((layout.width_cells + 3) / 4) * static_cast<std::size_t>(layout.height_cells);
}
/// REQUIRES: the cell lies in the map; 0 <= terrain_class < 4; `classes` holds terrain_bytes(layout) bytes.
constexpr void set_terrain_class(const GridLayout& layout, std::uint8_t* classes, Cell cell,
                                 std::uint32_t terrain_class) noexcept {
    const std::int32_t bytes_across = (layout.width_cells + 3) / 4;
    std::uint8_t& byte = classes[static_cast<std::ptrdiff_t>(cell.y) * bytes_across + cell.x / 4];
    const std::uint32_t shift = static_cast<std::uint32_t>(cell.x) % 4 * 2;
    byte = static_cast<std::uint8_t>((byte & ~(3U << shift)) | (terrain_class & 3U) << shift);
}

/// The costs that belong to one map version, read only. A view; the bytes must outlive it.
struct CostField {
    /// terrain_bytes() bytes, or null: every cell is of class 0.
    const std::uint8_t* terrain_classes = nullptr;
    /// For each class, 1 .. kMaxTerrainFactor, or (but for class 0) kUnbreakable.
    std::array<std::uint8_t, 4> terrain_factors{1, 1, 1, 1};
    /// danger_bytes() bytes, or null: no danger anywhere.
    const std::uint8_t* danger = nullptr;

    /// Of a free cell, for a request with this weight. REQUIRES: the cell lies in the map.
    [[nodiscard]] constexpr std::uint32_t multiplier(const GridLayout& layout, Cell cell,
                                                     std::uint32_t weight) const noexcept {
        const std::uint8_t factor = terrain_factors[terrain_class(layout, cell)];
        return kPlainMultiplier * ground_factor(factor) + weight * danger_at(layout, cell);
    }
    /// What free ground with this entry in terrain_factors costs.
    [[nodiscard]] static constexpr std::uint32_t ground_factor(std::uint8_t factor) noexcept {
        return factor == kUnbreakable ? 1 : factor;
    }
    /// Can a wall here be broken through? REQUIRES: the cell lies in the map.
    [[nodiscard]] constexpr bool is_breakable(const GridLayout& layout, Cell cell) const noexcept {
        return terrain_factors[terrain_class(layout, cell)] != kUnbreakable;
    }
    /// Can every wall?
    [[nodiscard]] constexpr bool is_all_breakable() const noexcept {
        return terrain_classes == nullptr || std::ranges::find(terrain_factors, kUnbreakable) == terrain_factors.end();
    }
    [[nodiscard]] constexpr std::uint32_t danger_at(const GridLayout& layout, Cell cell) const noexcept {
        if (danger == nullptr) return 0;
        const std::int32_t across = (layout.width_cells + 3) / kDangerBlock_cells;
        return danger[static_cast<std::ptrdiff_t>(cell.y / kDangerBlock_cells) * across + cell.x / kDangerBlock_cells];
    }
    [[nodiscard]] constexpr std::uint32_t terrain_class(const GridLayout& layout, Cell cell) const noexcept {
        if (terrain_classes == nullptr) return 0;
        const std::int32_t across = (layout.width_cells + 3) / 4;
        const std::uint32_t byte = terrain_classes[static_cast<std::ptrdiff_t>(cell.y) * across + cell.x / 4];
        return byte >> static_cast<std::uint32_t>(cell.x) % 4 * 2 & 3U;
    }
};

}  // namespace outrider
