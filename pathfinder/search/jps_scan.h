// Looking along the lines of the map, 64 cells at a time, for the next cell where a straight run may have to turn.
// Internal to Jump Point Search. D. Harabor, A. Grastien, "Improving Jump Point Search", ICAPS 2014, section 2.
//
// A line is a row or a column of the bitmap; a pointer to it names the word with cells 0..63. Before and behind the
// map lie blocked words and blocked lines (GridLayout), so that no look needs a bounds check. `kStep` is the direction
// of the run along its line: 1 towards higher cells, -1 towards lower ones.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace outrider::search {

/// The cells at which an obstacle has just ended, for one who walks along the line: a free cell behind a blocked one.
/// Beside such a cell a run may have to turn: there it has a jump point.
template <int kStep>
[[nodiscard]] inline std::uint64_t openings(const std::uint64_t* line, std::ptrdiff_t word) noexcept {
    if constexpr (kStep > 0) return line[word] & ~(line[word] << 1U | line[word - 1] >> 63U);
    return line[word] & ~(line[word] >> 1U | line[word + 1] << 63U);
}

/// The cells of `at`'s word that lie ahead of it.
template <int kStep>
[[nodiscard]] inline std::uint64_t cells_ahead_of(std::int32_t at) noexcept {
    const auto bit = static_cast<std::uint32_t>(at) & 63U;
    if constexpr (kStep > 0) return ~std::uint64_t{1} << bit;
    return (std::uint64_t{1} << bit) - 1;
}

/// The first cell of a set that is not empty, for one who walks along the line.
template <int kStep>
[[nodiscard]] inline std::uint32_t first_of(std::uint64_t cells) noexcept {
    if constexpr (kStep > 0) return static_cast<std::uint32_t>(std::countr_zero(cells));
    return 63U - static_cast<std::uint32_t>(std::countl_zero(cells));
}

/// Where a run ends: at a jump point, or before a wall.
struct RunEnd {
    std::int32_t at = 0;  ///< the jump point, or the blocked cell
    bool is_jump_point = false;

    template <int kStep>
    [[nodiscard]] static RunEnd make(std::ptrdiff_t word, std::uint64_t stops, std::uint64_t cells) noexcept {
        const std::uint32_t bit = first_of<kStep>(stops);
        return {static_cast<std::int32_t>(word) * 64 + static_cast<std::int32_t>(bit), (cells >> bit & 1U) != 0};
    }
};

/// Runs along `line` from cell `from`, itself excluded. `stride` is the number of words from one line to the next.
template <int kStep>
[[nodiscard]] inline RunEnd run_along(const std::uint64_t* line, std::ptrdiff_t stride, std::int32_t from) noexcept {
    std::uint64_t ahead = cells_ahead_of<kStep>(from);
    for (std::ptrdiff_t word = from >> 6;; word += kStep, ahead = ~std::uint64_t{0}) {
        const std::uint64_t stops =
            (~line[word] | openings<kStep>(line - stride, word) | openings<kStep>(line + stride, word)) & ahead;
        if (stops != 0) return RunEnd::make<kStep>(word, stops, line[word]);
    }
}

/// The lines that a diagonal run crosses one by one, seen through one word of each. From every line a straight run
/// goes off along it; what it has to look at is mostly what the run before it has looked at, and is kept.
template <int kStep>
class CrossedLines {
public:
    /// `stride` leads to the line that is crossed next; `at` is the run's cell on `line`.
    CrossedLines(const std::uint64_t* line, std::ptrdiff_t stride, std::int32_t at) noexcept
        : line_(line), stride_(stride), word_(at >> 6) {
        cells_here_ = line_[word_];
        openings_behind_ = openings<kStep>(line_ - stride_, word_);
        openings_here_ = openings<kStep>(line_, word_);
        look_at_next();
    }

    void cross() noexcept {
        line_ += stride_;
        cells_here_ = cells_next_;
        openings_behind_ = openings_here_;
        openings_here_ = openings_next_;
        look_at_next();
    }

    /// Runs off along the line from `at`.
    [[nodiscard]] RunEnd run_from(std::int32_t at) const noexcept {
        const std::uint64_t stops = (~cells_here_ | openings_behind_ | openings_next_) & cells_ahead_of<kStep>(at);
        if (stops == 0) return run_along<kStep>(line_, stride_, word_ * 64 + (kStep > 0 ? 63 : 0));
        return RunEnd::make<kStep>(word_, stops, cells_here_);
    }

    /// May the run go on from `at` diagonally? REQUIRES: the cell ahead of `at` lies in the same word.
    [[nodiscard]] bool can_step_on(std::int32_t at) const noexcept {
        const auto bit = static_cast<std::uint32_t>(at) & 63U;
        const std::uint32_t next_bit = kStep > 0 ? bit + 1 : bit - 1;
        return (cells_next_ >> bit & (cells_here_ & cells_next_) >> next_bit & 1U) != 0;
    }

private:
    void look_at_next() noexcept {
        cells_next_ = line_[stride_ + word_];
        openings_next_ = openings<kStep>(line_ + stride_, word_);
    }

    const std::uint64_t* line_;
    std::ptrdiff_t stride_;
    std::int32_t word_;
    std::uint64_t cells_here_;
    std::uint64_t cells_next_;
    std::uint64_t openings_behind_;
    std::uint64_t openings_here_;
    std::uint64_t openings_next_;
};

/// How many steps from `at` stay in its word.
template <int kStep>
[[nodiscard]] inline std::int32_t steps_within_word(std::int32_t at) noexcept {
    return kStep > 0 ? 63 - (at & 63) : at & 63;
}

}  // namespace outrider::search
