#include "game/sim/snapshot.h"

#include <cassert>
#include <span>

#include "game/sim/wishes.h"

namespace outrider::sim {
namespace {

/// The turning points leave the store: a copy has no block of its own there.
void take_points(SavedWorld& saved) {
    for (Route& route : saved.units.route) {
        const auto ahead = route.path.ahead();
        saved.points.insert(saved.points.end(), ahead.begin(), ahead.end());
        route.path = {.end = static_cast<std::uint32_t>(ahead.size())};
    }
}

/// Whoever waits for an answer wishes to ask again.
void forget_requests(SavedWorld& saved) noexcept {
    for (UnitIndex unit = 0; unit < saved.units.count(); ++unit) {
        if (saved.units.asking[unit].request == RequestId{}) continue;
        saved.units.asking[unit].request = {};
        const bool ordered = saved.units.ordered[unit] != 0;
        note_wish(saved.units, saved.wishes, unit, ordered ? Wish::kUrgently : Wish::kInstead);
    }
    for (OrderField& field : saved.fields.places) {
        if (field.request == RequestId{}) continue;
        field.request = {};
        field.wished = true;
    }
    saved.wishes.withdrawn.clear();
}

void cancel_requests(const WorldState& world, paths::PathService& service) noexcept {
    for (const Asking& asking : world.units.asking) {
        if (asking.request != RequestId{}) service.cancel(asking.request);
    }
    for (const OrderField& field : world.fields.places) {
        if (field.request != RequestId{}) service.cancel(field.request);
    }
    for (const RequestId request : world.wishes.withdrawn) service.cancel(request);
}

void put_back_units(WorldState& world, const SavedWorld& saved) noexcept {
    for (Route& route : world.units.route) world.paths.clear(route.path);
    world.units = saved.units;
    std::span<const PackedCell> points = saved.points;
    for (Route& route : world.units.route) {
        const std::uint32_t count = route.path.end;
        route.path = {};
        if (count > 0) world.paths.assign(route.path, points.first(count));
        points = points.subspan(count);
    }
}

}  // namespace

SavedWorld save(const WorldState& world) {
    assert(world.edits.empty() && "an edit is not published yet");
    SavedWorld saved{.version = world.version,
                     .traces = world.land.traces(),
                     .units = world.units,
                     .points = {},
                     .fields = world.fields,
                     .wishes = world.wishes,
                     .watch = world.watch,
                     .counters = world.counters,
                     .glides = world.glides,
                     .units_made = world.units_made,
                     .fields_made = world.fields_made,
                     .selected_count = world.selected_count,
                     .algorithm = world.algorithm,
                     .orders = world.orders,
                     .chase = world.chase,
                     .wandering = world.wandering};
    take_points(saved);
    forget_requests(saved);
    return saved;
}

void put_back(WorldState& world, const SavedWorld& saved, paths::PathService& service) noexcept {
    assert(saved.version == world.version && world.edits.empty() && "the map has changed since");
    cancel_requests(world, service);
    put_back_units(world, saved);
    world.land.put_back(saved.traces);
    world.fields = saved.fields;
    world.wishes = saved.wishes;
    world.watch = saved.watch;
    world.counters = saved.counters;
    world.glides = saved.glides;
    world.units_made = saved.units_made;
    world.fields_made = saved.fields_made;
    world.selected_count = saved.selected_count;
    world.algorithm = saved.algorithm;
    world.orders = saved.orders;
    world.chase = saved.chase;
    world.wandering = saved.wandering;
}

}  // namespace outrider::sim
