#include "game/sim/siege/folk.h"

#include <algorithm>

#include "game/sim/fold.h"
#include "game/sim/siege/siege_state.h"

namespace outrider::sim::siege {
namespace {

std::int32_t speed_of(UnitKind kind, Random& random) noexcept {
    const std::int64_t pace_256 = 256 - std::int64_t{kSpeedSpread_256} + random.below(2 * kSpeedSpread_256 + 1);
    return static_cast<std::int32_t>(traits_of(kind).speed * pace_256 / 256);
}

/// Raiders get hardier with difficulty and, after the composed waves, with every wave.
std::int32_t full_health_of(const SiegeState& siege, UnitKind kind) noexcept {
    const std::int64_t health = traits_of(kind).health;
    if (!is_raider(kind)) return static_cast<std::int32_t>(health);
    const std::int64_t percent = traits_of(siege.standing.difficulty).raider_health_percent;
    return static_cast<std::int32_t>(health * percent * siege.waves.health_percent / 10'000);
}

std::uint8_t as_byte(std::int32_t health, std::int32_t full) noexcept {
    return static_cast<std::uint8_t>(std::max<std::int64_t>(1, std::int64_t{health} * 255 / full));
}

void count(SiegeState& siege, UnitKind kind, std::int32_t change) noexcept {
    std::uint32_t& of_kind =
        is_raider(kind) ? siege.standing.field[static_cast<std::size_t>(kind)] : siege.standing.riders;
    of_kind += static_cast<std::uint32_t>(change);
}

void pay_for(SiegeState& siege, UnitKind kind) noexcept {
    if (!is_raider(kind)) return;
    const KindTraits& traits = traits_of(kind);
    ++siege.standing.kills;
    earn(siege, traits.bounty_gold);
    siege.standing.score += traits.score * traits_of(siege.standing.difficulty).score_percent / 100;
}

void die(SiegeState& siege, UnitIndex unit, FixedPoint from) noexcept {
    const FixedPoint at = siege.crowd.positions()[unit];
    const UnitKind kind = siege.folk.kind[unit];
    siege.events.add({Event::Kind::kDeath, kind, from, at, 0, siege.standing.ticks});
    if (is_raider(kind)) siege.danger.add(cell_of(at), kDeathDanger);
    pay_for(siege, kind);
    take_away(siege, unit);
}

}  // namespace

Folk::Folk(std::uint32_t most)
    : kind(most),
      doing(most, UnitDoing::kGone),
      health_255(most),
      is_slowed(most),
      is_selected(most),
      health(most),
      full_health(most),
      slowed_until(most),
      strikes_at(most),
      number(most),
      courage(most),
      random(most),
      foe(most, kNobody),
      foe_number(most) {}

std::uint64_t Folk::hash(std::uint32_t places) const noexcept {
    Fold fold;
    for (UnitIndex unit = 0; unit < places; ++unit) {
        if (doing[unit] == UnitDoing::kGone) continue;
        fold.add(unit, kind[unit], doing[unit], is_slowed[unit], is_selected[unit], health[unit], full_health[unit]);
        fold.add(slowed_until[unit], strikes_at[unit], number[unit], courage[unit], random[unit].state());
        fold.add(foe[unit], foe[unit] == kNobody ? 0 : foe_number[unit]);
    }
    return fold.value();
}

UnitIndex bring(SiegeState& siege, UnitKind kind, FixedPoint middle) noexcept {
    Random random(siege.seed, siege.units_made + 1);
    const UnitIndex unit = siege.crowd.add({middle, speed_of(kind, random), traits_of(kind).clearance});
    if (unit == kNobody) return kNobody;
    Folk& folk = siege.folk;
    folk.kind[unit] = kind;
    folk.doing[unit] = is_raider(kind) ? UnitDoing::kThinking : UnitDoing::kStanding;
    folk.health[unit] = folk.full_health[unit] = full_health_of(siege, kind);
    folk.health_255[unit] = 255;
    folk.is_slowed[unit] = folk.is_selected[unit] = 0;
    folk.slowed_until[unit] = folk.strikes_at[unit] = 0;
    folk.number[unit] = ++siege.units_made;
    folk.courage[unit] = static_cast<std::uint8_t>(random.below(256));
    folk.random[unit] = random;
    folk.foe[unit] = kNobody;
    mind_pace(siege, unit);
    count(siege, kind, 1);
    begin_thinking(siege, unit);
    return unit;
}

void take_away(SiegeState& siege, UnitIndex unit) noexcept {
    Folk& folk = siege.folk;
    if (folk.is_selected[unit] != 0) --siege.standing.selected_riders;
    if (!is_raider(folk.kind[unit])) strike_off(siege, unit);
    count(siege, folk.kind[unit], -1);
    end_thinking(siege, unit);
    siege.crowd.remove(unit);
    folk.doing[unit] = UnitDoing::kGone;
    folk.is_slowed[unit] = folk.is_selected[unit] = folk.health_255[unit] = 0;
    folk.foe[unit] = kNobody;
}

bool is_there(const SiegeState& siege, UnitIndex unit) noexcept { return siege.folk.doing[unit] != UnitDoing::kGone; }

bool is_raider_there(const SiegeState& siege, UnitIndex unit) noexcept {
    return is_there(siege, unit) && is_raider(siege.folk.kind[unit]);
}

bool hurt(SiegeState& siege, UnitIndex unit, std::int32_t damage, FixedPoint from) noexcept {
    Folk& folk = siege.folk;
    const FixedPoint at = siege.crowd.positions()[unit];
    const bool raider = is_raider(folk.kind[unit]);
    if (raider && siege.parade != 0) damage = 0;
    folk.health[unit] -= damage;
    if (folk.health[unit] <= 0) {
        die(siege, unit, from);
        return false;
    }
    folk.health_255[unit] = as_byte(folk.health[unit], folk.full_health[unit]);
    if (raider) siege.danger.add(cell_of(at), kHitDanger);
    siege.events.add({Event::Kind::kHit, folk.kind[unit], from, at, 0, siege.standing.ticks});
    return true;
}

void slow(SiegeState& siege, UnitIndex unit) noexcept {
    siege.folk.slowed_until[unit] = siege.now() + kFrost_ticks;
    if (siege.folk.is_slowed[unit] != 0) return;
    siege.folk.is_slowed[unit] = 1;
    mind_pace(siege, unit);
}

void mind_pace(SiegeState& siege, UnitIndex unit) noexcept {
    std::uint32_t pace_256 = 256;
    if (siege.waves.marching && is_raider(siege.folk.kind[unit])) pace_256 = kMarchPace_256;
    if (siege.folk.is_slowed[unit] != 0) pace_256 = std::min(pace_256, kFrostPace_256);
    siege.crowd.set_pace(unit, siege.folk.foe[unit] == kNobody ? pace_256 : 0);
}

}  // namespace outrider::sim::siege
