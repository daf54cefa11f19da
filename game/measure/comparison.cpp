#include "game/measure/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <functional>
#include <iterator>
#include <tuple>

#include "game/measure/block_bootstrap.h"
#include "game/measure/figures.h"
#include "game/measure/verdict.h"

namespace outrider::measure {
namespace {

/// Of each run: half an interval is about the eighth largest of so many deviations.
constexpr std::size_t kResamples = 600;

using Runs = std::vector<const RunRecord*>;

// ---- figures of runs -----------------------------------------------------------------------------------------------

struct MeasuredRun {
    FrameStatistics statistics;
    Figures figures{};
    ResampledRun resampled;

    explicit MeasuredRun(std::span<const FrameTimes> frames) : statistics(frame_statistics(frames)), resampled(frames) {
        for (std::size_t i = 0; i < kMetricCount; ++i) figures[i] = value_of(static_cast<Metric>(i), statistics);
    }
};

bool has_timed_frames(const RunRecord& run) {
    return std::any_of(run.frames.begin(), run.frames.end(), [](const FrameSample& frame) { return !frame.warm_up; });
}

std::vector<MeasuredRun> measured(const Runs& runs) {
    std::vector<MeasuredRun> result;
    for (const RunRecord* run : runs) result.emplace_back(timed_frames(run->frames));
    return result;
}

/// The median over `all` of what `part` (a pointer to a member, or a function) gives.
template <typename Part>
double median_over(const std::vector<FrameStatistics>& all, Part part) {
    std::vector<double> values;
    for (const FrameStatistics& one : all) values.push_back(std::invoke(part, one));
    return median_of(std::move(values));
}

Percentiles median_percentiles(const std::vector<FrameStatistics>& all, Percentiles FrameStatistics::*of_what) {
    const auto middle = [&](double Percentiles::*which) {
        return median_over(all, [&](const FrameStatistics& one) { return one.*of_what.*which; });
    };
    Percentiles result;
    result.p50_ms = middle(&Percentiles::p50_ms);
    result.p95_ms = middle(&Percentiles::p95_ms);
    result.p99_ms = middle(&Percentiles::p99_ms);
    result.p999_ms = middle(&Percentiles::p999_ms);
    result.max_ms = middle(&Percentiles::max_ms);
    result.mean_ms = middle(&Percentiles::mean_ms);
    for (const FrameStatistics& one : all) result.samples += (one.*of_what).samples;
    return result;
}

void add_sums(const std::vector<FrameStatistics>& all, FrameStatistics& result) {
    result.frames_of_shortest_run = all.front().frames;
    for (const FrameStatistics& one : all) {
        result.frames += one.frames;
        result.frames_of_shortest_run = std::min(result.frames_of_shortest_run, one.frames);
        result.seconds += one.seconds;
        result.stutters += one.stutters;
        result.hitches += one.hitches;
        result.over_60 += one.over_60;
        result.over_120 += one.over_120;
    }
}

FrameStatistics median_statistics(const std::vector<FrameStatistics>& all) {
    FrameStatistics result;
    if (all.empty()) return result;
    add_sums(all, result);
    result.work = median_percentiles(all, &FrameStatistics::work);
    result.core = median_percentiles(all, &FrameStatistics::core);
    result.submit_and_poll = median_percentiles(all, &FrameStatistics::submit_and_poll);
    result.off_cpu = median_percentiles(all, &FrameStatistics::off_cpu);
    result.interval = median_percentiles(all, &FrameStatistics::interval);
    result.low_1_percent_fps = median_over(all, &FrameStatistics::low_1_percent_fps);
    result.low_01_percent_fps = median_over(all, &FrameStatistics::low_01_percent_fps);
    result.stutter_share = median_over(all, &FrameStatistics::stutter_share);
    result.hitches_per_minute = median_over(all, &FrameStatistics::hitches_per_minute);
    result.over_60_share = median_over(all, &FrameStatistics::over_60_share);
    result.over_120_share = median_over(all, &FrameStatistics::over_120_share);
    for (std::size_t i = 0; i < kPhaseCount; ++i) {
        result.phase_share[i] = median_over(all, [i](const FrameStatistics& one) { return one.phase_share[i]; });
    }
    return result;
}

FrameStatistics median_statistics(const std::vector<MeasuredRun>& runs) {
    std::vector<FrameStatistics> all;
    for (const MeasuredRun& run : runs) all.push_back(run.statistics);
    return median_statistics(all);
}

// ---- the interval --------------------------------------------------------------------------------------------------

/// As many of each, paired by index; at least one.
struct Pairs {
    std::vector<MeasuredRun> base;
    std::vector<MeasuredRun> other;

    [[nodiscard]] std::size_t size() const noexcept { return base.size(); }
};

/// Two-sided, at kConfidenceOfEach.
double t_quantile(double freedom) {
    return boost::math::quantile(boost::math::students_t(freedom), (1.0 + kConfidenceOfEach) / 2.0);
}

double normal_quantile() { return boost::math::quantile(boost::math::normal(), (1.0 + kConfidenceOfEach) / 2.0); }

struct MeanAndVariance {
    double mean = 0.0;
    double variance = 0.0;  ///< of the sample; 0 for one value
};

MeanAndVariance over_runs(const std::vector<MeasuredRun>& runs, std::size_t metric) {
    const auto count = static_cast<double>(runs.size());
    MeanAndVariance result;
    for (const MeasuredRun& run : runs) result.mean += run.figures[metric] / count;
    if (runs.size() < 2) return result;
    for (const MeasuredRun& run : runs) {
        const double off = run.figures[metric] - result.mean;
        result.variance += off * off / (count - 1.0);
    }
    return result;
}

/// What differs from run to run, frames and all: Welch, "The generalization of Student's problem when several different
/// population variances are involved", Biometrika 34, 1947. For runs of equal number on both sides.
double spread_of_runs(const MeanAndVariance& base, const MeanAndVariance& other, std::size_t count) {
    const double sum = base.variance + other.variance;
    if (count < 2 || sum <= 0.0) return 0.0;
    const auto n = static_cast<double>(count);
    const double squares = base.variance * base.variance + other.variance * other.variance;
    return t_quantile((n - 1.0) * sum * sum / squares) * std::sqrt(sum / n);
}

using Draws = std::vector<Figures>;

/// Adds the figures of resamples of each run, times `weight`.
void add_draws(std::vector<MeasuredRun>& runs, double weight, sim::Random random, Draws& draws) {
    for (MeasuredRun& run : runs) {
        for (Figures& sum : draws) {
            const Figures drawn = run.resampled.draw(random);
            for (std::size_t i = 0; i < kMetricCount; ++i) sum[i] += weight * drawn[i];
        }
    }
}

/// How far from their mean all but 1 - kConfidenceOfEach of the draws stay.
double deviation_of(const Draws& draws, std::size_t metric) {
    double mean = 0.0;
    for (const Figures& draw : draws) mean += draw[metric] / static_cast<double>(draws.size());
    std::vector<double> deviations;
    for (const Figures& draw : draws) deviations.push_back(std::abs(draw[metric] - mean));
    const auto within = std::ceil(kConfidenceOfEach * static_cast<double>(draws.size())) - 1.0;
    const auto last = deviations.begin() + static_cast<std::ptrdiff_t>(within);
    std::nth_element(deviations.begin(), last, deviations.end());
    return *last;
}

/// Per metric: by how much the mean difference over the pairs would differ for other frames of the same runs.
Figures spread_of_frames(Pairs& pairs, std::uint64_t seed) {
    Draws draws(kResamples, Figures{});
    const double part = 1.0 / static_cast<double>(pairs.size());
    add_draws(pairs.base, -part, sim::Random(seed, 0), draws);
    add_draws(pairs.other, part, sim::Random(seed, 1), draws);
    Figures spread{};
    for (std::size_t i = 0; i < kMetricCount; ++i) spread[i] = deviation_of(draws, i);
    return spread;
}

/// Few blocks know their spread badly: as much wider as Student's t is than the normal.
double factor_for_few_blocks(const Pairs& pairs) {
    std::size_t fewest = pairs.base.front().resampled.blocks();
    for (const MeasuredRun& run : pairs.base) fewest = std::min(fewest, run.resampled.blocks());
    for (const MeasuredRun& run : pairs.other) fewest = std::min(fewest, run.resampled.blocks());
    return fewest < 2 ? 1.0 : t_quantile(static_cast<double>(fewest - 1)) / normal_quantile();
}

/// Half of the interval. The largest of one run is never clear: a bootstrap knows nothing beyond what was seen (Bickel
/// & Freedman, "Some asymptotic theory for the bootstrap", Annals of Statistics 9, 1981).
double half_width(Metric metric, double of_frames, double of_runs, double difference, std::size_t pairs) {
    const double half = std::max(of_frames, of_runs);
    return metric == Metric::kWorkMax && pairs == 1 ? std::max(half, std::abs(difference)) : half;
}

std::array<Difference, kMetricCount> differences_of(Pairs& pairs, std::uint64_t seed) {
    const FrameStatistics base = median_statistics(pairs.base);
    const FrameStatistics other = median_statistics(pairs.other);
    const Figures of_frames = spread_of_frames(pairs, seed);
    const double factor = factor_for_few_blocks(pairs);
    std::array<Difference, kMetricCount> result;
    for (std::size_t i = 0; i < kMetricCount; ++i) {
        const auto metric = static_cast<Metric>(i);
        const MeanAndVariance of_base = over_runs(pairs.base, i);
        const MeanAndVariance of_other = over_runs(pairs.other, i);
        const double of_means = of_other.mean - of_base.mean;
        const double of_runs = spread_of_runs(of_base, of_other, pairs.size());
        const double half = half_width(metric, factor * of_frames[i], of_runs, of_means, pairs.size());
        Difference& one = result[i];
        one.metric = metric;
        one.base = value_of(metric, base);
        one.other = value_of(metric, other);
        one.difference = one.other - one.base;
        // Around the means; but never without the difference of the medians, which is what is shown.
        one.low = std::min(of_means - half, one.difference);
        one.high = std::max(of_means + half, one.difference);
        one.too_few_frames = !supports(base, metric) || !supports(other, metric);
    }
    return result;
}

}  // namespace

// ---- metrics -------------------------------------------------------------------------------------------------------

std::string_view to_string(Metric metric) noexcept {
    switch (metric) {
        case Metric::kWorkMean: return "work mean";
        case Metric::kWorkP50: return "work p50";
        case Metric::kWorkP95: return "work p95";
        case Metric::kWorkP99: return "work p99";
        case Metric::kWorkP999: return "work p99.9";
        case Metric::kWorkMax: return "work max";
        case Metric::kCoreMean: return "core mean";
        case Metric::kCoreP99: return "core p99";
        case Metric::kLow1: return "1 % low";
        case Metric::kLow01: return "0.1 % low";
        case Metric::kStutterShare: return "stutter";
        case Metric::kHitches: return "hitches";
        case Metric::kOver60Share: return "frames over 16.67 ms";
        case Metric::kOver120Share: return "frames over 8.33 ms";
    }
    return "?";
}

std::string_view unit_of(Metric metric) noexcept {
    switch (metric) {
        case Metric::kLow1:
        case Metric::kLow01: return "fps";
        case Metric::kStutterShare:
        case Metric::kOver60Share:
        case Metric::kOver120Share: return "%";
        case Metric::kHitches: return "per minute";
        default: return "ms";
    }
}

double value_of(Metric metric, const FrameStatistics& statistics) noexcept {
    switch (metric) {
        case Metric::kWorkMean: return statistics.work.mean_ms;
        case Metric::kWorkP50: return statistics.work.p50_ms;
        case Metric::kWorkP95: return statistics.work.p95_ms;
        case Metric::kWorkP99: return statistics.work.p99_ms;
        case Metric::kWorkP999: return statistics.work.p999_ms;
        case Metric::kWorkMax: return statistics.work.max_ms;
        case Metric::kCoreMean: return statistics.core.mean_ms;
        case Metric::kCoreP99: return statistics.core.p99_ms;
        case Metric::kLow1: return statistics.low_1_percent_fps;
        case Metric::kLow01: return statistics.low_01_percent_fps;
        case Metric::kStutterShare: return 100.0 * statistics.stutter_share;
        case Metric::kHitches: return statistics.hitches_per_minute;
        case Metric::kOver60Share: return 100.0 * statistics.over_60_share;
        case Metric::kOver120Share: return 100.0 * statistics.over_120_share;
    }
    return 0.0;
}

bool is_worse_when_higher(Metric metric) noexcept { return metric != Metric::kLow1 && metric != Metric::kLow01; }

bool supports(const FrameStatistics& statistics, Metric metric) noexcept {
    const std::size_t frames = statistics.frames_of_shortest_run;
    if (frames < kFewestFrames) return false;
    switch (metric) {
        case Metric::kWorkP50: return supports(frames, 500);
        case Metric::kWorkP95: return supports(frames, 950);
        case Metric::kWorkP99:
        case Metric::kCoreP99:
        case Metric::kLow1: return supports(frames, 990);
        case Metric::kWorkP999:
        case Metric::kLow01: return supports(frames, 999);
        default: return true;
    }
}

std::string text_of(const Difference& difference) {
    if (difference.too_few_frames) return std::string(kTooFew);
    return fmt::format("{} {}, {} to {}", signed_figure(difference.difference), unit_of(difference.metric),
                       signed_figure(difference.low), signed_figure(difference.high));
}

// ---- configurations ------------------------------------------------------------------------------------------------

std::vector<Configuration> by_configuration(std::span<const RunRecord> runs) {
    const auto key = [](const RunSetup& setup) { return std::tuple(setup.mode, setup.workers, setup.chunk_jobs); };
    std::vector<const RunRecord*> sorted;
    for (const RunRecord& run : runs) sorted.push_back(&run);
    std::stable_sort(sorted.begin(), sorted.end(), [&](const RunRecord* a, const RunRecord* b) {
        return std::tuple(key(a->setup), a->setup.repeat) < std::tuple(key(b->setup), b->setup.repeat);
    });
    std::vector<Configuration> result;
    for (const RunRecord* run : sorted) {
        if (result.empty() || key(result.back().runs.back()->setup) != key(run->setup)) {
            result.push_back({configuration_of(run->setup), {}});
        }
        result.back().runs.push_back(run);
    }
    return result;
}

std::vector<const RunRecord*> usable_runs(const Configuration& configuration) {
    Runs with_frames;
    std::copy_if(configuration.runs.begin(), configuration.runs.end(), std::back_inserter(with_frames),
                 [](const RunRecord* run) { return has_timed_frames(*run); });
    Runs whole;
    std::copy_if(with_frames.begin(), with_frames.end(), std::back_inserter(whole),
                 [](const RunRecord* run) { return !run->marks.stopped_early; });
    return whole.empty() ? with_frames : whole;
}

FrameStatistics median_statistics(const Configuration& configuration) {
    std::vector<FrameStatistics> all;
    for (const RunRecord* run : usable_runs(configuration)) all.push_back(frame_statistics(run->frames));
    return median_statistics(all);
}

Comparison compare(const Configuration& base, const Configuration& other, std::uint64_t seed) {
    Comparison result;
    result.base = base.name;
    result.other = other.name;
    Runs base_runs = usable_runs(base);
    Runs other_runs = usable_runs(other);
    result.repeats = std::min(base_runs.size(), other_runs.size());
    base_runs.resize(result.repeats);
    other_runs.resize(result.repeats);
    if (result.repeats == 0) {
        for (std::size_t i = 0; i < kMetricCount; ++i) {
            result.differences[i] = {.metric = static_cast<Metric>(i), .too_few_frames = true};
        }
        result.verdict = verdict_of(result, 0);
        return result;
    }
    Pairs pairs{measured(base_runs), measured(other_runs)};
    result.differences = differences_of(pairs, seed);
    const auto fewest = std::min(median_statistics(pairs.base).frames_of_shortest_run,
                                 median_statistics(pairs.other).frames_of_shortest_run);
    result.verdict = verdict_of(result, fewest);
    return result;
}

}  // namespace outrider::measure
