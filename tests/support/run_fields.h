// What the JSON of a run must hold, whoever ran it: `play --json`, and each run of `measure` (the fields of play).
#pragma once

#include <array>
#include <string_view>

namespace outrider::testing {

inline constexpr std::array<std::string_view, 27> kRunFields = {
    "mode",        "workers",    "policy",          "units",     "ask_rate",           "frames",        "work_ms",
    "core_ms",     "off_cpu_ms", "interval_ms",     "submitted", "over_budget_frames", "answered",      "in_flight",
    "answers",     "late",       "rejected",        "poll_us",   "board_repairs",      "submit_us",     "latency_ms",
    "worker_busy", "memory_mib", "worker_restarts", "path_hash", "state_hash",         "lockstep_waits"};
inline constexpr std::array<std::string_view, 6> kFrameTimeParts = {"p50", "p95", "p99", "p999", "max", "mean"};

}  // namespace outrider::testing
