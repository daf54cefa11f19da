// The worker's hold on a map version: while it stands, the game does not write that version's buffer.
//
//   worker: pin.store(version)        then  offer.load: still this version?  If not, try again
//   game:   offer.store(0)            then  pin.load of every worker: does anybody look at it?
// All four sequentially consistent: in the one total order either the worker sees that the offer is gone, or the game
// sees the pin. So no search ever sees half an edit.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "shared/grid.h"
#include "shared/result_segment.h"
#include "shared/world_segment.h"

namespace outrider::loop {

/// A version as a search takes it. Valid while the pin stands.
struct PinnedVersion {
    MapView map;
    CostField costs;
};

/// Pins in `pin` a version for a job that wants `version` (exactly it, or any newer one); nothing if it is not offered.
[[nodiscard]] inline std::optional<PinnedVersion> pin_version(const WorldSegment& world, const GridLayout& layout,
                                                              std::atomic<std::uint64_t>& pin, MapVersion version,
                                                              bool exact) noexcept {
    const auto pinned = [&](std::uint32_t buffer, MapVersion number) {
        return PinnedVersion{MapView(layout, map_words(world, layout, buffer), number),
                             cost_field_of(world, layout, buffer)};
    };
    const auto try_pin = [&](std::uint32_t buffer, MapVersion wanted) {
        pin.store(wanted.value, std::memory_order_seq_cst);
        return world.offers[buffer].version.load(std::memory_order_seq_cst) == wanted.value;
    };
    if (exact) {
        for (std::uint32_t buffer = 0; buffer < kMapBuffers; ++buffer) {
            if (world.offers[buffer].version.load(std::memory_order_relaxed) != version.value) continue;
            if (try_pin(buffer, version)) return pinned(buffer, version);
        }
        pin.store(0, std::memory_order_release);
        return std::nullopt;
    }
    for (;;) {
        // A buffer loses its offer only after a newer one was published, so this ends with the game's next edit.
        const NewestVersion newest = NewestVersion::from(world.newest.load(std::memory_order_seq_cst));
        if (newest.version < version || newest.buffer >= kMapBuffers) break;
        if (try_pin(newest.buffer, newest.version)) return pinned(newest.buffer, newest.version);
    }
    pin.store(0, std::memory_order_release);
    return std::nullopt;
}

/// Release: pairs with the game's load of the pin; all reads of the buffer came before.
inline void drop_pin(std::atomic<std::uint64_t>& pin) noexcept { pin.store(0, std::memory_order_release); }

}  // namespace outrider::loop
