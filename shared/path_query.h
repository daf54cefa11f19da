// What is asked of a search, the same for whoever asks, carries and answers it.
#pragma once

#include <cstdint>

#include "shared/grid.h"
#include "shared/protocol.h"
#include "shared/what_if.h"

namespace outrider {

inline constexpr std::uint8_t kMaxDetours = 15;
/// What a way that is left to others adds to the danger of each block that it leads through; a block has 255 at most.
inline constexpr std::uint8_t kDetourDanger = 24;

/// One question. Start and goal must lie in the map (they may be blocked: then the answer is `unreachable`).
struct PathQuery {
    Cell start;
    Cell goal;
    Algorithm algorithm = Algorithm::kJps;
    /// Most nodes to expand; 0 is no limit. Used up: `partial`, a path to the expanded node nearest the goal.
    std::uint32_t node_budget = 0;
    /// A cell counts as free if the whole unit fits there.
    Clearance clearance = Clearance::kOneCell;
    /// If the goal cannot be reached (or is blocked): `partial`, a best path to the cell that can be and is nearest
    /// to it by octile distance; of equally near ones the uppermost, then the leftmost. Otherwise: `unreachable`.
    /// Means nothing to who breaks walls.
    bool or_nearest = false;
    /// The path pulled taut: the answer has waypoints at any angle in place of turning points, and each sees the next.
    /// Its cost stays that of the path before. is_smoothed() says for whom.
    bool smooth = false;
    /// kWeighted only: what one unit of danger adds to a cell's multiplier. cost_field.h defines what a step costs.
    std::uint8_t danger_weight = 0;
    /// kWeighted only: of a blocked cell, like a terrain factor; 0: walls cannot be passed. Never passed are blocked
    /// cells on unbreakable ground (cost_field.h).
    std::uint8_t wall_factor = 0;
    /// kWeighted with a danger weight only: how many best ways it leaves to others. After each, the blocks that the way
    /// leads through are kDetourDanger more dangerous to this query, and the next is searched; the answer is the last.
    /// So those who weigh danger alike spread over several ways. (A penalty method for alternative routes: R. Bader,
    /// J. Dees, R. Geisberger, P. Sanders, "Alternative Route Graphs in Road Networks", TAPAS 2011.) At most
    /// kMaxDetours; none with a node budget.
    std::uint8_t detours = 0;
    /// Walls that count as if the map had them; whoever breaks walls breaks these, too. Searched on a copy of the map
    /// and without what is kept from query to query: for a player who has not made up his mind, not for the many.
    WhatIf what_if = {};

    /// Do walls not stop this unit?
    [[nodiscard]] constexpr bool breaks_walls() const noexcept {
        return algorithm == Algorithm::kWeighted && wall_factor != 0;
    }
    /// Is the path to be pulled taut? Not that of kWeighted, whose ways round are meant, nor one that nobody will walk.
    [[nodiscard]] constexpr bool is_smoothed() const noexcept {
        return smooth && algorithm != Algorithm::kWeighted && !what_if.any();
    }

    /// Does it pass over the best way for another one?
    [[nodiscard]] constexpr bool makes_detours() const noexcept {
        return algorithm == Algorithm::kWeighted && detours != 0 && danger_weight != 0 && node_budget == 0;
    }

    friend constexpr bool operator==(const PathQuery&, const PathQuery&) = default;
};

}  // namespace outrider
