#include "pathfinder/search/path_check.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "pathfinder/search/search.h"
#include "tests/unit/search/test_maps.h"

namespace outrider::search {
namespace {

using test::TestMap;
using Points = std::vector<PackedCell>;

Points points(std::initializer_list<Cell> cells) {
    Points result;
    for (const Cell cell : cells) result.push_back(pack(cell));
    return result;
}

/// A wall across the middle with a gap at x = 8, and a long meadow to the right.
class PathCheck : public ::testing::Test {
protected:
    PathCheck() : map_(200, 6) {
        for (std::int32_t x = 0; x < 200; ++x) map_.set({x, 3}, x == 8);
    }
    PathFault check(const Points& path, StepCount cost, bool must_reach_goal = true) const {
        return check_path(map_.view(), {{0, 0}, {0, 5}}, path, cost, must_reach_goal);
    }

    TestMap map_;
    /// (0,0) -> (7,0)... -> through the gap -> (0,5)
    const Points good_ = points({{0, 0}, {6, 0}, {8, 2}, {8, 4}, {7, 5}, {0, 5}});
    const StepCount good_cost_{6 + 2 + 7, 2 + 1};
};

TEST_F(PathCheck, AcceptsAGoodPath) { EXPECT_EQ(check(good_, good_cost_), PathFault::kNone); }

TEST_F(PathCheck, AcceptsASinglePointAtStartAndGoal) {
    EXPECT_EQ(check_path(map_.view(), {{5, 5}, {5, 5}}, points({{5, 5}}), {}, true), PathFault::kNone);
}

TEST_F(PathCheck, FindsAnEmptyPath) { EXPECT_EQ(check({}, {}), PathFault::kEmpty); }

TEST_F(PathCheck, FindsPointsOutsideTheMap) {
    EXPECT_EQ(check(points({{0, 0}, {200, 0}}), {200, 0}), PathFault::kOutside);
    EXPECT_EQ(check(points({{0, 0}, {0, 6}}), {6, 0}), PathFault::kOutside);
    EXPECT_EQ(check({pack({0, 0}), PackedCell{0xFFFFFFFFU}}, {}), PathFault::kOutside);
    EXPECT_EQ(check({PackedCell{0xFFFFFFFFU}}, {}), PathFault::kOutside);
}

TEST_F(PathCheck, FindsAWrongStart) { EXPECT_EQ(check(points({{1, 0}, {6, 0}}), {5, 0}), PathFault::kWrongStart); }

TEST_F(PathCheck, FindsAWrongGoalUnlessThePathIsPartial) {
    const Points partial(good_.begin(), good_.end() - 1);
    EXPECT_EQ(check(partial, {8, 3}), PathFault::kWrongGoal);
    EXPECT_EQ(check(partial, {8, 3}, false), PathFault::kNone);
}

TEST_F(PathCheck, FindsLegsThatAreNotStraight) {
    EXPECT_EQ(check(points({{0, 0}, {5, 2}}), {5, 2}, false), PathFault::kNotStraight);
}

TEST_F(PathCheck, FindsPointsWhereNothingTurns) {
    EXPECT_EQ(check(points({{0, 0}, {3, 0}, {6, 0}}), {6, 0}, false), PathFault::kNotCanonical);
    EXPECT_EQ(check(points({{0, 0}, {1, 1}, {2, 2}}), {0, 2}, false), PathFault::kNotCanonical);
    EXPECT_EQ(check(points({{0, 0}, {0, 0}}), {}, false), PathFault::kNotCanonical);
}

TEST_F(PathCheck, FindsABlockedCellAnywhereInALongRun) {
    for (std::int32_t wall = 1; wall < 200; ++wall) {
        map_.set({wall, 0}, false);
        EXPECT_EQ(check(points({{0, 0}, {199, 0}}), {199, 0}, false), PathFault::kBlocked) << wall;
        EXPECT_EQ(check_path(map_.view(), {{199, 0}, {0, 0}}, points({{199, 0}, {0, 0}}), {199, 0}, true),
                  PathFault::kBlocked)
            << wall;
        map_.set({wall, 0}, true);
    }
    EXPECT_EQ(check(points({{0, 0}, {199, 0}}), {199, 0}, false), PathFault::kNone);
}

TEST_F(PathCheck, FindsABlockedCellInAColumn) {
    EXPECT_EQ(check(points({{0, 0}, {0, 5}}), {5, 0}), PathFault::kBlocked);
}

TEST_F(PathCheck, FindsABlockedStart) {
    map_.set({0, 0}, false);
    EXPECT_EQ(check(good_, good_cost_), PathFault::kBlocked);
}

TEST_F(PathCheck, FindsCutCornersOnEitherSide) {
    const TestMap corners({"..", "#."});
    const auto fault = [&corners](Cell from, Cell to) {
        return check_path(corners.view(), {from, to}, points({from, to}), {0, 1}, true);
    };
    EXPECT_EQ(fault({0, 0}, {1, 1}), PathFault::kBlocked);
    EXPECT_EQ(fault({1, 1}, {0, 0}), PathFault::kBlocked);
    const TestMap open({"..", ".."});
    EXPECT_EQ(check_path(open.view(), {{0, 0}, {1, 1}}, points({{0, 0}, {1, 1}}), {0, 1}, true), PathFault::kNone);
}

TEST_F(PathCheck, FindsAWrongCost) {
    EXPECT_EQ(check(good_, {good_cost_.straight + 1, good_cost_.diagonal}), PathFault::kWrongCost);
    EXPECT_EQ(check(good_, {good_cost_.straight, good_cost_.diagonal - 1}), PathFault::kWrongCost);
    EXPECT_EQ(check(good_, {}), PathFault::kWrongCost);
}

TEST_F(PathCheck, IsNotKeptBusyByAPathToAndFro) {
    // 4096 x 2^20 = 2^32 steps: a 32-bit counter would be back at 0. A shortest path enters no cell twice.
    TestMap lane(4096, 1);
    Points path;
    for (std::uint32_t i = 0; i <= 1U << 20U; ++i) path.push_back(pack({i % 2 == 0 ? 0 : 4095, 0}));
    const std::uint64_t steps = (std::uint64_t{1} << 20U) * 4095U;
    for (const std::uint64_t claimed : {steps, std::uint64_t{0}, std::uint64_t{4095}, std::uint64_t{0xFFFF'FFFF}}) {
        EXPECT_EQ(check_path(lane.view(), {{0, 0}, {0, 0}}, path, {static_cast<std::uint32_t>(claimed), 0}, true),
                  PathFault::kWrongCost);
    }
}

/// Whatever is changed in a right answer, it is found: by what the turning points say, cell by cell.
TEST_F(PathCheck, AgreesWithAWalkCellByCellOnDamagedPaths) {
    constexpr std::uint32_t kSeed = 20260101;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    test::Dice dice(kSeed);
    Searcher searcher;
    int faults = 0;
    for (int round = 0; round < 3000; ++round) {
        TestMap map = test::random_map(dice, 80);
        searcher.prepare(map.layout());
        const Cell start = dice.cell(map.layout());
        const Cell goal = dice.cell(map.layout());
        const SearchResult result = searcher.search(map.view(), {start, goal});
        if (result.status != AnswerStatus::kFound) continue;
        Points path(result.turning_points.begin(), result.turning_points.end());
        ASSERT_EQ(check_path(map.view(), {start, goal}, path, result.cost, true), PathFault::kNone);
        const auto victim = static_cast<std::size_t>(dice.roll(static_cast<std::int32_t>(path.size())));
        const PackedCell old = std::exchange(path[victim], pack(dice.cell(map.layout())));
        if (path[victim] == old) continue;
        // A moved turning point gives another path: never the same cells, so never all of it right.
        const PathFault fault = check_path(map.view(), {start, goal}, path, result.cost, true);
        if (fault == PathFault::kNone) {
            StepCount walked;
            for (std::size_t i = 1; i < path.size(); ++i) {
                const Cell a = unpack(path[i - 1]);
                const Cell b = unpack(path[i]);
                const auto steps = static_cast<std::uint32_t>(std::max(std::abs(a.x - b.x), std::abs(a.y - b.y)));
                (a.x != b.x && a.y != b.y ? walked.diagonal : walked.straight) += steps;
            }
            ASSERT_EQ(walked, result.cost);
        }
        faults += fault != PathFault::kNone ? 1 : 0;
    }
    EXPECT_GT(faults, 500);
}

TEST(PathFaultText, NamesEveryFault) {
    for (std::uint8_t fault = 0; fault <= static_cast<std::uint8_t>(PathFault::kWrongCost); ++fault) {
        EXPECT_NE(to_string(static_cast<PathFault>(fault)), "?");
    }
    EXPECT_EQ(to_string(static_cast<PathFault>(200)), "?");
}

}  // namespace
}  // namespace outrider::search
