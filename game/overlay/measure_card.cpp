// What the card of "measure now" says, made of the measurement once.
#include "game/overlay/measure_card.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

#include "game/measure/figures.h"
#include "game/measure/frame_statistics.h"
#include "game/measure/measurement.h"

namespace outrider::overlay {
namespace {

using measure::Comparison;
using measure::Configuration;
using measure::Difference;
using measure::FrameStatistics;
using measure::Metric;
using measure::RunRecord;
using std::chrono::duration;

constexpr std::array<std::string_view, 8> kOrdinals = {"first", "second", "third",   "fourth",
                                                       "fifth", "sixth",  "seventh", "eighth"};

/// A percentile, the figure of a comparison that goes with it, and its name.
struct Level {
    std::uint32_t permille = 0;
    Metric metric = Metric::kWorkP50;
    std::string_view name;
    double measure::Percentiles::*value = nullptr;
};
constexpr std::array kLevels = {Level{990, Metric::kWorkP99, "p99", &measure::Percentiles::p99_ms},
                                Level{950, Metric::kWorkP95, "p95", &measure::Percentiles::p95_ms},
                                Level{500, Metric::kWorkP50, "p50", &measure::Percentiles::p50_ms}};

/// The highest that all of these samples support; null if there is none.
[[nodiscard]] const Level* level_for(std::size_t frames) noexcept {
    const auto found = std::ranges::find_if(
        kLevels, [frames](const Level& level) { return measure::supports(frames, level.permille); });
    return found == kLevels.end() ? nullptr : &*found;
}

// --- the strip -------------------------------------------------------------------------------------------------------

void draw_frame_into(MeasureRow& row, const measure::FrameSample& frame, double run_s) {
    const auto column_at = [run_s](std::chrono::nanoseconds at) {
        const double part = duration<double>(at).count() / run_s * static_cast<double>(kStripColumns);
        return static_cast<std::size_t>(std::clamp(part, 0.0, static_cast<double>(kStripColumns)));
    };
    const std::size_t first = column_at(frame.start);
    const std::size_t end = std::max(column_at(frame.start + frame.times.interval), first + 1);
    const auto work = static_cast<float>(measure::to_ms(frame.times.work));
    for (std::size_t i = first; i < std::min(end, kStripColumns); ++i) row.work_ms[i] = std::max(row.work_ms[i], work);
    if (!frame.warm_up) row.longest_ms = std::max(row.longest_ms, work);
}

/// Room for the budget and what is usual; a mode that is far beyond it is cut off, so that the others are seen.
[[nodiscard]] float scale_for(const std::vector<MeasureRow>& rows) noexcept {
    constexpr float kLeast_ms = 20.0F;
    constexpr float kMost_ms = 36.0F;  // the budget twice, and a little
    float longest = 0.0F;
    for (const MeasureRow& row : rows) longest = std::max(longest, row.longest_ms);
    return std::clamp(longest * 1.08F, kLeast_ms, kMost_ms);
}

// --- the figures -----------------------------------------------------------------------------------------------------

[[nodiscard]] std::string place_in(const std::vector<RunRecord>& runs, const RunRecord& run) {
    const auto place = static_cast<std::size_t>(&run - runs.data());
    return std::string(place < kOrdinals.size() ? kOrdinals[place] : "later");
}

[[nodiscard]] std::string workers_text(const RunRecord& run, const std::string& place) {
    const std::uint32_t workers = run.setup.workers;
    if (workers == 0) return fmt::format("ran {}", place);
    return fmt::format("{} worker{}, ran {}", workers, workers == 1 ? "" : "s", place);
}

[[nodiscard]] const Difference* difference_in(const Comparison& comparison, Metric metric) noexcept {
    const auto found = std::ranges::find(comparison.differences, metric, &Difference::metric);
    return found == comparison.differences.end() ? nullptr : &*found;
}

/// Plain signs: the font has no others.
[[nodiscard]] std::string with_sign(double value) {
    return fmt::format("{:+.{}f}", value, std::abs(value) < 10 ? 2 : 0);
}

[[nodiscard]] std::string against_text(const Difference& difference) {
    return fmt::format("{} ms ({} to {})", with_sign(difference.difference), with_sign(difference.low),
                       with_sign(difference.high));
}

void add_difference(MeasureRow& row, const Comparison& comparison, const Level& level) {
    const Difference* difference = difference_in(comparison, level.metric);
    if (difference == nullptr || difference->too_few_frames) return;
    row.against = against_text(*difference);
    row.is_clear = difference->is_clear();
}

/// Frames that are compared at all count: of two, the fewer.
void add_work(MeasureRow& row, const FrameStatistics& frames, std::size_t base_frames, const Comparison* comparison) {
    if (frames.frames == 0) {
        row.percentile = "no frame ended in time";
        row.value = std::string{"-"};
        row.is_late = true;
        return;
    }
    const Level* level = level_for(base_frames == 0 ? frames.frames : std::min(frames.frames, base_frames));
    if (level == nullptr) {
        row.percentile = fmt::format("longest (p99: {})", measure::kTooFew);
        row.value = measure::figure(frames.work.max_ms);
        row.is_late = frames.work.max_ms > measure::kBudget60_ms;
        return;
    }
    const double value_ms = frames.work.*(level->value);
    row.percentile = level->name;
    if (level != kLevels.data()) row.percentile += fmt::format(" (p99: {})", measure::kTooFew);
    row.value = measure::figure(value_ms);
    row.is_late = value_ms > measure::kBudget60_ms;
    if (comparison != nullptr) add_difference(row, *comparison, *level);
}

[[nodiscard]] const Comparison* comparison_of(const measure::Findings& findings, const std::string& name) noexcept {
    const auto found = std::ranges::find(findings.comparisons, name, &Comparison::other);
    return found == findings.comparisons.end() ? nullptr : &*found;
}

[[nodiscard]] MeasureRow row_of(const Configuration& configuration, const measure::Measurement& measurement,
                                const measure::Findings& findings, std::size_t base_frames, double run_s) {
    const RunRecord& run = *configuration.runs.front();
    const FrameStatistics frames = measure::frame_statistics(run.frames);
    MeasureRow row;
    row.mode = to_string(run.setup.mode);
    row.workers = workers_text(run, place_in(measurement.runs, run));
    row.work_ms.fill(-1.0F);
    for (const measure::FrameSample& frame : run.frames) draw_frame_into(row, frame, run_s);
    add_work(row, frames, base_frames, comparison_of(findings, configuration.name));
    row.late = measure::grouped(frames.over_60);
    row.of = fmt::format("of {}", measure::grouped(frames.frames));
    row.has_late = frames.over_60 > 0;
    const double paths_per_s = run.totals.paths_per_s();
    row.paths_per_s = run.setup.mode == paths::Mode::kNone
                          ? "-"
                          : std::string(measure::grouped(static_cast<std::uint64_t>(std::lround(paths_per_s))));
    row.starved = run.marks.starved;
    return row;
}

// --- the words -------------------------------------------------------------------------------------------------------

[[nodiscard]] std::string quick_look_text(const measure::Measurement& measurement, double run_s, double warm_up_s) {
    std::size_t fewest = ~std::size_t{0};
    for (const RunRecord& run : measurement.runs) {
        fewest = std::min(fewest, measure::frame_statistics(run.frames).frames);
    }
    std::string text = fmt::format(
        "A quick look: one run of {:.0f} s in each mode, from the same moment, the first {:.0f} s cut. What differs "
        "from "
        "run to run it cannot know.",
        run_s, warm_up_s);
    constexpr std::size_t kFramesForP99 = 500;
    if (fewest < kFramesForP99) text += fmt::format(" A p99 takes {} frames.", kFramesForP99);
    return text;
}

[[nodiscard]] std::string warning_of(const measure::Measurement& measurement) {
    for (const RunRecord& run : measurement.runs) {
        if (!run.marks.not_quiet.empty()) return fmt::format("The machine was not quiet: {}.", run.marks.not_quiet[0]);
    }
    return measurement.warnings.empty() ? "" : measurement.warnings.front();
}

[[nodiscard]] std::string machine_line(const measure::MachineFacts& machine) {
    std::string text = machine.cpu.empty() ? "machine unknown" : machine.cpu;
    if (machine.cores > 0) text += fmt::format(", {} core{}", machine.cores, machine.cores == 1 ? "" : "s");
    if (machine.cgroup_limit_cores > 0.0) text += fmt::format(" (cgroup grants {:.1f})", machine.cgroup_limit_cores);
    for (const std::string* more : {&machine.kernel, &machine.renderer}) {
        if (!more->empty()) text += fmt::format("; {}", *more);
    }
    return text;
}

/// The date of an ISO 8601 time.
[[nodiscard]] std::string day_of(const std::string& date) { return date.substr(0, date.find('T')); }

}  // namespace

MeasureCard make_measure_card(const measure::Measurement& measurement, const measure::Findings& findings) {
    MeasureCard card;
    card.title = measurement.title;
    card.verdict = findings.verdict;
    const std::vector<Configuration> configurations = measure::by_configuration(measurement.runs);
    std::size_t base_frames = 0;
    for (const Configuration& one : configurations) {
        if (one.runs.front()->setup.mode != paths::Mode::kNone) continue;
        base_frames = measure::frame_statistics(one.runs.front()->frames).frames;
    }
    for (const Configuration& one : configurations) {
        card.rows.push_back(row_of(one, measurement, findings, base_frames, card.run_s));
    }
    card.scale_ms = scale_for(card.rows);
    card.quick_look = quick_look_text(measurement, card.run_s, card.warm_up_s);
    card.command = measurement.command;
    card.warning = warning_of(measurement);
    card.machine = machine_line(measurement.machine);
    card.made_by = fmt::format("{}, {}", measurement.machine.build, day_of(measurement.machine.date));
    return card;
}

}  // namespace outrider::overlay
