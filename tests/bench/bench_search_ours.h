// Our side: one searcher on one course.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "pathfinder/search/moving_ai.h"
#include "pathfinder/search/search.h"
#include "shared/grid.h"
#include "tests/bench/bench_search.h"
#include "tests/bench/bench_search_course.h"
#include "tests/bench/bench_search_tools.h"

namespace outrider::bench {

/// What this process has from the system just now.
[[nodiscard]] MemoryFigures memory_in_use();

/// Answers are checked while nothing is timed. The clock is steady_clock, read before and after each search, as the
/// yardstick does: at a few hundred nanoseconds a search, the reading is part of the figure.
class SearchBench {
public:
    /// A new searcher, which is then made to derive all it needs from the map. `course` must outlive the bench.
    SearchBench(const Course& course, Algorithm algorithm);

    /// The whole scenario once, every answer checked. No times.
    [[nodiscard]] QueryFigures check_queries();
    /// The whole scenario `passes` times. The first is a check_queries(); all but the last warm up. On a course with
    /// edits the time to follow them is part of the next query's. REQUIRES: passes >= 2.
    [[nodiscard]] QueryFigures time_queries(std::uint32_t passes);
    /// Random queries from one component of the map to another, on the map as it is now. If there is only one, some
    /// cells are walled in, and opened again afterwards. Nothing if no cell is free.
    [[nodiscard]] std::optional<UnreachableFigures> time_unreachable();
    /// Edits at random places, each one undone. The next search is one between neighbouring cells.
    [[nodiscard]] std::optional<EditFigures> time_edits();

    [[nodiscard]] double first_search_us() const noexcept { return first_search_us_; }
    /// Of the searcher, with all that its searches have touched so far.
    [[nodiscard]] MemoryFigures memory() const;

private:
    template <class Ask>
    void run_scenario(Ask ask);
    void lay(const search::ScenarioPatch& command);
    /// A search that is nothing but getting ready for searches.
    void settle();
    [[nodiscard]] search::SearchResult search(Cell start, Cell goal) noexcept;
    [[nodiscard]] std::chrono::nanoseconds time_search(Cell start, Cell goal) noexcept;
    void ask_for_ways_between(const CellsByComponent& cells, UnreachableFigures& figures);
    [[nodiscard]] std::vector<CellEdit> wall_cells_in(const CellsByComponent& cells);
    void judge(const search::ScenarioQuery& query, QueryFigures& figures);

    const Course& course_;
    const Algorithm algorithm_;
    ChangingMap map_;
    const MemoryFigures memory_before_;
    search::Searcher searcher_;
    double first_search_us_ = 0.0;
    std::vector<CellEdit> edits_;  ///< scratch
};

}  // namespace outrider::bench
