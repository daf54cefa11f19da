// What a program leaves in the machine: its children, their time, orphans, names of shared memory. From /proc.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "tests/support/wait_until.h"

namespace outrider::test {

/// Children of all threads of a process; none if it is gone.
[[nodiscard]] std::vector<pid_t> children_of(pid_t pid);
/// The name that `ps` shows; empty if it is gone.
[[nodiscard]] std::string name_of(pid_t pid);
/// False also for a zombie.
[[nodiscard]] bool is_alive(pid_t pid);
/// Processor time of all its threads; zero if it is gone.
[[nodiscard]] std::chrono::milliseconds cpu_time_of(pid_t pid);
/// The names in /dev/shm.
[[nodiscard]] std::set<std::string> shared_memory_names();

/// While it lives, orphans of this process's descendants become its own children instead of init's, so that a test
/// sees each of them, and their pids cannot go to strangers.
class OrphanCatcher {
public:
    OrphanCatcher();
    ~OrphanCatcher();
    OrphanCatcher(const OrphanCatcher&) = delete;
    OrphanCatcher& operator=(const OrphanCatcher&) = delete;

    /// REQUIRES: programs that the test itself started since have been waited for.
    /// Reaps orphans until none is left. Those that are still alive when patience ends are killed and returned, by
    /// name.
    [[nodiscard]] std::vector<std::string> survivors(Patience patience);
    [[nodiscard]] int orphans_seen() const noexcept { return orphans_seen_; }

private:
    [[nodiscard]] std::vector<pid_t> orphans() const;
    void reap_dead();

    std::vector<pid_t> own_children_;
    int orphans_seen_ = 0;
};

}  // namespace outrider::test
