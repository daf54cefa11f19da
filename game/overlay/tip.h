// A few words beside what the mouse is over.
#pragma once

#include "game/overlay/text.h"
#include "game/overlay/widgets.h"

namespace outrider::overlay {

struct Tip {
    enum class Side { kAbove, kBelow, kLeft };

    Box beside;
    Side side = Side::kAbove;
    Text first;
    Text second;  ///< may be empty
    ImU32 second_fill = kDimText;
};

/// Over everything else, held within the screen; the mouse goes through it. Returns where it is.
Box draw_tip(const Theme& theme, const Tip& tip, ImVec2 screen_px);

}  // namespace outrider::overlay
