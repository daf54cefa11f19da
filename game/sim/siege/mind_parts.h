// What the files of the mind share. Internal to them.
#pragma once

#include <cstdint>

#include "game/sim/siege/mind_state.h"
#include "game/sim/siege/siege_state.h"
#include "game/sim/units.h"

namespace outrider::sim::siege {

/// Bits of Mind::flags.
enum MindFlag : std::uint16_t {
    kHasWay = 1,          ///< it was given one to follow since it last stood without
    kFreshWay = 2,        ///< that was since the last tick: its gait does not show it yet
    kBreaksWalls = 4,     ///< the way that it has leads through walls, if need be
    kCut = 8,             ///< walls came up on the way that it has
    kAskedCut = 16,       ///< its open question was asked after that
    kAskedBreaking = 32,  ///< its open question is that of one who breaks walls
    kWalledIn = 64,       ///< it was told that there is no way, and no wall has fallen since
    kInstead = 128,       ///< its wish takes the place of its open question
    kMustAsk = 256,       ///< its last question came to nothing
};

[[nodiscard]] inline bool has(const Mind& mind, UnitIndex unit, MindFlag flag) noexcept {
    return (mind.flags[unit] & flag) != 0;
}
inline void raise(Mind& mind, UnitIndex unit, unsigned flags) noexcept {
    mind.flags[unit] = static_cast<std::uint16_t>(mind.flags[unit] | flags);
}
inline void lower(Mind& mind, UnitIndex unit, unsigned flags) noexcept {
    mind.flags[unit] = static_cast<std::uint16_t>(mind.flags[unit] & ~flags);
}

[[nodiscard]] constexpr unsigned flag_if(bool condition, MindFlag flag) noexcept {
    return condition ? static_cast<unsigned>(flag) : 0U;
}

[[nodiscard]] constexpr std::uint64_t bit_of(UnitIndex unit) noexcept { return std::uint64_t{1} << unit % 64; }
[[nodiscard]] inline bool has_wish(const Mind& mind, UnitIndex unit) noexcept {
    return ((mind.wishes[unit / 64] | mind.first_wishes[unit / 64]) & bit_of(unit)) != 0;
}
/// The wish is handed over by the next hand_over(); ahead of others if the unit's way is cut.
inline void wish(Mind& mind, UnitIndex unit) noexcept {
    (has(mind, unit, kCut) ? mind.first_wishes : mind.wishes)[unit / 64] |= bit_of(unit);
}

/// Does it need a way, whatever is new in the world?
[[nodiscard]] bool lacks_way(const SiegeState& siege, UnitIndex unit) noexcept;
/// kNobody: it hunts nobody.
[[nodiscard]] UnitIndex quarry_of(const SiegeState& siege, UnitIndex wolf) noexcept;

}  // namespace outrider::sim::siege
