#include "game/render/camera.h"

#include <algorithm>
#include <cmath>

namespace outrider::render {

namespace {

constexpr double kNotchFactor = 1.25;
/// How far out one may zoom, beside the zoom that fits the map.
constexpr double kFarthest = 0.5;
/// A fitted map leaves this share of the window free.
constexpr double kFitMargin = 0.03;

double ease_out(double t) noexcept { return 1.0 - (1.0 - t) * (1.0 - t) * (1.0 - t); }

}  // namespace

void Camera::set_viewport(std::int32_t width_px, std::int32_t height_px) noexcept {
    width_px_ = std::max(1, width_px);
    height_px_ = std::max(1, height_px);
    zoom_ = clamped_zoom(zoom_);
    target_zoom_ = clamped_zoom(target_zoom_);
}

void Camera::set_map(std::int32_t width_cells, std::int32_t height_cells) noexcept {
    map_width_cells_ = std::max(1, width_cells);
    map_height_cells_ = std::max(1, height_cells);
    zoom_ = clamped_zoom(zoom_);
    easing_ = Easing::kNone;
    clamp_centre();
}

void Camera::set_covered(std::int32_t top_px, std::int32_t bottom_px) noexcept {
    covered_top_px_ = std::max(0, top_px);
    covered_bottom_px_ = std::max(0, bottom_px);
}

void Camera::fit_map(bool at_once) noexcept {
    from_zoom_ = zoom_;
    from_centre_ = centre_;
    target_zoom_ = fitting_zoom();
    const double down_cells = (covered_bottom_px_ - covered_top_px_) * 0.5 / target_zoom_;
    target_centre_ = {map_width_cells_ * 0.5, map_height_cells_ * 0.5 + down_cells};
    eased_s_ = at_once ? kEasing_s : 0.0;
    easing_ = Easing::kFit;
    if (at_once) ease(0.0);
}

void Camera::drag(double dx_px, double dy_px) noexcept {
    anchor_px_.x += dx_px;
    anchor_px_.y += dy_px;
    move_centre(-dx_px / zoom_, -dy_px / zoom_);
}

void Camera::pan(double x_screens, double y_screens) noexcept { pan_screens_per_s_ = {x_screens, y_screens}; }

void Camera::zoom_at(double notches, PointPx cursor) noexcept {
    const double wanted = easing_ == Easing::kZoom ? target_zoom_ : zoom_;
    from_zoom_ = zoom_;
    target_zoom_ = clamped_zoom(wanted * std::pow(kNotchFactor, notches));
    anchor_px_ = cursor;
    anchor_cells_ = to_world(cursor);
    eased_s_ = 0.0;
    easing_ = Easing::kZoom;
}

void Camera::update(double delta_s) noexcept {
    const double seconds = std::max(0.0, delta_s);
    const double step_cells = width_px_ / zoom_ * seconds;
    if (pan_screens_per_s_.x != 0.0 || pan_screens_per_s_.y != 0.0) {
        move_centre(pan_screens_per_s_.x * step_cells, pan_screens_per_s_.y * step_cells);
        anchor_cells_ = to_world(anchor_px_);
    }
    pan_screens_per_s_ = {};
    ease(seconds);
}

void Camera::ease(double delta_s) noexcept {
    if (easing_ == Easing::kNone) return;
    eased_s_ += delta_s;
    const bool done = eased_s_ >= kEasing_s;
    const double t = done ? 1.0 : ease_out(eased_s_ / kEasing_s);
    // A steady zoom multiplies: equal times give equal factors.
    zoom_ = done ? target_zoom_ : from_zoom_ * std::pow(target_zoom_ / from_zoom_, t);
    if (easing_ == Easing::kZoom) {
        put_anchor_under_cursor();
    } else {
        centre_.x = done ? target_centre_.x : std::lerp(from_centre_.x, target_centre_.x, t);
        centre_.y = done ? target_centre_.y : std::lerp(from_centre_.y, target_centre_.y, t);
    }
    if (done) easing_ = Easing::kNone;
}

PointPx Camera::to_screen(PointCells point) const noexcept {
    return {(point.x - centre_.x) * zoom_ + width_px_ * 0.5, (point.y - centre_.y) * zoom_ + height_px_ * 0.5};
}

PointCells Camera::to_world(PointPx point) const noexcept {
    return {(point.x - width_px_ * 0.5) / zoom_ + centre_.x, (point.y - height_px_ * 0.5) / zoom_ + centre_.y};
}

double Camera::fitting_zoom() const noexcept {
    const double across = static_cast<double>(width_px_) / map_width_cells_;
    const std::int32_t open_px = std::max(1, height_px_ - covered_top_px_ - covered_bottom_px_);
    const double down = static_cast<double>(open_px) / map_height_cells_;
    return std::min(kMaxZoom_px, std::min(across, down) * (1.0 - kFitMargin));
}

double Camera::clamped_zoom(double zoom) const noexcept {
    return std::clamp(zoom, fitting_zoom() * kFarthest, kMaxZoom_px);
}

void Camera::clamp_centre() noexcept {
    centre_.x = std::clamp(centre_.x, 0.0, static_cast<double>(map_width_cells_));
    centre_.y = std::clamp(centre_.y, 0.0, static_cast<double>(map_height_cells_));
}

/// The player's hand ends a glide to the whole map; a zoom goes on around its moved anchor.
void Camera::move_centre(double dx_cells, double dy_cells) noexcept {
    if (easing_ == Easing::kFit) easing_ = Easing::kNone;
    centre_.x += dx_cells;
    centre_.y += dy_cells;
    clamp_centre();
}

void Camera::put_anchor_under_cursor() noexcept {
    centre_.x = anchor_cells_.x - (anchor_px_.x - width_px_ * 0.5) / zoom_;
    centre_.y = anchor_cells_.y - (anchor_px_.y - height_px_ * 0.5) / zoom_;
    clamp_centre();
}

}  // namespace outrider::render
