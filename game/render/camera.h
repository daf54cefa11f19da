// Where the player looks: a centre in cells and a zoom in pixels per cell, easing towards where it should be.
#pragma once

#include <cstdint>

namespace outrider::render {

struct PointPx {
    double x = 0.0;
    double y = 0.0;
};
struct PointCells {
    double x = 0.0;
    double y = 0.0;
};

class Camera {
public:
    /// Nearer than this is never shown.
    static constexpr double kMaxZoom_px = 64.0;
    static constexpr double kEasing_s = 0.12;

    /// Sizes as they are now; call again when the window is resized. Keeps the centre.
    void set_viewport(std::int32_t width_px, std::int32_t height_px) noexcept;
    void set_map(std::int32_t width_cells, std::int32_t height_cells) noexcept;

    /// Bars that cover the window's upper and lower edge: a fitted map leaves them free.
    void set_covered(std::int32_t top_px, std::int32_t bottom_px) noexcept;

    /// The whole map in view (Home).
    void fit_map(bool at_once) noexcept;
    /// Moves by pixels (middle drag: at once) ...
    void drag(double dx_px, double dy_px) noexcept;
    /// ... or at a speed in screen widths per second (WASD). Holds for the next update() only: call it every frame.
    void pan(double x_screens, double y_screens) noexcept;
    /// One wheel notch is a factor of 1.25; the cell under the cursor stays there. Eases within 120 ms.
    void zoom_at(double notches, PointPx cursor) noexcept;
    void update(double delta_s) noexcept;

    [[nodiscard]] PointPx to_screen(PointCells point) const noexcept;
    [[nodiscard]] PointCells to_world(PointPx point) const noexcept;
    [[nodiscard]] double pixels_per_cell() const noexcept { return zoom_; }
    [[nodiscard]] PointCells centre() const noexcept { return centre_; }
    [[nodiscard]] std::int32_t width_px() const noexcept { return width_px_; }
    [[nodiscard]] std::int32_t height_px() const noexcept { return height_px_; }
    /// Easing towards a zoom or the whole map.
    [[nodiscard]] bool is_moving() const noexcept { return easing_ != Easing::kNone; }

private:
    enum class Easing : std::uint8_t { kNone, kZoom, kFit };

    [[nodiscard]] double fitting_zoom() const noexcept;
    [[nodiscard]] double clamped_zoom(double zoom) const noexcept;
    void clamp_centre() noexcept;
    void move_centre(double dx_cells, double dy_cells) noexcept;
    void put_anchor_under_cursor() noexcept;
    void ease(double delta_s) noexcept;

    std::int32_t width_px_ = 1;
    std::int32_t height_px_ = 1;
    std::int32_t covered_top_px_ = 0;
    std::int32_t covered_bottom_px_ = 0;
    std::int32_t map_width_cells_ = 1;
    std::int32_t map_height_cells_ = 1;
    PointCells centre_;
    double zoom_ = 1.0;
    PointCells pan_screens_per_s_;

    Easing easing_ = Easing::kNone;
    double eased_s_ = 0.0;
    double from_zoom_ = 1.0;
    double target_zoom_ = 1.0;
    PointPx anchor_px_;        ///< kZoom: this place on the screen ...
    PointCells anchor_cells_;  ///< ... keeps showing this place of the map
    PointCells from_centre_;   ///< kFit: the centre glides, too
    PointCells target_centre_;
};

}  // namespace outrider::render
