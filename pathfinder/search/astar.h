// A*, plain and clear: the reference that every other search must agree with in status and length.
// P. E. Hart, N. J. Nilsson, B. Raphael, "A Formal Basis for the Heuristic Determination of Minimum Cost Paths",
// IEEE Trans. Systems Science and Cybernetics 4(2), 1968.
//
// Tie rule: cells are expanded in the order of open_list.h; of two equally short ways to a cell the one found first
// stays; neighbours are looked at east, south, west, north, then south-east, south-west, north-west, north-east.
#pragma once

#include "pathfinder/search/scratch_memory.h"
#include "pathfinder/search/search.h"

namespace outrider::search {

/// REQUIRES: `scratch` is prepared for maps of this size; start and goal are free, different and in the map.
/// Throws std::bad_alloc if a heap must grow and cannot.
[[nodiscard]] SearchResult search_astar(const MapView& map, const PathQuery& query, const StopSignal& stop,
                                        ScratchMemory& scratch);

}  // namespace outrider::search
