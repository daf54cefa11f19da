// The files of a measurement: per-frame CSV, summary.json, a Chrome trace, and one self-contained report.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "game/measure/measurement.h"

namespace outrider::measure {

/// frames: PresentMon's column names where they fit, after lines of '#' with the machine and the run.
[[nodiscard]] std::string frames_csv(const RunRecord& run, const MachineFacts& machine);
/// The trace event format, as Perfetto and chrome://tracing open it: frame phases, worker lanes, queue counters,
/// events.
[[nodiscard]] std::string chrome_trace(const RunRecord& run);
/// How many requests ended in which way: the field `answers`, of summary.json and of `play --json`.
[[nodiscard]] nlohmann::ordered_json answers_json(const paths::RequestCounters& counts);
[[nodiscard]] nlohmann::ordered_json summary_json(const Measurement& measurement, const Findings& findings);
/// One page that needs nothing else: inline SVG, no script, light and dark, printable.
[[nodiscard]] std::string html_report(const Measurement& measurement, const Findings& findings);
/// Of two: A is the base, B what is compared with it, configuration by configuration.
[[nodiscard]] std::string html_comparison(const Measurement& a, const Measurement& b);

/// Writes DIR/summary.json, DIR/report.html and for each run DIR/runs/SLUG.csv and .trace.json; makes the folder.
/// Throws std::runtime_error with file and reason.
void write_folder(const std::filesystem::path& folder, const Measurement& measurement);
/// What write_folder() wrote, as far as comparing needs it (frames, setups, totals; no beats).
/// Throws std::runtime_error with file, line and reason.
[[nodiscard]] Measurement read_folder(const std::filesystem::path& folder);

}  // namespace outrider::measure
