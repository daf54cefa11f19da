#include "game/app/doctor.h"

#include <SDL.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <system_error>
#include <thread>

#include "game/app/command_line.h"
#include "game/app/machine.h"
#include "game/app/settings_store.h"
#include "game/app/window.h"

namespace outrider::app {

namespace {

constexpr int kLowestPriority = 19;

/// A descriptor that closes itself.
class Descriptor {
public:
    explicit Descriptor(long number) noexcept : number_(static_cast<int>(number)) {}
    ~Descriptor() {
        if (number_ >= 0) close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    [[nodiscard]] int number() const noexcept { return number_; }
    [[nodiscard]] bool good() const noexcept { return number_ >= 0; }

private:
    int number_;
};

std::string yes_or_why(bool good) { return good ? "yes" : fmt::format("no ({})", std::strerror(errno)); }

std::string cores() {
    return fmt::format("{} usable of {}", usable_cores(), std::max(1U, std::thread::hardware_concurrency()));
}

std::string cgroup_limit() {
    const auto limit = cgroup_cpu_limit_cores();
    return limit ? fmt::format("{:.2f} cores", *limit) : "none";
}

/// Tries a scheduling policy on a thread of its own, which then ends: policies of Linux are per thread.
template <class Set>
std::string try_on_a_thread(Set set) {
    std::string result;
    std::jthread([&] { result = yes_or_why(set() == 0); }).join();
    return result;
}

std::string policy_idle() {
    return try_on_a_thread([] {
        const sched_param none{};
        return sched_setscheduler(0, SCHED_IDLE, &none);
    });
}

std::string policy_nice() {
    return try_on_a_thread([] { return setpriority(PRIO_PROCESS, 0, kLowestPriority); });
}

std::string memory_file() {
    const Descriptor file(memfd_create("outrider-doctor", MFD_CLOEXEC));
    return yes_or_why(file.good());
}

std::string sealing() {
    const Descriptor file(memfd_create("outrider-doctor", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!file.good()) return yes_or_why(false);
    if (fcntl(file.number(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) != 0) return yes_or_why(false);
    const bool future_write = fcntl(file.number(), F_ADD_SEALS, F_SEAL_FUTURE_WRITE) == 0;
    return future_write ? "yes, future writes too" : "size only, not future writes";
}

std::string process_descriptors() {
    const Descriptor self(syscall(SYS_pidfd_open, getpid(), 0));
    return yes_or_why(self.good());
}

std::string seccomp() {
    const std::uint32_t action = SECCOMP_RET_KILL_PROCESS;
    return yes_or_why(syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0);
}

std::string landlock() {
#ifdef SYS_landlock_create_ruleset
    constexpr unsigned kAskVersion = 1;  // LANDLOCK_CREATE_RULESET_VERSION
    const long version = syscall(SYS_landlock_create_ruleset, nullptr, 0, kAskVersion);
    return version > 0 ? fmt::format("yes, version {}", version) : yes_or_why(false);
#else
    return "no (unknown when this program was built)";
#endif
}

std::string video_drivers() {
    std::vector<std::string> names;
    for (int i = 0; i < SDL_GetNumVideoDrivers(); ++i) names.emplace_back(SDL_GetVideoDriver(i));
    return fmt::format("{}", fmt::join(names, ", "));
}

std::string display() {
    try {
        return Library(false).driver();
    } catch (const UsageError& error) {
        return error.what();
    }
}

std::string renderers() { return fmt::format("{}", fmt::join(renderer_names(), ", ")); }

std::string worker_program(const Places& places) {
    try {
        require_pathfinder(places.pathfinder);
        return places.pathfinder.string();
    } catch (const UsageError& error) {
        return fmt::format("no: {}", error.what());
    }
}

std::string assets(const Places& places) {
    std::error_code error;
    const bool found = std::filesystem::is_directory(places.assets / "maps", error);
    return found ? places.assets.string() : fmt::format("no: {} is missing", (places.assets / "maps").string());
}

std::string settings() {
    const auto folder = config_folder();
    if (!folder) return "no: neither XDG_CONFIG_HOME nor HOME is set; nothing is remembered";
    if (could_write_into(*folder)) return folder->string();
    return fmt::format("no: {} cannot be written to; nothing is remembered", folder->string());
}

std::string log_folder() {
    const auto folder = state_folder();
    if (!folder) return "no: neither XDG_STATE_HOME nor HOME is set; nothing is logged";
    if (could_write_into(*folder)) return folder->string();
    return fmt::format("no: {} cannot be written to; nothing is logged", folder->string());
}

}  // namespace

std::vector<Finding> examine_machine(const Places& places) {
    return {
        {"version", OUTRIDER_VERSION},
        {"cores", cores()},
        {"cgroup CPU limit", cgroup_limit()},
        {"policy idle", policy_idle()},
        {"policy nice", policy_nice()},
        {"memory files", memory_file()},
        {"sealing", sealing()},
        {"pidfd", process_descriptors()},
        {"seccomp", seccomp()},
        {"Landlock", landlock()},
        {"video drivers", video_drivers()},
        {"display", display()},
        {"renderers", renderers()},
        {"worker program", worker_program(places)},
        {"assets", assets(places)},
        {"settings", settings()},
        {"log", log_folder()},
    };
}

int doctor(const Places& places) {
    for (const Finding& finding : examine_machine(places)) fmt::print("{:<17} {}\n", finding.name, finding.value);
    return kExitDone;
}

}  // namespace outrider::app
