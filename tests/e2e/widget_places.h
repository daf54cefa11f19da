// Where the overlay puts its widgets in a window of 1280x720.
#pragma once

#include "game/overlay/overlay.h"
#include "tests/support/virtual_screen.h"

namespace outrider::e2e {

/// Asked of the overlay itself, drawn once in memory with its menu open.
[[nodiscard]] overlay::WidgetPlaces widget_places();

/// Of "measure now", with its card open.
[[nodiscard]] overlay::WidgetPlaces measure_card_places();

[[nodiscard]] inline test::ScreenPoint left_end(const overlay::WindowRect& box) {
    return {box.x + 1, box.y + box.height / 2};
}
[[nodiscard]] inline test::ScreenPoint centre(const overlay::WindowRect& box) {
    return {box.x + box.width / 2, box.y + box.height / 2};
}
[[nodiscard]] inline test::ScreenPoint right_end(const overlay::WindowRect& box) {
    return {box.x + box.width - 2, box.y + box.height / 2};
}

}  // namespace outrider::e2e
