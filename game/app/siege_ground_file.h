// Where a siege takes place on a map: assets/scenarios/NAME.siege.json for assets/maps/NAME.map.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "game/sim/siege/siege.h"

namespace outrider::app {

/// The file that belongs to the map `map_name` ("valley").
[[nodiscard]] std::filesystem::path siege_ground_file(const std::filesystem::path& assets, const std::string& map_name);

/// Throws UsageError, one line that names the file: not there, not readable, or not such a file. Whether the ground
/// fits the map is for sim::siege::Siege to say.
[[nodiscard]] sim::siege::SiegeGround read_siege_ground(const std::filesystem::path& file);

/// Names of the maps that have one, in order.
[[nodiscard]] std::vector<std::string> siege_maps(const std::filesystem::path& assets);

}  // namespace outrider::app
