// The sandbox on the project's own maps, for tests.
#pragma once

#include <cstdint>

#include "game/sim/world.h"
#include "pathfinder/search/moving_ai.h"

namespace outrider::testing {

inline sim::WorldSettings world_settings(const search::TerrainMap& map, std::uint32_t units, std::uint64_t seed) {
    return {.width_cells = map.width_cells,
            .height_cells = map.height_cells,
            .terrain = map.terrain,
            .units = units,
            .seed = seed};
}

}  // namespace outrider::testing
