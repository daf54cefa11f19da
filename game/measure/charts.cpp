#include "game/measure/charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "game/measure/chart_series.h"
#include "game/measure/svg_charts.h"

namespace outrider::measure {
namespace {

std::string slug_of(const Configuration& configuration) {
    const std::string slug = measure::slug_of(configuration.runs.front()->setup);
    return slug.substr(0, slug.rfind("_r"));
}

}  // namespace

std::vector<Charted> charted(std::span<const RunRecord> runs) {
    std::vector<Charted> all;
    std::map<paths::Mode, int> seen;
    for (Configuration& configuration : by_configuration(runs)) {
        Charted& one = all.emplace_back();
        const RunSetup& setup = configuration.runs.front()->setup;
        one.statistics = median_statistics(configuration);
        for (const RunRecord* run : usable_runs(configuration)) {
            one.repeats.push_back(frame_statistics(run->frames));
            one.work_of_repeats.push_back(sorted_work_ms({configuration.name, {run}}));
        }
        one.work_ms = sorted_work_ms(configuration);
        one.typical = &typical_run(configuration);
        one.slug = slug_of(configuration);
        // One mode, one colour; its worker counts are told apart by their dashes and their strength.
        one.look = fmt::format("m-{} d{}", paths::to_string(setup.mode), seen[setup.mode]++ % 8);
        one.configuration = std::move(configuration);
    }
    return all;
}

std::string figure_of(std::string_view id, std::string_view heading, std::string_view drawing, std::string_view caption,
                      std::string_view classes) {
    return fmt::format(
        "<figure id=\"{}\" class=\"{}\">\n<h3>{}</h3>\n<div class=\"scroll\">{}</div>\n"
        "<figcaption>{}</figcaption>\n</figure>\n",
        id, classes, svg::escaped(heading), drawing, svg::escaped(caption));
}

TimeScale time_scale(std::span<const Charted> all) {
    double low = 1e9;
    double high = 0.0;
    for (const Charted& one : all) {
        if (one.work_ms.empty()) continue;
        low = std::min(low, at_share(one.work_ms, 0.001));
        high = std::max(high, one.work_ms.back());
    }
    if (high <= 0.0) return {};
    // Room for the two budgets, which every chart shows.
    return {svg::round_down(std::clamp(low, 0.01, 5.0)), svg::round_up(std::max(high, 20.0))};
}

}  // namespace outrider::measure
