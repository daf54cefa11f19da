#include "game/sim/land.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "game/sim/random.h"

namespace outrider::sim {
namespace {

TEST(Land, RefusesAMapThatNobodyCanStandOn) {
    EXPECT_THROW(Land(2, 1, "@T"), std::runtime_error);
    EXPECT_THROW(Land(2, 2, "..."), std::runtime_error);
    EXPECT_THROW(Land(0, 0, ""), std::runtime_error);
    EXPECT_THROW(Land(kMaxMapSide_cells + 1, 1, std::string(kMaxMapSide_cells + 1, '.')), std::runtime_error);
}

TEST(Land, CutsNoCorners) {
    const Land land(2, 2, ".@..");
    EXPECT_TRUE(land.can_step({0, 0}, 2));
    EXPECT_TRUE(land.can_step({0, 1}, 0));
    EXPECT_FALSE(land.can_step({0, 0}, 1)) << "the cell to the east is blocked";
    EXPECT_FALSE(land.can_step({0, 0}, 4)) << "outside the map";
    EXPECT_FALSE(land.can_step({0, 0}, 5)) << "outside the map, at the corner";
    EXPECT_FALSE(land.can_step({1, 1}, 1));
}

TEST(Land, OpensACellToWhatItWas) {
    Land land(4, 1, "GS@.");
    EXPECT_FALSE(land.set_wall({2, 0}, true)) << "it is one already";
    for (std::int32_t x = 0; x < 4; ++x) land.set_wall({x, 0}, true);
    EXPECT_EQ(land.free_cells(), 0U);
    for (std::int32_t x = 0; x < 4; ++x) EXPECT_TRUE(land.set_wall({x, 0}, false));
    EXPECT_EQ(std::string(land.terrain().begin(), land.terrain().end()), "GS..");
    EXPECT_EQ(land.free_cells(), 4U);
}

TEST(Land, FindsTheNearestFreeCell) {
    const Land land(5, 3,
                    "@@@@."
                    "@@@@@"
                    ".@@@@");
    EXPECT_EQ(land.nearest_free({2, 1}, 4), (Cell{4, 0}));
    EXPECT_EQ(land.nearest_free({1, 1}, 4), (Cell{0, 2}));
    EXPECT_EQ(land.nearest_free({2, 1}, 1), std::nullopt);
    EXPECT_EQ(land.next_free({0, 0}), (Cell{4, 0}));
    EXPECT_EQ(land.next_free({1, 1}), (Cell{0, 2}));
    EXPECT_EQ(land.next_free({1, 2}), (Cell{4, 0})) << "around the end";
}

TEST(Land, FindsAFreeCellBeforeTheFirstInTheSameRow) {
    std::string row(200, '@');
    row[3] = '.';
    const Land land(200, 1, row);
    EXPECT_EQ(land.next_free({150, 0}), (Cell{3, 0}));
    EXPECT_EQ(land.next_free({4, 0}), (Cell{3, 0}));
}

/// Compares can_walk() with a plain walk that looks at every step that touches the clip.
TEST(Land, LooksAtEveryStepThatTouchesTheClip) {
    const std::uint64_t seed = 20;
    SCOPED_TRACE(seed);
    Random random(seed, 0);
    const auto cell = [&] {
        return Cell{static_cast<std::int32_t>(random.below(24)), static_cast<std::int32_t>(random.below(24))};
    };
    int cut = 0;
    for (int round = 0; round < 2000; ++round) {
        Land land(24, 24, std::string(24 * 24, '.'));
        for (int i = 0; i < 30; ++i) land.set_wall(cell(), true);
        const Cell from = cell();
        const auto direction = static_cast<Direction>(random.below(8));
        Cell to = from;
        for (int i = 0; i < 12 && land.contains(next_cell(to, direction)); ++i) to = next_cell(to, direction);
        const Cell corner = cell();
        const CellRect clip{corner.x, corner.y, corner.x + 5, corner.y + 5};
        bool touching_free = true;
        bool all_free = true;
        for (Cell at = from; at != to; at = next_cell(at, direction)) {
            const auto inside = [&](Cell c) {
                return c.x >= clip.x0 && c.x < clip.x1 && c.y >= clip.y0 && c.y < clip.y1;
            };
            const bool legal = land.can_step(at, direction);
            all_free = all_free && legal;
            if (inside(at) || inside(next_cell(at, direction))) touching_free = touching_free && legal;
        }
        if (!touching_free) {
            ++cut;
            EXPECT_FALSE(land.can_walk(from, to, clip));
        }
        if (all_free) {
            EXPECT_TRUE(land.can_walk(from, to, clip));
        }
        EXPECT_EQ(land.can_walk(from, to, land.bounds()), all_free);
    }
    EXPECT_GT(cut, 50);
}

TEST(Land, WearsWhereUnitsWalkAndFadesToNothing) {
    Land land(2, 1, "..");
    for (int i = 0; i < 100; ++i) land.tread({0, 0});
    EXPECT_EQ(land.wear()[0], 255);
    for (std::size_t tick = 0; tick < Land::kFadeRound_ticks; ++tick) land.fade();
    EXPECT_LT(land.wear()[0], 255);
    EXPECT_GT(land.wear()[0], 200);
    for (std::size_t tick = 0; tick < 200 * Land::kFadeRound_ticks; ++tick) land.fade();
    EXPECT_EQ(land.wear()[0], 0);
    EXPECT_EQ(land.wear()[1], 0);
}

TEST(Land, HashTellsWallsApart) {
    Land land(8, 8, std::string(64, '.'));
    const std::uint64_t before = land.hash();
    land.set_wall({3, 3}, true);
    EXPECT_NE(land.hash(), before);
    land.set_wall({3, 3}, false);
    EXPECT_EQ(land.hash(), before);
}

}  // namespace
}  // namespace outrider::sim
