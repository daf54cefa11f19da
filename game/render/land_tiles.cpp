#include "game/render/land_tiles.h"

#include <algorithm>
#include <cassert>

#include "game/render/mean_of_four.h"

namespace outrider::render {

namespace {

/// Maps of more cells than this keep one texel per cell for the whole map, smaller ones two along each side.
constexpr std::int64_t kManyCells = 2'500'000;
constexpr double kCoarserFrom = 0.85;  ///< texels may be drawn this much larger than a pixel

std::int32_t texels(std::int32_t cells, std::int32_t level) noexcept {
    return level >= 0 ? cells << level : std::max(1, (cells + (1 << -level) - 1) >> -level);
}

TexelRect texels_showing(const CellRect& cells, std::int32_t level) noexcept {
    const std::int32_t reach = LandBaker::kReachCells;
    return {(cells.x0 - reach) << level, (cells.y0 - reach) << level, (cells.x1 + reach) << level,
            (cells.y1 + reach) << level};
}

TexelRect widened(const TexelRect& rect, std::int32_t by) noexcept {
    return {rect.x0 - by, rect.y0 - by, rect.x1 + by, rect.y1 + by};
}

std::int64_t area(const TexelRect& rect) noexcept {
    return rect.empty() ? 0 : std::int64_t{rect.width()} * rect.height();
}

}  // namespace

LandTiles::LandTiles(const LandSource& land) {
    const std::int64_t cells = std::int64_t{land.width_cells} * land.height_cells;
    base_level_ = cells > kManyCells ? 0 : 1;
    make_levels(land);
    bake_base(land, {0, 0, whole_level(base_level_).width, whole_level(base_level_).height});
}

void LandTiles::make_levels(const LandSource& land) {
    for (std::int32_t level = kCoarsest; level <= kFinest; ++level) {
        const std::int32_t width = texels(land.width_cells, level);
        const std::int32_t height = texels(land.height_cells, level);
        if (level <= base_level_) {
            whole_level(level) = {width, height, {}};
            whole_level(level).pixels.resize(static_cast<std::size_t>(width + 2) *
                                             static_cast<std::size_t>(height + 2));
        } else {
            const std::int32_t across = (width + kTileTexels - 1) / kTileTexels;
            const std::int32_t down = (height + kTileTexels - 1) / kTileTexels;
            tiles_[level_index(level)].across = across;
            tiles_[level_index(level)].slots.assign(static_cast<std::size_t>(across) * static_cast<std::size_t>(down),
                                                    kNoSlot);
        }
    }
}

std::int32_t LandTiles::level_for(double zoom) noexcept {
    std::int32_t level = kCoarsest;
    double texels_per_cell = 0.125;
    while (level < kFinest && texels_per_cell < zoom * kCoarserFrom) {
        texels_per_cell *= 2.0;
        ++level;
    }
    return level;
}

Picture LandTiles::whole(std::int32_t level) const noexcept {
    const WholeLevel& whole = whole_[level_index(level)];
    return {whole.pixels.data(), whole.width + 2, -1, -1, {0, 0, whole.width, whole.height}};
}

Picture LandTiles::picture_of(const Slot& slot) const noexcept {
    const std::int32_t x = slot.address.x * kTileTexels;
    const std::int32_t y = slot.address.y * kTileTexels;
    return {slot.pixels.data(), kStride, x - 1, y - 1, {x, y, x + kTileTexels, y + kTileTexels}};
}

std::int32_t& LandTiles::slot_of(const TileAddress& address) {
    TileLevel& level = tiles_[level_index(address.level)];
    return level.slots[static_cast<std::size_t>(address.y) * static_cast<std::size_t>(level.across) +
                       static_cast<std::size_t>(address.x)];
}

Picture LandTiles::want_tile(const TileAddress& address) {
    const Picture picture = find_tile(address);
    if (picture.pixels == nullptr && std::find(wanted_.begin(), wanted_.end(), address) == wanted_.end()) {
        wanted_.push_back(address);
    }
    return picture;
}

Picture LandTiles::find_tile(const TileAddress& address) {
    const std::int32_t index = slot_of(address);
    if (index == kNoSlot) return {};
    Slot& slot = slots_[static_cast<std::size_t>(index)];
    slot.seen = frame_;
    return picture_of(slot);
}

void LandTiles::begin_frame() noexcept {
    ++frame_;
    wanted_.clear();
}

/// A place for a new tile: unused, new, or that of the tile unseen for longest.
std::int32_t LandTiles::take_slot() {
    if (!free_slots_.empty()) {
        const std::int32_t index = free_slots_.back();
        free_slots_.pop_back();
        return index;
    }
    if (slots_.size() < capacity_) {
        slots_.push_back({{}, 0, std::vector<std::uint32_t>(std::size_t{kStride} * kStride)});
        return static_cast<std::int32_t>(slots_.size()) - 1;
    }
    const auto oldest =
        std::min_element(slots_.begin(), slots_.end(), [](const Slot& a, const Slot& b) { return a.seen < b.seen; });
    slot_of(oldest->address) = kNoSlot;
    return static_cast<std::int32_t>(oldest - slots_.begin());
}

TileAddress LandTiles::take_nearest_wanted(Cell focus) {
    const auto distance = [focus](const TileAddress& tile) {
        const std::int64_t dx =
            2 * std::int64_t{tile.x} * kTileTexels + kTileTexels - 2 * (std::int64_t{focus.x} << tile.level);
        const std::int64_t dy =
            2 * std::int64_t{tile.y} * kTileTexels + kTileTexels - 2 * (std::int64_t{focus.y} << tile.level);
        return dx * dx + dy * dy;
    };
    const auto nearest = std::min_element(wanted_.begin(), wanted_.end(),
                                          [&](const auto& a, const auto& b) { return distance(a) < distance(b); });
    const TileAddress address = *nearest;
    *nearest = wanted_.back();
    wanted_.pop_back();
    return address;
}

void LandTiles::bake_wanted(const LandSource& land, Cell focus, std::chrono::steady_clock::time_point until,
                            std::vector<TileAddress>& ready) {
    while (!wanted_.empty()) {
        const TileAddress address = take_nearest_wanted(focus);
        const std::int32_t index = take_slot();
        Slot& slot = slots_[static_cast<std::size_t>(index)];
        slot.address = address;
        slot.seen = frame_;
        bake_slot(land, slot, widened(picture_of(slot).inner, 1));
        slot_of(address) = index;
        ready.push_back(address);
        if (std::chrono::steady_clock::now() >= until) return;
    }
}

void LandTiles::bake_slot(const LandSource& land, Slot& slot, const TexelRect& part) {
    const Picture picture = picture_of(slot);
    const TexelRect rect = intersection(part, widened(picture.inner, 1));
    if (rect.empty()) return;
    std::uint32_t* out = slot.pixels.data() + (rect.y0 - picture.y0) * picture.stride + (rect.x0 - picture.x0);
    baker_.bake(land, 1 << slot.address.level, rect, out, picture.stride);
}

/// Bakes a part of the finest whole level (in bands, to keep the baker's scratch small) and averages it downwards.
void LandTiles::bake_base(const LandSource& land, const TexelRect& part) {
    constexpr std::int32_t kBandTexels = 64;
    WholeLevel& base = whole_level(base_level_);
    const TexelRect rect = intersection(widened(part, 1), {-1, -1, base.width + 1, base.height + 1});
    for (std::int32_t y = rect.y0; y < rect.y1; y += kBandTexels) {
        const TexelRect band{rect.x0, y, rect.x1, std::min(rect.y1, y + kBandTexels)};
        const std::ptrdiff_t stride = base.width + 2;
        baker_.bake(land, 1 << base_level_, band, base.pixels.data() + (y + 1) * stride + rect.x0 + 1, stride);
    }
    TexelRect finer = rect;
    for (std::int32_t level = base_level_ - 1; level >= kCoarsest; --level) {
        finer = {(finer.x0 >> 1) - 1, (finer.y0 >> 1) - 1, (finer.x1 >> 1) + 2, (finer.y1 >> 1) + 2};
        halve(level, finer);
    }
}

/// Each texel is the mean of four of the level above.
void LandTiles::halve(std::int32_t level, const TexelRect& part) {
    WholeLevel& coarse = whole_level(level);
    const WholeLevel& fine = whole_level(level + 1);
    const TexelRect rect = intersection(part, {-1, -1, coarse.width + 1, coarse.height + 1});
    const auto source = [&fine](std::int32_t x, std::int32_t y) {
        const auto column = static_cast<std::size_t>(std::clamp(x, -1, fine.width) + 1);
        const auto row = static_cast<std::size_t>(std::clamp(y, -1, fine.height) + 1);
        return fine.pixels[row * static_cast<std::size_t>(fine.width + 2) + column];
    };
    for (std::int32_t y = rect.y0; y < rect.y1; ++y) {
        std::uint32_t* out = coarse.pixels.data() + static_cast<std::ptrdiff_t>(y + 1) * (coarse.width + 2) + 1;
        for (std::int32_t x = rect.x0; x < rect.x1; ++x) {
            out[x] = mean_of_four(source(2 * x, 2 * y), source(2 * x + 1, 2 * y), source(2 * x, 2 * y + 1),
                                  source(2 * x + 1, 2 * y + 1));
        }
    }
}

void LandTiles::invalidate(const LandSource& land, const CellRect& cells, std::int32_t shown_level,
                           std::int64_t budget_texels) {
    bake_base(land, texels_showing(cells, base_level_));
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        Slot& slot = slots_[i];
        if (slot.seen == 0) continue;
        const TexelRect stale =
            intersection(texels_showing(cells, slot.address.level), widened(picture_of(slot).inner, 1));
        if (stale.empty()) continue;
        if (slot.address.level == shown_level && slot.seen + 1 >= frame_ && area(stale) <= budget_texels) {
            budget_texels -= area(stale);
            bake_slot(land, slot, stale);
            continue;
        }
        slot_of(slot.address) = kNoSlot;
        slot.seen = 0;
        free_slots_.push_back(static_cast<std::int32_t>(i));
    }
}

}  // namespace outrider::render
