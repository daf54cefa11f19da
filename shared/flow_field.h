// Flow fields: for one goal and one size of unit, the first step of a shortest path from every cell of the map. One job
// serves every unit with that goal; a unit reads its step in O(1).
//
// Which of several shortest paths a step belongs to is a rule that each cell can be tested for by itself: of all legal
// steps that lead straight down the exact distances, the first in the order of FlowStep. So a map, a goal and a size of
// unit have one right field, the same whoever computes it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "shared/grid.h"

namespace outrider {

/// What a field says of a cell, in 4 bits. The values travel between processes: never change them. The order of the
/// steps is the rule for ties: straight ones come first.
enum class FlowStep : std::uint8_t {
    kUnreachable = 0,  ///< blocked, or no way to the goal
    kEast = 1,
    kSouth = 2,
    kWest = 3,
    kNorth = 4,
    kSouthEast = 5,
    kSouthWest = 6,
    kNorthWest = 7,
    kNorthEast = 8,
    kGoal = 9,  ///< here it is
};

/// The way of one step, in cells; none for kUnreachable, kGoal and anything that is no FlowStep.
[[nodiscard]] constexpr Cell offset_of(FlowStep step) noexcept {
    constexpr std::array<Cell, 16> kOffsets = {
        {{0, 0}, {1, 0}, {0, 1}, {-1, 0}, {0, -1}, {1, 1}, {-1, 1}, {-1, -1}, {1, -1}}};
    return kOffsets[static_cast<std::size_t>(step) & 15U];
}

/// Where the steps of a map of a given size lie: rows of 16 steps to a word, the leftmost in the lowest bits. Behind
/// the last cell of a row there is at least one step of padding; padding is kUnreachable.
struct FlowFieldLayout {
    static constexpr std::uint32_t kStepsPerWord = 16;

    std::int32_t width_cells = 0;
    std::int32_t height_cells = 0;
    std::uint32_t row_stride_words = 0;

    constexpr FlowFieldLayout() = default;
    /// An odd stride keeps cells above each other out of one cache set, here and in what has an entry per step.
    constexpr explicit FlowFieldLayout(const GridLayout& map) noexcept
        : width_cells(map.width_cells),
          height_cells(map.height_cells),
          row_stride_words((static_cast<std::uint32_t>(map.width_cells) / kStepsPerWord + 1) | 1U) {}

    [[nodiscard]] constexpr std::uint32_t row_stride_steps() const noexcept { return row_stride_words * kStepsPerWord; }
    [[nodiscard]] constexpr std::size_t total_words() const noexcept {
        return std::size_t{row_stride_words} * static_cast<std::size_t>(height_cells);
    }
    [[nodiscard]] constexpr std::size_t total_steps() const noexcept { return total_words() * kStepsPerWord; }
    /// As which a field travels (JobKind::kFlowField).
    [[nodiscard]] constexpr std::size_t total_points() const noexcept { return total_words() * 2; }
    /// The place of a cell's step among all. REQUIRES: the cell is in the map.
    [[nodiscard]] constexpr std::uint32_t index(Cell cell) const noexcept {
        return static_cast<std::uint32_t>(cell.y) * row_stride_steps() + static_cast<std::uint32_t>(cell.x);
    }
    friend constexpr bool operator==(const FlowFieldLayout&, const FlowFieldLayout&) = default;
};

/// A field: plain words, which may be copied in parts and in any order.
class FlowField {
public:
    /// Memory for maps of this size; everything is unreachable. Throws std::bad_alloc.
    void prepare(const GridLayout& map) {
        layout_ = FlowFieldLayout(map);
        words_.assign(layout_.total_words(), 0);
    }

    [[nodiscard]] const FlowFieldLayout& layout() const noexcept { return layout_; }
    /// layout().total_words() words.
    [[nodiscard]] std::span<std::uint64_t> words() noexcept { return words_; }
    [[nodiscard]] std::span<const std::uint64_t> words() const noexcept { return words_; }

    /// REQUIRES: the cell is in the map. Of a field that came from another process only once it is proven: before that,
    /// the value may be no FlowStep.
    [[nodiscard]] FlowStep at(Cell cell) const noexcept { return step(layout_.index(cell)); }
    /// REQUIRES: index < layout().total_steps().
    [[nodiscard]] FlowStep step(std::uint32_t index) const noexcept {
        const std::uint64_t word = words_[index / FlowFieldLayout::kStepsPerWord];
        return static_cast<FlowStep>(word >> index % FlowFieldLayout::kStepsPerWord * 4 & 15U);
    }

    /// The field as it travels: each word as two points, the lower half first.
    void copy_to(std::vector<PackedCell>& points) const {
        points.clear();
        for (const std::uint64_t word : words_) {
            points.push_back({static_cast<std::uint32_t>(word)});
            points.push_back({static_cast<std::uint32_t>(word >> 32U)});
        }
    }
    /// REQUIRES: layout().total_points() points.
    void copy_from(std::span<const PackedCell> points) noexcept {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            words_[i] = points[2 * i].bits | std::uint64_t{points[2 * i + 1].bits} << 32U;
        }
    }

private:
    FlowFieldLayout layout_;
    std::vector<std::uint64_t> words_;
};

}  // namespace outrider
