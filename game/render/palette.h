// The colours of the world, in one place: a quiet valley in late afternoon, and what moves upon it.
// Colours that carry data are those of Okabe and Ito ("Color Universal Design", 2008): safe for colour-blind eyes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace outrider::render {

struct Rgb {
    std::uint8_t r = 0;
    std::uint8_t g = 0;
    std::uint8_t b = 0;
    friend constexpr bool operator==(const Rgb&, const Rgb&) = default;
};

/// 0xRRGGBB.
[[nodiscard]] constexpr Rgb rgb(std::uint32_t hex) noexcept {
    return {static_cast<std::uint8_t>(hex >> 16U & 0xFFU), static_cast<std::uint8_t>(hex >> 8U & 0xFFU),
            static_cast<std::uint8_t>(hex & 0xFFU)};
}

/// 0xAARRGGBB, the pixel format of every picture we make ourselves.
[[nodiscard]] constexpr std::uint32_t argb(std::uint8_t a, Rgb c) noexcept {
    return std::uint32_t{a} << 24U | std::uint32_t{c.r} << 16U | std::uint32_t{c.g} << 8U | std::uint32_t{c.b};
}

namespace palette {

// --- land: low contrast, two or three hues --------------------------------------------------------------------------
inline constexpr Rgb kGrassLow = rgb(0x4d5b3a);
inline constexpr Rgb kGrassHigh = rgb(0x5f6f46);
inline constexpr Rgb kDryLow = rgb(0x7a7150);  ///< trodden ground: roads, streets, yards
inline constexpr Rgb kDryHigh = rgb(0x857a57);
inline constexpr Rgb kSwamp = rgb(0x465b40);
inline constexpr Rgb kSwampPool = rgb(0x3b5247);
inline constexpr Rgb kRockTop = rgb(0x8a8577);
inline constexpr Rgb kRockDeep = rgb(0x403f39);  ///< far from open land: calm and dark
inline constexpr Rgb kRockSide = rgb(0x57534a);
inline constexpr Rgb kWater = rgb(0x3d5a66);
inline constexpr Rgb kWaterDeep = rgb(0x334e5b);
inline constexpr Rgb kShore = rgb(0x7a7a58);
inline constexpr Rgb kUndergrowth = rgb(0x34432c);
inline constexpr Rgb kCanopyLow = rgb(0x3d5030);
inline constexpr Rgb kCanopyHigh = rgb(0x4f6639);
inline constexpr Rgb kWornPath = rgb(0x8b7a55);
inline constexpr Rgb kOutside = rgb(0x15181a);
inline constexpr Rgb kOutsideNear = rgb(0x0d0f10);  ///< beside the map's edge: its shadow

// --- the player's wall: hewn stone, told from rock by its light top and its joints ----------------------------------
inline constexpr Rgb kWallTop = rgb(0xb9ae97);
inline constexpr Rgb kWallLit = rgb(0xd3c8b0);
inline constexpr Rgb kWallJoint = rgb(0x968c78);
inline constexpr Rgb kWallSide = rgb(0x5d564a);

// --- what moves -----------------------------------------------------------------------------------------------------
inline constexpr std::array<Rgb, 6> kWalkers{rgb(0xc24a40), rgb(0xa83a3a), rgb(0xd68a3a),
                                             rgb(0xc2702e), rgb(0x7c68b4), rgb(0x93486a)};
inline constexpr Rgb kMount = rgb(0x5c4530);  ///< all ride the same horses
inline constexpr Rgb kWaiting = rgb(0xa9946a);
inline constexpr Rgb kParchment = rgb(0xe6dcc3);  ///< quiet trails and marks
inline constexpr Rgb kRerouting = rgb(0xe69f00);
inline constexpr Rgb kNoWay = rgb(0x9a9a98);
inline constexpr Rgb kSelected = rgb(0x5fb3c9);
inline constexpr Rgb kSelectedBright = rgb(0x9fe3f2);
inline constexpr Rgb kInk = rgb(0x14160f);  ///< outlines and shadows
inline constexpr Rgb kErase = rgb(0xd55e00);

// --- the siege: raiders warm, outriders cool, towers stone with one coloured mark ----------------------------------
inline constexpr std::array<Rgb, 4> kRaiders{rgb(0xcb4b3e), rgb(0x8f2c4d), rgb(0xdb8b31), rgb(0x7460b8)};
inline constexpr Rgb kOutrider = rgb(0x67c3db);
inline constexpr Rgb kKeep = rgb(0xd9c48f);
inline constexpr Rgb kKeepShade = rgb(0x9c8557);
inline constexpr Rgb kKeepRoof = rgb(0xb27a48);
inline constexpr Rgb kKeepFloor = rgb(0x8a7550);
inline constexpr Rgb kTowerTop = rgb(0xaba391);
inline constexpr Rgb kTowerFloor = rgb(0x756e60);
inline constexpr std::array<Rgb, 3> kTowerMarks{rgb(0xf0dc7a), rgb(0xe8733a), rgb(0x93dcf2)};  ///< arrow, mortar, frost
inline constexpr Rgb kFrost = rgb(0xbfe9f7);
inline constexpr Rgb kDust = rgb(0xb3a68c);
inline constexpr Rgb kEmber = rgb(0xffc46b);
inline constexpr Rgb kAlarm = rgb(0xe2452f);  ///< the keep is hurt; where raiders come from
inline constexpr Rgb kGold = rgb(0xf0c850);
inline constexpr Rgb kWayAhead = rgb(0xffe3a3);  ///< of raiders, as it would be

/// Worker i has colour i everywhere.
inline constexpr std::array<Rgb, 7> kData{rgb(0x0072b2), rgb(0xe69f00), rgb(0x009e73), rgb(0xcc79a7),
                                          rgb(0x56b4e9), rgb(0xd55e00), rgb(0xf0e442)};

// --- debug views ----------------------------------------------------------------------------------------------------
inline constexpr Rgb kVeil = rgb(0x12161c);      ///< lies over the land, so that data stand out: the panels' colour
inline constexpr Rgb kAcross = kData[4];         ///< runs along rows ...
inline constexpr Rgb kAlong = kData[1];          ///< ... along columns
inline constexpr Rgb kBothAxes = rgb(0xf7ecd0);  ///< ... and both
inline constexpr Rgb kRoomy = kData[2];          ///< wide units fit
inline constexpr Rgb kNarrow = kData[1];         ///< they do not

/// From violet (0) over green to light yellow (1), even to the eye: lightness rises and hue turns in equal steps in
/// Oklab (B. Ottosson, "A perceptual color space for image processing", 2020).
[[nodiscard]] Rgb even_ramp(float t) noexcept;

}  // namespace palette
}  // namespace outrider::render
