#include "game/render/debug_stamps.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "game/render/noise.h"

namespace outrider::render {

namespace {

constexpr float kEdge_px = 1.2F;

struct Place {
    float x = 0.0F;
    float y = 0.0F;
};

/// Turned about the middle.
Place turned(Place p, float angle) noexcept {
    const float c = std::cos(angle);
    const float s = std::sin(angle);
    return {p.x * c - p.y * s, p.x * s + p.y * c};
}

float to_segment(Place p, Place a, Place b) noexcept {
    const Place along{b.x - a.x, b.y - a.y};
    const float t = clamp01(((p.x - a.x) * along.x + (p.y - a.y) * along.y) / (along.x * along.x + along.y * along.y));
    return std::hypot(p.x - a.x - t * along.x, p.y - a.y - t * along.y);
}

/// Signed distances in pixels from the edge of a shape around the middle; inside is below zero.
float arrow_shape(Place p, float side) noexcept {
    const Place tip{0.42F * side, 0.0F};
    const float shaft = to_segment(p, {-0.40F * side, 0.0F}, tip);
    const float upper = to_segment(p, tip, {0.10F * side, -0.27F * side});
    const float lower = to_segment(p, tip, {0.10F * side, 0.27F * side});
    return std::min({shaft, upper, lower}) - std::max(0.6F, 0.055F * side);
}
float wedge_shape(Place p, float side) noexcept {
    const float base = -0.5F * side + 1.0F - p.x;
    const float flank = (std::abs(p.y) + p.x + 0.06F * side) * std::numbers::sqrt2_v<float> * 0.5F;
    return std::max(base, flank);
}

std::uint8_t coverage(float distance) noexcept {
    return static_cast<std::uint8_t>(std::lround(clamp01(0.5F - distance) * 255.0F));
}

template <class Distance>
Stamp make_stamp(std::int32_t side_px, Distance distance) {
    Stamp stamp{side_px, {}, {}};
    const float middle = 0.5F * static_cast<float>(side_px);
    for (std::int32_t y = 0; y < side_px; ++y) {
        for (std::int32_t x = 0; x < side_px; ++x) {
            const float d =
                distance(Place{static_cast<float>(x) + 0.5F - middle, static_cast<float>(y) + 0.5F - middle});
            stamp.fill.push_back(coverage(d));
            stamp.edge.push_back(coverage(d - kEdge_px));
        }
    }
    return stamp;
}

}  // namespace

void DebugStamps::set_arrows(std::int32_t side_px) {
    if (arrows_.front().side_px == side_px) return;
    for (std::size_t i = 0; i < arrows_.size(); ++i) {
        const Cell step = offset_of(static_cast<FlowStep>(i + 1));
        const float angle = std::atan2(static_cast<float>(step.y), static_cast<float>(step.x));
        arrows_[i] = make_stamp(
            side_px, [&](Place p) { return arrow_shape(turned(p, -angle), static_cast<float>(side_px) - 1.0F); });
    }
}

void DebugStamps::set_run_ends(std::int32_t side_px) {
    if (run_ends_.front().side_px == side_px) return;
    for (std::size_t way = 0; way < run_ends_.size(); ++way) {
        const float angle = static_cast<float>(way) * 0.5F * std::numbers::pi_v<float>;
        run_ends_[way] =
            make_stamp(side_px, [&](Place p) { return wedge_shape(turned(p, -angle), static_cast<float>(side_px)); });
    }
}

void DebugStamps::set_dots(std::int32_t diameter_px) {
    const std::int32_t side = diameter_px + 4;
    if (dot_.side_px == side) return;
    const float radius = 0.5F * static_cast<float>(diameter_px);
    dot_ = make_stamp(side, [&](Place p) { return std::hypot(p.x, p.y) - radius; });
    const float ring_radius = std::max(6.0F, 1.6F * radius);
    ring_ = make_stamp(2 * static_cast<std::int32_t>(ring_radius) + 6,
                       [&](Place p) { return std::abs(std::hypot(p.x, p.y) - ring_radius) - 1.0F; });
}

}  // namespace outrider::render
