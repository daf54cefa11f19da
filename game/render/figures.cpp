#include "game/render/figures.h"

#include <algorithm>
#include <cmath>

#include "game/render/noise.h"

namespace outrider::render {

namespace {

constexpr float kFar = 9.0F;           ///< beside the picture: this part is not there
constexpr float kFaceFrom_px = 10.0F;  ///< smaller figures have no head
constexpr float kGearFrom_px = 14.0F;  ///< ... and no gear

/// What a figure is made of: signed distances at a point of its own frame, where forward is +x.
struct Parts {
    float cloak = kFar;  ///< in the figure's colour
    float mount = kFar;  ///< below it, dark
    float head = kFar;   ///< upon it, light
};

Parts drop(Point v, float size_px) noexcept {
    return {teardrop({v.x + 0.085F, v.y}, 0.255F, 0.045F, 0.42F), kFar,
            size_px < kFaceFrom_px ? kFar : length({v.x + 0.035F, v.y}) - 0.115F};
}

Parts horseman(Point v) noexcept {
    const float croup_and_neck = teardrop({v.x + 0.23F, v.y}, 0.145F, 0.075F, 0.52F);
    const float muzzle = teardrop({v.x - 0.25F, v.y}, 0.085F, 0.05F, 0.13F);
    return {teardrop({0.06F - v.x, v.y}, 0.205F, 0.07F, 0.32F), std::min(croup_and_neck, muzzle),
            length({v.x - 0.06F, v.y}) - 0.10F};
}

Parts scout(Point v, float size_px) noexcept {
    return {teardrop({v.x + 0.07F, v.y}, 0.30F, 0.06F, 0.44F), kFar,
            size_px < kFaceFrom_px ? kFar : length({v.x + 0.06F, v.y}) - 0.125F};
}

Parts runner(Point v, float size_px) noexcept {
    const Point half{v.x, std::fabs(v.y)};
    const float wing = line(half, {0.30F, 0.0F}, {-0.27F, 0.29F}, size_px < kGearFrom_px ? 0.085F : 0.10F);
    const float trunk = length({v.x - 0.10F, v.y}) - 0.16F;
    return {std::min(wing, trunk), kFar, size_px < kFaceFrom_px ? kFar : length({v.x - 0.13F, v.y}) - 0.095F};
}

Parts brute(Point v, float size_px) noexcept {
    const float trunk = rounded_box({v.x + 0.02F, v.y}, {0.27F, 0.37F}, 0.11F);
    if (size_px < kGearFrom_px) return {trunk, kFar, kFar};
    const float shoulder = length({v.x - 0.04F, std::fabs(v.y) - 0.29F}) - 0.135F;
    const float club = line(v, {0.10F, 0.36F}, {0.43F, 0.26F}, 0.055F);
    return {std::min(trunk, shoulder), club, length({v.x - 0.10F, v.y}) - 0.115F};
}

Parts sapper(Point v, float size_px) noexcept {
    if (size_px < kFaceFrom_px) {  // the pick alone
        return {
            std::min(line(v, {0.16F, -0.38F}, {0.16F, 0.38F}, 0.10F), line(v, {-0.36F, 0.0F}, {0.16F, 0.0F}, 0.10F)),
            kFar, kFar};
    }
    const float trunk = length({v.x + 0.10F, v.y}) - 0.215F;
    const float pick = line(v, {0.13F, -0.36F}, {0.13F, 0.36F}, 0.07F);
    const float shaft = line(v, {0.0F, 0.0F}, {0.40F, 0.0F}, 0.055F);
    if (size_px < kGearFrom_px) return {std::min({trunk, pick, shaft}), kFar, kFar};
    return {trunk, std::min(pick, shaft), length({v.x + 0.08F, v.y}) - 0.095F};
}

Parts wolf(Point v, float size_px) noexcept {
    const float trunk = line(v, {-0.22F, 0.0F}, {0.14F, 0.0F}, 0.13F);
    const float snout = teardrop({v.x - 0.26F, v.y}, 0.10F, 0.04F, 0.17F);
    const float tail = line(v, {-0.30F, 0.0F}, {-0.46F, 0.06F}, 0.045F);
    const float ears = size_px < kFaceFrom_px ? kFar : length({v.x - 0.19F, std::fabs(v.y) - 0.10F}) - 0.05F;
    return {std::min({trunk, snout, tail, ears}), kFar, kFar};
}

Parts parts_of(Body body, Point v, float size_px) noexcept {
    switch (body) {
        case Body::kHorseman: return horseman(v);
        case Body::kScout: return scout(v, size_px);
        case Body::kRunner: return runner(v, size_px);
        case Body::kBrute: return brute(v, size_px);
        case Body::kSapper: return sapper(v, size_px);
        case Body::kWolf: return wolf(v, size_px);
        default: return drop(v, size_px);
    }
}

/// A square with a shadow: one pixel is left for it, below and to the right.
FigurePixel dot(Point p, float size_px) noexcept {
    const float edge = 0.5F - 1.0F / size_px;
    const float body = p.x < edge && p.y < edge ? 1.0F : 0.0F;
    return {body, body, p.x > -edge && p.y > -edge ? 1.0F : 0.0F, 1.0F, 0.0F, 0.0F};
}

Rgb shaded(Rgb colour, float light, float head) noexcept {
    const auto channel = [&](std::uint8_t v) {
        const float bright = static_cast<float>(v) * light;
        return static_cast<std::uint8_t>(std::clamp(mix(bright, 232.0F * light, head * 0.42F), 0.0F, 255.0F));
    };
    return {channel(colour.r), channel(colour.g), channel(colour.b)};
}

}  // namespace

FigurePixel figure_at(Body body, Point p, float angle, float size_px) noexcept {
    if (body == Body::kDot) return dot(p, size_px);
    const Parts here = parts_of(body, turned_back(p, angle), size_px);
    const Parts above = parts_of(body, turned_back({p.x - 0.07F, p.y - 0.09F}, angle), size_px);
    const float whole = std::min(here.cloak, here.mount);
    const float line_width = std::max(body == Body::kDrop ? 0.055F : 0.04F, 0.8F / size_px);
    FigurePixel pixel;
    pixel.body = cover(whole, size_px);
    pixel.outline = cover(whole - line_width, size_px);
    pixel.shadow = ramp(0.08F, -0.06F, std::min(above.cloak, above.mount));
    pixel.light = 1.0F + 0.20F * clamp01(-(p.x + p.y) * 2.2F) - 0.22F * clamp01((p.x + p.y) * 2.2F);
    if (here.mount < kFar) {
        pixel.mount = 1.0F - cover(here.cloak, size_px);
        pixel.light *= 1.0F - 0.45F * pixel.mount * cover(here.cloak - line_width, size_px);  // the cloak's own shadow
    }
    pixel.head = here.head < kFar ? cover(here.head, size_px) : 0.0F;
    return pixel;
}

std::uint32_t coloured(const FigurePixel& pixel, Rgb colour) noexcept {
    const float dark = std::max(0.72F * pixel.outline, 0.32F * pixel.shadow);
    const auto channel = [&](std::uint8_t cloak, std::uint8_t horse) {
        return static_cast<std::uint8_t>(mix(static_cast<float>(cloak), static_cast<float>(horse), pixel.mount));
    };
    const Rgb worn{channel(colour.r, palette::kMount.r), channel(colour.g, palette::kMount.g),
                   channel(colour.b, palette::kMount.b)};
    return over(shaded(worn, pixel.light, pixel.head), pixel.body, palette::kInk, dark);
}

std::uint32_t ring_at(Point p, float size_px) noexcept {
    const float ring = std::fabs(length(p) - 0.42F);
    const float width = std::max(0.045F, 0.7F / size_px);
    return over(palette::kSelectedBright, cover(ring - width, size_px), palette::kInk,
                0.55F * cover(ring - 2.0F * width, size_px));
}

std::uint32_t flag_at(Point p, float size_px) noexcept {
    const float pole = std::max(std::fabs(p.x + 0.18F) - 0.04F, std::fabs(p.y) - 0.40F);
    const float cloth =
        std::max({-p.x - 0.18F, p.x - 0.34F + std::fabs(p.y + 0.20F) * 0.9F, std::fabs(p.y + 0.20F) - 0.19F});
    const float both = std::min(pole, cloth);
    return over(cloth < pole ? palette::kSelected : palette::kParchment, cover(both, size_px), palette::kInk,
                0.6F * cover(both - 0.06F, size_px));
}

}  // namespace outrider::render
