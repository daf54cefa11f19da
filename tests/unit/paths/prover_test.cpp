#include "game/paths/prover.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <thread>
#include <vector>

#include "pathfinder/search/search.h"
#include "shared/wall_line.h"
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
    EXPECT_TRUE(verdict_of(prover).proven) << "by weighted search only";
    query.algorithm = Algorithm::kWeighted;
    ASSERT_TRUE(prover.try_ask({RequestId{3}, map, query, {}}));
    EXPECT_FALSE(verdict_of(prover).proven) << "walls can be broken through";
    query.goal = {99, 10};
    ASSERT_TRUE(prover.try_ask({RequestId{4}, map, query, {}}));
    EXPECT_TRUE(verdict_of(prover).proven) << "half of the unit would stand outside";
}

TEST(Prover, KnowsThatTheNearestCellWouldDo) {
    const GridLayout layout(100, 40);
    const auto bits = testing::split_field(layout, 50);
    const MapView map(layout, bits.data(), MapVersion{1});
    Prover prover(layout);
    PathQuery query{{10, 10}, {90, 10}};
    query.or_nearest = true;
    ASSERT_TRUE(prover.try_ask({RequestId{1}, map, query, {}}));
    EXPECT_FALSE(verdict_of(prover).proven) << "there is always a nearest cell";
    query.start = {50, 10};
    ASSERT_TRUE(prover.try_ask({RequestId{2}, map, query, {}}));
    EXPECT_TRUE(verdict_of(prover).proven) << "but for one who stands in a wall";
}

/// Every kind of query on all kinds of ground: what the game's own search finds no way for, and nothing else, is
/// unreachable.
TEST(Prover, AgreesWithTheSearchWhoeverAsks) {
    constexpr unsigned kSeed = 9'341;
    SCOPED_TRACE(kSeed);
    std::mt19937 random(kSeed);
    const GridLayout layout(37, 29);
    const auto random_cell = [&] {
        return Cell{static_cast<std::int32_t>(random() % 37), static_cast<std::int32_t>(random() % 29)};
    };
    Prover prover(layout);
    search::Searcher searcher;
    searcher.prepare(layout);
    std::array<int, 2> kinds{};
    for (std::uint64_t version = 1; version <= 60; ++version) {
        auto bits = testing::open_field(layout);
        std::vector<std::uint8_t> classes(terrain_bytes(layout));
        for (int wall = 0; wall < 9; ++wall) {
            const auto terrain_class = random() % 3 == 0 ? 0U : 3U;
            for_each_wall_cell(random_cell(), random_cell(), [&](Cell cell) {
                set_cell(layout, bits.data(), cell, false);
                set_terrain_class(layout, classes.data(), cell, terrain_class);
            });
        }
        const MapView map(layout, bits.data(), MapVersion{version});
        const CostField costs{classes.data(), {1, 1, 1, kUnbreakable}, nullptr};
        for (int i = 0; i < 60; ++i) {
            PathQuery query{random_cell(), random_cell()};
            query.algorithm = random() % 3 == 0 ? Algorithm::kJps : Algorithm::kWeighted;
            query.clearance = random() % 2 == 0 ? Clearance::kOneCell : Clearance::kTwoCells;
            query.wall_factor = static_cast<std::uint8_t>(random() % 3);
            query.or_nearest = random() % 8 == 0;
            const auto kind = static_cast<WhatIf::Kind>(random() % 3);
            query.what_if = {kind, pack(random_cell()), pack(random_cell())};
            const AnswerStatus status = searcher.search(map, query, {}, costs).status;
            ASSERT_TRUE(prover.try_ask({RequestId{1}, map, query, {}, kNoRoom, {}, costs}));
            const bool proven = verdict_of(prover).proven;
            ASSERT_EQ(proven, status == AnswerStatus::kUnreachable) << "version " << version << " query " << i;
            if (query.breaks_walls()) ++kinds[proven ? 1 : 0];
        }
    }
    EXPECT_GT(kinds[0], 200);
    EXPECT_GT(kinds[1], 200);
}

TEST(Prover, ChecksALongPathAgainstRockAndWallsThatAreThoughtOf) {
    const GridLayout layout(100, 40);
    const auto bits = testing::split_field(layout, 50);
    const MapView map(layout, bits.data(), MapVersion{1});
    std::vector<std::uint8_t> classes(terrain_bytes(layout));
    CostField costs{classes.data(), {1, 1, 1, kUnbreakable}, nullptr};
    Prover prover(layout);
    PathQuery query{{10, 10}, {90, 10}, Algorithm::kWeighted};
    query.wall_factor = 2;
    const auto is_proven = [&] {
        const std::uint32_t room = prover.take_room();
        prover.room(room).points = {pack(query.start), pack(query.goal)};
        const PathClaim claim{AnswerStatus::kFound, {80, 0}};
        EXPECT_TRUE(prover.try_ask({RequestId{1}, map, query, {}, room, claim, costs}));
        const ProofVerdict verdict = verdict_of(prover);
        prover.give_back_room(room);
        return verdict.proven;
    };
    EXPECT_TRUE(is_proven());
    query.what_if = {WhatIf::Kind::kRect, pack({20, 0}), pack({25, 30})};
    EXPECT_TRUE(is_proven()) << "it can be broken, too";
    set_terrain_class(layout, classes.data(), {50, 10}, 3);
    EXPECT_FALSE(is_proven());
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
        EXPECT_EQ(verdict.room, room);
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
    for (std::uint32_t i = 0; i < proof_rooms(layout_); ++i) EXPECT_EQ(prover_.take_room(), i);
    EXPECT_EQ(prover_.take_room(), kNoRoom);
    prover_.give_back_room(2);
    EXPECT_EQ(prover_.take_room(), 2U);
}

TEST_F(FieldProver, GivesEachMapBackOnce) {
    for (std::uint32_t i = 0; i < 3; ++i) {
        EXPECT_TRUE(is_proven());
        MapVersion version;
        ASSERT_TRUE(prover_.try_take_map(version)) << "before the verdict";
        EXPECT_EQ(version, map_.version());
        EXPECT_FALSE(prover_.try_take_map(version));
    }
}

TEST(FieldRooms, TakeNoMoreMemoryThanTheyMay) {
    EXPECT_EQ(proof_rooms(GridLayout(4, 4)), kMostRooms);
    EXPECT_EQ(proof_rooms(GridLayout(512, 512)), kMostRooms);
    EXPECT_GE(proof_rooms(GridLayout(4096, 4096)), kFewestRooms);
    EXPECT_LT(proof_rooms(GridLayout(4096, 4096)), 10U);
}

/// A map on which a proof takes a while, and fields that wait for it, each of a version of its own.
class BusyProver : public ::testing::Test {
protected:
    BusyProver() {
        search::Searcher searcher;
        searcher.prepare(layout_);
        const auto result = searcher.flow_field(map_of(1), query_);
        field_.assign(result.turning_points.begin(), result.turning_points.end());
        for (std::uint32_t i = 1; i <= kFields; ++i) {
            const std::uint32_t room = prover_.take_room();
            prover_.room(room).points = field_;
            EXPECT_TRUE(prover_.try_ask({RequestId{i}, map_of(i), query_, {}, room}));
        }
    }
    MapView map_of(std::uint64_t version) const { return {layout_, bits_.data(), MapVersion{version}}; }

    static constexpr std::uint32_t kFields = 4;
    const GridLayout layout_{1500, 1500};
    const std::vector<std::uint64_t> bits_ = testing::split_field(layout_, 750);
    const PathQuery query_{{10, 10}, {10, 10}};
    std::vector<PackedCell> field_;
    Prover prover_{layout_};
};

TEST_F(BusyProver, KeepsNoMapFromBeingWrittenWhileItProves) {
    std::uint32_t maps = 0;
    ProofVerdict verdict;
    MapVersion version;
    while (maps < kFields) {
        maps += prover_.try_take_map(version) ? 1U : 0U;
        ASSERT_LE(maps, kFields);
        std::this_thread::yield();
    }
    // The last one waits for three others, each of them millions of looks.
    std::uint32_t verdicts = 0;
    while (prover_.try_take(verdict)) ++verdicts;
    EXPECT_LT(verdicts, kFields);
    while (verdicts < kFields) {
        if (!prover_.try_take(verdict)) continue;
        ++verdicts;
        EXPECT_TRUE(verdict.proven) << "on its own copy of the map";
        EXPECT_EQ(verdict.version.value, verdict.request.value);
    }
}

TEST_F(BusyProver, AnswersQuickQuestionsInBetween) {
    ASSERT_TRUE(prover_.try_ask({RequestId{9}, map_of(kFields), {{10, 10}, {1400, 10}}, {}}));
    std::uint32_t fields_before = 0;
    for (;;) {
        const ProofVerdict verdict = verdict_of(prover_);
        EXPECT_TRUE(verdict.proven);
        if (verdict.request == RequestId{9}) break;
        ++fields_before;
    }
    EXPECT_LT(fields_before, kFields);
}

TEST_F(BusyProver, CanBeEndedAtAnyTime) {
    // Its destructor neither waits for the proofs nor leaves one at work.
}

}  // namespace
}  // namespace outrider::paths
