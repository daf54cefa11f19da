#include "game/app/measure.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "game/app/crash_trial.h"
#include "game/app/game_log.h"
#include "game/app/machine.h"
#include "game/app/measure_break_even.h"
#include "game/app/measure_plan.h"
#include "game/app/measure_progress.h"
#include "game/app/measure_text.h"
#include "game/app/play.h"
#include "game/app/play_session.h"
#include "game/app/result_folder.h"
#include "game/app/run_recorder.h"
#include "game/app/tape.h"
#include "game/app/window.h"
#include "game/measure/outputs.h"

namespace outrider::app {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::duration;
using std::chrono::duration_cast;

/// In the check of agreement: with no answer for so long none will come.
constexpr std::chrono::seconds kAnswerPatience{10};
/// How many of the same ticks each mode plays before anything is timed.
constexpr std::uint64_t kAgreementTicks = 300;
constexpr std::uint32_t kAgreementUnits = 500;
/// Until the load dial has found its rate.
constexpr std::chrono::seconds kCalibration{2};
constexpr int kMostCalibrations = 4;
/// Start and end of a run, for the time that is left.
constexpr double kAroundARun_s = 0.5;
constexpr std::uint32_t kFewRepeats = 3;
constexpr std::chrono::seconds kTrialAtMost{20};

[[nodiscard]] double seconds(Clock::duration time) noexcept { return duration<double>(time).count(); }

[[nodiscard]] Clock::duration clock_time(double seconds) {
    return duration_cast<Clock::duration>(duration<double>(seconds));
}

/// What the runs have in common, checked: as a game that plays the first of them.
SessionSettings common_settings(const MeasureOptions& options, const std::vector<PlannedRun>& plan,
                                const Places& places) {
    PlayOptions world = options.world;
    const bool starts_processes =
        std::ranges::any_of(plan, [](const PlannedRun& run) { return run.mode == paths::Mode::kProcesses; });
    world.mode = starts_processes ? paths::Mode::kProcesses : paths::Mode::kInline;
    SessionSettings settings = prepare_session(world, places, usable_cores());
    settings.policy_is_fixed = true;
    settings.telemetry = options.telemetry;
    return settings;
}

std::vector<PlannedRun> configurations_of(const MeasureOptions& options) {
    const std::vector<std::uint32_t> workers =
        options.workers.empty() ? default_measured_workers(usable_cores()) : options.workers;
    return plan_configurations(options.modes, workers, options.chunks);
}

class Measuring {
public:
    Measuring(const MeasureOptions& options, const Places& places, const volatile std::sig_atomic_t& stop)
        : options_(options),
          stop_(stop),
          configurations_(configurations_of(options)),
          common_(common_settings(options, configurations_, places)),
          log_(state_folder(), options.world.log_level),
          window_({.headless = true, .renderer = options.world.renderer, .place = std::nullopt}),
          progress_(std::vector<double>(planned_runs(), options.seconds + kAroundARun_s),
                    ::isatty(STDERR_FILENO) != 0) {}

    /// False: the modes do not agree, or one of them cannot be checked; nothing was measured.
    bool check_agreement();
    /// With a load dial the rate depends on how fast this machine searches: it is found once, and then fixed.
    void fix_asking_rate();
    void make_runs();
    void try_crashes();
    [[nodiscard]] measure::Measurement finish();

    [[nodiscard]] bool is_stopped() const noexcept { return stop_ != 0; }
    [[nodiscard]] const std::string& disagreement() const noexcept { return disagreement_; }

private:
    [[nodiscard]] SessionSettings settings_of(const PlannedRun& run) const;
    [[nodiscard]] measure::RunSetup setup_of_run(const PlannedRun& run) const;
    [[nodiscard]] std::size_t planned_runs() const noexcept { return configurations_.size() * options_.repeats; }
    [[nodiscard]] std::optional<measure::AgreementCheck> check(const PlannedRun& run);
    [[nodiscard]] std::optional<sim::AskPolicy> found_rate(const PlannedRun& run, Clock::duration time);
    void make_run(const PlannedRun& run);
    /// The one that asks most of the workers: for what is tried once.
    [[nodiscard]] const PlannedRun* largest(paths::Mode mode) const;
    [[nodiscard]] bool has_asking() const noexcept { return options_.world.scenario == ScenarioKind::kSandbox; }
    [[nodiscard]] std::vector<std::string> warnings() const;
    [[nodiscard]] std::string command() const;

    const MeasureOptions& options_;
    const volatile std::sig_atomic_t& stop_;
    std::vector<PlannedRun> configurations_;
    SessionSettings common_;
    const SettingsStore store_{std::nullopt};  // a measurement remembers nothing
    Tape tape_;
    GameLog log_;
    Window window_;
    MeasureProgress progress_;
    measure::Measurement measurement_;
    std::size_t runs_without_frames_ = 0;
    std::string disagreement_;
};

/// Ends a game whose requests nobody answers: in lockstep it would wait for ever.
class AnswerWatch {
public:
    /// True: too long without an answer. Each frame.
    bool look(const paths::PathDispatcher& paths) {
        const Clock::time_point now = Clock::now();
        const std::uint64_t answered = paths.requests().answered();
        const bool nobody_waits = paths.requests().in_flight == 0;
        if (std::exchange(answered_, answered) != answered || nobody_waits) last_answer_ = now;
        if (now - last_answer_ < kAnswerPatience) return false;
        const std::string& trouble = paths.statistics().trouble;
        reason_ = trouble.empty() ? fmt::format("the workers gave no answers in {} s",
                                                std::chrono::seconds(kAnswerPatience).count())
                                  : trouble;
        return true;
    }
    /// Empty: it was not ended.
    [[nodiscard]] const std::string& reason() const noexcept { return reason_; }

private:
    std::uint64_t answered_ = 0;
    Clock::time_point last_answer_ = Clock::now();
    std::string reason_;
};

SessionSettings Measuring::settings_of(const PlannedRun& run) const {
    SessionSettings settings = common_;
    settings.options.mode = run.mode;
    settings.options.chunk_jobs = run.chunk_jobs;
    settings.workers = std::max(run.workers, 1U);
    settings.max_workers = std::max(settings.max_workers, settings.workers);
    return settings;
}

measure::RunSetup Measuring::setup_of_run(const PlannedRun& run) const {
    measure::RunSetup setup = setup_of(settings_of(run), window_, common_.options.ask_rate);
    setup.repeat = run.repeat;
    return setup;
}

// --- before the runs -------------------------------------------------------------------------------------------------

/// Empty: it was stopped, or cannot be done (disagreement() says why).
std::optional<measure::AgreementCheck> Measuring::check(const PlannedRun& run) {
    SessionSettings settings = settings_of(run);
    settings.units = std::min(settings.units == 0 ? kAgreementUnits : settings.units, kAgreementUnits);
    settings.options.lockstep = true;
    settings.options.ask_rate.reset();  // lockstep has a rate of its own
    settings.options.frames = kAgreementTicks;
    settings.options.frames_per_s = 0;
    settings.draws = false;
    AnswerWatch watch;
    settings.each_frame = [&watch](const paths::PathDispatcher& paths) { return watch.look(paths); };
    PlaySession session(std::move(settings), window_, tape_, store_, log_, stop_);
    session.run();
    if (is_stopped()) return std::nullopt;
    const PlayReport report = session.report();
    if (report.ticks < kAgreementTicks) {
        disagreement_ =
            fmt::format("measure: {} played {} of {} ticks in lockstep: {}; nothing was measured",
                        measure::configuration_of(setup_of_run(run)), report.ticks, kAgreementTicks, watch.reason());
        return std::nullopt;
    }
    return measure::AgreementCheck{.configuration = measure::configuration_of(setup_of_run(run)),
                                   .ticks = report.ticks,
                                   .path_hash = report.path_hash.value_or(0),
                                   .state_hash = report.state_hash};
}

bool Measuring::check_agreement() {
    for (const PlannedRun& run : configurations_) {
        if (run.mode == paths::Mode::kNone || run.chunk_jobs != options_.chunks.front()) continue;
        const auto checked = check(run);
        if (!checked) return is_stopped();
        measurement_.agreement.push_back(*checked);
        const measure::AgreementCheck& first = measurement_.agreement.front();
        if (checked->path_hash == first.path_hash && checked->state_hash == first.state_hash) continue;
        disagreement_ = fmt::format(
            "the modes do not agree: after {} ticks {} has path_hash {:016x} and state_hash {:016x}, {} has {:016x} "
            "and {:016x}; nothing was measured",
            checked->ticks, first.configuration, first.path_hash, first.state_hash, checked->configuration,
            checked->path_hash, checked->state_hash);
        return false;
    }
    if (!measurement_.agreement.empty()) {
        progress_.say(fmt::format("all modes agree: {} ticks in lockstep end alike in {} configuration{}",
                                  kAgreementTicks, measurement_.agreement.size(),
                                  measurement_.agreement.size() == 1 ? "" : "s"));
    }
    return true;
}

/// Nothing if no search has been measured in that time.
std::optional<sim::AskPolicy> Measuring::found_rate(const PlannedRun& run, Clock::duration time) {
    SessionSettings settings = settings_of(run);
    settings.run_for = time;
    PlaySession session(std::move(settings), window_, tape_, store_, log_, stop_);
    session.run();
    const auto asking = session.asking();
    if (!asking || asking->per_unit_per_second <= 0.0) return std::nullopt;
    return asking;
}

void Measuring::fix_asking_rate() {
    if (!has_asking() || common_.options.ask_rate || is_stopped()) return;
    const auto asks = std::ranges::find_if(configurations_, [](const auto& run) { return has_workers(run.mode); });
    const PlannedRun run = asks != configurations_.end() ? *asks : PlannedRun{.mode = paths::Mode::kInline};
    Clock::duration time = kCalibration;
    for (int i = 0; i < kMostCalibrations && !common_.options.ask_rate && !is_stopped(); ++i, time *= 2) {
        common_.options.ask_rate = found_rate(run, time);
    }
    if (!common_.options.ask_rate) common_.options.ask_rate = sim::AskPolicy{};
    progress_.say(
        fmt::format("asking {} times per unit and second in every run: {:.2g} cores of search, as found in "
                    "{}",
                    asking_text(*common_.options.ask_rate), common_.load_cores, to_string(run.mode)));
}

// --- the runs --------------------------------------------------------------------------------------------------------

void Measuring::make_run(const PlannedRun& run) {
    const Clock::time_point begin = Clock::now();
    SessionSettings settings = settings_of(run);
    const measure::RunSetup setup = setup_of_run(run);
    RunRecorder recorder({.setup = setup,
                          .length = clock_time(options_.seconds),
                          .cores = granted_cores(),
                          .frames_alone = !options_.telemetry});
    settings.run_for = clock_time(options_.seconds);
    settings.recorder = &recorder;
    Clock::duration played{};
    measure::RunRecord record;
    {
        PlaySession session(std::move(settings), window_, tape_, store_, log_, stop_);
        session.run();
        played = session.played_for();
        record = session.take_record();
    }
    record.totals.start_and_end_s = seconds(Clock::now() - begin - played);
    const bool has_timed = std::ranges::any_of(record.frames, [](const auto& frame) { return !frame.warm_up; });
    if (has_timed) {
        measurement_.runs.push_back(std::move(record));
    } else if (!is_stopped()) {
        ++runs_without_frames_;
        progress_.say(fmt::format("{}, repeat {}: no frame ended in the timed part; the run is left out",
                                  measure::configuration_of(setup), setup.repeat));
    }
}

void Measuring::make_runs() {
    for (const PlannedRun& run : plan_runs(configurations_, options_.repeats)) {
        if (is_stopped()) return;
        progress_.begin_run(fmt::format("{}, repeat {}", measure::configuration_of(setup_of_run(run)), run.repeat));
        make_run(run);
        progress_.end_run();
    }
}

// --- after the runs --------------------------------------------------------------------------------------------------

const PlannedRun* Measuring::largest(paths::Mode mode) const {
    const PlannedRun* found = nullptr;
    for (const PlannedRun& run : configurations_) {
        if (run.mode == mode && (found == nullptr || run.workers > found->workers)) found = &run;
    }
    return found;
}

void Measuring::try_crashes() {
    if (const PlannedRun* run = largest(paths::Mode::kProcesses); run != nullptr && !is_stopped()) {
        progress_.say("killing workers on purpose, to see what comes of it");
        KillTrial trial;
        SessionSettings settings = settings_of(*run);
        settings.run_for = kTrialAtMost;
        settings.each_frame = [&trial](paths::PathDispatcher& paths) { return trial.look(paths); };
        PlaySession session(std::move(settings), window_, tape_, store_, log_, stop_);
        session.run();
        if (!is_stopped()) measurement_.crashes.push_back(trial.result());
    }
    if (largest(paths::Mode::kThreads) == nullptr || is_stopped()) return;
    const measure::CrashTrial trial = try_crash_of_a_thread(own_binary_folder() / "outrider", common_.map_file, stop_);
    if (!is_stopped()) measurement_.crashes.push_back(trial);
}

std::vector<std::string> Measuring::warnings() const {
    std::vector<std::string> warnings;
    if (options_.repeats < kFewRepeats) {
        warnings.push_back(
            fmt::format("Only {} repeat{}: runs differ from each other by more than one of them shows. "
                        "Measure with --repeats 3 or more.",
                        options_.repeats, options_.repeats == 1 ? "" : "s"));
    }
    if (runs_without_frames_ != 0) {
        warnings.push_back(
            fmt::format("{} of {} runs had no frame that ended in the timed part and {} left out: the frames are too "
                        "long. Measure with more --seconds, or less load.",
                        runs_without_frames_, planned_runs(), runs_without_frames_ == 1 ? "is" : "are"));
    }
    if (is_stopped() && measurement_.runs.size() + runs_without_frames_ < planned_runs()) {
        warnings.emplace_back("It was stopped before it was done: repeats are missing.");
    }
    const auto noisy =
        std::ranges::count_if(measurement_.runs, [](const auto& run) { return !run.marks.not_quiet.empty(); });
    if (noisy != 0) {
        warnings.push_back(fmt::format("The machine was not quiet in {} of {} runs; the marks say why.", noisy,
                                       measurement_.runs.size()));
    }
    return warnings;
}

/// The rate that was found is given: found again, it would be another.
std::string Measuring::command() const {
    std::string command = "outrider measure " + options_.world.arguments;
    if (has_asking() && !options_.world.ask_rate && common_.options.ask_rate) {
        command += " --ask-rate " + asking_text(*common_.options.ask_rate);
    }
    return command;
}

measure::Measurement Measuring::finish() {
    measurement_.title = title_of(setup_of_run(configurations_.front()));
    measurement_.command = command();
    measurement_.machine = machine_facts(window_.renderer_name());
    measurement_.warnings = warnings();
    return std::move(measurement_);
}

[[nodiscard]] bool are_conserved(const std::vector<measure::RunRecord>& runs) {
    return std::ranges::all_of(runs, [](const measure::RunRecord& run) { return run.totals.conserved; });
}

void print(const measure::Measurement& measurement, const fs::path& folder) {
    fmt::print("{}\n\n", measurement.title);
    fmt::print("{}\n", to_table(measurement));
    const measure::Findings findings = measure::findings_of(measurement);
    fmt::print("{}\n", to_text(findings.comparisons));
    fmt::print("{}\n", findings.verdict);
    for (const std::string& warning : measurement.warnings) fmt::print("{}\n", warning);
    fmt::print("\nthe report: {}\n", (folder / "report.html").string());
}

}  // namespace

int measure(const MeasureOptions& options, const Places& places, const volatile std::sig_atomic_t& stop) {
    require_result_folder("--out", options.out);
    if (options.break_even) return measure_break_even(options, places, stop);
    measure::Measurement measurement;
    {
        Measuring measuring(options, places, stop);
        if (!measuring.check_agreement()) return fail_measuring(measuring.disagreement());
        measuring.fix_asking_rate();
        measuring.make_runs();
        measuring.try_crashes();
        measurement = measuring.finish();
    }
    if (measurement.runs.empty()) {
        return fail_measuring(stop != 0 ? kNothingMeasured
                                        : "measure: no run had a frame that ended in its timed part; "
                                          "nothing was written");
    }
    remove_old_runs(options.out);
    measure::write_folder(options.out, measurement);
    print(measurement, options.out);
    if (!are_conserved(measurement.runs)) return fail_measuring("measure: requests were lost or doubled");
    return kExitDone;
}

}  // namespace outrider::app
