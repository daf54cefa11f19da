#include "game/app/siege_preview.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/support/siege_scene.h"

namespace outrider::app {
namespace {

using render::WayPreview;

/// Writes requests down; the test answers them.
class NotedService final : public paths::PathService {
public:
    RequestId submit(const paths::PathRequest& request) noexcept override {
        requests.push_back(request);
        return RequestId{requests.size()};
    }
    bool cancel(RequestId id) noexcept override {
        cancelled.push_back(id);
        return true;
    }
    void apply_edits(MapVersion, std::span<const CellEdit>) noexcept override {}
    void apply_danger(MapVersion, std::span<const std::uint8_t>) noexcept override {}
    [[nodiscard]] paths::Mode mode() const noexcept override { return paths::Mode::kInline; }

    std::vector<paths::PathRequest> requests;
    std::vector<RequestId> cancelled;
};

class SiegePreviewTest : public ::testing::Test {
protected:
    void answer(std::size_t request, AnswerStatus status) {
        paths::PathAnswer answer;
        answer.id = RequestId{request + 1};
        answer.tag = service_.requests[request].tag;
        answer.status = status;
        if (status == AnswerStatus::kFound) answer.turning_points = points_;
        EXPECT_TRUE(preview_.take(answer));
    }

    const std::vector<PackedCell> points_{pack({1, 1}), pack({5, 1})};
    const WhatIf wall_{WhatIf::Kind::kLine, pack({60, 40}), pack({60, 50})};
    const WhatIf other_wall_{WhatIf::Kind::kLine, pack({61, 40}), pack({61, 50})};
    sim::siege::Siege siege_{testing::SiegeScene("valley").settings()};
    const std::size_t gates_ = siege_.ground().gates.size();
    NotedService service_;
    SiegePreview preview_{gates_};
};

TEST_F(SiegePreviewTest, AsksOncePerGateOnTheUrgentLane) {
    preview_.show(wall_);
    preview_.submit(siege_, service_);
    preview_.show(wall_);
    preview_.submit(siege_, service_);
    ASSERT_EQ(service_.requests.size(), gates_);
    for (const paths::PathRequest& request : service_.requests) {
        EXPECT_EQ(request.lane, Lane::kUrgent);
        EXPECT_EQ(request.what_if, wall_);
        EXPECT_EQ(request.goal, siege_.ground().door);
    }
    EXPECT_TRUE(preview_.ways().empty()) << "nothing is known yet";
}

TEST_F(SiegePreviewTest, ShowsWhatWasAnswered) {
    preview_.show(wall_);
    preview_.submit(siege_, service_);
    answer(1, AnswerStatus::kFound);
    ASSERT_EQ(preview_.ways().size(), 1U);
    EXPECT_EQ(preview_.ways()[0].gate, 1U);
    EXPECT_EQ(preview_.ways()[0].kind, WayPreview::Kind::kOpen);
    EXPECT_EQ(preview_.ways()[0].points.size(), 2U);
}

TEST_F(SiegePreviewTest, WhereNoWayIsOpenItAsksForOneThroughWalls) {
    preview_.show(wall_);
    preview_.submit(siege_, service_);
    answer(0, AnswerStatus::kUnreachable);
    preview_.submit(siege_, service_);
    ASSERT_EQ(service_.requests.size(), gates_ + 1);
    EXPECT_TRUE(service_.requests.back().breaks_walls());
    answer(gates_, AnswerStatus::kFound);
    ASSERT_EQ(preview_.ways().size(), 1U);
    EXPECT_EQ(preview_.ways()[0].kind, WayPreview::Kind::kBreaksWalls);
}

TEST_F(SiegePreviewTest, AnotherPlaceSupersedes) {
    preview_.show(wall_);
    preview_.submit(siege_, service_);
    preview_.show(other_wall_);
    preview_.submit(siege_, service_);
    EXPECT_EQ(service_.cancelled.size(), gates_);
    EXPECT_EQ(service_.requests.size(), 2 * gates_);
    answer(0, AnswerStatus::kFound);
    EXPECT_TRUE(preview_.ways().empty()) << "an answer about the place before";
    answer(gates_, AnswerStatus::kFound);
    EXPECT_EQ(preview_.ways().size(), 1U);
}

TEST_F(SiegePreviewTest, NothingToShowShowsNothing) {
    preview_.show(wall_);
    preview_.submit(siege_, service_);
    answer(0, AnswerStatus::kFound);
    preview_.show({});
    EXPECT_TRUE(preview_.ways().empty());
    answer(1, AnswerStatus::kFound);
    EXPECT_TRUE(preview_.ways().empty()) << "an answer that came too late";
}

TEST_F(SiegePreviewTest, AsksAgainWhatAChangeOfModeTookBack) {
    preview_.show(wall_);
    preview_.submit(siege_, service_);
    answer(0, AnswerStatus::kFound);
    preview_.show(other_wall_);
    preview_.submit(siege_, service_);
    answer(gates_, AnswerStatus::kCancelled);
    EXPECT_TRUE(preview_.ways().empty()) << "the way around another wall";
    preview_.submit(siege_, service_);
    EXPECT_EQ(service_.requests.size(), 2 * gates_ + 1);
}

TEST_F(SiegePreviewTest, AsksAllAnewWhenTheMapHasChanged) {
    preview_.show(wall_);
    preview_.submit(siege_, service_);
    (void)siege_.apply(sim::siege::BuildWall{{100, 40}, {100, 45}});
    siege_.submit(service_);
    preview_.submit(siege_, service_);
    EXPECT_EQ(service_.requests.size(), 2 * gates_);
    EXPECT_EQ(service_.requests.back().version, siege_.version());
}

TEST_F(SiegePreviewTest, OthersAnswersAreNotItsOwn) {
    paths::PathAnswer answer;
    answer.tag = std::uint64_t{7} << 32U;
    EXPECT_FALSE(preview_.take(answer));
    answer.tag = ~std::uint64_t{0};
    EXPECT_FALSE(preview_.take(answer)) << "the fault buttons'";
}

}  // namespace
}  // namespace outrider::app
