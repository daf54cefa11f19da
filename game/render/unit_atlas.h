// Pictures of units, drawn by ourselves at the very size in which they are shown: a teardrop that points where it goes,
// in 32 directions and every colour, with a dark outline and a soft shadow. Copied one to one they stay crisp, and
// SDL's software renderer copies them without scaling. From kSmallestRider_px on it is a rider on a horse, below
// kSmallestSilhouette_px a dot.
#pragma once

#include <SDL.h>

#include <array>
#include <cstdint>
#include <vector>

#include "game/render/palette.h"
#include "game/render/texture.h"

namespace outrider::render {

/// The rows of the atlas: one colour each.
enum class UnitLook : std::uint8_t {
    kWalker = 0,
    kWaiting = 6,
    kRerouting = 7,
    kNoWay = 8,
    kSelected = 9,
    kWorker = 10
};
inline constexpr std::size_t kUnitLooks = 10 + palette::kData.size();

[[nodiscard]] constexpr std::size_t row_of(UnitLook look, std::size_t variant = 0) noexcept {
    return static_cast<std::size_t>(look) + variant;
}
[[nodiscard]] Rgb colour_of_row(std::size_t row) noexcept;

/// Pixels of all pictures of one size. No SDL renderer needed.
struct UnitPictures {
    static constexpr std::int32_t kDirections = 32;
    static constexpr std::int32_t kSmallestSilhouette_px = 6;
    static constexpr std::int32_t kSmallestRider_px = 14;

    std::int32_t sprite_px = 0;  ///< side of one picture
    std::int32_t cell_px = 0;    ///< side with its transparent border
    std::int32_t width_px = 0;   ///< powers of two, so that texture coordinates are exact
    std::int32_t height_px = 0;
    std::vector<std::uint32_t> pixels;

    [[nodiscard]] static UnitPictures make(std::int32_t sprite_px);
};

/// One size as a texture.
class UnitAtlas {
public:
    /// Throws std::runtime_error if the texture cannot be made.
    UnitAtlas(SDL_Renderer& renderer, std::int32_t sprite_px);

    [[nodiscard]] SDL_Texture* texture() const noexcept { return texture_.get(); }
    [[nodiscard]] std::int32_t sprite_px() const noexcept { return pictures_.sprite_px; }
    [[nodiscard]] SDL_FRect unit(std::size_t row, std::uint8_t facing) const noexcept;
    [[nodiscard]] SDL_FRect ring() const noexcept { return picture(kUnitLooks, 0); }
    [[nodiscard]] SDL_FRect flag() const noexcept { return picture(kUnitLooks, 1); }
    [[nodiscard]] SDL_FRect goal() const noexcept { return picture(kUnitLooks, 2); }

    /// The size for a zoom: sprites step through a few sizes and are never scaled.
    [[nodiscard]] static std::int32_t size_for(double pixels_per_cell) noexcept;

private:
    [[nodiscard]] SDL_FRect picture(std::size_t row, std::size_t column) const noexcept;

    UnitPictures pictures_;
    TexturePtr texture_;
};

}  // namespace outrider::render
