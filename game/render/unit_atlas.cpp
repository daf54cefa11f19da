#include "game/render/unit_atlas.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>

#include "game/render/noise.h"

namespace outrider::render {

namespace {

constexpr std::array<std::int32_t, 13> kSizes_px{3, 4, 5, 6, 8, 10, 12, 14, 18, 22, 28, 34, 42};

struct Point {
    float x = 0.0F;
    float y = 0.0F;
};

float length(Point p) noexcept { return std::sqrt(p.x * p.x + p.y * p.y); }

/// Signed distance to a disc of radius r1 at the origin and one of radius r2 at (h, 0), with the hull between them
/// (Inigo Quilez, "2D distance functions", uneven capsule).
float teardrop(Point p, float r1, float r2, float h) noexcept {
    const Point q{std::fabs(p.y), p.x};
    const float b = (r1 - r2) / h;
    const float a = std::sqrt(1.0F - b * b);
    const float k = a * q.y - b * q.x;  // place along the flank
    if (k < 0.0F) return length(q) - r1;
    if (k > a * h) return length({q.x, q.y - h}) - r2;
    return q.x * a + q.y * b - r1;
}

/// What a picture is made of, without its colour: one value for each pixel.
struct Stamp {
    float body = 0.0F;     ///< share covered by the body ...
    float outline = 0.0F;  ///< ... by its outline
    float shadow = 0.0F;
    float light = 1.0F;
    float head = 0.0F;
    float mount = 0.0F;  ///< share of the body that is horse, not rider
};

/// What a unit is made of, `v` in its own frame: forward is +x. Signed distances.
struct Rider {
    float cloak;
    float mount;
    float head;

    static Rider at(Point v) noexcept {
        const float croup_and_neck = teardrop({v.x + 0.23F, v.y}, 0.145F, 0.075F, 0.52F);
        const float muzzle = teardrop({v.x - 0.25F, v.y}, 0.085F, 0.05F, 0.13F);
        return {teardrop({0.06F - v.x, v.y}, 0.205F, 0.07F, 0.32F), std::min(croup_and_neck, muzzle),
                length({v.x - 0.06F, v.y}) - 0.10F};
    }
};

/// A rider, seen from above: a coloured cloak and a light head over a dark horse.
Stamp rider(Point p, float angle, float size_px) noexcept {
    const float c = std::cos(angle);
    const float s = std::sin(angle);
    const auto parts = [c, s](Point v) { return Rider::at({v.x * c + v.y * s, v.y * c - v.x * s}); };
    const auto cover = [size_px](float distance) { return clamp01(0.5F - distance * size_px); };
    const Rider here = parts(p);
    const float whole = std::min(here.cloak, here.mount);
    const float line = std::max(0.04F, 0.8F / size_px);
    const Rider shaded = parts({p.x - 0.07F, p.y - 0.09F});
    Stamp stamp;
    stamp.body = cover(whole);
    stamp.outline = cover(whole - line);
    stamp.shadow = ramp(0.08F, -0.06F, std::min(shaded.cloak, shaded.mount));
    stamp.light = 1.0F + 0.20F * clamp01(-(p.x + p.y) * 2.2F) - 0.22F * clamp01((p.x + p.y) * 2.2F);
    stamp.mount = 1.0F - cover(here.cloak);
    stamp.light *= 1.0F - 0.45F * stamp.mount * cover(here.cloak - line);  // the cloak's own shadow
    stamp.head = cover(here.head);
    return stamp;
}

/// One unit, seen from above, at `p` (parts of the picture's side, from its middle), turned to `angle`.
Stamp silhouette(Point p, float angle, float size_px) noexcept {
    const float c = std::cos(angle);
    const float s = std::sin(angle);
    const auto turned = [c, s](Point v) { return Point{v.x * c + v.y * s + 0.085F, v.y * c - v.x * s}; };
    const auto shape = [](Point v) { return teardrop(v, 0.255F, 0.045F, 0.42F); };
    const auto cover = [size_px](float distance) { return clamp01(0.5F - distance * size_px); };
    const float distance = shape(turned(p));
    const float outline = std::max(0.055F, 0.8F / size_px);
    Stamp stamp;
    stamp.body = cover(distance);
    stamp.outline = cover(distance - outline);
    stamp.shadow = ramp(0.10F, -0.06F, shape(turned({p.x - 0.07F, p.y - 0.09F})));
    stamp.light = 1.0F + 0.20F * clamp01(-(p.x + p.y) * 2.2F) - 0.24F * clamp01((p.x + p.y) * 2.2F);
    const Point v = turned(p);
    stamp.head = size_px < 10.0F ? 0.0F : cover(length({v.x - 0.05F, v.y}) - 0.115F);
    return stamp;
}

/// A dot with a shadow: a unit from afar.
Stamp dot(Point p, float size_px) noexcept {
    const float pixel = 1.0F / size_px;
    const float edge = 0.5F - pixel;  // one pixel is left for the shadow, below and to the right
    const bool in_body = p.x < edge && p.y < edge;
    return {in_body ? 1.0F : 0.0F, in_body ? 1.0F : 0.0F, p.x > -edge && p.y > -edge ? 1.0F : 0.0F, 1.0F, 0.0F, 0.0F};
}

/// The closer, the more there is to see.
Stamp stamp_at(Point p, float angle, std::int32_t sprite_px) noexcept {
    const auto size = static_cast<float>(sprite_px);
    if (sprite_px < UnitPictures::kSmallestSilhouette_px) return dot(p, size);
    return sprite_px < UnitPictures::kSmallestRider_px ? silhouette(p, angle, size) : rider(p, angle, size);
}

std::uint32_t over(Rgb top, float alpha, Rgb below, float alpha_below) noexcept {
    const float all = alpha + alpha_below * (1.0F - alpha);
    if (all <= 0.0F) return 0;
    const auto channel = [&](std::uint8_t a, std::uint8_t b) {
        return static_cast<std::uint8_t>(
            (static_cast<float>(a) * alpha + static_cast<float>(b) * alpha_below * (1.0F - alpha)) / all + 0.5F);
    };
    return argb(static_cast<std::uint8_t>(all * 255.0F + 0.5F),
                {channel(top.r, below.r), channel(top.g, below.g), channel(top.b, below.b)});
}

Rgb shaded(Rgb colour, float light, float head) noexcept {
    const auto channel = [&](std::uint8_t v) {
        const float lit = static_cast<float>(v) * light;
        return static_cast<std::uint8_t>(std::clamp(mix(lit, 232.0F * light, head * 0.42F), 0.0F, 255.0F));
    };
    return {channel(colour.r), channel(colour.g), channel(colour.b)};
}

std::uint32_t coloured(const Stamp& stamp, Rgb colour) noexcept {
    const float dark = std::max(0.72F * stamp.outline, 0.32F * stamp.shadow);
    const auto channel = [&](std::uint8_t cloak, std::uint8_t horse) {
        return static_cast<std::uint8_t>(mix(static_cast<float>(cloak), static_cast<float>(horse), stamp.mount));
    };
    const Rgb worn{channel(colour.r, palette::kMount.r), channel(colour.g, palette::kMount.g),
                   channel(colour.b, palette::kMount.b)};
    return over(shaded(worn, stamp.light, stamp.head), stamp.body, palette::kInk, dark);
}

/// Marks share the atlas: column 0 a ring for the selected, 1 a flag on a selected unit's goal, 2 a quiet goal.
std::uint32_t mark(std::int32_t column, Point p, float size_px) noexcept {
    const auto cover = [size_px](float distance) { return clamp01(0.5F - distance * size_px); };
    if (column == 0) {
        const float ring = std::fabs(length(p) - 0.42F);
        const float width = std::max(0.045F, 0.7F / size_px);
        return over(palette::kSelectedBright, cover(ring - width), palette::kInk, 0.55F * cover(ring - 2.0F * width));
    }
    if (column == 1) {
        const float pole = std::max(std::fabs(p.x + 0.18F) - 0.04F, std::fabs(p.y) - 0.40F);
        const float cloth =
            std::max({-p.x - 0.18F, p.x - 0.34F + std::fabs(p.y + 0.20F) * 0.9F, std::fabs(p.y + 0.20F) - 0.19F});
        const float both = std::min(pole, cloth);
        return over(cloth < pole ? palette::kSelected : palette::kParchment, cover(both), palette::kInk,
                    0.6F * cover(both - 0.06F));
    }
    const float diamond = (std::fabs(p.x) + std::fabs(p.y) - 0.20F) * 0.7F;
    return over(palette::kParchment, 0.24F * cover(diamond), palette::kInk, 0.18F * cover(diamond - 0.06F));
}

std::int32_t power_of_two(std::int32_t least) noexcept {
    return static_cast<std::int32_t>(std::bit_ceil(static_cast<std::uint32_t>(least)));
}

}  // namespace

Rgb colour_of_row(std::size_t row) noexcept {
    if (row < row_of(UnitLook::kWaiting)) return palette::kWalkers[row];
    switch (static_cast<UnitLook>(row)) {
        case UnitLook::kWaiting: return palette::kWaiting;
        case UnitLook::kRerouting: return palette::kRerouting;
        case UnitLook::kNoWay: return palette::kNoWay;
        case UnitLook::kSelected: return palette::kSelected;
        default: return palette::kData[(row - row_of(UnitLook::kWorker)) % palette::kData.size()];
    }
}

UnitPictures UnitPictures::make(std::int32_t sprite_px) {
    UnitPictures made;
    made.sprite_px = sprite_px;
    made.cell_px = sprite_px + 2;
    made.width_px = power_of_two(kDirections * made.cell_px);
    made.height_px = power_of_two(static_cast<std::int32_t>(kUnitLooks + 1) * made.cell_px);
    made.pixels.assign(static_cast<std::size_t>(made.width_px) * static_cast<std::size_t>(made.height_px), 0);
    const auto size = static_cast<float>(sprite_px);
    const auto at = [&](std::size_t row, std::int32_t column, std::int32_t x, std::int32_t y) -> std::uint32_t& {
        const std::int32_t line = static_cast<std::int32_t>(row) * made.cell_px + 1 + y;
        return made.pixels[static_cast<std::size_t>(line * made.width_px + column * made.cell_px + 1 + x)];
    };
    for (std::int32_t direction = 0; direction < kDirections; ++direction) {
        const float angle = static_cast<float>(direction) * 2.0F * std::numbers::pi_v<float> / kDirections;
        for (std::int32_t y = 0; y < sprite_px; ++y) {
            for (std::int32_t x = 0; x < sprite_px; ++x) {
                const Point p{(static_cast<float>(x) + 0.5F) / size - 0.5F,
                              (static_cast<float>(y) + 0.5F) / size - 0.5F};
                const Stamp stamp = stamp_at(p, angle, sprite_px);
                for (std::size_t row = 0; row < kUnitLooks; ++row) {
                    at(row, direction, x, y) = coloured(stamp, colour_of_row(row));
                }
                if (direction < 3) at(kUnitLooks, direction, x, y) = mark(direction, p, size);
            }
        }
    }
    return made;
}

UnitAtlas::UnitAtlas(SDL_Renderer& renderer, std::int32_t sprite_px) : pictures_(UnitPictures::make(sprite_px)) {
    texture_.reset(SDL_CreateTexture(&renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STATIC, pictures_.width_px,
                                     pictures_.height_px));
    const int pitch = pictures_.width_px * static_cast<int>(sizeof(std::uint32_t));
    if (texture_ == nullptr || SDL_UpdateTexture(texture_.get(), nullptr, pictures_.pixels.data(), pitch) != 0 ||
        SDL_SetTextureBlendMode(texture_.get(), SDL_BLENDMODE_BLEND) != 0) {
        throw std::runtime_error(std::string("Cannot make the texture of the units: ") + SDL_GetError());
    }
    pictures_.pixels = {};
}

SDL_FRect UnitAtlas::picture(std::size_t row, std::size_t column) const noexcept {
    const auto width = static_cast<float>(pictures_.width_px);
    const auto height = static_cast<float>(pictures_.height_px);
    const auto cell = static_cast<float>(pictures_.cell_px);
    const auto size = static_cast<float>(pictures_.sprite_px);
    return {(static_cast<float>(column) * cell + 1.0F) / width, (static_cast<float>(row) * cell + 1.0F) / height,
            size / width, size / height};
}

SDL_FRect UnitAtlas::unit(std::size_t row, std::uint8_t facing) const noexcept {
    constexpr unsigned kStep = 256 / UnitPictures::kDirections;
    return picture(row, (facing + kStep / 2) / kStep % UnitPictures::kDirections);
}

std::int32_t UnitAtlas::size_for(double pixels_per_cell) noexcept {
    const double wanted = pixels_per_cell * 1.1 + 1.5;
    std::int32_t size = kSizes_px.front();
    for (const std::int32_t candidate : kSizes_px) {
        if (candidate <= wanted) size = candidate;
    }
    return size;
}

}  // namespace outrider::render
