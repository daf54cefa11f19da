// The player's hand: what intents and the overlay's switches do to the game.
#include <SDL.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <type_traits>

#include "game/app/play_session.h"

namespace outrider::app {

namespace {

[[nodiscard]] paths::Mode mode_after(paths::Mode mode) noexcept {
    switch (mode) {
        case paths::Mode::kNone: return paths::Mode::kInline;
        case paths::Mode::kInline: return paths::Mode::kThreads;
        case paths::Mode::kThreads: return paths::Mode::kProcesses;
        case paths::Mode::kProcesses: return paths::Mode::kNone;
    }
    return mode;
}

[[nodiscard]] bool is_kill(overlay::Fault fault) noexcept {
    return fault == overlay::Fault::kKill || fault == overlay::Fault::kKillAll;
}

/// As the marks of a recording say it.
[[nodiscard]] std::string_view words_of(overlay::Fault fault) noexcept {
    switch (fault) {
        case overlay::Fault::kKill: return "the player killed a worker";
        case overlay::Fault::kStop: return "the player stopped a worker";
        case overlay::Fault::kPoison: return "the player asked for poison";
        case overlay::Fault::kSlow: return "the player asked for a slow path";
        case overlay::Fault::kKillAll: return "the player killed all workers";
        case overlay::Fault::kStorm: return "storm: everyone asks at once";
    }
    return "?";
}

}  // namespace

void PlaySession::carry_out(const Intent& intent) {
    if (!hand_is_free_for(intent)) return;
    std::visit(
        [this](const auto& wish) {
            using Wish = std::decay_t<decltype(wish)>;
            if constexpr (std::is_same_v<Wish, DragView>) camera_.drag(wish.dx_px, wish.dy_px);
            if constexpr (std::is_same_v<Wish, ZoomView>) camera_.zoom_at(wish.notches, wish.at);
            if constexpr (std::is_same_v<Wish, Command>) command(wish);
        },
        intent);
    scenario_->carry_out(intent, camera_);
}

void PlaySession::command(Command command) {
    switch (command) {
        case Command::kFewerWorkers: change_workers(-1); break;
        case Command::kMoreWorkers: change_workers(+1); break;
        case Command::kNextMode: set_mode(next_mode()); break;
        case Command::kPause: paused_ = !paused_; break;
        case Command::kOneTick: step_one_tick(); break;
        case Command::kHelp: open_.help = !open_.help; break;
        case Command::kPanels: open_.panels = !open_.panels; break;
        case Command::kDebugView: debug_.show(next(debug_.view())); break;
        case Command::kDebugViewBack: debug_.show(previous(debug_.view())); break;
        case Command::kFullScreen: window_.toggle_full_screen(); break;
        case Command::kScreenshot: picture_wanted_ = true; break;
        case Command::kFitMap: camera_.fit_map(false); break;
        case Command::kKillWorker: press(overlay::Fault::kKill); break;
        case Command::kStopWorker: press(overlay::Fault::kStop); break;
        case Command::kPoison: press(overlay::Fault::kPoison); break;
        case Command::kSlow: press(overlay::Fault::kSlow); break;
        case Command::kKillAll: press(overlay::Fault::kKillAll); break;
        case Command::kStorm: press(overlay::Fault::kStorm); break;
        case Command::kMeasureNow: measure_wanted_ = true; break;
        case Command::kMenu: close_or_open_menu(); break;
        case Command::kQuit: ending_ = true; break;
        case Command::kWindowChanged: follow_window(); break;
        case Command::kPicturesLost:
            scenario_->rebuild_textures();
            overlay_.rebuild_textures();
            break;
        case Command::kToolWall:
        case Command::kToolArrow:
        case Command::kToolMortar:
        case Command::kToolFrost:
        case Command::kToolRider:
        case Command::kToolSell:
        case Command::kToolRepair:
        case Command::kNextWave:
        case Command::kSlower:
        case Command::kFaster: break;  // the scenario's
    }
}

void PlaySession::carry_out(const overlay::OverlayActions& actions) {
    if (!measure_now_.is_idle()) return carry_out_measuring(actions);
    if (actions.workers) set_workers(*actions.workers);
    if (actions.toggle_auto_workers) auto_workers_.toggle();
    if (actions.mode) set_mode(*actions.mode);
    if (actions.policy) paths_.set_policy(*actions.policy);
    if (actions.inline_budget_ms) {
        paths_.set_inline_budget(std::chrono::microseconds(std::lround(*actions.inline_budget_ms * 1000.0)));
    }
    if (actions.paused) paused_ = *actions.paused;
    if (actions.chunk_jobs) paths_.set_chunk(*actions.chunk_jobs);
    if (actions.fault) press(*actions.fault);
    if (actions.fault_answer) answer(*actions.fault_answer);
    if (actions.step_one_tick) step_one_tick();
    if (actions.close_menu) open_.menu = false;
    if (actions.quit) ending_ = true;
    scenario_->carry_out(actions);
    if (scenario_->wants_new_game() != nullptr) ending_ = true;
}

/// In the siege `none` is no game: it is left out here, and can be chosen on the panel. In lockstep it would be another
/// world.
paths::Mode PlaySession::next_mode() const noexcept {
    const paths::Mode next = mode_after(paths_.mode());
    const bool skips = next == paths::Mode::kNone && (lockstep_ || settings_.options.scenario == ScenarioKind::kSiege);
    return skips ? mode_after(next) : next;
}

void PlaySession::press(overlay::Fault fault) {
    faults_.press(fault);
    if (!faults_.in_question() && paths_.mode() != paths::Mode::kNone) note_fault(fault);
}

void PlaySession::answer(overlay::FaultAnswer answer) {
    const auto fault = faults_.in_question();
    faults_.answer(answer);
    if (fault && answer != overlay::FaultAnswer::kCancel) note_fault(*fault);
}

/// In a recording a mark of its own: what dies by it is marked too, when it is seen. Where nobody is, nobody is killed.
void PlaySession::note_fault(overlay::Fault fault) {
    if (recorder_ == nullptr || (is_kill(fault) && paths_.statistics().workers_alive == 0)) return;
    recorder_->note_event(is_kill(fault) ? measure::EventKind::kKill : measure::EventKind::kOther,
                          std::string(words_of(fault)));
}

void PlaySession::set_mode(paths::Mode mode) noexcept {
    if (mode == paths_.mode() || (lockstep_ && mode == paths::Mode::kNone)) return;
    paths_.set_mode(mode);
    ++mode_changes_;
}

void PlaySession::change_workers(int change) noexcept {
    const int wanted = static_cast<int>(paths_.statistics().workers_wanted) + change;
    set_workers(static_cast<std::uint32_t>(std::max(wanted, 0)));
}

void PlaySession::set_workers(std::uint32_t workers) noexcept {
    auto_workers_.end_by_hand();
    paths_.set_workers(std::min(workers, settings_.max_workers));
}

void PlaySession::step_one_tick() noexcept {
    if (scenario_->holds()) return;
    paused_ = true;
    one_tick_ = true;
}

void PlaySession::close_or_open_menu() noexcept {
    if (faults_.in_question()) return answer(overlay::FaultAnswer::kCancel);
    if (open_.help) {
        open_.help = false;
        return;
    }
    if (measure_now_.stop(frame_start_)) return;
    if (!open_.menu && scenario_->let_go()) return;
    open_.menu = !open_.menu;
}

void PlaySession::follow_window() {
    const SizePx size = window_.size_px();
    input_.set_pixel_scale(window_.pixel_scale());
    camera_.set_viewport(std::max(size.width, 1), std::max(size.height, 1));
    window_.note_place();
}

}  // namespace outrider::app
