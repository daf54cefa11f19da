// The one implementation of PathService: the ledger, the board, the rings and the pool behind one door.
//
//   submit -> ledger -> board slot -> (worker: claim, search, publish) -> result ring -> check -> ledger -> sink
//
// All calls are the frame thread's. None blocks; only the constructor and the destructor take their time.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "game/paths/event_log.h"
#include "game/paths/path_service.h"
#include "game/paths/statistics.h"

namespace outrider::paths {

struct DispatcherSettings {
    GridLayout layout;
    std::vector<std::uint64_t> bits;  ///< the map's first version, MapVersion{1}: layout.total_words() words
    /// The ground (cost_field.h): empty where all is plain, or terrain_bytes(); and what each class costs: 1 ..
    /// kMaxTerrainFactor, or (but for class 0) kUnbreakable.
    std::vector<std::uint8_t> terrain_classes;
    std::array<std::uint8_t, 4> terrain_factors{1, 1, 1, 1};
    Mode mode = Mode::kProcesses;
    std::uint32_t workers = 1;  ///< 0 .. kMaxSeats
    SchedulingPolicy policy = SchedulingPolicy::kIdle;
    std::filesystem::path pathfinder;  ///< the worker program
    /// Search exactly the version that a request names, and never merge versions (`solve`, lockstep).
    bool exact_versions = false;
    /// Most time that a poll may take from the frame; what is left comes with the next one.
    std::chrono::microseconds poll_budget{750};
    /// Inline: most search time in a frame; zero is no limit, and so is anything where versions are exact: there the
    /// world waits for its answers.
    std::chrono::microseconds inline_budget{0};
    std::uint32_t chunk_jobs = kDefaultChunk_jobs;  ///< 1 .. kMaxChunk_jobs
    std::uint32_t recycle_after_jobs = 0;           ///< a worker leaves after so many and is replaced; 0: never
    bool debug_workers = false;                     ///< no hang kills, no limits of CPU time
    bool policy_is_fixed = false;                   ///< a starving pool keeps its policy (statistics().would_raise)
    std::chrono::milliseconds cpu_allowance{10'000};
    EventLog* log = nullptr;           ///< may be absent; must outlive the dispatcher
    std::uint64_t first_sequence = 0;  ///< where the lanes begin to count: tests begin just below a wrap
};

class PathDispatcher final : public PathService {
public:
    /// Throws std::runtime_error if the shared memory cannot be had. A worker program that cannot be started is no
    /// error: statistics().trouble says so, requests wait, and it is tried again.
    explicit PathDispatcher(DispatcherSettings settings);
    /// Ends every worker and waits for it: at most about half a second.
    ~PathDispatcher() override;

    // --- PathService ---
    [[nodiscard]] RequestId submit(const PathRequest& request) noexcept override;
    bool cancel(RequestId id) noexcept override;
    [[nodiscard]] RequestId supersede(RequestId older, const PathRequest& request) noexcept override;
    void apply_edits(MapVersion version, std::span<const CellEdit> edits) noexcept override;
    void apply_danger(MapVersion version, std::span<const std::uint8_t> danger) noexcept override;
    [[nodiscard]] Mode mode() const noexcept override;

    // --- the frame's calls ---
    /// The frame begins, and is presented, in the calling thread: in between workers keep off its core, unless their
    /// policy is normal. Who makes no frames need not call.
    void begin_frame() noexcept;
    void end_frame() noexcept;
    /// Phase `poll`: hears of dead workers, drains the result rings within the budget, hands answers to `sink`.
    /// Inline: searches, within its own budget; answers are made where otherwise they are fetched.
    void poll(AnswerSink& sink) noexcept;
    /// Phase `submit`, after the frame's submits: publishes the newest map version if a buffer is free, puts waiting
    /// requests on the board, wakes sleepers (at most one system call).
    void flush() noexcept;
    /// True if so many map versions can be applied now without being merged with others (exact_versions: wait until
    /// then). At most kMapBuffers - 1.
    [[nodiscard]] bool can_publish(std::uint32_t versions = 1) const noexcept;

    // --- live settings ---
    void set_mode(Mode mode) noexcept;
    void set_workers(std::uint32_t workers) noexcept;   ///< clamped to kMaxSeats
    void set_policy(SchedulingPolicy policy) noexcept;  ///< a change restarts the workers
    void fix_policy(bool fixed) noexcept;               ///< as DispatcherSettings::policy_is_fixed, from now on
    void set_chunk(std::uint32_t jobs) noexcept;        ///< clamped to 1 .. kMaxChunk_jobs
    void set_inline_budget(std::chrono::microseconds budget) noexcept;
    [[nodiscard]] std::chrono::microseconds inline_budget() const noexcept;

    // --- faults, on purpose ---
    /// Kills (SIGKILL) or stops (SIGSTOP) one worker process: one that has a job if there is one, else any. False:
    /// there is none (no processes here). Mode threads has nothing that could be killed alone.
    bool kill_worker() noexcept;
    /// Would a poison request end a worker process, and nobody else? Not while threads finish their last jobs.
    [[nodiscard]] bool can_poison() const noexcept;
    bool stop_worker() noexcept;
    void kill_all_workers() noexcept;

    // --- what is shown ---
    /// Brought up to date by refresh_statistics(), once a frame.
    void refresh_statistics() noexcept;
    [[nodiscard]] const PathStatistics& statistics() const noexcept;
    /// One per seat that is or was in use, by seat.
    [[nodiscard]] std::span<const WorkerStatistics> workers() const noexcept;
    [[nodiscard]] std::span<const CoreLoad> cores() const noexcept;
    /// PSS of this process in MiB, measured once a second.
    [[nodiscard]] double game_pss_mib() const noexcept;
    /// Exact counts, always up to date.
    [[nodiscard]] const RequestCounters& requests() const noexcept;
    /// submitted = answered + in flight, counted entry by entry.
    [[nodiscard]] bool is_conserved() const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace outrider::paths
