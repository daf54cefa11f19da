// Jump Point Search for octile grids without corner cutting, with block scanning and pruned successors: JPS (B+P).
// D. Harabor, A. Grastien, "Online Graph Pruning for Pathfinding on Grid Maps", AAAI 2011, and "Improving Jump Point
// Search", ICAPS 2014; the rules for forced neighbours without corner cutting are those of its section on that variant.
//
// Runs are looked up in bitmaps of their stops (jump_map.h). Open cells lie in buckets (bucket_queue.h), so a cell may
// be expanded more than once; the way that is found is a shortest one all the same.
//
// Tie rule: cells are expanded in the order of bucket_queue.h; of two equally short ways to a cell the one found first
// stays the way that is reported; directions are followed in the order of `Heading`, but the one towards the goal
// first.
#pragma once

#include "pathfinder/search/jump_map.h"
#include "pathfinder/search/scratch_memory.h"
#include "pathfinder/search/search.h"

namespace outrider::search {

/// REQUIRES: `jumps` is up to date with `map`; `scratch` is prepared for maps of this size; start and goal are free,
/// different and in the map. Throws std::bad_alloc if a heap must grow and cannot.
[[nodiscard]] SearchResult search_jps(const MapView& map, const JumpMap& jumps, const PathQuery& query,
                                      const StopSignal& stop, ScratchMemory& scratch);

}  // namespace outrider::search
