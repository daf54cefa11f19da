// Gathers what the path service shows of itself. Counts every frame; rates, percentiles and texts four times a second,
// and of the percentiles one after the other: together they would take a frame half a millisecond.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <vector>

#include "game/paths/answer_desk.h"
#include "game/paths/crew.h"
#include "game/paths/fault_record.h"
#include "game/paths/job_board.h"
#include "game/paths/ledger.h"
#include "game/paths/map_versions.h"
#include "game/paths/path_dispatcher.h"
#include "game/paths/pool.h"
#include "game/paths/statistics.h"

namespace outrider::paths {

/// Where the figures come from.
struct ShowSources {
    const DispatcherSettings* settings;
    Mode mode;
    SchedulingPolicy first_policy;
    Ledger* ledger;
    const JobBoard* board;
    const MapVersions* versions;
    AnswerDesk* desk;
    const Crew* crew;
    const FaultRecord* faults;
    const PoolGauges* gauges;
    double inline_search_s;
};

/// Frame thread only.
class ShowCase {
public:
    ShowCase();
    void refresh(const ShowSources& from) noexcept;

    [[nodiscard]] const PathStatistics& statistics() const noexcept { return statistics_; }
    [[nodiscard]] std::span<const WorkerStatistics> workers() const noexcept { return workers_; }
    [[nodiscard]] std::span<const CoreLoad> cores() const noexcept { return cores_; }
    [[nodiscard]] double game_pss_mib() const noexcept { return game_pss_mib_; }

private:
    using Clock = std::chrono::steady_clock;

    void refresh_counts(const ShowSources& from, MonotonicTime now) noexcept;
    void refresh_lanes(const ShowSources& from, MonotonicTime now) noexcept;
    void refresh_summaries(AnswerDesk& desk, MonotonicTime now) noexcept;
    void refresh_summary(std::size_t turn, AnswerDesk& desk) noexcept;
    void refresh_rates(const ShowSources& from, double elapsed_s) noexcept;
    void refresh_workers(const ShowSources& from, MonotonicTime now) noexcept;
    void refresh_worker_rates(double elapsed_s) noexcept;
    void refresh_last_end(WorkerStatistics& worker, const SeatGauge& gauge, MonotonicTime now);
    void refresh_trouble(const ShowSources& from);

    PathStatistics statistics_;
    std::vector<WorkerStatistics> workers_;
    std::vector<CoreLoad> cores_;
    std::vector<std::uint64_t> jobs_before_;     ///< by seat
    std::vector<std::int64_t> shown_end_at_ns_;  ///< by seat: which end the text tells of
    double game_pss_mib_ = 0.0;
    std::uint64_t searched_before_ = 0;
    std::size_t next_summary_ = 0;
    MonotonicTime last_summary_{};
    MonotonicTime last_rates_{};
    PoolTrouble shown_trouble_ = PoolTrouble::kNone;
    std::uint32_t shown_alive_ = 0;
    std::uint32_t shown_wanted_ = 0;
};

}  // namespace outrider::paths
