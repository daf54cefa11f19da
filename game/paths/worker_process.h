// One worker process, from the outside: started, watched through its pidfd, killed, reaped.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <optional>

#include "game/paths/pool.h"
#include "shared/ids.h"
#include "shared/protocol.h"

namespace outrider::paths {

/// What a new worker is given.
struct LaunchPlan {
    Seat seat;
    LifeId life;
    Generation generation;
    SchedulingPolicy policy = SchedulingPolicy::kIdle;
    int world_descriptor = -1;
    int board_descriptor = -1;
    int results_descriptor = -1;
    int error_descriptor = -1;  ///< its standard error; -1: the game's own
    std::uint32_t recycle_after_jobs = 0;
};

/// Supervisor thread only: a worker dies with the thread that started it. Kills and reaps in its destructor.
class WorkerProcess {
public:
    /// Starts `program`; an errno value if that cannot be done (ENOENT: no such file; EAGAIN: no more processes).
    [[nodiscard]] static int start(const std::filesystem::path& program, const LaunchPlan& plan, WorkerProcess& worker);

    WorkerProcess() = default;
    ~WorkerProcess();
    WorkerProcess(WorkerProcess&& other) noexcept;
    WorkerProcess& operator=(WorkerProcess&& other) noexcept;

    [[nodiscard]] bool is_running() const noexcept { return pid_ > 0; }
    [[nodiscard]] pid_t pid() const noexcept { return pid_; }
    /// Readable once the process has ended; -1 on a kernel without pidfds (then try_reap() must be asked).
    [[nodiscard]] int pidfd() const noexcept { return pidfd_; }
    [[nodiscard]] clockid_t cpu_clock() const noexcept { return cpu_clock_; }

    /// SIGKILL; the first cause is the one that its end tells.
    void kill(KillCause cause) noexcept;
    void stop() noexcept;
    /// Stopped by a signal, by the news since the last call. A few tenths of a microsecond.
    [[nodiscard]] bool look_whether_stopped() noexcept;
    /// How it ended, if it has; afterwards it is no longer running.
    [[nodiscard]] std::optional<WorkerEnd> try_reap() noexcept;
    /// What it used from its first to its last instruction; 0 before it is reaped, or if somebody else reaped it.
    [[nodiscard]] std::chrono::nanoseconds cpu_time_at_end() const noexcept { return cpu_time_at_end_; }

private:
    pid_t pid_ = 0;
    int pidfd_ = -1;
    clockid_t cpu_clock_{};
    std::chrono::nanoseconds cpu_time_at_end_{};
    KillCause kill_cause_ = KillCause::kNone;
    bool stopped_ = false;
};

}  // namespace outrider::paths
