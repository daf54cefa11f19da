// A small map, as text.
#pragma once

#include <cstddef>
#include <string>

namespace outrider::app::test {

/// A map of open ground with a wall across it that leaves one gap at the left.
[[nodiscard]] inline std::string walled_map(int width = 24, int height = 16) {
    std::string text = "type octile\nheight " + std::to_string(height) + "\nwidth " + std::to_string(width) + "\nmap\n";
    for (int y = 0; y < height; ++y) {
        const auto side = static_cast<std::size_t>(width);
        text += y == height / 2 ? "..." + std::string(side - 3, '@') : std::string(side, '.');
        text += '\n';
    }
    return text;
}

}  // namespace outrider::app::test
