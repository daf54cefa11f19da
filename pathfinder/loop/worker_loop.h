// The worker's loop: claim, pin, search, publish, sleep. The same in a worker process and in a thread of the game.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>

#include "pathfinder/loop/job_claimer.h"
#include "pathfinder/loop/result_writer.h"
#include "pathfinder/search/search.h"
#include "shared/board_segment.h"
#include "shared/ids.h"
#include "shared/result_segment.h"
#include "shared/world_segment.h"

namespace outrider::loop {

/// Who a worker is.
struct WorkerIdentity {
    Seat seat;
    LifeId life;
    Generation generation;
};

class WorkerLoop {
public:
    /// Gets all memory that the loop will need. Throws std::bad_alloc.
    WorkerLoop(const WorldSegment& world, BoardSegment& board, ResultSegment& results, const WorkerIdentity& identity);

    /// Until told to leave. Finishes the job it has; no allocation, no lock, no wait but sleep_unless() and for room
    /// in its ring.
    void run() noexcept;

private:
    [[nodiscard]] bool told_to_leave() const noexcept;
    void serve(const ClaimedJob& claimed) noexcept;
    void note_claim(IssueNumber issue, std::uint64_t job) noexcept;
    [[nodiscard]] search::SearchResult search(const ClaimedJob& claimed, const MapView& map) noexcept;
    void publish(const ClaimedJob& claimed, MapVersion version, const search::SearchResult& result,
                 std::uint64_t claimed_ns) noexcept;
    [[nodiscard]] bool write_when_there_is_room(const ResultRecord& record,
                                                std::span<const PackedCell> points) noexcept;
    void wait_for_work() noexcept;
    void set_phase(WorkerPhase phase) noexcept {
        results_.telemetry.phase.store(static_cast<std::uint32_t>(phase), std::memory_order_relaxed);
    }

    const WorldSegment& world_;
    BoardSegment& board_;
    ResultSegment& results_;
    const WorkerIdentity identity_;
    const GridLayout layout_;
    JobClaimer claimer_;
    ResultWriter writer_;
    search::Searcher searcher_;
};

}  // namespace outrider::loop
