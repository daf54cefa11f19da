#include "shared/world_segment.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>

#include "shared/layout_hash.h"

namespace outrider {
namespace {

TEST(JobPayload, ComesBackAsItWasStored) {
    const auto payload = std::make_unique<JobPayload>();
    Job job;
    job.issue = IssueNumber{99};
    job.start = {4095, 0};
    job.goal = {17, 4095};
    job.version = MapVersion{123'456};
    job.exact_version = true;
    job.algorithm = Algorithm::kAStar;
    job.node_budget = 0xFFFF'FFFF;
    job.clearance = Clearance::kTwoCells;
    job.or_nearest = job.smooth = true;
    job.danger_weight = 255;
    job.detours = kMaxDetours;
    job.wall_factor = 254;
    job.what_if = {WhatIf::Kind::kRect, pack({4095, 1}), pack({2, 4095})};
    payload->store(job);
    const Job back = payload->load();
    EXPECT_EQ(back.issue, job.issue);
    EXPECT_EQ(back.start, job.start);
    EXPECT_EQ(back.goal, job.goal);
    EXPECT_EQ(back.version, job.version);
    EXPECT_TRUE(back.exact_version);
    EXPECT_EQ(back.algorithm, job.algorithm);
    EXPECT_EQ(back.node_budget, job.node_budget);
    EXPECT_EQ(static_cast<const PathQuery&>(back), static_cast<const PathQuery&>(job));
}

TEST(SlotOf, GivesEveryJobOfALapASlotOfItsOwn) {
    std::set<std::uint32_t> slots;
    for (const Lane lane : {Lane::kUrgent, Lane::kNormal, Lane::kBackground}) {
        const std::uint32_t capacity = kLaneCapacity_slots[static_cast<std::size_t>(lane)];
        for (std::uint64_t sequence = 0; sequence < capacity; ++sequence) {
            const std::uint32_t slot = slot_of(lane, sequence + 5 * std::uint64_t{capacity});
            EXPECT_LT(slot, kTotalSlots);
            slots.insert(slot);
        }
    }
    EXPECT_EQ(slots.size(), kTotalSlots);
}

TEST(NewestVersion, TravelsInOneWord) {
    const NewestVersion newest{MapVersion{(std::uint64_t{1} << 56U) - 1}, 3};
    const NewestVersion back = NewestVersion::from(newest.bits());
    EXPECT_EQ(back.version, newest.version);
    EXPECT_EQ(back.buffer, newest.buffer);
}

TEST(LayoutHash, IsNotZeroAndKnownAtCompileTime) {
    constexpr std::uint32_t kHash = layout_hash();
    EXPECT_NE(kHash, 0U);
}

}  // namespace
}  // namespace outrider
