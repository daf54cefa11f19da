// The world segment: what the game tells its workers. The game alone writes it; workers map it read-only.
//
// It holds the map versions, the payload of every job, the cancel words, and for each lane where its jobs begin and
// end. Nothing here is ever written by a worker, so the game may read back what it wrote.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "shared/cost_field.h"
#include "shared/frame_core.h"
#include "shared/grid.h"
#include "shared/ids.h"
#include "shared/path_query.h"
#include "shared/protocol.h"

namespace outrider {

/// Buffers for map versions: one that is newest, others that searches still look at, one to build the next in.
inline constexpr std::uint32_t kMapBuffers = 4;

inline constexpr std::uint32_t kTotalSlots = kLaneCapacity_slots[0] + kLaneCapacity_slots[1] + kLaneCapacity_slots[2];
static_assert(kTotalSlots >= 16'384);

/// Index of a lane's first slot among all slots.
[[nodiscard]] constexpr std::uint32_t first_slot(Lane lane) noexcept {
    std::uint32_t first = 0;
    for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(lane); ++i) first += kLaneCapacity_slots[i];
    return first;
}

/// The slot that job `sequence` of `lane` lies in.
[[nodiscard]] constexpr std::uint32_t slot_of(Lane lane, std::uint64_t sequence) noexcept {
    const std::uint32_t capacity = kLaneCapacity_slots[static_cast<std::uint32_t>(lane)];
    return first_slot(lane) + static_cast<std::uint32_t>(sequence & (capacity - 1U));
}

/// What a worker must know of a job, as plain values.
struct Job : PathQuery {
    IssueNumber issue;
    MapVersion version;
    bool exact_version = false;  ///< search this version and no newer one
    JobKind kind = JobKind::kSearch;
    bool may_end_the_game = false;  ///< a poison job is run by a thread of the game, too
};

/// A job in its slot: atomic words, since a slow worker may still look while the game writes the next job.
/// Whoever reads must look at the claim word again afterwards; only then are the words known to belong together.
struct alignas(kCacheLineBytes) JobPayload {
    std::array<std::atomic<std::uint64_t>, 8> words;

    void store(const Job& job) noexcept {
        const std::uint64_t cells = pack(job.start).bits | std::uint64_t{pack(job.goal).bits} << 32U;
        const std::uint64_t kind =
            static_cast<std::uint64_t>(job.algorithm) | std::uint64_t{job.exact_version ? 1U : 0U} << 8U |
            static_cast<std::uint64_t>(job.kind) << 16U | std::uint64_t{job.may_end_the_game ? 1U : 0U} << 24U |
            std::uint64_t{job.node_budget} << 32U;
        const std::uint64_t manner =
            static_cast<std::uint64_t>(job.clearance) | std::uint64_t{job.or_nearest ? 1U : 0U} << 8U |
            std::uint64_t{job.smooth ? 1U : 0U} << 9U | std::uint64_t{job.danger_weight} << 16U |
            std::uint64_t{job.wall_factor} << 24U | static_cast<std::uint64_t>(job.what_if.kind) << 32U |
            std::uint64_t{job.detours} << 40U;
        const std::uint64_t what_if = job.what_if.from.bits | std::uint64_t{job.what_if.to.bits} << 32U;
        // Relaxed: published by the release of ready(s) in the claim word (JobBoard::try_issue).
        words[0].store(job.issue.value, std::memory_order_relaxed);
        words[1].store(cells, std::memory_order_relaxed);
        words[2].store(job.version.value, std::memory_order_relaxed);
        words[3].store(kind, std::memory_order_relaxed);
        words[4].store(manner, std::memory_order_relaxed);
        words[5].store(what_if, std::memory_order_relaxed);
    }

    [[nodiscard]] Job load() const noexcept {
        // Acquire: these loads stay before the second look at the claim word (JobClaimer::read_job).
        const std::uint64_t issue = words[0].load(std::memory_order_acquire);
        const std::uint64_t cells = words[1].load(std::memory_order_acquire);
        const std::uint64_t version = words[2].load(std::memory_order_acquire);
        const std::uint64_t kind = words[3].load(std::memory_order_acquire);
        const std::uint64_t manner = words[4].load(std::memory_order_acquire);
        const std::uint64_t what_if = words[5].load(std::memory_order_acquire);
        Job job;
        job.issue = IssueNumber{issue};
        job.start = unpack(PackedCell{static_cast<std::uint32_t>(cells)});
        job.goal = unpack(PackedCell{static_cast<std::uint32_t>(cells >> 32U)});
        job.version = MapVersion{version};
        job.exact_version = (kind >> 8U & 1U) != 0;
        job.algorithm = static_cast<Algorithm>(kind & 0xFFU);
        job.kind = static_cast<JobKind>(kind >> 16U & 0xFFU);
        job.may_end_the_game = (kind >> 24U & 1U) != 0;
        job.node_budget = static_cast<std::uint32_t>(kind >> 32U);
        job.clearance = static_cast<Clearance>(manner & 0xFFU);
        job.or_nearest = (manner >> 8U & 1U) != 0;
        job.smooth = (manner >> 9U & 1U) != 0;
        job.danger_weight = static_cast<std::uint8_t>(manner >> 16U & 0xFFU);
        job.wall_factor = static_cast<std::uint8_t>(manner >> 24U & 0xFFU);
        job.what_if.kind = static_cast<WhatIf::Kind>(manner >> 32U & 0xFFU);
        job.detours = static_cast<std::uint8_t>(manner >> 40U & 0xFFU);
        job.what_if.from = PackedCell{static_cast<std::uint32_t>(what_if)};
        job.what_if.to = PackedCell{static_cast<std::uint32_t>(what_if >> 32U)};
        return job;
    }
};

/// Where a lane's jobs are. Sequences count up for ever; job s lies in slot_of(lane, s).
struct alignas(kCacheLineBytes) LaneBounds {
    std::atomic<std::uint64_t> tail;   ///< the next sequence to be issued: jobs are below it
    std::atomic<std::uint64_t> base;   ///< no job below it is still on the board; may lag behind
    std::atomic<std::uint64_t> epoch;  ///< rises when jobs behind the head became ready again: look from the base
};

/// A buffer's offer: the version it holds, 0 while it is not to be searched.
struct alignas(kCacheLineBytes) VersionOffer {
    std::atomic<std::uint64_t> version;
};

/// The newest version and its buffer in one word, so that one store publishes both.
struct NewestVersion {
    MapVersion version;
    std::uint32_t buffer = 0;

    [[nodiscard]] constexpr std::uint64_t bits() const noexcept { return version.value << 8U | buffer; }
    [[nodiscard]] static constexpr NewestVersion from(std::uint64_t bits) noexcept {
        return {MapVersion{bits >> 8U}, static_cast<std::uint32_t>(bits & 0xFFU)};
    }
};

struct WorldSegment {
    // Constant after construction.
    std::uint32_t protocol_version;
    std::uint32_t layout_hash;
    std::int32_t width_cells;
    std::int32_t height_cells;
    std::uint32_t has_terrain;  ///< 0: all cells are of terrain class 0
    std::array<std::uint8_t, 4> terrain_factors;

    // Written by the game at any time.
    alignas(kCacheLineBytes) std::atomic<std::uint64_t> newest;  ///< NewestVersion
    std::array<VersionOffer, kMapBuffers> offers;
    std::array<LaneBounds, kLaneCount> lanes;
    /// Most jobs that a worker claims at a time in the normal and background lanes: 1 .. kMaxChunk_jobs.
    alignas(kCacheLineBytes) std::atomic<std::uint32_t> chunk_jobs;
    /// Where the frame is being made.
    alignas(kCacheLineBytes) FrameCore frame_core;
    /// By seat: the life that is to finish its job and leave; 0: nobody is.
    alignas(kCacheLineBytes) std::array<std::atomic<std::uint64_t>, kMaxSeats> leave_orders;
    /// By slot: the issue number that is to stop.
    alignas(kCacheLineBytes) std::array<std::atomic<std::uint64_t>, kTotalSlots> cancels;
    std::array<JobPayload, kTotalSlots> payloads;
    // Then kMapBuffers maps of GridLayout::total_words() words each, kMapBuffers danger fields of danger_words() each,
    // and the terrain classes, which no version changes: terrain_words().
};
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);
static_assert(sizeof(JobPayload) == kCacheLineBytes);
static_assert(offsetof(WorldSegment, newest) % kCacheLineBytes == 0);

/// Words that hold a danger field, and the terrain classes.
[[nodiscard]] constexpr std::size_t danger_words(const GridLayout& layout) noexcept {
    return (danger_bytes(layout) + 7) / 8;
}
[[nodiscard]] constexpr std::size_t terrain_words(const GridLayout& layout) noexcept {
    return (terrain_bytes(layout) + 7) / 8;
}

[[nodiscard]] constexpr std::size_t world_segment_bytes(const GridLayout& layout) noexcept {
    const std::size_t words = kMapBuffers * (layout.total_words() + danger_words(layout)) + terrain_words(layout);
    return sizeof(WorldSegment) + words * sizeof(std::uint64_t);
}

/// The words of map buffer `buffer`, as the game (writable) or a worker (read-only) has them mapped.
template <class Segment>
[[nodiscard]] auto map_words(Segment& world, const GridLayout& layout, std::uint32_t buffer) noexcept {
    using Word = std::conditional_t<std::is_const_v<Segment>, const std::uint64_t, std::uint64_t>;
    return reinterpret_cast<Word*>(&world + 1) + std::size_t{buffer} * layout.total_words();
}

/// The danger_bytes() of map buffer `buffer`.
template <class Segment>
[[nodiscard]] auto danger_of(Segment& world, const GridLayout& layout, std::uint32_t buffer) noexcept {
    using Byte = std::conditional_t<std::is_const_v<Segment>, const std::uint8_t, std::uint8_t>;
    return reinterpret_cast<Byte*>(map_words(world, layout, kMapBuffers) + std::size_t{buffer} * danger_words(layout));
}

/// The terrain_bytes().
template <class Segment>
[[nodiscard]] auto terrain_of(Segment& world, const GridLayout& layout) noexcept {
    return danger_of(world, layout, kMapBuffers);
}

/// The costs of the version in `buffer`. They hold as long as its map does: while it is pinned.
[[nodiscard]] inline CostField cost_field_of(const WorldSegment& world, const GridLayout& layout,
                                             std::uint32_t buffer) noexcept {
    CostField costs;
    if (world.has_terrain != 0) costs.terrain_classes = terrain_of(world, layout);
    costs.terrain_factors = world.terrain_factors;
    costs.danger = danger_of(world, layout, buffer);
    return costs;
}

}  // namespace outrider
