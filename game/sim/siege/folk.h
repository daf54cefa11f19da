// Everyone on the field, beside their feet (crowd.h) and their thinking (mind.h): who they are and how they fare.
#pragma once

#include <cstdint>
#include <vector>

#include "game/sim/random.h"
#include "game/sim/siege/siege.h"
#include "game/sim/units.h"

namespace outrider::sim::siege {

struct SiegeState;

/// One entry per place of the crowd.
struct Folk {
    explicit Folk(std::uint32_t most);

    std::vector<UnitKind> kind;
    std::vector<UnitDoing> doing;          ///< kGone: nobody has this place
    std::vector<std::uint8_t> health_255;  ///< what others read
    std::vector<std::uint8_t> is_slowed;   ///< until slowed_until
    std::vector<std::uint8_t> is_selected;
    std::vector<std::int32_t> health;
    std::vector<std::int32_t> full_health;
    std::vector<std::uint32_t> slowed_until;  ///< tick
    std::vector<std::uint32_t> strikes_at;    ///< tick of its next blow
    std::vector<std::uint32_t>
        number;  ///< counts everyone who ever came, from 1: tells a unit from one that had its place before
    std::vector<std::uint8_t> courage;  ///< 0 .. 255, drawn at birth
    std::vector<Random> random;
    std::vector<UnitIndex> foe;  ///< with whom it fights; kNobody
    std::vector<std::uint32_t> foe_number;

    /// Of those in the first `places` places.
    [[nodiscard]] std::uint64_t hash(std::uint32_t places) const noexcept;
};

/// Someone comes to the field and begins to think; kNobody if there is no place left. `middle` as for WalkerSpec.
/// REQUIRES: the cells that it will cover are free.
UnitIndex bring(SiegeState& siege, UnitKind kind, FixedPoint middle) noexcept;
/// Someone leaves the field, whatever the reason.
void take_away(SiegeState& siege, UnitIndex unit) noexcept;

[[nodiscard]] bool is_there(const SiegeState& siege, UnitIndex unit) noexcept;
/// Is there a raider in this place?
[[nodiscard]] bool is_raider_there(const SiegeState& siege, UnitIndex unit) noexcept;

/// Takes health from someone; at none it dies, which pays and is learnt from. False: it is dead. In a parade raiders
/// cannot be killed.
bool hurt(SiegeState& siege, UnitIndex unit, std::int32_t damage, FixedPoint from) noexcept;
/// Slows someone for kFrost_ticks from now.
void slow(SiegeState& siege, UnitIndex unit) noexcept;
/// Its pace, by what slows and what holds it.
void mind_pace(SiegeState& siege, UnitIndex unit) noexcept;

}  // namespace outrider::sim::siege
