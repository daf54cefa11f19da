#include "game/render/siege_atlas.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "game/render/figures.h"
#include "game/render/rect.h"

namespace outrider::render {

namespace {

using sim::siege::TowerKind;
using sim::siege::UnitKind;

constexpr std::size_t kBothWeapons = 2;
constexpr float kTurn = 2.0F * std::numbers::pi_v<float>;

/// 0 .. 31 of 0 .. 255.
std::size_t direction_of(std::uint8_t facing) noexcept {
    constexpr unsigned kStep = 256 / SiegePictures::kDirections;
    return (facing + kStep / 2) / kStep % SiegePictures::kDirections;
}

float angle_of(std::size_t direction) noexcept {
    return static_cast<float>(direction) * kTurn / static_cast<float>(SiegePictures::kDirections);
}

Body body_of(UnitKind kind, std::int32_t sprite_px) noexcept {
    if (sprite_px < SiegePictures::kSmallestShape_px) return Body::kDot;
    switch (kind) {
        case UnitKind::kRunner: return Body::kRunner;
        case UnitKind::kBrute: return Body::kBrute;
        case UnitKind::kSapper: return Body::kSapper;
        case UnitKind::kWolf: return Body::kWolf;
        default: return sprite_px < 14 ? Body::kScout : Body::kHorseman;
    }
}

/// A colour with how much of it there is, to be laid over what is below.
struct Layer {
    Rgb colour = palette::kInk;
    float alpha = 0.0F;

    void lay(Rgb top, float top_alpha) noexcept {
        const std::uint32_t both = over(top, top_alpha, colour, alpha);
        colour = rgb(both & 0xFFFFFFU);
        alpha = static_cast<float>(both >> 24U) / 255.0F;
    }
    [[nodiscard]] std::uint32_t pixel(float share = 1.0F) const noexcept {
        return argb(static_cast<std::uint8_t>(clamp01(alpha * share) * 255.0F + 0.5F), colour);
    }
};

// --- towers ----------------------------------------------------------------------------------------------------------

/// Each kind stands on a plan of its own: square for arrows, round for the mortar, a diamond for frost.
float tower_plan(TowerKind kind, Point p, float size) noexcept {
    switch (kind) {
        case TowerKind::kArrow: return rounded_box(p, {size, size}, size * 0.28F);
        case TowerKind::kMortar: return length(p) - size * 1.06F;
        default: return rounded_box(turned_back(p, kTurn / 8.0F), {size * 0.90F, size * 0.90F}, size * 0.12F);
    }
}

/// Battlements: every second stone of the rim is missing.
float merlons(TowerKind kind, Point p, float size_px) noexcept {
    if (size_px < 20.0F) return 1.0F;
    const int around = kind == TowerKind::kMortar ? 12 : 8;
    const float turn = kind == TowerKind::kMortar ? 0.5F : 0.0F;
    const float at = std::atan2(p.y, p.x) / kTurn * static_cast<float>(around) + turn;
    const float part = at - std::floor(at);
    return clamp01((std::fabs(part - 0.5F) - 0.16F) * size_px * 0.25F + 0.5F);
}

std::uint32_t tower_at(TowerKind kind, Point p, float size_px) noexcept {
    const Rgb mark = palette::kTowerMarks[static_cast<std::size_t>(kind)];
    const float wall = tower_plan(kind, p, 0.385F);
    const float floor = tower_plan(kind, p, 0.275F);
    const float light = 1.0F + 0.16F * clamp01(-(p.x + p.y) * 1.6F) - 0.30F * clamp01((p.x + p.y) * 1.6F);
    Layer layer;
    layer.lay(palette::kInk, 0.42F * ramp(0.09F, -0.05F, tower_plan(kind, {p.x - 0.06F, p.y - 0.08F}, 0.385F)));
    layer.lay(palette::kInk, 0.85F * cover(wall - std::max(0.028F, 0.7F / size_px), size_px));
    layer.lay(lit(palette::kTowerTop, light), cover(wall, size_px));
    layer.lay(lit(palette::kTowerFloor, 0.9F),
              cover(std::max(wall, -floor), size_px) * (1.0F - merlons(kind, p, size_px)) * 0.7F);
    layer.lay(lit(palette::kTowerFloor, 1.75F - light * 0.75F), cover(floor, size_px));
    const bool small = size_px < 26.0F;  // then the mark fills the floor: its colour must be seen
    const float mark_band = std::fabs(tower_plan(kind, p, 0.225F)) - 0.036F;
    layer.lay(mark, cover(small ? tower_plan(kind, p, 0.26F) : mark_band, size_px));
    if (kind == TowerKind::kFrost) {
        float crystal = 9.0F;
        for (const float turn : {0.0F, kTurn / 6.0F, kTurn / 3.0F}) {
            const Point v = turned_back(p, turn);
            crystal = std::min(crystal, (std::fabs(v.x) + std::fabs(v.y) * 3.2F - 0.17F) * 0.5F);
        }
        layer.lay(palette::kInk, 0.5F * cover(crystal - 0.02F, size_px));
        layer.lay(rgb(0xeefaff), cover(crystal, size_px));
    }
    return layer.pixel();
}

/// A crossbow, and a squat barrel: pictures three quarters of the tower's side, forward is +x.
std::uint32_t weapon_at(TowerKind kind, Point p, float angle, float size_px) noexcept {
    const Point v = turned_back(p, angle);
    const Rgb mark = palette::kTowerMarks[static_cast<std::size_t>(kind)];
    const float edge = std::max(0.035F, 0.7F / size_px);
    Layer layer;
    if (kind == TowerKind::kArrow) {
        const float bow = std::max(std::fabs(length({v.x + 0.10F, v.y}) - 0.30F) - 0.045F, 0.02F - v.x);
        const float bolt = line(v, {-0.20F, 0.0F}, {0.38F, 0.0F}, 0.05F);
        layer.lay(palette::kInk, 0.75F * cover(std::min(bow, bolt) - edge, size_px));
        layer.lay(mark, cover(bow, size_px));
        layer.lay(rgb(0xf6ead0), cover(bolt, size_px));
        return layer.pixel();
    }
    const float barrel = rounded_box({v.x - 0.06F, v.y}, {0.26F, 0.15F}, 0.07F);
    const float mouth = length({v.x - 0.25F, v.y}) - 0.105F;
    const float rim = length({v.x - 0.25F, v.y}) - 0.17F;
    layer.lay(palette::kInk, 0.75F * cover(std::min(barrel, rim) - edge, size_px));
    layer.lay(rgb(0x4a4640), cover(barrel, size_px));
    layer.lay(mark, cover(rim, size_px));
    layer.lay(palette::kInk, cover(mouth, size_px));
    return layer.pixel();
}

// --- damage and remains ----------------------------------------------------------------------------------------------

/// Cracks that grow from one side to the other.
std::uint32_t crack_at(std::size_t severity, std::size_t variant, Point p, float size_px) noexcept {
    const Point v = variant == 0 ? p : Point{-p.y, p.x};
    const float width = std::max(0.022F, 0.42F / size_px);
    float crack =
        std::min(line(v, {-0.40F, -0.24F}, {-0.10F, -0.06F}, width), line(v, {-0.10F, -0.06F}, {0.02F, -0.26F}, width));
    if (severity > 0) {
        crack =
            std::min({crack, line(v, {-0.10F, -0.06F}, {0.08F, 0.12F}, width * 1.2F),
                      line(v, {0.08F, 0.12F}, {0.02F, 0.40F}, width), line(v, {0.08F, 0.12F}, {0.36F, 0.10F}, width)});
    }
    Layer layer;
    if (severity > 1) {
        const float gap = length({v.x - 0.10F, (v.y - 0.13F) * 1.3F}) - 0.17F;
        crack = std::min({crack, gap, line(v, {0.36F, 0.10F}, {0.46F, -0.14F}, width * 1.3F),
                          line(v, {-0.30F, 0.42F}, {-0.12F, 0.16F}, width)});
    }
    const float lip = cover(crack - std::max(0.03F, 0.5F / size_px), size_px);
    layer.lay(palette::kWallLit, 0.35F * lip);
    layer.lay(rgb(0x2c2820), 0.88F * cover(crack, size_px));
    return layer.pixel();
}

/// Broken stones on the ground.
std::uint32_t rubble_at(float share, Point p, float size_px) noexcept {
    constexpr int kStones = 9;
    Layer layer;
    layer.lay(rgb(0x4b453a), 0.45F * ramp(0.44F, 0.20F, length(p)));
    for (int i = 0; i < kStones; ++i) {
        const auto random = [i](std::uint32_t n) { return unit_of(hash_cell(i, 7, 900U + n)); };
        const Point at{(random(0) - 0.5F) * 0.74F, (random(1) - 0.5F) * 0.74F};
        const float radius = 0.055F + 0.065F * random(2);
        const Point v = turned_back({p.x - at.x, p.y - at.y}, random(3) * kTurn);
        const float stone = rounded_box(v, {radius, radius * 0.78F}, radius * 0.4F);
        layer.lay(palette::kInk,
                  0.5F * cover(rounded_box({v.x - 0.02F, v.y - 0.03F}, {radius, radius}, radius * 0.4F), size_px));
        layer.lay(lit(palette::kWallTop, 0.74F + 0.30F * random(4)), cover(stone, size_px));
    }
    return layer.pixel(share);
}

std::uint32_t fallen_at(UnitKind kind, float share, Point p, float size_px) noexcept {
    const float ragged = 0.07F * std::sin(std::atan2(p.y, p.x) * 5.0F + static_cast<float>(kind));
    Layer layer;
    layer.lay(rgb(0x33231c), 0.50F * ramp(0.42F, 0.16F, length(p) + ragged));
    const float cloth =
        std::min(line(p, {-0.20F, -0.12F}, {0.18F, 0.10F}, 0.10F), line(p, {-0.10F, 0.18F}, {0.12F, -0.16F}, 0.07F));
    layer.lay(lit(colour_of(kind), 0.72F), 0.85F * cover(cloth, size_px));
    return layer.pixel(share);
}

std::uint32_t puff_at(std::size_t age, Point p) noexcept {
    const float t = (static_cast<float>(age) + 0.5F) / static_cast<float>(SiegePictures::kPuffAges);
    const float radius = 0.20F + 0.28F * t;
    const float billow = 0.05F * std::sin(std::atan2(p.y, p.x) * 6.0F + t * 4.0F);
    Layer layer;
    layer.lay(lit(palette::kDust, 1.12F - 0.25F * t),
              (0.70F - 0.58F * t) * ramp(radius, radius * 0.35F, length(p) + billow));
    return layer.pixel();
}

std::uint32_t chill_at(Point p, float size_px) noexcept {
    Layer layer;
    layer.lay(palette::kFrost, 0.50F * ramp(0.42F, 0.22F, length(p)));
    float glints = 9.0F;
    for (const float turn : {0.0F, kTurn / 6.0F, kTurn / 3.0F}) {
        glints = std::min(glints, line(turned_back(p, turn), {-0.34F, 0.0F}, {0.34F, 0.0F}, 0.012F));
    }
    layer.lay(rgb(0xffffff), size_px < 12.0F ? 0.0F : 0.45F * cover(glints, size_px) * ramp(0.10F, 0.26F, length(p)));
    return layer.pixel();
}

/// Three dots: it thinks.
std::uint32_t thought_at(Point p, float size_px) noexcept {
    float dots = 9.0F;
    for (const float x : {-0.24F, 0.0F, 0.24F}) dots = std::min(dots, length({p.x - x, p.y}) - 0.075F);
    return over(palette::kParchment, 0.95F * cover(dots, size_px), palette::kInk, 0.7F * cover(dots - 0.06F, size_px));
}

std::uint32_t shell_at(Point p, float size_px) noexcept {
    const float ball = length(p) - 0.34F;
    Layer layer;
    layer.lay(palette::kInk, 0.9F * cover(ball - 0.08F, size_px));
    layer.lay(lit(rgb(0x57514a), 1.0F + 0.8F * clamp01(-(p.x + p.y) * 1.8F)), cover(ball, size_px));
    return layer.pixel();
}

std::uint32_t shell_shadow_at(Point p) noexcept {
    return over(palette::kInk, 0.38F * ramp(0.42F, 0.20F, length({p.x, p.y * 1.3F})), palette::kInk, 0.0F);
}

// --- putting them together -------------------------------------------------------------------------------------------

/// A picture by itself, before it finds its place.
struct Drawing {
    std::int32_t side = 0;
    std::vector<std::uint32_t> pixels;

    explicit Drawing(std::int32_t side_px)
        : side(side_px), pixels(static_cast<std::size_t>(side_px) * static_cast<std::size_t>(side_px)) {}

    /// Calls each(Point, index).
    template <class Each>
    void for_pixels(Each&& each) const {
        const auto size = static_cast<float>(side);
        std::size_t at = 0;
        for (std::int32_t y = 0; y < side; ++y) {
            for (std::int32_t x = 0; x < side; ++x, ++at) {
                each(Point{(static_cast<float>(x) + 0.5F) / size - 0.5F, (static_cast<float>(y) + 0.5F) / size - 0.5F},
                     at);
            }
        }
    }
    /// What is not transparent; an empty picture is one pixel.
    [[nodiscard]] SiegePictures::Place cut() const noexcept {
        constexpr std::uint32_t kLeastAlpha = 6;
        PixelRect used{side, side, 0, 0};
        std::size_t at = 0;
        for (std::int32_t y = 0; y < side; ++y) {
            for (std::int32_t x = 0; x < side; ++x, ++at) {
                if (pixels[at] >> 24U < kLeastAlpha) continue;
                used = {std::min(used.x0, x), std::min(used.y0, y), std::max(used.x1, x + 1), std::max(used.y1, y + 1)};
            }
        }
        if (used.empty()) used = {0, 0, 1, 1};
        return {0, 0, used.width(), used.height(), used.x0, used.y0, side};
    }
};

/// Puts pictures in rows from the upper left: the tall ones first.
class Shelves {
public:
    explicit Shelves(std::int32_t width_px) noexcept : width_(width_px) {}

    void put(SiegePictures::Place& place) noexcept {
        constexpr std::int32_t kBorder = 1;  // transparent, so that no picture shows its neighbour
        if (x_ + place.width + 2 * kBorder > width_) {
            x_ = 0;
            y_ += tall_;
            tall_ = 0;
        }
        place.x = x_ + kBorder;
        place.y = y_ + kBorder;
        tall_ = std::max(tall_, place.height + 2 * kBorder);
        x_ += place.width + 2 * kBorder;
    }
    [[nodiscard]] std::int32_t height() const noexcept { return y_ + tall_; }

private:
    std::int32_t width_;
    std::int32_t x_ = 0;
    std::int32_t y_ = 0;
    std::int32_t tall_ = 0;
};

std::int32_t unit_side(UnitKind kind, std::int32_t sprite_px) noexcept {
    return kind == UnitKind::kBrute ? 2 * sprite_px : sprite_px;
}

std::int32_t side_of(std::size_t picture, std::int32_t s) noexcept {
    const auto from = [picture](SiegePicture p) { return picture >= static_cast<std::size_t>(p); };
    if (from(SiegePicture::kShell)) return std::max(3, s * 5 / 8);
    if (from(SiegePicture::kPuff)) return s * 2;
    if (from(SiegePicture::kFallen)) {
        const std::size_t kind = (picture - static_cast<std::size_t>(SiegePicture::kFallen)) / SiegePictures::kFades;
        return unit_side(static_cast<UnitKind>(kind), s);
    }
    if (from(SiegePicture::kCrack)) return s;
    if (from(SiegePicture::kWeapon)) return s * 3 / 2;
    if (from(SiegePicture::kChillLarge)) return s * 2;
    if (picture == static_cast<std::size_t>(SiegePicture::kRing)) return s * 3 / 2;
    return s;
}

std::uint32_t paint(std::size_t picture, Point p, float size_px) noexcept {
    const auto from = [picture](SiegePicture first) { return picture >= static_cast<std::size_t>(first); };
    const auto number = [picture](SiegePicture first) { return picture - static_cast<std::size_t>(first); };
    const auto share = [](std::size_t fade) { return 1.0F - static_cast<float>(fade) / SiegePictures::kFades; };
    if (from(SiegePicture::kShellShadow)) return shell_shadow_at(p);
    if (from(SiegePicture::kShell)) return shell_at(p, size_px);
    if (from(SiegePicture::kPuff)) return puff_at(number(SiegePicture::kPuff), p);
    if (from(SiegePicture::kFallen)) {
        const std::size_t n = number(SiegePicture::kFallen);
        return fallen_at(static_cast<UnitKind>(n / SiegePictures::kFades), share(n % SiegePictures::kFades), p,
                         size_px);
    }
    if (from(SiegePicture::kRubble)) return rubble_at(share(number(SiegePicture::kRubble)), p, size_px);
    if (from(SiegePicture::kCrack)) {
        return crack_at(number(SiegePicture::kCrack) / 2, number(SiegePicture::kCrack) % 2, p, size_px);
    }
    if (from(SiegePicture::kWeapon)) {
        const std::size_t n = number(SiegePicture::kWeapon);
        return weapon_at(static_cast<TowerKind>(n / SiegePictures::kDirections), p,
                         angle_of(n % SiegePictures::kDirections), size_px);
    }
    if (from(SiegePicture::kTower)) return tower_at(static_cast<TowerKind>(number(SiegePicture::kTower)), p, size_px);
    switch (static_cast<SiegePicture>(picture)) {
        case SiegePicture::kRing: return ring_at(p, size_px);
        case SiegePicture::kFlag: return flag_at(p, size_px);
        case SiegePicture::kThought: return thought_at(p, size_px);
        default: return chill_at(p, size_px);
    }
}

/// One kind in one direction, in all tints at once: the shape is worked out once.
void draw_unit(std::vector<Drawing>& drawings, UnitKind kind, std::size_t direction, std::int32_t sprite_px,
               std::size_t tints) {
    const auto facing = static_cast<std::uint8_t>(direction * (256 / SiegePictures::kDirections));
    const Body body = body_of(kind, sprite_px);
    const Drawing& first = drawings[SiegePictures::unit(kind, 0, facing)];
    first.for_pixels([&](Point p, std::size_t at) {
        const FigurePixel figure = figure_at(body, p, angle_of(direction), static_cast<float>(first.side));
        if (figure.outline <= 0.0F && figure.shadow <= 0.0F) return;
        for (std::size_t tint = 0; tint < tints; ++tint) {
            drawings[SiegePictures::unit(kind, tint, facing)].pixels[at] = coloured(figure, colour_of(kind, tint));
        }
    });
}

std::vector<Drawing> draw_all(std::int32_t sprite_px, std::size_t tints) {
    const std::size_t units = tints * sim::siege::kUnitKinds * SiegePictures::kDirections;
    constexpr auto kOthers = static_cast<std::size_t>(SiegePicture::kEnd);
    std::vector<Drawing> drawings;
    drawings.reserve(units + kOthers);
    for (std::size_t i = 0; i < units; ++i) {
        const std::size_t kind = i / SiegePictures::kDirections % sim::siege::kUnitKinds;
        drawings.emplace_back(unit_side(static_cast<UnitKind>(kind), sprite_px));
    }
    for (std::size_t kind = 0; kind < sim::siege::kUnitKinds; ++kind) {
        for (std::size_t d = 0; d < SiegePictures::kDirections; ++d) {
            draw_unit(drawings, static_cast<UnitKind>(kind), d, sprite_px, tints);
        }
    }
    for (std::size_t i = 0; i < kOthers; ++i) {
        Drawing& made = drawings.emplace_back(side_of(i, sprite_px));
        made.for_pixels([&](Point p, std::size_t at) { made.pixels[at] = paint(i, p, static_cast<float>(made.side)); });
    }
    return drawings;
}

void copy_to(SiegePictures& sheet, const Drawing& drawing, const SiegePictures::Place& place) {
    for (std::int32_t y = 0; y < place.height; ++y) {
        const auto from = drawing.pixels.begin() + (place.top + y) * drawing.side + place.left;
        std::copy(from, from + place.width, sheet.pixels.begin() + (place.y + y) * sheet.width_px + place.x);
    }
}

}  // namespace

Rgb colour_of(UnitKind kind) noexcept {
    const auto k = static_cast<std::size_t>(kind);
    return k < palette::kRaiders.size() ? palette::kRaiders[k] : palette::kOutrider;
}

std::size_t tint_of_seat(std::int32_t seat) noexcept {
    return seat < 0 ? 1 : 2 + static_cast<std::size_t>(seat) % palette::kData.size();
}

Rgb colour_of(UnitKind kind, std::size_t tint) noexcept {
    if (tint == 0) return colour_of(kind);
    return tint == 1 ? palette::kWaiting : palette::kData[(tint - 2) % palette::kData.size()];
}

std::size_t SiegePictures::tints(Tinting tinting) noexcept {
    return tinting == Tinting::kByKind ? 1 : 2 + palette::kData.size();
}

PictureId SiegePictures::unit(UnitKind kind, std::size_t tint, std::uint8_t facing) noexcept {
    return static_cast<PictureId>((tint * sim::siege::kUnitKinds + static_cast<std::size_t>(kind)) * kDirections +
                                  direction_of(facing));
}

PictureId SiegePictures::id(SiegePicture picture, std::size_t which) const noexcept {
    return static_cast<PictureId>(tints(tinting) * sim::siege::kUnitKinds * kDirections +
                                  static_cast<std::size_t>(picture) + which);
}

PictureId SiegePictures::weapon(TowerKind kind, std::uint8_t facing) const noexcept {
    return id(SiegePicture::kWeapon, static_cast<std::size_t>(kind) * kDirections + direction_of(facing));
}

SiegePictures SiegePictures::make(std::int32_t sprite_px, Tinting tinting) {
    static_assert(static_cast<std::size_t>(SiegePicture::kCrack) - static_cast<std::size_t>(SiegePicture::kWeapon) ==
                  kBothWeapons * kDirections);
    SiegePictures made;
    made.sprite_px = sprite_px;
    made.tinting = tinting;
    const std::vector<Drawing> drawings = draw_all(sprite_px, tints(tinting));

    made.places.reserve(drawings.size());
    std::vector<std::size_t> order(drawings.size());
    std::int64_t area = 0;
    for (std::size_t i = 0; i < drawings.size(); ++i) {
        order[i] = i;
        made.places.push_back(drawings[i].cut());
        area += std::int64_t{made.places[i].width + 2} * (made.places[i].height + 2);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return made.places[a].height > made.places[b].height; });
    made.width_px = power_of_two(static_cast<std::int32_t>(std::sqrt(static_cast<double>(area))));
    Shelves shelves(made.width_px);
    for (const std::size_t i : order) shelves.put(made.places[i]);
    made.height_px = power_of_two(shelves.height());
    made.pixels.assign(static_cast<std::size_t>(made.width_px) * static_cast<std::size_t>(made.height_px), 0);
    for (std::size_t i = 0; i < drawings.size(); ++i) copy_to(made, drawings[i], made.places[i]);
    return made;
}

SiegeAtlas::SiegeAtlas(SDL_Renderer& renderer, std::int32_t sprite_px, Tinting tinting)
    : pictures_(SiegePictures::make(sprite_px, tinting)),
      texture_(texture_of(renderer, pictures_.pixels, pictures_.width_px, pictures_.height_px, "the siege")) {
    pictures_.pixels = {};
    areas_.reserve(pictures_.places.size());
    shown_.reserve(pictures_.places.size());
    for (const SiegePictures::Place& place : pictures_.places) {
        const auto in_texture = [](std::int32_t px, std::int32_t whole) {
            return static_cast<float>(px) / static_cast<float>(whole);
        };
        areas_.push_back({in_texture(place.x, pictures_.width_px), in_texture(place.y, pictures_.height_px),
                          in_texture(place.width, pictures_.width_px), in_texture(place.height, pictures_.height_px)});
        shown_.push_back({static_cast<float>(place.left), static_cast<float>(place.top),
                          static_cast<float>(place.width), static_cast<float>(place.height)});
    }
}

}  // namespace outrider::render
