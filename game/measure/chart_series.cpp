#include "game/measure/chart_series.h"

#include <algorithm>
#include <cmath>

namespace outrider::measure {

std::vector<Column> in_columns(std::span<const double> times_s, std::span<const double> values, std::size_t count,
                               double end_s) {
    std::vector<Column> columns(count);
    if (count == 0 || end_s <= 0.0) return columns;
    for (std::size_t index = 0; index < values.size(); ++index) {
        const double place = std::max(times_s[index], 0.0) / end_s * static_cast<double>(count);
        Column& column = columns[std::min(static_cast<std::size_t>(place), count - 1)];
        column.low = column.has_samples ? std::min(column.low, values[index]) : values[index];
        column.high = column.has_samples ? std::max(column.high, values[index]) : values[index];
        column.has_samples = true;
    }
    return columns;
}

std::vector<double> sorted_work_ms(const Configuration& configuration) {
    std::vector<double> work;
    for (const RunRecord* run : usable_runs(configuration)) {
        for (const FrameSample& frame : run->frames) {
            if (!frame.warm_up) work.push_back(to_ms(frame.times.work));
        }
    }
    std::sort(work.begin(), work.end());
    return work;
}

double at_share(std::span<const double> sorted, double share) noexcept {
    const double rank = std::ceil(share * static_cast<double>(sorted.size()) - 1e-9);
    const auto index = static_cast<std::size_t>(std::max(rank, 1.0)) - 1;
    return sorted[std::min(index, sorted.size() - 1)];
}

std::vector<std::size_t> log_histogram(std::span<const double> sorted, double low, double high, std::size_t bins) {
    std::vector<std::size_t> counts(bins, 0);
    const double width = std::log(high / low) / static_cast<double>(bins);
    for (const double value : sorted) {
        const double place = std::floor(std::log(std::max(value, low) / low) / width);
        ++counts[std::min(static_cast<std::size_t>(std::max(place, 0.0)), bins - 1)];
    }
    return counts;
}

double share_over(std::span<const double> sorted, double limit) noexcept {
    if (sorted.empty()) return 0.0;
    const auto first = std::upper_bound(sorted.begin(), sorted.end(), limit);
    return static_cast<double>(sorted.end() - first) / static_cast<double>(sorted.size());
}

const RunRecord& typical_run(const Configuration& configuration) {
    std::vector<std::pair<double, const RunRecord*>> runs;
    std::vector<const RunRecord*> candidates = usable_runs(configuration);
    if (candidates.empty()) candidates = configuration.runs;
    for (const RunRecord* run : candidates) runs.emplace_back(frame_statistics(run->frames).work.p99_ms, run);
    const auto middle = runs.begin() + static_cast<std::ptrdiff_t>((runs.size() - 1) / 2);
    std::nth_element(runs.begin(), middle, runs.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return *middle->second;
}

}  // namespace outrider::measure
