// What one frame shows: the camera, snapped to whole pixels so that the land can be kept between frames.
#pragma once

#include <cmath>
#include <cstdint>

#include "game/render/camera.h"
#include "game/render/rect.h"

namespace outrider::render {

struct View {
    double zoom = 1.0;          ///< pixels per cell
    std::int32_t origin_x = 0;  ///< where the map's upper left corner is, in pixels
    std::int32_t origin_y = 0;
    std::int32_t width_px = 0;
    std::int32_t height_px = 0;

    [[nodiscard]] static View of(const Camera& camera) noexcept {
        const PointPx origin = camera.to_screen({0.0, 0.0});
        return {camera.pixels_per_cell(), static_cast<std::int32_t>(std::lround(origin.x)),
                static_cast<std::int32_t>(std::lround(origin.y)), camera.width_px(), camera.height_px()};
    }
    [[nodiscard]] double screen_x(double cells) const noexcept { return cells * zoom + origin_x; }
    [[nodiscard]] double screen_y(double cells) const noexcept { return cells * zoom + origin_y; }
    [[nodiscard]] PixelRect screen() const noexcept { return {0, 0, width_px, height_px}; }
    friend bool operator==(const View&, const View&) = default;
};

}  // namespace outrider::render
