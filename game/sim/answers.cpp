#include "game/sim/answers.h"

#include <optional>
#include <span>

#include "game/sim/fields.h"
#include "game/sim/walking.h"
#include "game/sim/watching.h"
#include "game/sim/wishes.h"

namespace outrider::sim {
namespace {

using Points = std::span<const PackedCell>;

constexpr std::int32_t kJoint_cells = 32;  // a path is joined on a straight that begins within so many cells
constexpr std::uint16_t kRetryRest_ticks = kTicksPerSecond / 2;

/// The unit that asked, if it still exists and still waits for this very answer.
std::optional<UnitIndex> find_asker(const WorldState& world, const paths::PathAnswer& answer) noexcept {
    const auto unit = static_cast<UnitIndex>(answer.tag & 0xFFFFFFFFU);
    if (unit >= world.units.count()) return std::nullopt;
    const Asking& asking = world.units.asking[unit];
    if (asking.generation != answer.tag >> 32U || asking.request != answer.id) return std::nullopt;
    return unit;
}

/// The turning points that are ahead of someone who stands in `cell`: the whole path if it begins there, a later part
/// if the cell lies on it, nothing if it does not. Never empty when joined: the last point remains.
std::optional<Points> join(Points points, Cell cell) noexcept {
    if (points.size() == 1 && unpack(points[0]) == cell) return points;
    std::int32_t walked = 0;
    for (std::size_t i = 1; i < points.size() && walked <= kJoint_cells; ++i) {
        const Cell from = unpack(points[i - 1]);
        const Cell to = unpack(points[i]);
        if (lies_between(cell, from, to)) return points.subspan(i);
        walked += steps_between(from, to);
    }
    return std::nullopt;
}

/// The unit has walked off the beginning of the new path. The old one serves on if it leads where the unit wants to
/// go (or about there, in a chase); else the unit stands, so that the next path finds it where it asked.
void stay_on_old_path(WorldState& world, UnitIndex unit) noexcept {
    Units& units = world.units;
    ++world.counters.paths_unjoinable;
    const bool serves = units.has_path(unit) &&
                        (units.quarry[unit] != kNobody || unpack(units.route[unit].path.back()) == units.goal[unit]);
    if (serves && !world.wishes.again_at_once) return;
    if (!serves) {
        drop_path(world, unit);
        units.state[unit] = UnitState::kWaiting;
    }
    ask(world, unit, Wish::kAgain);
}

/// A partial path that leads nowhere is as good as none.
bool leads_nowhere(const WorldState& world, UnitIndex unit, Points ahead) noexcept {
    return ahead.size() == 1 && unpack(ahead[0]) == world.units.cell(unit) &&
           unpack(ahead[0]) != world.units.goal[unit] && world.units.quarry[unit] == kNobody;
}

void take_path(WorldState& world, UnitIndex unit, const paths::PathAnswer& answer) noexcept {
    const Cell cell = world.units.cell(unit);
    const auto ahead = join(answer.turning_points, cell);
    if (!ahead) {
        stay_on_old_path(world, unit);
        return;
    }
    const bool is_older_than_the_truth = answer.version < world.version || !world.edits.empty();
    if (is_older_than_the_truth && !is_way_free(world.land, cell, *ahead, world.land.bounds())) {
        ++world.counters.paths_blocked;
        ask(world, unit, Wish::kAgain);
        return;
    }
    if (answer.status == AnswerStatus::kPartial && leads_nowhere(world, unit, *ahead)) {
        if (world.units.ordered[unit] != 0) {
            arrive(world, unit);  // nearer it will not come
        } else {
            give_up_goal(world, unit);
        }
        return;
    }
    Route& route = world.units.route[unit];
    world.paths.assign(route.path, *ahead);
    route.seat = answer.seat;
    route.version = answer.version;
    route.is_partial = answer.status == AnswerStatus::kPartial;
    route.is_shortest = !route.is_partial && world.algorithm != Algorithm::kWeighted;
    world.units.state[unit] = UnitState::kWalking;
    world.units.rest[unit] = 0;
    ++world.counters.paths_taken;
    if (world.wishes.again_at_once) ask(world, unit, Wish::kAgain);
}

}  // namespace

void take_answer(WorldState& world, const paths::PathAnswer& answer) noexcept {
    if (take_field(world, answer)) return;
    const auto unit = find_asker(world, answer);
    if (!unit) return;
    world.units.asking[*unit].request = {};
    if (world.wandering) return;
    switch (answer.status) {
        case AnswerStatus::kFound:
        case AnswerStatus::kPartial: take_path(world, *unit, answer); break;
        case AnswerStatus::kUnreachable:
            ++world.counters.no_way;
            give_up_goal(world, *unit);
            break;
        case AnswerStatus::kCancelled: break;  // who has no path asks again in the next tick
        case AnswerStatus::kExpired:
        case AnswerStatus::kFailed:
            if (!world.units.has_path(*unit)) world.units.rest[*unit] = kRetryRest_ticks;
            break;
    }
}

}  // namespace outrider::sim
