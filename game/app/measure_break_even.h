// `outrider measure --break-even`: the break-even chart of this machine, in a folder like that of every measurement.
#pragma once

#include <csignal>

#include "game/app/break_even.h"
#include "game/app/command_line.h"
#include "game/app/places.h"

namespace outrider::app {

/// What `options` asks for: `cores` is for what they leave open. Throws UsageError if something does not go with it.
[[nodiscard]] BreakEvenPlan break_even_plan(const MeasureOptions& options, std::uint32_t cores);

/// Returns the exit code. `stop` is set by a signal: then what was measured is written. The folder was checked.
[[nodiscard]] int measure_break_even(const MeasureOptions& options, const Places& places,
                                     const volatile std::sig_atomic_t& stop);

}  // namespace outrider::app
