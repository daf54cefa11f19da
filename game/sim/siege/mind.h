// How the horde thinks: who asks, when, and what becomes of the answer. Works on SiegeState.
//
// Each raider weighs danger by its own courage, so its way is a weighted search of its own; no field and no shared path
// can stand in. A raider asks
// - at once: when it comes to the field, when walls came up on its way, when it is lost or stands for want of a way
//   (but not more often than each kPatience_ticks);
// - in its turn, by its number within a round of kRound_ticks: when walls rose or fell anywhere, and when danger was
//   published that has changed considerably. Who digs for want of a way has two turns a round.
// Who is told that there is no way asks again as one who breaks walls, and so digs where that is cheapest, until a wall
// falls. Wolves hunt the nearest rider: twice a second they see whether it has moved by more than a quarter of its
// distance. Riders ask on the urgent lane, smooth and unweighted, for the nearest cell that can be reached.
//
// Nobody has more than one open question. A newer one takes the place of an older one where the older one cannot be of
// use any more (a way was cut, a rider has a new goal); otherwise the older one is waited for, so that nobody starves
// at the end of a long queue.
#pragma once

#include <cstdint>

#include "game/paths/path_service.h"
#include "game/sim/siege/siege.h"
#include "game/sim/units.h"
#include "shared/grid.h"

namespace outrider::sim::siege {

struct SiegeState;

/// Someone came to the field and wants a way; a rider stands until it is sent. REQUIRES: crowd and folk know the unit.
void begin_thinking(SiegeState& siege, UnitIndex unit) noexcept;
/// Someone is gone: its open question is withdrawn.
void end_thinking(SiegeState& siege, UnitIndex unit) noexcept;
/// A rider has a new goal. REQUIRES: it lies in the map.
void send(SiegeState& siege, UnitIndex rider, Cell goal) noexcept;
/// Cells in the rectangle became blocked (walls up) or free (walls down). Once for all cells of one command.
void mind_walls(SiegeState& siege, const CellRect& cells, bool up) noexcept;
/// Everyone asks in the next hand_over().
void think_again(SiegeState& siege) noexcept;

/// Once a tick, before anybody moves: who must think again notes a wish.
void think(SiegeState& siege) noexcept;
/// Publishes walls and danger as versions, then hands over the wishes: first those of units whose way is cut, then the
/// others, both in the order of places. Mode `none` gets no questions.
void hand_over(SiegeState& siege, paths::PathService& service) noexcept;
/// An answer finds its unit by its tag, number << 32 | place, and counts only if it is the one that the unit waits for.
void take_answer(SiegeState& siege, const paths::PathAnswer& answer) noexcept;

/// Is the unit meant to break the walls on its way? Others who stand at one wait for a way round.
[[nodiscard]] bool breaks_walls(const SiegeState& siege, UnitIndex unit) noexcept;

/// What a raider asks who makes for the door. Tag, version and lane included; the tag is for the caller to set.
[[nodiscard]] paths::PathRequest raider_question(const SiegeState& siege, UnitKind kind, Cell from,
                                                 std::uint8_t courage, bool breaks_walls) noexcept;

/// What one unit of danger adds to a cell's multiplier (cost_field.h) for someone of this courage: nothing for the
/// bravest (255); for the most timid (0), 16 units of danger, as one death leaves them, make a cell as long as two.
[[nodiscard]] constexpr std::uint8_t danger_weight(std::uint8_t courage) noexcept {
    const std::uint32_t fear = 255U - courage;
    return static_cast<std::uint8_t>(fear * fear >> 10U);
}

inline constexpr std::uint32_t kDetourKinds = 5;
static_assert(kDetourKinds <= kMaxDetours + 1);

/// How many best ways a raider leaves to others, by its number: so the horde comes by several, and thinks more than one
/// search's worth. The bravest weigh no danger, and all take the best.
[[nodiscard]] constexpr std::uint8_t detours_of(std::uint32_t number) noexcept {
    return static_cast<std::uint8_t>(number % kDetourKinds);
}

/// For sappers, and for those who have no other way: a wall is as long as so many plain cells.
inline constexpr std::uint8_t kWallFactor = 12;
inline constexpr std::uint32_t kRound_ticks = 120;
inline constexpr std::uint32_t kPatience_ticks = 15;
/// How long someone waits after an answer that nobody could give.
inline constexpr std::uint32_t kRetry_ticks = 30;
/// Who is walled in by what cannot be broken asks no sooner than this, unless a wall falls.
inline constexpr std::uint32_t kNoWay_ticks = 60;
/// A wolf that cannot reach its quarry makes for the door for so long.
inline constexpr std::uint32_t kLetsGo_ticks = 120;
inline constexpr std::uint32_t kWolfRound_ticks = 30;
/// After walls came up everyone's way has been looked at within so many ticks.
inline constexpr std::uint32_t kLookRound_ticks = 4;

}  // namespace outrider::sim::siege
