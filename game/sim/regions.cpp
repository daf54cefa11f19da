#include "game/sim/regions.h"

#include <algorithm>

namespace outrider::sim {
namespace {

constexpr std::size_t kSmallestShare = 100;  // one part in so many; also keeps the numbers within a byte
constexpr Region kTooSmall = 255;            // while searching only

}  // namespace

Regions::Regions(const Land& land) : width_cells_(land.width_cells()), labels_(land.terrain().size(), 0) {
    cells_.reserve(land.free_cells());
    begins_.push_back(0);
    find_all(land);
    std::replace(labels_.begin(), labels_.end(), kTooSmall, Region{0});
    cells_.shrink_to_fit();
}

void Regions::find_all(const Land& land) {
    Pocket largest;
    for (Cell cell; cell.y < land.height_cells(); ++cell.y) {
        for (cell.x = 0; cell.x < land.width_cells(); ++cell.x) {
            if (!land.is_free(cell) || at(cell) != 0) continue;
            const std::size_t begin = cells_.size();
            const std::size_t found = fill(land, cell, static_cast<Region>(begins_.size()));
            if (found * kSmallestShare >= land.free_cells()) {
                begins_.push_back(cells_.size());
                continue;
            }
            if (found > largest.cells) largest = {cell, found};
            for (std::size_t i = begin; i < cells_.size(); ++i) labels_[index_of(unpack(cells_[i]))] = kTooSmall;
            cells_.resize(begin);
        }
    }
    if (count() > 0) return;
    fill(land, largest.seed, 1);
    begins_.push_back(cells_.size());
}

/// Breadth first; the list of cells is its own queue. Straight steps are enough: where no corner may be cut, a
/// diagonal step joins only cells that straight ones join as well.
std::size_t Regions::fill(const Land& land, Cell seed, Region label) {
    const std::size_t begin = cells_.size();
    const auto add = [&](Cell cell) {
        if (!land.is_free(cell) || at(cell) == label) return;
        labels_[index_of(cell)] = label;
        cells_.push_back(pack(cell));
    };
    add(seed);
    for (std::size_t next = begin; next < cells_.size(); ++next) {
        const Cell cell = unpack(cells_[next]);
        for (Direction straight = 0; straight < 8; straight = static_cast<Direction>(straight + 2)) {
            add(next_cell(cell, straight));
        }
    }
    return cells_.size() - begin;
}

Cell Regions::pick_any(Random& random) const noexcept {
    return unpack(cells_[random.below(static_cast<std::uint32_t>(cells_.size()))]);
}

Cell Regions::pick(Region region, Random& random) const noexcept {
    if (region == 0) return pick_any(random);
    const std::size_t begin = begins_[region - 1U];
    const std::size_t size = begins_[region] - begin;
    return unpack(cells_[begin + random.below(static_cast<std::uint32_t>(size))]);
}

}  // namespace outrider::sim
