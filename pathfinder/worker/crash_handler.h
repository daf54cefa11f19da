// Leaves a note of this worker's crash in memory that it already has; the game finds it after the death.
#pragma once

#include "shared/result_segment.h"

namespace outrider::worker {

/// Handles SIGSEGV, SIGBUS, SIGFPE, SIGILL and SIGABRT from now on, on a stack of its own: writes `note` (signal, fault
/// address, return addresses) and dies of that very signal. Call once, before there is work: it loads what the handler
/// needs. `note` must outlive the process's last instruction.
void note_crashes_in(CrashNote& note) noexcept;

}  // namespace outrider::worker
