#include "game/render/hall_plan.h"

#include <algorithm>
#include <cmath>

#include "game/render/shapes.h"

namespace outrider::render {

namespace {

// In cells.
constexpr float kFace = 0.5F;
constexpr float kBattlements = 0.75F;
constexpr float kWalkUntil = 1.55F;
constexpr float kTurret = 1.15F;       ///< radius
constexpr float kTurretMiddle = 1.0F;  ///< from both walls

float part_of(float v) noexcept { return v - std::floor(v); }

}  // namespace

float HallPlan::top_height() const noexcept { return height - kFace; }

Rgb HallPlan::at(float u, float v) const noexcept {
    const float across = std::min(u, width - u);  // from the nearer wall
    const float down = std::min(v, top_height() - v);
    const Point from_turret{across - kTurretMiddle, down - kTurretMiddle};
    if (length(from_turret) < kTurret && v < top_height() + 0.1F) {
        const bool west = u < width * 0.5F;
        const bool north = v < top_height() * 0.5F;
        return turret_at(length(from_turret),
                         (west ? from_turret.x : -from_turret.x) + (north ? from_turret.y : -from_turret.y));
    }
    if (v > top_height()) return face_at(u, v - top_height());
    const float rim = std::min(across, down);
    if (rim < kBattlements) return battlement_at(rim, across < down ? v : u, std::min(u, v) < kBattlements);
    if (rim < kWalkUntil) return lit(palette::kKeepFloor, std::min(u, v) < 1.1F ? 0.70F : 0.92F);
    return roof_at(u, v, across, down);
}

Rgb HallPlan::turret_at(float from_middle, float away_from_sun) const noexcept {
    if (from_middle > kTurret - 0.12F) return lit(palette::kKeepShade, 0.55F);
    if (from_middle > kTurret - 0.45F) return lit(palette::kKeep, 1.05F - 0.10F * away_from_sun);
    return lit(palette::kKeepFloor, from_middle > kTurret - 0.60F ? 0.72F : 0.95F);
}

Rgb HallPlan::face_at(float u, float below_top) const noexcept {
    const float window = part_of(u * 0.8F);
    const bool shines = window > 0.40F && window < 0.62F && below_top > 0.14F && below_top < kFace - 0.12F;
    return shines ? palette::kEmber : lit(palette::kKeepShade, 0.62F);
}

/// Every second stone is missing.
Rgb HallPlan::battlement_at(float from_rim, float along, bool sunny) const noexcept {
    if (from_rim < 0.08F) return lit(palette::kKeepShade, 0.70F);
    if (from_rim < 0.36F && part_of(along * 1.25F) < 0.42F) return lit(palette::kKeepShade, 0.92F);
    return lit(palette::kKeep, sunny ? 1.08F : 0.97F);
}

Rgb HallPlan::roof_at(float u, float v, float across, float down) const noexcept {
    const bool at_hip = std::fabs(across - down) < 0.09F;
    const bool at_ridge = across > width * 0.5F - 0.09F || down > top_height() * 0.5F - 0.09F;
    if (at_hip || at_ridge) return lit(palette::kKeepRoof, 1.30F);
    const float courses = part_of(std::min(across, down) * 1.5F) < 0.5F ? 0.97F : 1.02F;
    if (across < down) return lit(palette::kKeepRoof, courses * (u < width * 0.5F ? 1.04F : 0.74F));
    return lit(palette::kKeepRoof, courses * (v < top_height() * 0.5F ? 1.16F : 0.86F));
}

}  // namespace outrider::render
