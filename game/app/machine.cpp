#include "game/app/machine.h"

#include <fmt/format.h>
#include <sched.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
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

/// What stands behind `key` and `separator` in a file of such lines; empty if it is not there.
std::string value_in(const std::string& file, std::string_view key, char separator) {
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with(key)) continue;
        const std::size_t at = line.find(separator);
        if (at == std::string::npos) return {};
        const std::size_t begin = line.find_first_not_of(" \t\"", at + 1);
        const std::size_t end = line.find_last_not_of(" \t\"");
        return begin == std::string::npos ? std::string() : line.substr(begin, end - begin + 1);
    }
    return {};
}

std::string first_line_of(const std::string& file) {
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    return line;
}

std::string cpu_name() {
    const std::string name = value_in("/proc/cpuinfo", "model name", ':');
    return name.empty() ? "unknown processor" : name;  // not every architecture names it there
}

std::string system_name() {
    const std::string name = value_in("/etc/os-release", "PRETTY_NAME", '=');
    return name.empty() ? "unknown system" : name;
}

double memory_gib() {
    const double pages = static_cast<double>(::sysconf(_SC_PHYS_PAGES));
    return pages * static_cast<double>(::sysconf(_SC_PAGE_SIZE)) / (1024.0 * 1024.0 * 1024.0);
}

std::string build_text() {
#ifdef __clang__
    constexpr std::string_view kCompiler = "clang " __clang_version__;
#else
    constexpr std::string_view kCompiler = "g++ " __VERSION__;
#endif
#ifdef NDEBUG
    constexpr std::string_view kAsserts = "without asserts";
#else
    constexpr std::string_view kAsserts = "with asserts";
#endif
    return fmt::format("outrider " OUTRIDER_VERSION ", {}, {}", kCompiler, kAsserts);
}

std::string date_now() {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc)};
}

/// The cores that this process may run on; false if the kernel does not say.
bool own_cores(cpu_set_t& cores) noexcept {
    CPU_ZERO(&cores);
    return sched_getaffinity(0, sizeof cores, &cores) == 0;
}

/// Adds a line of /proc/stat, "cpu3 user nice system idle iowait irq softirq steal …", if it is of a usable core.
void add_core(const std::string& line, const cpu_set_t& usable, bool knows_usable, CpuClocks& clocks) {
    if (!line.starts_with("cpu") || line.size() < 4 || std::isdigit(static_cast<unsigned char>(line[3])) == 0) return;
    std::istringstream fields(line.substr(3));
    int core = 0;
    double user = 0;
    double nice = 0;
    double system = 0;
    double idle = 0;
    double io_wait = 0;
    double interrupts = 0;
    double soft_interrupts = 0;
    double steal = 0;
    fields >> core >> user >> nice >> system >> idle >> io_wait >> interrupts >> soft_interrupts >> steal;
    if (knows_usable && (core >= CPU_SETSIZE || !CPU_ISSET(core, &usable))) return;
    const double ticks_per_s = static_cast<double>(::sysconf(_SC_CLK_TCK));
    clocks.busy_s += (user + nice + system + interrupts + soft_interrupts) / ticks_per_s;
    clocks.steal_s += steal / ticks_per_s;
}

}  // namespace

std::uint32_t usable_cores() noexcept {
    cpu_set_t cores;
    if (own_cores(cores)) return static_cast<std::uint32_t>(CPU_COUNT(&cores));
    return std::max(1U, std::thread::hardware_concurrency());
}

double granted_cores() {
    const double usable = usable_cores();
    return std::min(usable, cgroup_cpu_limit_cores().value_or(usable));
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

measure::MachineFacts machine_facts(const std::string& renderer) {
    utsname kernel{};
    ::uname(&kernel);
    return {.cpu = cpu_name(),
            .cores = usable_cores(),
            .cgroup_limit_cores = cgroup_cpu_limit_cores().value_or(0.0),
            .kernel = fmt::format("{} {} {}", kernel.sysname, kernel.release, kernel.machine),
            .system = system_name(),
            .build = build_text(),
            .renderer = renderer,
            .memory_gib = memory_gib(),
            .governor = first_line_of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
            .date = date_now()};
}

CpuClocks read_cpu_clocks() {
    CpuClocks clocks;
    timespec own{};
    if (::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &own) == 0) {
        clocks.game_s = static_cast<double>(own.tv_sec) + 1e-9 * static_cast<double>(own.tv_nsec);
    }
    cpu_set_t usable;
    const bool knows_usable = own_cores(usable);
    std::ifstream lines("/proc/stat");
    for (std::string line; std::getline(lines, line) && line.starts_with("cpu");) {
        add_core(line, usable, knows_usable, clocks);
    }
    return clocks;
}

}  // namespace outrider::app
