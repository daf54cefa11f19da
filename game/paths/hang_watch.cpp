#include "game/paths/hang_watch.h"

#include <algorithm>

namespace outrider::paths {

LivedClock::Time LivedClock::live_until(std::chrono::steady_clock::time_point now) noexcept {
    lived_ += std::min<std::chrono::nanoseconds>(now - last_.value_or(now), kLongestStep);
    last_ = now;
    return lived_;
}

bool HangWatch::wants_task_state(const WorkerLook& look, LivedClock::Time now) const noexcept {
    return !look.stopped && !has_moved(look) && now - still_since_ >= kSuspicious;
}

KillCause HangWatch::judge(const WorkerLook& look, LivedClock::Time now) noexcept {
    if (look.stopped) {
        if (!stopped_since_) stopped_since_ = now;
        still_since_ = now;
        return now - *stopped_since_ >= kPatience ? KillCause::kStopped : KillCause::kNone;
    }
    stopped_since_.reset();
    if (has_moved(look)) note_life(look, now);
    if (issue_ != 0 && look.cpu_time - cpu_at_begin_ > cpu_allowance_) return KillCause::kAllowance;

    const auto still_for = now - still_since_;
    if (still_for < kSuspicious) return KillCause::kNone;
    if (!look.has_room || look.task_state != 'S') {
        still_since_ = now;
        return KillCause::kNone;
    }
    return still_for >= kPatience ? KillCause::kAsleep : KillCause::kNone;
}

bool HangWatch::has_moved(const WorkerLook& look) const noexcept {
    return look.cpu_time != cpu_before_ || look.current_issue != issue_;
}

void HangWatch::note_life(const WorkerLook& look, LivedClock::Time now) noexcept {
    if (look.current_issue != issue_) {
        issue_ = look.current_issue;
        cpu_at_begin_ = look.cpu_time;
    }
    cpu_before_ = look.cpu_time;
    still_since_ = now;
}

}  // namespace outrider::paths
