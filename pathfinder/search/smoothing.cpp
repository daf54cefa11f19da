#include "pathfinder/search/smoothing.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstdint>
#include <cstdlib>
#include <utility>

#include "pathfinder/search/bit_block.h"

// Why it works. The places where the body does not overlap a blocked cell are the plane less open squares whose corners
// are cell centres (T. Lozano-Perez, "Spatial Planning: A Configuration Space Approach", IEEE Trans. Computers 32,
// 1983). Shortest paths there turn only at such corners, hence at cells: the taut path needs no other waypoints, and
// all of it can be computed in whole numbers.
//
// A turn u-v-w is tightened as in J. Hershberger and J. Snoeyink, "Computing Minimum Length Paths of a Given Homotopy
// Class", Computational Geometry 4, 1994: within the triangle, the shortest way from u to w that leaves all obstacles
// on the same side is the convex hull of u, w and the corners of obstacles there, on the side of v. The squares cannot
// cross the two free legs, so they reach in over the third side only. In addition a turn is left out whenever u sees w
// (A. Botea, M. Mueller and J. Schaeffer, "Near Optimal Hierarchical Path-Finding", 2004), for the string may as well
// lie on the other side of an obstacle if that is shorter.

namespace outrider::search {
namespace {

[[nodiscard]] constexpr std::int32_t floor_div(std::int32_t value, std::int32_t by) noexcept {
    return value / by - static_cast<std::int32_t>(value % by < 0);
}
[[nodiscard]] constexpr std::int32_t ceil_div(std::int32_t value, std::int32_t by) noexcept {
    return value / by + static_cast<std::int32_t>(value % by > 0);
}

/// Where a segment crosses the centre of one line after another: floor + rest / lines.
class Crossing {
public:
    /// REQUIRES: lines > 0.
    Crossing(std::int32_t position, std::int32_t advance, std::int32_t lines) noexcept
        : lines_(lines), step_(floor_div(advance, lines)), step_rest_(advance - step_ * lines), floor_(position) {}

    void next_line() noexcept {
        floor_ += step_;
        rest_ += step_rest_;
        if (rest_ < lines_) return;
        rest_ -= lines_;
        ++floor_;
    }
    [[nodiscard]] std::int32_t floor() const noexcept { return floor_; }
    [[nodiscard]] std::int32_t ceil() const noexcept { return floor_ + static_cast<std::int32_t>(rest_ != 0); }

private:
    std::int32_t lines_;
    std::int32_t step_;
    std::int32_t step_rest_;
    std::int32_t floor_;
    std::int32_t rest_ = 0;
};

/// The place of a body: which line, and which position in it.
struct Place {
    std::int32_t line;
    std::int32_t position;
};

/// Between two lines y and y + 1 the body covers, of both, all from the floor of the one crossing to the ceiling of the
/// other, and as many more cells and lines as it is wide. So line y is covered from the crossing `body` lines back to
/// that of the next line.
template <typename LineAt>
[[nodiscard]] bool is_sweep_free(const LineAt& line_at, std::int32_t body, Place a, Place b) noexcept {
    if (a.line > b.line) std::swap(a, b);
    const std::int32_t lines = b.line - a.line;
    Crossing back(a.position, b.position - a.position, std::max(lines, 1));
    Crossing front = back;
    if (lines == 0) {
        const auto [first, last] = std::minmax(a.position, b.position);
        for (std::int32_t line = a.line; line < a.line + body; ++line) {
            if (!is_run_free(line_at(line), first, last + body - 1)) return false;
        }
        return true;
    }
    for (std::int32_t line = a.line; line < b.line + body; ++line) {
        if (line < b.line) front.next_line();
        if (line > a.line + body) back.next_line();
        const std::int32_t first = std::min(back.floor(), front.floor());
        const std::int32_t last = std::max(back.ceil(), front.ceil()) + body - 1;
        if (!is_run_free(line_at(line), first, last)) return false;
    }
    return true;
}

/// Twice the area of the triangle, positive if `c` lies to the right of the way from `a` to `b` (y points down).
[[nodiscard]] constexpr std::int32_t area(Cell a, Cell b, Cell c) noexcept {
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}
[[nodiscard]] constexpr std::int32_t sign(std::int32_t value) noexcept { return (value > 0) - (value < 0); }

/// 64 places of a row at once, and their neighbours to the west and east: a set bit is a place where the body fits.
struct Places {
    std::uint64_t west;
    std::uint64_t here;
    std::uint64_t east;
};

/// REQUIRES: the word is one of the map; -1 <= y, and y + 1 <= height for two cells, y <= height for one.
[[nodiscard]] inline Places places_at(const MapView& map, Clearance clearance, std::int32_t y,
                                      std::int32_t word) noexcept {
    const std::uint64_t* row = map.row(y) + word;
    if (clearance == Clearance::kOneCell) {
        return {row[0] << 1U | row[-1] >> 63U, row[0], row[0] >> 1U | row[1] << 63U};
    }
    const std::uint64_t* below = map.row(y + 1) + word;
    const std::uint64_t before = row[-1] & below[-1];
    const std::uint64_t both = row[0] & below[0];
    const std::uint64_t after = row[1] & below[1];
    const std::uint64_t here = both & (both >> 1U | after << 63U);
    return {here << 1U | (before >> 63U & both), here, here >> 1U | (after & after >> 1U) << 63U};
}

/// Where the obstacle lies that a corner belongs to.
constexpr std::array<Cell, 4> kDiagonals = {{{-1, -1}, {1, -1}, {-1, 1}, {1, 1}}};

/// 64 places of a row: those that are the corner of an obstacle in each of the diagonal directions. A corner is free
/// beside the obstacle on both sides; elsewhere along its edges nothing can turn.
using Corners = std::array<std::uint64_t, 4>;

[[nodiscard]] inline Corners corners_at(const MapView& map, Clearance clearance, std::int32_t y,
                                        std::int32_t word) noexcept {
    const Places north = places_at(map, clearance, y - 1, word);
    const Places row = places_at(map, clearance, y, word);
    const Places south = places_at(map, clearance, y + 1, word);
    const std::uint64_t above = row.here & north.here;
    const std::uint64_t below = row.here & south.here;
    return {above & row.west & ~north.west, above & row.east & ~north.east, below & row.west & ~south.west,
            below & row.east & ~south.east};
}

/// The inside of a turn u-v-w: all that the string would sweep on its way to the straight line.
class Turn {
public:
    /// REQUIRES: the three are not in one line.
    Turn(Cell u, Cell v, Cell w) noexcept : u_(u), v_(v), w_(w), side_(sign(area(u, v, w))) {}

    [[nodiscard]] std::int32_t first_row() const noexcept { return std::min({u_.y, v_.y, w_.y}); }
    [[nodiscard]] std::int32_t last_row() const noexcept { return std::max({u_.y, v_.y, w_.y}); }

    /// The cells of a row within the triangle, borders included: none if first > last.
    struct Range {
        std::int32_t first;
        std::int32_t last;
    };
    [[nodiscard]] Range range_in(std::int32_t y) const noexcept {
        Range range{kMaxMapSide_cells, -1};
        widen(range, u_, v_, y);
        widen(range, v_, w_, y);
        widen(range, w_, u_, y);
        return range;
    }

    [[nodiscard]] bool is_end(Cell cell) const noexcept { return cell == u_ || cell == w_; }
    [[nodiscard]] Cell from() const noexcept { return u_; }
    [[nodiscard]] Cell to() const noexcept { return w_; }
    /// The sign of area() on the side of the straight line where the string lies.
    [[nodiscard]] std::int32_t string_side() const noexcept { return -side_; }

    /// Does the obstacle at this corner reach into the triangle? One that touches a leg from outside does not hold it.
    /// REQUIRES: the corner lies in the triangle; `diagonal` points to the obstacle.
    [[nodiscard]] bool is_held_by(Cell corner, Cell diagonal) const noexcept {
        return is_inside_of(u_, v_, corner, diagonal) && is_inside_of(v_, w_, corner, diagonal);
    }

private:
    [[nodiscard]] bool is_inside_of(Cell a, Cell b, Cell corner, Cell diagonal) const noexcept {
        if (area(a, b, corner) != 0) return true;
        return area(a, b, {corner.x + diagonal.x, corner.y + diagonal.y}) * side_ > 0;
    }
    /// Widens `range` to where the segment meets the row.
    static void widen(Range& range, Cell a, Cell b, std::int32_t y) noexcept {
        if (a.y > b.y) std::swap(a, b);
        if (y < a.y || y > b.y) return;
        if (a.y == b.y) {
            range = {std::min({range.first, a.x, b.x}), std::max({range.last, a.x, b.x})};
            return;
        }
        const std::int32_t across = (b.x - a.x) * (y - a.y);
        range.first = std::min(range.first, a.x + ceil_div(across, b.y - a.y));
        range.last = std::max(range.last, a.x + floor_div(across, b.y - a.y));
    }

    Cell u_;
    Cell v_;
    Cell w_;
    std::int32_t side_;
};

/// Finds the corners in one row that hold a turn: the outermost two of the row, for the convex hull asks for no others.
class RowOfCorners {
public:
    RowOfCorners(const MapView& map, Clearance clearance, const Turn& turn, std::int32_t y) noexcept
        : map_(map), clearance_(clearance), turn_(turn), y_(y), range_(turn.range_in(y)) {}

    void add_outermost_to(std::vector<Cell>& found) const {
        for (std::int32_t word = range_.first >> 6; word <= range_.last >> 6; ++word) {
            const Corners corners = corners_in(word);
            for (std::uint64_t rest = any_of(corners); rest != 0; rest &= rest - 1) {
                const std::int32_t bit = std::countr_zero(rest);
                if (!is_held_at(corners, word, bit)) continue;
                found.push_back({word * 64 + bit, y_});
                add_last_to(found);
                return;
            }
        }
    }

private:
    /// REQUIRES: the row has a corner that holds, and it is the last one found.
    void add_last_to(std::vector<Cell>& found) const {
        for (std::int32_t word = range_.last >> 6;; --word) {
            const Corners corners = corners_in(word);
            for (std::uint64_t rest = any_of(corners); rest != 0;) {
                const std::int32_t bit = 63 - std::countl_zero(rest);
                rest &= ~(std::uint64_t{1} << static_cast<std::uint32_t>(bit));
                if (!is_held_at(corners, word, bit)) continue;
                const Cell last{word * 64 + bit, y_};
                if (last != found.back()) found.push_back(last);
                return;
            }
        }
    }
    [[nodiscard]] Corners corners_in(std::int32_t word) const noexcept {
        Corners corners = corners_at(map_, clearance_, y_, word);
        std::uint64_t mask = ~std::uint64_t{0};
        if (word == range_.first >> 6) mask <<= static_cast<std::uint32_t>(range_.first) & 63U;
        if (word == range_.last >> 6)
            mask &= ~std::uint64_t{0} >> (63U - (static_cast<std::uint32_t>(range_.last) & 63U));
        for (std::uint64_t& places : corners) places &= mask;
        return corners;
    }
    [[nodiscard]] static std::uint64_t any_of(const Corners& corners) noexcept {
        return corners[0] | corners[1] | corners[2] | corners[3];
    }
    [[nodiscard]] bool is_held_at(const Corners& corners, std::int32_t word, std::int32_t bit) const noexcept {
        const Cell corner{word * 64 + bit, y_};
        if (turn_.is_end(corner)) return false;
        for (std::size_t i = 0; i < corners.size(); ++i) {
            if ((corners[i] >> static_cast<std::uint32_t>(bit) & 1U) == 0) continue;
            if (turn_.is_held_by(corner, kDiagonals[i])) return true;
        }
        return false;
    }

    const MapView& map_;
    Clearance clearance_;
    const Turn& turn_;
    std::int32_t y_;
    Turn::Range range_;
};

/// Does the obstacle that `turn` bends round begin right at it? Then the turn is taut: most are.
[[nodiscard]] bool is_held_at_its_point(const MapView& map, Clearance clearance, const Turn& turn,
                                        Cell point) noexcept {
    const Corners corners = corners_at(map, clearance, point.y, point.x >> 6);
    for (std::size_t i = 0; i < corners.size(); ++i) {
        if ((corners[i] >> (static_cast<std::uint32_t>(point.x) & 63U) & 1U) == 0) continue;
        if (turn.is_held_by(point, kDiagonals[i])) return true;
    }
    return false;
}

[[nodiscard]] constexpr std::int32_t distance_squared(Cell a, Cell b) noexcept {
    return (b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y);
}

/// The next vertex of the convex hull after `at` (R. A. Jarvis, "On the Identification of the Convex Hull of a Finite
/// Set of Points in the Plane", Information Processing Letters 2, 1973): hulls of few vertices are the rule here.
[[nodiscard]] Cell next_of_hull(const Turn& turn, const std::vector<Cell>& corners, Cell at) noexcept {
    Cell next = turn.to();
    for (const Cell corner : corners) {
        if (corner == at) continue;
        const std::int32_t beyond = area(at, next, corner) * turn.string_side();
        if (beyond < 0) continue;
        if (beyond > 0 || distance_squared(at, corner) > distance_squared(at, next)) next = corner;
    }
    return next;
}

}  // namespace

bool has_line_of_sight(const MapView& map, Clearance clearance, Cell a, Cell b) noexcept {
    assert(map.contains(a) && map.contains(b) && "both cells lie in the map");
    const auto body = static_cast<std::int32_t>(clearance);
    if (std::abs(b.y - a.y) <= std::abs(b.x - a.x)) {
        return is_sweep_free([&map](std::int32_t y) { return map.row(y); }, body, {a.y, a.x}, {b.y, b.x});
    }
    return is_sweep_free([&map](std::int32_t x) { return map.column(x); }, body, {a.x, a.y}, {b.x, b.y});
}

void PathSmoother::prepare(const GridLayout& layout) {
    const auto cells = static_cast<std::size_t>(layout.width_cells) * static_cast<std::size_t>(layout.height_cells);
    taut_.reserve(cells / 16 + 64);
    ahead_.reserve(cells / 16 + 64);
    corners_.reserve(2 * static_cast<std::size_t>(layout.height_cells));
    way_round_.reserve(2 * static_cast<std::size_t>(layout.height_cells));
}

std::span<const PackedCell> PathSmoother::smooth(const MapView& map, Clearance clearance,
                                                 std::span<const PackedCell> turning_points) {
    taut_.clear();
    if (turning_points.empty()) return {};
    taut_.push_back(turning_points.front());
    leap_ahead(map, clearance, turning_points);
    settle_turns(map, clearance, turning_points.size() * kMostTurns_per_point);
    return taut_;
}

/// Puts ahead what is left of the points after leaping from each one over all before the last that it sees of those 2,
/// 4, 8 .. further on. Where octile steps wind along a free line, few looks take the place of one at every point.
void PathSmoother::leap_ahead(const MapView& map, Clearance clearance, std::span<const PackedCell> points) {
    ahead_.clear();
    for (std::size_t at = 0; at + 1 < points.size();) {
        std::size_t leap = 1;
        while (at + 2 * leap < points.size() &&
               has_line_of_sight(map, clearance, unpack(points[at]), unpack(points[at + 2 * leap]))) {
            leap *= 2;
        }
        at += leap;
        ahead_.push_back(points[at]);
    }
    std::reverse(ahead_.begin(), ahead_.end());
}

/// Every turn but those ahead is taut. The turn at the last settled waypoint is looked at; pulled taut, it may loosen
/// the one before, so that is looked at next. Each change makes the path shorter: this ends even without the bound.
void PathSmoother::settle_turns(const MapView& map, Clearance clearance, std::size_t most_turns) {
    while (!ahead_.empty()) {
        const PackedCell next = ahead_.back();
        if (next == taut_.back()) {  // a path that went to and fro
            ahead_.pop_back();
        } else if (taut_.size() < 2 || most_turns == 0 || is_taut(map, clearance)) {
            taut_.push_back(next);
            ahead_.pop_back();
        } else {
            --most_turns;
            taut_.pop_back();
            ahead_.insert(ahead_.end(), way_round_.rbegin(), way_round_.rend());
        }
    }
}

/// Looks at the turn from the last two settled waypoints to the next one. Unless it is taut, `way_round_` holds the
/// waypoints to put in the place of its point: none if the ends see each other.
bool PathSmoother::is_taut(const MapView& map, Clearance clearance) {
    const Cell from = unpack(taut_[taut_.size() - 2]);
    const Cell point = unpack(taut_.back());
    const Cell to = unpack(ahead_.back());
    way_round_.clear();
    if (has_line_of_sight(map, clearance, from, to)) return false;
    const Turn turn(from, point, to);
    if (is_held_at_its_point(map, clearance, turn, point)) return true;
    corners_.clear();
    for (std::int32_t y = turn.first_row(); y <= turn.last_row(); ++y) {
        RowOfCorners(map, clearance, turn, y).add_outermost_to(corners_);
    }
    for (Cell at = next_of_hull(turn, corners_, from); at != to; at = next_of_hull(turn, corners_, at)) {
        way_round_.push_back(pack(at));
    }
    assert(!way_round_.empty() && "what hides the ends from each other has a corner in the triangle");
    return way_round_.empty();
}

}  // namespace outrider::search
