// How a worker ended, in words: for the overlay and the log.
#pragma once

#include <string>

#include "game/paths/pool.h"

namespace outrider::paths {

/// "SIGKILL from outside", "SIGKILL by the game: stopped for a second", "exit 66: wrong protocol".
[[nodiscard]] std::string describe(const WorkerEnd& end);
/// "SIGABRT", or "signal 99".
[[nodiscard]] std::string signal_name(int signal);
/// What a worker's exit code means.
[[nodiscard]] std::string exit_reason(int code);

}  // namespace outrider::paths
