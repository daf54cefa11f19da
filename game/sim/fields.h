// Orders by flow field: many units that are sent to one spot share one field in place of a path each.
//
// A field is asked for on the urgent lane, and again whenever the map has changed; until the newer one comes, units
// walk on along the old one where its steps are still legal, and stand where they are not. Steps of one field lead ever
// nearer to its goal, so nobody goes round in circles; and who stands waits for a field that is wished or asked for.
// Whose cell has no way to the goal leaves the field and asks for a path of its own, to the nearest cell within reach.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "game/sim/units.h"
#include "shared/flow_field.h"
#include "shared/grid.h"
#include "shared/ids.h"

namespace outrider::sim {

struct WorldState;

/// One field, shared by all units whose Units::field names it; free while nobody does.
struct OrderField {
    Cell goal;                     ///< theirs; the field that is here may still be that of an earlier goal
    std::uint32_t users = 0;       ///< units
    MapVersion version;            ///< of the field that is here; 0: none has come yet
    MapVersion asked_version;      ///< asked for last
    RequestId request;             ///< 0: none is open
    std::uint32_t generation = 0;  ///< tells this order from one that had its place before
    std::uint16_t rest = 0;        ///< ticks still to wait before it is asked for again
    bool wished = false;           ///< asked for by the next submit()
    FlowField steps;               ///< its memory stays when nobody uses it
};

struct OrderFields {
    /// Places made when the world is: then the first orders get no memory from the system in a frame.
    static constexpr std::size_t kReadyPlaces = 2;

    std::array<OrderField, kMaxOrderFields> places;

    [[nodiscard]] std::uint32_t in_use() const noexcept;
    /// All that the next tick depends on.
    [[nodiscard]] std::uint64_t hash() const noexcept;
};

/// From this many units on, an order is one field. A field looks at every cell of the map, a path at a few hundred;
/// below some dozens of units, paths are there sooner.
inline constexpr std::uint32_t kFewestForField = 32;

/// The place of a field that is wished for units with this goal: one in use if there is any, else a free one; kNoField
/// if all are taken. Throws std::bad_alloc the first time that so many are in use.
[[nodiscard]] FieldIndex place_for_order(WorldState& world, Cell goal);
/// The unit goes by that field, which may be still to come. What it had asked is withdrawn; a path that it has serves
/// until then.
void join_field(WorldState& world, UnitIndex unit, FieldIndex field) noexcept;
/// Does nothing for a unit without a field. The last one to leave withdraws the field's request.
void leave_field(WorldState& world, UnitIndex unit) noexcept;

/// What the unit's field says of the cell where it stands or is entering; kUnreachable without one.
[[nodiscard]] FlowStep step_by_field(const WorldState& world, UnitIndex unit) noexcept;
/// Is the field that of the map as it is now, and of the goal?
[[nodiscard]] bool is_up_to_date(const WorldState& world, const OrderField& field) noexcept;

/// Once a tick: counts down what rests.
void mind_fields(WorldState& world) noexcept;
/// Before the wishes: a goal that was walled up moves to the nearest free cell; what is older than the map is asked for
/// again.
void hand_over_fields(WorldState& world, paths::PathService& service) noexcept;
/// True if it was an answer to a field's request, whether it still matters or not.
bool take_field(WorldState& world, const paths::PathAnswer& answer) noexcept;

}  // namespace outrider::sim
