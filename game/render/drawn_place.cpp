#include "game/render/drawn_place.h"

#include <cmath>

#include "game/render/noise.h"

namespace outrider::render {

PointCells drawn_place(const sim::World& world, std::size_t index, double tick_fraction) noexcept {
    constexpr double kLargestOffset_cells = 0.25;  // crowds look organic; a unit stays within its own row and column
    constexpr std::uint32_t kOffsetSalt = 101;
    const PointCells exact = between_ticks(world.previous_positions()[index], world.positions()[index], tick_fraction);
    const std::uint32_t random = mix_bits(static_cast<std::uint32_t>(index) + kOffsetSalt);
    const auto offset = [](std::uint32_t bits) {
        return (static_cast<double>(bits & 0xFFFFU) / 32767.5 - 1.0) * kLargestOffset_cells;
    };
    const PointCells beside{exact.x + offset(random), exact.y + offset(random >> 16U)};
    const Cell cell{static_cast<std::int32_t>(std::floor(beside.x)), static_cast<std::int32_t>(std::floor(beside.y))};
    return world.is_free(cell) ? beside : exact;
}

}  // namespace outrider::render
