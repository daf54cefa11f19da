// How a worker process comes to its memory, and makes sure that it never outlives the game.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

#include "pathfinder/loop/worker_loop.h"
#include "shared/memory.h"
#include "shared/protocol.h"

namespace outrider::worker {

/// What the game passes on the command line of a worker: numbers only.
struct Arguments {
    loop::WorkerIdentity identity;
    std::int32_t game_pid = 0;
    SchedulingPolicy policy = SchedulingPolicy::kIdle;
};

/// Why a worker could not start: its exit code, and one line for the log.
class StartError : public std::runtime_error {
public:
    StartError(WorkerExit code, const std::string& reason) : std::runtime_error(reason), code_(code) {}
    [[nodiscard]] WorkerExit code() const noexcept { return code_; }

private:
    WorkerExit code_;
};

/// Throws StartError.
[[nodiscard]] Arguments parse_arguments(int argc, char** argv);

/// Ties this process to the game: it dies with it. Throws StartError if the game is gone already.
void tie_to_game(std::int32_t game_pid);
/// Signals that are meant for the game (Ctrl-C, a closed terminal) are not meant for us; no core files.
void ignore_terminal_signals() noexcept;
/// The three segments, mapped and checked.
class Segments {
public:
    /// Throws StartError: a segment is missing, too small, or made by another protocol.
    Segments();
    [[nodiscard]] const WorldSegment& world() const noexcept;
    [[nodiscard]] BoardSegment& board() const noexcept;
    [[nodiscard]] ResultSegment& results() const noexcept;

private:
    Mapping world_;
    Mapping board_;
    Mapping results_;
};

}  // namespace outrider::worker
