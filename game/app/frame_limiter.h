// Paces the frames: sleeps until the next one is due, by absolute times, so that lateness never adds up.
#pragma once

#include <chrono>
#include <optional>

namespace outrider::app {

class FrameLimiter {
public:
    using Clock = std::chrono::steady_clock;

    /// No period: no limit.
    explicit FrameLimiter(std::optional<Clock::duration> period) noexcept : period_(period) {}

    /// When the frame that follows one ending at `now` is due. A game that fell behind by more than a frame does not
    /// hurry after what it missed: it starts counting anew.
    [[nodiscard]] Clock::time_point next_after(Clock::time_point now) noexcept {
        if (!period_) return now;
        due_ = due_ + *period_ < now - *period_ ? now : due_ + *period_;
        return due_;
    }

private:
    std::optional<Clock::duration> period_;
    Clock::time_point due_{};
};

}  // namespace outrider::app
