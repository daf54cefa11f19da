// Rectangles of whole things: pixels of the screen are not texels of the land.
#pragma once

#include <algorithm>
#include <cstdint>

namespace outrider::render {

/// [x0, x1) x [y0, y1), counted in what `Unit` names. Rectangles of different units do not mix.
template <class Unit>
struct RectOf {
    std::int32_t x0 = 0;
    std::int32_t y0 = 0;
    std::int32_t x1 = 0;
    std::int32_t y1 = 0;

    [[nodiscard]] constexpr bool empty() const noexcept { return x0 >= x1 || y0 >= y1; }
    [[nodiscard]] constexpr std::int32_t width() const noexcept { return x1 - x0; }
    [[nodiscard]] constexpr std::int32_t height() const noexcept { return y1 - y0; }
    friend constexpr bool operator==(const RectOf&, const RectOf&) = default;
};

template <class Unit>
[[nodiscard]] constexpr RectOf<Unit> intersection(const RectOf<Unit>& a, const RectOf<Unit>& b) noexcept {
    return {std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1), std::min(a.y1, b.y1)};
}

using PixelRect = RectOf<struct PixelUnit>;
/// Texel (0, 0) is the upper left corner of cell (0, 0).
using TexelRect = RectOf<struct TexelUnit>;

}  // namespace outrider::render
