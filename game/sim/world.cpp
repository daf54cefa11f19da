#include "game/sim/world.h"

#include <algorithm>
#include <utility>

#include "game/sim/answers.h"
#include "game/sim/editing.h"
#include "game/sim/fields.h"
#include "game/sim/goals.h"
#include "game/sim/selection.h"
#include "game/sim/snapshot.h"
#include "game/sim/walking.h"
#include "game/sim/watching.h"
#include "game/sim/wishes.h"
#include "game/sim/world_state.h"
#include "shared/path_hash.h"

namespace outrider::sim {
namespace {

void make_unit(WorldState& world, UnitIndex unit) noexcept {
    const std::uint32_t generation = ++world.units_made;
    world.units.asking[unit].generation = generation;
    world.units.random[unit] = Random(world.seed, generation);
    world.units.state[unit] = world.wandering ? UnitState::kWandering : UnitState::kWaiting;
    place_new_unit(world, unit);
}

/// Makes the units from `first` on. In a chase the first goals need everyone in place.
void make_units(WorldState& world, UnitIndex first) noexcept {
    for (UnitIndex unit = first; unit < world.units.count(); ++unit) make_unit(world, unit);
    for (UnitIndex unit = first; unit < world.units.count(); ++unit) choose_goal(world, unit);
}

void remember_positions(WorldState& world) noexcept {
    world.units.previous = world.units.position;
    for (const Glide& glide : world.glides) {
        if (glide.unit < world.units.count()) world.units.previous[glide.unit] = glide.from;
    }
    world.glides.clear();
}

void ask_everyone(WorldState& world) noexcept {
    for (UnitIndex unit = 0; unit < world.units.count(); ++unit) {
        world.units.rest[unit] = 0;
        leave_field(world, unit);
        if (world.units.state[unit] == UnitState::kNoWay) world.units.state[unit] = UnitState::kWaiting;
        ask(world, unit, Wish::kInstead);
    }
}

}  // namespace

WorldState::WorldState(WorldSettings settings)
    : land(settings.width_cells, settings.height_cells, std::move(settings.terrain)),
      regions(land),
      seed(settings.seed),
      algorithm(settings.algorithm),
      orders(settings.orders),
      re_aims(settings.re_aims),
      chase(settings.chase),
      brush(static_cast<std::size_t>(settings.height_cells)) {
    const GridLayout layout(land.width_cells(), land.height_cells());
    for (std::size_t i = 0; i < OrderFields::kReadyPlaces; ++i) fields.places[i].steps.prepare(layout);
    units.resize(std::min(settings.units, World::kMaxUnits));
    make_units(*this, 0);
}

struct World::State : WorldState {
    using WorldState::WorldState;
};

World::World(WorldSettings settings) : state_(std::make_unique<State>(std::move(settings))) {}
World::~World() = default;

// --- the frame's calls ---------------------------------------------------------------------------------------------

void World::on_answer(const paths::PathAnswer& answer) noexcept { take_answer(*state_, answer); }

void World::tick(paths::Mode mode) noexcept {
    WorldState& world = *state_;
    ++world.counters.ticks;
    remember_positions(world);
    const bool wandering = mode == paths::Mode::kNone;
    if (wandering != world.wandering) set_wandering(world, wandering);
    look_ahead(world);
    mind_fields(world);
    if (!wandering) ask_by_turns(world);
    walk_all(world);
    world.land.fade();
}

void World::submit(paths::PathService& service) noexcept {
    publish_edits(*state_, service);
    hand_over_fields(*state_, service);
    hand_over_wishes(*state_, service);
}

// --- the player's hand ---------------------------------------------------------------------------------------------

CellRect World::paint(Cell centre, std::int32_t radius_cells, bool wall) noexcept {
    return paint_stroke(*state_, centre, centre, radius_cells, wall);
}

CellRect World::paint_line(Cell from, Cell to, std::int32_t radius_cells, bool wall) noexcept {
    return paint_stroke(*state_, from, to, radius_cells, wall);
}

void World::select_nearest(FixedPoint point, std::int32_t within_cells) noexcept {
    sim::select_nearest(*state_, point, within_cells);
}

void World::select_box(FixedPoint corner, FixedPoint opposite) noexcept { sim::select_box(*state_, corner, opposite); }

void World::clear_selection() noexcept { sim::clear_selection(*state_); }

void World::order(Cell goal) noexcept { sim::order(*state_, goal); }

// --- settings that change live -------------------------------------------------------------------------------------

void World::set_unit_count(std::uint32_t units) noexcept {
    WorldState& world = *state_;
    const std::uint32_t before = world.units.count();
    const std::uint32_t after = std::min(units, kMaxUnits);
    for (UnitIndex unit = after; unit < before; ++unit) {
        withdraw(world, unit);
        leave_field(world, unit);
        drop_path(world, unit);
    }
    world.units.resize(after);
    if (after > before) make_units(world, before);
    recount_selection(world);
}

void World::set_ask_policy(const AskPolicy& policy) noexcept { set_policy(state_->wishes, policy); }

void World::set_algorithm(Algorithm algorithm) noexcept { state_->algorithm = algorithm; }

void World::set_orders(OrderBy orders) noexcept { state_->orders = orders; }

void World::set_chase(bool chase) noexcept {
    WorldState& world = *state_;
    if (chase == world.chase) return;
    world.chase = chase;
    for (UnitIndex unit = 0; unit < world.units.count(); ++unit) choose_goal(world, unit);
    if (!world.wandering) ask_everyone(world);
}

void World::ask_all_again() noexcept {
    if (!state_->wandering) ask_everyone(*state_);
}

// --- the same moment more than once --------------------------------------------------------------------------------

WorldSnapshot World::snapshot() const { return std::make_shared<const SavedWorld>(save(*state_)); }

void World::restore(const WorldSnapshot& snapshot, paths::PathService& service) noexcept {
    put_back(*state_, *snapshot, service);
}

// --- what others read ----------------------------------------------------------------------------------------------

std::int32_t World::width_cells() const noexcept { return state_->land.width_cells(); }
std::int32_t World::height_cells() const noexcept { return state_->land.height_cells(); }
std::span<const char> World::terrain() const noexcept { return state_->land.terrain(); }
bool World::is_free(Cell cell) const noexcept { return state_->land.is_free(cell); }
std::span<const std::uint8_t> World::wear() const noexcept { return state_->land.wear(); }
MapVersion World::version() const noexcept { return state_->version; }

std::uint32_t World::unit_count() const noexcept { return state_->units.count(); }
std::span<const FixedPoint> World::positions() const noexcept { return state_->units.position; }
std::span<const FixedPoint> World::previous_positions() const noexcept { return state_->units.previous; }
std::span<const std::uint8_t> World::facings() const noexcept { return state_->units.facing; }
std::span<const UnitState> World::states() const noexcept { return state_->units.state; }
std::span<const Cell> World::goals() const noexcept { return state_->units.goal; }
std::span<const std::uint8_t> World::selected() const noexcept { return state_->units.selected; }
std::uint32_t World::selected_count() const noexcept { return state_->selected_count; }

std::span<const PackedCell> World::path_ahead(UnitId unit) const noexcept {
    return state_->units.route[unit.value].path.ahead();
}
std::int32_t World::path_seat(UnitId unit) const noexcept { return state_->units.route[unit.value].seat; }
bool World::has_open_request(UnitId unit) const noexcept {
    return state_->units.asking[unit.value].request != RequestId{};
}

FlowStep World::field_step(UnitId unit) const noexcept { return step_by_field(*state_, unit.value); }
std::uint32_t World::fields_in_use() const noexcept { return state_->fields.in_use(); }

const WorldCounters& World::counters() const noexcept { return state_->counters; }

std::uint64_t World::state_hash() const noexcept {
    const WorldState& world = *state_;
    std::uint64_t hash = mix64(world.counters.ticks ^ mix64(world.version.value));
    hash = mix64(hash ^ world.land.hash());
    hash = mix64(hash ^ world.wishes.credit ^ std::uint64_t{world.wishes.turn} << 32U);
    hash = mix64(hash ^ world.fields.hash());
    return mix64(hash ^ world.units.hash());
}

}  // namespace outrider::sim
