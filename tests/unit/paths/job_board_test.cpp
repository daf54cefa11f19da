#include "game/paths/job_board.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>

#include "pathfinder/loop/job_claimer.h"

namespace outrider::paths {
namespace {

class Board : public ::testing::Test {
protected:
    Job job_number(std::uint64_t number) const {
        Job job;
        job.issue = IssueNumber{number};
        return job;
    }
    std::unique_ptr<WorldSegment> world_ = std::make_unique<WorldSegment>();
    std::unique_ptr<BoardSegment> segment_ = std::make_unique<BoardSegment>();
    JobBoard board_{*world_, *segment_};
    ClaimNote note_{};
    loop::JobClaimer claimer_{*world_, *segment_, LifeId{5}};
};

TEST_F(Board, TakesAsManyJobsAsItHasSlotsAndRefusesTheNext) {
    const std::uint32_t capacity = kLaneCapacity_slots[static_cast<std::size_t>(Lane::kUrgent)];
    for (std::uint32_t i = 0; i < capacity; ++i) ASSERT_TRUE(board_.try_issue(Lane::kUrgent, job_number(i), i));
    EXPECT_FALSE(board_.try_issue(Lane::kUrgent, job_number(capacity), 0));
    EXPECT_TRUE(board_.try_issue(Lane::kNormal, job_number(capacity), 0)) << "the lanes do not share slots";
    EXPECT_EQ(board_.open_count(Lane::kUrgent), capacity);
    board_.free_slot(Lane::kUrgent, 0);
    EXPECT_TRUE(board_.try_issue(Lane::kUrgent, job_number(capacity), 0));
}

TEST_F(Board, FindsAJobByItsSequenceOnlyWhileItIsOpen) {
    const auto sequence = board_.try_issue(Lane::kNormal, job_number(8), 3);
    const auto place = board_.find(Lane::kNormal, *sequence);
    ASSERT_TRUE(place);
    EXPECT_EQ(place->record.entry, 3U);
    EXPECT_EQ(place->record.issue, IssueNumber{8});
    EXPECT_FALSE(board_.find(Lane::kNormal, *sequence + 1));
    EXPECT_FALSE(board_.find(Lane::kNormal, kSequenceMask)) << "before the base";
    EXPECT_FALSE(board_.find(Lane::kUrgent, *sequence));
    board_.free_slot(Lane::kNormal, *sequence);
    EXPECT_FALSE(board_.find(Lane::kNormal, *sequence));
}

TEST_F(Board, ClosesAClaimedJobWithoutTakingIt) {
    const auto sequence = board_.try_issue(Lane::kNormal, job_number(8), 3);
    ASSERT_TRUE(claimer_.claim(note_));
    EXPECT_FALSE(board_.try_withdraw(Lane::kNormal, *sequence));
    board_.close(Lane::kNormal, *sequence);
    EXPECT_EQ(board_.find(Lane::kNormal, *sequence)->record.entry, kNoEntry);
    EXPECT_EQ(world_->cancels[slot_of(Lane::kNormal, *sequence)].load(), 8U) << "the searcher is asked to stop";
}

TEST_F(Board, NamesExactlyTheClaimsOfALife) {
    for (std::uint64_t i = 0; i < 6; ++i) ASSERT_TRUE(board_.try_issue(Lane::kNormal, job_number(i), 0));
    loop::JobClaimer other(*world_, *segment_, LifeId{6});
    std::set<std::uint64_t> mine;
    for (int i = 0; i < 2; ++i) {
        mine.insert(claimer_.claim(note_)->sequence);
        ASSERT_TRUE(other.claim(note_));
    }
    std::set<std::uint64_t> named;
    board_.for_each_claimed_by(LifeId{5},
                               [&](Lane, std::uint64_t sequence, const SlotRecord&) { named.insert(sequence); });
    EXPECT_EQ(named, mine);
}

TEST_F(Board, GuessesHowManyJobsNobodyHasLookedAt) {
    for (std::uint64_t i = 0; i < 10; ++i) ASSERT_TRUE(board_.try_issue(Lane::kNormal, job_number(i), 0));
    for (int i = 0; i < 4; ++i) ASSERT_TRUE(claimer_.claim(note_));
    EXPECT_LE(board_.approx_ready_count(Lane::kNormal), board_.open_count(Lane::kNormal));
    segment_->heads[1].sequence.store(~std::uint64_t{0});
    EXPECT_EQ(board_.approx_ready_count(Lane::kNormal), 0U) << "a broken head is no number to show";
}

}  // namespace
}  // namespace outrider::paths
