// What was found, by how many workers, and how long an answer took.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>
#include <set>

#include "game/measure/chart_series.h"
#include "game/measure/charts.h"
#include "game/measure/figures.h"
#include "game/measure/svg_charts.h"

namespace outrider::measure {

using svg::Anchor;
using svg::Axis;
using svg::Box;
using svg::Drawing;
using svg::Key;
using svg::kHalf;
using svg::kLine;
using svg::kText;
using svg::Point;

namespace {

struct ScalingPoint {
    double workers = 0.0;
    double paths_per_s = 0.0;
    double p99_ms = 0.0;
    bool has_p99 = false;
};

struct ScalingCurve {
    std::string name;
    std::string look;
    std::vector<ScalingPoint> points;  ///< by workers
};

/// One curve for each mode and chunk.
std::vector<ScalingCurve> curves_of(std::span<const Charted> all) {
    std::vector<ScalingCurve> curves;
    for (const Charted& one : all) {
        const RunSetup& setup = one.configuration.runs.front()->setup;
        if (setup.mode == paths::Mode::kNone) continue;
        std::string name(paths::to_string(setup.mode));
        if (setup.workers > 0 && setup.chunk_jobs != kDefaultChunk_jobs) {
            name += fmt::format(", chunks of {}", setup.chunk_jobs);
        }
        auto curve = std::find_if(curves.begin(), curves.end(), [&](const auto& each) { return each.name == name; });
        if (curve == curves.end()) {
            const auto dash = std::count_if(curves.begin(), curves.end(), [&](const auto& each) {
                return each.name.starts_with(paths::to_string(setup.mode));
            });
            curve =
                curves.insert(curves.end(), {name, fmt::format("m-{} d{}", paths::to_string(setup.mode), dash), {}});
        }
        const double found =
            median_over_runs(one.configuration, [](const RunRecord& run) { return run.totals.paths_per_s(); });
        curve->points.push_back({static_cast<double>(setup.workers), found, one.statistics.work.p99_ms,
                                 supports(one.statistics, Metric::kWorkP99)});
    }
    return curves;
}

/// Even steps for the counts that were run: 0, 1, 2, 4 stand equally far apart.
class CountAxis {
public:
    CountAxis(const std::vector<ScalingCurve>& curves, double from, double to) : from_(from), to_(to) {
        for (const ScalingCurve& curve : curves) {
            for (const ScalingPoint& point : curve.points) counts_.insert(point.workers);
        }
    }
    [[nodiscard]] double at(double workers) const {
        const auto index = static_cast<double>(std::distance(counts_.begin(), counts_.find(workers)));
        return from_ + (to_ - from_) * (index + 0.5) / static_cast<double>(counts_.size());
    }
    [[nodiscard]] const std::set<double>& counts() const { return counts_; }

private:
    std::set<double> counts_;
    double from_;
    double to_;
};

/// ", 2 workers"; inline has none.
std::string of_workers(double workers) {
    return workers > 0.0 ? ", " + counted(static_cast<std::uint64_t>(workers), "worker") : std::string();
}

template <class Value>
void draw_curves(Drawing& drawing, const std::vector<ScalingCurve>& curves, const CountAxis& x, const Axis& y,
                 Value value) {
    drawing.open("data");
    for (const ScalingCurve& curve : curves) {
        std::vector<Point> points;
        for (const ScalingPoint& point : curve.points) {
            if (const std::optional<double> height = value(point))
                points.push_back({x.at(point.workers), y.at(*height)});
        }
        if (points.size() > 1) drawing.polyline(points, "line " + curve.look);
        for (const ScalingPoint& point : curve.points) {
            const std::optional<double> height = value(point);
            if (!height) continue;
            drawing.dot({x.at(point.workers), y.at(*height)}, 4.0, "area " + curve.look,
                        fmt::format("{}{}: {}", curve.name, of_workers(point.workers), figure(*height)));
        }
    }
    drawing.close();
}

void draw_counts(Drawing& drawing, const CountAxis& x, const Box& plot) {
    drawing.open("axis");
    drawing.line({plot.x, plot.bottom()}, {plot.right(), plot.bottom()}, "base");
    for (const double count : x.counts()) {
        const std::string name = count == 0.0 ? "inline" : fmt::format("{}", count);
        drawing.text({x.at(count), plot.bottom() + kLine}, name, Anchor::kMiddle, "dim");
    }
    drawing.close();
}

double most_of(const std::vector<ScalingCurve>& curves, double ScalingPoint::*value) {
    double most = 0.0;
    for (const ScalingCurve& curve : curves) {
        for (const ScalingPoint& point : curve.points) most = std::max(most, point.*value);
    }
    return most;
}

/// With a little room below; at most what leaves room for the budget's line.
double least_p99_ms(const std::vector<ScalingCurve>& curves) {
    double least = 5.0;
    for (const ScalingCurve& curve : curves) {
        for (const ScalingPoint& point : curve.points) {
            if (point.has_p99 && point.p99_ms > 0.0) least = std::min(least, 0.9 * point.p99_ms);
        }
    }
    return least;
}

}  // namespace

std::string scaling_chart(std::span<const Charted> all) {
    const std::vector<ScalingCurve> curves = curves_of(all);
    const auto points = [](std::size_t sum, const ScalingCurve& curve) { return sum + curve.points.size(); };
    if (std::accumulate(curves.begin(), curves.end(), std::size_t{0}, points) < 2) return {};
    Drawing drawing(kHalf, "svg-scaling", "More workers",
                    "Paths found per second, and under it p99 of the frame's work, by number of workers.");
    std::vector<Key> keys;
    for (const ScalingCurve& curve : curves) keys.push_back({"line " + curve.look, curve.name});
    const double legend = svg::draw_legend(drawing, {0.0, 0.0}, kHalf, keys);
    const Box found{58.0, legend + 30.0, kHalf - 74.0, 120.0};
    const Box frame{58.0, found.bottom() + 58.0, kHalf - 74.0, 100.0};
    const CountAxis x(curves, found.x, found.right());

    const double most_found = most_of(curves, &ScalingPoint::paths_per_s);
    const Axis y = Axis::linear(0.0, std::max(most_found * 1.08, 1.0), found.bottom(), found.y);
    drawing.text({found.x, found.y - 10.0}, "paths/s", Anchor::kStart, "strong");
    svg::draw_y_axis(drawing, y, found, 4);
    draw_counts(drawing, x, found);
    draw_curves(drawing, curves, x, y, [](const ScalingPoint& point) { return std::optional(point.paths_per_s); });

    const double most_ms = std::max(most_of(curves, &ScalingPoint::p99_ms), 20.0);
    const Axis ms =
        Axis::logarithmic(svg::round_down(least_p99_ms(curves)), svg::round_up(most_ms), frame.bottom(), frame.y);
    drawing.text({frame.x, frame.y - 10.0}, "p99 of the frame's work, ms", Anchor::kStart, "strong");
    svg::draw_y_axis(drawing, ms, frame, 4);
    drawing.line({frame.x, ms.at(kBudget60_ms)}, {frame.right(), ms.at(kBudget60_ms)}, "limit");
    draw_counts(drawing, x, frame);
    draw_curves(drawing, curves, x, ms,
                [](const ScalingPoint& point) { return point.has_p99 ? std::optional(point.p99_ms) : std::nullopt; });
    const bool has_p99 = std::any_of(all.begin(), all.end(), [](const Charted& one) {
        return one.configuration.runs.front()->setup.mode != paths::Mode::kNone &&
               supports(one.statistics, Metric::kWorkP99);
    });
    if (!has_p99) drawing.text({frame.x + 8.0, ms.at(10.0)}, kTooFew, Anchor::kStart, "dim");
    return figure_of("chart-scaling", "More workers", drawing.finish(frame.bottom() + 26.0),
                     "Left to right the number of workers; above, what they find each second, and below, what the "
                     "frame pays for it (the thin line is the budget of a 60 Hz screen).",
                     "half");
}

namespace {

/// Slower than this is 1, faster is as good as nothing: ends of the scale.
constexpr double kFastest_ms = 0.001;

double slowest(const std::vector<const Charted*>& asking) {
    double most = 1.0;
    for (const Charted* one : asking) {
        for (const Percentiles& step : one->typical->totals.latency.steps) {
            most = std::max(most, supports(step.samples, 990) ? step.p99_ms : step.p50_ms);
        }
    }
    return most;
}

void draw_step(Drawing& drawing, const Percentiles& step, const Axis& axis, double y, const std::string& look,
               const std::string& tip) {
    if (!supports(step.samples, 500)) return;
    const double p50 = axis.at(std::max(step.p50_ms, kFastest_ms));
    drawing.dot({p50, y}, 3.6, "area " + look, tip);
    if (!supports(step.samples, 990)) return;
    const double p99 = axis.at(std::max(step.p99_ms, kFastest_ms));
    drawing.line({p50, y}, {p99, y}, "line " + look);
    drawing.line({p99, y - 4.0}, {p99, y + 4.0}, "whisker solid " + look);
}

std::string percentile_words(const Percentiles& step, RunFigure which) {
    if (step.samples == 0) return std::string(kDash);
    return supports(step.samples, which.permille) ? figure(step.*which.value) + " ms" : std::string(kTooFewSamples);
}

}  // namespace

std::string latency_chart(std::span<const Charted> all) {
    std::vector<const Charted*> asking;
    for (const Charted& one : all) {
        const auto& steps = one.typical->totals.latency.steps;
        const bool has_any = std::any_of(steps.begin(), steps.end(), [](const auto& step) { return step.samples > 0; });
        if (has_any) asking.push_back(&one);
    }
    if (asking.empty()) return {};
    Drawing drawing(kHalf, "svg-latency", "An answer's way",
                    "For each step from the wish to the answer, its median and its 99th percentile.");
    std::vector<Key> keys;
    for (const Charted* one : asking) keys.push_back({"line " + one->look, one->configuration.name});
    const double legend = svg::draw_legend(drawing, {0.0, 0.0}, kHalf, keys);
    constexpr double kStep = 9.0;
    const double row = kStep * static_cast<double>(asking.size()) + 10.0;
    const Box plot{118.0, legend + 10.0, kHalf - 134.0, row * paths::kLatencyStepCount};
    const Axis axis = Axis::logarithmic(kFastest_ms, svg::round_up(slowest(asking)), plot.x, plot.right());
    svg::draw_x_axis(drawing, axis, plot, 6, "ms");
    drawing.open("data");
    for (std::size_t step = 0; step < paths::kLatencyStepCount; ++step) {
        const std::string_view name = to_string(static_cast<paths::LatencyStep>(step));
        double y = plot.y + row * static_cast<double>(step) + 5.0 + kStep / 2.0;
        const bool is_whole = static_cast<paths::LatencyStep>(step) == paths::LatencyStep::kWhole;
        drawing.text({0.0, y - kStep / 2.0 + (row - 10.0) / 2.0 + kText * 0.35}, name, Anchor::kStart,
                     is_whole ? "strong" : "");
        for (const Charted* one : asking) {
            const Percentiles& times = one->typical->totals.latency.steps[step];
            draw_step(drawing, times, axis, y, one->look,
                      fmt::format("{}, {}: p50 {}, p99 {}", one->configuration.name, name,
                                  percentile_words(times, kP50), percentile_words(times, kP99)));
            y += kStep;
        }
    }
    drawing.close();
    return figure_of(
        "chart-latency", "An answer's way", drawing.finish(plot.bottom() + 26.0),
        "Each step from the wish for a path to the answer in the game: the dot is the median, the bar "
        "ends at the 99th percentile. What stands at the left edge takes a microsecond or less, and percentiles of "
        "steps do not add up.",
        "half");
}

}  // namespace outrider::measure
