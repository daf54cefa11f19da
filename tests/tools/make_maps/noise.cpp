#include "tests/tools/make_maps/noise.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace outrider::make_maps {

namespace {

constexpr std::uint64_t mix(std::uint64_t z) noexcept {
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
}

constexpr std::uint64_t hash(std::uint64_t seed, std::int64_t x, std::int64_t y) noexcept {
    return mix(mix(seed ^ static_cast<std::uint64_t>(x) * 0x9E3779B97F4A7C15ULL) ^
               static_cast<std::uint64_t>(y) * 0xC2B2AE3D27D4EB4FULL);
}

constexpr double unit(std::uint64_t bits) noexcept { return static_cast<double>(bits >> 11U) * 0x1p-53; }

constexpr double fade(double t) noexcept { return t * t * t * (t * (t * 6.0 - 15.0) + 10.0); }

constexpr double blend(double a, double b, double t) noexcept { return a + (b - a) * t; }

double slope_at(std::uint64_t seed, std::int64_t x, std::int64_t y, double dx, double dy) noexcept {
    constexpr double kDiagonal = 0.70710678118654752;
    constexpr std::array<Vec2, 8> kSlopes{{{1, 0},
                                           {-1, 0},
                                           {0, 1},
                                           {0, -1},
                                           {kDiagonal, kDiagonal},
                                           {-kDiagonal, kDiagonal},
                                           {kDiagonal, -kDiagonal},
                                           {-kDiagonal, -kDiagonal}}};
    return dot(kSlopes[hash(seed, x, y) % kSlopes.size()], {dx, dy});
}

}  // namespace

std::uint64_t Random::next() noexcept {
    state_ += 0x9E3779B97F4A7C15ULL;
    return mix(state_);
}

double Random::real() noexcept { return unit(next()); }

double Noise::at(double x, double y) const noexcept {
    const double floor_x = std::floor(x);
    const double floor_y = std::floor(y);
    const auto cell_x = static_cast<std::int64_t>(floor_x);
    const auto cell_y = static_cast<std::int64_t>(floor_y);
    const double dx = x - floor_x;
    const double dy = y - floor_y;
    const double top =
        blend(slope_at(seed_, cell_x, cell_y, dx, dy), slope_at(seed_, cell_x + 1, cell_y, dx - 1.0, dy), fade(dx));
    const double bottom = blend(slope_at(seed_, cell_x, cell_y + 1, dx, dy - 1.0),
                                slope_at(seed_, cell_x + 1, cell_y + 1, dx - 1.0, dy - 1.0), fade(dx));
    return std::clamp(0.5 + 0.75 * blend(top, bottom, fade(dy)), 0.0, 1.0);
}

double Noise::fractal(double x, double y, int octaves) const noexcept {
    double sum = 0.0;
    double weight = 1.0;
    double weights = 0.0;
    for (int octave = 0; octave < octaves; ++octave) {
        // The offset keeps the octaves' zero points from lying on each other.
        sum += weight * at(x + 17.3 * octave, y - 9.1 * octave);
        weights += weight;
        weight *= 0.5;
        x *= 2.0;
        y *= 2.0;
    }
    return sum / weights;
}

double Noise::ridge(double x, double y, int octaves) const noexcept {
    return 1.0 - std::fabs(fractal(x, y, octaves) - 0.5) * 4.0;
}

Vec2 Noise::warp(Vec2 point, double scale, double reach) const noexcept {
    const double dx = fractal(point.x / scale, point.y / scale, 2) - 0.5;
    const double dy = fractal(point.x / scale + 71.7, point.y / scale - 33.1, 2) - 0.5;
    return point + Vec2{dx, dy} * (2.0 * reach);
}

double Noise::speck(std::int64_t x, std::int64_t y) const noexcept { return unit(hash(seed_ + 1, x, y)); }

}  // namespace outrider::make_maps
