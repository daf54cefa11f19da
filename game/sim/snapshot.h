// A world kept and put back: "measure now" runs the same moment in every mode. Of WorldState everything that a tick
// changes, and nothing of the map itself.
#pragma once

#include <cstdint>
#include <vector>

#include "game/sim/world_state.h"

namespace outrider::sim {

struct SavedWorld {
    MapVersion version;  ///< of the map that it was taken on
    Land::Traces traces;
    Units units;                     ///< their paths have a length and no points
    std::vector<PackedCell> points;  ///< those still ahead, unit after unit
    OrderFields fields;
    WishBoard wishes;
    CutWatch watch;
    WorldCounters counters;
    std::vector<Glide> glides;
    std::uint32_t units_made = 0;
    std::uint32_t fields_made = 0;
    std::uint32_t selected_count = 0;
    Algorithm algorithm = Algorithm::kJps;
    OrderBy orders = OrderBy::kFlowField;
    bool chase = false;
    bool wandering = false;
};

/// REQUIRES: every edit is published.
[[nodiscard]] SavedWorld save(const WorldState& world);
/// REQUIRES: `saved` is of this world, and the map is the one that it was taken on.
void put_back(WorldState& world, const SavedWorld& saved, paths::PathService& service) noexcept;

}  // namespace outrider::sim
