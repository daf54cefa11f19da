// Where a unit is drawn, in cells: between its last two places.
#pragma once

#include <cstddef>
#include <cstdlib>

#include "game/render/camera.h"
#include "game/sim/siege/siege.h"
#include "game/sim/world.h"

namespace outrider::render {

[[nodiscard]] inline PointCells between_ticks(sim::FixedPoint from, sim::FixedPoint to, double tick_fraction) noexcept {
    constexpr std::int32_t kJump_fixed = 3 * sim::kFixedOne;  // farther in one tick is a new place, not a step
    constexpr double kCell = 1.0 / sim::kFixedOne;
    const std::int32_t dx = to.x - from.x;
    const std::int32_t dy = to.y - from.y;
    const double part = std::abs(dx) < kJump_fixed && std::abs(dy) < kJump_fixed ? tick_fraction - 1.0 : 0.0;
    return {(to.x + dx * part) * kCell, (to.y + dy * part) * kCell};
}

/// Units of the sandbox share places: each is drawn a little beside the middle, never in a wall.
[[nodiscard]] PointCells drawn_place(const sim::World& world, std::size_t index, double tick_fraction) noexcept;

/// Units of the siege keep apart by themselves.
[[nodiscard]] inline PointCells drawn_place(const sim::siege::Siege& siege, std::size_t place,
                                            double tick_fraction) noexcept {
    return between_ticks(siege.previous_positions()[place], siege.positions()[place], tick_fraction);
}

}  // namespace outrider::render
