#include "game/app/crash_report.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <thread>

#include "shared/signal_stack.h"

namespace outrider::app {
namespace {

#ifndef OUTRIDER_SANITIZED

/// Each call keeps a page and needs its caller's: no compiler makes a loop of it.
std::uint64_t use_up_the_stack(std::uint64_t calls) {  // NOLINT(misc-no-recursion)
    volatile std::uint64_t page[512] = {calls};
    return calls == 0 ? 0 : use_up_the_stack(calls - 1) + page[calls % 512];
}

[[noreturn]] void overflow_in_a_thread() {
    CrashReport::install({});
    volatile std::uint64_t sum = 0;
    std::thread([&] {
        const SignalStack signal_stack;
        sum = use_up_the_stack(std::uint64_t{1} << 40U);
    }).join();
    std::_Exit(static_cast<int>(sum));
}

TEST(CrashReportDeathTest, TellsOfAStackOverflowInAThreadWithASignalStack) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_EXIT(overflow_in_a_thread(), ::testing::KilledBySignal(SIGSEGV), "crashed: SIGSEGV");
}

#endif

TEST(SignalStack, GivesBackTheOneBefore) {
    stack_t before{};
    stack_t inside{};
    stack_t after{};
    ::sigaltstack(nullptr, &before);
    {
        const SignalStack signal_stack;
        ::sigaltstack(nullptr, &inside);
    }
    ::sigaltstack(nullptr, &after);
    EXPECT_NE(inside.ss_sp, before.ss_sp);
    EXPECT_EQ(inside.ss_flags & SS_DISABLE, 0);
    EXPECT_EQ(after.ss_sp, before.ss_sp);
    EXPECT_EQ(after.ss_flags, before.ss_flags);
}

}  // namespace
}  // namespace outrider::app
