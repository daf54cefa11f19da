#include "game/sim/watching.h"

#include <algorithm>
#include <utility>

#include "game/sim/walking.h"

namespace outrider::sim {
namespace {

CellRect around_both(const CellRect& a, const CellRect& b) noexcept {
    if (a.empty()) return b;
    if (b.empty()) return a;
    return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}

bool touches(const CellRect& rect, Cell a, Cell b) noexcept {
    return std::max(a.x, b.x) >= rect.x0 && std::min(a.x, b.x) < rect.x1 && std::max(a.y, b.y) >= rect.y0 &&
           std::min(a.y, b.y) < rect.y1;
}

void look(WorldState& world, UnitIndex unit) noexcept {
    if (!world.units.has_path(unit)) return;
    const auto ahead = world.units.route[unit].path.ahead();
    if (!is_way_free(world.land, world.units.cell(unit), ahead, world.watch.now)) cut_way(world, unit);
}

}  // namespace

void note_walls(CutWatch& watch, const CellRect& cells) noexcept { watch.next = around_both(watch.next, cells); }

void look_ahead(WorldState& world) noexcept {
    CutWatch& watch = world.watch;
    const std::uint32_t count = world.units.count();
    if (watch.left == 0) {
        if (watch.next.empty()) return;
        watch.now = std::exchange(watch.next, {});
        watch.left = count;
    }
    const std::uint32_t turns = std::min(watch.left, count / kLookRound_ticks + 1);
    for (std::uint32_t i = 0; i < turns && count > 0; ++i) {
        watch.turn = watch.turn + 1 < count ? watch.turn + 1 : 0;
        look(world, watch.turn);
    }
    watch.left -= turns;
}

bool is_way_free(const Land& land, Cell from, std::span<const PackedCell> points, const CellRect& clip) noexcept {
    for (const PackedCell point : points) {
        const Cell to = unpack(point);
        if (touches(clip, from, to) && !land.can_walk(from, to, clip)) return false;
        from = to;
    }
    return true;
}

}  // namespace outrider::sim
