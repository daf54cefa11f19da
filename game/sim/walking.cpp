#include "game/sim/walking.h"

#include <algorithm>

#include "game/sim/fields.h"
#include "game/sim/goals.h"
#include "game/sim/wishes.h"

namespace outrider::sim {
namespace {

constexpr std::int32_t kTurn_per_tick = 12;    // of 256 to the circle: a right angle in under a tenth of a second
constexpr std::int32_t kInverseSqrt2 = 46341;  // in 1/65536: what a diagonal length is along each axis
constexpr std::int32_t kSqrt2Fixed = 92682;    // in 1/65536
constexpr std::uint16_t kNoWayRest_ticks = kTicksPerSecond;
constexpr std::uint32_t kNoWaySpread_ticks = kTicksPerSecond / 2;

/// Walks `length` towards the centre of the cell; returns what is left of it when that is reached.
std::int32_t advance(Stride& stride, std::int32_t length) noexcept {
    const bool diagonal = is_diagonal(stride.direction);
    const std::int32_t reach = diagonal ? (length * kInverseSqrt2) >> 16 : length;
    if (reach < stride.remaining) {
        stride.remaining -= reach;
        return 0;
    }
    const std::int32_t left = reach - stride.remaining;
    stride.remaining = 0;
    return diagonal ? (left * kSqrt2Fixed) >> 16 : left;
}

void turn_towards(std::uint8_t& facing, Direction direction) noexcept {
    const auto turn = static_cast<std::int8_t>(facing_of(direction) - facing);  // the short way round
    facing = static_cast<std::uint8_t>(facing + std::clamp<std::int32_t>(turn, -kTurn_per_tick, kTurn_per_tick));
}

void begin_step(WorldState& world, UnitIndex unit, Direction direction) noexcept {
    Stride& stride = world.units.stride[unit];
    const Cell to = next_cell(unpack(stride.cell), direction);
    stride.cell = pack(to);
    stride.direction = direction;
    stride.remaining = kFixedOne;
    world.land.tread(to);
}

/// The path has been walked to its end: that need not be the goal, if the goal has moved or the path was partial. Of
/// an order, the nearest cell within reach is as good as the goal.
void end_path(WorldState& world, UnitIndex unit) noexcept {
    const bool is_near_as_can_be = world.units.ordered[unit] != 0 && world.units.route[unit].is_partial;
    if (world.units.cell(unit) == world.units.goal[unit] || is_near_as_can_be || has_caught_quarry(world, unit)) {
        arrive(world, unit);
        return;
    }
    drop_path(world, unit);
    world.units.state[unit] = UnitState::kWaiting;
    ask(world, unit, has_quarry(world, unit) ? Wish::kReAim : Wish::kAgain);
}

void end_rest(WorldState& world, UnitIndex unit) noexcept {
    if (!world.land.is_free(world.units.cell(unit))) {  // buried: is there room again?
        if (const auto refuge = find_refuge(world, unit)) {
            world.units.stride[unit].cell = pack(*refuge);
            world.units.position[unit] = position_of(world.units.stride[unit]);
        } else {
            world.units.rest[unit] = kNoWayRest_ticks;
            return;
        }
    }
    if (world.units.state[unit] == UnitState::kNoWay) choose_goal(world, unit);
    world.units.state[unit] = UnitState::kWaiting;
    ask(world, unit, Wish::kAgain);
}

/// Without a path: rests, or waits for an answer. Asking here as well means that nobody waits for ever, whatever
/// became of a request.
void stand(WorldState& world, UnitIndex unit) noexcept {
    std::uint16_t& rest = world.units.rest[unit];
    if (rest > 0) {
        if (--rest == 0) end_rest(world, unit);
    } else {
        ask(world, unit, Wish::kAgain);
    }
}

/// False: the unit stays where it is in this tick.
bool begin_path_step(WorldState& world, UnitIndex unit) noexcept {
    StoredPath& path = world.units.route[unit].path;
    const Cell here = world.units.cell(unit);
    if (has_caught_quarry(world, unit)) {
        arrive(world, unit);
        return false;
    }
    while (!path.empty() && unpack(path.front()) == here) ++path.next;
    if (path.empty()) {
        end_path(world, unit);
        return false;
    }
    const Direction direction = direction_towards(here, unpack(path.front()));
    if (!world.land.can_step(here, direction)) {
        cut_way(world, unit);
        return false;
    }
    begin_step(world, unit, direction);
    return true;
}

/// The unit's cell is cut off from the goal: it asks for a path of its own, as far as that leads.
void go_alone(WorldState& world, UnitIndex unit) noexcept {
    leave_field(world, unit);
    world.units.state[unit] = UnitState::kWaiting;
    ask(world, unit, Wish::kUrgently);
}

/// One step down the field. Where an old field leads no further, the unit stands until the next one comes.
bool begin_field_step(WorldState& world, UnitIndex unit, const OrderField& field) noexcept {
    const Cell here = world.units.cell(unit);
    if (here == field.goal) {
        arrive(world, unit);
        return false;
    }
    const FlowStep step = field.steps.at(here);
    const Cell offset = offset_of(step);
    const bool leads_on = offset != Cell{};
    const Direction direction = direction_towards({}, offset);
    if (leads_on && world.land.can_step(here, direction)) {
        world.units.state[unit] = UnitState::kWalking;
        begin_step(world, unit, direction);
        ++world.counters.field_steps;
        return true;
    }
    if (!leads_on && is_up_to_date(world, field)) {
        go_alone(world, unit);
    } else {
        world.units.state[unit] = UnitState::kRerouting;
    }
    return false;
}

/// The local rule: straight on; at a wall, a turn to a side that the unit draws, as small as possible.
bool begin_wander_step(WorldState& world, UnitIndex unit) noexcept {
    const Cell here = world.units.cell(unit);
    const Direction ahead = world.units.stride[unit].direction;
    if (world.land.can_step(here, ahead)) {
        begin_step(world, unit, ahead);
        return true;
    }
    const int side = world.units.random[unit].below(2) == 0 ? 1 : -1;
    for (const int eighths : {2 * side, -2 * side, side, -side, 3 * side, -3 * side, 4}) {
        const Direction direction = turned(ahead, eighths);
        if (!world.land.can_step(here, direction)) continue;
        begin_step(world, unit, direction);
        return true;
    }
    return false;
}

bool begin_next_step(WorldState& world, UnitIndex unit) noexcept {
    if (world.wandering) return begin_wander_step(world, unit);
    const FieldIndex field = world.units.field[unit];
    if (field != kNoField && world.fields.places[field].version != MapVersion{}) {
        return begin_field_step(world, unit, world.fields.places[field]);
    }
    if (world.units.has_path(unit)) return begin_path_step(world, unit);
    stand(world, unit);
    return false;
}

void walk(WorldState& world, UnitIndex unit) noexcept {
    Stride& stride = world.units.stride[unit];
    for (std::int32_t length = stride.speed; length > 0;) {
        if (stride.remaining == 0 && !begin_next_step(world, unit)) break;
        length = advance(stride, length);
    }
    world.units.position[unit] = position_of(stride);
    turn_towards(world.units.facing[unit], stride.direction);
}

// Workers use the same caches, so a frame finds the routes in none of them, and the few units that begin a step lie too
// far apart for the processor to guess. Their routes are fetched some units ahead, then the points that those name.
constexpr UnitIndex kAhead = 16;

[[nodiscard]] bool begins_step(const Stride& stride) noexcept { return stride.remaining <= stride.speed; }

/// What its step will read first; something that is in the cache anyway, where it begins none. (Functions that fetch
/// and give nothing back are left out by g++, as if they did nothing.)
[[nodiscard]] const void* route_read_by(const WorldState& world, UnitIndex unit) noexcept {
    const Stride& stride = world.units.stride[unit];
    return begins_step(stride) ? static_cast<const void*>(&world.units.route[unit]) : &stride;
}

[[nodiscard]] const void* point_read_by(const WorldState& world, UnitIndex unit) noexcept {
    const Stride& stride = world.units.stride[unit];
    if (!begins_step(stride)) return &stride;
    const StoredPath& path = world.units.route[unit].path;
    return path.points + path.next;
}

}  // namespace

void walk_all(WorldState& world) noexcept {
    const std::uint32_t count = world.units.count();
    for (UnitIndex unit = 0; unit < count; ++unit) {
        __builtin_prefetch(route_read_by(world, std::min(unit + 2 * kAhead, count - 1)));
        __builtin_prefetch(point_read_by(world, std::min(unit + kAhead, count - 1)));
        walk(world, unit);
    }
}

void set_wandering(WorldState& world, bool wandering) noexcept {
    world.wandering = wandering;
    for (UnitIndex unit = 0; unit < world.units.count(); ++unit) {
        drop_path(world, unit);
        leave_field(world, unit);
        forget_wish(world, unit);
        world.units.rest[unit] = 0;
        world.units.state[unit] = wandering ? UnitState::kWandering : UnitState::kWaiting;
        if (!wandering) ask(world, unit, Wish::kAgain);
    }
}

void drop_path(WorldState& world, UnitIndex unit) noexcept {
    Route& route = world.units.route[unit];
    world.paths.clear(route.path);
    route = {};
}

void arrive(WorldState& world, UnitIndex unit) noexcept {
    ++world.counters.arrivals;
    drop_path(world, unit);
    leave_field(world, unit);
    world.units.state[unit] = UnitState::kWaiting;
    choose_goal(world, unit);
    ask(world, unit, Wish::kInstead);
}

void cut_way(WorldState& world, UnitIndex unit) noexcept {
    if (world.wandering) return;
    ++world.counters.paths_blocked;
    drop_path(world, unit);
    world.units.state[unit] = UnitState::kRerouting;
    world.units.rest[unit] = 0;
    ask(world, unit, Wish::kInstead);
}

void give_up_goal(WorldState& world, UnitIndex unit) noexcept {
    drop_path(world, unit);
    leave_field(world, unit);
    world.units.state[unit] = UnitState::kNoWay;
    const std::uint32_t spread = world.units.random[unit].below(kNoWaySpread_ticks);
    world.units.rest[unit] = static_cast<std::uint16_t>(kNoWayRest_ticks + spread);
}

}  // namespace outrider::sim
