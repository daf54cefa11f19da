#include "game/sim/siege/siege.h"

#include <utility>
#include <variant>

#include "game/sim/fold.h"
#include "game/sim/siege/siege_state.h"

namespace outrider::sim::siege {
namespace {

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

Plan plain(Verdict verdict, std::int32_t cost_gold = 0) noexcept {
    Plan plan;
    plan.verdict = verdict;
    plan.cost_gold = cost_gold;
    return plan;
}

void move_all(SiegeState& siege) noexcept {
    siege.crowd.remember_positions();
    if (siege.wandering) {
        siege.crowd.wander_all(siege.land);
    } else {
        siege.crowd.move_all(siege.land);
    }
}

void wear_down(SiegeState& siege) noexcept {
    const auto positions = siege.crowd.positions();
    for (UnitIndex unit = 0; unit < siege.crowd.places(); ++unit) {
        if (!is_there(siege, unit)) continue;
        const Cell now = cell_of(positions[unit]);
        if (now != cell_of(siege.crowd.previous_positions()[unit])) siege.land.tread(now);
    }
    siege.land.fade();
}

}  // namespace

void run_tick(SiegeState& siege, bool wandering) noexcept {
    siege.wandering = wandering;
    const bool is_lost = siege.standing.stage == Stage::kLost;
    if (!is_lost) run_waves(siege);
    think(siege);
    move_all(siege);
    if (!is_lost) {
        run_towers(siege);
        run_fights(siege);
    }
    siege.danger.fade();
    wear_down(siege);
    ++siege.standing.ticks;
}

Siege::Siege(SiegeSettings settings) : state_(std::make_unique<SiegeState>(std::move(settings))) {}
Siege::~Siege() = default;

// --- the frame's calls ---------------------------------------------------------------------------------------------

void Siege::on_answer(const paths::PathAnswer& answer) noexcept { take_answer(*state_, answer); }

void Siege::tick(paths::Mode mode) noexcept { run_tick(*state_, mode == paths::Mode::kNone); }

void Siege::submit(paths::PathService& service) noexcept { hand_over(*state_, service); }

// --- the player's hand ---------------------------------------------------------------------------------------------

Verdict Siege::apply(const Command& command) noexcept {
    SiegeState& siege = *state_;
    return std::visit(Overloaded{
                          [&](const BuildWall& wish) { return build_wall(siege, wish); },
                          [&](const BuildTower& wish) { return build_tower(siege, wish); },
                          [&](const HireRider&) { return hire_rider(siege); },
                          [&](const Sell& wish) { return sell(siege, wish); },
                          [&](const Repair& wish) { return repair(siege, wish); },
                          [&](const SelectRiders& wish) { return select_riders(siege, wish); },
                          [&](const OrderRiders& wish) { return order_riders(siege, wish); },
                          [&](const CallWave&) { return call_wave(siege); },
                          [&](const ThinkAgain&) { return think_again(siege), Verdict::kDone; },
                          [&](const EndlessOn&) { return go_on_endlessly(siege); },
                      },
                      command);
}

Plan Siege::plan(const Command& command) noexcept {
    SiegeState& siege = *state_;
    const Stage stage = siege.standing.stage;
    const auto when = [](bool can) { return plain(can ? Verdict::kDone : Verdict::kNotNow); };
    return std::visit(
        Overloaded{
            [&](const BuildWall& wish) { return plan_wall(siege, wish); },
            [&](const BuildTower& wish) { return plan_tower(siege, wish); },
            [&](const HireRider&) { return plain(can_hire(siege), kPrices.rider_gold); },
            [&](const Sell& wish) { return plan_sale(siege, wish); },
            [&](const Repair& wish) { return plan_repair(siege, wish); },
            [&](const SelectRiders&) { return plain(siege.riders.list.empty() ? Verdict::kNothing : Verdict::kDone); },
            [&](const OrderRiders& wish) { return plain(can_order(siege, wish)); },
            [&](const CallWave&) { return call_plan(siege); },
            [&](const ThinkAgain&) { return plain(Verdict::kDone); },
            [&](const EndlessOn&) { return when(stage == Stage::kWon); },
        },
        command);
}

// --- what others read ----------------------------------------------------------------------------------------------

std::int32_t Siege::width_cells() const noexcept { return state_->land.width_cells(); }
std::int32_t Siege::height_cells() const noexcept { return state_->land.height_cells(); }
std::span<const char> Siege::terrain() const noexcept { return state_->land.terrain(); }
bool Siege::is_free(Cell cell) const noexcept { return state_->land.is_free(cell); }
std::span<const std::uint8_t> Siege::wear() const noexcept { return state_->land.wear(); }
std::span<const std::uint8_t> Siege::wall_health() const noexcept { return state_->walls.health_255; }
CellRect Siege::take_changed_cells() noexcept { return std::exchange(state_->changed, {}); }
std::span<const std::uint8_t> Siege::danger() const noexcept { return state_->danger.field(); }
MapVersion Siege::version() const noexcept { return state_->version; }
const SiegeGround& Siege::ground() const noexcept { return state_->ground; }

std::uint32_t Siege::unit_places() const noexcept { return state_->crowd.places(); }
std::span<const UnitDoing> Siege::doing() const noexcept { return {state_->folk.doing.data(), unit_places()}; }
std::span<const UnitKind> Siege::kinds() const noexcept { return {state_->folk.kind.data(), unit_places()}; }
std::span<const FixedPoint> Siege::positions() const noexcept { return state_->crowd.positions().first(unit_places()); }
std::span<const FixedPoint> Siege::previous_positions() const noexcept {
    return state_->crowd.previous_positions().first(unit_places());
}
std::span<const std::uint8_t> Siege::facings() const noexcept { return state_->crowd.facings().first(unit_places()); }
std::span<const std::uint8_t> Siege::health() const noexcept { return {state_->folk.health_255.data(), unit_places()}; }
std::span<const std::uint8_t> Siege::slowed() const noexcept { return {state_->folk.is_slowed.data(), unit_places()}; }
std::span<const std::uint8_t> Siege::selected() const noexcept {
    return {state_->folk.is_selected.data(), unit_places()};
}
std::span<const PackedCell> Siege::path_ahead(std::uint32_t place) const noexcept {
    return state_->crowd.path_ahead(place);
}
std::int32_t Siege::path_seat(std::uint32_t place) const noexcept { return state_->mind.seat[place]; }
bool Siege::has_open_request(std::uint32_t place) const noexcept { return state_->mind.has_open_request(place); }

std::span<const Tower> Siege::towers() const noexcept { return state_->towers; }
std::span<const Shell> Siege::shells() const noexcept { return state_->shells; }
std::span<const Event> Siege::events_since(std::uint64_t& from) noexcept { return state_->events.since(from); }

const Standing& Siege::standing() const noexcept { return state_->standing; }
const Thinking& Siege::thinking() const noexcept { return state_->mind.thinking; }
const Prices& Siege::prices() noexcept { return kPrices; }

paths::PathRequest Siege::question_from_gate(std::size_t gate) const noexcept {
    constexpr std::uint8_t kMiddling = 128;
    const Gate& from = state_->waves.gates[gate];
    return raider_question(*state_, UnitKind::kRunner, from.cells.front(), kMiddling, false);
}

std::uint64_t Siege::state_hash() const noexcept {
    const SiegeState& siege = *state_;
    const Standing& standing = siege.standing;
    Fold fold;
    fold.add(standing.ticks, standing.stage, standing.wave, standing.ticks_to_wave, standing.gold,
             standing.keep_health);
    fold.add(standing.kills, standing.score, standing.selected_riders, siege.units_made, siege.version.value);
    fold.add(siege.edits.size(), siege.wandering, siege.land.hash(), siege.crowd.hash(), siege.danger.hash());
    for (const CellEdit& edit : siege.edits) fold.add(edit.cell.bits, edit.free);
    fold.add(siege.folk.hash(siege.crowd.places()), siege.mind.hash(), siege.waves.hash(), siege.riders.hash());
    fold.add(hash_of(siege.walls, siege.towers), hash_of(siege.batteries, siege.shells));
    return fold.value();
}

}  // namespace outrider::sim::siege
