// The debug views, in the order in which F3 goes through them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace outrider::app {

enum class DebugView : std::uint8_t { kOff, kPaths, kJumpPoints, kExpanded, kComponents, kClearance, kFlow };

inline constexpr std::size_t kDebugViews = 7;

/// After the last the first comes again (F3), before the first the last (Shift + F3).
[[nodiscard]] constexpr DebugView next(DebugView view) noexcept {
    return static_cast<DebugView>((static_cast<std::size_t>(view) + 1) % kDebugViews);
}
[[nodiscard]] constexpr DebugView previous(DebugView view) noexcept {
    return static_cast<DebugView>((static_cast<std::size_t>(view) + kDebugViews - 1) % kDebugViews);
}

/// The views that take a look at the whole map, off the frame thread.
[[nodiscard]] constexpr bool is_analysis(DebugView view) noexcept { return view > DebugView::kPaths; }
/// The views that show what was asked for a unit.
[[nodiscard]] constexpr bool is_about_a_unit(DebugView view) noexcept {
    return view == DebugView::kExpanded || view == DebugView::kFlow;
}

}  // namespace outrider::app
