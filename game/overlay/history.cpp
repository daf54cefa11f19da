#include "game/overlay/history.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace outrider::overlay {
namespace {

[[nodiscard]] float to_ms(measure::Nanoseconds duration) noexcept {
    return std::chrono::duration<float, std::milli>(duration).count();
}

[[nodiscard]] std::uint8_t to_byte(double share) noexcept {
    return static_cast<std::uint8_t>(std::lround(std::clamp(share, 0.0, 1.0) * 255.0));
}

}  // namespace

std::uint32_t request_depth(const paths::PathStatistics& paths) noexcept {
    std::uint32_t depth = 0;
    for (const paths::LaneDepth& lane : paths.lanes) depth += lane.waiting + lane.ready + lane.claimed;
    return depth;
}

void History::update(const OverlayModel& model, double delta_s) noexcept {
    column_age_s_ += std::min(delta_s, kColumn_s * static_cast<double>(kColumns));
    const auto note_all = [&] {
        if (model.frames != nullptr) note_frame(model.frames->last());
        if (model.paths != nullptr) note_queues(*model.paths);
        note_workers(model);
        note_wave(model);
        is_first_ = false;
    };
    while (column_age_s_ >= kColumn_s) {
        column_age_s_ -= kColumn_s;
        begin_column();
        note_all();
    }
    note_all();
}

void History::begin_column() noexcept {
    newest_ = (newest_ + 1) % kKept;
    now() = {};
}

void History::note_frame(const measure::FrameTimes& frame) noexcept {
    if (to_ms(frame.work) < now().work_ms) return;
    now().work_ms = to_ms(frame.work);
    for (std::size_t i = 0; i < measure::kPhaseCount; ++i) now().phases_ms[i] = to_ms(frame.phases[i]);
}

void History::note_queues(const paths::PathStatistics& paths) noexcept {
    now().requests = std::max(now().requests, request_depth(paths));
    now().results = std::max(now().results, paths.results_waiting);
    now().mode = paths.mode;
    now().mode_changed |= !is_first_ && paths.mode != mode_;
    now().workers_changed |= !is_first_ && paths.workers_wanted != workers_wanted_;
    now().workers = paths.workers_wanted;
    mode_ = paths.mode;
    workers_wanted_ = paths.workers_wanted;
}

void History::note_cost(std::chrono::nanoseconds building, std::chrono::nanoseconds rasterising) noexcept {
    if (to_ms(building + rasterising) < now().cost_building_ms + now().cost_rasterising_ms) return;
    now().cost_building_ms = to_ms(building);
    now().cost_rasterising_ms = to_ms(rasterising);
}

void History::note_wave(const OverlayModel& model) noexcept {
    if (model.siege == nullptr || model.siege->standing == nullptr) return;
    const sim::siege::Standing& standing = *model.siege->standing;
    if (standing.stage != sim::siege::Stage::kWave || standing.wave == wave_) return;
    if (!is_first_) now().wave = standing.wave;
    wave_ = standing.wave;
}

void History::note_workers(const OverlayModel& model) noexcept {
    for (const paths::WorkerStatistics& worker : model.workers) {
        const std::size_t seat = worker.seat.value;
        if (seat >= kMaxSeats) continue;
        const bool is_dead = worker.state == paths::WorkerState::kDead && !worker.last_end.empty();
        const bool died = !is_first_ && ((is_dead && !was_dead_[seat]) ||
                                         (worker.restarts > restarts_[seat] && !was_dead_[seat] && !is_dead));
        LaneSample& sample = now().lanes[seat];
        sample.occupied = worker.pid != 0 && worker.state != paths::WorkerState::kDead;
        sample.busy = std::max(sample.busy, to_byte(sample.occupied ? worker.busy_share : 0.0));
        sample.died |= died;
        now().worker_died |= died;
        was_dead_[seat] = is_dead;
        restarts_[seat] = worker.restarts;
    }
}

}  // namespace outrider::overlay
