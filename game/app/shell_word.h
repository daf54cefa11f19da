// Commands that can be given again: words as a shell takes them.
#pragma once

#include <span>
#include <string>

namespace outrider::app {

/// In quotes only where that is needed.
[[nodiscard]] std::string shell_word(const std::string& text);
/// "--map 'my maps/a.map' --units 300"
[[nodiscard]] std::string shell_line(std::span<const std::string> words);

}  // namespace outrider::app
