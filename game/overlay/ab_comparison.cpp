#include "game/overlay/ab_comparison.h"

#include <algorithm>

namespace outrider::overlay {

RunningConfiguration configuration_of(const OverlayModel& model) noexcept {
    RunningConfiguration configuration;
    if (model.paths != nullptr) {
        const bool is_offloaded = has_workers(model.paths->mode);
        configuration.mode = model.paths->mode;
        configuration.workers = is_offloaded ? model.paths->workers_wanted : 0;
        configuration.policy = is_offloaded ? model.paths->policy : SchedulingPolicy::kIdle;
        configuration.chunk_jobs = is_offloaded ? model.paths->chunk_jobs : 1;
    }
    if (model.siege == nullptr) {
        configuration.units = model.units;
        configuration.load_cores = model.load_leads ? model.load_cores : 0.0;
        configuration.algorithm = model.algorithm;
    }
    return configuration;
}

Text label_of(const RunningConfiguration& configuration) {
    const auto [mode, workers, policy, chunk_jobs, units, load_cores, algorithm] = configuration;
    const Text who = has_workers(mode) ? Text(", {} worker{}", workers, workers == 1 ? "" : "s") : Text("");
    const Text rank = policy != SchedulingPolicy::kIdle ? Text(", {}", to_string(policy)) : Text("");
    const Text chunk = chunk_jobs > 1 ? Text(", chunk {}", chunk_jobs) : Text("");
    const Text many = units > 0 ? Text(", {} units", std::string_view(grouped(units))) : Text("");
    return Text("{}{}{}{}{}", to_string(mode), std::string_view(who), std::string_view(rank), std::string_view(chunk),
                std::string_view(many));
}

void AbComparison::note_frame(const OverlayModel& model, double delta_s) noexcept {
    if (model.frames == nullptr) return;
    const RunningConfiguration configuration = configuration_of(model);
    if (configuration != now_.configuration) {
        now_ = {configuration, {}};
        lows_ = {};
        settling_s_ = kSettling_s;
    }
    if (settling_s_ <= 0.0) return;
    settling_s_ -= delta_s;
    first_frame_ = model.frames->all().size();
}

std::span<const measure::FrameTimes> AbComparison::frames(const OverlayModel& model, std::size_t most) const noexcept {
    if (model.frames == nullptr) return {};
    const std::span<const measure::FrameTimes> all = model.frames->all();
    const auto mine = all.subspan(std::min(first_frame_, all.size()));
    return mine.last(std::min(mine.size(), most));
}

void AbComparison::read(const OverlayModel& model) {
    const auto mine = frames(model, kMostFrames);
    now_.statistics = mine.empty() ? measure::FrameStatistics{} : measure::frame_statistics(mine, scratch_);
}

void AbComparison::read_lows(const OverlayModel& model) {
    const auto mine = frames(model, kLowsFrames);
    lows_ = {};
    lows_.frames = mine.size();
    if (mine.empty()) return;
    scratch_.clear();
    for (const measure::FrameTimes& frame : mine) scratch_.push_back(frame.interval);
    lows_.low_1_percent_fps = measure::low_fps(scratch_, 10);
    lows_.low_01_percent_fps = measure::low_fps(scratch_, 1);
}

}  // namespace outrider::overlay
