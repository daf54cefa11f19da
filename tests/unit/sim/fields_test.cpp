#include "game/sim/fields.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/sim/fake_path_service.h"

namespace outrider::sim {
namespace {

std::size_t fields_in(const std::vector<paths::PathRequest>& log) {
    return static_cast<std::size_t>(std::ranges::count(log, JobKind::kFlowField, &paths::PathRequest::kind));
}

/// How many units have a direction from their field, or are there.
std::size_t directed(const World& world) {
    std::size_t count = 0;
    for (std::uint32_t unit = 0; unit < world.unit_count(); ++unit) {
        if (world.field_step({unit}) != FlowStep::kUnreachable) ++count;
    }
    return count;
}

bool somebody_stands_in_a_wall(const World& world) {
    return std::ranges::any_of(world.positions(), [&](FixedPoint at) { return !world.is_free(cell_of(at)); });
}

TEST(Fields, OneServesAllWhoAreSentToOneSpot) {
    World world(scattered(60, 60, 0, 200, 1));
    FakePathService service(world, 1);
    run_frames(world, service, 30);
    world.order({30, 30});
    service.log.clear();
    world.submit(service);
    ASSERT_EQ(service.log.size(), 1U);
    EXPECT_EQ(service.log[0].kind, JobKind::kFlowField);
    EXPECT_EQ(service.log[0].lane, Lane::kUrgent);
    EXPECT_EQ(service.log[0].goal, (Cell{30, 30}));
    EXPECT_EQ(world.fields_in_use(), 1U);
    EXPECT_EQ(world.counters().fields_asked, 1U);
    service.poll(world);
    EXPECT_EQ(directed(world), 200U) << "with the answer, everybody";
    const std::uint64_t steps = world.counters().field_steps;
    world.tick(service.mode());
    EXPECT_GT(world.counters().field_steps, steps);
}

TEST(Fields, FewUnitsAndThoseWhoChooseSoGoByPaths) {
    World few(scattered(60, 60, 0, kFewestForField - 1, 2));
    FakePathService few_paths(few, 2);
    few.order({30, 30});
    run_frame(few, few_paths);
    EXPECT_EQ(fields_in(few_paths.log), 0U);

    World world(scattered(60, 60, 0, 100, 2));
    FakePathService service(world, 2);
    world.set_orders(OrderBy::kPaths);
    world.order({30, 30});
    run_frame(world, service);
    EXPECT_EQ(fields_in(service.log), 0U);
    EXPECT_EQ(std::ranges::count(service.log, Lane::kUrgent, &paths::PathRequest::lane), 100);

    world.set_orders(OrderBy::kFlowField);
    world.set_algorithm(Algorithm::kWeighted);
    world.order({10, 10});
    run_frame(world, service);
    EXPECT_EQ(fields_in(service.log), 0U) << "a field knows nothing of costs";
}

TEST(Fields, LeadEveryoneThereAndAreLetGo) {
    World world(scattered(50, 50, 10, 120, 3));
    FakePathService service(world, 3);
    service.longest_delay_polls = 6;
    run_frames(world, service, 30);
    world.order({25, 25});
    const Cell goal = world.goals()[0];
    std::vector<bool> been_there(120, false);
    for (int frame = 0; frame < 40 * kTicksPerSecond && world.fields_in_use() != 0; ++frame) {
        run_frame(world, service);
        for (std::uint32_t unit = 0; unit < 120; ++unit) {
            if (cell_of(world.positions()[unit]) == goal) been_there[unit] = true;
        }
    }
    EXPECT_EQ(world.fields_in_use(), 0U);
    // Those in pockets went as far as they could by paths of their own.
    EXPECT_GT(std::ranges::count(been_there, true), 100);
    EXPECT_EQ(fields_in(service.log), 1U) << "nothing changed: once was enough";
    run_frames(world, service, 10);
    for (const UnitState state : world.states()) EXPECT_NE(state, UnitState::kRerouting);
}

TEST(Fields, SeveralLiveAtATimeAndOneGoalHasOne) {
    World world(scattered(80, 80, 0, 300, 4));
    FakePathService service(world, 4);
    run_frames(world, service, 5);
    world.select_box({0, 0}, {40 * kFixedOne, 80 * kFixedOne});
    ASSERT_GE(world.selected_count(), kFewestForField);
    world.order({70, 10});
    run_frames(world, service, 3);
    world.select_box({40 * kFixedOne, 0}, {80 * kFixedOne, 80 * kFixedOne});
    ASSERT_GE(world.selected_count(), kFewestForField);
    world.order({10, 70});
    run_frames(world, service, 3);
    EXPECT_EQ(world.fields_in_use(), 2U);
    EXPECT_EQ(fields_in(service.log), 2U);
    world.order({70, 10});
    run_frames(world, service, 3);
    EXPECT_EQ(world.fields_in_use(), 1U) << "all share the first one now";
    EXPECT_EQ(fields_in(service.log), 2U) << "and it was there";
    for (const Cell goal : world.goals()) EXPECT_EQ(goal, (Cell{70, 10}));
}

TEST(Fields, WithTooManyOrdersTheRestGoByPaths) {
    World world(scattered(200, 200, 0, 4000, 5));
    FakePathService service(world, 5);
    world.order({100, 100});
    for (std::int32_t i = 0; i < kMaxOrderFields + 3; ++i) {
        world.select_box({i * 10 * kFixedOne, 0}, {(i + 1) * 10 * kFixedOne, 200 * kFixedOne});
        ASSERT_GE(world.selected_count(), kFewestForField);
        world.order({i, i});
    }
    EXPECT_LE(world.fields_in_use(), kMaxOrderFields);
    world.submit(service);
    EXPECT_EQ(fields_in(service.log), world.fields_in_use());
    EXPECT_GT(service.log.size(), kMaxOrderFields) << "the others have asked for paths";
}

TEST(Fields, AreAskedForAgainWhenTheMapChanges) {
    World world(scattered(60, 60, 0, 200, 6));
    FakePathService service(world, 6);
    world.order({55, 30});
    run_frames(world, service, 3);
    world.paint_line({30, 0}, {30, 58}, 0, true);  // all but the lowest cell
    service.longest_delay_polls = 20;
    for (int frame = 0; frame < 60 && fields_in(service.log) < 2; ++frame) run_frame(world, service);
    EXPECT_EQ(fields_in(service.log), 2U);
    for (int frame = 0; frame < 60 * kTicksPerSecond && world.fields_in_use() != 0; ++frame) {
        run_frame(world, service);
        ASSERT_FALSE(somebody_stands_in_a_wall(world));
    }
    EXPECT_EQ(world.fields_in_use(), 0U) << "the old field led half of them into the wall, the new one round it";
    EXPECT_EQ(fields_in(service.log), 2U);
}

TEST(Fields, OldOnesServeOnWhereTheirStepsAreLegal) {
    World world(scattered(60, 60, 0, 200, 7));
    FakePathService service(world, 7);
    world.order({55, 30});
    run_frames(world, service, 3);
    service.longest_delay_polls = 100000;
    world.paint({2, 2}, 1, true);
    const std::uint64_t steps = world.counters().field_steps;
    run_frames(world, service, 60);
    EXPECT_GT(world.counters().field_steps, steps + 200);
}

TEST(Fields, AGoalThatIsWalledUpMovesToTheNearestFreeCell) {
    World world(scattered(60, 60, 0, 100, 8));
    FakePathService service(world, 8);
    world.order({30, 30});
    run_frames(world, service, 3);
    world.paint({30, 30}, 3, true);
    run_frames(world, service, 3);
    for (std::uint32_t unit = 0; unit < 100; ++unit) {
        EXPECT_TRUE(world.field_step({unit}) == FlowStep::kUnreachable || world.is_free(world.goals()[unit]));
    }
    for (int frame = 0; frame < 40 * kTicksPerSecond && world.fields_in_use() != 0; ++frame) run_frame(world, service);
    EXPECT_EQ(world.fields_in_use(), 0U);
}

TEST(Fields, WhoeverIsCutOffGoesAloneToTheNearestShore) {
    // An island in a lake; an order to it.
    std::vector<std::string> rows(40, std::string(40, '.'));
    for (std::size_t y = 14; y < 27; ++y) {
        for (std::size_t x = 14; x < 27; ++x) rows[y][x] = y > 18 && y < 22 && x > 18 && x < 22 ? '.' : 'W';
    }
    World world(settings_of(rows, 60, 9));
    FakePathService service(world, 9);
    run_frames(world, service, 2);
    std::vector<Cell> before;
    world.order({20, 20});
    const std::uint64_t arrivals = world.counters().arrivals;
    service.log.clear();
    run_frames(world, service, 60);
    const auto to_island = [](const paths::PathRequest& request) { return request.or_nearest; };
    const auto asked = std::ranges::count_if(service.log, to_island);
    EXPECT_GE(asked, 50);
    EXPECT_LE(asked, 60) << "each asks once";
    EXPECT_EQ(world.fields_in_use(), 0U);
    run_frames(world, service, 20 * kTicksPerSecond);
    EXPECT_GE(world.counters().arrivals, arrivals + 60);
    EXPECT_EQ(std::ranges::count_if(service.log, to_island), asked) << "who is on the shore has arrived";
}

TEST(Fields, SurviveAServiceThatFails) {
    for (const AnswerStatus status : {AnswerStatus::kFailed, AnswerStatus::kExpired, AnswerStatus::kCancelled,
                                      AnswerStatus::kUnreachable, AnswerStatus::kPartial}) {
        World world(scattered(40, 40, 0, 80, 10));
        FakePathService service(world, 10);
        world.order({20, 20});
        service.forced_status = status;
        run_frames(world, service, 90);
        service.forced_status.reset();
        for (int frame = 0; frame < 30 * kTicksPerSecond; ++frame) run_frame(world, service);
        EXPECT_EQ(world.fields_in_use(), 0U) << to_string(status);
        EXPECT_GE(world.counters().arrivals, 80U) << to_string(status);
    }
}

TEST(Fields, EndWithTheirUnitsTheModeAndAStorm) {
    World world(scattered(60, 60, 0, 200, 11));
    FakePathService service(world, 11);
    service.longest_delay_polls = 100;
    world.order({30, 30});
    run_frame(world, service);
    world.set_unit_count(0);
    EXPECT_EQ(world.fields_in_use(), 0U);
    run_frame(world, service);
    EXPECT_TRUE(service.open().empty()) << "the request is withdrawn";

    world.set_unit_count(200);
    world.order({30, 30});
    run_frame(world, service);
    EXPECT_EQ(world.fields_in_use(), 1U);
    world.tick(paths::Mode::kNone);
    EXPECT_EQ(world.fields_in_use(), 0U);
    world.tick(paths::Mode::kThreads);

    world.order({30, 30});
    run_frame(world, service);
    world.ask_all_again();
    service.log.clear();
    world.submit(service);
    EXPECT_EQ(service.log.size(), 200U);
    EXPECT_EQ(world.fields_in_use(), 0U);
}

// Orders, walls and answers that come late and in any order: nobody is ever in a wall, nobody stands for ever.
TEST(Fields, NobodyIsStuckForEver) {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        SCOPED_TRACE(seed);
        World world(scattered(64, 64, 15, 150, seed));
        FakePathService service(world, seed);
        Random random(seed, 5);
        const auto cell = [&] {
            const auto x = static_cast<std::int32_t>(random.below(64));
            return Cell{x, static_cast<std::int32_t>(random.below(64))};
        };
        service.longest_delay_polls = 12;
        for (int frame = 0; frame < 1500; ++frame) {
            if (random.below(60) == 0) world.order(cell());
            if (random.below(10) == 0) world.paint_line(cell(), cell(), 1, random.below(2) == 0);
            run_frame(world, service);
            ASSERT_FALSE(somebody_stands_in_a_wall(world));
        }
        const std::uint64_t arrivals = world.counters().arrivals;
        for (int frame = 0;
             frame < 10 * kTicksPerSecond || (frame < 90 * kTicksPerSecond && world.fields_in_use() != 0); ++frame) {
            run_frame(world, service);
        }
        EXPECT_EQ(world.fields_in_use(), 0U);
        EXPECT_GT(world.counters().arrivals, arrivals);
    }
}

TEST(Fields, AreInTheStateHash) {
    const auto play = [](bool field) {
        World world(scattered(40, 40, 0, 80, 12));
        FakePathService service(world, 12);
        world.set_orders(field ? OrderBy::kFlowField : OrderBy::kPaths);
        world.order({20, 20});
        run_frames(world, service, 20);
        return world.state_hash();
    };
    EXPECT_EQ(play(true), play(true));
    EXPECT_NE(play(true), play(false));
}

}  // namespace
}  // namespace outrider::sim
