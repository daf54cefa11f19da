// `outrider measure`: the same world in every mode and number of workers, in turns, and what path-finding costs the
// frame.
//
//   check that the modes agree (lockstep) -> fix the asking rate -> the runs, A-B-B-A -> crashes on purpose -> files
#pragma once

#include <csignal>

#include "game/app/command_line.h"
#include "game/app/places.h"

namespace outrider::app {

/// Returns the exit code. `stop` is set by a signal: then the run that is on ends, and what was measured is written.
[[nodiscard]] int measure(const MeasureOptions& options, const Places& places, const volatile std::sig_atomic_t& stop);

}  // namespace outrider::app
