#include "game/render/battle_effects.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "game/render/noise.h"

namespace outrider::render {

namespace {

using sim::siege::Event;

constexpr double kFixed = 1.0 / sim::kFixedOne;
constexpr float kArrow_ticks = 7.0F;
constexpr float kFallen_ticks = 80.0F;
constexpr float kRubble_ticks = 260.0F;
constexpr float kPop_s = 0.16F;
constexpr double kAlarm_ticks = 24.0;
constexpr double kWaveAlarm_ticks = 240.0;
constexpr double kSparksFrom_px = 3.0;  ///< from afar a hit is not worth a pixel

PointCells place_of(sim::FixedPoint point) noexcept { return {point.x * kFixed, point.y * kFixed}; }

/// Quick at first, then slower.
float eased(float t) noexcept { return 1.0F - (1.0F - t) * (1.0F - t); }

/// A tower's middle lies on a corner of cells.
bool is_corner(sim::FixedPoint point) noexcept { return (point.x & (sim::kFixedOne - 1)) == 0; }

}  // namespace

BattleEffects::BattleEffects() { alive_.reserve(kMost); }

float BattleEffects::next_random() noexcept {
    random_ += 0x9e3779b9U;
    return unit_of(mix_bits(random_));
}

float BattleEffects::age(const Effect& effect, const Now& now) noexcept {
    return static_cast<float>((effect.by_clock ? now.clock_s : now.ticks) - effect.born) / effect.life;
}

void BattleEffects::add(const Effect& effect) {
    if (alive_.size() < kMost) alive_.push_back(effect);
}

void BattleEffects::begin(std::span<const Event> events, const SiegePen& pen, const Now& now) {
    sparks_begun_ = 0;
    for (const Event& event : events) begin_one(event, pen, now);
}

/// Sparks that fly from where the event took place.
void BattleEffects::add_burst(const Event& event, int sparks, float reach, float life, float size, Rgb colour) {
    const PointCells at = place_of(event.to);
    for (int i = 0; i < sparks && sparks_begun_ < kMostSparks; ++i, ++sparks_begun_) {
        const float angle = 2.0F * std::numbers::pi_v<float> * next_random();
        const float far = reach * (0.45F + 0.55F * next_random());
        Effect spark;
        spark.colour = lit(colour, 0.85F + 0.3F * next_random());
        spark.x = static_cast<float>(at.x);
        spark.y = static_cast<float>(at.y);
        spark.dx = far * std::cos(angle);
        spark.dy = far * std::sin(angle);
        spark.size = size;
        spark.life = life * (0.7F + 0.6F * next_random());
        spark.born = static_cast<double>(event.tick);
        add(spark);
    }
}

/// An effect at a place, without its sort.
BattleEffects::Effect BattleEffects::effect_at(sim::FixedPoint point, std::uint64_t tick) noexcept {
    const PointCells at = place_of(point);
    Effect effect;
    effect.x = static_cast<float>(at.x);
    effect.y = static_cast<float>(at.y);
    effect.born = static_cast<double>(tick);
    return effect;
}

void BattleEffects::add_picture(Sort sort, sim::FixedPoint at, const Event& event, float life) {
    Effect effect = effect_at(at, event.tick);
    effect.sort = sort;
    effect.which = static_cast<std::uint8_t>(event.unit);
    effect.life = life;
    add(effect);
}

void BattleEffects::add_ring(const Event& event, float life, Rgb colour) {
    Effect effect = effect_at(event.to, event.tick);
    effect.sort = Sort::kRing;
    effect.size = std::max(1.0F, static_cast<float>(event.size * kFixed));
    effect.life = life;
    effect.colour = colour;
    add(effect);
}

void BattleEffects::add_pop(const Event& event, Rgb colour, double clock_s) {
    Effect effect = effect_at(event.to, event.tick);
    effect.sort = Sort::kPop;
    effect.by_clock = true;
    effect.which = is_corner(event.to) ? sim::siege::kTowerSide_cells : 1;
    effect.colour = colour;
    effect.born = clock_s;
    effect.life = kPop_s;
    add(effect);
}

void BattleEffects::add_arrow(const Event& event) {
    Effect effect = effect_at(event.from, event.tick);
    effect.sort = Sort::kArrow;
    effect.dx = static_cast<float>((event.to.x - event.from.x) * kFixed);
    effect.dy = static_cast<float>((event.to.y - event.from.y) * kFixed);
    effect.life = kArrow_ticks;
    add(effect);
}

void BattleEffects::begin_one(const Event& event, const SiegePen& pen, const Now& now) {
    // What lasts, or belongs to the player's hand, begins anywhere ...
    switch (event.kind) {
        case Event::Kind::kDeath: add_picture(Sort::kFallen, event.to, event, kFallen_ticks); break;
        case Event::Kind::kWallDown: add_picture(Sort::kRubble, event.to, event, kRubble_ticks); break;
        case Event::Kind::kBuilt: return add_pop(event, palette::kWallLit, now.clock_s);
        case Event::Kind::kSold: return add_pop(event, palette::kGold, now.clock_s);
        case Event::Kind::kKeepHit: keep_struck_ = static_cast<double>(event.tick); break;
        case Event::Kind::kWaveBegins: wave_began_ = static_cast<double>(event.tick); return;
        default: break;
    }
    // ... what flies and is gone, only where it is seen.
    const auto is_seen = [&pen](sim::FixedPoint at) {
        return pen.sees(pen.on_screen(place_of(at)), pen.view.zoom * 4.0 + 16.0);
    };
    const bool has_shot = event.kind == Event::Kind::kArrow || event.kind == Event::Kind::kMortarShot;
    if (!is_seen(event.to) && !(has_shot && is_seen(event.from))) return;
    begin_short(event, pen.view.zoom >= kSparksFrom_px);
}

void BattleEffects::begin_short(const Event& event, bool with_small_sparks) {
    switch (event.kind) {
        case Event::Kind::kArrow: return add_arrow(event);
        case Event::Kind::kMortarShot: return add_picture(Sort::kPuff, event.from, event, 16.0F);
        case Event::Kind::kMortarHit:
            add_picture(Sort::kPuff, event.to, event, 34.0F);
            add_ring(event, 16.0F, palette::kEmber);
            return add_burst(event, 9, std::max(1.0F, static_cast<float>(event.size * kFixed)) * 0.9F, 18.0F, 0.16F,
                             palette::kEmber);
        case Event::Kind::kFrost: return add_ring(event, 26.0F, palette::kFrost);
        case Event::Kind::kDeath: return add_burst(event, 5, 0.85F, 15.0F, 0.14F, colour_of(event.unit));
        case Event::Kind::kWallDown:
            add_picture(Sort::kPuff, event.to, event, 30.0F);
            return add_burst(event, 8, 1.2F, 22.0F, 0.15F, palette::kWallTop);
        case Event::Kind::kKeepHit: return add_burst(event, 6, 1.0F, 18.0F, 0.16F, palette::kAlarm);
        default: break;
    }
    if (!with_small_sparks) return;
    switch (event.kind) {
        case Event::Kind::kHit: return add_burst(event, 2, 0.5F, 9.0F, 0.10F, rgb(0xffe9c9));
        case Event::Kind::kDig: return add_burst(event, 3, 0.75F, 16.0F, 0.11F, palette::kWallLit);
        case Event::Kind::kSword: return add_burst(event, 2, 0.4F, 7.0F, 0.09F, rgb(0xffffff));
        default: break;
    }
}

void BattleEffects::end_old(const Now& now) {
    for (std::size_t i = 0; i < alive_.size();) {
        const float t = age(alive_[i], now);
        if (t < 1.0F && t > -1.0F) {
            ++i;
            continue;
        }
        alive_[i] = alive_.back();
        alive_.pop_back();
    }
}

void BattleEffects::add_ground(const SiegePen& pen, const Now& now, QuadBatch& pictures) const {
    if (pen.atlas == nullptr) return;
    for (const Effect& effect : alive_) {
        if (effect.sort != Sort::kFallen && effect.sort != Sort::kRubble) continue;
        const PointPx at = pen.on_screen({effect.x, effect.y});
        if (!pen.sees(at, 96.0)) continue;
        const auto fade = static_cast<std::size_t>(std::clamp(age(effect, now), 0.0F, 0.999F) * SiegePictures::kFades);
        if (effect.sort == Sort::kRubble) {
            pen.picture(pictures, SiegePicture::kRubble, fade, at);
        } else {
            pen.picture(pictures, SiegePicture::kFallen, effect.which * SiegePictures::kFades + fade, at);
        }
    }
}

void BattleEffects::add_smoke(const SiegePen& pen, const Now& now, QuadBatch& pictures) const {
    if (pen.atlas == nullptr) return;
    for (const Effect& effect : alive_) {
        if (effect.sort != Sort::kPuff) continue;
        const float t = std::clamp(age(effect, now), 0.0F, 0.999F);
        const PointPx at = pen.on_screen({effect.x, static_cast<double>(effect.y) - 0.35 * static_cast<double>(t)});
        if (pen.sees(at, 96.0)) {
            pen.picture(pictures, SiegePicture::kPuff, static_cast<std::size_t>(t * SiegePictures::kPuffAges), at);
        }
    }
}

void BattleEffects::add_sparks(const SiegePen& pen, const Now& now, QuadBatch& quads) const {
    std::size_t ring_dots = 0;
    for (const Effect& effect : alive_) {
        const float t = std::clamp(age(effect, now), 0.0F, 1.0F);
        switch (effect.sort) {
            case Sort::kSpark: draw_spark(effect, t, pen, quads); break;
            case Sort::kArrow: draw_arrow(effect, t, pen, quads); break;
            case Sort::kRing:
                if (ring_dots < kMostRingDots) ring_dots += draw_ring(effect, t, pen, quads);
                break;
            case Sort::kPop: draw_pop(effect, t, pen, quads); break;
            default: break;
        }
    }
}

/// Where it is once it has gone so much of its way.
PointPx BattleEffects::place_at(const Effect& effect, double part, const SiegePen& pen) noexcept {
    return pen.on_screen({static_cast<double>(effect.x) + part * static_cast<double>(effect.dx),
                          static_cast<double>(effect.y) + part * static_cast<double>(effect.dy)});
}

void BattleEffects::draw_spark(const Effect& effect, float t, const SiegePen& pen, QuadBatch& quads) {
    const auto zoom = static_cast<float>(pen.view.zoom);
    pen.square(quads, place_at(effect, static_cast<double>(eased(t)), pen),
               std::max(2.0F, effect.size * zoom) * (1.0F - 0.5F * t), sdl(effect.colour, alpha_of(1.25F - t)));
}

/// A streak: the head, and where it was just before.
void BattleEffects::draw_arrow(const Effect& effect, float t, const SiegePen& pen, QuadBatch& quads) {
    constexpr int kParts = 5;
    constexpr float kApart_cells = 0.24F;
    const float apart = kApart_cells / std::max(0.01F, std::hypot(effect.dx, effect.dy));
    const float side = std::max(2.0F, std::round(static_cast<float>(pen.view.zoom) * 0.11F));
    for (int i = 0; i < kParts; ++i) {
        const float part = t - apart * static_cast<float>(i);
        if (part < 0.0F) break;
        pen.square(quads, place_at(effect, static_cast<double>(part), pen), i == 0 ? side : side - 1.0F,
                   sdl(palette::kTowerMarks[0], alpha_of(1.0F - 0.17F * static_cast<float>(i))));
    }
}

/// Returns the number of its dots.
std::size_t BattleEffects::draw_ring(const Effect& effect, float t, const SiegePen& pen, QuadBatch& quads) {
    const PointPx at = place_at(effect, 0.0, pen);
    const double radius = static_cast<double>(effect.size * eased(t)) * pen.view.zoom;
    if (!pen.sees(at, radius)) return 0;
    const int dots = std::clamp(static_cast<int>(radius * 1.1), 12, 56);
    const float side = std::max(2.0F, std::round(static_cast<float>(pen.view.zoom) * 0.20F * (1.0F - 0.5F * t)));
    add_dotted_circle(quads, at, radius, dots, side, sdl(effect.colour, alpha_of(0.9F * (1.0F - t))));
    return static_cast<std::size_t>(dots);
}

/// Larger than what was built at first, then it settles upon it and fades.
void BattleEffects::draw_pop(const Effect& effect, float t, const SiegePen& pen, QuadBatch& quads) {
    const auto cells = static_cast<float>(effect.which);
    const float side = std::round(static_cast<float>(pen.view.zoom) * cells * (1.45F - 0.45F * eased(t)));
    const PointPx at = place_at(effect, 0.0, pen);
    if (!pen.sees(at, static_cast<double>(side))) return;
    quads.add(pen.corner(at.x, side), pen.corner(at.y, side), side, side,
              sdl(effect.colour, alpha_of(0.75F * (1.0F - t))));
}

float BattleEffects::keep_alarm(const Now& now) const noexcept {
    return static_cast<float>(std::clamp(1.0 - (now.ticks - keep_struck_) / kAlarm_ticks, 0.0, 1.0));
}

float BattleEffects::wave_alarm(const Now& now) const noexcept {
    return static_cast<float>(std::clamp(1.0 - (now.ticks - wave_began_) / kWaveAlarm_ticks, 0.0, 1.0));
}

}  // namespace outrider::render
