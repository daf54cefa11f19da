// Puts pictures of a SiegeAtlas where they belong on the screen. Everything of the siege that stands on the map is
// drawn with one of these; it lives for one frame.
#pragma once

#include <algorithm>

#include "game/render/hand_marks.h"
#include "game/render/quad_batch.h"
#include "game/render/shapes.h"
#include "game/render/siege_atlas.h"
#include "game/render/view.h"

namespace outrider::render {

struct SiegePen {
    const View& view;
    const SiegeAtlas* atlas;  ///< null: the view is so far away that there is nothing but squares
    bool whole_pixels;        ///< the software renderer copies only to whole pixels

    [[nodiscard]] PointPx on_screen(PointCells at) const noexcept { return {view.screen_x(at.x), view.screen_y(at.y)}; }
    [[nodiscard]] bool sees(const PointPx& at, double margin_px) const noexcept {
        return at.x > -margin_px && at.y > -margin_px && at.x < view.width_px + margin_px &&
               at.y < view.height_px + margin_px;
    }
    /// The cells in view, and `margin` more on each side, within the map.
    [[nodiscard]] CellRect cells_in_view(std::int32_t width_cells, std::int32_t height_cells,
                                         std::int32_t margin) const noexcept {
        const auto cell = [this](double px, double origin) {
            return static_cast<std::int32_t>(std::floor((px - origin) / view.zoom));
        };
        return {std::max(0, cell(0.0, view.origin_x) - margin), std::max(0, cell(0.0, view.origin_y) - margin),
                std::min(width_cells, cell(view.width_px, view.origin_x) + 1 + margin),
                std::min(height_cells, cell(view.height_px, view.origin_y) + 1 + margin)};
    }
    /// Where something of this size begins, so that it lies around `middle`.
    [[nodiscard]] float corner(double middle, float size_px) const noexcept {
        const double exact = middle - static_cast<double>(size_px) * 0.5;
        return whole_pixels ? whole(exact) : static_cast<float>(exact);
    }
    /// REQUIRES: atlas.
    void picture(QuadBatch& quads, PictureId id, const PointPx& middle, std::uint8_t alpha = 255) const {
        const float side = atlas->side_px(id);
        const SDL_FRect& shown = atlas->shown(id);
        quads.add(corner(middle.x, side) + shown.x, corner(middle.y, side) + shown.y, shown.w, shown.h,
                  {255, 255, 255, alpha}, atlas->area(id));
    }
    void picture(QuadBatch& quads, SiegePicture what, std::size_t which, const PointPx& middle) const {
        picture(quads, atlas->pictures().id(what, which), middle);
    }
    void square(QuadBatch& quads, const PointPx& middle, float size_px, SDL_Color colour) const {
        const float side = std::max(1.0F, std::round(size_px));
        quads.add(corner(middle.x, side), corner(middle.y, side), side, side, colour);
    }
};

}  // namespace outrider::render
