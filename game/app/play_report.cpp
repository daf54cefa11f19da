#include "game/app/play_report.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "game/measure/outputs.h"

namespace outrider::app {

using nlohmann::ordered_json;

namespace {

ordered_json frame_percentiles(const measure::Percentiles& times) {
    return {{"p50", times.p50_ms},   {"p95", times.p95_ms}, {"p99", times.p99_ms},
            {"p999", times.p999_ms}, {"max", times.max_ms}, {"mean", times.mean_ms}};
}

/// `unit_per_ms`: 1 for milliseconds, 1000 for microseconds.
ordered_json call_percentiles(const measure::Percentiles& times, double unit_per_ms) {
    return {
        {"p50", times.p50_ms * unit_per_ms}, {"p99", times.p99_ms * unit_per_ms}, {"max", times.max_ms * unit_per_ms}};
}

void add_setting(ordered_json& json, const PlayReport& report) {
    json["mode"] = paths::to_string(report.mode);
    json["workers"] = report.workers;
    json["workers_auto"] = report.workers_auto;
    json["policy"] = to_string(report.policy);
    json["units"] = report.units;
    json["ask_rate"] = nullptr;  // the sandbox has one
    json["map"] = report.map;
    json["renderer"] = report.renderer;
}

void add_frame_times(ordered_json& json, const PlayReport& report) {
    json["frames"] = report.frames;
    json["work_ms"] = frame_percentiles(report.work);
    json["core_ms"] = frame_percentiles(report.core);
    json["off_cpu_ms"] = frame_percentiles(report.off_cpu);
    json["interval_ms"] = frame_percentiles(report.interval);
    json["over_budget_frames"] = report.over_budget_frames;
}

void add_requests(ordered_json& json, const PlayReport& report) {
    json["submitted"] = report.requests.submitted;
    json["answered"] = report.requests.answered();
    json["in_flight"] = report.requests.in_flight;
    json["conserved"] = report.conserved;
    json["answers"] = measure::answers_json(report.requests);
    json["late"] = report.requests.late;
    json["superseded"] = report.requests.superseded;
    json["backed_up"] = report.requests.backed_up;
    json["rejected"] = report.requests.rejected;
    json["reissued"] = report.requests.reissued;
    json["board_repairs"] = report.requests.board_repairs;
    json["lockstep_waits"] = report.lockstep_waits;
    json["latency_ms"] = call_percentiles(report.latency, 1.0);
    json["submit_us"] = call_percentiles(report.submit, 1000.0);
    json["poll_us"] = call_percentiles(report.poll, 1000.0);
}

void add_workers(ordered_json& json, const PlayReport& report) {
    json["worker_busy"] = report.worker_busy;
    json["memory_mib"] = {{"game", report.game_mib}, {"workers", report.workers_mib}};
    json["worker_restarts"] = report.worker_restarts;
    json["deaths"] = report.requests.deaths;
    json["quarantined"] = report.requests.quarantined;
    json["hung_kills"] = report.hung_kills;
    json["chunk"] = report.chunk_jobs;
    json["policy_raised"] = report.policy_raised;
    json["mode_changes"] = report.mode_changes;
}

void add_world(ordered_json& json, const PlayReport& report) {
    json["ticks"] = report.ticks;
    json["path_hash"] = nullptr;
    if (report.path_hash) json["path_hash"] = fmt::format("{:016x}", *report.path_hash);
    json["state_hash"] = fmt::format("{:016x}", report.state_hash);
    if (report.scenario) report.scenario(json);
}

}  // namespace

ordered_json to_json(const PlayReport& report) {
    ordered_json json;
    add_setting(json, report);
    add_frame_times(json, report);
    add_requests(json, report);
    add_workers(json, report);
    add_world(json, report);
    return json;
}

void add_frames(PlayReport& report, const measure::FrameRecorder& frames) {
    std::vector<measure::Nanoseconds> work;
    std::vector<measure::Nanoseconds> core;
    std::vector<measure::Nanoseconds> off_cpu;
    std::vector<measure::Nanoseconds> interval;
    for (const measure::FrameTimes& frame : frames.all()) {
        work.push_back(frame.work);
        core.push_back(frame.core());
        off_cpu.push_back(frame.off_cpu);
        interval.push_back(frame.interval);
        if (frame.work > measure::kBudget60) ++report.over_budget_frames;
    }
    report.frames = frames.frames();
    report.work = measure::percentiles_of(work);
    report.core = measure::percentiles_of(core);
    report.off_cpu = measure::percentiles_of(off_cpu);
    report.interval = measure::percentiles_of(interval);
}

}  // namespace outrider::app
