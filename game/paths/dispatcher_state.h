// What PathDispatcher is made of, in the order in which a request passes through it. Private to game/paths.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "game/paths/answer_desk.h"
#include "game/paths/crew.h"
#include "game/paths/job_board.h"
#include "game/paths/ledger.h"
#include "game/paths/map_versions.h"
#include "game/paths/path_dispatcher.h"
#include "game/paths/shared_memory.h"
#include "game/paths/show_case.h"
#include "game/paths/supervisor.h"
#include "pathfinder/search/search.h"

namespace outrider::paths {

struct PathDispatcher::State {
    explicit State(DispatcherSettings given);

    [[nodiscard]] bool has_workers() const noexcept { return mode == Mode::kThreads || mode == Mode::kProcesses; }
    [[nodiscard]] PoolPlan plan() const noexcept;
    void apply_plan() noexcept { supervisor.set_plan(plan()); }

    // Onto the board.
    [[nodiscard]] Job new_issue(LedgerEntry& entry) noexcept;
    [[nodiscard]] bool try_issue(EntryIndex index) noexcept;
    void issue_waiting() noexcept;
    // Off the board.
    void take_back(EntryIndex index) noexcept;
    void take_back_unclaimed() noexcept;
    void take_back_everything() noexcept;
    // Answers.
    void drain(AnswerSink& sink, MonotonicTime deadline) noexcept;
    [[nodiscard]] bool drain_one(Member& member, AnswerSink& sink) noexcept;
    void requeue_the_dead() noexcept;
    void requeue_claims_of(const Member& member) noexcept;
    void cancel_waiting(AnswerSink& sink, MonotonicTime deadline) noexcept;
    void search_inline(AnswerSink& sink) noexcept;
    void search_here(EntryIndex index, const MapView& map, AnswerSink& sink) noexcept;

    DispatcherSettings settings;
    Mode mode;
    SharedMemory memory;
    Ledger ledger;
    JobBoard board;
    MapVersions versions;
    AnswerDesk desk;
    Supervisor supervisor;
    Crew crew;
    ShowCase show;

    search::Searcher searcher;  ///< inline
    bool searcher_ready = false;
    std::chrono::nanoseconds inline_search_time{};
    std::uint64_t last_issue = 0;
    std::size_t first_ring = 0;  ///< whose ring is drained first: takes turns
    std::vector<PackedCell> points;
};

}  // namespace outrider::paths
