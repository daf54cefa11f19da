// Signed distances to the shapes that our pictures are made of, and colours laid over each other. Lengths are in parts
// of a picture's side; what is inside is negative.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "game/render/noise.h"
#include "game/render/palette.h"

namespace outrider::render {

struct Point {
    float x = 0.0F;
    float y = 0.0F;
};

[[nodiscard]] inline float length(Point p) noexcept { return std::sqrt(p.x * p.x + p.y * p.y); }

/// A point of the picture as seen by a figure that is turned to `angle`: forward is +x.
[[nodiscard]] inline Point turned_back(Point p, float angle) noexcept {
    const float c = std::cos(angle);
    const float s = std::sin(angle);
    return {p.x * c + p.y * s, p.y * c - p.x * s};
}

/// To a disc of radius r1 at the origin and one of radius r2 at (h, 0), with the hull between them (Inigo Quilez,
/// "2D distance functions", uneven capsule).
[[nodiscard]] inline float teardrop(Point p, float r1, float r2, float h) noexcept {
    const Point q{std::fabs(p.y), p.x};
    const float b = (r1 - r2) / h;
    const float a = std::sqrt(1.0F - b * b);
    const float k = a * q.y - b * q.x;  // place along the flank
    if (k < 0.0F) return length(q) - r1;
    if (k > a * h) return length({q.x, q.y - h}) - r2;
    return q.x * a + q.y * b - r1;
}

/// To a rectangle about the origin with rounded corners (ibid.). `half`: half its sides.
[[nodiscard]] inline float rounded_box(Point p, Point half, float radius) noexcept {
    const Point q{std::fabs(p.x) - half.x + radius, std::fabs(p.y) - half.y + radius};
    return std::min(std::max(q.x, q.y), 0.0F) + length({std::max(q.x, 0.0F), std::max(q.y, 0.0F)}) - radius;
}

/// To a line from a to b of some thickness (ibid., capsule).
[[nodiscard]] inline float line(Point p, Point a, Point b, float half_width) noexcept {
    const Point ap{p.x - a.x, p.y - a.y};
    const Point ab{b.x - a.x, b.y - a.y};
    const float t = clamp01((ap.x * ab.x + ap.y * ab.y) / (ab.x * ab.x + ab.y * ab.y));
    return length({ap.x - ab.x * t, ap.y - ab.y * t}) - half_width;
}

/// How much of a pixel a shape at this distance covers, 0 .. 1; `size_px`: pixels of the picture's side.
[[nodiscard]] inline float cover(float distance, float size_px) noexcept { return clamp01(0.5F - distance * size_px); }

/// One colour over another, 0xAARRGGBB.
[[nodiscard]] inline std::uint32_t over(Rgb top, float alpha, Rgb below, float alpha_below) noexcept {
    const float all = alpha + alpha_below * (1.0F - alpha);
    if (all <= 0.0F) return 0;
    const auto channel = [&](std::uint8_t a, std::uint8_t b) {
        return static_cast<std::uint8_t>(
            (static_cast<float>(a) * alpha + static_cast<float>(b) * alpha_below * (1.0F - alpha)) / all + 0.5F);
    };
    return argb(static_cast<std::uint8_t>(all * 255.0F + 0.5F),
                {channel(top.r, below.r), channel(top.g, below.g), channel(top.b, below.b)});
}

/// `b` in place of `a`, by `t`.
[[nodiscard]] inline Rgb blended(Rgb a, Rgb b, float t) noexcept {
    const auto channel = [t](std::uint8_t v, std::uint8_t w) {
        return static_cast<std::uint8_t>(mix(static_cast<float>(v), static_cast<float>(w), t) + 0.5F);
    };
    return {channel(a.r, b.r), channel(a.g, b.g), channel(a.b, b.b)};
}

/// Brighter or darker.
[[nodiscard]] inline Rgb lit(Rgb c, float light) noexcept {
    const auto channel = [light](std::uint8_t v) {
        return static_cast<std::uint8_t>(std::clamp(static_cast<float>(v) * light, 0.0F, 255.0F) + 0.5F);
    };
    return {channel(c.r), channel(c.g), channel(c.b)};
}

}  // namespace outrider::render
