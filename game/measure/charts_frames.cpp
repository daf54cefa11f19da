// How long the frames were: differences, histogram, percentile curve, thresholds, phases.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

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

constexpr std::size_t kBins = 120;

/// Half a line below the middle: where text stands that is centred there.
constexpr double kToMiddle = kText * 0.35;

std::vector<Key> keys_of(std::span<const Charted> all, std::string_view classes, bool is_area) {
    std::vector<Key> keys;
    for (const Charted& one : all) {
        keys.push_back({fmt::format("{} {}", classes, one.look), one.configuration.name, is_area});
    }
    return keys;
}

double widest_name(std::span<const Charted> all) {
    double widest = 0.0;
    for (const Charted& one : all) widest = std::max(widest, svg::text_width(one.configuration.name));
    return widest;
}

/// A thin line where a budget ends, with its name above the plot.
void draw_budgets(Drawing& drawing, const Axis& axis, const Box& plot) {
    drawing.open("budget");
    for (const double budget : {kBudget120_ms, kBudget60_ms}) {
        const double x = axis.at(budget);
        drawing.line({x, plot.y - 4.0}, {x, plot.bottom()}, "limit");
        drawing.text({x, plot.y - 8.0}, figure(budget), Anchor::kMiddle, "dim");
    }
    drawing.close();
}

/// As the tables have it: the median over the usable runs of what `value` says of a run's sorted frame times.
template <class Value>
double median_over_repeats(const Charted& one, Value value) {
    std::vector<double> values;
    for (const std::vector<double>& sorted : one.work_of_repeats) values.push_back(value(sorted));
    return median_of(std::move(values));
}

/// One configuration's histogram: bars that touch, as one path.
std::string hill(const std::vector<std::size_t>& counts, const Box& box) {
    const double most = static_cast<double>(*std::max_element(counts.begin(), counts.end()));
    const double width = box.width / static_cast<double>(counts.size());
    std::string d = fmt::format("M{} {}", svg::number(box.x), svg::number(box.bottom()));
    for (std::size_t bin = 0; bin < counts.size(); ++bin) {
        const double share = most > 0.0 ? static_cast<double>(counts[bin]) / most : 0.0;
        // A bin with a single frame in it is still seen.
        const double height = counts[bin] == 0 ? 0.0 : std::max(share * box.height, 1.2);
        d += fmt::format("V{}H{}", svg::number(box.bottom() - height),
                         svg::number(box.x + width * static_cast<double>(bin + 1)));
    }
    return d + fmt::format("V{}Z", svg::number(box.bottom()));
}

}  // namespace

std::string histogram_chart(std::span<const Charted> all, const TimeScale& scale) {
    Drawing drawing(kHalf, "svg-histogram", "How long frames were",
                    "A row for each configuration: how many frames took how long, on one logarithmic scale.");
    constexpr double kRow = 56.0;
    const Box plot{14.0, 30.0, kHalf - 28.0, kRow * static_cast<double>(all.size())};
    const Axis axis = Axis::logarithmic(scale.low_ms, scale.high_ms, plot.x, plot.right());
    svg::draw_x_axis(drawing, axis, plot, 6, "ms");
    draw_budgets(drawing, axis, plot);
    drawing.open("data");
    double y = plot.y;
    for (const Charted& one : all) {
        drawing.text({plot.x, y + kLine}, one.configuration.name, Anchor::kStart, "over-plot");
        const Box hill_box{plot.x, y + kLine + 2.0, plot.width, kRow - kLine - 6.0};
        drawing.path(hill(log_histogram(one.work_ms, scale.low_ms, scale.high_ms, kBins), hill_box),
                     "area " + one.look);
        y += kRow;
    }
    drawing.close();
    return figure_of("chart-histogram", "How long frames were", drawing.finish(plot.bottom() + 26.0),
                     "Each hill is one configuration: the higher, the more frames took that long; every hill is drawn "
                     "to its own height, and the thin lines are the budgets of a 120 Hz and a 60 Hz screen.",
                     "half");
}

namespace {

/// A single point is none.
bool has_curve(const Charted& one) {
    return static_cast<double>(one.statistics.frames_of_shortest_run) > 2.0 * kFewestBeyond && !one.work_ms.empty();
}

/// From the median to the last percentile that the shortest run supports. `x`: from rarity, one frame of so many.
std::vector<Point> curve_of(const Charted& one, const Axis& x, const Axis& y) {
    std::vector<Point> points;
    if (!has_curve(one)) return points;
    const double supported = static_cast<double>(one.statistics.frames_of_shortest_run) / kFewestBeyond;
    const double rarest = std::clamp(supported, x.low(), x.high());
    constexpr int kSteps = 120;
    for (int step = 0; step <= kSteps; ++step) {
        const double one_of = x.low() * std::pow(rarest / x.low(), static_cast<double>(step) / kSteps);
        points.push_back({x.at(one_of), y.at(median_over_repeats(one, [&](const auto& sorted) {
                              return at_share(sorted, 1.0 - 1.0 / one_of);
                          }))});
    }
    return points;
}

}  // namespace

std::string percentile_chart(std::span<const Charted> all, const TimeScale& scale) {
    return percentile_chart(
        all, scale,
        {"chart-percentiles", "The slow end",
         "The further right, the rarer the frame: at p99 one frame of a hundred takes at least so "
         "many milliseconds of work (of several repeats the median); a curve ends where the runs have not frames "
         "enough to go on."});
}

std::string percentile_chart(std::span<const Charted> all, const TimeScale& scale, const ChartWords& words) {
    Drawing drawing(kHalf, "svg-" + words.id, words.heading,
                    "For each configuration the frame time that a share of the frames does not exceed, from the "
                    "median to p99.9.");
    std::vector<Key> keys = keys_of(all, "line", false);
    for (std::size_t index = 0; index < keys.size(); ++index) {
        if (!has_curve(all[index])) keys[index].name += fmt::format(" ({})", kTooFew);
    }
    const double top = svg::draw_legend(drawing, {0.0, 0.0}, kHalf, keys) + 12.0;
    const Box plot{44.0, top, kHalf - 68.0, 250.0};
    // The rarer the frame, the further right: one of 2, one of 10, one of 1,000.
    const Axis rarity = Axis::logarithmic(2.0, 1000.0, plot.x, plot.right());
    const Axis y = Axis::logarithmic(scale.low_ms, scale.high_ms, plot.bottom(), plot.y);
    svg::draw_y_axis(drawing, y, plot, 8);
    drawing.open("axis");
    for (const auto& [one_of, name] : std::initializer_list<std::pair<double, const char*>>{
             {2.0, "p50"}, {10.0, "p90"}, {100.0, "p99"}, {1000.0, "p99.9"}}) {
        const double at = rarity.at(one_of);
        drawing.line({at, plot.y}, {at, plot.bottom() + 4.0}, "grid");
        drawing.text({at, plot.bottom() + kLine}, name, Anchor::kMiddle, "dim");
    }
    drawing.line({plot.x, plot.bottom()}, {plot.right(), plot.bottom()}, "base");
    drawing.line({plot.x, y.at(kBudget60_ms)}, {plot.right(), y.at(kBudget60_ms)}, "limit");
    drawing.text({plot.x + 4.0, y.at(kBudget60_ms) - 4.0}, "16.67 ms", Anchor::kStart, "dim");
    drawing.close();
    drawing.open("data");
    for (const Charted& one : all) {
        if (has_curve(one)) drawing.polyline(curve_of(one, rarity, y), "line " + one.look);
    }
    drawing.close();
    return figure_of(words.id, words.heading, drawing.finish(plot.bottom() + 26.0), words.caption, "half");
}

namespace {

struct Threshold {
    double limit_ms;
    std::string_view name;
    std::string_view rate;
};
constexpr std::array<Threshold, 4> kThresholds = {{{kBudget120_ms, "8.33", "120 Hz"},
                                                   {kBudget60_ms, "16.67", "60 Hz"},
                                                   {2.0 * kBudget60_ms, "33.3", "30 Hz"},
                                                   {50.0, "50", "20 Hz"}}};
constexpr double kThresholdCell = 50.0;
constexpr double kThresholdRow = 34.0;

void draw_share(Drawing& drawing, double share, const Box& cell, const std::string& look, const std::string& tip) {
    drawing.text({cell.right(), cell.y + 14.0}, percent(share), Anchor::kEnd, share == 0.0 ? "dim" : "");
    const Box track{cell.x, cell.y + 20.0, cell.width, 7.0};
    drawing.box(track, "track");
    drawing.box({track.x, track.y, share * track.width, track.height}, "area " + look, tip);
}

/// "processes, 2 workers, chunks of 8" in two lines.
void draw_name(Drawing& drawing, const std::string& name, double y) {
    const std::size_t comma = name.find(", ", name.find(", ") + 1);
    if (name.find(", ") == std::string::npos || comma == std::string::npos) {
        drawing.text({0.0, y + 20.0}, name);
    } else {
        drawing.text({0.0, y + 12.0}, name.substr(0, comma));
        drawing.text({0.0, y + 27.0}, name.substr(comma + 2), Anchor::kStart, "dim");
    }
}

}  // namespace

std::string threshold_chart(std::span<const Charted> all) {
    Drawing drawing(kHalf, "svg-thresholds", "Frames that were late",
                    "For four limits and each configuration the share of frames whose work took longer.");
    constexpr double kStep = kThresholdCell + 9.0;
    const auto left_of = [](std::size_t column) {
        return kHalf - kStep * static_cast<double>(kThresholds.size() - column) + 9.0;
    };
    drawing.text({0.0, 12.0}, "longer than, ms", Anchor::kStart, "dim");
    for (std::size_t column = 0; column < kThresholds.size(); ++column) {
        const double right = left_of(column) + kThresholdCell;
        drawing.text({right, 12.0}, kThresholds[column].name, Anchor::kEnd, "strong");
        drawing.text({right, 28.0}, kThresholds[column].rate, Anchor::kEnd, "dim");
    }
    drawing.open("data");
    double y = 36.0;
    for (const Charted& one : all) {
        draw_name(drawing, one.configuration.name, y);
        for (std::size_t column = 0; column < kThresholds.size(); ++column) {
            const Box cell{left_of(column), y, kThresholdCell, kThresholdRow};
            if (one.statistics.frames == 0) {
                drawing.text({cell.right(), cell.y + 14.0}, kDash, Anchor::kEnd, "dim");
                continue;
            }
            const double share = median_over_repeats(
                one, [&](const auto& sorted) { return share_over(sorted, kThresholds[column].limit_ms); });
            draw_share(drawing, share, cell, one.look,
                       fmt::format("{}: {} of the frames took longer than {}", one.configuration.name, percent(share),
                                   kThresholds[column].name) +
                           " ms");
        }
        y += kThresholdRow + 4.0;
    }
    drawing.close();
    return figure_of("chart-thresholds", "Frames that were late", drawing.finish(y),
                     "Share of the timed frames whose work took longer than each limit, which is what a screen of that "
                     "rate leaves for a frame; of several repeats the median.",
                     "half");
}

std::string phase_chart(std::span<const Charted> all) {
    Drawing drawing(kHalf, "svg-phases", "What the frame's work is made of",
                    "For each configuration the share of each phase in the work of all its frames.");
    std::vector<Key> keys;
    constexpr std::size_t kWorkPhases = static_cast<std::size_t>(Phase::kPresent);
    for (std::size_t phase = 0; phase < kWorkPhases; ++phase) {
        keys.push_back({fmt::format("area p{}", phase), std::string(to_string(static_cast<Phase>(phase))), true});
    }
    double y = svg::draw_legend(drawing, {0.0, 0.0}, kHalf, keys) + 6.0;
    drawing.open("data");
    for (const Charted& one : all) {
        drawing.text({0.0, y + 14.0}, one.configuration.name);
        drawing.text(
            {kHalf, y + 14.0},
            one.statistics.frames == 0 ? std::string(kTooFew) : figure(one.statistics.work.mean_ms) + " ms a frame",
            Anchor::kEnd, "dim");
        double x = 0.0;
        for (std::size_t phase = 0; phase < kWorkPhases; ++phase) {
            const double share = one.statistics.phase_share[phase];
            drawing.box({x, y + 19.0, share * kHalf, 16.0}, fmt::format("area p{}", phase),
                        fmt::format("{}, {}: {}", one.configuration.name, to_string(static_cast<Phase>(phase)),
                                    percent(share)));
            x += share * kHalf;
        }
        y += 44.0;
    }
    drawing.close();
    return figure_of("chart-phases", "What the frame's work is made of", drawing.finish(y),
                     "Each bar is all the work of a configuration's frames, split by phase; poll takes answers in, and "
                     "inline it is there that paths are searched.",
                     "half");
}

namespace {

/// Which differences share the scale: one that dwarfs the others is drawn to the edge, with its figure.
double scale_of_differences(const std::vector<Comparison>& comparisons, Metric metric) {
    std::vector<double> sizes;
    for (const Comparison& comparison : comparisons) {
        const Difference& difference = comparison.of(metric);
        if (difference.too_few_frames) continue;
        sizes.push_back(std::max({std::abs(difference.low), std::abs(difference.high), 0.01}));
    }
    std::sort(sizes.begin(), sizes.end());
    double largest = sizes.empty() ? 1.0 : sizes.front();
    for (const double size : sizes) {
        if (size <= largest * 12.0) largest = std::max(largest, size);
    }
    return largest * 1.1;
}

void draw_difference(Drawing& drawing, const Difference& difference, const Axis& axis, double y,
                     const std::string& look) {
    if (difference.too_few_frames) return;
    drawing.line({axis.at(difference.low), y}, {axis.at(difference.high), y}, "whisker " + look);
    for (const double end : {difference.low, difference.high}) {
        if (axis.holds(end)) drawing.line({axis.at(end), y - 5.0}, {axis.at(end), y + 5.0}, "whisker solid " + look);
    }
    if (axis.holds(difference.difference)) {
        drawing.dot({axis.at(difference.difference), y}, 4.5, "area " + look, text_of(difference));
    } else {
        const double side = difference.difference > 0.0 ? 1.0 : -1.0;
        const double tip = axis.at(difference.difference);
        drawing.path(fmt::format("M{} {}l{} -6v12z", svg::number(tip), svg::number(y), svg::number(-10.0 * side)),
                     "area " + look);
    }
}

/// The slowest frames of which the runs have enough to say anything.
Metric metric_to_draw(const std::vector<Comparison>& comparisons) {
    for (const Metric metric : {Metric::kWorkP99, Metric::kWorkP95, Metric::kWorkP50}) {
        const bool is_said = std::any_of(comparisons.begin(), comparisons.end(), [&](const Comparison& comparison) {
            return !comparison.of(metric).too_few_frames;
        });
        if (is_said) return metric;
    }
    return Metric::kWorkMean;
}

}  // namespace

std::string difference_chart(const std::vector<Comparison>& comparisons, std::span<const Charted> all,
                             std::string_view base) {
    if (comparisons.empty()) return {};
    const Metric metric = metric_to_draw(comparisons);
    constexpr double kRow = 30.0;
    Drawing drawing(svg::kWide, "svg-differences", "What each configuration adds to the frame",
                    fmt::format("Differences of {} with their confidence intervals.", to_string(metric)));
    const double names = std::max(widest_name(all) + 24.0, 120.0);
    const Box plot{names, 6.0, svg::kWide - names - 230.0, kRow * static_cast<double>(comparisons.size()) + 6.0};
    const double reach = scale_of_differences(comparisons, metric);
    const Axis axis = Axis::linear(-reach, reach, plot.x, plot.right());
    svg::draw_x_axis(drawing, axis, plot, 7, "ms");
    drawing.line({axis.at(0.0), plot.y}, {axis.at(0.0), plot.bottom()}, "base");
    drawing.open("data");
    double y = plot.y + kRow / 2.0 + 3.0;
    for (const Comparison& comparison : comparisons) {
        const auto one = std::find_if(all.begin(), all.end(),
                                      [&](const Charted& each) { return each.configuration.name == comparison.other; });
        const Difference& difference = comparison.of(metric);
        drawing.text({0.0, y + kToMiddle}, comparison.other);
        draw_difference(drawing, difference, axis, y, one == all.end() ? "" : one->look);
        drawing.text({svg::kWide, y + kToMiddle}, text_of(difference), Anchor::kEnd,
                     difference.is_clear() ? "" : "dim");
        y += kRow;
    }
    drawing.close();
    return figure_of("chart-differences", "The difference it makes", drawing.finish(plot.bottom() + 26.0),
                     fmt::format("The dot is the difference in {} {}, the line its "
                                 "interval of confidence: a line that crosses zero is no measurable difference, and an "
                                 "arrow points at one that is off this scale.",
                                 to_string(metric), base),
                     "wide");
}

}  // namespace outrider::measure
