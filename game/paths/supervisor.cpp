#include "game/paths/supervisor.h"

#include <fmt/format.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <csignal>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>

#include "game/paths/worker_end_text.h"
#include "game/paths/worker_life.h"
#include "pathfinder/loop/scheduling.h"
#include "pathfinder/loop/worker_loop.h"
#include "shared/event_count.h"
#include "shared/memory.h"
#include "shared/signal_stack.h"

namespace outrider::paths {
namespace {

using namespace std::chrono_literals;

constexpr auto kRetryInterval = 1s;  ///< after a start that the system refused
constexpr auto kFirstBackOff = 100ms;
constexpr auto kLongestBackOff = 5s;
/// How often workers are looked at: a stop is seen within a frame, and their CPU clocks are never older than that.
constexpr auto kWatchInterval = 10ms;
/// While one starts, for so long: so that the time of its start is known to a millisecond.
constexpr auto kStartWatchInterval = 1ms;
constexpr auto kUsualStart = 50ms;
/// Enough to replace every worker of a usual pool at once.
constexpr std::uint32_t kMostSpares = 16;

std::int64_t nanoseconds_now() noexcept { return std::chrono::steady_clock::now().time_since_epoch() / 1ns; }

/// Signals are the main thread's business; but a crash is its own thread's, and a blocked one would end the game
/// without its handler. Threads that are started from here inherit this.
void block_signals_but_crashes() noexcept {
    sigset_t blocked;
    ::sigfillset(&blocked);
    for (const int crash : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) ::sigdelset(&blocked, crash);
    ::pthread_sigmask(SIG_BLOCK, &blocked, nullptr);
}

}  // namespace

Supervisor::Supervisor(const SupervisorSettings& settings)
    : settings_(settings), event_fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), plan_word_(PoolPlan{}.bits()) {
    // Inherited as ignored it would let the kernel reap our workers behind our back.
    std::signal(SIGCHLD, SIG_DFL);
    if (event_fd_ < 0) {
        throw std::runtime_error("cannot make an event descriptor for the supervisor: " +
                                 std::generic_category().message(errno));
    }
    thread_ = std::jthread([this] { run(); });
}

Supervisor::~Supervisor() {
    quit_.store(true, std::memory_order_release);
    wake();
    thread_.join();
    ::close(event_fd_);
}

void Supervisor::set_plan(const PoolPlan& plan) noexcept {
    if (plan_word_.exchange(plan.bits(), std::memory_order_acq_rel) != plan.bits()) wake();
}

void Supervisor::give(const PoolOrder& order) noexcept {
    // A life gets three orders at most and there are few lives: this cannot be full.
    [[maybe_unused]] const bool given = orders_.push(order);
    assert(given);
    wake();
}

void Supervisor::wake() const noexcept {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(event_fd_, &one, sizeof one);  // full: it is awake already
}

void Supervisor::run() noexcept {
    const SignalStack signal_stack;
    block_signals_but_crashes();
    ::pthread_setname_np(::pthread_self(), "supervisor");
    while (!quit_.load(std::memory_order_acquire)) {
        try {
            step();
        } catch (const std::exception&) {
            // No memory for the step itself, or no thread: not again before the next sample is due.
            set_trouble(PoolTrouble::kNoMemory, ENOMEM);
            next_sample_ = Clock::now() + kRetryInterval;
        }
        wait_for_events();
    }
    end_all();
}

void Supervisor::step() {
    lived_.live_until(Clock::now());
    take_orders();
    watch_processes();
    note_the_ready();
    reap_the_dead();
    read_cpu_clocks();
    tell_surplus_to_leave();
    fill_seats();
    offer_spares();
    // What nobody waits for comes after the replacements.
    report();
    if (Clock::now() >= next_sample_) sample_beside_the_frame();
}

void Supervisor::take_orders() {
    const PoolPlan plan = PoolPlan::from(plan_word_.load(std::memory_order_acquire));
    if (plan != plan_) {
        plan_ = plan;
        for (SeatState& seat : seats_) seat.barred = false;
        starving_since_.reset();
        gauges_.would_raise.store(false, std::memory_order_relaxed);
        set_trouble(PoolTrouble::kNone);
    }
    PoolOrder order;
    while (orders_.pop(order)) obey(order);
}

void Supervisor::obey(const PoolOrder& order) {
    Life* life = find(order.generation);
    if (life == nullptr) return;
    switch (order.kind) {
        case PoolOrder::Kind::kAccepted: life->stage = Life::Stage::kSpare; break;
        case PoolOrder::Kind::kDrained:
            std::erase_if(lives_, [&](const auto& each) { return each.get() == life; });
            break;
        case PoolOrder::Kind::kKill:
            if (life->process.is_running()) life->process.kill(order.cause);
            if (life->thread.joinable() && !life->told_to_leave) ask_to_leave(*life);
            break;
        case PoolOrder::Kind::kStop:
            if (life->process.is_running()) life->process.stop();
            break;
    }
}

void Supervisor::watch_processes() {
    for (SeatState& seat : seats_) {
        if (seat.occupant != nullptr && seat.occupant->process.is_running()) watch(*seat.occupant);
    }
}

void Supervisor::watch(Life& life) {
    WorkerLook look = life.look_at();
    gauges_.seats[life.seat.value].stopped.store(look.stopped, std::memory_order_relaxed);
    if (settings_.debug_workers) return;
    if (life.hang_watch.wants_task_state(look, lived_.now())) {
        look.task_state = task_status_of(fmt::format("/proc/{}/stat", life.process.pid())).state;
    }
    const KillCause cause = life.hang_watch.judge(look, lived_.now());
    if (cause != KillCause::kNone) life.process.kill(cause);
}

void Supervisor::reap_the_dead() {
    for (SeatState& seat : seats_) {
        if (seat.occupant == nullptr) continue;
        if (const auto end = seat.occupant->try_reap()) bury(*seat.occupant, *end);
    }
}

void Supervisor::bury(Life& life, const WorkerEnd& end) {
    SeatState& seat = seats_[life.seat.value];
    SeatGauge& gauge = gauges_.seats[life.seat.value];
    seat.occupant = nullptr;
    life.stage = Life::Stage::kGone;
    // Its sleeper bit is nobody's now: left up, it would cost a needless wake-up a frame.
    settings_.board->sleepers.fetch_and(~(std::uint64_t{1} << life.seat.value), std::memory_order_relaxed);
    retired_cpu_s_ += std::chrono::duration<double>(life.cpu_time_at_end()).count();

    gauge.cpu_s.store(0.0, std::memory_order_relaxed);
    gauge.start_ms.store(0.0, std::memory_order_relaxed);
    gauge.pid.store(0, std::memory_order_relaxed);
    gauge.busy_share.store(0.0, std::memory_order_relaxed);
    gauge.pss_mib.store(0.0, std::memory_order_relaxed);
    gauges_.alive.fetch_sub(1, std::memory_order_relaxed);
    if (end.kind != WorkerEnd::Kind::kLeft) {
        seat.somebody_died = true;
        gauge.end_value.store(end.value, std::memory_order_relaxed);
        gauge.end_by_game.store(end.by_game, std::memory_order_relaxed);
        gauge.end_cause.store(end.cause, std::memory_order_relaxed);
        gauge.end_at_ns.store(nanoseconds_now(), std::memory_order_relaxed);
        gauge.end_kind.store(end.kind, std::memory_order_relaxed);
        note_death(seat, life.was_ready(), end);
        if (end.cause == KillCause::kStopped || end.cause == KillCause::kAllowance || end.cause == KillCause::kAsleep) {
            gauges_.hung_kills.fetch_add(1, std::memory_order_relaxed);
        }
        if (settings_.log != nullptr) {
            obituaries_.push_back({fmt::format("{} ended: {}{}", life.name(), describe(end), outlook(seat)),
                                   EventLevel::kWarning, read_crash(life.segment->crash), std::nullopt});
        }
    }
    const PoolNote reaped{PoolNote::Kind::kReaped, life.generation, life.life, life.seat,
                          life.plan.kind,          life.segment,    end};
    if (!obituaries_.empty() && obituaries_.back().crash && end.kind == WorkerEnd::Kind::kSignalled) {
        obituaries_.back().note = reaped;
    } else {
        notes_.push(reaped);
    }
}

// A worker that dies after `ready` is replaced at once, and so is one that was killed from outside, within reason; one
// that cannot even start is tried less and less often, and one of another protocol not again.
void Supervisor::note_death(SeatState& seat, bool was_ready, const WorkerEnd& end) noexcept {
    const auto now = Clock::now();
    if (was_ready) {
        seat.early_deaths = 0;
        return;
    }
    const bool hung = end.cause == KillCause::kAsleep;
    if (end.kind == WorkerEnd::Kind::kSignalled && end.value == SIGKILL && !hung) {
        seat.not_before = seat.kills_before_ready.note(now);
        return;
    }
    seat.barred = end.kind == WorkerEnd::Kind::kExited && end.value == static_cast<int>(WorkerExit::kWrongProtocol);
    set_trouble(seat.barred ? PoolTrouble::kWrongProtocol : PoolTrouble::kDiesAtStart, end.value);
    const auto pause =
        std::min<Clock::duration>(kFirstBackOff * (1U << std::min(seat.early_deaths, 6U)), kLongestBackOff);
    seat.not_before = std::max(now + pause, seat.faults_before_ready.note(now));
    ++seat.early_deaths;
}

/// When the seat of the dead is filled again, if not at once.
std::string Supervisor::outlook(const SeatState& seat) {
    if (seat.barred) return "; not replaced until the pool is changed";
    const std::chrono::duration<double> pause = seat.not_before - Clock::now();
    return pause > 0s ? fmt::format("; trying again in {:.1f} s", pause.count()) : "";
}

void Supervisor::tell_surplus_to_leave() {
    const auto now = Clock::now();
    for (std::uint32_t seat = 0; seat < kMaxSeats; ++seat) {
        Life* life = seats_[seat].occupant;
        if (life == nullptr) continue;
        const bool fits = seat < plan_.workers && life->plan.kind == plan_.kind && life->plan.policy == plan_.policy;
        if (!fits && !life->told_to_leave) ask_to_leave(*life);
        if (life->told_to_leave && now - life->told_at > kLeavePatience) end_unless_running(*life);
        if (life->told_to_leave && now - life->told_at > kLeaveGrace) end_if_outranked(*life);
    }
}

// A worker that leaves finishes its job first, and one that gets no CPU is only starved: both are in state R. One that
// is stopped, or sleeps through its order, would keep its seat for ever.
void Supervisor::end_unless_running(Life& life) {
    if (!life.process.is_running() || settings_.debug_workers) return;
    const TaskStatus status = task_status_of("/proc/" + std::to_string(life.process.pid()) + "/stat");
    if (status.state != 'R' && status.state != 'D') life.process.kill(KillCause::kUnheeding);
}

// A policy is raised for want of CPU time, and for want of it the old worker cannot leave either: it would keep its
// seat from the one that could work. Its jobs are issued again, and nobody is charged.
void Supervisor::end_if_outranked(Life& life) {
    if (!life.process.is_running() || settings_.debug_workers) return;
    if (life.plan.policy < plan_.policy) life.process.kill(KillCause::kOutranked);
}

void Supervisor::ask_to_leave(Life& life) noexcept {
    life.told_to_leave = true;
    life.told_at = Clock::now();
    settings_.world->leave_orders[life.seat.value].store(life.life.value, std::memory_order_seq_cst);
    wake_all(*settings_.board);
}

void Supervisor::offer_spares() {
    if (Clock::now() < next_offer_) return;
    try {
        make_spares();
    } catch (const std::exception&) {
        // Full memory, or too many open files: the pool keeps its size, and tries again.
        set_trouble(PoolTrouble::kNoMemory, errno);
        next_offer_ = Clock::now() + kRetryInterval;
    }
}

void Supervisor::make_spares() {
    const std::uint32_t wanted = std::min(plan_.workers, kMostSpares);
    auto ready = static_cast<std::uint32_t>(
        std::ranges::count_if(lives_, [](const auto& life) { return life->stage <= Life::Stage::kSpare; }));
    for (; ready < wanted; ++ready) {
        auto life = std::make_unique<Life>(settings_.cpu_allowance);
        life->generation = last_generation_ = Generation{last_generation_.value + 1};
        life->life = unused_life();
        life->file = AnonymousFile::create("outrider-results", sizeof(ResultSegment));
        life->mapping = Mapping(life->file, true);
        life->file.seal(false);
        life->segment = std::construct_at(static_cast<ResultSegment*>(life->mapping.address()));
        const PoolNote note{PoolNote::Kind::kOffered, life->generation, life->life, {}, {}, life->segment, {}};
        lives_.push_back(std::move(life));
        notes_.push(note);
    }
}

void Supervisor::fill_seats() {
    const auto now = Clock::now();
    for (std::uint32_t seat = 0; seat < plan_.workers; ++seat) {
        SeatState& state = seats_[seat];
        if (state.occupant != nullptr || state.barred || now < state.not_before) continue;
        Life* spare = accepted_spare();
        if (spare == nullptr) return;
        start_in(seat, *spare);
    }
}

void Supervisor::start_in(std::uint32_t seat, Life& life) {
    SeatState& state = seats_[seat];
    life.seat = Seat{seat};
    life.plan = plan_;
    life.start_decided = Clock::now();
    settings_.world->leave_orders[seat].store(0, std::memory_order_relaxed);
    notes_.push({PoolNote::Kind::kSeated, life.generation, life.life, life.seat, life.plan.kind, life.segment, {}});
    state.not_before = Clock::now() + kRetryInterval;  // should the start fail
    if (plan_.kind == WorkerKind::kThread) {
        start_thread(life);
    } else if (const int error = start_process(life); error != 0) {
        set_trouble(PoolTrouble::kSpawnFailed, error);
        return;  // the spare stays one
    }
    state.not_before = {};
    life.stage = Life::Stage::kRunning;
    state.occupant = &life;
    if (state.somebody_died) gauges_.seats[seat].restarts.fetch_add(1, std::memory_order_relaxed);
    state.somebody_died = false;
    gauges_.alive.fetch_add(1, std::memory_order_relaxed);
    if (life.process.is_running()) {
        life.pid = life.process.pid();
        gauges_.seats[seat].pid.store(life.pid, std::memory_order_relaxed);
        log(EventLevel::kDebug, life.name() + " started");
    }
    gauges_.seats[seat].core.store(-1, std::memory_order_relaxed);
    gauges_.seats[seat].stopped.store(false, std::memory_order_relaxed);
}

int Supervisor::start_process(Life& life) {
    LaunchPlan launch;
    launch.seat = life.seat;
    launch.life = life.life;
    launch.generation = life.generation;
    launch.policy = life.plan.policy;
    launch.world_descriptor = settings_.world_descriptor;
    launch.board_descriptor = settings_.board_descriptor;
    launch.results_descriptor = life.file.descriptor();
    launch.recycle_after_jobs = settings_.recycle_after_jobs;
    life.may_recycle = settings_.recycle_after_jobs > 0;
    if (settings_.log != nullptr) launch.error_descriptor = life.output.open();
    const int error = WorkerProcess::start(settings_.pathfinder, launch, life.process);
    if (launch.error_descriptor >= 0) ::close(launch.error_descriptor);
    return error;
}

void Supervisor::start_thread(Life& life) {
    life.thread = std::jthread([this, &life] {
        const SignalStack signal_stack;
        loop::name_worker(life.seat);
        const SchedulingPolicy granted = loop::apply_policy(life.plan.policy);
        life.segment->telemetry.policy.store(static_cast<std::uint32_t>(granted), std::memory_order_relaxed);
        const auto id = static_cast<std::int32_t>(::syscall(SYS_gettid));
        life.thread_id.store(id, std::memory_order_relaxed);
        gauges_.seats[life.seat.value].pid.store(id, std::memory_order_relaxed);
        try {
            const loop::WorkerIdentity identity{.seat = life.seat,
                                                .life = life.life,
                                                .generation = life.generation,
                                                .in_game_process = true,
                                                .gives_way = granted != SchedulingPolicy::kNormal};
            loop::WorkerLoop(*settings_.world, *settings_.board, *life.segment, identity).run();
        } catch (const std::bad_alloc&) {
            life.thread_failed.store(true, std::memory_order_relaxed);
        }
        if (const auto used = cpu_time_of(CLOCK_THREAD_CPUTIME_ID)) {
            life.thread_cpu_ns.store(used->count(), std::memory_order_relaxed);
        }
        life.thread_done.store(true, std::memory_order_release);
        wake();
    });
}

void Supervisor::wait_for_events() {
    std::array<pollfd, 2 * kMaxSeats + 1> watched{};
    nfds_t count = 0;
    const auto now = Clock::now();
    watched[count++] = {event_fd_, POLLIN, 0};
    for (const SeatState& seat : seats_) {
        if (seat.occupant != nullptr && seat.occupant->process.pidfd() >= 0) {
            watched[count++] = {seat.occupant->process.pidfd(), POLLIN, 0};
        }
        if (seat.occupant != nullptr && seat.occupant->output.is_worth_waking_for(now)) {
            watched[count++] = {seat.occupant->output.descriptor(), POLLIN, 0};
        }
    }
    ::poll(watched.data(), count, static_cast<int>(wait_time().count()));
    std::uint64_t events = 0;
    [[maybe_unused]] const auto taken = ::read(event_fd_, &events, sizeof events);
}

std::chrono::milliseconds Supervisor::wait_time() const {
    const auto now = Clock::now();
    auto until = next_sample_;
    if (next_offer_ > now) until = std::min(until, next_offer_);
    for (std::uint32_t seat = 0; seat < plan_.workers; ++seat) {
        const SeatState& state = seats_[seat];
        // An empty seat without a spare needs no clock: the frame thread's word will wake us.
        if (state.occupant == nullptr && state.not_before > now) until = std::min(until, state.not_before);
    }
    if (has_workers()) until = std::min(until, now + kWatchInterval);
    if (awaits_a_start(now)) until = std::min(until, now + kStartWatchInterval);
    return std::max(std::chrono::ceil<std::chrono::milliseconds>(until - now), 0ms);
}

bool Supervisor::has_workers() const noexcept {
    return std::ranges::any_of(seats_, [](const SeatState& seat) { return seat.occupant != nullptr; });
}

bool Supervisor::awaits_a_start(Clock::time_point now) const noexcept {
    return std::ranges::any_of(seats_, [now](const SeatState& seat) {
        return seat.occupant != nullptr && !seat.occupant->seen_ready &&
               now - seat.occupant->start_decided < kUsualStart;
    });
}

void Supervisor::end_all() noexcept {
    for (SeatState& seat : seats_) {
        if (seat.occupant != nullptr && !seat.occupant->told_to_leave) ask_to_leave(*seat.occupant);
    }
    const auto patience_ends = Clock::now() + kLeaveGrace;
    const auto anybody_left = [this] {
        return std::ranges::any_of(seats_, [](const SeatState& seat) { return seat.occupant != nullptr; });
    };
    while (anybody_left() && Clock::now() < patience_ends) {
        reap_the_dead();
        std::this_thread::sleep_for(1ms);
    }
    try {
        report();  // last words
    } catch (const std::exception&) {
        // No memory for a line of the log: then without.
    }
    // Whoever is left is killed and reaped (a thread: joined) as its Life goes.
    lives_.clear();
}

Supervisor::Life* Supervisor::find(Generation generation) noexcept {
    const auto found = std::ranges::find_if(lives_, [&](const auto& life) { return life->generation == generation; });
    return found == lives_.end() ? nullptr : found->get();
}

Supervisor::Life* Supervisor::accepted_spare() noexcept {
    const auto found =
        std::ranges::find_if(lives_, [](const auto& life) { return life->stage == Life::Stage::kSpare; });
    return found == lives_.end() ? nullptr : found->get();
}

// Never one that is alive or whose claims are not yet requeued: its Life is there until the frame thread said drained.
LifeId Supervisor::unused_life() noexcept {
    for (;;) {
        last_life_.value =
            last_life_.value >= kMaxLife ? std::uint16_t{1} : static_cast<std::uint16_t>(last_life_.value + 1);
        if (std::ranges::none_of(lives_, [&](const auto& life) { return life->life == last_life_; })) return last_life_;
    }
}

void Supervisor::set_trouble(PoolTrouble trouble, int value) noexcept {
    gauges_.trouble_value.store(value, std::memory_order_relaxed);
    gauges_.trouble.store(trouble, std::memory_order_relaxed);
}

}  // namespace outrider::paths
