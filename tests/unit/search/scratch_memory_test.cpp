#include "pathfinder/search/scratch_memory.h"

#include <gtest/gtest.h>

namespace outrider::search {
namespace {

TEST(NodeTable, ForgetsTheNodesOfEarlierQueries) {
    NodeTable nodes;
    nodes.prepare(GridLayout(10, 10));
    nodes.begin_query();
    EXPECT_FALSE(nodes.is_current(nodes.at({3, 4})));
    nodes.at({3, 4}) = nodes.make(5, {1, 1}, 0);
    EXPECT_TRUE(nodes.is_current(nodes.at({3, 4})));
    nodes.begin_query();
    EXPECT_FALSE(nodes.is_current(nodes.at({3, 4})));
}

TEST(NodeTable, ForgetsThemAlsoWhenTheStampsBeginAnew) {
    NodeTable nodes;
    nodes.prepare(GridLayout(10, 10));
    nodes.begin_query();
    nodes.at({3, 4}) = nodes.make(5, {1, 1}, 0);
    for (std::uint32_t query = 1; query < 1U << 24U; ++query) {
        nodes.begin_query();
        ASSERT_FALSE(nodes.is_current(nodes.at({3, 4}))) << "query " << query;
    }
}

TEST(NodeTable, KnowsWhatItIsPreparedFor) {
    NodeTable nodes;
    EXPECT_FALSE(nodes.is_prepared_for(GridLayout(1, 1)));
    nodes.prepare(GridLayout(100, 50));
    EXPECT_TRUE(nodes.is_prepared_for(GridLayout(100, 50)));
    EXPECT_FALSE(nodes.is_prepared_for(GridLayout(100, 51)));
    EXPECT_FALSE(nodes.is_prepared_for(GridLayout(200, 10)));
    nodes.prepare(GridLayout(20, 30));
    EXPECT_TRUE(nodes.is_prepared_for(GridLayout(20, 30)));
}

TEST(PathAssembly, KeepsOnlyTheCellsWhereTheDirectionChanges) {
    PathAssembly path;
    path.begin({5, 5});
    for (const Cell cell : {Cell{4, 5}, Cell{3, 5}, Cell{3, 5}, Cell{1, 3}, Cell{0, 2}, Cell{0, 0}})
        path.add_run_to(cell);
    EXPECT_EQ(path.cost(), (StepCount{4, 3}));
    const auto points = path.finish();
    ASSERT_EQ(points.size(), 4U);
    EXPECT_EQ(unpack(points[0]), (Cell{0, 0}));
    EXPECT_EQ(unpack(points[1]), (Cell{0, 2}));
    EXPECT_EQ(unpack(points[2]), (Cell{3, 5}));
    EXPECT_EQ(unpack(points[3]), (Cell{5, 5}));
}

}  // namespace
}  // namespace outrider::search
