// How often something may happen in a span of time: the deaths of workers before they are ready.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>

namespace outrider::paths {

/// At most `kMost` in any `kWindow`.
template <std::size_t kMost>
class DeathBudget {
public:
    using Clock = std::chrono::steady_clock;

    explicit constexpr DeathBudget(Clock::duration window) noexcept : window_(window) {}

    /// One more death. Returns when the next try is within the budget; not later than `now`: at once.
    Clock::time_point note(Clock::time_point now) noexcept {
        deaths_[next_] = now;
        next_ = (next_ + 1) % kMost;
        ++count_;
        // The next place is the oldest of the last kMost.
        return count_ < kMost ? now : deaths_[next_] + window_;
    }

private:
    std::array<Clock::time_point, kMost> deaths_{};
    std::size_t next_ = 0;
    std::size_t count_ = 0;
    Clock::duration window_;
};

}  // namespace outrider::paths
