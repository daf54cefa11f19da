// Signals to single processes.
#pragma once

#include <sys/types.h>

#include <csignal>

namespace outrider::test {

/// False if it cannot be sent, or if `pid` is none: 0 and below would mean whole groups, this test and its neighbours
/// among them.
inline bool send_signal(pid_t pid, int signal) { return pid > 0 && ::kill(pid, signal) == 0; }

}  // namespace outrider::test
