// The supervisor: one thread that lives from before the first worker to after the last, and owns everything slow or
// blocking about them: making and mapping their segments, starting, watching, killing, reaping, and reading /proc.
//
// It is a thread of its own because the frame never waits, and because a worker process dies when the thread that
// started it ends (PR_SET_PDEATHSIG). Frame thread and supervisor talk through two single-producer queues and one word
// (the plan). A segment is offered to the frame thread before a worker gets it, so that the frame thread knows of every
// pin and every ring from the first instant; a few accepted spares make replacements immediate.
#pragma once

#include <array>
#include <atomic>
#include <boost/lockfree/spsc_queue.hpp>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "game/paths/crash_text.h"
#include "game/paths/death_budget.h"
#include "game/paths/event_log.h"
#include "game/paths/hang_watch.h"
#include "game/paths/machine_probe.h"
#include "game/paths/pool.h"
#include "shared/board_segment.h"
#include "shared/ids.h"
#include "shared/world_segment.h"

namespace outrider::paths {

struct SupervisorSettings {
    WorldSegment* world = nullptr;  ///< must outlive the supervisor
    BoardSegment* board = nullptr;
    int world_descriptor = -1;
    int board_descriptor = -1;
    std::filesystem::path pathfinder;
    std::uint32_t recycle_after_jobs = 0;  ///< 0: never
    /// For a debugger: nobody is killed for being hung, and no limit of CPU time holds.
    bool debug_workers = false;
    /// CPU time that one job may take; beyond it, the worker is hung. Far above any honest search.
    std::chrono::milliseconds cpu_allowance{10'000};
    /// A starving pool keeps its policy, and says that it would have raised it.
    bool policy_is_fixed = false;
    EventLog* log = nullptr;  ///< may be absent; must outlive the supervisor
};

class Supervisor {
public:
    /// Starts the thread, with an empty plan. Throws std::runtime_error or std::system_error.
    explicit Supervisor(const SupervisorSettings& settings);
    /// Ends all workers: asks them to leave, and after kLeaveGrace kills who has not. Threads finish their search
    /// first: cancel what they work on before.
    ~Supervisor();
    Supervisor(const Supervisor&) = delete;
    Supervisor& operator=(const Supervisor&) = delete;

    // --- frame thread; none of these blocks ---
    void set_plan(const PoolPlan& plan) noexcept;
    void accepted(Generation generation) noexcept { give({PoolOrder::Kind::kAccepted, generation}); }
    void drained(Generation generation) noexcept { give({PoolOrder::Kind::kDrained, generation}); }
    void kill(Generation generation, KillCause cause) noexcept { give({PoolOrder::Kind::kKill, generation, cause}); }
    /// SIGSTOP, for the fault button.
    void stop(Generation generation) noexcept { give({PoolOrder::Kind::kStop, generation}); }
    /// Do jobs wait for a worker? A pool is starved only then.
    void set_demand(bool jobs_wait) noexcept { jobs_wait_.store(jobs_wait, std::memory_order_relaxed); }
    /// The player chose the policy: it is not raised any more.
    void keep_policy() noexcept { may_raise_policy_.store(false, std::memory_order_relaxed); }
    /// While it is fixed, a starving pool only says that it would have raised it (gauges().would_raise).
    void fix_policy(bool fixed) noexcept { policy_is_fixed_.store(fixed, std::memory_order_relaxed); }
    [[nodiscard]] bool try_take(PoolNote& note) noexcept { return notes_.pop(note); }
    [[nodiscard]] const PoolGauges& gauges() const noexcept { return gauges_; }

    /// At the end; and when a worker is told to leave, does not, and is not at work either.
    static constexpr std::chrono::milliseconds kLeaveGrace{200};
    static constexpr std::chrono::seconds kLeavePatience{2};

    /// Deaths before `ready` that a seat may see: by exit or fault, and by a SIGKILL from outside.
    static constexpr std::size_t kMostEarlyDeaths = 5;
    static constexpr std::chrono::seconds kEarlyDeathWindow{10};
    static constexpr std::size_t kMostEarlyKills = 20;
    static constexpr std::chrono::seconds kEarlyKillWindow{1};

private:
    using Clock = std::chrono::steady_clock;
    struct Life;
    struct SeatState {
        Life* occupant = nullptr;
        Clock::time_point not_before{};  ///< of the next start
        std::uint32_t early_deaths = 0;  ///< in a row, before `ready`
        DeathBudget<kMostEarlyDeaths> faults_before_ready{kEarlyDeathWindow};
        DeathBudget<kMostEarlyKills> kills_before_ready{kEarlyKillWindow};
        bool somebody_died = false;  ///< the next one is a restart
        bool barred = false;         ///< wrong protocol: not tried again under this plan
    };

    void give(const PoolOrder& order) noexcept;
    void wake() const noexcept;

    // The thread's story.
    void run() noexcept;
    void step();
    void take_orders();
    void obey(const PoolOrder& order);
    void watch_processes();
    void watch(Life& life);
    void read_cpu_clocks();
    void note_the_ready();
    void reap_the_dead();
    void bury(Life& life, const WorkerEnd& end);
    void tell_surplus_to_leave();
    void offer_spares();
    void make_spares();
    void fill_seats();
    void start_in(std::uint32_t seat, Life& life);
    [[nodiscard]] int start_process(Life& life);
    void start_thread(Life& life);
    void report();
    void pass_on_output();
    void read_output(Life& life, bool is_over);
    void report_deaths();
    void report_the_ready();
    void report_trouble();
    void report_recovery();
    void sample_beside_the_frame();
    void sample();
    void look_for_starvation(double pool_cpu_s, bool somebody_wants_to_run);
    void raise_policy(double got_s, double waited_s);
    [[nodiscard]] char sample_seat(std::uint32_t seat, double elapsed_s, bool with_memory);
    void wait_for_events();
    void end_all() noexcept;

    [[nodiscard]] Life* find(Generation generation) noexcept;
    [[nodiscard]] Life* accepted_spare() noexcept;
    [[nodiscard]] LifeId unused_life() noexcept;
    [[nodiscard]] std::chrono::milliseconds wait_time() const;
    void ask_to_leave(Life& life) noexcept;
    void end_unless_running(Life& life);
    void end_if_outranked(Life& life);
    void set_trouble(PoolTrouble trouble, int value = 0) noexcept;
    void note_death(SeatState& seat, bool was_ready, const WorkerEnd& end) noexcept;
    [[nodiscard]] static std::string outlook(const SeatState& seat);
    [[nodiscard]] bool has_workers() const noexcept;
    [[nodiscard]] bool awaits_a_start(Clock::time_point now) const noexcept;
    void log(EventLevel level, const std::string& line) const noexcept;

    // Constant after construction.
    SupervisorSettings settings_;
    int event_fd_ = -1;

    // Shared with the frame thread.
    std::atomic<std::uint64_t> plan_word_;
    boost::lockfree::spsc_queue<PoolOrder, boost::lockfree::capacity<4096>> orders_;
    boost::lockfree::spsc_queue<PoolNote, boost::lockfree::capacity<4096>> notes_;
    PoolGauges gauges_;
    std::atomic<bool> quit_{false};
    std::atomic<bool> jobs_wait_{false};
    std::atomic<bool> may_raise_policy_{true};
    std::atomic<bool> policy_is_fixed_{settings_.policy_is_fixed};

    // The thread's own.
    PoolPlan plan_;
    std::vector<std::unique_ptr<Life>> lives_;
    std::array<SeatState, kMaxSeats> seats_;
    Generation last_generation_;
    LifeId last_life_;
    CoreProbe cores_;
    Clock::time_point next_sample_{};
    Clock::time_point next_offer_{};  ///< after one that failed
    Clock::time_point last_sample_{};
    std::uint32_t samples_ = 0;
    double retired_cpu_s_ = 0.0;
    LivedClock lived_;
    /// Since when, and at which CPU time of the pool, jobs wait and next to nothing is done.
    std::optional<LivedClock::Time> starving_since_;
    double cpu_s_at_starving_ = 0.0;
    std::uint64_t lines_dropped_ = 0;
    /// Deaths to be told of when their replacements have started.
    struct Obituary {
        std::string line;
        EventLevel level = EventLevel::kWarning;
        std::optional<CrashFacts> crash;
        std::optional<PoolNote> note;  ///< of a crash: told to the frame thread after the log has it
    };
    std::vector<Obituary> obituaries_;
    std::string told_trouble_;  ///< the log has it, and the pool has not recovered since

    std::jthread thread_;  ///< last: it starts when all else is there, and is joined first
};

}  // namespace outrider::paths
