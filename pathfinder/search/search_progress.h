// What all searches count and watch while they run: expansions, the budget, the stop signal, the best partial answer.
// Internal to the search library.
#pragma once

#include <cstdint>
#include <limits>
#include <span>

#include "pathfinder/search/exact_cost.h"
#include "pathfinder/search/search.h"

namespace outrider::search {

class SearchProgress {
public:
    /// The first trace.size() expanded cells are noted in `trace`.
    SearchProgress(const PathQuery& query, const StopSignal& stop, std::span<PackedCell> trace) noexcept
        : budget_(query.node_budget == 0 ? std::numeric_limits<std::uint32_t>::max() : query.node_budget),
          stop_(stop),
          trace_(trace),
          nearest_(query.start) {}

    /// Counts one more node, `h` away from the goal. Of equally near nodes the first one expanded is kept.
    void expand(Cell cell, Cost h) noexcept {
        if (expanded_ < trace_.size()) trace_[expanded_] = pack(cell);
        ++expanded_;
        if (h >= nearest_h_) return;
        nearest_h_ = h;
        nearest_ = cell;
    }
    void generate() noexcept { ++generated_; }

    [[nodiscard]] bool is_budget_used_up() const noexcept { return expanded_ >= budget_; }
    /// Looks at the stop signal before the first and after every kStopInterval_expansions expansions.
    [[nodiscard]] bool should_stop() const noexcept {
        return expanded_ % kStopInterval_expansions == 0 && stop_.requested();
    }
    /// The expanded node nearest the goal.
    [[nodiscard]] Cell nearest() const noexcept { return nearest_; }

    [[nodiscard]] SearchResult result(AnswerStatus status) const noexcept {
        SearchResult result;
        result.status = status;
        result.expanded_nodes = expanded_;
        result.generated_nodes = generated_;
        return result;
    }

private:
    const std::uint32_t budget_;
    const StopSignal& stop_;
    const std::span<PackedCell> trace_;
    std::uint32_t expanded_ = 0;
    std::uint32_t generated_ = 0;
    Cost nearest_h_ = std::numeric_limits<Cost>::max();
    Cell nearest_;
};

}  // namespace outrider::search
