#include "game/measure/frame_recorder.h"

#include <ctime>

#include <algorithm>
#include <numeric>

namespace outrider::measure {
namespace {

/// Room for about nine minutes at 60 frames a second before the full record grows for the first time.
constexpr std::size_t kFirstRecord_frames = 32'768;

/// Index of the order statistic in `samples` sorted values; in integers, so that no rounding moves it.
[[nodiscard]] std::size_t rank_index(std::size_t samples, std::size_t permille) noexcept {
    return (samples * permille + 999) / 1000 - 1;
}

}  // namespace

std::string_view to_string(Phase phase) noexcept {
    switch (phase) {
        case Phase::kInput: return "input";
        case Phase::kPoll: return "poll";
        case Phase::kSim: return "sim";
        case Phase::kSubmit: return "submit";
        case Phase::kDraw: return "draw";
        case Phase::kOverlay: return "overlay";
        case Phase::kPresent: return "present";
    }
    return "?";
}

Percentiles percentiles_of(std::vector<Nanoseconds>& values) {
    if (values.empty()) return {};
    // Each selection leaves everything before its rank smaller, so the next lower rank searches only there.
    auto end = values.end();
    const auto select = [&](std::size_t permille) {
        const auto nth = values.begin() + static_cast<std::ptrdiff_t>(rank_index(values.size(), permille));
        if (nth < end) std::nth_element(values.begin(), nth, end);
        end = nth + 1;
        return to_ms(*nth);
    };
    Percentiles result;
    result.samples = values.size();
    result.mean_ms =
        to_ms(std::accumulate(values.begin(), values.end(), Nanoseconds{})) / static_cast<double>(values.size());
    result.max_ms = select(1000);
    result.p999_ms = select(999);
    result.p99_ms = select(990);
    result.p95_ms = select(950);
    result.p50_ms = select(500);
    return result;
}

Nanoseconds thread_cpu_time() noexcept {
    std::timespec time{};
    if (::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) != 0) return Nanoseconds{};  // cannot be: the clock is our own
    return std::chrono::seconds(time.tv_sec) + Nanoseconds(time.tv_nsec);
}

FrameRecorder::FrameRecorder(std::size_t window_frames, CpuClock cpu_clock)
    : cpu_clock_(cpu_clock), ring_(std::max<std::size_t>(window_frames, 1)) {
    all_.reserve(kFirstRecord_frames);
}

void FrameRecorder::begin_frame(TimePoint now) noexcept {
    if (frames_ > 0) set_interval_of_last(now - frame_start_);
    current_ = {};
    frame_start_ = now;
    cpu_at_start_ = cpu_clock_();
    in_phase_ = false;
    work_ended_ = false;
}

void FrameRecorder::enter(Phase phase, TimePoint now) noexcept {
    end_phase(now);
    if (phase == Phase::kPresent && !work_ended_) end_work(now);
    phase_ = phase;
    phase_start_ = now;
    in_phase_ = true;
}

void FrameRecorder::end_frame(TimePoint now) noexcept {
    end_phase(now);
    if (!work_ended_) end_work(now);
    current_.interval = now - frame_start_;
    last_ = current_;
    ring_[ring_slot(frames_)] = current_;
    all_.push_back(current_);
    ++frames_;
}

void FrameRecorder::end_phase(TimePoint now) noexcept {
    if (in_phase_) current_.phases[static_cast<std::size_t>(phase_)] += now - phase_start_;
    in_phase_ = false;
}

/// The clocks are read one after the other, so a frame that had its core all the time may be off by less than a
/// microsecond, either way.
void FrameRecorder::end_work(TimePoint now) noexcept {
    current_.work = now - frame_start_;
    current_.off_cpu = std::max(current_.work - (cpu_clock_() - cpu_at_start_), Nanoseconds{});
    work_ended_ = true;
}

void FrameRecorder::set_interval_of_last(Nanoseconds interval) noexcept {
    last_.interval = interval;
    ring_[ring_slot(frames_ - 1)].interval = interval;
    all_.back().interval = interval;
}

const FrameTimes& FrameRecorder::last() const noexcept { return last_; }

std::uint64_t FrameRecorder::frames() const noexcept { return frames_; }

std::size_t FrameRecorder::window_size() const noexcept {
    return static_cast<std::size_t>(std::min<std::uint64_t>(frames_, ring_.size()));
}

const FrameTimes& FrameRecorder::window(std::size_t index) const noexcept {
    return ring_[ring_slot(frames_ - window_size() + index)];
}

const std::vector<FrameTimes>& FrameRecorder::all() const noexcept { return all_; }

}  // namespace outrider::measure
