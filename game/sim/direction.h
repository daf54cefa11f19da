// The eight directions of the grid.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "shared/grid.h"

namespace outrider::sim {

/// 0 east, then clockwise on the screen (y grows downwards) to 7 north-east; odd ones are diagonal.
using Direction = std::uint8_t;

inline constexpr std::array<Cell, 8> kOffsets = {
    {{1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}, {0, -1}, {1, -1}}};

[[nodiscard]] constexpr bool is_diagonal(Direction direction) noexcept { return (direction & 1U) != 0; }
[[nodiscard]] constexpr Direction turned(Direction direction, int eighths) noexcept {
    return static_cast<Direction>((direction + eighths) & 7);
}
[[nodiscard]] constexpr Direction opposite(Direction direction) noexcept { return turned(direction, 4); }
/// As a facing: 256 to the full circle.
[[nodiscard]] constexpr std::uint8_t facing_of(Direction direction) noexcept {
    return static_cast<std::uint8_t>(direction * 32);
}

[[nodiscard]] constexpr Cell next_cell(Cell from, Direction direction) noexcept {
    return {from.x + kOffsets[direction].x, from.y + kOffsets[direction].y};
}

/// The first step of the way: diagonal while both coordinates differ. REQUIRES: from != to.
[[nodiscard]] constexpr Direction direction_towards(Cell from, Cell to) noexcept {
    constexpr std::array<Direction, 9> kBySigns = {5, 6, 7, 4, 0, 0, 3, 2, 1};
    const int sign_x = (to.x > from.x) - (to.x < from.x);
    const int sign_y = (to.y > from.y) - (to.y < from.y);
    return kBySigns[static_cast<std::size_t>((sign_y + 1) * 3 + sign_x + 1)];
}

/// Steps between two cells on an empty map.
[[nodiscard]] inline std::int32_t steps_between(Cell a, Cell b) noexcept {
    const std::int32_t dx = std::abs(a.x - b.x);
    const std::int32_t dy = std::abs(a.y - b.y);
    return dx > dy ? dx : dy;
}

/// Does the cell lie on the way between two cells in one of the eight directions?
[[nodiscard]] inline bool lies_between(Cell cell, Cell from, Cell to) noexcept {
    if (cell == from) return true;
    return from != to && direction_towards(from, cell) == direction_towards(from, to) &&
           steps_between(from, cell) + steps_between(cell, to) == steps_between(from, to);
}

}  // namespace outrider::sim
