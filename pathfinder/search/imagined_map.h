// A map on which some cells are other than they are: with walls that somebody thinks of, or without those that can be
// broken through.
#pragma once

#include <cstdint>
#include <vector>

#include "shared/cost_field.h"
#include "shared/grid.h"
#include "shared/what_if.h"

namespace outrider::search {

/// One map at a time: a call ends the views of the calls before. Each view has a version that no other view of the same
/// ImaginedMap has, so whoever follows them notices that they differ; these count from 1, and are no versions of the
/// game's map.
class ImaginedMap {
public:
    /// Memory for maps of this size. Throws std::bad_alloc.
    void prepare(const GridLayout& layout);

    /// `map`, and these cells blocked. REQUIRES: prepared for maps of this size, as for the next one.
    [[nodiscard]] MapView with_walls(const MapView& map, const WhatIf& walls) noexcept;

    /// `map` as those see it who break walls: every cell is free that is so or can be made so, on whatever ground.
    /// They go from cell to cell by straight steps, so two cells that are connected here are connected for them.
    [[nodiscard]] MapView without_walls(const MapView& map, const CostField& costs) noexcept;

private:
    void copy(const MapView& map) noexcept;
    [[nodiscard]] MapView next_view() noexcept { return {layout_, words_.data(), MapVersion{++views_}}; }

    GridLayout layout_;
    std::vector<std::uint64_t> words_;
    std::uint64_t views_ = 0;
};

}  // namespace outrider::search
