// How much of this machine is ours to use.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace outrider::app {

/// Cores that this process may run on; at least 1.
[[nodiscard]] std::uint32_t usable_cores() noexcept;

/// One core is the game's; at least one worker all the same.
[[nodiscard]] constexpr std::uint32_t default_workers(std::uint32_t cores) noexcept {
    return cores > 1 ? cores - 1 : 1;
}

/// Cores' worth of time that the cgroup grants; empty: no limit, or none to be seen.
[[nodiscard]] std::optional<double> cgroup_cpu_limit_cores();

/// One line about this machine: system, cores.
[[nodiscard]] std::string machine_text();

}  // namespace outrider::app
