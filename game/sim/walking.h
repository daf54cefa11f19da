// The tick: every unit takes its part of a step, along its path or, in mode `none`, by the local rule.
#pragma once

#include "game/sim/world_state.h"

namespace outrider::sim {

void walk_all(WorldState& world) noexcept;

/// Changes between paths and the local rule, when the mode becomes `none` or leaves it.
void set_wandering(WorldState& world, bool wandering) noexcept;

/// Forgets the path; a step that has begun is still walked to its end. The state is for the caller to set.
void drop_path(WorldState& world, UnitIndex unit) noexcept;
/// The unit has been where it wanted to be, and wants to be elsewhere.
void arrive(WorldState& world, UnitIndex unit) noexcept;
/// The way is cut: the unit stands (after the step that it is on) and asks again.
void cut_way(WorldState& world, UnitIndex unit) noexcept;
/// The goal cannot be reached: the unit stands a moment, then picks another.
void give_up_goal(WorldState& world, UnitIndex unit) noexcept;

}  // namespace outrider::sim
