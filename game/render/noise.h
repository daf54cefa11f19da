// Small deterministic noise: the same numbers for the same place, in every build and on every machine.
#pragma once

#include <cstdint>

namespace outrider::render {

/// A well-mixed 32-bit number (the finaliser of MurmurHash3, Austin Appleby).
[[nodiscard]] constexpr std::uint32_t mix_bits(std::uint32_t h) noexcept {
    h ^= h >> 16U;
    h *= 0x85ebca6bU;
    h ^= h >> 13U;
    h *= 0xc2b2ae35U;
    return h ^ h >> 16U;
}

[[nodiscard]] constexpr std::uint32_t hash_cell(std::int32_t x, std::int32_t y, std::uint32_t salt) noexcept {
    return mix_bits(static_cast<std::uint32_t>(x) * 0x9e3779b1U ^ mix_bits(static_cast<std::uint32_t>(y) + salt));
}

/// 0 .. 1 of a hash.
[[nodiscard]] constexpr float unit_of(std::uint32_t hash) noexcept {
    return static_cast<float>(hash >> 8U) * (1.0F / 16777216.0F);
}

[[nodiscard]] constexpr float smooth(float t) noexcept { return t * t * (3.0F - 2.0F * t); }
[[nodiscard]] constexpr float mix(float a, float b, float t) noexcept { return a + (b - a) * t; }
[[nodiscard]] constexpr float clamp01(float t) noexcept { return t < 0.0F ? 0.0F : (t > 1.0F ? 1.0F : t); }
/// 0 below `from`, 1 above `to`, smooth between.
[[nodiscard]] constexpr float ramp(float from, float to, float t) noexcept {
    return smooth(clamp01((t - from) / (to - from)));
}

/// Value noise, 0 .. 1: random values at whole lattice points, smooth between them. `period` > 0: repeats after so
/// many lattice points.
[[nodiscard]] constexpr float value_noise(float x, float y, std::uint32_t salt, std::int32_t period = 0) noexcept {
    const auto floor_of = [](float v) {
        const auto i = static_cast<std::int32_t>(v);
        return v < static_cast<float>(i) ? i - 1 : i;
    };
    const auto wrap = [period](std::int32_t v) { return period > 0 ? ((v % period) + period) % period : v; };
    const std::int32_t ix = floor_of(x);
    const std::int32_t iy = floor_of(y);
    const auto at = [&](std::int32_t dx, std::int32_t dy) {
        return unit_of(hash_cell(wrap(ix + dx), wrap(iy + dy), salt));
    };
    const float fx = smooth(x - static_cast<float>(ix));
    const float fy = smooth(y - static_cast<float>(iy));
    return mix(mix(at(0, 0), at(1, 0), fx), mix(at(0, 1), at(1, 1), fx), fy);
}

}  // namespace outrider::render
