// Made-up runs for tests of statistics, files and reports: the same seed gives the same run, on every machine.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "game/measure/measurement.h"

namespace outrider::test {

/// What a made-up run is like. Times in ms.
struct SyntheticLoad {
    paths::Mode mode = paths::Mode::kProcesses;
    std::uint32_t workers = 2;
    std::uint32_t repeat = 1;
    std::uint32_t chunk_jobs = 1;
    std::size_t frames = 1200;
    double work_ms = 3.0;        ///< the middle of most frames
    double slow_share = 0.01;    ///< of the frames …
    double slow_extra_ms = 2.0;  ///< … take so much longer
    double pace_ms = 1000.0 / 60.0;
    double paths_per_s = 20'000.0;
    std::uint64_t seed = 1;
};

/// A small generator with fixed results (splitmix64, Steele, Lea and Flood 2014).
class SyntheticNoise {
public:
    explicit SyntheticNoise(std::uint64_t seed) noexcept : state_(seed) {}
    /// 0 <= value < 1.
    double next() noexcept {
        state_ += 0x9e3779b97f4a7c15ULL;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
        return static_cast<double>((z ^ (z >> 31U)) >> 11U) * 0x1.0p-53;
    }
    /// About normal, mean 0, spread 1: a sum of twelve.
    double bell() noexcept {
        double sum = -6.0;
        for (int i = 0; i < 12; ++i) sum += next();
        return sum;
    }

private:
    std::uint64_t state_;
};

[[nodiscard]] inline measure::Nanoseconds synthetic_ms(double value) {
    return measure::Nanoseconds{static_cast<std::int64_t>(value * 1e6)};
}

[[nodiscard]] inline measure::FrameSample synthetic_frame(const SyntheticLoad& load, SyntheticNoise& noise,
                                                          measure::Nanoseconds start) {
    double work = load.work_ms * (1.0 + 0.06 * noise.bell());
    if (noise.next() < load.slow_share) work += load.slow_extra_ms * (0.5 + noise.next());
    work = std::max(work, 0.05);
    measure::FrameSample frame;
    frame.start = start;
    frame.times.work = synthetic_ms(work);
    frame.times.interval = std::max(synthetic_ms(load.pace_ms), frame.times.work + synthetic_ms(0.1));
    frame.times.off_cpu = synthetic_ms(work * 0.01);
    const bool searches_in_poll = load.mode == paths::Mode::kInline;
    const double poll = searches_in_poll ? 0.8 : 0.05;
    const std::array<double, measure::kPhaseCount> shares = {
        0.02, poll, 0.5 * (1.0 - poll), 0.04 * (1.0 - poll), 0.34 * (1.0 - poll), 0.06 * (1.0 - poll), 0.0};
    for (std::size_t phase = 0; phase < measure::kPhaseCount; ++phase) {
        frame.times.phases[phase] = synthetic_ms(work * shares[phase]);
    }
    frame.times.phases[static_cast<std::size_t>(measure::Phase::kPresent)] = synthetic_ms(0.1);
    if (load.mode != paths::Mode::kNone) {
        frame.waiting = {0, static_cast<std::uint32_t>(200.0 + 150.0 * noise.next()), 3};
        frame.claimed = {0, load.workers, 0};
        frame.results_waiting = static_cast<std::uint32_t>(noise.next() * 40.0);
        frame.oldest_wait_ms = static_cast<float>(8.0 + noise.next());
    }
    frame.overlay_build = synthetic_ms(work * 0.01);
    frame.overlay_draw = synthetic_ms(work * 0.02);
    frame.telemetry = synthetic_ms(0.01);
    return frame;
}

[[nodiscard]] inline measure::Percentiles synthetic_percentiles(double p50_ms, std::size_t samples = 100'000) {
    return {p50_ms, p50_ms * 1.8, p50_ms * 2.5, p50_ms * 4.0, p50_ms * 9.0, p50_ms * 1.1, samples};
}

inline void add_synthetic_totals(measure::RunRecord& run, const SyntheticLoad& load, double seconds) {
    measure::RunTotals& totals = run.totals;
    totals.seconds = seconds;
    totals.game_cpu_s = seconds * 0.2;
    totals.game_mib = 84.0;
    totals.state_hash = 0x0123456789abcdefULL;
    totals.ticks = run.frames.size();
    totals.foreign_cpu_s = 0.3;
    totals.start_and_end_s = 0.4;
    if (load.mode == paths::Mode::kNone) return;
    const auto found = static_cast<std::uint64_t>(load.paths_per_s * seconds);
    totals.counts.answers[static_cast<std::size_t>(AnswerStatus::kFound)] = found;
    totals.counts.answers[static_cast<std::size_t>(AnswerStatus::kCancelled)] = 120;
    totals.in_flight_at_start = 25;
    totals.counts.in_flight = 40;
    totals.counts.submitted = found + 120 + 40 - 25;
    totals.counts.superseded = 120;
    const bool is_inline = load.mode == paths::Mode::kInline;
    const std::array<double, paths::kLatencyStepCount> steps = {0.4, 2.1, 0.002, 0.07, 0.003, 7.0, 9.6};
    for (std::size_t step = 0; step < steps.size(); ++step) {
        totals.latency.steps[step] = synthetic_percentiles(is_inline ? steps[step] * 3.0 : steps[step]);
    }
    totals.latency.p50_frames = is_inline ? 1.0 : 2.0;
    totals.latency.p99_frames = 3.0;
    totals.submit = synthetic_percentiles(0.0002);
    totals.poll = synthetic_percentiles(is_inline ? 40.0 : 0.2);
    if (is_inline) return;
    totals.worker_cpu_s = seconds * load.workers * 0.8;
    totals.worker_busy = 0.8;
    totals.available_busy = 0.82;
    totals.worker_start_ms = load.mode == paths::Mode::kProcesses ? 3.2 : 0.2;
    totals.workers_mib = load.mode == paths::Mode::kProcesses ? 9.0 * load.workers : 0.0;
}

/// A beat for each worker in each frame; worker 1 is dead for a few frames in the middle.
inline void add_synthetic_beats(measure::RunRecord& run, const SyntheticLoad& load, SyntheticNoise& noise) {
    if (load.workers == 0) return;
    const std::size_t death = run.frames.size() / 2;
    for (std::size_t frame = 0; frame < run.frames.size(); ++frame) {
        for (std::uint32_t seat = 0; seat < load.workers; ++seat) {
            const bool is_dead = seat == 0 && frame >= death && frame < death + 12;
            const auto state = is_dead               ? paths::WorkerState::kDead
                               : noise.next() < 0.85 ? paths::WorkerState::kSearching
                                                     : paths::WorkerState::kIdle;
            run.beats.push_back({static_cast<std::uint32_t>(frame), static_cast<std::uint8_t>(seat), state,
                                 static_cast<std::uint8_t>(is_dead ? 0 : 204)});
        }
    }
}

[[nodiscard]] inline measure::RunRecord synthetic_run(const SyntheticLoad& load) {
    SyntheticNoise noise(load.seed * 1'000'003ULL + load.repeat);
    measure::RunRecord run;
    const bool has_workers = load.mode == paths::Mode::kThreads || load.mode == paths::Mode::kProcesses;
    SyntheticLoad used = load;
    if (!has_workers) used.workers = 0;
    run.setup = {.mode = load.mode,
                 .workers = used.workers,
                 .repeat = load.repeat,
                 .chunk_jobs = load.chunk_jobs,
                 .scenario = "sandbox",
                 .map = "maps/<cut & paste>.map",
                 .units = 10'000,
                 .seed = 7,
                 .ask_rate = "max",
                 .renderer = "software"};
    measure::Nanoseconds start{};
    for (std::size_t index = 0; index < load.frames; ++index) {
        measure::FrameSample frame = synthetic_frame(used, noise, start);
        frame.warm_up = index < load.frames / 10;
        start += frame.times.interval;
        run.frames.push_back(frame);
    }
    add_synthetic_beats(run, used, noise);
    const measure::Nanoseconds timed = run.frames.empty() ? start : start - run.frames[load.frames / 10].start;
    add_synthetic_totals(run, used, static_cast<double>(timed.count()) * 1e-9);
    return run;
}

/// Events of every kind, spread over the run.
inline void add_synthetic_events(measure::RunRecord& run) {
    if (run.frames.empty()) return;
    const measure::Nanoseconds end = run.frames.back().start;
    run.events = {{end / 10, measure::EventKind::kWave, "wave 1"},
                  {end / 5, measure::EventKind::kWorkers, "workers 2 to 4"},
                  {end / 4, measure::EventKind::kMode, "processes to inline"},
                  {end / 2, measure::EventKind::kKill, "worker 1 killed"},
                  {end / 2 + synthetic_ms(30.0), measure::EventKind::kDeath, "worker 1: SIGKILL from outside"},
                  {end * 3 / 4, measure::EventKind::kPolicy, "policy idle to nice"},
                  {end * 4 / 5, measure::EventKind::kPause, "paused"},
                  {end * 9 / 10, measure::EventKind::kOther, "map <edited & saved>"}};
}

[[nodiscard]] inline measure::MachineFacts synthetic_machine() {
    return {.cpu = "Made-up CPU <3 GHz>",
            .cores = 2,
            .cgroup_limit_cores = 1.5,
            .kernel = "6.1.0",
            .system = "Debian GNU/Linux 12 (bookworm)",
            .build = "outrider 0.1.0, g++ 12.2.0, Release",
            .renderer = "software",
            .memory_gib = 7.8,
            .governor = "",
            .date = "2026-11-21T12:00:00Z"};
}

/// The usual six configurations: none, inline, threads and processes with one worker and with two.
[[nodiscard]] inline measure::Measurement synthetic_measurement(std::size_t frames = 1200, std::uint32_t repeats = 3) {
    measure::Measurement measurement;
    measurement.title = "sandbox, cut & paste, 10,000 units, asking max";
    measurement.command = "outrider measure --scenario sandbox --map 'maps/<cut & paste>.map' --out /tmp/m";
    measurement.machine = synthetic_machine();
    measurement.warnings = {"4 % of the CPU time was stolen by other guests of the host."};
    using paths::Mode;
    for (std::uint32_t repeat = 1; repeat <= repeats; ++repeat) {
        const auto add = [&](Mode mode, std::uint32_t workers, double work_ms, double paths_per_s) {
            measurement.runs.push_back(synthetic_run({.mode = mode,
                                                      .workers = workers,
                                                      .repeat = repeat,
                                                      .frames = frames,
                                                      .work_ms = work_ms,
                                                      .paths_per_s = paths_per_s,
                                                      .seed = 10 * static_cast<std::uint64_t>(mode) + workers}));
        };
        add(Mode::kNone, 0, 3.0, 0.0);
        add(Mode::kInline, 0, 48.0, 9'000.0);
        add(Mode::kThreads, 1, 3.02, 12'500.0);
        add(Mode::kThreads, 2, 3.1, 22'000.0);
        add(Mode::kProcesses, 1, 3.01, 12'800.0);
        add(Mode::kProcesses, 2, 3.0, 24'100.0);
    }
    add_synthetic_events(measurement.runs.back());
    measurement.runs.back().marks.not_saturated = true;
    for (const char* form : {"inline", "threads, 2 workers", "processes, 2 workers"}) {
        measurement.agreement.push_back({form, 300, 0xfeedULL, 0xbeefULL});
    }
    measurement.crashes = {{Mode::kThreads, 1, 0, 0.0, "A thread that crashes takes the game along: it was not tried."},
                           {Mode::kProcesses, 3, 3, 11.5, "Three workers were killed; the game played on."}};
    return measurement;
}

}  // namespace outrider::test
