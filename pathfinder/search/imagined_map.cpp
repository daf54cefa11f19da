#include "pathfinder/search/imagined_map.h"

#include <algorithm>

namespace outrider::search {

void ImaginedMap::prepare(const GridLayout& layout) {
    layout_ = layout;
    words_.assign(layout.total_words(), 0);
}

MapView ImaginedMap::with_walls(const MapView& map, const WhatIf& walls) noexcept {
    copy(map);
    walls.for_each_cell(layout_, [&](Cell cell) { set_cell(layout_, words_.data(), cell, false); });
    return next_view();
}

MapView ImaginedMap::without_walls(const MapView& map, const CostField& costs) noexcept {
    copy(map);
    for (std::int32_t y = 0; y < layout_.height_cells; ++y) {
        for (std::int32_t x = 0; x < layout_.width_cells; ++x) {
            const Cell cell{x, y};
            if (!map.is_free(cell) && costs.is_breakable(layout_, cell)) set_cell(layout_, words_.data(), cell, true);
        }
    }
    return next_view();
}

void ImaginedMap::copy(const MapView& map) noexcept { std::copy_n(map.words(), words_.size(), words_.data()); }

}  // namespace outrider::search
