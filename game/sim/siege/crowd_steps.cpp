// A tick of the crowd: what each walker wants, what its neighbours let it do, and the step that comes of it.
#include <algorithm>
#include <array>
#include <cassert>
#include <cstdlib>
#include <limits>

#include "game/sim/siege/crowd.h"
#include "shared/path_hash.h"

namespace outrider::sim::siege {
namespace {

constexpr std::int32_t kTurn_per_tick = 12;
/// Up to this angle between where it faces and where it wants to go it walks at full speed; at 67 it turns on the spot.
constexpr std::int32_t kFullSpeedTurn = 24;
constexpr std::int32_t kSlowerPerTurn_256 = 6;

/// Middles (of a wide walker: anchors) keep so far from walls; less than half a cell, so that they can pass.
constexpr std::int32_t kMargin = kFixedOne * 28 / 100;
constexpr std::int32_t kWideMargin = kFixedOne / 4;
/// A wall that came up too near pushes off so much in a tick.
constexpr std::int32_t kOffWall = kFixedOne / 16;

constexpr std::int32_t kMostPush = kFixedOne / 12;
constexpr std::int32_t kLeastPush = kFixedOne / 800;  ///< of who stands: less is none
constexpr std::int32_t kLeastPushHeld = kFixedOne / 160;
static_assert(Crowd::kMostSpeed + kMostPush < kFixedOne * 2 / 5, "a step never leads beyond the next cell's margin");
/// Passing somebody who comes the other way, or stands; passing somebody slower.
constexpr std::int32_t kSidestep = kFixedOne / 40;
constexpr std::int32_t kOvertake = kFixedOne / 100;

/// Those who press against each other from opposite sides do so as if they were this much smaller (of 256, areas), and
/// smaller with every tick: nobody stands for ever in a passage that is too narrow for two.
constexpr std::int32_t kSoft_256 = 112;
constexpr std::uint8_t kMostOpposed_ticks = kSoft_256;
constexpr std::uint64_t kForgetsOpposed_ticks = 4;  ///< for each one
constexpr std::uint8_t kMostHeld_ticks = 250;
/// Who is near enough to the end of its way, and is kept from it for so long by others who stand there, is there.
constexpr std::int32_t kNearEnd_cells = 4;
constexpr std::uint8_t kNearEnd_ticks = 12;

// Of Presence: what somebody is.
constexpr std::uint8_t kWide = 1;
constexpr std::uint8_t kWalks = 2;
constexpr std::uint8_t kWaits = 4;  ///< at a wall
constexpr std::uint8_t kStuck = 8;  ///< has not moved for seconds, although it would
// Of Influence: what happened.
constexpr std::uint8_t kOpposed = 1;
constexpr std::uint8_t kBehindStander = 2;

constexpr std::uint8_t kStuck_looks = 12;

constexpr std::int32_t kNoLimit = std::numeric_limits<std::int32_t>::max();
constexpr int kPresenceShift = 4;  ///< from 1/65536 cells to 1/4096

[[nodiscard]] constexpr std::int32_t dot(UnitVector unit, std::int32_t x, std::int32_t y) noexcept {
    return (unit.x * x + unit.y * y) >> kUnitBits;
}
/// Positive: (x, y) lies to the right hand.
[[nodiscard]] constexpr std::int32_t to_the_right(UnitVector unit, std::int32_t x, std::int32_t y) noexcept {
    return (unit.x * y - unit.y * x) >> kUnitBits;
}

}  // namespace

/// The distances between two walkers at which things happen, in 1/4096 cells.
struct Crowd::Meeting {
    std::int32_t apart;    ///< nearer, and they push each other
    std::int32_t contact;  ///< who is behind keeps this distance
    std::int32_t reach;    ///< farther, and they do not mind each other
    std::int32_t lane;     ///< so far to the side somebody is still in front
};

namespace {

constexpr std::int32_t hundredths(std::int32_t cells) { return cells * 4096 / 100; }

}  // namespace

// --- the tick --------------------------------------------------------------------------------------------------------

void Crowd::move_all(const Land& land) noexcept { tick(land, false); }
void Crowd::wander_all(const Land& land) noexcept { tick(land, true); }

void Crowd::tick(const Land& land, bool wanders) noexcept {
    ++ticks_;
    if (!is_sorted_) sort();
    want_all(land, wanders);
    meet_all();
    const auto count = static_cast<std::uint32_t>(grid_.order().size());
    for (std::uint32_t at = 0; at < count; ++at) step(land, at);
    sort();
}

// --- what each one wants ---------------------------------------------------------------------------------------------

void Crowd::want_all(const Land& land, bool wanders) noexcept {
    const std::span<const UnitIndex> order = grid_.order();
    for (std::size_t at = 0; at < order.size(); ++at) {
        const UnitIndex walker = order[at];
        const std::int32_t wants = wanders ? want_wandering(land, walker) : want_on_way(land, walker);
        const Stride& stride = strides_[walker];
        const Gait gait = gaits_[walker];
        std::uint8_t kind = bodies_[walker].clearance == Clearance::kTwoCells ? kWide : std::uint8_t{0};
        if (wanders || gait == Gait::kFollowing) kind |= kWalks;
        if (!wanders && gait == Gait::kAtWall) kind |= kWaits;
        if (!wanders && ways_[walker].jam >= kStuck_looks) kind |= kStuck;
        present_[at] = {positions_[walker].x >> kPresenceShift,
                        positions_[walker].y >> kPresenceShift,
                        unit_vector(facings_[walker]),
                        stride.x,
                        stride.y,
                        static_cast<std::int16_t>(wants),
                        kind,
                        stride.opposed_ticks};
        influences_[at] = {0, 0, kNoLimit, 0};
    }
}

std::int32_t Crowd::want_on_way(const Land& land, UnitIndex walker) noexcept {
    Way& way = ways_[walker];
    const bool has_way = gaits_[walker] == Gait::kFollowing || gaits_[walker] == Gait::kAtWall;
    if (!has_way) return 0;
    if (gaits_[walker] == Gait::kAtWall && land.is_free(unpack(way.wall))) way.looks_now = true;
    if (way.looks_now || (ticks_ + walker) % kLookEvery_ticks == 0) look(land, walker);
    const FixedPoint anchor = anchor_point(walker);
    if (gaits_[walker] == Gait::kAtWall) {
        const FixedPoint wall = centre_of(unpack(way.wall));
        (void)turn_and_want(walker, facing_of_vector(wall.x - positions_[walker].x, wall.y - positions_[walker].y));
        return 0;
    }
    if (gaits_[walker] != Gait::kFollowing) return 0;
    if (way.is_aim_end && cell_of(anchor) == unpack(way.aim)) {
        stand(walker);
        return 0;
    }
    const FixedPoint centre = centre_of(unpack(way.aim));
    const std::int32_t x = centre.x + bodies_[walker].own_x - anchor.x;
    const std::int32_t y = centre.y + bodies_[walker].own_y - anchor.y;
    const std::int32_t distance = std::max(std::abs(x), std::abs(y));
    if (distance < kFixedOne && !strides_[walker].was_held) way.looks_now = true;
    if (distance == 0) return 0;
    strides_[walker].course = facings_[walker];
    return std::min(turn_and_want(walker, facing_of_vector(x, y)), distance);
}

std::int32_t Crowd::turn_and_want(UnitIndex walker, Facing towards) noexcept {
    Facing& facing = facings_[walker];
    const std::int32_t turn = turn_between(facing, towards);
    facing = static_cast<Facing>(facing + std::clamp(turn, -kTurn_per_tick, kTurn_per_tick));
    const std::int32_t slower = (std::abs(turn) - kFullSpeedTurn) * kSlowerPerTurn_256;
    const Body& body = bodies_[walker];
    return ((body.speed * body.pace_256) >> 8) * std::clamp(256 - slower, 0, 256) >> 8;
}

/// Straight on; with no room there, or having come nowhere, by a quarter turn or so to a side that hangs on the tick.
std::int32_t Crowd::want_wandering(const Land& land, UnitIndex walker) noexcept {
    Stride& stride = strides_[walker];
    ways_[walker].looks_now = true;
    const Body& body = bodies_[walker];
    const Places places(land.view(), body.clearance);
    const FixedPoint anchor = anchor_point(walker);
    const UnitVector ahead = unit_vector(stride.course);
    const FixedPoint next{anchor.x + ahead.x * 12, anchor.y + ahead.y * 12};  // three quarters of a cell
    if (facings_[walker] == stride.course && !places.is_free(cell_of(next))) {
        const std::uint64_t luck = mix64(ticks_ * 65536 + walker);
        const auto quarter = static_cast<int>(48 + luck % 32);
        stride.course = static_cast<Facing>(stride.course + ((luck >> 32U & 1U) != 0 ? quarter : -quarter));
    }
    return turn_and_want(walker, stride.course);
}

// --- neighbours ------------------------------------------------------------------------------------------------------

void Crowd::meet_all() noexcept {
    constexpr Meeting kNarrow{hundredths(54), hundredths(60), hundredths(85), hundredths(46)};
    static_assert(kNarrow.reach < 4096, "neighbours in the next cells are enough");
    const auto count = static_cast<std::uint32_t>(grid_.order().size());
    const std::int32_t reach = kNarrow.reach << kPresenceShift;
    for (std::uint32_t at = 0; at < count; ++at) {
        if ((present_[at].kind & kWide) != 0) {
            meet_wide(at);
            continue;
        }
        // Each pair once: with those behind it in the same row, and those of the next row.
        const FixedPoint here{present_[at].x << kPresenceShift, present_[at].y << kPresenceShift};
        const std::int32_t row = grid_.row_at(here.y);
        const CrowdGrid::Run same = grid_.run(row, here.x - reach, here.x + reach);
        meet_run(at, {at + 1, same.end}, 0, kNarrow);
        if (grid_.row_at(here.y + reach) == row) continue;
        meet_run(at, grid_.run(row + 1, here.x - reach, here.x + reach), 0, kNarrow);
    }
}

void Crowd::meet_wide(std::uint32_t at) noexcept {
    constexpr Meeting kWithNarrow{hundredths(100), hundredths(106), hundredths(130), hundredths(85)};
    constexpr Meeting kWithWide{hundredths(145), hundredths(154), hundredths(180), hundredths(120)};
    const FixedPoint here{present_[at].x << kPresenceShift, present_[at].y << kPresenceShift};
    const std::int32_t reach = kWithWide.reach << kPresenceShift;
    const std::int32_t last_row = grid_.row_at(here.y + reach);
    for (std::int32_t row = grid_.row_at(here.y - reach); row <= last_row; ++row) {
        const CrowdGrid::Run run = grid_.run(row, here.x - reach, here.x + reach);
        meet_run(at, run, 0, kWithNarrow);
        meet_run(at, {std::max(run.begin, at + 1), run.end}, kWide, kWithWide);
    }
}

/// With those of a run who are wide, or not wide, and near enough: few are.
void Crowd::meet_run(std::uint32_t at, const CrowdGrid::Run& run, std::uint8_t kind, const Meeting& meeting) noexcept {
    const Presence* const present = present_.data();
    const std::int32_t reach_squared = meeting.reach * meeting.reach;
    const std::int32_t x = present[at].x;
    const std::int32_t y = present[at].y;
    for (std::uint32_t other = run.begin; other < run.end; ++other) {
        const std::int32_t dx = present[other].x - x;
        const std::int32_t dy = present[other].y - y;
        if (dx * dx + dy * dy < reach_squared && (present[other].kind & kWide) == kind) meet(at, other, meeting);
    }
}

void Crowd::meet(std::uint32_t first, std::uint32_t second, const Meeting& meeting) noexcept {
    const Presence& a = present_[first];
    const Presence& b = present_[second];
    const std::int32_t dx = b.x - a.x;
    const std::int32_t dy = b.y - a.y;
    const std::int32_t distance_squared = dx * dx + dy * dy;
    Influence& on_a = influences_[first];
    Influence& on_b = influences_[second];

    // Head-on: they come from opposite sides, or one walks and the other stands. Those who are stuck together, as three
    // who each wait for the next, take it more widely: they press on, and who has pressed long enough gets through.
    const std::uint8_t both = a.kind & b.kind;
    const std::uint8_t either = a.kind | b.kind;
    const std::int32_t along = dot(a.heading, b.heading.x, b.heading.y);
    const std::int32_t is_opposite = (both & kStuck) != 0 ? kUnit * 7 / 10 : -kUnit / 2;
    const bool is_head_on =
        (both & kWalks) != 0 ? along < is_opposite : (either & kWalks) != 0 && (either & kWaits) == 0;

    // Whose way is it? Of two who want to go in about the same direction, the one who is farther along it goes first.
    const std::int32_t gap = (distance_squared - meeting.contact * meeting.contact) / (2 * meeting.contact);
    const std::int32_t ahead = dot(a.heading, dx, dy) + dot(b.heading, dx, dy);
    const bool a_gives_way = ahead > 0 || (ahead == 0 && first > second);

    // Apart.
    std::int32_t apart_squared = meeting.apart * meeting.apart;
    if (is_head_on) apart_squared = (apart_squared >> 8) * (kSoft_256 - std::max(a.opposed_ticks, b.opposed_ticks));
    if (distance_squared < apart_squared) {
        std::int32_t away_x = dx;
        std::int32_t away_y = dy;
        if (distance_squared < apart_squared / 4) {
            // Very near: no softer for that. In one spot: any direction, as long as it is theirs.
            const UnitVector away =
                unit_vector(distance_squared == 0 ? static_cast<Facing>(first * 37) : facing_of_vector(dx, dy));
            away_x = (away.x * meeting.apart) >> (kUnitBits + 1);
            away_y = (away.y * meeting.apart) >> (kUnitBits + 1);
        }
        // The part of the distance that is missing, and a little more where much is missing; no root is needed.
        const std::int32_t part_256 = (apart_squared - distance_squared) / std::max(apart_squared >> 8, 1);
        // Shared in quarters: the light one, the one who stands and the one who gives way are moved more.
        std::int32_t of_a = 2 + static_cast<int>((b.kind & kWide) != 0) - static_cast<int>((a.kind & kWide) != 0);
        if ((both & kWalks) == 0) {
            const auto insists = [](const Presence& one) { return (one.kind & (kWalks | kWaits)) != 0 ? 1 : 0; };
            of_a += insists(b) - insists(a);
        } else if (!is_head_on) {
            of_a += a_gives_way ? 1 : -1;
        }
        const std::int32_t push_x = away_x * part_256 / 256;
        const std::int32_t push_y = away_y * part_256 / 256;
        on_a.push_x -= push_x * of_a;
        on_a.push_y -= push_y * of_a;
        on_b.push_x += push_x * (4 - of_a);
        on_b.push_y += push_y * (4 - of_a);
        if (is_head_on && (a.kind & kStuck) != 0) on_a.marks |= kOpposed;
        if (is_head_on && (b.kind & kStuck) != 0) on_b.marks |= kOpposed;
    }

    const auto mind = [&](const Presence& me, const Presence& other, Influence& on_me, std::int32_t x, std::int32_t y,
                          bool gives_way) {
        if ((me.kind & kWalks) == 0) return;
        const std::int32_t side = to_the_right(me.heading, x, y);
        if (dot(me.heading, x, y) <= 0 || std::abs(side) >= meeting.lane) return;
        const bool other_walks = (other.kind & kWalks) != 0;
        if (is_head_on) {
            const std::int32_t step = kSidestep * (kSoft_256 - me.opposed_ticks) / kSoft_256;
            const std::int32_t right = side > meeting.lane / 4 ? -step : step;
            on_me.push_x += (-me.heading.y * right) >> kUnitBits;
            on_me.push_y += (me.heading.x * right) >> kUnitBits;
            if (gap < 0) on_me.marks |= static_cast<std::uint8_t>(kOpposed | (other_walks ? 0 : kBehindStander));
            return;
        }
        if (other_walks && !gives_way) return;
        const std::int32_t its_speed = std::max(dot(me.heading, other.moved_x, other.moved_y), 0);
        on_me.limit = std::min(on_me.limit, std::max(its_speed + gap * 4, 0));
        const bool is_overtaken = its_speed > me.wants / 4 && its_speed < me.wants - me.wants / 8;
        if (is_overtaken) {
            const std::int32_t right = side > 0 ? -kOvertake : kOvertake;
            on_me.push_x += (-me.heading.y * right) >> kUnitBits;
            on_me.push_y += (me.heading.x * right) >> kUnitBits;
        }
    };
    mind(a, b, on_a, dx, dy, a_gives_way);
    mind(b, a, on_b, -dx, -dy, !a_gives_way);
}

// --- the step --------------------------------------------------------------------------------------------------------

void Crowd::step(const Land& land, std::uint32_t at) noexcept {
    const UnitIndex walker = grid_.order()[at];
    const Presence& present = present_[at];
    const Influence& influence = influences_[at];
    Stride& stride = strides_[walker];

    // Who is held back stands until there is room for more than a trembling.
    const std::int32_t may = std::min<std::int32_t>(present.wants, influence.limit);
    const std::int32_t least = present.wants / (stride.was_held ? 3 : 8);
    const std::int32_t forward = may <= least ? 0 : may;
    stride.was_held = forward == 0 && present.wants > 0;
    const bool is_opposed = (influence.marks & kOpposed) != 0;
    const bool is_slowed = influence.limit < present.wants / 2;
    stride.was_hindered |= is_slowed || is_opposed || (influence.push_x | influence.push_y) != 0;
    const bool is_kept_from_end = (influence.marks & kBehindStander) != 0 && ways_[walker].is_aim_end;
    if (is_slowed || is_kept_from_end) {
        stride.held_ticks = static_cast<std::uint8_t>(std::min<int>(stride.held_ticks + 1, kMostHeld_ticks));
    } else if (stride.held_ticks > 0) {
        --stride.held_ticks;
    }
    if (is_opposed) {
        stride.opposed_ticks = static_cast<std::uint8_t>(std::min<int>(stride.opposed_ticks + 1, kMostOpposed_ticks));
    } else if (stride.opposed_ticks > 0 && ticks_ % kForgetsOpposed_ticks == 0) {
        --stride.opposed_ticks;
    }
    if (is_kept_from_end && stride.held_ticks >= kNearEnd_ticks && gaits_[walker] == Gait::kFollowing &&
        steps_between(cell(walker), unpack(ways_[walker].aim)) <= kNearEnd_cells) {
        stand(walker);
    }

    std::int32_t push_x = std::clamp(influence.push_x, -kMostPush, kMostPush);
    std::int32_t push_y = std::clamp(influence.push_y, -kMostPush, kMostPush);
    if (stride.was_held) {  // in a jam everyone pushes: who gives way to every push trembles
        push_x /= 2;
        push_y /= 2;
    }
    const std::int32_t least_push = forward > 0 ? 0 : (stride.was_held ? kLeastPushHeld : kLeastPush);
    if (std::max(std::abs(push_x), std::abs(push_y)) < least_push) push_x = push_y = 0;
    const UnitVector heading = present.heading;
    const Places places(land.view(), bodies_[walker].clearance);
    const FixedPoint before = positions_[walker];
    const PlacesAround around = places.around(cell(walker));
    const std::int32_t forward_x = (heading.x * forward) >> kUnitBits;
    const std::int32_t forward_y = (heading.y * forward) >> kUnitBits;
    if (around == 0) {
        free_walled_in(places, land, walker);
        stride.x = stride.y = 0;
        return;
    }
    if (around == kAllFree) {
        positions_[walker].x += forward_x + push_x;
        positions_[walker].y += forward_y + push_y;
    } else {
        walk(places, walker, forward_x, forward_y, true);
        walk(places, walker, push_x, push_y, false);
    }
    stride.x = static_cast<std::int16_t>(positions_[walker].x - before.x);
    stride.y = static_cast<std::int16_t>(positions_[walker].y - before.y);
}

namespace {

/// Where within its cell (0 .. kFixedOne, or beyond, if it goes to the next) a coordinate comes to lie, if before and
/// behind it there may be walls.
[[nodiscard]] std::int32_t confined(std::int32_t from, std::int32_t step, std::int32_t margin, bool is_low_free,
                                    bool is_high_free) noexcept {
    std::int32_t to = from + step;
    // Who is too near to a wall already goes no nearer, and comes off it bit by bit.
    if (!is_low_free) to = std::max(to, std::min(margin, from + kOffWall));
    if (!is_high_free) to = std::min(to, std::max(kFixedOne - margin, from - kOffWall));
    return to;
}

/// A step into a corner of a wall (not into its face) slips off it: by what is lost, away from the corner until it is
/// passed.
[[nodiscard]] std::int32_t slip(std::int32_t lost, std::int32_t along_wall, std::int32_t margin) noexcept {
    if (along_wall < margin) return std::min(std::abs(lost), margin - along_wall);
    if (along_wall > kFixedOne - margin) return -std::min(std::abs(lost), along_wall - (kFixedOne - margin));
    return 0;
}

/// A step into the face of a wall goes on along it, half as far as it would have, if it leads that way at all.
[[nodiscard]] std::int32_t slide(std::int32_t lost, std::int32_t along_wall) noexcept {
    if (std::abs(along_wall) < std::abs(lost) / 16) return 0;
    return along_wall > 0 ? std::abs(lost) / 2 : -std::abs(lost) / 2;
}

/// Less by the length of `by`.
[[nodiscard]] std::int32_t shortened(std::int32_t length, std::int32_t by) noexcept {
    return length > 0 ? length - std::abs(by) : length + std::abs(by);
}

}  // namespace

/// Moves a walker by less than half a cell each way, and leaves it on a free place whatever the step: it keeps out of
/// the squares of blocked places, grown by the margin, first along x and then along y.
void Crowd::walk(const Places& places, UnitIndex walker, std::int32_t x, std::int32_t y, bool slips) noexcept {
    if ((x | y) == 0) return;
    const std::int32_t margin = places.is_wide() ? kWideMargin : kMargin;
    const FixedPoint anchor = anchor_point(walker);
    const Cell here = cell_of(anchor);
    const PlacesAround around = places.around(here);
    const std::int32_t in_x = anchor.x - here.x * kFixedOne;
    const std::int32_t in_y = anchor.y - here.y * kFixedOne;
    // Near the upper or lower side of its cell, the corners there count as well.
    const auto is_column_free = [&](std::int32_t dx) {
        return is_free_beside(around, dx, 0) && (in_y >= margin || is_free_beside(around, dx, -1)) &&
               (in_y <= kFixedOne - margin || is_free_beside(around, dx, 1));
    };
    const std::int32_t to_x = confined(in_x, x, margin, is_column_free(-1), is_column_free(1));
    const std::int32_t column = to_x >> 16;
    const std::int32_t rest_x = to_x - column * kFixedOne;
    const auto is_row_free = [&](std::int32_t dy) {
        if (!is_free_beside(around, column, dy)) return false;
        if (rest_x < margin && column > -1 && !is_free_beside(around, column - 1, dy)) return false;
        return rest_x <= kFixedOne - margin || column == 1 || is_free_beside(around, column + 1, dy);
    };
    const std::int32_t to_y = confined(in_y, y, margin, is_row_free(-1), is_row_free(1));
    positions_[walker].x += to_x - in_x;
    positions_[walker].y += to_y - in_y;
    if (!slips) return;

    // What was lost at a wall is walked along it: at its face to the side to which the walker leans, and at a corner
    // until that is passed, and the rest as it was.
    const std::int32_t lost_x = in_x + x - to_x;
    const std::int32_t lost_y = in_y + y - to_y;
    if (lost_x != 0) {
        const bool is_corner = is_free_beside(around, lost_x > 0 ? 1 : -1, 0);
        const std::int32_t aside = is_corner ? slip(lost_x, in_y, margin) : slide(lost_x, y);
        walk(places, walker, 0, aside, false);
        if (is_corner) walk(places, walker, shortened(lost_x, aside), 0, false);
    } else if (lost_y != 0) {
        const bool is_corner = is_free_beside(around, column, lost_y > 0 ? 1 : -1);
        const std::int32_t aside = is_corner ? slip(lost_y, rest_x, margin) : slide(lost_y, x);
        walk(places, walker, aside, 0, false);
        if (is_corner) walk(places, walker, 0, shortened(lost_y, aside), false);
    }
}

/// Puts a walker on the nearest place where it fits; where there is none on the whole map, it stays.
void Crowd::free_walled_in(const Places& places, const Land& land, UnitIndex walker) noexcept {
    const Cell here = cell(walker);
    const std::int32_t farthest = std::max(land.width_cells(), land.height_cells());
    for (std::int32_t radius = 1; radius <= farthest; ++radius) {
        Cell best;
        std::int32_t best_distance = std::numeric_limits<std::int32_t>::max();
        for (std::int32_t dy = -radius; dy <= radius; ++dy) {
            const bool is_edge = dy == -radius || dy == radius;
            for (std::int32_t dx = -radius; dx <= radius; dx += is_edge ? 1 : 2 * radius) {
                const std::int32_t distance = dx * dx + dy * dy;
                if (distance >= best_distance || !places.is_free({here.x + dx, here.y + dy})) continue;
                best = {here.x + dx, here.y + dy};
                best_distance = distance;
            }
        }
        if (best_distance == std::numeric_limits<std::int32_t>::max()) continue;
        positions_[walker] = middle_of_anchor(best, bodies_[walker].clearance);
        ways_[walker].looks_now = true;
        return;
    }
}

}  // namespace outrider::sim::siege
