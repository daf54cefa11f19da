// What a weighted request makes of a map: the multiplier of every cell (cost_field.h), worked out piece by piece where
// its search comes by. Internal to the search library.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "shared/cost_field.h"
#include "shared/grid.h"
#include "shared/path_query.h"

namespace outrider::search {

/// Side of the pieces in which a search makes what it needs to know of the map. A multiple of kDangerBlock_cells.
inline constexpr std::int32_t kRegion_cells = 8;

/// Marks the multiplier of a wall that can be passed. Above every multiplier, so a wall counts as dearer than ground.
inline constexpr std::uint32_t kWallBit = 1U << 31U;

/// The bits of a multiplier that count; without walls there are no others.
template <bool kSapper>
[[nodiscard]] constexpr WeightedCost cost_part(std::uint32_t multiplier) noexcept {
    return kSapper ? multiplier & ~kWallBit : multiplier;
}
/// May a diagonal step touch it?
template <bool kSapper>
[[nodiscard]] constexpr bool is_open(std::uint32_t multiplier) noexcept {
    return kSapper ? multiplier - 1 < kWallBit - 1 : multiplier != 0;
}

/// The multipliers of a request, where a search needs them. 0 is impassable.
class Multipliers {
public:
    Multipliers(const MapView& map, const CostField& field, const PathQuery& query) noexcept
        : map_(map),
          terrain_(field.terrain_classes),
          danger_(field.danger),
          width_cells_(map.width_cells()),
          bytes_across_((map.width_cells() + 3) / 4),
          weight_(query.danger_weight),
          is_wide_(query.clearance == Clearance::kTwoCells) {
        const std::uint32_t wall = query.wall_factor == 0 ? 0 : kWallBit | kPlainMultiplier * query.wall_factor;
        for (std::size_t i = 0; i < 4; ++i) {
            ground_[i] = kPlainMultiplier * CostField::ground_factor(field.terrain_factors[i]);
            walls_[i] = field.terrain_factors[i] == kUnbreakable ? 0 : wall;
        }
        least_ = least_ground(query.wall_factor) + weight_ * least_danger();
    }

    /// Of the region of cells from `corner` on, to rows `stride` apart. Some or all of them may lie outside the map.
    void fill(Cell corner, std::uint32_t* to, std::ptrdiff_t stride) const noexcept {
        if (is_wide_) return fill_for_wide_units(corner, to, stride);
        Row row;
        for (std::int32_t y = 0; y < kRegion_cells; ++y, to += stride) {
            take_row<0>({corner.x, corner.y + y}, row);
            for (std::size_t x = 0; x < kRegion_cells; ++x) {
                to[x] = row.ground[x] == 0 ? 0 : row.ground[x] + row.danger[x];
            }
        }
    }

    /// Not above any multiplier of a passable cell.
    [[nodiscard]] std::uint32_t least() const noexcept { return least_; }

private:
    /// What multipliers are the sums of, for a row of a region and the cells after it. Ground 0 is impassable.
    struct Row {
        std::array<std::uint32_t, kRegion_cells + kDangerBlock_cells> ground{};
        std::array<std::uint32_t, kRegion_cells + kDangerBlock_cells> danger{};
    };

    void fill_for_wide_units(Cell corner, std::uint32_t* to, std::ptrdiff_t stride) const noexcept {
        Row row;
        Row below;
        take_row<kDangerBlock_cells>(corner, row);
        for (std::int32_t y = 0; y < kRegion_cells; ++y, to += stride) {
            take_row<kDangerBlock_cells>({corner.x, corner.y + y + 1}, below);
            for (std::size_t x = 0; x < kRegion_cells; ++x) {
                const std::uint32_t ground =
                    dearest(dearest(row.ground[x], row.ground[x + 1]), dearest(below.ground[x], below.ground[x + 1]));
                const std::uint32_t danger = std::max(std::max(row.danger[x], row.danger[x + 1]),
                                                      std::max(below.danger[x], below.danger[x + 1]));
                to[x] = ground == 0 ? 0 : ground + danger;
            }
            row = below;
        }
    }
    [[nodiscard]] static std::uint32_t dearest(std::uint32_t a, std::uint32_t b) noexcept {
        return a == 0 || b == 0 ? 0 : std::max(a, b);
    }

    [[nodiscard]] std::uint32_t least_ground(std::uint32_t wall_factor) const noexcept {
        const std::uint32_t ground = terrain_ == nullptr ? ground_[0] : std::ranges::min(ground_);
        return wall_factor == 0 ? ground : std::min(ground, kPlainMultiplier * wall_factor);
    }
    [[nodiscard]] std::uint32_t least_danger() const noexcept {
        if (danger_ == nullptr || weight_ == 0) return 0;
        return std::ranges::min(std::span(danger_, danger_bytes(map_.layout())));
    }

    /// Takes `kMore` cells beyond the region.
    template <std::int32_t kMore>
    void take_row(Cell at, Row& row) const noexcept {
        for (std::size_t x = 0; x < kRegion_cells + kMore; x += kDangerBlock_cells) {
            take_block({at.x + static_cast<std::int32_t>(x), at.y}, row.ground.data() + x, row.danger.data() + x);
        }
    }

    /// Four cells of one block.
    void take_block(Cell at, std::uint32_t* ground, std::uint32_t* danger) const noexcept {
        if (!map_.contains(at)) {
            std::fill_n(ground, kDangerBlock_cells, 0U);
            std::fill_n(danger, kDangerBlock_cells, 0U);
            return;
        }
        const auto free =
            static_cast<std::uint32_t>(map_.row(at.y)[at.x >> 6] >> (static_cast<std::uint32_t>(at.x) & 63U));
        const std::ptrdiff_t block = at.x / kDangerBlock_cells;
        const std::uint32_t classes =
            terrain_ == nullptr ? 0 : terrain_[static_cast<std::ptrdiff_t>(at.y) * bytes_across_ + block];
        for (std::uint32_t i = 0; i < 4; ++i) {
            const std::uint32_t terrain_class = classes >> 2 * i & 3U;
            ground[i] = (free >> i & 1U) != 0 ? ground_[terrain_class] : walls_[terrain_class];
        }
        const std::ptrdiff_t row = static_cast<std::ptrdiff_t>(at.y / kDangerBlock_cells) * bytes_across_;
        std::fill_n(danger, kDangerBlock_cells, danger_ == nullptr ? 0 : weight_ * danger_[row + block]);
        for (std::int32_t i = width_cells_ - at.x; i < kDangerBlock_cells; ++i) ground[i] = 0;
    }

    const MapView& map_;
    const std::uint8_t* const terrain_;
    const std::uint8_t* const danger_;
    const std::int32_t width_cells_;
    const std::int32_t bytes_across_;
    const std::uint32_t weight_;
    const bool is_wide_;
    // By terrain class: of a free cell, and of a blocked one.
    std::array<std::uint32_t, 4> ground_{};
    std::array<std::uint32_t, 4> walls_{};
    std::uint32_t least_ = 0;
};

}  // namespace outrider::search
