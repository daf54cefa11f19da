#include "game/render/backdrop.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <utility>

#include "game/render/noise.h"
#include "game/render/palette.h"

namespace outrider::render {

namespace {

constexpr std::int32_t kGlowPx = 56;       ///< the shadow of the map reaches this far out
constexpr float kMostWorn = 0.80F;         ///< even the busiest path lets some grass show
constexpr std::uint32_t kOne = 1U << 16U;  ///< fixed point of texel positions

constexpr std::uint32_t kEven = 0x00FF00FFU;

/// Between two pixels, all four channels; t 0 .. 256.
inline std::uint32_t between(std::uint32_t a, std::uint32_t b, std::uint32_t t) noexcept {
    const std::uint32_t s = 256U - t;
    const std::uint32_t low = ((a & kEven) * s + (b & kEven) * t) >> 8U & kEven;
    const std::uint32_t high = ((a >> 8U & kEven) * s + (b >> 8U & kEven) * t) & ~kEven;
    return low | high;
}

/// Positions along one axis in 16.16 fixed point: where pixel i reads.
struct Axis {
    std::int64_t first = 0;
    std::int64_t step = 0;

    [[nodiscard]] std::int64_t at(std::int32_t i) const noexcept { return first + step * i; }
};

/// Pixel `from` + i reads at samples_per_px * (from + i + 0.5 - origin) - 0.5 - offset.
Axis axis(std::int32_t from, std::int32_t origin, double samples_per_px, std::int32_t offset) noexcept {
    const double start = (from + 0.5 - origin) * samples_per_px - 0.5 - offset;
    return {std::llround(start * kOne), std::llround(samples_per_px * kOne)};
}

void resample_row(const std::uint32_t* from, const Axis& axis, std::int32_t count, std::int32_t last,
                  std::uint32_t* to) noexcept {
    std::int64_t at = axis.first;
    for (std::int32_t i = 0; i < count; ++i, at += axis.step) {
        const auto x = std::clamp(static_cast<std::int32_t>(at >> 16), 0, last);
        to[i] = between(from[x], from[x + 1], static_cast<std::uint32_t>(at >> 8) & 0xFFU);
    }
}

void blend_rows(const std::uint32_t* a, const std::uint32_t* b, std::uint32_t t, std::int32_t count,
                std::uint32_t* to) noexcept {
    for (std::int32_t i = 0; i < count; ++i) to[i] = between(a[i], b[i], t);
}

PixelRect bounds(const PixelRect& a, const PixelRect& b) noexcept {
    if (a.empty()) return b;
    if (b.empty()) return a;
    return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}

}  // namespace

Backdrop::Backdrop() {
    for (std::int32_t d = 0; d <= kGlowPx; ++d) {
        const float near = smooth(1.0F - static_cast<float>(d) / static_cast<float>(kGlowPx));
        outside_.push_back(static_cast<std::uint8_t>(near * 255.0F));
    }
    for (std::int32_t wear = 0; wear < 256; ++wear) {
        const float opacity = kMostWorn * ramp(0.02F, 0.85F, static_cast<float>(wear) / 255.0F);
        wear_opacity_.push_back(static_cast<std::uint8_t>(opacity * 255.0F));
    }
}

void Backdrop::show(const View& view, LandTiles& tiles, const LandSource& land, std::span<const std::uint8_t> wear) {
    tiles_ = &tiles;
    land_ = land;
    wear_ = wear;
    level_ = LandTiles::level_for(view.zoom);
    if (view != view_ && !scroll_to(view)) {
        view_ = view;
        pixels_.resize(static_cast<std::size_t>(view.width_px) * static_cast<std::size_t>(view.height_px));
        compose(view.screen());
    }
    want_tiles_in_view();
}

/// Moves the picture if only the camera's place changed; composes the strips that came into view.
bool Backdrop::scroll_to(const View& view) {
    const std::int32_t dx = view.origin_x - view_.origin_x;
    const std::int32_t dy = view.origin_y - view_.origin_y;
    const std::int32_t width = view.width_px;
    const std::int32_t height = view.height_px;
    if (view.zoom != view_.zoom || width != view_.width_px || height != view_.height_px) return false;
    if (std::abs(dx) >= width || std::abs(dy) >= height) return false;
    view_ = view;
    // To the new pixel (x, y) from the old (x - dx, y - dy); rows in the order that overwrites none too early.
    const auto bytes = static_cast<std::size_t>(width - std::abs(dx)) * sizeof(std::uint32_t);
    const std::int32_t rows = height - std::abs(dy);
    for (std::int32_t i = 0; i < rows; ++i) {
        const std::int32_t y = dy > 0 ? height - 1 - i : i;
        std::memmove(row(y) + std::max(0, dx), row(y - dy) + std::max(0, -dx), bytes);
    }
    if (dy != 0) compose(dy > 0 ? PixelRect{0, 0, width, dy} : PixelRect{0, height + dy, width, height});
    const std::int32_t top = std::max(0, dy);
    const std::int32_t bottom = height + std::min(0, dy);
    if (dx != 0) compose(dx > 0 ? PixelRect{0, top, dx, bottom} : PixelRect{width + dx, top, width, bottom});
    mark_changed(view.screen());
    return true;
}

void Backdrop::refresh(const CellRect& cells) {
    const auto low = [&](std::int32_t cell) { return (cell - LandBaker::kReachCells) * view_.zoom - 2.0; };
    const auto high = [&](std::int32_t cell) { return (cell + LandBaker::kReachCells) * view_.zoom + 2.0; };
    compose({static_cast<std::int32_t>(low(cells.x0)) + view_.origin_x,
             static_cast<std::int32_t>(low(cells.y0)) + view_.origin_y,
             static_cast<std::int32_t>(high(cells.x1)) + view_.origin_x,
             static_cast<std::int32_t>(high(cells.y1)) + view_.origin_y});
}

void Backdrop::refresh(const TileAddress& tile) {
    if (tile.level != level_) return;
    compose(pixels_of(tile));
}

void Backdrop::freshen_wear() {
    const std::int32_t rows = (view_.height_px + kWearFrames - 1) / kWearFrames;
    if (next_wear_row_ >= view_.height_px) next_wear_row_ = 0;
    compose({0, next_wear_row_, view_.width_px, next_wear_row_ + rows});
    next_wear_row_ += rows;
}

PixelRect Backdrop::take_changed() noexcept { return std::exchange(changed_, {}); }

void Backdrop::mark_changed(const PixelRect& rect) noexcept { changed_ = bounds(changed_, rect); }

/// The pixels whose centres lie in these texels.
PixelRect Backdrop::pixels_in(const TexelRect& texels, std::int32_t level) const noexcept {
    const double pixels_per_texel = std::ldexp(view_.zoom, -level);
    const auto first = [&](std::int32_t texel, std::int32_t origin) {
        return static_cast<std::int32_t>(std::ceil(texel * pixels_per_texel - 0.5)) + origin;
    };
    return {first(texels.x0, view_.origin_x), first(texels.y0, view_.origin_y), first(texels.x1, view_.origin_x),
            first(texels.y1, view_.origin_y)};
}

void Backdrop::compose(const PixelRect& rect) {
    const PixelRect wanted = intersection(rect, view_.screen());
    if (wanted.empty() || tiles_ == nullptr) return;
    const PixelRect map = pixels_in({0, 0, land_.width_cells, land_.height_cells}, 0);
    const PixelRect on_map = intersection(wanted, map);
    if (on_map != wanted) compose_outside(wanted, map);
    if (!on_map.empty()) {
        compose_level(on_map, level_);
        compose_wear(on_map);
        make_opaque(on_map);
    }
    mark_changed(wanted);
}

void Backdrop::compose_outside(const PixelRect& rect, const PixelRect& map) {
    std::array<std::uint32_t, 256> shades{};
    for (std::uint32_t i = 0; i < shades.size(); ++i) {
        shades[i] = between(argb(255, palette::kOutside), argb(255, palette::kOutsideNear), i);
    }
    const auto beyond = [](std::int32_t v, std::int32_t low, std::int32_t high) {
        return std::max({low - v, v - high + 1, 0});
    };
    for (std::int32_t y = rect.y0; y < rect.y1; ++y) {
        const std::int32_t dy = beyond(y, map.y0, map.y1);
        std::uint32_t* to = row(y);
        for (std::int32_t x = rect.x0; x < rect.x1; ++x) {
            const std::int32_t dx = beyond(x, map.x0, map.x1);
            // An octagon about the corner, near enough to a circle.
            const std::int32_t distance = std::max(dx, dy) + std::min(dx, dy) * 3 / 8;
            to[x] = shades[outside_[static_cast<std::size_t>(std::min(distance, kGlowPx))]];
        }
    }
}

void Backdrop::make_opaque(const PixelRect& rect) noexcept {
    for (std::int32_t y = rect.y0; y < rect.y1; ++y) {
        std::uint32_t* const to = row(y);
        for (std::int32_t x = rect.x0; x < rect.x1; ++x) to[x] |= 0xFF000000U;
    }
}

/// Calls `each(tile)` for the tiles of a level that show anything of this rectangle, which lies in the map.
template <class Each>
void Backdrop::for_tiles(const PixelRect& rect, std::int32_t level, Each&& each) const {
    const double texels_per_pixel = std::ldexp(1.0, level) / view_.zoom;
    const auto tile_at = [&](std::int32_t pixel, std::int32_t origin, std::int32_t cells) {
        const auto texel = static_cast<std::int32_t>((pixel + 0.5 - origin) * texels_per_pixel);
        return std::clamp(texel, 0, (cells << level) - 1) / LandTiles::kTileTexels;
    };
    const std::int32_t last_x = tile_at(rect.x1 - 1, view_.origin_x, land_.width_cells);
    const std::int32_t last_y = tile_at(rect.y1 - 1, view_.origin_y, land_.height_cells);
    for (std::int32_t y = tile_at(rect.y0, view_.origin_y, land_.height_cells); y <= last_y; ++y) {
        for (std::int32_t x = tile_at(rect.x0, view_.origin_x, land_.width_cells); x <= last_x; ++x) {
            each(TileAddress{level, x, y});
        }
    }
}

PixelRect Backdrop::pixels_of(const TileAddress& tile) const noexcept {
    constexpr std::int32_t kSide = LandTiles::kTileTexels;
    return pixels_in({tile.x * kSide, tile.y * kSide, (tile.x + 1) * kSide, (tile.y + 1) * kSide}, tile.level);
}

/// Notes what the view needs, so that it is baked and not forgotten.
void Backdrop::want_tiles_in_view() {
    const PixelRect map = pixels_in({0, 0, land_.width_cells, land_.height_cells}, 0);
    const PixelRect shown = intersection(view_.screen(), map);
    if (shown.empty() || level_ <= tiles_->finest_whole_level()) return;
    for_tiles(shown, level_, [this](const TileAddress& tile) { (void)tiles_->want_tile(tile); });
}

/// REQUIRES: the rectangle lies in the map. Where a tile is not there yet, a coarser level stands in for it.
void Backdrop::compose_level(const PixelRect& rect, std::int32_t level) {
    if (level <= tiles_->finest_whole_level()) return compose_picture(rect, tiles_->whole(level), level);
    for_tiles(rect, level, [&](const TileAddress& tile) {
        const PixelRect part = intersection(rect, pixels_of(tile));
        if (part.empty()) return;
        const Picture picture = tiles_->find_tile(tile);
        if (picture.pixels != nullptr) {
            compose_picture(part, picture, level);
        } else {
            compose_level(part, level - 1);
        }
    });
}

/// Reads the picture smoothly: first across, then down. Rows resampled once are used for all pixels between them.
void Backdrop::compose_picture(const PixelRect& rect, const Picture& picture, std::int32_t level) {
    const double texels_per_pixel = std::ldexp(1.0, level) / view_.zoom;
    const Axis across = axis(rect.x0, view_.origin_x, texels_per_pixel, picture.x0);
    const Axis down = axis(rect.y0, view_.origin_y, texels_per_pixel, picture.y0);
    const std::int32_t count = rect.width();
    upper_.resize(std::max(upper_.size(), static_cast<std::size_t>(count)));
    lower_.resize(std::max(lower_.size(), static_cast<std::size_t>(count)));
    const auto resample = [&](std::int32_t y, std::vector<std::uint32_t>& to) {
        resample_row(picture.pixels + y * picture.stride, across, count, picture.inner.width(), to.data());
    };
    std::int32_t have = -2;  // upper_ holds row `have`, lower_ the next one
    for (std::int32_t i = 0; i < rect.height(); ++i) {
        const std::int64_t at = down.at(i);
        const auto y = std::clamp(static_cast<std::int32_t>(at >> 16), 0, picture.inner.height());
        if (y == have + 1) {
            std::swap(upper_, lower_);
            resample(y + 1, lower_);
        } else if (y != have) {
            resample(y, upper_);
            resample(y + 1, lower_);
        }
        have = y;
        blend_rows(upper_.data(), lower_.data(), static_cast<std::uint32_t>(at >> 8) & 0xFFU, count,
                   row(rect.y0 + i) + rect.x0);
    }
}

/// Wear of the cells `first` .. `last` between two rows of cells, times 256; false if there is none.
bool Backdrop::gather_wear(std::int64_t at_row, std::int32_t first, std::int32_t last) noexcept {
    const auto row_of = [&](std::int64_t y) {
        return wear_.data() + std::clamp<std::int64_t>(y, 0, land_.height_cells - 1) * land_.width_cells;
    };
    const std::uint8_t* upper = row_of(at_row >> 16);
    const std::uint8_t* lower = row_of((at_row >> 16) + 1);
    const auto t = static_cast<std::uint32_t>(at_row >> 8) & 0xFFU;
    std::uint32_t any = 0;
    std::uint16_t* to = worn_.data();
    for (std::int32_t x = first; x <= last; ++x) {
        const std::uint32_t worn = upper[x] * (256U - t) + lower[x] * t;
        *to++ = static_cast<std::uint16_t>(worn);
        any |= worn;
    }
    *to = to[-1];  // beyond the map its border goes on
    return any != 0;
}

/// Lays the worn paths over the land, as far as the land's alpha lets them show.
void Backdrop::compose_wear(const PixelRect& rect) {
    if (wear_.empty()) return;
    const Axis across = axis(rect.x0, view_.origin_x, 1.0 / view_.zoom, 0);
    const Axis down = axis(rect.y0, view_.origin_y, 1.0 / view_.zoom, 0);
    const auto cell_x = [&](std::int64_t at) {
        return std::clamp(static_cast<std::int32_t>(at >> 16), 0, land_.width_cells - 1);
    };
    const std::int32_t first = cell_x(across.first);
    const std::int32_t last = std::min(land_.width_cells - 1, cell_x(across.at(rect.width() - 1)) + 1);
    worn_.resize(std::max(worn_.size(), static_cast<std::size_t>(last - first + 2)));
    const std::uint32_t path = argb(255, palette::kWornPath);
    for (std::int32_t i = 0; i < rect.height(); ++i) {
        if (!gather_wear(down.at(i), first, last)) continue;
        std::uint32_t* to = row(rect.y0 + i) + rect.x0;
        std::int64_t at = across.first;
        for (std::int32_t k = 0; k < rect.width(); ++k, at += across.step) {
            const auto cell = static_cast<std::size_t>(cell_x(at) - first);
            const std::uint32_t left = worn_[cell];
            const std::uint32_t right = worn_[cell + 1];
            if ((left | right) == 0) continue;
            const auto u = static_cast<std::uint32_t>(at >> 8) & 0xFFU;
            const std::uint32_t worn = (left * (256U - u) + right * u) >> 16U;
            to[k] = between(to[k], path, wear_opacity_[worn] * (to[k] >> 24U) / 255U);
        }
    }
}

}  // namespace outrider::render
