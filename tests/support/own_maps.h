// The project's own maps, for tests.
#pragma once

#include <filesystem>
#include <string>

#include "game/paths/path_dispatcher.h"
#include "pathfinder/search/moving_ai.h"

namespace outrider::testing {

inline search::TerrainMap own_map(const std::string& name) {
    return search::read_map(std::filesystem::path(OUTRIDER_SOURCE_DIR) / "assets" / "maps" / (name + ".map"));
}

/// A dispatcher for a map, with real worker processes unless `mode` says otherwise.
inline paths::DispatcherSettings dispatcher_settings(const search::TerrainMap& map, paths::Mode mode,
                                                     std::uint32_t workers) {
    paths::DispatcherSettings settings;
    settings.layout = GridLayout(map.width_cells, map.height_cells);
    settings.bits = search::to_bits(map);
    settings.mode = mode;
    settings.workers = workers;
    settings.policy = SchedulingPolicy::kNormal;
    settings.pathfinder = std::filesystem::path(OUTRIDER_BIN_DIR) / "outrider-pathfinder";
    return settings;
}

}  // namespace outrider::testing
