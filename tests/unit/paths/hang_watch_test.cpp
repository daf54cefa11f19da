#include "game/paths/hang_watch.h"

#include <gtest/gtest.h>

#include "game/paths/death_budget.h"

namespace outrider::paths {
namespace {

using namespace std::chrono_literals;

/// Looks every 10 ms of lived time at a worker whose state the test sets.
class Watch : public ::testing::Test {
protected:
    /// The verdict after `span` of looking; the first one that is not kNone.
    KillCause look_for(std::chrono::milliseconds span) {
        for (auto end = now_ + span; now_ < end; now_ += 10ms) {
            look_.cpu_time += cpu_per_look_;
            const KillCause verdict = watch_.judge(look_, now_);
            if (verdict != KillCause::kNone) return verdict;
        }
        return KillCause::kNone;
    }

    HangWatch watch_{10s};
    WorkerLook look_;
    std::chrono::nanoseconds cpu_per_look_{};
    LivedClock::Time now_{};
};

TEST_F(Watch, LetsAnIdleSleeperSleepThatWakesNowAndThen) {
    look_.task_state = 'S';
    for (int i = 0; i < 100; ++i) {
        look_.cpu_time += 2us;
        EXPECT_EQ(look_for(900ms), KillCause::kNone);
    }
}

TEST_F(Watch, EndsOneThatSleepsThroughItsBackstop) {
    look_.task_state = 'S';
    EXPECT_EQ(look_for(1s), KillCause::kNone);
    EXPECT_EQ(look_for(50ms), KillCause::kAsleep) << "it would never take a job again";
}

TEST_F(Watch, EndsAStoppedWorkerAfterASecondWhetherItHasAJobOrNot) {
    look_.stopped = true;
    EXPECT_EQ(look_for(990ms), KillCause::kNone);
    EXPECT_EQ(look_for(30ms), KillCause::kStopped);
}

TEST_F(Watch, ForgivesAStopThatEnds) {
    for (int i = 0; i < 5; ++i) {
        look_.stopped = true;
        EXPECT_EQ(look_for(900ms), KillCause::kNone);
        look_.stopped = false;
        EXPECT_EQ(look_for(10ms), KillCause::kNone);
    }
}

TEST_F(Watch, EndsOneThatSleepsOverAJob) {
    look_.current_issue = 7;
    look_.task_state = 'S';
    EXPECT_EQ(look_for(1s), KillCause::kNone);
    EXPECT_EQ(look_for(50ms), KillCause::kAsleep);
}

TEST_F(Watch, LetsOneSleepThatHasNoRoomForItsAnswer) {
    look_.current_issue = 7;
    look_.task_state = 'S';
    look_.has_room = false;
    EXPECT_EQ(look_for(1min), KillCause::kNone);
}

TEST_F(Watch, NeverEndsOneThatWouldLikeToRun) {
    look_.current_issue = 7;
    for (const char state : {'R', 'D', 't'}) {
        look_.task_state = state;
        EXPECT_EQ(look_for(1min), KillCause::kNone) << state << ": starved, not hung";
    }
}

TEST_F(Watch, LetsOneSleepInSlicesAsASlowJobDoes) {
    look_.current_issue = 7;
    look_.task_state = 'S';
    for (int i = 0; i < 100; ++i) {
        look_.cpu_time += 10us;
        EXPECT_EQ(look_for(500ms), KillCause::kNone);
    }
}

TEST_F(Watch, BeginsAnewWithEachJob) {
    look_.task_state = 'S';
    for (look_.current_issue = 1; look_.current_issue < 20; ++look_.current_issue) {
        EXPECT_EQ(look_for(900ms), KillCause::kNone);
    }
    cpu_per_look_ = 10ms;
    for (; look_.current_issue < 40; ++look_.current_issue) EXPECT_EQ(look_for(9s), KillCause::kNone);
}

TEST_F(Watch, EndsAJobThatHasUsedUpItsAllowance) {
    look_.current_issue = 7;
    cpu_per_look_ = 5ms;  // gets half a core
    EXPECT_EQ(look_for(19s), KillCause::kNone) << "it is the worker's own time that counts";
    EXPECT_EQ(look_for(2s), KillCause::kAllowance);
}

TEST_F(Watch, AsksForTheTasksStateOnlyWhenItMatters) {
    look_.current_issue = 7;
    EXPECT_FALSE(watch_.wants_task_state(look_, now_)) << "a new job";
    (void)watch_.judge(look_, now_);
    EXPECT_FALSE(watch_.wants_task_state(look_, now_ + 400ms));
    EXPECT_TRUE(watch_.wants_task_state(look_, now_ + 600ms)) << "no CPU time for so long";
    look_.cpu_time = 1us;
    EXPECT_FALSE(watch_.wants_task_state(look_, now_ + 600ms));
}

TEST(LivedClock, StandsStillWhileItsOwnerDoes) {
    LivedClock clock;
    const std::chrono::steady_clock::time_point start{1h};
    EXPECT_EQ(clock.live_until(start), 0ns);
    EXPECT_EQ(clock.live_until(start + 10ms), 10ms);
    EXPECT_EQ(clock.live_until(start + 10ms + 8h), 10ms + LivedClock::kLongestStep);
}

TEST(DeathBudget, LetsSoManyThroughAndThenWaitsForTheOldest) {
    DeathBudget<3> budget(10s);
    const std::chrono::steady_clock::time_point start{1h};
    EXPECT_LE(budget.note(start), start);
    EXPECT_LE(budget.note(start + 1s), start + 1s);
    EXPECT_EQ(budget.note(start + 2s), start + 10s);
    EXPECT_EQ(budget.note(start + 10s), start + 11s);
    EXPECT_LE(budget.note(start + 30s), start + 30s) << "forgiven";
}

}  // namespace
}  // namespace outrider::paths
