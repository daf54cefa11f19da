// The map versions that searches see: a few buffers in the world segment, one of them the newest.
//
//   free -> offered (newest) -> offered (older; exact versions only) -> unoffered -> draining -> free
//
// Edits build the next version in a free buffer, by replaying what it missed, and one store publishes it. A buffer is
// written again only when nobody looks at it any more: no pin names it, no answer for it is still in a ring, and the
// game itself does not need it (holds). If no buffer is free, edits wait and go out with the next version.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "game/paths/result_reader.h"
#include "shared/grid.h"
#include "shared/ids.h"
#include "shared/world_segment.h"

namespace outrider::paths {

/// One worker as the versions need to see it: what it looks at, and how far its ring is drained.
struct PinHolder {
    Generation generation;
    const ResultSegment* segment = nullptr;
    const ResultReader* reader = nullptr;
};

/// Writes the ground of the map, which no version changes; before the first worker looks. `classes` is empty where all
/// is plain, or holds terrain_bytes().
void set_terrain(WorldSegment& world, const GridLayout& layout, std::span<const std::uint8_t> classes,
                 const std::array<std::uint8_t, 4>& factors) noexcept;

/// Frame thread only, but for the views, which anybody may read who holds their version.
class MapVersions {
public:
    /// Fills every buffer with `bits` and offers the first as MapVersion{1}.
    MapVersions(WorldSegment& world, const GridLayout& layout, std::span<const std::uint64_t> bits,
                bool exact_versions);

    /// Notes what made `version` out of the one before.
    void edit(MapVersion version, std::span<const CellEdit> edits);
    /// Notes that `version` has this danger field: danger_bytes() of it.
    void set_danger(MapVersion version, std::span<const std::uint8_t> danger) noexcept;
    /// Publishes what was noted, if anything was and a buffer is free. True if a version was published.
    bool try_publish() noexcept;
    /// Moves buffers that nobody uses any more back to the free ones. Call once a frame, after draining.
    void reclaim(std::span<const PinHolder> holders) noexcept;

    [[nodiscard]] MapVersion published() const noexcept { return buffers_[newest_].version; }
    [[nodiscard]] bool has_unpublished_edits() const noexcept { return pending_ > published(); }
    [[nodiscard]] MapView newest() const noexcept { return view(newest_); }
    /// The map of a version that is offered or retiring; nothing if its buffer was given to another.
    [[nodiscard]] std::optional<MapView> find(MapVersion version) const noexcept;
    /// The costs of a version that find() finds.
    [[nodiscard]] CostField costs_of(MapVersion version) const noexcept;
    [[nodiscard]] std::uint32_t free_count() const noexcept;

    /// Keeps a version's buffer as it is until release(). REQUIRES: find(version).
    void hold(MapVersion version) noexcept;
    void release(MapVersion version) noexcept;

private:
    enum class BufferState : std::uint8_t {
        kFree,
        kOffered,
        kUnoffered,  ///< not on offer any more, perhaps still pinned
        kDraining,   ///< pinned by nobody; answers for it may still lie in the rings
    };
    struct Buffer {
        BufferState state = BufferState::kFree;
        MapVersion version;
        std::uint64_t edits_applied = 0;  ///< of all edits ever noted
        std::uint64_t danger_taken = 0;   ///< of all danger fields ever noted
        std::uint32_t holds = 0;
        std::vector<std::pair<Generation, std::uint64_t>> drain_to;  ///< ring tails
    };

    [[nodiscard]] std::optional<std::uint32_t> buffer_of(MapVersion version) const noexcept;
    [[nodiscard]] MapView view(std::uint32_t buffer) const noexcept;
    [[nodiscard]] std::optional<std::uint32_t> oldest_free() const noexcept;
    void bring_up_to_date(Buffer& buffer, std::uint32_t index) noexcept;
    void withdraw_old_offers() noexcept;
    [[nodiscard]] static bool is_pinned(MapVersion version, std::span<const PinHolder> holders) noexcept;
    [[nodiscard]] static bool is_drained(const Buffer& buffer, std::span<const PinHolder> holders) noexcept;
    void forget_replayed_edits() noexcept;

    WorldSegment& world_;
    GridLayout layout_;
    bool exact_versions_;
    std::array<Buffer, kMapBuffers> buffers_;
    std::uint32_t newest_ = 0;
    MapVersion pending_;                ///< the version that the noted edits make
    std::vector<CellEdit> log_;         ///< edits that some buffer has not seen
    std::uint64_t log_begin_ = 0;       ///< how many edits were noted before log_[0]
    std::vector<std::uint8_t> danger_;  ///< the newest
    std::uint64_t dangers_noted_ = 0;
};

}  // namespace outrider::paths
