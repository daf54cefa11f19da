// Jump Point Search for octile grids without corner cutting, with block scanning and pruned successors: JPS (B+P).
// D. Harabor, A. Grastien, "Online Graph Pruning for Pathfinding on Grid Maps", AAAI 2011, and "Improving Jump Point
// Search", ICAPS 2014; the rules for forced neighbours without corner cutting are those of its section on that variant.
//
// Tie rule: nodes are expanded in the order of open_list.h; of two equally short ways to a node the one found first
// stays the way that is reported; directions are followed in the order of `Heading` below.
#pragma once

#include "pathfinder/search/scratch_memory.h"
#include "pathfinder/search/search.h"

namespace outrider::search {

/// REQUIRES: `scratch` is prepared for maps of this size; start and goal are free, different and in the map.
/// Throws std::bad_alloc if a heap must grow and cannot.
[[nodiscard]] SearchResult search_jps(const MapView& map, const PathQuery& query, const StopSignal& stop,
                                      ScratchMemory& scratch);

}  // namespace outrider::search
