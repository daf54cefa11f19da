// What the horde has learnt: where raiders were hurt or fell, by blocks of 4 by 4 cells (cost_field.h). It fades,
// slowly and in steps, since searchers keep what they have worked out for one state of the danger. Owned by SiegeState.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "shared/grid.h"

namespace outrider::sim::siege {

class Danger {
public:
    explicit Danger(const GridLayout& layout);

    /// Something bad happened in this cell. Saturates. REQUIRES: the cell lies in the map.
    void add(Cell at, std::uint8_t amount) noexcept;
    /// Once a tick. Each kFade_ticks everything loses a sixteenth, at least 1.
    void fade() noexcept;

    /// danger_bytes() of it: the truth, of which searches know what was published last.
    [[nodiscard]] std::span<const std::uint8_t> field() const noexcept { return field_; }
    [[nodiscard]] std::uint8_t at(Cell cell) const noexcept { return field_[index_of(cell)]; }

    /// Is it time to publish? At most twice a second, and only what has changed considerably, or a little for long.
    [[nodiscard]] bool is_due() const noexcept;
    /// Have so many units of danger come or gone since the last considerable publication that all should think again?
    [[nodiscard]] bool is_considerable() const noexcept { return unheeded_ + change_ >= kConsiderable; }
    /// The field was published as it is now.
    void mark_published() noexcept;

    /// Of the field, what was published of it and how long ago.
    [[nodiscard]] std::uint64_t hash() const noexcept;

    static constexpr std::uint32_t kFade_ticks = 240;
    static constexpr std::uint32_t kShortest_ticks = 30;   ///< between two publications
    static constexpr std::uint32_t kPatience_ticks = 120;  ///< then any change will do
    static constexpr std::uint32_t kConsiderable = 128;    ///< units of danger, summed over all blocks

private:
    [[nodiscard]] std::size_t index_of(Cell cell) const noexcept {
        return static_cast<std::size_t>(cell.y / 4) * blocks_across_ + static_cast<std::size_t>(cell.x / 4);
    }

    std::size_t blocks_across_ = 0;
    std::vector<std::uint8_t> field_;
    std::vector<std::uint8_t> published_;
    std::uint32_t change_ = 0;    ///< sum over all blocks of the difference of the two
    std::uint32_t unheeded_ = 0;  ///< changes of publications that were not considerable
    std::uint32_t to_fade_ticks_ = kFade_ticks;
    std::uint32_t since_publication_ticks_ = kShortest_ticks;
};

}  // namespace outrider::sim::siege
