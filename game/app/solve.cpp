#include "game/app/solve.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "game/app/json_output.h"
#include "game/app/machine.h"
#include "game/app/solve_request.h"
#include "game/paths/path_dispatcher.h"
#include "shared/cost_field.h"

namespace outrider::app {

namespace {

using Clock = std::chrono::steady_clock;

/// Enough for any number of workers, few enough that a round trip is not all waiting.
constexpr std::uint64_t kMostInFlight = 1024;
/// While so many are open, nobody runs out of jobs before the next poll.
constexpr std::uint64_t kEnoughInFlight = kMostInFlight / 2;
/// Between polls: never spinning while workers have jobs. Workers give way to whoever polls, so each look at an empty
/// ring is time that a search does not get.
constexpr auto kPollInterval = std::chrono::microseconds(200);
/// Without a frame to keep, a poll may take its time.
constexpr auto kPollBudget = std::chrono::milliseconds(20);
constexpr auto kStartPatience = std::chrono::seconds(10);
/// With no answer for this long, what is open is lost.
constexpr auto kAnswerPatience = std::chrono::seconds(60);

/// Runs a script through one path service after the other.
class SolveRun {
public:
    SolveRun(const SolveScript& script, const std::vector<AuditedQuery>& queries, const RunSettings& settings)
        : script_(script), queries_(queries), settings_(settings), audit_(queries) {}

    SolveReport run() {
        for (std::uint32_t pass = 0; pass < settings_.passes; ++pass) run_pass();
        return report();
    }

private:
    void run_pass() {
        // A map that changed starts anew; one that did not can stay, and the workers with it.
        if (!service_ || script_.map_edits != 0) start_service();
        history_ = std::make_unique<MapHistory>(script_.layout, script_.bits);
        audit_.begin_pass(*history_);
        next_step_ = 0;
        const Clock::time_point begin = Clock::now();
        last_progress_ = begin;
        while (!is_done() && !gave_up()) turn();
        seconds_ = std::chrono::duration<double>(Clock::now() - begin).count();
        service_->poll(audit_);  // whoever answers twice does it now
        audit_.end_pass();
    }

    void start_service() {
        paths::DispatcherSettings settings;
        settings.layout = script_.layout;
        settings.bits = script_.bits;
        settings.mode = settings_.mode;
        settings.workers = settings_.workers;
        settings.policy = SchedulingPolicy::kNormal;  // there is no frame to give way to
        settings.pathfinder = settings_.pathfinder;
        settings.chunk_jobs = settings_.chunk_jobs;
        settings.exact_versions = true;
        settings.poll_budget = kPollBudget;
        if (settings_.manner.algorithm == Algorithm::kWeighted) unsettle_ground(settings);
        service_.reset();  // first the old workers go, then the new ones come
        service_ = std::make_unique<paths::PathDispatcher>(std::move(settings));
        wait_for_workers();
    }

    /// Where all ground is alike, JPS answers in place of the weighted search. So there are two kinds of it; but every
    /// cell is of the one that costs nothing extra, so least cost is least length, and the listed lengths hold.
    static void unsettle_ground(paths::DispatcherSettings& settings) {
        settings.terrain_classes.assign(terrain_bytes(settings.layout), 0);
        settings.terrain_factors = {1, 2, 1, 1};
    }

    /// So that starting them is not measured.
    void wait_for_workers() {
        if (settings_.mode == paths::Mode::kInline) return;
        const Clock::time_point patience = Clock::now() + kStartPatience;
        for (;;) {
            service_->poll(audit_);
            service_->refresh_statistics();
            const paths::PathStatistics& statistics = service_->statistics();
            if (statistics.workers_alive >= settings_.workers) return;
            if (Clock::now() > patience) {
                const std::string& trouble = statistics.trouble;
                throw std::runtime_error(fmt::format("{} of {} workers started: {}", statistics.workers_alive,
                                                     settings_.workers, trouble.empty() ? "too slow" : trouble));
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }

    [[nodiscard]] bool is_done() const noexcept { return next_step_ == script_.steps.size() && audit_.open() == 0; }

    [[nodiscard]] bool gave_up() const {
        if (Clock::now() - last_progress_ < kAnswerPatience) return false;
        spdlog::error("no answer for {} s: {} requests are lost", kAnswerPatience.count(), audit_.open());
        return true;
    }

    /// What a frame does: submit, flush, poll; and sleep if nothing moved, or the workers have enough to do.
    void turn() {
        const std::size_t steps_before = next_step_;
        const std::uint64_t answers_before = audit_.taken();
        while (take_step()) {
        }
        service_->flush();
        service_->poll(audit_);
        if (next_step_ != steps_before || audit_.taken() != answers_before) {
            last_progress_ = Clock::now();
        }
        const bool nothing_moved = audit_.taken() == answers_before;
        const bool searched_elsewhere = settings_.mode != paths::Mode::kInline;
        if (nothing_moved || (searched_elsewhere && audit_.open() >= kEnoughInFlight)) {
            std::this_thread::sleep_for(kPollInterval);
        }
    }

    /// The script's next step, if it can be taken now.
    bool take_step() {
        if (next_step_ == script_.steps.size()) return false;
        const auto& step = script_.steps[next_step_];
        const bool taken =
            std::holds_alternative<AskStep>(step) ? ask(std::get<AskStep>(step)) : edit(std::get<EditStep>(step));
        if (taken) ++next_step_;
        return taken;
    }

    bool ask(const AskStep& step) {
        if (audit_.open() >= kMostInFlight) return false;
        paths::PathRequest request;
        static_cast<PathQuery&>(request) = queries_[step.index].query;
        request.tag = audit_.ask(step.index);
        request.version = history_->current();
        static_cast<void>(service_->submit(request));
        return true;
    }

    /// Versions are never merged: waits until there is a buffer for the next one.
    bool edit(const EditStep& step) {
        if (!service_->can_publish()) return false;
        history_->apply(step.edits);
        service_->apply_edits(history_->current(), step.edits);
        return true;
    }

    [[nodiscard]] SolveReport report() const {
        SolveReport report;
        report.map = script_.map_name;
        report.mode = settings_.mode;
        report.workers = settings_.mode == paths::Mode::kInline ? 0 : settings_.workers;
        report.manner = settings_.manner;
        report.counts = audit_.counts();
        report.seconds = seconds_;
        report.path_hash = audit_.path_hash();
        report.passes_agree = audit_.passes_agree();
        report.search = audit_.search_times().summary();
        report.round_trip = audit_.round_trips().summary();
        report.map_edits = script_.map_edits;
        return report;
    }

    const SolveScript& script_;
    const std::vector<AuditedQuery>& queries_;
    const RunSettings& settings_;
    SolveAudit audit_;
    std::unique_ptr<MapHistory> history_;
    std::unique_ptr<paths::PathDispatcher> service_;
    std::size_t next_step_ = 0;
    Clock::time_point last_progress_{};
    double seconds_ = 0.0;
};

void warn_of_other_map(const search::Scenario& scenario, const std::filesystem::path& map) {
    const std::string listed = std::filesystem::path(scenario.map_name).filename().string();
    const std::string given = map.filename().string();
    if (listed != given) spdlog::warn("the scenario is for the map '{}', not '{}'", listed, given);
}

SolveScript read_script(const SolveOptions& options) {
    if (!options.map) {
        const search::Scenario scenario = search::read_scenario(options.scenario, nullptr);
        if (scenario.version != 2) {
            throw UsageError(fmt::format("solve: {} is a version {} scenario and needs its map: solve MAP SCEN",
                                         options.scenario.string(), scenario.version));
        }
        return make_script(scenario, nullptr, options.scenario.filename().string());
    }
    const search::TerrainMap map = search::read_map(*options.map);
    const search::Scenario scenario = search::read_scenario(options.scenario, &map);
    if (scenario.version != 1) {
        throw UsageError(fmt::format("solve: {} is a version {} scenario and brings its own map: solve SCEN",
                                     options.scenario.string(), scenario.version));
    }
    warn_of_other_map(scenario, *options.map);
    return make_script(scenario, &map, options.map->filename().string());
}

/// One run for each number of workers; inline has none, and 0 is inline.
std::vector<std::uint32_t> worker_numbers(const SolveOptions& options) {
    if (options.mode == paths::Mode::kInline) return {0};
    if (options.workers.empty()) return {default_workers(usable_cores())};
    return options.workers;
}

PathQuery manner_of(const SolveOptions& options) {
    PathQuery manner;
    manner.algorithm = options.algorithm;
    manner.clearance = options.clearance;
    manner.smooth = options.smooth;
    manner.or_nearest = options.nearest;
    return manner;
}

/// One object for one number of workers, {"runs": […]} for a list.
nlohmann::ordered_json to_json(std::span<const SolveReport> reports, bool as_list) {
    if (!as_list) return to_json(reports.front());
    nlohmann::ordered_json runs = nlohmann::ordered_json::array();
    for (const SolveReport& report : reports) runs.push_back(to_json(report));
    return {{"runs", std::move(runs)}};
}

}  // namespace

SolveReport run_script(const SolveScript& script, const std::vector<AuditedQuery>& queries,
                       const RunSettings& settings) {
    return SolveRun(script, queries, settings).run();
}

int solve(const SolveOptions& options, const Places& places) {
    if (options.request) return solve_request(options, places);
    RunSettings settings;
    settings.manner = manner_of(options);
    settings.passes = options.repeat;
    settings.chunk_jobs = options.chunk_jobs.value_or(kDefaultChunk_jobs);
    settings.pathfinder = std::filesystem::absolute(options.pathfinder.value_or(places.pathfinder));
    const std::vector<std::uint32_t> numbers = worker_numbers(options);
    const bool has_workers = std::ranges::any_of(numbers, [](std::uint32_t workers) { return workers > 0; });
    if ((has_workers && options.mode == paths::Mode::kProcesses) || options.pathfinder) {
        require_pathfinder(settings.pathfinder);
    }
    if (options.json && *options.json != "-") require_writable("--json", *options.json);
    const SolveScript script = read_script(options);
    const std::vector<AuditedQuery> queries = audited_queries(script, settings.manner);

    std::vector<SolveReport> reports;
    for (const std::uint32_t workers : numbers) {
        settings.mode = workers == 0 ? paths::Mode::kInline : options.mode;
        settings.workers = workers;
        reports.push_back(run_script(script, queries, settings));
    }
    if (options.json) write_json(*options.json, to_json(reports, options.workers.size() > 1));
    if (options.json != "-") fmt::print("{}{}", to_table(reports), to_scaling_table(reports));
    const bool all_right = std::ranges::all_of(reports, &SolveReport::all_right);
    return all_right ? kExitDone : kExitCheckFailed;
}

}  // namespace outrider::app
