// How a worker, process or thread, gives way to the frame, and what it is called.
#pragma once

#include "shared/ids.h"
#include "shared/protocol.h"

namespace outrider::loop {

/// Puts the calling thread under `wanted` as far as the kernel allows: idle, else nice 19, else as it is. Returns what
/// it got. A lowered policy cannot be raised again: to raise it, start another worker.
SchedulingPolicy apply_policy(SchedulingPolicy wanted) noexcept;

/// What `ps`, `htop` and `perf` show of the calling thread: "outrider-path-3".
void name_worker(Seat seat) noexcept;

}  // namespace outrider::loop
