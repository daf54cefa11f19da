// The land with a debug layer upon it: a picture of the window's size in plain memory, made of the backdrop's. A debug
// view costs a frame what changed in it; the marks are stamped into the picture, and cost a still view nothing, however
// many there are. No SDL.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "game/render/debug_layer.h"
#include "game/render/debug_stamps.h"
#include "game/render/rect.h"
#include "game/render/view.h"

namespace outrider::render {

class DebugPicture {
public:
    /// From this zoom on (pixels per cell) the ends of runs show where they came from.
    static constexpr double kRunEndsFrom_px = 7.0;
    /// Arrows stand at least so far apart: one for each cell, each block of 2 by 2 cells, of 4 by 4 ...
    static constexpr double kArrowRoom_px = 17.0;

    /// Composes `rect`. `land`: the picture below, view.width_px to a row.
    void compose(const View& view, const DebugLayer& layer, const std::uint32_t* land, const PixelRect& rect);
    /// As large as the view. Where nothing was composed, anything.
    [[nodiscard]] const std::uint32_t* pixels() const noexcept { return pixels_.data(); }

private:
    struct Source;

    void compose_cells(const Source& source, const std::uint32_t* land);
    [[nodiscard]] std::int32_t read_row(const Source& source, std::int32_t y);
    void add_steps(const Source& source);
    void add_run_ends(const Source& source);
    void add_points(const Source& source);
    void add_line(const Source& source);
    void add_leg(const Source& source, Cell from, Cell to, std::int32_t half_px, std::uint32_t colour);
    void stamp(const Source& source, const Stamp& stamp, Cell cell, std::uint32_t colour);
    [[nodiscard]] std::uint32_t* row(const Source& source, std::int32_t y) noexcept;

    DebugStamps stamps_;
    std::vector<std::uint32_t> pixels_;
    // Of one row of pixels.
    std::vector<std::int32_t> texels_;    ///< where in a row of texels each pixel reads; -1: beside the map
    std::vector<std::uint32_t> colours_;  ///< what lies over the land
};

}  // namespace outrider::render
