// What the supervisor tells and shows: workers' lines and deaths in the log, gauges from /proc, a starving pool.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "game/paths/supervisor.h"
#include "game/paths/worker_life.h"

namespace outrider::paths {
namespace {

using namespace std::chrono_literals;

constexpr auto kSampleInterval = 250ms;
constexpr auto kSampleDelay = 2ms;  ///< while the frame is being made on our core
constexpr auto kMostSampleDelay = 50ms;
constexpr std::uint32_t kMemorySampleEvery = 4;  ///< samples: once a second
/// A pool with jobs waiting that gets less than this share of a core, for so long, is starved.
constexpr double kStarvedShare = 0.1;
constexpr auto kStarvedFor = 2s;

double seconds_of(std::chrono::nanoseconds time) noexcept { return std::chrono::duration<double>(time).count(); }

/// What is wrong with the pool, and what is done about it; empty: nothing is.
std::string describe(PoolTrouble trouble, int value, const std::string& program) {
    switch (trouble) {
        case PoolTrouble::kNone: return {};
        case PoolTrouble::kSpawnFailed:
            return fmt::format("cannot start {}: {}; trying again every second", program,
                               std::generic_category().message(value));
        case PoolTrouble::kWrongProtocol:
            return fmt::format("{} speaks another protocol: build both programs together", program);
        case PoolTrouble::kDiesAtStart: return "workers die before they are ready; trying again less and less often";
        case PoolTrouble::kNoMemory: return "no memory for another worker; trying again every second";
    }
    return {};
}

}  // namespace

void Supervisor::report() {
    if (settings_.log == nullptr) return;
    pass_on_output();
    report_deaths();
    report_the_ready();
    report_trouble();
}

// Of the dead too: what they said last.
void Supervisor::pass_on_output() {
    for (const auto& life : lives_) {
        if (life->stage >= Life::Stage::kRunning) read_output(*life, life->stage == Life::Stage::kGone);
    }
}

void Supervisor::read_output(Life& life, bool is_over) {
    const std::uint64_t dropped_before = life.output.dropped();
    life.output.read(Clock::now(), is_over, [&](std::string_view line) {
        settings_.log->write(EventLevel::kInfo, fmt::format("{}: {}", life.name(), line));
    });
    lines_dropped_ += life.output.dropped() - dropped_before;
    gauges_.log_lines_dropped.store(lines_dropped_, std::memory_order_relaxed);
}

void Supervisor::report_deaths() {
    for (const Obituary& obituary : obituaries_) {
        log(obituary.level, obituary.line);
        if (obituary.crash) {
            for (const std::string& line : describe_crash(*obituary.crash, settings_.pathfinder)) {
                log(EventLevel::kError, line);
            }
        }
        // So that the log ends with how to repeat what crashed, should it be quarantined for this.
        if (obituary.note) notes_.push(*obituary.note);
    }
    obituaries_.clear();
}

void Supervisor::report_the_ready() {
    for (const SeatState& seat : seats_) {
        if (seat.occupant == nullptr || seat.occupant->told_ready || !seat.occupant->was_ready()) continue;
        seat.occupant->told_ready = true;
        log(EventLevel::kInfo, seat.occupant->name() + " is ready");
    }
}

// Once: a start that fails is tried every second, and nobody wants to read of it as often.
void Supervisor::report_trouble() {
    std::string trouble =
        describe(gauges_.trouble.load(std::memory_order_relaxed), gauges_.trouble_value.load(std::memory_order_relaxed),
                 settings_.pathfinder.string());
    if (trouble.empty() || trouble == told_trouble_) return;
    log(EventLevel::kWarning, trouble);
    told_trouble_ = std::move(trouble);
}

// A pool of nobody has recovered from nothing.
void Supervisor::report_recovery() {
    if (told_trouble_.empty() || plan_.workers == 0) return;
    log(EventLevel::kInfo, fmt::format("the pool has recovered: {} ready", plan_.workers));
    told_trouble_.clear();
}

// Of who has ended and is not reaped yet, the last reading stands; his last word comes with the reaping.
void Supervisor::read_cpu_clocks() {
    double cpu_s = retired_cpu_s_;
    for (std::uint32_t seat = 0; seat < kMaxSeats; ++seat) {
        Life* const life = seats_[seat].occupant;
        if (life == nullptr) continue;
        if (const auto now = life->cpu_time_now()) life->cpu_time = *now;
        gauges_.seats[seat].cpu_s.store(seconds_of(life->cpu_time), std::memory_order_relaxed);
        cpu_s += seconds_of(life->cpu_time);
    }
    gauges_.worker_cpu_s.store(cpu_s, std::memory_order_relaxed);
}

void Supervisor::note_the_ready() {
    for (SeatState& seat : seats_) {
        if (seat.occupant == nullptr || seat.occupant->seen_ready || !seat.occupant->was_ready()) continue;
        seat.occupant->seen_ready = true;
        gauges_.seats[seat.occupant->seat.value].start_ms.store(
            seconds_of(Clock::now() - seat.occupant->start_decided) * 1e3, std::memory_order_relaxed);
    }
}

// Samples read many files, those of memory for more than a millisecond: not on the core on which the frame is being
// made, unless it is there whenever we look.
void Supervisor::sample_beside_the_frame() {
    const auto now = Clock::now();
    if (settings_.world->frame_core.is_here() && now - last_sample_ < kSampleInterval + kMostSampleDelay) {
        next_sample_ = now + kSampleDelay;
        return;
    }
    sample();
}

void Supervisor::sample() {
    const auto now = Clock::now();
    const double elapsed_s = seconds_of(now - last_sample_);
    const bool with_memory = samples_++ % kMemorySampleEvery == 0;
    const std::vector<double>& shares = cores_.sample();
    const std::size_t cores = std::min(shares.size(), kMostCores);
    for (std::size_t i = 0; i < cores; ++i) {
        gauges_.core_busy_share[i].store(shares[i], std::memory_order_relaxed);
    }
    gauges_.cores.store(static_cast<std::uint32_t>(cores), std::memory_order_relaxed);

    bool somebody_wants_to_run = false;
    for (std::uint32_t seat = 0; seat < kMaxSeats; ++seat) {
        if (seats_[seat].occupant == nullptr) continue;
        const bool wants_to_run = sample_seat(seat, elapsed_s, with_memory) == 'R';
        // Who is on his way out says nothing about the policy of those to come.
        somebody_wants_to_run = somebody_wants_to_run || (wants_to_run && !seats_[seat].occupant->told_to_leave);
    }
    look_for_starvation(gauges_.worker_cpu_s.load(std::memory_order_relaxed), somebody_wants_to_run);
    if (with_memory) gauges_.game_pss_mib.store(pss_mib_of("/proc/self/smaps_rollup"), std::memory_order_relaxed);
    const bool whole = gauges_.alive.load(std::memory_order_relaxed) >= plan_.workers;
    if (whole &&
        std::ranges::all_of(seats_, [](const SeatState& s) { return !s.occupant || s.occupant->was_ready(); })) {
        set_trouble(PoolTrouble::kNone);
        report_recovery();
    }
    last_sample_ = now;
    next_sample_ = now + kSampleInterval;
}

// Jobs wait, somebody would like to run, and the whole pool gets next to nothing: that is no fault of the workers.
void Supervisor::look_for_starvation(double pool_cpu_s, bool somebody_wants_to_run) {
    const bool in_need = jobs_wait_.load(std::memory_order_relaxed) && somebody_wants_to_run;
    const auto waited = starving_since_ ? lived_.now() - *starving_since_ : 0ns;
    const double got_s = pool_cpu_s - cpu_s_at_starving_;
    if (!in_need || !starving_since_ ||
        got_s >= kStarvedShare * seconds_of(std::max<std::chrono::nanoseconds>(waited, 500ms))) {
        starving_since_ = in_need ? std::optional(lived_.now()) : std::nullopt;
        cpu_s_at_starving_ = pool_cpu_s;
        gauges_.starved.store(false, std::memory_order_relaxed);
        return;
    }
    if (waited < kStarvedFor) return;
    gauges_.starved.store(true, std::memory_order_relaxed);
    // Each span is judged by itself, so that a long hunger is over as soon as it is.
    starving_since_ = lived_.now();
    cpu_s_at_starving_ = pool_cpu_s;
    if (plan_.policy == SchedulingPolicy::kNormal || !may_raise_policy_.load(std::memory_order_relaxed)) return;
    raise_policy(got_s, seconds_of(waited));
}

void Supervisor::raise_policy(double got_s, double waited_s) {
    PoolNote raise;
    raise.kind = PoolNote::Kind::kRaisePolicy;
    raise.policy = plan_.policy == SchedulingPolicy::kIdle ? SchedulingPolicy::kNice : SchedulingPolicy::kNormal;
    const std::string story =
        fmt::format("the workers got {:.0f} ms of CPU time in {:.1f} s while jobs waited", got_s * 1e3, waited_s);
    if (policy_is_fixed_.load(std::memory_order_relaxed)) {
        if (gauges_.would_raise.exchange(true, std::memory_order_relaxed)) return;
        log(EventLevel::kWarning, fmt::format("{}: but for its fixed policy, {}, the pool would run under {}", story,
                                              to_string(plan_.policy), to_string(raise.policy)));
        return;
    }
    notes_.push(raise);
    starving_since_.reset();
    log(EventLevel::kWarning,
        fmt::format("{}: policy raised from {} to {}", story, to_string(plan_.policy), to_string(raise.policy)));
}

char Supervisor::sample_seat(std::uint32_t seat, double elapsed_s, bool with_memory) {
    Life& life = *seats_[seat].occupant;
    SeatGauge& gauge = gauges_.seats[seat];
    const double used_s = seconds_of(life.cpu_time - std::exchange(life.sampled_cpu_time, life.cpu_time));
    gauge.busy_share.store(std::clamp(used_s / elapsed_s, 0.0, 1.0), std::memory_order_relaxed);
    const bool process = life.plan.kind == WorkerKind::kProcess;
    const std::int32_t id = process ? life.process.pid() : life.thread_id.load(std::memory_order_relaxed);
    const std::string folder = (process ? "/proc/" : "/proc/self/task/") + std::to_string(id);
    gauge.pid.store(id, std::memory_order_relaxed);
    const TaskStatus status = task_status_of(folder + "/stat");
    gauge.core.store(status.core, std::memory_order_relaxed);
    if (with_memory && process) gauge.pss_mib.store(pss_mib_of(folder + "/smaps_rollup"), std::memory_order_relaxed);
    return status.state;
}

void Supervisor::log(EventLevel level, const std::string& line) const noexcept {
    if (settings_.log != nullptr) settings_.log->write(level, line);
}

}  // namespace outrider::paths
