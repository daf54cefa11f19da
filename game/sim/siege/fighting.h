// At arm's length: riders and raiders, raiders and what stands in their way, raiders and the keep.
#pragma once

#include <cstdint>
#include <vector>

#include "game/sim/siege/siege.h"
#include "game/sim/units.h"
#include "shared/grid.h"

namespace outrider::sim::siege {

struct SiegeState;

/// What a rider is about, beside walking.
struct Rider {
    UnitIndex unit = kNobody;
    Cell post;                   ///< where it was sent, and comes back to
    Cell sent_to;                ///< where it is riding
    UnitIndex quarry = kNobody;  ///< whom it rides at
    std::uint32_t quarry_number = 0;
    std::uint32_t obeys_until = 0;  ///< tick: until then it lets fights be
    std::uint32_t looks_at = 0;     ///< tick: when it looks around again
};

struct Riders {
    Riders() { list.reserve(Siege::kMaxRiders); }

    std::vector<Rider> list;  ///< in the order of places
    [[nodiscard]] std::uint64_t hash() const noexcept;
};

/// Once a tick, after the towers: blows are exchanged, walls are dug at, the keep is struck.
void run_fights(SiegeState& siege) noexcept;

[[nodiscard]] Verdict can_hire(const SiegeState& siege) noexcept;
Verdict hire_rider(SiegeState& siege) noexcept;
Verdict select_riders(SiegeState& siege, const SelectRiders& wish) noexcept;
[[nodiscard]] Verdict can_order(const SiegeState& siege, const OrderRiders& wish) noexcept;
Verdict order_riders(SiegeState& siege, const OrderRiders& wish) noexcept;
/// A rider is gone: bookkeeping of folk.h.
void strike_off(SiegeState& siege, UnitIndex rider) noexcept;

}  // namespace outrider::sim::siege
