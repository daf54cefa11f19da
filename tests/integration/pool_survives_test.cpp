// Workers die at any moment; no request is lost, none is answered twice.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "game/paths/path_dispatcher.h"
#include "tests/support/board_fixture.h"
#include "tests/support/own_maps.h"
#include "tests/support/remembering_log.h"
#include "tests/support/send_signal.h"

namespace outrider::paths {
namespace {

using namespace std::chrono_literals;

/// Counts how often each request was answered.
class CountingSink : public AnswerSink {
public:
    explicit CountingSink(std::size_t requests) : answers_(requests) {}
    void on_answer(const PathAnswer& answer) noexcept override {
        ++answers_[answer.tag];
        if (answer.status != AnswerStatus::kFound && answer.status != AnswerStatus::kUnreachable) ++odd_;
    }
    [[nodiscard]] std::size_t answered_times(int times) const {
        return static_cast<std::size_t>(std::ranges::count(answers_, times));
    }
    [[nodiscard]] std::size_t odd() const noexcept { return odd_; }

private:
    std::vector<int> answers_;
    std::size_t odd_ = 0;
};

class Survival : public ::testing::Test {
protected:
    PathRequest random_request(std::uint64_t tag) {
        PathRequest request;
        request.start = random_cell();
        request.goal = random_cell();
        request.tag = tag;
        request.version = MapVersion{1};
        return request;
    }
    Cell random_cell() {
        return {static_cast<std::int32_t>(random_() % static_cast<unsigned>(map_.width_cells)),
                static_cast<std::int32_t>(random_() % static_cast<unsigned>(map_.height_cells))};
    }

    const unsigned seed_ = 4'242;
    std::mt19937 random_{seed_};
    search::TerrainMap map_ = testing::own_map("valley");
};

TEST_F(Survival, LosesAndDoublesNothingWhileWorkersAreKilled) {
    SCOPED_TRACE(seed_);
    constexpr std::size_t kRequests = 60'000;
    constexpr int kKills = 60;
    PathDispatcher dispatcher(testing::dispatcher_settings(map_, Mode::kProcesses, 3));
    CountingSink sink(kRequests);
    std::size_t asked = 0;
    int kills = 0;
    const auto deadline = std::chrono::steady_clock::now() + 90s;
    while (dispatcher.requests().in_flight > 0 || asked < kRequests || kills < kKills) {
        ASSERT_LT(std::chrono::steady_clock::now(), deadline) << dispatcher.requests().in_flight << " in flight";
        const bool keep_busy = dispatcher.requests().in_flight < 2'000;
        for (int i = 0; i < 500 && keep_busy && asked < kRequests; ++i) {
            PathRequest request = random_request(asked++);
            // One in four is a long one: kills have to meet workers at work.
            if (asked % 4 == 0) request.algorithm = Algorithm::kAStar;
            (void)dispatcher.submit(request);
        }
        dispatcher.flush();
        dispatcher.poll(sink);
        dispatcher.refresh_statistics();
        ASSERT_TRUE(dispatcher.is_conserved());
        if (kills < kKills && random_() % 4 == 0) {
            for (const WorkerStatistics& worker : dispatcher.workers()) {
                if (worker.pid == 0 || random_() % 2 == 0) continue;
                test::send_signal(worker.pid, SIGKILL);
                ++kills;
                break;
            }
        }
        std::this_thread::sleep_for(500us);
    }
    EXPECT_EQ(sink.answered_times(1), kRequests);
    EXPECT_EQ(sink.odd(), 0U);
    EXPECT_EQ(dispatcher.requests().rejected, 0U);
    std::cout << dispatcher.requests().reissued << " reissued\n";
    EXPECT_GT(dispatcher.requests().reissued, 0U) << "kills that hit nobody at work prove nothing";
    std::uint32_t restarts = 0;
    for (const WorkerStatistics& worker : dispatcher.workers()) {
        restarts += worker.restarts;
        if (worker.restarts > 0) {
            EXPECT_EQ(worker.last_end, "SIGKILL from outside");
        }
    }
    EXPECT_GT(restarts, 0U);
}

TEST_F(Survival, LosesNothingWhenAllAreKilledAtOnce) {
    constexpr std::size_t kRequests = 5'000;
    PathDispatcher dispatcher(testing::dispatcher_settings(map_, Mode::kProcesses, 3));
    CountingSink sink(kRequests);
    for (std::size_t i = 0; i < kRequests; ++i) (void)dispatcher.submit(random_request(i));
    dispatcher.flush();
    ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] {
        return dispatcher.requests().answered() > 0 &&
               std::ranges::all_of(dispatcher.workers(), [](const auto& worker) { return worker.pid != 0; });
    }));
    for (const WorkerStatistics& worker : dispatcher.workers()) test::send_signal(worker.pid, SIGKILL);
    ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return dispatcher.requests().in_flight == 0; }));
    EXPECT_EQ(sink.answered_times(1), kRequests);
}

TEST_F(Survival, FindsItsWayBackFromAWorkerThatIsStoppedWhenThePoolShrinks) {
    constexpr std::size_t kRequests = 500;
    PathDispatcher dispatcher(testing::dispatcher_settings(map_, Mode::kProcesses, 1));
    CountingSink sink(kRequests);
    const auto pid = [&] { return dispatcher.workers().empty() ? 0 : dispatcher.workers()[0].pid; };
    ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return pid() != 0; }));
    ASSERT_TRUE(test::send_signal(pid(), SIGSTOP));
    for (std::size_t i = 0; i < kRequests; ++i) (void)dispatcher.submit(random_request(i));
    dispatcher.set_workers(0);
    ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return dispatcher.statistics().workers_alive == 0; }))
        << "one who does not leave is killed";
    dispatcher.set_workers(2);
    ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return dispatcher.requests().in_flight == 0; }));
    EXPECT_EQ(sink.answered_times(1), kRequests);
}

TEST_F(Survival, QuarantinesARequestThatEndsTwoWorkersAndNoOther) {
    for (const std::uint32_t chunk : {1U, 16U}) {
        constexpr std::size_t kRequests = 2'000;
        testing::RememberingLog log;
        DispatcherSettings settings = testing::dispatcher_settings(map_, Mode::kProcesses, 2);
        settings.log = &log;
        settings.chunk_jobs = chunk;
        PathDispatcher dispatcher(std::move(settings));
        testing::KeepingSink sink;
        for (std::size_t i = 0; i < kRequests; ++i) {
            PathRequest request = random_request(i);
            if (i == kRequests / 2) request.kind = JobKind::kPoison;
            (void)dispatcher.submit(request);
        }
        ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return dispatcher.requests().in_flight == 0; }));
        EXPECT_EQ(sink.kept.size(), kRequests);
        EXPECT_EQ(dispatcher.requests().quarantined, 1U);
        EXPECT_EQ(dispatcher.requests().deaths, 2U);
        for (const auto& kept : sink.kept) {
            if (kept.answer.tag != kRequests / 2) {
                EXPECT_NE(kept.answer.status, AnswerStatus::kFailed) << kept.answer.tag;
                continue;
            }
            EXPECT_EQ(kept.answer.status, AnswerStatus::kFailed);
            EXPECT_EQ(kept.answer.fail_reason, FailReason::kCrashed);
            EXPECT_EQ(kept.answer.fail_value, SIGABRT);
            EXPECT_EQ(kept.answer.attempts, 2U);
        }
        ASSERT_EQ(log.saved.size(), 1U);
        EXPECT_EQ(log.saved[0].request.kind, JobKind::kPoison);
        EXPECT_EQ(log.saved[0].value, SIGABRT);
        EXPECT_EQ(log.saved[0].version, MapVersion{1});
        EXPECT_TRUE(log.has_line_with("quarantined a poison request"));
    }
}

TEST_F(Survival, TellsWhatAKillLedTo) {
    constexpr std::size_t kRequests = 20'000;
    PathDispatcher dispatcher(testing::dispatcher_settings(map_, Mode::kProcesses, 2));
    CountingSink sink(kRequests);
    for (std::size_t i = 0; i < kRequests; ++i) (void)dispatcher.submit(random_request(i));
    ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return dispatcher.requests().answered() > 100; }));
    ASSERT_TRUE(dispatcher.kill_worker());
    ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return dispatcher.requests().in_flight == 0; }));
    EXPECT_EQ(sink.answered_times(1), kRequests);
    EXPECT_EQ(dispatcher.requests().deaths, 1U);
    EXPECT_EQ(dispatcher.requests().quarantined, 0U) << "a kill charges the worker and never the request";
    const FaultConsequence& fault = dispatcher.statistics().last_fault;
    EXPECT_EQ(fault.number, 1U);
    EXPECT_EQ(fault.reissued, dispatcher.requests().reissued);
    EXPECT_GT(fault.reaped_to_answer_ms, 0.0);
}

TEST_F(Survival, HandsTheRestOfAChunkToOthers) {
    constexpr std::size_t kRequests = 30'000;
    DispatcherSettings settings = testing::dispatcher_settings(map_, Mode::kProcesses, 2);
    settings.chunk_jobs = kMaxChunk_jobs;
    PathDispatcher dispatcher(std::move(settings));
    CountingSink sink(kRequests);
    for (std::size_t i = 0; i < kRequests; ++i) (void)dispatcher.submit(random_request(i));
    for (std::uint64_t kills = 1; kills <= 10; ++kills) {
        const std::uint64_t answered = dispatcher.requests().answered();
        ASSERT_TRUE(
            testing::pump_until(dispatcher, sink, [&] { return dispatcher.requests().answered() > answered + 500; }));
        dispatcher.kill_all_workers();
    }
    ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return dispatcher.requests().in_flight == 0; }));
    EXPECT_EQ(sink.answered_times(1), kRequests);
    EXPECT_GT(dispatcher.requests().reissued, 10U);
    EXPECT_EQ(dispatcher.requests().board_repairs, 0U);
}

TEST_F(Survival, LeavesNoDescriptorAndNoNameBehind) {
    const auto entries_in = [](const char* folder) {
        std::set<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) names.insert(entry.path().string());
        return names;
    };
    const auto names_before = entries_in("/dev/shm");
    const std::size_t descriptors_before = entries_in("/proc/self/fd").size();
    {
        PathDispatcher dispatcher(testing::dispatcher_settings(map_, Mode::kProcesses, 2));
        CountingSink sink(0);
        for (int round = 0; round < 20; ++round) {
            dispatcher.set_workers(static_cast<std::uint32_t>(1 + round % 4));
            ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] {
                return dispatcher.statistics().workers_alive == dispatcher.statistics().workers_wanted;
            }));
        }
        EXPECT_EQ(entries_in("/dev/shm"), names_before);
    }
    EXPECT_EQ(entries_in("/dev/shm"), names_before);
    EXPECT_EQ(entries_in("/proc/self/fd").size(), descriptors_before);
}

}  // namespace
}  // namespace outrider::paths
