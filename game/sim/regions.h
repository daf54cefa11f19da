// Which cells of the map, as it was loaded, can be reached from which: where units start and where they may go.
//
// Edits are not followed: a goal that has been walled in since gets an honest `unreachable` from the path service.
#pragma once

#include <cstdint>
#include <vector>

#include "game/sim/land.h"
#include "game/sim/random.h"
#include "shared/grid.h"

namespace outrider::sim {

/// Number of a region, 1 and up; 0: a wall, or a pocket too small to travel in.
using Region = std::uint8_t;

class Regions {
public:
    /// Pockets with less than a hundredth of the free cells are left out (unless there is nothing else: then the
    /// largest one counts).
    explicit Regions(const Land& land);

    [[nodiscard]] std::uint32_t count() const noexcept { return static_cast<std::uint32_t>(begins_.size()) - 1; }
    [[nodiscard]] Region at(Cell cell) const noexcept { return labels_[index_of(cell)]; }
    /// A cell of any region, large ones in proportion.
    [[nodiscard]] Cell pick_any(Random& random) const noexcept;
    /// A cell of this region; region 0: of any.
    [[nodiscard]] Cell pick(Region region, Random& random) const noexcept;

private:
    struct Pocket {
        Cell seed;
        std::size_t cells = 0;
    };

    [[nodiscard]] std::size_t index_of(Cell cell) const noexcept {
        return static_cast<std::size_t>(cell.y) * static_cast<std::size_t>(width_cells_) +
               static_cast<std::size_t>(cell.x);
    }
    void find_all(const Land& land);
    std::size_t fill(const Land& land, Cell seed, Region label);

    std::int32_t width_cells_;
    std::vector<Region> labels_;
    std::vector<PackedCell> cells_;    ///< region by region
    std::vector<std::size_t> begins_;  ///< of region r: begins_[r - 1]; the last one is the end
};

}  // namespace outrider::sim
