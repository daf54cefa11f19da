#include "pathfinder/search/components.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/unit/search/test_maps.h"

namespace outrider::search {
namespace {

using test::Dice;
using test::TestMap;

/// Labels by flood fill over straight steps, numbered in reading order.
std::vector<std::uint32_t> flood_fill(const MapView& map) {
    const auto index = [&map](Cell cell) { return static_cast<std::size_t>(cell.y * map.width_cells() + cell.x); };
    std::vector<std::uint32_t> labels(static_cast<std::size_t>(map.width_cells() * map.height_cells()));
    std::uint32_t last = 0;
    for (std::int32_t y = 0; y < map.height_cells(); ++y) {
        for (std::int32_t x = 0; x < map.width_cells(); ++x) {
            if (!map.is_free({x, y}) || labels[index({x, y})] != 0) continue;
            std::vector<Cell> open{{x, y}};
            labels[index({x, y})] = ++last;
            while (!open.empty()) {
                const Cell at = open.back();
                open.pop_back();
                for (const Cell next :
                     {Cell{at.x + 1, at.y}, Cell{at.x - 1, at.y}, Cell{at.x, at.y + 1}, Cell{at.x, at.y - 1}}) {
                    if (!map.is_free(next) || labels[index(next)] != 0) continue;
                    labels[index(next)] = last;
                    open.push_back(next);
                }
            }
        }
    }
    return labels;
}

TEST(ComponentLabels, AgreeWithAFloodFill) {
    constexpr std::uint32_t kSeed = 4242;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    ComponentLabels labels;
    for (int round = 0; round < 300; ++round) {
        const TestMap map = test::random_map(dice, 150);
        const auto expected = flood_fill(map.view());
        std::vector<std::uint32_t> sizes(1);
        labels.compute(map.view());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const auto width = static_cast<std::size_t>(map.layout().width_cells);
            const Cell cell{static_cast<std::int32_t>(i % width), static_cast<std::int32_t>(i / width)};
            ASSERT_EQ(labels.label(cell), expected[i]) << "round " << round << " (" << cell.x << ", " << cell.y << ")";
            if (expected[i] >= sizes.size()) sizes.resize(expected[i] + 1);
            sizes[expected[i]] += expected[i] != 0 ? 1 : 0;
        }
        ASSERT_EQ(labels.count(), sizes.size() - 1);
        for (std::uint32_t label = 0; label < sizes.size(); ++label) ASSERT_EQ(labels.size_cells(label), sizes[label]);
    }
}

TEST(ComponentLabels, DoNotJoinCellsThatTouchAtACorner) {
    const TestMap map({".#", "#."});
    ComponentLabels labels;
    labels.compute(map.view());
    EXPECT_EQ(labels.count(), 2U);
    EXPECT_FALSE(labels.connected({0, 0}, {1, 1}));
    EXPECT_FALSE(labels.connected({0, 1}, {0, 1})) << "a blocked cell reaches nothing";
}

TEST(ComponentLabels, KnowTheLargest) {
    const TestMap map({".#...", "##...", ".#..."});
    ComponentLabels labels;
    labels.compute(map.view());
    EXPECT_EQ(labels.largest(), labels.label({3, 1}));
    EXPECT_EQ(labels.size_cells(labels.largest()), 9U);
}

TEST(ComponentLabels, OfABlockedMapAreNone) {
    ComponentLabels labels;
    labels.compute(TestMap({"##", "##"}).view());
    EXPECT_EQ(labels.count(), 0U);
    EXPECT_EQ(labels.largest(), 0U);
    EXPECT_EQ(labels.label({1, 1}), 0U);
}

TEST(ComponentLabels, RememberTheMapVersion) {
    const TestMap map(3, 3);
    ComponentLabels labels;
    labels.compute(map.view());
    EXPECT_EQ(labels.version(), map.view().version());
}

}  // namespace
}  // namespace outrider::search
