#include "pathfinder/search/bucket_queue.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/unit/search/test_maps.h"

namespace outrider::search {
namespace {

TEST(BucketQueue, GivesEveryCellBackWithNoBetterOneBehindIt) {
    constexpr std::uint32_t kSeed = 21;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    test::Dice dice(kSeed);
    BucketQueue queue;
    for (int query = 0; query < 20; ++query) {
        const Cost start = static_cast<Cost>(dice.roll(5000)) * kStraightCost;
        queue.begin_query(start);
        std::multimap<Cost, Cell> open;
        Cost least = start;
        for (int step = 0; step < 3000; ++step) {
            if (open.empty() || dice.roll(5) < 3) {
                const Cost f = least + static_cast<Cost>(dice.roll(300)) * (kDiagonalCost / 3);
                const Cell cell{dice.roll(4096), dice.roll(4096)};
                queue.push(f, cell);
                open.emplace(f, cell);
                continue;
            }
            least = queue.least_f();
            ASSERT_LE(least, open.begin()->first);
            ASSERT_GT(least + kStraightCost, open.begin()->first);
            const Cell cell = queue.take();
            const auto taken = std::ranges::find_if(open, [&](const auto& entry) { return entry.second == cell; });
            ASSERT_NE(taken, open.end());
            ASSERT_LT(taken->first, least + kStraightCost);
            open.erase(taken);
            ASSERT_EQ(queue.empty(), open.empty());
        }
        // What is left over is no part of the next query.
    }
    queue.begin_query(0);
    EXPECT_TRUE(queue.empty());
}

TEST(BucketQueue, GivesTheLatestOfABucketFirst) {
    BucketQueue queue;
    queue.begin_query(0);
    queue.push(5, {1, 1});
    queue.push(5, {2, 2});
    EXPECT_EQ(queue.least_f(), 0U);
    EXPECT_EQ(queue.take(), (Cell{2, 2}));
    EXPECT_EQ(queue.least_f(), 0U);
    EXPECT_EQ(queue.take(), (Cell{1, 1}));
    EXPECT_TRUE(queue.empty());
}

TEST(BucketQueue, HoldsTheLongestJumpAndTheLargestCost) {
    BucketQueue queue;
    const Cost largest = (Cost{1} << kCostBits) - 1;
    const Cost reach = 2 * (kDiagonalCost + kStraightCost) * kMaxMapSide_cells;
    queue.begin_query(largest - reach);
    queue.push(largest, {9, 9});
    queue.push(largest - reach, {1, 1});
    EXPECT_LE(queue.least_f(), largest - reach);
    EXPECT_EQ(queue.take(), (Cell{1, 1}));
    EXPECT_LE(queue.least_f(), largest);
    EXPECT_EQ(queue.take(), (Cell{9, 9}));
}

}  // namespace
}  // namespace outrider::search
