#include "game/app/sandbox.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <type_traits>
#include <utility>

#include "game/app/map_place.h"

namespace outrider::app {

namespace {

constexpr std::int32_t kMostBrushRadius_cells = 24;
/// A click this near to a unit means the unit.
constexpr double kNearUnit_px = 10.0;

}  // namespace

std::optional<DebugSubject> debug_subject_of(const sim::World& world) noexcept {
    const auto selected = world.selected();
    const auto found = std::ranges::find(selected, std::uint8_t{1});
    if (world.selected_count() == 0 || found == selected.end()) return std::nullopt;
    const UnitId unit{static_cast<std::uint32_t>(found - selected.begin())};
    return DebugSubject{unit, world.goals()[unit.value]};
}

Sandbox::Sandbox(SDL_Renderer& renderer, const SandboxSettings& settings, Tape& tape)
    : world_(settings.world),
      renderer_(renderer, world_),
      load_(settings.load),
      tape_(tape),
      hand_is_tied_(settings.hand_is_tied),
      rate_is_fixed_(settings.rate_is_fixed),
      algorithm_(settings.world.algorithm),
      chase_(settings.world.chase),
      orders_(settings.world.orders) {
    world_.set_ask_policy(load_.policy());
}

// --- the frame -------------------------------------------------------------------------------------------------------

void Sandbox::play_back() {
    tape_.play_world(ticks(), [this](const sim::WorldCommand& command) { apply(command); });
}

void Sandbox::draw(const SceneView& view) {
    render::DrawOptions options;
    options.tick_fraction = view.tick_fraction;
    options.show_paths = options.tint_by_worker = view.show_paths;
    options.debug_layer = view.debug_layer;
    if (view.has_hand && view.input.over_world()) {
        const Cell centre = cell_at(world_, view.camera, view.input.cursor());
        options.brush = render::BrushPreview{centre, brush_radius_cells_, view.input.erasing()};
    }
    if (const auto box = view.input.open_box()) {
        options.box_from = point_at(world_, view.camera, box->from);
        options.box_to = point_at(world_, view.camera, box->to);
    }
    options.order_mark = order_mark_.ripple(view.now);
    renderer_.draw(world_, view.camera, options);
}

void Sandbox::look_around(const SessionFacts& facts) {
    if (moment_ || std::exchange(comes_from_moment_, false)) {
        load_.pass_over(facts.paths, world_.counters());
        return;
    }
    load_.update(facts.paths, world_.counters(), world_.unit_count(), facts.elapsed_s);
    if (load_.leads()) world_.set_ask_policy(load_.policy());
}

// --- the player's hand -----------------------------------------------------------------------------------------------

void Sandbox::carry_out(const Intent& intent, const render::Camera& camera) {
    std::visit(
        [&](const auto& wish) {
            using Wish = std::decay_t<decltype(wish)>;
            if constexpr (std::is_same_v<Wish, PaintTo>) paint(wish, camera);
            if constexpr (std::is_same_v<Wish, ClickAt>) click(wish.at, camera);
            if constexpr (std::is_same_v<Wish, SelectBox>) {
                command(sim::SelectBox{point_at(world_, camera, wish.from), point_at(world_, camera, wish.to)});
            }
            if constexpr (std::is_same_v<Wish, OrderTo>) order(wish.at, camera);
            if constexpr (std::is_same_v<Wish, ChangeBrush>) set_brush(brush_radius_cells_ + wish.steps);
        },
        intent);
}

void Sandbox::paint(const PaintTo& stroke, const render::Camera& camera) {
    const Cell cell = cell_at(world_, camera, stroke.at);
    const Cell from = stroke.begins ? cell : last_painted_;
    last_painted_ = cell;
    command(sim::Paint{from, cell, brush_radius_cells_, stroke.wall});
}

/// A unit near the click is selected. Beside all units, a click lets go of the selection; with nothing selected it
/// paints one dab.
void Sandbox::click(PointPx at, const render::Camera& camera) {
    const bool had_selection = world_.selected_count() != 0;
    const double reach_cells = std::max(1.0, std::ceil(kNearUnit_px / camera.pixels_per_cell()));
    command(sim::SelectNearest{point_at(world_, camera, at), static_cast<std::int32_t>(reach_cells)});
    if (had_selection || world_.selected_count() != 0) return;
    const Cell cell = cell_at(world_, camera, at);
    command(sim::Paint{cell, cell, brush_radius_cells_, true});
}

void Sandbox::order(PointPx at, const render::Camera& camera) {
    const Cell goal = cell_at(world_, camera, at);
    order_mark_.set(goal);
    command(sim::Order{goal});
}

void Sandbox::carry_out(const overlay::OverlayActions& actions) {
    if (actions.units) command(sim::SetUnits{*actions.units});
    if (actions.algorithm) set_algorithm(*actions.algorithm);
    if (actions.load_cores && !rate_is_fixed_) load_.set_cores(*actions.load_cores);
    if (actions.chase) command(sim::SetChase{*actions.chase});
    if (actions.orders) command(sim::SetOrders{*actions.orders});
    if (actions.brush_radius_cells) set_brush(*actions.brush_radius_cells);
}

void Sandbox::set_algorithm(Algorithm algorithm) {
    if (algorithm == algorithm_) return;
    load_.keep_rate();
    command(sim::SetAlgorithm{algorithm});
}

void Sandbox::set_brush(std::int32_t radius_cells) noexcept {
    brush_radius_cells_ = std::clamp(radius_cells, 0, kMostBrushRadius_cells);
}

void Sandbox::command(const sim::WorldCommand& command) {
    if (hand_is_tied_) return;
    tape_.note(ticks(), command);
    apply(command);
}

void Sandbox::apply(const sim::WorldCommand& command) {
    renderer_.invalidate(sim::apply(world_, command));
    if (const auto* algorithm = std::get_if<sim::SetAlgorithm>(&command)) algorithm_ = algorithm->algorithm;
    if (const auto* chase = std::get_if<sim::SetChase>(&command)) chase_ = chase->chase;
    if (const auto* orders = std::get_if<sim::SetOrders>(&command)) orders_ = orders->orders;
}

/// The one nearest the middle of the map.
void Sandbox::select_for_debug() {
    const Cell middle{world_.width_cells() / 2, world_.height_cells() / 2};
    command(sim::SelectNearest{sim::centre_of(middle), std::max(middle.x, middle.y)});
}

void Sandbox::let_moment_go() noexcept {
    moment_.reset();
    comes_from_moment_ = true;
}

// --- what others read ------------------------------------------------------------------------------------------------

Cell Sandbox::some_cell() const noexcept {
    return world_.unit_count() > 0 ? sim::cell_of(world_.positions()[0]) : Cell{};
}

std::uint32_t Sandbox::units_waiting() const noexcept {
    const auto has_no_path = [](sim::UnitState state) {
        return state == sim::UnitState::kWaiting || state == sim::UnitState::kRerouting;
    };
    return static_cast<std::uint32_t>(std::ranges::count_if(world_.states(), has_no_path));
}

void Sandbox::fill(overlay::OverlayModel& model) {
    model.units = world_.unit_count();
    model.units_waiting = units_waiting();
    model.selected_units = world_.selected_count();
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
    model.tick = ticks();
}

void Sandbox::add_to(nlohmann::ordered_json& json) const {
    const sim::AskPolicy policy = load_.policy();
    json["ask_rate"] =
        policy.again_at_once ? nlohmann::ordered_json("max") : nlohmann::ordered_json(policy.per_unit_per_second);
    const sim::WorldCounters& counters = world_.counters();
    json["arrivals"] = counters.arrivals;
    json["flow_fields"] = counters.fields_asked;
    json["field_steps"] = counters.field_steps;
    json["re_aimed"] = counters.re_aimed;
    json["edits"] = counters.edits;
    json["edited_cells"] = counters.edited_cells;
}

}  // namespace outrider::app
