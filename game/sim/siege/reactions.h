// The reaction meter: how long the horde takes to find new ways. Works on Mind.
#pragma once

#include <cstdint>

#include "game/sim/siege/mind_state.h"
#include "game/sim/units.h"

namespace outrider::sim::siege {

/// Walls came up; whom they concern will turn out.
void begin_reaction(Mind& mind) noexcept;
/// The event concerns this unit, unless an earlier one still does.
void concern(Mind& mind, UnitIndex unit) noexcept;
/// Everyone has been looked at.
void close_reaction(Mind& mind) noexcept;
/// The unit has a new way, or knows that there is none.
void settle(Mind& mind, UnitIndex unit) noexcept;
/// The unit is gone.
void no_longer_concerned(Mind& mind, UnitIndex unit) noexcept;
/// How long the oldest reaction has been going on; 0: there is none.
[[nodiscard]] std::uint32_t pending_ticks(const Mind& mind) noexcept;

}  // namespace outrider::sim::siege
