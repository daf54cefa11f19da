#include "pathfinder/loop/job_claimer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "game/paths/job_board.h"

namespace outrider {
namespace {

using loop::JobClaimer;
using paths::JobBoard;

/// World and board on the heap: claimers are threads over one mapping.
struct Segments {
    std::unique_ptr<WorldSegment> world = std::make_unique<WorldSegment>();
    std::unique_ptr<BoardSegment> board = std::make_unique<BoardSegment>();
    ClaimNote note{};
};

Job job_number(std::uint64_t number) {
    Job job;
    job.issue = IssueNumber{number};
    job.start = {static_cast<std::int32_t>(number & 0xFFF), 1};
    return job;
}

TEST(JobClaimer, FindsNothingOnAnEmptyBoard) {
    Segments s;
    JobBoard board(*s.world, *s.board);
    JobClaimer claimer(*s.world, *s.board, LifeId{1});
    EXPECT_FALSE(claimer.claim(s.note));
    EXPECT_FALSE(claimer.has_news());
}

TEST(JobClaimer, TakesTheOldestJobOfTheMostUrgentLane) {
    Segments s;
    JobBoard board(*s.world, *s.board);
    JobClaimer claimer(*s.world, *s.board, LifeId{1});
    ASSERT_TRUE(board.try_issue(Lane::kBackground, job_number(1), 0));
    ASSERT_TRUE(board.try_issue(Lane::kNormal, job_number(2), 0));
    ASSERT_TRUE(board.try_issue(Lane::kNormal, job_number(3), 0));
    ASSERT_TRUE(board.try_issue(Lane::kUrgent, job_number(4), 0));
    EXPECT_TRUE(claimer.has_news());
    std::vector<std::uint64_t> order;
    while (const auto claimed = claimer.claim(s.note)) order.push_back(claimed->job.issue.value);
    EXPECT_EQ(order, (std::vector<std::uint64_t>{4, 2, 3, 1}));
}

TEST(JobClaimer, NamesItsClaimAndNothingWhenThereIsNone) {
    Segments s;
    JobBoard board(*s.world, *s.board);
    JobClaimer claimer(*s.world, *s.board, LifeId{1});
    const auto sequence = board.try_issue(Lane::kNormal, job_number(1), 0);
    ASSERT_TRUE(claimer.claim(s.note));
    EXPECT_EQ(s.note.job.load(), ClaimNote::note_of(Lane::kNormal, sequence.value()));
    EXPECT_FALSE(claimer.claim(s.note));
    EXPECT_EQ(s.note.job.load(), 0U);
}

TEST(JobClaimer, TakesTheRestOfAChunkFromOneLane) {
    Segments s;
    JobBoard board(*s.world, *s.board);
    JobClaimer claimer(*s.world, *s.board, LifeId{1});
    ASSERT_TRUE(board.try_issue(Lane::kNormal, job_number(1), 0));
    ASSERT_TRUE(board.try_issue(Lane::kNormal, job_number(2), 0));
    ASSERT_TRUE(board.try_issue(Lane::kUrgent, job_number(3), 0));
    EXPECT_EQ(claimer.claim_in(Lane::kNormal, s.note)->job.issue, IssueNumber{1});
    EXPECT_EQ(claimer.claim_in(Lane::kNormal, s.note)->job.issue, IssueNumber{2});
    EXPECT_FALSE(claimer.claim_in(Lane::kNormal, s.note)) << "the urgent one is for the next claim()";
    EXPECT_EQ(claimer.claim(s.note)->job.issue, IssueNumber{3});
}

TEST(JobClaimer, LetsNoLaneStarve) {
    Segments s;
    JobBoard board(*s.world, *s.board);
    JobClaimer claimer(*s.world, *s.board, LifeId{1});
    ASSERT_TRUE(board.try_issue(Lane::kBackground, job_number(1), 0));
    for (std::uint64_t i = 0; i < 100; ++i) ASSERT_TRUE(board.try_issue(Lane::kUrgent, job_number(10 + i), 0));
    std::uint32_t turns = 1;
    while (claimer.claim(s.note)->lane != Lane::kBackground) ++turns;
    EXPECT_LE(turns, JobClaimer::kFairTurn);
}

TEST(JobClaimer, DoesNotTakeAWithdrawnJob) {
    Segments s;
    JobBoard board(*s.world, *s.board);
    JobClaimer claimer(*s.world, *s.board, LifeId{1});
    const auto first = board.try_issue(Lane::kNormal, job_number(1), 0);
    ASSERT_TRUE(board.try_issue(Lane::kNormal, job_number(2), 0));
    EXPECT_TRUE(board.try_withdraw(Lane::kNormal, *first));
    EXPECT_EQ(claimer.claim(s.note)->job.issue, IssueNumber{2});
    EXPECT_FALSE(claimer.claim(s.note));
}

TEST(JobClaimer, CannotBeRobbedOfAClaim) {
    Segments s;
    JobBoard board(*s.world, *s.board);
    JobClaimer claimer(*s.world, *s.board, LifeId{1});
    JobClaimer rival(*s.world, *s.board, LifeId{2});
    const auto sequence = board.try_issue(Lane::kNormal, job_number(1), 0);
    ASSERT_TRUE(claimer.claim(s.note));
    EXPECT_FALSE(rival.claim(s.note));
    EXPECT_FALSE(board.try_withdraw(Lane::kNormal, *sequence));
}

TEST(JobClaimer, FindsTheJobsOfTheDeadBehindTheHead) {
    Segments s;
    JobBoard board(*s.world, *s.board);
    JobClaimer dying(*s.world, *s.board, LifeId{1});
    JobClaimer heir(*s.world, *s.board, LifeId{2});
    for (std::uint64_t i = 1; i <= 3; ++i) ASSERT_TRUE(board.try_issue(Lane::kNormal, job_number(i), 0));
    ASSERT_EQ(dying.claim(s.note)->job.issue, IssueNumber{1});
    ASSERT_EQ(dying.claim(s.note)->job.issue, IssueNumber{2});
    ASSERT_EQ(heir.claim(s.note)->job.issue, IssueNumber{3});
    ASSERT_FALSE(heir.claim(s.note));

    std::uint64_t next_issue = 100;
    board.for_each_claimed_by(LifeId{1}, [&](Lane lane, std::uint64_t sequence, const paths::SlotRecord&) {
        board.reissue(lane, sequence, job_number(next_issue++));
    });
    board.announce_reissued();
    EXPECT_TRUE(heir.has_news());
    std::vector<std::uint64_t> taken;
    while (const auto claimed = heir.claim(s.note)) taken.push_back(claimed->job.issue.value);
    EXPECT_EQ(taken.size(), 2U);
    EXPECT_FALSE(heir.has_news());
}

TEST(JobClaimer, OfANewcomerLooksFromTheBase) {
    Segments s;
    JobBoard board(*s.world, *s.board);
    JobClaimer dying(*s.world, *s.board, LifeId{1});
    const auto sequence = board.try_issue(Lane::kNormal, job_number(1), 0);
    ASSERT_TRUE(dying.claim(s.note));
    board.reissue(Lane::kNormal, *sequence, job_number(2));
    board.announce_reissued();
    JobClaimer newcomer(*s.world, *s.board, LifeId{2});
    ASSERT_TRUE(newcomer.claim(s.note));
}

TEST(JobClaimer, IsNotMisledByAHeadThatSomebodyBroke) {
    Segments s;
    JobBoard board(*s.world, *s.board);
    JobClaimer claimer(*s.world, *s.board, LifeId{1});
    ASSERT_FALSE(claimer.claim(s.note));
    ASSERT_TRUE(board.try_issue(Lane::kNormal, job_number(1), 0));
    s.board->heads[1].sequence.store(1'000'000);
    EXPECT_FALSE(claimer.claim(s.note)) << "the job is hidden";
    EXPECT_TRUE(board.repair_heads());
    EXPECT_TRUE(claimer.has_news());
    EXPECT_TRUE(claimer.claim(s.note));
    EXPECT_FALSE(board.repair_heads()) << "nothing is broken any more";
}

TEST(JobClaimer, WorksAcrossTheWrapOfTheSequence) {
    Segments s;
    constexpr std::uint64_t kJustBelow = (std::uint64_t{1} << 48U) - 5;
    JobBoard board(*s.world, *s.board, kJustBelow);
    JobClaimer claimer(*s.world, *s.board, LifeId{1});
    for (std::uint64_t i = 0; i < 40'000; ++i) {
        const auto sequence = board.try_issue(Lane::kNormal, job_number(i), 0);
        ASSERT_TRUE(sequence);
        const auto claimed = claimer.claim(s.note);
        ASSERT_TRUE(claimed) << i;
        ASSERT_EQ(claimed->job.issue, IssueNumber{i});
        const auto place = board.find(Lane::kNormal, claimed->sequence & kSequenceMask);
        ASSERT_TRUE(place);
        board.free_slot(Lane::kNormal, place->sequence);
    }
}

// Every job is taken by exactly one claimer, while the game withdraws some and gives others to new claimers.
TEST(JobClaimer, SharesJobsExactlyOnceAmongThreads) {
    Segments s;
    JobBoard board(*s.world, *s.board);
    constexpr std::uint64_t kJobs = 30'000;
    std::vector<std::atomic<int>> taken(kJobs);
    std::atomic<bool> quit{false};
    const auto work = [&](LifeId life) {
        JobClaimer claimer(*s.world, *s.board, life);
        while (!quit.load()) {
            if (const auto claimed = claimer.claim(s.note)) {
                taken[claimed->job.issue.value].fetch_add(1);
            } else {
                std::this_thread::yield();
            }
        }
    };
    std::thread first(work, LifeId{1});
    std::thread second(work, LifeId{2});
    std::uint64_t withdrawn = 0;
    for (std::uint64_t i = 0; i < kJobs; ++i) {
        std::optional<std::uint64_t> sequence;
        while (!(sequence = board.try_issue(Lane::kNormal, job_number(i), 0))) {
            // Full: free what was claimed.
            board.for_each_open([&](Lane lane, std::uint64_t open, const paths::SlotRecord& record) {
                if (taken[record.issue.value].load() != 0) board.free_slot(lane, open);
            });
        }
        if (i % 7 == 0 && board.try_withdraw(Lane::kNormal, *sequence)) {
            taken[i].fetch_add(1);
            ++withdrawn;
        }
    }
    const auto all_taken = [&] {
        for (const auto& count : taken) {
            if (count.load() == 0) return false;
        }
        return true;
    };
    while (!all_taken()) std::this_thread::yield();
    quit.store(true);
    first.join();
    second.join();
    for (std::uint64_t i = 0; i < kJobs; ++i) ASSERT_EQ(taken[i].load(), 1) << i;
    RecordProperty("withdrawn", static_cast<int>(withdrawn));
}

}  // namespace
}  // namespace outrider
