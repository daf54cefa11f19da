// Where a frame's time goes: one entry per frame, by phase, kept in a ring for the overlay and in full for reports.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "game/measure/durations.h"

namespace outrider::measure {

/// The phases of a frame, in their order. Draw and overlay end with a flush, so their rasterising is theirs.
enum class Phase : std::uint8_t { kInput, kPoll, kSim, kSubmit, kDraw, kOverlay, kPresent };
inline constexpr std::size_t kPhaseCount = 7;

[[nodiscard]] std::string_view to_string(Phase phase) noexcept;

/// One frame. `work` is frame start to before present; `interval` is frame start to the next frame's start (to the
/// frame's own end, as long as no next frame has begun).
struct FrameTimes {
    std::array<Nanoseconds, kPhaseCount> phases{};
    Nanoseconds work{};
    Nanoseconds interval{};
    /// Of the work: the time in which the frame's thread ran on no processor, because others were given it, the host
    /// took it, or the thread slept. What is left of a long frame is the frame's own.
    Nanoseconds off_cpu{};

    /// Work without the phases submit and poll.
    [[nodiscard]] Nanoseconds core() const noexcept {
        return work - phases[static_cast<std::size_t>(Phase::kSubmit)] - phases[static_cast<std::size_t>(Phase::kPoll)];
    }
};

/// p50, p95, p99, p99.9, max and mean of a set of durations, in milliseconds. An order statistic: the smallest value
/// that at least that share of the samples does not exceed. Zero if there is no sample.
struct Percentiles {
    double p50_ms = 0.0;
    double p95_ms = 0.0;
    double p99_ms = 0.0;
    double p999_ms = 0.0;
    double max_ms = 0.0;
    double mean_ms = 0.0;
    std::size_t samples = 0;
};

/// Reorders `values`.
[[nodiscard]] Percentiles percentiles_of(std::vector<Nanoseconds>& values);

/// Processor time of the calling thread (CLOCK_THREAD_CPUTIME_ID): 0.3 us.
[[nodiscard]] Nanoseconds thread_cpu_time() noexcept;

/// Records frames. No allocation after construction except the full record, which doubles when it must.
class FrameRecorder {
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    using CpuClock = Nanoseconds (*)() noexcept;

    /// `window_frames`: at least 1. `cpu_clock`: the processor time of the thread that records, which is read where a
    /// frame begins and where its work ends.
    explicit FrameRecorder(std::size_t window_frames = 600, CpuClock cpu_clock = thread_cpu_time);

    void begin_frame(TimePoint now = std::chrono::steady_clock::now()) noexcept;
    /// Ends the phase that runs now and begins `phase`; the first call of a frame begins the first phase. Entering
    /// present ends the frame's work. A phase entered twice in a frame has the sum.
    void enter(Phase phase, TimePoint now = std::chrono::steady_clock::now()) noexcept;
    void end_frame(TimePoint now = std::chrono::steady_clock::now()) noexcept;

    /// The frame before the one that runs now; zero before the first.
    [[nodiscard]] const FrameTimes& last() const noexcept;
    /// Frames finished since the start.
    [[nodiscard]] std::uint64_t frames() const noexcept;
    /// The last `window_frames` frames, oldest first: index 0 .. window_size()-1.
    [[nodiscard]] std::size_t window_size() const noexcept;
    [[nodiscard]] const FrameTimes& window(std::size_t index) const noexcept;
    /// All frames since the start, in order.
    [[nodiscard]] const std::vector<FrameTimes>& all() const noexcept;

private:
    void end_phase(TimePoint now) noexcept;
    void end_work(TimePoint now) noexcept;
    void set_interval_of_last(Nanoseconds interval) noexcept;
    [[nodiscard]] std::size_t ring_slot(std::uint64_t frame) const noexcept { return frame % ring_.size(); }

    CpuClock cpu_clock_;
    std::vector<FrameTimes> ring_;
    std::vector<FrameTimes> all_;
    FrameTimes current_;
    FrameTimes last_;
    TimePoint frame_start_{};
    Nanoseconds cpu_at_start_{};
    TimePoint phase_start_{};
    Phase phase_ = Phase::kInput;
    bool in_phase_ = false;
    bool work_ended_ = false;
    std::uint64_t frames_ = 0;
};

}  // namespace outrider::measure
