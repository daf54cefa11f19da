#include "game/sim/siege/mind.h"

#include <algorithm>

#include "game/sim/fold.h"
#include "game/sim/siege/mind_parts.h"
#include "game/sim/siege/reactions.h"

namespace outrider::sim::siege {
namespace {

static_assert(kRound_ticks <= 256, "Mind::turn is a byte");
static_assert(kRound_ticks % kWolfRound_ticks == 0 && kRound_ticks % 2 == 0, "rounds within the round");

constexpr std::uint32_t kFewPlaces = 512;  // so many are looked at in one tick

bool is_raider(const Mind& mind, UnitIndex unit) noexcept {
    return mind.aim[unit] == Aim::kDoor || mind.aim[unit] == Aim::kQuarry;
}

/// Is this what it wanted? Then it wants nothing else while it stands.
bool is_where_it_wants(const SiegeState& siege, UnitIndex unit) noexcept {
    const Cell cell = siege.crowd.cell(unit);
    if (siege.folk.kind[unit] == UnitKind::kWolf) {
        const UnitIndex quarry = quarry_of(siege, unit);
        if (quarry != kNobody) return steps_between(cell, siege.crowd.cell(quarry)) <= 1;
    }
    return siege.mind.aim[unit] == Aim::kDoor && cell == siege.ground.door;
}

/// A rider at the end of its way has nothing more to think about.
bool has_arrived(const SiegeState& siege, UnitIndex unit) noexcept {
    return siege.mind.aim[unit] == Aim::kOrder && has(siege.mind, unit, kHasWay) &&
           siege.crowd.gaits()[unit] == Gait::kStanding;
}

/// Has the quarry moved so far since the wolf asked that its way is of little use? Compared with the distance that is
/// left, so that it asks seldom from afar.
bool has_lost_the_scent(const SiegeState& siege, UnitIndex wolf) noexcept {
    const UnitIndex quarry = quarry_of(siege, wolf);
    const Aim wants = quarry == kNobody ? Aim::kDoor : Aim::kQuarry;
    if (siege.mind.aim[wolf] != wants) return true;
    if (quarry == kNobody) return false;
    const Cell now = siege.crowd.cell(quarry);
    const std::int32_t moved = steps_between(unpack(siege.mind.goal[wolf]), now);
    return moved * 4 > steps_between(siege.crowd.cell(wolf), now);
}

/// Everyone has a turn each round; who digs for want of a way hopes for a better one twice a round.
bool has_turn(const SiegeState& siege, UnitIndex unit) noexcept {
    const Mind& mind = siege.mind;
    const std::uint32_t now = mind.tick % kRound_ticks;
    if (mind.turn[unit] == now) return true;
    return mind.turn[unit] % (kRound_ticks / 2) == now % (kRound_ticks / 2) && has(mind, unit, kBreaksWalls) &&
           siege.folk.kind[unit] != UnitKind::kSapper;
}

bool has_wolf_turn(const SiegeState& siege, UnitIndex unit) noexcept {
    return siege.mind.tick % kWolfRound_ticks == siege.mind.turn[unit] % kWolfRound_ticks &&
           siege.folk.kind[unit] == UnitKind::kWolf;
}

bool wants_to_ask(const SiegeState& siege, UnitIndex unit, bool lacks) noexcept {
    const Mind& mind = siege.mind;
    if (lacks || has(mind, unit, kMustAsk)) return mind.tick >= mind.may_ask_tick[unit];
    if (mind.knows[unit] != mind.news && has_turn(siege, unit)) return true;
    return has_wolf_turn(siege, unit) && has_lost_the_scent(siege, unit);
}

/// Who breaks walls thinks about new ones in its turn.
bool may_be_cut(const SiegeState& siege, UnitIndex unit) noexcept {
    const Mind& mind = siege.mind;
    return mind.aim[unit] != Aim::kNothing && has(mind, unit, kHasWay) && !has(mind, unit, kBreaksWalls) &&
           siege.crowd.gaits()[unit] != Gait::kStanding;
}

void look_at_way(SiegeState& siege, UnitIndex unit) noexcept {
    Mind& mind = siege.mind;
    if (!may_be_cut(siege, unit) || !siege.crowd.is_way_cut(unit, siege.land, mind.new_walls)) return;
    raise(mind, unit, kCut);
    if (is_raider(mind, unit)) concern(mind, unit);
    // A question that was asked because the way was cut before may serve still: its answer is looked at, too.
    if (!mind.has_open_request(unit) || !has(mind, unit, kAskedCut)) wish(mind, unit);
}

/// Sees the cut ways, a part of the places at a time. Walls that come up meanwhile begin another round.
void look_at_ways(SiegeState& siege) noexcept {
    Mind& mind = siege.mind;
    if (mind.places_to_look_at == 0) return;
    const std::uint32_t places = siege.crowd.places();
    const std::uint32_t part = std::max(kFewPlaces, (places + kLookRound_ticks - 1) / kLookRound_ticks);
    const std::uint32_t looks = std::min({part, places, mind.places_to_look_at});
    for (std::uint32_t i = 0; i < looks; ++i) {
        if (mind.look_at >= places) mind.look_at = 0;
        look_at_way(siege, mind.look_at++);
    }
    mind.places_to_look_at -= std::min(part, mind.places_to_look_at);
    if (mind.places_to_look_at != 0) return;
    mind.new_walls = {};
    close_reaction(mind);
}

void consider(SiegeState& siege, UnitIndex unit) noexcept {
    Mind& mind = siege.mind;
    const bool is_fresh = has(mind, unit, kFreshWay);
    lower(mind, unit, kFreshWay);
    if (!is_fresh && has_arrived(siege, unit)) {
        mind.aim[unit] = Aim::kNothing;
        return;
    }
    const bool lacks = !is_fresh && lacks_way(siege, unit);
    if (!mind.has_open_request(unit) && !has_wish(mind, unit) && wants_to_ask(siege, unit, lacks)) {
        if (mind.places_to_look_at != 0) look_at_way(siege, unit);  // lest it asks twice
        wish(mind, unit);
    }
    if (!is_raider(mind, unit)) return;
    ++mind.thinking.minds;
    mind.thinking.without_way += lacks && siege.crowd.gaits()[unit] == Gait::kStanding;
    mind.thinking.asking += mind.has_open_request(unit) || has_wish(mind, unit);
}

/// There may be a way now for those who had none.
void give_hope(SiegeState& siege) noexcept {
    Mind& mind = siege.mind;
    for (UnitIndex unit = 0; unit < siege.crowd.places(); ++unit) {
        if (!has(mind, unit, kWalledIn)) continue;
        lower(mind, unit, kWalledIn);
        mind.may_ask_tick[unit] = mind.tick;
    }
}

void forget(Mind& mind, UnitIndex unit) noexcept {
    mind.seat[unit] = -1;
    mind.request[unit] = {};
    mind.flags[unit] = 0;
    mind.aim[unit] = Aim::kNothing;
    mind.goal[unit] = {};
    mind.knows[unit] = mind.news;
    mind.may_ask_tick[unit] = 0;
    mind.no_quarry_tick[unit] = 0;
    mind.wishes[unit / 64] &= ~bit_of(unit);
    mind.first_wishes[unit / 64] &= ~bit_of(unit);
}

}  // namespace

Mind::Mind(std::uint32_t most_units)
    : seat(most_units, -1),
      request(most_units),
      flags(most_units, 0),
      aim(most_units, Aim::kNothing),
      goal(most_units),
      turn(most_units, 0),
      knows(most_units, 0),
      may_ask_tick(most_units, 0),
      no_quarry_tick(most_units, 0),
      reaction(most_units, kNoReaction),
      first_wishes((most_units + 63) / 64, 0),
      wishes((most_units + 63) / 64, 0) {
    withdrawn.reserve(most_units);
    riders.reserve(most_units);
}

std::uint64_t Mind::hash() const noexcept {
    Fold fold;
    fold.add(tick, news, last_rise.value, last_fall.value, look_at, places_to_look_at);
    fold.add(new_walls.x0, new_walls.y0, new_walls.x1, new_walls.y1);
    for (UnitIndex unit = 0; unit < aim.size(); ++unit) {
        if (aim[unit] == Aim::kNothing && flags[unit] == 0) continue;
        fold.add(unit, flags[unit], aim[unit], goal[unit].bits, turn[unit]);
        fold.add(knows[unit], may_ask_tick[unit], no_quarry_tick[unit]);
        fold.add(has_open_request(unit), has_wish(*this, unit));
    }
    return fold.value();
}

bool lacks_way(const SiegeState& siege, UnitIndex unit) noexcept {
    switch (siege.crowd.gaits()[unit]) {
        case Gait::kGone: return false;
        case Gait::kStanding: return siege.folk.doing[unit] != UnitDoing::kFighting && !is_where_it_wants(siege, unit);
        case Gait::kFollowing: return has(siege.mind, unit, kCut);
        case Gait::kAtWall: return !has(siege.mind, unit, kBreaksWalls);
        case Gait::kLost: return true;
    }
    return false;
}

UnitIndex quarry_of(const SiegeState& siege, UnitIndex wolf) noexcept {
    if (siege.folk.kind[wolf] != UnitKind::kWolf || siege.mind.tick < siege.mind.no_quarry_tick[wolf]) return kNobody;
    const Cell cell = siege.crowd.cell(wolf);
    UnitIndex nearest = kNobody;
    std::int32_t least = 0;
    for (const UnitIndex rider : siege.mind.riders) {
        const std::int32_t steps = steps_between(cell, siege.crowd.cell(rider));
        if (nearest != kNobody && steps >= least) continue;
        nearest = rider;
        least = steps;
    }
    return nearest;
}

bool breaks_walls(const SiegeState& siege, UnitIndex unit) noexcept { return has(siege.mind, unit, kBreaksWalls); }

void begin_thinking(SiegeState& siege, UnitIndex unit) noexcept {
    Mind& mind = siege.mind;
    forget(mind, unit);
    mind.turn[unit] = static_cast<std::uint8_t>(siege.folk.number[unit] % kRound_ticks);
    if (siege.folk.kind[unit] == UnitKind::kRider) {
        mind.riders.insert(std::ranges::lower_bound(mind.riders, unit), unit);
        return;
    }
    mind.aim[unit] = Aim::kDoor;
    mind.goal[unit] = pack(siege.ground.door);
    wish(mind, unit);
}

void end_thinking(SiegeState& siege, UnitIndex unit) noexcept {
    Mind& mind = siege.mind;
    if (mind.has_open_request(unit)) {
        mind.withdrawn.push_back(mind.request[unit]);
        --mind.thinking.questions;
    }
    no_longer_concerned(mind, unit);
    std::erase(mind.riders, unit);
    forget(mind, unit);
}

void send(SiegeState& siege, UnitIndex rider, Cell goal) noexcept {
    Mind& mind = siege.mind;
    mind.aim[rider] = Aim::kOrder;
    mind.goal[rider] = pack(goal);
    lower(mind, rider, kHasWay);
    raise(mind, rider, kInstead);
    wish(mind, rider);
}

void mind_walls(SiegeState& siege, const CellRect& cells, bool up) noexcept {
    Mind& mind = siege.mind;
    if (cells.empty()) return;
    ++mind.news;
    const MapVersion next{siege.version.value + 1};
    if (!up) {
        mind.last_fall = next;
        give_hope(siege);
        return;
    }
    mind.last_rise = next;
    mind.new_walls = joined(mind.new_walls, cells);
    mind.places_to_look_at = siege.crowd.places();
    begin_reaction(mind);
}

void think_again(SiegeState& siege) noexcept {
    for (UnitIndex unit = 0; unit < siege.crowd.places(); ++unit) {
        if (siege.mind.aim[unit] != Aim::kNothing) wish(siege.mind, unit);
    }
}

void think(SiegeState& siege) noexcept {
    Mind& mind = siege.mind;
    ++mind.tick;
    mind.thinking.minds = 0;
    mind.thinking.asking = 0;
    mind.thinking.without_way = 0;
    if (siege.wandering) return;
    look_at_ways(siege);
    for (UnitIndex unit = 0; unit < siege.crowd.places(); ++unit) {
        if (mind.aim[unit] != Aim::kNothing) consider(siege, unit);
    }
    mind.thinking.pending_ticks = pending_ticks(mind);
}

}  // namespace outrider::sim::siege
