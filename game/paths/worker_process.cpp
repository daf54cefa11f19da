#include "game/paths/worker_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string>
#include <utility>

#include "shared/worker_launch.h"

namespace outrider::paths {
namespace {

/// posix_spawn's two helper objects, destroyed on every way out.
class SpawnSetup {
public:
    SpawnSetup() {
        ::posix_spawn_file_actions_init(&files_);
        ::posix_spawnattr_init(&attributes_);
    }
    ~SpawnSetup() {
        ::posix_spawn_file_actions_destroy(&files_);
        ::posix_spawnattr_destroy(&attributes_);
    }
    SpawnSetup(const SpawnSetup&) = delete;
    SpawnSetup& operator=(const SpawnSetup&) = delete;

    /// The worker gets its three segments, nothing on 0 and 1, its standard error, and no other descriptor.
    void give_descriptors(const LaunchPlan& plan) {
        ::posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_addopen(&files_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        if (plan.error_descriptor >= 0) {
            ::posix_spawn_file_actions_adddup2(&files_, plan.error_descriptor, STDERR_FILENO);
        }
        ::posix_spawn_file_actions_adddup2(&files_, plan.world_descriptor, kWorldDescriptor);
        ::posix_spawn_file_actions_adddup2(&files_, plan.board_descriptor, kBoardDescriptor);
        ::posix_spawn_file_actions_adddup2(&files_, plan.results_descriptor, kResultsDescriptor);
        ::posix_spawn_file_actions_addclosefrom_np(&files_, kFirstClosedDescriptor);
    }

    /// Whatever the game blocks, ignores or handles, the worker begins with the defaults.
    void reset_signals() {
        sigset_t none;
        sigset_t all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        ::posix_spawnattr_setsigmask(&attributes_, &none);
        ::posix_spawnattr_setsigdefault(&attributes_, &all);
        ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }

    [[nodiscard]] int spawn(pid_t& pid, const char* program, char* const* arguments) {
        return ::posix_spawn(&pid, program, &files_, &attributes_, arguments, environ);
    }

private:
    posix_spawn_file_actions_t files_{};
    posix_spawnattr_t attributes_{};
};

[[nodiscard]] std::chrono::nanoseconds time_of(const timeval& time) noexcept {
    return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}

std::array<std::string, kLaunchArguments> launch_arguments(const LaunchPlan& plan) {
    std::array<std::string, kLaunchArguments> arguments;
    arguments[kArgName] = "outrider-path-" + std::to_string(plan.seat.value);
    arguments[kArgProtocol] = std::to_string(kProtocolVersion);
    arguments[kArgSeat] = std::to_string(plan.seat.value);
    arguments[kArgLife] = std::to_string(plan.life.value);
    arguments[kArgGeneration] = std::to_string(plan.generation.value);
    arguments[kArgGamePid] = std::to_string(::getpid());
    arguments[kArgPolicy] = std::to_string(static_cast<int>(plan.policy));
    arguments[kArgRecycle] = std::to_string(plan.recycle_after_jobs);
    return arguments;
}

}  // namespace

int WorkerProcess::start(const std::filesystem::path& program, const LaunchPlan& plan, WorkerProcess& worker) {
    SpawnSetup setup;
    setup.give_descriptors(plan);
    setup.reset_signals();
    auto texts = launch_arguments(plan);
    std::array<char*, kLaunchArguments + 1> arguments{};
    for (std::size_t i = 0; i < texts.size(); ++i) arguments[i] = texts[i].data();

    WorkerProcess started;
    const int error = setup.spawn(started.pid_, program.c_str(), arguments.data());
    if (error != 0) {
        started.pid_ = 0;
        return error;
    }
    // Nobody else reaps our children, so the pid is still this process.
    started.pidfd_ = static_cast<int>(::syscall(SYS_pidfd_open, started.pid_, 0));
    ::clock_getcpuclockid(started.pid_, &started.cpu_clock_);
    worker = std::move(started);
    return 0;
}

WorkerProcess::~WorkerProcess() {
    if (is_running()) {
        kill(KillCause::kNone);
        siginfo_t info{};
        while (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED) != 0 && errno == EINTR) {
        }
    }
    if (pidfd_ >= 0) ::close(pidfd_);
}

WorkerProcess::WorkerProcess(WorkerProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)),
      pidfd_(std::exchange(other.pidfd_, -1)),
      cpu_clock_(other.cpu_clock_),
      cpu_time_at_end_(other.cpu_time_at_end_),
      kill_cause_(other.kill_cause_),
      stopped_(other.stopped_) {}

WorkerProcess& WorkerProcess::operator=(WorkerProcess&& other) noexcept {
    std::swap(pid_, other.pid_);
    std::swap(pidfd_, other.pidfd_);
    std::swap(cpu_clock_, other.cpu_clock_);
    std::swap(cpu_time_at_end_, other.cpu_time_at_end_);
    std::swap(kill_cause_, other.kill_cause_);
    std::swap(stopped_, other.stopped_);
    return *this;
}

void WorkerProcess::kill(KillCause cause) noexcept {
    if (kill_cause_ == KillCause::kNone) kill_cause_ = cause;
    // Not reaped yet, so the number is still his; but number 0 would be our own group.
    if (is_running()) ::kill(pid_, SIGKILL);
}

void WorkerProcess::stop() noexcept {
    if (is_running()) ::kill(pid_, SIGSTOP);
}

bool WorkerProcess::look_whether_stopped() noexcept {
    siginfo_t info{};
    while (::waitid(P_PID, static_cast<id_t>(pid_), &info, WSTOPPED | WCONTINUED | WNOHANG) == 0 && info.si_pid != 0) {
        stopped_ = info.si_code == CLD_STOPPED;
        info.si_pid = 0;
    }
    return stopped_;
}

std::optional<WorkerEnd> WorkerProcess::try_reap() noexcept {
    int status = 0;
    rusage used{};
    const pid_t ended = ::wait4(pid_, &status, WNOHANG, &used);
    WorkerEnd end;
    if (ended < 0) {
        if (errno != ECHILD) return std::nullopt;
        // Somebody else reaped it: its number may be a stranger's by now.
        pid_ = 0;
        end.kind = WorkerEnd::Kind::kExited;
        return end;
    }
    if (ended == 0) return std::nullopt;
    end.kind = WIFEXITED(status) ? WorkerEnd::Kind::kExited : WorkerEnd::Kind::kSignalled;
    end.value = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
    end.by_game = kill_cause_ != KillCause::kNone && end.kind == WorkerEnd::Kind::kSignalled && end.value == SIGKILL;
    if (end.by_game) end.cause = kill_cause_;
    cpu_time_at_end_ = time_of(used.ru_utime) + time_of(used.ru_stime);
    pid_ = 0;
    return end;
}

}  // namespace outrider::paths
