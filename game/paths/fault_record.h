// What the latest death of a worker led to: how many jobs went to others, and when its heir answered first.
#pragma once

#include <cstdint>

#include "game/paths/crew.h"
#include "game/paths/statistics.h"

namespace outrider::paths {

/// Frame thread only.
class FaultRecord {
public:
    /// A worker is dead, drained, and its jobs are given to others.
    void note_death(const Member& dead, std::uint32_t reissued_jobs, MonotonicTime reaped) noexcept {
        ++last_.number;
        last_.seat = dead.seat;
        last_.reissued = reissued_jobs;
        last_.reaped_to_answer_ms = -1.0;
        dead_ = dead.generation;
        reaped_ = reaped;
    }
    void note_answer(const Member& sender, MonotonicTime published) noexcept {
        const bool is_the_first_of_the_heir = last_.reaped_to_answer_ms < 0.0 && last_.number != 0 &&
                                              sender.seat == last_.seat && sender.generation > dead_;
        if (!is_the_first_of_the_heir) return;
        last_.reaped_to_answer_ms = std::chrono::duration<double, std::milli>(published - reaped_).count();
    }
    [[nodiscard]] const FaultConsequence& last() const noexcept { return last_; }

private:
    FaultConsequence last_;
    Generation dead_;
    MonotonicTime reaped_;
};

}  // namespace outrider::paths
