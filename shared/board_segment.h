// The board segment: claim words and what goes with them. Game and workers write it, atomics only.
// It is advice: the game judges nobody by it, and every word here may be nonsense.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "shared/grid.h"
#include "shared/protocol.h"
#include "shared/world_segment.h"

namespace outrider {

/// Where workers start to look in a lane: jobs below were taken when somebody looked. Workers help to move it.
struct alignas(kCacheLineBytes) LaneHead {
    std::atomic<std::uint64_t> sequence;
};

struct BoardSegment {
    std::array<LaneHead, kLaneCount> heads;
    /// The event count's word: sleepers wait (futex) until it changes.
    alignas(kCacheLineBytes) std::atomic<std::uint32_t> wake_word;
    /// One bit per seat: asleep, or about to be.
    alignas(kCacheLineBytes) std::atomic<std::uint64_t> sleepers;
    /// By slot: ClaimWord.
    alignas(kCacheLineBytes) std::array<std::atomic<std::uint64_t>, kTotalSlots> claims;
};
static_assert(kMaxSeats <= 64, "one sleeper bit per seat");
static_assert(std::atomic<std::uint32_t>::is_always_lock_free);

}  // namespace outrider
