#include "game/render/debug_layer.h"

#include <algorithm>

namespace outrider::render {

namespace {

/// Halved until the largest map is smaller than a small window.
constexpr std::size_t kMostLevels = 4;

/// Four texels as one: the strongest gives the colour, and stays half as strong among three that are clear, so that
/// single cells can be seen on a map that is larger than the screen.
std::uint32_t merge(const std::array<std::uint32_t, 4>& texels) noexcept {
    std::uint32_t alpha = 0;
    std::uint32_t most = 0;
    std::array<std::uint32_t, 3> sums{};
    for (const std::uint32_t texel : texels) {
        const std::uint32_t a = texel >> 24U;
        const std::uint32_t weight = 1 + (a * a >> 8U) * (a * a >> 8U);
        alpha += weight;
        most = std::max(most, a);
        for (std::uint32_t i = 0; i < 3; ++i) sums[i] += weight * (texel >> 8U * i & 0xFFU);
    }
    std::uint32_t mean = 0;
    for (const std::uint32_t texel : texels) mean += texel >> 24U;
    std::uint32_t merged = (mean / 4 + most) / 2 << 24U;
    for (std::uint32_t i = 0; i < 3; ++i) merged |= sums[i] / alpha << 8U * i;
    return merged;
}

/// `texel(x, y)` of a level twice as large; beyond its edge, the edge.
template <class Texel>
DebugLayer::Level halved(std::int32_t width, std::int32_t height, Texel texel) {
    DebugLayer::Level level{(width + 1) / 2, (height + 1) / 2, {}};
    level.colours.reserve(static_cast<std::size_t>(level.width) * static_cast<std::size_t>(level.height));
    for (std::int32_t y = 0; y < height; y += 2) {
        const std::int32_t below = std::min(y + 1, height - 1);
        for (std::int32_t x = 0; x < width; x += 2) {
            const std::int32_t beside = std::min(x + 1, width - 1);
            level.colours.push_back(merge({texel(x, y), texel(beside, y), texel(x, below), texel(beside, below)}));
        }
    }
    return level;
}

}  // namespace

void DebugLayer::clear(std::int32_t width, std::int32_t height, std::uint8_t ink) {
    width_cells = width;
    height_cells = height;
    cells.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), ink);
    marks_are = DebugMarks::kNone;
    marks.clear();
    points.clear();
    line.clear();
    line_end = {-1, -1};
    levels.clear();
}

void DebugLayer::make_levels() {
    levels.clear();
    const auto of_cells = [this](std::int32_t x, std::int32_t y) { return inks[cells[index_of({x, y})]]; };
    levels.push_back(halved(width_cells, height_cells, of_cells));
    while (levels.size() < kMostLevels) {
        const Level& finer = levels.back();
        const auto of_level = [&finer](std::int32_t x, std::int32_t y) {
            return finer.colours[static_cast<std::size_t>(y) * static_cast<std::size_t>(finer.width) +
                                 static_cast<std::size_t>(x)];
        };
        levels.push_back(halved(finer.width, finer.height, of_level));
    }
}

}  // namespace outrider::render
