// Processes instead of threads: what the border between the game and its workers costs, and what it is worth.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "game/measure/chart_series.h"
#include "game/measure/figures.h"
#include "game/measure/report_parts.h"
#include "game/measure/svg_charts.h"

namespace outrider::measure {
namespace {

struct Pair {
    const Charted* threads = nullptr;
    const Charted* processes = nullptr;
};

const RunSetup& setup_of(const Charted& one) { return one.configuration.runs.front()->setup; }

/// The same number of workers in both forms; of several the most.
Pair pair_in(std::span<const Charted> all) {
    Pair best;
    for (const Charted& threads : all) {
        if (setup_of(threads).mode != paths::Mode::kThreads) continue;
        for (const Charted& processes : all) {
            const RunSetup& setup = setup_of(processes);
            if (setup.mode != paths::Mode::kProcesses || setup.workers != setup_of(threads).workers ||
                setup.chunk_jobs != setup_of(threads).chunk_jobs) {
                continue;
            }
            if (best.threads == nullptr || setup.workers > setup_of(*best.threads).workers)
                best = {&threads, &processes};
        }
    }
    return best;
}

std::string ratio_cell(double threads, double processes) {
    return threads > 0.0 && processes > 0.0 ? fmt::format("\u00D7 {}", figure(processes / threads)) : "\u2013";
}

/// 0 is what was not seen.
std::string cell(double value, std::string_view unit) {
    return value > 0.0 ? fmt::format("{} {}", figure(value), unit) : "\u2013";
}

template <class Figure>
std::string row(const Pair& pair, std::string_view name, std::string_view unit, Figure value) {
    const double threads = median_over_runs(pair.threads->configuration, value);
    const double processes = median_over_runs(pair.processes->configuration, value);
    return fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>\n", name,
                       cell(threads, unit), cell(processes, unit), ratio_cell(threads, processes));
}

/// Of latencies: with what is to be said where there are too few of them.
std::string latency_row(const Pair& pair, std::string_view name, RunFigure which) {
    const auto whole = [](const RunRecord& run) -> const Percentiles& {
        return run.totals.latency.steps[static_cast<std::size_t>(paths::LatencyStep::kWhole)];
    };
    const auto words = [&](const Charted& one) {
        return words_over_runs(one.configuration, whole, which, [](double ms) { return figure(ms) + " ms"; });
    };
    const auto value = [&](const Charted& one) {
        if (!words(one).ends_with(" ms")) return 0.0;
        return median_over_runs(one.configuration, [&](const RunRecord& run) { return whole(run).*which.value; });
    };
    return fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>\n", name,
                       words(*pair.threads), words(*pair.processes),
                       ratio_cell(value(*pair.threads), value(*pair.processes)));
}

std::string survived(const std::vector<CrashTrial>& crashes, paths::Mode mode) {
    const auto trial =
        std::find_if(crashes.begin(), crashes.end(), [&](const auto& each) { return each.mode == mode; });
    if (trial == crashes.end()) return "\u2013";
    std::string text = fmt::format("{} of {}", trial->survived, trial->planted);
    if (trial->back_after_ms > 0.0)
        text += fmt::format("<small>back after {} ms</small>", figure(trial->back_after_ms));
    return text;
}

std::string crash_rows(const std::vector<CrashTrial>& crashes) {
    if (crashes.empty()) return {};
    return fmt::format("<tr><th scope=\"row\">crashes survived</th><td>{}</td><td>{}</td><td></td></tr>\n",
                       survived(crashes, paths::Mode::kThreads), survived(crashes, paths::Mode::kProcesses));
}

std::string sentences_of(const std::vector<CrashTrial>& crashes) {
    std::string html;
    for (const CrashTrial& trial : crashes) {
        html += paragraph(capitalised(trial.how) + (trial.how.ends_with('.') ? "" : "."), "lead");
    }
    return html;
}

}  // namespace

std::string processes_box(const Measurement& measurement, std::span<const Charted> all) {
    const Pair pair = pair_in(all);
    if (pair.threads == nullptr) return {};
    std::string html = fmt::format(
        "<div class=\"box\"><div class=\"scroll\"><table>\n<thead><tr><th></th><th>{}</th><th>{}</th><th>processes / "
        "threads"
        "</th></tr></thead>\n<tbody>\n",
        svg::escaped(pair.threads->configuration.name), svg::escaped(pair.processes->configuration.name));
    html +=
        row(pair, "paths per second", "", [](const RunRecord& run) { return std::round(run.totals.paths_per_s()); });
    html += latency_row(pair, "latency, p50", kP50) + latency_row(pair, "latency, p99", kP99);
    html += row(pair, "memory, game and workers (PSS)", "MiB",
                [](const RunRecord& run) { return run.totals.game_mib + run.totals.workers_mib; });
    html += row(pair, "start of a worker", "ms", [](const RunRecord& run) { return run.totals.worker_start_ms; });
    html += crash_rows(measurement.crashes);
    return html + "</tbody></table></div>\n" + sentences_of(measurement.crashes) + "</div>\n";
}

}  // namespace outrider::measure
