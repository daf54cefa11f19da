#include "pathfinder/search/open_list.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/unit/search/test_maps.h"

namespace outrider::search {
namespace {

template <class List>
void expect_sorted_output(std::uint32_t seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    test::Dice dice(seed);
    List list;
    std::vector<OpenEntry> expected;
    for (int i = 0; i < 2000; ++i) {
        const auto g = static_cast<Cost>(dice.roll(50)) * kStraightCost;
        const auto h = static_cast<Cost>(dice.roll(50)) * kStraightCost;
        expected.push_back(OpenEntry::make(g, h, {dice.roll(4096), dice.roll(4096)}));
        list.push(expected.back());
    }
    std::sort(expected.begin(), expected.end(), [](const auto& a, const auto& b) { return a.before(b); });
    for (const OpenEntry& entry : expected) {
        const OpenEntry popped = list.pop();
        ASSERT_EQ(popped.key, entry.key);
        ASSERT_EQ(popped.cell, entry.cell);
    }
    EXPECT_TRUE(list.empty());
}

TEST(OpenList, GivesEntriesBackInOrderFromABinaryHeap) { expect_sorted_output<OpenList<2>>(1); }
TEST(OpenList, GivesEntriesBackInOrderFromAWideHeap) { expect_sorted_output<OpenList<4>>(2); }

TEST(OpenList, PrefersTheCellNearerTheGoalAmongEqualF) {
    const OpenEntry near = OpenEntry::make(8 * kStraightCost, 2 * kStraightCost, {9, 9});
    const OpenEntry far = OpenEntry::make(2 * kStraightCost, 8 * kStraightCost, {0, 0});
    EXPECT_EQ(near.f(), far.f());
    EXPECT_TRUE(near.before(far));
}

TEST(OpenList, PrefersTheUpperThenTheLeftCellAmongEquals) {
    const auto at = [](std::int32_t x, std::int32_t y) {
        return OpenEntry::make(kStraightCost, kStraightCost, {x, y});
    };
    EXPECT_TRUE(at(9, 1).before(at(0, 2)));
    EXPECT_TRUE(at(3, 2).before(at(4, 2)));
}

TEST(OpenList, KeepsTheLargestCostExact) {
    const Cost largest = (Cost{1} << kCostBits) - 1;
    EXPECT_EQ(OpenEntry::make(largest, 0, {4095, 4095}).f(), largest);
}

}  // namespace
}  // namespace outrider::search
