#include "pathfinder/search/search.h"

#include <cassert>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

#include "pathfinder/search/astar.h"
#include "pathfinder/search/eroded_map.h"
#include "pathfinder/search/flow_field.h"
#include "pathfinder/search/guided.h"
#include "pathfinder/search/imagined_map.h"
#include "pathfinder/search/jps.h"
#include "pathfinder/search/jump_map.h"
#include "pathfinder/search/region_map.h"
#include "pathfinder/search/scratch_memory.h"
#include "pathfinder/search/smoothing.h"
#include "pathfinder/search/weighted.h"

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

/// What is known of one line of map versions. Each part from the first query that needs it.
struct Views {
    std::unique_ptr<Derived> derived;
    std::unique_ptr<WideMap> wide;
};

/// For queries with walls that are not there: maps of their own, and what is known of these.
struct Imagination {
    ImaginedMap map;
    Views views;

    explicit Imagination(const GridLayout& layout) { map.prepare(layout); }
};

/// What a flow field takes.
struct FieldMaker {
    FlowFieldBuilder builder;
    FlowField field;
    std::vector<PackedCell> points;

    explicit FieldMaker(const GridLayout& layout) {
        builder.prepare(layout);
        field.prepare(layout);
        points.reserve(field.layout().total_points());
    }
};

/// The one that is there, or made for maps of this size. Throws std::bad_alloc.
template <class Tool>
[[nodiscard]] Tool& tool(std::unique_ptr<Tool>& place, const GridLayout& layout) {
    if (place) return *place;
    if constexpr (std::is_constructible_v<Tool, const GridLayout&>) {
        place = std::make_unique<Tool>(layout);
    } else {
        auto made = std::make_unique<Tool>();
        made->prepare(layout);
        place = std::move(made);
    }
    return *place;
}

}  // namespace

struct Searcher::Scratch : ScratchMemory {
    GridLayout layout;
    Views views;
    // Each from the first query that needs it.
    std::unique_ptr<Imagination> imagination;
    std::unique_ptr<GuidedSearcher> weighted;
    std::unique_ptr<PathSmoother> smoother;
    std::unique_ptr<FieldMaker> fields;
};

namespace {

[[nodiscard]] SearchResult failed_for_memory() noexcept {
    SearchResult failed;
    failed.status = AnswerStatus::kFailed;
    return failed;
}

[[nodiscard]] SearchResult stay(ScratchMemory& scratch, Cell cell) {
    scratch.path.begin(cell);
    SearchResult result;
    result.status = AnswerStatus::kFound;
    result.turning_points = scratch.path.finish();
    return result;
}

/// The map as the unit sees it, and what is known of it. `map` and `costs` are as the cells are.
struct Ground {
    const MapView& map;
    const CostField& costs;
    MapView passable;
    Derived& derived;
};

}  // namespace

/// One query at work.
class Searcher::Run {
public:
    Run(Scratch& scratch, const Ground& ground, const PathQuery& query, const StopSignal& stop) noexcept
        : scratch_(scratch), ground_(ground), query_(query), stop_(stop) {
        if (!query.breaks_walls()) query_.wall_factor = 0;
    }

    // A goal that cannot be reached is replaced before the search by the cell that a unit would go to instead.
    [[nodiscard]] SearchResult answer() {
        if (!may_stand(query_.start)) return {};
        bool is_goal = true;
        if (query_.or_nearest && query_.wall_factor == 0) {
            ground_.derived.regions.follow(ground_.passable);
            const auto nearest = ground_.derived.regions.nearest_connected(query_.goal, query_.start);
            is_goal = query_.goal == std::exchange(query_.goal, nearest.value_or(query_.goal));
        }
        SearchResult result = smoothed(search());
        if (!is_goal && result.status == AnswerStatus::kFound) result.status = AnswerStatus::kPartial;
        return result;
    }

private:
    [[nodiscard]] bool may_stand(Cell cell) const noexcept {
        return query_.wall_factor != 0 || ground_.passable.is_free(cell);
    }

    [[nodiscard]] SearchResult search() {
        if (!may_stand(query_.goal)) return {};
        if (query_.start == query_.goal && query_.wall_factor == 0) return stay(scratch_, query_.start);
        // The reference stands on its own feet: it knows nothing but the cells.
        if (query_.algorithm == Algorithm::kAStar) return search_astar(ground_.passable, query_, stop_, scratch_);
        if (query_.wall_factor == 0 && !is_connected()) return {};
        if (is_weighted()) {
            return tool(scratch_.weighted, scratch_.layout)
                .search(ground_.map, ground_.costs, query_, stop_, scratch_.trace);
        }
        ground_.derived.jumps.follow(ground_.passable);
        return search_jps(ground_.passable, ground_.derived.jumps, query_, stop_, scratch_);
    }

    [[nodiscard]] bool is_connected() {
        ground_.derived.regions.follow(ground_.passable);
        return ground_.derived.regions.connected(query_.start, query_.goal);
    }

    [[nodiscard]] bool is_weighted() const noexcept {
        return query_.algorithm == Algorithm::kWeighted && !is_plain(ground_.costs, query_);
    }

    [[nodiscard]] SearchResult smoothed(SearchResult result) {
        if (!query_.is_smoothed()) return result;
        result.turning_points =
            tool(scratch_.smoother, scratch_.layout).smooth(ground_.map, query_.clearance, result.turning_points);
        return result;
    }

    Scratch& scratch_;
    const Ground ground_;
    PathQuery query_;
    const StopSignal& stop_;
};

Searcher::Searcher() : scratch_(std::make_unique<Scratch>()) {}
Searcher::~Searcher() = default;
Searcher::Searcher(Searcher&&) noexcept = default;
Searcher& Searcher::operator=(Searcher&&) noexcept = default;

void Searcher::prepare(const GridLayout& layout) {
    scratch_ = std::make_unique<Scratch>();
    scratch_->layout = layout;
    scratch_->prepare(layout);
    scratch_->views.derived = std::make_unique<Derived>(layout);
}

void Searcher::trace_expansions(std::span<PackedCell> cells) noexcept { scratch_->trace = cells; }

SearchResult Searcher::search(const MapView& map, const PathQuery& query, const StopSignal& stop,
                              const CostField& costs) noexcept {
    assert(map.contains(query.start) && map.contains(query.goal) && "start and goal lie in the map");
    assert(scratch_->nodes.is_prepared_for(map.layout()) && "prepare() was called for maps of this size");
    const auto answer_on = [&](const MapView& seen, Views& views) {
        if (query.clearance == Clearance::kOneCell) {
            Derived& derived = tool(views.derived, scratch_->layout);
            return Run(*scratch_, {seen, costs, seen, derived}, query, stop).answer();
        }
        WideMap& wide = tool(views.wide, scratch_->layout);
        wide.eroded.follow(seen);
        return Run(*scratch_, {seen, costs, wide.eroded.view(), wide.derived}, query, stop).answer();
    };
    try {
        if (!query.what_if.any()) return answer_on(map, scratch_->views);
        Imagination& imagination = tool(scratch_->imagination, scratch_->layout);
        return answer_on(imagination.map.with_walls(map, query.what_if), imagination.views);
    } catch (const std::bad_alloc&) {
        return failed_for_memory();
    }
}

SearchResult Searcher::flow_field(const MapView& map, const PathQuery& query, const StopSignal& stop) noexcept {
    assert(map.contains(query.goal) && "the goal lies in the map");
    try {
        FieldMaker& maker = tool(scratch_->fields, scratch_->layout);
        SearchResult result;
        if (!maker.builder.build(map, query.goal, query.clearance, maker.field, stop)) {
            result.status = AnswerStatus::kCancelled;
            return result;
        }
        if (maker.field.at(query.goal) != FlowStep::kGoal) return result;
        maker.field.copy_to(maker.points);
        result.status = AnswerStatus::kFound;
        result.turning_points = maker.points;
        return result;
    } catch (const std::bad_alloc&) {
        return failed_for_memory();
    }
}

}  // namespace outrider::search
