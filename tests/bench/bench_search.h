// bench_search: the search library alone, one thread, in this process, on maps and scenarios of the Moving AI Lab.
// Beside it, on demand and in turns, a program that does the same searches in its own way: the yardstick.
//
//   bench_search.cpp           the program: options, rounds, verdict
//   bench_search_course        a map, and the scenario that is run on it
//   bench_search_ours          our side: queries, goals that cannot be reached, edits of the map, memory
//   bench_search_manners       our side: what else can be asked, from flow fields to least cost
//   bench_search_frame         what an edit costs the frame, with the world and the path service around it
//   bench_search_yardstick     the other side: runs the program and reads its figures
//   bench_search_report        medians of the rounds, ratios, aims, table, JSON
//   bench_search_tools         the clock, maps that change, cells to draw from
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
    double p95_us = 0.0;
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
    std::size_t wrong = 0;    ///< answered otherwise
    bool in_pockets = false;  ///< all cells could reach each other: some were walled in, one by one
};

struct FlowFieldFigures {
    Times build;            ///< by a worker, ready to travel
    Times proof;            ///< by the game, in one go
    std::size_t wrong = 0;  ///< not proven
};

/// Random goals that cannot be reached: a path to the nearest cell that can. Beside it, from the same start, the plain
/// search to that very cell, so that both have the same path to find.
struct NearestFigures {
    Times nearest;
    Times plain;
    std::size_t wrong = 0;  ///< no path, not a legal one, or of another length than the plain one
    [[nodiscard]] double ratio() const noexcept { return nearest.mean_us / plain.mean_us; }
};

/// Queries of the scenario, asked in another manner.
struct AskedFigures {
    Times times;
    std::size_t queries = 0;
    std::size_t found = 0;
    std::size_t wrong = 0;  ///< not a legal path, or no answer
};

struct SmoothFigures {
    Times times;                 ///< on top of the search
    double saved_percent = 0.0;  ///< of the length of all paths together
    std::size_t wrong = 0;       ///< not a legal path
};

/// What else can be asked.
struct MannerFigures {
    FlowFieldFigures flow_field;
    std::optional<NearestFigures> nearest;  ///< none: (nearly) every cell can be reached
    AskedFigures clearance2;
    SmoothFigures smooth;
    AskedFigures weighted;  ///< one kind of ground, random danger, goals nobody asked for before

    [[nodiscard]] std::size_t wrong() const noexcept {
        return flow_field.wrong + (nearest ? nearest->wrong : 0) + clearance2.wrong + smooth.wrong + weighted.wrong;
    }
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

/// What an edit of about kEditSide_cells squared costs the frame on a map of this size.
struct FrameFigures {
    /// With so many units around.
    struct WithUnits {
        std::uint32_t units = 0;
        Times paint;   ///< World::paint
        Times submit;  ///< World::submit: the map version goes out, and the questions of those whose way was cut
        Times edit;    ///< both
    };
    GridLayout layout;
    Times publish;               ///< MapVersions alone: the edit noted, a buffer brought up to date, offered
    Times danger;                ///< the same for a new danger field
    Times publish_after_danger;  ///< an edit, in a buffer that has yet to take the danger over
    std::vector<WithUnits> with_units;
    std::size_t unpublished = 0;  ///< edits for which there was no buffer
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
    std::optional<MannerFigures> manners;           ///< none: only plain queries were asked
    Verdicts after_edits;                           ///< the scenario once more, when all edits were undone
};

}  // namespace outrider::bench
