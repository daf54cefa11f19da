#include "game/app/measure_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>

#include "game/app/measure_plan.h"
#include "game/measure/chart_series.h"
#include "game/measure/comparison.h"
#include "game/measure/figures.h"
#include "game/measure/frame_statistics.h"

namespace outrider::app {

namespace {

constexpr std::string_view kRow = "{:<35} {:>8} {:>9} {:>9} {:>9} {:>9} {:>9} {:>10} {:>6}  {}\n";

/// Milliseconds; a dash where the sample cannot support the percentile.
std::string percentile_text(double value_ms, std::size_t frames, std::uint32_t permille) {
    return measure::supports(frames, permille) ? fmt::format("{:.2f}", value_ms) : "too few";
}

bool any(const measure::Configuration& configuration, bool measure::RunMarks::*mark) {
    return std::ranges::any_of(configuration.runs, [mark](const auto* run) { return run->marks.*mark; });
}

std::string marks_of(const measure::Configuration& configuration) {
    std::vector<std::string_view> marks;
    if (!std::ranges::all_of(configuration.runs, [](const auto* run) { return run->totals.conserved; })) {
        marks.emplace_back("REQUESTS LOST");
    }
    if (any(configuration, &measure::RunMarks::not_saturated)) marks.emplace_back("not saturated");
    if (any(configuration, &measure::RunMarks::starved)) marks.emplace_back("starved");
    if (any(configuration, &measure::RunMarks::stopped_early)) marks.emplace_back("stopped early");
    const bool noisy =
        std::ranges::any_of(configuration.runs, [](const auto* run) { return !run->marks.not_quiet.empty(); });
    if (noisy) marks.emplace_back("machine not quiet");
    return fmt::format("{}", fmt::join(marks, ", "));
}

std::string row_of(const measure::Configuration& configuration) {
    const measure::FrameStatistics figures = measure::median_statistics(configuration);
    const std::size_t frames_of_a_run = figures.frames_of_shortest_run;
    const double paths =
        measure::median_over_runs(configuration, [](const auto& run) { return run.totals.paths_per_s(); });
    const double busy =
        measure::median_over_runs(configuration, [](const auto& run) { return run.totals.worker_busy; });
    const bool has_busy = configuration.runs.front()->setup.workers != 0;
    return fmt::format(kRow, configuration.name, figures.frames, fmt::format("{:.2f}", figures.work.p50_ms),
                       percentile_text(figures.work.p99_ms, frames_of_a_run, 990),
                       percentile_text(figures.work.p999_ms, frames_of_a_run, 999),
                       percentile_text(figures.core.p99_ms, frames_of_a_run, 990),
                       measure::percent(figures.over_60_share), fmt::format("{:.0f}", paths),
                       has_busy ? fmt::format("{:.2f}", busy) : "-", marks_of(configuration));
}

}  // namespace

measure::RunSetup setup_of(const SessionSettings& settings, const Window& window,
                           const std::optional<sim::AskPolicy>& asking) {
    const PlayOptions& options = settings.options;
    measure::RunSetup setup;
    setup.mode = options.mode;
    setup.workers = has_workers(options.mode) ? settings.workers : 0;
    setup.policy = options.policy;
    setup.chunk_jobs = options.chunk_jobs.value_or(kDefaultChunk_jobs);
    setup.scenario = to_string(options.scenario);
    setup.map = settings.map_name;
    setup.units = settings.units;
    setup.seed = options.seed;
    if (asking) setup.ask_rate = asking_text(*asking);
    setup.algorithm = options.algorithm;
    setup.frames_per_s = frames_per_s(options, window);
    setup.renderer = window.renderer_name();
    return setup;
}

std::string asking_text(const sim::AskPolicy& asking) {
    return asking.again_at_once ? "max" : fmt::format("{:.4g}", asking.per_unit_per_second);
}

std::string title_of(const measure::RunSetup& setup) {
    std::string title = fmt::format("{}, {}", setup.scenario, setup.map);
    if (setup.units != 0) title += fmt::format(", {} units", measure::grouped(setup.units));
    if (setup.ask_rate == "max") title += ", asking max";
    if (!setup.ask_rate.empty() && setup.ask_rate != "max") {
        title += fmt::format(", asking {} times per unit and second", setup.ask_rate);
    }
    return title;
}

std::string to_table(const measure::Measurement& measurement) {
    std::string table = fmt::format(kRow, "median of the repeats", "frames", "work p50", "work p99", "p99.9",
                                    "core p99", ">16.67", "paths/s", "busy", "");
    table += fmt::format(kRow, "", "", "ms", "ms", "ms", "ms", "of all", "", "", "");
    for (const measure::Configuration& configuration : measure::by_configuration(measurement.runs)) {
        table += row_of(configuration);
    }
    return table;
}

std::string to_text(const std::vector<measure::Comparison>& comparisons) {
    std::string text;
    for (const measure::Comparison& comparison : comparisons) {
        text += fmt::format("{} against {}: {}\n", comparison.other, comparison.base, comparison.verdict.words);
    }
    return text;
}

int fail_measuring(std::string_view reason) {
    fmt::print(stderr, "outrider: {}\n", reason);
    return kExitCheckFailed;
}

}  // namespace outrider::app
