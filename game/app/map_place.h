// From the cursor to the map: never beside it. For any world with width_cells() and height_cells().
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "game/render/camera.h"
#include "game/sim/world.h"
#include "shared/grid.h"

namespace outrider::app {

template <typename World>
[[nodiscard]] Cell cell_at(const World& world, const render::Camera& camera, render::PointPx at) noexcept {
    const render::PointCells point = camera.to_world(at);
    const auto inside = [](double position, std::int32_t side) {
        return std::clamp(static_cast<std::int32_t>(std::floor(position)), 0, side - 1);
    };
    return {inside(point.x, world.width_cells()), inside(point.y, world.height_cells())};
}

template <typename World>
[[nodiscard]] sim::FixedPoint point_at(const World& world, const render::Camera& camera, render::PointPx at) noexcept {
    const render::PointCells point = camera.to_world(at);
    const auto in_fixed = [](double cells, std::int32_t side) {
        return static_cast<std::int32_t>(std::clamp(cells, 0.0, static_cast<double>(side)) * sim::kFixedOne);
    };
    return {in_fixed(point.x, world.width_cells()), in_fixed(point.y, world.height_cells())};
}

}  // namespace outrider::app
