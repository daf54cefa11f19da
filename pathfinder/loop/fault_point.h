// Named instants of the worker loop at which a test can make a worker die, stop, sleep or write nonsense.
//
// Only in builds for developers (OUTRIDER_FAULT_POINTS); elsewhere each point is nothing at all. Only worker processes
// are armed, by the environment: OUTRIDER_FAULT=point:nth:action[:lives], say "after_claim:100:kill". The action
// happens at the nth passage of the point, in each worker whose generation is at most `lives` (default: all).
#pragma once

#include <cstdint>

#include "shared/board_segment.h"
#include "shared/ids.h"
#include "shared/result_segment.h"

namespace outrider::loop {

enum class FaultPoint : std::uint8_t {
    kAfterClaim,         ///< a job is ours, nothing is done
    kMidSearch,          ///< current_issue and pin are up, no result
    kBeforePublish,      ///< all records are written, the tail is not
    kHalfWrittenResult,  ///< a record's head is in the ring, its points are not
    kAfterPublish,       ///< the tail is out, the notes still name the jobs
    kAtSleep             ///< the sleeper bit is up
};

#ifdef OUTRIDER_FAULT_POINTS
/// Reads the environment. `board` and `results` are what the action `corrupt` scribbles on; they must outlive the loop.
/// Returns false, and arms nothing, if the variable is there and makes no sense.
bool arm_fault_points(Generation generation, BoardSegment& board, ResultSegment& results) noexcept;
void fault_point(FaultPoint point) noexcept;
#else
inline void fault_point(FaultPoint) noexcept {}
#endif

}  // namespace outrider::loop
