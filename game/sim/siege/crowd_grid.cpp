#include "game/sim/siege/crowd_grid.h"

namespace outrider::sim::siege {

CrowdGrid::CrowdGrid(const GridLayout& layout, std::uint32_t most) : order_(most), buckets_(most) {
    const auto across = [&](std::int32_t cells) { return (cells >> (shift_ - 16)) + 1; };
    while (across(layout.width_cells) * across(layout.height_cells) > kMostBuckets) ++shift_;
    columns_ = across(layout.width_cells);
    rows_ = across(layout.height_cells);
    // One before the first bucket, which sort() needs to count into, and one past the last.
    begins_.assign(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_) + 2, 0);
}

}  // namespace outrider::sim::siege
