#include "game/sim/re_aim.h"

#include <algorithm>
#include <cstddef>

#include "game/sim/direction.h"
#include "game/sim/watching.h"

namespace outrider::sim {
namespace {

StepCount operator+(const StepCount& a, const StepCount& b) noexcept {
    return {a.straight + b.straight, a.diagonal + b.diagonal};
}

StepCount length_of(Cell from, std::span<const PackedCell> points) noexcept {
    StepCount length;
    for (const PackedCell point : points) {
        length = length + octile_steps(from, unpack(point));
        from = unpack(point);
    }
    return length;
}

bool cut_at(Cell from, std::span<const PackedCell> ahead, Cell goal, std::vector<PackedCell>& way) {
    for (std::size_t i = 0; i < ahead.size(); ++i) {
        const Cell to = unpack(ahead[i]);
        if (lies_between(goal, from, to)) {
            way.assign(ahead.begin(), ahead.begin() + static_cast<std::ptrdiff_t>(i));
            way.push_back(pack(goal));
            return true;
        }
        from = to;
    }
    return false;
}

/// The corner of a way from one cell to another on an empty map that has one at most: diagonal first, or last.
Cell corner(Cell from, Cell to, bool diagonal_first) noexcept {
    const auto diagonal = static_cast<std::int32_t>(octile_steps(from, to).diagonal);
    const Cell sign{(to.x > from.x) - (to.x < from.x), (to.y > from.y) - (to.y < from.y)};
    if (diagonal_first) return {from.x + sign.x * diagonal, from.y + sign.y * diagonal};
    return {to.x - sign.x * diagonal, to.y - sign.y * diagonal};
}

/// Appends the way from `from` to `to`; false if neither of its two forms is legal.
bool append_straight(const Land& land, Cell from, Cell to, std::vector<PackedCell>& way) {
    if (from == to && !way.empty()) return true;
    for (const bool diagonal_first : {true, false}) {
        const Cell turn = corner(from, to, diagonal_first);
        if (!land.can_walk(from, turn, land.bounds()) || !land.can_walk(turn, to, land.bounds())) continue;
        if (turn != from && turn != to) way.push_back(pack(turn));
        way.push_back(pack(to));
        return true;
    }
    return false;
}

}  // namespace

ReAimed re_aim(const Land& land, Cell from, std::span<const PackedCell> ahead, bool is_shortest, Cell goal,
               std::vector<PackedCell>& way) {
    if (is_shortest && cut_at(from, ahead, goal, way)) return ReAimed::kCut;
    const Cell end = ahead.empty() ? from : unpack(ahead.back());
    if (!(length_of(from, ahead) + octile_steps(end, goal) == octile_steps(from, goal))) return ReAimed::kNot;
    if (!is_shortest && !is_way_free(land, from, ahead, land.bounds())) return ReAimed::kNot;
    way.assign(ahead.begin(), ahead.end());
    return append_straight(land, end, goal, way) ? ReAimed::kLengthened : ReAimed::kNot;
}

}  // namespace outrider::sim
