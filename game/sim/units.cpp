#include "game/sim/units.h"

#include "game/sim/fold.h"

namespace outrider::sim {

void Units::resize(std::uint32_t count) {
    position.resize(count);
    previous.resize(count);
    facing.resize(count);
    state.resize(count);
    goal.resize(count);
    selected.resize(count);
    stride.resize(count);
    route.resize(count);
    asking.resize(count);
    quarry.resize(count, kNobody);
    ordered.resize(count);
    field.resize(count, kNoField);
    rest.resize(count);
    random.resize(count);
}

std::uint64_t Units::hash() const noexcept {
    Fold fold;
    for (UnitIndex unit = 0; unit < count(); ++unit) {
        const Stride& step = stride[unit];
        fold.add(position[unit].x, position[unit].y, goal[unit].x, goal[unit].y, facing[unit], state[unit]);
        fold.add(selected[unit], step.cell.bits, step.remaining, step.speed, step.direction, quarry[unit], rest[unit]);
        fold.add(random[unit].state(), asking[unit].request != RequestId{}, asking[unit].wish);
        fold.add(ordered[unit], field[unit] != kNoField);
        for (const PackedCell point : route[unit].path.ahead()) fold.add(point.bits);
        if (has_path(unit)) fold.add(route[unit].version.value, route[unit].is_partial, route[unit].is_shortest);
    }
    return fold.value();
}

}  // namespace outrider::sim
