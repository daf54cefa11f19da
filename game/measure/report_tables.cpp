#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <optional>

#include "game/measure/chart_series.h"
#include "game/measure/figures.h"
#include "game/measure/report_parts.h"
#include "game/measure/svg_charts.h"

namespace outrider::measure {

using svg::escaped;

namespace {

using paths::LatencyStep;
using Cell = std::function<std::string(const Charted&)>;

struct Row {
    std::string name;
    std::string unit;
    Cell cell;
    std::optional<Metric> metric;  ///< its difference is shown
    std::string classes = {};
};

struct Group {
    std::string name;
    std::vector<Row> rows;
};

std::string few() { return fmt::format("<span class=\"few\">{}</span>", kTooFew); }

std::string swatch(const Charted& one) { return fmt::format("<span class=\"swatch {}\"></span>", one.look); }

Row metric_row(std::string name, std::string unit, Metric metric) {
    const auto cell = [metric](const Charted& one) {
        return supports(one.statistics, metric) ? figure(value_of(metric, one.statistics)) : few();
    };
    return {std::move(name), std::move(unit), cell, metric};
}

/// "0 + 3 + 500 frames": of each repeat, beside a figure that is their median; "0 frames" of them all.
std::string by_repeat(const Charted& one, std::uint64_t FrameStatistics::*count) {
    const std::uint64_t all = one.statistics.*count;
    if (one.repeats.size() == 1 || all == 0) return counted(all, "frame");
    std::string text;
    for (const FrameStatistics& repeat : one.repeats) text += (text.empty() ? "" : " + ") + grouped(repeat.*count);
    return text + " frames";
}

/// A share, in per cent, with the number of frames beneath.
Row share_row(std::string name, Metric metric, std::uint64_t FrameStatistics::*count) {
    const auto cell = [metric, count](const Charted& one) {
        if (!supports(one.statistics, metric)) return few();
        return fmt::format("{} <small>{}</small>", percent(value_of(metric, one.statistics) / 100.0),
                           by_repeat(one, count));
    };
    return {std::move(name), "", cell, metric};
}

/// Median over the repeats.
template <class Figure>
Row run_row(std::string name, std::string unit, Figure value) {
    const auto cell = [value](const Charted& one) { return figure(median_over_runs(one.configuration, value)); };
    return {std::move(name), std::move(unit), cell, std::nullopt};
}

bool is_asking(const Charted& one) { return one.configuration.runs.front()->setup.mode != paths::Mode::kNone; }

/// A figure of requests: a dash where none were made.
Row asking_row(Row row) {
    row.cell = [cell = std::move(row.cell)](const Charted& one) { return is_asking(one) ? cell(one) : "\u2013"; };
    return row;
}

const Percentiles& whole(const RunRecord& run) {
    return run.totals.latency.steps[static_cast<std::size_t>(LatencyStep::kWhole)];
}
const Percentiles& submit(const RunRecord& run) { return run.totals.submit; }
const Percentiles& poll(const RunRecord& run) { return run.totals.poll; }

/// Words of words_over_runs(), those that are no number set apart.
std::string number_or_few(std::string words) {
    return words == kTooFewSamples ? fmt::format("<span class=\"few\">{}</span>", words) : words;
}

/// Of durations that each run sums up for itself. `unit_per_ms`: of the unit.
template <class Times>
Row times_row(std::string name, std::string unit, Times times, RunFigure which, double unit_per_ms = 1.0) {
    const auto cell = [times, which, unit_per_ms](const Charted& one) {
        return number_or_few(
            words_over_runs(one.configuration, times, which, [&](double ms) { return figure(ms * unit_per_ms); }));
    };
    return {std::move(name), std::move(unit), cell, std::nullopt};
}

/// A latency in frames: of the same samples as the one in ms.
Row frames_row(std::string name, RunFigure which, double LatencySteps::*value) {
    const auto cell = [which, value](const Charted& one) {
        return number_or_few(words_over_runs(one.configuration, whole, which, [&](double /*ms*/) {
            return figure(
                median_over_runs(one.configuration, [&](const RunRecord& run) { return run.totals.latency.*value; }));
        }));
    };
    return {std::move(name), "frames", cell, std::nullopt};
}

/// Of each frame a time that is a part of its work. `metric`: the one of the work that asks as much of the sample.
Row part_row(std::string name, Percentiles FrameStatistics::*part, double Percentiles::*value, Metric metric) {
    const auto cell = [part, value, metric](const Charted& one) {
        return supports(one.statistics, metric) ? figure(one.statistics.*part.*value) : few();
    };
    return {std::move(name), "ms", cell, std::nullopt};
}

Group work_group() {
    constexpr auto kPaths = &FrameStatistics::submit_and_poll;
    return {
        "Work of a frame",
        {metric_row("mean", "ms", Metric::kWorkMean), metric_row("p50", "ms", Metric::kWorkP50),
         metric_row("p95", "ms", Metric::kWorkP95), metric_row("p99", "ms", Metric::kWorkP99),
         metric_row("p99.9", "ms", Metric::kWorkP999), metric_row("longest", "ms", Metric::kWorkMax),
         metric_row("core, mean", "ms", Metric::kCoreMean), metric_row("core, p99", "ms", Metric::kCoreP99),
         part_row("submit and poll, p50", kPaths, &Percentiles::p50_ms, Metric::kWorkP50),
         part_row("submit and poll, p99", kPaths, &Percentiles::p99_ms, Metric::kWorkP99),
         part_row("submit and poll, longest", kPaths, &Percentiles::max_ms, Metric::kWorkMax),
         part_row("off the processor, p99", &FrameStatistics::off_cpu, &Percentiles::p99_ms, Metric::kWorkP99),
         part_row("off the processor, longest", &FrameStatistics::off_cpu, &Percentiles::max_ms, Metric::kWorkMax)}};
}

Group smoothness_group() {
    return {"What a player sees of it",
            {share_row("over 16.67 ms", Metric::kOver60Share, &FrameStatistics::over_60),
             share_row("over 8.33 ms", Metric::kOver120Share, &FrameStatistics::over_120),
             metric_row("1 % low", "fps", Metric::kLow1), metric_row("0.1 % low", "fps", Metric::kLow01),
             share_row("time in stutter", Metric::kStutterShare, &FrameStatistics::stutters),
             metric_row("hitches per minute", "", Metric::kHitches)}};
}

Group paths_group() {
    const auto totals = [](auto member) { return [member](const RunRecord& run) { return run.totals.*member; }; };
    std::vector<Row> rows{
        run_row("paths per second", "", [](const RunRecord& run) { return std::round(run.totals.paths_per_s()); }),
        times_row("latency p50", "ms", whole, kP50),
        times_row("latency p99", "ms", whole, kP99),
        frames_row("latency p50", kP50, &LatencySteps::p50_frames),
        frames_row("latency p99", kP99, &LatencySteps::p99_frames),
        times_row("submit p99", "\u00B5s", submit, kP99, 1000.0),
        times_row("poll p99", "\u00B5s", poll, kP99, 1000.0),
        run_row("CPU of the workers", "s", totals(&RunTotals::worker_cpu_s)),
        {"workers busy", "",
         [](const Charted& one) {
             return percent(
                 median_over_runs(one.configuration, [](const RunRecord& run) { return run.totals.worker_busy; }));
         },
         std::nullopt},
        run_row("memory of the workers", "MiB", totals(&RunTotals::workers_mib)),
        run_row("workers restarted", "", [](const RunRecord& run) { return run.totals.worker_restarts * 1.0; })};
    for (Row& row : rows) row = asking_row(std::move(row));
    return {"Paths", std::move(rows)};
}

Group run_group() {
    const auto marks = [](const Charted& one) {
        std::string cell;
        for (const std::string& mark : marks_of(one.configuration))
            cell += (cell.empty() ? "" : "<br/>") + escaped(mark);
        return cell.empty() ? std::string("\u2013") : cell;
    };
    const auto repeats = [](const Charted& one) {
        const std::size_t all = one.configuration.runs.size();
        return one.repeats.size() == all ? grouped(all) : fmt::format("{} of {}", one.repeats.size(), all);
    };
    return {
        "Runs",
        {run_row("CPU of the game", "s", [](const RunRecord& run) { return run.totals.game_cpu_s; }),
         run_row("CPU of everything else", "s", [](const RunRecord& run) { return run.totals.foreign_cpu_s; }),
         run_row("memory of the game", "MiB", [](const RunRecord& run) { return run.totals.game_mib; }),
         {"frames of all repeats", "", [](const Charted& one) { return grouped(one.statistics.frames); }, std::nullopt},
         {"repeats", "", repeats, std::nullopt},
         {"marks", "", marks, std::nullopt, "marks"}}};
}

const Comparison* comparison_of(const Charted& one, const std::vector<Comparison>& comparisons) {
    const auto found = std::find_if(comparisons.begin(), comparisons.end(), [&](const Comparison& comparison) {
        return comparison.other == one.configuration.name;
    });
    return found == comparisons.end() ? nullptr : &*found;
}

std::string difference_to_base(const Charted& one, const std::optional<Metric>& metric,
                               const std::vector<Comparison>& comparisons) {
    const Comparison* comparison = comparison_of(one, comparisons);
    return metric && comparison != nullptr ? difference_line(comparison->of(*metric)) : std::string();
}

std::string head_of(std::span<const Charted> all) {
    std::string html = "<thead><tr><th></th>";
    for (const Charted& one : all) {
        const std::string& name = one.configuration.name;
        const std::size_t comma = name.find(", ");
        html += fmt::format("<th>{}{}<small>{}</small></th>", swatch(one), escaped(name.substr(0, comma)),
                            comma == std::string::npos ? "" : escaped(name.substr(comma + 2)));
    }
    return html + "</tr></thead>\n";
}

std::string row_of(const Row& row, std::span<const Charted> all, const std::vector<Comparison>& comparisons) {
    std::string html = fmt::format("<tr><th scope=\"row\">{}{}</th>", escaped(row.name),
                                   row.unit.empty() ? "" : fmt::format(" <span class=\"dim\">{}</span>", row.unit));
    for (const Charted& one : all) {
        html += fmt::format("<td class=\"{}\">{}{}</td>", row.classes, row.cell(one),
                            difference_to_base(one, row.metric, comparisons));
    }
    return html + "</tr>\n";
}

std::string late_cell(const Charted& one) {
    if (one.statistics.frames == 0) return std::string(kDash);
    return fmt::format("<span class=\"big\">{}</span><small>{}</small>", percent(one.statistics.over_60_share),
                       by_repeat(one, &FrameStatistics::over_60));
}

/// How the tables say what they have of several repeats; empty text where each has one.
std::string repeats_note(std::span<const Charted> all) {
    const bool are_several =
        std::any_of(all.begin(), all.end(), [](const Charted& one) { return one.repeats.size() > 1; });
    return are_several
               ? paragraph("Each figure is the median of the repeats; numbers of frames are told repeat by repeat.",
                           "note")
               : std::string();
}

std::string verdict_cell(const Charted& one, const std::vector<Comparison>& comparisons) {
    const Comparison* comparison = comparison_of(one, comparisons);
    const std::string words = comparison == nullptr ? "what the others are compared with" : comparison->verdict.words;
    std::string html = escaped(capitalised(words));
    for (const std::string& mark : marks_of(one.configuration)) html += fmt::format("<small>{}</small>", escaped(mark));
    return html;
}

/// The slowest frames of which any configuration has enough to say anything.
Metric slow_metric(std::span<const Charted> all) {
    for (const Metric metric : {Metric::kWorkP99, Metric::kWorkP95, Metric::kWorkP50}) {
        const auto is_said = [&](const Charted& one) { return supports(one.statistics, metric); };
        if (std::any_of(all.begin(), all.end(), is_said)) return metric;
    }
    return Metric::kWorkP99;
}

std::string answer_row(const Charted& one, Metric slow, const std::vector<Comparison>& comparisons) {
    const double found =
        median_over_runs(one.configuration, [](const RunRecord& run) { return run.totals.paths_per_s(); });
    const std::string time = supports(one.statistics, slow) ? fmt::format("<span class=\"big\">{}</span> ms",
                                                                          figure(value_of(slow, one.statistics)))
                                                            : few();
    return fmt::format(
        "<tr><td>{}{}</td><td data-name=\"{}\">{}</td><td data-name=\"late frames\">{}</td>"
        "<td data-name=\"paths/s\">{}</td>{}</tr>\n",
        swatch(one), escaped(one.configuration.name), to_string(slow), time, late_cell(one),
        is_asking(one) ? fmt::format("<span class=\"big\">{}</span>", figure(std::round(found))) : "\u2013",
        comparisons.empty() ? "" : fmt::format("<td class=\"words\">{}</td>", verdict_cell(one, comparisons)));
}

}  // namespace

std::string difference_line(const Difference& difference) {
    if (difference.too_few_frames) return {};
    if (difference.low == 0.0 && difference.high == 0.0) return "<small>=</small>";
    // Spaces that do not break: the interval stays in one line.
    const std::string interval =
        fmt::format("{}\u00A0to\u00A0{}", signed_figure(difference.low), signed_figure(difference.high));
    if (!difference.is_clear()) return fmt::format("<small>\u2248\u00A0{}</small>", interval);
    const bool is_worse = (difference.difference > 0.0) == is_worse_when_higher(difference.metric);
    return fmt::format("<small class=\"clear\">{}\u00A0{} ({})</small>", is_worse ? "\u25B2" : "\u25BC",
                       signed_figure(difference.difference), interval);
}

std::vector<std::string> marks_of(const Configuration& configuration) {
    std::vector<std::string> marks;
    const auto add = [&](bool is_set, const std::string& mark) {
        if (is_set && std::find(marks.begin(), marks.end(), mark) == marks.end()) marks.push_back(mark);
    };
    for (const RunRecord* run : configuration.runs) {
        add(run->marks.not_saturated, "not saturated: the workers had time left");
        add(run->marks.starved, "starved: the workers got next to no CPU");
        add(run->marks.stopped_early, "stopped early");
        add(!run->totals.conserved, "requests were lost");
        for (const std::string& reason : run->marks.not_quiet) add(true, "not quiet: " + reason);
    }
    return marks;
}

std::string answer_table(std::span<const Charted> all, const std::vector<Comparison>& comparisons) {
    const Metric slow = slow_metric(all);
    const std::string against = comparisons.empty() ? std::string()
                                                    : fmt::format("<th style=\"text-align:left\">against {}</th>",
                                                                  escaped(comparisons.front().base));
    std::string html = fmt::format(
        "<div class=\"scroll answer\"><table>\n<thead><tr><th></th><th>{} of a frame</th>"
        "<th>late frames</th><th>paths/s</th>{}</tr></thead>\n<tbody>\n",
        to_string(slow), against);
    for (const Charted& one : all) html += answer_row(one, slow, comparisons);
    return html + "</tbody></table></div>\n" + repeats_note(all);
}

std::string full_table(std::span<const Charted> all, const std::vector<Comparison>& comparisons) {
    std::string html = "<div class=\"scroll\"><table class=\"full\">\n" + head_of(all) + "<tbody>\n";
    for (const Group& group : {work_group(), smoothness_group(), paths_group(), run_group()}) {
        html +=
            fmt::format("<tr class=\"group\"><th colspan=\"{}\">{}</th></tr>\n", all.size() + 1, escaped(group.name));
        for (const Row& row : group.rows) html += row_of(row, all, comparisons);
    }
    return html + "</tbody></table></div>\n" + repeats_note(all);
}

std::string run_table(std::span<const RunRecord> runs) {
    std::string html =
        "<details><summary>Every run by itself</summary>\n<div class=\"scroll\"><table>\n<thead><tr><th>run</th>"
        "<th>frames</th><th>p50 ms</th><th>p99 ms</th><th>longest ms</th><th>late frames</th><th>paths/s</th>"
        "<th>workers busy</th></tr></thead>\n<tbody>\n";
    for (const RunRecord& run : runs) {
        const FrameStatistics frames = frame_statistics(run.frames);
        html += fmt::format(
            "<tr><td>{}, repeat "
            "{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
            escaped(configuration_of(run.setup)), run.setup.repeat, grouped(frames.frames),
            supports(frames, Metric::kWorkP50) ? figure(frames.work.p50_ms) : few(),
            supports(frames, Metric::kWorkP99) ? figure(frames.work.p99_ms) : few(),
            frames.frames > 0 ? figure(frames.work.max_ms) : std::string(kDash),
            frames.frames > 0 ? grouped(frames.over_60) : std::string(kDash),
            figure(std::round(run.totals.paths_per_s())), percent(run.totals.worker_busy));
    }
    return html + "</tbody></table></div></details>\n";
}

std::string agreement_table(const std::vector<AgreementCheck>& checks) {
    if (checks.empty()) return {};
    const bool agree = std::all_of(checks.begin(), checks.end(), [&](const AgreementCheck& check) {
        return check.path_hash == checks.front().path_hash && check.state_hash == checks.front().state_hash;
    });
    const std::string_view sentence =
        checks.size() == 1 ? "Before the timed runs the same ticks were played in lockstep in one form alone: there is "
                             "nothing to compare its paths with."
        : agree            ? "Before the timed runs the same ticks were played in lockstep in each form: the "
                             "paths and the world are the same in all of them, bit for bit."
                           : "The forms do not agree: what they were measured at is not the same work.";
    std::string html = paragraph(sentence, "lead");
    html +=
        "<div class=\"scroll\"><table>\n<thead><tr><th>form</th><th>ticks</th><th>hash of all paths</th>"
        "<th>hash of the world</th></tr></thead>\n<tbody>\n";
    for (const AgreementCheck& check : checks) {
        html += fmt::format(
            "<tr><td>{}</td><td>{}</td><td class=\"hash\">{:016x}</td><td class=\"hash\">{:016x}</td></tr>\n",
            escaped(check.configuration), grouped(check.ticks), check.path_hash, check.state_hash);
    }
    return html + "</tbody></table></div>\n";
}

}  // namespace outrider::measure
