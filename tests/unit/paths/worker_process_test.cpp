#include "game/paths/worker_process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "game/paths/machine_probe.h"
#include "game/paths/shared_memory.h"
#include "shared/result_segment.h"

namespace outrider::paths {
namespace {

const std::filesystem::path kPathfinder = std::filesystem::path(OUTRIDER_BIN_DIR) / "outrider-pathfinder";

class Process : public ::testing::Test {
protected:
    LaunchPlan plan() const {
        LaunchPlan plan;
        plan.seat = Seat{3};
        plan.life = LifeId{9};
        plan.generation = Generation{9};
        plan.world_descriptor = memory_.world_descriptor();
        plan.board_descriptor = memory_.board_descriptor();
        plan.results_descriptor = results_.descriptor();
        return plan;
    }
    static WorkerEnd wait_for_end(WorkerProcess& worker) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (std::chrono::steady_clock::now() < deadline) {
            if (const auto end = worker.try_reap()) return *end;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        ADD_FAILURE() << "it did not end";
        return {};
    }
    void wait_until_ready() const {
        const auto& segment = *static_cast<const ResultSegment*>(mapping_.address());
        while (segment.telemetry.phase.load() == static_cast<std::uint32_t>(WorkerPhase::kStarting)) {
            std::this_thread::yield();
        }
    }

    SharedMemory memory_{GridLayout(64, 64)};
    AnonymousFile results_ = AnonymousFile::create("outrider-test-results", sizeof(ResultSegment));
    Mapping mapping_{results_, true};
};

TEST_F(Process, StartsAndIsNamedForPs) {
    WorkerProcess worker;
    ASSERT_EQ(WorkerProcess::start(kPathfinder, plan(), worker), 0);
    wait_until_ready();
    std::string name;
    std::getline(std::ifstream("/proc/" + std::to_string(worker.pid()) + "/comm"), name);
    EXPECT_EQ(name, "outrider-path-3");
}

TEST_F(Process, InheritsItsThreeSegmentsAndNothingElse) {
    const int stray = ::open("/dev/null", O_RDONLY);  // not close-on-exec, on purpose
    WorkerProcess worker;
    ASSERT_EQ(WorkerProcess::start(kPathfinder, plan(), worker), 0);
    wait_until_ready();
    int count = 0;
    for ([[maybe_unused]] const auto& entry :
         std::filesystem::directory_iterator("/proc/" + std::to_string(worker.pid()) + "/fd")) {
        ++count;
    }
    ::close(stray);
    // It closes its three segment descriptors once they are mapped.
    EXPECT_EQ(count, 3) << "standard input, output and error";
}

TEST_F(Process, TellsHowItEnded) {
    WorkerProcess killed;
    ASSERT_EQ(WorkerProcess::start(kPathfinder, plan(), killed), 0);
    wait_until_ready();
    ::kill(killed.pid(), SIGKILL);
    const WorkerEnd end = wait_for_end(killed);
    EXPECT_EQ(end.kind, WorkerEnd::Kind::kSignalled);
    EXPECT_EQ(end.value, SIGKILL);
    EXPECT_FALSE(end.by_game);
    EXPECT_FALSE(killed.is_running());
}

TEST_F(Process, KnowsItsOwnKillFromOneFromOutside) {
    WorkerProcess worker;
    ASSERT_EQ(WorkerProcess::start(kPathfinder, plan(), worker), 0);
    worker.kill(KillCause::kButton);
    EXPECT_TRUE(wait_for_end(worker).by_game);
}

TEST_F(Process, IgnoresTheTerminalsSignals) {
    WorkerProcess worker;
    ASSERT_EQ(WorkerProcess::start(kPathfinder, plan(), worker), 0);
    wait_until_ready();
    for (const int signal : {SIGINT, SIGHUP, SIGTERM, SIGTSTP}) ::kill(worker.pid(), signal);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_FALSE(worker.try_reap());
}

TEST_F(Process, ReportsAMissingProgramAtOnce) {
    WorkerProcess worker;
    EXPECT_EQ(WorkerProcess::start("/nowhere/outrider-pathfinder", plan(), worker), ENOENT);
    EXPECT_EQ(WorkerProcess::start("/tmp", plan(), worker), EACCES) << "a directory";
    EXPECT_FALSE(worker.is_running());
}

TEST_F(Process, LeavesByItselfWhenTheWorldSpeaksAnotherProtocol) {
    memory_.world().layout_hash += 1;
    WorkerProcess worker;
    ASSERT_EQ(WorkerProcess::start(kPathfinder, plan(), worker), 0);
    const WorkerEnd end = wait_for_end(worker);
    EXPECT_EQ(end.kind, WorkerEnd::Kind::kExited);
    EXPECT_EQ(end.value, static_cast<int>(WorkerExit::kWrongProtocol));
}

TEST_F(Process, KnowsInTheEndAllThatItUsed) {
    WorkerProcess worker;
    ASSERT_EQ(WorkerProcess::start(kPathfinder, plan(), worker), 0);
    wait_until_ready();
    const auto before = cpu_time_of(worker.cpu_clock());
    ASSERT_TRUE(before);
    EXPECT_EQ(worker.cpu_time_at_end().count(), 0) << "not yet";
    worker.kill(KillCause::kButton);
    (void)wait_for_end(worker);
    EXPECT_GT(worker.cpu_time_at_end(), *before - std::chrono::microseconds(1)) << "the kernel's sum is whole ones";
    EXPECT_LT(worker.cpu_time_at_end(), *before + std::chrono::seconds(1)) << "and not somebody else's";
}

TEST_F(Process, LeavesNoZombie) {
    pid_t pid = 0;
    {
        WorkerProcess worker;
        ASSERT_EQ(WorkerProcess::start(kPathfinder, plan(), worker), 0);
        pid = worker.pid();
    }
    EXPECT_FALSE(std::filesystem::exists("/proc/" + std::to_string(pid)));
}

}  // namespace
}  // namespace outrider::paths
