// The difference between two configurations, with a confidence interval and a verdict in words.
// How the interval is made, and why: docs/decisions/0019.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "game/measure/frame_statistics.h"
#include "game/measure/run_record.h"

namespace outrider::measure {

/// What is compared of two configurations.
enum class Metric : std::uint8_t {
    kWorkMean,
    kWorkP50,
    kWorkP95,
    kWorkP99,
    kWorkP999,
    kWorkMax,
    kCoreMean,
    kCoreP99,
    kLow1,
    kLow01,
    kStutterShare,
    kHitches,
    kOver60Share,
    kOver120Share
};
inline constexpr std::size_t kMetricCount = 14;
[[nodiscard]] std::string_view to_string(Metric metric) noexcept;  ///< "work p99"
[[nodiscard]] std::string_view unit_of(Metric metric) noexcept;    ///< "ms", "fps", "%", "per minute"
/// In its unit: shares are per cent here, 0 to 100.
[[nodiscard]] double value_of(Metric metric, const FrameStatistics& statistics) noexcept;
/// All but the lows: those are frames per second.
[[nodiscard]] bool is_worse_when_higher(Metric metric) noexcept;
/// Is each run long enough for this figure? If not, "too few frames" stands in its place, on screen and in the report.
[[nodiscard]] bool supports(const FrameStatistics& statistics, Metric metric) noexcept;

/// A verdict rests on four metrics: the two highest of work p99, p95 and p50 that all runs support, work mean, and the
/// share of frames over 16.67 ms. It may be false in at most 5 % of comparisons of a configuration with itself, so each
/// of the four (and each other metric, which is shown alike) has an interval of 1 - 5 % / 4 (Bonferroni).
inline constexpr std::size_t kVerdictMetrics = 4;
inline constexpr double kFalseAlarms = 0.05;
inline constexpr double kConfidenceOfEach = 1.0 - kFalseAlarms / static_cast<double>(kVerdictMetrics);
/// A run of fewer timed frames says nothing.
inline constexpr std::size_t kFewestFrames = 20;

/// A difference that nobody could notice is no effect, however clear: of work one that is below kFloor_ms and below
/// kFloorShare of the base, of a share of the frames one below kFloor_points percentage points.
inline constexpr double kFloor_ms = 0.05;
inline constexpr double kFloorShare = 0.01;
inline constexpr double kFloor_points = 0.1;

/// `other` less `base`: medians over the repeats (the figures that tables show), and an interval that holds the true
/// difference with a confidence of kConfidenceOfEach.
struct Difference {
    Metric metric = Metric::kWorkMean;
    double base = 0.0;
    double other = 0.0;
    double difference = 0.0;
    double low = 0.0;
    double high = 0.0;
    bool too_few_frames = false;  ///< the sample cannot support this figure: show no value, and no verdict rests on it

    [[nodiscard]] bool is_clear() const noexcept { return !too_few_frames && (low > 0.0 || high < 0.0); }
};

/// "+0.03 ms, -0.10 to +0.16"; "too few frames".
[[nodiscard]] std::string text_of(const Difference& difference);

enum class VerdictKind : std::uint8_t { kNoMeasurableEffect, kBetter, kWorse, kMixed, kTooFewFrames };

struct Verdict {
    VerdictKind kind = VerdictKind::kTooFewFrames;
    /// "no measurable effect on the frame (work p99 +0.03 ms, -0.10 to +0.16)"; "the frame is worse: work p99 52.1 ms
    /// longer (51.0 to 53.3), 33 more of 100 frames over 16.67 ms". No capital, no full stop. Of the times that got
    /// longer it names the foremost alone; the others are in Comparison::differences.
    std::string words;
    /// What it rests on, in the order of words: clear, and not below the floor. Empty where there is no effect.
    std::vector<Difference> effects;
};

struct Comparison {
    std::string base;  ///< configuration_of()
    std::string other;
    std::size_t repeats = 0;  ///< pairs of runs it rests on; 1 says nothing of differences between runs
    std::array<Difference, kMetricCount> differences;  ///< by Metric
    Verdict verdict;

    [[nodiscard]] const Difference& of(Metric metric) const noexcept {
        return differences[static_cast<std::size_t>(metric)];
    }
};

/// All runs of one configuration, in order of repeats.
struct Configuration {
    std::string name;
    std::vector<const RunRecord*> runs;
};
/// By mode, then workers, then chunk; the runs stay where they are.
[[nodiscard]] std::vector<Configuration> by_configuration(std::span<const RunRecord> runs);

/// Those that figures and charts rest on: without the ones that were stopped early, if there are others; and never one
/// without a timed frame.
[[nodiscard]] std::vector<const RunRecord*> usable_runs(const Configuration& configuration);

/// Median of each figure over the usable runs (frames, seconds and counts: their sum).
[[nodiscard]] FrameStatistics median_statistics(const Configuration& configuration);

/// Off the frame: takes memory, and some 10 ms for three runs of a minute each at 60 frames a second.
/// Pairs the runs in order of repeats; those without a partner, and those that were stopped early, are left out (as
/// long as a pair remains). Neither may be empty. `seed`: of the resampling; the same runs and seed give the same
/// interval.
[[nodiscard]] Comparison compare(const Configuration& base, const Configuration& other, std::uint64_t seed = 1);

}  // namespace outrider::measure
