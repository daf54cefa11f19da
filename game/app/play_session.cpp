#include "game/app/play_session.h"

#include <SDL.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <thread>
#include <utility>

#include "game/app/crash_report.h"
#include "game/app/places.h"
#include "game/app/sandbox.h"
#include "game/app/siege_game.h"
#include "game/app/status_line.h"

namespace outrider::app {

namespace {

using Clock = std::chrono::steady_clock;
using measure::Phase;
using std::chrono::duration;

constexpr Clock::duration kTick = std::chrono::nanoseconds(1'000'000'000 / sim::kTicksPerSecond);
/// A frame that took longer does not make the world run after it.
constexpr Clock::duration kMostCatchUp = std::chrono::milliseconds(200);
constexpr Clock::duration kLookInterval = std::chrono::milliseconds(250);
/// A scenario publishes walls and danger after one tick.
constexpr std::uint32_t kMostVersionsAtOnce = 2;
/// The siege's upper bar, and the tools and the strip at the foot, as the overlay draws them: gates lie at the edges.
constexpr std::int32_t kSiegeBar_px = 44;
constexpr std::int32_t kSiegeFoot_px = 84;
/// A game as fast as it can be leaves the cores to the workers while its tick waits for them.
constexpr Clock::duration kPauseForAnswers = std::chrono::milliseconds(1);
constexpr double kPanSpeed_screens_per_s = 1.0;
constexpr std::uint32_t kUsualFramesPerSecond = 60;

[[nodiscard]] double seconds(Clock::duration time) { return duration<double>(time).count(); }

paths::DispatcherSettings dispatcher_settings(const SessionSettings& settings, paths::EventLog& log) {
    paths::DispatcherSettings paths;
    paths.layout = GridLayout(settings.map.width_cells, settings.map.height_cells);
    paths.bits = search::to_bits(settings.map);
    paths.terrain_classes = search::terrain_classes(settings.map);
    paths.terrain_factors = search::terrain_factors(settings.map);
    paths.mode = settings.options.mode;
    paths.workers = settings.workers;
    paths.policy = settings.options.policy;
    paths.pathfinder = settings.pathfinder;
    paths.chunk_jobs = settings.options.chunk_jobs.value_or(kDefaultChunk_jobs);
    paths.recycle_after_jobs = settings.options.recycle_after_jobs;
    paths.debug_workers = settings.options.debug_workers;
    paths.policy_is_fixed = settings.policy_is_fixed;
    paths.exact_versions = settings.options.lockstep;
    paths.log = &log;
    return paths;
}

SandboxSettings sandbox_settings(const SessionSettings& settings) {
    const PlayOptions& options = settings.options;
    std::optional<sim::AskPolicy> fixed = options.ask_rate;
    if (options.lockstep && !fixed) fixed = kLockstepAsking;
    return {.world = {.width_cells = settings.map.width_cells,
                      .height_cells = settings.map.height_cells,
                      .terrain = settings.map.terrain,
                      .units = settings.units,
                      .seed = options.seed,
                      .algorithm = options.algorithm,
                      .chase = options.chase,
                      .orders = options.orders},
            .load = LoadControl(settings.load_cores, fixed),
            .hand_is_tied = settings.replay != nullptr,
            .rate_is_fixed = options.lockstep};
}

SiegeGameSettings siege_settings(const SessionSettings& settings) {
    return {.siege = {.width_cells = settings.map.width_cells,
                      .height_cells = settings.map.height_cells,
                      .terrain = settings.map.terrain,
                      .ground = settings.ground,
                      .seed = settings.options.seed,
                      .difficulty = settings.options.difficulty,
                      .parade = settings.units},
            .map_names = settings.siege_maps,
            .map_name = settings.map_name,
            .shows_cards = settings.shows_start_card,
            .hand_is_tied = settings.replay != nullptr};
}

std::unique_ptr<Scenario> make_scenario(const SessionSettings& settings, SDL_Renderer& renderer,
                                        paths::PathService& paths, Tape& tape) {
    if (settings.options.scenario == ScenarioKind::kSandbox) {
        return std::make_unique<Sandbox>(renderer, sandbox_settings(settings), tape);
    }
    return std::make_unique<SiegeGame>(renderer, siege_settings(settings), paths, tape);
}

Clock::duration period_of(double frames_per_s) {
    return std::chrono::duration_cast<Clock::duration>(duration<double>(1.0 / frames_per_s));
}

/// A renderer that waits for the screen gets a limit a little above it, for the times when it does not wait: minimised,
/// or behind other windows.
std::optional<Clock::duration> frame_period(const PlayOptions& options, const Window& window) {
    const double rate = frames_per_s(options, window);
    if (rate == 0.0) return std::nullopt;
    return period_of(!options.frames_per_s && window.presents_with_screen() ? 1.1 * rate : rate);
}

}  // namespace

double frames_per_s(const PlayOptions& options, const Window& window) noexcept {
    if (options.frames_per_s) return *options.frames_per_s;
    return window.presents_with_screen() ? window.screen_hz() : kUsualFramesPerSecond;
}

PlaySession::PlaySession(SessionSettings settings, Window& window, Tape& tape, const SettingsStore& store,
                         paths::EventLog& log, const volatile std::sig_atomic_t& stop)
    : settings_(std::move(settings)),
      store_(store),
      stop_(stop),
      window_(window),
      tape_(tape),
      paths_(dispatcher_settings(settings_, log)),
      timed_paths_(paths_),
      lockstep_(settings_.options.lockstep
                    ? std::make_optional<paths::Lockstep>(
                          timed_paths_, [this] { return paths_.can_publish(kMostVersionsAtOnce); },
                          settings_.options.delay_ticks)
                    : std::nullopt),
      analyst_(GridLayout(settings_.map.width_cells, settings_.map.height_cells), search::to_bits(settings_.map),
               {search::terrain_classes(settings_.map), search::terrain_factors(settings_.map), {}}),
      watched_paths_(lockstep_ ? static_cast<paths::PathService&>(*lockstep_) : timed_paths_, analyst_),
      scenario_(make_scenario(settings_, window_.renderer(), paths_, tape_)),
      faults_(paths_, *scenario_),
      auto_workers_(paths_, settings_.max_workers, settings_.options.workers_auto),
      router_(*scenario_, lockstep_ ? static_cast<paths::AnswerSink&>(*lockstep_) : *scenario_),
      fault_sink_(router_, faults_),
      timed_sink_(fault_sink_),
      debug_(analyst_, watched_paths_, settings_.options.debug_view),
      overlay_(window_.handle(), window_.renderer(), settings_.options.headless ? "" : store.overlay_file()),
      open_{.panels = settings_.options.scenario == ScenarioKind::kSandbox, .open = overlay_.remembered_panels()},
      limiter_(frame_period(settings_.options, window_)) {
    camera_.set_map(settings_.map.width_cells, settings_.map.height_cells);
    if (settings_.options.scenario == ScenarioKind::kSiege) {
        camera_.set_covered(kSiegeBar_px, kSiegeFoot_px);
    }
    follow_window();
    camera_.fit_map(true);
    record_into(settings_.recorder);
    if (is_about_a_unit(debug_.view())) scenario_->select_for_debug();
}

void PlaySession::run() {
    began_ = frame_start_ = last_look_ = Clock::now();
    while (!ending_) run_frame();
    if (!settings_.options.measure_now) measure_now_.stop(frame_start_);
    played_for_ = Clock::now() - began_;
    if (!settings_.options.headless) store_.save_window(window_.place());
    scenario_->play_back();  // what was done after the last tick
    const std::uint64_t path_hash = lockstep_ ? lockstep_->path_hash() : 0;
    tape_.end({scenario_->ticks(), scenario_->state_hash(), path_hash});
}

measure::RunRecord PlaySession::take_record() {
    const bool stopped_early = settings_.run_for && played_for_ < *settings_.run_for;
    paths_.refresh_statistics();
    return settings_.recorder->end(end_facts(stopped_early));
}

void PlaySession::run_frame() {
    const Clock::time_point now = Clock::now();
    frame_delta_ = now - std::exchange(frame_start_, now);

    frames_.begin_frame();
    paths_.begin_frame();
    frames_.enter(Phase::kInput);
    take_input();
    frames_.enter(Phase::kPoll);
    poll_answers();
    frames_.enter(Phase::kSim);
    run_ticks();
    frames_.enter(Phase::kSubmit);
    submit_wishes();
    frames_.enter(Phase::kDraw);
    draw_world();
    frames_.enter(Phase::kOverlay);
    draw_overlay();
    frames_.enter(Phase::kPresent);
    present();
    paths_.end_frame();
    keep_pace();
    frames_.end_frame();
}

void PlaySession::take_input() {
    if (stop_ != 0 || is_last_frame()) ending_ = true;
    look_at_measurement();
    input_.set_drag_selects(scenario_->drag_selects());
    intents_.clear();
    for (SDL_Event event; SDL_PollEvent(&event) != 0;) {
        const bool taken = overlay_.handle_event(event);
        input_.take(event, taken, intents_);
    }
    for (const Intent& intent : intents_) carry_out(intent);
    const PointPx pull = input_.pan_direction();
    if (measure_now_.is_idle()) camera_.pan(pull.x * kPanSpeed_screens_per_s, pull.y * kPanSpeed_screens_per_s);
    camera_.update(seconds(frame_delta_));
}

void PlaySession::poll_answers() {
    const Clock::time_point before = Clock::now();
    BurnLoad* const burn_load = settings_.burn_load;
    paths_.poll(burn_load != nullptr ? static_cast<paths::AnswerSink&>(*burn_load) : timed_sink_);
    const Clock::duration time = Clock::now() - before;
    polls_.add(time);
    if (recorder_ != nullptr) recorder_->note_poll(time);
}

void PlaySession::run_ticks() {
    if (scenario_->holds() || measure_now_.holds_world()) return;
    if (one_tick_ && run_tick()) one_tick_ = false;
    if (paused_) return;
    if (lockstep_ && (settings_.options.headless || settings_.options.frames_per_s == 0U)) {
        tick_waits_ = !run_tick();  // one in each frame, whatever the clock says
        return;
    }
    const std::uint32_t speed = scenario_->speed();
    tick_debt_ += std::min<Clock::duration>(frame_delta_, kMostCatchUp / speed) * speed;
    while (tick_debt_ >= kTick && run_tick()) tick_debt_ -= kTick;
    tick_debt_ = std::min(tick_debt_, kTick);  // a tick that waits is not made up for
}

/// False: it waits for an answer, or the game is over.
bool PlaySession::run_tick() {
    if (scenario_->ticks() >= last_tick()) return false;
    scenario_->play_back();
    if (lockstep_ && !lockstep_->try_begin_tick(*scenario_)) return false;
    scenario_->tick(settings_.burn_load != nullptr ? paths::Mode::kNone : paths_.mode());
    if (!lockstep_) return true;
    frames_.enter(Phase::kSubmit);
    scenario_->submit(watched_paths_);
    frames_.enter(Phase::kSim);
    return true;
}

/// In lockstep the world submits once after each tick, and at no other time.
void PlaySession::submit_wishes() {
    if (settings_.burn_load != nullptr) {
        settings_.burn_load->submit(paths_);
    } else if (!lockstep_ && !measure_now_.holds_world()) {
        scenario_->submit(watched_paths_);
    }
    paths_.flush();
}

void PlaySession::draw_world() {
    if (!is_seen()) return;
    debug_.update(scenario_->debug_subject());
    if (ending_ && settings_.options.screenshot) debug_.finish(scenario_->debug_subject());
    SceneView view{.camera = camera_, .input = input_, .now = frame_start_};
    view.tick_fraction = paused_ ? 1.0 : duration<double>(tick_debt_) / duration<double>(kTick);
    view.show_paths = debug_.view() == DebugView::kPaths;
    view.debug_layer = debug_.layer();
    view.has_hand = !settings_.options.headless;
    scenario_->draw(view);
}

void PlaySession::draw_overlay() {
    gather();
    look_around();
    if (settings_.each_frame && settings_.each_frame(paths_)) ending_ = true;
    if (!is_seen()) return;
    const overlay::OverlayActions actions = overlay_.draw(overlay_model(), open_, seconds(frame_delta_));
    carry_out(actions);
    if (frames_.last().work > measure::kBudget60) ++frames_late_;
}

/// What is shown and recorded, brought up to date.
void PlaySession::gather() {
    const Clock::time_point before = Clock::now();
    if (settings_.telemetry || frame_start_ - last_look_ >= kLookInterval) paths_.refresh_statistics();
    conserved_ = conserved_ && paths_.is_conserved();
    faults_.look(frames_.last().work);
    if (recorder_ != nullptr) note_frame();
    telemetry_ = Clock::now() - before;
    if (recorder_ != nullptr) recorder_->note_telemetry(telemetry_);
}

void PlaySession::note_frame() {
    recorder_->note_frame({.start = frame_start_,
                           .last = frames_.last(),
                           .last_overlay = overlay_.last_cost(),
                           .paths = paths_.statistics(),
                           .workers = paths_.workers(),
                           .conserved = conserved_,
                           .paused = paused_,
                           .wave = scenario_->wave()});
}

void PlaySession::record_into(RunRecorder* recorder) noexcept {
    recorder_ = recorder;
    timed_paths_.set_recorder(recorder);
    timed_sink_.set_recorder(recorder);
}

EndFacts PlaySession::end_facts(bool stopped_early) const {
    return {.paths = paths_.statistics(),
            .workers = paths_.workers(),
            .game_mib = paths_.game_pss_mib(),
            .state_hash = scenario_->state_hash(),
            .ticks = scenario_->ticks(),
            .stopped_early = stopped_early};
}

void PlaySession::present() {
    if (std::exchange(picture_wanted_, false)) {
        screenshots_.take(window_.renderer(), pictures_folder() / screenshot_name());
    }
    take_card_picture();
    if (ending_ && settings_.options.screenshot) screenshots_.take(window_.renderer(), *settings_.options.screenshot);
    if (is_seen()) SDL_RenderPresent(&window_.renderer());
}

void PlaySession::keep_pace() {
    if (ending_) return;
    const Clock::time_point now = Clock::now();
    Clock::time_point due = limiter_.next_after(now);
    if (window_.is_hidden()) due = std::max(due, frame_start_ + kTick);
    if (tick_waits_) due = std::max(due, now + kPauseForAnswers);
    if (due > now) std::this_thread::sleep_until(due);
}

/// What is done four times a second, and what once.
void PlaySession::look_around() {
    const Clock::duration elapsed = frame_start_ - last_look_;
    if (elapsed < kLookInterval) return;
    last_look_ = frame_start_;
    note_quarter_second(seconds(elapsed));
    if (++looks_ % 4 != 0) return;
    const LastSecond second = last_second_of(frames_);
    const paths::PathStatistics& statistics = paths_.statistics();
    window_.set_title(to_title({.map_name = settings_.map_name,
                                .mode = paths_.mode(),
                                .workers = statistics.workers_alive,
                                .work_p99_ms = second.work_p99_ms,
                                .queue = queue_depth(statistics),
                                .interval_ms = second.interval_ms,
                                .paused = paused_}));
}

void PlaySession::note_quarter_second(double elapsed_s) {
    std::array<char, 160> state;
    const auto end = fmt::format_to_n(state.data(), state.size(), "mode {}, {} workers, policy {}, {} units, frame {}",
                                      to_string(paths_.mode()), paths_.statistics().workers_wanted,
                                      to_string(paths_.statistics().policy), scenario_->unit_count(), frames_.frames());
    CrashReport::note_state({state.data(), std::min<std::size_t>(end.size, state.size())});
    scenario_->look_around({.frames = frames_,
                            .paths = paths_.statistics(),
                            .elapsed_s = elapsed_s,
                            .paused = paused_,
                            .worst_latency_ms = timed_sink_.latency().summary().max_ms,
                            .frames_late = frames_late_});
    if (measure_now_.is_idle()) {
        auto_workers_.look_around(elapsed_s, frames_.frames(), frames_late_);
    } else {
        auto_workers_.skip_look();
    }
    for (const paths::WorkerStatistics& worker : paths_.workers()) {
        if (worker.pid == 0) continue;
        busy_sum_ += worker.busy_share;
        ++busy_samples_;
    }
}

/// In lockstep the ticks count, and a replay has an end of its own.
std::uint64_t PlaySession::last_tick() const noexcept {
    std::uint64_t last = ~std::uint64_t{0};
    if (lockstep_ && settings_.options.frames != 0) last = settings_.options.frames;
    if (settings_.replay) last = std::min(last, settings_.replay->end.ticks);
    return last;
}

bool PlaySession::is_last_frame() const noexcept {
    if (scenario_->ticks() >= last_tick()) return true;
    if (settings_.run_for && frame_start_ - began_ >= *settings_.run_for) return true;
    return !lockstep_ && settings_.options.frames != 0 && frames_.frames() + 1 >= settings_.options.frames;
}

overlay::OverlayModel PlaySession::overlay_model() {
    overlay::OverlayModel model;
    model.frames = &frames_;
    model.paths = &paths_.statistics();
    model.workers = paths_.workers();
    model.cores = paths_.cores();
    model.map_name = settings_.map_name;
    model.renderer_name = window_.renderer_name();
    model.telemetry = telemetry_;
    model.max_workers = settings_.max_workers;
    model.workers_are_auto = auto_workers_.is_on();
    model.auto_workers = auto_workers_.text();
    model.paused = paused_;
    model.inline_budget_ms = duration<double, std::milli>(paths_.inline_budget()).count();
    model.debug = debug_.caption();
    model.fault_done = faults_.done();
    model.fault_led_to = faults_.led_to();
    model.fault_in_question = faults_.in_question();
    measure_model_ = measure_now_.model(frame_start_);
    measure_model_.for_picture = picture_folder_.has_value();
    model.measure = &measure_model_;
    scenario_->fill(model);
    return model;
}

PlayReport PlaySession::report() const {
    const paths::PathStatistics& statistics = paths_.statistics();
    PlayReport report;
    report.mode = paths_.mode();
    report.workers = statistics.workers_wanted;
    report.workers_auto = auto_workers_.is_on();
    report.policy = statistics.policy;
    report.units = scenario_->unit_count();
    add_frames(report, frames_);
    report.requests = paths_.requests();
    report.latency = timed_sink_.latency().summary();
    report.submit = timed_paths_.submits().summary();
    report.poll = polls_.summary();
    report.worker_busy = busy_samples_ == 0 ? 0.0 : busy_sum_ / static_cast<double>(busy_samples_);
    report.game_mib = paths_.game_pss_mib();
    for (const paths::WorkerStatistics& worker : paths_.workers()) {
        report.workers_mib += worker.pss_mib;
        report.worker_restarts += worker.restarts;
    }
    report.hung_kills = statistics.hung_kills;
    report.chunk_jobs = statistics.chunk_jobs;
    report.policy_raised = statistics.policy != statistics.first_policy;
    report.conserved = conserved_;
    report.mode_changes = mode_changes_;
    report.ticks = scenario_->ticks();
    report.state_hash = scenario_->state_hash();
    if (lockstep_) {
        report.lockstep_waits = lockstep_->waits();
        report.path_hash = lockstep_->path_hash();
    }
    report.scenario = [this](nlohmann::ordered_json& json) { scenario_->add_to(json); };
    report.renderer = window_.renderer_name();
    report.map = settings_.map_name;
    return report;
}

}  // namespace outrider::app
