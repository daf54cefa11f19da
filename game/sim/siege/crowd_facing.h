// Directions as facings, 256 to the full circle, 0 east, 64 south: their unit vectors, and the facing of a vector.
// Whole numbers throughout, computed by the compiler.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace outrider::sim::siege {

using Facing = std::uint8_t;

/// In parts of kUnit.
struct UnitVector {
    std::int16_t x = 0;
    std::int16_t y = 0;
};
inline constexpr std::int32_t kUnit = 1 << 12;
inline constexpr int kUnitBits = 12;

namespace facing_detail {

/// One turn of 1/256 after another, with 30 bits behind the point; the rounding adds up to less than 2^-24. The first
/// eighth of the circle gives the others, so that opposite directions have exactly opposite vectors.
[[nodiscard]] constexpr std::array<UnitVector, 256> make_unit_vectors() noexcept {
    constexpr std::int64_t kOne = std::int64_t{1} << 30;
    constexpr std::int64_t kCosine = 1'073'418'434;  // of a 256th of the circle, times 2^30
    constexpr std::int64_t kSine = 26'350'944;
    std::array<UnitVector, 256> vectors{};
    std::int64_t x = kOne;
    std::int64_t y = 0;
    for (std::size_t i = 0; i <= 32; ++i) {
        const auto along = static_cast<std::int16_t>((x + (1 << 17)) >> (30 - kUnitBits));
        const auto aside = static_cast<std::int16_t>((y + (1 << 17)) >> (30 - kUnitBits));
        const auto set = [&](std::size_t facing, int vx, int vy) {
            vectors[facing & 255U] = {static_cast<std::int16_t>(vx), static_cast<std::int16_t>(vy)};
        };
        set(i, along, aside);
        set(64 - i, aside, along);
        set(64 + i, -aside, along);
        set(128 - i, -along, aside);
        set(128 + i, -along, -aside);
        set(192 - i, -aside, -along);
        set(192 + i, aside, -along);
        set(256 - i, along, -aside);
        const std::int64_t turned_x = (x * kCosine - y * kSine + kOne / 2) >> 30;
        y = (x * kSine + y * kCosine + kOne / 2) >> 30;
        x = turned_x;
    }
    return vectors;
}

inline constexpr std::array<UnitVector, 256> kVectors = make_unit_vectors();

/// By the slope in 1/256, 0 .. 1: which facing of the first eighth comes nearest.
[[nodiscard]] constexpr std::array<Facing, 257> make_facings_by_slope() noexcept {
    std::array<Facing, 257> facings{};
    Facing nearest = 0;
    for (std::int32_t slope = 0; slope <= 256; ++slope) {
        const auto error_of = [&](Facing facing) {
            const std::int32_t error = kVectors[facing].y * 256 - slope * kVectors[facing].x;
            return error < 0 ? -error : error;
        };
        while (nearest < 32 && error_of(static_cast<Facing>(nearest + 1)) < error_of(nearest)) ++nearest;
        facings[static_cast<std::size_t>(slope)] = nearest;
    }
    return facings;
}

inline constexpr std::array<Facing, 257> kBySlope = make_facings_by_slope();

}  // namespace facing_detail

[[nodiscard]] constexpr UnitVector unit_vector(Facing facing) noexcept { return facing_detail::kVectors[facing]; }

/// The facing nearest to the direction of (x, y); of (0, 0) it is 0. REQUIRES: |x|, |y| <= 2^28, a map's width.
[[nodiscard]] constexpr Facing facing_of_vector(std::int32_t x, std::int32_t y) noexcept {
    const std::int32_t across = x < 0 ? -x : x;
    const std::int32_t down = y < 0 ? -y : y;
    const bool is_steep = down > across;
    const auto longer = static_cast<std::uint32_t>(std::max(across, down));
    const auto shorter = static_cast<std::uint32_t>(std::min(across, down));
    // Short vectors keep all their bits, long ones need not.
    const std::uint32_t drop = longer >= 1U << 22U ? 6 : 0;
    const std::uint32_t slope = ((shorter >> drop) << 8U) / std::max(longer >> drop, 1U);
    const int eighth = facing_detail::kBySlope[slope];
    const int quarter = is_steep ? 64 - eighth : eighth;
    const int half = x < 0 ? 128 - quarter : quarter;
    return static_cast<Facing>(y < 0 ? 256 - half : half);
}

/// By how much to turn from the one to the other, the short way: -128 .. 127, positive is clockwise on the screen.
[[nodiscard]] constexpr std::int32_t turn_between(Facing from, Facing to) noexcept {
    return static_cast<std::int8_t>(to - from);
}

static_assert(facing_of_vector(1, 0) == 0 && facing_of_vector(0, 1) == 64 && facing_of_vector(-1, 0) == 128 &&
              facing_of_vector(0, -1) == 192 && facing_of_vector(5, 5) == 32 && facing_of_vector(7, -7) == 224);
static_assert(unit_vector(64).y == kUnit && unit_vector(32).x == unit_vector(32).y && unit_vector(32).x == 2896);

}  // namespace outrider::sim::siege
