// `outrider play`: from options to a running game, and from a game to its report.
#pragma once

#include <csignal>
#include <cstdint>

#include "game/app/command_line.h"
#include "game/app/places.h"
#include "game/app/play_session.h"

namespace outrider::app {

/// Checks what the options name (map, worker program, files to write) and fills in what they leave open.
/// Throws UsageError or search::InputError; starts nothing.
[[nodiscard]] SessionSettings prepare_session(const PlayOptions& options, const Places& places, std::uint32_t cores);

/// Plays. Returns the exit code. `stop` is set by a signal.
[[nodiscard]] int play(const PlayOptions& options, const Places& places, const volatile std::sig_atomic_t& stop);

}  // namespace outrider::app
