#include "shared/what_if.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>
#include <vector>

#include "shared/wall_line.h"

namespace outrider {
namespace {

/// From the middle of a square to every cell of it.
constexpr Cell kMiddle{6, 6};
constexpr std::int32_t kSide = 13;

template <class Visit>
void for_each_end(Visit visit) {
    for (Cell to; to.y < kSide; ++to.y) {
        for (to.x = 0; to.x < kSide; ++to.x) visit(to);
    }
}

TEST(WallLine, GoesFromEndToEndWithoutAGap) {
    for_each_end([](Cell to) {
        std::vector<Cell> line;
        for_each_wall_cell(kMiddle, to, [&](Cell cell) { line.push_back(cell); });
        const std::int32_t steps = std::abs(to.x - kMiddle.x) + std::abs(to.y - kMiddle.y);
        ASSERT_EQ(line.size(), static_cast<std::size_t>(steps) + 1);
        EXPECT_EQ(line.front(), kMiddle);
        EXPECT_EQ(line.back(), to);
        for (std::size_t i = 1; i < line.size(); ++i) {
            EXPECT_EQ(std::abs(line[i].x - line[i - 1].x) + std::abs(line[i].y - line[i - 1].y), 1);
        }
    });
}

TEST(WallLine, IsKnownCellByCell) {
    for_each_end([](Cell to) {
        std::set<Cell> line;
        for_each_wall_cell(kMiddle, to, [&](Cell cell) { line.insert(cell); });
        for_each_end([&](Cell cell) {
            EXPECT_EQ(is_on_wall_line(kMiddle, to, cell), line.contains(cell))
                << "to " << to.x << ' ' << to.y << " at " << cell.x << ' ' << cell.y;
        });
    });
}

TEST(WhatIf, BlocksTheCellsThatItVisits) {
    const GridLayout layout(kSide - 3, kSide - 2);
    for (const auto kind : {WhatIf::Kind::kNone, WhatIf::Kind::kLine, WhatIf::Kind::kRect}) {
        for_each_end([&](Cell to) {
            for (const WhatIf& walls : {WhatIf{kind, pack(kMiddle), pack(to)}, WhatIf{kind, pack(to), pack(kMiddle)}}) {
                std::set<Cell> visited;
                walls.for_each_cell(layout, [&](Cell cell) { visited.insert(cell); });
                for_each_end([&](Cell cell) {
                    EXPECT_EQ(visited.contains(cell), walls.blocks(cell) && layout.contains(cell))
                        << to_string(kind) << " to " << to.x << ' ' << to.y << " at " << cell.x << ' ' << cell.y;
                });
            }
        });
    }
}

TEST(WhatIf, IsARectangleWithBothItsCorners) {
    const WhatIf tower{WhatIf::Kind::kRect, pack({3, 5}), pack({4, 6})};
    int cells = 0;
    tower.for_each_cell({20, 20}, [&](Cell) { ++cells; });
    EXPECT_EQ(cells, 4);
    EXPECT_TRUE(tower.blocks({4, 6}));
    EXPECT_FALSE(tower.blocks({5, 6}));
    EXPECT_FALSE(WhatIf{}.any());
    EXPECT_FALSE(WhatIf{}.blocks({0, 0}));
}

TEST(WhatIf, MayLieAnywhereAtAll) {
    // What a word in memory may say, a search must be able to read.
    for (const auto kind : {WhatIf::Kind::kLine, WhatIf::Kind::kRect}) {
        const WhatIf walls{kind, PackedCell{0}, PackedCell{0xFFFF'FFFF}};
        int cells = 0;
        walls.for_each_cell({4, 4}, [&](Cell) { ++cells; });
        EXPECT_EQ(cells, kind == WhatIf::Kind::kRect ? 16 : 7);
        EXPECT_TRUE(walls.blocks({3, 3}));
    }
}

}  // namespace
}  // namespace outrider
