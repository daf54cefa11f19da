#include "tests/bench/bench_search_ours.h"

#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <utility>
#include <variant>

#include "game/sim/random.h"
#include "pathfinder/search/path_check.h"

namespace outrider::bench {
namespace {

using std::chrono::nanoseconds;

constexpr std::uint32_t kEditPlaces = 500;
constexpr std::uint32_t kUnreachableQueries = 2000;
constexpr std::uint32_t kPockets = 100;
/// On small maps there are fewer pockets.
constexpr std::uint32_t kCellsPerPocket = 100;
/// A search that floods the map before it gives up would take all day over them.
constexpr std::chrono::milliseconds kMostTimeForUnreachable{400};

[[nodiscard]] bool contains(const CellRect& rect, Cell cell) noexcept {
    return cell.x >= rect.x0 && cell.x < rect.x1 && cell.y >= rect.y0 && cell.y < rect.y1;
}

/// The first two free neighbours outside `rect`, from the top: from the first of them to the one on its right.
[[nodiscard]] std::optional<Cell> find_step(const MapView& map, const CellRect& rect) {
    for (std::int32_t y = 0; y < map.height_cells(); ++y) {
        for (std::int32_t x = 0; x + 1 < map.width_cells(); ++x) {
            const Cell cell{x, y};
            const Cell next{x + 1, y};
            if (map.is_free(cell) && map.is_free(next) && !contains(rect, cell) && !contains(rect, next)) return cell;
        }
    }
    return std::nullopt;
}

}  // namespace

MemoryFigures memory_in_use() {
    constexpr double kMib_bytes = 1024.0 * 1024.0;
    const auto heap = ::mallinfo2();
    std::uint64_t all_pages = 0;
    std::uint64_t resident_pages = 0;
    std::ifstream("/proc/self/statm") >> all_pages >> resident_pages;
    return {static_cast<double>(heap.uordblks + heap.hblkhd) / kMib_bytes,
            static_cast<double>(resident_pages) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / kMib_bytes};
}

SearchBench::SearchBench(const Course& course, Algorithm algorithm)
    : course_(course), algorithm_(algorithm), map_(course.layout, course.bits), memory_before_(memory_in_use()) {
    searcher_.prepare(course.layout);
    first_search_us_ = to_us(time_of([this] { settle(); }));
}

MemoryFigures SearchBench::memory() const {
    const MemoryFigures now = memory_in_use();
    return {now.allocated_mib - memory_before_.allocated_mib, now.resident_mib - memory_before_.resident_mib};
}

search::SearchResult SearchBench::search(Cell start, Cell goal) noexcept {
    return searcher_.search(map_.view(), {start, goal, algorithm_, 0});
}

nanoseconds SearchBench::time_search(Cell start, Cell goal) noexcept {
    return time_of([&] { (void)search(start, goal); });
}

void SearchBench::settle() {
    if (const auto cell = find_step(map_.view(), {})) (void)search(*cell, {cell->x + 1, cell->y});
}

// --- queries ---------------------------------------------------------------------------------------------------------

template <class Ask>
void SearchBench::run_scenario(Ask ask) {
    if (course_.edits_map()) {
        map_.reset(course_.bits);
        settle();
    }
    for (const auto& command : course_.scenario.commands) {
        if (const auto* query = std::get_if<search::ScenarioQuery>(&command)) {
            ask(*query);
        } else {
            lay(std::get<search::ScenarioPatch>(command));
        }
    }
}

void SearchBench::lay(const search::ScenarioPatch& command) {
    edits_.clear();
    search::patch_edits(course_.scenario, command, map_.view(), edits_);
    map_.make(edits_);
}

QueryFigures SearchBench::check_queries() {
    QueryFigures figures;
    run_scenario([&](const search::ScenarioQuery& query) { judge(query, figures); });
    figures.expanded_per_query /= static_cast<double>(std::max<std::size_t>(figures.verdicts.queries, 1));
    return figures;
}

QueryFigures SearchBench::time_queries(std::uint32_t passes) {
    QueryFigures figures = check_queries();
    Durations durations;
    durations.reserve(figures.verdicts.queries);
    for (std::uint32_t pass = 1; pass < passes; ++pass) {
        durations.clear();
        run_scenario(
            [&](const search::ScenarioQuery& query) { durations.push_back(time_search(query.start, query.goal)); });
    }
    figures.times = times_of(durations);
    return figures;
}

void SearchBench::judge(const search::ScenarioQuery& query, QueryFigures& figures) {
    const search::SearchResult result = search(query.start, query.goal);
    Verdicts& verdicts = figures.verdicts;
    figures.expanded_per_query += result.expanded_nodes;
    ++verdicts.queries;
    verdicts.listed_unreachable += query.listed_unreachable() ? 1 : 0;
    const bool found = result.status == AnswerStatus::kFound;
    if (found && search::check_path(map_.view(), {query.start, query.goal}, result.turning_points, result.cost, true) !=
                     search::PathFault::kNone) {
        ++verdicts.invalid;
    } else if (query.listed_unreachable()) {
        ++(result.status == AnswerStatus::kUnreachable ? verdicts.unreachable_right : verdicts.wrong);
    } else {
        const bool optimal = found && search::matches_listed_length(result.cost, query.listed_length_cells);
        ++(optimal ? verdicts.optimal : verdicts.wrong);
    }
}

// --- goals that cannot be reached ------------------------------------------------------------------------------------

std::optional<UnreachableFigures> SearchBench::time_unreachable() {
    CellsByComponent cells(map_.view());
    if (cells.count() == 0) return std::nullopt;
    UnreachableFigures figures;
    figures.in_pockets = !cells.are_separated();
    std::vector<CellEdit> undo;
    if (figures.in_pockets) {
        undo = wall_cells_in(cells);
        cells = CellsByComponent(map_.view());
        settle();
    }
    if (cells.are_separated()) ask_for_ways_between(cells, figures);
    map_.make(undo);
    settle();
    return figures;
}

void SearchBench::ask_for_ways_between(const CellsByComponent& cells, UnreachableFigures& figures) {
    sim::Random random(kSeed, 1);
    Durations durations;
    durations.reserve(kUnreachableQueries);
    const auto end = Clock::now() + kMostTimeForUnreachable;
    do {
        const auto [start, goal] = cells.draw_separated(random);
        const auto began = Clock::now();
        const AnswerStatus status = search(start, goal).status;
        durations.push_back(Clock::now() - began);
        figures.wrong += status == AnswerStatus::kUnreachable ? 0 : 1;
    } while (durations.size() < kUnreachableQueries && Clock::now() < end);
    figures.times = times_of(durations);
}

// What undoes it. A cell that was walled up for another one's sake is left out.
std::vector<CellEdit> SearchBench::wall_cells_in(const CellsByComponent& cells) {
    sim::Random random(kSeed, 3);
    std::vector<CellEdit> undo;
    for (std::uint32_t i = 0; i < std::min(kPockets, cells.count() / kCellsPerPocket + 1); ++i) {
        const Cell middle = cells.draw_from_largest(random);
        if (!map_.view().is_free(middle)) continue;
        edits_.clear();
        for (const Cell beside : {Cell{middle.x + 1, middle.y}, Cell{middle.x - 1, middle.y},
                                  Cell{middle.x, middle.y + 1}, Cell{middle.x, middle.y - 1}}) {
            if (map_.view().is_free(beside)) edits_.push_back({pack(beside), false});
        }
        map_.make(edits_);
        for (const CellEdit& edit : edits_) undo.push_back({edit.cell, true});
    }
    return undo;
}

// --- edits -----------------------------------------------------------------------------------------------------------

std::optional<EditFigures> SearchBench::time_edits() {
    if (std::min(course_.layout.width_cells, course_.layout.height_cells) < kEditSide_cells) return std::nullopt;
    sim::Random random(kSeed, 2);
    Durations frame;
    Durations next_search;
    for (std::uint32_t i = 0; i < kEditPlaces; ++i) {
        const CellRect square = random_square(random, course_.layout, kEditSide_cells);
        const auto step = find_step(map_.view(), square);
        if (!step) continue;
        settle();
        turn_over(map_.view(), square, edits_);
        for (int turn = 0; turn < 2; ++turn) {  // there and back
            frame.push_back(time_of([this] { map_.make(edits_); }));
            next_search.push_back(time_search(*step, {step->x + 1, step->y}));
            for (CellEdit& edit : edits_) edit.free = !edit.free;
        }
    }
    if (frame.empty()) return std::nullopt;
    return EditFigures{times_of(frame), times_of(next_search)};
}

}  // namespace outrider::bench
