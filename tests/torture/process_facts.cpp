#include "tests/torture/process_facts.h"

#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace outrider::torture {
namespace {

namespace fs = std::filesystem;

pid_t parent_of(const std::string& pid) {
    std::ifstream status("/proc/" + pid + "/status");
    for (std::string word; status >> word;) {
        pid_t parent = 0;
        if (word == "PPid:" && status >> parent) return parent;
    }
    return 0;
}

}  // namespace

std::uint64_t open_descriptors() {
    const fs::directory_iterator entries("/proc/self/fd");
    return static_cast<std::uint64_t>(std::distance(begin(entries), end(entries))) - 1;  // the iterator's own
}

Mappings mappings() {
    std::ifstream maps("/proc/self/maps");
    Mappings found;
    for (std::string line; std::getline(maps, line); ++found.all) {
        if (line.find("/memfd:") != std::string::npos) ++found.segments;
    }
    return found;
}

std::uint64_t resident_kib() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        std::uint64_t kib = 0;
        if (word == "VmRSS:" && status >> kib) return kib;
    }
    return 0;
}

std::vector<pid_t> children() {
    std::vector<pid_t> found;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        const std::string name = entry.path().filename();
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        if (parent_of(name) == ::getpid()) found.push_back(std::stoi(name));
    }
    return found;
}

bool signal_child(pid_t child, int signal) {
    const int pidfd = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));
    if (pidfd < 0) return false;
    // Looked up after the descriptor holds on to the process: the number cannot go to another between.
    const bool ours = parent_of(std::to_string(child)) == ::getpid();
    const bool sent = ours && ::syscall(SYS_pidfd_send_signal, pidfd, signal, nullptr, 0) == 0;
    ::close(pidfd);
    return sent;
}

Hogs::Hogs(std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) {
        const pid_t pid = ::fork();
        if (pid == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            std::atomic<std::uint64_t> turns{0};
            for (;;) turns.fetch_add(1, std::memory_order_relaxed);
        }
        if (pid > 0) pids_.push_back(pid);
    }
}

Hogs::~Hogs() {
    for (const pid_t pid : pids_) {
        ::kill(pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
    }
}

}  // namespace outrider::torture
