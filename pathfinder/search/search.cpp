#include "pathfinder/search/search.h"

#include <cassert>
#include <new>

#include "pathfinder/search/astar.h"
#include "pathfinder/search/eroded_map.h"
#include "pathfinder/search/jps.h"
#include "pathfinder/search/jump_map.h"
#include "pathfinder/search/scratch_memory.h"

namespace outrider::search {

namespace {

/// The map as a unit of 2 by 2 cells sees it.
struct WideMap {
    ErodedMap eroded;
    JumpMap jumps;

    explicit WideMap(const GridLayout& layout) {
        eroded.prepare(layout);
        jumps.prepare(layout);
    }
};

}  // namespace

struct Searcher::Scratch : ScratchMemory {
    GridLayout layout;
    JumpMap jumps;
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

[[nodiscard]] SearchResult run(const MapView& map, JumpMap& jumps, const PathQuery& query, const StopSignal& stop,
                               ScratchMemory& scratch) {
    if (!map.is_free(query.start) || !map.is_free(query.goal)) return {};
    if (query.start == query.goal) return stay(scratch, query.start);
    switch (query.algorithm) {
        case Algorithm::kAStar: return search_astar(map, query, stop, scratch);
        case Algorithm::kJps: jumps.follow(map); return search_jps(map, jumps, query, stop, scratch);
    }
    return {};
}

}  // namespace

Searcher::Searcher() : scratch_(std::make_unique<Scratch>()) {}
Searcher::~Searcher() = default;
Searcher::Searcher(Searcher&&) noexcept = default;
Searcher& Searcher::operator=(Searcher&&) noexcept = default;

void Searcher::prepare(const GridLayout& layout) {
    scratch_->layout = layout;
    scratch_->prepare(layout);
    scratch_->jumps.prepare(layout);
    scratch_->wide.reset();
}

SearchResult Searcher::search(const MapView& map, const PathQuery& query, const StopSignal& stop) noexcept {
    assert(map.contains(query.start) && map.contains(query.goal) && "start and goal lie in the map");
    assert(scratch_->nodes.is_prepared_for(map.layout()) && "prepare() was called for maps of this size");
    try {
        if (query.clearance == Clearance::kOneCell) return run(map, scratch_->jumps, query, stop, *scratch_);
        if (!scratch_->wide) scratch_->wide = std::make_unique<WideMap>(scratch_->layout);
        WideMap& wide = *scratch_->wide;
        wide.eroded.follow(map);
        return run(wide.eroded.view(), wide.jumps, query, stop, *scratch_);
    } catch (const std::bad_alloc&) {
        SearchResult out_of_memory;
        out_of_memory.status = AnswerStatus::kFailed;
        return out_of_memory;
    }
}

}  // namespace outrider::search
