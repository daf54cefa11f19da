#include "game/render/palette.h"

#include <algorithm>
#include <cmath>

namespace outrider::render::palette {

namespace {

/// Linear light to a byte of sRGB (IEC 61966-2-1).
std::uint8_t to_srgb(float light) noexcept {
    const float in = std::clamp(light, 0.0F, 1.0F);
    const float out = in <= 0.0031308F ? 12.92F * in : 1.055F * std::pow(in, 1.0F / 2.4F) - 0.055F;
    return static_cast<std::uint8_t>(std::lround(out * 255.0F));
}

Rgb from_oklab(float lightness, float a, float b) noexcept {
    const auto cube = [](float v) { return v * v * v; };
    const float l = cube(lightness + 0.3963377774F * a + 0.2158037573F * b);
    const float m = cube(lightness - 0.1055613458F * a - 0.0638541728F * b);
    const float s = cube(lightness - 0.0894841775F * a - 1.2914855480F * b);
    return {to_srgb(4.0767416621F * l - 3.3077115913F * m + 0.2309699292F * s),
            to_srgb(-1.2684380046F * l + 2.6097574011F * m - 0.3413193965F * s),
            to_srgb(-0.0041960863F * l - 0.7034186147F * m + 1.7076147010F * s)};
}

}  // namespace

Rgb even_ramp(float t) noexcept {
    constexpr float kDark = 0.45F;
    constexpr float kLight = 0.93F;
    constexpr float kViolet = 5.15F;  // radians
    constexpr float kYellow = 1.85F;
    constexpr float kChroma = 0.11F;
    const float hue = kViolet + (kYellow - kViolet) * t;
    return from_oklab(kDark + (kLight - kDark) * t, kChroma * std::cos(hue), kChroma * std::sin(hue));
}

}  // namespace outrider::render::palette
