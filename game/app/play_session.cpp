#include "game/app/play_session.h"

#include <SDL.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <thread>
#include <utility>

#include "game/app/crash_report.h"
#include "game/app/places.h"
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
constexpr Clock::duration kOrderMarkShown = std::chrono::seconds(1);
constexpr double kPanSpeed_screens_per_s = 1.0;
constexpr std::uint32_t kUsualFramesPerSecond = 60;

[[nodiscard]] double seconds(Clock::duration time) { return duration<double>(time).count(); }

sim::WorldSettings world_settings(const SessionSettings& settings) {
    return {.width_cells = settings.map.width_cells,
            .height_cells = settings.map.height_cells,
            .terrain = settings.map.terrain,
            .units = settings.options.units,
            .seed = settings.options.seed,
            .algorithm = settings.options.algorithm,
            .chase = settings.options.chase,
            .orders = settings.options.orders};
}

paths::DispatcherSettings dispatcher_settings(const SessionSettings& settings, paths::EventLog& log) {
    paths::DispatcherSettings paths;
    paths.layout = GridLayout(settings.map.width_cells, settings.map.height_cells);
    paths.bits = search::to_bits(settings.map);
    paths.terrain_classes = search::terrain_classes(settings.map);
    paths.terrain_factors = search::kTerrainFactors;
    paths.mode = settings.options.mode;
    paths.workers = settings.workers;
    paths.policy = settings.options.policy;
    paths.pathfinder = settings.pathfinder;
    paths.chunk_jobs = settings.options.chunk_jobs.value_or(kDefaultChunk_jobs);
    paths.recycle_after_jobs = settings.options.recycle_after_jobs;
    paths.debug_workers = settings.options.debug_workers;
    paths.log = &log;
    return paths;
}

WindowOptions window_options(const PlayOptions& options, const SettingsStore& store) {
    WindowOptions window;
    window.headless = options.headless;
    window.renderer = options.renderer;
    window.with_screen = !options.frames_per_s;
    if (!options.headless) window.place = store.load_window();
    return window;
}

Clock::duration period_of(double frames_per_s) {
    return std::chrono::duration_cast<Clock::duration>(duration<double>(1.0 / frames_per_s));
}

/// As asked; else with the screen. A renderer that waits for the screen gets a limit a little above it, for the
/// times when it does not wait: minimised, or behind other windows.
std::optional<Clock::duration> frame_period(const PlayOptions& options, const Window& window) {
    if (options.frames_per_s == 0U) return std::nullopt;
    if (options.frames_per_s) return period_of(*options.frames_per_s);
    if (window.presents_with_screen()) return period_of(1.1 * window.screen_hz());
    return period_of(kUsualFramesPerSecond);
}

}  // namespace

PlaySession::PlaySession(SessionSettings settings, const SettingsStore& store, paths::EventLog& log,
                         const volatile std::sig_atomic_t& stop)
    : settings_(std::move(settings)),
      store_(store),
      stop_(stop),
      window_(window_options(settings_.options, store)),
      world_(world_settings(settings_)),
      paths_(dispatcher_settings(settings_, log)),
      timed_paths_(paths_),
      analyst_(GridLayout(settings_.map.width_cells, settings_.map.height_cells), search::to_bits(settings_.map),
               {search::terrain_classes(settings_.map), search::kTerrainFactors, {}}),
      watched_paths_(timed_paths_, analyst_),
      faults_(paths_, world_),
      fault_sink_(world_, faults_),
      timed_sink_(fault_sink_),
      load_(settings_.load_cores, settings_.options.ask_rate),
      debug_(analyst_, watched_paths_, settings_.options.debug_view),
      renderer_(window_.renderer(), world_),
      overlay_(window_.handle(), window_.renderer(), settings_.options.headless ? "" : store.overlay_file()),
      algorithm_(settings_.options.algorithm),
      chase_(settings_.options.chase),
      orders_(settings_.options.orders),
      limiter_(frame_period(settings_.options, window_)) {
    world_.set_ask_policy(load_.policy());
    camera_.set_map(settings_.map.width_cells, settings_.map.height_cells);
    follow_window();
    camera_.fit_map(true);
    if (is_about_a_unit(debug_.view())) select_one_for_debug();
}

/// Asked for on the command line, a view about a unit needs one before a hand can click: the one nearest the middle.
void PlaySession::select_one_for_debug() noexcept {
    const Cell middle{world_.width_cells() / 2, world_.height_cells() / 2};
    world_.select_nearest(sim::centre_of(middle), std::max(middle.x, middle.y));
}

void PlaySession::run() {
    frame_start_ = last_look_ = Clock::now();
    while (!ending_) run_frame();
    if (!settings_.options.headless) store_.save_window(window_.place());
}

void PlaySession::run_frame() {
    const Clock::time_point now = Clock::now();
    frame_delta_ = now - std::exchange(frame_start_, now);

    frames_.begin_frame();
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
    keep_pace();
    frames_.end_frame();
}

void PlaySession::take_input() {
    if (stop_ != 0 || is_last_frame()) ending_ = true;
    intents_.clear();
    for (SDL_Event event; SDL_PollEvent(&event) != 0;) {
        const bool taken = overlay_.handle_event(event);
        input_.take(event, taken, intents_);
    }
    for (const Intent& intent : intents_) carry_out(intent);
    const PointPx pull = input_.pan_direction();
    camera_.pan(pull.x * kPanSpeed_screens_per_s, pull.y * kPanSpeed_screens_per_s);
    camera_.update(seconds(frame_delta_));
}

void PlaySession::poll_answers() {
    const Clock::time_point before = Clock::now();
    paths_.poll(timed_sink_);
    polls_.add(Clock::now() - before);
}

void PlaySession::run_ticks() {
    if (one_tick_) world_.tick(paths_.mode());
    one_tick_ = false;
    if (paused_) return;
    for (tick_debt_ += std::min(frame_delta_, kMostCatchUp); tick_debt_ >= kTick; tick_debt_ -= kTick) {
        world_.tick(paths_.mode());
    }
}

void PlaySession::submit_wishes() {
    world_.submit(watched_paths_);
    paths_.flush();
}

void PlaySession::draw_world() {
    if (window_.is_hidden()) return;
    debug_.update(world_);
    if (ending_ && settings_.options.screenshot) debug_.finish(world_);
    renderer_.draw(world_, camera_, draw_options());
}

void PlaySession::draw_overlay() {
    paths_.refresh_statistics();
    conserved_ = conserved_ && paths_.is_conserved();
    faults_.look(frames_.last().work);
    look_around();
    if (window_.is_hidden()) return;
    const overlay::OverlayActions actions = overlay_.draw(overlay_model(), open_, seconds(frame_delta_));
    carry_out(actions);
}

void PlaySession::present() {
    if (std::exchange(picture_wanted_, false)) {
        screenshots_.take(window_.renderer(), pictures_folder() / screenshot_name());
    }
    if (ending_ && settings_.options.screenshot) screenshots_.take(window_.renderer(), *settings_.options.screenshot);
    if (!window_.is_hidden()) SDL_RenderPresent(&window_.renderer());
}

void PlaySession::keep_pace() {
    if (ending_) return;
    const Clock::time_point now = Clock::now();
    Clock::time_point due = limiter_.next_after(now);
    if (window_.is_hidden()) due = std::max(due, frame_start_ + kTick);
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
                                      to_string(paths_.statistics().policy), world_.unit_count(), frames_.frames());
    CrashReport::note_state({state.data(), std::min<std::size_t>(end.size, state.size())});
    load_.update(paths_.statistics(), world_.counters(), world_.unit_count(), elapsed_s);
    world_.set_ask_policy(load_.policy());
    for (const paths::WorkerStatistics& worker : paths_.workers()) {
        if (worker.pid == 0) continue;
        busy_sum_ += worker.busy_share;
        ++busy_samples_;
    }
}

bool PlaySession::is_last_frame() const noexcept {
    return settings_.options.frames != 0 && frames_.frames() + 1 >= settings_.options.frames;
}

overlay::OverlayModel PlaySession::overlay_model() const {
    overlay::OverlayModel model;
    model.frames = &frames_;
    model.paths = &paths_.statistics();
    model.workers = paths_.workers();
    model.cores = paths_.cores();
    model.map_name = settings_.map_name;
    model.renderer_name = window_.renderer_name();
    model.units = world_.unit_count();
    model.units_waiting = units_waiting();
    model.selected_units = world_.selected_count();
    model.max_workers = settings_.max_workers;
    model.max_units = sim::World::kMaxUnits;
    model.load_cores = load_.cores();
    model.load_leads = load_.leads();
    model.ask_rate_per_unit = load_.policy().per_unit_per_second;
    model.ask_again_at_once = load_.policy().again_at_once;
    model.algorithm = algorithm_;
    model.chase = chase_;
    model.orders = orders_;
    model.fields_in_use = world_.fields_in_use();
    model.brush_radius_cells = brush_radius_cells_;
    model.paused = paused_;
    model.inline_budget_ms = duration<double, std::milli>(paths_.inline_budget()).count();
    model.tick = world_.counters().ticks;
    model.debug = debug_.caption();
    model.fault_done = faults_.done();
    model.fault_led_to = faults_.led_to();
    model.fault_in_question = faults_.in_question();
    return model;
}

render::DrawOptions PlaySession::draw_options() const {
    render::DrawOptions options;
    options.tick_fraction = paused_ ? 1.0 : duration<double>(tick_debt_) / duration<double>(kTick);
    options.show_paths = debug_.view() == DebugView::kPaths;
    options.tint_by_worker = options.show_paths;
    options.debug_layer = debug_.layer();
    if (input_.over_world() && !settings_.options.headless) {
        options.brush = render::BrushPreview{cell_at(input_.cursor()), brush_radius_cells_, input_.erasing()};
    }
    if (const auto box = input_.open_box()) {
        options.box_from = point_at(box->from);
        options.box_to = point_at(box->to);
    }
    const Clock::duration mark_age = frame_start_ - ordered_at_;
    if (order_mark_ && mark_age < kOrderMarkShown) {
        options.order_mark = order_mark_;
        options.order_mark_age_s = seconds(mark_age);
    }
    return options;
}

std::uint32_t PlaySession::units_waiting() const noexcept {
    const auto has_no_path = [](sim::UnitState state) {
        return state == sim::UnitState::kWaiting || state == sim::UnitState::kRerouting;
    };
    return static_cast<std::uint32_t>(std::ranges::count_if(world_.states(), has_no_path));
}

PlayReport PlaySession::report() const {
    const paths::PathStatistics& statistics = paths_.statistics();
    PlayReport report;
    report.mode = paths_.mode();
    report.workers = statistics.workers_wanted;
    report.policy = statistics.policy;
    report.units = world_.unit_count();
    report.ask_rate = load_.policy();
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
    report.world = world_.counters();
    report.state_hash = world_.state_hash();
    report.renderer = window_.renderer_name();
    report.map = settings_.map_name;
    return report;
}

}  // namespace outrider::app
