// What /proc says of cores and processes. Slow (reads files): the supervisor thread's business.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <vector>

namespace outrider::paths {

/// Busy shares of the machine's cores between two calls, from /proc/stat (10 ms ticks: ask a few times a second).
class CoreProbe {
public:
    /// One share (0..1) per core; the first call gives zeros.
    const std::vector<double>& sample();

private:
    struct Ticks {
        std::uint64_t busy = 0;
        std::uint64_t all = 0;
    };
    std::vector<Ticks> before_;
    std::vector<double> shares_;
};

/// What the kernel says of a task.
struct TaskStatus {
    char state = '?';        ///< proc(5): R runs or would like to, S sleeps, T is stopped, …; ? if it is gone
    std::int32_t core = -1;  ///< where it last ran; -1 if it is gone
};
/// From the `stat` file of a task ("/proc/12/stat").
[[nodiscard]] TaskStatus task_status_of(const std::string& stat_file);

/// Proportional set size in MiB, from a smaps_rollup file; 0 if it cannot be read.
[[nodiscard]] double pss_mib_of(const std::string& smaps_rollup_file);

/// CPU time on a clock; nothing if its thread or process is gone.
[[nodiscard]] std::optional<std::chrono::nanoseconds> cpu_time_of(clockid_t clock) noexcept;

}  // namespace outrider::paths
