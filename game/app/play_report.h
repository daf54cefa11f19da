// What one game measured, as plain values, and as the JSON of `play --json`. Names are a contract: added to, never
// changed.
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "game/measure/duration_histogram.h"
#include "game/measure/frame_recorder.h"
#include "game/paths/statistics.h"
#include "shared/protocol.h"

namespace outrider::app {

struct PlayReport {
    paths::Mode mode = paths::Mode::kProcesses;  ///< at the end, as are workers, policy, units and ask rate
    std::uint32_t workers = 0;                   ///< wanted
    bool workers_auto = false;                   ///< the game found that number itself
    SchedulingPolicy policy = SchedulingPolicy::kIdle;
    std::uint32_t units = 0;

    std::uint64_t frames = 0;
    measure::Percentiles work;
    measure::Percentiles core;
    measure::Percentiles off_cpu;
    measure::Percentiles interval;
    std::uint64_t over_budget_frames = 0;

    paths::RequestCounters requests;
    measure::Percentiles latency;
    measure::Percentiles submit;
    measure::Percentiles poll;
    double worker_busy = 0.0;
    double game_mib = 0.0;
    double workers_mib = 0.0;
    std::uint64_t worker_restarts = 0;
    std::uint64_t hung_kills = 0;
    std::uint32_t chunk_jobs = 1;
    bool policy_raised = false;  ///< the pool starved
    bool conserved = true;       ///< submitted = answered + in flight, in every frame
    std::uint64_t mode_changes = 0;

    std::uint64_t ticks = 0;
    std::uint64_t state_hash = 0;
    std::optional<std::uint64_t> path_hash;  ///< of a run in lockstep: live play does not fix the order of requests
    std::uint64_t lockstep_waits = 0;
    /// Adds what only this scenario has.
    std::function<void(nlohmann::ordered_json&)> scenario;
    std::string renderer;
    std::string map;
};

[[nodiscard]] nlohmann::ordered_json to_json(const PlayReport& report);

/// Fills in what the recorder knows.
void add_frames(PlayReport& report, const measure::FrameRecorder& frames);

}  // namespace outrider::app
