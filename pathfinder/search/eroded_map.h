// The map as seen by a unit of 2 by 2 cells, whose place is named by its upper left cell: such a cell is free if all
// four are. On this map the unit moves like one of a single cell: a diagonal step sweeps 3 by 3 cells, and is legal
// just where both cells beside it are free here, too.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "shared/grid.h"

namespace outrider::search {

/// Of two lines side by side, the cells that are free with their right (lower) neighbour, in both lines: one line of
/// the eroded map. REQUIRES: a word can be read after the last of `cells`, and nothing in it is free.
void erode_line(const std::uint64_t* line, const std::uint64_t* next, std::int32_t cells, std::uint64_t* out) noexcept;

class ErodedMap {
public:
    /// Memory for maps of this size. Throws std::bad_alloc.
    void prepare(const GridLayout& layout);
    /// Brings it up to date with `map`; nothing to do if that was this version. REQUIRES: prepared for maps of this
    /// size; the bits of a version never change.
    void follow(const MapView& map) noexcept;
    /// REQUIRES: follow() was called.
    [[nodiscard]] MapView view() const noexcept { return {layout_, words_.data(), *version_}; }

private:
    GridLayout layout_;
    std::vector<std::uint64_t> words_;
    std::optional<MapVersion> version_;  ///< of the last follow()
};

}  // namespace outrider::search
