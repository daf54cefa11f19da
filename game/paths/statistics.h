// What the path service shows of itself: plain values, copied out once a frame. Everything here was measured.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "game/paths/path_service.h"
#include "shared/ids.h"
#include "shared/protocol.h"

namespace outrider::paths {

/// What a worker is doing, as the game sees it.
enum class WorkerState : std::uint8_t { kStarting, kIdle, kSearching, kBlocked, kStopped, kLeaving, kDead };

[[nodiscard]] constexpr std::string_view to_string(WorkerState state) noexcept {
    switch (state) {
        case WorkerState::kStarting: return "starting";
        case WorkerState::kIdle: return "idle";
        case WorkerState::kSearching: return "searching";
        case WorkerState::kBlocked: return "blocked";
        case WorkerState::kStopped: return "stopped";
        case WorkerState::kLeaving: return "leaving";
        case WorkerState::kDead: return "dead";
    }
    return "?";
}

[[nodiscard]] constexpr std::string_view to_string(Mode mode) noexcept {
    switch (mode) {
        case Mode::kNone: return "none";
        case Mode::kInline: return "inline";
        case Mode::kThreads: return "threads";
        case Mode::kProcesses: return "processes";
    }
    return "?";
}

struct WorkerStatistics {
    Seat seat;
    std::int32_t pid = 0;  ///< process id, or thread id in mode threads; 0: nobody sits here now
    WorkerState state = WorkerState::kDead;
    std::int32_t core = -1;  ///< where it last ran; -1: not known
    SchedulingPolicy policy = SchedulingPolicy::kIdle;
    double busy_share = 0.0;     ///< its CPU clock over wall time, last quarter second; 0..1
    double cpu_s = 0.0;          ///< its CPU clock: of the one who sits here now
    std::uint64_t expanded = 0;  ///< nodes, by its own word
    std::uint64_t sleeps = 0;    ///< how often it found nothing to do and slept, by its own word
    double start_ms = 0.0;       ///< from the decision to start it until it said `ready`; 0: not ready yet
    double paths_per_s = 0.0;
    double pss_mib = 0.0;        ///< once a second; 0 for threads
    std::uint64_t jobs = 0;      ///< answered by the one who sits here now
    std::uint32_t restarts = 0;  ///< replacements in this seat after a death
    std::string last_end;        ///< "SIGKILL from outside", "exit 66: …"; empty if nobody died here
    std::chrono::steady_clock::duration since_end{};  ///< age of last_end; 0 if none
};

struct LaneDepth {
    std::uint32_t waiting = 0;  ///< in the ledger, not on the board
    std::uint32_t ready = 0;    ///< on the board, nobody has it
    std::uint32_t claimed = 0;  ///< a worker has it
    double oldest_ms = 0.0;     ///< age of its oldest unanswered request; 0 if there is none
};

/// Counts since the start; conserved: submitted = sum(answers) + in_flight, at every instant.
struct RequestCounters {
    std::uint64_t submitted = 0;
    std::array<std::uint64_t, kAnswerStatusCount> answers{};  ///< by AnswerStatus
    std::uint64_t in_flight = 0;                              ///< counted entry by entry, not derived
    std::uint64_t late = 0;                                   ///< answers to requests that had ended; dropped
    std::uint64_t rejected = 0;                               ///< answers that failed a check
    std::uint64_t reissued = 0;                               ///< put on the board again after a worker's death
    std::uint64_t board_repairs = 0;
    std::uint64_t deaths = 0;       ///< of workers, other than by leaving as told
    std::uint64_t quarantined = 0;  ///< requests that ended two workers
    std::uint64_t superseded = 0;   ///< of the cancelled: a newer request took their place
    std::uint64_t backed_up = 0;    ///< requests that found the board full, and waited in the ledger

    [[nodiscard]] std::uint64_t answered() const noexcept {
        std::uint64_t sum = 0;
        for (const std::uint64_t count : answers) sum += count;
        return sum;
    }
};

/// p50/p95/p99/max of a duration over the last seconds, in microseconds; count 0: no sample.
struct DurationSummary {
    double p50_us = 0.0;
    double p95_us = 0.0;
    double p99_us = 0.0;
    double max_us = 0.0;
    std::uint64_t count = 0;
};

/// The steps of a request's way, each from one stamp of PathTimes to the next; kWhole is wanted to applied.
enum class LatencyStep : std::uint8_t { kQueued, kOnBoard, kInChunk, kSearching, kPublishing, kInRing, kWhole };
inline constexpr std::size_t kLatencyStepCount = 7;

[[nodiscard]] constexpr std::string_view to_string(LatencyStep step) noexcept {
    switch (step) {
        case LatencyStep::kQueued: return "queued";
        case LatencyStep::kOnBoard: return "on the board";
        case LatencyStep::kInChunk: return "in its chunk";
        case LatencyStep::kSearching: return "searching";
        case LatencyStep::kPublishing: return "publishing";
        case LatencyStep::kInRing: return "in the ring";
        case LatencyStep::kWhole: return "the whole way";
    }
    return "?";
}

/// The latest two thousand answers, step by step.
struct LatencyAnatomy {
    /// Upper ends of the histogram's bins, in milliseconds; the last bin is open.
    static constexpr std::array<double, 12> kBinEnds_ms = {0.25, 0.5, 1, 2, 4, 8, 16.67, 33.3, 66.7, 133, 267, 533};

    std::array<DurationSummary, kLatencyStepCount> steps;
    double p50_frames = 0.0;  ///< of the whole way: polls from wanted to applied
    double p99_frames = 0.0;
    std::array<std::uint32_t, kBinEnds_ms.size() + 1> histogram{};  ///< of the whole way
};

struct CoreLoad {
    double busy_share = 0.0;  ///< all processes, from /proc/stat, last quarter second; 0..1
};

/// What the latest death or stop of a worker led to: the figures beside the fault buttons.
struct FaultConsequence {
    std::uint64_t number = 0;  ///< counts the deaths; 0: there was none
    Seat seat;
    std::uint32_t reissued = 0;         ///< jobs of the dead that went to others
    double reaped_to_answer_ms = -1.0;  ///< from its death to its replacement's first answer (published); < 0: not yet
};

struct PathStatistics {
    Mode mode = Mode::kProcesses;
    std::uint32_t workers_wanted = 0;
    std::uint32_t workers_alive = 0;
    SchedulingPolicy policy = SchedulingPolicy::kIdle;
    RequestCounters requests;
    std::array<LaneDepth, kLaneCount> lanes;
    std::uint32_t results_waiting = 0;  ///< records in result rings, as of the last poll (about)
    double oldest_wait_ms = 0.0;        ///< age of the oldest unanswered request
    double paths_per_s = 0.0;
    DurationSummary latency;  ///< wanted to applied
    DurationSummary search;   ///< claimed to searched
    LatencyAnatomy anatomy;
    double worker_cpu_s = 0.0;  ///< CPU clocks of all workers, living and dead, since the start
    /// The policy is fixed (DispatcherSettings), and the pool would have raised it: since its plan (mode, workers,
    /// policy) last changed.
    bool would_raise = false;
    double search_cpu_s = 0.0;   ///< CPU seconds that searching took since the start (all workers, or inline)
    std::uint64_t searches = 0;  ///< how many searches that was
    MapVersion published;
    std::uint32_t free_buffers = 0;
    std::string trouble;  ///< "2 of 4 workers: …"; empty if all is well
    std::uint32_t chunk_jobs = 1;
    bool debug_workers = false;
    bool starved = false;             ///< jobs wait, and the workers get next to no CPU time
    SchedulingPolicy first_policy{};  ///< as planned at first; another one now: it was raised, the pool starved
    std::uint64_t hung_kills = 0;
    std::uint64_t log_lines_dropped = 0;  ///< of workers
    FaultConsequence last_fault;
};

}  // namespace outrider::paths
