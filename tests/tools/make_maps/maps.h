// The maps of the game, each painted by a file of its own. The same seed paints the same map on every machine.
#pragma once

#include <cstdint>

#include "tests/tools/make_maps/canvas.h"

namespace outrider::make_maps {

/// The seeds of the committed maps, chosen by looking.
inline constexpr std::uint64_t kValleySeed = 1;
inline constexpr std::uint64_t kFordSeed = 1;
inline constexpr std::uint64_t kCitySeed = 3;
inline constexpr std::uint64_t kCaveSeed = 1;
inline constexpr std::uint64_t kHighlandsSeed = 1;

/// 192x108: a walled valley with a keep; four gates in the ridges, a river, three ways across.
[[nodiscard]] Canvas make_valley(std::uint64_t seed);
/// 256x144: a broad river with islands, the keep on the largest.
[[nodiscard]] Canvas make_ford(std::uint64_t seed);
/// 512x512: a medieval town inside its walls, fields around it.
[[nodiscard]] Canvas make_city(std::uint64_t seed);
/// 512x512: halls and galleries under the ground, with lakes.
[[nodiscard]] Canvas make_cave(std::uint64_t seed);
/// 1024x1024: mountains, forests, lakes and villages, joined by roads over the passes.
[[nodiscard]] Canvas make_highlands(std::uint64_t seed);

}  // namespace outrider::make_maps
