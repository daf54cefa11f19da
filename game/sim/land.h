// The truth about the map: its letters, which cells are free, and how worn they are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "game/sim/direction.h"
#include "shared/grid.h"

namespace outrider::sim {

class Land {
public:
    /// Throws std::runtime_error if the size is out of range, the letters do not fit it, or no cell is free.
    Land(std::int32_t width_cells, std::int32_t height_cells, std::string terrain);
    Land(const Land&) = delete;
    Land& operator=(const Land&) = delete;

    [[nodiscard]] std::int32_t width_cells() const noexcept { return layout_.width_cells; }
    [[nodiscard]] std::int32_t height_cells() const noexcept { return layout_.height_cells; }
    [[nodiscard]] CellRect bounds() const noexcept { return {0, 0, width_cells(), height_cells()}; }
    [[nodiscard]] bool contains(Cell cell) const noexcept { return layout_.contains(cell); }
    [[nodiscard]] std::span<const char> terrain() const noexcept { return terrain_; }
    [[nodiscard]] std::size_t free_cells() const noexcept { return free_cells_; }
    /// The free cells as bits, for those who look at many at once; lives as long as the land.
    [[nodiscard]] const MapView& view() const noexcept { return view_; }

    /// Any cell may be asked for; outside the map nothing is free.
    [[nodiscard]] bool is_free(Cell cell) const noexcept { return contains(cell) && view_.is_free(cell); }
    /// Whether a unit may step on to the next cell: it is free, and for a diagonal step both cells beside it are.
    /// REQUIRES: `from` lies in the map.
    [[nodiscard]] bool can_step(Cell from, Direction direction) const noexcept {
        const Cell to = next_cell(from, direction);
        if (!view_.is_free(to)) return false;
        return !is_diagonal(direction) || (view_.is_free({to.x, from.y}) && view_.is_free({from.x, to.y}));
    }
    /// Whether each step of the straight (or diagonal) way is legal; only steps that touch `clip` are looked at.
    [[nodiscard]] bool can_walk(Cell from, Cell to, const CellRect& clip) const noexcept;

    /// The nearest free cell, by square rings; nothing if none is within `radius_cells`.
    [[nodiscard]] std::optional<Cell> nearest_free(Cell around, std::int32_t radius_cells) const noexcept;
    /// The first free cell from `first` on in reading order, around the end; nothing if the map is full.
    [[nodiscard]] std::optional<Cell> next_free(Cell first) const noexcept;

    /// Walls a cell up, or opens it: then it is what the map said, or ground where the map had no free cell.
    /// False if that changes nothing. REQUIRES: the cell lies in the map.
    bool set_wall(Cell cell, bool wall) noexcept;

    /// Someone walked on this cell.
    void tread(Cell cell) noexcept;
    /// Lets a part of the map fade; each cell gets its turn once in kFadeRound_ticks.
    void fade() noexcept;
    [[nodiscard]] std::span<const std::uint8_t> wear() const noexcept { return wear_; }

    /// What walking left on the ground, to be put back later. The walls are no part of it.
    struct Traces {
        std::vector<std::uint8_t> wear;
        std::size_t fade_part = 0;
    };
    [[nodiscard]] Traces traces() const { return {wear_, fade_part_}; }
    /// REQUIRES: of this land, with the walls that it has now.
    void put_back(const Traces& traces) noexcept {
        wear_ = traces.wear;
        fade_part_ = traces.fade_part;
    }

    /// One number for the free cells.
    [[nodiscard]] std::uint64_t hash() const noexcept;

    static constexpr std::size_t kFadeRound_ticks = 64;

private:
    [[nodiscard]] std::size_t index_of(Cell cell) const noexcept {
        return static_cast<std::size_t>(cell.y) * static_cast<std::size_t>(layout_.width_cells) +
               static_cast<std::size_t>(cell.x);
    }

    GridLayout layout_;
    std::string terrain_;
    std::string original_;  ///< as the map's file had it
    std::vector<std::uint64_t> bits_;
    MapView view_;  ///< of bits_
    std::vector<std::uint8_t> wear_;
    std::size_t free_cells_ = 0;
    std::size_t fade_part_ = 0;
};

}  // namespace outrider::sim
