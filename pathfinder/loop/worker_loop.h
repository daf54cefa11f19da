// The worker's loop: claim, pin, search, publish, sleep. The same in a worker process and in a thread of the game.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <span>

#include "pathfinder/loop/burn.h"
#include "pathfinder/loop/job_claimer.h"
#include "pathfinder/loop/map_pin.h"
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
    std::uint32_t recycle_after_jobs = 0;  ///< leaves after so many; 0: stays
    bool in_game_process = false;          ///< a thread: its death would be the game's
    bool gives_way = false;                ///< keeps off the core on which the frame is being made
};

/// Why a worker's loop ended.
enum class LoopEnd : std::uint8_t { kToldToLeave, kRecycled };

class WorkerLoop {
public:
    /// Gets all memory that the loop will need. Throws std::bad_alloc.
    WorkerLoop(const WorldSegment& world, BoardSegment& board, ResultSegment& results, const WorkerIdentity& identity);

    /// Until told to leave, or until it has done as many jobs as it was asked to. Finishes the job it is on; no
    /// allocation, no lock, no wait but sleep_unless() and for room in its ring.
    LoopEnd run() noexcept;

private:
    struct ChunkJob {
        ClaimedJob claimed;
        std::uint64_t claimed_ns = 0;
    };

    void give_way() const noexcept;
    [[nodiscard]] bool told_to_leave() const noexcept;
    [[nodiscard]] bool has_done_enough() const noexcept;

    [[nodiscard]] bool claim_chunk() noexcept;
    [[nodiscard]] std::uint32_t most_jobs_in(Lane lane) const noexcept;
    void work_off_chunk() noexcept;
    [[nodiscard]] bool serve(const ChunkJob& job) noexcept;
    [[nodiscard]] search::SearchResult answer_to(const ClaimedJob& claimed, const PinnedVersion& version) noexcept;
    void sleep_like_a_slow_job(const ClaimedJob& claimed) noexcept;
    [[nodiscard]] search::SearchResult burned(const ClaimedJob& claimed, const PinnedVersion& version) noexcept;
    [[nodiscard]] const PinnedVersion* version_for(const Job& job) noexcept;
    [[nodiscard]] search::StopSignal stop_signal(const ClaimedJob& claimed) const noexcept;

    [[nodiscard]] bool write(ResultRecord record, std::span<const PackedCell> points) noexcept;
    [[nodiscard]] bool write_when_there_is_room(const ResultRecord& record,
                                                std::span<const PackedCell> points) noexcept;
    void publish_served() noexcept;
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
    Burner burner_;

    // The chunk that is being worked off; claims[i] in our segment names chunk_[i] until its answer is published.
    std::array<ChunkJob, kMaxChunk_jobs> chunk_;
    std::uint32_t chunk_jobs_ = 0;  ///< claimed
    std::uint32_t served_ = 0;      ///< of them: answer written
    std::uint32_t published_ = 0;   ///< of them: answer published
    std::uint32_t jobs_done_ = 0;
    std::optional<PinnedVersion> pinned_;  ///< held until what was found on it is published
};

}  // namespace outrider::loop
