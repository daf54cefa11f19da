// The numbers of the game, in one place: what each kind of unit and tower is like, what things cost, and what the
// levels of difficulty change. Found by playing it with the scripted players of tests/support/siege_players.h. Lengths
// in 1/65536 cells, times in ticks, health and damage in points.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "game/sim/siege/siege.h"
#include "game/sim/world.h"
#include "shared/protocol.h"

namespace outrider::sim::siege {

inline constexpr std::uint32_t kSecond_ticks = kTicksPerSecond;

/// Of a length or speed in tenths of a cell.
[[nodiscard]] constexpr std::int32_t tenths_of_cells(std::int32_t tenths) noexcept { return tenths * kFixedOne / 10; }
[[nodiscard]] constexpr std::int32_t tenths_a_second(std::int32_t tenths) noexcept {
    return tenths_of_cells(tenths) / kTicksPerSecond;
}

struct KindTraits {
    std::int32_t speed = 0;  ///< 1/65536 cells a tick
    Clearance clearance = Clearance::kOneCell;
    std::int32_t health = 0;
    std::int32_t blow = 0;         ///< what one blow takes from an opponent
    std::uint32_t blow_ticks = 0;  ///< between two blows
    std::int32_t dig = 0;          ///< what one blow takes from a wall or tower
    std::int32_t keep_damage = 0;  ///< what it takes from the keep when it gets there
    std::int32_t bounty_gold = 0;
    std::uint32_t score = 0;
};

/// By UnitKind.
inline constexpr std::array<KindTraits, kUnitKinds> kTraits = {{
    {tenths_a_second(68), Clearance::kOneCell, 28, 4, 40, 4, 1, 1, 10},      // runner
    {tenths_a_second(52), Clearance::kTwoCells, 260, 18, 60, 14, 5, 5, 50},  // brute
    {tenths_a_second(58), Clearance::kOneCell, 60, 5, 40, 30, 2, 2, 20},     // sapper
    {tenths_a_second(90), Clearance::kOneCell, 45, 7, 30, 3, 1, 2, 15},      // wolf
    {tenths_a_second(98), Clearance::kOneCell, 260, 18, 25, 0, 0, 0, 0},     // rider
}};
[[nodiscard]] constexpr const KindTraits& traits_of(UnitKind kind) noexcept {
    return kTraits[static_cast<std::size_t>(kind)];
}
[[nodiscard]] constexpr bool is_raider(UnitKind kind) noexcept { return kind != UnitKind::kRider; }

/// Everyone is a little quicker or slower than its kind: by up to an eighth.
inline constexpr std::uint32_t kSpeedSpread_256 = 32;

/// Of a wave that marches until all are there.
inline constexpr std::uint32_t kMarchPace_256 = 160;

// --- towers ----------------------------------------------------------------------------------------------------------

struct TowerTraits {
    std::int32_t range = 0;
    std::uint32_t reload_ticks = 0;
    std::int32_t damage = 0;
    std::int32_t area = 0;  ///< radius of what it does; 0: one target
    std::int32_t health = 0;
};

/// By TowerKind.
inline constexpr std::array<TowerTraits, kTowerKinds> kTowerTraits = {{
    {tenths_of_cells(90), 24, 9, 0, 400},
    {tenths_of_cells(140), 150, 35, tenths_of_cells(20), 500},
    {tenths_of_cells(60), 60, 2, tenths_of_cells(60), 400},
}};
[[nodiscard]] constexpr const TowerTraits& traits_of(TowerKind kind) noexcept {
    return kTowerTraits[static_cast<std::size_t>(kind)];
}

inline constexpr std::int32_t kMortarDeadZone = tenths_of_cells(30);  ///< a mortar cannot aim at what is nearer
inline constexpr std::uint32_t kShellTicksPerCell = 5;
inline constexpr std::uint32_t kShellShortest_ticks = 30;
inline constexpr std::uint32_t kFrost_ticks = 90;      ///< how long someone is slowed
inline constexpr std::uint32_t kFrostPace_256 = 128;   ///< to half
inline constexpr std::uint32_t kLookAgain_ticks = 10;  ///< a loaded tower without a target

// --- the player's purse ----------------------------------------------------------------------------------------------

inline constexpr Prices kPrices = {2, {60, 140, 90}, 50};
inline constexpr std::int32_t kWallHealth = 120;
inline constexpr std::int32_t kSellPercent = 75;    ///< of the price, by health
inline constexpr std::int32_t kRepairPercent = 50;  ///< of the price, by damage
/// Nobody builds this near to a gate's rectangle and to the door.
inline constexpr std::int32_t kGateGround_cells = 3;
inline constexpr std::int32_t kDoorGround_cells = 2;

struct DifficultyTraits {
    std::int32_t start_gold = 0;
    std::int32_t raider_health_percent = 100;
    std::int32_t bonus_percent = 100;  ///< gold for a beaten wave
    std::int32_t keep_health = 0;
    std::uint32_t score_percent = 100;
};

/// By Difficulty.
inline constexpr std::array<DifficultyTraits, 3> kDifficulties = {{
    {750, 75, 125, 180, 60},
    {600, 100, 100, 120, 100},
    {520, 130, 90, 100, 160},
}};
[[nodiscard]] constexpr const DifficultyTraits& traits_of(Difficulty difficulty) noexcept {
    return kDifficulties[static_cast<std::size_t>(difficulty)];
}

// --- fighting --------------------------------------------------------------------------------------------------------

inline constexpr std::int32_t kReach = tenths_of_cells(12);      ///< between middles; a brute's is wider by half a cell
inline constexpr std::int32_t kReachSlack = tenths_of_cells(6);  ///< a fight goes on until they are so much farther
inline constexpr std::int32_t kGuard = tenths_of_cells(40);      ///< how far from its post a standing rider looks
inline constexpr std::int32_t kGuardLimit = tenths_of_cells(65);  ///< where it gives a chase up
inline constexpr std::uint32_t kObeys_ticks = 45;                 ///< after an order a rider lets fights be

// --- what the horde learns -------------------------------------------------------------------------------------------

inline constexpr std::uint8_t kHitDanger = 1;
inline constexpr std::uint8_t kDeathDanger = 16;
/// Raiders who hardly get on in a press add to the danger, too: so a horde before a narrow place tries other ones.
inline constexpr std::uint8_t kPressDanger = 1;
inline constexpr std::uint32_t kPressRound_ticks = 256;  ///< each of them once in so long
inline constexpr std::int32_t kPressSpeed = tenths_a_second(12);

}  // namespace outrider::sim::siege
