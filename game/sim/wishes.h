// Asking: wishes are noted while the world moves, and handed to the path service in one go.
#pragma once

#include "game/sim/world_state.h"

namespace outrider::sim {

/// How a unit asks. A wish in the normal way is dropped while a request is open, so that repeated questions never push
/// a request back to the end of its queue; one made for a reason takes the open request's place.
enum class Wish : std::uint8_t {
    kAgain = 1,     ///< only if no request is open
    kReAim = 9,     ///< so, too: the quarry has moved, and a mended path will do
    kInstead = 3,   ///< for a new goal, or because the way was cut
    kUrgently = 7,  ///< the player's order
};

/// Who goes by a flow field asks for nothing.
void ask(WorldState& world, UnitIndex unit, Wish wish) noexcept;
/// Notes it, whatever else the unit does.
void note_wish(Units& units, WishBoard& wishes, UnitIndex unit, Wish wish) noexcept;
void set_policy(WishBoard& wishes, const AskPolicy& policy) noexcept;
/// The units whose turn it is in this tick ask again.
void ask_by_turns(WorldState& world) noexcept;
/// Takes back what was noted and not yet handed over.
void forget_wish(WorldState& world, UnitIndex unit) noexcept;
/// The unit is about to go: its wish is forgotten, its request will be withdrawn.
void withdraw(WorldState& world, UnitIndex unit) noexcept;

void publish_edits(WorldState& world, paths::PathService& service) noexcept;
void hand_over_wishes(WorldState& world, paths::PathService& service) noexcept;

}  // namespace outrider::sim
