#include "game/paths/path_dispatcher.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <vector>

#include "pathfinder/search/path_check.h"
#include "shared/claim_word.h"
#include "tests/support/board_fixture.h"

namespace outrider::paths {
namespace {

constexpr Mode kWorkingModes[] = {Mode::kInline, Mode::kThreads};

DispatcherSettings settings_for(Mode mode, std::uint32_t workers = 2) {
    DispatcherSettings settings;
    settings.layout = GridLayout(120, 90);
    settings.bits = testing::split_field(settings.layout, 100);
    settings.mode = mode;
    settings.workers = workers;
    settings.policy = SchedulingPolicy::kNormal;
    return settings;
}

PathRequest request(Cell start, Cell goal, std::uint64_t tag = 0) {
    PathRequest request;
    request.start = start;
    request.goal = goal;
    request.version = MapVersion{1};
    request.tag = tag;
    return request;
}

TEST(PathDispatcher, AnswersEveryRequestOnceInEachWorkingMode) {
    for (const Mode mode : kWorkingModes) {
        PathDispatcher dispatcher(settings_for(mode));
        testing::KeepingSink sink;
        std::map<std::uint64_t, std::uint64_t> asked;
        for (std::int32_t i = 0; i < 300; ++i) {
            const RequestId id =
                dispatcher.submit(request({i % 90, 5}, {89 - i % 90, 80}, static_cast<std::uint64_t>(i)));
            asked[id.value] = static_cast<std::uint64_t>(i);
        }
        ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return sink.kept.size() == 300; }));
        for (const auto& kept : sink.kept) {
            EXPECT_EQ(kept.answer.status, AnswerStatus::kFound);
            ASSERT_EQ(asked.count(kept.answer.id.value), 1U);
            EXPECT_EQ(asked[kept.answer.id.value], kept.answer.tag);
            asked.erase(kept.answer.id.value);
            EXPECT_LE(kept.answer.times.wanted, kept.answer.times.submitted);
            EXPECT_LE(kept.answer.times.submitted, kept.answer.times.claimed);
            EXPECT_LE(kept.answer.times.claimed, kept.answer.times.searched);
            EXPECT_LE(kept.answer.times.searched, kept.answer.times.applied);
        }
        EXPECT_TRUE(asked.empty());
        EXPECT_TRUE(dispatcher.is_conserved());
    }
}

TEST(PathDispatcher, SaysUnreachableInEachWorkingMode) {
    for (const Mode mode : kWorkingModes) {
        PathDispatcher dispatcher(settings_for(mode));
        testing::KeepingSink sink;
        (void)dispatcher.submit(request({5, 5}, {110, 5}));
        ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return !sink.kept.empty(); }));
        EXPECT_EQ(sink.kept[0].answer.status, AnswerStatus::kUnreachable);
        EXPECT_EQ(sink.kept[0].answer.version, MapVersion{1});
    }
}

TEST(PathDispatcher, DoesNotRunAPoisonRequestWhereItWouldEndTheGame) {
    for (const Mode mode : kWorkingModes) {
        PathDispatcher dispatcher(settings_for(mode));
        testing::KeepingSink sink;
        PathRequest poison = request({5, 5}, {20, 5});
        poison.kind = JobKind::kPoison;
        (void)dispatcher.submit(poison);
        ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return !sink.kept.empty(); }));
        EXPECT_EQ(sink.kept[0].answer.status, AnswerStatus::kFailed);
        EXPECT_EQ(sink.kept[0].answer.fail_reason, FailReason::kNotRun);
    }
}

TEST(PathDispatcher, RunsASlowRequestInEachWorkingMode) {
    for (const Mode mode : kWorkingModes) {
        PathDispatcher dispatcher(settings_for(mode));
        testing::KeepingSink sink;
        PathRequest slow = request({5, 5}, {20, 5});
        slow.kind = JobKind::kSlow;
        (void)dispatcher.submit(slow);
        ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return !sink.kept.empty(); }));
        EXPECT_EQ(sink.kept[0].answer.status, AnswerStatus::kFound);
        const PathTimes& times = sink.kept[0].answer.times;
        EXPECT_GE(times.searched - times.began, kSlowJobTime);
    }
}

TEST(PathDispatcher, AnswersExpiredWhenPatienceIsOver) {
    PathDispatcher dispatcher(settings_for(Mode::kThreads, 0));
    testing::KeepingSink sink;
    PathRequest impatient = request({5, 5}, {20, 5}, 1);
    impatient.patience = std::chrono::milliseconds(20);
    const RequestId withdrawn = dispatcher.submit(impatient);
    impatient.tag = 2;
    (void)dispatcher.submit(impatient);
    (void)dispatcher.submit(request({5, 5}, {20, 5}, 3));
    EXPECT_TRUE(dispatcher.cancel(withdrawn));
    ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return !sink.kept.empty(); }));
    EXPECT_EQ(sink.kept[0].answer.tag, 2U);
    EXPECT_EQ(sink.kept[0].answer.status, AnswerStatus::kExpired);
    dispatcher.set_workers(1);
    ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return sink.kept.size() == 2; }));
    EXPECT_EQ(sink.kept[1].answer.tag, 3U) << "the patient one";
    EXPECT_EQ(sink.kept[1].answer.status, AnswerStatus::kFound);
}

TEST(PathDispatcher, ExpiresWhatAWorkerIsSearchingAndDropsItsAnswer) {
    PathDispatcher dispatcher(settings_for(Mode::kThreads, 1));
    testing::KeepingSink sink;
    PathRequest slow = request({5, 5}, {20, 5});
    slow.kind = JobKind::kSlow;
    slow.patience = std::chrono::milliseconds(50);
    (void)dispatcher.submit(slow);
    ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return dispatcher.requests().late == 1; }));
    ASSERT_EQ(sink.kept.size(), 1U);
    EXPECT_EQ(sink.kept[0].answer.status, AnswerStatus::kExpired);
}

TEST(PathDispatcher, CountsOverTheEndOfItsSequences) {
    // Claim words hold 48 bits of a sequence; 32 is where a careless cast would show.
    for (const std::uint64_t first : {(std::uint64_t{1} << kSequenceBits) - 100, (std::uint64_t{1} << 32U) - 100}) {
        for (const std::uint32_t chunk : {1U, 16U}) {
            SCOPED_TRACE(first);
            DispatcherSettings settings = settings_for(Mode::kThreads);
            settings.first_sequence = first;
            settings.chunk_jobs = chunk;
            PathDispatcher dispatcher(std::move(settings));
            testing::KeepingSink sink;
            for (std::int32_t i = 0; i < 1'000; ++i) (void)dispatcher.submit(request({i % 90, 5}, {89 - i % 90, 80}));
            ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return sink.kept.size() == 1'000; }))
                << dispatcher.requests().answered();
            EXPECT_EQ(dispatcher.requests().board_repairs, 0U);
            EXPECT_EQ(dispatcher.requests().late, 0U);
        }
    }
}

TEST(PathDispatcher, HasNobodyToKillInThreads) {
    PathDispatcher dispatcher(settings_for(Mode::kThreads));
    EXPECT_FALSE(dispatcher.kill_worker());
    EXPECT_FALSE(dispatcher.stop_worker());
}

TEST(PathDispatcher, CancelsEverythingInModeNone) {
    PathDispatcher dispatcher(settings_for(Mode::kNone));
    testing::KeepingSink sink;
    (void)dispatcher.submit(request({5, 5}, {20, 5}));
    ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return !sink.kept.empty(); }));
    EXPECT_EQ(sink.kept[0].answer.status, AnswerStatus::kCancelled);
}

TEST(PathDispatcher, CancelsWithoutAnAnswerAndOnlyOnce) {
    PathDispatcher dispatcher(settings_for(Mode::kThreads, 0));
    testing::KeepingSink sink;
    const RequestId id = dispatcher.submit(request({5, 5}, {20, 5}));
    dispatcher.flush();
    EXPECT_TRUE(dispatcher.cancel(id));
    EXPECT_FALSE(dispatcher.cancel(id));
    EXPECT_FALSE(dispatcher.cancel(RequestId{}));
    dispatcher.poll(sink);
    EXPECT_TRUE(sink.kept.empty());
    EXPECT_EQ(dispatcher.requests().answers[static_cast<std::size_t>(AnswerStatus::kCancelled)], 1U);
    EXPECT_TRUE(dispatcher.is_conserved());
}

TEST(PathDispatcher, LetsANewRequestSupersedeAnOlderOne) {
    PathDispatcher dispatcher(settings_for(Mode::kThreads));
    testing::KeepingSink sink;
    RequestId last = dispatcher.submit(request({5, 5}, {20, 5}, 1));
    for (int i = 0; i < 500; ++i) last = dispatcher.supersede(last, request({5, 5}, {20, 80}, 1));
    ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return dispatcher.requests().in_flight == 0; }));
    EXPECT_EQ(dispatcher.requests().submitted, 501U);
    EXPECT_EQ(sink.kept.back().answer.id, last);
    EXPECT_TRUE(dispatcher.is_conserved());
}

TEST(PathDispatcher, MakesRequestsWaitWithoutWorkersAndServesThemWhenSomeCome) {
    PathDispatcher dispatcher(settings_for(Mode::kThreads, 0));
    testing::KeepingSink sink;
    constexpr std::size_t kMoreThanTheBoardHolds = 30'000;
    for (std::size_t i = 0; i < kMoreThanTheBoardHolds; ++i) (void)dispatcher.submit(request({5, 5}, {9, 5}));
    for (int i = 0; i < 20; ++i) {
        dispatcher.poll(sink);
        dispatcher.flush();
    }
    EXPECT_TRUE(sink.kept.empty());
    EXPECT_EQ(dispatcher.requests().in_flight, kMoreThanTheBoardHolds);
    dispatcher.set_workers(1);
    EXPECT_TRUE(testing::pump_until(dispatcher, sink, [&] { return sink.kept.size() == kMoreThanTheBoardHolds; }));
}

TEST(PathDispatcher, AnswersOnTheVersionOfTheRequestOrANewerOne) {
    PathDispatcher dispatcher(settings_for(Mode::kThreads));
    testing::KeepingSink sink;
    // A gap in the wall: only from the next version on there is a way.
    const CellEdit gap{pack({100, 40}), true};
    dispatcher.apply_edits(MapVersion{2}, {&gap, 1});
    PathRequest late = request({5, 5}, {110, 5});
    late.version = MapVersion{2};
    (void)dispatcher.submit(late);
    ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return !sink.kept.empty(); }));
    EXPECT_EQ(sink.kept[0].answer.status, AnswerStatus::kFound);
    EXPECT_EQ(sink.kept[0].answer.version, MapVersion{2});
}

TEST(PathDispatcher, AnswersOnExactlyTheVersionOfTheRequestIfAsked) {
    for (const Mode mode : kWorkingModes) {
        DispatcherSettings settings = settings_for(mode);
        settings.exact_versions = true;
        PathDispatcher dispatcher(std::move(settings));
        testing::KeepingSink sink;
        (void)dispatcher.submit(request({5, 5}, {110, 5}, 1));
        const CellEdit gap{pack({100, 40}), true};
        ASSERT_TRUE(dispatcher.can_publish());
        dispatcher.apply_edits(MapVersion{2}, {&gap, 1});
        PathRequest second = request({5, 5}, {110, 5}, 2);
        second.version = MapVersion{2};
        (void)dispatcher.submit(second);
        ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return sink.kept.size() == 2; }));
        for (const auto& kept : sink.kept) {
            EXPECT_EQ(kept.answer.version.value, kept.answer.tag);
            EXPECT_EQ(kept.answer.status, kept.answer.tag == 1 ? AnswerStatus::kUnreachable : AnswerStatus::kFound);
        }
    }
}

// The heart of it: any mixture of requests, cancels, edits, modes and pool sizes loses and doubles nothing, and every
// path that is handed over is a path on the version that it names.
TEST(PathDispatcher, LosesNothingThroughAnyMixtureOfChanges) {
    constexpr unsigned kSeed = 2'718;
    SCOPED_TRACE(kSeed);
    std::mt19937 random(kSeed);
    DispatcherSettings settings = settings_for(Mode::kThreads);
    const GridLayout layout = settings.layout;
    std::vector<std::uint64_t> truth = settings.bits;
    PathDispatcher dispatcher(std::move(settings));
    testing::KeepingSink sink;
    std::uint64_t version = 1;
    std::uint64_t cancelled_by_us = 0;
    std::map<std::uint64_t, int> answers;
    const auto random_cell = [&] {
        return Cell{static_cast<std::int32_t>(random() % 120), static_cast<std::int32_t>(random() % 90)};
    };
    std::vector<RequestId> recent;
    for (int frame = 0; frame < 600; ++frame) {
        if (random() % 3 == 0) {
            const CellEdit edit{pack(random_cell()), random() % 4 != 0};
            set_cell(layout, truth.data(), unpack(edit.cell), edit.free);
            dispatcher.apply_edits(MapVersion{++version}, {&edit, 1});
        }
        if (random() % 40 == 0) dispatcher.set_mode(static_cast<Mode>(random() % 3));
        if (random() % 25 == 0) dispatcher.set_workers(static_cast<std::uint32_t>(random() % 4));
        for (int i = 0; i < 20; ++i) {
            PathRequest wish = request(random_cell(), random_cell());
            wish.version = MapVersion{version};
            wish.lane = static_cast<Lane>(random() % kLaneCount);
            recent.push_back(dispatcher.submit(wish));
        }
        for (int i = 0; i < 5; ++i) {
            if (dispatcher.cancel(recent[random() % recent.size()])) ++cancelled_by_us;
        }
        dispatcher.flush();
        dispatcher.poll(sink);
        ASSERT_TRUE(dispatcher.is_conserved()) << "frame " << frame;
    }
    dispatcher.set_mode(Mode::kThreads);
    dispatcher.set_workers(2);
    ASSERT_TRUE(testing::pump_until(dispatcher, sink, [&] { return dispatcher.requests().in_flight == 0; }));
    for (const auto& kept : sink.kept) {
        EXPECT_EQ(++answers[kept.answer.id.value], 1);
        EXPECT_NE(kept.answer.status, AnswerStatus::kFailed);
    }
    EXPECT_EQ(answers.size() + cancelled_by_us, recent.size());
    EXPECT_EQ(dispatcher.requests().rejected, 0U) << "threads of ours are honest";
    EXPECT_TRUE(dispatcher.is_conserved());
}

}  // namespace
}  // namespace outrider::paths
