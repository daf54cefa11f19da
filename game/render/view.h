// What one frame shows: the camera, snapped to whole pixels so that the land can be kept between frames.
#pragma once

#include <cmath>
#include <cstdint>

#include "game/render/camera.h"

namespace outrider::render {

/// A rectangle of pixels, [x0, x1) x [y0, y1).
struct PixelRect {
    std::int32_t x0 = 0;
    std::int32_t y0 = 0;
    std::int32_t x1 = 0;
    std::int32_t y1 = 0;

    [[nodiscard]] constexpr bool empty() const noexcept { return x0 >= x1 || y0 >= y1; }
    [[nodiscard]] constexpr std::int32_t width() const noexcept { return x1 - x0; }
    [[nodiscard]] constexpr std::int32_t height() const noexcept { return y1 - y0; }
    friend constexpr bool operator==(const PixelRect&, const PixelRect&) = default;
};

[[nodiscard]] constexpr PixelRect intersection(const PixelRect& a, const PixelRect& b) noexcept {
    return {a.x0 > b.x0 ? a.x0 : b.x0, a.y0 > b.y0 ? a.y0 : b.y0, a.x1 < b.x1 ? a.x1 : b.x1, a.y1 < b.y1 ? a.y1 : b.y1};
}

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
