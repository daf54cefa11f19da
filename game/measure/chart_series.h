// What charts are drawn of: series made shorter, counted or sorted, without losing what matters. Pure functions.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "game/measure/comparison.h"
#include "game/measure/figures.h"
#include "game/measure/run_record.h"

namespace outrider::measure {

/// Least and most of the samples that fall into one column of a chart; none of them is lost to a mean.
struct Column {
    double low = 0.0;
    double high = 0.0;
    bool has_samples = false;
};

/// `values[i]` stands at `times_s[i]`; `count` columns from 0 to `end_s`.
[[nodiscard]] std::vector<Column> in_columns(std::span<const double> times_s, std::span<const double> values,
                                             std::size_t count, double end_s);

/// The work of all frames of the timed part of the usable runs, in ms, sorted.
[[nodiscard]] std::vector<double> sorted_work_ms(const Configuration& configuration);

/// The order statistic of measure::Percentiles at a share of 0..1. REQUIRES: not empty.
[[nodiscard]] double at_share(std::span<const double> sorted, double share) noexcept;

/// How many of the samples each bin has; `bins` of equal width on a logarithmic axis. What lies outside goes to the
/// outermost bins.
[[nodiscard]] std::vector<std::size_t> log_histogram(std::span<const double> sorted, double low, double high,
                                                     std::size_t bins);

/// Share of samples above `limit`.
[[nodiscard]] double share_over(std::span<const double> sorted, double limit) noexcept;

/// Of the usable runs (of all, if there is none) the one whose p99 of work is the middle one: the run to be looked at.
[[nodiscard]] const RunRecord& typical_run(const Configuration& configuration);

/// Median of a figure over the usable runs; 0 without any.
template <class Figure>
[[nodiscard]] double median_over_runs(const Configuration& configuration, Figure figure);

template <class Figure>
double median_over_runs(const Configuration& configuration, Figure figure) {
    std::vector<double> values;
    for (const RunRecord* run : usable_runs(configuration)) values.push_back(figure(*run));
    return median_of(std::move(values));
}

/// One figure of durations that each run sums up for itself, such as latencies.
struct RunFigure {
    double Percentiles::*value = nullptr;
    std::uint32_t permille = 0;  ///< what it asks of the samples
};
inline constexpr RunFigure kP50{&Percentiles::p50_ms, 500};
inline constexpr RunFigure kP99{&Percentiles::p99_ms, 990};

/// In words, `in_unit` of the median over the usable runs: kTooFewSamples if one of them cannot support it, a dash if
/// no run has a sample. `times`: the Percentiles of a run.
template <class Times, class InUnit>
[[nodiscard]] std::string words_over_runs(const Configuration& configuration, Times times, RunFigure which,
                                          InUnit in_unit) {
    std::size_t most = 0;
    bool is_supported = true;
    for (const RunRecord* run : usable_runs(configuration)) {
        const std::size_t samples = times(*run).samples;
        most = std::max(most, samples);
        is_supported = is_supported && supports(samples, which.permille);
    }
    if (most == 0) return std::string(kDash);
    if (!is_supported) return std::string(kTooFewSamples);
    return in_unit(median_over_runs(configuration, [&](const RunRecord& run) { return times(run).*which.value; }));
}

}  // namespace outrider::measure
