#include "game/paths/board_sweep.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "game/paths/shared_memory.h"
#include "game/paths/supervisor.h"
#include "shared/event_count.h"
#include "tests/support/board_fixture.h"
#include "tests/support/wait_until.h"

namespace outrider::paths {
namespace {

using namespace std::chrono_literals;

/// A board with jobs and one real worker (a thread), and a clock in the test's hands.
class Sweep : public ::testing::Test {
protected:
    std::uint64_t issue(std::uint64_t number, EntryIndex entry = 0, JobKind kind = JobKind::kSearch) {
        Job job;
        job.issue = IssueNumber{number};
        job.start = job.goal = {1, 1};
        job.version = MapVersion{1};
        job.kind = kind;
        return board_.try_issue(Lane::kNormal, job, entry).value();
    }
    std::atomic<std::uint64_t>& word(std::uint64_t sequence) {
        return memory_.board().claims[slot_of(Lane::kNormal, sequence)];
    }
    /// One look at every slot; the sequences that were repaired (as freed).
    std::set<std::uint64_t> pass() {
        std::set<std::uint64_t> repaired;
        now_ += BoardSweep::kLongestPass;
        sweep_.step(now_, [&](Lane lane, std::uint64_t sequence, const SlotRecord&) {
            repaired.insert(sequence);
            board_.free_slot(lane, sequence);
        });
        return repaired;
    }
    SupervisorSettings settings() {
        SupervisorSettings settings;
        settings.world = &memory_.world();
        settings.board = &memory_.board();
        return settings;
    }
    /// A worker that sits in its seat and sleeps.
    const Member& start_worker() {
        supervisor_.set_plan({WorkerKind::kThread, 1, SchedulingPolicy::kNormal});
        EXPECT_TRUE(test::wait_until(10s, [this] {
            crew_.hear();
            return crew_.occupant(Seat{0}) != nullptr;
        }));
        return *crew_.occupant(Seat{0});
    }

    GridLayout layout_{100, 60};
    SharedMemory memory_{layout_};
    JobBoard board_{memory_.world(), memory_.board()};
    MapVersions versions_{memory_.world(), layout_, testing::open_field(layout_), false};
    Supervisor supervisor_{settings()};
    Crew crew_{supervisor_};
    BoardSweep sweep_{board_, memory_.board(), crew_};
    MonotonicTime now_{1h};
};

TEST_F(Sweep, LeavesAnHonestBoardAlone) {
    for (std::uint64_t i = 1; i <= 100; ++i) issue(i);
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(pass().empty());
}

TEST_F(Sweep, RepairsAWordThatSaysSomethingElseAtOnce) {
    issue(1);
    const std::uint64_t freed = issue(2);
    const std::uint64_t of_another_lap = issue(3);
    const std::uint64_t noise = issue(4);
    word(freed).store(ClaimWord::free(freed).bits());
    word(of_another_lap).store(ClaimWord::ready(of_another_lap + 1).bits());
    word(noise).store(~std::uint64_t{0});
    EXPECT_EQ(pass(), (std::set{freed, of_another_lap, noise}));
    EXPECT_TRUE(pass().empty());
}

TEST_F(Sweep, FreesAJobThatHasEndedAndIsReadyAgain) {
    const std::uint64_t sequence = issue(1);
    board_.close(Lane::kNormal, sequence);
    EXPECT_EQ(pass(), std::set{sequence});
}

TEST_F(Sweep, RepairsAClaimByNobodyAtTheSecondLook) {
    const std::uint64_t sequence = issue(1);
    word(sequence).store(ClaimWord::claimed(sequence, LifeId{99}).bits());
    EXPECT_TRUE(pass().empty()) << "he may just have started";
    EXPECT_EQ(pass(), std::set{sequence});
}

TEST_F(Sweep, RepairsAClaimInTheNameOfOneWhoDoesNotHaveIt) {
    const Member& worker = start_worker();
    const std::uint64_t sequence = issue(1);
    word(sequence).store(ClaimWord::claimed(sequence, worker.life).bits());
    EXPECT_TRUE(pass().empty());
    EXPECT_TRUE(pass().empty()) << "first seen without a note";
    EXPECT_EQ(pass(), std::set{sequence});
}

TEST_F(Sweep, WaitsForTheRingBeforeItCallsAClaimALie) {
    const Member& worker = start_worker();
    const std::uint64_t sequence = issue(1);
    wake_all(memory_.board());
    ASSERT_TRUE(test::wait_until(10s, [&] { return worker.segment->tail.load() != 0; })) << "answered, not drained";
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(pass().empty());
    EXPECT_EQ(ClaimWord(word(sequence).load()).life(), worker.life) << "the claim stays until the answer is taken";
}

TEST_F(Sweep, BelievesAWorkerThatNamesItsClaim) {
    const Member& worker = start_worker();
    issue(1, 0, JobKind::kSlow);
    wake_all(memory_.board());
    ASSERT_TRUE(test::wait_until(10s, [&] { return worker.segment->telemetry.current_issue.load() == 1; }));
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(pass().empty());
}

TEST_F(Sweep, LooksAtNoMoreThanThePassesShareOfSlots) {
    const std::uint64_t sequence = issue(1);
    (void)pass();
    word(sequence).store(~std::uint64_t{0});
    int steps = 0;
    int repaired = 0;
    while (repaired == 0 && steps < 100) {
        ++steps;
        now_ += 10ms;
        sweep_.step(now_, [&](Lane, std::uint64_t, const SlotRecord&) { ++repaired; });
    }
    EXPECT_GT(steps, 1);
    EXPECT_LE(steps, 10) << "every slot within a pass";
}

}  // namespace
}  // namespace outrider::paths
