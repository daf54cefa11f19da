// When does offloading pay? Requests that burn T microseconds of CPU each, equal work in every form.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "game/measure/frame_recorder.h"
#include "game/paths/path_service.h"

namespace outrider::measure {

/// One form at one T.
struct BreakEvenPoint {
    paths::Mode mode = paths::Mode::kInline;
    std::uint32_t workers = 0;
    std::uint32_t chunk_jobs = 1;
    double burn_us = 0.0;      ///< T
    double jobs_per_s = 0.0;   ///< flat out, without frames; 0: not run so
    Percentiles latency = {};  ///< flat out: submit to answer
    double per_frame = 0.0;    ///< requests wanted in each frame of the run with frames
    std::uint64_t frames = 0;  ///< of that run
    Percentiles core = {};     ///< of that run: the frame's work without submit and poll
    Percentiles work = {};
    Percentiles frame_latency = {};  ///< wanted to applied, in that run
    Percentiles paths = {};  ///< of that run: the frame's submit and poll together, all that requests take of it
    double held_back = 0.0;  ///< of that run: the share of the requests that were not asked, as too many were open
};

/// "2 processes", "1 thread in chunks of 8", "inline".
[[nodiscard]] std::string name_of_form(const BreakEvenPoint& point);
[[nodiscard]] bool is_same_form(const BreakEvenPoint& a, const BreakEvenPoint& b) noexcept;

/// The curves, and what they say.
struct BreakEven {
    double work_per_frame_us = 0.0;  ///< T x requests per frame, the same at every T
    std::vector<BreakEvenPoint> points;
    /// T is the same in all of these, and the requests per frame rise: from which load on offloading takes less of it.
    std::vector<BreakEvenPoint> by_load;
    /// Sentences: from which T on each offloaded form raises throughput over inline, and from which T x requests per
    /// frame it takes less of the frame than inline.
    std::vector<std::string> findings;
};

/// The points of one form, by T (by requests per frame where T is the same).
using Curve = std::vector<const BreakEvenPoint*>;
/// One curve for each form: inline first, then threads, then processes, each by workers and by chunk.
[[nodiscard]] std::vector<Curve> curves_of(std::span<const BreakEvenPoint> points);

/// Of two figures the better must be so many times the other to be called better: what a short run cannot tell apart
/// is alike.
inline constexpr double kClearly = 1.05;
/// A run with frames in which more than this share was held back did not do the work that it is compared by.
inline constexpr double kMostHeldBack = 0.05;

/// Where one curve rises over another one.
struct CrossingSample {
    double x = 0.0;          ///< > 0, rising from sample to sample
    double advantage = 0.0;  ///< > 0; above kClearly: better
};
enum class CrossingKind : std::uint8_t {
    kNowhere,     ///< better at no sample
    kEverywhere,  ///< at every one
    kFrom,        ///< from `from` on
    kBetween      ///< from `from` to `to` only: the longest stretch of samples that are better
};
struct Crossing {
    CrossingKind kind = CrossingKind::kNowhere;
    double from = 0.0;
    double to = 0.0;
};
/// Between two samples the curve is a straight line on logarithmic axes.
[[nodiscard]] Crossing crossing_of(std::span<const CrossingSample> samples);

/// The highest percentile that a run of so many frames supports (frame_statistics.h), and its name; else the maximum.
struct FrameFigure {
    std::string_view name;  ///< "p99"
    double Percentiles::*value = nullptr;
};
[[nodiscard]] FrameFigure figure_for(std::uint64_t frames) noexcept;

/// The sentences; the first one is the answer in short.
[[nodiscard]] std::vector<std::string> findings_of(const BreakEven& break_even);

}  // namespace outrider::measure
