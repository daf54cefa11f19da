#include "game/app/solve_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "game/paths/statistics.h"

namespace outrider::app {

namespace {

constexpr double kMicroseconds = 1000.0;  // in a millisecond

std::string run_line(const SolveReport& run) {
    const SolveCounts& counts = run.counts;
    return fmt::format(
        "{:<10} {:>7} {:>8} {:>8} {:>7} {:>7} {:>5} {:>7} {:>5} {:>7} {:>8.2f} {:>9.0f} {:>8.1f} {:>8.1f} "
        "{:>9.1f} {:>9.1f}  {:016x}{}\n",
        paths::to_string(run.mode), run.workers, counts.answered, counts.optimal, counts.partial, counts.unreachable,
        counts.wrong, counts.invalid, counts.lost, counts.duplicated, run.seconds, run.paths_per_s(),
        run.search.p50_ms * kMicroseconds, run.search.p99_ms * kMicroseconds, run.round_trip.p50_ms * kMicroseconds,
        run.round_trip.p99_ms * kMicroseconds, run.path_hash, run.passes_agree ? "" : "  passes differ!");
}

/// "jps", or "jps, 2x2 cells, nearest".
std::string manner_text(const PathQuery& manner) {
    std::string text(to_string(manner.algorithm));
    if (manner.clearance == Clearance::kTwoCells) text += ", 2x2 cells";
    if (manner.or_nearest) text += ", nearest";
    if (manner.smooth) text += ", smooth";
    return text;
}

}  // namespace

nlohmann::ordered_json to_json(const SolveReport& report) {
    const SolveCounts& counts = report.counts;
    const measure::Percentiles& search = report.search;
    const measure::Percentiles& trip = report.round_trip;
    return {
        {"map", report.map},
        {"mode", paths::to_string(report.mode)},
        {"workers", report.workers},
        {"algorithm", to_string(report.manner.algorithm)},
        {"clearance", static_cast<int>(report.manner.clearance)},
        {"smooth", report.manner.smooth},
        {"nearest", report.manner.or_nearest},
        {"queries", counts.queries},
        {"answered", counts.answered},
        {"optimal", counts.optimal},
        {"partial", counts.partial},
        {"unreachable", counts.unreachable},
        {"wrong", counts.wrong},
        {"invalid", counts.invalid},
        {"lost", counts.lost},
        {"duplicated", counts.duplicated},
        {"seconds", report.seconds},
        {"paths_per_s", report.paths_per_s()},
        {"path_hash", fmt::format("{:016x}", report.path_hash)},
        {"passes_agree", report.passes_agree},
        {"search_us",
         {{"mean", search.mean_ms * kMicroseconds},
          {"p50", search.p50_ms * kMicroseconds},
          {"p99", search.p99_ms * kMicroseconds},
          {"max", search.max_ms * kMicroseconds}}},
        {"round_trip_us",
         {{"p50", trip.p50_ms * kMicroseconds},
          {"p99", trip.p99_ms * kMicroseconds},
          {"max", trip.max_ms * kMicroseconds}}},
        {"map_edits", report.map_edits},
    };
}

std::string to_table(std::span<const SolveReport> reports) {
    if (reports.empty()) return {};
    const SolveReport& first = reports.front();
    std::string table = fmt::format("{}: {} queries, {} map edits, {}\n", first.map, first.counts.queries,
                                    first.map_edits, manner_text(first.manner));
    table += fmt::format(
        "{:<10} {:>7} {:>8} {:>8} {:>7} {:>7} {:>5} {:>7} {:>5} {:>7} {:>8} {:>9} {:>8} {:>8} {:>9} {:>9}  {}\n",
        "mode", "workers", "answered", "optimal", "partial", "no way", "wrong", "invalid", "lost", "doubled", "seconds",
        "paths/s", "p50 us", "p99 us", "trip p50", "trip p99", "path hash");
    for (const SolveReport& run : reports) table += run_line(run);
    return table;
}

std::string to_scaling_table(std::span<const SolveReport> reports) {
    const auto is_inline = [](const SolveReport& run) { return run.mode == paths::Mode::kInline; };
    const auto base = std::ranges::find_if(reports, is_inline);
    if (base == reports.end() || std::ranges::all_of(reports, is_inline)) return {};
    std::string table = fmt::format("\n{:<10} {:>8} {:>9} {:>11}\n", "workers", "seconds", "speed-up", "efficiency");
    for (const SolveReport& run : reports) {
        const double speed_up = run.seconds > 0.0 ? base->seconds / run.seconds : 0.0;
        const double searching = std::max(run.workers, 1U);  // inline: the game itself
        table += fmt::format("{:<10} {:>8.3f} {:>9.2f} {:>9.0f} %\n",
                             is_inline(run) ? "0, inline" : std::to_string(run.workers), run.seconds, speed_up,
                             100.0 * speed_up / searching);
    }
    return table;
}

}  // namespace outrider::app
