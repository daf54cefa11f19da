// Hung or starved? The judgement of one worker process, fed with one look every few milliseconds.
//
// A worker is hung if it is stopped for a second, if its job has used up its allowance of the worker's own CPU time, or
// if it sleeps for a second with room for an answer: one without work wakes up every 50 ms (kBackstop), and so does
// not look asleep. One that would like to run and gets no CPU is only starved: nobody is killed for the load of the
// machine. Times are lived time (see LivedClock): a suspended machine, a
// stopped game or a late supervisor makes nobody look hung.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "game/paths/pool.h"

namespace outrider::paths {

/// A clock that stands still while its owner does.
class LivedClock {
public:
    using Time = std::chrono::nanoseconds;

    /// Returns the time lived until `now`; a step longer than kLongestStep counts as that.
    Time live_until(std::chrono::steady_clock::time_point now) noexcept;
    [[nodiscard]] Time now() const noexcept { return lived_; }

    static constexpr std::chrono::milliseconds kLongestStep{50};

private:
    Time lived_{};
    std::optional<std::chrono::steady_clock::time_point> last_;
};

/// One look at a worker.
struct WorkerLook {
    bool stopped = false;             ///< by a signal
    std::uint64_t current_issue = 0;  ///< the job that it is on, by its own word; 0: none
    std::chrono::nanoseconds cpu_time{};
    bool has_room = true;   ///< in its ring
    char task_state = 'R';  ///< proc(5); wanted only if wants_task_state()
};

class HangWatch {
public:
    explicit HangWatch(std::chrono::nanoseconds cpu_allowance) noexcept : cpu_allowance_(cpu_allowance) {}

    /// Is the task's state needed to judge this look? It is costly to read, and nearly never is.
    [[nodiscard]] bool wants_task_state(const WorkerLook& look, LivedClock::Time now) const noexcept;
    /// Why the worker should be killed: kStopped, kAllowance, kAsleep; kNone: it should not.
    [[nodiscard]] KillCause judge(const WorkerLook& look, LivedClock::Time now) noexcept;

    static constexpr std::chrono::seconds kPatience{1};
    /// Without CPU time for so long, a worker's state is looked at.
    static constexpr std::chrono::milliseconds kSuspicious{500};

private:
    [[nodiscard]] bool has_moved(const WorkerLook& look) const noexcept;
    void note_life(const WorkerLook& look, LivedClock::Time now) noexcept;

    std::chrono::nanoseconds cpu_allowance_;
    std::uint64_t issue_ = 0;
    std::chrono::nanoseconds cpu_at_begin_{};
    std::chrono::nanoseconds cpu_before_{};
    std::optional<LivedClock::Time> stopped_since_;
    LivedClock::Time still_since_{};  ///< got no CPU time since, or was seen to be no sleeper
};

}  // namespace outrider::paths
