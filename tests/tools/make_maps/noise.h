// Chance that is the same everywhere: a random generator and smooth noise over the plane, both from integer hashes.
#pragma once

#include <cstdint>

#include "tests/tools/make_maps/geometry.h"

namespace outrider::make_maps {

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
class Random {
public:
    explicit constexpr Random(std::uint64_t seed) noexcept : state_(seed) {}

    [[nodiscard]] std::uint64_t next() noexcept;
    /// Evenly in [0, 1).
    [[nodiscard]] double real() noexcept;
    [[nodiscard]] double between(double low, double high) noexcept { return low + (high - low) * real(); }
    /// Evenly in 0..count-1. REQUIRES: count > 0.
    [[nodiscard]] std::uint64_t below(std::uint64_t count) noexcept { return next() % count; }
    [[nodiscard]] bool chance(double probability) noexcept { return real() < probability; }

private:
    std::uint64_t state_;
};

/// Gradient noise (K. Perlin, "Improving noise", SIGGRAPH 2002) over an integer hash. Values lie in [0, 1], about 0.5
/// on average.
class Noise {
public:
    explicit constexpr Noise(std::uint64_t seed) noexcept : seed_(seed) {}

    /// One octave; hills are about one unit wide.
    [[nodiscard]] double at(double x, double y) const noexcept;
    /// Several octaves, each twice as fine and half as strong as the one before.
    [[nodiscard]] double fractal(double x, double y, int octaves) const noexcept;
    /// Near 1 along winding lines, falling off to both sides: the crests of mountains.
    [[nodiscard]] double ridge(double x, double y, int octaves) const noexcept;
    /// A point moved by up to `reach` in a smooth way: makes straight things look grown.
    [[nodiscard]] Vec2 warp(Vec2 point, double scale, double reach) const noexcept;
    /// One even chance in [0, 1) for each cell, not smooth.
    [[nodiscard]] double speck(std::int64_t x, std::int64_t y) const noexcept;

private:
    std::uint64_t seed_;
};

}  // namespace outrider::make_maps
