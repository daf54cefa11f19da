// The land as the window shows it: a picture of the window's size in plain memory, made from baked tiles and the worn
// paths. It is kept between frames: a still camera costs nothing but a slow freshening of the worn paths, a moved one
// only the strips that came into view. Scaled blits of SDL's software renderer would cost more, each frame. No SDL.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "game/render/land_tiles.h"
#include "game/render/view.h"

namespace outrider::render {

class Backdrop {
public:
    Backdrop();

    /// Brings the picture up to date with this view: moves what is still good, composes the rest. `wear` has a value
    /// for each cell, row by row, or is empty.
    void show(const View& view, LandTiles& tiles, const LandSource& land, std::span<const std::uint8_t> wear);
    /// Composes these cells again; or this tile, which became ready.
    void refresh(const CellRect& cells);
    void refresh(const TileAddress& tile);
    /// Composes the next few rows again, so that worn paths come and go; the whole picture once in kWearFrames calls.
    void freshen_wear();

    [[nodiscard]] const std::uint32_t* pixels() const noexcept { return pixels_.data(); }
    [[nodiscard]] std::int32_t width_px() const noexcept { return view_.width_px; }
    [[nodiscard]] std::int32_t height_px() const noexcept { return view_.height_px; }
    /// What changed since the last call, in pixels: what must be shown anew.
    [[nodiscard]] PixelRect take_changed() noexcept;
    /// The level of detail that the view asks for.
    [[nodiscard]] std::int32_t level() const noexcept { return level_; }

    static constexpr std::int32_t kWearFrames = 40;

private:
    [[nodiscard]] bool scroll_to(const View& view);
    void compose(const PixelRect& rect);
    void compose_outside(const PixelRect& rect, const PixelRect& map);
    void compose_level(const PixelRect& rect, std::int32_t level);
    void compose_picture(const PixelRect& rect, const Picture& picture, std::int32_t level);
    void compose_wear(const PixelRect& rect);
    [[nodiscard]] bool gather_wear(std::int64_t at_row, std::int32_t first, std::int32_t last) noexcept;
    void make_opaque(const PixelRect& rect) noexcept;
    void want_tiles_in_view();
    template <class Each>
    void for_tiles(const PixelRect& rect, std::int32_t level, Each&& each) const;
    [[nodiscard]] PixelRect pixels_of(const TileAddress& tile) const noexcept;
    void mark_changed(const PixelRect& rect) noexcept;
    [[nodiscard]] PixelRect pixels_in(const TexelRect& texels, std::int32_t level) const noexcept;
    [[nodiscard]] std::uint32_t* row(std::int32_t y) noexcept {
        return pixels_.data() + static_cast<std::ptrdiff_t>(y) * view_.width_px;
    }

    View view_;
    std::int32_t level_ = 0;
    LandTiles* tiles_ = nullptr;  ///< as given to the last show()
    LandSource land_;
    std::span<const std::uint8_t> wear_;
    std::vector<std::uint32_t> pixels_;
    PixelRect changed_;
    std::int32_t next_wear_row_ = 0;

    std::vector<std::uint8_t> outside_;         ///< brightness by distance from the map, in pixels
    std::vector<std::uint8_t> wear_opacity_;    ///< by wear
    std::vector<std::uint32_t> upper_, lower_;  ///< two rows of texels, resampled across
    std::vector<std::uint16_t> worn_;           ///< one row of cells: wear between two rows of cells, times 256
};

}  // namespace outrider::render
