// bench_search: the search library alone, one thread, in this process, on maps and scenarios of the Moving AI Lab.
// Beside it, on demand and in turns, a program that does the same searches in its own way: the yardstick.
//
//   bench_search.cpp           the program: options, rounds, verdict
//   bench_search_course        a map, and the scenario that is run on it
//   bench_search_ours          our side: queries, goals that cannot be reached, edits of the map, memory
//   bench_search_yardstick     the other side: runs the program and reads its figures
//   bench_search_report        medians of the rounds, ratios, aims, table, JSON
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/grid.h"

namespace outrider::bench {

/// Of a set of durations, in microseconds. Percentiles are order statistics (measure::Percentiles).
struct Times {
    double mean_us = 0.0;
    double p50_us = 0.0;
    double p99_us = 0.0;
    double max_us = 0.0;
};

/// What the answers to a scenario's queries were worth.
struct Verdicts {
    std::size_t queries = 0;
    std::size_t listed_unreachable = 0;
    std::size_t optimal = 0;            ///< a path that is legal, and as long as listed
    std::size_t invalid = 0;            ///< not a path at all (search::PathFault)
    std::size_t wrong = 0;              ///< another status or length than listed
    std::size_t unreachable_right = 0;  ///< answered so, and listed so

    [[nodiscard]] bool all_right() const noexcept { return optimal + unreachable_right == queries; }
    /// Of those queries that have a way. 100 if there are none.
    [[nodiscard]] double optimal_percent() const noexcept;
};

/// The queries of a scenario, in order.
struct QueryFigures {
    Times times;  ///< of the last pass
    double expanded_per_query = 0.0;
    Verdicts verdicts;
};

struct UnreachableFigures {
    Times times;
    std::size_t wrong = 0;  ///< answered otherwise
};

/// An edit that turns each cell of a square of kEditSide_cells to the other kind.
struct EditFigures {
    Times frame;        ///< set_cell for each of them: the part of whoever edits
    Times next_search;  ///< until everything that a search derives from the map is up to date
};
inline constexpr std::int32_t kEditSide_cells = 16;

struct MemoryFigures {
    double allocated_mib = 0.0;
    double resident_mib = 0.0;  ///< what of it was ever touched (and what the system rounds it up to)
};

/// What another program says of the same scenario.
struct YardstickFigures {
    std::size_t queries = 0;
    double mean_us = 0.0;
    double p50_us = 0.0;
    double p99_us = 0.0;
};

/// All that was measured on one map.
struct MapFigures {
    std::string name;
    std::string scenario;
    GridLayout layout;
    std::vector<QueryFigures> ours;           ///< one a round, at least one
    std::vector<YardstickFigures> yardstick;  ///< one a round, or none at all
    double first_search_us = 0.0;             ///< of a searcher that has never seen the map
    MemoryFigures memory;
    std::optional<UnreachableFigures> unreachable;  ///< none: all free cells can reach each other
    std::optional<EditFigures> edits;               ///< none: the map is too small or has no free cells
    Verdicts after_edits;                           ///< the scenario once more, when all edits were undone
};

}  // namespace outrider::bench
