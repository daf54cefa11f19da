// summary.json: a contract as `play --json` is (docs: DESIGN.md, section 7); names are added to, never changed. Order
// statistics stand here whatever the sample supports, with `frames` beside them.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "game/measure/folder_files.h"
#include "game/measure/outputs.h"

namespace outrider::measure {

using nlohmann::ordered_json;

namespace {

ordered_json json_of(const Percentiles& times, double unit_per_ms = 1.0) {
    return {{"p50", times.p50_ms * unit_per_ms}, {"p95", times.p95_ms * unit_per_ms},
            {"p99", times.p99_ms * unit_per_ms}, {"p999", times.p999_ms * unit_per_ms},
            {"max", times.max_ms * unit_per_ms}, {"mean", times.mean_ms * unit_per_ms},
            {"samples", times.samples}};
}

ordered_json json_of(const MachineFacts& machine) {
    return {{"cpu", machine.cpu},
            {"cores", machine.cores},
            {"cgroup_limit_cores", machine.cgroup_limit_cores},
            {"memory_gib", machine.memory_gib},
            {"governor", machine.governor},
            {"kernel", machine.kernel},
            {"system", machine.system},
            {"build", machine.build},
            {"renderer", machine.renderer},
            {"date", machine.date}};
}

/// As `play --json` has it: a number, "max", or null.
ordered_json ask_rate_of(const std::string& rate) {
    if (rate.empty()) return nullptr;
    const ordered_json number = ordered_json::parse(rate, nullptr, false);
    return number.is_number() ? number : ordered_json(rate);
}

void add_setup(ordered_json& json, const RunSetup& setup) {
    json["configuration"] = configuration_of(setup);
    json["mode"] = paths::to_string(setup.mode);
    json["workers"] = setup.workers;
    json["repeat"] = setup.repeat;
    json["policy"] = to_string(setup.policy);
    json["chunk"] = setup.chunk_jobs;
    json["scenario"] = setup.scenario;
    json["map"] = setup.map;
    json["units"] = setup.units;
    json["seed"] = setup.seed;
    json["ask_rate"] = ask_rate_of(setup.ask_rate);
    json["algorithm"] = to_string(setup.algorithm);
    json["frames_per_s"] = setup.frames_per_s;
    json["renderer"] = setup.renderer;
}

void add_frames(ordered_json& json, const FrameStatistics& frames) {
    json["frames"] = frames.frames;
    json["seconds"] = frames.seconds;
    json["work_ms"] = json_of(frames.work);
    json["core_ms"] = json_of(frames.core);
    json["submit_and_poll_ms"] = json_of(frames.submit_and_poll);
    json["off_cpu_ms"] = json_of(frames.off_cpu);
    json["interval_ms"] = json_of(frames.interval);
    json["over_budget_frames"] = frames.over_60;
    json["over_8ms_frames"] = frames.over_120;
    json["low_1_percent_fps"] = frames.low_1_percent_fps;
    json["low_01_percent_fps"] = frames.low_01_percent_fps;
    json["stutter_share"] = frames.stutter_share;
    json["stutters"] = frames.stutters;
    json["hitches"] = frames.hitches;
    json["hitches_per_minute"] = frames.hitches_per_minute;
    for (std::size_t phase = 0; phase < kPhaseCount; ++phase) {
        json["phase_share"][std::string(to_string(static_cast<Phase>(phase)))] = frames.phase_share[phase];
    }
}

void add_requests(ordered_json& json, const RunTotals& totals) {
    const paths::RequestCounters& counts = totals.counts;
    json["timed_s"] = totals.seconds;
    json["in_flight_at_start"] = totals.in_flight_at_start;  // and what was submitted is answered or in flight
    json["submitted"] = counts.submitted;
    json["answered"] = counts.answered();
    json["in_flight"] = counts.in_flight;
    json["conserved"] = totals.conserved;
    json["lockstep_waits"] = 0;  // timed runs are none in lockstep
    json["answers"] = answers_json(counts);
    json["paths_per_s"] = totals.paths_per_s();
    json["late"] = counts.late;
    json["rejected"] = counts.rejected;
    json["reissued"] = counts.reissued;
    json["superseded"] = counts.superseded;
    json["backed_up"] = counts.backed_up;
    json["board_repairs"] = counts.board_repairs;
    json["deaths"] = counts.deaths;
    json["quarantined"] = counts.quarantined;
}

void add_latency(ordered_json& json, const RunTotals& totals) {
    json["latency_ms"] = json_of(totals.latency.steps[static_cast<std::size_t>(paths::LatencyStep::kWhole)]);
    json["latency_frames"] = {{"p50", totals.latency.p50_frames}, {"p99", totals.latency.p99_frames}};
    for (std::size_t step = 0; step < paths::kLatencyStepCount; ++step) {
        json["latency_steps_ms"][std::string(to_string(static_cast<paths::LatencyStep>(step)))] =
            json_of(totals.latency.steps[step]);
    }
    json["submit_us"] = json_of(totals.submit, 1000.0);
    json["poll_us"] = json_of(totals.poll, 1000.0);
}

void add_workers(ordered_json& json, const RunTotals& totals) {
    json["worker_busy"] = totals.worker_busy;
    json["available_busy"] = totals.available_busy;
    json["cpu_s"] = {{"game", totals.game_cpu_s},
                     {"workers", totals.worker_cpu_s},
                     {"foreign", totals.foreign_cpu_s},
                     {"steal", totals.steal_s}};
    json["memory_mib"] = {{"game", totals.game_mib}, {"workers", totals.workers_mib}};
    json["worker_restarts"] = totals.worker_restarts;
    json["worker_start_ms"] = totals.worker_start_ms;
    json["start_and_end_s"] = totals.start_and_end_s;
    json["ticks"] = totals.ticks;
    json["path_hash"] = nullptr;  // live play does not fix the order of requests
    json["state_hash"] = fmt::format("{:016x}", totals.state_hash);
}

void add_marks(ordered_json& json, const RunMarks& marks) {
    json["marks"] = {{"not_saturated", marks.not_saturated},
                     {"starved", marks.starved},
                     {"stopped_early", marks.stopped_early},
                     {"not_quiet", marks.not_quiet}};
}

ordered_json events_of(const RunRecord& run) {
    ordered_json events = ordered_json::array();
    for (const RunEvent& event : run.events) {
        events.push_back({{"at_ns", event.at.count()}, {"kind", to_string(event.kind)}, {"what", event.what}});
    }
    return events;
}

ordered_json json_of(const RunRecord& run, const std::string& file) {
    ordered_json json;
    add_setup(json, run.setup);
    add_frames(json, frame_statistics(run.frames));
    add_requests(json, run.totals);
    add_latency(json, run.totals);
    add_workers(json, run.totals);
    add_marks(json, run.marks);
    json["events"] = events_of(run);
    json["files"] = file;
    return json;
}

ordered_json json_of(const Difference& difference) {
    return {{"metric", to_string(difference.metric)},
            {"unit", unit_of(difference.metric)},
            {"base", difference.base},
            {"other", difference.other},
            {"difference", difference.difference},
            {"low", difference.low},
            {"high", difference.high},
            {"too_few_frames", difference.too_few_frames},
            {"clear", difference.is_clear()}};
}

std::string_view name_of(VerdictKind kind) noexcept {
    switch (kind) {
        case VerdictKind::kNoMeasurableEffect: return "no measurable effect";
        case VerdictKind::kBetter: return "better";
        case VerdictKind::kWorse: return "worse";
        case VerdictKind::kMixed: return "mixed";
        case VerdictKind::kTooFewFrames: return "too few frames";
    }
    return "?";
}

ordered_json json_of(const Comparison& comparison) {
    ordered_json json{{"base", comparison.base},
                      {"other", comparison.other},
                      {"repeats", comparison.repeats},
                      {"kind", name_of(comparison.verdict.kind)},
                      {"verdict", comparison.verdict.words}};
    for (const Difference& difference : comparison.differences) json["differences"].push_back(json_of(difference));
    return json;
}

ordered_json json_of(const AgreementCheck& check) {
    return {{"configuration", check.configuration},
            {"ticks", check.ticks},
            {"path_hash", fmt::format("{:016x}", check.path_hash)},
            {"state_hash", fmt::format("{:016x}", check.state_hash)}};
}

ordered_json json_of(const CrashTrial& trial) {
    return {{"mode", paths::to_string(trial.mode)},
            {"planted", trial.planted},
            {"survived", trial.survived},
            {"back_after_ms", trial.back_after_ms},
            {"how", trial.how}};
}

ordered_json json_of(const BreakEvenPoint& point) {
    return {{"mode", paths::to_string(point.mode)},
            {"workers", point.workers},
            {"chunk", point.chunk_jobs},
            {"burn_us", point.burn_us},
            {"jobs_per_s", point.jobs_per_s},
            {"latency_ms", json_of(point.latency)},
            {"per_frame", point.per_frame},
            {"frames", point.frames},
            {"core_ms", json_of(point.core)},
            {"work_ms", json_of(point.work)},
            {"frame_latency_ms", json_of(point.frame_latency)},
            {"submit_and_poll_ms", json_of(point.paths)},
            {"held_back_share", point.held_back}};
}

/// An array of what each of `values` is in JSON.
template <class Values>
ordered_json list_of(const Values& values) {
    ordered_json json = ordered_json::array();
    for (const auto& value : values) json.push_back(json_of(value));
    return json;
}

ordered_json json_of(const BreakEven& break_even) {
    return {{"work_per_frame_us", break_even.work_per_frame_us},
            {"points", list_of(break_even.points)},
            {"by_load", list_of(break_even.by_load)},
            {"findings", break_even.findings}};
}

}  // namespace

ordered_json answers_json(const paths::RequestCounters& counts) {
    ordered_json json;
    for (std::size_t status = 1; status < kAnswerStatusCount; ++status) {
        json[std::string(to_string(static_cast<AnswerStatus>(status)))] = counts.answers[status];
    }
    return json;
}

ordered_json summary_json(const Measurement& measurement, const Findings& findings) {
    ordered_json json;
    json["title"] = measurement.title;
    json["verdict"] = findings.verdict;
    json["command"] = measurement.command;
    json["quick_look"] = measurement.is_quick_look;
    json["warnings"] = measurement.warnings;
    json["machine"] = json_of(measurement.machine);
    json["runs"] = ordered_json::array();
    const std::vector<std::string> files = run_files(measurement.runs);
    for (std::size_t index = 0; index < measurement.runs.size(); ++index) {
        json["runs"].push_back(json_of(measurement.runs[index], files[index]));
    }
    json["comparisons"] = list_of(findings.comparisons);
    json["agreement"] = list_of(measurement.agreement);
    json["crashes"] = list_of(measurement.crashes);
    json["break_even"] = nullptr;
    if (measurement.break_even) json["break_even"] = json_of(*measurement.break_even);
    return json;
}

}  // namespace outrider::measure
