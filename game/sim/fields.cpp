#include "game/sim/fields.h"

#include <algorithm>
#include <utility>

#include "game/sim/walking.h"
#include "game/sim/wishes.h"
#include "game/sim/world_state.h"
#include "shared/path_hash.h"

namespace outrider::sim {
namespace {

/// In the lower half of a tag, where others have a UnitIndex.
constexpr std::uint32_t kFieldTag = 1U << 31U;
static_assert(World::kMaxUnits < kFieldTag);
constexpr std::uint16_t kRetryRest_ticks = kTicksPerSecond / 2;

/// Calls `act(unit)` for each unit of the field; it may leave it.
template <class Act>
void for_users(WorldState& world, FieldIndex index, Act act) {
    for (UnitIndex unit = 0; unit < world.units.count(); ++unit) {
        if (world.units.field[unit] == index) act(unit);
    }
}

void release(WorldState& world, OrderField& field) noexcept {
    if (field.request != RequestId{}) world.wishes.withdrawn.push_back(field.request);
    field.request = {};
    field.version = field.asked_version = {};
    field.rest = 0;
    field.wished = false;
}

/// Each of its units asks for a path of its own.
void disband(WorldState& world, FieldIndex index) noexcept {
    for_users(world, index, [&](UnitIndex unit) {
        leave_field(world, unit);
        if (!world.units.has_path(unit)) world.units.state[unit] = UnitState::kWaiting;
        ask(world, unit, Wish::kUrgently);
    });
}

/// The goal was walled up: the nearest free cell is the goal from now on.
void move_goal(WorldState& world, paths::PathService& service, FieldIndex index) noexcept {
    OrderField& field = world.fields.places[index];
    const Land& land = world.land;
    const auto goal = land.nearest_free(field.goal, std::max(land.width_cells(), land.height_cells()));
    if (!goal) {
        disband(world, index);
        return;
    }
    field.goal = *goal;
    for_users(world, index, [&](UnitIndex unit) { world.units.goal[unit] = *goal; });
    if (field.request != RequestId{}) service.cancel(field.request);
    field.request = {};
    field.asked_version = {};  // whatever is here leads to the old goal
}

void hand_over(WorldState& world, paths::PathService& service, FieldIndex index) noexcept {
    OrderField& field = world.fields.places[index];
    field.wished = false;
    paths::PathRequest request;
    request.kind = JobKind::kFlowField;
    request.start = request.goal = field.goal;
    request.tag = std::uint64_t{field.generation} << 32U | kFieldTag | index;
    request.version = field.asked_version = world.version;
    request.lane = Lane::kUrgent;
    field.request = service.submit(request);
    ++world.counters.fields_asked;
}

/// Its memory changes hands, so taking a field costs the frame the same on every map; then its units are set going.
void take_steps(WorldState& world, FieldIndex index, const paths::PathAnswer& answer) noexcept {
    OrderField& field = world.fields.places[index];
    std::swap(field.steps, *answer.flow_field);
    field.version = answer.version;
    field.wished = answer.version < world.version;
    for_users(world, index, [&](UnitIndex unit) {
        drop_path(world, unit);
        world.units.state[unit] = UnitState::kWalking;
    });
}

}  // namespace

std::uint32_t OrderFields::in_use() const noexcept {
    return static_cast<std::uint32_t>(
        std::ranges::count_if(places, [](const OrderField& field) { return field.users != 0; }));
}

std::uint64_t OrderFields::hash() const noexcept {
    std::uint64_t sum = 0;  // whichever place each of them has
    for (const OrderField& field : places) {
        if (field.users == 0) continue;
        std::uint64_t hash = mix64(field.version.value ^ mix64(field.asked_version.value + 1));
        hash = mix64(hash ^ pack(field.goal).bits ^ std::uint64_t{field.users} << 32U);
        sum += mix64(hash ^ field.rest ^ std::uint64_t{field.wished} << 32U ^
                     std::uint64_t{field.request != RequestId{}} << 33U);
    }
    return sum;
}

FieldIndex place_for_order(WorldState& world, Cell goal) {
    auto& places = world.fields.places;
    const auto same = std::ranges::find_if(
        places, [goal](const OrderField& field) { return field.users != 0 && field.goal == goal; });
    if (same != places.end()) return static_cast<FieldIndex>(same - places.begin());
    const auto place = std::ranges::find(places, 0U, &OrderField::users);
    if (place == places.end()) return kNoField;
    const GridLayout layout(world.land.width_cells(), world.land.height_cells());
    if (place->steps.layout() != FlowFieldLayout(layout)) place->steps.prepare(layout);
    place->goal = goal;
    place->generation = ++world.fields_made;
    place->wished = true;
    return static_cast<FieldIndex>(place - places.begin());
}

void join_field(WorldState& world, UnitIndex unit, FieldIndex index) noexcept {
    OrderField& field = world.fields.places[index];
    if (world.units.field[unit] == index) return;
    leave_field(world, unit);
    withdraw(world, unit);
    world.units.field[unit] = index;
    ++field.users;
    if (field.version == MapVersion{}) return;
    drop_path(world, unit);
    world.units.state[unit] = UnitState::kWalking;
}

void leave_field(WorldState& world, UnitIndex unit) noexcept {
    const FieldIndex index = std::exchange(world.units.field[unit], kNoField);
    if (index == kNoField) return;
    OrderField& field = world.fields.places[index];
    if (--field.users == 0) release(world, field);
}

FlowStep step_by_field(const WorldState& world, UnitIndex unit) noexcept {
    const FieldIndex index = world.units.field[unit];
    if (index == kNoField) return FlowStep::kUnreachable;
    const OrderField& field = world.fields.places[index];
    return field.version == MapVersion{} ? FlowStep::kUnreachable : field.steps.at(world.units.cell(unit));
}

bool is_up_to_date(const WorldState& world, const OrderField& field) noexcept {
    return field.version >= world.version && world.edits.empty();
}

void mind_fields(WorldState& world) noexcept {
    for (OrderField& field : world.fields.places) {
        if (field.rest > 0 && --field.rest == 0) field.wished = true;
    }
}

void hand_over_fields(WorldState& world, paths::PathService& service) noexcept {
    if (service.mode() == paths::Mode::kNone) return;
    for (FieldIndex index = 0; index < kMaxOrderFields; ++index) {
        OrderField& field = world.fields.places[index];
        if (field.users != 0 && !world.land.is_free(field.goal)) move_goal(world, service, index);
        if (field.users == 0 || field.request != RequestId{} || field.rest != 0) continue;
        if (field.wished || field.asked_version < world.version) hand_over(world, service, index);
    }
}

bool take_field(WorldState& world, const paths::PathAnswer& answer) noexcept {
    const auto tag = static_cast<std::uint32_t>(answer.tag & 0xFFFFFFFFU);
    if ((tag & kFieldTag) == 0 || (tag & ~kFieldTag) >= kMaxOrderFields) return false;
    const auto index = static_cast<FieldIndex>(tag & ~kFieldTag);
    OrderField& field = world.fields.places[index];
    if (field.users == 0 || field.generation != answer.tag >> 32U || field.request != answer.id) return true;
    field.request = {};
    switch (answer.status) {
        case AnswerStatus::kFound:
            if (answer.flow_field != nullptr) take_steps(world, index, answer);
            break;
        case AnswerStatus::kUnreachable:  // its goal was a wall in that version; it is none now, or will be moved
        case AnswerStatus::kCancelled: field.wished = true; break;
        case AnswerStatus::kExpired: field.rest = kRetryRest_ticks; break;
        case AnswerStatus::kPartial:
        case AnswerStatus::kFailed: disband(world, index); break;
    }
    return true;
}

}  // namespace outrider::sim
