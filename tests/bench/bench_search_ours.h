// Our side: one searcher on one course.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "pathfinder/search/moving_ai.h"
#include "pathfinder/search/search.h"
#include "shared/grid.h"
#include "tests/bench/bench_search.h"
#include "tests/bench/bench_search_course.h"

namespace outrider::bench {

/// A map that is edited between searches. Other bits are always another version.
class ChangingMap {
public:
    explicit ChangingMap(const Course& course) : layout_(course.layout), words_(course.bits) {}

    [[nodiscard]] MapView view() const noexcept { return {layout_, words_.data(), version_}; }
    /// What the game's frame does for an edit.
    void make(std::span<const CellEdit> edits) noexcept {
        for (const CellEdit edit : edits) set_cell(layout_, words_.data(), unpack(edit.cell), edit.free);
        ++version_.value;
    }
    void reset(const std::vector<std::uint64_t>& words) {
        words_ = words;
        ++version_.value;
    }

private:
    GridLayout layout_;
    std::vector<std::uint64_t> words_;
    MapVersion version_{1};
};

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
    /// Random queries from one component of the map to another; nothing if there is only one. On the map as it is now.
    [[nodiscard]] std::optional<UnreachableFigures> time_unreachable();
    /// Edits at random places, each one undone. The next search is one between neighbouring cells.
    [[nodiscard]] std::optional<EditFigures> time_edits();

    [[nodiscard]] double first_search_us() const noexcept { return first_search_us_; }
    /// Of the searcher, with all that its searches have touched so far.
    [[nodiscard]] MemoryFigures memory() const;

private:
    using Durations = std::vector<std::chrono::nanoseconds>;

    template <class Ask>
    void run_scenario(Ask ask);
    void lay(const search::ScenarioPatch& command);
    /// A search that is nothing but getting ready for searches.
    void settle();
    [[nodiscard]] search::SearchResult search(Cell start, Cell goal) noexcept;
    [[nodiscard]] std::chrono::nanoseconds time_search(Cell start, Cell goal) noexcept;
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
