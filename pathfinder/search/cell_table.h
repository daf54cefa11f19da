// The memory of a weighted search: what it knows of every cell. Internal to the search library.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <vector>

#include "pathfinder/search/multipliers.h"
#include "shared/cost_field.h"
#include "shared/grid.h"

namespace outrider::search {

/// Of a cell that no way is known to.
inline constexpr WeightedCost kUnknown = ~WeightedCost{0};

/// Where the cells of a map lie in the arrays of a search: row by row, with a margin of one region all around.
struct CellArray {
    std::int32_t regions_across = 0;
    std::int32_t regions_down = 0;
    std::ptrdiff_t stride_cells = 0;

    constexpr CellArray() = default;
    constexpr explicit CellArray(const GridLayout& layout) noexcept
        : regions_across((layout.width_cells + kRegion_cells - 1) / kRegion_cells + 2),
          regions_down((layout.height_cells + kRegion_cells - 1) / kRegion_cells + 2),
          // A little more than the width, so that cells above each other do not share a cache set.
          stride_cells(static_cast<std::ptrdiff_t>(regions_across) * kRegion_cells + 8) {}

    [[nodiscard]] constexpr std::size_t regions() const noexcept {
        return static_cast<std::size_t>(regions_across) * static_cast<std::size_t>(regions_down);
    }
    [[nodiscard]] constexpr std::size_t cells() const noexcept {
        return static_cast<std::size_t>(stride_cells) * static_cast<std::size_t>(regions_down) * kRegion_cells;
    }
    [[nodiscard]] constexpr std::ptrdiff_t index_of(Cell cell) const noexcept {
        return (cell.y + kRegion_cells) * stride_cells + cell.x + kRegion_cells;
    }
    [[nodiscard]] constexpr std::ptrdiff_t region_of(Cell cell) const noexcept {
        constexpr auto kSide = static_cast<std::uint32_t>(kRegion_cells);
        return (static_cast<std::uint32_t>(cell.y) / kSide + 1) * static_cast<std::ptrdiff_t>(regions_across) +
               static_cast<std::uint32_t>(cell.x) / kSide + 1;
    }
};

struct FreeMemory {
    void operator()(void* memory) const noexcept { std::free(memory); }
};

/// An array of zeroed pages straight from the system: memory that no search touches is never resident.
template <class T>
class LazyArray {
public:
    void prepare(std::size_t count) {
        if (count <= count_) return;
        count_ = 0;
        memory_.reset(static_cast<T*>(std::calloc(count, sizeof(T))));
        if (!memory_) throw std::bad_alloc();
        count_ = count;
    }
    [[nodiscard]] T* data() const noexcept { return memory_.get(); }

private:
    std::unique_ptr<T[], FreeMemory> memory_;
    std::size_t count_ = 0;
};

/// The best known cost (0 where a cell is impassable) and the multiplier of each cell, for one request at a time, made
/// region by region when the search comes near: a request on a large map pays for what it looks at.
class CellTable {
public:
    void prepare(const GridLayout& layout) {
        array_ = CellArray(layout);
        costs_.prepare(array_.cells());
        multipliers_.prepare(array_.cells());
        regions_.assign(array_.regions(), {});
        stamp_ = 0;
    }
    [[nodiscard]] bool is_prepared_for(const GridLayout& layout) const noexcept {
        const CellArray wanted(layout);
        return wanted.regions_across == array_.regions_across && wanted.regions_down == array_.regions_down;
    }

    void begin_query() noexcept {
        if (++stamp_ == 0) {
            std::ranges::fill(regions_, Region{});
            stamp_ = 1;
        }
    }

    /// Makes sure that a cell of the map and all its neighbours can be looked at.
    void come_to(Cell cell, const Multipliers& multipliers) noexcept {
        const std::ptrdiff_t region = array_.region_of(cell);
        if (regions_[static_cast<std::size_t>(region)].surrounded != stamp_) surround(region, multipliers);
    }

    [[nodiscard]] const CellArray& array() const noexcept { return array_; }
    [[nodiscard]] WeightedCost* costs() noexcept { return costs_.data(); }
    [[nodiscard]] const std::uint32_t* multipliers() const noexcept { return multipliers_.data(); }

    /// The costs of all cells, kUnknown for those that the query did not come near. `to` has array().cells() entries.
    void copy_costs(WeightedCost* to) const noexcept {
        for (std::ptrdiff_t region = 0; region < static_cast<std::ptrdiff_t>(array_.regions()); ++region) {
            const std::ptrdiff_t first = array_.index_of(corner_of(region));
            for (std::ptrdiff_t row = first; row < first + kRegion_cells * array_.stride_cells;
                 row += array_.stride_cells) {
                if (is_made(region)) {
                    std::copy_n(costs_.data() + row, kRegion_cells, to + row);
                } else {
                    std::fill_n(to + row, kRegion_cells, kUnknown);
                }
            }
        }
    }

private:
    /// The queries that last made a region's cells, and the cells around it.
    struct Region {
        std::uint32_t made = 0;
        std::uint32_t surrounded = 0;
    };

    [[nodiscard]] bool is_made(std::ptrdiff_t region) const noexcept {
        return regions_[static_cast<std::size_t>(region)].made == stamp_;
    }
    [[nodiscard]] Cell corner_of(std::ptrdiff_t region) const noexcept {
        const auto across = static_cast<std::int32_t>(region % array_.regions_across);
        const auto down = static_cast<std::int32_t>(region / array_.regions_across);
        return {(across - 1) * kRegion_cells, (down - 1) * kRegion_cells};
    }

    void surround(std::ptrdiff_t region, const Multipliers& multipliers) noexcept {
        regions_[static_cast<std::size_t>(region)].surrounded = stamp_;
        for (std::ptrdiff_t dy = -1; dy <= 1; ++dy) {
            for (std::ptrdiff_t dx = -1; dx <= 1; ++dx) make(region + dy * array_.regions_across + dx, multipliers);
        }
    }

    void make(std::ptrdiff_t region, const Multipliers& multipliers) noexcept {
        if (is_made(region)) return;
        regions_[static_cast<std::size_t>(region)].made = stamp_;
        const Cell corner = corner_of(region);
        const std::ptrdiff_t first = array_.index_of(corner);
        multipliers.fill(corner, multipliers_.data() + first, array_.stride_cells);
        for (std::ptrdiff_t y = 0; y < kRegion_cells; ++y) {
            const std::ptrdiff_t row = first + y * array_.stride_cells;
            for (std::ptrdiff_t x = row; x < row + kRegion_cells; ++x) {
                costs_.data()[x] = multipliers_.data()[x] == 0 ? 0 : kUnknown;
            }
        }
    }

    CellArray array_;
    LazyArray<WeightedCost> costs_;
    LazyArray<std::uint32_t> multipliers_;
    std::vector<Region> regions_;
    std::uint32_t stamp_ = 0;
};

}  // namespace outrider::search
