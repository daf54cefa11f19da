// Strong identifiers: a seat is not a life, a request is not an issue number.
// Each is a plain number in a type of its own, so that the compiler tells them apart.
#pragma once

#include <compare>
#include <cstdint>

namespace outrider {

/// A number that only compares and assigns to its own kind. `Tag` is never defined.
template <class Tag, class Rep>
struct StrongId {
    using Representation = Rep;
    Rep value{};

    friend constexpr auto operator<=>(const StrongId&, const StrongId&) = default;
};

/// One wish for a path, unique for the life of a PathService; 0 is "no request".
using RequestId = StrongId<struct RequestTag, std::uint64_t>;
/// One try at a request: new whenever the request is put on the board (again). 48 bits; 0 is none.
using IssueNumber = StrongId<struct IssueTag, std::uint64_t>;
/// One state of the map. Numbers only rise; 0 is "no version". 56 bits are used.
using MapVersion = StrongId<struct MapVersionTag, std::uint64_t>;
/// One unit of the world: its index in the world's arrays.
using UnitId = StrongId<struct UnitTag, std::uint32_t>;
/// A worker's place in the pool (0 .. kMaxSeats-1): its colour, its lane on the overlay. It outlives its workers.
using Seat = StrongId<struct SeatTag, std::uint32_t>;
/// One worker process (or thread), as the 14 bits that claim words carry; 0 is nobody. Reused only after a requeue.
using LifeId = StrongId<struct LifeTag, std::uint16_t>;
/// One worker process (or thread) in full: counts up, never reused while the game lives.
using Generation = StrongId<struct GenerationTag, std::uint64_t>;

}  // namespace outrider
