#include "pathfinder/loop/worker_loop.h"

#include <gtest/gtest.h>
#include <pthread.h>
#include <sched.h>

#include <atomic>
#include <ctime>
#include <memory>
#include <thread>
#include <vector>

#include "game/paths/job_board.h"
#include "game/paths/map_versions.h"
#include "game/paths/result_reader.h"
#include "game/paths/shared_memory.h"
#include "shared/event_count.h"
#include "tests/support/board_fixture.h"

namespace outrider {
namespace {

/// A worker loop in a thread, with the game's side in the test's hands.
class Worker : public ::testing::Test {
protected:
    Worker() { points_.reserve(ResultRecord::kMaxPoints); }
    ~Worker() override { stop(); }

    void start(bool gives_way = false) {
        thread_ = std::thread([this, gives_way] {
            const loop::WorkerIdentity identity{
                .seat = Seat{0}, .life = LifeId{7}, .generation = Generation{42}, .gives_way = gives_way};
            loop::WorkerLoop(memory_.world(), memory_.board(), *segment_, identity).run();
        });
    }
    void stop() {
        if (!thread_.joinable()) return;
        memory_.world().leave_orders[0].store(7);
        wake_all(memory_.board());
        thread_.join();
    }
    std::uint64_t ask(Cell start, Cell goal, std::uint64_t issue, MapVersion version = {1}) {
        Job job;
        job.issue = IssueNumber{issue};
        job.start = start;
        job.goal = goal;
        job.version = version;
        const auto sequence = board_.try_issue(Lane::kNormal, job, 0);
        board_.announce();
        return sequence.value();
    }
    ResultRecord next_record() {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        ResultRecord record;
        while (reader_.next(record, points_) != paths::ResultReader::Outcome::kRecord) {
            if (std::chrono::steady_clock::now() > deadline) {
                ADD_FAILURE() << "no record came";
                break;
            }
            std::this_thread::yield();
        }
        reader_.give_room();
        return record;
    }

    GridLayout layout_{300, 200};
    paths::SharedMemory memory_{layout_};
    paths::JobBoard board_{memory_.world(), memory_.board()};
    paths::MapVersions versions_{memory_.world(), layout_, testing::split_field(layout_, 150), false};
    std::unique_ptr<ResultSegment> segment_ = testing::make_result_segment();
    paths::ResultReader reader_{*segment_};
    std::vector<PackedCell> points_;
    ResultRecord next_;
    std::thread thread_;
};

TEST_F(Worker, AnswersAJobWithItsNumbers) {
    start();
    const std::uint64_t sequence = ask({10, 10}, {100, 10}, 5);
    const ResultRecord record = next_record();
    EXPECT_EQ(record.status, AnswerStatus::kFound);
    EXPECT_EQ(record.issue, IssueNumber{5});
    EXPECT_EQ(record.sequence, sequence);
    EXPECT_EQ(record.generation, Generation{42});
    EXPECT_EQ(record.version, MapVersion{1});
    EXPECT_EQ(record.cost, (StepCount{90, 0}));
    EXPECT_EQ(points_, (std::vector<PackedCell>{pack({10, 10}), pack({100, 10})}));
    EXPECT_LE(record.claimed_ns, record.began_ns);
    EXPECT_LE(record.began_ns, record.searched_ns);
    EXPECT_LE(record.searched_ns, record.published_ns);
}

TEST_F(Worker, PublishesTheAnswersOfAChunkTogether) {
    memory_.world().chunk_jobs.store(4);
    constexpr std::uint64_t kJobs = 40;
    for (std::uint64_t i = 1; i <= kJobs; ++i) ask({10, 10}, {100, 10}, i);
    start();
    std::vector<std::uint64_t> published_ns;
    for (std::uint64_t i = 1; i <= kJobs; ++i) {
        const ResultRecord record = next_record();
        EXPECT_EQ(record.issue, IssueNumber{i});
        published_ns.push_back(record.published_ns);
    }
    EXPECT_EQ(published_ns[0], published_ns[3]) << "the first four in one";
    EXPECT_NE(published_ns[3], published_ns[4]);
    EXPECT_EQ(published_ns[4], published_ns[7]) << "and the next";
    EXPECT_NE(published_ns[kJobs - 2], published_ns[kJobs - 1]) << "but the last ones are left to others";
}

TEST_F(Worker, TakesUrgentJobsOneByOne) {
    memory_.world().chunk_jobs.store(4);
    for (std::uint64_t i = 1; i <= 2; ++i) {
        Job job;
        job.issue = IssueNumber{i};
        job.start = job.goal = {10, 10};
        job.version = MapVersion{1};
        ASSERT_TRUE(board_.try_issue(Lane::kUrgent, job, 0));
    }
    start();
    const std::uint64_t first = next_record().published_ns;
    EXPECT_LT(first, next_record().published_ns);
}

TEST_F(Worker, MovesOnToANewerVersionWithinAChunk) {
    memory_.world().chunk_jobs.store(2);
    ask({10, 10}, {20, 10}, 1, MapVersion{1});
    const std::vector<CellEdit> edit{{pack({5, 5}), false}};
    versions_.edit(MapVersion{2}, edit);
    ASSERT_TRUE(versions_.try_publish());
    for (std::uint64_t i = 2; i <= 20; ++i) ask({10, 10}, {20, 10}, i, MapVersion{2});
    start();
    EXPECT_GE(next_record().version, MapVersion{1});
    EXPECT_EQ(next_record().version, MapVersion{2});
}

TEST_F(Worker, LeavesAfterAsManyJobsAsItWasAskedTo) {
    for (std::uint64_t i = 1; i <= 5; ++i) ask({10, 10}, {20, 10}, i);
    auto end = loop::LoopEnd::kToldToLeave;
    std::thread recycled([&] {
        end = loop::WorkerLoop(memory_.world(), memory_.board(), *segment_, {Seat{0}, LifeId{7}, Generation{42}, 3})
                  .run();
    });
    recycled.join();
    EXPECT_EQ(end, loop::LoopEnd::kRecycled);
    for (std::uint64_t i = 1; i <= 3; ++i) EXPECT_EQ(next_record().issue, IssueNumber{i});
    EXPECT_EQ(reader_.next(next_, points_), paths::ResultReader::Outcome::kEmpty) << "the others are for its heir";
}

TEST_F(Worker, SleepsOverASlowJobAndAnswersIt) {
    Job job;
    job.kind = JobKind::kSlow;
    job.issue = IssueNumber{1};
    job.start = {10, 10};
    job.goal = {20, 10};
    job.version = MapVersion{1};
    ASSERT_TRUE(board_.try_issue(Lane::kNormal, job, 0));
    start();
    const ResultRecord record = next_record();
    EXPECT_EQ(record.status, AnswerStatus::kFound);
    EXPECT_GE(std::chrono::nanoseconds(record.searched_ns - record.began_ns), kSlowJobTime);
}

TEST_F(Worker, BurnsItsOwnCpuTimeAndAnswersWithTheCellItStandsOn) {
    Job job;
    job.kind = JobKind::kBurn;
    job.issue = IssueNumber{1};
    job.start = job.goal = {10, 10};
    job.node_budget = 20'000;
    job.version = MapVersion{1};
    ASSERT_TRUE(board_.try_issue(Lane::kNormal, job, 0));
    start();
    const ResultRecord record = next_record();
    EXPECT_EQ(record.status, AnswerStatus::kFound);
    EXPECT_EQ(points_, std::vector<PackedCell>{pack({10, 10})});
    clockid_t clock{};
    timespec used{};
    ASSERT_EQ(::pthread_getcpuclockid(thread_.native_handle(), &clock), 0);
    ASSERT_EQ(::clock_gettime(clock, &used), 0);
    EXPECT_GE(std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec),
              std::chrono::microseconds(job.node_budget));
}

TEST_F(Worker, SaysWhenThereIsNoWay) {
    start();
    ask({10, 10}, {290, 10}, 1);
    const ResultRecord record = next_record();
    EXPECT_EQ(record.status, AnswerStatus::kUnreachable);
    EXPECT_TRUE(points_.empty());
}

TEST_F(Worker, EndsACancelledJobWithARecordAllTheSame) {
    // Cancelled before the worker starts, so that it cannot be faster.
    const std::uint64_t sequence = ask({10, 10}, {290, 10}, 9);
    memory_.world().cancels[slot_of(Lane::kNormal, sequence)].store(9);
    start();
    const ResultRecord record = next_record();
    EXPECT_EQ(record.issue, IssueNumber{9});
    EXPECT_EQ(record.status, AnswerStatus::kCancelled);
}

TEST_F(Worker, DropsItsPinOnceItHasPublished) {
    start();
    ask({10, 10}, {100, 10}, 1);
    next_record();
    stop();
    EXPECT_EQ(segment_->pin.load(), 0U);
    EXPECT_EQ(segment_->claims[0].job.load(), 0U) << "and names no job any more";
}

TEST_F(Worker, WakesUpForWorkAgainAndAgain) {
    start();
    for (std::uint64_t i = 1; i <= 200; ++i) {
        ask({10, 10}, {20, 20}, i);
        EXPECT_EQ(next_record().issue, IssueNumber{i});
    }
}

TEST_F(Worker, WaitsWhenItsRingIsFullAndStillObeysTheOrderToLeave) {
    start();
    for (std::uint64_t i = 1; i <= 4'000; ++i) ask({10, 10}, {100, 60}, i);
    const auto blocked = [this] {
        return segment_->telemetry.phase.load() == static_cast<std::uint32_t>(WorkerPhase::kBlocked);
    };
    while (!blocked()) std::this_thread::yield();
    EXPECT_NE(segment_->claims[0].job.load(), 0U) << "it names the job that it holds";
    EXPECT_NE(segment_->telemetry.current_issue.load(), 0U);
    stop();
    SUCCEED() << "it left although nobody read its ring";
}

// --- giving way ------------------------------------------------------------------------------------------------------

/// Binds the test's thread, and the threads that it starts meanwhile, to the core that it is on; lets the test's go.
class OnOneCore {
public:
    OnOneCore() {
        EXPECT_EQ(::sched_getaffinity(0, sizeof before_, &before_), 0);
        cpu_set_t here;
        CPU_ZERO(&here);
        CPU_SET(static_cast<std::size_t>(::sched_getcpu()), &here);
        EXPECT_EQ(::sched_setaffinity(0, sizeof here, &here), 0);
    }
    ~OnOneCore() { EXPECT_EQ(::sched_setaffinity(0, sizeof before_, &before_), 0); }
    OnOneCore(const OnOneCore&) = delete;
    OnOneCore& operator=(const OnOneCore&) = delete;

private:
    cpu_set_t before_{};
};

class WorkerBesideAFrame : public Worker {
protected:
    using Seconds = std::chrono::duration<double>;

    static Seconds cpu_time(clockid_t clock) {
        timespec time{};
        EXPECT_EQ(::clock_gettime(clock, &time), 0);
        return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
    }
    /// What a thread takes of the core beside us while we take so much of it.
    static double share_beside(Seconds ours, std::thread& thread) {
        clockid_t its_clock{};
        EXPECT_EQ(::pthread_getcpuclockid(thread.native_handle(), &its_clock), 0);
        const Seconds begin = cpu_time(CLOCK_THREAD_CPUTIME_ID);
        const Seconds its_begin = cpu_time(its_clock);
        while (cpu_time(CLOCK_THREAD_CPUTIME_ID) - begin < ours) continue;
        return (cpu_time(its_clock) - its_begin) / ours;
    }
    /// Linux 6.18 gives the core to the other one then; older kernels may choose the one that yields again.
    static bool yielding_leaves_the_core() {
        std::atomic<bool> is_over{false};
        std::thread yields([&is_over] {
            while (!is_over.load(std::memory_order_relaxed)) ::sched_yield();
        });
        const double share = share_beside(std::chrono::milliseconds(50), yields);
        is_over.store(true, std::memory_order_relaxed);
        yields.join();
        return share < 0.1;
    }
    /// The worker's, with jobs enough for twice that time.
    double workers_share_beside(Seconds ours) {
        for (std::uint64_t i = 1; i <= 80; ++i) {
            Job job;
            job.issue = IssueNumber{i};
            job.start = job.goal = {10, 10};
            job.version = MapVersion{1};
            job.kind = JobKind::kBurn;
            job.node_budget = 5'000;
            EXPECT_TRUE(board_.try_issue(Lane::kNormal, job, 0));
        }
        board_.announce();
        return share_beside(ours, thread_);
    }
};

TEST_F(WorkerBesideAFrame, LeavesItTheCoreThatItIsMadeOn) {
    const OnOneCore core;
    if (!yielding_leaves_the_core()) GTEST_SKIP() << "sched_yield of this kernel does not let the other one run";
    start(true);
    memory_.world().frame_core.begin();
    EXPECT_LT(workers_share_beside(std::chrono::milliseconds(200)), 0.2);
    memory_.world().frame_core.end();
    EXPECT_EQ(next_record().status, AnswerStatus::kFound) << "and works on when it is made";
}

TEST_F(WorkerBesideAFrame, TakesItsShareWhereItNeedNotGiveWay) {
    const OnOneCore core;
    start(false);
    memory_.world().frame_core.begin();
    EXPECT_GT(workers_share_beside(std::chrono::milliseconds(200)), 0.5) << "of equal rank";
}

TEST_F(WorkerBesideAFrame, TakesItsShareBetweenFrames) {
    const OnOneCore core;
    start(true);
    memory_.world().frame_core.begin();
    memory_.world().frame_core.end();
    EXPECT_GT(workers_share_beside(std::chrono::milliseconds(200)), 0.5);
}

}  // namespace
}  // namespace outrider
