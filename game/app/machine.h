// How much of this machine is ours to use, what it is, and who uses it now.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "game/measure/measurement.h"

namespace outrider::app {

/// Cores that this process may run on; at least 1.
[[nodiscard]] std::uint32_t usable_cores() noexcept;

/// One core is the game's; at least one worker all the same.
[[nodiscard]] constexpr std::uint32_t default_workers(std::uint32_t cores) noexcept {
    return cores > 1 ? cores - 1 : 1;
}

/// Cores' worth of time that the cgroup grants; empty: no limit, or none to be seen.
[[nodiscard]] std::optional<double> cgroup_cpu_limit_cores();

/// Usable cores, or what the cgroup grants if that is less.
[[nodiscard]] double granted_cores();

/// One line about this machine: system, cores.
[[nodiscard]] std::string machine_text();

/// For the head of a report. `renderer`: the window's.
[[nodiscard]] measure::MachineFacts machine_facts(const std::string& renderer);

/// CPU seconds used up to now. Reads a file of /proc: at both ends of a measurement, not in every frame.
struct CpuClocks {
    double game_s = 0.0;   ///< this process with all its threads; exact
    double busy_s = 0.0;   ///< everybody on the usable cores, in ticks of 10 ms
    double steal_s = 0.0;  ///< time in which another guest had a usable core
};
[[nodiscard]] CpuClocks read_cpu_clocks();

}  // namespace outrider::app
