#include "game/sim/siege/siege_state.h"

#include <utility>

namespace outrider::sim::siege {
namespace {

GridLayout layout_of(const SiegeSettings& settings) { return {settings.width_cells, settings.height_cells}; }

Walls no_walls(std::size_t cells) { return {std::vector<std::uint8_t>(cells, 0), std::vector<std::int16_t>(cells, 0)}; }

/// More shells than ever fly at once: each tower's, from its shot to its landing.
constexpr std::size_t kMostShells = 2 * Siege::kMaxTowers;

}  // namespace

SiegeState::SiegeState(SiegeSettings settings)
    : land(settings.width_cells, settings.height_cells, std::move(settings.terrain)),
      ground(std::move(settings.ground)),
      seed(settings.seed),
      parade(settings.parade),
      crowd(layout_of(settings), Siege::kMaxUnits),
      folk(Siege::kMaxUnits),
      walls(no_walls(land.terrain().size())),
      danger(layout_of(settings)),
      mind(Siege::kMaxUnits),
      waves{.gates = survey_gates(land, ground, seed)},
      works(land, ground),
      batteries(layout_of(settings), Siege::kMaxUnits) {
    towers.reserve(Siege::kMaxTowers);
    shells.reserve(kMostShells);
    edits.reserve(land.terrain().size());
    const DifficultyTraits& difficulty = traits_of(settings.difficulty);
    standing.difficulty = settings.difficulty;
    standing.gold = difficulty.start_gold;
    standing.keep_health = standing.keep_full_health = difficulty.keep_health;
    if (parade == 0) {
        begin_building(*this, 1);
    } else {
        waves.parade_ground = survey_parade_ground(land, ground, seed);
        standing.stage = Stage::kWave;
    }
}

}  // namespace outrider::sim::siege
