// What one measured run is: its setting, every frame of it, what the workers did meanwhile, what happened, and its
// sums. Plain values: made by the game, read by the statistics and by every file and report that is made of a run.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "game/measure/duration_histogram.h"
#include "game/measure/frame_recorder.h"
#include "game/paths/path_service.h"
#include "game/paths/statistics.h"
#include "shared/protocol.h"

namespace outrider::measure {

/// What was run. Two runs that are equal but for `repeat` measure the same thing.
struct RunSetup {
    paths::Mode mode = paths::Mode::kProcesses;
    std::uint32_t workers = 0;  ///< 0 in none and inline
    std::uint32_t repeat = 1;   ///< from 1
    SchedulingPolicy policy = SchedulingPolicy::kIdle;
    std::uint32_t chunk_jobs = 1;
    std::string scenario;
    std::string map;
    std::uint32_t units = 0;
    std::uint64_t seed = 1;
    std::string ask_rate;  ///< "0.81" per unit and second, or "max"; empty: the scenario has none
    Algorithm algorithm = Algorithm::kJps;
    double frames_per_s = 60.0;  ///< the pace; 0: as fast as it can
    std::string renderer;
};

/// "processes, 2 workers"; "inline".
[[nodiscard]] std::string configuration_of(const RunSetup& setup);
/// "processes-2_r1": of files and anchors.
[[nodiscard]] std::string slug_of(const RunSetup& setup);

/// One frame, with what the game knew at its end. Times since the run's first frame.
struct FrameSample {
    Nanoseconds start{};
    FrameTimes times;
    bool warm_up = false;                             ///< before the timed part: in no statistic
    std::array<std::uint32_t, kLaneCount> waiting{};  ///< by lane: in the ledger or ready on the board
    std::array<std::uint32_t, kLaneCount> claimed{};  ///< by lane: with a worker
    std::uint32_t results_waiting = 0;
    float oldest_wait_ms = 0.0F;
    Nanoseconds overlay_build{};  ///< part of the phase overlay
    Nanoseconds overlay_draw{};   ///< part of the phase overlay
    Nanoseconds telemetry{};      ///< gathering what is shown and recorded; part of the phase overlay
};

/// A worker as the game saw it at the end of a frame.
struct WorkerBeat {
    std::uint32_t frame = 0;  ///< index into RunRecord::frames
    std::uint8_t seat = 0;
    paths::WorkerState state = paths::WorkerState::kDead;
    std::uint8_t busy = 0;  ///< its CPU clock over wall time in the last quarter second; 255 is all of it
};

enum class EventKind : std::uint8_t { kMode, kWorkers, kPolicy, kKill, kDeath, kWave, kPause, kOther };
inline constexpr std::size_t kEventKindCount = 8;

[[nodiscard]] std::string_view to_string(EventKind kind) noexcept;

/// Something that a frame time may be owed to; marked on every time axis.
struct RunEvent {
    Nanoseconds at{};  ///< since the run's first frame
    EventKind kind = EventKind::kOther;
    std::string what;  ///< "workers 2 to 4", "worker 1 killed", "wave 3"
};

/// A request's way in steps, over all answers of the timed part.
struct LatencySteps {
    std::array<Percentiles, paths::kLatencyStepCount> steps;  ///< by paths::LatencyStep
    double p50_frames = 0.0;                                  ///< of the whole way
    double p99_frames = 0.0;
};

/// Sums over the timed part of a run.
struct RunTotals {
    double seconds = 0.0;                  ///< wall time of the timed part
    paths::RequestCounters counts;         ///< of the timed part; in_flight: at its end
    std::uint64_t in_flight_at_start = 0;  ///< open when the timed part began
    bool conserved = true;                 ///< submitted = answered + in flight, in every frame of the whole run
    LatencySteps latency;                  ///< of answers that came in the timed part
    Percentiles submit;                    ///< of each submit()
    Percentiles poll;                      ///< of each frame's poll()
    double game_cpu_s = 0.0;               ///< of the game's process without its workers
    double worker_cpu_s = 0.0;             ///< of all workers, threads or processes
    double foreign_cpu_s = 0.0;            ///< of everything else on the machine, steal included
    double steal_s = 0.0;
    double worker_busy = 0.0;     ///< their CPU clocks over wall time, mean of those wanted
    double available_busy = 0.0;  ///< what worker_busy could have been beside this game on these cores, at most 1
    double game_mib = 0.0;        ///< PSS
    double workers_mib = 0.0;     ///< PSS of all worker processes; 0 for threads, who are in the game's
    std::uint32_t worker_restarts = 0;
    double worker_start_ms = 0.0;  ///< from asking for it to its first look at the board, median; 0: not seen
    double start_and_end_s = 0.0;  ///< what the run took beside its frames
    std::uint64_t state_hash = 0;
    std::uint64_t ticks = 0;

    /// Answers that say where to go, or that there is no way.
    [[nodiscard]] double paths_per_s() const noexcept {
        std::uint64_t told = 0;
        for (const AnswerStatus status : {AnswerStatus::kFound, AnswerStatus::kPartial, AnswerStatus::kUnreachable}) {
            told += counts.answers[static_cast<std::size_t>(status)];
        }
        return seconds > 0.0 ? static_cast<double>(told) / seconds : 0.0;
    }
};

/// What must be known of a run to read its figures rightly.
struct RunMarks {
    bool not_saturated = false;          ///< its workers were under 90 % busy of what they could have had
    bool starved = false;                ///< the pool would have raised its policy, had it been free to
    bool stopped_early = false;          ///< Ctrl-C, or an end of the game
    std::vector<std::string> not_quiet;  ///< why the machine was not quiet, a phrase each; empty: it was
};

struct RunRecord {
    RunSetup setup;
    std::vector<FrameSample> frames;
    std::vector<WorkerBeat> beats;  ///< by frame, then by seat
    std::vector<RunEvent> events;   ///< in order of time
    RunTotals totals;
    RunMarks marks;
};

}  // namespace outrider::measure
