#include "game/app/measure_break_even.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "game/app/game_log.h"
#include "game/app/machine.h"
#include "game/app/measure_progress.h"
#include "game/app/measure_text.h"
#include "game/app/play.h"
#include "game/app/result_folder.h"
#include "game/measure/outputs.h"

namespace outrider::app {
namespace {

/// What a run without frames takes beside its requests; and what one with frames takes beside its timed frames.
constexpr double kAroundTurn_s = 0.08;
constexpr double kAroundFrames_s = 0.4;
constexpr double kFramesPerSecond = 60.0;

[[nodiscard]] bool is_given(const MeasureOptions& options, std::string_view name) {
    return std::ranges::find(options.world.given, name) != options.world.given.end();
}

void refuse(const MeasureOptions& options, std::string_view name, std::string_view why) {
    if (is_given(options, name)) throw UsageError(fmt::format("{}: not with --break-even, {}", name, why));
}

/// For the time that is left: what each run takes; without frames, if one worker does it all.
[[nodiscard]] std::vector<double> usual_runs_s(const BreakEvenPlan& plan) {
    std::vector<double> runs_s;
    const std::size_t runs_at_one_t = flat_out_runs_of(plan) / plan.burns_us.size();
    for (const std::uint32_t burn_us : plan.burns_us) {
        const double work_s = static_cast<double>(jobs_of_a_turn(plan, burn_us)) * burn_us * 1e-6;
        runs_s.insert(runs_s.end(), runs_at_one_t, kAroundTurn_s + work_s);
    }
    runs_s.resize(runs_of(plan), kAroundFrames_s + plan.frames / kFramesPerSecond);
    return runs_s;
}

[[nodiscard]] bool has_any_run(const measure::BreakEven& break_even) {
    return std::ranges::any_of(break_even.points, [](const auto& point) { return point.jobs_per_s > 0.0; });
}

[[nodiscard]] std::vector<std::string> warnings_of(const measure::BreakEven& break_even, bool stopped) {
    std::vector<std::string> warnings;
    if (stopped) warnings.emplace_back("It was stopped before it was done: points are missing.");
    const auto held = std::ranges::count_if(break_even.points,
                                            [](const auto& point) { return point.held_back > measure::kMostHeldBack; });
    if (held > 0) {
        warnings.push_back(
            fmt::format("In {} of {} runs with frames the workers could not do what was asked of them: "
                        "there more was held back than {:.0f} % of the requests.",
                        held, break_even.points.size(), 100.0 * measure::kMostHeldBack));
    }
    return warnings;
}

}  // namespace

BreakEvenPlan break_even_plan(const MeasureOptions& options, std::uint32_t cores) {
    refuse(options, "--modes", "which runs inline, threads and processes");
    refuse(options, "--repeats", "whose runs are many as it is");
    for (const char* const asking : {"--ask-rate", "--load"}) refuse(options, asking, "whose units ask for nothing");
    for (const char* const wish : {"--chase", "--orders"}) refuse(options, wish, "whose units walk without paths");
    refuse(options, "--algorithm", "whose requests search nothing");
    refuse(options, "--telemetry", "which records the frames alone");
    if (options.world.scenario != ScenarioKind::kSandbox) {
        throw UsageError("--scenario: --break-even draws the sandbox");
    }
    BreakEvenPlan plan;
    plan.workers = options.workers;
    if (plan.workers.empty()) plan.workers = cores > 1 ? std::vector<std::uint32_t>{1, cores} : std::vector{1U};
    std::ranges::sort(plan.workers);
    if (is_given(options, "--chunks")) plan.chunks = options.chunks;
    if (!options.burns_us.empty()) plan.burns_us = options.burns_us;
    std::ranges::sort(plan.burns_us);
    if (is_given(options, "--seconds")) {
        plan.frames = static_cast<std::uint32_t>(std::ceil(options.seconds * kFramesPerSecond));
    }
    plan.seed = options.world.seed;
    return plan;
}

int measure_break_even(const MeasureOptions& options, const Places& places, const volatile std::sig_atomic_t& stop) {
    const BreakEvenPlan plan = break_even_plan(options, usable_cores());
    PlayOptions world = options.world;
    world.mode = paths::Mode::kProcesses;
    SessionSettings settings = prepare_session(world, places, usable_cores());
    measure::Measurement measurement;
    {
        GameLog log(state_folder(), options.world.log_level);
        Window window({.headless = true, .renderer = options.world.renderer, .place = std::nullopt});
        MeasureProgress progress(usual_runs_s(plan), ::isatty(STDERR_FILENO) != 0);
        measurement.title = fmt::format("when does offloading pay? {}", settings.map_name);
        measurement.break_even =
            run_break_even(plan, std::move(settings), window, log, stop,
                           {[&](const std::string& next) { progress.begin_run(next); }, [&] { progress.end_run(); }});
        measurement.machine = machine_facts(window.renderer_name());
    }
    if (!has_any_run(*measurement.break_even)) return fail_measuring(kNothingMeasured);
    measurement.command = "outrider measure " + options.world.arguments;
    measurement.warnings = warnings_of(*measurement.break_even, stop != 0);
    remove_old_runs(options.out);
    measure::write_folder(options.out, measurement);
    for (const std::string& finding : measurement.break_even->findings) fmt::print("{}\n", finding);
    for (const std::string& warning : measurement.warnings) fmt::print("{}\n", warning);
    fmt::print("\nthe report: {}\n", (options.out / "report.html").string());
    return kExitDone;
}

}  // namespace outrider::app
