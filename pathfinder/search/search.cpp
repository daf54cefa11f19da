#include "pathfinder/search/search.h"

#include <cassert>
#include <new>

#include "pathfinder/search/astar.h"
#include "pathfinder/search/jps.h"
#include "pathfinder/search/scratch_memory.h"

namespace outrider::search {

struct Searcher::Scratch : ScratchMemory {};

namespace {

[[nodiscard]] SearchResult stay(ScratchMemory& scratch, Cell cell) {
    scratch.path.begin(cell);
    SearchResult result;
    result.status = AnswerStatus::kFound;
    result.turning_points = scratch.path.finish();
    return result;
}

[[nodiscard]] SearchResult run(const MapView& map, const PathQuery& query, const StopSignal& stop,
                               ScratchMemory& scratch) {
    if (!map.is_free(query.start) || !map.is_free(query.goal)) return {};
    if (query.start == query.goal) return stay(scratch, query.start);
    switch (query.algorithm) {
        case Algorithm::kAStar: return search_astar(map, query, stop, scratch);
        case Algorithm::kJps: return search_jps(map, query, stop, scratch);
    }
    return {};
}

}  // namespace

Searcher::Searcher() : scratch_(std::make_unique<Scratch>()) {}
Searcher::~Searcher() = default;
Searcher::Searcher(Searcher&&) noexcept = default;
Searcher& Searcher::operator=(Searcher&&) noexcept = default;

void Searcher::prepare(const GridLayout& layout) { scratch_->prepare(layout); }

SearchResult Searcher::search(const MapView& map, const PathQuery& query, const StopSignal& stop) noexcept {
    assert(map.contains(query.start) && map.contains(query.goal) && "start and goal lie in the map");
    assert(scratch_->nodes.is_prepared_for(map.layout()) && "prepare() was called for maps of this size");
    try {
        return run(map, query, stop, *scratch_);
    } catch (const std::bad_alloc&) {
        SearchResult out_of_memory;
        out_of_memory.status = AnswerStatus::kFailed;
        return out_of_memory;
    }
}

}  // namespace outrider::search
