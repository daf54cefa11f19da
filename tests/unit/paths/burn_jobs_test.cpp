// Burn jobs through the whole service, inline and in threads; with worker processes: tests/integration.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "game/paths/path_dispatcher.h"
#include "tests/support/board_fixture.h"

namespace outrider::paths {
namespace {

constexpr Mode kWorkingModes[] = {Mode::kInline, Mode::kThreads};

/// The wall across the field is at column 100.
class BurnJobs : public ::testing::TestWithParam<Mode> {
protected:
    static DispatcherSettings settings() {
        DispatcherSettings settings;
        settings.layout = GridLayout(120, 90);
        settings.bits = testing::split_field(settings.layout, 100);
        settings.mode = GetParam();
        settings.workers = 2;
        settings.policy = SchedulingPolicy::kNormal;
        return settings;
    }
    static PathRequest burn(std::uint32_t us, Cell cell = {5, 5}) {
        PathRequest request;
        request.kind = JobKind::kBurn;
        request.start = request.goal = cell;
        request.node_budget = us;
        request.version = MapVersion{1};
        return request;
    }
    const PathAnswer& answer_to(const PathRequest& request) {
        sink_.kept.clear();
        (void)dispatcher_.submit(request);
        EXPECT_TRUE(testing::pump_until(dispatcher_, sink_, [&] { return !sink_.kept.empty(); }));
        return sink_.kept[0].answer;
    }

    PathDispatcher dispatcher_{settings()};
    testing::KeepingSink sink_;
};

TEST_P(BurnJobs, AreAnsweredWithTheCellThatTheyStandOn) {
    for (const std::uint32_t us : {0U, 1U, 100U, 3'000U}) {
        const PathAnswer& answer = answer_to(burn(us));
        EXPECT_EQ(answer.status, AnswerStatus::kFound);
        EXPECT_EQ(answer.cost, StepCount{});
        EXPECT_EQ(sink_.kept[0].points, std::vector<PackedCell>{pack({5, 5})});
    }
    EXPECT_EQ(dispatcher_.requests().rejected, 0U);
}

TEST_P(BurnJobs, TakeTheirTime) {
    const PathAnswer& answer = answer_to(burn(5'000));
    EXPECT_GE(answer.times.searched - answer.times.began, std::chrono::microseconds(5'000));
}

TEST_P(BurnJobs, AreNotRunIfTheyAreTooLongOrLeadAway) {
    PathRequest away = burn(10);
    away.goal = {6, 5};
    for (const PathRequest& request : {burn(kMostBurn_us + 1), away}) {
        const PathAnswer& answer = answer_to(request);
        EXPECT_EQ(answer.status, AnswerStatus::kFailed);
        EXPECT_EQ(answer.fail_reason, FailReason::kNotRun);
    }
}

TEST_P(BurnJobs, SayUnreachableWhereNobodyCanStand) {
    EXPECT_EQ(answer_to(burn(10, {100, 7})).status, AnswerStatus::kUnreachable);
}

TEST_P(BurnJobs, LoseNothingInAnyChunk) {
    constexpr std::size_t kJobs = 600;
    for (const std::uint32_t chunk : {1U, 8U, 64U}) {
        dispatcher_.set_chunk(chunk);
        sink_.kept.clear();
        for (std::size_t i = 0; i < kJobs; ++i) (void)dispatcher_.submit(burn(static_cast<std::uint32_t>(1 + i % 90)));
        ASSERT_TRUE(testing::pump_until(dispatcher_, sink_, [&] { return sink_.kept.size() == kJobs; }));
        const auto is_found = [](const auto& kept) { return kept.answer.status == AnswerStatus::kFound; };
        EXPECT_TRUE(std::ranges::all_of(sink_.kept, is_found));
    }
    EXPECT_TRUE(dispatcher_.is_conserved());
}

// A hundred seconds of burning: unless a withdrawn job stops, and an order to leave is heeded, this test does not end.
TEST_P(BurnJobs, EndWhenTheyAreWithdrawn) {
    if (GetParam() == Mode::kInline) GTEST_SKIP() << "inline they are over when poll() returns";
    std::vector<RequestId> ids;
    for (int i = 0; i < 1'000; ++i) ids.push_back(dispatcher_.submit(burn(kMostBurn_us)));
    ASSERT_TRUE(testing::pump_until(dispatcher_, sink_, [&] { return !sink_.kept.empty(); }));
    for (const RequestId id : ids) dispatcher_.cancel(id);
    EXPECT_EQ(answer_to(burn(1)).status, AnswerStatus::kFound);
    EXPECT_EQ(dispatcher_.requests().in_flight, 0U);
}

INSTANTIATE_TEST_SUITE_P(Modes, BurnJobs, ::testing::ValuesIn(kWorkingModes),
                         [](const auto& mode) { return std::string(to_string(mode.param)); });

}  // namespace
}  // namespace outrider::paths
