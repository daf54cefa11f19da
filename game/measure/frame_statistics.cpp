#include "game/measure/frame_statistics.h"

#include <algorithm>
#include <boost/math/statistics/univariate_statistics.hpp>
#include <functional>
#include <numeric>

namespace outrider::measure {
namespace {

template <typename Duration>  // of a frame: its work, its core, its interval
Percentiles percentiles(std::span<const FrameTimes> frames, std::vector<Nanoseconds>& scratch, Duration duration) {
    scratch.clear();
    for (const FrameTimes& frame : frames) scratch.push_back(std::invoke(duration, frame));
    return percentiles_of(scratch);
}

/// Calls `with(index)` for each frame that stutters, in order.
template <typename With>
void for_each_stutter(std::span<const FrameTimes> frames, With with) {
    Nanoseconds window{};  // the sum of the intervals of the kStutterWindow frames before this one
    for (std::size_t i = 0; i < frames.size(); ++i) {
        if (i >= kStutterWindow) {
            const double mean_ns = static_cast<double>(window.count()) / static_cast<double>(kStutterWindow);
            if (static_cast<double>(frames[i].interval.count()) > kStutterFactor * mean_ns) with(i);
            window -= frames[i - kStutterWindow].interval;
        }
        window += frames[i].interval;
    }
}

void add_smoothness(std::span<const FrameTimes> frames, FrameStatistics& result) {
    Nanoseconds all{};
    for (const FrameTimes& frame : frames) {
        all += frame.interval;
        if (frame.interval >= kHitch) ++result.hitches;
        if (frame.work > kBudget60) ++result.over_60;
        if (frame.work > kBudget120) ++result.over_120;
    }
    result.over_60_share = static_cast<double>(result.over_60) / static_cast<double>(frames.size());
    result.over_120_share = static_cast<double>(result.over_120) / static_cast<double>(frames.size());
    Nanoseconds stuttering{};
    for_each_stutter(frames, [&](std::size_t i) {
        ++result.stutters;
        stuttering += frames[i].interval;
    });
    if (all.count() <= 0) return;
    result.seconds = std::chrono::duration<double>(all).count();
    result.stutter_share = static_cast<double>(stuttering.count()) / static_cast<double>(all.count());
    result.hitches_per_minute = static_cast<double>(result.hitches) * 60.0 / result.seconds;
}

void add_phase_shares(std::span<const FrameTimes> frames, FrameStatistics& result) {
    Nanoseconds work{};
    std::array<Nanoseconds, kPhaseCount> phases{};
    for (const FrameTimes& frame : frames) {
        work += frame.work;
        for (std::size_t i = 0; i < kPhaseCount; ++i) phases[i] += frame.phases[i];
    }
    if (work.count() <= 0) return;
    for (std::size_t i = 0; i < kPhaseCount; ++i) {
        result.phase_share[i] = static_cast<double>(phases[i].count()) / static_cast<double>(work.count());
    }
}

}  // namespace

double median_of(std::vector<double> values) { return values.empty() ? 0.0 : boost::math::statistics::median(values); }

double low_fps(std::vector<Nanoseconds>& intervals, std::size_t permille) {
    const std::size_t slowest = (intervals.size() * permille + 999) / 1000;
    const auto first = intervals.end() - static_cast<std::ptrdiff_t>(slowest);
    std::nth_element(intervals.begin(), first, intervals.end());
    const Nanoseconds sum = std::accumulate(first, intervals.end(), Nanoseconds{});
    return sum.count() > 0 ? 1e9 * static_cast<double>(slowest) / static_cast<double>(sum.count()) : 0.0;
}

FrameStatistics frame_statistics(std::span<const FrameTimes> frames, std::vector<Nanoseconds>& scratch) {
    FrameStatistics result;
    if (frames.empty()) return result;
    result.frames = frames.size();
    result.frames_of_shortest_run = frames.size();
    result.work = percentiles(frames, scratch, &FrameTimes::work);
    result.core = percentiles(frames, scratch, &FrameTimes::core);
    result.submit_and_poll = percentiles(frames, scratch, [](const FrameTimes& one) { return one.work - one.core(); });
    result.off_cpu = percentiles(frames, scratch, &FrameTimes::off_cpu);
    result.interval = percentiles(frames, scratch, &FrameTimes::interval);
    result.low_1_percent_fps = low_fps(scratch, 10);
    result.low_01_percent_fps = low_fps(scratch, 1);
    add_smoothness(frames, result);
    add_phase_shares(frames, result);
    return result;
}

FrameStatistics frame_statistics(std::span<const FrameTimes> frames) {
    std::vector<Nanoseconds> scratch;
    return frame_statistics(frames, scratch);
}

FrameStatistics frame_statistics(std::span<const FrameSample> frames) { return frame_statistics(timed_frames(frames)); }

std::vector<FrameTimes> timed_frames(std::span<const FrameSample> frames) {
    std::vector<FrameTimes> timed;
    timed.reserve(frames.size());
    for (const FrameSample& frame : frames) {
        if (!frame.warm_up) timed.push_back(frame.times);
    }
    return timed;
}

std::vector<std::uint8_t> stutters_of(std::span<const FrameTimes> frames) {
    std::vector<std::uint8_t> stutters(frames.size(), 0);
    for_each_stutter(frames, [&](std::size_t i) { stutters[i] = 1; });
    return stutters;
}

}  // namespace outrider::measure
