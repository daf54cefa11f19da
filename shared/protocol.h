// The words both programs use: kinds, states and answers, with fixed values.
// A value once given keeps its meaning; kProtocolVersion rises with every change of meaning or layout.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>

namespace outrider {

inline constexpr std::uint32_t kProtocolVersion = 7;

/// Most workers a pool can have: one bit each in the sleeper word.
inline constexpr std::uint32_t kMaxSeats = 64;

/// How urgent a request is. Workers look at the lanes in this order, with a rule against starvation.
enum class Lane : std::uint8_t { kUrgent = 0, kNormal = 1, kBackground = 2 };
inline constexpr std::uint32_t kLaneCount = 3;

/// Slots of each lane: powers of two.
inline constexpr std::array<std::uint32_t, kLaneCount> kLaneCapacity_slots = {4096, 16384, 4096};

/// How much room a unit takes: 1 by 1 cell, or 2 by 2 with its place named by the upper left one.
enum class Clearance : std::uint8_t { kOneCell = 1, kTwoCells = 2 };

/// How to search. The path of one algorithm has its own tie rule, so each has its own path hash.
enum class Algorithm : std::uint8_t {
    kAStar = 1,     ///< the reference
    kJps = 2,       ///< shortest
    kWeighted = 3,  ///< least cost: terrain, danger, walls that can be broken through
};

/// What a job asks of whoever takes it. Poison and slow are sent by the fault buttons alone.
enum class JobKind : std::uint8_t {
    kSearch = 0,
    kPoison = 1,  ///< ends its worker by SIGABRT
    kSlow = 2,    ///< sleeps for kSlowJobTime, then searches
    /// The flow field of the goal for units of that clearance (flow_field.h); `found`, unless the goal is not free for
    /// them. It travels as a path does: the field's words, each as two points, the lower half first.
    kFlowField = 3,
    /// Burns as many microseconds of its worker's CPU clock as the query's node budget says (at most kMostBurn_us),
    /// then answers `found` with the start alone, which must be the goal. For measuring what a request costs beside its
    /// search.
    kBurn = 4,
};
inline constexpr std::uint32_t kJobKindCount = 5;
inline constexpr std::uint32_t kMostBurn_us = 100'000;

/// Shorter than the second of sleep for which a worker counts as hung.
inline constexpr std::chrono::milliseconds kSlowJobTime{500};

/// Jobs that a worker may claim at a time in the normal and background lanes: 1 .. kMaxChunk_jobs.
inline constexpr std::uint32_t kMaxChunk_jobs = 64;
inline constexpr std::uint32_t kDefaultChunk_jobs = 1;

/// How a request ended. Every request ends with exactly one of these.
enum class AnswerStatus : std::uint8_t {
    kFound = 1,        ///< a shortest path for the map version that the answer names
    kPartial = 2,      ///< a path towards the goal: nearest reachable cell, or the node budget was used up
    kUnreachable = 3,  ///< proven: no path on the map version that the answer names
    kCancelled = 4,    ///< withdrawn or superseded before an answer came
    kExpired = 5,      ///< its deadline passed first
    kFailed = 6,       ///< no answer can be had; FailReason says why
};
inline constexpr std::uint32_t kAnswerStatusCount = 7;  // index 0 is unused

/// Why a request was answered `failed`.
enum class FailReason : std::uint8_t {
    kNone = 0,
    kCrashed = 1,    ///< its search ended two workers, the last by this signal
    kExited = 2,     ///< its search ended two workers, the last with this exit code
    kAllowance = 3,  ///< its search used up two workers' allowance of CPU time
    kAsleep = 4,     ///< two workers slept with it for a second
    kRejected = 5,   ///< eight workers gave answers that failed the check
    kNoMemory = 6,   ///< the search had not memory enough
    kNotRun = 7,     ///< poison with no border between it and the game; a burn that is too long or leads away
};
inline constexpr std::uint32_t kFailReasonCount = 8;

/// The order in which a pool of workers runs: how much it gives way to the frame.
enum class SchedulingPolicy : std::uint8_t { kIdle = 1, kNice = 2, kNormal = 3 };

/// Where a worker stands in its start and its work; written by the worker, shown by the overlay.
enum class WorkerPhase : std::uint32_t {
    kStarting = 0,
    kReady = 1,      ///< attached; waits for its first job
    kSearching = 2,  ///< has a job
    kSpinning = 3,   ///< no job; looks again at once
    kSleeping = 4,   ///< no job; waits on the event count
    kBlocked = 5,    ///< result ring full; waits for the game
    kLeaving = 6,    ///< told to stop; publishes and exits
};

/// How a worker program ends by itself. Fixed values: the supervisor reads them from the exit status.
enum class WorkerExit : int {
    kDone = 0,            ///< told to stop
    kUsage = 64,          ///< started by hand, or with wrong arguments
    kNoSegment = 65,      ///< a segment could not be mapped
    kWrongProtocol = 66,  ///< protocol version or layout differs: never restarted
    kOrphaned = 67,       ///< the game was gone before the worker was ready
    kRecycled = 68,       ///< has done as many jobs as it was asked to
};

[[nodiscard]] constexpr std::string_view to_string(Lane lane) noexcept {
    switch (lane) {
        case Lane::kUrgent: return "urgent";
        case Lane::kNormal: return "normal";
        case Lane::kBackground: return "background";
    }
    return "?";
}

[[nodiscard]] constexpr std::string_view to_string(Algorithm algorithm) noexcept {
    switch (algorithm) {
        case Algorithm::kAStar: return "astar";
        case Algorithm::kJps: return "jps";
        case Algorithm::kWeighted: return "weighted";
    }
    return "?";
}

[[nodiscard]] constexpr std::string_view to_string(AnswerStatus status) noexcept {
    switch (status) {
        case AnswerStatus::kFound: return "found";
        case AnswerStatus::kPartial: return "partial";
        case AnswerStatus::kUnreachable: return "unreachable";
        case AnswerStatus::kCancelled: return "cancelled";
        case AnswerStatus::kExpired: return "expired";
        case AnswerStatus::kFailed: return "failed";
    }
    return "?";
}

[[nodiscard]] constexpr std::string_view to_string(JobKind kind) noexcept {
    switch (kind) {
        case JobKind::kSearch: return "search";
        case JobKind::kPoison: return "poison";
        case JobKind::kSlow: return "slow";
        case JobKind::kFlowField: return "flow field";
        case JobKind::kBurn: return "burn";
    }
    return "?";
}

[[nodiscard]] constexpr std::string_view to_string(FailReason reason) noexcept {
    switch (reason) {
        case FailReason::kNone: return "none";
        case FailReason::kCrashed: return "crashed";
        case FailReason::kExited: return "exited";
        case FailReason::kAllowance: return "CPU allowance used up";
        case FailReason::kAsleep: return "asleep";
        case FailReason::kRejected: return "rejected";
        case FailReason::kNoMemory: return "no memory";
        case FailReason::kNotRun: return "not run";
    }
    return "?";
}

[[nodiscard]] constexpr std::string_view to_string(SchedulingPolicy policy) noexcept {
    switch (policy) {
        case SchedulingPolicy::kIdle: return "idle";
        case SchedulingPolicy::kNice: return "nice";
        case SchedulingPolicy::kNormal: return "normal";
    }
    return "?";
}

}  // namespace outrider
