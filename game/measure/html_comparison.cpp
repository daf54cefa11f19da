// Two measurements side by side: A is the base, B what changed.
#include <fmt/format.h>

#include <algorithm>

#include "game/measure/charts.h"
#include "game/measure/figures.h"
#include "game/measure/outputs.h"
#include "game/measure/report_parts.h"
#include "game/measure/svg_charts.h"

namespace outrider::measure {

using svg::escaped;

namespace {

/// One configuration that both measured.
struct Both {
    Configuration a;
    Configuration b;
    Comparison comparison;
};

std::vector<Both> in_both(const Measurement& a, const Measurement& b) {
    std::vector<Both> both;
    const std::vector<Configuration> others = by_configuration(b.runs);
    for (Configuration& one : by_configuration(a.runs)) {
        const auto other =
            std::find_if(others.begin(), others.end(), [&](const auto& each) { return each.name == one.name; });
        if (other == others.end()) continue;
        Comparison comparison = compare(one, *other);
        both.push_back({std::move(one), *other, std::move(comparison)});
    }
    return both;
}

std::vector<std::string> only_in_one(const Measurement& a, const Measurement& b, const std::vector<Both>& both) {
    std::vector<std::string> lines;
    const auto look = [&](const Measurement& measurement, std::string_view letter) {
        for (const Configuration& one : by_configuration(measurement.runs)) {
            const bool is_in_both =
                std::any_of(both.begin(), both.end(), [&](const Both& each) { return each.a.name == one.name; });
            if (!is_in_both)
                lines.push_back(fmt::format("{} was measured in {} alone.", capitalised(one.name), letter));
        }
    };
    look(a, "A");
    look(b, "B");
    return lines;
}

/// Figures of two machines, or of two loads, differ for that reason already.
std::vector<std::string> doubts(const Measurement& a, const Measurement& b) {
    std::vector<std::string> lines;
    const auto differ = [&](std::string_view what, const std::string& left, const std::string& right) {
        if (left != right) lines.push_back(fmt::format("{}: A has {}, B has {}.", what, left, right));
    };
    differ("The processor is not the same", a.machine.cpu, b.machine.cpu);
    differ("The number of cores is not the same", fmt::format("{}", a.machine.cores),
           fmt::format("{}", b.machine.cores));
    differ("The renderer is not the same", a.machine.renderer, b.machine.renderer);
    differ("What was played is not the same", a.title, b.title);
    return lines;
}

std::string verdict_of(const std::vector<Both>& both) {
    if (both.empty()) return "A and B have no configuration in common: there is nothing to compare.";
    std::vector<std::string> changed;
    for (const Both& one : both) {
        if (one.comparison.verdict.kind == VerdictKind::kNoMeasurableEffect) continue;
        changed.push_back(fmt::format("{}: {}", capitalised(one.a.name), one.comparison.verdict.words));
    }
    if (changed.empty()) return "From A to B nothing changed that can be measured.";
    std::string text;
    for (const std::string& line : changed) text += (text.empty() ? "" : " ") + line + ".";
    return text;
}

/// The runs of both under names of their own, so that the charts of one report serve for two.
std::vector<RunRecord> runs_of(const Configuration& configuration) {
    std::vector<RunRecord> runs;
    for (const RunRecord* run : configuration.runs) runs.push_back(*run);
    return runs;
}

std::string summary_table(const std::vector<Both>& both) {
    std::string html =
        "<div class=\"scroll answer\"><table>\n<thead><tr><th></th><th>p99 of work, A</th><th>B</th><th>late frames, "
        "A</th>"
        "<th>B</th><th style=\"text-align:left\">from A to B</th></tr></thead>\n<tbody>\n";
    for (const Both& one : both) {
        const Difference& p99 = one.comparison.of(Metric::kWorkP99);
        const Difference& late = one.comparison.of(Metric::kOver60Share);
        const auto ms = [&](double value) {
            return p99.too_few_frames ? fmt::format("<span class=\"few\">{}</span>", kTooFew) : figure(value) + " ms";
        };
        html +=
            fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"words\">{}</td></tr>\n",
                        escaped(one.a.name), ms(p99.base), ms(p99.other), percent(late.base / 100.0),
                        percent(late.other / 100.0), escaped(capitalised(one.comparison.verdict.words)));
    }
    return html + "</tbody></table></div>\n";
}

std::string difference_table(const std::vector<Both>& both) {
    std::string html = "<div class=\"scroll\"><table class=\"full\">\n<thead><tr><th></th>";
    for (const Both& one : both) html += fmt::format("<th>{}</th>", escaped(one.a.name));
    html += "</tr></thead>\n<tbody>\n";
    for (std::size_t index = 0; index < kMetricCount; ++index) {
        const auto metric = static_cast<Metric>(index);
        html += fmt::format("<tr><th scope=\"row\">{} <span class=\"dim\">{}</span></th>", to_string(metric),
                            unit_of(metric));
        for (const Both& one : both) {
            const Difference& difference = one.comparison.of(metric);
            if (difference.too_few_frames) {
                html += fmt::format("<td><span class=\"few\">{}</span></td>", kTooFew);
                continue;
            }
            html += fmt::format("<td>{} \u2192 {}{}</td>", figure(difference.base), figure(difference.other),
                                difference_line(difference));
        }
        html += "</tr>\n";
    }
    return html + "</tbody></table></div>\n";
}

std::string caption_of(const Both& one) {
    const Difference& p99 = one.comparison.of(Metric::kWorkP99);
    if (p99.too_few_frames) return "There are too few frames for a p99.";
    return fmt::format("p99 of a frame's work is {} ms in A and {} ms in B.", figure(p99.base), figure(p99.other));
}

/// Percentile curves of A and B in one chart for each configuration.
std::string curves_of(const Both& one, std::size_t number) {
    std::vector<RunRecord> a_runs = runs_of(one.a);
    std::vector<RunRecord> b_runs = runs_of(one.b);
    std::vector<Charted> pair = charted(a_runs);
    std::vector<Charted> other = charted(b_runs);
    pair.front().configuration.name = std::string{"A"};
    other.front().configuration.name = std::string{"B"};
    pair.front().look = "m-none d0";
    other.front().look = "m-processes d1";
    pair.push_back(std::move(other.front()));
    return percentile_chart(pair, time_scale(pair),
                            {fmt::format("chart-percentiles-{}", number), capitalised(one.a.name), caption_of(one)});
}

std::string all_curves(const std::vector<Both>& both) {
    if (both.empty()) return {};
    std::vector<Comparison> comparisons;
    std::vector<RunRecord> runs;
    for (const Both& one : both) {
        comparisons.push_back(one.comparison);
        runs.push_back(*one.b.runs.front());
    }
    std::string html = difference_chart(comparisons, charted(runs), "from A to B") + "<div class=\"figures\">\n";
    for (std::size_t index = 0; index < both.size(); ++index) html += curves_of(both[index], index + 1);
    return html + "</div>\n";
}

std::string machine_of(const Measurement& measurement, std::string_view letter) {
    std::string html =
        fmt::format("<h3>{}: {}</h3>\n", letter, escaped(measurement.title)) + machine_list(measurement.machine);
    if (!measurement.command.empty()) html += fmt::format("<pre>{}</pre>\n", escaped(measurement.command));
    return html;
}

}  // namespace

std::string html_comparison(const Measurement& a, const Measurement& b) {
    const std::vector<Both> both = in_both(a, b);
    std::vector<std::string> warnings = doubts(a, b);
    for (std::string& line : only_in_one(a, b, both)) warnings.push_back(std::move(line));
    std::string body = "<header>\n<h1>Outrider \u00B7 A against B</h1>\n" + paragraph(verdict_of(both), "verdict");
    body += bullets({"A: " + a.title + (a.machine.date.empty() ? "" : ", " + a.machine.date),
                     "B: " + b.title + (b.machine.date.empty() ? "" : ", " + b.machine.date)},
                    "lead");
    body += bullets(warnings, "warnings") + (both.empty() ? "" : summary_table(both)) + "</header>\n";
    body += section_of("frames", "The frame, A and B", all_curves(both));
    if (!both.empty()) body += section_of("figures", "All figures", difference_table(both));
    body += section_of("machine", "The machines", machine_of(a, "A") + "<p>\u00A0</p>" + machine_of(b, "B"));
    body += section_of("glossary", "What the words mean", glossary());
    return page_of("Outrider: A against B", body);
}

}  // namespace outrider::measure
