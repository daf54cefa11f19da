// Figures of a series of frames, and when a series is too short for one. Every definition is here, named once, and said
// in the same words on screen, in the report and in docs/MEASURING.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "game/measure/frame_recorder.h"
#include "game/measure/run_record.h"

namespace outrider::measure {

/// A percentile is said only if so many samples lie beyond it: p99 needs 500, p99.9 5,000.
inline constexpr std::size_t kFewestBeyond = 5;
/// Can a sample of this size support that percentile, in thousandths?
[[nodiscard]] constexpr bool supports(std::size_t samples, std::uint32_t permille) noexcept {
    return samples * (1000 - permille) >= kFewestBeyond * 1000;
}

/// A frame stutters if its interval is longer than so many times the mean interval of the kStutterWindow frames before
/// it (2.5 times a moving average is CapFrameX's measure). The first kStutterWindow frames of a series cannot.
inline constexpr double kStutterFactor = 2.5;
inline constexpr std::size_t kStutterWindow = 20;
/// A hitch: an interval of at least so long, in which a 60 Hz screen shows the same picture twice too often.
inline constexpr Nanoseconds kHitch{50'000'000};

struct FrameStatistics {
    std::size_t frames = 0;
    std::size_t frames_of_shortest_run = 0;  ///< of one series: frames. What supports() is asked about.
    double seconds = 0.0;                    ///< sum of the intervals
    Percentiles work;
    Percentiles core;
    Percentiles submit_and_poll;  ///< of each frame: its work less its core
    Percentiles off_cpu;          ///< of the work, what the frame's thread waited for a processor
    Percentiles interval;
    /// Lows: 1000 / the mean interval, in ms, of the slowest hundredth (thousandth) of the frames, rounded up to whole
    /// frames. Zero without frames.
    double low_1_percent_fps = 0.0;
    double low_01_percent_fps = 0.0;
    double stutter_share = 0.0;  ///< of the time: intervals of frames that stutter over all intervals
    std::uint64_t stutters = 0;
    std::uint64_t hitches = 0;
    double hitches_per_minute = 0.0;
    std::uint64_t over_60 = 0;   ///< frames whose work was longer than 16.67 ms
    std::uint64_t over_120 = 0;  ///< … than 8.33 ms
    double over_60_share = 0.0;  ///< of the frames; 0..1
    double over_120_share = 0.0;
    std::array<double, kPhaseCount> phase_share{};  ///< of all work; present, which is after the work, over it too
};

/// Of the frames of the timed part.
[[nodiscard]] FrameStatistics frame_statistics(std::span<const FrameSample> frames);
/// Of all of them: for the overlay, which has no warm-up.
[[nodiscard]] FrameStatistics frame_statistics(std::span<const FrameTimes> frames);
/// The same in the frame: allocates nothing once `scratch` has room for as many.
[[nodiscard]] FrameStatistics frame_statistics(std::span<const FrameTimes> frames, std::vector<Nanoseconds>& scratch);

/// Of Boost.Math: the mean of the two in the middle where their number is even. 0 without values.
[[nodiscard]] double median_of(std::vector<double> values);

/// The lows' own definition, in frames a second: of the slowest `permille` thousandths of the intervals. Reorders them;
/// there must be one.
[[nodiscard]] double low_fps(std::vector<Nanoseconds>& intervals, std::size_t permille);

/// The frames of the timed part, in order.
[[nodiscard]] std::vector<FrameTimes> timed_frames(std::span<const FrameSample> frames);
/// Which of these frames stutter: 1 or 0 each.
[[nodiscard]] std::vector<std::uint8_t> stutters_of(std::span<const FrameTimes> frames);

}  // namespace outrider::measure
