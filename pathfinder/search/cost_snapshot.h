// What the steps of a map cost at one moment, to tell later whether any step has become cheaper since: what was worked
// out then is good for an estimate as long as none has. Internal to the search library.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "shared/cost_field.h"
#include "shared/grid.h"

namespace outrider::search {

class CostSnapshot {
public:
    /// Memory for maps of this size. Throws std::bad_alloc.
    void prepare(const GridLayout& layout);

    /// REQUIRES: the map is of the size prepared for, as for the next one.
    void take(const MapView& map, const CostField& field) noexcept;

    /// Can no step cost less now than then, whatever the weight? Might say false without need, never true.
    /// A look at every word of the map, the danger and the terrain: some microseconds.
    [[nodiscard]] bool has_none_cheaper_in(const MapView& map, const CostField& field,
                                           std::uint8_t wall_factor) const noexcept;

private:
    [[nodiscard]] bool has_no_other_terrain_in(const CostField& field) const noexcept;
    [[nodiscard]] bool has_no_lower_danger_in(const CostField& field) const noexcept;

    std::vector<std::uint64_t> rows_;    ///< of the map, as they lie there
    std::vector<std::uint8_t> danger_;   ///< zeros where there was none
    std::vector<std::uint8_t> terrain_;  ///< the same
    std::array<std::uint8_t, 4> factors_{};
    bool has_terrain_ = false;  ///< any class but 0
};

}  // namespace outrider::search
