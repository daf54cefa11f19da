#include "game/render/siege_units.h"

#include <cmath>
#include <numbers>

#include "game/render/drawn_place.h"

namespace outrider::render {

namespace {

using sim::siege::UnitDoing;
using sim::siege::UnitKind;

constexpr double kBlow_cells = 0.16;  ///< how far a unit that strikes moves to and fro
constexpr double kBlowsPerTick = 0.055;
constexpr float kSquare_px = 2.0F;

/// To and fro in the direction that it faces, each unit in its own time.
PointCells with_blows(PointCells at, std::uint8_t facing, std::size_t place, double now_ticks) noexcept {
    const double beat = now_ticks * kBlowsPerTick + static_cast<double>(place % 16) / 16.0;
    const double reach = kBlow_cells * std::fabs(beat - std::floor(beat) - 0.5) * 2.0;
    const double angle = facing * (2.0 * std::numbers::pi / 256.0);
    return {at.x + reach * std::cos(angle), at.y + reach * std::sin(angle)};
}

}  // namespace

struct SiegeUnits::Frame {
    const sim::siege::Siege& siege;
    const SiegePen& pen;
    const SiegeUnitDrawing& drawing;
    QuadBatch& pictures;
    QuadBatch& bars;
    std::span<const UnitDoing> doing;
    std::span<const UnitKind> kinds;
    std::span<const sim::FixedPoint> before;
    std::span<const sim::FixedPoint> now;
    std::span<const std::uint8_t> facings;
    std::span<const std::uint8_t> health;
    std::span<const std::uint8_t> slowed;
    std::span<const std::uint8_t> selected;
    double margin_px;
    bool shapes;  ///< large enough for more than a dot
    bool thoughts;
    bool bars_shown;
};

void SiegeUnits::add(const sim::siege::Siege& siege, const SiegePen& pen, const SiegeUnitDrawing& drawing,
                     QuadBatch& pictures, QuadBatch& bars) {
    units_ = 0;
    bars_ = 0;
    const std::int32_t sprite = pen.atlas != nullptr ? pen.atlas->sprite_px() : 2;
    const Frame frame{siege,
                      pen,
                      drawing,
                      pictures,
                      bars,
                      siege.doing(),
                      siege.kinds(),
                      siege.previous_positions(),
                      siege.positions(),
                      siege.facings(),
                      siege.health(),
                      siege.slowed(),
                      siege.selected(),
                      static_cast<double>(sprite),
                      sprite >= SiegePictures::kSmallestShape_px,
                      pen.view.zoom >= kThoughtsFrom_px,
                      pen.view.zoom >= kHealthFrom_px};
    const std::size_t places = frame.doing.size();
    for (std::size_t i = 0; i < places; ++i) {
        if (frame.doing[i] != UnitDoing::kGone && frame.kinds[i] != UnitKind::kRider) add_one(frame, i);
    }
    for (std::size_t i = 0; i < places; ++i) {  // the player's own are never hidden under the horde
        if (frame.doing[i] != UnitDoing::kGone && frame.kinds[i] == UnitKind::kRider) add_one(frame, i);
    }
}

void SiegeUnits::add_one(const Frame& frame, std::size_t place) {
    const SiegePen& pen = frame.pen;
    PointCells where = between_ticks(frame.before[place], frame.now[place], frame.drawing.tick_fraction);
    if (!pen.sees(pen.on_screen(where), frame.margin_px)) return;
    const UnitDoing doing = frame.doing[place];
    if (doing == UnitDoing::kDigging || doing == UnitDoing::kFighting) {
        where = with_blows(where, frame.facings[place], place, frame.drawing.now_ticks);
    }
    const PointPx at = pen.on_screen(where);
    const UnitKind kind = frame.kinds[place];
    const bool large = kind == UnitKind::kBrute;
    const std::size_t tint =
        frame.drawing.tint_by_worker ? tint_of_seat(frame.siege.path_seat(static_cast<std::uint32_t>(place))) : 0;
    ++units_;
    if (pen.atlas == nullptr) {
        pen.square(frame.pictures, at, large ? kSquare_px * 1.5F : kSquare_px, sdl(colour_of(kind, tint)));
        return;
    }
    if (frame.selected[place] != 0) pen.picture(frame.pictures, SiegePicture::kRing, 0, at);
    const PictureId body = SiegePictures::unit(kind, tint, frame.facings[place]);
    pen.picture(frame.pictures, body, at);
    if (frame.slowed[place] != 0 && frame.shapes) {
        pen.picture(frame.pictures, large ? SiegePicture::kChillLarge : SiegePicture::kChill, 0, at);
    }
    const float side = pen.atlas->side_px(body);
    if (frame.thoughts && doing == UnitDoing::kThinking) {
        pen.picture(frame.pictures, SiegePicture::kThought, 0, {at.x, at.y - static_cast<double>(side) * 0.62});
    }
    if (frame.bars_shown && frame.health[place] < 255 && ++bars_ <= kMostBars) {
        add_bar(frame.bars, {at.x, at.y - static_cast<double>(side) * 0.62 - 2.0}, side * 0.9F, 2.0F,
                static_cast<float>(frame.health[place]) / 255.0F);
    }
}

void SiegeUnits::add_flags(const sim::siege::Siege& siege, const SiegePen& pen, QuadBatch& pictures) const {
    if (pen.atlas == nullptr || siege.standing().selected_riders == 0) return;
    const auto selected = siege.selected();
    for (std::uint32_t i = 0; i < siege.unit_places(); ++i) {
        if (selected[i] == 0 || siege.doing()[i] == UnitDoing::kGone) continue;
        const auto path = siege.path_ahead(i);
        if (path.empty()) continue;
        const Cell goal = unpack(path.back());
        const PointPx at = pen.on_screen({goal.x + 0.5, goal.y + 0.5});
        if (pen.sees(at, 32.0)) pen.picture(pictures, SiegePicture::kFlag, 0, at);
    }
}

}  // namespace outrider::render
