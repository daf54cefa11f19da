#include "game/sim/siege/fighting.h"

#include <algorithm>
#include <limits>

#include "game/sim/fold.h"
#include "game/sim/siege/siege_state.h"

namespace outrider::sim::siege {
namespace {

constexpr std::uint32_t kGuardRound_ticks = 12;  ///< how often a standing rider looks around
/// A quarry that went so far from where its rider is riding is ridden at anew.
constexpr std::int32_t kReAim_cells = 1;

FixedPoint position(const SiegeState& siege, UnitIndex unit) noexcept { return siege.crowd.positions()[unit]; }

/// From middle to middle; a wide unit's is longer.
std::int32_t reach_between(const SiegeState& siege, UnitIndex a, UnitIndex b) noexcept {
    const bool wide =
        siege.crowd.clearance(a) == Clearance::kTwoCells || siege.crowd.clearance(b) == Clearance::kTwoCells;
    return kReach + (wide ? kFixedOne / 2 : 0);
}

bool are_within_reach(const SiegeState& siege, UnitIndex a, UnitIndex b, std::int32_t slack) noexcept {
    return is_within(position(siege, a), position(siege, b), reach_between(siege, a, b) + slack);
}

bool is_same(const SiegeState& siege, UnitIndex unit, std::uint32_t number) noexcept {
    return unit != kNobody && is_there(siege, unit) && siege.folk.number[unit] == number;
}

// --- two who fight ---

void engage(SiegeState& siege, UnitIndex unit, UnitIndex foe) noexcept {
    siege.folk.foe[unit] = foe;
    siege.folk.foe_number[unit] = siege.folk.number[foe];
    siege.folk.strikes_at[unit] = std::max(siege.folk.strikes_at[unit], siege.now() + 10);
    mind_pace(siege, unit);
}

void let_go(SiegeState& siege, UnitIndex unit) noexcept {
    siege.folk.foe[unit] = kNobody;
    mind_pace(siege, unit);
}

/// Whether it may strike now; the next blow is due after its kind's interval then.
bool strikes_now(SiegeState& siege, UnitIndex unit) noexcept {
    if (siege.now() < siege.folk.strikes_at[unit]) return false;
    siege.folk.strikes_at[unit] = siege.now() + traits_of(siege.folk.kind[unit]).blow_ticks;
    return true;
}

void exchange_blows(SiegeState& siege, UnitIndex unit) noexcept {
    const UnitIndex foe = siege.folk.foe[unit];
    if (!is_same(siege, foe, siege.folk.foe_number[unit]) || !are_within_reach(siege, unit, foe, kReachSlack)) {
        let_go(siege, unit);
        return;
    }
    if (!strikes_now(siege, unit)) return;
    const FixedPoint from = position(siege, unit);
    const UnitKind kind = siege.folk.kind[unit];
    siege.events.add({Event::Kind::kSword, kind, from, position(siege, foe), 0, siege.standing.ticks});
    if (!hurt(siege, foe, traits_of(kind).blow, from)) let_go(siege, unit);
}

// --- riders ---

/// Wolves bite whom they reach; the rider turns on the nearest raider, who fights then, too.
void close_with_neighbours(SiegeState& siege, const Rider& rider) noexcept {
    Folk& folk = siege.folk;
    UnitIndex nearest = kNobody;
    std::int64_t best = std::numeric_limits<std::int64_t>::max();
    siege.crowd.for_each_near(position(siege, rider.unit), kReach + kFixedOne / 2, [&](UnitIndex unit) {
        if (!is_raider_there(siege, unit) || !are_within_reach(siege, rider.unit, unit, 0)) return;
        if (folk.kind[unit] == UnitKind::kWolf && folk.foe[unit] == kNobody) engage(siege, unit, rider.unit);
        const std::int64_t distance = squared_distance(position(siege, unit), position(siege, rider.unit));
        if (distance > best || (distance == best && unit > nearest)) return;
        best = distance;
        nearest = unit;
    });
    if (nearest == kNobody || folk.foe[rider.unit] != kNobody || siege.now() < rider.obeys_until) return;
    engage(siege, rider.unit, nearest);
    if (folk.foe[nearest] == kNobody) engage(siege, nearest, rider.unit);
}

void ride_to(SiegeState& siege, Rider& rider, Cell goal) noexcept {
    rider.sent_to = goal;
    send(siege, rider.unit, goal);
}

bool is_near(Cell a, Cell b, std::int32_t cells) noexcept {
    return std::abs(a.x - b.x) <= cells && std::abs(a.y - b.y) <= cells;
}

/// Whom a standing rider rides at: the raider nearest to it, not too far from its post.
UnitIndex look_out(const SiegeState& siege, const Rider& rider) noexcept {
    UnitIndex nearest = kNobody;
    std::int64_t best = std::numeric_limits<std::int64_t>::max();
    const FixedPoint here = position(siege, rider.unit);
    siege.crowd.for_each_near(centre_of(rider.post), kGuard, [&](UnitIndex unit) {
        if (!is_raider_there(siege, unit)) return;
        const std::int64_t distance = squared_distance(position(siege, unit), here);
        if (distance > best || (distance == best && unit > nearest)) return;
        best = distance;
        nearest = unit;
    });
    return nearest;
}

void go_after(SiegeState& siege, Rider& rider) noexcept {
    const bool there = is_same(siege, rider.quarry, rider.quarry_number);
    if (!there || !is_within(position(siege, rider.quarry), centre_of(rider.post), kGuardLimit)) {
        rider.quarry = kNobody;
        if (look_out(siege, rider) == kNobody) ride_to(siege, rider, rider.post);
        return;
    }
    const Cell cell = siege.crowd.cell(rider.quarry);
    if (!is_near(cell, rider.sent_to, kReAim_cells)) ride_to(siege, rider, cell);
}

/// A rider that stands looks for someone to ride at; one that strayed from its post rides back.
void keep_guard(SiegeState& siege, Rider& rider) noexcept {
    const UnitIndex quarry = look_out(siege, rider);
    if (quarry != kNobody) {
        rider.quarry = quarry;
        rider.quarry_number = siege.folk.number[quarry];
        ride_to(siege, rider, siege.crowd.cell(quarry));
    } else if (!is_near(siege.crowd.cell(rider.unit), rider.post, 2) && rider.sent_to != rider.post) {
        ride_to(siege, rider, rider.post);
    }
}

void think_of_guard(SiegeState& siege, Rider& rider) noexcept {
    if (siege.now() < rider.looks_at || siege.folk.foe[rider.unit] != kNobody) return;
    rider.looks_at = siege.now() + kGuardRound_ticks;
    if (rider.quarry != kNobody) {
        go_after(siege, rider);
    } else if (siege.crowd.gaits()[rider.unit] == Gait::kStanding && siege.now() >= rider.obeys_until) {
        keep_guard(siege, rider);
    }
}

Rider* find(Riders& riders, UnitIndex unit) noexcept {
    const auto found = std::lower_bound(riders.list.begin(), riders.list.end(), unit,
                                        [](const Rider& rider, UnitIndex place) { return rider.unit < place; });
    return found == riders.list.end() || found->unit != unit ? nullptr : &*found;
}

// --- walls and the keep ---

void dig(SiegeState& siege, UnitIndex unit) noexcept {
    if (!breaks_walls(siege, unit) || !strikes_now(siege, unit)) return;
    batter(siege, siege.crowd.wall_ahead(unit), traits_of(siege.folk.kind[unit]).dig);
}

bool is_beside_keep(const SiegeState& siege, UnitIndex unit) noexcept {
    const bool wide = siege.crowd.clearance(unit) == Clearance::kTwoCells;
    const std::int32_t arm = wide ? kFixedOne * 3 / 2 : kFixedOne;
    const CellRect& keep = siege.ground.keep;
    const FixedPoint at = position(siege, unit);
    return at.x >= keep.x0 * kFixedOne - arm && at.x <= keep.x1 * kFixedOne + arm &&
           at.y >= keep.y0 * kFixedOne - arm && at.y <= keep.y1 * kFixedOne + arm;
}

void strike_keep(SiegeState& siege, UnitIndex unit) noexcept {
    Standing& standing = siege.standing;
    const UnitKind kind = siege.folk.kind[unit];
    const FixedPoint from = position(siege, unit);
    take_away(siege, unit);
    if (siege.parade != 0) return;
    siege.events.add({Event::Kind::kKeepHit, kind, from, centre_of(siege.ground.door), 0, standing.ticks});
    standing.keep_health = std::max(0, standing.keep_health - traits_of(kind).keep_damage);
    if (standing.keep_health == 0) standing.stage = Stage::kLost;
}

UnitDoing doing_of(const SiegeState& siege, UnitIndex unit) noexcept {
    if (siege.folk.foe[unit] != kNobody) return UnitDoing::kFighting;
    const Gait gait = siege.crowd.gaits()[unit];
    if (gait == Gait::kAtWall && breaks_walls(siege, unit)) return UnitDoing::kDigging;
    if (gait == Gait::kFollowing || siege.wandering) return UnitDoing::kWalking;
    return is_raider(siege.folk.kind[unit]) ? UnitDoing::kThinking : UnitDoing::kStanding;
}

/// Who is stuck in a press, in its turn, makes the others think of ways around.
void feel_press(SiegeState& siege, UnitIndex unit) noexcept {
    if ((siege.now() + siege.folk.number[unit]) % kPressRound_ticks != 0) return;
    const FixedPoint at = position(siege, unit);
    if (is_within(at, siege.crowd.previous_positions()[unit], kPressSpeed)) {
        siege.danger.add(cell_of(at), kPressDanger);
    }
}

void act(SiegeState& siege, UnitIndex unit) noexcept {
    Folk& folk = siege.folk;
    if (folk.is_slowed[unit] != 0 && siege.now() >= folk.slowed_until[unit]) {
        folk.is_slowed[unit] = 0;
        mind_pace(siege, unit);
    }
    const bool raider = is_raider(folk.kind[unit]);
    if (raider && is_beside_keep(siege, unit)) {
        strike_keep(siege, unit);
        return;
    }
    if (folk.foe[unit] != kNobody) {
        exchange_blows(siege, unit);
    } else if (raider && siege.crowd.gaits()[unit] == Gait::kAtWall) {
        dig(siege, unit);
    } else if (raider && siege.crowd.gaits()[unit] == Gait::kFollowing) {
        feel_press(siege, unit);
    }
    folk.doing[unit] = doing_of(siege, unit);
}

// --- orders ---

void clear_selection(SiegeState& siege) noexcept {
    for (const Rider& rider : siege.riders.list) siege.folk.is_selected[rider.unit] = 0;
    siege.standing.selected_riders = 0;
}

void select(SiegeState& siege, UnitIndex unit) noexcept {
    siege.folk.is_selected[unit] = 1;
    ++siege.standing.selected_riders;
}

void select_nearest(SiegeState& siege, FixedPoint point) noexcept {
    constexpr std::int64_t kWithin = 2 * kFixedOne;
    std::int64_t best = kWithin * kWithin + 1;
    UnitIndex nearest = kNobody;
    for (const Rider& rider : siege.riders.list) {
        const std::int64_t distance = squared_distance(position(siege, rider.unit), point);
        if (distance >= best) continue;
        best = distance;
        nearest = rider.unit;
    }
    if (nearest != kNobody) select(siege, nearest);
}

void select_in_box(SiegeState& siege, const SelectRiders& box) noexcept {
    const auto [left, right] = std::minmax(box.from.x, box.to.x);
    const auto [top, bottom] = std::minmax(box.from.y, box.to.y);
    for (const Rider& rider : siege.riders.list) {
        const FixedPoint at = position(siege, rider.unit);
        const bool inside = at.x >= left && at.x <= right && at.y >= top && at.y <= bottom;
        if (inside) select(siege, rider.unit);
    }
}

/// Where the n-th of a group stands: the free cells around the goal, ring by ring.
Cell place_in_group(const SiegeState& siege, Cell goal, std::uint32_t n) noexcept {
    constexpr std::int32_t kWidest_cells = 6;
    for (std::int32_t radius = 0; radius <= kWidest_cells; ++radius) {
        for (std::int32_t y = -radius; y <= radius; ++y) {
            const std::int32_t step = y == -radius || y == radius || radius == 0 ? 1 : 2 * radius;
            for (std::int32_t x = -radius; x <= radius; x += step) {
                const Cell cell{goal.x + x, goal.y + y};
                if (siege.land.is_free(cell) && n-- == 0) return cell;
            }
        }
    }
    return goal;
}

void obey(SiegeState& siege, Rider& rider, Cell goal) noexcept {
    rider.post = goal;
    rider.quarry = kNobody;
    rider.obeys_until = siege.now() + kObeys_ticks;
    if (siege.folk.foe[rider.unit] != kNobody) let_go(siege, rider.unit);
    ride_to(siege, rider, goal);
}

}  // namespace

std::uint64_t Riders::hash() const noexcept {
    Fold fold;
    for (const Rider& rider : list) {
        fold.add(rider.unit, rider.post.x, rider.post.y, rider.sent_to.x, rider.sent_to.y);
        fold.add(rider.quarry, rider.quarry == kNobody ? 0 : rider.quarry_number, rider.obeys_until, rider.looks_at);
    }
    return fold.value();
}

void run_fights(SiegeState& siege) noexcept {
    for (const Rider& rider : siege.riders.list) close_with_neighbours(siege, rider);
    for (Rider& rider : siege.riders.list) think_of_guard(siege, rider);
    for (UnitIndex unit = 0; unit < siege.crowd.places(); ++unit) {
        if (is_there(siege, unit)) act(siege, unit);
    }
}

Verdict can_hire(const SiegeState& siege) noexcept {
    if (siege.standing.stage == Stage::kLost) return Verdict::kNotNow;
    if (siege.standing.riders >= Siege::kMaxRiders) return Verdict::kTooMany;
    return siege.standing.gold < kPrices.rider_gold ? Verdict::kNoGold : Verdict::kDone;
}

Verdict hire_rider(SiegeState& siege) noexcept {
    const Verdict verdict = can_hire(siege);
    if (verdict != Verdict::kDone) return verdict;
    const UnitIndex unit = bring(siege, UnitKind::kRider, centre_of(siege.ground.door));
    if (unit == kNobody) return Verdict::kTooMany;
    siege.standing.gold -= kPrices.rider_gold;
    Rider rider;
    rider.unit = unit;
    auto& list = siege.riders.list;
    const auto at = std::find_if(list.begin(), list.end(), [unit](const Rider& other) { return other.unit > unit; });
    Rider& hired = *list.insert(at, rider);
    // Not to stand in the door: the n-th has its place around it.
    obey(siege, hired, place_in_group(siege, siege.ground.door, siege.standing.riders));
    return Verdict::kDone;
}

Verdict select_riders(SiegeState& siege, const SelectRiders& wish) noexcept {
    clear_selection(siege);
    if (wish.from == wish.to) {
        select_nearest(siege, wish.from);
    } else {
        select_in_box(siege, wish);
    }
    return siege.standing.selected_riders == 0 ? Verdict::kNothing : Verdict::kDone;
}

Verdict can_order(const SiegeState& siege, const OrderRiders& wish) noexcept {
    if (siege.standing.stage == Stage::kLost) return Verdict::kNotNow;
    if (siege.riders.list.empty()) return Verdict::kNothing;
    return siege.land.contains(wish.goal) ? Verdict::kDone : Verdict::kTaken;
}

Verdict order_riders(SiegeState& siege, const OrderRiders& wish) noexcept {
    const Verdict verdict = can_order(siege, wish);
    if (verdict != Verdict::kDone) return verdict;
    std::uint32_t sent = 0;
    for (Rider& rider : siege.riders.list) {
        if (siege.standing.selected_riders != 0 && siege.folk.is_selected[rider.unit] == 0) continue;
        obey(siege, rider, place_in_group(siege, wish.goal, sent++));
    }
    return Verdict::kDone;
}

void strike_off(SiegeState& siege, UnitIndex unit) noexcept {
    auto& list = siege.riders.list;
    if (const Rider* rider = find(siege.riders, unit)) list.erase(list.begin() + (rider - list.data()));
}

}  // namespace outrider::sim::siege
