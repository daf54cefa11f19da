// Where the runs of a Jump Point Search end, for every cell of one map version, as bitmaps.
//
// A straight run stops at its first jump point or wall; a diagonal run stops at a cell from which a straight run to
// either side finds a jump point, or from which it can go no further. One bit per cell and direction, laid out along
// the runs, so that a search looks at 64 cells of a run at once. This is the knowledge of JPS+ (D. Harabor,
// A. Grastien, "Improving Jump Point Search", ICAPS 2014) as bits instead of distances. So it is cheap to keep up with
// edits: a changed cell matters in its row and column up to the next stop, and to the diagonals that cross there.
//
// Internal to the search library. Belongs to one searcher, which calls follow() before it searches another version.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "shared/grid.h"

namespace outrider::search {

/// A bitmap in lines of 64-cell words. Two words before and after each line and one line before and after all can be
/// read, and so can a block of 64 lines of which the map has but the first.
class BitPlane {
public:
    /// REQUIRES: lines and cells per line are at least 1. Throws std::bad_alloc.
    void prepare(std::int32_t lines, std::int32_t cells, std::uint64_t filling);
    [[nodiscard]] const std::uint64_t* line(std::int32_t i) const noexcept { return words_.data() + offset_of(i); }
    [[nodiscard]] std::uint64_t* line(std::int32_t i) noexcept { return words_.data() + offset_of(i); }

private:
    static constexpr std::ptrdiff_t kMargin_words = 2;
    [[nodiscard]] std::ptrdiff_t offset_of(std::int32_t i) const noexcept { return (i + 1) * stride_ + kMargin_words; }

    std::vector<std::uint64_t> words_;
    std::ptrdiff_t stride_ = 0;
};

/// The straight runs along all lines of one axis: rows or columns.
class StraightRuns {
public:
    void prepare(std::int32_t lines, std::int32_t cells);

    /// Copies a line of free cells. `note(word, changed bits)` hears of each word that was different.
    template <class Note>
    void take(std::int32_t i, const std::uint64_t* cells, Note note) noexcept;
    /// Works out a line's stops anew, after it or one beside it changed. `note(word)` hears of each word in which it
    /// changed whether a run finds a jump point.
    template <class Note>
    void renew(std::int32_t i, Note note) noexcept;

    [[nodiscard]] const std::uint64_t* cells(std::int32_t i) const noexcept { return cells_.line(i); }
    /// Walls and jump points of runs in direction kStep: 1 towards higher cells, -1 towards lower ones.
    template <int kStep>
    [[nodiscard]] const std::uint64_t* stops(std::int32_t i) const noexcept {
        return (kStep > 0 ? stops_up_ : stops_down_).line(i);
    }
    /// The free cells from which a run in direction kStep comes to a jump point before it comes to a wall.
    template <int kStep>
    [[nodiscard]] const std::uint64_t* finders(std::int32_t i) const noexcept {
        return (kStep > 0 ? finders_up_ : finders_down_).line(i);
    }

private:
    template <int kStep, class Note>
    void renew_finders(std::int32_t i, Note note) noexcept;

    std::ptrdiff_t words_ = 0;  ///< of a line
    BitPlane cells_;
    BitPlane stops_up_;
    BitPlane stops_down_;
    BitPlane finders_up_;
    BitPlane finders_down_;
};

class JumpMap {
public:
    /// Memory for maps of this size, in the state of a map without free cells. Throws std::bad_alloc.
    void prepare(const GridLayout& layout);
    [[nodiscard]] bool is_prepared_for(const GridLayout& layout) const noexcept {
        return layout.width_cells == width_cells_ && layout.height_cells == height_cells_;
    }

    /// Brings it up to date with `map`, whatever it knew before; nothing to do if that was this version. Compares all
    /// words of the map, then takes time for the blocks of 64 by 64 cells that a change reaches.
    /// REQUIRES: prepared for maps of this size; the bits of a version never change.
    void follow(const MapView& map) noexcept;

    template <int kStep>
    [[nodiscard]] const std::uint64_t* row_stops(std::int32_t y) const noexcept {
        return rows_.stops<kStep>(y);
    }
    template <int kStep>
    [[nodiscard]] const std::uint64_t* column_stops(std::int32_t x) const noexcept {
        return columns_.stops<kStep>(x);
    }
    /// The diagonal through a cell, one bit for each x. Every run that may begin has a stop before the map ends.
    template <int kStepX, int kStepY>
    [[nodiscard]] const std::uint64_t* diagonal_stops(Cell cell) const noexcept {
        return diagonals_[number_of<kStepX, kStepY>()].data() +
               static_cast<std::ptrdiff_t>(index_of<kStepX == kStepY>(cell)) * blocks_across_;
    }

private:
    using Words = std::vector<std::uint64_t>;

    void take_cells(const MapView& map) noexcept;
    void renew_runs() noexcept;
    void renew_diagonals() noexcept;
    void mark_block(std::ptrdiff_t across, std::ptrdiff_t down) noexcept;
    void turn_finders(std::ptrdiff_t across, std::ptrdiff_t down) noexcept;
    template <int kStepX, int kStepY>
    void renew_diagonal_block(std::ptrdiff_t across, std::ptrdiff_t down) noexcept;
    template <int kStepX, int kStepY>
    [[nodiscard]] std::uint64_t stops_in_column(std::int32_t x, std::ptrdiff_t from_y) const noexcept;

    template <int kStepX, int kStepY>
    [[nodiscard]] static constexpr std::size_t number_of() noexcept {
        return (kStepX > 0 ? 0U : 1U) + (kStepY > 0 ? 0U : 2U);
    }
    /// Falling diagonals (to the lower right) are numbered by y - x, rising ones by y + x.
    template <bool kFalling>
    [[nodiscard]] std::int32_t index_of(Cell cell) const noexcept {
        return kFalling ? cell.y - cell.x + 64 * blocks_across_ : cell.y + cell.x;
    }

    std::int32_t width_cells_ = 0;
    std::int32_t height_cells_ = 0;
    std::int32_t blocks_across_ = 0;
    std::int32_t blocks_down_ = 0;
    std::optional<MapVersion> version_;  ///< of the last follow()

    StraightRuns rows_;
    StraightRuns columns_;
    /// The rows' finders by columns, as the diagonals need them.
    BitPlane east_finders_;
    BitPlane west_finders_;
    std::array<Words, 4> diagonals_;

    /// What a change has reached so far: lines and blocks.
    std::vector<std::uint8_t> stale_rows_;
    std::vector<std::uint8_t> stale_columns_;
    std::vector<std::uint8_t> stale_blocks_;
    /// Sheared blocks: each has 64 diagonals, and lies over two blocks of the map, one below the other.
    std::vector<std::uint8_t> stale_falling_;
    std::vector<std::uint8_t> stale_rising_;
};

}  // namespace outrider::search
