// Players that are a program: what they do next follows from how the siege stands, and from nothing else. The game's
// numbers were balanced with them, and the recorded game under tests/ is theirs.
#pragma once

#include <vector>

#include "game/sim/siege/siege.h"

namespace outrider::testing {

/// How often a player is asked.
inline constexpr std::uint32_t kPlayerPause_ticks = 30;

using Commands = std::vector<sim::siege::Command>;

/// Scatters arrow towers around the keep, as gold comes in, and does nothing else. Siege is not const because of
/// plan().
[[nodiscard]] Commands play_naively(sim::siege::Siege& siege);

/// Of the valley alone: closes two of the castle's gates, makes who comes by the third walk up and down before its
/// towers, and mends what is dug at.
[[nodiscard]] Commands play_well(sim::siege::Siege& siege);

}  // namespace outrider::testing
