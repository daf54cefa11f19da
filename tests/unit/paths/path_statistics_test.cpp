// What the path service shows of itself, against what was done to it.
#include <gtest/gtest.h>

#include <numeric>
#include <thread>

#include "game/paths/latency_steps.h"
#include "game/paths/path_dispatcher.h"
#include "tests/support/board_fixture.h"

namespace outrider::paths {
namespace {

using namespace std::chrono_literals;

constexpr Mode kWorkingModes[] = {Mode::kInline, Mode::kThreads};

DispatcherSettings settings_for(Mode mode, std::uint32_t workers = 1) {
    DispatcherSettings settings;
    settings.layout = GridLayout(120, 90);
    settings.bits = testing::split_field(settings.layout, 100);
    settings.mode = mode;
    settings.workers = workers;
    settings.policy = SchedulingPolicy::kNormal;
    return settings;
}

PathRequest wish(Lane lane = Lane::kNormal) {
    PathRequest request;
    request.start = {5, 5};
    request.goal = {20, 80};
    request.version = MapVersion{1};
    request.lane = lane;
    return request;
}

double wait_for_ms(std::chrono::milliseconds time) {
    const auto before = std::chrono::steady_clock::now();
    std::this_thread::sleep_for(time);
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - before).count();
}

/// The percentiles come in turns, a few times a second.
void refresh_all(PathDispatcher& dispatcher) {
    for (int i = 0; i < 12; ++i) {
        std::this_thread::sleep_for(30ms);
        dispatcher.refresh_statistics();
    }
}

TEST(PathStatistics, TellTheAgeOfEachLanesOldest) {
    PathDispatcher dispatcher(settings_for(Mode::kThreads, 0));
    (void)dispatcher.submit(wish(Lane::kBackground));
    const double between_ms = wait_for_ms(30ms);
    (void)dispatcher.submit(wish(Lane::kUrgent));
    const double after_ms = wait_for_ms(5ms);
    dispatcher.refresh_statistics();
    const PathStatistics& seen = dispatcher.statistics();
    EXPECT_GE(seen.lanes[static_cast<std::size_t>(Lane::kUrgent)].oldest_ms, after_ms);
    EXPECT_EQ(seen.lanes[static_cast<std::size_t>(Lane::kNormal)].oldest_ms, 0.0) << "nobody waits there";
    EXPECT_GE(seen.lanes[static_cast<std::size_t>(Lane::kBackground)].oldest_ms, between_ms + after_ms);
    EXPECT_EQ(seen.oldest_wait_ms, seen.lanes[static_cast<std::size_t>(Lane::kBackground)].oldest_ms);
}

TEST(PathStatistics, CountWhatWasSupersededAmongTheCancelled) {
    PathDispatcher dispatcher(settings_for(Mode::kThreads, 0));
    const RequestId withdrawn = dispatcher.submit(wish());
    const RequestId first = dispatcher.submit(wish());
    EXPECT_TRUE(dispatcher.cancel(withdrawn));
    const RequestId second = dispatcher.supersede(first, wish());
    EXPECT_EQ(dispatcher.requests().superseded, 1U);
    (void)dispatcher.supersede(first, wish());  // it has ended: there is nothing to take the place of
    EXPECT_EQ(dispatcher.requests().superseded, 1U);
    (void)dispatcher.supersede(second, wish());
    EXPECT_EQ(dispatcher.requests().superseded, 2U);
    EXPECT_EQ(dispatcher.requests().answers[static_cast<std::size_t>(AnswerStatus::kCancelled)], 3U);
    EXPECT_TRUE(dispatcher.is_conserved());
}

TEST(PathStatistics, CountWhatFoundTheBoardFull) {
    PathDispatcher dispatcher(settings_for(Mode::kThreads, 0));
    const std::uint64_t room = kLaneCapacity_slots[static_cast<std::size_t>(Lane::kNormal)];
    for (std::uint64_t i = 0; i < room; ++i) (void)dispatcher.submit(wish());
    EXPECT_EQ(dispatcher.requests().backed_up, 0U);
    for (int i = 0; i < 3; ++i) (void)dispatcher.submit(wish());
    EXPECT_EQ(dispatcher.requests().backed_up, 3U);
    (void)dispatcher.submit(wish(Lane::kUrgent));
    EXPECT_EQ(dispatcher.requests().backed_up, 3U) << "another lane has room";
    PathRequest early = wish(Lane::kUrgent);
    early.version = MapVersion{2};
    (void)dispatcher.submit(early);
    EXPECT_EQ(dispatcher.requests().backed_up, 3U) << "it waits for its map, not for room";
    (void)dispatcher.submit(wish(Lane::kUrgent));
    EXPECT_EQ(dispatcher.requests().backed_up, 3U) << "it waits for the one in front, and that for its map";
}

TEST(PathStatistics, CountTheFramesOfAnAnswer) {
    for (const Mode mode : kWorkingModes) {
        SCOPED_TRACE(to_string(mode));
        PathDispatcher dispatcher(settings_for(Mode::kNone));
        testing::KeepingSink sink;
        for (int i = 0; i < 3; ++i) dispatcher.poll(sink);
        dispatcher.set_mode(Mode::kThreads);
        dispatcher.set_workers(0);
        (void)dispatcher.submit(wish());
        for (int i = 0; i < 4; ++i) dispatcher.poll(sink);
        ASSERT_TRUE(sink.kept.empty());
        dispatcher.set_workers(1);
        dispatcher.set_mode(mode);
        std::uint32_t polls = 4;
        ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] {
            const bool done = !sink.kept.empty();
            polls += done ? 0 : 1;  // one follows
            return done;
        }));
        EXPECT_EQ(sink.kept[0].answer.frames, polls);
    }
}

TEST(PathStatistics, GiveTheAnatomyOfTheWay) {
    constexpr std::size_t kRequests = 200;
    for (const Mode mode : kWorkingModes) {
        SCOPED_TRACE(to_string(mode));
        PathDispatcher dispatcher(settings_for(mode));
        testing::KeepingSink sink;
        for (std::size_t i = 0; i < kRequests; ++i) (void)dispatcher.submit(wish());
        const auto seen_all = [&] {
            const LatencyAnatomy& anatomy = dispatcher.statistics().anatomy;
            return anatomy.steps[static_cast<std::size_t>(LatencyStep::kWhole)].count == kRequests &&
                   anatomy.p50_frames > 0.0;
        };
        ASSERT_TRUE(testing::pump_until(dispatcher, sink, seen_all));
        refresh_all(dispatcher);
        const LatencyAnatomy& anatomy = dispatcher.statistics().anatomy;
        double sum_us = 0.0;
        for (std::size_t step = 0; step < kLatencyStepCount; ++step) {
            SCOPED_TRACE(to_string(static_cast<LatencyStep>(step)));
            EXPECT_EQ(anatomy.steps[step].count, kRequests);
            if (static_cast<LatencyStep>(step) != LatencyStep::kWhole) sum_us += anatomy.steps[step].max_us;
        }
        const DurationSummary& whole = anatomy.steps[static_cast<std::size_t>(LatencyStep::kWhole)];
        EXPECT_LE(whole.max_us, sum_us * 1.001) << "no way is longer than the longest of each step together";
        EXPECT_EQ(std::accumulate(anatomy.histogram.begin(), anatomy.histogram.end(), 0U), kRequests);
        EXPECT_LE(anatomy.p50_frames, anatomy.p99_frames);
        std::uint32_t most_frames = 0;
        for (const auto& kept : sink.kept) most_frames = std::max(most_frames, kept.answer.frames);
        EXPECT_LE(anatomy.p99_frames, most_frames);
    }
}

TEST(PathStatistics, CountOnlyTheStepsThatARequestCameThrough) {
    PathDispatcher dispatcher(settings_for(Mode::kThreads, 0));
    testing::KeepingSink sink;
    PathRequest impatient = wish();
    impatient.patience = 1ms;
    (void)dispatcher.submit(impatient);
    (void)dispatcher.cancel(dispatcher.submit(wish()));
    ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return !sink.kept.empty(); }));
    refresh_all(dispatcher);
    const auto count = [&](LatencyStep step) {
        return dispatcher.statistics().anatomy.steps[static_cast<std::size_t>(step)].count;
    };
    EXPECT_EQ(count(LatencyStep::kQueued), 1U) << "it expired on the board; what was cancelled has no way";
    EXPECT_EQ(count(LatencyStep::kOnBoard), 0U);
    EXPECT_EQ(count(LatencyStep::kInRing), 0U);
    EXPECT_EQ(count(LatencyStep::kWhole), 1U);
    EXPECT_EQ(dispatcher.statistics().latency.count, 1U);
}

TEST(PathStatistics, PutsTimesIntoTheirBins) {
    PathDispatcher dispatcher(settings_for(Mode::kThreads, 1));
    testing::KeepingSink sink;
    PathRequest slow = wish();
    slow.kind = JobKind::kSlow;  // half a second: into the last bin but one, or beyond
    (void)dispatcher.submit(slow);
    ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return !sink.kept.empty(); }));
    refresh_all(dispatcher);
    const auto& bins = dispatcher.statistics().anatomy.histogram;
    EXPECT_EQ(bins[bins.size() - 1] + bins[bins.size() - 2], 1U);
}

TEST(PathStatistics, TellWhatAWorkerThreadUsedAndDid) {
    PathDispatcher dispatcher(settings_for(Mode::kThreads, 1));
    testing::KeepingSink sink;
    for (int i = 0; i < 500; ++i) (void)dispatcher.submit(wish());
    ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] {
        return sink.kept.size() == 500 && !dispatcher.workers().empty() && dispatcher.workers()[0].start_ms > 0.0 &&
               dispatcher.workers()[0].sleeps > 0 && dispatcher.workers()[0].cpu_s > 0.0;
    }));
    std::uint64_t expanded = 0;
    for (const auto& kept : sink.kept) expanded += kept.answer.expanded_nodes;
    EXPECT_EQ(dispatcher.workers()[0].expanded, expanded);
    EXPECT_GE(dispatcher.statistics().worker_cpu_s, dispatcher.workers()[0].cpu_s);
    const double used_s = dispatcher.statistics().worker_cpu_s;
    dispatcher.set_workers(0);
    ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return dispatcher.workers().empty(); }));
    EXPECT_GE(dispatcher.statistics().worker_cpu_s, used_s) << "what the one who left has used stays counted";
}

}  // namespace
}  // namespace outrider::paths
