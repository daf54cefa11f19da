// The player's towers: each keeps the target that it has while that is within range, so that few of them look around in
// a tick.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "game/sim/siege/siege.h"
#include "game/sim/units.h"
#include "shared/grid.h"

namespace outrider::sim::siege {

struct SiegeState;

/// Whom a tower shoots at.
struct TowerTarget {
    UnitIndex unit = kNobody;
    std::uint32_t number = 0;
};

struct Batteries {
    Batteries(const GridLayout& layout, std::uint32_t most_units);

    std::vector<TowerTarget> target;        ///< by TowerIndex
    std::vector<std::uint16_t> raiders_in;  ///< by blocks of 4 by 4 cells; scratch memory: where mortars aim
    std::vector<UnitIndex> struck;          ///< scratch memory
};

/// Once a tick, after everyone has moved: towers shoot and shells land.
void run_towers(SiegeState& siege) noexcept;

[[nodiscard]] std::uint64_t hash_of(const Batteries& batteries, std::span<const Shell> shells) noexcept;

}  // namespace outrider::sim::siege
