#include "game/paths/map_versions.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace outrider::paths {
namespace {

/// Rings that can be waited for at once: every seat, and its successor.
constexpr std::size_t kMostHolders = 4 * kMaxSeats;
constexpr std::size_t kFirstLogCapacity = 65'536;

}  // namespace

void set_terrain(WorldSegment& world, const GridLayout& layout, std::span<const std::uint8_t> classes,
                 const std::array<std::uint8_t, 4>& factors) noexcept {
    assert(classes.empty() || classes.size() == terrain_bytes(layout));
    assert(factors[0] != kUnbreakable && std::ranges::max(factors) <= kMaxTerrainFactor);
    world.has_terrain = classes.empty() ? 0 : 1;
    world.terrain_factors = factors;
    std::ranges::copy(classes, terrain_of(world, layout));
}

MapVersions::MapVersions(WorldSegment& world, const GridLayout& layout, std::span<const std::uint64_t> bits,
                         bool exact_versions)
    : world_(world),
      layout_(layout),
      exact_versions_(exact_versions),
      pending_(MapVersion{1}),
      danger_(danger_bytes(layout)) {
    assert(bits.size() == layout.total_words());
    for (std::uint32_t i = 0; i < kMapBuffers; ++i) {
        std::ranges::copy(bits, map_words(world_, layout_, i));
        // There is no danger yet; written all the same, so that no frame pays for the memory's first use.
        std::fill_n(danger_of(world_, layout_, i), danger_bytes(layout_), std::uint8_t{0});
        buffers_[i].drain_to.reserve(kMostHolders);
    }
    log_.reserve(kFirstLogCapacity);
    buffers_[0].state = BufferState::kOffered;
    buffers_[0].version = MapVersion{1};
    world_.offers[0].version.store(1, std::memory_order_seq_cst);
    world_.newest.store(NewestVersion{MapVersion{1}, 0}.bits(), std::memory_order_seq_cst);
}

void MapVersions::edit(MapVersion version, std::span<const CellEdit> edits) {
    assert(version > pending_ && "map versions only rise");
    pending_ = version;
    log_.insert(log_.end(), edits.begin(), edits.end());
}

void MapVersions::set_danger(MapVersion version, std::span<const std::uint8_t> danger) noexcept {
    assert(version > pending_ && "map versions only rise");
    assert(danger.size() == danger_.size());
    pending_ = version;
    std::ranges::copy(danger, danger_.begin());
    ++dangers_noted_;
}

bool MapVersions::try_publish() noexcept {
    if (!has_unpublished_edits()) return false;
    const auto free = oldest_free();
    if (!free) return false;
    Buffer& buffer = buffers_[*free];
    bring_up_to_date(buffer, *free);
    buffer.version = pending_;
    buffer.state = BufferState::kOffered;
    // Sequentially consistent, as the order "offer, then newest": pairs with pin_version() in the workers.
    world_.offers[*free].version.store(pending_.value, std::memory_order_seq_cst);
    world_.newest.store(NewestVersion{pending_, *free}.bits(), std::memory_order_seq_cst);
    newest_ = *free;
    forget_replayed_edits();
    return true;
}

void MapVersions::reclaim(std::span<const PinHolder> holders) noexcept {
    withdraw_old_offers();
    for (Buffer& buffer : buffers_) {
        if (buffer.state == BufferState::kUnoffered && !is_pinned(buffer.version, holders)) {
            // Whoever looked at it has dropped its pin, and so has published: its answer lies before this tail.
            buffer.drain_to.clear();
            for (const PinHolder& holder : holders) {
                buffer.drain_to.emplace_back(holder.generation, holder.reader->tail_now());
            }
            buffer.state = BufferState::kDraining;
        }
        if (buffer.state == BufferState::kDraining && buffer.holds == 0 && is_drained(buffer, holders)) {
            buffer.state = BufferState::kFree;
        }
    }
}

// In live play a version is on offer only while it is the newest; where a request names exactly one version, it stays
// on offer until all who asked on it are answered.
void MapVersions::withdraw_old_offers() noexcept {
    for (std::uint32_t i = 0; i < kMapBuffers; ++i) {
        Buffer& buffer = buffers_[i];
        if (buffer.state != BufferState::kOffered || i == newest_) continue;
        if (exact_versions_ && buffer.holds != 0) continue;
        // Sequentially consistent: then the pins are read; see map_pin.h.
        world_.offers[i].version.store(0, std::memory_order_seq_cst);
        buffer.state = BufferState::kUnoffered;
    }
}

bool MapVersions::is_pinned(MapVersion version, std::span<const PinHolder> holders) noexcept {
    return std::ranges::any_of(holders, [&](const PinHolder& holder) {
        // Sequentially consistent: pairs with the pin's store in pin_version(); see map_pin.h.
        return holder.segment->pin.load(std::memory_order_seq_cst) == version.value;
    });
}

bool MapVersions::is_drained(const Buffer& buffer, std::span<const PinHolder> holders) noexcept {
    return std::ranges::all_of(buffer.drain_to, [&](const auto& target) {
        const auto holder = std::ranges::find(holders, target.first, &PinHolder::generation);
        // One who is gone was drained before he went.
        return holder == holders.end() || holder->reader->has_passed(target.second);
    });
}

std::optional<MapView> MapVersions::find(MapVersion version) const noexcept {
    const auto buffer = buffer_of(version);
    return buffer ? std::optional(view(*buffer)) : std::nullopt;
}

CostField MapVersions::costs_of(MapVersion version) const noexcept {
    const auto buffer = buffer_of(version);
    return buffer ? cost_field_of(world_, layout_, *buffer) : CostField{};
}

std::optional<std::uint32_t> MapVersions::buffer_of(MapVersion version) const noexcept {
    for (std::uint32_t i = 0; i < kMapBuffers; ++i) {
        if (buffers_[i].state != BufferState::kFree && buffers_[i].version == version) return i;
    }
    return std::nullopt;
}

std::uint32_t MapVersions::free_count() const noexcept {
    return static_cast<std::uint32_t>(
        std::ranges::count(buffers_, BufferState::kFree, [](const Buffer& buffer) { return buffer.state; }));
}

void MapVersions::hold(MapVersion version) noexcept {
    assert(find(version) && "only a version that is there can be held");
    for (Buffer& buffer : buffers_) {
        if (buffer.state != BufferState::kFree && buffer.version == version) ++buffer.holds;
    }
}

void MapVersions::release(MapVersion version) noexcept {
    for (Buffer& buffer : buffers_) {
        if (buffer.state == BufferState::kFree || buffer.version != version) continue;
        assert(buffer.holds > 0);
        --buffer.holds;
    }
}

MapView MapVersions::view(std::uint32_t buffer) const noexcept {
    return {layout_, map_words(std::as_const(world_), layout_, buffer), buffers_[buffer].version};
}

std::optional<std::uint32_t> MapVersions::oldest_free() const noexcept {
    std::optional<std::uint32_t> oldest;
    for (std::uint32_t i = 0; i < kMapBuffers; ++i) {
        if (buffers_[i].state != BufferState::kFree) continue;
        // Taking turns keeps every buffer nearly up to date, and the log short.
        if (!oldest || buffers_[i].edits_applied < buffers_[*oldest].edits_applied) oldest = i;
    }
    return oldest;
}

void MapVersions::bring_up_to_date(Buffer& buffer, std::uint32_t index) noexcept {
    std::uint64_t* words = map_words(world_, layout_, index);
    const auto missed = std::span(log_).subspan(static_cast<std::size_t>(buffer.edits_applied - log_begin_));
    for (const CellEdit& edit : missed) set_cell(layout_, words, unpack(edit.cell), edit.free);
    buffer.edits_applied += missed.size();
    if (std::exchange(buffer.danger_taken, dangers_noted_) != dangers_noted_) {
        std::ranges::copy(danger_, danger_of(world_, layout_, index));
    }
}

void MapVersions::forget_replayed_edits() noexcept {
    std::uint64_t all_have = buffers_[0].edits_applied;
    for (const Buffer& buffer : buffers_) all_have = std::min(all_have, buffer.edits_applied);
    const auto replayed = static_cast<std::ptrdiff_t>(all_have - log_begin_);
    // Now and then, so that moving the rest to the front costs little.
    if (static_cast<std::size_t>(replayed) * 2 < log_.size()) return;
    log_.erase(log_.begin(), log_.begin() + replayed);
    log_begin_ = all_have;
}

}  // namespace outrider::paths
