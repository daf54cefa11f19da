// The siege's own buttons: a ground as all buttons have it, with more than one word upon it.
#pragma once

#include "game/overlay/siege_hud.h"
#include "game/overlay/widgets.h"

namespace outrider::overlay {

[[nodiscard]] inline bool is_over(const sim::siege::Standing& standing) noexcept {
    return standing.stage == sim::siege::Stage::kLost || standing.stage == sim::siege::Stage::kWon;
}

/// One that can be clicked, or one that cannot be had now and only says why. Its words are drawn over it.
struct Plate {
    const char* id;
    Box box;
    bool chosen = false;
    bool open = true;
};

/// True if it was clicked. ImGui's last item is the plate then.
[[nodiscard]] inline bool press(const Painter& painter, const Plate& plate) {
    if (plate.open) return button(painter, plate.id, plate.box, "", plate.chosen);
    closed_choice(painter, plate.id, plate.box, "", "");
    return false;
}

[[nodiscard]] inline ImU32 word_fill(const Plate& plate) noexcept {
    if (!plate.open) return kFaintText;
    return plate.chosen ? kDarkText : kText;
}
[[nodiscard]] inline ImU32 remark_fill(const Plate& plate) noexcept {
    if (!plate.open) return kFaintText;
    return plate.chosen ? with_alpha(kDarkText, 190) : kDimText;
}

}  // namespace outrider::overlay
