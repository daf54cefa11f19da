// The marks of the debug views as small pictures, drawn once for each size: arrows, the ends of runs, dots.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "shared/flow_field.h"

namespace outrider::render {

/// How much of each pixel a mark covers, 0 .. 255, row by row: itself, and itself with a dark edge around.
struct Stamp {
    std::int32_t side_px = 0;
    std::vector<std::uint8_t> fill;
    std::vector<std::uint8_t> edge;
};

class DebugStamps {
public:
    /// Makes what is not yet there in this size.
    void set_arrows(std::int32_t side_px);
    void set_run_ends(std::int32_t side_px);
    void set_dots(std::int32_t diameter_px);

    /// REQUIRES: the step is one of the eight.
    [[nodiscard]] const Stamp& arrow(FlowStep step) const noexcept {
        return arrows_[static_cast<std::size_t>(step) - 1];
    }
    /// A wedge that points where the run went. `way`: 0 east, 1 south, 2 west, 3 north.
    [[nodiscard]] const Stamp& run_end(std::size_t way) const noexcept { return run_ends_[way]; }
    [[nodiscard]] const Stamp& dot() const noexcept { return dot_; }
    [[nodiscard]] const Stamp& ring() const noexcept { return ring_; }  ///< three dots wide

private:
    std::array<Stamp, 8> arrows_;
    std::array<Stamp, 4> run_ends_;
    Stamp dot_;
    Stamp ring_;
};

}  // namespace outrider::render
