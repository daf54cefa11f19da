// The charts of a report. Each is one <figure>: a heading, an inline SVG, a sentence that says what is to be seen.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "game/measure/comparison.h"
#include "game/measure/measurement.h"

namespace outrider::measure {

/// A configuration, and all that the charts ask of it more than once.
struct Charted {
    Configuration configuration;
    FrameStatistics statistics;                        ///< medians over the usable runs
    std::vector<FrameStatistics> repeats;              ///< of each of those
    std::vector<std::vector<double>> work_of_repeats;  ///< the timed frames of each, in ms, sorted
    std::vector<double> work_ms;                       ///< all their timed frames, sorted
    const RunRecord* typical = nullptr;                ///< the repeat in the middle
    std::string slug;                                  ///< "processes-2": of ids
    std::string look;                                  ///< classes: its colour, and its dashes
};
[[nodiscard]] std::vector<Charted> charted(std::span<const RunRecord> runs);

/// A <figure> around a drawing. `caption`: a full sentence.
[[nodiscard]] std::string figure_of(std::string_view id, std::string_view heading, std::string_view drawing,
                                    std::string_view caption, std::string_view classes = {});

/// Scale of frame times that all charts of a report share: logarithmic, in ms.
struct TimeScale {
    double low_ms = 0.5;
    double high_ms = 50.0;
};
[[nodiscard]] TimeScale time_scale(std::span<const Charted> all);

/// Where a chart that can stand on a page more than once is told apart.
struct ChartWords {
    std::string id;
    std::string heading;
    std::string caption;
};

/// The differences in work p99, with their intervals. `base`: what to, in the caption.
[[nodiscard]] std::string difference_chart(const std::vector<Comparison>& comparisons, std::span<const Charted> all,
                                           std::string_view base);
/// Frame times of one run, its queues under them, its workers under those; one time axis, every event marked.
[[nodiscard]] std::string timeline_chart(const Charted& one, const TimeScale& scale);
[[nodiscard]] std::string histogram_chart(std::span<const Charted> all, const TimeScale& scale);
[[nodiscard]] std::string percentile_chart(std::span<const Charted> all, const TimeScale& scale);
[[nodiscard]] std::string percentile_chart(std::span<const Charted> all, const TimeScale& scale,
                                           const ChartWords& words);
[[nodiscard]] std::string threshold_chart(std::span<const Charted> all);
[[nodiscard]] std::string phase_chart(std::span<const Charted> all);
/// Empty text if no run looked for paths.
[[nodiscard]] std::string scaling_chart(std::span<const Charted> all);
[[nodiscard]] std::string latency_chart(std::span<const Charted> all);

}  // namespace outrider::measure
