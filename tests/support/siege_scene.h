// A siege as the game plays it, without a window and without a pool: for tests and tools.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "game/app/siege_ground_file.h"
#include "game/sim/siege/siege.h"
#include "pathfinder/search/moving_ai.h"
#include "tests/support/answering_service.h"

namespace outrider::testing {

inline std::filesystem::path assets_folder() { return std::filesystem::path(OUTRIDER_SOURCE_DIR) / "assets"; }

/// A map of the game with its siege's ground.
struct SiegeScene {
    explicit SiegeScene(const std::string& name)
        : map(search::read_map(assets_folder() / "maps" / (name + ".map"))),
          ground(app::read_siege_ground(app::siege_ground_file(assets_folder(), name))) {}

    [[nodiscard]] sim::siege::SiegeSettings settings(
        std::uint64_t seed = 1, sim::siege::Difficulty difficulty = sim::siege::Difficulty::kNormal) const {
        return {map.width_cells, map.height_cells, map.terrain, ground, seed, difficulty, 0};
    }

    search::TerrainMap map;
    sim::siege::SiegeGround ground;
};

struct SiegeGame {
    SiegeGame(const search::TerrainMap& map, const sim::siege::SiegeSettings& settings, std::uint32_t polls = 1)
        : siege(settings), service(map, polls) {}

    void frame() {
        service.poll(siege);
        siege.tick(service.mode());
        siege.submit(service);
    }

    sim::siege::Siege siege;
    AnsweringService service;
};

}  // namespace outrider::testing
