#include "game/sim/wishes.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "game/sim/goals.h"
#include "game/sim/re_aim.h"

namespace outrider::sim {
namespace {

constexpr std::uint8_t kInsteadBit = 2;
constexpr std::uint8_t kUrgentBit = 4;
constexpr std::uint8_t kReAimBit = 8;
constexpr double kOneQuestion = 4294967296.0;  // 2^32
// With "again at once" each answer brings the next question. Units whose chain broke (a failed request, a change of
// mode, or the policy is new) join in at this rate.
constexpr double kJoinIn_per_s = 1.0;

bool has_open_request(const WorldState& world, UnitIndex unit) noexcept {
    return world.units.asking[unit].request != RequestId{};
}

std::uint64_t bit_of(UnitIndex unit) noexcept { return std::uint64_t{1} << (unit % 64); }

/// The path to where the quarry was becomes one to where it is, if that can be told without a search.
bool mend_path(WorldState& world, UnitIndex unit) noexcept {
    Route& route = world.units.route[unit];
    const bool is_shortest = route.is_shortest && route.version == world.version && world.edits.empty();
    const ReAimed mended =
        re_aim(world.land, world.units.cell(unit), route.path.ahead(), is_shortest, world.units.goal[unit], world.way);
    if (mended == ReAimed::kNot) return false;
    world.paths.assign(route.path, world.way);
    route.version = world.version;
    route.is_shortest = true;
    route.is_partial = false;
    world.units.state[unit] = UnitState::kWalking;
    world.units.rest[unit] = 0;
    ++world.counters.re_aimed;
    return true;
}

/// Only a question that is asked because the quarry has moved can be spared. The weighted search has other lengths.
bool may_mend(const WorldState& world, UnitIndex unit, std::uint8_t wish) noexcept {
    return world.re_aims && (wish & kReAimBit) != 0 && (wish & kInsteadBit) == 0 && has_quarry(world, unit) &&
           world.algorithm != Algorithm::kWeighted && world.land.is_free(world.units.cell(unit)) &&
           world.land.is_free(world.units.goal[unit]);
}

/// A turn to ask again: of a quarry that has moved meanwhile, the old path may still be of use.
Wish wish_for_turn(const WorldState& world, UnitIndex unit) noexcept {
    if (world.wishes.again_at_once || !has_quarry(world, unit)) return Wish::kAgain;
    const Cell quarry = world.units.cell(world.units.quarry[unit]);
    return unpack(world.units.route[unit].path.back()) == quarry ? Wish::kAgain : Wish::kReAim;
}

void hand_over(WorldState& world, paths::PathService& service, UnitIndex unit) noexcept {
    Asking& asking = world.units.asking[unit];
    const std::uint8_t wish = asking.wish;
    asking.wish = 0;
    if (asking.request != RequestId{} && (wish & kInsteadBit) == 0) return;
    aim_at_quarry(world, unit);
    if (may_mend(world, unit, wish) && mend_path(world, unit)) return;
    paths::PathRequest request;
    request.start = world.units.cell(unit);
    request.goal = world.units.goal[unit];
    request.tag = std::uint64_t{asking.generation} << 32U | unit;
    request.version = world.version;
    request.algorithm = world.algorithm;
    request.or_nearest = world.units.ordered[unit] != 0;
    request.lane = (wish & kUrgentBit) != 0 ? Lane::kUrgent : Lane::kNormal;
    asking.request =
        asking.request == RequestId{} ? service.submit(request) : service.supersede(asking.request, request);
    ++world.counters.wishes;
}

}  // namespace

void ask(WorldState& world, UnitIndex unit, Wish wish) noexcept {
    if (world.units.field[unit] != kNoField) return;
    if ((wish == Wish::kAgain || wish == Wish::kReAim) && has_open_request(world, unit)) return;
    note_wish(world.units, world.wishes, unit, wish);
}

void note_wish(Units& units, WishBoard& wishes, UnitIndex unit, Wish wish) noexcept {
    Asking& asking = units.asking[unit];
    asking.wish = static_cast<std::uint8_t>(asking.wish | static_cast<std::uint8_t>(wish));
    wishes.bits[unit / 64] |= bit_of(unit);
}

void set_policy(WishBoard& wishes, const AskPolicy& policy) noexcept {
    const double rate_per_s = policy.again_at_once ? kJoinIn_per_s : policy.per_unit_per_second;
    const double per_tick = rate_per_s > 0.0 ? std::min(rate_per_s / kTicksPerSecond, 1.0) : 0.0;
    wishes.rate = static_cast<std::uint64_t>(per_tick * kOneQuestion);
    wishes.again_at_once = policy.again_at_once;
}

void ask_by_turns(WorldState& world) noexcept {
    WishBoard& wishes = world.wishes;
    const std::uint32_t count = world.units.count();
    if (count == 0) return;
    wishes.credit += wishes.rate * count;
    const std::uint64_t due = wishes.credit >> 32U;
    wishes.credit &= 0xFFFFFFFFU;
    for (std::uint64_t i = 0; i < due; ++i) {
        wishes.turn = wishes.turn + 1 < count ? wishes.turn + 1 : 0;
        if (world.units.has_path(wishes.turn)) ask(world, wishes.turn, wish_for_turn(world, wishes.turn));
    }
}

void forget_wish(WorldState& world, UnitIndex unit) noexcept {
    world.units.asking[unit].wish = 0;
    world.wishes.bits[unit / 64] &= ~bit_of(unit);
}

void withdraw(WorldState& world, UnitIndex unit) noexcept {
    forget_wish(world, unit);
    if (has_open_request(world, unit)) world.wishes.withdrawn.push_back(world.units.asking[unit].request);
    world.units.asking[unit].request = {};
}

void publish_edits(WorldState& world, paths::PathService& service) noexcept {
    if (world.edits.empty()) return;
    ++world.version.value;
    ++world.counters.edits;
    service.apply_edits(world.version, world.edits);
    world.edits.clear();
}

void hand_over_wishes(WorldState& world, paths::PathService& service) noexcept {
    for (const RequestId request : world.wishes.withdrawn) service.cancel(request);
    world.wishes.withdrawn.clear();
    const bool nobody_searches = service.mode() == paths::Mode::kNone;
    const std::size_t words = (world.units.count() + 63) / 64;
    for (std::size_t word = 0; word < words; ++word) {
        std::uint64_t wishing = std::exchange(world.wishes.bits[word], 0);
        for (; wishing != 0; wishing &= wishing - 1) {
            const auto unit = static_cast<UnitIndex>(word * 64 + static_cast<unsigned>(std::countr_zero(wishing)));
            if (nobody_searches) {
                world.units.asking[unit].wish = 0;
            } else {
                hand_over(world, service, unit);
            }
        }
    }
}

}  // namespace outrider::sim
