#include "game/render/unit_batch.h"

#include <algorithm>
#include <cmath>

#include "game/render/drawn_place.h"
#include "game/render/noise.h"

namespace outrider::render {

namespace {

constexpr std::uint32_t kMostFlags = 400;
constexpr SDL_Color kWhite{255, 255, 255, 255};

std::size_t row_of_state(sim::UnitState state, std::size_t index) noexcept {
    switch (state) {
        case sim::UnitState::kWaiting: return row_of(UnitLook::kWaiting);
        case sim::UnitState::kRerouting: return row_of(UnitLook::kRerouting);
        case sim::UnitState::kNoWay: return row_of(UnitLook::kNoWay);
        default:
            return row_of(UnitLook::kWalker, mix_bits(static_cast<std::uint32_t>(index)) % palette::kWalkers.size());
    }
}

std::size_t row_of_seat(std::int32_t seat) noexcept {
    if (seat < 0) return row_of(UnitLook::kWaiting);
    return row_of(UnitLook::kWorker, static_cast<std::size_t>(seat) % palette::kData.size());
}

}  // namespace

/// How units look at this zoom.
struct UnitBatch::Shape {
    const View& view;
    const UnitAtlas* atlas;  ///< null: plain squares
    float size;              ///< pixels
    bool whole_pixels;

    [[nodiscard]] bool is_visible(const PointPx& at) const noexcept {
        const auto margin = static_cast<double>(size);
        return at.x > -margin && at.y > -margin && at.x < view.width_px + margin && at.y < view.height_px + margin;
    }
    [[nodiscard]] PointPx on_screen(const PointCells& place) const noexcept {
        return {view.screen_x(place.x), view.screen_y(place.y)};
    }
    /// Upper left corner of a picture around `middle`.
    [[nodiscard]] float corner(double middle) const noexcept {
        const double exact = middle - static_cast<double>(size) * 0.5;
        return static_cast<float>(whole_pixels ? std::floor(exact + 0.5) : exact);
    }
};

void UnitBatch::build(const sim::World& world, const View& view, const UnitDrawing& drawing, const UnitAtlas* atlas) {
    quads_.clear();
    units_ = 0;
    const bool pictures = atlas != nullptr && view.zoom >= kPicturesFrom_px;
    texture_ = pictures ? atlas->texture() : nullptr;
    constexpr float kSquare_px = 2.0F;
    const Shape shape{view, pictures ? atlas : nullptr, pictures ? static_cast<float>(atlas->sprite_px()) : kSquare_px,
                      drawing.whole_pixels};
    if (pictures) add_goals(world, shape);
    add_units(world, drawing, shape);
}

void UnitBatch::add_goals(const sim::World& world, const Shape& shape) {
    const bool all = shape.view.zoom >= kGoalsFrom_px;
    const auto selected = world.selected();
    const auto goals = world.goals();
    const bool flags = world.selected_count() > 0 && world.selected_count() <= kMostFlags;
    if (!all && !flags) return;
    for (std::size_t i = 0; i < goals.size(); ++i) {
        const bool flag = flags && selected[i] != 0;
        if (!flag && !all) continue;
        const PointPx at = shape.on_screen({goals[i].x + 0.5, goals[i].y + 0.5});
        if (!shape.is_visible(at)) continue;
        quads_.add(shape.corner(at.x), shape.corner(at.y), shape.size, shape.size, kWhite,
                   flag ? shape.atlas->flag() : shape.atlas->goal());
    }
}

void UnitBatch::add_units(const sim::World& world, const UnitDrawing& drawing, const Shape& shape) {
    const auto states = world.states();
    const auto facings = world.facings();
    const auto selected = world.selected();
    const bool rings = shape.atlas != nullptr && shape.atlas->sprite_px() >= UnitPictures::kSmallestSilhouette_px;
    for (std::size_t i = 0; i < states.size(); ++i) {
        const PointPx at = shape.on_screen(drawn_place(world, i, drawing.tick_fraction));
        if (!shape.is_visible(at)) continue;
        const float x = shape.corner(at.x);
        const float y = shape.corner(at.y);
        const bool chosen = selected[i] != 0;
        std::size_t row = drawing.tint_by_worker ? row_of_seat(world.path_seat(UnitId{static_cast<std::uint32_t>(i)}))
                                                 : row_of_state(states[i], i);
        if (chosen && !rings) row = row_of(UnitLook::kSelected);
        ++units_;
        if (shape.atlas == nullptr) {
            quads_.add(x, y, shape.size, shape.size, sdl(colour_of_row(row)));
            continue;
        }
        if (chosen && rings) quads_.add(x, y, shape.size, shape.size, kWhite, shape.atlas->ring());
        quads_.add(x, y, shape.size, shape.size, kWhite, shape.atlas->unit(row, facings[i]));
    }
}

void UnitBatch::draw(SDL_Renderer& renderer) { quads_.draw(renderer, texture_); }

}  // namespace outrider::render
