// What a walker of some size can see and where it fits: lines of sight over the free cells of the land, many cells at a
// look.
//
// A walker of two cells is treated as one of a single cell, its anchor, on a map whose free cells are those where all
// four cells are free: its places. A straight line between two places is free if the square of one cell, slid along it,
// overlaps no place that is not free. For steps to the eight neighbours this is the rule of the octile grid, corners
// included.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <utility>

#include "game/sim/world.h"
#include "shared/grid.h"
#include "shared/protocol.h"

namespace outrider::sim::siege {

/// Calls visit(y, first, last) for each row that the square of one cell overlaps when it slides from cell `a` to cell
/// `b`, with the columns that it overlaps there; stops, and returns false, as soon as visit() returns false.
template <typename Visit>
bool for_each_swept_row(Cell a, Cell b, Visit&& visit) {
    if (a.y > b.y) std::swap(a, b);
    const std::int32_t rows = b.y - a.y;
    if (rows == 0) return visit(a.y, std::min(a.x, b.x), std::max(a.x, b.x));
    // Columns with 32 bits behind the point. The rounding of the slope adds up to 2^12 of these at most; an overlap of
    // less than kTouch is none. Straight and diagonal lines are exact.
    constexpr int kPoint = 32;
    constexpr std::int64_t kTouch = std::int64_t{1} << 20;
    constexpr std::int64_t kUp = (std::int64_t{1} << kPoint) - 1 - kTouch;
    const std::int64_t slope = static_cast<std::int64_t>(b.x - a.x) * (std::int64_t{1} << kPoint) / rows;
    std::int64_t above = static_cast<std::int64_t>(a.x) << kPoint;  // where the middle was a row higher
    std::int64_t here = above;
    for (std::int32_t row = 0; row <= rows; ++row) {
        const std::int64_t below = row < rows ? here + slope : here;
        const std::int64_t least = slope < 0 ? below : above;
        const std::int64_t most = slope < 0 ? above : below;
        const auto first = static_cast<std::int32_t>((least + kTouch) >> kPoint);
        const auto last = static_cast<std::int32_t>((most + kUp) >> kPoint);
        if (!visit(a.y + row, first, last)) return false;
        above = here;
        here = below;
    }
    return true;
}

/// Free places around one, one bit each: bit (dy + 1) * 3 + (dx + 1).
using PlacesAround = std::uint32_t;
inline constexpr PlacesAround kAllFree = 0x1FF;
[[nodiscard]] constexpr bool is_free_beside(PlacesAround around, std::int32_t dx, std::int32_t dy) noexcept {
    return (around >> static_cast<std::uint32_t>(dy * 3 + dx + 4) & 1U) != 0;
}

/// The places where a walker fits. A view.
class Places {
public:
    Places(const MapView& map, Clearance clearance) noexcept : map_(map), wide_(clearance == Clearance::kTwoCells) {}

    [[nodiscard]] bool is_wide() const noexcept { return wide_; }
    /// Any cell may be asked for.
    [[nodiscard]] bool is_free(Cell cell) const noexcept {
        return map_.contains(cell) && (bits_from(cell.x, cell.y) & 1U) != 0;
    }
    /// Nothing (0) if the place itself is not free. REQUIRES: the cell lies in the map.
    [[nodiscard]] PlacesAround around(Cell cell) const noexcept {
        if ((bits_from(cell.x, cell.y) & 1U) == 0) return 0;
        const std::uint64_t north = bits_from(cell.x - 1, cell.y - 1) & 7U;
        const std::uint64_t middle = bits_from(cell.x - 1, cell.y) & 7U;
        const std::uint64_t south = bits_from(cell.x - 1, cell.y + 1) & 7U;
        return static_cast<PlacesAround>(north | middle << 3U | south << 6U);
    }
    /// Can it go straight from the one place to the other? False if either is not free, or they are more than
    /// kFarthest_cells apart.
    [[nodiscard]] bool sees(Cell from, Cell to) const noexcept {
        if (!map_.contains(to) || std::abs(from.x - to.x) > kFarthest_cells ||
            std::abs(from.y - to.y) > kFarthest_cells) {
            return false;
        }
        return for_each_swept_row(from, to, [&](std::int32_t y, std::int32_t first, std::int32_t last) {
            const std::uint64_t asked = (std::uint64_t{2} << static_cast<std::uint32_t>(last - first)) - 1;
            return (~bits_from(first, y) & asked) == 0;
        });
    }

    /// Does the straight line between two points (1/65536 cells) run over free places only? As thin as it is; what
    /// stands beside it does not count. False also if they are more than kFarthest_cells apart.
    [[nodiscard]] bool reaches(FixedPoint from, FixedPoint to) const noexcept {
        if (from.y > to.y) std::swap(from, to);
        const Cell first = cell_of(from);
        const Cell last = cell_of(to);
        if (std::abs(first.x - last.x) > kFarthest_cells || last.y - first.y > kFarthest_cells) return false;
        const std::int64_t rise = std::max(to.y - from.y, 1);
        std::int32_t enters = from.x;
        for (std::int32_t y = first.y; y <= last.y; ++y) {
            const std::int64_t down = static_cast<std::int64_t>(y + 1) * kFixedOne - from.y;
            const std::int32_t leaves =
                y == last.y ? to.x : from.x + static_cast<std::int32_t>((to.x - from.x) * down / rise);
            const std::int32_t left = std::min(enters, leaves) >> 16;
            const std::int32_t right = std::max(enters, leaves) >> 16;
            const std::uint64_t asked = (std::uint64_t{2} << static_cast<std::uint32_t>(right - left)) - 1;
            if ((~bits_from(left, y) & asked) != 0) return false;
            enters = leaves;
        }
        return true;
    }

    static constexpr std::int32_t kFarthest_cells = 48;  ///< a line of sight fits one word

private:
    /// 63 places from (x, y) on, the lowest bit first. REQUIRES: -1 <= x < width; -1 <= y, and y <= height (of the
    /// wide: y < height).
    [[nodiscard]] std::uint64_t bits_from(std::int32_t x, std::int32_t y) const noexcept {
        const std::uint64_t row = cells_from(x, y);
        if (!wide_) return row;
        const std::uint64_t both = row & cells_from(x, y + 1);
        return both & both >> 1U;
    }
    [[nodiscard]] std::uint64_t cells_from(std::int32_t x, std::int32_t y) const noexcept {
        const std::uint64_t* words = map_.row(y) + (x >> 6);
        const std::uint32_t shift = static_cast<std::uint32_t>(x) & 63U;
        return words[0] >> shift | words[1] << 1U << (63U - shift);
    }

    const MapView& map_;
    bool wide_;
};

}  // namespace outrider::sim::siege
