#include "game/app/siege_game.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <type_traits>
#include <utility>

#include "game/app/map_place.h"
#include "game/overlay/siege_words.h"
#include "game/sim/siege/rules.h"

namespace outrider::app {

using overlay::SiegeTool;
using SiegeCommand = sim::siege::Command;
using sim::siege::Siege;
using sim::siege::Stage;
using sim::siege::TowerKind;
using sim::siege::Verdict;

namespace {

/// A click this near to a unit means the unit.
constexpr double kNearUnit_cells = 2.0;
constexpr std::uint32_t kMostSpeed = 4;

[[nodiscard]] std::optional<TowerKind> tower_of(SiegeTool tool) noexcept {
    switch (tool) {
        case SiegeTool::kArrow: return TowerKind::kArrow;
        case SiegeTool::kMortar: return TowerKind::kMortar;
        case SiegeTool::kFrost: return TowerKind::kFrost;
        default: return std::nullopt;
    }
}

[[nodiscard]] std::optional<SiegeTool> tool_of(Command key) noexcept {
    switch (key) {
        case Command::kToolWall: return SiegeTool::kWall;
        case Command::kToolArrow: return SiegeTool::kArrow;
        case Command::kToolMortar: return SiegeTool::kMortar;
        case Command::kToolFrost: return SiegeTool::kFrost;
        case Command::kToolRider: return SiegeTool::kRider;
        case Command::kToolSell: return SiegeTool::kSell;
        case Command::kToolRepair: return SiegeTool::kRepair;
        default: return std::nullopt;
    }
}

[[nodiscard]] render::BuildingPreview::Hand hand_of(SiegeTool tool) noexcept {
    using Hand = render::BuildingPreview::Hand;
    switch (tool) {
        case SiegeTool::kSell: return Hand::kSell;
        case SiegeTool::kRepair: return Hand::kRepair;
        default: return tower_of(tool) ? Hand::kTower : Hand::kWall;
    }
}

/// What would stand if this were carried out, as a query names it. Nothing of a wall that would stand in part only: a
/// line has no holes, and ways shown around another wall would be wrong.
[[nodiscard]] WhatIf what_if_of(const SiegeCommand& command, const sim::siege::Plan& plan) noexcept {
    if (plan.verdict != Verdict::kDone) return {};
    if (const auto* wall = std::get_if<sim::siege::BuildWall>(&command)) {
        return {WhatIf::Kind::kLine, pack(wall->from), pack(wall->to)};
    }
    if (const auto* tower = std::get_if<sim::siege::BuildTower>(&command)) {
        constexpr std::int32_t kFar = sim::siege::kTowerSide_cells - 1;
        return {WhatIf::Kind::kRect, pack(tower->at), pack({tower->at.x + kFar, tower->at.y + kFar})};
    }
    return {};
}

[[nodiscard]] std::string_view name_of(Stage stage) noexcept {
    switch (stage) {
        case Stage::kBuilding: return "building";
        case Stage::kWave: return "wave";
        case Stage::kLost: return "lost";
        case Stage::kWon: return "won";
    }
    return "?";
}

}  // namespace

SiegeGame::SiegeGame(SDL_Renderer& renderer, SiegeGameSettings settings, paths::PathService& paths, Tape& tape)
    : settings_(std::move(settings)),
      map_names_(settings_.map_names.begin(), settings_.map_names.end()),
      paths_(paths),
      tape_(tape),
      siege_(settings_.siege),
      renderer_(renderer, siege_),
      preview_(siege_.ground().gates.size()),
      shows_start_card_(settings_.shows_cards) {}

// --- the frame -------------------------------------------------------------------------------------------------------

void SiegeGame::play_back() {
    tape_.play_siege(ticks(), [this](const SiegeCommand& command) { (void)siege_.apply(command); });
}

void SiegeGame::draw(const SceneView& view) {
    update_preview(view);
    preview_.submit(siege_, paths_);
    renderer_.invalidate(siege_.take_changed_cells());
    renderer_.draw(siege_, view.camera, draw_options(view));
}

/// What the tool in hand would do under the cursor: shown in this frame, its new ways as soon as they are known.
void SiegeGame::update_preview(const SceneView& view) {
    building_.reset();
    at_cursor_.reset();
    const PointPx cursor = view.input.cursor();
    if (!view.input.painting()) stroke_from_.reset();  // let go, perhaps with the window's focus
    const bool has_place = view.has_hand && view.input.over_world();
    const auto command =
        has_place ? command_of_tool(stroke_from_.value_or(cell_at(siege_, view.camera, cursor)), cursor, view.camera)
                  : std::nullopt;
    if (!command) return preview_.show({});
    const sim::siege::Plan plan = siege_.plan(*command);
    render::BuildingPreview& building = building_.emplace();
    building.hand = hand_of(tool_);
    building.cells = plan.cells;
    building.refused = plan.refused;
    if (const auto* tower = std::get_if<sim::siege::BuildTower>(&*command)) {
        building.tower = tower->kind;
        building.tower_at = tower->at;
        building.tower_range = sim::siege::traits_of(tower->kind).range;
    }
    at_cursor_ = {static_cast<float>(cursor.x), static_cast<float>(cursor.y), plan.verdict, plan.cost_gold};
    preview_.show(what_if_of(*command, plan));
}

render::SiegeDrawOptions SiegeGame::draw_options(const SceneView& view) {
    render::SiegeDrawOptions options;
    options.now_tick = ticks();
    options.tick_fraction = view.tick_fraction;
    options.clock_s = std::chrono::duration<double>(view.now - began_).count();
    options.events = siege_.events_since(events_seen_);
    options.show_paths = options.tint_by_worker = view.show_paths;
    options.debug_layer = view.debug_layer;
    options.building = building_;
    options.ways = preview_.ways();
    if (const auto box = view.input.open_box()) {
        options.box_from = point_at(siege_, view.camera, box->from);
        options.box_to = point_at(siege_, view.camera, box->to);
    }
    options.order_mark = order_mark_.ripple(view.now);
    return options;
}

void SiegeGame::look_around(const SessionFacts& facts) {
    const double cpu_s = facts.paths.search_cpu_s - std::exchange(seen_search_cpu_s_, facts.paths.search_cpu_s);
    hud_.think_cores = facts.elapsed_s > 0.0 ? cpu_s / facts.elapsed_s : 0.0;
    if (siege_.standing().stage == Stage::kWave && !facts.paused) {
        wave_cpu_s_ += cpu_s;
        wave_s_ += facts.elapsed_s;
    }
    const Stage stage = siege_.standing().stage;
    if (stage == Stage::kLost || stage == Stage::kWon) return;  // the card stays as the battle ended
    overlay::SiegeSummary& summary = hud_.summary;
    summary.paths_found = facts.paths.requests.answers[static_cast<std::size_t>(AnswerStatus::kFound)];
    summary.worst_latency_ms = facts.worst_latency_ms;
    summary.frames = facts.frames.frames();
    summary.frames_late = facts.frames_late;
    summary.mean_cores = wave_s_ > 0.0 ? wave_cpu_s_ / wave_s_ : 0.0;
    summary.mode = facts.paths.mode;
    summary.workers = facts.paths.workers_wanted;
    summary.seconds = static_cast<double>(ticks()) / sim::kTicksPerSecond;
}

// --- the player's hand -----------------------------------------------------------------------------------------------

void SiegeGame::carry_out(const Intent& intent, const render::Camera& camera) {
    std::visit(
        [&](const auto& wish) {
            using Wish = std::decay_t<decltype(wish)>;
            if constexpr (std::is_same_v<Wish, PaintTo>) {
                if (wish.begins && wish.wall) stroke_from_ = cell_at(siege_, camera, wish.at);
            }
            if constexpr (std::is_same_v<Wish, PaintDone>) {
                if (const auto from = std::exchange(stroke_from_, std::nullopt)) use_tool(*from, wish.at, camera);
            }
            if constexpr (std::is_same_v<Wish, ClickAt>) click(wish.at, camera);
            if constexpr (std::is_same_v<Wish, SelectBox>) {
                command(
                    sim::siege::SelectRiders{point_at(siege_, camera, wish.from), point_at(siege_, camera, wish.to)});
            }
            if constexpr (std::is_same_v<Wish, OrderTo>) order(wish.at, camera);
            if constexpr (std::is_same_v<Wish, Command>) key(wish);
        },
        intent);
}

void SiegeGame::carry_out(const overlay::OverlayActions& actions) {
    const overlay::SiegeActions& siege = actions.siege;
    if (siege.start_card_closed) shows_start_card_ = false;
    if (siege.tool) choose(*siege.tool);
    if (siege.speed) speed_ = std::clamp(*siege.speed, 1U, kMostSpeed);
    if (siege.call_wave) command(sim::siege::CallWave{});
    if (siege.endless_on) command(sim::siege::EndlessOn{});
    if (siege.restart) begin_again(*siege.restart);
}

bool SiegeGame::let_go() {
    if (tool_ == SiegeTool::kSelect) return false;
    tool_ = SiegeTool::kSelect;
    stroke_from_.reset();
    return true;
}

void SiegeGame::key(Command key) {
    if (const auto tool = tool_of(key)) {
        shows_start_card_ = false;
        choose(*tool);
    }
    if (key == Command::kNextWave) {
        shows_start_card_ = false;
        command(sim::siege::CallWave{});
    }
    if (key == Command::kSlower) speed_ = std::max(speed_ / 2, 1U);
    if (key == Command::kFaster) speed_ = std::min(speed_ * 2, kMostSpeed);
}

/// A rider needs no place: it is hired at once.
void SiegeGame::choose(SiegeTool tool) {
    if (tool == SiegeTool::kRider) return command(sim::siege::HireRider{});
    tool_ = tool == tool_ ? SiegeTool::kSelect : tool;
    stroke_from_.reset();
}

void SiegeGame::click(PointPx at, const render::Camera& camera) {
    if (tool_ != SiegeTool::kSelect) return use_tool(cell_at(siege_, camera, at), at, camera);
    const sim::FixedPoint point = point_at(siege_, camera, at);
    watch_nearest(point);
    command(sim::siege::SelectRiders{point, point});
}

void SiegeGame::use_tool(Cell from, PointPx to, const render::Camera& camera) {
    if (const auto wish = command_of_tool(from, to, camera)) command(*wish);
}

/// A right click lets go of the tool; without one it sends the riders.
void SiegeGame::order(PointPx at, const render::Camera& camera) {
    if (let_go()) return;
    const Cell goal = cell_at(siege_, camera, at);
    order_mark_.set(goal);
    command(sim::siege::OrderRiders{goal});
}

std::optional<SiegeCommand> SiegeGame::command_of_tool(Cell from, PointPx to,
                                                       const render::Camera& camera) const noexcept {
    const Cell end = cell_at(siege_, camera, to);
    switch (tool_) {
        case SiegeTool::kWall: return sim::siege::BuildWall{from, end};
        case SiegeTool::kSell: return sim::siege::Sell{from, end};
        case SiegeTool::kRepair: return sim::siege::Repair{from, end};
        default: break;
    }
    const auto tower = tower_of(tool_);
    if (!tower) return std::nullopt;
    // The cursor is the tower's middle.
    const sim::FixedPoint point = point_at(siege_, camera, to);
    constexpr std::int32_t kHalf = sim::siege::kTowerSide_cells * sim::kFixedOne / 2;
    const Cell at = sim::cell_of({point.x - kHalf + sim::kFixedOne / 2, point.y - kHalf + sim::kFixedOne / 2});
    return sim::siege::BuildTower{*tower,
                                  {std::clamp(at.x, 0, siege_.width_cells() - sim::siege::kTowerSide_cells),
                                   std::clamp(at.y, 0, siege_.height_cells() - sim::siege::kTowerSide_cells)}};
}

void SiegeGame::command(const SiegeCommand& command) {
    if (settings_.hand_is_tied) return;
    const std::int32_t cost_gold = siege_.plan(command).cost_gold;
    tape_.note(ticks(), command);
    say(siege_.apply(command), cost_gold);
}

void SiegeGame::say(Verdict verdict, std::int32_t cost_gold) {
    const overlay::Text words = overlay::verdict_message(verdict, cost_gold, siege_.standing().gold);
    if (verdict == Verdict::kDone) return;
    message_ = std::string_view(words);
    said_at_ = Clock::now();
}

void SiegeGame::begin_again(const overlay::SiegeRestart& restart) {
    if (settings_.hand_is_tied || restart.map >= map_names_.size()) return;
    new_game_ = NewSiege{restart.difficulty, std::string(map_names_[restart.map]), shows_start_card_};
}

// --- who is looked at ------------------------------------------------------------------------------------------------

void SiegeGame::watch_nearest(sim::FixedPoint point) noexcept {
    watched_.reset();
    double nearest = kNearUnit_cells * kNearUnit_cells;
    for (std::uint32_t place = 0; place < siege_.unit_places(); ++place) {
        if (siege_.doing()[place] == sim::siege::UnitDoing::kGone) continue;
        const double dx = static_cast<double>(siege_.positions()[place].x - point.x) / sim::kFixedOne;
        const double dy = static_cast<double>(siege_.positions()[place].y - point.y) / sim::kFixedOne;
        if (dx * dx + dy * dy >= nearest) continue;
        nearest = dx * dx + dy * dy;
        watched_ = place;
    }
}

void SiegeGame::select_for_debug() {
    for (std::uint32_t place = 0; place < siege_.unit_places() && !watched_; ++place) {
        if (siege_.doing()[place] != sim::siege::UnitDoing::kGone) watched_ = place;
    }
}

std::optional<DebugSubject> SiegeGame::debug_subject() const noexcept {
    if (!watched_ || *watched_ >= siege_.unit_places()) return std::nullopt;
    if (siege_.doing()[*watched_] == sim::siege::UnitDoing::kGone) return std::nullopt;
    const auto ahead = siege_.path_ahead(*watched_);
    return DebugSubject{UnitId{*watched_}, ahead.empty() ? siege_.ground().door : unpack(ahead.back())};
}

// --- what others read ------------------------------------------------------------------------------------------------

std::uint32_t SiegeGame::wave() const noexcept {
    const sim::siege::Standing& standing = siege_.standing();
    return standing.stage == sim::siege::Stage::kWave ? standing.wave : 0;
}

std::uint32_t SiegeGame::unit_count() const noexcept {
    std::uint32_t count = siege_.standing().riders;
    for (const std::uint32_t raiders : siege_.standing().field) count += raiders;
    return count;
}

void SiegeGame::fill(overlay::OverlayModel& model) {
    const sim::siege::Thinking& thinking = siege_.thinking();
    hud_.standing = &siege_.standing();
    hud_.thinking = &thinking;
    hud_.prices = &Siege::prices();
    hud_.tool = tool_;
    hud_.paused = model.paused;
    hud_.speed = speed_;
    hud_.call_wave_bonus_gold = -siege_.plan(sim::siege::CallWave{}).cost_gold;
    hud_.show_start_card = shows_start_card_;
    hud_.maps = map_names_;
    hud_.map = static_cast<std::size_t>(std::ranges::find(map_names_, settings_.map_name) - map_names_.begin());
    hud_.message = message_;
    hud_.message_age_s = std::chrono::duration<double>(Clock::now() - said_at_).count();
    hud_.at_cursor = at_cursor_;
    if (thinking.reactions > 0) {
        hud_.reaction_s = static_cast<double>(thinking.last_reaction_ticks) / sim::kTicksPerSecond;
    }
    model.siege = &hud_;
    model.units = unit_count();
    model.units_waiting = thinking.without_way;
    model.selected_units = siege_.standing().selected_riders;
    model.max_units = Siege::kMaxUnits;
    model.tick = ticks();
}

void SiegeGame::add_to(nlohmann::ordered_json& json) const {
    const sim::siege::Standing& standing = siege_.standing();
    const sim::siege::Thinking& thinking = siege_.thinking();
    nlohmann::ordered_json siege;
    siege["stage"] = name_of(standing.stage);
    siege["difficulty"] = to_string(standing.difficulty);
    siege["wave"] = standing.wave;
    siege["keep_health"] = standing.keep_health;
    siege["keep_full_health"] = standing.keep_full_health;
    siege["gold"] = standing.gold;
    siege["riders"] = standing.riders;
    siege["towers"] = std::ranges::count_if(siege_.towers(), &sim::siege::Tower::stands);
    siege["wall_cells"] = std::ranges::count_if(siege_.wall_health(), [](std::uint8_t health) { return health != 0; });
    siege["kills"] = standing.kills;
    siege["score"] = standing.score;
    siege["questions"] = thinking.questions;
    siege["reactions"] = thinking.reactions;
    siege["last_reaction_ms"] = 1000.0 * thinking.last_reaction_ticks / sim::kTicksPerSecond;
    siege["worst_reaction_ms"] = 1000.0 * thinking.worst_reaction_ticks / sim::kTicksPerSecond;
    json["siege"] = std::move(siege);
}

}  // namespace outrider::app
