#include "game/paths/supervisor.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "game/paths/crew.h"
#include "game/paths/shared_memory.h"
#include "tests/support/remembering_log.h"
#include "tests/support/send_signal.h"
#include "tests/support/temp_path.h"

namespace outrider::paths {
namespace {

/// A supervisor with the frame thread's side played by the test.
class Pool : public ::testing::Test {
protected:
    void make(const std::filesystem::path& program) {
        SupervisorSettings settings{&memory_.world(), &memory_.board(), memory_.world_descriptor(),
                                    memory_.board_descriptor(), program};
        settings.log = &log_;
        supervisor_ = std::make_unique<Supervisor>(settings);
        crew_ = std::make_unique<Crew>(*supervisor_);
    }
    void make() { make(std::filesystem::path(OUTRIDER_BIN_DIR) / "outrider-pathfinder"); }

    /// Listens, buries the dead, until `done` or ten seconds are over.
    bool until(const std::function<bool()>& done) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!done()) {
            if (std::chrono::steady_clock::now() > deadline) return false;
            crew_->hear();
            for (const auto& member : crew_->members()) {
                if (!member->dead) continue;
                crew_->dismiss(member->generation);
                break;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return true;
    }
    std::uint32_t ready() const {
        std::uint32_t count = 0;
        for (const auto& member : crew_->members()) {
            const bool up =
                member->segment->telemetry.phase.load() != static_cast<std::uint32_t>(WorkerPhase::kStarting);
            count += member->seated && !member->dead && up ? 1 : 0;
        }
        return count;
    }
    std::int32_t pid_in(std::uint32_t seat) const { return supervisor_->gauges().seats[seat].pid.load(); }
    std::uint32_t alive() const { return supervisor_->gauges().alive.load(); }
    bool told(const std::string& text) {
        return until([&] { return log_.has_line_with(text); });
    }
    std::ptrdiff_t lines_with(std::string_view text) const {
        std::istringstream lines(log_.all_lines());
        std::ptrdiff_t count = 0;
        for (std::string line; std::getline(lines, line);) count += line.find(text) != std::string::npos ? 1 : 0;
        return count;
    }
    void wait(std::chrono::milliseconds time) {
        const auto over = std::chrono::steady_clock::now() + time;
        until([&] { return std::chrono::steady_clock::now() > over; });
    }

    testing::RememberingLog log_;
    SharedMemory memory_{GridLayout(64, 64)};
    std::unique_ptr<Supervisor> supervisor_;
    std::unique_ptr<Crew> crew_;
};

TEST_F(Pool, GrowsAndShrinksLive) {
    make();
    supervisor_->set_plan({WorkerKind::kProcess, 3, SchedulingPolicy::kNormal});
    EXPECT_TRUE(until([&] { return ready() == 3; }));
    supervisor_->set_plan({WorkerKind::kProcess, 1, SchedulingPolicy::kNormal});
    EXPECT_TRUE(until([&] { return alive() == 1; }));
    supervisor_->set_plan({WorkerKind::kProcess, 0, SchedulingPolicy::kNormal});
    EXPECT_TRUE(until([&] { return alive() == 0; }));
    EXPECT_EQ(supervisor_->gauges().seats[0].end_kind.load(), WorkerEnd::Kind::kNone) << "leaving is no death";
}

TEST_F(Pool, ReplacesAWorkerThatWasKilled) {
    make();
    supervisor_->set_plan({WorkerKind::kProcess, 1, SchedulingPolicy::kNormal});
    ASSERT_TRUE(until([&] { return ready() == 1; }));
    const std::int32_t first = pid_in(0);
    ASSERT_TRUE(told("worker 0 (pid " + std::to_string(first) + ") is ready")) << log_.all_lines();
    ASSERT_TRUE(test::send_signal(first, SIGKILL));
    EXPECT_TRUE(until([&] { return pid_in(0) != 0 && pid_in(0) != first && ready() == 1; }));
    EXPECT_TRUE(told("worker 0 (pid " + std::to_string(first) + ") ended: SIGKILL from outside")) << log_.all_lines();
    EXPECT_TRUE(told("worker 0 (pid " + std::to_string(pid_in(0)) + ") is ready")) << log_.all_lines();
    const SeatGauge& seat = supervisor_->gauges().seats[0];
    EXPECT_EQ(seat.restarts.load(), 1U);
    EXPECT_EQ(seat.end_kind.load(), WorkerEnd::Kind::kSignalled);
    EXPECT_FALSE(seat.end_by_game.load());
}

TEST_F(Pool, TellsHowLongAStartTook) {
    make();
    const auto before = std::chrono::steady_clock::now();
    supervisor_->set_plan({WorkerKind::kProcess, 1, SchedulingPolicy::kNormal});
    const SeatGauge& seat = supervisor_->gauges().seats[0];
    EXPECT_EQ(seat.start_ms.load(), 0.0);
    ASSERT_TRUE(until([&] { return seat.start_ms.load() > 0.0; }));
    const std::chrono::duration<double, std::milli> waited = std::chrono::steady_clock::now() - before;
    EXPECT_LE(seat.start_ms.load(), waited.count());
    EXPECT_EQ(ready(), 1U);
}

TEST_F(Pool, KeepsCountOfWhatTheDeadUsed) {
    // It uses what it can for a while, looks ready to nobody, and dies by itself.
    const auto program = test::temp_path("outrider-busy-pathfinder");
    std::ofstream(program) << "#!/bin/sh\ni=0\nwhile [ $i -lt 20000 ]; do i=$((i+1)); done\nexit 3\n";
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    make(program);
    supervisor_->set_plan({WorkerKind::kProcess, 1, SchedulingPolicy::kNormal});
    const PoolGauges& gauges = supervisor_->gauges();
    double most_s = 0.0;
    double last_s = 0.0;
    ASSERT_TRUE(until([&] {
        most_s = std::max(most_s, gauges.seats[0].cpu_s.load());
        const double now_s = gauges.worker_cpu_s.load();
        EXPECT_GE(now_s, last_s) << "it only grows";
        last_s = now_s;
        return gauges.seats[0].restarts.load() >= 2;
    }));
    EXPECT_GT(last_s, 0.0);
    EXPECT_GE(last_s, most_s) << "two have died, and each counts";
    supervisor_.reset();
    std::filesystem::remove(program);
}

TEST_F(Pool, SeesThatAWorkerIsStopped) {
    make();
    supervisor_->set_plan({WorkerKind::kProcess, 1, SchedulingPolicy::kNormal});
    // A worker may be ready before the one who started it has noted its number.
    ASSERT_TRUE(until([&] { return ready() == 1 && pid_in(0) != 0; }));
    ASSERT_TRUE(test::send_signal(pid_in(0), SIGSTOP));
    EXPECT_TRUE(until([&] { return supervisor_->gauges().seats[0].stopped.load(); }));
    ASSERT_TRUE(test::send_signal(pid_in(0), SIGCONT));
    EXPECT_TRUE(until([&] { return !supervisor_->gauges().seats[0].stopped.load(); }));
}

TEST_F(Pool, ReplacesWorkersByTheOtherKind) {
    make();
    supervisor_->set_plan({WorkerKind::kProcess, 2, SchedulingPolicy::kNormal});
    ASSERT_TRUE(until([&] { return ready() == 2; }));
    supervisor_->set_plan({WorkerKind::kThread, 2, SchedulingPolicy::kNormal});
    EXPECT_TRUE(until([&] {
        return ready() == 2 && std::ranges::all_of(crew_->members(), [](const auto& member) {
                   return !member->seated || member->kind == WorkerKind::kThread;
               });
    }));
}

TEST_F(Pool, SaysThatTheProgramIsMissingAndRecoversByItself) {
    const auto program = test::temp_path("outrider-late-pathfinder");
    std::filesystem::remove(program);
    make(program);
    supervisor_->set_plan({WorkerKind::kProcess, 1, SchedulingPolicy::kNormal});
    EXPECT_TRUE(until([&] { return supervisor_->gauges().trouble.load() == PoolTrouble::kSpawnFailed; }));
    EXPECT_EQ(supervisor_->gauges().trouble_value.load(), ENOENT);
    std::filesystem::create_symlink(std::filesystem::path(OUTRIDER_BIN_DIR) / "outrider-pathfinder", program);
    EXPECT_TRUE(until([&] { return ready() == 1; }));
    EXPECT_TRUE(until([&] { return supervisor_->gauges().trouble.load() == PoolTrouble::kNone; }));
    std::filesystem::remove(program);
}

TEST_F(Pool, TellsOnceOfAStartThatFailsAgainAndAgain) {
    const auto program = test::temp_path("outrider-unlogged-pathfinder");
    std::filesystem::remove(program);
    make(program);
    supervisor_->set_plan({WorkerKind::kProcess, 2, SchedulingPolicy::kNormal});
    ASSERT_TRUE(told("cannot start")) << log_.all_lines();
    wait(std::chrono::milliseconds(1'200));  // it was tried again in the meantime, by two seats
    EXPECT_EQ(lines_with("cannot start"), 1) << log_.all_lines();
    EXPECT_EQ(lines_with("recovered"), 0) << log_.all_lines();
    std::ofstream(program) << "not a program\n";
    EXPECT_TRUE(told("Permission denied")) << "another reason, another line\n" << log_.all_lines();
    std::filesystem::remove(program);
    std::filesystem::create_symlink(std::filesystem::path(OUTRIDER_BIN_DIR) / "outrider-pathfinder", program);
    EXPECT_TRUE(told("the pool has recovered: 2 ready")) << log_.all_lines();
    EXPECT_EQ(lines_with("recovered"), 1) << log_.all_lines();
    supervisor_.reset();
    std::filesystem::remove(program);
}

TEST_F(Pool, PassesOnTheLastWordsBeforeTheDeath) {
    const auto program = test::temp_path("outrider-complaining-pathfinder");
    std::ofstream(program) << "#!/bin/sh\necho 'my last words' >&2\nexit 3\n";
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    make(program);
    supervisor_->set_plan({WorkerKind::kProcess, 1, SchedulingPolicy::kNormal});
    ASSERT_TRUE(told("ended: exit 3")) << log_.all_lines();
    const std::string lines = log_.all_lines();
    EXPECT_LT(lines.find("): my last words"), lines.find("ended: exit 3")) << lines;
    supervisor_.reset();
    std::filesystem::remove(program);
}

TEST_F(Pool, LeavesCrashesOfWorkerThreadsToTheGamesHandler) {
    make();
    supervisor_->set_plan({WorkerKind::kThread, 1, SchedulingPolicy::kNormal});
    ASSERT_TRUE(until([&] { return ready() == 1 && pid_in(0) != 0; }));
    std::ifstream status("/proc/self/task/" + std::to_string(pid_in(0)) + "/status");
    std::string line;
    while (std::getline(status, line) && !line.starts_with("SigBlk:")) {
    }
    ASSERT_TRUE(line.starts_with("SigBlk:"));
    const std::uint64_t blocked = std::stoull(line.substr(line.find('\t')), nullptr, 16);
    const auto is_blocked = [&](int signal) { return (blocked >> (signal - 1) & 1U) != 0; };
    EXPECT_TRUE(is_blocked(SIGTERM)) << "the main thread's business";
    for (const int crash : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) EXPECT_FALSE(is_blocked(crash)) << crash;
}

TEST_F(Pool, TriesAProgramThatDiesAtItsStartLessAndLessOften) {
    make("/bin/false");
    supervisor_->set_plan({WorkerKind::kProcess, 1, SchedulingPolicy::kNormal});
    EXPECT_TRUE(until([&] { return supervisor_->gauges().seats[0].restarts.load() >= 2; }));
    EXPECT_EQ(supervisor_->gauges().trouble.load(), PoolTrouble::kDiesAtStart);
    const std::uint32_t before = supervisor_->gauges().seats[0].restarts.load();
    const auto pause = std::chrono::steady_clock::now() + std::chrono::milliseconds(500);
    until([&] { return std::chrono::steady_clock::now() > pause; });
    EXPECT_LE(supervisor_->gauges().seats[0].restarts.load(), before + 2);
    EXPECT_TRUE(log_.has_line_with("ended: exit 1: died by itself; trying again in 0.")) << log_.all_lines();
    EXPECT_EQ(lines_with("workers die before they are ready"), 1) << log_.all_lines();
}

TEST_F(Pool, RecoversWhenTheProgramIsTakenAwayAndComesBack) {
    const auto program = test::temp_path("outrider-moved-pathfinder");
    const auto real = std::filesystem::path(OUTRIDER_BIN_DIR) / "outrider-pathfinder";
    std::filesystem::remove(program);
    std::filesystem::create_symlink(real, program);
    make(program);
    supervisor_->set_plan({WorkerKind::kProcess, 1, SchedulingPolicy::kNormal});
    ASSERT_TRUE(until([&] { return ready() == 1; }));
    std::filesystem::remove(program);
    ASSERT_TRUE(test::send_signal(pid_in(0), SIGKILL));
    ASSERT_TRUE(until([&] { return supervisor_->gauges().trouble.load() == PoolTrouble::kSpawnFailed; }));
    std::filesystem::create_symlink(real, program);
    EXPECT_TRUE(until([&] { return ready() == 1; }));
    EXPECT_TRUE(until([&] { return supervisor_->gauges().trouble.load() == PoolTrouble::kNone; }));
    std::filesystem::remove(program);
}

TEST_F(Pool, CountsAProgramThatHangsAtItsStartAsOneThatDies) {
    const auto program = test::temp_path("outrider-sleepy-pathfinder");
    std::ofstream(program) << "#!/bin/sh\nexec sleep 100\n";
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    make(program);
    supervisor_->set_plan({WorkerKind::kProcess, 1, SchedulingPolicy::kNormal});
    EXPECT_TRUE(until([&] { return supervisor_->gauges().trouble.load() == PoolTrouble::kDiesAtStart; }));
    EXPECT_EQ(supervisor_->gauges().seats[0].end_cause.load(), KillCause::kAsleep);
    supervisor_.reset();
    std::filesystem::remove(program);
}

TEST_F(Pool, ReplacesAWorkerThatIsKilledBeforeItIsReady) {
    const auto program = test::temp_path("outrider-suicidal-pathfinder");
    std::ofstream(program) << "#!/bin/sh\nkill -9 $$\n";
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    make(program);
    supervisor_->set_plan({WorkerKind::kProcess, 1, SchedulingPolicy::kNormal});
    EXPECT_TRUE(until([&] { return supervisor_->gauges().seats[0].restarts.load() >= 10; }))
        << "no back-off for a kill from outside";
    EXPECT_NE(supervisor_->gauges().trouble.load(), PoolTrouble::kDiesAtStart);
    supervisor_.reset();
    std::filesystem::remove(program);
}

TEST_F(Pool, DoesNotRestartAWorkerOfAnotherProtocol) {
    memory_.world().layout_hash += 1;
    make();
    supervisor_->set_plan({WorkerKind::kProcess, 1, SchedulingPolicy::kNormal});
    EXPECT_TRUE(until([&] { return supervisor_->gauges().trouble.load() == PoolTrouble::kWrongProtocol; }));
    const auto pause = std::chrono::steady_clock::now() + std::chrono::milliseconds(500);
    until([&] { return std::chrono::steady_clock::now() > pause; });
    EXPECT_EQ(supervisor_->gauges().seats[0].restarts.load(), 0U);
}

TEST_F(Pool, SeesTheCoresOfTheMachine) {
    make();
    EXPECT_TRUE(until([&] { return supervisor_->gauges().cores.load() >= std::thread::hardware_concurrency(); }));
    EXPECT_TRUE(until([&] { return supervisor_->gauges().game_pss_mib.load() > 0.0; }));
}

TEST_F(Pool, LeavesNobodyBehind) {
    make();
    supervisor_->set_plan({WorkerKind::kProcess, 4, SchedulingPolicy::kNormal});
    ASSERT_TRUE(until([&] { return ready() == 4; }));
    std::vector<std::int32_t> pids;
    for (std::uint32_t seat = 0; seat < 4; ++seat) pids.push_back(pid_in(seat));
    // One is stopped: it cannot obey.
    ASSERT_TRUE(test::send_signal(pids[2], SIGSTOP));
    const auto before = std::chrono::steady_clock::now();
    crew_.reset();
    supervisor_.reset();
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::milliseconds(1'500));
    for (const std::int32_t pid : pids) {
        EXPECT_FALSE(std::filesystem::exists("/proc/" + std::to_string(pid))) << pid;
    }
}

}  // namespace
}  // namespace outrider::paths
