#include "pathfinder/search/search.h"

#include <cassert>
#include <new>
#include <utility>

#include "pathfinder/search/astar.h"
#include "pathfinder/search/eroded_map.h"
#include "pathfinder/search/jps.h"
#include "pathfinder/search/jump_map.h"
#include "pathfinder/search/region_map.h"
#include "pathfinder/search/scratch_memory.h"

namespace outrider::search {

namespace {

/// What is derived from a map for the searches on it, and kept up to date with it.
struct Derived {
    JumpMap jumps;
    RegionMap regions;

    explicit Derived(const GridLayout& layout) {
        jumps.prepare(layout);
        regions.prepare(layout);
    }
};

/// The map as a unit of 2 by 2 cells sees it.
struct WideMap {
    ErodedMap eroded;
    Derived derived;

    explicit WideMap(const GridLayout& layout) : derived(layout) { eroded.prepare(layout); }
};

}  // namespace

struct Searcher::Scratch : ScratchMemory {
    GridLayout layout;
    std::unique_ptr<Derived> derived;
    std::unique_ptr<WideMap> wide;  ///< from the first search that needs it
};

namespace {

[[nodiscard]] SearchResult stay(ScratchMemory& scratch, Cell cell) {
    scratch.path.begin(cell);
    SearchResult result;
    result.status = AnswerStatus::kFound;
    result.turning_points = scratch.path.finish();
    return result;
}

[[nodiscard]] SearchResult run(const MapView& map, Derived& derived, const PathQuery& query, const StopSignal& stop,
                               ScratchMemory& scratch) {
    if (!map.is_free(query.goal)) return {};
    if (query.start == query.goal) return stay(scratch, query.start);
    // The reference stands on its own feet: it knows nothing but the cells.
    if (query.algorithm == Algorithm::kAStar) return search_astar(map, query, stop, scratch);
    derived.regions.follow(map);
    if (!derived.regions.connected(query.start, query.goal)) return {};
    derived.jumps.follow(map);
    return search_jps(map, derived.jumps, query, stop, scratch);
}

// A goal that cannot be reached is replaced before the search by the cell that a unit would go to instead.
[[nodiscard]] SearchResult run_or_approach(const MapView& map, Derived& derived, PathQuery query,
                                           const StopSignal& stop, ScratchMemory& scratch) {
    if (!map.is_free(query.start)) return {};
    if (!query.or_nearest) return run(map, derived, query, stop, scratch);
    derived.regions.follow(map);
    const Cell nearest = derived.regions.nearest_connected(query.goal, query.start).value_or(query.goal);
    const bool is_goal = nearest == std::exchange(query.goal, nearest);
    SearchResult result = run(map, derived, query, stop, scratch);
    if (!is_goal && result.status == AnswerStatus::kFound) result.status = AnswerStatus::kPartial;
    return result;
}

}  // namespace

Searcher::Searcher() : scratch_(std::make_unique<Scratch>()) {}
Searcher::~Searcher() = default;
Searcher::Searcher(Searcher&&) noexcept = default;
Searcher& Searcher::operator=(Searcher&&) noexcept = default;

void Searcher::prepare(const GridLayout& layout) {
    scratch_->layout = layout;
    scratch_->prepare(layout);
    scratch_->derived = std::make_unique<Derived>(layout);
    scratch_->wide.reset();
}

SearchResult Searcher::search(const MapView& map, const PathQuery& query, const StopSignal& stop) noexcept {
    assert(map.contains(query.start) && map.contains(query.goal) && "start and goal lie in the map");
    assert(scratch_->nodes.is_prepared_for(map.layout()) && "prepare() was called for maps of this size");
    try {
        if (query.clearance == Clearance::kOneCell) {
            return run_or_approach(map, *scratch_->derived, query, stop, *scratch_);
        }
        if (!scratch_->wide) scratch_->wide = std::make_unique<WideMap>(scratch_->layout);
        WideMap& wide = *scratch_->wide;
        wide.eroded.follow(map);
        return run_or_approach(wide.eroded.view(), wide.derived, query, stop, *scratch_);
    } catch (const std::bad_alloc&) {
        SearchResult out_of_memory;
        out_of_memory.status = AnswerStatus::kFailed;
        return out_of_memory;
    }
}

}  // namespace outrider::search
