#include "tests/bench/bench_transport_tools.h"

#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>

namespace outrider::bench {
namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

/// The same text for cores that share a physical one.
std::string siblings_of(int core) {
    std::ifstream file("/sys/devices/system/cpu/cpu" + std::to_string(core) + "/topology/thread_siblings_list");
    std::string text;
    return std::getline(file, text) ? text : std::to_string(core);
}

}  // namespace

Cores Cores::choose() {
    cpu_set_t allowed;
    if (::sched_getaffinity(0, sizeof allowed, &allowed) != 0) fail("cannot ask which cores may be used");
    Cores cores;
    for (int core = 0; core < CPU_SETSIZE; ++core) {
        if (!CPU_ISSET(core, &allowed)) continue;
        if (cores.game < 0) {
            cores.game = core;
        } else {
            cores.workers.push_back(core);
        }
    }
    if (cores.workers.empty()) throw std::runtime_error("two cores are needed, and this process may use only one");
    const std::string game_siblings = siblings_of(cores.game);
    std::stable_partition(cores.workers.begin(), cores.workers.end(),
                          [&](int core) { return siblings_of(core) != game_siblings; });
    return cores;
}

void run_on(const std::vector<int>& cores) {
    cpu_set_t set;
    CPU_ZERO(&set);
    for (const int core : cores) CPU_SET(core, &set);
    if (::sched_setaffinity(0, sizeof set, &set) != 0) fail("cannot choose the cores to run on");
}

double calibrate_ticks_per_ns() {
    using Clock = std::chrono::steady_clock;
    const auto began = Clock::now();
    const Ticks first = ticks_now();
    auto now = began;
    while (now - began < std::chrono::milliseconds(20)) now = Clock::now();
    return static_cast<double>(ticks_now() - first) /
           static_cast<double>(std::chrono::nanoseconds(now - began).count());
}

double Samples::percentile_ns(std::uint32_t permille) {
    const std::size_t size = std::min(count_, kMost);
    if (size == 0) return 0.0;
    const auto rank = static_cast<std::ptrdiff_t>((size * permille + 999) / 1000 - 1);
    std::nth_element(ticks_.begin(), ticks_.begin() + rank, ticks_.begin() + static_cast<std::ptrdiff_t>(size));
    return conditions_.ns(ticks_[static_cast<std::size_t>(rank)]);
}

void* map_shared(std::size_t bytes) {
    void* address = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (address == MAP_FAILED) fail("cannot get shared memory");
    return address;
}

void unmap_shared(void* address, std::size_t bytes) noexcept { ::munmap(address, bytes); }

pid_t Partner::fork_onto(int core) {
    const pid_t parent = ::getpid();
    const pid_t pid = ::fork();
    if (pid < 0) fail("cannot start a partner process");
    if (pid > 0) return pid;
    // Set before the look at the parent: one who died in between is noticed by the one or the other.
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || ::getppid() != parent) ::_exit(1);
    run_on({core});
    return 0;
}

Partner::~Partner() {
    if (pid_ == 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

}  // namespace outrider::bench
