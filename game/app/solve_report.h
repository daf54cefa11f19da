// What one run of `solve` found, as JSON and as a table. Names in the JSON are a contract.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>

#include "game/app/solve_audit.h"
#include "game/measure/frame_recorder.h"
#include "shared/path_query.h"

namespace outrider::app {

struct SolveReport {
    std::string map;
    paths::Mode mode = paths::Mode::kProcesses;
    std::uint32_t workers = 0;  ///< 0 for inline
    PathQuery manner;           ///< how each query was asked; start and goal mean nothing
    SolveCounts counts;
    double seconds = 0.0;  ///< of the last pass, as are the times
    std::uint64_t path_hash = 0;
    bool passes_agree = true;
    measure::Percentiles search;
    measure::Percentiles round_trip;
    std::uint32_t map_edits = 0;

    [[nodiscard]] double paths_per_s() const noexcept {
        return seconds > 0.0 ? static_cast<double>(counts.answered) / seconds : 0.0;
    }
    /// One hash for all passes, and one right answer for every query.
    [[nodiscard]] bool all_right() const noexcept { return passes_agree && counts.all_right(); }
};

[[nodiscard]] nlohmann::ordered_json to_json(const SolveReport& report);

/// For people: a line for each run.
[[nodiscard]] std::string to_table(std::span<const SolveReport> reports);

/// What more workers bring: seconds, speed-up over inline, and how much of it each worker has. Empty if there is no run
/// inline to compare with, or no other.
[[nodiscard]] std::string to_scaling_table(std::span<const SolveReport> reports);

}  // namespace outrider::app
