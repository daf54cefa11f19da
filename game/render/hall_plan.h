// The keep's hall as the land shows it: battlements with a turret at each corner, a walk behind them, a hipped roof,
// and the face towards us with lit windows. The sun stands in the upper left.
#pragma once

#include "game/render/palette.h"

namespace outrider::render {

struct HallPlan {
    float width = 0.0F;  ///< cells
    float height = 0.0F;

    /// `u`, `v`: cells from its upper left corner.
    [[nodiscard]] Rgb at(float u, float v) const noexcept;

private:
    [[nodiscard]] Rgb turret_at(float from_middle, float away_from_sun) const noexcept;
    [[nodiscard]] Rgb face_at(float u, float below_top) const noexcept;
    [[nodiscard]] Rgb battlement_at(float from_rim, float along, bool sunny) const noexcept;
    [[nodiscard]] Rgb roof_at(float u, float v, float across, float down) const noexcept;
    [[nodiscard]] float top_height() const noexcept;
};

}  // namespace outrider::render
