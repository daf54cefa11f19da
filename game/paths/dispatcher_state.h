// What PathDispatcher is made of, in the order in which a request passes through it. Private to game/paths.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "game/paths/answer_desk.h"
#include "game/paths/board_sweep.h"
#include "game/paths/crew.h"
#include "game/paths/deadlines.h"
#include "game/paths/fault_record.h"
#include "game/paths/job_board.h"
#include "game/paths/ledger.h"
#include "game/paths/map_versions.h"
#include "game/paths/path_dispatcher.h"
#include "game/paths/shared_memory.h"
#include "game/paths/show_case.h"
#include "game/paths/supervisor.h"
#include "pathfinder/loop/burn.h"
#include "pathfinder/search/search.h"

namespace outrider::paths {

[[nodiscard]] inline MonotonicTime monotonic_time(std::uint64_t nanoseconds) noexcept {
    return MonotonicTime(std::chrono::nanoseconds(static_cast<std::int64_t>(nanoseconds)));
}

struct PathDispatcher::State {
    explicit State(DispatcherSettings given);

    [[nodiscard]] bool has_workers() const noexcept { return paths::has_workers(mode); }
    [[nodiscard]] PoolPlan plan() const noexcept;
    void apply_plan() noexcept { supervisor.set_plan(plan()); }
    void set_chunk(std::uint32_t jobs) noexcept;

    // Onto the board.
    [[nodiscard]] Job new_issue(LedgerEntry& entry) noexcept;
    [[nodiscard]] bool try_issue(EntryIndex index) noexcept;
    void issue_waiting() noexcept;
    [[nodiscard]] bool jobs_wait() const noexcept;
    // Off the board.
    void take_back(EntryIndex index) noexcept;
    void take_out(EntryIndex index) noexcept;
    void take_back_unclaimed() noexcept;
    void take_back_everything() noexcept;
    // Answers.
    void drain(AnswerSink& sink, MonotonicTime deadline) noexcept;
    /// What the clock said after one more record; nothing: the ring is empty, or not to be read any more.
    [[nodiscard]] std::optional<MonotonicTime> drain_one(Member& member, AnswerSink& sink) noexcept;
    void cancel_waiting(AnswerSink& sink, MonotonicTime deadline) noexcept;
    void search_inline(AnswerSink& sink) noexcept;
    void search_here(EntryIndex index, const MapView& map, AnswerSink& sink) noexcept;
    // Faults (dispatcher_faults.cpp).
    void requeue_the_dead(AnswerSink& sink) noexcept;
    [[nodiscard]] std::uint32_t requeue_claims_of(const Member& dead, AnswerSink& sink) noexcept;
    [[nodiscard]] bool charge(const Member& dead, IssueNumber was_on, const SlotRecord& record) noexcept;
    void quarantine(EntryIndex index, const WorkerEnd& end, AnswerSink& sink) noexcept;
    void issue_again(Lane lane, std::uint64_t sequence, EntryIndex entry) noexcept;
    [[nodiscard]] bool floods(Member& member) noexcept;
    void expire(MonotonicTime now, AnswerSink& sink) noexcept;
    void repair_board(MonotonicTime now) noexcept;
    void count_repairs(std::uint32_t repairs, MonotonicTime now) noexcept;
    void obey_the_starving_pool() noexcept;
    void log(EventLevel level, const std::string& line) const noexcept;

    DispatcherSettings settings;
    Mode mode;
    SchedulingPolicy first_policy;  ///< planned, or chosen by the player since
    SharedMemory memory;
    Ledger ledger;
    JobBoard board;
    MapVersions versions;
    AnswerDesk desk;
    Supervisor supervisor;
    Crew crew;
    BoardSweep sweep;
    Deadlines deadlines;
    FaultRecord faults;
    ShowCase show;

    search::Searcher searcher;  ///< inline
    bool searcher_ready = false;
    loop::Burner burner;
    FlowField inline_field;  ///< memory from the first one on
    std::chrono::nanoseconds inline_search_time{};
    std::uint64_t last_issue = 0;
    std::size_t first_ring = 0;  ///< whose ring is drained first: takes turns
    std::vector<PackedCell> points;
    std::uint32_t recent_repairs = 0;  ///< of the board, in the second that began then
    MonotonicTime recent_repairs_since;
};

}  // namespace outrider::paths
