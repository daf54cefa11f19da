#include "game/app/auto_workers.h"

#include <algorithm>
#include <ctime>
#include <utility>

#include "game/app/machine.h"
#include "game/paths/machine_probe.h"

namespace outrider::app {

namespace {

[[nodiscard]] double process_cpu_s() noexcept {
    const auto used = paths::cpu_time_of(CLOCK_PROCESS_CPUTIME_ID);
    return used ? std::chrono::duration<double>(*used).count() : 0.0;
}

}  // namespace

AutoWorkers::AutoWorkers(paths::PathDispatcher& paths, std::uint32_t most, bool is_on)
    : paths_(paths),
      most_(most),
      granted_cores_(granted_cores()),
      is_on_(is_on),
      looked_at_(std::chrono::steady_clock::now()),
      game_cpu_s_(process_cpu_s()) {}

void AutoWorkers::look_around(double elapsed_s, std::uint64_t frames, std::uint64_t late_frames) noexcept {
    const GovernorLook seen = look(elapsed_s, frames, late_frames);
    if (!is_on_ || !has_workers(paths_.mode())) {
        looks_are_missing_ = true;
        return;
    }
    if (std::exchange(looks_are_missing_, false)) governor_.begin_anew();
    const std::uint32_t workers = governor_.update(seen);
    if (workers != seen.wanted) paths_.set_workers(workers);
}

void AutoWorkers::skip_look() noexcept {
    (void)game_cores();  // what the game takes meanwhile is not what it takes afterwards
    looks_are_missing_ = true;
}

void AutoWorkers::toggle() noexcept {
    is_on_ = !is_on_;
    was_ended_ = !is_on_;
    if (is_on_) governor_ = {};
}

void AutoWorkers::end_by_hand() noexcept {
    was_ended_ = was_ended_ || is_on_;
    is_on_ = false;
}

std::string_view AutoWorkers::text() const noexcept {
    if (!is_on_) return was_ended_ ? "auto is off: set by hand" : "";
    if (!has_workers(paths_.mode())) return "auto: no workers in this mode";
    return governor_.text().empty() ? "auto" : governor_.text();
}

GovernorLook AutoWorkers::look(double elapsed_s, std::uint64_t frames, std::uint64_t late_frames) noexcept {
    const paths::PathStatistics& statistics = paths_.statistics();
    GovernorLook look;
    look.elapsed_s = elapsed_s;
    look.wanted = statistics.workers_wanted;
    look.alive = statistics.workers_alive;
    for (const paths::WorkerStatistics& worker : paths_.workers()) look.busy_cores += worker.busy_share;
    for (std::size_t lane = 0; lane < kLaneCount; ++lane) look.oldest_ms[lane] = statistics.lanes[lane].oldest_ms;
    look.in_flight = statistics.requests.in_flight;
    look.frames = frames;
    look.late_frames = late_frames;
    look.granted_cores = granted_cores_;
    look.game_cores = game_cores();
    for (const paths::CoreLoad& core : paths_.cores()) look.idle_cores += 1.0 - core.busy_share;
    look.most = most_;
    return look;
}

// Worker threads are of this process too, and their time is not the game's.
double AutoWorkers::game_cores() noexcept {
    const auto now = std::chrono::steady_clock::now();
    const double elapsed_s = std::chrono::duration<double>(now - std::exchange(looked_at_, now)).count();
    const double game_cpu_s = process_cpu_s();
    const double worker_cpu_s = paths_.statistics().worker_cpu_s;
    double used_s = game_cpu_s - std::exchange(game_cpu_s_, game_cpu_s);
    const double by_workers_s = worker_cpu_s - std::exchange(worker_cpu_s_, worker_cpu_s);
    if (paths_.mode() == paths::Mode::kThreads) used_s -= by_workers_s;
    return std::max(used_s, 0.0) / std::max(elapsed_s, 1e-3);
}

}  // namespace outrider::app
