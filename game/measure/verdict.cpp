#include "game/measure/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "game/measure/figures.h"

namespace outrider::measure {
namespace {

/// The percentiles first: the highest is the one that a verdict without an effect names.
std::vector<Metric> verdict_metrics(const Comparison& comparison) {
    std::vector<Metric> metrics;
    for (const Metric percentile : {Metric::kWorkP99, Metric::kWorkP95, Metric::kWorkP50}) {
        if (metrics.size() < 2 && !comparison.of(percentile).too_few_frames) metrics.push_back(percentile);
    }
    metrics.insert(metrics.end(), {Metric::kWorkMean, Metric::kOver60Share});
    return metrics;
}

bool is_share_of_frames(Metric metric) noexcept {
    return metric == Metric::kOver60Share || metric == Metric::kOver120Share;
}

bool is_below_the_floor(const Difference& difference) noexcept {
    const double size = std::abs(difference.difference);
    if (is_share_of_frames(difference.metric)) return size < kFloor_points;
    return size < kFloor_ms && size < kFloorShare * std::abs(difference.base);
}

/// "work p99 52.1 ms longer (51.0 to 53.3)".
std::string words_of_effect(const Difference& difference) {
    if (is_share_of_frames(difference.metric)) return frames_more(difference) + " over 16.67 ms";
    const bool is_longer = difference.difference > 0.0;
    const double nearest = is_longer ? difference.low : -difference.high;
    const double farthest = is_longer ? difference.high : -difference.low;
    return fmt::format("{} {} ms {} ({} to {})", to_string(difference.metric), figure(std::abs(difference.difference)),
                       is_longer ? "longer" : "shorter", figure(nearest), figure(farthest));
}

/// Of the times that got longer the foremost alone, and of those that got shorter; and the late frames.
std::string list_of(const std::vector<Difference>& effects) {
    std::string list;
    bool has_longer = false;
    bool has_shorter = false;
    for (const Difference& effect : effects) {
        if (!is_share_of_frames(effect.metric)) {
            bool& is_said = effect.difference > 0.0 ? has_longer : has_shorter;
            if (std::exchange(is_said, true)) continue;
        }
        list += (list.empty() ? "" : ", ") + words_of_effect(effect);
    }
    return list;
}

Verdict verdict_with(std::vector<Difference> effects) {
    const auto worse = static_cast<std::size_t>(std::count_if(
        effects.begin(), effects.end(), [](const Difference& effect) { return effect.difference > 0.0; }));
    const std::string list = list_of(effects);
    if (worse == effects.size()) return {VerdictKind::kWorse, "the frame is worse: " + list, std::move(effects)};
    if (worse == 0) return {VerdictKind::kBetter, "the frame is better: " + list, std::move(effects)};
    return {VerdictKind::kMixed, "the frame is better in one way and worse in another: " + list, std::move(effects)};
}

Verdict verdict_without_effect(const Difference& percentile, bool something_is_clear) {
    std::string words =
        fmt::format("no measurable effect on the frame ({} {}", to_string(percentile.metric), text_of(percentile));
    if (something_is_clear) {
        words += fmt::format("; what is below {} ms and {:.0f} % is none", kFloor_ms, 100.0 * kFloorShare);
    }
    return {VerdictKind::kNoMeasurableEffect, words + ")", {}};
}

Verdict too_few_frames(std::size_t frames) {
    return {VerdictKind::kTooFewFrames,
            fmt::format("too few frames for a verdict ({}; {} are the least)", frames, kFewestFrames),
            {}};
}

}  // namespace

std::string frames_more(const Difference& difference) {
    return frames_in_words(std::abs(difference.difference) / 100.0, difference.difference > 0.0 ? " more" : " fewer");
}

Verdict verdict_of(const Comparison& comparison, std::size_t frames_of_shortest_run) {
    if (frames_of_shortest_run < kFewestFrames) return too_few_frames(frames_of_shortest_run);
    const std::vector<Metric> metrics = verdict_metrics(comparison);
    std::vector<Difference> effects;
    bool something_is_clear = false;
    for (const Metric metric : metrics) {
        const Difference& difference = comparison.of(metric);
        if (!difference.is_clear()) continue;
        something_is_clear = true;
        if (!is_below_the_floor(difference)) effects.push_back(difference);
    }
    Verdict verdict = effects.empty() ? verdict_without_effect(comparison.of(metrics.front()), something_is_clear)
                                      : verdict_with(std::move(effects));
    if (comparison.repeats == 1) verdict.words += "; one run each: differences between runs are not in the interval";
    return verdict;
}

}  // namespace outrider::measure
