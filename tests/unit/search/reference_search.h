// The simplest search that can be right: every cell, every step, no heuristic, and lengths compared without rounding.
// E. W. Dijkstra, "A Note on Two Problems in Connexion with Graphs", Numerische Mathematik 1, 1959.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "shared/grid.h"

namespace outrider::search::test {

/// Is a shorter than b? Exact: compares a whole number with a multiple of sqrt(2) by their squares.
inline bool is_shorter(StepCount a, StepCount b) {
    const std::int64_t s = std::int64_t{b.straight} - a.straight;  // a < b  <=>  s > d * sqrt(2)
    const std::int64_t d = std::int64_t{a.diagonal} - b.diagonal;
    if (s >= 0 && d <= 0) return s > 0 || d < 0;
    if (s <= 0 && d >= 0) return false;
    return s > 0 ? s * s > 2 * d * d : s * s < 2 * d * d;
}

/// Shortest lengths from `start` to every cell (row by row): relaxes all steps until nothing gets shorter.
inline std::vector<std::optional<StepCount>> all_lengths_from(const MapView& map, Cell start) {
    const auto index = [&map](Cell cell) { return static_cast<std::size_t>(cell.y * map.width_cells() + cell.x); };
    std::vector<std::optional<StepCount>> lengths(static_cast<std::size_t>(map.width_cells() * map.height_cells()));
    if (!map.is_free(start)) return lengths;
    lengths[index(start)] = StepCount{};
    std::vector<Cell> changed{start};
    while (!changed.empty()) {
        std::vector<Cell> next;
        for (const Cell from : changed) {
            for (std::int32_t dy = -1; dy <= 1; ++dy) {
                for (std::int32_t dx = -1; dx <= 1; ++dx) {
                    const Cell to{from.x + dx, from.y + dy};
                    if (to == from || !map.is_free(to) || !map.is_free({to.x, from.y}) || !map.is_free({from.x, to.y}))
                        continue;
                    StepCount length = *lengths[index(from)];
                    (dx != 0 && dy != 0 ? length.diagonal : length.straight) += 1;
                    if (lengths[index(to)] && !is_shorter(length, *lengths[index(to)])) continue;
                    lengths[index(to)] = length;
                    next.push_back(to);
                }
            }
        }
        changed = std::move(next);
    }
    return lengths;
}

}  // namespace outrider::search::test
