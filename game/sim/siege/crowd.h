// Walkers on their feet: they follow ways, keep apart, and never stand in a wall. Owned by SiegeState.
//
// A walker of one cell is a disc whose middle lies in a free cell; one of two cells (Clearance::kTwoCells) has an
// anchor, the upper left of the four cells that it covers, and its middle lies near the corner that they share. Paths,
// and the cell where a search begins, are of anchors.
//
// Its way is where it wants to go, not where it puts each step: it heads for the farthest point of the way that it
// sees, as long as that does not leave the way by much (a way round danger is meant). It looks a few times a second.
// Neighbours push each other apart, softly; whoever has somebody slower right ahead goes no faster than he does; those
// who meet head-on pass on the right, and press through if there is no room. Like C. Reynolds, "Steering Behaviors For
// Autonomous Characters", 1999, but in whole numbers.
//
// Integers throughout; nothing hangs on the order of places, but for ties. All calls are the frame thread's; none
// allocates, once paths of every length have been walked.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "game/sim/land.h"
#include "game/sim/path_store.h"
#include "game/sim/siege/crowd_facing.h"
#include "game/sim/siege/crowd_grid.h"
#include "game/sim/siege/crowd_sight.h"
#include "game/sim/units.h"
#include "game/sim/world.h"
#include "shared/grid.h"
#include "shared/protocol.h"

namespace outrider::sim::siege {

enum class Gait : std::uint8_t {
    kGone,      ///< nobody has this place
    kStanding,  ///< no way to follow, or at its end; still makes room for others
    kFollowing,
    kAtWall,  ///< follows a way that leads through a blocked cell, and stands before it (whoever it is: also one whose
              ///< way was cut and who has not been told): wall_ahead(). Goes on by itself when the cell is free
    kLost,    ///< has strayed from its way and does not see it any more, or makes no headway: wants a new one. Stands
              ///< until follow() or stand()
};

struct WalkerSpec {
    FixedPoint middle;
    std::int32_t speed = 0;  ///< 1/65536 cells a tick; at most Crowd::kMostSpeed
    Clearance clearance = Clearance::kOneCell;
};

/// The middle of a walker whose anchor lies in the middle of this cell.
[[nodiscard]] constexpr FixedPoint middle_of_anchor(Cell anchor, Clearance clearance) noexcept {
    const FixedPoint centre = centre_of(anchor);
    if (clearance == Clearance::kOneCell) return centre;
    return {centre.x + kFixedOne / 2, centre.y + kFixedOne / 2};
}

class Crowd {
public:
    /// For maps of this size and at most so many walkers (65,535).
    Crowd(const GridLayout& layout, std::uint32_t most);

    // --- who is there ---
    /// The lowest empty place, where it stands; kNobody if all are taken. REQUIRES: the walker's cells are free.
    UnitIndex add(const WalkerSpec& spec) noexcept;
    /// REQUIRES: somebody has this place.
    void remove(UnitIndex walker) noexcept;
    /// One past the highest place that was ever taken.
    [[nodiscard]] std::uint32_t places() const noexcept { return places_; }

    // --- where they go ---
    /// Turning points or waypoints as a search gives them, of anchors; joined where the walker is by now. False, and
    /// the walker goes on as before, if it has come too far off their beginning (or there are none).
    bool follow(UnitIndex walker, std::span<const PackedCell> points) noexcept;
    /// Forgets its way.
    void stand(UnitIndex walker) noexcept;
    /// 256 is its own speed; at most 256.
    void set_pace(UnitIndex walker, std::uint32_t pace_256) noexcept;
    /// Does what is left of its way lead over a cell of `cells` that is not free (for a wide walker: over which any of
    /// its four cells would come)? With an empty rectangle: over any such cell.
    [[nodiscard]] bool is_way_cut(UnitIndex walker, const Land& land, const CellRect& cells) const noexcept;

    // --- a tick ---
    /// Before move_all() or wander_all(), if previous_positions() are wanted.
    void remember_positions() noexcept;
    /// Steers, keeps apart, moves. No walker ends in a blocked cell; one that was walled in (a building command should
    /// not do that) is put on the nearest free cell.
    void move_all(const Land& land) noexcept;
    /// For mode `none`: straight on, turns at walls. Ways and gaits are kept for later.
    void wander_all(const Land& land) noexcept;

    // --- what others read; spans have places() entries, those of empty places mean nothing ---
    [[nodiscard]] std::span<const FixedPoint> positions() const noexcept {
        return std::span(positions_).first(places_);
    }
    /// As of the last remember_positions(); of who came since, where it came.
    [[nodiscard]] std::span<const FixedPoint> previous_positions() const noexcept {
        return std::span(previous_).first(places_);
    }
    [[nodiscard]] std::span<const std::uint8_t> facings() const noexcept { return std::span(facings_).first(places_); }
    [[nodiscard]] std::span<const Gait> gaits() const noexcept { return std::span(gaits_).first(places_); }
    /// Of its anchor: where a search begins.
    [[nodiscard]] Cell cell(UnitIndex walker) const noexcept { return cell_of(anchor_point(walker)); }
    [[nodiscard]] Clearance clearance(UnitIndex walker) const noexcept { return bodies_[walker].clearance; }
    /// Points that it has still to pass, the next one first; empty if it has no way.
    [[nodiscard]] std::span<const PackedCell> path_ahead(UnitIndex walker) const noexcept {
        return ways_[walker].path.ahead();
    }
    /// The blocked cell before a walker that is kAtWall, as it was when the walker looked last.
    [[nodiscard]] Cell wall_ahead(UnitIndex walker) const noexcept { return unpack(ways_[walker].wall); }
    /// Calls visit(UnitIndex) for each walker whose middle lies within `radius` (1/65536 cells) of `point`, in the
    /// order of rows of cells (of larger squares on maps of more than 2^18 cells) and of places within a cell; those
    /// who were added since the last move_all() or wander_all() come last. A visitor may remove walkers, and add none.
    template <typename Visit>
    void for_each_near(FixedPoint point, std::int32_t radius, Visit&& visit) const;
    /// All that the next tick depends on.
    [[nodiscard]] std::uint64_t hash() const noexcept;

    static constexpr std::int32_t kMostSpeed = kFixedOne / 4;

private:
    static constexpr int kLookEvery_ticks = 16;  ///< each in its turn; more often where it comes near to its aim

    struct Body {
        std::int32_t speed = 0;
        std::uint16_t pace_256 = 256;
        std::int16_t own_x = 0;  ///< in a cell that many head for it has a place of its own, so far from the centre
        std::int16_t own_y = 0;
        Clearance clearance = Clearance::kOneCell;
        bool is_in_grid = false;  ///< it was there when the grid was sorted
    };

    /// A way and how far it has come on it: the walker is on the run to the point that comes next, or sees it.
    struct Way {
        StoredPath path;
        std::uint64_t hash = 0;   ///< of all its points
        PackedCell aim;           ///< where it is heading in a straight line
        PackedCell wall;          ///< kAtWall: the blocked cell
        FixedPoint looked_from;   ///< where it was when it looked last
        std::uint8_t astray = 0;  ///< rises when it must go back to where it sees its way, and falls
        std::uint8_t unseen = 0;  ///< looks in a row in which it saw nothing of its way
        std::uint8_t idle = 0;    ///< looks in a row in which it had made no headway, and nobody was in front
        std::uint8_t jam = 0;     ///< rises with every look without headway, whoever is in front, and falls
        bool looks_now = false;   ///< in the next tick, although it is not its turn
        bool is_fresh = false;    ///< it has not looked along it yet
        bool is_aim_end = false;  ///< the aim is where the way ends
    };

    /// How its last tick went.
    struct Stride {
        std::int16_t x = 0;  ///< where it moved
        std::int16_t y = 0;
        std::uint8_t held_ticks = 0;     ///< rises while somebody in front makes it go slowly, and falls
        std::uint8_t opposed_ticks = 0;  ///< rises while somebody comes its way, and falls
        bool was_held = false;           ///< stood, for somebody in front
        bool was_hindered = false;       ///< since it looked last, somebody in front made it go slowly
        std::uint8_t course = 0;         ///< for wander_all(): a facing
    };

    /// What neighbours see of a walker, and what they do to it. One entry per place of the grid's order; scratch
    /// memory.
    struct Presence {
        std::int32_t x;  ///< 1/4096 cells
        std::int32_t y;
        UnitVector heading;    ///< where it wants to go
        std::int16_t moved_x;  ///< in the last tick, 1/65536 cells
        std::int16_t moved_y;
        std::int16_t wants;  ///< to go so far in this tick, 1/65536 cells
        std::uint8_t kind;   ///< bits
        std::uint8_t opposed_ticks;
    };
    struct Influence {
        std::int32_t push_x;  ///< 1/65536 cells
        std::int32_t push_y;
        std::int32_t limit;  ///< goes no farther than this
        std::uint8_t marks;  ///< bits
    };
    struct Meeting;

    // crowd_ways.cpp
    struct Spot;
    [[nodiscard]] static Spot spot_at(const StoredPath& path, std::uint32_t point, std::int32_t step) noexcept;
    [[nodiscard]] static Spot spot_ahead(const StoredPath& path, Spot spot, std::int32_t cells) noexcept;
    [[nodiscard]] static Spot nearest_on_run(const StoredPath& path, std::uint32_t point, Cell cell) noexcept;
    void look(const Land& land, UnitIndex walker) noexcept;
    bool aim_ahead(const Places& places, UnitIndex walker, const Spot& near) noexcept;
    [[nodiscard]] bool keeps_aim(const Places& places, UnitIndex walker) const noexcept;
    bool stop_at_wall(const Places& places, const Land& land, UnitIndex walker, const Spot& near) noexcept;
    bool aim_close_by(const Places& places, UnitIndex walker, const Spot& near) noexcept;
    void take_aim(UnitIndex walker, const Spot& spot) noexcept;
    void note_headway(UnitIndex walker) noexcept;

    // crowd_steps.cpp
    void tick(const Land& land, bool wanders) noexcept;
    void want_all(const Land& land, bool wanders) noexcept;
    [[nodiscard]] std::int32_t want_on_way(const Land& land, UnitIndex walker) noexcept;
    [[nodiscard]] std::int32_t want_wandering(const Land& land, UnitIndex walker) noexcept;
    [[nodiscard]] std::int32_t turn_and_want(UnitIndex walker, Facing towards) noexcept;
    void meet_all() noexcept;
    void meet_wide(std::uint32_t at) noexcept;
    void meet_run(std::uint32_t at, const CrowdGrid::Run& run, std::uint8_t kind, const Meeting& meeting) noexcept;
    void meet(std::uint32_t first, std::uint32_t second, const Meeting& meeting) noexcept;
    void step(const Land& land, std::uint32_t at) noexcept;
    void walk(const Places& places, UnitIndex walker, std::int32_t x, std::int32_t y, bool slips) noexcept;
    void free_walled_in(const Places& places, const Land& land, UnitIndex walker) noexcept;

    [[nodiscard]] static constexpr std::int32_t anchor_offset(Clearance clearance) noexcept {
        return clearance == Clearance::kTwoCells ? kFixedOne / 2 : 0;
    }
    [[nodiscard]] FixedPoint anchor_point(UnitIndex walker) const noexcept {
        const std::int32_t offset = anchor_offset(bodies_[walker].clearance);
        return {positions_[walker].x - offset, positions_[walker].y - offset};
    }
    void sort() noexcept;

    // One entry per place.
    std::vector<FixedPoint> positions_;
    std::vector<FixedPoint> previous_;
    std::vector<Facing> facings_;
    std::vector<Gait> gaits_;
    std::vector<Body> bodies_;
    std::vector<Way> ways_;
    std::vector<Stride> strides_;

    std::vector<std::uint64_t> taken_;  ///< a bit per place
    std::uint32_t places_ = 0;
    std::uint64_t ticks_ = 0;
    PathStore paths_;
    CrowdGrid grid_;
    std::vector<UnitIndex> added_;  ///< since the grid was sorted
    bool is_sorted_ = true;         ///< nobody came or went since then

    std::vector<Presence> present_;
    std::vector<Influence> influences_;
};

template <typename Visit>
void Crowd::for_each_near(FixedPoint point, std::int32_t radius, Visit&& visit) const {
    const std::span<const UnitIndex> order = grid_.order();
    const std::int64_t radius_squared = static_cast<std::int64_t>(radius) * radius;
    const auto is_within = [&](UnitIndex walker) {
        const std::int64_t x = positions_[walker].x - point.x;
        const std::int64_t y = positions_[walker].y - point.y;
        return x * x + y * y <= radius_squared;
    };
    const std::int32_t last_row = grid_.row_at(point.y + radius);
    for (std::int32_t row = grid_.row_at(point.y - radius); row <= last_row; ++row) {
        const CrowdGrid::Run run = grid_.run(row, point.x - radius, point.x + radius);
        for (std::uint32_t at = run.begin; at < run.end; ++at) {
            const UnitIndex walker = order[at];
            if (bodies_[walker].is_in_grid && is_within(walker)) visit(walker);
        }
    }
    for (const UnitIndex walker : added_) {
        if (gaits_[walker] != Gait::kGone && !bodies_[walker].is_in_grid && is_within(walker)) visit(walker);
    }
}

}  // namespace outrider::sim::siege
