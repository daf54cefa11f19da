// What each worker did, as spans of time: equal consecutive beats put together. For lanes in a trace and in a report.
#pragma once

#include <cstdint>
#include <vector>

#include "game/measure/run_record.h"

namespace outrider::measure {

/// A worker was seen in one state at the end of each frame from `start` to `end`.
struct WorkerSpan {
    Nanoseconds start{};
    Nanoseconds end{};
    paths::WorkerState state = paths::WorkerState::kDead;
    double busy = 0.0;  ///< mean of what its CPU clock said; 0..1
};

struct WorkerLane {
    std::uint8_t seat = 0;
    std::vector<WorkerSpan> spans;  ///< in order, not touching where nobody sat there
};

/// By seat; a beat stands for the whole frame at whose end it was taken. A lane begins with its first worker: a seat
/// that was always empty has an empty one.
[[nodiscard]] std::vector<WorkerLane> worker_lanes(const RunRecord& run);

}  // namespace outrider::measure
