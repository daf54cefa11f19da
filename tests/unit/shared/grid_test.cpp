#include "shared/grid.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace outrider {
namespace {

TEST(PackedCell, GivesBackWhatWasPacked) {
    for (const Cell cell : {Cell{0, 0}, Cell{4095, 0}, Cell{0, 4095}, Cell{1234, 3210}}) {
        EXPECT_EQ(unpack(pack(cell)), cell);
    }
}

TEST(StepCount, TellsApartLengthsThatAreAlmostEqual) {
    // 577/408 is the convergent of sqrt(2) with the smallest error at this size: 408 diagonals are almost 577
    // straights.
    const StepCount diagonals{0, 408};
    const StepCount straights{577, 0};
    EXPECT_LT(diagonals.length_cells(), straights.length_cells());
    // The next ones, up to the longest paths there can be.
    EXPECT_GT((StepCount{0, 985}).length_cells(), (StepCount{1393, 0}).length_cells());
    EXPECT_LT((StepCount{0, 5'654'708}.length_cells()), (StepCount{7'997'214, 0}.length_cells()));
}

TEST(GridLayout, SurroundsEveryMapWithBlockedCells) {
    for (const auto& [width, height] : {std::pair{1, 1}, {63, 64}, {64, 65}, {65, 3}, {200, 130}}) {
        const GridLayout layout(width, height);
        std::vector<std::uint64_t> words(layout.total_words());
        for (std::int32_t y = 0; y < height; ++y) {
            for (std::int32_t x = 0; x < width; ++x) set_cell(layout, words.data(), {x, y}, true);
        }
        const MapView map(layout, words.data(), MapVersion{1});
        for (std::int32_t x = -1; x <= width; ++x) {
            EXPECT_FALSE(map.is_free({x, -1})) << width << "x" << height;
            EXPECT_FALSE(map.is_free({x, height}));
        }
        for (std::int32_t y = -1; y <= height; ++y) {
            EXPECT_FALSE(map.is_free({-1, y}));
            EXPECT_FALSE(map.is_free({width, y}));
        }
        EXPECT_TRUE(map.is_free({0, 0}));
        EXPECT_TRUE(map.is_free({width - 1, height - 1}));
        // A blocked word before and after each line: scans end there without a bounds check.
        EXPECT_EQ(map.row(0)[-1], 0U);
        EXPECT_EQ(map.row(height - 1)[(width + 63) / 64], 0U);
        EXPECT_EQ(map.column(0)[-1], 0U);
        EXPECT_EQ(map.column(width - 1)[(height + 63) / 64], 0U);
    }
}

TEST(SetCell, ChangesBothCopiesAndNothingElse) {
    constexpr unsigned kSeed = 20'231;
    SCOPED_TRACE(kSeed);
    std::mt19937 random(kSeed);
    const GridLayout layout(131, 77);
    std::vector<std::uint64_t> words(layout.total_words());
    std::vector<bool> truth(131 * 77);
    for (int i = 0; i < 5'000; ++i) {
        const Cell cell{static_cast<std::int32_t>(random() % 131), static_cast<std::int32_t>(random() % 77)};
        const bool free = random() % 2 == 0;
        set_cell(layout, words.data(), cell, free);
        truth[static_cast<std::size_t>(cell.y * 131 + cell.x)] = free;
    }
    const MapView map(layout, words.data(), MapVersion{1});
    for (std::int32_t y = 0; y < 77; ++y) {
        for (std::int32_t x = 0; x < 131; ++x) {
            const bool free = truth[static_cast<std::size_t>(y * 131 + x)];
            ASSERT_EQ(map.is_free({x, y}), free) << x << "," << y;
            ASSERT_EQ((map.column(x)[y >> 6] >> (y & 63) & 1U) != 0, free) << x << "," << y;
        }
    }
}

}  // namespace
}  // namespace outrider
