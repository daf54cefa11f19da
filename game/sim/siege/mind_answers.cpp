// Questions go out, answers come in: the part of the mind that talks to the path service.
#include <array>
#include <bit>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "game/sim/siege/mind.h"
#include "game/sim/siege/mind_parts.h"
#include "game/sim/siege/reactions.h"

namespace outrider::sim::siege {
namespace {

/// A wolf decides whom to hunt when it asks; the others know.
void take_aim(SiegeState& siege, UnitIndex unit) noexcept {
    Mind& mind = siege.mind;
    if (mind.aim[unit] == Aim::kOrder) return;
    const UnitIndex quarry = quarry_of(siege, unit);
    mind.aim[unit] = quarry == kNobody ? Aim::kDoor : Aim::kQuarry;
    mind.goal[unit] = pack(quarry == kNobody ? siege.ground.door : siege.crowd.cell(quarry));
}

paths::PathRequest rider_question(const SiegeState& siege, UnitIndex unit) noexcept {
    paths::PathRequest question;
    question.start = siege.crowd.cell(unit);
    question.goal = unpack(siege.mind.goal[unit]);
    question.algorithm = Algorithm::kJps;
    question.smooth = true;
    question.or_nearest = true;
    question.version = siege.version;
    question.lane = Lane::kUrgent;
    return question;
}

paths::PathRequest question_of(const SiegeState& siege, UnitIndex unit) noexcept {
    const Mind& mind = siege.mind;
    if (mind.aim[unit] == Aim::kOrder) return rider_question(siege, unit);
    const bool breaks = mind.aim[unit] == Aim::kDoor && has(mind, unit, kWalledIn);
    paths::PathRequest question =
        raider_question(siege, siege.folk.kind[unit], siege.crowd.cell(unit), siege.folk.courage[unit], breaks);
    question.goal = unpack(mind.goal[unit]);
    if (mind.aim[unit] == Aim::kDoor) question.detours = detours_of(siege.folk.number[unit]);
    return question;
}

void ask(SiegeState& siege, paths::PathService& service, UnitIndex unit) noexcept {
    Mind& mind = siege.mind;
    take_aim(siege, unit);
    paths::PathRequest question = question_of(siege, unit);
    question.tag = std::uint64_t{siege.folk.number[unit]} << 32U | unit;
    if (mind.has_open_request(unit)) {
        mind.request[unit] = service.supersede(mind.request[unit], question);
    } else {
        mind.request[unit] = service.submit(question);
        ++mind.thinking.questions;
    }
    lower(mind, unit, kInstead | kMustAsk | kAskedCut | kAskedBreaking);
    raise(mind, unit, flag_if(has(mind, unit, kCut), kAskedCut) | flag_if(question.breaks_walls(), kAskedBreaking));
    mind.knows[unit] = mind.news;
    mind.may_ask_tick[unit] = mind.tick + kPatience_ticks;
}

/// Walls and danger, a version each.
void publish(SiegeState& siege, paths::PathService& service) noexcept {
    if (!siege.edits.empty()) {
        ++siege.version.value;
        service.apply_edits(siege.version, siege.edits);
        siege.edits.clear();
    }
    if (!siege.danger.is_due()) return;
    if (siege.danger.is_considerable()) ++siege.mind.news;
    ++siege.version.value;
    service.apply_danger(siege.version, siege.danger.field());
    siege.danger.mark_published();
}

template <typename Visit>
void take_wishes(std::vector<std::uint64_t>& wishes, Visit&& visit) noexcept {
    for (std::size_t word = 0; word < wishes.size(); ++word) {
        for (std::uint64_t wishing = std::exchange(wishes[word], 0); wishing != 0; wishing &= wishing - 1) {
            visit(static_cast<UnitIndex>(word * 64 + static_cast<unsigned>(std::countr_zero(wishing))));
        }
    }
}

/// The unit that asked, if it is still there and waits for this very answer.
std::optional<UnitIndex> find_asker(const SiegeState& siege, const paths::PathAnswer& answer) noexcept {
    const auto unit = static_cast<UnitIndex>(answer.tag & 0xFFFFFFFFU);
    if (unit >= siege.crowd.places() || siege.folk.number[unit] != answer.tag >> 32U) return std::nullopt;
    if (answer.id == RequestId{} || siege.mind.request[unit] != answer.id) return std::nullopt;
    return unit;
}

bool is_way_free(const Land& land, std::span<const PackedCell> points, Cell offset) noexcept {
    for (std::size_t i = 1; i < points.size(); ++i) {
        const Cell from = unpack(points[i - 1]);
        const Cell to = unpack(points[i]);
        const Cell first{from.x + offset.x, from.y + offset.y};
        if (!land.can_walk(first, {to.x + offset.x, to.y + offset.y}, land.bounds())) return false;
    }
    return true;
}

/// Of turning points. Who is two cells wide walks where each of its four cells can.
bool is_way_free(const Land& land, std::span<const PackedCell> points, Clearance clearance) noexcept {
    constexpr std::array<Cell, 4> kCells = {{{0, 0}, {1, 0}, {0, 1}, {1, 1}}};
    const std::size_t cells = clearance == Clearance::kTwoCells ? 4 : 1;
    for (std::size_t i = 0; i < cells; ++i) {
        if (!is_way_free(land, points, kCells[i])) return false;
    }
    return true;
}

/// The way leads over walls that the search did not know.
bool is_overtaken(const SiegeState& siege, UnitIndex unit, const paths::PathAnswer& answer) noexcept {
    if (siege.mind.aim[unit] == Aim::kOrder) return false;  // waypoints: the crowd is asked, once it has them
    return answer.version < siege.mind.last_rise && !has(siege.mind, unit, kAskedBreaking) &&
           !is_way_free(siege.land, answer.turning_points, siege.crowd.clearance(unit));
}

/// It has come too far off the new way's beginning. If the old way is of no use either it stands, so that the next
/// answer finds it where it asked.
void stay_on_old_way(SiegeState& siege, UnitIndex unit) noexcept {
    raise(siege.mind, unit, kMustAsk);
    if (!lacks_way(siege, unit)) return;
    siege.crowd.stand(unit);
    lower(siege.mind, unit, kHasWay | kBreaksWalls | kCut);
}

void take_way(SiegeState& siege, UnitIndex unit, const paths::PathAnswer& answer) noexcept {
    Mind& mind = siege.mind;
    if (is_overtaken(siege, unit, answer)) {
        wish(mind, unit);
        return;
    }
    if (!siege.crowd.follow(unit, answer.turning_points)) {
        stay_on_old_way(siege, unit);
        return;
    }
    mind.seat[unit] = answer.seat;
    lower(mind, unit, kCut | kBreaksWalls);
    raise(mind, unit, kHasWay | kFreshWay | flag_if(has(mind, unit, kAskedBreaking), kBreaksWalls));
    settle(mind, unit);
    if (mind.aim[unit] != Aim::kOrder || answer.version >= mind.last_rise) return;
    if (!siege.crowd.is_way_cut(unit, siege.land, {})) return;
    raise(mind, unit, kCut);
    wish(mind, unit);
}

void hear_of_no_way(SiegeState& siege, UnitIndex unit, const paths::PathAnswer& answer) noexcept {
    Mind& mind = siege.mind;
    if (mind.aim[unit] == Aim::kOrder) {
        mind.aim[unit] = Aim::kNothing;
    } else if (answer.version < mind.last_fall) {
        wish(mind, unit);  // it may be true no more
    } else if (mind.aim[unit] == Aim::kQuarry) {
        mind.no_quarry_tick[unit] = mind.tick + kLetsGo_ticks;
        wish(mind, unit);
    } else if (!has(mind, unit, kAskedBreaking)) {
        raise(mind, unit, kWalledIn);
        wish(mind, unit);
    } else {
        raise(mind, unit, kWalledIn);
        mind.may_ask_tick[unit] = mind.tick + kNoWay_ticks;
        settle(mind, unit);
    }
}

}  // namespace

paths::PathRequest raider_question(const SiegeState& siege, UnitKind kind, Cell from, std::uint8_t courage,
                                   bool breaks_walls) noexcept {
    paths::PathRequest question;
    question.start = from;
    question.goal = siege.ground.door;
    question.algorithm = Algorithm::kWeighted;
    question.clearance = kind == UnitKind::kBrute ? Clearance::kTwoCells : Clearance::kOneCell;
    question.danger_weight = danger_weight(courage);
    question.wall_factor = breaks_walls || kind == UnitKind::kSapper ? kWallFactor : 0;
    question.version = siege.version;
    question.lane = Lane::kNormal;
    return question;
}

void hand_over(SiegeState& siege, paths::PathService& service) noexcept {
    Mind& mind = siege.mind;
    for (const RequestId request : mind.withdrawn) service.cancel(request);
    mind.withdrawn.clear();
    publish(siege, service);
    const bool nobody_searches = service.mode() == paths::Mode::kNone;
    take_wishes(mind.first_wishes, [&](UnitIndex unit) {
        if (!nobody_searches) ask(siege, service, unit);
    });
    take_wishes(mind.wishes, [&](UnitIndex unit) {
        const bool waits = mind.has_open_request(unit) && !has(mind, unit, kInstead);
        if (!waits && !nobody_searches) ask(siege, service, unit);
    });
}

void take_answer(SiegeState& siege, const paths::PathAnswer& answer) noexcept {
    const auto unit = find_asker(siege, answer);
    if (!unit) return;
    Mind& mind = siege.mind;
    mind.request[*unit] = {};
    ++mind.thinking.answers;
    if (siege.wandering) return;
    switch (answer.status) {
        case AnswerStatus::kFound:
        case AnswerStatus::kPartial: take_way(siege, *unit, answer); break;
        case AnswerStatus::kUnreachable: hear_of_no_way(siege, *unit, answer); break;
        case AnswerStatus::kCancelled: raise(mind, *unit, kMustAsk); break;
        case AnswerStatus::kExpired:
        case AnswerStatus::kFailed:
            raise(mind, *unit, kMustAsk);
            mind.may_ask_tick[*unit] = mind.tick + kRetry_ticks;
            break;
    }
}

}  // namespace outrider::sim::siege
