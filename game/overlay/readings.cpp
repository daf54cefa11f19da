#include "game/overlay/readings.h"

#include <sched.h>

namespace outrider::overlay {
namespace {

constexpr double kRefresh_s = 0.25;

[[nodiscard]] double frames_per_second(const measure::FrameRecorder& frames) noexcept {
    measure::Nanoseconds elapsed{};
    std::size_t count = 0;
    for (std::size_t i = frames.window_size(); i > 0 && elapsed < std::chrono::seconds(1); --i, ++count) {
        elapsed += frames.window(i - 1).interval;
    }
    return elapsed.count() == 0 ? 0.0 : static_cast<double>(count) * 1e9 / static_cast<double>(elapsed.count());
}

}  // namespace

void Readings::update(const OverlayModel& model, double delta_s) {
    if (model.paths != nullptr) check_conservation(*model.paths);
    if (model.paths != nullptr) chunks.update(*model.paths, delta_s);
    compare.note_frame(model, delta_s);
    age_s_ += delta_s;
    if (part_ < kParts) read_part(model, part_++);
    if (age_s_ < kRefresh_s) return;
    rates.update(model.workers, is_first_ ? 0.0 : age_s_);
    age_s_ = 0.0;
    ++round_;
    read_at_once(model);
    while (is_first_ && part_ < kParts) read_part(model, part_++);
    is_first_ = false;
    part_ = 0;
}

void Readings::read_at_once(const OverlayModel& model) {
    game_core = sched_getcpu();
    units_waiting = model.units_waiting;
    if (model.paths != nullptr) paths = *model.paths;
    if (model.frames != nullptr) read_work(*model.frames);
}

/// Compare is of seconds, and so is once a second often enough.
void Readings::read_part(const OverlayModel& model, int part) {
    if (model.frames == nullptr) return;
    constexpr std::size_t kHalf = measure::kPhaseCount / 2;
    const bool begins_second = round_ % 4 == 0;
    switch (part) {
        case 0: read_phases(*model.frames, 0, kHalf); break;
        case 1: read_phases(*model.frames, kHalf, measure::kPhaseCount); break;
        case 2: costs.read(CostPart::kBuilding); break;
        case 3: costs.read(CostPart::kRasterising); break;
        case 4: costs.read(CostPart::kTelemetry); break;
        case 5:
            if (begins_second) compare.read(model);
            break;
        case 6:
            if (begins_second) compare.read_lows(model);
            break;
        default: break;
    }
}

void Readings::check_conservation(const paths::PathStatistics& statistics) noexcept {
    const paths::RequestCounters& requests = statistics.requests;
    ++checked_frames;
    if (requests.submitted != requests.answered() + requests.in_flight) ++broken_frames;
}

void Readings::read_work(const measure::FrameRecorder& frames) {
    scratch_.clear();
    for (std::size_t i = 0; i < frames.window_size(); ++i) scratch_.push_back(frames.window(i).work);
    work = measure::percentiles_of(scratch_);
    fps = frames_per_second(frames);
    work_ms = measure::to_ms(frames.last().work);
    verdict = work.p50_ms > measure::kBudget60_ms   ? Verdict::kOver
              : work.p99_ms > measure::kBudget60_ms ? Verdict::kLate
                                                    : Verdict::kOnTime;
}

void Readings::read_phases(const measure::FrameRecorder& frames, std::size_t begin, std::size_t end) {
    for (std::size_t phase = begin; phase < end; ++phase) {
        scratch_.clear();
        for (std::size_t i = 0; i < frames.window_size(); ++i) scratch_.push_back(frames.window(i).phases[phase]);
        phase_p50_ms[phase] = measure::percentiles_of(scratch_).p50_ms;
    }
}

}  // namespace outrider::overlay
