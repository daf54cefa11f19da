#include "game/app/crash_report.h"

#include <execinfo.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>

namespace outrider::app {
namespace {

#ifdef OUTRIDER_SANITIZED
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
constexpr std::array kCrashes = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
constexpr std::size_t kHandlerStack_bytes = 64 * 1024;
constexpr int kMostFrames = 48;

/// A text of bounded length that a signal handler can read at any instant: at worst half of it is the older one.
template <std::size_t kSize>
class FixedText {
public:
    void set(std::string_view text) noexcept {
        const std::size_t size = std::min(text.size(), kSize);
        size_.store(0, std::memory_order_relaxed);
        std::memcpy(text_.data(), text.data(), size);
        size_.store(size, std::memory_order_release);
    }
    [[nodiscard]] std::string_view get() const noexcept {
        return {text_.data(), std::min(size_.load(std::memory_order_acquire), kSize)};
    }

private:
    std::array<char, kSize> text_{};
    std::atomic<std::size_t> size_{0};
};

/// What the handler can reach: it has no arguments of ours.
struct ReportState {
    FixedText<2048> settings;
    FixedText<256> now;
    FixedText<1024> machine;
    FixedText<512> reason;
    FixedText<1024> file;  ///< with its ending zero
    std::array<FixedText<CrashReport::kLongestLine>, CrashReport::kLines> lines;
    std::atomic<std::uint64_t> next_line{0};
    alignas(16) std::array<std::byte, kHandlerStack_bytes> stack;
};

ReportState& state() noexcept {
    static ReportState the_state;
    return the_state;
}

// --- in the handler: nothing but write(), and memory that is there
// -------------------------------------------------------

void put(int file, std::string_view text) noexcept {
    [[maybe_unused]] const auto written = ::write(file, text.data(), text.size());
}

void put_number(int file, std::uint64_t number, unsigned base) noexcept {
    std::array<char, 24> digits{};
    std::size_t at = digits.size();
    do {
        digits[--at] = "0123456789abcdef"[number % base];
        number /= base;
    } while (number != 0);
    put(file, {digits.data() + at, digits.size() - at});
}

std::string_view name_of(int signal) noexcept {
    switch (signal) {
        case SIGSEGV: return "SIGSEGV (bad memory access)";
        case SIGBUS: return "SIGBUS (memory that is not there)";
        case SIGFPE: return "SIGFPE (impossible arithmetic)";
        case SIGILL: return "SIGILL (impossible instruction)";
        case SIGABRT: return "SIGABRT (gave up)";
        default: return "a signal";
    }
}

void put_section(int file, std::string_view title, std::string_view text) noexcept {
    put(file, "\n");
    put(file, title);
    put(file, "\n");
    put(file, text.empty() ? "(nothing noted)" : text);
    put(file, "\n");
}

/// A signal that was sent (abort() sends its own) names its sender where others name an address.
[[nodiscard]] bool has_address(const siginfo_t& info) noexcept { return info.si_code > 0 && info.si_signo != SIGABRT; }

/// Nothing may have been written there before; mkdir() is one of the calls that a handler may make.
void make_folders_of(std::string_view path) noexcept {
    std::array<char, 1024> folder{};
    for (std::size_t i = 0; i < path.size() && i < folder.size(); ++i) {
        if (path[i] == '/' && i > 0) (void)::mkdir(folder.data(), 0700);
        folder[i] = path[i];
    }
}

void write_report(int file, const siginfo_t& info) noexcept {
    const ReportState& from = state();
    put(file, "outrider " OUTRIDER_VERSION " crashed: ");
    put(file, name_of(info.si_signo));
    if (has_address(info)) {
        put(file, ", fault address 0x");
        put_number(file, reinterpret_cast<std::uint64_t>(info.si_addr), 16);
    }
    put(file, "\n");
    put_section(file, "Reason", from.reason.get());
    put_section(file, "Settings", from.settings.get());
    put_section(file, "At the end", from.now.get());
    put_section(file, "Machine", from.machine.get());
    put(file, "\nStack\n");
    std::array<void*, kMostFrames> frames{};
    ::backtrace_symbols_fd(frames.data(), ::backtrace(frames.data(), kMostFrames), file);
    put(file, "\nLast lines of the log\n");
    const std::uint64_t end = from.next_line.load(std::memory_order_acquire);
    for (std::uint64_t line = end > CrashReport::kLines ? end - CrashReport::kLines : 0; line < end; ++line) {
        put(file, from.lines[line % CrashReport::kLines].get());
        put(file, "\n");
    }
}

void on_crash(int signal, siginfo_t* info, void*) {
    const ReportState& from = state();
    const std::string_view path = from.file.get();
    make_folders_of(path);
    const int file = path.empty() ? -1 : ::open(path.data(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file >= 0) {
        write_report(file, *info);
        ::close(file);
    }
    put(STDERR_FILENO, "outrider " OUTRIDER_VERSION " crashed: ");
    put(STDERR_FILENO, name_of(signal));
    if (!from.reason.get().empty()) {
        put(STDERR_FILENO, ": ");
        put(STDERR_FILENO, from.reason.get());
    }
    put(STDERR_FILENO, file >= 0 ? "; the report is " : "; no report could be written");
    if (file >= 0) put(STDERR_FILENO, path.substr(0, path.size() - 1));
    put(STDERR_FILENO, "\n");
    ::raise(signal);  // SA_RESETHAND: now with the default action, once we return
}

/// Instead of the library's own two lines: what() goes where a reason goes.
[[noreturn]] void on_terminate() noexcept {
    try {
        if (const std::exception_ptr thrown = std::current_exception()) std::rethrow_exception(thrown);
    } catch (const std::exception& error) {
        CrashReport::note_reason(error.what());
    } catch (...) {
        CrashReport::note_reason("something was thrown that nobody caught");
    }
    std::abort();
}

}  // namespace

void CrashReport::install(const std::filesystem::path& folder) {
    if constexpr (kSanitized) return;
    ReportState& made = state();
    if (!folder.empty()) {
        const std::string file = (folder / ("crash-" + std::to_string(::getpid()) + ".txt")).string();
        made.file.set({file.c_str(), file.size() + 1});
    }
    std::array<void*, 1> warm_up{};
    ::backtrace(warm_up.data(), 1);  // its first call loads a library
    stack_t stack{};
    stack.ss_sp = made.stack.data();
    stack.ss_size = made.stack.size();
    ::sigaltstack(&stack, nullptr);
    struct sigaction action {};
    action.sa_sigaction = &on_crash;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | static_cast<int>(SA_RESETHAND);
    for (const int signal : kCrashes) ::sigaction(signal, &action, nullptr);
    std::set_terminate(&on_terminate);
}

void CrashReport::note_settings(std::string_view settings) noexcept { state().settings.set(settings); }
void CrashReport::note_state(std::string_view now) noexcept { state().now.set(now); }
void CrashReport::note_machine(std::string_view machine) noexcept { state().machine.set(machine); }
void CrashReport::note_reason(std::string_view reason) noexcept { state().reason.set(reason); }

void CrashReport::keep_line(std::string_view line) noexcept {
    ReportState& kept = state();
    const std::uint64_t mine = kept.next_line.fetch_add(1, std::memory_order_acq_rel);
    kept.lines[mine % kLines].set(line);
}

}  // namespace outrider::app
