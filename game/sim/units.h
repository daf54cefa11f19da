// The units, as arrays: one entry per unit in each. Those at the top are what renderer and overlay read as they are.
#pragma once

#include <cstdint>
#include <vector>

#include "game/sim/direction.h"
#include "game/sim/path_store.h"
#include "game/sim/random.h"
#include "game/sim/world.h"
#include "shared/grid.h"
#include "shared/ids.h"

namespace outrider::sim {

/// A unit's place in the arrays: the value of its UnitId.
using UnitIndex = std::uint32_t;
inline constexpr UnitIndex kNobody = ~UnitIndex{0};

/// Place of a flow field (fields.h) in OrderFields.
using FieldIndex = std::uint8_t;
inline constexpr FieldIndex kMaxOrderFields = 16;
inline constexpr FieldIndex kNoField = 255;

/// Where a unit is between two cell centres. Its position follows from this and from nothing else.
struct Stride {
    PackedCell cell;             ///< the cell it stands in or is entering; free, unless there is no free cell at all
    std::int32_t remaining = 0;  ///< along an axis, to the centre of `cell`: kFixedOne .. 0 (there)
    std::int32_t speed = 0;      ///< length walked in a tick, in 1/65536 of a cell
    Direction direction = 0;     ///< of the step, or of the last one
};

[[nodiscard]] constexpr FixedPoint position_of(const Stride& stride) noexcept {
    const FixedPoint centre = centre_of(unpack(stride.cell));
    const Cell offset = kOffsets[stride.direction];
    return {centre.x - offset.x * stride.remaining, centre.y - offset.y * stride.remaining};
}

/// What a unit has asked, and wishes to ask. At most one request is open.
struct Asking {
    RequestId request;             ///< 0: none is open
    std::uint32_t generation = 0;  ///< tells this unit from one that had its place before
    std::uint8_t wish = 0;         ///< bits of Wish, handed over by the next submit()
};

/// A path, the map version that it was found on and the seat of the worker that found it.
struct Route {
    StoredPath path;
    std::int32_t seat = -1;
    MapVersion version;
    bool is_partial = false;   ///< it ends at the cell nearest the goal
    bool is_shortest = false;  ///< by length, on that version
};

struct Units {
    // Read by others.
    std::vector<FixedPoint> position;
    std::vector<FixedPoint> previous;  ///< before the last tick
    std::vector<std::uint8_t> facing;
    std::vector<UnitState> state;
    std::vector<Cell> goal;
    std::vector<std::uint8_t> selected;

    // The world's own.
    std::vector<Stride> stride;
    std::vector<Route> route;
    std::vector<Asking> asking;
    std::vector<UnitIndex> quarry;      ///< whom it chases; kNobody: its goal is a cell
    std::vector<std::uint8_t> ordered;  ///< 1: the player chose its goal; the nearest cell within reach will do
    std::vector<FieldIndex> field;      ///< by which it goes; kNoField: by paths
    std::vector<std::uint16_t> rest;    ///< ticks still to stand before it does anything
    std::vector<Random> random;

    [[nodiscard]] std::uint32_t count() const noexcept { return static_cast<std::uint32_t>(position.size()); }
    /// Entries beyond the old count are blank; entries beyond the new one are gone.
    void resize(std::uint32_t count);

    [[nodiscard]] Cell cell(UnitIndex unit) const noexcept { return unpack(stride[unit].cell); }
    [[nodiscard]] bool has_path(UnitIndex unit) const noexcept { return !route[unit].path.empty(); }
    [[nodiscard]] bool is_wandering(UnitIndex unit) const noexcept { return state[unit] == UnitState::kWandering; }

    /// All that the next tick depends on; neither memory addresses nor who found a path.
    [[nodiscard]] std::uint64_t hash() const noexcept;
};

}  // namespace outrider::sim
