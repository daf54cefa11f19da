#include "game/paths/hang_watch.h"

#include <algorithm>

namespace outrider::paths {

LivedClock::Time LivedClock::live_until(std::chrono::steady_clock::time_point now) noexcept {
    lived_ += std::min<std::chrono::nanoseconds>(now - last_.value_or(now), kLongestStep);
    last_ = now;
    return lived_;
}

bool HangWatch::wants_task_state(const WorkerLook& look) const noexcept {
    return !look.stopped && look.current_issue != 0 && look.current_issue == issue_ && look.cpu_time == cpu_before_ &&
           look.has_room;
}

KillCause HangWatch::judge(const WorkerLook& look, LivedClock::Time now) noexcept {
    if (look.stopped) {
        asleep_since_.reset();
        if (!stopped_since_) stopped_since_ = now;
        return now - *stopped_since_ >= kPatience ? KillCause::kStopped : KillCause::kNone;
    }
    stopped_since_.reset();
    if (look.current_issue != issue_) begin_job(look);
    if (issue_ == 0) return KillCause::kNone;
    if (look.cpu_time - cpu_at_begin_ > cpu_allowance_) return KillCause::kAllowance;

    if (!is_sleeping_over_a_job(look)) {
        asleep_since_.reset();
        cpu_before_ = look.cpu_time;
        return KillCause::kNone;
    }
    if (!asleep_since_) asleep_since_ = now;
    return now - *asleep_since_ >= kPatience ? KillCause::kAsleep : KillCause::kNone;
}

bool HangWatch::is_sleeping_over_a_job(const WorkerLook& look) const noexcept {
    return look.cpu_time == cpu_before_ && look.has_room && look.task_state == 'S';
}

void HangWatch::begin_job(const WorkerLook& look) noexcept {
    issue_ = look.current_issue;
    cpu_at_begin_ = look.cpu_time;
    cpu_before_ = {};
    asleep_since_.reset();
}

}  // namespace outrider::paths
