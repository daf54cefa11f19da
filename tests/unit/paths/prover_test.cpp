#include "game/paths/prover.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "pathfinder/search/search.h"
#include "tests/support/board_fixture.h"

namespace outrider::paths {
namespace {

ProofVerdict verdict_of(Prover& prover) {
    ProofVerdict verdict;
    while (!prover.try_take(verdict)) std::this_thread::yield();
    return verdict;
}

TEST(Prover, BelievesTheTruthAndNothingElse) {
    const GridLayout layout(100, 40);
    const auto bits = testing::split_field(layout, 50);
    const MapView map(layout, bits.data(), MapVersion{4});
    Prover prover(layout);
    ASSERT_TRUE(prover.try_ask({RequestId{1}, map, {{10, 10}, {90, 10}}, Generation{7}}));
    const ProofVerdict proven = verdict_of(prover);
    EXPECT_TRUE(proven.proven);
    EXPECT_EQ(proven.request, RequestId{1});
    EXPECT_EQ(proven.version, MapVersion{4});
    EXPECT_EQ(proven.accuser, Generation{7});
    ASSERT_TRUE(prover.try_ask({RequestId{2}, map, {{10, 10}, {20, 30}}, Generation{7}}));
    EXPECT_FALSE(verdict_of(prover).proven) << "a lie";
    ASSERT_TRUE(prover.try_ask({RequestId{3}, map, {{10, 10}, {50, 10}}, Generation{7}}));
    EXPECT_TRUE(verdict_of(prover).proven) << "the goal is a wall";
}

TEST(Prover, LooksAtEveryVersionAnew) {
    const GridLayout layout(100, 40);
    const auto closed = testing::split_field(layout, 50);
    auto open = closed;
    set_cell(layout, open.data(), {50, 20}, true);
    Prover prover(layout);
    ASSERT_TRUE(prover.try_ask({RequestId{1}, {layout, closed.data(), MapVersion{1}}, {{10, 10}, {90, 10}}, {}}));
    EXPECT_TRUE(verdict_of(prover).proven);
    ASSERT_TRUE(prover.try_ask({RequestId{1}, {layout, open.data(), MapVersion{2}}, {{10, 10}, {90, 10}}, {}}));
    EXPECT_FALSE(verdict_of(prover).proven);
}

TEST(Prover, SeesTheMapAsTheUnitDoes) {
    const GridLayout layout(100, 40);
    auto bits = testing::split_field(layout, 50);
    set_cell(layout, bits.data(), {50, 20}, true);  // a gap for small units
    const MapView map(layout, bits.data(), MapVersion{1});
    Prover prover(layout);
    PathQuery query{{10, 10}, {90, 10}};
    ASSERT_TRUE(prover.try_ask({RequestId{1}, map, query, {}}));
    EXPECT_FALSE(verdict_of(prover).proven);
    query.clearance = Clearance::kTwoCells;
    ASSERT_TRUE(prover.try_ask({RequestId{2}, map, query, {}}));
    EXPECT_TRUE(verdict_of(prover).proven);
    query.wall_factor = 3;
    ASSERT_TRUE(prover.try_ask({RequestId{3}, map, query, {}}));
    EXPECT_FALSE(verdict_of(prover).proven) << "walls can be broken through";
    query.goal = {99, 10};
    ASSERT_TRUE(prover.try_ask({RequestId{4}, map, query, {}}));
    EXPECT_TRUE(verdict_of(prover).proven) << "half of the unit would stand outside";
}

class FieldProver : public ::testing::Test {
protected:
    FieldProver() {
        search::Searcher searcher;
        searcher.prepare(layout_);
        const auto result = searcher.flow_field(map_, query_);
        points_.assign(result.turning_points.begin(), result.turning_points.end());
    }

    bool is_proven() {
        const std::uint32_t room = prover_.take_room();
        prover_.room(room).points = points_;
        EXPECT_TRUE(prover_.try_ask({RequestId{1}, map_, query_, {}, room}));
        const ProofVerdict verdict = verdict_of(prover_);
        EXPECT_EQ(verdict.field_room, room);
        prover_.give_back_room(room);
        return verdict.proven;
    }

    const GridLayout layout_{100, 40};
    const std::vector<std::uint64_t> bits_ = testing::split_field(layout_, 50);
    const MapView map_{layout_, bits_.data(), MapVersion{1}};
    const PathQuery query_{{10, 10}, {10, 10}};
    std::vector<PackedCell> points_;
    Prover prover_{layout_};
};

TEST_F(FieldProver, BelievesTheRightOneAndNoOther) {
    EXPECT_TRUE(is_proven());
    points_[3].bits ^= 2U;  // another step from one cell
    EXPECT_FALSE(is_proven());
    points_[3].bits ^= 2U;
    EXPECT_TRUE(is_proven());
    points_.pop_back();
    EXPECT_FALSE(is_proven()) << "too short";
    points_.assign(points_.size() + 2, PackedCell{0xFFFF'FFFF});
    EXPECT_FALSE(is_proven()) << "too long";
}

TEST_F(FieldProver, HasAFewRooms) {
    for (std::uint32_t i = 0; i < kFieldRooms; ++i) EXPECT_EQ(prover_.take_room(), i);
    EXPECT_EQ(prover_.take_room(), kNoRoom);
    prover_.give_back_room(2);
    EXPECT_EQ(prover_.take_room(), 2U);
}

}  // namespace
}  // namespace outrider::paths
