// `outrider solve`: every query of a Moving AI scenario through the real queues, each answer checked.
#pragma once

#include <filesystem>
#include <vector>

#include "game/app/command_line.h"
#include "game/app/places.h"
#include "game/app/solve_reference.h"
#include "game/app/solve_report.h"
#include "game/app/solve_script.h"

namespace outrider::app {

struct RunSettings {
    paths::Mode mode = paths::Mode::kProcesses;
    std::uint32_t workers = 1;
    PathQuery manner;  ///< how each query is asked; start and goal are the scenario's
    std::uint32_t passes = 3;
    std::filesystem::path pathfinder;
    std::uint32_t chunk_jobs = kDefaultChunk_jobs;
};

/// Runs a script `passes` times through a path service of its own. `queries`: audited_queries() of it, asked in the
/// same manner. Throws std::runtime_error if no worker starts.
[[nodiscard]] SolveReport run_script(const SolveScript& script, const std::vector<AuditedQuery>& queries,
                                     const RunSettings& settings);

/// Reads the files, runs, prints. Returns the exit code. Throws UsageError or search::InputError.
[[nodiscard]] int solve(const SolveOptions& options, const Places& places);

}  // namespace outrider::app
