// A place to stand for the signal handler of a thread whose own stack is used up: without one, a stack overflow kills
// the process before any handler can tell of it. sigaltstack(2) holds for one thread, so each thread makes its own.
#pragma once

#include <array>
#include <csignal>
#include <cstddef>

namespace outrider {

/// A local of the thread's outermost function. It lies at the stack's far end, which an overflow never reaches, so it
/// needs no memory of its own.
class SignalStack {
public:
    SignalStack() noexcept {
        stack_t mine{};
        mine.ss_sp = memory_.data();
        mine.ss_size = memory_.size();
        ::sigaltstack(&mine, &before_);
    }
    /// Sanitizers have put theirs there, and want it back.
    ~SignalStack() { ::sigaltstack(&before_, nullptr); }
    SignalStack(const SignalStack&) = delete;
    SignalStack& operator=(const SignalStack&) = delete;

private:
    static constexpr std::size_t kBytes = 64 * 1024;  ///< a backtrace is made on it

    stack_t before_{};
    alignas(16) std::array<std::byte, kBytes> memory_;  // not touched until it is needed
};

}  // namespace outrider
