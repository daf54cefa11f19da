// The line in which a wall is drawn: four-connected, so that no one slips through at a corner.
#pragma once

#include <cstdint>

#include "shared/grid.h"

namespace outrider {

/// The cells of a wall drawn from one cell to another. Calls `visit(Cell)` in order, both ends included.
template <typename Visit>
constexpr void for_each_wall_cell(Cell from, Cell to, Visit&& visit) {
    const std::int64_t across = to.x > from.x ? to.x - from.x : from.x - to.x;
    const std::int64_t down = to.y > from.y ? to.y - from.y : from.y - to.y;
    const std::int32_t step_x = to.x > from.x ? 1 : -1;
    const std::int32_t step_y = to.y > from.y ? 1 : -1;
    Cell cell = from;
    visit(cell);
    for (std::int64_t x = 0, y = 0; x < across || y < down;) {
        // The next cell is the one whose middle lies nearer to the line: compare (x + 1/2) / across with (y + 1/2) /
        // down.
        if ((2 * x + 1) * down < (2 * y + 1) * across) {
            ++x;
            cell.x += step_x;
        } else {
            ++y;
            cell.y += step_y;
        }
        visit(cell);
    }
}

/// Is `cell` one of those, without going along the line? It is entered in column x as soon as the comparison above
/// fails for x - 1, and left as soon as it fails for x.
[[nodiscard]] constexpr bool is_on_wall_line(Cell from, Cell to, Cell cell) noexcept {
    if (from == to) return cell == from;
    const std::int64_t across = to.x > from.x ? to.x - from.x : from.x - to.x;
    const std::int64_t down = to.y > from.y ? to.y - from.y : from.y - to.y;
    const std::int64_t x = to.x > from.x ? cell.x - from.x : from.x - cell.x;
    const std::int64_t y = to.y > from.y ? cell.y - from.y : from.y - cell.y;
    if (x < 0 || y < 0 || x > across || y > down) return false;
    return (2 * x - 1) * down < (2 * y + 1) * across && (2 * y - 1) * across <= (2 * x + 1) * down;
}

}  // namespace outrider
