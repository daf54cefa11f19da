// A small made-up land with every kind of ground, for the tests of this room.
#pragma once

#include <random>
#include <string>

#include "game/render/land_baker.h"

namespace outrider::render {

struct TestLand {
    std::int32_t width = 0;
    std::int32_t height = 0;
    std::string terrain;
    CellRect keep{};

    [[nodiscard]] LandSource source() const { return {terrain, width, height, dots_are_trodden(terrain), keep}; }
    [[nodiscard]] char& at(std::int32_t x, std::int32_t y) { return terrain[static_cast<std::size_t>(y * width + x)]; }
};

inline TestLand meadow(std::int32_t width, std::int32_t height) {
    return {width, height, std::string(static_cast<std::size_t>(width * height), '.'), {}};
}

/// Patches of all letters, and single cells between them.
inline TestLand patchwork(std::int32_t width, std::int32_t height, std::uint32_t seed) {
    constexpr std::string_view kLetters = ".......GGS@@OTTWW#";
    std::mt19937 random(seed);
    TestLand land = meadow(width, height);
    for (std::int32_t y = 0; y < height; ++y) {
        for (std::int32_t x = 0; x < width; ++x) {
            const bool alone = random() % 9 == 0;
            const std::uint32_t patch = static_cast<std::uint32_t>(x / 5 * 7 + y / 4 * 13) + seed;
            land.at(x, y) = kLetters[(alone ? random() : patch * 2654435761U >> 8U) % kLetters.size()];
        }
    }
    return land;
}

}  // namespace outrider::render
