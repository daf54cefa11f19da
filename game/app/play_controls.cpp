// The player's hand: what intents and the overlay's switches do to the game.
#include <SDL.h>

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "game/app/play_session.h"

namespace outrider::app {

namespace {

constexpr std::int32_t kMostBrushRadius_cells = 24;
/// A click this near to a unit means the unit.
constexpr double kNearUnit_px = 10.0;

[[nodiscard]] paths::Mode mode_after(paths::Mode mode) noexcept {
    switch (mode) {
        case paths::Mode::kNone: return paths::Mode::kInline;
        case paths::Mode::kInline: return paths::Mode::kThreads;
        case paths::Mode::kThreads: return paths::Mode::kProcesses;
        case paths::Mode::kProcesses: return paths::Mode::kNone;
    }
    return mode;
}

[[nodiscard]] std::int32_t in_fixed(double cells, std::int32_t side_cells) noexcept {
    return static_cast<std::int32_t>(std::clamp(cells, 0.0, static_cast<double>(side_cells)) * sim::kFixedOne);
}

}  // namespace

void PlaySession::carry_out(const Intent& intent) {
    std::visit(
        [this](const auto& wish) {
            using Wish = std::decay_t<decltype(wish)>;
            if constexpr (std::is_same_v<Wish, PaintTo>) paint(wish);
            if constexpr (std::is_same_v<Wish, ClickAt>) click(wish.at);
            if constexpr (std::is_same_v<Wish, SelectBox>) world_.select_box(point_at(wish.from), point_at(wish.to));
            if constexpr (std::is_same_v<Wish, OrderTo>) order(wish.at);
            if constexpr (std::is_same_v<Wish, DragView>) camera_.drag(wish.dx_px, wish.dy_px);
            if constexpr (std::is_same_v<Wish, ZoomView>) camera_.zoom_at(wish.notches, wish.at);
            if constexpr (std::is_same_v<Wish, ChangeBrush>) set_brush(brush_radius_cells_ + wish.steps);
            if constexpr (std::is_same_v<Wish, Command>) command(wish);
        },
        intent);
}

void PlaySession::paint(const PaintTo& stroke) {
    const Cell cell = cell_at(stroke.at);
    const Cell from = stroke.begins ? cell : last_painted_;
    last_painted_ = cell;
    renderer_.invalidate(world_.paint_line(from, cell, brush_radius_cells_, stroke.wall));
}

/// A unit near the click is selected. Beside all units, a click lets go of the selection; with nothing selected it
/// paints one dab.
void PlaySession::click(PointPx at) {
    const bool had_selection = world_.selected_count() != 0;
    const double reach_cells = std::max(1.0, std::ceil(kNearUnit_px / camera_.pixels_per_cell()));
    world_.select_nearest(point_at(at), static_cast<std::int32_t>(reach_cells));
    if (had_selection || world_.selected_count() != 0) return;
    renderer_.invalidate(world_.paint(cell_at(at), brush_radius_cells_, true));
}

void PlaySession::order(PointPx at) {
    order_mark_ = cell_at(at);
    ordered_at_ = frame_start_;
    world_.order(*order_mark_);
}

void PlaySession::command(Command command) {
    switch (command) {
        case Command::kFewerWorkers: change_workers(-1); break;
        case Command::kMoreWorkers: change_workers(+1); break;
        case Command::kNextMode: set_mode(mode_after(paths_.mode())); break;
        case Command::kPause: paused_ = !paused_; break;
        case Command::kOneTick: step_one_tick(); break;
        case Command::kHelp: open_.help = !open_.help; break;
        case Command::kPanels: open_.panels = !open_.panels; break;
        case Command::kDebugView: debug_.show(next(debug_.view())); break;
        case Command::kDebugViewBack: debug_.show(previous(debug_.view())); break;
        case Command::kFullScreen: window_.toggle_full_screen(); break;
        case Command::kScreenshot: picture_wanted_ = true; break;
        case Command::kFitMap: camera_.fit_map(false); break;
        case Command::kKillWorker: faults_.press(overlay::Fault::kKill); break;
        case Command::kStopWorker: faults_.press(overlay::Fault::kStop); break;
        case Command::kPoison: faults_.press(overlay::Fault::kPoison); break;
        case Command::kSlow: faults_.press(overlay::Fault::kSlow); break;
        case Command::kKillAll: faults_.press(overlay::Fault::kKillAll); break;
        case Command::kStorm: faults_.press(overlay::Fault::kStorm); break;
        case Command::kMenu: close_or_open_menu(); break;
        case Command::kQuit: ending_ = true; break;
        case Command::kWindowChanged: follow_window(); break;
        case Command::kPicturesLost:
            renderer_.rebuild_textures();
            overlay_.rebuild_textures();
            break;
    }
}

void PlaySession::carry_out(const overlay::OverlayActions& actions) {
    if (actions.workers) paths_.set_workers(std::min(*actions.workers, settings_.max_workers));
    if (actions.units) world_.set_unit_count(*actions.units);
    if (actions.mode) set_mode(*actions.mode);
    if (actions.policy) paths_.set_policy(*actions.policy);
    if (actions.algorithm) set_algorithm(*actions.algorithm);
    if (actions.load_cores) load_.set_cores(*actions.load_cores);
    if (actions.chase) world_.set_chase(chase_ = *actions.chase);
    if (actions.orders) world_.set_orders(orders_ = *actions.orders);
    if (actions.brush_radius_cells) set_brush(*actions.brush_radius_cells);
    if (actions.inline_budget_ms) {
        paths_.set_inline_budget(std::chrono::microseconds(std::lround(*actions.inline_budget_ms * 1000.0)));
    }
    if (actions.paused) paused_ = *actions.paused;
    if (actions.chunk_jobs) paths_.set_chunk(*actions.chunk_jobs);
    if (actions.fault) faults_.press(*actions.fault);
    if (actions.fault_answer) faults_.answer(*actions.fault_answer);
    if (actions.step_one_tick) step_one_tick();
    if (actions.close_menu) open_.menu = false;
    if (actions.quit) ending_ = true;
}

void PlaySession::set_mode(paths::Mode mode) noexcept {
    if (mode == paths_.mode()) return;
    paths_.set_mode(mode);
    ++mode_changes_;
}

void PlaySession::change_workers(int change) noexcept {
    const int wanted = static_cast<int>(paths_.statistics().workers_wanted) + change;
    paths_.set_workers(static_cast<std::uint32_t>(std::clamp(wanted, 0, static_cast<int>(settings_.max_workers))));
}

void PlaySession::set_algorithm(Algorithm algorithm) noexcept {
    if (algorithm == algorithm_) return;
    algorithm_ = algorithm;
    load_.keep_rate();
    world_.set_algorithm(algorithm);
}

void PlaySession::set_brush(std::int32_t radius_cells) noexcept {
    brush_radius_cells_ = std::clamp(radius_cells, 0, kMostBrushRadius_cells);
}

void PlaySession::step_one_tick() noexcept {
    paused_ = true;
    one_tick_ = true;
}

void PlaySession::close_or_open_menu() noexcept {
    if (faults_.in_question()) {
        faults_.answer(overlay::FaultAnswer::kCancel);
    } else if (open_.help) {
        open_.help = false;
    } else {
        open_.menu = !open_.menu;
    }
}

void PlaySession::follow_window() {
    const SizePx size = window_.size_px();
    input_.set_pixel_scale(window_.pixel_scale());
    camera_.set_viewport(std::max(size.width, 1), std::max(size.height, 1));
    window_.note_place();
}

Cell PlaySession::cell_at(PointPx at) const noexcept {
    const render::PointCells point = camera_.to_world(at);
    const auto inside = [](double position, std::int32_t side) {
        return std::clamp(static_cast<std::int32_t>(std::floor(position)), 0, side - 1);
    };
    return {inside(point.x, world_.width_cells()), inside(point.y, world_.height_cells())};
}

sim::FixedPoint PlaySession::point_at(PointPx at) const noexcept {
    const render::PointCells point = camera_.to_world(at);
    return {in_fixed(point.x, world_.width_cells()), in_fixed(point.y, world_.height_cells())};
}

}  // namespace outrider::app
