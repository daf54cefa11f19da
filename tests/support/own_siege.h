// A siege on one of the project's own maps, for tests.
#pragma once

#include <filesystem>
#include <string>

#include "game/app/siege_ground_file.h"
#include "game/sim/siege/siege.h"
#include "tests/support/own_maps.h"

namespace outrider::testing {

inline sim::siege::SiegeSettings own_siege(const std::string& name, std::uint64_t seed = 1) {
    const search::TerrainMap map = own_map(name);
    const std::filesystem::path assets = std::filesystem::path(OUTRIDER_SOURCE_DIR) / "assets";
    return {.width_cells = map.width_cells,
            .height_cells = map.height_cells,
            .terrain = map.terrain,
            .ground = app::read_siege_ground(app::siege_ground_file(assets, name)),
            .seed = seed};
}

}  // namespace outrider::testing
