// Durations as this library keeps them, and the two budgets that frames are held against.
#pragma once

#include <chrono>

namespace outrider::measure {

using Nanoseconds = std::chrono::nanoseconds;

[[nodiscard]] constexpr double to_ms(Nanoseconds duration) noexcept {
    return std::chrono::duration<double, std::milli>(duration).count();
}
[[nodiscard]] constexpr double to_s(Nanoseconds duration) noexcept {
    return std::chrono::duration<double>(duration).count();
}

/// What a frame may take on a screen of 60 Hz and of 120 Hz.
inline constexpr Nanoseconds kBudget60{16'666'667};
inline constexpr Nanoseconds kBudget120{8'333'333};
inline constexpr double kBudget60_ms = to_ms(kBudget60);
inline constexpr double kBudget120_ms = to_ms(kBudget120);

}  // namespace outrider::measure
