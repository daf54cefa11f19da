#include "game/measure/break_even_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <string_view>

#include "game/measure/chart_series.h"
#include "game/measure/charts.h"
#include "game/measure/figures.h"
#include "game/measure/report_parts.h"
#include "game/measure/svg_charts.h"

namespace outrider::measure {

using svg::Anchor;
using svg::Axis;
using svg::Box;
using svg::Drawing;
using svg::kHalf;
using svg::kLine;
using svg::kWide;
using svg::Point;

namespace {

/// One form as the charts draw it.
struct Line {
    std::string name;
    std::string look;  ///< its colour and its dashes
    Curve curve;
};

/// One mode, one colour; its forms are told apart by their dashes.
[[nodiscard]] std::vector<Line> lines_of(std::span<const BreakEvenPoint> points) {
    std::vector<Line> lines;
    std::map<paths::Mode, int> seen;
    for (Curve& curve : curves_of(points)) {
        const BreakEvenPoint& first = *curve.front();
        std::string look = fmt::format("m-{} d{}", paths::to_string(first.mode), seen[first.mode]++ % 4);
        lines.push_back({name_of_form(first), std::move(look), std::move(curve)});
    }
    return lines;
}

[[nodiscard]] double burn_of(const BreakEvenPoint& point) noexcept { return point.burn_us; }
[[nodiscard]] double load_of(const BreakEvenPoint& point) noexcept { return point.burn_us * point.per_frame; }

/// What a chart draws: a value over another one, on logarithmic axes. A value of 0 or less was not measured.
struct ChartPlan {
    std::string_view id;
    std::string heading;
    std::string description;
    std::string caption;
    std::string y_title;
    std::string_view y_unit;  ///< in tips
    std::string_view x_title = "T, the CPU time of a request, us";
    double width = kHalf;
    double height = 210.0;
    std::function<double(const BreakEvenPoint&)> x = burn_of;
    std::function<double(const BreakEvenPoint&)> y;
    double limit = 0.0;  ///< a thin line across; 0: none
    bool has_legend = false;
};

struct Range {
    double low = std::numeric_limits<double>::max();
    double high = 0.0;

    void take(double value) noexcept {
        if (value <= 0.0) return;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    [[nodiscard]] bool is_empty() const noexcept { return high <= 0.0; }
};

[[nodiscard]] Range range_of(const std::vector<Line>& lines,
                             const std::function<double(const BreakEvenPoint&)>& value) {
    Range range;
    for (const Line& line : lines) {
        for (const BreakEvenPoint* point : line.curve) range.take(value(*point));
    }
    return range;
}

/// A little room above and below, and never an axis without length.
[[nodiscard]] Axis y_axis(Range range, double limit, const Box& plot) {
    range.take(limit);
    const double low = svg::round_down(range.low * 0.97);
    const double high = svg::round_up(range.high * 1.03);
    return Axis::logarithmic(low, high > low ? high : 10.0 * low, plot.bottom(), plot.y);
}

[[nodiscard]] Axis x_axis(const Range& range, const Box& plot) {
    const double high = range.high > range.low ? range.high : 10.0 * range.low;
    return Axis::logarithmic(range.low, high, plot.x, plot.right());
}

void draw_line(Drawing& drawing, const Line& line, const ChartPlan& plan, const Axis& x, const Axis& y) {
    std::vector<Point> points;
    for (const BreakEvenPoint* point : line.curve) {
        if (plan.y(*point) > 0.0) points.push_back({x.at(plan.x(*point)), y.at(plan.y(*point))});
    }
    if (points.size() > 1) drawing.polyline(points, "line " + line.look);
    for (const BreakEvenPoint* point : line.curve) {
        const double value = plan.y(*point);
        if (value <= 0.0) continue;
        drawing.dot({x.at(plan.x(*point)), y.at(value)}, 3.2, "area " + line.look,
                    fmt::format("{}, {} us: {} {}", line.name, figure(plan.x(*point)), figure(value), plan.y_unit));
    }
}

[[nodiscard]] std::string chart(const ChartPlan& plan, const std::vector<Line>& lines) {
    const Range values = range_of(lines, plan.y);
    if (values.is_empty()) return {};
    const bool is_wide = plan.width > kHalf;
    Drawing drawing(plan.width, fmt::format("svg-{}", plan.id), plan.heading, plan.description);
    double top = 0.0;
    if (plan.has_legend) {
        std::vector<svg::Key> keys;
        for (const Line& line : lines) keys.push_back({"line " + line.look, line.name});
        top = svg::draw_legend(drawing, {0.0, 0.0}, plan.width, keys) + 8.0;
    }
    drawing.text({0.0, top + kLine * 0.75}, plan.y_title, Anchor::kStart, "strong");
    const Box plot{78.0, top + kLine * 1.4, plan.width - 92.0, plan.height};
    const Axis x = x_axis(range_of(lines, plan.x), plot);
    const Axis y = y_axis(values, plan.limit, plot);
    svg::draw_y_axis(drawing, y, plot, is_wide ? 8 : 6);
    svg::draw_x_axis(drawing, x, plot, 4, "");
    drawing.text({plot.right(), plot.bottom() + 2.0 * kLine}, plan.x_title, Anchor::kEnd, "dim");
    if (plan.limit > 0.0) drawing.line({plot.x, y.at(plan.limit)}, {plot.right(), y.at(plan.limit)}, "limit");
    drawing.open("data");
    for (const Line& line : lines) draw_line(drawing, line, plan, x, y);
    drawing.close();
    return figure_of(fmt::format("chart-{}", plan.id), plan.heading, drawing.finish(plot.bottom() + 2.4 * kLine),
                     plan.caption, is_wide ? "wide" : "half");
}

// --- the charts ------------------------------------------------------------------------------------------------------

[[nodiscard]] const Line* inline_of(const std::vector<Line>& lines) noexcept {
    const auto found =
        std::ranges::find_if(lines, [](const Line& line) { return line.curve.front()->mode == paths::Mode::kInline; });
    return found == lines.end() ? nullptr : &*found;
}

/// Requests per second over those of inline, for the same T.
[[nodiscard]] double times_inline(const Line& base, const BreakEvenPoint& point) noexcept {
    const auto same =
        std::ranges::find_if(base.curve, [&](const BreakEvenPoint* other) { return other->burn_us == point.burn_us; });
    return same == base.curve.end() || (*same)->jobs_per_s <= 0.0 ? 0.0 : point.jobs_per_s / (*same)->jobs_per_s;
}

[[nodiscard]] std::string ratio_chart(const std::vector<Line>& lines) {
    const Line* const base = inline_of(lines);
    if (base == nullptr) return {};
    ChartPlan plan;
    plan.id = "break-even";
    plan.heading = "Throughput over that of inline";
    plan.description = "Requests answered per second, as a multiple of inline, by the CPU time of a request.";
    plan.caption =
        "Flat out, without frames: requests of T microseconds each, equal work in every form. Above the thin line a "
        "form answers more requests per second than inline does; where it crosses the line is its break-even.";
    plan.y_title = "times inline";
    plan.y_unit = "times inline";
    plan.width = kWide;
    plan.height = 260.0;
    plan.y = [base](const BreakEvenPoint& point) { return times_inline(*base, point); };
    plan.limit = 1.0;
    plan.has_legend = true;
    return chart(plan, lines);
}

[[nodiscard]] std::string throughput_chart(const std::vector<Line>& lines) {
    ChartPlan plan;
    plan.id = "break-even-throughput";
    plan.heading = "Throughput";
    plan.description = "Requests answered per second, by the CPU time of a request.";
    plan.caption = "Flat out: what is answered each second. The lines are those of the chart above.";
    plan.y_title = "requests/s";
    plan.y_unit = "requests/s";
    plan.y = [](const BreakEvenPoint& point) { return point.jobs_per_s; };
    return chart(plan, lines);
}

[[nodiscard]] std::string latency_chart(const std::vector<Line>& lines, std::string_view name, RunFigure which) {
    const std::string id = fmt::format("break-even-latency-{}", name);
    ChartPlan plan;
    plan.id = id;
    plan.heading = fmt::format("Latency, {}", name);
    plan.description = fmt::format("From submit to answer, {}, by the CPU time of a request.", name);
    plan.caption =
        "Flat out: from submit to answer. Each worker has some milliseconds of work before it, so that it "
        "never waits for more; that is in here.";
    plan.y_title = fmt::format("{} of latency, ms", name);
    plan.y_unit = "ms";
    plan.y = [which](const BreakEvenPoint& point) {
        return supports(point.latency.samples, which.permille) ? point.latency.*which.value : 0.0;
    };
    return chart(plan, lines);
}

[[nodiscard]] std::uint64_t fewest_frames(std::span<const BreakEvenPoint> points) noexcept {
    std::uint64_t fewest = std::numeric_limits<std::uint64_t>::max();
    for (const BreakEvenPoint& point : points) {
        if (point.frames > 0) fewest = std::min(fewest, point.frames);
    }
    return fewest == std::numeric_limits<std::uint64_t>::max() ? 0 : fewest;
}

[[nodiscard]] std::string frame_chart(const BreakEven& break_even, const std::vector<Line>& lines,
                                      std::string_view what, std::string_view words,
                                      const Percentiles BreakEvenPoint::*times, double limit) {
    const FrameFigure shown = figure_for(fewest_frames(break_even.points));
    const std::string id = fmt::format("break-even-{}", what);
    ChartPlan plan;
    plan.id = id;
    plan.heading = fmt::format("The frame's {}, {}", what, shown.name);
    plan.description = fmt::format("{} of the frame's {}, by the CPU time of a request.", shown.name, what);
    plan.caption = fmt::format(
        "With frames: {:g} ms of requests in each, at 60 frames per second. {} A form that held "
        "requests back did less than that; the words below say how much.",
        break_even.work_per_frame_us / 1000.0, words);
    plan.y_title = fmt::format("{} of the frame's {}, ms", shown.name, what);
    plan.y_unit = "ms";
    plan.y = [times, value = shown.value](const BreakEvenPoint& point) { return (point.*times).*value; };
    plan.limit = limit;
    return chart(plan, lines);
}

[[nodiscard]] std::string load_chart(std::span<const BreakEvenPoint> points) {
    const std::vector<Line> lines = lines_of(points);
    if (lines.empty()) return {};
    ChartPlan plan;
    plan.id = "break-even-load";
    plan.heading = "What requests take of the frame";
    plan.description = "Submit and poll together, by the work that is asked for in each frame.";
    plan.caption = fmt::format(
        "Requests of {:g} us, more and more of them in a frame: the median of submit and poll "
        "together. Where inline is lower, offloading costs more than it saves.",
        points.front().burn_us);
    plan.y_title = "submit and poll, ms";
    plan.y_unit = "ms";
    plan.x_title = "T x requests per frame, us";
    plan.x = load_of;
    plan.y = [](const BreakEvenPoint& point) { return supports(point.frames, 500) ? point.paths.p50_ms : 0.0; };
    plan.has_legend = true;
    return chart(plan, lines);
}

}  // namespace

std::string break_even_charts(const BreakEven& break_even) {
    const std::vector<Line> lines = lines_of(break_even.points);
    std::string halves = throughput_chart(lines) + latency_chart(lines, "p50", kP50) +
                         latency_chart(lines, "p99", kP99) +
                         frame_chart(break_even, lines, "work", "The thin line is the budget of a 60 Hz screen.",
                                     &BreakEvenPoint::work, kBudget60_ms) +
                         frame_chart(break_even, lines, "core",
                                     "The work without submit and poll: what workers do to the rest of the frame, by "
                                     "using the same cores.",
                                     &BreakEvenPoint::core, 0.0) +
                         load_chart(break_even.by_load);
    if (!halves.empty()) halves = fmt::format("<div class=\"figures\" style=\"margin-top:44px\">\n{}</div>\n", halves);
    return ratio_chart(lines) + halves +
           (break_even.findings.empty() ? "" : "<h3 style=\"margin-top:44px\">In words</h3>\n") +
           bullets(break_even.findings);
}

}  // namespace outrider::measure
