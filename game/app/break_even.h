// The runs of `outrider measure --break-even`: requests that burn CPU time, in every form of the path service.
#pragma once

#include <csignal>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "game/app/play_session.h"
#include "game/app/window.h"
#include "game/measure/break_even.h"
#include "game/paths/event_log.h"

namespace outrider::app {

struct BreakEvenPlan {
    std::vector<std::uint32_t> workers{1, 2};
    std::vector<std::uint32_t> chunks{1, 8};
    std::vector<std::uint32_t> burns_us{1, 3, 10, 30, 100, 300, 1'000, 3'000, 10'000};  ///< T, rising
    double flat_out_cpu_s = 0.2;       ///< work of each point without frames; kFewestJobs .. kMostJobs of them
    std::uint32_t turns = 3;           ///< in which that is done; the forms take them in turn, and the median counts
    double work_per_frame_us = 8'000;  ///< T x requests, in each run with frames
    std::uint32_t frames = 100;        ///< timed, of each of these; 100 support p95
    /// Requests of one size, more and more of them in a frame: where offloading begins to save it. With the first
    /// number of workers and the first chunk alone.
    std::uint32_t load_burn_us = 10;
    std::vector<double> load_per_frame{1, 3, 10, 30, 100};
    std::uint64_t seed = 1;  ///< of the order in which the forms take their turns

    static constexpr std::uint64_t kFewestJobs = 20;
    static constexpr std::uint64_t kMostJobs = 100'000;
};

/// Requests of one turn without frames: the same number in every form, enough for each worker, and as many for each.
/// With fewer the batch runs empty while only some of them are still at work, and more workers would look too slow.
[[nodiscard]] std::uint64_t jobs_of_a_turn(const BreakEvenPlan& plan, double burn_us);

/// How many runs these are: first those without frames, T by T, then those with frames.
[[nodiscard]] std::size_t flat_out_runs_of(const BreakEvenPlan& plan);
[[nodiscard]] std::size_t runs_of(const BreakEvenPlan& plan);

/// Who wants to know how far it is. Both may be empty.
struct BreakEvenProgress {
    std::function<void(const std::string& name)> begin_run;
    std::function<void()> end_run;
};

/// All of it: first without frames, then one session of the sandbox `settings`, which is drawn in `window` and whose
/// units walk as in mode none. Findings included. `stop` (a signal): what was measured until then. Throws
/// std::runtime_error if no worker starts, or answers.
[[nodiscard]] measure::BreakEven run_break_even(const BreakEvenPlan& plan, SessionSettings settings, Window& window,
                                                paths::EventLog& log, const volatile std::sig_atomic_t& stop,
                                                const BreakEvenProgress& progress = {});

}  // namespace outrider::app
