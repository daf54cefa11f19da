#include "game/render/land_baker.h"

#include <algorithm>
#include <bit>
#include <cassert>

#include "game/render/hall_plan.h"
#include "game/render/mean_of_four.h"
#include "game/render/noise.h"
#include "game/render/palette.h"

namespace outrider::render {

namespace {

constexpr std::uint32_t kDetailSalt = 23;
constexpr std::uint32_t kStoneSalt = 53;
constexpr std::uint32_t kPoolSalt = 71;
constexpr std::uint32_t kEdgeSalt = 83;

/// A colour to calculate with, 0 .. 255 each.
struct Tint {
    float r = 0.0F;
    float g = 0.0F;
    float b = 0.0F;

    constexpr Tint() = default;
    constexpr Tint(Rgb c) noexcept  // NOLINT(google-explicit-constructor): a colour is a colour
        : r(static_cast<float>(c.r)), g(static_cast<float>(c.g)), b(static_cast<float>(c.b)) {}
    constexpr Tint(float red, float green, float blue) noexcept : r(red), g(green), b(blue) {}
};

constexpr Tint blend(const Tint& a, const Tint& b, float t) noexcept {
    return {mix(a.r, b.r, t), mix(a.g, b.g, t), mix(a.b, b.b, t)};
}
constexpr Tint lit(const Tint& c, float light) noexcept { return {c.r * light, c.g * light, c.b * light}; }

std::uint32_t pixel(const Tint& c, float wearable) noexcept {
    const auto byte = [](float v) { return static_cast<std::uint8_t>(std::clamp(v, 0.0F, 255.0F) + 0.5F); };
    return argb(byte(wearable * 255.0F), {byte(c.r), byte(c.g), byte(c.b)});
}

/// How much of something is here: its share in the 3x3 cells around, read smoothly at any place near the middle cell.
/// The line of one half runs along cell borders and rounds corners.
struct Field {
    std::array<float, 9> at{};

    [[nodiscard]] float operator()(float x, float y) const noexcept {
        const float u = std::clamp(x + 0.5F, 0.0F, 2.0F);
        const float v = std::clamp(y + 0.5F, 0.0F, 2.0F);
        const std::size_t i = u < 1.0F ? 0 : 1;
        const std::size_t j = v < 1.0F ? 0 : 1;
        const float fx = u - static_cast<float>(i);
        const float fy = v - static_cast<float>(j);
        const std::size_t k = j * 3 + i;
        return mix(mix(at[k], at[k + 1], fx), mix(at[k + 3], at[k + 4], fx), fy);
    }
    /// The same, rounder (a quadratic B-spline): for what has no straight edges. REQUIRES: 0 <= x, y <= 1.
    [[nodiscard]] float soft(float x, float y) const noexcept {
        const auto weights = [](float t) {
            const float s = 1.0F - t;
            return std::array{0.5F * s * s, 0.5F + s * t, 0.5F * t * t};
        };
        const auto across = weights(x);
        const auto row = [&](std::size_t k) {
            return across[0] * at[k] + across[1] * at[k + 1] + across[2] * at[k + 2];
        };
        const auto down = weights(y);
        return down[0] * row(0) + down[1] * row(3) + down[2] * row(6);
    }
    /// Is any of it near at all?
    [[nodiscard]] bool any() const noexcept {
        return std::any_of(at.begin(), at.end(), [](float v) { return v > 0.0F; });
    }
};

/// How bright rock is, by the height of the land.
constexpr float rock_tone(float shade) noexcept { return 0.94F + 0.12F * clamp01(shade); }

/// How far rock is on its way to dark, by depth: houses and crags keep their light tops, only massifs go dark.
constexpr float rock_darkness(float depth) noexcept {
    return 0.30F * clamp01(depth) + 0.70F * ramp(0.50F, 1.0F, depth);
}

std::int8_t mottle(float x, float y, std::int32_t period) noexcept {
    const float coarse = value_noise(x * 0.5F, y * 0.5F, kDetailSalt, period / 2);
    const float fine = value_noise(x * 1.25F, y * 1.25F, kDetailSalt + 1, period * 5 / 4);
    return static_cast<std::int8_t>((coarse - 0.5F) * 64.0F + (fine - 0.5F) * 30.0F);
}

}  // namespace

LandBaker::LandBaker() {
    for (std::size_t i = 0; i < grass_ramp_.size(); ++i) {
        const float shade = static_cast<float>(i) / 255.0F;
        grass_ramp_[i] = pixel(blend(Tint{palette::kGrassLow}, Tint{palette::kGrassHigh}, shade), 1.0F);
        dry_ramp_[i] = pixel(blend(Tint{palette::kDryLow}, Tint{palette::kDryHigh}, shade), 1.0F);
        rock_ramp_[i] = pixel(lit(palette::kRockDeep, rock_tone(shade)), 0.0F);
    }
    for (std::size_t scale = 0; scale < detail_.size(); ++scale) {
        const std::int32_t texels_per_cell = std::int32_t{1} << scale;
        const std::int32_t side = kDetailPeriodCells * texels_per_cell;
        const float step = 1.0F / static_cast<float>(texels_per_cell);
        detail_[scale].reserve(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
        for (std::int32_t y = 0; y < side; ++y) {
            for (std::int32_t x = 0; x < side; ++x) {
                detail_[scale].push_back(mottle((static_cast<float>(x) + 0.5F) * step,
                                                (static_cast<float>(y) + 0.5F) * step, kDetailPeriodCells));
            }
        }
    }
}

void LandBaker::bake(const LandSource& land, std::int32_t texels_per_cell, const TexelRect& part, std::uint32_t* out,
                     std::ptrdiff_t stride) {
    assert(std::has_single_bit(static_cast<std::uint32_t>(texels_per_cell)));
    assert(texels_per_cell <= kMaxTexelsPerCell);
    if (part.empty()) return;
    if (texels_per_cell > 2) return bake_directly(land, texels_per_cell, part, out, stride);

    // Seen from afar, a texel holds whole features: bake twice as fine and average.
    const TexelRect twice{part.x0 * 2, part.y0 * 2, part.x1 * 2, part.y1 * 2};
    const auto width = static_cast<std::size_t>(twice.width());
    fine_.resize(std::max(fine_.size(), width * static_cast<std::size_t>(twice.height())));
    bake_directly(land, texels_per_cell * 2, twice, fine_.data(), twice.width());
    for (std::int32_t y = 0; y < part.height(); ++y) {
        const std::uint32_t* upper = fine_.data() + static_cast<std::size_t>(y) * 2 * width;
        const std::uint32_t* lower = upper + width;
        std::uint32_t* to = out + y * stride;
        for (std::int32_t x = 0; x < part.width(); ++x) {
            to[x] = mean_of_four(upper[2 * x], upper[2 * x + 1], lower[2 * x], lower[2 * x + 1]);
        }
    }
}

/// Paints one cell: knows its neighbours and what varies slowly across it.
struct LandBaker::Painter {
    const LandBaker& baker;
    std::int32_t texels;  ///< per cell, along a side
    std::int32_t cell_x;  ///< in around_
    std::int32_t cell_y;
    std::size_t index;
    std::array<Ground, 9> near{};
    std::array<Corner, 4> corner{};
    Field dry, rock, swamp, water, trees, tall;  ///< tall: casts a shadow
    bool plain = true;                           ///< all neighbours are of one kind

    Painter(const LandBaker& b, std::int32_t texels_per_cell, std::int32_t x, std::int32_t y)
        : baker(b), texels(texels_per_cell), cell_x(x), cell_y(y) {
        const std::size_t width = row_cells();
        index = static_cast<std::size_t>(y) * width + static_cast<std::size_t>(x);
        for (std::size_t k = 0; k < near.size(); ++k) {
            near[k] = b.ground_[index + (k / 3) * width + k % 3 - width - 1];
            plain = plain && near[k] == near[0];
        }
        corner = {b.corners_[index], b.corners_[index + 1], b.corners_[index + width], b.corners_[index + width + 1]};
        if (!plain || near[4] != Ground::kGrass) fill_fields();
    }

    void fill_fields() noexcept {
        const std::size_t width = row_cells();
        for (std::size_t k = 0; k < near.size(); ++k) {
            const auto share = [&](Ground kind) { return near[k] == kind ? 1.0F : 0.0F; };
            rock.at[k] = share(Ground::kRock);
            swamp.at[k] = share(Ground::kSwamp);
            water.at[k] = share(Ground::kWater);
            trees.at[k] = share(Ground::kTrees);
            if (!baker.dryness_.empty()) dry.at[k] = baker.dryness_[index + (k / 3) * width + k % 3 - width - 1];
            tall.at[k] = rock.at[k] + trees.at[k] + share(Ground::kWall) + share(Ground::kHall);
        }
    }

    [[nodiscard]] std::size_t row_cells() const noexcept {
        return static_cast<std::size_t>(baker.around_.x1 - baker.around_.x0);
    }
    [[nodiscard]] float slow(float Corner::*what, float x, float y) const noexcept {
        return mix(mix(corner[0].*what, corner[1].*what, x), mix(corner[2].*what, corner[3].*what, x), y);
    }
    [[nodiscard]] std::int32_t world_x() const noexcept { return cell_x + baker.around_.x0; }
    [[nodiscard]] std::int32_t world_y() const noexcept { return cell_y + baker.around_.y0; }

    /// Sharp where `value` passes `level`, but never sharper than a texel.
    [[nodiscard]] float inside(float value, float level) const noexcept {
        return clamp01((value - level) * static_cast<float>(texels) + 0.5F);
    }

    /// Grass, dry where it is trodden; between them a soft, slightly ragged edge.
    [[nodiscard]] Tint bare_ground(float x, float y, float detail) const noexcept {
        const float t = clamp01(slow(&Corner::shade, x, y) + detail);
        const Tint grass = blend(Tint{palette::kGrassLow}, Tint{palette::kGrassHigh}, t);
        if (!dry.any()) return grass;
        const auto wx = static_cast<float>(world_x()) + x;
        const auto wy = static_cast<float>(world_y()) + y;
        const float ragged = 0.28F * (value_noise(wx * 0.9F, wy * 0.9F, kEdgeSalt) - 0.5F);
        const Tint ground = blend(Tint{palette::kDryLow}, Tint{palette::kDryHigh}, t);
        return blend(grass, ground, ramp(0.22F, 0.72F, dry.soft(x, y) + ragged + 0.5F * detail));
    }

    [[nodiscard]] Tint swamped(const Tint& land, float x, float y, float detail) const noexcept {
        const auto wx = static_cast<float>(world_x()) + x;
        const auto wy = static_cast<float>(world_y()) + y;
        const float wave = 0.65F * value_noise(wx / 2.9F + wy / 7.0F, wy / 2.3F - wx / 9.0F, kPoolSalt) +
                           0.35F * value_noise(wx / 1.1F, wy / 1.3F, kPoolSalt + 1);
        const float pools = ramp(0.56F, 0.68F, wave);
        const Tint wet = blend(Tint{palette::kSwamp}, Tint{palette::kSwampPool}, pools);
        return blend(land, lit(wet, 1.0F + detail * 0.10F), ramp(0.25F, 0.7F, swamp.soft(x, y)));
    }

    [[nodiscard]] Tint watered(const Tint& land, float x, float y, float detail) const noexcept {
        const float level = water.soft(x, y);
        const float depth = slow(&Corner::water_depth, x, y);
        const Tint shore = blend(land, Tint{palette::kShore}, 0.75F * ramp(0.20F, 0.50F, level));
        const Tint shallow = lit(palette::kWater, 1.0F + 0.16F * (1.0F - ramp(0.5F, 0.8F, level)) + detail * 0.06F);
        const Tint wet = blend(shallow, Tint{palette::kWaterDeep}, smooth(clamp01(depth * 1.2F)));
        return blend(shore, wet, inside(level, 0.5F));
    }

    /// Rock: lit rim towards the sun (upper left), a dark face towards us (below), darker the deeper inside.
    [[nodiscard]] Tint rocky(const Tint& land, float x, float y, float detail, float cover) const noexcept {
        const float face_height = 0.34F;
        const float depth = slow(&Corner::rock_depth, x, y);
        const float shade = slow(&Corner::shade, x, y);
        Tint top = blend(Tint{palette::kRockTop}, Tint{palette::kRockDeep}, rock_darkness(depth));
        top = lit(top, rock_tone(shade + 0.5F * detail));
        const float rim = 1.0F - inside(rock(x - 0.16F, y - 0.16F), 0.5F);
        top = lit(top, 1.0F + 0.13F * rim);
        const float face = 1.0F - inside(rock(x, y + face_height), 0.5F);
        const float foot = 1.0F - 0.22F * (1.0F - ramp(0.5F, 0.85F, rock(x, y)));
        const Tint side = lit(palette::kRockSide, foot * (1.0F + 0.12F * detail));
        return blend(land, blend(top, side, face), cover);
    }

    /// Hewn stone, crisp along cell borders: joints, a lit upper edge, a dark face below.
    [[nodiscard]] Tint walled(float x, float y) const noexcept {
        const bool open_above = near[1] != Ground::kWall;
        const bool open_below = near[7] != Ground::kWall;
        const bool open_left = near[3] != Ground::kWall;
        const bool open_right = near[5] != Ground::kWall;
        const float face_from = 0.68F;
        if (open_below && y > face_from) {
            return lit(palette::kWallSide, y > 0.93F || (open_right && x > 0.93F) ? 0.72F : 1.0F);
        }
        const float tone = 0.95F + 0.10F * unit_of(hash_cell(world_x(), world_y(), kStoneSalt));
        Tint top = lit(palette::kWallTop, tone);
        if ((open_above && y < 0.14F) || (open_left && x < 0.11F)) return lit(palette::kWallLit, tone);
        if (open_right && x > 0.92F) return palette::kWallJoint;
        const float joint = 0.055F;
        const bool at_joint = (!open_above && y < joint) || (!open_left && x < joint);
        if (at_joint && texels >= 8) top = palette::kWallJoint;
        return top;
    }

    /// The keep's hall, seen as one building.
    [[nodiscard]] Tint roofed(float x, float y) const noexcept {
        const CellRect& keep = baker.keep_;
        const HallPlan plan{static_cast<float>(keep.x1 - keep.x0), static_cast<float>(keep.y1 - keep.y0)};
        return plan.at(static_cast<float>(world_x() - keep.x0) + x, static_cast<float>(world_y() - keep.y0) + y);
    }

    /// Warm light around the keep.
    [[nodiscard]] Tint glowing(const Tint& colour, float x, float y) const noexcept {
        const float warmth = slow(&Corner::warmth, x, y);
        return {colour.r * (1.0F + 0.27F * warmth) + 6.0F * warmth, colour.g * (1.0F + 0.16F * warmth) + 2.0F * warmth,
                colour.b * (1.0F - 0.03F * warmth)};
    }

    /// The crown that lies uppermost here, if any; the tone decides which is taller.
    [[nodiscard]] Tint wooded(const Tint& land, float x, float y, float detail) const noexcept {
        const std::size_t width = row_cells();
        Tint colour = blend(land, Tint{palette::kUndergrowth}, ramp(0.35F, 0.75F, trees(x, y)));
        float tallest = -1.0F;
        for (std::size_t k = 0; k < near.size(); ++k) {
            const Crown& crown = baker.crowns_[index + (k / 3) * width + k % 3 - width - 1];
            if (near[k] != Ground::kTrees || crown.tone <= tallest) continue;
            const float dx = (x + 1.0F - static_cast<float>(k % 3) - crown.x) / crown.radius;
            const float dy = (y + 1.0F - static_cast<float>(k / 3) - crown.y) / crown.radius;
            const float square = dx * dx + dy * dy;
            if (square >= 1.0F) continue;
            tallest = crown.tone;
            const float cover = clamp01((1.0F - square) * 0.5F * crown.radius * static_cast<float>(texels) + 0.15F);
            const float sunny = clamp01(0.5F - 0.42F * (dx + dy) - 0.25F * square);
            const Tint leaf = blend(Tint{palette::kCanopyLow}, Tint{palette::kCanopyHigh},
                                    clamp01(0.62F * sunny + 0.38F * crown.tone));
            colour = blend(colour, lit(leaf, 0.92F + 0.16F * sunny + 0.35F * detail), cover);
        }
        return colour;
    }

    [[nodiscard]] std::uint32_t texel(float x, float y, float detail) const noexcept {
        const float light = slow(&Corner::light, x, y);
        if (near[4] == Ground::kHall) return pixel(lit(roofed(x, y), light), 0.0F);
        if (near[4] == Ground::kWall) return pixel(glowing(lit(walled(x, y), light), x, y), 0.0F);
        Tint colour = bare_ground(x, y, detail);
        float wearable = 1.0F;
        const float wet = water.soft(x, y);
        if (swamp.any()) {
            colour = swamped(colour, x, y, detail);
            wearable -= 0.55F * swamp.soft(x, y);
        }
        if (wet > 0.0F) {
            colour = watered(colour, x, y, detail);
            wearable -= inside(wet, 0.42F);
        }
        const float shadow = ramp(0.2F, 0.75F, tall(x - 0.38F, y - 0.42F));
        colour = lit(colour, 1.0F - 0.25F * shadow);
        const float cover = inside(rock(x, y), 0.5F);
        if (cover > 0.0F) colour = rocky(colour, x, y, detail, cover);
        wearable -= cover;
        if (trees.any()) {
            colour = wooded(colour, x, y, detail);
            wearable -= inside(trees(x, y), 0.4F);
        }
        return pixel(glowing(lit(colour, light), x, y), clamp01(wearable));
    }

    /// Open land of one kind all around and far from the edge: nearly every cell of a calm map.
    [[nodiscard]] bool is_even() const noexcept {
        return plain && near[4] <= Ground::kDry && std::all_of(corner.begin(), corner.end(), [](const Corner& c) {
                   return c.light >= 1.0F && c.warmth <= 0.0F;
               });
    }

    [[nodiscard]] std::uint32_t even_texel(float x, float y, std::int32_t detail) const noexcept {
        const auto shade = static_cast<std::int32_t>(slow(&Corner::shade, x, y) * 255.0F);
        const auto& colours = near[4] == Ground::kDry ? baker.dry_ramp_ : baker.grass_ramp_;
        return colours[static_cast<std::size_t>(std::clamp(shade + detail, 0, 255))];
    }

    /// Nothing but rock as far as it matters: most of many maps.
    [[nodiscard]] bool is_deep_rock() const noexcept {
        return plain && near[4] == Ground::kRock && std::all_of(corner.begin(), corner.end(), [](const Corner& c) {
                   return c.rock_depth >= 1.0F && c.light >= 1.0F && c.warmth <= 0.0F;
               });
    }

    [[nodiscard]] std::uint32_t deep_rock_texel(float x, float y, std::int32_t detail) const noexcept {
        const auto shade = static_cast<std::int32_t>(slow(&Corner::shade, x, y) * 255.0F);
        return baker.rock_ramp_[static_cast<std::size_t>(std::clamp(shade + detail / 2, 0, 255))];
    }

    /// Rock all around: no edge, no shadow, only depth and mottling.
    [[nodiscard]] std::uint32_t massif_texel(float x, float y, float detail) const noexcept {
        const float depth = slow(&Corner::rock_depth, x, y);
        const Tint top = blend(Tint{palette::kRockTop}, Tint{palette::kRockDeep}, rock_darkness(depth));
        const float tone = rock_tone(slow(&Corner::shade, x, y) + 0.5F * detail);
        return pixel(glowing(lit(top, tone * slow(&Corner::light, x, y)), x, y), 0.0F);
    }
};

void LandBaker::bake_directly(const LandSource& land, std::int32_t texels_per_cell, const TexelRect& part,
                              std::uint32_t* out, std::ptrdiff_t stride) {
    const int scale = std::countr_zero(static_cast<std::uint32_t>(texels_per_cell));
    const CellRect cells{part.x0 >> scale, part.y0 >> scale, ((part.x1 - 1) >> scale) + 1,
                         ((part.y1 - 1) >> scale) + 1};
    gather(land, cells);
    measure_depths();
    share_dryness();
    make_corners(land);

    const std::vector<std::int8_t>& detail = detail_[static_cast<std::size_t>(scale)];
    const std::int32_t detail_side = kDetailPeriodCells << scale;
    const float step = 1.0F / static_cast<float>(texels_per_cell);
    const auto paint = [&](const TexelRect& rect, std::int32_t cell_x, std::int32_t cell_y, auto&& texel) {
        for (std::int32_t y = rect.y0; y < rect.y1; ++y) {
            const float fy = (static_cast<float>(y - (cell_y << scale)) + 0.5F) * step;
            std::uint32_t* to = out + (y - part.y0) * stride - part.x0;
            const std::int8_t* fine = detail.data() + static_cast<std::ptrdiff_t>(y & (detail_side - 1)) * detail_side;
            for (std::int32_t x = rect.x0; x < rect.x1; ++x) {
                const float fx = (static_cast<float>(x - (cell_x << scale)) + 0.5F) * step;
                to[x] = texel(fx, fy, std::int32_t{fine[x & (detail_side - 1)]});
            }
        }
    };
    constexpr float kDetail = 1.0F / 255.0F;
    for (std::int32_t y = cells.y0; y < cells.y1; ++y) {
        for (std::int32_t x = cells.x0; x < cells.x1; ++x) {
            const Painter p(*this, texels_per_cell, x - around_.x0, y - around_.y0);
            const TexelRect cell{x << scale, y << scale, (x + 1) << scale, (y + 1) << scale};
            const TexelRect rect = intersection(cell, part);
            if (p.is_even()) {
                paint(rect, x, y, [&p](float fx, float fy, std::int32_t d) { return p.even_texel(fx, fy, d); });
            } else if (p.is_deep_rock()) {
                paint(rect, x, y, [&p](float fx, float fy, std::int32_t d) { return p.deep_rock_texel(fx, fy, d); });
            } else if (p.plain && p.near[4] == Ground::kRock) {
                paint(rect, x, y, [&p](float fx, float fy, std::int32_t d) {
                    return p.massif_texel(fx, fy, static_cast<float>(d) * kDetail);
                });
            } else {
                paint(rect, x, y, [&p](float fx, float fy, std::int32_t d) {
                    return p.texel(fx, fy, static_cast<float>(d) * kDetail);
                });
            }
        }
    }
}

}  // namespace outrider::render
