// What both programs know of burn jobs (JobKind::kBurn): their microseconds travel in the query's node budget.
#pragma once

#include "shared/path_query.h"
#include "shared/protocol.h"

namespace outrider {

/// Is that something to burn? Not too long, and its way leads nowhere. What is not is answered `failed`, not run.
[[nodiscard]] constexpr bool may_burn(const PathQuery& query) noexcept {
    return query.node_budget <= kMostBurn_us && query.start == query.goal;
}

/// What is left of such a query when all is burned: the way to the cell that it stands on, found at once.
[[nodiscard]] constexpr PathQuery search_after_burning(PathQuery query) noexcept {
    query.node_budget = 0;
    return query;
}

}  // namespace outrider
