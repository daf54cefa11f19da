#include "pathfinder/search/jump_map.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

#include "pathfinder/search/bit_block.h"

namespace outrider::search {
namespace {

constexpr std::uint64_t kAll = ~std::uint64_t{0};

[[nodiscard]] constexpr std::int32_t words_for(std::int32_t cells) noexcept { return (cells + 63) / 64; }

/// Of a word of a line, each bit's neighbour one step back: where a run in direction kStep was before.
template <int kStep>
[[nodiscard]] std::uint64_t one_back(const std::uint64_t* line, std::ptrdiff_t word) noexcept {
    if constexpr (kStep > 0) return line[word] << 1U | line[word - 1] >> 63U;
    return line[word] >> 1U | line[word + 1] << 63U;
}

/// The cells at which an obstacle has just ended, for one who walks along the line: a free cell behind a blocked one.
/// Beside such a cell a run may have to turn: there it has a jump point.
template <int kStep>
[[nodiscard]] std::uint64_t openings(const std::uint64_t* line, std::ptrdiff_t word) noexcept {
    return line[word] & ~one_back<kStep>(line, word);
}

template <int kStep>
[[nodiscard]] std::uint64_t stops_of(const std::uint64_t* before, const std::uint64_t* line, const std::uint64_t* after,
                                     std::ptrdiff_t word) noexcept {
    return ~line[word] | openings<kStep>(before, word) | openings<kStep>(after, word);
}

/// Shifts against a run's direction: each bit gets what was one or more steps ahead of it.
template <int kStep>
[[nodiscard]] constexpr std::uint64_t from_ahead(std::uint64_t bits, std::uint32_t steps) noexcept {
    return kStep > 0 ? bits >> steps : bits << steps;
}

/// The cells from which the next stop ahead is a jump point. `ahead` is the answer for the cell just behind the word,
/// in the run's direction; then it is the one for the next word. Parallel prefix: P. M. Kogge, H. S. Stone, "A Parallel
/// Algorithm for the Efficient Solution of a General Class of Recurrence Equations", IEEE Trans. Comp. C-22(8), 1973.
template <int kStep>
[[nodiscard]] std::uint64_t finders_of(std::uint64_t stops, std::uint64_t jump_points, bool& ahead) noexcept {
    constexpr std::uint32_t kFar = kStep > 0 ? 63 : 0;
    std::uint64_t finds = from_ahead<kStep>(jump_points, 1) | std::uint64_t{ahead} << kFar;
    std::uint64_t passes = from_ahead<kStep>(~stops, 1);
    for (std::uint32_t steps = 1; steps < 64; steps *= 2) {
        finds |= passes & from_ahead<kStep>(finds, steps);
        passes &= from_ahead<kStep>(passes, steps);
    }
    constexpr std::uint32_t kNear = 63 - kFar;
    ahead = ((jump_points | (~stops & finds)) >> kNear & 1U) != 0;
    return finds;
}

}  // namespace

// --- lines -----------------------------------------------------------------------------------------------------------

void BitPlane::prepare(std::int32_t lines, std::int32_t cells, std::uint64_t filling) {
    stride_ = words_for(cells) + 2 * kMargin_words;
    words_.assign(static_cast<std::size_t>(stride_) * static_cast<std::size_t>(words_for(lines) * 64 + 2), filling);
}

void StraightRuns::prepare(std::int32_t lines, std::int32_t cells) {
    words_ = words_for(cells);
    cells_.prepare(lines, cells, 0);
    for (BitPlane* stops : {&stops_up_, &stops_down_}) stops->prepare(lines, cells, kAll);
    for (BitPlane* finders : {&finders_up_, &finders_down_}) finders->prepare(lines, cells, 0);
}

template <class Note>
void StraightRuns::take(std::int32_t i, const std::uint64_t* cells, Note note) noexcept {
    std::uint64_t* const line = cells_.line(i);
    if (std::memcmp(line, cells, static_cast<std::size_t>(words_) * sizeof(std::uint64_t)) == 0) return;
    for (std::ptrdiff_t word = 0; word < words_; ++word) {
        const std::uint64_t changed = line[word] ^ cells[word];
        if (changed == 0) continue;
        line[word] = cells[word];
        note(word, changed);
    }
}

template <class Note>
void StraightRuns::renew(std::int32_t i, Note note) noexcept {
    const std::uint64_t* const before = cells_.line(i - 1);
    const std::uint64_t* const line = cells_.line(i);
    const std::uint64_t* const after = cells_.line(i + 1);
    for (std::ptrdiff_t word = 0; word < words_; ++word) {
        stops_up_.line(i)[word] = stops_of<1>(before, line, after, word);
        stops_down_.line(i)[word] = stops_of<-1>(before, line, after, word);
    }
    renew_finders<1>(i, note);
    renew_finders<-1>(i, note);
}

template <int kStep, class Note>
void StraightRuns::renew_finders(std::int32_t i, Note note) noexcept {
    const std::uint64_t* const line = cells_.line(i);
    const std::uint64_t* const line_stops = stops<kStep>(i);
    std::uint64_t* const finders = (kStep > 0 ? finders_up_ : finders_down_).line(i);
    bool ahead = false;
    for (std::ptrdiff_t n = 0; n < words_; ++n) {
        const std::ptrdiff_t word = kStep > 0 ? words_ - 1 - n : n;
        const std::uint64_t found =
            finders_of<kStep>(line_stops[word], line_stops[word] & line[word], ahead) & line[word];
        if (finders[word] == found) continue;
        finders[word] = found;
        note(word);
    }
}

// --- the map ---------------------------------------------------------------------------------------------------------

void JumpMap::prepare(const GridLayout& layout) {
    width_cells_ = layout.width_cells;
    height_cells_ = layout.height_cells;
    blocks_across_ = words_for(width_cells_);
    blocks_down_ = words_for(height_cells_);
    version_.reset();
    rows_.prepare(height_cells_, width_cells_);
    columns_.prepare(width_cells_, height_cells_);
    for (BitPlane* finders : {&east_finders_, &west_finders_}) finders->prepare(width_cells_, height_cells_, 0);
    const auto across = static_cast<std::size_t>(blocks_across_);
    const auto down = static_cast<std::size_t>(blocks_down_);
    for (Words& words : diagonals_) words.assign(64 * (across + down) * across, kAll);
    // One more at both ends: what lies beside a changed cell is stale, too.
    stale_rows_.assign(static_cast<std::size_t>(height_cells_) + 2, 0);
    stale_columns_.assign(static_cast<std::size_t>(width_cells_) + 2, 0);
    stale_blocks_.assign(across * down, 0);
    stale_falling_.assign(across * (down + 1), 0);
    stale_rising_.assign(across * (down + 1), 0);
}

void JumpMap::follow(const MapView& map) noexcept {
    assert(is_prepared_for(map.layout()) && "prepare() was called for maps of this size");
    if (map.version() == version_) return;
    version_ = map.version();
    take_cells(map);
    renew_runs();
    renew_diagonals();
}

void JumpMap::take_cells(const MapView& map) noexcept {
    for (std::int32_t y = 0; y < height_cells_; ++y) {
        rows_.take(y, map.row(y), [&](std::ptrdiff_t word, std::uint64_t changed) {
            std::fill_n(stale_rows_.begin() + y, 3, std::uint8_t{1});
            // A diagonal step looks at the cells beside it, which may lie in the next block.
            const std::ptrdiff_t first = word - static_cast<std::ptrdiff_t>(changed & 1U);
            const std::ptrdiff_t last = word + static_cast<std::ptrdiff_t>(changed >> 63U);
            for (std::ptrdiff_t across = first; across <= last; ++across) {
                mark_block(across, (y - 1) >> 6);
                mark_block(across, (y + 1) >> 6);
            }
        });
    }
    for (std::int32_t x = 0; x < width_cells_; ++x) {
        columns_.take(x, map.column(x), [&](std::ptrdiff_t, std::uint64_t) {
            std::fill_n(stale_columns_.begin() + x, 3, std::uint8_t{1});
        });
    }
}

void JumpMap::renew_runs() noexcept {
    for (std::int32_t y = 0; y < height_cells_; ++y) {
        if (stale_rows_[static_cast<std::size_t>(y) + 1] == 0) continue;
        rows_.renew(y, [&](std::ptrdiff_t word) { mark_block(word, y >> 6); });
    }
    for (std::int32_t x = 0; x < width_cells_; ++x) {
        if (stale_columns_[static_cast<std::size_t>(x) + 1] == 0) continue;
        columns_.renew(x, [&](std::ptrdiff_t word) { mark_block(x >> 6, word); });
    }
    std::ranges::fill(stale_rows_, std::uint8_t{0});
    std::ranges::fill(stale_columns_, std::uint8_t{0});
}

void JumpMap::mark_block(std::ptrdiff_t across, std::ptrdiff_t down) noexcept {
    if (across < 0 || down < 0 || across >= blocks_across_ || down >= blocks_down_) return;
    stale_blocks_[static_cast<std::size_t>(down * blocks_across_ + across)] = 1;
}

void JumpMap::renew_diagonals() noexcept {
    const auto take = [](std::uint8_t& mark) { return std::exchange(mark, std::uint8_t{0}) != 0; };
    const auto index = [this](std::ptrdiff_t across, std::ptrdiff_t down) {
        return static_cast<std::size_t>(down * blocks_across_ + across);
    };
    for (std::ptrdiff_t down = 0; down < blocks_down_; ++down) {
        for (std::ptrdiff_t across = 0; across < blocks_across_; ++across) {
            if (!take(stale_blocks_[index(across, down)])) continue;
            turn_finders(across, down);
            for (auto* sheared : {&stale_falling_, &stale_rising_}) {
                (*sheared)[index(across, down)] = (*sheared)[index(across, down + 1)] = 1;
            }
        }
    }
    for (std::ptrdiff_t down = 0; down <= blocks_down_; ++down) {
        for (std::ptrdiff_t across = 0; across < blocks_across_; ++across) {
            if (take(stale_falling_[index(across, down)])) {
                renew_diagonal_block<1, 1>(across, down);
                renew_diagonal_block<-1, -1>(across, down);
            }
            if (take(stale_rising_[index(across, down)])) {
                renew_diagonal_block<-1, 1>(across, down);
                renew_diagonal_block<1, -1>(across, down);
            }
        }
    }
}

void JumpMap::turn_finders(std::ptrdiff_t across, std::ptrdiff_t down) noexcept {
    const auto turn = [&](auto finders_of_row, BitPlane& by_column) {
        BitBlock block;
        for (std::int32_t i = 0; i < 64; ++i)
            block[static_cast<std::size_t>(i)] = finders_of_row(static_cast<std::int32_t>(down) * 64 + i)[across];
        transpose(block);
        for (std::int32_t i = 0; i < 64; ++i)
            by_column.line(static_cast<std::int32_t>(across) * 64 + i)[down] = block[static_cast<std::size_t>(i)];
    };
    turn([this](std::int32_t y) { return rows_.finders<1>(y); }, east_finders_);
    turn([this](std::int32_t y) { return rows_.finders<-1>(y); }, west_finders_);
}

// A block is sheared by one cell a column, so that its diagonals lie in its rows.
template <int kStepX, int kStepY>
void JumpMap::renew_diagonal_block(std::ptrdiff_t across, std::ptrdiff_t down) noexcept {
    constexpr bool kFalling = kStepX == kStepY;
    const std::int32_t top = static_cast<std::int32_t>(down) * 64 - (kFalling ? 64 : 0);
    const std::int32_t left = static_cast<std::int32_t>(across) * 64;
    BitBlock block;
    for (std::int32_t i = 0; i < 64; ++i) {
        block[static_cast<std::size_t>(i)] = stops_in_column<kStepX, kStepY>(left + i, kFalling ? top + i : top - i);
    }
    transpose(block);
    std::uint64_t* out = diagonals_[number_of<kStepX, kStepY>()].data() +
                         static_cast<std::ptrdiff_t>(index_of<kFalling>({left, top})) * blocks_across_ + across;
    for (const std::uint64_t word : block) {
        *out = word;
        out += blocks_across_;
    }
}

template <int kStepX, int kStepY>
std::uint64_t JumpMap::stops_in_column(std::int32_t x, std::ptrdiff_t from_y) const noexcept {
    const std::uint64_t* const here = columns_.cells(x);
    const std::uint64_t* const beside = columns_.cells(x + kStepX);
    const std::uint64_t can_go_on =
        window(here, from_y) & window(beside, from_y) & window(here, from_y + kStepY) & window(beside, from_y + kStepY);
    const std::uint64_t finds = window((kStepX > 0 ? east_finders_ : west_finders_).line(x), from_y) |
                                window(columns_.finders<kStepY>(x), from_y);
    return ~can_go_on | finds;
}

}  // namespace outrider::search
