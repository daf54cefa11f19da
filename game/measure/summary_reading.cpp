// summary.json read back, as far as a comparison needs it. Unknown members are passed over: a later program may have
// written more.
#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <type_traits>

#include "game/measure/folder_files.h"

namespace outrider::measure {

namespace {

/// A count, or an amount of something: never negative, and within what holds it. Converts itself, so that a member of a
/// structure says its own type.
class Amount {
public:
    explicit Amount(const nlohmann::json& json) : json_(json) {}

    template <class Number>
    requires std::is_arithmetic_v<Number>
    operator Number() const {  // NOLINT(google-explicit-constructor)
        const bool is_right_kind = std::is_integral_v<Number> ? json_.is_number_integer() : json_.is_number();
        const bool is_large_whole = json_.is_number_unsigned();
        if (!is_right_kind || (!is_large_whole && json_.get<double>() < 0.0)) refuse();
        if constexpr (std::is_integral_v<Number>) {
            const auto value = json_.get<std::uint64_t>();
            if (value > std::numeric_limits<Number>::max()) refuse();
            return static_cast<Number>(value);
        } else {
            return json_.get<Number>();
        }
    }

private:
    [[noreturn]] void refuse() const {
        throw std::runtime_error(fmt::format("{} is no amount that can stand there", json_.dump()));
    }

    const nlohmann::json& json_;
};

Amount amount_in(const nlohmann::json& json, const char* name) { return Amount(json.at(name)); }

Percentiles percentiles_in(const nlohmann::json& json, double unit_per_ms = 1.0) {
    const auto ms = [&](const char* name) { return static_cast<double>(amount_in(json, name)) / unit_per_ms; };
    return {.p50_ms = ms("p50"),
            .p95_ms = ms("p95"),
            .p99_ms = ms("p99"),
            .p999_ms = ms("p999"),
            .max_ms = ms("max"),
            .mean_ms = ms("mean"),
            .samples = amount_in(json, "samples")};
}

/// The value of an enum whose word this is, out of `count` values from `first` on.
template <class Enum>
Enum value_named(const nlohmann::json& word, std::size_t first, std::size_t count) {
    const auto& text = word.get_ref<const std::string&>();
    for (std::size_t value = first; value < first + count; ++value) {
        if (to_string(static_cast<Enum>(value)) == text) return static_cast<Enum>(value);
    }
    throw std::runtime_error(fmt::format("'{}' is no word for what stands there", text));
}

paths::Mode mode_in(const nlohmann::json& word) { return value_named<paths::Mode>(word, 0, 4); }

std::uint64_t hash_in(const nlohmann::json& word) {
    const auto& text = word.get_ref<const std::string&>();
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (error != std::errc{} || end != text.data() + text.size()) {
        throw std::runtime_error(fmt::format("'{}' is no hash", text));
    }
    return value;
}

MachineFacts machine_in(const nlohmann::json& json) {
    return {.cpu = json.at("cpu"),
            .cores = amount_in(json, "cores"),
            .cgroup_limit_cores = amount_in(json, "cgroup_limit_cores"),
            .kernel = json.at("kernel"),
            .system = json.at("system"),
            .build = json.at("build"),
            .renderer = json.at("renderer"),
            .memory_gib = amount_in(json, "memory_gib"),
            .governor = json.at("governor"),
            .date = json.at("date")};
}

std::string ask_rate_in(const nlohmann::json& json) {
    if (json.is_null()) return {};
    return json.is_number() ? fmt::format("{:.4g}", static_cast<double>(Amount(json))) : json.get<std::string>();
}

RunSetup setup_in(const nlohmann::json& json) {
    return {.mode = mode_in(json.at("mode")),
            .workers = amount_in(json, "workers"),
            .repeat = amount_in(json, "repeat"),
            .policy = value_named<SchedulingPolicy>(json.at("policy"), 1, 3),
            .chunk_jobs = amount_in(json, "chunk"),
            .scenario = json.at("scenario"),
            .map = json.at("map"),
            .units = amount_in(json, "units"),
            .seed = amount_in(json, "seed"),
            .ask_rate = ask_rate_in(json.at("ask_rate")),
            .algorithm = value_named<Algorithm>(json.at("algorithm"), 1, 3),
            .frames_per_s = amount_in(json, "frames_per_s"),
            .renderer = json.at("renderer")};
}

paths::RequestCounters counts_in(const nlohmann::json& json) {
    paths::RequestCounters counts;
    counts.submitted = amount_in(json, "submitted");
    for (std::size_t status = 1; status < kAnswerStatusCount; ++status) {
        counts.answers[status] =
            Amount(json.at("answers").at(std::string(to_string(static_cast<AnswerStatus>(status)))));
    }
    counts.in_flight = amount_in(json, "in_flight");
    counts.late = amount_in(json, "late");
    counts.rejected = amount_in(json, "rejected");
    counts.reissued = amount_in(json, "reissued");
    counts.board_repairs = amount_in(json, "board_repairs");
    counts.deaths = amount_in(json, "deaths");
    counts.quarantined = amount_in(json, "quarantined");
    counts.superseded = amount_in(json, "superseded");
    counts.backed_up = amount_in(json, "backed_up");
    return counts;
}

LatencySteps latency_in(const nlohmann::json& json) {
    LatencySteps latency;
    for (std::size_t step = 0; step < paths::kLatencyStepCount; ++step) {
        latency.steps[step] = percentiles_in(
            json.at("latency_steps_ms").at(std::string(to_string(static_cast<paths::LatencyStep>(step)))));
    }
    latency.p50_frames = amount_in(json.at("latency_frames"), "p50");
    latency.p99_frames = amount_in(json.at("latency_frames"), "p99");
    return latency;
}

RunTotals totals_in(const nlohmann::json& json) {
    RunTotals totals;
    totals.seconds = amount_in(json, "timed_s");
    totals.in_flight_at_start = amount_in(json, "in_flight_at_start");
    totals.counts = counts_in(json);
    totals.conserved = json.at("conserved");
    totals.latency = latency_in(json);
    totals.submit = percentiles_in(json.at("submit_us"), 1000.0);
    totals.poll = percentiles_in(json.at("poll_us"), 1000.0);
    totals.game_cpu_s = amount_in(json.at("cpu_s"), "game");
    totals.worker_cpu_s = amount_in(json.at("cpu_s"), "workers");
    totals.foreign_cpu_s = amount_in(json.at("cpu_s"), "foreign");
    totals.steal_s = amount_in(json.at("cpu_s"), "steal");
    totals.worker_busy = amount_in(json, "worker_busy");
    totals.available_busy = amount_in(json, "available_busy");
    totals.game_mib = amount_in(json.at("memory_mib"), "game");
    totals.workers_mib = amount_in(json.at("memory_mib"), "workers");
    totals.worker_restarts = amount_in(json, "worker_restarts");
    totals.worker_start_ms = amount_in(json, "worker_start_ms");
    totals.start_and_end_s = amount_in(json, "start_and_end_s");
    totals.state_hash = hash_in(json.at("state_hash"));
    totals.ticks = amount_in(json, "ticks");
    return totals;
}

RunMarks marks_in(const nlohmann::json& json) {
    return {.not_saturated = json.at("not_saturated"),
            .starved = json.at("starved"),
            .stopped_early = json.at("stopped_early"),
            .not_quiet = json.at("not_quiet")};
}

RunEvent event_in(const nlohmann::json& json) {
    return {.at = Nanoseconds{json.at("at_ns").get<std::int64_t>()},
            .kind = value_named<EventKind>(json.at("kind"), 0, kEventKindCount),
            .what = json.at("what")};
}

RunRecord run_in(const nlohmann::json& json) {
    RunRecord run;
    run.setup = setup_in(json);
    run.totals = totals_in(json);
    run.marks = marks_in(json.at("marks"));
    for (const auto& event : json.at("events")) run.events.push_back(event_in(event));
    return run;
}

AgreementCheck agreement_in(const nlohmann::json& json) {
    return {.configuration = json.at("configuration"),
            .ticks = amount_in(json, "ticks"),
            .path_hash = hash_in(json.at("path_hash")),
            .state_hash = hash_in(json.at("state_hash"))};
}

CrashTrial crash_in(const nlohmann::json& json) {
    return {.mode = mode_in(json.at("mode")),
            .planted = amount_in(json, "planted"),
            .survived = amount_in(json, "survived"),
            .back_after_ms = amount_in(json, "back_after_ms"),
            .how = json.at("how")};
}

BreakEvenPoint point_in(const nlohmann::json& json) {
    return {.mode = mode_in(json.at("mode")),
            .workers = amount_in(json, "workers"),
            .chunk_jobs = amount_in(json, "chunk"),
            .burn_us = amount_in(json, "burn_us"),
            .jobs_per_s = amount_in(json, "jobs_per_s"),
            .latency = percentiles_in(json.at("latency_ms")),
            .per_frame = amount_in(json, "per_frame"),
            .frames = amount_in(json, "frames"),
            .core = percentiles_in(json.at("core_ms")),
            .work = percentiles_in(json.at("work_ms")),
            .frame_latency = percentiles_in(json.at("frame_latency_ms")),
            .paths = percentiles_in(json.at("submit_and_poll_ms")),
            .held_back = amount_in(json, "held_back_share")};
}

BreakEven break_even_in(const nlohmann::json& json) {
    BreakEven break_even;
    break_even.work_per_frame_us = amount_in(json, "work_per_frame_us");
    for (const auto& point : json.at("points")) break_even.points.push_back(point_in(point));
    for (const auto& point : json.at("by_load")) break_even.by_load.push_back(point_in(point));
    break_even.findings = json.at("findings").get<std::vector<std::string>>();
    return break_even;
}

}  // namespace

Summary read_summary(const nlohmann::json& json) {
    Summary summary;
    Measurement& measurement = summary.measurement;
    measurement.title = json.at("title");
    measurement.command = json.at("command");
    measurement.is_quick_look = json.at("quick_look");
    measurement.warnings = json.at("warnings").get<std::vector<std::string>>();
    measurement.machine = machine_in(json.at("machine"));
    for (const auto& run : json.at("runs")) {
        measurement.runs.push_back(run_in(run));
        summary.files.push_back(run.at("files"));
        summary.timed_frames.push_back(amount_in(run, "frames"));
    }
    for (const auto& check : json.at("agreement")) measurement.agreement.push_back(agreement_in(check));
    for (const auto& crash : json.at("crashes")) measurement.crashes.push_back(crash_in(crash));
    if (!json.at("break_even").is_null()) measurement.break_even = break_even_in(json.at("break_even"));
    return summary;
}

}  // namespace outrider::measure
