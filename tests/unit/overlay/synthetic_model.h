// A game that is none: figures for the overlay, as a test sets them.
#pragma once

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "game/overlay/overlay.h"

namespace outrider::overlay {

class SyntheticModel {
public:
    explicit SyntheticModel(std::uint32_t worker_count = 2, std::size_t core_count = 2) : cores(core_count) {
        for (std::uint32_t i = 0; i < worker_count; ++i) {
            paths::WorkerStatistics worker;
            worker.seat = Seat{i};
            worker.pid = static_cast<std::int32_t>(1000 + i);
            worker.state = paths::WorkerState::kSearching;
            worker.core = static_cast<std::int32_t>(i % core_count);
            worker.busy_share = 0.5;
            workers.push_back(worker);
        }
        paths.workers_wanted = paths.workers_alive = worker_count;
        paths.first_policy = paths.policy;
        for (int i = 0; i < 3; ++i) frame(std::chrono::milliseconds(4));
    }

    void frame(std::chrono::nanoseconds work) {
        frames.begin_frame(now);
        frames.enter(measure::Phase::kSim, now);
        frames.enter(measure::Phase::kPresent, now + work);
        frames.end_frame(now + work);
        now += std::max<std::chrono::nanoseconds>(work, std::chrono::milliseconds(16));
    }

    [[nodiscard]] OverlayModel view() const {
        OverlayModel model;
        model.frames = &frames;
        model.paths = &paths;
        model.workers = workers;
        model.cores = cores;
        model.map_name = map_name;
        model.renderer_name = "software";
        model.units = 10'000;
        model.max_workers = 4;
        model.workers_are_auto = workers_are_auto;
        model.auto_workers = auto_workers;
        model.max_units = 50'000;
        model.load_cores = 0.8;
        model.load_leads = true;
        model.fault_in_question = fault_in_question;
        return model;
    }

    [[nodiscard]] measure::FrameRecorder::TimePoint next_frame_start() const { return now; }

    measure::FrameRecorder frames;
    paths::PathStatistics paths;
    std::vector<paths::WorkerStatistics> workers;
    std::vector<paths::CoreLoad> cores;
    std::string map_name = "valley.map";
    bool workers_are_auto = false;
    std::string auto_workers;
    std::optional<Fault> fault_in_question;

private:
    measure::FrameRecorder::TimePoint now{};
};

}  // namespace outrider::overlay
