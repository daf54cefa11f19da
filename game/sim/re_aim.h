// Moving targets: a shortest way that is mended in place of searching anew, where what comes of it is a shortest way
// again, exactly. A pure function.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "game/sim/land.h"
#include "shared/grid.h"

namespace outrider::sim {

/// How a way was mended.
enum class ReAimed : std::uint8_t {
    kNot = 0,         ///< nothing that is certain: search
    kCut = 1,         ///< the new goal lies on the old way: each part of a shortest way is a shortest way
    kLengthened = 2,  ///< the old way and a straight continuation are as long as the way on an empty map would be
};

/// A shortest way from `from` to `goal` as the land is now: turning points, the goal last, into `way` (never empty
/// then). `ahead`: the turning points still ahead on the present way, each in one of the eight directions from the one
/// before, the first from `from`; it may be empty. `is_shortest`: they are a shortest way on the land as it is now
/// (then they are legal, too).
/// Allocates only when `way` has too little room. REQUIRES: from and goal are free cells of the land.
[[nodiscard]] ReAimed re_aim(const Land& land, Cell from, std::span<const PackedCell> ahead, bool is_shortest,
                             Cell goal, std::vector<PackedCell>& way);

}  // namespace outrider::sim
