#include "tests/bench/bench_search_tools.h"

#include <algorithm>

#include "game/measure/frame_recorder.h"

namespace outrider::bench {

double to_us(std::chrono::nanoseconds duration) noexcept {
    return std::chrono::duration<double, std::micro>(duration).count();
}

Times times_of(Durations& durations) {
    const measure::Percentiles found = measure::percentiles_of(durations);
    return {found.mean_ms * 1e3, found.p50_ms * 1e3, found.p95_ms * 1e3, found.p99_ms * 1e3, found.max_ms * 1e3};
}

CellsByComponent::CellsByComponent(const MapView& map) {
    labels_.compute(map);
    for (std::int32_t y = 0; y < map.height_cells(); ++y) {
        for (std::int32_t x = 0; x < map.width_cells(); ++x) {
            if (map.is_free({x, y})) cells_.push_back({x, y});
        }
    }
    std::ranges::stable_sort(cells_, {}, [this](Cell cell) { return labels_.label(cell); });
    begins_.assign(labels_.count() + 2, 0);
    for (std::uint32_t label = 1; label <= labels_.count(); ++label) {
        begins_[label + 1] = begins_[label] + labels_.size_cells(label);
    }
}

std::pair<Cell, Cell> CellsByComponent::draw_separated(sim::Random& random) const {
    const Cell one = cells_[random.below(count())];
    const std::uint32_t label = labels_.label(one);
    std::uint32_t other = random.below(count() - labels_.size_cells(label));
    if (other >= begins_[label]) other += labels_.size_cells(label);
    return random.below(2) == 0 ? std::pair(one, cells_[other]) : std::pair(cells_[other], one);
}

Cell CellsByComponent::draw_from_largest(sim::Random& random) const {
    const std::uint32_t label = labels_.largest();
    return cells_[begins_[label] + random.below(labels_.size_cells(label))];
}

CellRect random_square(sim::Random& random, const GridLayout& layout, std::int32_t side_cells) {
    const auto begin = [&](std::int32_t map_side) {
        return static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(map_side - side_cells + 1)));
    };
    const Cell corner{begin(layout.width_cells), begin(layout.height_cells)};
    return {corner.x, corner.y, corner.x + side_cells, corner.y + side_cells};
}

void turn_over(const MapView& map, const CellRect& rect, std::vector<CellEdit>& edits) {
    edits.clear();
    for (std::int32_t y = rect.y0; y < rect.y1; ++y) {
        for (std::int32_t x = rect.x0; x < rect.x1; ++x) edits.push_back({pack({x, y}), !map.is_free({x, y})});
    }
}

}  // namespace outrider::bench
