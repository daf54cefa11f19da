#include "pathfinder/search/smoothing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "pathfinder/search/search.h"
#include "tests/unit/search/test_maps.h"

namespace outrider::search {
namespace {

using test::Dice;
using test::TestMap;

constexpr Clearance kBothClasses[] = {Clearance::kOneCell, Clearance::kTwoCells};

bool is_blocked(const MapView& map, Cell cell) { return !map.contains(cell) || !map.is_free(cell); }

/// All of this path as cells, for messages.
std::string text_of(std::span<const PackedCell> points) {
    std::string text;
    for (const PackedCell point : points) {
        text += "(" + std::to_string(unpack(point).x) + "," + std::to_string(unpack(point).y) + ") ";
    }
    return text;
}

/// Part of a segment, a + t * (b - a), as a range of t with whole numerators over one denominator.
struct OpenRange {
    std::int64_t above;
    std::int64_t below;
    std::int64_t over;
};

/// For which t lies one coordinate strictly between `low` and `high`? Nothing: for none; all of t: for every one.
std::optional<OpenRange> between(std::int64_t a, std::int64_t b, std::int64_t low, std::int64_t high) {
    const std::int64_t d = b - a;
    if (d == 0) return low < a && a < high ? std::optional(OpenRange{-1, 2, 1}) : std::nullopt;
    if (d > 0) return OpenRange{low - a, high - a, d};
    return OpenRange{a - high, a - low, -d};
}

/// Does the open square from `low` to `high` hold a point of the segment? Fractions are compared crosswise.
bool meets_square(Cell a, Cell b, Cell low, Cell high) {
    const auto x = between(a.x, b.x, low.x, high.x);
    const auto y = between(a.y, b.y, low.y, high.y);
    if (!x || !y) return false;
    const bool x_in_segment = x->above < x->over && x->below > 0;
    const bool y_in_segment = y->above < y->over && y->below > 0;
    return x_in_segment && y_in_segment && x->above * y->over < y->below * x->over &&
           y->above * x->over < x->below * y->over;
}

/// Geometry, cell by cell: the body at place p covers (p - 1/2, p - 1/2 + side), a blocked cell (c - 1/2, c + 1/2), so
/// they overlap where p lies in (c - side, c + 1). All around the map is blocked.
bool reference_sight(const MapView& map, Clearance clearance, Cell a, Cell b) {
    const auto side = static_cast<std::int32_t>(clearance);
    for (std::int32_t y = std::min(a.y, b.y) - 1; y <= std::max(a.y, b.y) + side; ++y) {
        for (std::int32_t x = std::min(a.x, b.x) - 1; x <= std::max(a.x, b.x) + side; ++x) {
            if (!is_blocked(map, {x, y})) continue;
            if (meets_square(a, b, {x - side, y - side}, {x + 1, y + 1})) return false;
        }
    }
    return true;
}

double distance(Cell a, Cell b) { return std::hypot(a.x - b.x, a.y - b.y); }

double length_of(std::span<const PackedCell> points) {
    double length = 0;
    for (std::size_t i = 1; i < points.size(); ++i) length += distance(unpack(points[i - 1]), unpack(points[i]));
    return length;
}

std::int32_t area(Cell a, Cell b, Cell c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); }

bool fits(const MapView& map, Clearance clearance, Cell place) {
    return map.contains(place) && reference_sight(map, clearance, place, place);
}

/// Does a blocked place lie diagonally next to the turn, on the side to which it bends?
bool bends_round_an_obstacle(const MapView& map, Clearance clearance, Cell from, Cell turn, Cell to) {
    const std::int32_t side = area(from, turn, to) > 0 ? 1 : -1;
    for (const Cell way : {Cell{-1, -1}, Cell{1, -1}, Cell{-1, 1}, Cell{1, 1}}) {
        const Cell place{turn.x + way.x, turn.y + way.y};
        if (fits(map, clearance, place)) continue;
        if (area(from, turn, place) * side > 0 && area(turn, to, place) * side > 0) return true;
    }
    return false;
}

/// All that smooth() promises. Returns its length.
double expect_promises(const MapView& map, Clearance clearance, std::span<const PackedCell> path,
                       std::span<const PackedCell> smooth) {
    EXPECT_FALSE(smooth.empty());
    if (smooth.empty()) return 0;
    EXPECT_EQ(smooth.front(), path.front());
    EXPECT_EQ(smooth.back(), path.back());
    for (std::size_t i = 1; i < smooth.size(); ++i) {
        EXPECT_NE(smooth[i - 1], smooth[i]);
        EXPECT_TRUE(reference_sight(map, clearance, unpack(smooth[i - 1]), unpack(smooth[i]))) << text_of(smooth);
    }
    for (std::size_t i = 2; i < smooth.size(); ++i) {
        const Cell from = unpack(smooth[i - 2]);
        const Cell turn = unpack(smooth[i - 1]);
        const Cell to = unpack(smooth[i]);
        EXPECT_FALSE(reference_sight(map, clearance, from, to)) << text_of(smooth);
        EXPECT_TRUE(bends_round_an_obstacle(map, clearance, from, turn, to)) << text_of(smooth) << "turn " << i - 1;
    }
    EXPECT_LE(length_of(smooth), length_of(path) * (1 + 1e-12));
    return length_of(smooth);
}

/// The shortest any-angle path: Dijkstra over all pairs of places that see each other.
double shortest_length(const MapView& map, Clearance clearance, Cell start, Cell goal) {
    std::vector<Cell> places;
    for (std::int32_t y = 0; y < map.height_cells(); ++y) {
        for (std::int32_t x = 0; x < map.width_cells(); ++x) {
            if (fits(map, clearance, {x, y})) places.push_back({x, y});
        }
    }
    std::vector<double> lengths(places.size(), std::numeric_limits<double>::infinity());
    std::vector<bool> done(places.size(), false);
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (places[i] == start) lengths[i] = 0;
    }
    for (;;) {
        std::size_t best = places.size();
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (!done[i] && (best == places.size() || lengths[i] < lengths[best])) best = i;
        }
        if (best == places.size() || places[best] == goal) {
            return best == places.size() ? std::numeric_limits<double>::infinity() : lengths[best];
        }
        done[best] = true;
        for (std::size_t i = 0; i < places.size(); ++i) {
            const double length = lengths[best] + distance(places[best], places[i]);
            if (length < lengths[i] && has_line_of_sight(map, clearance, places[best], places[i])) lengths[i] = length;
        }
    }
}

TEST(LineOfSight, FollowsTheRulesOfTheOctileGrid) {
    const TestMap map({"...", ".@.", "..."});
    EXPECT_TRUE(has_line_of_sight(map.view(), Clearance::kOneCell, {0, 0}, {2, 0}));
    EXPECT_TRUE(has_line_of_sight(map.view(), Clearance::kOneCell, {0, 2}, {0, 0}));
    EXPECT_FALSE(has_line_of_sight(map.view(), Clearance::kOneCell, {0, 0}, {2, 2}));
    EXPECT_FALSE(has_line_of_sight(map.view(), Clearance::kOneCell, {1, 0}, {0, 1})) << "cuts a corner";
    EXPECT_FALSE(has_line_of_sight(map.view(), Clearance::kOneCell, {0, 0}, {1, 2})) << "the body would graze";
    EXPECT_FALSE(has_line_of_sight(map.view(), Clearance::kOneCell, {1, 1}, {1, 1})) << "a blocked place";
    EXPECT_TRUE(has_line_of_sight(map.view(), Clearance::kOneCell, {0, 1}, {0, 1}));
    EXPECT_FALSE(has_line_of_sight(map.view(), Clearance::kTwoCells, {0, 0}, {0, 0}));
}

TEST(LineOfSight, AgreesWithGeometryForEveryPairOfPlacesOnSmallMaps) {
    constexpr std::uint32_t kSeed = 1201;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    int seen = 0;
    for (int round = 0; round < 60; ++round) {
        const TestMap map = test::noise_map(dice, 1 + dice.roll(10), 1 + dice.roll(10), dice.roll(25));
        const GridLayout& layout = map.layout();
        const std::int32_t cells = layout.width_cells * layout.height_cells;
        for (std::int32_t i = 0; i < cells * cells; ++i) {
            const Cell a{i / cells % layout.width_cells, i / cells / layout.width_cells};
            const Cell b{i % cells % layout.width_cells, i % cells / layout.width_cells};
            for (const Clearance clearance : kBothClasses) {
                const bool expected = reference_sight(map.view(), clearance, a, b);
                seen += expected ? 1 : 0;
                ASSERT_EQ(has_line_of_sight(map.view(), clearance, a, b), expected)
                    << "round " << round << " (" << a.x << "," << a.y << ") (" << b.x << "," << b.y << ") class "
                    << static_cast<int>(clearance);
            }
        }
    }
    EXPECT_GT(seen, 10000);
}

TEST(LineOfSight, AgreesWithGeometryAtTheEdgesOfWords) {
    constexpr std::uint32_t kSeed = 64;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    int seen = 0;
    for (const std::int32_t width : {1, 2, 63, 64, 65, 128, 129}) {
        for (const std::int32_t height : {1, 2, 63, 64, 65, 129}) {
            TestMap map(width, height);
            for (int blocked = dice.roll(6); blocked > 0; --blocked) map.set(dice.cell(map.layout()), false);
            for (int pair = 0; pair < 60; ++pair) {
                const Cell a = dice.cell(map.layout());
                const Cell b = dice.cell(map.layout());
                for (const Clearance clearance : kBothClasses) {
                    const bool expected = reference_sight(map.view(), clearance, a, b);
                    seen += expected ? 1 : 0;
                    ASSERT_EQ(has_line_of_sight(map.view(), clearance, a, b), expected)
                        << width << " x " << height << " (" << a.x << "," << a.y << ") (" << b.x << "," << b.y
                        << ") class " << static_cast<int>(clearance);
                    ASSERT_EQ(has_line_of_sight(map.view(), clearance, b, a), expected);
                }
            }
        }
    }
    EXPECT_GT(seen, 500);
}

TEST(Smoothing, LeavesNothingOfNoPathAndOnePointOfAStay) {
    const TestMap map(5, 5);
    PathSmoother smoother;
    smoother.prepare(map.layout());
    EXPECT_TRUE(smoother.smooth(map.view(), Clearance::kOneCell, {}).empty());
    const PackedCell stay[] = {pack({2, 3})};
    const auto smooth = smoother.smooth(map.view(), Clearance::kOneCell, stay);
    ASSERT_EQ(smooth.size(), 1U);
    EXPECT_EQ(smooth[0], stay[0]);
}

TEST(Smoothing, GoesStraightWhereNothingIsInTheWay) {
    const TestMap map(200, 90);
    PathSmoother smoother;
    smoother.prepare(map.layout());
    const PackedCell path[] = {pack({0, 0}), pack({80, 80}), pack({180, 80})};
    for (const Clearance clearance : kBothClasses) {
        const auto smooth = smoother.smooth(map.view(), clearance, path);
        EXPECT_EQ(text_of(smooth), "(0,0) (180,80) ");
    }
}

TEST(Smoothing, PullsThePathRoundTheCornersOfAWall) {
    TestMap map(40, 40);
    for (std::int32_t y = 0; y < 30; ++y) map.set({20, y}, false);
    PathSmoother smoother;
    smoother.prepare(map.layout());
    const PackedCell path[] = {pack({2, 2}), pack({2, 35}), pack({37, 35}), pack({37, 2})};
    EXPECT_EQ(text_of(smoother.smooth(map.view(), Clearance::kOneCell, path)), "(2,2) (19,30) (21,30) (37,2) ");
    EXPECT_EQ(text_of(smoother.smooth(map.view(), Clearance::kTwoCells, path)), "(2,2) (18,30) (21,30) (37,2) ");
}

TEST(Smoothing, KeepsItsPromisesOnManyFoundPaths) {
    constexpr std::uint32_t kSeed = 4409;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    Searcher searcher;
    PathSmoother smoother;
    int paths = 0;
    double length_before = 0;
    double length_after = 0;
    for (int round = 0; round < 2000; ++round) {
        const TestMap map = test::random_map(dice, round % 8 == 0 ? 150 : 40);
        searcher.prepare(map.layout());
        smoother.prepare(map.layout());
        for (int query = 0; query < 30; ++query) {
            const Clearance clearance = kBothClasses[query % 2];
            const Cell start = dice.cell(map.layout());
            const Cell goal = dice.cell(map.layout());
            const SearchResult found = searcher.search(map.view(), {start, goal, Algorithm::kJps, 0, clearance});
            if (found.status != AnswerStatus::kFound) continue;
            ++paths;
            const auto smooth = smoother.smooth(map.view(), clearance, found.turning_points);
            length_before += length_of(found.turning_points);
            length_after += expect_promises(map.view(), clearance, found.turning_points, smooth);
            ASSERT_FALSE(HasFailure()) << "round " << round << " query " << query << " class "
                                       << static_cast<int>(clearance) << " path " << text_of(found.turning_points);
        }
    }
    EXPECT_GT(paths, 8000);
    EXPECT_LT(length_after, length_before);
    RecordProperty("paths", paths);
}

TEST(Smoothing, ComesNearTheShortestAnyAnglePath) {
    constexpr std::uint32_t kSeed = 31;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    Searcher searcher;
    PathSmoother smoother;
    double octile = 0;
    double smoothed = 0;
    double shortest = 0;
    for (int round = 0; round < 200; ++round) {
        const TestMap map = test::noise_map(dice, 8 + dice.roll(10), 8 + dice.roll(10), dice.roll(25));
        searcher.prepare(map.layout());
        smoother.prepare(map.layout());
        for (const Clearance clearance : kBothClasses) {
            const Cell start = dice.cell(map.layout());
            const Cell goal = dice.cell(map.layout());
            const SearchResult found = searcher.search(map.view(), {start, goal, Algorithm::kJps, 0, clearance});
            if (found.status != AnswerStatus::kFound) continue;
            const auto smooth = smoother.smooth(map.view(), clearance, found.turning_points);
            const double best = shortest_length(map.view(), clearance, start, goal);
            ASSERT_GE(length_of(smooth), best - 1e-9) << text_of(smooth);
            octile += length_of(found.turning_points);
            smoothed += length_of(smooth);
            shortest += best;
        }
    }
    RecordProperty("octile_over_shortest_ppm", static_cast<int>((octile / shortest - 1) * 1e6));
    RecordProperty("smoothed_over_shortest_ppm", static_cast<int>((smoothed / shortest - 1) * 1e6));
    EXPECT_GT(octile, shortest * 1.01);
    EXPECT_LT(smoothed, shortest * 1.005);
}

TEST(Smoothing, GivesTheSameWaypointsWhateverItSmoothedBefore) {
    Dice dice(5);
    const TestMap map = test::noise_map(dice, 120, 120, 20);
    Searcher searcher;
    searcher.prepare(map.layout());
    PathSmoother used;
    used.prepare(map.layout());
    for (int query = 0; query < 100; ++query) {
        const SearchResult found = searcher.search(
            map.view(), {dice.cell(map.layout()), dice.cell(map.layout()), Algorithm::kJps, 0, kBothClasses[0]});
        if (found.status != AnswerStatus::kFound) continue;
        PathSmoother fresh;
        fresh.prepare(map.layout());
        EXPECT_EQ(text_of(used.smooth(map.view(), kBothClasses[0], found.turning_points)),
                  text_of(fresh.smooth(map.view(), kBothClasses[0], found.turning_points)));
    }
}

TEST(Smoothing, PullsAWildDetourTautRoundARoundObstacle) {
    constexpr std::int32_t kRadius = 150;
    TestMap map(400, 400);
    for (std::int32_t y = 0; y < 400; ++y) {
        for (std::int32_t x = 0; x < 400; ++x) {
            if ((x - 200) * (x - 200) + (y - 200) * (y - 200) <= kRadius * kRadius) map.set({x, y}, false);
        }
    }
    PathSmoother smoother;
    smoother.prepare(map.layout());
    const PackedCell path[] = {pack({5, 200}), pack({5, 5}), pack({395, 5}), pack({395, 200})};
    for (const Clearance clearance : kBothClasses) {
        const auto smooth = smoother.smooth(map.view(), clearance, path);
        EXPECT_GT(smooth.size(), 20U);
        expect_promises(map.view(), clearance, path, smooth);
    }
}

/// Wherever it stands within the words, the same obstacles give the same waypoints.
TEST(Smoothing, DoesNotDependOnWhereTheWordsEnd) {
    constexpr std::uint32_t kSeed = 63;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    PathSmoother smoother;
    smoother.prepare(GridLayout(200, 40));
    for (int round = 0; round < 40; ++round) {
        std::vector<Cell> blocked;
        for (int i = 0; i < 12; ++i) blocked.push_back({5 + dice.roll(30), 6 + dice.roll(30)});
        for (const Clearance clearance : kBothClasses) {
            std::string expected;
            for (std::int32_t shift = 0; shift < 140; ++shift) {
                TestMap map(200, 40);
                for (const Cell cell : blocked) map.set({cell.x + shift, cell.y}, false);
                const PackedCell path[] = {pack({shift, 38 - round % 30}), pack({shift, 1}), pack({shift + 40, 1}),
                                           pack({shift + 40, 38 - round % 20})};
                std::string waypoints;
                for (const PackedCell point : smoother.smooth(map.view(), clearance, path)) {
                    waypoints += text_of(std::vector{pack({unpack(point).x - shift, unpack(point).y})});
                }
                if (shift == 0) expected = waypoints;
                ASSERT_EQ(waypoints, expected)
                    << "round " << round << " shift " << shift << " class " << static_cast<int>(clearance);
            }
        }
    }
}

/// A path between combs: every turn is tight. And one that wavers where nothing stands: no turn is.
TEST(Smoothing, CopesWithTheMostTurns) {
    TestMap combs(257, 257);
    for (std::int32_t x = 2; x < 257; x += 4) {
        for (std::int32_t y = 0; y < 257; ++y) combs.set({x, y}, x / 4 % 2 == 0 ? y >= 254 : y < 2);
    }
    Searcher searcher;
    searcher.prepare(combs.layout());
    PathSmoother smoother;
    smoother.prepare(combs.layout());
    const SearchResult found = searcher.search(combs.view(), {{0, 0}, {256, 256}, Algorithm::kJps, 0});
    ASSERT_EQ(found.status, AnswerStatus::kFound);
    expect_promises(combs.view(), Clearance::kOneCell, found.turning_points,
                    smoother.smooth(combs.view(), Clearance::kOneCell, found.turning_points));

    const TestMap open(257, 257);
    std::vector<PackedCell> wavering{pack({0, 0})};
    for (std::int32_t x = 1; x < 257; ++x) wavering.push_back(pack({x, x % 2}));
    const auto smooth = smoother.smooth(open.view(), Clearance::kTwoCells, std::span(wavering).first(256));
    EXPECT_EQ(text_of(smooth), "(0,0) (255,1) ");
}

}  // namespace
}  // namespace outrider::search
