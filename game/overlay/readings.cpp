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
    age_s_ += delta_s;
    if (age_s_ < kRefresh_s) return;
    age_s_ = 0.0;
    game_core = sched_getcpu();
    units_waiting = model.units_waiting;
    if (model.paths != nullptr) paths = *model.paths;
    if (model.frames != nullptr) read_frames(*model.frames);
}

void Readings::check_conservation(const paths::PathStatistics& statistics) noexcept {
    const paths::RequestCounters& requests = statistics.requests;
    ++checked_frames;
    if (requests.submitted != requests.answered() + requests.in_flight) ++broken_frames;
}

void Readings::read_frames(const measure::FrameRecorder& frames) {
    const auto percentiles_by = [&](const auto& value_of) {
        scratch_.clear();
        for (std::size_t i = 0; i < frames.window_size(); ++i) scratch_.push_back(value_of(frames.window(i)));
        return measure::percentiles_of(scratch_);
    };
    work = percentiles_by([](const measure::FrameTimes& frame) { return frame.work; });
    for (std::size_t phase = 0; phase < measure::kPhaseCount; ++phase) {
        phase_p50_ms[phase] =
            percentiles_by([phase](const measure::FrameTimes& frame) { return frame.phases[phase]; }).p50_ms;
    }
    fps = frames_per_second(frames);
    work_ms = std::chrono::duration<double, std::milli>(frames.last().work).count();
    verdict = work.p50_ms > kBudget60_ms   ? Verdict::kOver
              : work.p99_ms > kBudget60_ms ? Verdict::kLate
                                           : Verdict::kOnTime;
}

}  // namespace outrider::overlay
