// Which of the two worlds is played.
#pragma once

#include <cstdint>
#include <string_view>

namespace outrider::app {

enum class ScenarioKind : std::uint8_t { kSiege, kSandbox };

[[nodiscard]] constexpr std::string_view to_string(ScenarioKind scenario) noexcept {
    return scenario == ScenarioKind::kSiege ? "siege" : "sandbox";
}

}  // namespace outrider::app
