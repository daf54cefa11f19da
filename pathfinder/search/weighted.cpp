// How the path of the tie rule is found (weighted.h). Steps cost the same there and back; C is the least cost.
//
// Without a guide the search mostly runs from the goal towards the start, so that what it learns are costs to the goal.
// It expands every cell whose cost and estimate make up C or less. A cell on a way of least cost has exactly C or less
// with its true cost, as the estimate is consistent, and so has every cell after it on that way: by induction from the
// goal all of them are expanded with their true costs. No known cost is below the true one. So a step from a cell of
// true cost lies on a way of least cost if and only if the known costs of its ends differ by what it costs, and the
// path is read off from the start.
//
// With a guide, whose costs to the goal are nearly right already, the search runs from the start, and expands nothing
// but cells with less than C: where the guide is right, and many ways cost the same, these are few. Those of exactly C
// are looked for afterwards, from the start in the order of the tie rule: a cell is worth a visit if the way to it is
// not known to be dearer than another, and with the estimate makes up no more than C. A cell where this order comes to
// a dead end is never entered again:
// - Nothing that lies on a way of least cost is refused: there the way to it has its true cost g, which no known cost
//   is below, and estimates are not above what is left.
// - A cell is only entered at its true cost g. If g and the estimate make up less than C, it was expanded with g, and
//   ways dearer than g are refused. Otherwise the estimate is at least C - g, and dearer ways make up more than C.
// So what was found dead once is dead, and the first way that arrives is the one of the tie rule. The same holds for
// every consistent estimate, so searches without a guide may run from the start, too; those with a node budget must,
// for the sake of a partial path.
#include "pathfinder/search/weighted.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <new>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "pathfinder/search/cell_table.h"
#include "pathfinder/search/estimates.h"
#include "pathfinder/search/multipliers.h"
#include "pathfinder/search/scratch_memory.h"
#include "pathfinder/search/search_progress.h"
#include "pathfinder/search/weighted_open.h"

namespace outrider::search {
namespace {

/// East, south, west, north, then the diagonals.
constexpr std::array<Cell, 8> kSteps = {{{1, 0}, {0, 1}, {-1, 0}, {0, -1}, {1, 1}, {-1, 1}, {-1, -1}, {1, -1}}};
constexpr std::uint8_t kNoStep = 8;

/// A cell on the way from the start that is being tried.
struct Footprint {
    WeightedCost cost;  ///< of the way to here
    PackedCell cell;
    std::uint8_t step;   ///< of kSteps, the one that led here, or kNoStep
    std::uint8_t tried;  ///< how many steps on were tried
};

/// All that a search needs besides the map and the query.
struct Memory {
    CellTable cells;
    OpenBuckets buckets;  ///< for all but guided searches
    OpenHeap heap;        ///< for those
    std::vector<Footprint> way;
    PathAssembly path;
    std::span<PackedCell> trace;  ///< of the running search

    void prepare(const GridLayout& layout) {
        const auto count = static_cast<std::size_t>(layout.width_cells) * static_cast<std::size_t>(layout.height_cells);
        cells.prepare(layout);
        buckets.reserve(count / 4 + 64);
        heap.reserve(count / 16 + 64);
        way.reserve(count / 16 + 64);
        path.prepare(count / 16 + 64);
    }
};

/// Which cells are expanded: those below the least cost, or those of just that, too.
enum class Ties { kLeft, kExpanded };

/// One search from `from` to `to`.
template <class Open, class Estimate>
class WeightedSearch {
public:
    WeightedSearch(const Multipliers& multipliers, Cell from, Cell to, const PathQuery& query, const StopSignal& stop,
                   const Estimate& estimate, Memory& memory, Open& open)
        : from_(from),
          to_(to),
          has_budget_(query.node_budget != 0),
          is_sapper_(query.wall_factor != 0),
          multiplier_source_(multipliers),
          estimate_(estimate),
          memory_(memory),
          open_(open),
          array_(memory.cells.array()),
          costs_(memory.cells.costs()),
          multipliers_(memory.cells.multipliers()),
          cost_there_(costs_[array_.index_of(to)]),
          progress_({from, to, Algorithm::kAStar, query.node_budget}, stop, memory.trace) {
        memory_.cells.begin_query();
        memory_.cells.come_to(from, multipliers);
        memory_.cells.come_to(to, multipliers);
    }

    /// Expands cells until the least cost is known. Afterwards `cost_there_` is it, or kUnknown.
    [[nodiscard]] AnswerStatus run(Ties ties) {
        if (multipliers_[array_.index_of(from_)] == 0 || cost_there_ == 0) return AnswerStatus::kUnreachable;
        if (progress_.should_stop()) return AnswerStatus::kCancelled;
        begin();
        return is_sapper_ ? expand_all<true>(ties) : expand_all<false>(ties);
    }

    /// Works out the costs from `from` to all cells. False if stopped.
    [[nodiscard]] bool flood() {
        if (multipliers_[array_.index_of(from_)] == 0) return true;
        begin();
        return is_sapper_ ? expand_everything<true>() : expand_everything<false>();
    }

    /// From `to` to `from`, by known costs. REQUIRES: run(Ties::kExpanded) gave kFound.
    [[nodiscard]] WeightedResult path_back() {
        WeightedResult found = result(AnswerStatus::kFound);
        found.weighted_cost = walk_back(to_);
        found.cost = memory_.path.cost();
        found.turning_points = memory_.path.finish_from_start();
        return found;
    }

    /// From `from` to `to`. REQUIRES: run() gave kFound. Known costs are lost.
    [[nodiscard]] WeightedResult path_there() {
        const WeightedCost total = cost_there_;
        memory_.way.assign(1, {0, pack(from_), kNoStep, 0});
        while (memory_.way.back().cell != pack(to_)) {
            if (try_next_step(total)) continue;
            costs_[array_.index_of(unpack(memory_.way.back().cell))] = 0;  // every other way here is dearer: refused
            memory_.way.pop_back();
        }
        memory_.path.begin(from_);
        for (const Footprint& print : memory_.way) memory_.path.add_run_to(unpack(print.cell));
        WeightedResult found = result(AnswerStatus::kFound);
        found.weighted_cost = total;
        found.cost = memory_.path.cost();
        found.turning_points = memory_.path.finish_from_start();
        return found;
    }

    /// To the expanded cell nearest to `to`, the best way that is known.
    [[nodiscard]] WeightedResult path_to_nearest() {
        WeightedResult partial = result(AnswerStatus::kPartial);
        partial.weighted_cost = walk_back(progress_.nearest());
        partial.cost = memory_.path.cost();
        partial.turning_points = memory_.path.finish();
        return partial;
    }

    [[nodiscard]] WeightedResult result(AnswerStatus status) const noexcept { return {progress_.result(status), 0}; }

private:
    void begin() {
        const std::ptrdiff_t start = array_.index_of(from_);
        const WeightedCost h = estimate_(pack(from_), start);
        const WeightedCost cheapest_step = WeightedCost{2} * multiplier_source_.least() * kStraightLength;
        if constexpr (std::is_same_v<Open, OpenHeap>) {
            open_.begin_query(h, cheapest_step / 4);
        } else {
            open_.begin_query(static_cast<std::uint32_t>(std::bit_width(cheapest_step)) - 1, h);
        }
        costs_[start] = 0;
        open_.push(h, 0, pack(from_));
    }

    template <bool kSapper>
    [[nodiscard]] AnswerStatus expand_all(Ties ties) {
        const WeightedCost beyond = ties == Ties::kExpanded ? 1 : 0;
        // The least f that need not be expanded. Nothing costs kUnknown - 1.
        const auto limit = [&] { return cost_there_ == kUnknown ? kUnknown : cost_there_ + beyond; };
        while (!open_.empty() && open_.least_f() < limit()) {
            const auto entry = open_.take();
            const Cell cell = unpack(entry.cell);
            const std::ptrdiff_t index = array_.index_of(cell);
            if (costs_[index] != entry.cost) continue;  // expanded already, by a better entry
            // Nobody asks how near the end a cell is, unless a way there is known or the budget may end.
            WeightedCost h = 0;
            if (has_budget_ || cost_there_ != kUnknown) {
                h = estimate_(entry.cell, index);
                if (entry.cost + h >= limit()) continue;
            }
            if (progress_.is_budget_used_up()) return AnswerStatus::kPartial;
            if (progress_.should_stop()) return AnswerStatus::kCancelled;
            progress_.expand(cell, h);
            memory_.cells.come_to(cell, multiplier_source_);
            expand<kSapper>(entry.cell, index);
        }
        return cost_there_ == kUnknown ? AnswerStatus::kUnreachable : AnswerStatus::kFound;
    }

    template <bool kSapper>
    [[nodiscard]] bool expand_everything() {
        while (!open_.empty()) {
            static_cast<void>(open_.least_f());
            const auto entry = open_.take();
            const Cell cell = unpack(entry.cell);
            const std::ptrdiff_t index = array_.index_of(cell);
            if (costs_[index] != entry.cost) continue;
            if (progress_.should_stop()) return false;
            progress_.expand(cell, 0);
            memory_.cells.come_to(cell, multiplier_source_);
            expand<kSapper>(entry.cell, index);
        }
        return true;
    }

    template <bool kSapper>
    void expand(PackedCell cell, std::ptrdiff_t index) {
        const std::ptrdiff_t down = array_.stride_cells;
        const std::uint32_t* const multipliers = multipliers_ + index;
        WeightedCost* const costs = costs_ + index;
        const WeightedCost cost = costs[0];
        const WeightedCost here = cost_part<kSapper>(multipliers[0]);
        const auto reach = [&](std::ptrdiff_t step, std::uint32_t cell_step, WeightedCost new_cost) {
            if (new_cost >= costs[step]) return;
            costs[step] = new_cost;
            const PackedCell to{cell.bits + cell_step};
            open_.push(new_cost + estimate_(to, index + step), new_cost, to);
            progress_.generate();
        };
        // Impassable cells need no question: nothing is below their cost.
        const auto reach_straight = [&](std::ptrdiff_t step, std::uint32_t cell_step) {
            reach(step, cell_step, cost + kStraightLength * (here + cost_part<kSapper>(multipliers[step])));
        };
        constexpr std::uint32_t kDown = 1U << 16U;
        reach_straight(1, 1);
        reach_straight(down, kDown);
        reach_straight(-1, 0U - 1);
        reach_straight(-down, 0U - kDown);
        if (kSapper && !is_open<kSapper>(multipliers[0])) return;
        const bool east = is_open<kSapper>(multipliers[1]);
        const bool south = is_open<kSapper>(multipliers[down]);
        const bool west = is_open<kSapper>(multipliers[-1]);
        const bool north = is_open<kSapper>(multipliers[-down]);
        const auto reach_diagonally = [&](bool sides_are_open, std::ptrdiff_t step, std::uint32_t cell_step) {
            const bool legal = sides_are_open & (!kSapper || is_open<kSapper>(multipliers[step]));
            const WeightedCost new_cost = cost + kDiagonalLength * (here + cost_part<kSapper>(multipliers[step]));
            reach(step, cell_step, legal ? new_cost : kUnknown);
        };
        reach_diagonally(south & east, down + 1, kDown + 1);
        reach_diagonally(south & west, down - 1, kDown - 1);
        reach_diagonally(north & west, -down - 1, 0U - kDown - 1);
        reach_diagonally(north & east, -down + 1, 0U - kDown + 1);
    }

    [[nodiscard]] std::ptrdiff_t offset(Cell step) const noexcept { return step.y * array_.stride_cells + step.x; }

    /// Of a step to a neighbour of a passable cell; kUnknown if it is not legal.
    [[nodiscard]] WeightedCost step_cost(std::ptrdiff_t from, Cell step) const noexcept {
        const std::ptrdiff_t across = from + step.x;
        const std::ptrdiff_t down = from + step.y * array_.stride_cells;
        const std::ptrdiff_t to = down + step.x;
        if (multipliers_[to] == 0) return kUnknown;
        const WeightedCost sum = cost_part<true>(multipliers_[from]) + cost_part<true>(multipliers_[to]);
        if (step.x == 0 || step.y == 0) return kStraightLength * sum;
        for (const std::ptrdiff_t cell : {from, across, down, to}) {
            if (!is_open<true>(multipliers_[cell])) return kUnknown;
        }
        return kDiagonalLength * sum;
    }

    /// Goes on from the end of the way. False if nothing is left to try there.
    [[nodiscard]] bool try_next_step(WeightedCost total) {
        Footprint& here = memory_.way.back();
        const Cell cell = unpack(here.cell);
        const std::ptrdiff_t index = array_.index_of(cell);
        memory_.cells.come_to(cell, multiplier_source_);
        while (here.tried <= kSteps.size()) {
            // Straight on first.
            const std::uint8_t step = here.tried == 0 ? here.step : static_cast<std::uint8_t>(here.tried - 1);
            const bool is_news = here.tried++ == 0 ? step != kNoStep : step != here.step;
            if (!is_news) continue;
            const Cell by = kSteps[step];
            const std::ptrdiff_t next = index + offset(by);
            const WeightedCost step_costs = step_cost(index, by);
            if (step_costs == kUnknown) continue;
            const WeightedCost cost = here.cost + step_costs;
            const PackedCell to = pack({cell.x + by.x, cell.y + by.y});
            if (costs_[next] < cost || cost + estimate_(to, next) > total) continue;
            memory_.way.push_back({cost, to, step, 0});
            return true;
        }
        return false;
    }

    /// Is the best known way to `index` one whose last step comes from there, or a dearer one?
    [[nodiscard]] bool comes_from(std::ptrdiff_t index, Cell step_back) const noexcept {
        const WeightedCost before = costs_[index + offset(step_back)];
        if (before >= costs_[index]) return false;
        const WeightedCost step = step_cost(index, step_back);
        return step <= costs_[index] - before;
    }

    /// Puts the best known way together from its end. It is not kept but read from the costs, as every known cost but
    /// the start's is that of a neighbour and a step, or more if the neighbour's cost fell later. Returns its cost.
    [[nodiscard]] WeightedCost walk_back(Cell end) {
        memory_.path.begin(end);
        WeightedCost total = 0;
        Cell step_back{};
        for (Cell at = end; at != from_;) {
            const std::ptrdiff_t index = array_.index_of(at);
            if (step_back == Cell{} || !comes_from(index, step_back)) {
                step_back = *std::ranges::find_if(kSteps, [&](Cell step) { return comes_from(index, step); });
            }
            total += step_cost(index, step_back);
            at = {at.x + step_back.x, at.y + step_back.y};
            memory_.path.add_run_to(at);
        }
        return total;
    }

    const Cell from_;
    const Cell to_;
    const bool has_budget_;
    const bool is_sapper_;
    const Multipliers& multiplier_source_;
    const Estimate& estimate_;
    Memory& memory_;
    Open& open_;
    const CellArray& array_;
    WeightedCost* const costs_;
    const std::uint32_t* const multipliers_;
    const WeightedCost& cost_there_;  ///< the best known; 0 where nobody can stand
    SearchProgress progress_;
};

[[nodiscard]] WeightedResult search_from_goal(const Multipliers& multipliers, const PathQuery& query,
                                              const StopSignal& stop, Memory& memory) {
    const EmptyMapEstimate estimate(query.start, multipliers.least());
    WeightedSearch search(multipliers, query.goal, query.start, query, stop, estimate, memory, memory.buckets);
    const AnswerStatus status = search.run(Ties::kExpanded);
    return status == AnswerStatus::kFound ? search.path_back() : search.result(status);
}

[[nodiscard]] WeightedResult search_from_start(const Multipliers& multipliers, const PathQuery& query,
                                               const StopSignal& stop, Memory& memory) {
    const EmptyMapEstimate estimate(query.goal, multipliers.least());
    WeightedSearch search(multipliers, query.start, query.goal, query, stop, estimate, memory, memory.buckets);
    const AnswerStatus status = search.run(Ties::kLeft);
    if (status == AnswerStatus::kPartial) return search.path_to_nearest();
    return status == AnswerStatus::kFound ? search.path_there() : search.result(status);
}

/// How far a search can spread from here before it meets the edge of the map.
[[nodiscard]] std::int32_t room_cells(const MapView& map, Cell cell) noexcept {
    return std::min(std::min(cell.x, map.width_cells() - 1 - cell.x),
                    std::min(cell.y, map.height_cells() - 1 - cell.y));
}

/// Without a guide both directions give the same path. From the start its way costs half a search more to find, so that
/// is for goals in the open and starts at the edge: a search from there spreads over half as many cells.
[[nodiscard]] bool is_better_from_start(const MapView& map, const PathQuery& query) noexcept {
    return room_cells(map, query.start) < room_cells(map, query.goal) / 2;
}

[[nodiscard]] WeightedResult search_guided(const Multipliers& multipliers, const PathQuery& query,
                                           const StopSignal& stop, const GuideEstimate& guide, Memory& memory) {
    // Where the guide knew no way there is none now.
    if (guide.lower[memory.cells.array().index_of(query.start)] == kUnknown) return {};
    WeightedSearch search(multipliers, query.start, query.goal, query, stop, guide, memory, memory.heap);
    const AnswerStatus status = search.run(Ties::kLeft);
    return status == AnswerStatus::kFound ? search.path_there() : search.result(status);
}

[[nodiscard]] bool flood(const Multipliers& multipliers, const PathQuery& query, const StopSignal& stop,
                         Memory& memory) {
    return WeightedSearch(multipliers, query.goal, query.goal, query, stop, NoEstimate{}, memory, memory.buckets)
        .flood();
}

}  // namespace

struct WeightedSearcher::Scratch : Memory {};

WeightedSearcher::WeightedSearcher() : scratch_(std::make_unique<Scratch>()) {}
WeightedSearcher::~WeightedSearcher() = default;
WeightedSearcher::WeightedSearcher(WeightedSearcher&&) noexcept = default;
WeightedSearcher& WeightedSearcher::operator=(WeightedSearcher&&) noexcept = default;

void WeightedSearcher::prepare(const GridLayout& layout) { scratch_->prepare(layout); }

WeightedResult WeightedSearcher::search(const MapView& map, const CostField& field, const PathQuery& query,
                                        const StopSignal& stop, const GoalGuide* guide,
                                        std::span<PackedCell> trace) noexcept {
    assert(map.contains(query.start) && map.contains(query.goal) && "start and goal lie in the map");
    assert(scratch_->cells.is_prepared_for(map.layout()) && "prepare() was called for maps of this size");
    assert((guide == nullptr || guide->serves(query)) && "the guide serves the query");
    scratch_->trace = trace;
    try {
        const Multipliers multipliers(map, field, query);
        if (guide != nullptr) {
            return search_guided(multipliers, query, stop, guide->estimate_for(query.danger_weight), *scratch_);
        }
        if (query.node_budget != 0 || is_better_from_start(map, query)) {
            return search_from_start(multipliers, query, stop, *scratch_);
        }
        return search_from_goal(multipliers, query, stop, *scratch_);
    } catch (const std::bad_alloc&) {
        WeightedResult out_of_memory;
        out_of_memory.status = AnswerStatus::kFailed;
        return out_of_memory;
    }
}

bool WeightedSearcher::make_guide(const MapView& map, const CostField& field, const PathQuery& query, GoalGuide& guide,
                                  const StopSignal& stop) noexcept {
    assert(scratch_->cells.is_prepared_for(map.layout()) && "prepare() was called for maps of this size");
    guide.forget();
    scratch_->trace = {};
    PathQuery flooding = query;
    flooding.node_budget = 0;
    try {
        for (std::size_t i = 0; i < guide.weights_.size(); ++i) {
            assert(guide.costs_[i].size() == scratch_->cells.array().cells() && "the guide is prepared for this size");
            flooding.danger_weight = guide.weights_[i];
            if (!flood(Multipliers(map, field, flooding), flooding, stop, *scratch_)) return false;
            scratch_->cells.copy_costs(guide.costs_[i].data());
        }
    } catch (const std::bad_alloc&) {
        return false;
    }
    guide.lead_to(query);
    return true;
}

}  // namespace outrider::search
