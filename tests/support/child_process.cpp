#include "tests/support/child_process.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>

namespace outrider::test {
namespace {

constexpr int kCannotRun = 127;  // as shells say it

[[noreturn]] void throw_error(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

/// Text for execve: pointers into strings that must outlive it.
[[nodiscard]] std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (std::string& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

[[nodiscard]] std::vector<std::string> argument_texts(const Launch& launch) {
    std::vector<std::string> texts{launch.program.string()};
    texts.insert(texts.end(), launch.arguments.begin(), launch.arguments.end());
    return texts;
}

[[nodiscard]] std::vector<std::string> environment_texts(const Launch& launch) {
    std::vector<std::string> texts;
    for (const auto& [name, value] : launch.environment) texts.push_back(name + "=" + value);
    return texts;
}

/// The child's side of the fork: only what is safe between fork and exec.
[[noreturn]] void become(const char* program, char* const* arguments, char* const* environment, int output, int error) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (const int signal : {SIGHUP, SIGINT, SIGPIPE, SIGTERM}) ::signal(signal, SIG_DFL);
    const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::dup2(nothing, STDIN_FILENO);
    output < 0 ? ::close(STDOUT_FILENO) : ::dup2(output, STDOUT_FILENO);
    error < 0 ? ::close(STDERR_FILENO) : ::dup2(error, STDERR_FILENO);
    ::execvpe(program, arguments, environment);
    ::_exit(kCannotRun);
}

[[nodiscard]] Ending ending_of(const siginfo_t& info) noexcept { return {info.si_code != CLD_EXITED, info.si_status}; }

}  // namespace

std::ostream& operator<<(std::ostream& out, const Ending& ending) {
    if (ending.by_signal) return out << "ended by " << ::strsignal(ending.value);
    return out << "exit code " << ending.value;
}

ChildProcess::Descriptor::~Descriptor() {
    if (number_ >= 0) ::close(number_);
}

int ChildProcess::open_stream(Stream stream) {
    if (stream == Stream::kClosed) return -1;
    if (stream == Stream::kKept) {
        const int file = ::memfd_create("outrider-test-stream", MFD_CLOEXEC);
        if (file < 0) throw_error("memfd_create");
        return file;
    }
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) throw_error("pipe2");
    ::close(pipe[0]);
    return pipe[1];
}

ChildProcess::ChildProcess(const Launch& launch)
    : output_(open_stream(launch.output)), error_(open_stream(launch.error)) {
    std::vector<std::string> arguments = argument_texts(launch);
    std::vector<std::string> environment = environment_texts(launch);
    const std::vector<char*> argument_pointers = pointers_to(arguments);
    const std::vector<char*> environment_pointers = pointers_to(environment);
    pid_ = ::fork();
    if (pid_ < 0) throw_error("fork");
    if (pid_ == 0) {
        become(launch.program.c_str(), argument_pointers.data(), environment_pointers.data(), output_.number(),
               error_.number());
    }
}

ChildProcess::~ChildProcess() {
    if (ending_) return;
    send(SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

void ChildProcess::send(int signal) const noexcept {
    if (!ending_) ::kill(pid_, signal);  // not reaped yet, so the number is still its own
}

std::optional<Ending> ChildProcess::wait(Patience patience) {
    const auto has_ended = [this] {
        siginfo_t info{};
        if (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG) != 0 || info.si_pid == 0) return false;
        ending_ = ending_of(info);
        return true;
    };
    if (!ending_ && !wait_until(patience, has_ended)) return std::nullopt;
    return ending_;
}

std::string ChildProcess::output() const { return text_in(output_); }

std::string ChildProcess::error() const { return text_in(error_); }

std::string ChildProcess::text_in(const Descriptor& file) {
    std::string text;
    std::array<char, 4096> part{};
    for (;;) {
        const ssize_t got = ::pread(file.number(), part.data(), part.size(), static_cast<off_t>(text.size()));
        if (got <= 0) return text;
        text.append(part.data(), static_cast<std::size_t>(got));
    }
}

}  // namespace outrider::test
