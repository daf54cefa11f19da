#include "pathfinder/loop/scheduling.h"

#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <cstdio>

namespace outrider::loop {

SchedulingPolicy apply_policy(SchedulingPolicy wanted) noexcept {
    const sched_param no_priority{};
    if (wanted == SchedulingPolicy::kIdle && ::sched_setscheduler(0, SCHED_IDLE, &no_priority) == 0) {
        return SchedulingPolicy::kIdle;
    }
    if (wanted != SchedulingPolicy::kNormal && ::setpriority(PRIO_PROCESS, 0, 19) == 0) return SchedulingPolicy::kNice;
    return SchedulingPolicy::kNormal;
}

void name_worker(Seat seat) noexcept {
    // The kernel keeps 15 letters, so two-digit seats lose the last hyphen: "outrider-path12".
    char name[24];
    std::snprintf(name, sizeof name, seat.value < 10 ? "outrider-path-%u" : "outrider-path%u", seat.value);
    ::prctl(PR_SET_NAME, name);
}

}  // namespace outrider::loop
