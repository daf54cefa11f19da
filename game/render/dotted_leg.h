// Dots along the legs of a line, at steady distances; what lies off the screen costs nothing.
#pragma once

#include <algorithm>
#include <cmath>

#include "game/render/view.h"

namespace outrider::render {

/// The part of a leg that lies on the screen, 0 .. 1; empty if from > to (Liang and Barsky, 1984).
struct LegPart {
    double from = 0.0;
    double to = 1.0;

    void clip(double start, double delta, double limit) noexcept {
        if (delta == 0.0) {
            if (start < 0.0 || start >= limit) to = -1.0;
            return;
        }
        const double a = -start / delta;
        const double b = (limit - start) / delta;
        from = std::max(from, std::min(a, b));
        to = std::min(to, std::max(a, b));
    }
};

/// Calls visit(PointPx) for dots from `to_next` pixels on, `spacing` apart; returns how far after the end of the leg
/// the next dot is due.
template <class Visit>
double for_dots_of_leg(const View& view, PointPx from, PointPx to, double to_next, double spacing, Visit&& visit) {
    const double length = std::hypot(to.x - from.x, to.y - from.y);
    LegPart part;
    part.clip(from.x, to.x - from.x, view.width_px);
    part.clip(from.y, to.y - from.y, view.height_px);
    if (length > 0.0 && part.from < part.to) {
        const double skipped = std::max(0.0, std::ceil((part.from * length - to_next) / spacing));
        for (double d = to_next + skipped * spacing; d < part.to * length; d += spacing) {
            const double t = d / length;
            visit(PointPx{from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t});
        }
    }
    const double due = std::max(0.0, std::ceil((length - to_next) / spacing));
    return to_next + due * spacing - length;
}

}  // namespace outrider::render
