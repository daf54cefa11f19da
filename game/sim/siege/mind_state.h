// What the horde's thinking consists of; a part of SiegeState. Only the functions of mind.h change it; others read
// `thinking`, `seat` and has_open_request().
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "game/sim/siege/siege.h"
#include "game/sim/units.h"
#include "shared/grid.h"
#include "shared/ids.h"

namespace outrider::sim::siege {

/// What a unit makes for.
enum class Aim : std::uint8_t {
    kNothing,  ///< nobody has this place, or a rider without an order
    kDoor,
    kQuarry,  ///< a wolf: the cell where its rider was when it asked
    kOrder,   ///< a rider
};

/// From an event to the tick in which 95 of 100 of those whom it concerns have a new way. Who is gone without one does
/// not count.
struct Reaction {
    std::uint32_t since_tick = 0;
    std::uint32_t minds = 0;   ///< 0: this one is spare
    std::uint32_t turned = 0;  ///< of these, who has a new way
};

/// Place in Reactions::list.
using ReactionIndex = std::uint8_t;
inline constexpr ReactionIndex kNoReaction = 255;

/// The meter: several events may be waited for at a time. A wall that is drawn over many ticks makes one event for each
/// few ticks, so that the meter shows how fast the horde is, not how slow the hand.
struct Reactions {
    static constexpr std::size_t kMost = 32;

    std::array<Reaction, kMost> list{};
    std::uint32_t since_tick = 0;        ///< of the last event
    bool is_open = false;                ///< units may still turn out to be concerned by it
    ReactionIndex joined = kNoReaction;  ///< which they join; none, as long as nobody has
};

/// All of it is deterministic, beside RequestIds and seats, which no decision but "is this my answer?" hangs on.
struct Mind {
    explicit Mind(std::uint32_t most_units);

    // By place of the crowd.
    std::vector<std::int32_t> seat;             ///< of the worker that found its present way; -1: none
    std::vector<RequestId> request;             ///< its open question; 0: none
    std::vector<std::uint16_t> flags;           ///< mind_parts.h's
    std::vector<Aim> aim;                       ///< of the last question, or of the next one
    std::vector<PackedCell> goal;               ///< where that was
    std::vector<std::uint8_t> turn;             ///< its tick of each round of kRound_ticks
    std::vector<std::uint32_t> knows;           ///< `news` when it asked last
    std::vector<std::uint32_t> may_ask_tick;    ///< who only wants a way does not ask sooner
    std::vector<std::uint32_t> no_quarry_tick;  ///< a wolf hunts nobody until then
    std::vector<ReactionIndex> reaction;        ///< that waits for this unit

    // Wishes, by place as bits.
    std::vector<std::uint64_t> first_wishes;  ///< of those whose way is cut
    std::vector<std::uint64_t> wishes;
    std::vector<RequestId> withdrawn;  ///< of those who are gone

    std::vector<UnitIndex> riders;  ///< in the order of places

    std::uint32_t tick = 0;
    std::uint32_t news = 0;   ///< counts changes of walls and danger after which everyone thinks again
    MapVersion last_rise{1};  ///< the version of the last walls that came up
    MapVersion last_fall{1};  ///< ... that fell

    // After walls came up: the ways of the next `places_to_look_at` places from `look_at` on, around the end.
    CellRect new_walls;
    std::uint32_t look_at = 0;
    std::uint32_t places_to_look_at = 0;
    Reactions reactions;

    Thinking thinking;  ///< for the HUD

    [[nodiscard]] bool has_open_request(UnitIndex unit) const noexcept { return request[unit] != RequestId{}; }
    /// Of all that later ticks depend on; neither request numbers nor seats.
    [[nodiscard]] std::uint64_t hash() const noexcept;
};

}  // namespace outrider::sim::siege
