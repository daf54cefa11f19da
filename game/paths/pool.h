// What the frame thread and the supervisor thread say to each other about the pool of workers.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

#include "shared/ids.h"
#include "shared/protocol.h"
#include "shared/result_segment.h"

namespace outrider::paths {

enum class WorkerKind : std::uint8_t { kThread, kProcess };

/// What the pool should be. In one word, so that the latest plan always wins.
struct PoolPlan {
    WorkerKind kind = WorkerKind::kProcess;
    std::uint32_t workers = 0;
    SchedulingPolicy policy = SchedulingPolicy::kIdle;

    friend constexpr bool operator==(const PoolPlan&, const PoolPlan&) = default;

    [[nodiscard]] constexpr std::uint64_t bits() const noexcept {
        return std::uint64_t{workers} | static_cast<std::uint64_t>(kind) << 32U |
               static_cast<std::uint64_t>(policy) << 40U;
    }
    [[nodiscard]] static constexpr PoolPlan from(std::uint64_t bits) noexcept {
        return {static_cast<WorkerKind>(bits >> 32U & 0xFFU), static_cast<std::uint32_t>(bits),
                static_cast<SchedulingPolicy>(bits >> 40U & 0xFFU)};
    }
};

/// Why the game killed a worker.
enum class KillCause : std::uint8_t {
    kNone,       ///< it did not
    kButton,     ///< the player did
    kDistrust,   ///< it wrote what no honest worker writes
    kStopped,    ///< seen stopped for a second
    kAllowance,  ///< its job used up the allowance of CPU time
    kAsleep,     ///< slept for a second with a job, and room for the answer
    kUnheeding,  ///< told to leave, and neither leaves nor works
    kOutranked,  ///< told to leave for one of a higher policy, and starved too much to do so
};

/// How a worker ended.
struct WorkerEnd {
    enum class Kind : std::uint32_t { kNone, kLeft, kExited, kSignalled };
    Kind kind = Kind::kNone;
    std::int32_t value = 0;  ///< exit code or signal number
    bool by_game = false;    ///< the game itself sent the signal
    KillCause cause = KillCause::kNone;

    /// The job that it was on is to blame: it crashed, left unasked, or hung. A SIGKILL from outside, a stop, or a
    /// wrong answer charge the worker and never the job.
    [[nodiscard]] constexpr bool blames_the_job() const noexcept {
        if (cause == KillCause::kAllowance || cause == KillCause::kAsleep) return true;
        if (kind == Kind::kSignalled) return !by_game && value != kKillSignal;
        return kind == Kind::kExited;
    }

private:
    static constexpr std::int32_t kKillSignal = 9;
};

/// Supervisor to frame thread. The life of a worker as the frame thread hears of it:
///   offered  its segment is there: watch its pin and its ring from now on, and say accepted()
///   seated   it is about to start in this seat
///   reaped   it is dead: drain its ring, requeue its claims, say drained()
/// Beside that: the pool starves, and should run under `policy` from now on.
struct PoolNote {
    enum class Kind : std::uint8_t { kOffered, kSeated, kReaped, kRaisePolicy };
    Kind kind = Kind::kOffered;
    Generation generation;
    LifeId life;
    Seat seat;
    WorkerKind worker_kind = WorkerKind::kProcess;
    ResultSegment* segment = nullptr;
    WorkerEnd end;
    SchedulingPolicy policy = SchedulingPolicy::kIdle;
};

/// Frame thread to supervisor.
struct PoolOrder {
    enum class Kind : std::uint8_t { kAccepted, kDrained, kKill, kStop };
    Kind kind = Kind::kAccepted;
    Generation generation;
    KillCause cause = KillCause::kNone;  ///< kKill
};

/// What the supervisor sees of one seat, for the overlay. Each value is whole; together they are a snapshot about.
struct SeatGauge {
    std::atomic<std::int32_t> pid{0};  ///< thread id for threads; 0: nobody
    std::atomic<std::int32_t> core{-1};
    std::atomic<bool> stopped{false};  ///< by a signal, at the last look
    std::atomic<double> busy_share{0.0};
    std::atomic<double> cpu_s{0.0};     ///< its CPU clock, about 10 ms old
    std::atomic<double> start_ms{0.0};  ///< from the decision to start it until it was seen ready; 0: not yet
    std::atomic<double> pss_mib{0.0};
    std::atomic<std::uint32_t> restarts{0};
    std::atomic<WorkerEnd::Kind> end_kind{WorkerEnd::Kind::kNone};
    std::atomic<std::int32_t> end_value{0};
    std::atomic<bool> end_by_game{false};
    std::atomic<KillCause> end_cause{KillCause::kNone};
    std::atomic<std::int64_t> end_at_ns{0};  ///< monotonic clock
};

inline constexpr std::size_t kMostCores = 256;

/// Why the pool is smaller than planned.
enum class PoolTrouble : std::uint32_t {
    kNone,
    kSpawnFailed,  ///< value: errno
    kWrongProtocol,
    kDiesAtStart,  ///< value: exit code
    kNoMemory,     ///< value: errno or 0
};

struct PoolGauges {
    std::array<SeatGauge, kMaxSeats> seats;
    std::array<std::atomic<double>, kMostCores> core_busy_share{};
    std::atomic<std::uint32_t> cores{0};
    std::atomic<double> game_pss_mib{0.0};
    std::atomic<double> worker_cpu_s{0.0};  ///< CPU time of all workers that ever were; of the living about 10 ms old
    std::atomic<std::uint32_t> alive{0};
    std::atomic<bool> starved{false};                 ///< jobs wait, and the workers get next to no CPU time
    std::atomic<bool> would_raise{false};             ///< it starved under this plan, whose policy is fixed
    std::atomic<std::uint64_t> hung_kills{0};         ///< KillCause stopped, allowance, asleep
    std::atomic<std::uint64_t> log_lines_dropped{0};  ///< of workers
    std::atomic<PoolTrouble> trouble{PoolTrouble::kNone};
    std::atomic<std::int32_t> trouble_value{0};
};

}  // namespace outrider::paths
