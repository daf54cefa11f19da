#include "game/paths/worker_end_text.h"

#include <csignal>
#include <cstring>
#include <string_view>

namespace outrider::paths {
namespace {

[[nodiscard]] std::string_view reason_of(KillCause cause) noexcept {
    switch (cause) {
        case KillCause::kNone: return "";
        case KillCause::kButton: return ": fault button";
        case KillCause::kDistrust: return ": wrote nonsense";
        case KillCause::kStopped: return ": stopped for a second";
        case KillCause::kAllowance: return ": its job used up the allowance of CPU time";
        case KillCause::kAsleep: return ": slept for a second over a job";
        case KillCause::kUnheeding: return ": did not leave when told to";
        case KillCause::kOutranked: return ": made room for one of a higher policy";
    }
    return "";
}

}  // namespace

std::string signal_name(int signal) {
    const char* name = ::sigabbrev_np(signal);
    return name == nullptr ? "signal " + std::to_string(signal) : "SIG" + std::string(name);
}

std::string exit_reason(int code) {
    switch (static_cast<WorkerExit>(code)) {
        case WorkerExit::kDone: return "left unasked";
        case WorkerExit::kUsage: return "wrong arguments";
        case WorkerExit::kNoSegment: return "no shared memory";
        case WorkerExit::kWrongProtocol: return "wrong protocol";
        case WorkerExit::kOrphaned: return "the game was gone";
        case WorkerExit::kRecycled: return "recycled";
    }
    return "died by itself";
}

std::string describe(const WorkerEnd& end) {
    if (end.kind != WorkerEnd::Kind::kSignalled) {
        return "exit " + std::to_string(end.value) + ": " + exit_reason(end.value);
    }
    if (end.by_game) return signal_name(end.value) + " by the game" + std::string(reason_of(end.cause));
    return signal_name(end.value) + (end.value == SIGKILL || end.value == SIGTERM ? " from outside" : "");
}

}  // namespace outrider::paths
