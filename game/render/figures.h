// Whoever walks or rides, as seen from above: told by shape from six pixels on, with a dark outline and a soft shadow.
#pragma once

#include <cstdint>

#include "game/render/palette.h"
#include "game/render/shapes.h"

namespace outrider::render {

enum class Body : std::uint8_t {
    kDot,       ///< anybody from afar
    kDrop,      ///< a traveller: a teardrop that points where it goes
    kHorseman,  ///< a coloured cloak and a light head over a dark horse
    kScout,     ///< a horseman from afar: round, with a point ahead
    kRunner,    ///< swept wings of a cloak: a chevron
    kBrute,     ///< a block with heavy shoulders
    kSapper,    ///< round, with a pick across
    kWolf,      ///< long and thin, with a tail
};

/// One pixel of a figure, without its colour.
struct FigurePixel {
    float body = 0.0F;     ///< share covered by the body ...
    float outline = 0.0F;  ///< ... by its outline
    float shadow = 0.0F;
    float light = 1.0F;
    float head = 0.0F;   ///< share of the body that is light: a face, a helmet
    float mount = 0.0F;  ///< share of the body that is horse or gear, not in the figure's colour
};

/// At `p` (parts of the picture's side, from its middle), turned to `angle` (0 east, growing clockwise).
[[nodiscard]] FigurePixel figure_at(Body body, Point p, float angle, float size_px) noexcept;

/// 0xAARRGGBB.
[[nodiscard]] std::uint32_t coloured(const FigurePixel& pixel, Rgb colour) noexcept;

/// A ring around a chosen one.
[[nodiscard]] std::uint32_t ring_at(Point p, float size_px) noexcept;
/// A flag on the place where a chosen one goes.
[[nodiscard]] std::uint32_t flag_at(Point p, float size_px) noexcept;

}  // namespace outrider::render
