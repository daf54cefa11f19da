#include "game/app/crash_trial.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <system_error>
#include <thread>

#include "game/measure/chart_series.h"

namespace outrider::app {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::duration;

/// Of play between two kills, so that each finds workers at work.
constexpr auto kBetweenKills = std::chrono::milliseconds(300);
/// A worker whose heir has answered nothing for so long is not back; perhaps nobody asks.
constexpr auto kPatience = std::chrono::seconds(3);
constexpr auto kWholeTrial = std::chrono::seconds(15);

/// How long the other game may take to start, and to die.
constexpr auto kChildPatience = std::chrono::seconds(10);
constexpr auto kLookAgain = std::chrono::milliseconds(10);
/// Ten seconds: its end, if nothing else ends it, not even we.
constexpr const char* kChildFrames = "600";

[[nodiscard]] bool wait_until(Clock::duration patience, const volatile std::sig_atomic_t& stop,
                              const std::function<bool()>& condition) {
    const Clock::time_point end = Clock::now() + patience;
    while (!condition()) {
        if (stop != 0 || Clock::now() > end) return false;
        std::this_thread::sleep_for(kLookAgain);
    }
    return true;
}

/// A process of ours, ended and reaped at the latest with this object.
class Child {
public:
    Child(const fs::path& program, std::vector<std::string> arguments) {
        std::vector<char*> pointers;
        for (std::string& argument : arguments) pointers.push_back(argument.data());
        pointers.push_back(nullptr);
        // No home: it is to write no log and no crash report.
        std::array<char*, 1> environment{nullptr};
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        for (const int stream : {0, 1, 2}) {
            ::posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", stream == 0 ? O_RDONLY : O_WRONLY, 0);
        }
        error_ = ::posix_spawn(&pid_, program.c_str(), &actions, nullptr, pointers.data(), environment.data());
        ::posix_spawn_file_actions_destroy(&actions);
        if (error_ != 0) return;
        const rlimit no_core{};
        ::prlimit(pid_, RLIMIT_CORE, &no_core, nullptr);
    }
    ~Child() {
        if (error_ != 0 || has_ended()) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    [[nodiscard]] int error() const noexcept { return error_; }
    [[nodiscard]] pid_t pid() const noexcept { return pid_; }
    [[nodiscard]] bool has_ended() {
        int status = 0;
        if (!status_ && ::waitpid(pid_, &status, WNOHANG) == pid_) status_ = status;
        return status_.has_value();
    }
    /// It came to the end that it was given. REQUIRES: has_ended().
    [[nodiscard]] bool has_ended_well() const noexcept { return WIFEXITED(*status_) && WEXITSTATUS(*status_) == 0; }
    /// REQUIRES: has_ended().
    [[nodiscard]] std::string end_text() const {
        if (WIFSIGNALED(*status_)) return fmt::format("{}", ::strsignal(WTERMSIG(*status_)));
        return fmt::format("exit code {}", WEXITSTATUS(*status_));
    }

private:
    pid_t pid_ = 0;
    int error_ = 0;
    std::optional<int> status_;
};

/// A thread of that process that finds paths; nothing if there is none (yet).
[[nodiscard]] std::optional<pid_t> worker_thread_of(pid_t process) {
    std::error_code error;
    for (const fs::directory_entry& task : fs::directory_iterator(fmt::format("/proc/{}/task", process), error)) {
        std::ifstream in(task.path() / "comm");
        std::string name;
        if (!std::getline(in, name) || !name.starts_with("outrider-path")) continue;
        return static_cast<pid_t>(std::stol(task.path().filename().string()));
    }
    return std::nullopt;
}

}  // namespace

// --- processes -------------------------------------------------------------------------------------------------------

bool KillTrial::look(paths::PathDispatcher& paths, Clock::time_point now) {
    if (began_ == Clock::time_point{}) {
        began_ = now;
        next_kill_ = now + kBetweenKills;
    }
    if (now - began_ > kWholeTrial) return true;
    if (waits_) {
        look_after(paths, now);
    } else if (planted_ == kKills) {
        return true;
    } else if (now >= next_kill_ && paths.statistics().workers_alive >= paths.statistics().workers_wanted) {
        kill(paths, now);
    }
    return false;
}

void KillTrial::kill(paths::PathDispatcher& paths, Clock::time_point now) {
    deaths_before_ = paths.statistics().last_fault.number;
    if (!paths.kill_worker()) return;
    ++planted_;
    waits_ = true;
    killed_at_ = now;
}

/// Survived: the pool is whole again, and every request is answered or under way.
void KillTrial::look_after(const paths::PathDispatcher& paths, Clock::time_point now) {
    const paths::FaultConsequence& fault = paths.statistics().last_fault;
    const bool answers_again = fault.number > deaths_before_ && fault.reaped_to_answer_ms >= 0.0;
    if (!answers_again && now - killed_at_ < kPatience) return;
    const bool is_whole = paths.statistics().workers_alive >= paths.statistics().workers_wanted;
    if (paths.is_conserved() && (answers_again || is_whole)) ++survived_;
    if (answers_again) back_after_ms_.push_back(fault.reaped_to_answer_ms);
    waits_ = false;
    next_kill_ = now + kBetweenKills;
}

measure::CrashTrial KillTrial::result() const {
    measure::CrashTrial trial;
    trial.mode = paths::Mode::kProcesses;
    trial.planted = planted_;
    trial.survived = survived_;
    trial.back_after_ms = measure::median_of(back_after_ms_);
    trial.how = planted_ == 0 ? "no worker process was there to be killed"
                              : fmt::format(
                                    "a worker process was killed (SIGKILL) {} times while the game played: "
                                    "it played on {} times, and no request was lost",
                                    planted_, survived_);
    if (survived_ < planted_) trial.how += " there; the other times the pool was not whole again in time";
    return trial;
}

// --- threads ---------------------------------------------------------------------------------------------------------

measure::CrashTrial try_crash_of_a_thread(const fs::path& program, const fs::path& map,
                                          const volatile std::sig_atomic_t& stop) {
    measure::CrashTrial trial;
    trial.mode = paths::Mode::kThreads;
    Child game(program, {program.string(), "play", "--scenario", "sandbox", "--map", map.string(), "--headless",
                         "--mode", "threads", "--workers", "1", "--units", "500", "--frames", kChildFrames});
    if (game.error() != 0) {
        trial.how = fmt::format("{} could not be started: {}", program.string(), std::strerror(game.error()));
        return trial;
    }
    std::optional<pid_t> worker;
    const bool found = wait_until(kChildPatience, stop, [&] {
        worker = worker_thread_of(game.pid());
        return worker || game.has_ended();
    });
    if (found && worker) std::this_thread::sleep_for(kBetweenKills);  // it plays
    if (!found || !worker || ::syscall(SYS_tgkill, game.pid(), *worker, SIGSEGV) != 0) {
        trial.how = "a game in threads was started, but no worker of it was found in time";
        return trial;
    }
    trial.planted = 1;
    const bool died = wait_until(kChildPatience, stop, [&] { return game.has_ended(); }) && !game.has_ended_well();
    trial.survived = died ? 0 : 1;
    trial.how = died ? fmt::format("a worker thread got SIGSEGV, as from a bad pointer: the whole game ended ({})",
                                   game.end_text())
                     : "a worker thread got SIGSEGV, as from a bad pointer: the game played on";
    return trial;
}

}  // namespace outrider::app
