// What a debug view shows, as plain data: an ink for every cell, and marks on some. Who fills it in and who draws it
// need not know each other.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "shared/grid.h"

namespace outrider::render {

/// What the bytes of DebugLayer::marks say.
enum class DebugMarks : std::uint8_t {
    kNone,
    kSteps,    ///< a FlowStep: an arrow, or the goal
    kRunEnds,  ///< bits 0 .. 3: a run to the east, south, west, north ends here
};

struct DebugLayer {
    struct Point {
        PackedCell cell;
        std::uint8_t ink = 0;
    };

    std::int32_t width_cells = 0;
    std::int32_t height_cells = 0;
    std::uint64_t number = 0;               ///< another one for whatever looks different
    std::array<std::uint32_t, 256> inks{};  ///< 0xAARRGGBB: what lies over the land
    std::vector<std::uint8_t> cells;        ///< an ink for each, row by row
    DebugMarks marks_are = DebugMarks::kNone;
    std::vector<std::uint8_t> marks;  ///< a byte for each cell, row by row; empty if there are none
    std::vector<Point> points;     ///< in the order of their PackedCell: never smaller on the screen than an eye sees
    std::vector<PackedCell> line;  ///< a path: turning points or waypoints
    Cell line_end{-1, -1};         ///< where it should have led; outside the map: no such place

    /// Of maps larger than the screen: what blocks of 2, 4, 8 ... cells to a side look like together.
    struct Level {
        std::int32_t width = 0;
        std::int32_t height = 0;
        std::vector<std::uint32_t> colours;  ///< 0xAARRGGBB
    };
    std::vector<Level> levels;

    /// Nothing but `ink` everywhere, no marks. Memory is kept.
    void clear(std::int32_t width, std::int32_t height, std::uint8_t ink = 0);
    /// Works out the levels, once all cells have their ink.
    void make_levels();

    [[nodiscard]] std::size_t index_of(Cell cell) const noexcept {
        return static_cast<std::size_t>(cell.y) * static_cast<std::size_t>(width_cells) +
               static_cast<std::size_t>(cell.x);
    }
};

}  // namespace outrider::render
