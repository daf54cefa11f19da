// Everything the siege consists of, in one place. Owned by Siege. The files of this room each work on a part of it:
// crowd (feet), mind (questions and answers), danger, folk (who is there), waves (who comes), building (the player's
// hand on the ground), towers, fighting (riders, digging, the keep), events (for the picture); rules.h has the numbers.
#pragma once

#include <cstdint>
#include <vector>

#include "game/sim/land.h"
#include "game/sim/siege/building.h"
#include "game/sim/siege/crowd.h"
#include "game/sim/siege/danger.h"
#include "game/sim/siege/events.h"
#include "game/sim/siege/fighting.h"
#include "game/sim/siege/folk.h"
#include "game/sim/siege/mind.h"
#include "game/sim/siege/mind_state.h"
#include "game/sim/siege/rules.h"
#include "game/sim/siege/siege.h"
#include "game/sim/siege/towers.h"
#include "game/sim/siege/waves.h"

namespace outrider::sim::siege {

struct SiegeState {
    /// Throws as Siege's constructor does.
    explicit SiegeState(SiegeSettings settings);

    Land land;
    SiegeGround ground;
    std::uint64_t seed;
    std::uint32_t parade;
    Crowd crowd;
    Folk folk;
    Walls walls;
    Danger danger;
    Mind mind;
    std::vector<Tower> towers;
    std::vector<Shell> shells;
    Standing standing;
    std::uint32_t units_made = 0;
    MapVersion version{1};        ///< as published last
    std::vector<CellEdit> edits;  ///< made since
    CellRect changed;             ///< for take_changed_cells()
    bool wandering = false;       ///< mode `none` at the last tick
    Waves waves;
    Works works;
    Batteries batteries;
    Riders riders;
    Events events;

    /// Of the ticks that are over; the one that is going on has this number.
    [[nodiscard]] std::uint32_t now() const noexcept { return static_cast<std::uint32_t>(standing.ticks); }
};

/// One tick; in mode `none` everybody wanders.
void run_tick(SiegeState& siege, bool wandering) noexcept;

[[nodiscard]] constexpr bool is_within(FixedPoint a, FixedPoint b, std::int32_t reach) noexcept {
    return squared_distance(a, b) <= std::int64_t{reach} * reach;
}

}  // namespace outrider::sim::siege
