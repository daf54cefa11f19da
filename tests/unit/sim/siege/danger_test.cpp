#include "game/sim/siege/danger.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <numeric>

#include "game/sim/random.h"
#include "shared/cost_field.h"

namespace outrider::sim::siege {
namespace {

const GridLayout kLayout(30, 18);  // blocks stick out on both sides

void pass(Danger& danger, std::uint32_t ticks) {
    for (std::uint32_t tick = 0; tick < ticks; ++tick) danger.fade();
}

std::uint32_t total(const Danger& danger) { return std::accumulate(danger.field().begin(), danger.field().end(), 0U); }

TEST(Danger, LiesInTheBlockWhereSearchesLookForIt) {
    Danger danger(kLayout);
    ASSERT_EQ(danger.field().size(), danger_bytes(kLayout));
    danger.add({29, 17}, 7);
    danger.add({6, 3}, 5);
    CostField costs;
    costs.danger = danger.field().data();
    for (Cell cell; cell.y < 18; ++cell.y) {
        for (cell.x = 0; cell.x < 30; ++cell.x) {
            const bool in_last = cell.x >= 28 && cell.y >= 16;
            const bool in_second = cell.x >= 4 && cell.x < 8 && cell.y < 4;
            EXPECT_EQ(costs.danger_at(kLayout, cell), in_last ? 7U : in_second ? 5U : 0U);
            EXPECT_EQ(danger.at(cell), costs.danger_at(kLayout, cell));
        }
    }
}

TEST(Danger, Saturates) {
    Danger danger(kLayout);
    danger.add({0, 0}, 250);
    danger.add({3, 3}, 250);
    EXPECT_EQ(danger.at({1, 2}), 255);
    EXPECT_EQ(total(danger), 255U);
}

TEST(Danger, FadesSeldomAndToNothing) {
    Danger danger(kLayout);
    danger.add({0, 0}, 255);
    danger.add({8, 8}, 1);
    pass(danger, Danger::kFade_ticks - 1);
    EXPECT_EQ(total(danger), 256U);
    pass(danger, 1);
    EXPECT_EQ(danger.at({0, 0}), 239);
    EXPECT_EQ(danger.at({8, 8}), 0);
    std::uint32_t steps = 1;
    for (; total(danger) != 0 && steps < 1000; ++steps) {
        const std::uint32_t before = total(danger);
        pass(danger, Danger::kFade_ticks);
        EXPECT_LT(total(danger), before);
    }
    EXPECT_LT(steps, 60U) << "four minutes";
}

TEST(Danger, IsPublishedAtMostTwiceASecond) {
    Danger danger(kLayout);
    std::uint32_t publications = 0;
    std::uint32_t since = Danger::kShortest_ticks;
    for (std::uint32_t tick = 0; tick < 600; ++tick) {
        danger.add({static_cast<std::int32_t>(tick % 30), 0}, 40);
        danger.fade();
        ++since;
        if (!danger.is_due()) continue;
        EXPECT_GE(since, 30U);
        since = 0;
        danger.mark_published();
        ++publications;
    }
    EXPECT_GE(publications, 5U) << "until all is saturated";
    EXPECT_LE(publications, 21U);
}

TEST(Danger, LittleIsPublishedLaterAndHeededWhenItIsMuch) {
    Danger danger(kLayout);
    danger.add({0, 0}, Danger::kConsiderable - 1);
    EXPECT_FALSE(danger.is_due());
    pass(danger, Danger::kPatience_ticks - Danger::kShortest_ticks);
    EXPECT_TRUE(danger.is_due());
    EXPECT_FALSE(danger.is_considerable());
    danger.mark_published();
    EXPECT_FALSE(danger.is_due()) << "nothing is new";
    pass(danger, Danger::kShortest_ticks);
    EXPECT_FALSE(danger.is_due()) << "nothing is new";
    danger.add({20, 0}, 1);
    EXPECT_TRUE(danger.is_due()) << "together it is much";
    EXPECT_TRUE(danger.is_considerable());
    danger.mark_published();
    danger.add({20, 0}, 1);
    EXPECT_FALSE(danger.is_considerable()) << "counted from the last time that it was";
}

TEST(Danger, WhatCameAndWentIsNoChange) {
    Danger danger(kLayout);
    danger.add({0, 0}, 255);
    danger.mark_published();
    danger.add({0, 0}, 255);
    pass(danger, 2 * Danger::kPatience_ticks - 1);
    EXPECT_FALSE(danger.is_due()) << "it was saturated";
    pass(danger, 1);
    EXPECT_TRUE(danger.is_due()) << "it has faded";
    danger.add({0, 0}, 16);
    EXPECT_FALSE(danger.is_due()) << "and is as it was";
}

TEST(Danger, TheChangeIsTheDifferenceToWhatWasPublished) {
    constexpr std::uint64_t kSeed = 20260;
    SCOPED_TRACE(kSeed);
    Random random(kSeed, 1);
    Danger danger(kLayout);
    std::vector<std::uint8_t> published(danger.field().begin(), danger.field().end());
    std::uint32_t since = Danger::kShortest_ticks;
    std::uint32_t unheeded = 0;
    for (int tick = 0; tick < 5000; ++tick) {
        if (random.below(20) == 0) {
            const Cell at{static_cast<std::int32_t>(random.below(30)), static_cast<std::int32_t>(random.below(18))};
            danger.add(at, static_cast<std::uint8_t>(random.below(40)));
        }
        danger.fade();
        ++since;
        std::uint32_t change = 0;
        for (std::size_t i = 0; i < published.size(); ++i) {
            change += static_cast<std::uint32_t>(std::abs(danger.field()[i] - published[i]));
        }
        const bool is_considerable = unheeded + change >= Danger::kConsiderable;
        const bool is_due =
            change != 0 && since >= (is_considerable ? Danger::kShortest_ticks : Danger::kPatience_ticks);
        ASSERT_EQ(danger.is_considerable(), is_considerable) << tick;
        ASSERT_EQ(danger.is_due(), is_due) << tick;
        if (!is_due) continue;
        danger.mark_published();
        published.assign(danger.field().begin(), danger.field().end());
        unheeded = is_considerable ? 0 : unheeded + change;
        since = 0;
    }
}

TEST(Danger, TheHashSeesTheFieldAndItsTimes) {
    Danger a(kLayout);
    Danger b(kLayout);
    EXPECT_EQ(a.hash(), b.hash());
    a.add({5, 5}, 1);
    EXPECT_NE(a.hash(), b.hash());
    b.add({5, 5}, 1);
    EXPECT_EQ(a.hash(), b.hash());
    a.fade();
    EXPECT_NE(a.hash(), b.hash());
    b.fade();
    b.mark_published();
    EXPECT_NE(a.hash(), b.hash());
}

}  // namespace
}  // namespace outrider::sim::siege
