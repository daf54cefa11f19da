// Cells, exact path costs and the bit layout in which a map version is searched.
//
// A map is an octile grid: (0,0) is the upper left cell, x grows to the right and y down. A straight step costs 1,
// a diagonal step sqrt(2), and a diagonal step is legal only if both cells beside it are free (no corner cutting).
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

#include "shared/ids.h"

namespace outrider {

inline constexpr std::size_t kCacheLineBytes = 64;
/// The largest map side, in cells. Coordinates therefore fit 12 bits and a turning point fits 32.
inline constexpr std::int32_t kMaxMapSide_cells = 4096;
inline constexpr double kSqrt2 = 1.41421356237309504880;

/// A cell of the map, in cells from its upper left corner.
struct Cell {
    std::int32_t x = 0;
    std::int32_t y = 0;

    friend constexpr auto operator<=>(const Cell&, const Cell&) = default;
};

/// A cell in one 32-bit word, x in the low half: how turning points travel and are kept.
struct PackedCell {
    std::uint32_t bits = 0;

    friend constexpr auto operator<=>(const PackedCell&, const PackedCell&) = default;
};

/// REQUIRES: 0 <= x, y < 65536.
[[nodiscard]] constexpr PackedCell pack(Cell cell) noexcept {
    return {static_cast<std::uint32_t>(cell.x) | static_cast<std::uint32_t>(cell.y) << 16U};
}

[[nodiscard]] constexpr Cell unpack(PackedCell cell) noexcept {
    return {static_cast<std::int32_t>(cell.bits & 0xFFFFU), static_cast<std::int32_t>(cell.bits >> 16U)};
}

/// The exact length of a path: a count of straight and of diagonal steps. Never a floating-point sum.
struct StepCount {
    std::uint32_t straight = 0;
    std::uint32_t diagonal = 0;

    friend constexpr bool operator==(const StepCount&, const StepCount&) = default;

    /// Length in cells. Two equal lengths give the same bits and two different lengths of legal paths (up to 2^24
    /// steps) never do: such lengths differ by more than 2^-26, the error of this expression is below 2^-27.
    [[nodiscard]] constexpr double length_cells() const noexcept {
        return static_cast<double>(straight) + static_cast<double>(diagonal) * kSqrt2;
    }
};

/// A shortest way from one cell to another on an empty map, its diagonal steps counted: no way on any map is shorter.
[[nodiscard]] constexpr StepCount octile_steps(Cell from, Cell to) noexcept {
    const auto dx = static_cast<std::uint32_t>(from.x < to.x ? to.x - from.x : from.x - to.x);
    const auto dy = static_cast<std::uint32_t>(from.y < to.y ? to.y - from.y : from.y - to.y);
    return dx < dy ? StepCount{dy - dx, dx} : StepCount{dx - dy, dy};
}

/// A rectangle of cells, [x0, x1) x [y0, y1).
struct CellRect {
    std::int32_t x0 = 0;
    std::int32_t y0 = 0;
    std::int32_t x1 = 0;
    std::int32_t y1 = 0;

    [[nodiscard]] constexpr bool empty() const noexcept { return x0 >= x1 || y0 >= y1; }
    friend constexpr bool operator==(const CellRect&, const CellRect&) = default;
};

/// The smallest rectangle with both.
[[nodiscard]] constexpr CellRect joined(const CellRect& a, const CellRect& b) noexcept {
    if (a.empty()) return b;
    if (b.empty()) return a;
    return {a.x0 < b.x0 ? a.x0 : b.x0, a.y0 < b.y0 ? a.y0 : b.y0, a.x1 > b.x1 ? a.x1 : b.x1, a.y1 > b.y1 ? a.y1 : b.y1};
}

/// One cell set free or blocked: what an edit of the map is made of.
struct CellEdit {
    PackedCell cell;
    bool free = false;
};

/// Where the bits of a map of a given size lie. A set bit is a free cell.
///
/// The map is stored twice, by rows and by columns, so that a search can look at 64 cells in a line at once in all
/// four directions. Every line has one blocked word before its first cell and at least one blocked word after its
/// last; there is one blocked line before the first line and one after the last. So a scan always ends at a blocked
/// bit and never needs a bounds check, and the cells next to any cell of the map can always be read.
struct GridLayout {
    std::int32_t width_cells = 0;
    std::int32_t height_cells = 0;
    std::uint32_t row_stride_words = 0;
    std::uint32_t column_stride_words = 0;

    constexpr GridLayout() = default;
    constexpr GridLayout(std::int32_t width, std::int32_t height) noexcept
        : width_cells(width),
          height_cells(height),
          row_stride_words(stride_for(width)),
          column_stride_words(stride_for(height)) {}

    [[nodiscard]] constexpr std::size_t row_words() const noexcept {
        return std::size_t{row_stride_words} * (static_cast<std::size_t>(height_cells) + 2);
    }
    [[nodiscard]] constexpr std::size_t column_words() const noexcept {
        return std::size_t{column_stride_words} * (static_cast<std::size_t>(width_cells) + 2);
    }
    [[nodiscard]] constexpr std::size_t total_words() const noexcept { return row_words() + column_words(); }
    [[nodiscard]] constexpr bool contains(Cell cell) const noexcept {
        return cell.x >= 0 && cell.y >= 0 && cell.x < width_cells && cell.y < height_cells;
    }

private:
    [[nodiscard]] static constexpr std::uint32_t stride_for(std::int32_t side) noexcept {
        return (static_cast<std::uint32_t>(side) + 63U) / 64U + 2U;
    }
};

/// One version of the map, read only: what every search takes. A view; the words must outlive it.
class MapView {
public:
    constexpr MapView() = default;
    /// `words` holds layout.total_words() words: all rows, then all columns.
    constexpr MapView(const GridLayout& layout, const std::uint64_t* words, MapVersion version) noexcept
        : layout_(layout), rows_(words), columns_(words + layout.row_words()), version_(version) {}

    [[nodiscard]] constexpr const GridLayout& layout() const noexcept { return layout_; }
    [[nodiscard]] constexpr MapVersion version() const noexcept { return version_; }
    [[nodiscard]] constexpr std::int32_t width_cells() const noexcept { return layout_.width_cells; }
    [[nodiscard]] constexpr std::int32_t height_cells() const noexcept { return layout_.height_cells; }
    [[nodiscard]] constexpr bool contains(Cell cell) const noexcept { return layout_.contains(cell); }

    /// All words: every row, then every column (GridLayout::row_words() and column_words()).
    [[nodiscard]] constexpr const std::uint64_t* words() const noexcept { return rows_; }
    /// The word that holds cells (0..63, y) of row y; word k holds (64k..64k+63, y). REQUIRES: -1 <= y <= height.
    [[nodiscard]] constexpr const std::uint64_t* row(std::int32_t y) const noexcept {
        return rows_ + static_cast<std::ptrdiff_t>(y + 1) * layout_.row_stride_words + 1;
    }
    /// The word that holds cells (x, 0..63) of column x. REQUIRES: -1 <= x <= width.
    [[nodiscard]] constexpr const std::uint64_t* column(std::int32_t x) const noexcept {
        return columns_ + static_cast<std::ptrdiff_t>(x + 1) * layout_.column_stride_words + 1;
    }
    /// REQUIRES: the cell is in the map or next to it (then it is blocked).
    [[nodiscard]] constexpr bool is_free(Cell cell) const noexcept {
        // >> 6 of -1 is -1: the blocked word before the line.
        return (row(cell.y)[cell.x >> 6] >> (static_cast<std::uint32_t>(cell.x) & 63U) & 1U) != 0;
    }

private:
    GridLayout layout_;
    const std::uint64_t* rows_ = nullptr;
    const std::uint64_t* columns_ = nullptr;
    MapVersion version_;
};

/// Sets one cell in both copies. `words` as for MapView. REQUIRES: the cell is in the map.
constexpr void set_cell(const GridLayout& layout, std::uint64_t* words, Cell cell, bool free) noexcept {
    const auto x = static_cast<std::uint32_t>(cell.x);
    const auto y = static_cast<std::uint32_t>(cell.y);
    std::uint64_t& by_row = words[std::size_t{y + 1} * layout.row_stride_words + 1 + (x >> 6U)];
    std::uint64_t& by_column =
        words[layout.row_words() + std::size_t{x + 1} * layout.column_stride_words + 1 + (y >> 6U)];
    const std::uint64_t row_bit = std::uint64_t{1} << (x & 63U);
    const std::uint64_t column_bit = std::uint64_t{1} << (y & 63U);
    by_row = free ? by_row | row_bit : by_row & ~row_bit;
    by_column = free ? by_column | column_bit : by_column & ~column_bit;
}

}  // namespace outrider
