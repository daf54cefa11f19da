#include "pathfinder/search/region_map.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "pathfinder/search/components.h"
#include "pathfinder/search/exact_cost.h"
#include "tests/unit/search/test_maps.h"

namespace outrider::search {
namespace {

using test::Dice;
using test::TestMap;

/// The two number the components differently, so each label of one must stand for one label of the other.
void expect_same_components(const RegionMap& regions, const MapView& map) {
    ComponentLabels right;
    right.compute(map);
    std::vector<std::uint32_t> label_for(right.count() + 1, 0);
    for (std::int32_t y = 0; y < map.height_cells(); ++y) {
        for (std::int32_t x = 0; x < map.width_cells(); ++x) {
            std::uint32_t& expected = label_for[right.label({x, y})];
            if (expected == 0) expected = regions.label({x, y});
            ASSERT_EQ(regions.label({x, y}), expected) << x << ',' << y;
            ASSERT_EQ(regions.label({x, y}) != 0, map.is_free({x, y})) << x << ',' << y;
        }
    }
    std::sort(label_for.begin(), label_for.end());
    ASSERT_EQ(std::adjacent_find(label_for.begin(), label_for.end()), label_for.end()) << "components were merged";
}

std::optional<Cell> nearest_by_brute_force(const MapView& map, const ComponentLabels& components, Cell goal,
                                           Cell start) {
    std::optional<Cell> best;
    for (std::int32_t y = 0; y < map.height_cells(); ++y) {
        for (std::int32_t x = 0; x < map.width_cells(); ++x) {
            if (!components.connected({x, y}, start)) continue;
            if (!best || octile_cost(goal, {x, y}) < octile_cost(goal, *best)) best = Cell{x, y};
        }
    }
    return best;
}

void expect_right_nearest(const RegionMap& regions, const MapView& map, Dice& dice, int queries) {
    ComponentLabels components;
    components.compute(map);
    for (int i = 0; i < queries; ++i) {
        const Cell goal = dice.cell(map.layout());
        const Cell start = dice.cell(map.layout());
        ASSERT_EQ(regions.nearest_connected(goal, start), nearest_by_brute_force(map, components, goal, start))
            << "goal " << goal.x << ',' << goal.y << " start " << start.x << ',' << start.y;
    }
}

/// A rectangle, mostly small, set free or blocked or filled by chance. Returns the blocks it touches.
std::vector<std::uint32_t> edit(TestMap& map, Dice& dice) {
    const Cell corner = dice.cell(map.layout());
    const std::int32_t x1 = std::min(corner.x + 1 + dice.roll(dice.roll(8) == 0 ? 100 : 16), map.layout().width_cells);
    const std::int32_t y1 = std::min(corner.y + 1 + dice.roll(dice.roll(8) == 0 ? 100 : 16), map.layout().height_cells);
    const std::int32_t kind = dice.roll(3);
    for (std::int32_t y = corner.y; y < y1; ++y) {
        for (std::int32_t x = corner.x; x < x1; ++x) map.set({x, y}, kind == 2 ? dice.roll(2) == 0 : kind == 1);
    }
    std::vector<std::uint32_t> blocks;
    const std::int32_t across = (map.layout().width_cells + 63) / 64;
    for (std::int32_t y = corner.y / 64; y <= (y1 - 1) / 64; ++y) {
        for (std::int32_t x = corner.x / 64; x <= (x1 - 1) / 64; ++x) {
            blocks.push_back(static_cast<std::uint32_t>(y * across + x));
        }
    }
    return blocks;
}

TEST(RegionMap, KnowsTheComponentsOfMapsOfAnyShape) {
    constexpr std::uint32_t kSeed = 41;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    RegionMap regions;
    for (const std::int32_t width : {1, 2, 63, 64, 65, 129, 200}) {
        for (const std::int32_t height : {1, 2, 63, 64, 65, 129, 200}) {
            SCOPED_TRACE(std::to_string(width) + " x " + std::to_string(height));
            for (const std::int32_t blocked_percent : {0, 5, 40, 50, 100}) {
                const TestMap map = test::noise_map(dice, width, height, blocked_percent);
                regions.prepare(map.layout());
                regions.follow(map.view());
                expect_same_components(regions, map.view());
                expect_right_nearest(regions, map.view(), dice, 5);
                if (HasFatalFailure()) return;
            }
        }
    }
}

TEST(RegionMap, FollowsEdits) {
    constexpr std::uint32_t kSeed = 42;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    RegionMap regions;
    for (int round = 0; round < 100; ++round) {
        TestMap map = test::random_map(dice, 250);
        regions.prepare(map.layout());
        for (int i = 0; i < 20; ++i) {
            regions.follow(map.view());
            expect_same_components(regions, map.view());
            expect_right_nearest(regions, map.view(), dice, 3);
            if (HasFatalFailure()) FAIL() << "round " << round << " edit " << i;
            edit(map, dice);
        }
    }
}

TEST(RegionMap, FollowsEditsOnMapsOfMoreThanOneChunk) {
    constexpr std::uint32_t kSeed = 44;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    RegionMap regions;
    for (int round = 0; round < 9; ++round) {
        TestMap map = round % 3 == 0   ? test::noise_map(dice, 1100, 140, 30 + 2 * round)
                      : round % 3 == 1 ? test::noise_map(dice, 140, 1100, 30 + 2 * round)
                                       : test::room_map(dice, 1100, 1030, 9 + round);
        regions.prepare(map.layout());
        for (int i = 0; i < 6; ++i) {
            regions.follow(map.view());
            expect_same_components(regions, map.view());
            expect_right_nearest(regions, map.view(), dice, 2);
            if (HasFatalFailure()) FAIL() << "round " << round << " edit " << i;
            for (int edits = 0; edits < 20; ++edits) edit(map, dice);
        }
    }
}

/// Chunks end at x = 1024: the wall lies on one side of it, and the chunk on the other side does not change.
TEST(RegionMap, SeesThatTwoChunksLoseTheirLastJoint) {
    for (const std::int32_t wall : {1023, 1024}) {
        TestMap map(1100, 70);
        RegionMap regions;
        regions.prepare(map.layout());
        for (const bool free : {true, false, true, false}) {
            for (std::int32_t y = 0; y < 70; ++y) map.set({wall, y}, free);
            regions.follow(map.view());
            expect_same_components(regions, map.view());
            EXPECT_EQ(regions.connected({3, 3}, {1090, 60}), free);
            EXPECT_EQ(regions.nearest_connected({1090, 60}, {3, 3}), (free ? Cell{1090, 60} : Cell{wall - 1, 60}));
        }
    }
}

TEST(RegionMap, FollowsOneWhoNamesTheChangedBlocks) {
    constexpr std::uint32_t kSeed = 43;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    RegionMap regions;
    for (int round = 0; round < 50; ++round) {
        TestMap map = test::random_map(dice, 200);
        regions.prepare(map.layout());
        std::vector<std::uint32_t> blocks;
        const std::int32_t down = (map.layout().height_cells + 63) / 64;
        for (std::uint32_t i = 0; i < regions.blocks_across() * static_cast<std::uint32_t>(down); ++i) {
            blocks.push_back(i);
        }
        for (int i = 0; i < 20; ++i) {
            const MapView view = map.view();
            regions.follow([&view](std::int32_t y) { return view.row(y); }, blocks);
            expect_same_components(regions, view);
            if (HasFatalFailure()) FAIL() << "round " << round << " edit " << i;
            blocks = edit(map, dice);
        }
    }
}

TEST(RegionMap, HoldsAsManyComponentsAsABlockCanHave) {
    TestMap map(130, 130);
    for (std::int32_t y = 0; y < 130; ++y) {
        for (std::int32_t x = 0; x < 130; ++x) map.set({x, y}, (x + y) % 2 == 0);
    }
    RegionMap regions;
    regions.prepare(map.layout());
    regions.follow(map.view());
    expect_same_components(regions, map.view());
    EXPECT_FALSE(regions.connected({0, 0}, {1, 1})) << "a diagonal step may not cut a corner";
}

TEST(RegionMap, FindsNothingNearAGoalFromABlockedStart) {
    TestMap map(100, 100);
    map.set({5, 5}, false);
    RegionMap regions;
    regions.prepare(map.layout());
    regions.follow(map.view());
    EXPECT_EQ(regions.nearest_connected({50, 50}, {5, 5}), std::nullopt);
    EXPECT_EQ(regions.nearest_connected({5, 5}, {50, 50}), (Cell{5, 4})) << "of four equally near the uppermost";
    EXPECT_EQ(regions.nearest_connected({7, 7}, {50, 50}), (Cell{7, 7}));
}

}  // namespace
}  // namespace outrider::search
