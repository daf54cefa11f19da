#include "tests/support/process_tree.h"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>

namespace outrider::test {
namespace {

namespace fs = std::filesystem;

[[nodiscard]] fs::path proc(pid_t pid) { return fs::path("/proc") / std::to_string(pid); }

/// The fields of /proc/<pid>/stat from the third one (the state) on; the second, the name, may hold anything.
[[nodiscard]] std::vector<std::string> stat_fields(pid_t pid) {
    std::ifstream file(proc(pid) / "stat");
    const std::string line{std::istreambuf_iterator<char>(file), {}};
    std::istringstream fields(line.substr(std::min(line.rfind(')') + 1, line.size())));
    return {std::istream_iterator<std::string>(fields), {}};
}

}  // namespace

std::vector<pid_t> children_of(pid_t pid) {
    std::vector<pid_t> children;
    std::error_code gone;
    for (fs::directory_iterator task(proc(pid) / "task", gone), end; !gone && task != end; task.increment(gone)) {
        std::ifstream file(task->path() / "children");
        children.insert(children.end(), std::istream_iterator<pid_t>(file), {});
    }
    return children;
}

std::string name_of(pid_t pid) {
    std::ifstream file(proc(pid) / "comm");
    std::string name;
    std::getline(file, name);
    return name;
}

bool is_alive(pid_t pid) {
    const std::vector<std::string> fields = stat_fields(pid);
    return !fields.empty() && fields.front() != "Z" && fields.front() != "X";
}

std::chrono::milliseconds cpu_time_of(pid_t pid) {
    constexpr std::size_t kUserTicks = 11;  // fields 14 and 15 of proc(5)
    constexpr std::size_t kSystemTicks = 12;
    const std::vector<std::string> fields = stat_fields(pid);
    if (fields.size() <= kSystemTicks) return {};
    const long ticks = std::stol(fields[kUserTicks]) + std::stol(fields[kSystemTicks]);
    return std::chrono::milliseconds(ticks * 1000 / ::sysconf(_SC_CLK_TCK));
}

std::set<std::string> shared_memory_names() {
    std::set<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry("/dev/shm", error), end; !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        // The torture's textbook pool, which may run beside us, has names, and is there to be compared with.
        if (!name.starts_with("textbook-pool-")) names.insert(name);
    }
    return names;
}

OrphanCatcher::OrphanCatcher() : own_children_(children_of(::getpid())) { ::prctl(PR_SET_CHILD_SUBREAPER, 1); }

OrphanCatcher::~OrphanCatcher() { ::prctl(PR_SET_CHILD_SUBREAPER, 0); }

std::vector<std::string> OrphanCatcher::survivors(Patience patience) {
    const auto all_gone = [this] {
        reap_dead();
        return orphans().empty();
    };
    std::vector<std::string> names;
    if (wait_until(patience, all_gone)) return names;
    for (const pid_t orphan : orphans()) {
        names.push_back(name_of(orphan));
        ::kill(orphan, SIGKILL);
        ::waitpid(orphan, nullptr, 0);
    }
    return names;
}

std::vector<pid_t> OrphanCatcher::orphans() const {
    std::vector<pid_t> found = children_of(::getpid());
    std::erase_if(found, [this](pid_t pid) {
        return std::find(own_children_.begin(), own_children_.end(), pid) != own_children_.end();
    });
    return found;
}

void OrphanCatcher::reap_dead() {
    for (const pid_t orphan : orphans()) {
        if (::waitpid(orphan, nullptr, WNOHANG) == orphan) ++orphans_seen_;
    }
}

}  // namespace outrider::test
