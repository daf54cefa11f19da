#include "pathfinder/worker/crash_handler.h"

#include <link.h>
#include <unwind.h>

#include <array>
#include <csignal>
#include <cstdint>

namespace outrider::worker {
namespace {

constexpr std::array kCrashes = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
constexpr std::size_t kHandlerStack_bytes = 64 * 1024;

/// What a signal handler can reach: it has no arguments of ours.
struct HandlerState {
    CrashNote* note = nullptr;
    alignas(16) std::array<std::byte, kHandlerStack_bytes> stack;
};

HandlerState& handler_state() noexcept {
    static HandlerState state;
    return state;
}

int note_first_base(dl_phdr_info* info, std::size_t, void* base) noexcept {
    *static_cast<std::uint64_t*>(base) = info->dlpi_addr;
    return 1;  // the first one is the program itself
}

_Unwind_Reason_Code note_frame(_Unwind_Context* frame, void* of) noexcept {
    CrashNote& note = *static_cast<CrashNote*>(of);
    const std::uint32_t count = note.frames.load(std::memory_order_relaxed);
    if (count == CrashNote::kMaxFrames) return _URC_END_OF_STACK;
    note.return_addresses[count].store(_Unwind_GetIP(frame), std::memory_order_relaxed);
    note.frames.store(count + 1, std::memory_order_relaxed);
    return _URC_NO_REASON;
}

// Only what a signal handler may do: stores to memory that is there, the unwinder that is linked in, sigaction, raise.
void leave_note(int signal, siginfo_t* info, void*) {
    CrashNote& note = *handler_state().note;
    _Unwind_Backtrace(&note_frame, &note);
    // An abort has none: the field holds the sender's pid there.
    const void* address = signal == SIGABRT ? nullptr : info->si_addr;
    note.fault_address.store(reinterpret_cast<std::uint64_t>(address), std::memory_order_relaxed);
    // Release: pairs with the acquire in read_crash().
    note.signal.store(static_cast<std::uint32_t>(signal), std::memory_order_release);
    // SA_RESETHAND has put the default back; the signal is blocked until we return, and then strikes.
    ::raise(signal);
}

}  // namespace

void note_crashes_in(CrashNote& note) noexcept {
    HandlerState& state = handler_state();
    state.note = &note;
    std::uint64_t base = 0;
    ::dl_iterate_phdr(&note_first_base, &base);
    note.load_base.store(base, std::memory_order_relaxed);
    stack_t stack{};
    stack.ss_sp = state.stack.data();
    stack.ss_size = state.stack.size();
    ::sigaltstack(&stack, nullptr);
    struct sigaction action {};
    action.sa_sigaction = &leave_note;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | static_cast<int>(SA_RESETHAND);
    for (const int signal : kCrashes) ::sigaction(signal, &action, nullptr);
}

}  // namespace outrider::worker
