#include "game/app/run_recorder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "game/app/measure_plan.h"
#include "game/measure/chart_series.h"
#include "game/paths/latency_steps.h"

namespace outrider::app {

namespace {

using measure::EventKind;
using std::chrono::duration;

/// Where nobody knows how long the run will be: ten minutes at its pace; as fast as it can (--fps 0), two minutes of
/// 2,000 frames a second, with some workers. Beyond them memory grows, and in that a frame.
constexpr std::chrono::minutes kUnknownLength{10};
constexpr std::chrono::minutes kUnknownLengthUnpaced{2};
constexpr double kFramesPerSecondUnpaced = 2'000.0;
constexpr std::size_t kUsualWorkers = 4;
constexpr std::size_t kManyEvents = 256;

/// From here on a machine is not quiet.
constexpr double kMuchSteal = 0.02;  ///< of the cores' time
constexpr double kMuchForeignLoad_cores = 0.1;
/// Workers that get less of what they could have had are not saturated.
constexpr double kSaturated = 0.9;

[[nodiscard]] double seconds(std::chrono::nanoseconds time) noexcept { return duration<double>(time).count(); }

[[nodiscard]] std::uint64_t restarts_of(std::span<const paths::WorkerStatistics> workers) noexcept {
    std::uint64_t sum = 0;
    for (const paths::WorkerStatistics& worker : workers) sum += worker.restarts;
    return sum;
}

/// Takes what memory a run will need, and touches it, so that the frame does not have to.
template <class Value>
void prepare(std::vector<Value>& values, double count) {
    values.resize(static_cast<std::size_t>(count));
    values.clear();
}

[[nodiscard]] double frames_expected(const RecorderSettings& settings) noexcept {
    const bool has_pace = settings.setup.frames_per_s > 0.0;
    const double unknown_s = seconds(has_pace ? kUnknownLength : kUnknownLengthUnpaced);
    const double length_s = settings.length.count() > 0 ? seconds(settings.length) : unknown_s;
    return 1.1 * (has_pace ? settings.setup.frames_per_s : kFramesPerSecondUnpaced) * (length_s + 1.0);
}

[[nodiscard]] paths::RequestCounters difference(const paths::RequestCounters& now, const paths::RequestCounters& then) {
    paths::RequestCounters counts = now;  // in flight is what it is now
    counts.submitted -= then.submitted;
    for (std::size_t status = 0; status < counts.answers.size(); ++status) {
        counts.answers[status] -= then.answers[status];
    }
    counts.late -= then.late;
    counts.rejected -= then.rejected;
    counts.reissued -= then.reissued;
    counts.board_repairs -= then.board_repairs;
    counts.deaths -= then.deaths;
    counts.quarantined -= then.quarantined;
    counts.superseded -= then.superseded;
    counts.backed_up -= then.backed_up;
    return counts;
}

/// Who died last; null if no seat remembers a death.
[[nodiscard]] const paths::WorkerStatistics* latest_dead(std::span<const paths::WorkerStatistics> workers) noexcept {
    const paths::WorkerStatistics* latest = nullptr;
    for (const paths::WorkerStatistics& worker : workers) {
        if (worker.last_end.empty()) continue;
        if (latest == nullptr || worker.since_end < latest->since_end) latest = &worker;
    }
    return latest;
}

}  // namespace

RunRecorder::RunRecorder(RecorderSettings settings) : settings_(std::move(settings)), ways_in_frames_(kMostFrames + 1) {
    record_.setup = settings_.setup;
    const double frames = frames_expected(settings_);
    prepare(record_.frames, frames);
    record_.events.reserve(kManyEvents);
    if (settings_.frames_alone) return;
    prepare(record_.beats, frames * static_cast<double>(std::max<std::size_t>(settings_.setup.workers, kUsualWorkers)));
}

// --- the frame -------------------------------------------------------------------------------------------------------

void RunRecorder::note_frame(const FrameFacts& facts) {
    now_ = facts.start;
    if (has_open_frame_) {
        complete_open_frame(facts);
        add_changes(facts);
        add_shares(facts);
    } else {
        origin_ = facts.start;
    }
    before_ = {facts.paths.mode,
               facts.paths.workers_wanted,
               facts.paths.policy,
               facts.paths.requests.deaths,
               facts.paths.worker_cpu_s,
               facts.wave,
               facts.paused};
    record_.totals.conserved = record_.totals.conserved && facts.conserved;
    open_frame(facts);
    if (!is_timed() && now_ - origin_ >= warm_up_of(settings_.length)) begin_timed_part(facts);
}

void RunRecorder::complete_open_frame(const FrameFacts& facts) {
    open_frame_.times = facts.last;
    open_frame_.overlay_build = facts.last_overlay.build;
    open_frame_.overlay_draw = facts.last_overlay.draw;
    record_.frames.push_back(open_frame_);
}

void RunRecorder::open_frame(const FrameFacts& facts) {
    has_open_frame_ = true;
    open_frame_ = {};
    open_frame_.start = now_ - origin_;
    open_frame_.warm_up = !is_timed();
    if (settings_.frames_alone) return;
    for (std::size_t lane = 0; lane < kLaneCount; ++lane) {
        const paths::LaneDepth& depth = facts.paths.lanes[lane];
        open_frame_.waiting[lane] = depth.waiting + depth.ready;
        open_frame_.claimed[lane] = depth.claimed;
    }
    open_frame_.results_waiting = facts.paths.results_waiting;
    open_frame_.oldest_wait_ms = static_cast<float>(facts.paths.oldest_wait_ms);
    add_beats(facts.workers);
}

/// Of a seat that nobody has any more there is nothing to say; a dead worker's seat is one of those wanted.
void RunRecorder::add_beats(std::span<const paths::WorkerStatistics> workers) {
    const auto frame = static_cast<std::uint32_t>(record_.frames.size());
    for (const paths::WorkerStatistics& worker : workers) {
        const bool is_wanted = has_workers(before_.mode) && worker.seat.value < before_.workers;
        if (worker.pid == 0 && !is_wanted) continue;
        const double share = std::clamp(worker.busy_share, 0.0, 1.0);
        record_.beats.push_back({.frame = frame,
                                 .seat = static_cast<std::uint8_t>(worker.seat.value),
                                 .state = worker.state,
                                 .busy = static_cast<std::uint8_t>(std::lround(share * 255.0))});
    }
}

void RunRecorder::add_changes(const FrameFacts& facts) {
    const paths::PathStatistics& paths = facts.paths;
    if (paths.mode != before_.mode) {
        note_event(EventKind::kMode, fmt::format("{} to {}", to_string(before_.mode), to_string(paths.mode)));
    }
    if (paths.workers_wanted != before_.workers) {
        note_event(EventKind::kWorkers, fmt::format("workers {} to {}", before_.workers, paths.workers_wanted));
    }
    if (paths.policy != before_.policy) {
        note_event(EventKind::kPolicy,
                   fmt::format("policy {} to {}", to_string(before_.policy), to_string(paths.policy)));
    }
    if (facts.wave != before_.wave && facts.wave != 0) {
        note_event(EventKind::kWave, fmt::format("wave {}", facts.wave));
    }
    if (facts.paused != before_.paused) note_event(EventKind::kPause, facts.paused ? "paused" : "goes on");
    if (paths.requests.deaths > before_.deaths) add_deaths(facts);
}

void RunRecorder::add_deaths(const FrameFacts& facts) {
    const std::uint64_t deaths = facts.paths.requests.deaths - before_.deaths;
    const paths::WorkerStatistics* const dead = latest_dead(facts.workers);
    if (deaths > 1 || dead == nullptr) {
        note_event(EventKind::kDeath, fmt::format("{} worker{} died", deaths, deaths == 1 ? "" : "s"));
    } else {
        note_event(EventKind::kDeath, fmt::format("worker {} died: {}", dead->seat.value, dead->last_end));
    }
}

/// Over the frame that has just ended: it went by the mode and the workers wanted before.
void RunRecorder::add_shares(const FrameFacts& facts) noexcept {
    if (!is_timed()) return;
    frames_s_ += seconds(facts.last.interval);
    if (has_workers(before_.mode)) wanted_worker_s_ += before_.workers * seconds(facts.last.interval);
    if (before_.mode == paths::Mode::kThreads) thread_cpu_s_ += facts.paths.worker_cpu_s - before_.worker_cpu_s;
}

/// This frame is the warm-up's last: it pays for the look at the clocks.
void RunRecorder::begin_timed_part(const FrameFacts& facts) {
    base_ = {.at = Clock::now(),
             .clocks = settings_.read_clocks(),
             .counts = facts.paths.requests,
             .worker_cpu_s = facts.paths.worker_cpu_s,
             .restarts = restarts_of(facts.workers)};
}

// --- what comes in between -------------------------------------------------------------------------------------------

void RunRecorder::note_answer(const paths::PathAnswer& answer) noexcept {
    if (!is_timed() || settings_.frames_alone || !paths::has_a_way(answer.status)) return;
    for (std::size_t step = 0; step < steps_.size(); ++step) {
        const auto time = paths::time_of_step(answer.times, static_cast<paths::LatencyStep>(step));
        if (time) steps_[step].add(*time);
    }
    ++ways_in_frames_[std::min<std::size_t>(answer.frames, kMostFrames)];
}

void RunRecorder::note_submit(Nanoseconds time) noexcept {
    if (is_timed() && !settings_.frames_alone) submits_.add(time);
}

void RunRecorder::note_poll(Nanoseconds time) noexcept {
    if (is_timed() && !settings_.frames_alone) polls_.add(time);
}

void RunRecorder::note_event(EventKind kind, std::string what) {
    if (!has_open_frame_) return;
    record_.events.push_back({now_ - origin_, kind, std::move(what)});
}

// --- the end ---------------------------------------------------------------------------------------------------------

measure::RunRecord RunRecorder::end(const EndFacts& facts) {
    const Clock::time_point now = Clock::now();
    drop_open_frame();
    measure::RunTotals& totals = record_.totals;
    if (is_timed()) {
        totals.seconds = seconds(now - base_.at);
        totals.counts = difference(facts.paths.requests, base_.counts);
        totals.in_flight_at_start = base_.counts.in_flight;
        totals.worker_restarts =
            static_cast<std::uint32_t>(std::max(restarts_of(facts.workers), base_.restarts) - base_.restarts);
        fill_cpu(facts, totals);
    }
    totals.latency = latency();
    totals.submit = submits_.summary();
    totals.poll = polls_.summary();
    totals.game_mib = facts.game_mib;
    std::vector<double> starts_ms;
    for (const paths::WorkerStatistics& worker : facts.workers) {
        totals.workers_mib += worker.pss_mib;
        if (worker.start_ms > 0.0) starts_ms.push_back(worker.start_ms);
    }
    totals.worker_start_ms = measure::median_of(std::move(starts_ms));
    totals.state_hash = facts.state_hash;
    totals.ticks = facts.ticks;
    fill_marks(facts);
    return std::move(record_);
}

/// It has no end yet, so its times are not known.
void RunRecorder::drop_open_frame() {
    const std::size_t frames = record_.frames.size();
    while (!record_.beats.empty() && record_.beats.back().frame >= frames) record_.beats.pop_back();
}

/// In mode threads the workers' time is in this process's, too: it counts as theirs alone, in the frame that runs as in
/// those before it.
void RunRecorder::fill_cpu(const EndFacts& facts, measure::RunTotals& totals) const {
    const CpuClocks clocks = settings_.read_clocks();
    const double process_s = clocks.game_s - base_.clocks.game_s;
    double threads_s = thread_cpu_s_;
    if (before_.mode == paths::Mode::kThreads) threads_s += facts.paths.worker_cpu_s - before_.worker_cpu_s;
    totals.worker_cpu_s = facts.paths.worker_cpu_s - base_.worker_cpu_s;
    totals.game_cpu_s = std::max(0.0, process_s - threads_s);
    totals.steal_s = clocks.steal_s - base_.clocks.steal_s;
    const double others_s = clocks.busy_s - base_.clocks.busy_s - totals.game_cpu_s - totals.worker_cpu_s;
    totals.foreign_cpu_s = std::max(0.0, others_s) + totals.steal_s;
    if (wanted_worker_s_ <= 0.0 || totals.seconds <= 0.0) return;
    totals.worker_busy = totals.worker_cpu_s / wanted_worker_s_;
    const double left_s = settings_.cores * totals.seconds - totals.game_cpu_s - totals.foreign_cpu_s;
    totals.available_busy = std::clamp(left_s / wanted_worker_s_, 0.0, 1.0);
}

void RunRecorder::fill_marks(const EndFacts& facts) {
    const measure::RunTotals& totals = record_.totals;
    measure::RunMarks& marks = record_.marks;
    marks.stopped_early = facts.stopped_early;
    marks.starved = facts.paths.would_raise;
    if (totals.seconds <= 0.0) return;
    marks.not_saturated = wanted_worker_s_ > 0.0 && totals.worker_busy < kSaturated * totals.available_busy;
    const double steal = totals.steal_s / (totals.seconds * settings_.cores);
    if (steal > kMuchSteal) {
        marks.not_quiet.push_back(fmt::format("{:.1f} % of the cores' time was stolen by other guests", 100.0 * steal));
    }
    const double foreign_cores = (totals.foreign_cpu_s - totals.steal_s) / totals.seconds;
    if (foreign_cores > kMuchForeignLoad_cores) {
        marks.not_quiet.push_back(fmt::format("other programs took {:.2f} of a core", foreign_cores));
    }
    if (wanted_worker_s_ <= 0.0) return;
    const double workers = wanted_worker_s_ / frames_s_;
    const double used_cores = (totals.game_cpu_s + totals.foreign_cpu_s) / totals.seconds;
    const double free_cores = std::max(0.0, settings_.cores - used_cores);
    if (free_cores < workers) {
        marks.not_quiet.push_back(fmt::format("{:.2f} cores were free for {:.3g} worker{}", free_cores, workers,
                                              std::lround(workers) == 1 ? "" : "s"));
    }
}

measure::LatencySteps RunRecorder::latency() const {
    measure::LatencySteps latency;
    for (std::size_t step = 0; step < steps_.size(); ++step) latency.steps[step] = steps_[step].summary();
    latency.p50_frames = frames_percentile(500);
    latency.p99_frames = frames_percentile(990);
    return latency;
}

/// The order statistic of measure::Percentiles.
double RunRecorder::frames_percentile(std::uint32_t permille) const noexcept {
    std::uint64_t all = 0;
    for (const std::uint64_t count : ways_in_frames_) all += count;
    std::uint64_t below = 0;
    for (std::size_t frames = 0; frames < ways_in_frames_.size(); ++frames) {
        below += ways_in_frames_[frames];
        if (below > 0 && below * 1000 >= all * permille) return static_cast<double>(frames);
    }
    return 0.0;
}

}  // namespace outrider::app
