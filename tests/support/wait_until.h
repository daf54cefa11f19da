// Waiting for something to become true, for as long as patience lasts.
#pragma once

#include <chrono>
#include <thread>

namespace outrider::test {

using Clock = std::chrono::steady_clock;
using Patience = std::chrono::milliseconds;

/// Asks `condition` again and again. False if it was still not true when `patience` ended.
template <class Condition>
[[nodiscard]] bool wait_until(Patience patience, Condition condition) {
    constexpr Patience kBetweenLooks{5};
    const Clock::time_point deadline = Clock::now() + patience;
    while (!condition()) {
        if (Clock::now() >= deadline) return false;
        std::this_thread::sleep_for(kBetweenLooks);
    }
    return true;
}

}  // namespace outrider::test
