#include "game/sim/re_aim.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "game/sim/direction.h"
#include "pathfinder/search/search.h"

namespace outrider::sim {
namespace {

using Points = std::vector<PackedCell>;

Points points_of(const std::vector<Cell>& cells) {
    Points points;
    for (const Cell cell : cells) points.push_back(pack(cell));
    return points;
}

/// The length of a way; each leg is legal, in one of the eight directions, and not empty (but for a way of one point).
StepCount walked_length(const Land& land, Cell from, const Points& way) {
    StepCount length;
    for (const PackedCell point : way) {
        const Cell to = unpack(point);
        EXPECT_TRUE(from != to || way.size() == 1);
        const bool straight = from.x == to.x || from.y == to.y;
        EXPECT_TRUE(straight || std::abs(from.x - to.x) == std::abs(from.y - to.y));
        EXPECT_TRUE(land.can_walk(from, to, land.bounds()));
        const auto steps = static_cast<std::uint32_t>(steps_between(from, to));
        (straight ? length.straight : length.diagonal) += steps;
        from = to;
    }
    return length;
}

Land meadow(std::int32_t width, std::int32_t height) {
    return Land(width, height, std::string(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), '.'));
}

TEST(ReAim, CutsAWayAtAGoalThatLiesOnIt) {
    const Land land(meadow(20, 20));
    Points way;
    const Points ahead = points_of({{5, 5}, {12, 5}});
    EXPECT_EQ(re_aim(land, {2, 2}, ahead, true, {9, 5}, way), ReAimed::kCut);
    EXPECT_EQ(way, points_of({{5, 5}, {9, 5}}));
    EXPECT_EQ(re_aim(land, {2, 2}, ahead, true, {5, 5}, way), ReAimed::kCut);
    EXPECT_EQ(way, points_of({{5, 5}}));
    EXPECT_EQ(re_aim(land, {2, 2}, ahead, true, {2, 2}, way), ReAimed::kCut);
    EXPECT_EQ(way, points_of({{2, 2}}));
}

TEST(ReAim, LengthensAWayAsLongAsItStaysAsShortAsCanBe) {
    const Land land(meadow(20, 20));
    Points way;
    const Points ahead = points_of({{5, 5}, {12, 5}});
    EXPECT_EQ(re_aim(land, {2, 2}, ahead, true, {14, 5}, way), ReAimed::kLengthened);
    EXPECT_EQ(way.back(), pack({14, 5}));
    EXPECT_EQ(re_aim(land, {2, 2}, ahead, true, {14, 6}, way), ReAimed::kLengthened);
    EXPECT_EQ(re_aim(land, {2, 2}, ahead, true, {12, 4}, way), ReAimed::kNot) << "back up again";
    EXPECT_EQ(re_aim(land, {2, 2}, {}, false, {3, 7}, way), ReAimed::kLengthened) << "the way is walked to its end";
    EXPECT_EQ(walked_length(land, {2, 2}, way), (StepCount{4, 1}));
}

TEST(ReAim, TrustsNoWayThatMayBeCutOrLongerThanNeedBe) {
    Land land(meadow(20, 20));
    Points way;
    land.set_wall({8, 5}, true);
    const Points ahead = points_of({{12, 5}});
    EXPECT_EQ(re_aim(land, {2, 5}, ahead, false, {14, 5}, way), ReAimed::kNot) << "a wall on it";
    const Points detour = points_of({{5, 8}, {12, 8}});
    EXPECT_EQ(re_aim(land, {2, 5}, detour, false, {10, 8}, way), ReAimed::kNot) << "not known to be a shortest way";
    land.set_wall({14, 12}, true);
    EXPECT_EQ(re_aim(land, {2, 12}, points_of({{13, 12}}), true, {16, 12}, way), ReAimed::kNot) << "a wall behind it";
}

// Whatever is mended has the length that A* finds, on random maps with random moves of the target.
TEST(ReAim, IsAlwaysAsShortAsASearch) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const auto below = [&](std::int32_t bound) {
        return static_cast<std::int32_t>(random() % static_cast<std::uint32_t>(bound));
    };
    constexpr std::int32_t kSide = 40;
    const GridLayout layout(kSide, kSide);
    search::Searcher searcher;
    searcher.prepare(layout);
    std::array<int, 3> count{};
    std::uint64_t version = 0;
    for (int map = 0; map < 60; ++map) {
        const std::int32_t walls_percent = below(35);
        std::string terrain(kSide * kSide, '.');
        std::vector<std::uint64_t> bits(layout.total_words());
        for (std::int32_t i = 0; i < kSide * kSide; ++i) {
            const bool wall = below(100) < walls_percent;
            if (wall) terrain[static_cast<std::size_t>(i)] = '@';
            set_cell(layout, bits.data(), {i % kSide, i / kSide}, !wall);
        }
        const Land land(kSide, kSide, terrain);
        const MapView view(layout, bits.data(), MapVersion{++version});
        const auto free_cell = [&] {
            for (;;) {
                if (const Cell cell{below(kSide), below(kSide)}; land.is_free(cell)) return cell;
            }
        };
        const auto search = [&](Cell from, Cell to) {
            PathQuery query;
            query.start = from;
            query.goal = to;
            query.algorithm = Algorithm::kAStar;
            return searcher.search(view, query);
        };
        for (int chase = 0; chase < 100; ++chase) {
            Cell from = free_cell();
            Cell goal = free_cell();
            const auto first = search(from, goal);
            if (first.status != AnswerStatus::kFound) continue;
            Points ahead(first.turning_points.begin() + (first.turning_points.size() > 1 ? 1 : 0),
                         first.turning_points.end());
            bool is_shortest = true;
            for (int move = 0; move < 8; ++move) {
                for (int i = below(4); i > 0 && from != unpack(ahead.front()); --i) {  // the unit walks ...
                    from = next_cell(from, direction_towards(from, unpack(ahead.front())));
                }
                while (!ahead.empty() && unpack(ahead.front()) == from) ahead.erase(ahead.begin());
                for (int i = below(4); i > 0; --i) {  // ... and its quarry does
                    const auto direction = static_cast<Direction>(below(8));
                    if (land.can_step(goal, direction)) goal = next_cell(goal, direction);
                }
                Points way;
                is_shortest = is_shortest && below(8) != 0;  // as after an edit
                const ReAimed mended = re_aim(land, from, ahead, is_shortest, goal, way);
                ++count[static_cast<std::size_t>(mended)];
                if (mended == ReAimed::kNot) break;
                ASSERT_FALSE(way.empty());
                ASSERT_EQ(way.back(), pack(goal));
                ASSERT_EQ(walked_length(land, from, way), search(from, goal).cost);
                ahead = way;
                is_shortest = true;
            }
        }
    }
    for (const int times : count) EXPECT_GT(times, 100) << "each kind was tried";
}

}  // namespace
}  // namespace outrider::sim
