#include "game/render/unit_atlas.h"

#include <cmath>
#include <numbers>

#include "game/render/figures.h"

namespace outrider::render {

namespace {

constexpr std::array<std::int32_t, 13> kSizes_px{3, 4, 5, 6, 8, 10, 12, 14, 18, 22, 28, 34, 42};

/// The closer, the more there is to see.
Body body_at(std::int32_t sprite_px) noexcept {
    if (sprite_px < UnitPictures::kSmallestSilhouette_px) return Body::kDot;
    return sprite_px < UnitPictures::kSmallestRider_px ? Body::kDrop : Body::kHorseman;
}

/// Marks share the atlas: column 0 a ring for the selected, 1 a flag on a selected unit's goal, 2 a quiet goal.
std::uint32_t mark(std::int32_t column, Point p, float size_px) noexcept {
    if (column == 0) return ring_at(p, size_px);
    if (column == 1) return flag_at(p, size_px);
    const float diamond = (std::fabs(p.x) + std::fabs(p.y) - 0.20F) * 0.7F;
    return over(palette::kParchment, 0.24F * cover(diamond, size_px), palette::kInk,
                0.18F * cover(diamond - 0.06F, size_px));
}

}  // namespace

Rgb colour_of_row(std::size_t row) noexcept {
    if (row < row_of(UnitLook::kWaiting)) return palette::kWalkers[row];
    switch (static_cast<UnitLook>(row)) {
        case UnitLook::kWaiting: return palette::kWaiting;
        case UnitLook::kRerouting: return palette::kRerouting;
        case UnitLook::kNoWay: return palette::kNoWay;
        case UnitLook::kSelected: return palette::kSelected;
        default: return palette::kData[(row - row_of(UnitLook::kWorker)) % palette::kData.size()];
    }
}

UnitPictures UnitPictures::make(std::int32_t sprite_px) {
    UnitPictures made;
    made.sprite_px = sprite_px;
    made.cell_px = sprite_px + 2;
    made.width_px = power_of_two(kDirections * made.cell_px);
    made.height_px = power_of_two(static_cast<std::int32_t>(kUnitLooks + 1) * made.cell_px);
    made.pixels.assign(static_cast<std::size_t>(made.width_px) * static_cast<std::size_t>(made.height_px), 0);
    const auto size = static_cast<float>(sprite_px);
    const auto at = [&](std::size_t row, std::int32_t column, std::int32_t x, std::int32_t y) -> std::uint32_t& {
        const std::int32_t line = static_cast<std::int32_t>(row) * made.cell_px + 1 + y;
        return made.pixels[static_cast<std::size_t>(line * made.width_px + column * made.cell_px + 1 + x)];
    };
    for (std::int32_t direction = 0; direction < kDirections; ++direction) {
        const float angle = static_cast<float>(direction) * 2.0F * std::numbers::pi_v<float> / kDirections;
        for (std::int32_t y = 0; y < sprite_px; ++y) {
            for (std::int32_t x = 0; x < sprite_px; ++x) {
                const Point p{(static_cast<float>(x) + 0.5F) / size - 0.5F,
                              (static_cast<float>(y) + 0.5F) / size - 0.5F};
                const FigurePixel figure = figure_at(body_at(sprite_px), p, angle, size);
                for (std::size_t row = 0; row < kUnitLooks; ++row) {
                    at(row, direction, x, y) = coloured(figure, colour_of_row(row));
                }
                if (direction < 3) at(kUnitLooks, direction, x, y) = mark(direction, p, size);
            }
        }
    }
    return made;
}

UnitAtlas::UnitAtlas(SDL_Renderer& renderer, std::int32_t sprite_px)
    : pictures_(UnitPictures::make(sprite_px)),
      texture_(texture_of(renderer, pictures_.pixels, pictures_.width_px, pictures_.height_px, "the units")) {
    pictures_.pixels = {};
}

SDL_FRect UnitAtlas::picture(std::size_t row, std::size_t column) const noexcept {
    const auto width = static_cast<float>(pictures_.width_px);
    const auto height = static_cast<float>(pictures_.height_px);
    const auto cell = static_cast<float>(pictures_.cell_px);
    const auto size = static_cast<float>(pictures_.sprite_px);
    return {(static_cast<float>(column) * cell + 1.0F) / width, (static_cast<float>(row) * cell + 1.0F) / height,
            size / width, size / height};
}

SDL_FRect UnitAtlas::unit(std::size_t row, std::uint8_t facing) const noexcept {
    constexpr unsigned kStep = 256 / UnitPictures::kDirections;
    return picture(row, (facing + kStep / 2) / kStep % UnitPictures::kDirections);
}

std::int32_t UnitAtlas::size_for(double pixels_per_cell) noexcept {
    const double wanted = pixels_per_cell * 1.1 + 1.5;
    std::int32_t size = kSizes_px.front();
    for (const std::int32_t candidate : kSizes_px) {
        if (candidate <= wanted) size = candidate;
    }
    return size;
}

}  // namespace outrider::render
