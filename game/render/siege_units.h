// The horde and the riders: pictures between two ticks, turned where they go; rings around chosen riders, frost on the
// slowed, three dots over who has no way yet, and from nearby the health of the hurt.
#pragma once

#include <cstddef>

#include "game/render/siege_pen.h"

namespace outrider::render {

struct SiegeUnitDrawing {
    double tick_fraction = 1.0;
    double now_ticks = 0.0;  ///< the siege's time: who digs or fights moves to and fro
    bool tint_by_worker = false;
};

class SiegeUnits {
public:
    /// From this zoom on (pixels per cell) units are pictures; below, they are plain squares of their colour.
    static constexpr double kPicturesFrom_px = 2.2;
    static constexpr double kHealthFrom_px = 13.0;
    static constexpr double kThoughtsFrom_px = 10.0;
    static constexpr std::size_t kMostBars = 1'500;

    /// Adds those in view to `pictures` (of pen.atlas, if there is one: else plain squares) and the bars to `bars`.
    void add(const sim::siege::Siege& siege, const SiegePen& pen, const SiegeUnitDrawing& drawing, QuadBatch& pictures,
             QuadBatch& bars);
    /// Flags on the goals of chosen riders.
    void add_flags(const sim::siege::Siege& siege, const SiegePen& pen, QuadBatch& pictures) const;

    [[nodiscard]] std::size_t unit_count() const noexcept { return units_; }

private:
    struct Frame;
    void add_one(const Frame& frame, std::size_t place);

    std::size_t units_ = 0;
    std::size_t bars_ = 0;
};

}  // namespace outrider::render
