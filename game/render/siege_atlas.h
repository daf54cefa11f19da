// Pictures of the siege, drawn by ourselves at the very size in which they are shown, all of one size in one texture:
// the horde and the riders in 32 directions, towers and their weapons, damage, rubble, smoke. Copied one to one they
// stay crisp, and SDL's software renderer copies them without scaling.
#pragma once

#include <SDL.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "game/render/palette.h"
#include "game/render/texture.h"
#include "game/sim/siege/siege.h"

namespace outrider::render {

/// In whose colours units are shown: their kind's, or those of the workers who found their ways.
enum class Tinting : std::uint8_t { kByKind, kByWorker };

/// Which picture: a number that counts all pictures of an atlas.
using PictureId = std::uint32_t;

/// The pictures beside those of units, in their order. Where there are several of one sort, the first is named.
enum class SiegePicture : std::uint8_t {
    kRing,     ///< around a chosen rider
    kFlag,     ///< where it goes
    kThought,  ///< above whoever has no way yet
    kChill,    ///< upon a slowed unit; the next is for a brute
    kChillLarge,
    kTower,                 ///< by TowerKind
    kWeapon = kTower + 3,   ///< arrow, then mortar, by direction
    kCrack = kWeapon + 64,  ///< by how bad it is, 0 .. 2, then by variant
    kRubble = kCrack + 6,   ///< by how far it has faded, 0 .. 3
    kFallen = kRubble + 4,  ///< by kind, then by how far it has faded, 0 .. 3
    kPuff = kFallen + 20,   ///< by age, 0 .. 4
    kShell = kPuff + 5,
    kShellShadow,
    kEnd,
};

/// Pixels of all pictures of one size. No SDL renderer needed.
struct SiegePictures {
    static constexpr std::int32_t kDirections = 32;
    static constexpr std::int32_t kSmallestShape_px = 6;  ///< smaller units are dots of their colour
    static constexpr std::uint32_t kFades = 4;
    static constexpr std::uint32_t kPuffAges = 5;

    /// Where a picture lies, cut down to what is not transparent: the fewer pixels, the cheaper the copy.
    struct Place {
        std::int32_t x = 0;
        std::int32_t y = 0;
        std::int32_t width = 0;
        std::int32_t height = 0;
        std::int32_t left = 0;  ///< of the whole picture that was cut away, and above
        std::int32_t top = 0;
        std::int32_t side = 0;  ///< of the whole picture
    };

    std::int32_t sprite_px = 0;  ///< of a unit of one cell; brutes and towers are twice as large
    Tinting tinting = Tinting::kByKind;
    std::int32_t width_px = 0;  ///< powers of two, so that texture coordinates are exact
    std::int32_t height_px = 0;
    std::vector<Place> places;  ///< by PictureId
    std::vector<std::uint32_t> pixels;

    [[nodiscard]] static SiegePictures make(std::int32_t sprite_px, Tinting tinting);

    /// `tint`: 0 the kind's own; with Tinting::kByWorker also 1: no way yet, 2 + i: worker i.
    [[nodiscard]] static PictureId unit(sim::siege::UnitKind kind, std::size_t tint, std::uint8_t facing) noexcept;
    [[nodiscard]] PictureId id(SiegePicture picture, std::size_t which = 0) const noexcept;
    [[nodiscard]] PictureId weapon(sim::siege::TowerKind kind, std::uint8_t facing) const noexcept;
    [[nodiscard]] static std::size_t tints(Tinting tinting) noexcept;
};

[[nodiscard]] Rgb colour_of(sim::siege::UnitKind kind) noexcept;
/// The tint of whom this worker's seat found a way; below 0: nobody.
[[nodiscard]] std::size_t tint_of_seat(std::int32_t seat) noexcept;
[[nodiscard]] Rgb colour_of(sim::siege::UnitKind kind, std::size_t tint) noexcept;

/// One size as a texture.
class SiegeAtlas {
public:
    /// Throws std::runtime_error if the texture cannot be made.
    SiegeAtlas(SDL_Renderer& renderer, std::int32_t sprite_px, Tinting tinting);

    [[nodiscard]] SDL_Texture* texture() const noexcept { return texture_.get(); }
    [[nodiscard]] const SiegePictures& pictures() const noexcept { return pictures_; }  ///< without pixels
    [[nodiscard]] std::int32_t sprite_px() const noexcept { return pictures_.sprite_px; }
    /// Where in the texture, in parts of it.
    [[nodiscard]] const SDL_FRect& area(PictureId id) const noexcept { return areas_[id]; }
    /// Of what is not cut away, against the upper left corner of the whole picture; pixels.
    [[nodiscard]] const SDL_FRect& shown(PictureId id) const noexcept { return shown_[id]; }
    /// Of the whole picture.
    [[nodiscard]] float side_px(PictureId id) const noexcept { return static_cast<float>(pictures_.places[id].side); }

private:
    SiegePictures pictures_;
    std::vector<SDL_FRect> areas_;
    std::vector<SDL_FRect> shown_;
    TexturePtr texture_;
};

}  // namespace outrider::render
