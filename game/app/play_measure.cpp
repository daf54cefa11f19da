// "Measure now" in a session: what the measurement asks of the game, and what the player may do meanwhile.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <system_error>
#include <utility>
#include <variant>

#include "game/app/machine.h"
#include "game/app/measure_now_text.h"
#include "game/app/measure_plan.h"
#include "game/app/measure_text.h"
#include "game/app/places.h"
#include "game/app/play_session.h"

namespace outrider::app {

namespace {

/// `--measure-now` plays so long before: the units are under way, and the load dial knows what a search costs.
constexpr std::chrono::seconds kPlayBefore{2};
constexpr std::int32_t kPictureMargin_px = 10;

/// What is left to a player whose hand is tied: the way out, and what the system wants.
[[nodiscard]] bool is_allowed_meanwhile(const Intent& intent) noexcept {
    const auto* command = std::get_if<Command>(&intent);
    if (command == nullptr) return false;
    switch (*command) {
        case Command::kMenu:
        case Command::kQuit:
        case Command::kWindowChanged:
        case Command::kPicturesLost: return true;
        default: return false;
    }
}

}  // namespace

// --- what the measurement asks of the game ---------------------------------------------------------------------------

std::optional<std::string> PlaySession::MeasuredPlay::refusal() const {
    const PlayOptions& options = play_.settings_.options;
    if (play_.scenario_->repeatable() == nullptr) return "B measures in the sandbox: outrider --scenario sandbox";
    if (play_.settings_.replay) return "measure now: not while a game is replayed, which sets the pace itself";
    if (options.record) return "measure now: not while a game is recorded, which is in lockstep";
    if (options.record_frames) return "measure now: not while frames are recorded (--record-frames)";
    if (play_.lockstep_) return "measure now: not in lockstep, where the world waits for its answers";
    return std::nullopt;
}

void PlaySession::MeasuredPlay::keep_moment() {
    before_ = {.mode = play_.paths_.mode(),
               .workers = play_.paths_.statistics().workers_wanted,
               .paused = std::exchange(play_.paused_, false),
               .recorder = play_.recorder_};
    play_.one_tick_ = false;
    play_.open_.help = play_.open_.menu = false;
    if (play_.faults_.in_question()) play_.answer(overlay::FaultAnswer::kCancel);
    play_.paths_.fix_policy(true);
    if (before_.workers == 0) play_.paths_.set_workers(1);
    play_.scenario_->repeatable()->keep_moment();
}

void PlaySession::MeasuredPlay::rewind_to(paths::Mode mode) {
    play_.scenario_->repeatable()->rewind(play_.watched_paths_);
    play_.paths_.set_mode(mode);
}

bool PlaySession::MeasuredPlay::is_ready() const {
    const paths::PathStatistics& statistics = play_.paths_.statistics();
    if (!has_workers(play_.paths_.mode())) return statistics.workers_alive == 0;
    const auto is_starting = [](const paths::WorkerStatistics& worker) {
        return worker.pid != 0 && worker.state == paths::WorkerState::kStarting;
    };
    return statistics.workers_alive >= statistics.workers_wanted &&
           std::ranges::none_of(play_.paths_.workers(), is_starting);
}

std::optional<std::string> PlaySession::MeasuredPlay::obstacle() const {
    if (!play_.is_seen()) return "nobody sees the window";
    const std::string& trouble = play_.paths_.statistics().trouble;
    if (has_workers(play_.paths_.mode()) && !trouble.empty()) return trouble;
    return std::nullopt;
}

void PlaySession::MeasuredPlay::begin_run(std::chrono::nanoseconds length) {
    recorder_.emplace(RecorderSettings{.setup = setup_now(), .length = length, .cores = granted_cores()});
    play_.record_into(&*recorder_);
    play_.tick_debt_ = {};
}

measure::RunRecord PlaySession::MeasuredPlay::end_run() {
    play_.record_into(before_.recorder);
    play_.paths_.refresh_statistics();
    measure::RunRecord run = recorder_->end(play_.end_facts(false));
    recorder_.reset();
    return run;
}

void PlaySession::MeasuredPlay::restore() {
    if (recorder_) play_.record_into(before_.recorder);
    recorder_.reset();
    play_.scenario_->repeatable()->rewind(play_.watched_paths_);
    play_.scenario_->repeatable()->let_moment_go();
    play_.paths_.set_mode(before_.mode);
    play_.paths_.set_workers(before_.workers);
    play_.paths_.fix_policy(play_.settings_.policy_is_fixed);
    play_.paused_ = before_.paused;
    play_.tick_debt_ = {};
}

measure::RunSetup PlaySession::MeasuredPlay::setup_now() const {
    overlay::OverlayModel world;
    play_.scenario_->fill(world);
    const paths::PathStatistics& statistics = play_.paths_.statistics();
    measure::RunSetup setup = setup_of(play_.settings_, play_.window_, play_.scenario_->asking());
    setup.mode = play_.paths_.mode();
    setup.workers = has_workers(setup.mode) ? std::max(statistics.workers_wanted, 1U) : 0;
    setup.policy = statistics.policy;
    setup.chunk_jobs = statistics.chunk_jobs;
    setup.units = play_.scenario_->unit_count();
    setup.algorithm = world.algorithm;
    return setup;
}

measure::Measurement PlaySession::MeasuredPlay::describe() const {
    overlay::OverlayModel world;
    play_.scenario_->fill(world);
    ProperMeasurement proper{
        .setup = setup_now(), .map = play_.settings_.options.map, .chase = world.chase, .orders = world.orders};
    proper.setup.workers = std::max(play_.paths_.statistics().workers_wanted, 1U);
    measure::Measurement measurement;
    measurement.title = title_of(proper.setup);
    measurement.command = proper_command(proper);
    measurement.is_quick_look = true;
    measurement.machine = machine_facts(play_.window_.renderer_name());
    if (play_.scenario_->repeatable()->is_edited()) {
        measurement.warnings.emplace_back("The player's walls stood on the map; the command measures it without them.");
    }
    return measurement;
}

// --- the frame -------------------------------------------------------------------------------------------------------

/// Before the frame's events: all edits of the frames before are submitted.
void PlaySession::look_at_measurement() {
    if (settings_.options.measure_now) attend_measurement();
    if (std::exchange(measure_wanted_, false)) {
        const auto seed = static_cast<std::uint64_t>(frame_start_.time_since_epoch().count());
        measure_now_.start(seed, frame_start_);
    }
    measure_now_.look(frame_start_);
    if (const auto saved = saving_.look()) {
        measure_now_.say(saved->said, frame_start_);
        if (settings_.options.measure_now) measure_done_ = saved->done;
        ending_ = ending_ || settings_.options.measure_now.has_value();
    }
}

/// `--measure-now`: begins by itself, saves by itself, and ends.
void PlaySession::attend_measurement() {
    if (!measure_begun_) {
        measure_begun_ = measure_wanted_ = frame_start_ - began_ >= kPlayBefore;
        return;
    }
    if (measure_now_.stage() == overlay::MeasureStage::kCard && !picture_folder_ && !saving_.is_going_on()) {
        save_measurement(*settings_.options.measure_now);
    }
    if (measure_now_.is_idle() && !measure_wanted_) ending_ = true;  // it could not be done
}

void PlaySession::save_measurement(const std::filesystem::path& folder) {
    if (saving_.is_going_on() || !measure_now_.result()) return;
    try {
        saving_.begin(folder, measure_now_.shared_result());
        picture_folder_ = folder;
        measure_now_.say("Saving", frame_start_);
    } catch (const std::filesystem::filesystem_error& error) {
        measure_now_.say(fmt::format("Not saved: {}: {}", folder.string(), error.code().message()), frame_start_);
        ending_ = ending_ || settings_.options.measure_now.has_value();
    }
}

/// The card alone, with a little of the world around it.
void PlaySession::take_card_picture() {
    if (!picture_folder_ || !measure_model_.for_picture) return;
    const overlay::WindowRect card = overlay_.places().measure_card;
    const double scale = window_.pixel_scale();
    const auto pixels = [scale](std::int32_t units) { return static_cast<std::int32_t>(std::lround(units * scale)); };
    const PictureArea area{.x = pixels(card.x) - kPictureMargin_px,
                           .y = pixels(card.y) - kPictureMargin_px,
                           .width = pixels(card.width) + 2 * kPictureMargin_px,
                           .height = pixels(card.height) + 2 * kPictureMargin_px};
    screenshots_.take(window_.renderer(), *picture_folder_ / "card.png", area);
    picture_folder_.reset();
}

// --- the player's hand -----------------------------------------------------------------------------------------------

bool PlaySession::hand_is_free_for(const Intent& intent) const noexcept {
    return measure_now_.is_idle() || is_allowed_meanwhile(intent);
}

void PlaySession::carry_out_measuring(const overlay::OverlayActions& actions) {
    if (actions.quit) ending_ = true;
    if (actions.close_menu) open_.menu = false;
    if (actions.measure.save) save_measurement(fresh_folder(pictures_folder(), measure_folder_name()));
    if (actions.measure.close) measure_now_.stop(frame_start_);
}

}  // namespace outrider::app
