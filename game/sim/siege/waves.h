// Who comes, when and where: the composed waves, the endless ones after them, and the raiders' entry at the gates.
#pragma once

#include <cstdint>
#include <vector>

#include "game/sim/land.h"
#include "game/sim/siege/siege.h"
#include "shared/grid.h"

namespace outrider::sim::siege {

struct SiegeState;

/// What a wave consists of.
struct WaveSpec {
    KindCounts raiders{};           ///< runners, brutes, sappers, wolves
    std::uint32_t gates = 0;        ///< a bit for each: the lowest is the first gate. Of a map with fewer, around.
    std::uint32_t entry_ticks = 0;  ///< how long the gate that is farthest from the door lets them in
    bool marches = false;           ///< slowly, until all are on the field; then they charge
    std::uint32_t health_percent = 100;
};

/// The first is 1. From kComposedWaves + 1 on each is larger and hardier than the one before; the size has a limit.
[[nodiscard]] WaveSpec wave_spec(std::uint32_t wave) noexcept;
[[nodiscard]] std::uint32_t size_of(const KindCounts& raiders) noexcept;
/// Time to build before a wave.
[[nodiscard]] std::uint32_t building_ticks_before(std::uint32_t wave) noexcept;
/// Gold for beating a wave, before difficulty counts.
[[nodiscard]] std::int32_t bonus_gold(std::uint32_t wave) noexcept;

/// A gate, as entering raiders see it.
struct Gate {
    // Constant: how the land lies. In an order that spreads who enters one after the other.
    std::vector<Cell> cells;          ///< free, with a way to the door
    std::vector<Cell> anchors;        ///< of those who are two cells wide; none, if they do not get through from here
    std::uint32_t steps_to_door = 0;  ///< as the map was loaded

    // Of the wave that is coming.
    std::uint32_t opens_tick = 0;
    KindCounts expected{};
    KindCounts entered{};
    std::uint32_t turn = 0;  ///< where the next one is tried
};

/// Looks where raiders can enter. Throws std::runtime_error if the ground does not fit the map: see Siege's
/// constructor.
[[nodiscard]] std::vector<Gate> survey_gates(const Land& land, const SiegeGround& ground, std::uint64_t seed);

/// Where a parade's raiders come: anywhere with a way to the door, but far from it.
[[nodiscard]] Gate survey_parade_ground(const Land& land, const SiegeGround& ground, std::uint64_t seed);

struct Waves {
    std::vector<Gate> gates;
    Gate parade_ground{};           ///< empty without a parade
    std::uint32_t closes_tick = 0;  ///< by then everyone who finds room has entered
    std::uint32_t health_percent = 100;
    bool marching = false;
    bool endless = false;

    [[nodiscard]] std::uint64_t hash() const noexcept;
};

/// Once a tick: the time to build runs out, raiders enter, a wave is beaten.
void run_waves(SiegeState& siege) noexcept;
/// The time to build before a wave begins.
void begin_building(SiegeState& siege, std::uint32_t wave) noexcept;
/// The wave that is next enters from now on.
void begin_wave(SiegeState& siege) noexcept;

/// Would pay so much.
[[nodiscard]] Plan call_plan(const SiegeState& siege) noexcept;
Verdict call_wave(SiegeState& siege) noexcept;
Verdict go_on_endlessly(SiegeState& siege) noexcept;

}  // namespace outrider::sim::siege
