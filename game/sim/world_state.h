// Everything the world consists of, in one place. Owned by World; the files of this room each work on a part of it:
// goals (where to), wishes (asking), answers (what came), fields (orders to many), walking (the tick), watching (cut
// ways), editing (walls), selection (the player's choice).
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "game/sim/fields.h"
#include "game/sim/land.h"
#include "game/sim/path_store.h"
#include "game/sim/regions.h"
#include "game/sim/units.h"
#include "game/sim/world.h"

namespace outrider::sim {

/// Who has something to ask, one bit per unit: handed over in the order of units, whatever the order of the wishes.
struct WishBoard {
    std::vector<std::uint64_t> bits = std::vector<std::uint64_t>((World::kMaxUnits + 63) / 64, 0);
    std::vector<RequestId> withdrawn;  ///< open requests of units that are gone

    // The even spread of repeated questions: units take turns, `credit` says how many turns are due.
    std::uint64_t rate = 0;    ///< questions per unit and tick, in 2^-32
    std::uint64_t credit = 0;  ///< in 2^-32
    UnitIndex turn = 0;
    bool again_at_once = false;
};

/// Walls came up in `now`: over a few ticks every unit looks whether its way still leads through.
struct CutWatch {
    CellRect now;
    CellRect next;  ///< walls that came up since the present round began
    std::uint32_t left = 0;
    UnitIndex turn = 0;
};

/// One row of a brush stroke: cells first .. last.
struct StrokeRow {
    std::int32_t first = 0;
    std::int32_t last = 0;
};

/// A unit that the player's wall pushed aside: drawn gliding from here during the next tick.
struct Glide {
    UnitIndex unit = 0;
    FixedPoint from;
};

struct WorldState {
    explicit WorldState(WorldSettings settings);

    Land land;
    const Regions regions;  ///< of the land as it was at the start
    Units units;
    PathStore paths;
    OrderFields fields;
    WishBoard wishes;
    CutWatch watch;
    WorldCounters counters;

    std::uint64_t seed;
    std::uint32_t units_made = 0;   ///< since the world began: the next generation
    std::uint32_t fields_made = 0;  ///< since the world began
    std::uint32_t selected_count = 0;
    Algorithm algorithm;
    OrderBy orders;
    bool re_aims;
    bool chase;
    bool wandering = false;  ///< mode `none` at the last tick

    MapVersion version{1};         ///< as published last
    std::vector<CellEdit> edits;   ///< made since
    std::vector<Glide> glides;     ///< since the last tick
    std::vector<StrokeRow> brush;  ///< scratch memory of a stroke, one entry per row of the map
    std::vector<PackedCell> way;   ///< scratch memory of a way that is mended
};

}  // namespace outrider::sim
