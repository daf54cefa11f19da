#include "game/paths/show_case.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <system_error>

#include "game/paths/worker_end_text.h"

namespace outrider::paths {
namespace {

using namespace std::chrono_literals;

constexpr auto kRateInterval = 250ms;
/// The percentiles in their turns: each step of the way, the whole way in frames and as a histogram, search.
constexpr std::size_t kFramesTurn = kLatencyStepCount;
constexpr std::size_t kSearchTurn = kFramesTurn + 1;
constexpr std::size_t kTurns = kSearchTurn + 1;
constexpr std::int64_t kMostTurnsAtOnce = 2;  ///< where frames are few
constexpr auto kTurnInterval = std::chrono::nanoseconds(kRateInterval) / static_cast<std::int64_t>(kTurns);

[[nodiscard]] WorkerState state_of(const Member* member, const SeatGauge& gauge) noexcept {
    if (member == nullptr) return WorkerState::kDead;
    if (gauge.stopped.load(std::memory_order_relaxed)) return WorkerState::kStopped;
    switch (static_cast<WorkerPhase>(member->segment->telemetry.phase.load(std::memory_order_relaxed))) {
        case WorkerPhase::kStarting: return WorkerState::kStarting;
        case WorkerPhase::kSearching: return WorkerState::kSearching;
        case WorkerPhase::kBlocked: return WorkerState::kBlocked;
        case WorkerPhase::kLeaving: return WorkerState::kLeaving;
        case WorkerPhase::kReady:
        case WorkerPhase::kSpinning:
        case WorkerPhase::kSleeping: return WorkerState::kIdle;
    }
    return WorkerState::kIdle;  // telemetry is anybody's word; it is only shown
}

[[nodiscard]] SchedulingPolicy policy_of(const Member* member, SchedulingPolicy planned) noexcept {
    if (member == nullptr) return planned;
    const std::uint32_t granted = member->segment->telemetry.policy.load(std::memory_order_relaxed);
    return granted >= 1 && granted <= 3 ? static_cast<SchedulingPolicy>(granted) : planned;
}

/// Its own counts are anybody's word too.
void take_own_word(WorkerStatistics& worker, const Member* member) noexcept {
    worker.jobs = worker.expanded = worker.sleeps = 0;
    if (member == nullptr) return;
    const WorkerTelemetry& told = member->segment->telemetry;
    worker.jobs = told.jobs.load(std::memory_order_relaxed);
    worker.expanded = told.expanded.load(std::memory_order_relaxed);
    worker.sleeps = told.sleeps.load(std::memory_order_relaxed);
}

[[nodiscard]] auto histogram_of(std::span<const float> times_us) noexcept {
    decltype(LatencyAnatomy::histogram) bins{};
    for (const float time_us : times_us) {
        const auto bin = std::ranges::lower_bound(LatencyAnatomy::kBinEnds_ms, static_cast<double>(time_us) / 1e3);
        ++bins[static_cast<std::size_t>(bin - LatencyAnatomy::kBinEnds_ms.begin())];
    }
    return bins;
}

[[nodiscard]] std::string describe(PoolTrouble trouble, int value, const std::string& program) {
    switch (trouble) {
        case PoolTrouble::kNone: return {};
        case PoolTrouble::kSpawnFailed:
            return "cannot start " + program + ": " + std::generic_category().message(value);
        case PoolTrouble::kWrongProtocol: return program + " speaks another protocol: build both programs together";
        case PoolTrouble::kDiesAtStart: return "workers die at their start (" + exit_reason(value) + ")";
        case PoolTrouble::kNoMemory: return "no memory for another worker";
    }
    return {};
}

}  // namespace

ShowCase::ShowCase() : jobs_before_(kMaxSeats), shown_end_at_ns_(kMaxSeats) {
    workers_.reserve(kMaxSeats);
    cores_.reserve(kMostCores);
}

void ShowCase::refresh(const ShowSources& from) noexcept {
    const MonotonicTime now = Clock::now();
    refresh_counts(from, now);
    refresh_workers(from, now);
    refresh_summaries(*from.desk, now);
    const auto elapsed = now - last_rates_;
    if (elapsed < kRateInterval) return;
    const double elapsed_s = std::chrono::duration<double>(elapsed).count();
    refresh_rates(from, elapsed_s);
    refresh_worker_rates(elapsed_s);
    refresh_trouble(from);
    last_rates_ = now;
}

void ShowCase::refresh_counts(const ShowSources& from, MonotonicTime now) noexcept {
    statistics_.mode = from.mode;
    statistics_.workers_wanted = from.settings->workers;
    statistics_.workers_alive = from.gauges->alive.load(std::memory_order_relaxed);
    statistics_.policy = from.settings->policy;
    statistics_.first_policy = from.first_policy;
    statistics_.chunk_jobs = from.settings->chunk_jobs;
    statistics_.debug_workers = from.settings->debug_workers;
    statistics_.starved = from.gauges->starved.load(std::memory_order_relaxed);
    statistics_.hung_kills = from.gauges->hung_kills.load(std::memory_order_relaxed);
    statistics_.log_lines_dropped = from.gauges->log_lines_dropped.load(std::memory_order_relaxed);
    statistics_.last_fault = from.faults->last();
    statistics_.would_raise = from.gauges->would_raise.load(std::memory_order_relaxed);
    statistics_.worker_cpu_s = from.gauges->worker_cpu_s.load(std::memory_order_relaxed);
    statistics_.requests = from.ledger->counters();
    refresh_lanes(from, now);
    statistics_.results_waiting = 0;
    for (const auto& member : from.crew->members()) {
        const std::uint64_t words = std::min(member->reader.approx_words_waiting(), kRingWords);
        statistics_.results_waiting += static_cast<std::uint32_t>(words / (ResultRecord::kHeaderWords + 4));
    }
    statistics_.published = from.versions->published();
    statistics_.free_buffers = from.versions->free_count();
}

void ShowCase::refresh_lanes(const ShowSources& from, MonotonicTime now) noexcept {
    statistics_.oldest_wait_ms = 0.0;
    for (std::uint32_t i = 0; i < kLaneCount; ++i) {
        const auto lane = static_cast<Lane>(i);
        const std::uint32_t ready = from.board->approx_ready_count(lane);
        const EntryIndex oldest = from.ledger->oldest(lane);
        const double oldest_ms =
            oldest == kNoEntry
                ? 0.0
                : std::chrono::duration<double, std::milli>(now - (*from.ledger)[oldest].times.wanted).count();
        statistics_.lanes[i] = {from.ledger->waiting_count(lane), ready, from.board->open_count(lane) - ready,
                                oldest_ms};
        statistics_.oldest_wait_ms = std::max(statistics_.oldest_wait_ms, oldest_ms);
    }
}

void ShowCase::refresh_summaries(AnswerDesk& desk, MonotonicTime now) noexcept {
    const std::int64_t due = std::min((now - last_summary_) / kTurnInterval, kMostTurnsAtOnce);
    if (due > 0) last_summary_ = now;
    for (std::int64_t i = 0; i < due; ++i) {
        refresh_summary(next_summary_, desk);
        next_summary_ = (next_summary_ + 1) % kTurns;
    }
}

void ShowCase::refresh_summary(std::size_t turn, AnswerDesk& desk) noexcept {
    if (turn == kSearchTurn) {
        statistics_.search = desk.searches().summary();
    } else if (turn == kFramesTurn) {
        const RecentNumbers::Percentiles frames = desk.frames().percentiles();
        statistics_.anatomy.p50_frames = frames.p50;
        statistics_.anatomy.p99_frames = frames.p99;
        statistics_.anatomy.histogram = histogram_of(desk.step(LatencyStep::kWhole).samples_us());
    } else {
        statistics_.anatomy.steps[turn] = desk.step(static_cast<LatencyStep>(turn)).summary();
        statistics_.latency = statistics_.anatomy.steps[static_cast<std::size_t>(LatencyStep::kWhole)];
    }
}

void ShowCase::refresh_rates(const ShowSources& from, double elapsed_s) noexcept {
    // By the supervisor's clock and our own count: no worker's word moves the load dial.
    statistics_.search_cpu_s = from.gauges->worker_cpu_s.load(std::memory_order_relaxed) + from.inline_search_s;
    const std::uint64_t searched = from.desk->searches().count();
    statistics_.searches = searched;
    statistics_.paths_per_s = static_cast<double>(searched - searched_before_) / elapsed_s;
    searched_before_ = searched;
    cores_.resize(from.gauges->cores.load(std::memory_order_relaxed));
    for (std::size_t i = 0; i < cores_.size(); ++i) {
        cores_[i].busy_share = from.gauges->core_busy_share[i].load(std::memory_order_relaxed);
    }
    game_pss_mib_ = from.gauges->game_pss_mib.load(std::memory_order_relaxed);
}

void ShowCase::refresh_workers(const ShowSources& from, MonotonicTime now) noexcept {
    const bool pooled = from.mode == Mode::kThreads || from.mode == Mode::kProcesses;
    std::size_t seats = pooled ? from.settings->workers : 0;
    for (std::size_t i = workers_.size(); i > seats; --i) {
        if (from.crew->occupant(workers_[i - 1].seat) != nullptr) seats = i;  // still leaving
    }
    workers_.resize(seats);
    for (std::uint32_t i = 0; i < seats; ++i) {
        WorkerStatistics& worker = workers_[i];
        const Seat seat{i};
        const Member* member = from.crew->occupant(seat);
        const SeatGauge& gauge = from.gauges->seats[i];
        worker.seat = seat;
        worker.pid = member == nullptr ? 0 : gauge.pid.load(std::memory_order_relaxed);
        worker.state = state_of(member, gauge);
        worker.core = gauge.core.load(std::memory_order_relaxed);
        worker.policy = policy_of(member, from.settings->policy);
        worker.busy_share = gauge.busy_share.load(std::memory_order_relaxed);
        worker.pss_mib = gauge.pss_mib.load(std::memory_order_relaxed);
        worker.cpu_s = member == nullptr ? 0.0 : gauge.cpu_s.load(std::memory_order_relaxed);
        worker.start_ms = member == nullptr ? 0.0 : gauge.start_ms.load(std::memory_order_relaxed);
        take_own_word(worker, member);
        worker.restarts = gauge.restarts.load(std::memory_order_relaxed);
        refresh_last_end(worker, gauge, now);
    }
}

void ShowCase::refresh_worker_rates(double elapsed_s) noexcept {
    for (WorkerStatistics& worker : workers_) {
        std::uint64_t& before = jobs_before_[worker.seat.value];
        // A newcomer counts from nothing.
        const std::uint64_t done = worker.jobs >= before ? worker.jobs - before : worker.jobs;
        worker.paths_per_s = static_cast<double>(done) / elapsed_s;
        before = worker.jobs;
    }
}

void ShowCase::refresh_last_end(WorkerStatistics& worker, const SeatGauge& gauge, MonotonicTime now) {
    const WorkerEnd::Kind kind = gauge.end_kind.load(std::memory_order_relaxed);
    if (kind == WorkerEnd::Kind::kNone) return;
    const std::int64_t at_ns = gauge.end_at_ns.load(std::memory_order_relaxed);
    worker.since_end = now.time_since_epoch() - std::chrono::nanoseconds(at_ns);
    std::int64_t& shown = shown_end_at_ns_[worker.seat.value];
    if (shown == at_ns && !worker.last_end.empty()) return;
    shown = at_ns;
    WorkerEnd end;
    end.kind = kind;
    end.value = gauge.end_value.load(std::memory_order_relaxed);
    end.by_game = gauge.end_by_game.load(std::memory_order_relaxed);
    end.cause = gauge.end_cause.load(std::memory_order_relaxed);
    worker.last_end = describe(end);
}

void ShowCase::refresh_trouble(const ShowSources& from) {
    const PoolTrouble trouble = from.gauges->trouble.load(std::memory_order_relaxed);
    const std::uint32_t alive = statistics_.workers_alive;
    const std::uint32_t wanted = statistics_.workers_wanted;
    if (trouble == shown_trouble_ && alive == shown_alive_ && wanted == shown_wanted_) return;
    shown_trouble_ = trouble;
    shown_alive_ = alive;
    shown_wanted_ = wanted;
    const std::string reason = describe(trouble, from.gauges->trouble_value.load(std::memory_order_relaxed),
                                        from.settings->pathfinder.string());
    statistics_.trouble =
        reason.empty() ? reason : std::to_string(alive) + " of " + std::to_string(wanted) + " workers: " + reason;
}

}  // namespace outrider::paths
