#include "game/paths/unreachable_prover.h"

#include <gtest/gtest.h>

#include <thread>

#include "tests/support/board_fixture.h"

namespace outrider::paths {
namespace {

ProofVerdict verdict_of(UnreachableProver& prover) {
    ProofVerdict verdict;
    while (!prover.try_take(verdict)) std::this_thread::yield();
    return verdict;
}

TEST(UnreachableProver, BelievesTheTruthAndNothingElse) {
    const GridLayout layout(100, 40);
    const auto bits = testing::split_field(layout, 50);
    const MapView map(layout, bits.data(), MapVersion{4});
    UnreachableProver prover;
    ASSERT_TRUE(prover.try_ask({RequestId{1}, map, {10, 10}, {90, 10}, Generation{7}}));
    const ProofVerdict proven = verdict_of(prover);
    EXPECT_TRUE(proven.unreachable);
    EXPECT_EQ(proven.request, RequestId{1});
    EXPECT_EQ(proven.version, MapVersion{4});
    EXPECT_EQ(proven.accuser, Generation{7});
    ASSERT_TRUE(prover.try_ask({RequestId{2}, map, {10, 10}, {20, 30}, Generation{7}}));
    EXPECT_FALSE(verdict_of(prover).unreachable) << "a lie";
    ASSERT_TRUE(prover.try_ask({RequestId{3}, map, {10, 10}, {50, 10}, Generation{7}}));
    EXPECT_TRUE(verdict_of(prover).unreachable) << "the goal is a wall";
}

TEST(UnreachableProver, LooksAtEveryVersionAnew) {
    const GridLayout layout(100, 40);
    const auto closed = testing::split_field(layout, 50);
    auto open = closed;
    set_cell(layout, open.data(), {50, 20}, true);
    UnreachableProver prover;
    ASSERT_TRUE(prover.try_ask({RequestId{1}, {layout, closed.data(), MapVersion{1}}, {10, 10}, {90, 10}, {}}));
    EXPECT_TRUE(verdict_of(prover).unreachable);
    ASSERT_TRUE(prover.try_ask({RequestId{1}, {layout, open.data(), MapVersion{2}}, {10, 10}, {90, 10}, {}}));
    EXPECT_FALSE(verdict_of(prover).unreachable);
}

}  // namespace
}  // namespace outrider::paths
