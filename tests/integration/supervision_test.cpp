// The pool's supervisor at work on real processes: stopped, hung, recycled and crashed workers.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "game/paths/path_dispatcher.h"
#include "tests/support/board_fixture.h"
#include "tests/support/own_maps.h"
#include "tests/support/remembering_log.h"
#include "tests/support/send_signal.h"
#include "tests/support/temp_path.h"

namespace outrider::paths {
namespace {

using namespace std::chrono_literals;

class Supervision : public ::testing::Test {
protected:
    void start(DispatcherSettings settings) {
        settings.log = &log_;
        dispatcher_ = std::make_unique<PathDispatcher>(std::move(settings));
    }
    DispatcherSettings settings(std::uint32_t workers = 1) {
        return testing::dispatcher_settings(map_, Mode::kProcesses, workers);
    }
    PathRequest request(JobKind kind = JobKind::kSearch) const {
        PathRequest request;
        request.start = request.goal = {2, 2};
        request.version = MapVersion{1};
        request.kind = kind;
        return request;
    }
    /// The longest of the listed ways through the largest map: tens of milliseconds of CPU time.
    PathRequest across_the_highlands() const {
        PathRequest way = request();
        way.start = {597, 876};
        way.goal = {3, 1005};
        way.algorithm = Algorithm::kAStar;
        return way;
    }
    template <class Done>
    bool until(Done done) {
        return testing::pump_until(*dispatcher_, sink_, done);
    }
    /// Waits for one answered job, so that the worker is surely at work.
    void warm_up() {
        const std::size_t before = sink_.kept.size();
        (void)dispatcher_->submit(request());
        ASSERT_TRUE(until([&] { return sink_.kept.size() > before; }));
    }
    std::int32_t pid() const { return dispatcher_->workers().empty() ? 0 : dispatcher_->workers()[0].pid; }
    bool is_stopped() const { return dispatcher_->workers()[0].state == WorkerState::kStopped; }

    search::TerrainMap map_ = testing::own_map("valley");
    testing::RememberingLog log_;
    testing::KeepingSink sink_;
    std::unique_ptr<PathDispatcher> dispatcher_;
};

TEST_F(Supervision, SeesAStopAndReplacesTheWorkerAfterASecond) {
    start(settings());
    warm_up();
    const std::int32_t first = pid();
    ASSERT_TRUE(dispatcher_->stop_worker());
    EXPECT_TRUE(until([&] { return is_stopped(); }));
    (void)dispatcher_->submit(request());
    EXPECT_TRUE(until([&] { return sink_.kept.size() == 2; })) << "by the replacement";
    EXPECT_NE(pid(), first);
    EXPECT_EQ(dispatcher_->statistics().hung_kills, 1U);
    EXPECT_EQ(dispatcher_->requests().quarantined, 0U);
    EXPECT_TRUE(log_.has_line_with("SIGKILL by the game: stopped for a second")) << log_.all_lines();
}

TEST_F(Supervision, LetsADebuggerHoldAWorker) {
    DispatcherSettings held = settings();
    held.debug_workers = true;
    start(std::move(held));
    warm_up();
    const std::int32_t first = pid();
    ASSERT_TRUE(dispatcher_->stop_worker());
    ASSERT_TRUE(until([&] { return is_stopped(); }));
    (void)dispatcher_->submit(request());
    const auto held_until = std::chrono::steady_clock::now() + 1500ms;
    ASSERT_TRUE(until([&] { return std::chrono::steady_clock::now() > held_until; }));
    ASSERT_TRUE(test::send_signal(first, SIGCONT));
    EXPECT_TRUE(until([&] { return sink_.kept.size() == 2; }));
    EXPECT_EQ(pid(), first) << "it lives, and its request is answered";
    EXPECT_EQ(dispatcher_->requests().deaths, 0U);
}

TEST_F(Supervision, KillsNobodyOverASlowJob) {
    start(settings());
    (void)dispatcher_->submit(request(JobKind::kSlow));
    EXPECT_TRUE(until([&] { return sink_.kept.size() == 1; }));
    EXPECT_EQ(dispatcher_->requests().deaths, 0U);
}

TEST_F(Supervision, ChargesTheJobForAnAllowanceThatIsUsedUp) {
    // Any job uses more than none: the first looks during one end its worker, and the second time the request.
    DispatcherSettings stingy = settings();
    stingy.cpu_allowance = 0ms;
    start(std::move(stingy));
    (void)dispatcher_->submit(request(JobKind::kSlow));
    ASSERT_TRUE(until([&] { return sink_.kept.size() == 1; }));
    EXPECT_EQ(sink_.kept[0].answer.status, AnswerStatus::kFailed);
    EXPECT_EQ(sink_.kept[0].answer.fail_reason, FailReason::kAllowance);
    EXPECT_EQ(sink_.kept[0].answer.attempts, 2U);
    EXPECT_EQ(dispatcher_->statistics().hung_kills, 2U);
}

TEST_F(Supervision, RecyclesWorkersWithoutCallingItADeath) {
    DispatcherSettings recycling = settings();
    recycling.recycle_after_jobs = 10;
    start(std::move(recycling));
    for (int i = 0; i < 100; ++i) (void)dispatcher_->submit(request());
    EXPECT_TRUE(until([&] { return sink_.kept.size() == 100; }));
    EXPECT_EQ(dispatcher_->requests().deaths, 0U);
    EXPECT_EQ(dispatcher_->requests().quarantined, 0U);
    EXPECT_EQ(dispatcher_->workers()[0].restarts, 0U);
}

TEST_F(Supervision, WritesACrashWithItsFunctionsIntoTheLog) {
    start(settings());
    (void)dispatcher_->submit(request(JobKind::kPoison));
    ASSERT_TRUE(until([&] { return sink_.kept.size() == 1; }));
    EXPECT_EQ(sink_.kept[0].answer.fail_value, SIGABRT);
    EXPECT_TRUE(until([&] { return log_.has_line_with("SIGABRT"); })) << log_.all_lines();
#ifndef OUTRIDER_SANITIZED
    EXPECT_TRUE(until([&] { return log_.has_line_with("crashed by SIGABRT"); })) << log_.all_lines();
    EXPECT_TRUE(until([&] { return log_.has_line_with("WorkerLoop"); })) << log_.all_lines();
#endif
}

/// Enough to leave a worker under SCHED_IDLE next to nothing.
std::vector<std::jthread> hogs_everywhere() {
    std::vector<std::jthread> hogs;
    for (unsigned i = 0; i < 4 * std::thread::hardware_concurrency(); ++i) {
        hogs.emplace_back([](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
            }
        });
    }
    return hogs;
}

TEST_F(Supervision, RaisesThePolicyOfAStarvedPoolUntilItAnswers) {
    const auto hogs = hogs_everywhere();
    map_ = testing::own_map("highlands");
    DispatcherSettings idle = settings(2);
    idle.policy = SchedulingPolicy::kIdle;
    start(std::move(idle));
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    const auto seated = [&] {
        return std::ranges::any_of(dispatcher_->workers(), [](const WorkerStatistics& worker) {
            return worker.pid != 0 && worker.policy != SchedulingPolicy::kIdle && worker.jobs > 0;
        });
    };
    while (!seated() && std::chrono::steady_clock::now() < deadline) {
        while (dispatcher_->requests().in_flight < 1'000) (void)dispatcher_->submit(across_the_highlands());
        dispatcher_->poll(sink_);
        dispatcher_->flush();
        dispatcher_->refresh_statistics();
        sink_.kept.clear();
        std::this_thread::sleep_for(5ms);
    }
    EXPECT_TRUE(log_.has_line_with("made room for one of a higher policy")) << "it got no CPU time to leave by itself\n"
                                                                            << log_.all_lines();
    EXPECT_TRUE(seated()) << "a worker of the raised policy is in its seat and answers\n" << log_.all_lines();
    EXPECT_EQ(dispatcher_->statistics().hung_kills, 0U) << log_.all_lines();
    EXPECT_EQ(dispatcher_->requests().quarantined, 0U);
}

TEST_F(Supervision, KeepsAFixedPolicyAndSaysThatItWouldHaveRaisedIt) {
    const auto hogs = hogs_everywhere();
    map_ = testing::own_map("highlands");
    DispatcherSettings idle = settings(2);
    idle.policy = SchedulingPolicy::kIdle;
    idle.policy_is_fixed = true;
    start(std::move(idle));
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    while (!dispatcher_->statistics().would_raise && std::chrono::steady_clock::now() < deadline) {
        while (dispatcher_->requests().in_flight < 1'000) (void)dispatcher_->submit(across_the_highlands());
        dispatcher_->poll(sink_);
        dispatcher_->flush();
        dispatcher_->refresh_statistics();
        sink_.kept.clear();
        std::this_thread::sleep_for(5ms);
    }
    EXPECT_TRUE(dispatcher_->statistics().would_raise) << log_.all_lines();
    EXPECT_TRUE(dispatcher_->statistics().starved);
    EXPECT_EQ(dispatcher_->statistics().policy, SchedulingPolicy::kIdle);
    EXPECT_TRUE(log_.has_line_with("but for its fixed policy, idle, the pool would run under nice"))
        << log_.all_lines();
    EXPECT_FALSE(log_.has_line_with("policy raised")) << log_.all_lines();
}

TEST_F(Supervision, CountsEverySecondThatAWorkerUsedUntilItWasKilled) {
    start(settings(1));
    warm_up();
    double before_s = 0.0;
    for (int kill = 0; kill < 3; ++kill) {
        ASSERT_TRUE(until([&] { return dispatcher_->workers()[0].cpu_s > 0.0; }));
        const double total_s = dispatcher_->statistics().worker_cpu_s;
        EXPECT_GE(total_s, before_s);
        before_s = total_s;
        const std::int32_t pid = dispatcher_->workers()[0].pid;
        ASSERT_TRUE(dispatcher_->kill_worker());
        ASSERT_TRUE(until([&] {
            return dispatcher_->workers()[0].pid != 0 && dispatcher_->workers()[0].pid != pid &&
                   dispatcher_->workers()[0].start_ms > 0.0;
        }));
        EXPECT_GE(dispatcher_->statistics().worker_cpu_s, before_s) << "the dead one's share stays";
    }
}

TEST_F(Supervision, ListensToAWorkerWhoseFirstStartFailed) {
    const auto program = test::temp_path("outrider-late-pathfinder");
    std::filesystem::remove(program);
    DispatcherSettings late = settings();
    late.pathfinder = program;
    start(std::move(late));
    ASSERT_TRUE(until([&] { return log_.has_line_with("cannot start"); }));
    std::ofstream(program) << "#!/bin/sh\necho 'here at last' >&2\nexec sleep 100\n";
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    EXPECT_TRUE(until([&] { return log_.has_line_with("): here at last"); })) << log_.all_lines();
    EXPECT_EQ(dispatcher_->requests().deaths, 0U) << "it was the first one that spoke";
    dispatcher_.reset();
    std::filesystem::remove(program);
}

TEST_F(Supervision, PassesOnWhatAWorkerWritesAndIsNotDrownedByIt) {
    const auto program = test::temp_path("outrider-chatty-pathfinder");
    std::ofstream(program) << "#!/bin/sh\necho 'I am chatty' >&2\nwhile :; do echo flood >&2 || exit 9; done\n";
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    DispatcherSettings chatty = settings();
    chatty.pathfinder = program;
    start(std::move(chatty));
    EXPECT_TRUE(until([&] { return log_.has_line_with("): I am chatty"); }));
    EXPECT_TRUE(until([&] { return dispatcher_->statistics().log_lines_dropped > 0; }));
    dispatcher_.reset();
    std::filesystem::remove(program);
}

}  // namespace
}  // namespace outrider::paths
