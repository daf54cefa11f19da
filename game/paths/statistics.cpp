#include "game/paths/statistics.h"

namespace outrider::paths {

std::string_view to_string(WorkerState state) noexcept {
    switch (state) {
        case WorkerState::kStarting: return "starting";
        case WorkerState::kIdle: return "idle";
        case WorkerState::kSearching: return "searching";
        case WorkerState::kBlocked: return "blocked";
        case WorkerState::kStopped: return "stopped";
        case WorkerState::kLeaving: return "leaving";
        case WorkerState::kDead: return "dead";
    }
    return "?";
}

std::string_view to_string(Mode mode) noexcept {
    switch (mode) {
        case Mode::kNone: return "none";
        case Mode::kInline: return "inline";
        case Mode::kThreads: return "threads";
        case Mode::kProcesses: return "processes";
    }
    return "?";
}

}  // namespace outrider::paths
