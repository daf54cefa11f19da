#include "game/app/machine.h"

#include <fmt/format.h>
#include <sys/utsname.h>

#include <sched.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <thread>

#include "game/app/command_line.h"
#include "game/app/option_values.h"

namespace outrider::app {

namespace {

/// Where this process's cgroup (version 2) is seen: "0::/path" in /proc/self/cgroup.
std::string own_cgroup() {
    std::ifstream lines("/proc/self/cgroup");
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("0::")) return line.substr(3);
    }
    return "/";
}

/// "max 100000" or "150000 100000": microseconds of CPU time in each period of so many microseconds.
std::optional<double> limit_in(const std::string& file) {
    std::ifstream in(file);
    std::string quota;
    std::string period;
    if (!(in >> quota >> period) || quota == "max") return std::nullopt;
    try {
        return real_number(file, quota, 1.0, 1e12) / real_number(file, period, 1.0, 1e12);
    } catch (const UsageError&) {
        return std::nullopt;
    }
}

}  // namespace

std::uint32_t usable_cores() noexcept {
    cpu_set_t cores;
    CPU_ZERO(&cores);
    if (sched_getaffinity(0, sizeof cores, &cores) == 0) return static_cast<std::uint32_t>(CPU_COUNT(&cores));
    return std::max(1U, std::thread::hardware_concurrency());
}

std::optional<double> cgroup_cpu_limit_cores() {
    // Inside a container the own path may not exist under its own root: then the root's file is ours.
    const auto own = limit_in("/sys/fs/cgroup" + own_cgroup() + "/cpu.max");
    return own ? own : limit_in("/sys/fs/cgroup/cpu.max");
}

std::string machine_text() {
    utsname system{};
    ::uname(&system);
    return fmt::format("{} {} {}, {} cores", system.sysname, system.release, system.machine, usable_cores());
}

}  // namespace outrider::app
