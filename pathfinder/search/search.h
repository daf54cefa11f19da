// The door to the search library: one query, one map version, one scratch memory, one result.
// Pure functions of these three: no clocks, no processes, no allocation once the scratch memory fits the map.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>

#include "shared/cost_field.h"
#include "shared/grid.h"
#include "shared/path_query.h"
#include "shared/protocol.h"

namespace outrider::search {

/// Asks a running search to stop: it does so within kStopInterval_expansions once `word` holds `value`.
/// The default never stops. `meanwhile` is called with `asker` whenever the search looks; it may take its time.
struct StopSignal {
    const std::atomic<std::uint64_t>* word = nullptr;
    std::uint64_t value = 0;
    void (*meanwhile)(const void* asker) noexcept = nullptr;
    const void* asker = nullptr;

    [[nodiscard]] bool requested() const noexcept {
        if (meanwhile != nullptr) meanwhile(asker);
        return word != nullptr && word->load(std::memory_order_relaxed) == value;
    }
};
inline constexpr std::uint32_t kStopInterval_expansions = 128;

/// What came of it.
struct SearchResult {
    AnswerStatus status = AnswerStatus::kUnreachable;  ///< found, partial, unreachable, cancelled; failed: no memory
    StepCount cost;                                    ///< of the path; 0 when there is none
    std::uint32_t expanded_nodes = 0;
    std::uint32_t generated_nodes = 0;
    /// Canonical turning points from start to goal: the start, every cell where the direction changes, the goal; of a
    /// smooth path its waypoints. start == goal gives one point; no path gives none. Lives in the scratch memory until
    /// the next search.
    std::span<const PackedCell> turning_points;
};

/// Scratch memory and the algorithms over it. One per thread. Movable, not copyable.
class Searcher {
public:
    Searcher();
    ~Searcher();
    Searcher(Searcher&&) noexcept;
    Searcher& operator=(Searcher&&) noexcept;

    /// Gets the scratch memory for maps of this size: the only call that allocates much. Throws std::bad_alloc.
    void prepare(const GridLayout& layout);

    /// REQUIRES: prepare() was called for a map of this size; start and goal lie in the map; the bits and the
    /// costs of a version never change (another version is compared with the one before, and what was derived from that
    /// is brought up to date). The first query of a kind (a larger unit, kWeighted, smooth, a what-if, a flow field)
    /// gets its memory then. Deterministic: the same map bits, costs and query give the same path, in every build and
    /// on every machine, whatever was searched before. `costs` belong to the map version, and matter to kWeighted
    /// alone; where they make no difference, kWeighted is kJps.
    [[nodiscard]] SearchResult search(const MapView& map, const PathQuery& query, const StopSignal& stop = {},
                                      const CostField& costs = {}) noexcept;

    /// For those who want to see a search at work: the next ones note the cells that they expand in `cells`, in order,
    /// the first cells.size() of SearchResult::expanded_nodes; a jump point that is reached in several ways may come
    /// several times. prepare() ends it, and so does an empty span.
    void trace_expansions(std::span<PackedCell> cells) noexcept;

    /// The flow field of query.goal for units of query.clearance, as it travels (JobKind::kFlowField): two points for
    /// each word. `unreachable` if the goal is not free for them. REQUIRES: as search().
    [[nodiscard]] SearchResult flow_field(const MapView& map, const PathQuery& query,
                                          const StopSignal& stop = {}) noexcept;

private:
    struct Scratch;
    class Run;
    std::unique_ptr<Scratch> scratch_;
};

}  // namespace outrider::search
