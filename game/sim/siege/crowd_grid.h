// Who is near: the walkers sorted by the cell of their middle, anew in every tick (a counting sort; S. Green, "Particle
// Simulation using CUDA", 2010, has it as a uniform grid). Walkers in neighbouring cells of a row lie side by side in
// memory, so a search for neighbours reads one run per row.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "game/sim/units.h"
#include "game/sim/world.h"
#include "shared/grid.h"

namespace outrider::sim::siege {

class CrowdGrid {
public:
    /// For maps of this size and so many walkers; later calls allocate nothing.
    CrowdGrid(const GridLayout& layout, std::uint32_t most);

    /// `is_there(place)` says who counts.
    template <typename IsThere>
    void sort(std::span<const FixedPoint> positions, IsThere&& is_there) noexcept {
        std::fill(begins_.begin(), begins_.end(), 0U);
        for (std::size_t place = 0; place < positions.size(); ++place) {
            // Those who are not there count in a place of their own, before the first bucket.
            buckets_[place] = is_there(place) ? bucket_of(positions[place]) + 1 : 0;
            ++begins_[buckets_[place]];
        }
        begins_[0] = 0;
        std::uint32_t sum = 0;
        for (std::uint32_t& begin : begins_) begin = sum += begin;
        count_ = sum;
        // Backwards, and counting down from each bucket's end, keeps the order of places within a bucket.
        for (std::size_t place = positions.size(); place-- > 0;) {
            const std::uint32_t bucket = buckets_[place];
            if (bucket != 0) order_[--begins_[bucket]] = static_cast<UnitIndex>(place);
        }
        // Each entry now says where the bucket before it begins: by one place too far to the right.
    }

    /// The walkers, row by row of cells, from left to right, and by places within a cell.
    [[nodiscard]] std::span<const UnitIndex> order() const noexcept { return std::span(order_).first(count_); }

    /// A run of order().
    struct Run {
        std::uint32_t begin;
        std::uint32_t end;
    };
    /// Rows of buckets that a height between these coordinates may lie in.
    [[nodiscard]] std::int32_t row_at(std::int32_t y) const noexcept { return std::clamp(y >> shift_, 0, rows_ - 1); }
    /// Those of a row of buckets whose x may lie between the two.
    [[nodiscard]] Run run(std::int32_t row, std::int32_t least_x, std::int32_t most_x) const noexcept {
        const std::int32_t first = std::clamp(least_x >> shift_, 0, columns_ - 1);
        const std::int32_t last = std::clamp(most_x >> shift_, 0, columns_ - 1);
        const std::size_t row_begin = static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_);
        return {begin_of(row_begin + static_cast<std::size_t>(first)),
                begin_of(row_begin + static_cast<std::size_t>(last) + 1)};
    }

private:
    static constexpr std::int32_t kMostBuckets = 1 << 18;

    [[nodiscard]] std::uint32_t bucket_of(FixedPoint point) const noexcept {
        return static_cast<std::uint32_t>(row_at(point.y) * columns_ + std::clamp(point.x >> shift_, 0, columns_ - 1));
    }
    [[nodiscard]] std::uint32_t begin_of(std::size_t bucket) const noexcept { return begins_[bucket + 1]; }

    int shift_ = 16;  ///< from coordinates to buckets: one cell each, on very large maps 2, 4, … square
    std::int32_t columns_ = 0;
    std::int32_t rows_ = 0;
    std::uint32_t count_ = 0;
    std::vector<std::uint32_t> begins_;
    std::vector<UnitIndex> order_;
    std::vector<std::uint32_t> buckets_;  ///< by place
};

}  // namespace outrider::sim::siege
