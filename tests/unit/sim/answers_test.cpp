#include "game/sim/answers.h"

#include <gtest/gtest.h>

#include "tests/unit/sim/fake_path_service.h"

namespace outrider::sim {
namespace {

/// One unit on a wide field that has asked and got no answer yet.
struct OneUnit {
    World world{scattered(60, 60, 0, 1, 3)};
    FakePathService service{world, 1};

    OneUnit() { run_frame(world, service); }
    FakePathService::Open asked() {
        EXPECT_EQ(service.open().size(), 1U);
        return service.open().front();
    }
    [[nodiscard]] UnitState state() const { return world.states()[0]; }
};

TEST(Answers, PathIsTakenAndNamesItsWorker) {
    OneUnit one;
    EXPECT_EQ(one.state(), UnitState::kWaiting);
    EXPECT_TRUE(one.world.has_open_request({0}));
    one.service.answer(one.world, one.asked());
    EXPECT_EQ(one.state(), UnitState::kWalking);
    EXPECT_EQ(one.world.path_seat({0}), 3);
    EXPECT_EQ(unpack(one.world.path_ahead({0}).back()), one.world.goals()[0]);
    EXPECT_FALSE(one.world.has_open_request({0}));
}

TEST(Answers, SecondAnswerToTheSameRequestIsIgnored) {
    OneUnit one;
    const auto asked = one.asked();
    one.service.answer(one.world, asked);
    one.service.give(one.world, asked, AnswerStatus::kUnreachable, {});
    EXPECT_EQ(one.state(), UnitState::kWalking);
    EXPECT_EQ(one.world.counters().no_way, 0U);
}

TEST(Answers, UnreachableIsBelievedAndAnotherGoalChosenLater) {
    OneUnit one;
    const Cell goal = one.world.goals()[0];
    one.service.forced_status = AnswerStatus::kUnreachable;
    one.service.answer(one.world, one.asked());
    one.service.forced_status.reset();
    EXPECT_EQ(one.state(), UnitState::kNoWay);
    EXPECT_EQ(one.world.counters().no_way, 1U);
    run_frames(one.world, one.service, kTicksPerSecond - 1);
    EXPECT_EQ(one.state(), UnitState::kNoWay);
    EXPECT_EQ(one.world.goals()[0], goal);
    run_frames(one.world, one.service, kTicksPerSecond);
    EXPECT_EQ(one.state(), UnitState::kWalking);
    EXPECT_NE(one.world.goals()[0], goal);
}

TEST(Answers, FailedIsTriedAgainAfterHalfASecond) {
    for (const AnswerStatus status : {AnswerStatus::kFailed, AnswerStatus::kExpired}) {
        OneUnit one;
        one.service.forced_status = status;
        one.service.answer(one.world, one.asked());
        run_frames(one.world, one.service, kTicksPerSecond / 2 - 1);
        EXPECT_EQ(one.service.log.size(), 1U);
        run_frames(one.world, one.service, 1);
        EXPECT_EQ(one.service.log.size(), 2U);
    }
}

TEST(Answers, CancelledIsForgottenAndAskedAgain) {
    OneUnit one;
    one.service.forced_status = AnswerStatus::kCancelled;
    one.service.answer(one.world, one.asked());
    EXPECT_FALSE(one.world.has_open_request({0}));
    run_frame(one.world, one.service);
    EXPECT_EQ(one.service.log.size(), 2U);
}

TEST(Answers, PathIsJoinedWhereTheUnitIsNow) {
    OneUnit one;
    one.service.answer(one.world, one.asked());
    run_frames(one.world, one.service, 5);
    one.world.ask_all_again();
    one.world.submit(one.service);
    const auto again = one.asked();
    const auto path = one.service.find_path(again.request.start, again.request.goal);
    for (int tick = 0; tick < 60; ++tick) one.world.tick(paths::Mode::kThreads);  // some five cells on
    ASSERT_NE(cell_of(one.world.positions()[0]), again.request.start);
    one.service.give(one.world, again, AnswerStatus::kFound, path);
    EXPECT_EQ(one.world.counters().paths_taken, 2U);
    EXPECT_EQ(one.world.counters().paths_unjoinable, 0U);
    const FixedPoint before = one.world.positions()[0];
    one.world.tick(paths::Mode::kThreads);
    EXPECT_LE(steps_between(cell_of(before), cell_of(one.world.positions()[0])), 1);
}

TEST(Answers, OldPathServesOnIfTheNewOneCannotBeJoined) {
    OneUnit one;
    one.service.answer(one.world, one.asked());
    run_frames(one.world, one.service, 5);
    one.world.ask_all_again();
    one.world.submit(one.service);
    const Cell goal = one.world.goals()[0];
    const std::vector<PackedCell> elsewhere = {pack({0, goal.y}), pack(goal)};
    ASSERT_NE(cell_of(one.world.positions()[0]).y, goal.y);
    one.service.give(one.world, one.asked(), AnswerStatus::kFound, elsewhere);
    EXPECT_EQ(one.world.counters().paths_unjoinable, 1U);
    EXPECT_EQ(one.state(), UnitState::kWalking);
    EXPECT_EQ(one.world.counters().paths_taken, 1U);
}

TEST(Answers, OrderedUnitStandsWhenItWalkedOffTheNewPath) {
    OneUnit one;
    one.service.answer(one.world, one.asked());
    run_frames(one.world, one.service, 5);
    const Cell goal = one.world.goals()[0];
    one.world.order({59 - goal.x, 59 - goal.y});
    one.world.submit(one.service);
    const std::vector<PackedCell> elsewhere = {pack({0, 0}), pack({0, 1})};
    one.service.give(one.world, one.asked(), AnswerStatus::kFound, elsewhere);
    EXPECT_EQ(one.state(), UnitState::kWaiting);
    run_frames(one.world, one.service, 2);
    EXPECT_EQ(one.state(), UnitState::kWalking);
    EXPECT_EQ(unpack(one.world.path_ahead({0}).back()), (Cell{59 - goal.x, 59 - goal.y}));
}

TEST(Answers, PathThroughAWallThatCameUpMeanwhileIsRefused) {
    OneUnit one;
    const auto asked = one.asked();
    const auto path = one.service.find_path(asked.request.start, asked.request.goal);
    one.world.paint(asked.request.goal, 0, true);
    one.service.give(one.world, asked, AnswerStatus::kFound, path);
    EXPECT_EQ(one.world.counters().paths_blocked, 1U);
    EXPECT_TRUE(one.world.path_ahead({0}).empty());
    run_frame(one.world, one.service);
    EXPECT_TRUE(one.world.has_open_request({0})) << "asks again at once";
}

TEST(Answers, PartialPathIsWalkedAndAskedOnFromItsEnd) {
    OneUnit one;
    const auto asked = one.asked();
    auto path = one.service.find_path(asked.request.start, asked.request.goal);
    const Direction first = direction_towards(unpack(path[0]), unpack(path[1]));
    const Cell near = next_cell(asked.request.start, first);
    ASSERT_NE(near, asked.request.goal);
    const std::vector<PackedCell> part = {path[0], pack(near)};
    one.service.give(one.world, asked, AnswerStatus::kPartial, part);
    EXPECT_EQ(one.state(), UnitState::kWalking);
    run_frames(one.world, one.service, 30);
    EXPECT_EQ(one.world.counters().arrivals, 0U);
    EXPECT_EQ(one.service.log.back().start, near);
    EXPECT_EQ(one.service.log.back().goal, asked.request.goal);
}

TEST(Answers, PartialPathThatLeadsNowhereIsNoWay) {
    OneUnit one;
    const std::vector<PackedCell> here = {pack(one.asked().request.start)};
    one.service.give(one.world, one.asked(), AnswerStatus::kPartial, here);
    EXPECT_EQ(one.state(), UnitState::kNoWay);
}

}  // namespace
}  // namespace outrider::sim
