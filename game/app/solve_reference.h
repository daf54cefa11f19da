// What is asked of the queues, and the right answer to it, known before it is asked.
//
// A scenario lists the lengths of shortest paths for units of one cell. What else can be asked for, larger units or the
// nearest cell within reach, is worked out here: lengths by the project's own A*, the nearest cell by looking at all.
// That happens directly, not through the queues, which are on trial.
#pragma once

#include <optional>
#include <vector>

#include "game/app/solve_script.h"
#include "shared/path_query.h"

namespace outrider::app {

struct RightAnswer {
    AnswerStatus status = AnswerStatus::kFound;  ///< found, partial or unreachable
    Cell end;                                    ///< where its path ends
    double listed_length_cells = 0.0;            ///< of its path, rounded as in the files
    std::optional<StepCount> cost{};             ///< of its path, where A* was asked; the listed length is nothing then

    /// Has a path of this cost the right length?
    [[nodiscard]] bool agrees_with(StepCount path) const noexcept;
};

struct AuditedQuery {
    PathQuery query;
    RightAnswer right;
};

/// The queries of the script, in its order, each as it is asked (like `manner`, whose start and goal mean nothing) and
/// with its right answer on the map version that it is asked on. `manner` has neither node budget nor wall factor, and
/// sees plain ground: then least cost is least length. Takes the time of an A* for each query of a larger unit, and for
/// each that ends at the nearest cell. Throws std::bad_alloc.
[[nodiscard]] std::vector<AuditedQuery> audited_queries(const SolveScript& script, const PathQuery& manner);

}  // namespace outrider::app
