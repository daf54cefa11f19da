// What every measurement of the search needs: the clock, a map that changes, cells by the components they lie in.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "game/sim/random.h"
#include "pathfinder/search/components.h"
#include "shared/grid.h"
#include "tests/bench/bench_search.h"

namespace outrider::bench {

using Clock = std::chrono::steady_clock;
using Durations = std::vector<std::chrono::nanoseconds>;

/// Another number gives other places, and nothing else.
inline constexpr std::uint64_t kSeed = 20'12;

/// Reorders `durations`.
[[nodiscard]] Times times_of(Durations& durations);
[[nodiscard]] double to_us(std::chrono::nanoseconds duration) noexcept;

template <class Work>
[[nodiscard]] std::chrono::nanoseconds time_of(Work work) {
    const auto began = Clock::now();
    work();
    return Clock::now() - began;
}

/// A map that is edited between searches. Other bits are always another version.
class ChangingMap {
public:
    /// `words`: layout.total_words().
    ChangingMap(const GridLayout& layout, std::vector<std::uint64_t> words)
        : layout_(layout), words_(std::move(words)) {}

    [[nodiscard]] MapView view() const noexcept { return {layout_, words_.data(), version_}; }
    /// What the game's frame does for an edit.
    void make(std::span<const CellEdit> edits) noexcept {
        for (const CellEdit edit : edits) set_cell(layout_, words_.data(), unpack(edit.cell), edit.free);
        ++version_.value;
    }
    void reset(const std::vector<std::uint64_t>& words) {
        words_ = words;
        ++version_.value;
    }

private:
    GridLayout layout_;
    std::vector<std::uint64_t> words_;
    MapVersion version_{1};
};

/// The free cells of a map by the components they lie in, to draw from.
class CellsByComponent {
public:
    explicit CellsByComponent(const MapView& map);

    [[nodiscard]] bool are_separated() const noexcept { return labels_.count() >= 2; }
    [[nodiscard]] bool connected(Cell a, Cell b) const noexcept { return labels_.connected(a, b); }
    [[nodiscard]] std::uint32_t count() const noexcept { return static_cast<std::uint32_t>(cells_.size()); }

    /// Any free cell, and any one that cannot be reached from it; in either order. REQUIRES: are_separated().
    [[nodiscard]] std::pair<Cell, Cell> draw_separated(sim::Random& random) const;
    /// Any cell of the largest component. REQUIRES: there is a free cell.
    [[nodiscard]] Cell draw_from_largest(sim::Random& random) const;

private:
    search::ComponentLabels labels_;
    std::vector<Cell> cells_;            ///< by their labels
    std::vector<std::uint32_t> begins_;  ///< per label: where its cells begin
};

/// A place for a square of `side_cells`. REQUIRES: the map has room for it.
[[nodiscard]] CellRect random_square(sim::Random& random, const GridLayout& layout, std::int32_t side_cells);
/// Each cell of `rect` turned to the other kind; `edits` is emptied first. REQUIRES: the map contains it.
void turn_over(const MapView& map, const CellRect& rect, std::vector<CellEdit>& edits);

}  // namespace outrider::bench
