// What a unit makes of an answer.
#pragma once

#include "game/sim/world_state.h"

namespace outrider::sim {

void take_answer(WorldState& world, const paths::PathAnswer& answer) noexcept;

}  // namespace outrider::sim
