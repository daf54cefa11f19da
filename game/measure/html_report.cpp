#include <fmt/format.h>

#include "game/measure/break_even_chart.h"
#include "game/measure/charts.h"
#include "game/measure/figures.h"
#include "game/measure/outputs.h"
#include "game/measure/report_parts.h"
#include "game/measure/svg_charts.h"

namespace outrider::measure {

using svg::escaped;

std::string page_of(std::string_view title, std::string_view body) {
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
        "<meta charset=\"utf-8\"/>\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
        "<meta name=\"generator\" content=\"outrider\"/>\n<title>{}</title>\n<style>{}</style>\n</head>\n"
        "<body>\n<main>\n{}</main>\n</body>\n</html>\n",
        escaped(title), style_sheet(), body);
}

std::string section_of(std::string_view id, std::string_view heading, std::string_view body) {
    if (body.empty()) return {};
    return fmt::format("<section id=\"{}\">\n<h2>{}</h2>\n{}</section>\n", id, escaped(heading), body);
}

std::string paragraph(std::string_view text, std::string_view classes) {
    if (text.empty()) return {};
    return fmt::format("<p class=\"{}\">{}</p>\n", classes, escaped(text));
}

std::string bullets(const std::vector<std::string>& items, std::string_view classes) {
    if (items.empty()) return {};
    std::string html = fmt::format("<ul class=\"{}\">\n", classes);
    for (const std::string& item : items) html += fmt::format("<li>{}</li>\n", escaped(item));
    return html + "</ul>\n";
}

std::string machine_list(const MachineFacts& machine) {
    std::string html = "<dl class=\"machine\">\n";
    const auto say = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) html += fmt::format("<dt>{}</dt><dd>{}</dd>\n", name, escaped(value));
    };
    const std::string limit = machine.cgroup_limit_cores > 0.0
                                  ? fmt::format(", limited to {} by its cgroup", figure(machine.cgroup_limit_cores))
                                  : std::string();
    say("processor", machine.cpu);
    say("cores", fmt::format("{}{}", machine.cores, limit));
    say("memory", machine.memory_gib > 0.0 ? fmt::format("{} GiB", figure(machine.memory_gib)) : "");
    say("frequency governor", machine.governor);
    say("system", machine.system);
    say("kernel", machine.kernel);
    say("renderer", machine.renderer);
    say("build", machine.build);
    say("measured", machine.date);
    return html + "</dl>\n";
}

namespace {

std::string head_of(const Measurement& measurement, const Findings& findings, std::span<const Charted> all) {
    std::string html = fmt::format("<h1>Outrider \u00B7 {}</h1>\n", escaped(measurement.title));
    html += paragraph(findings.verdict, "verdict");
    if (measurement.is_quick_look) {
        html +=
            "<p class=\"lead\"><span class=\"badge\">quick look</span>One short run each: it shows what is large, and "
            "cannot show what is small. The command at the end of this page measures it properly.</p>\n";
    }
    return "<header>\n" + html + bullets(measurement.warnings, "warnings") +
           (all.empty() ? "" : answer_table(all, findings.comparisons)) + "</header>\n";
}

std::string frame_charts(const Findings& findings, std::span<const Charted> all, const TimeScale& scale) {
    const std::string base = findings.comparisons.empty()
                                 ? std::string()
                                 : fmt::format("to \u201C{}\u201D", findings.comparisons.front().base);
    return difference_chart(findings.comparisons, all, base) + "<div class=\"figures\">\n" +
           percentile_chart(all, scale) + histogram_chart(all, scale) + threshold_chart(all) + phase_chart(all) +
           "</div>\n";
}

std::string path_charts(std::span<const Charted> all) {
    const std::string charts = scaling_chart(all) + latency_chart(all);
    return charts.empty() ? charts : "<div class=\"figures\">\n" + charts + "</div>\n";
}

std::string timelines(std::span<const Charted> all, const TimeScale& scale) {
    std::string html = paragraph(
        "One repeat of each, all on one scale: the band of frame times reaches from the shortest to the longest frame "
        "in "
        "each column, and what lies above 16.67 ms is late and has another colour. Under it are the requests that wait "
        "or "
        "are worked on; then a lane for each worker, high while it searches, thin while it is idle, a cross where it "
        "died or was stopped. "
        "Triangles mark what happened meanwhile.",
        "lead");
    for (const Charted& one : all) html += timeline_chart(one, scale);
    return html;
}

std::string again(const Measurement& measurement) {
    std::string html = machine_list(measurement.machine);
    if (!measurement.command.empty()) html += fmt::format("<pre>{}</pre>\n", escaped(measurement.command));
    return html;
}

std::string break_even_section(const Measurement& measurement) {
    if (!measurement.break_even) return {};
    return break_even_charts(*measurement.break_even);
}

}  // namespace

std::string html_report(const Measurement& measurement, const Findings& findings) {
    const std::vector<Charted> all = charted(measurement.runs);
    const TimeScale scale = time_scale(all);
    std::string body = head_of(measurement, findings, all);
    if (!all.empty()) {
        body += section_of("frames", "The frame", frame_charts(findings, all, scale));
        body += section_of("timelines", "Over time", timelines(all, scale));
        body += section_of("paths", "The paths", path_charts(all));
        body += section_of("processes-threads", "Processes instead of threads", processes_box(measurement, all));
    }
    body += section_of("break-even", "When does offloading pay?", break_even_section(measurement));
    if (!all.empty()) {
        body +=
            section_of("figures", "All figures", full_table(all, findings.comparisons) + run_table(measurement.runs));
    }
    body += section_of("agreement", "The same answers everywhere", agreement_table(measurement.agreement));
    body += section_of("machine", "The machine, and how to do it again", again(measurement));
    body += section_of("glossary", "What the words mean", glossary());
    return page_of("Outrider: " + measurement.title, body);
}

}  // namespace outrider::measure
