#include "game/sim/wishes.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/unit/sim/fake_path_service.h"

namespace outrider::sim {
namespace {

/// A hall so long that nobody arrives during a test.
World long_hall(std::uint32_t units) {
    WorldSettings settings = settings_of({std::string(4000, '.')}, units);
    return World(settings);
}

std::size_t frame_requests(World& world, FakePathService& service) {
    const std::size_t before = service.log.size();
    run_frame(world, service);
    return service.log.size() - before;
}

TEST(Wishes, EveryUnitAsksOnceAtTheStart) {
    World world = long_hall(100);
    FakePathService service(world, 1);
    EXPECT_EQ(frame_requests(world, service), 100U);
    EXPECT_EQ(world.counters().wishes, 100U);
    for (const auto& request : service.log) EXPECT_EQ(request.lane, Lane::kNormal);
}

TEST(Wishes, RepeatedQuestionsSpreadEvenlyOverTicksAndUnits) {
    World world = long_hall(100);
    FakePathService service(world, 1);
    world.set_ask_policy({false, 1.5});
    run_frames(world, service, 3);
    service.log.clear();
    std::uint64_t arrivals = world.counters().arrivals;
    for (int tick = 0; tick < 4 * kTicksPerSecond; ++tick) {
        const std::size_t requests = frame_requests(world, service);
        const std::uint64_t arrived = world.counters().arrivals - arrivals;
        arrivals += arrived;
        EXPECT_GE(requests, 2U);  // 100 x 1.5 / 60 = 2.5
        EXPECT_LE(requests, 3U + arrived);
    }
    EXPECT_NEAR(static_cast<double>(service.log.size()), 600.0, 30.0);
    std::map<std::uint64_t, int> by_unit;
    for (const auto& request : service.log) ++by_unit[request.tag];
    EXPECT_EQ(by_unit.size(), 100U);
    for (const auto& [unit, count] : by_unit) EXPECT_NEAR(count, 6, 2);
}

TEST(Wishes, RepeatedQuestionsNeverReplaceAnOpenOne) {
    World world = long_hall(50);
    FakePathService service(world, 1);
    run_frames(world, service, 2);
    const std::uint64_t arrived_before = world.counters().arrivals;
    service.longest_delay_polls = 500;
    world.set_ask_policy({false, 60.0});
    run_frames(world, service, 300);
    EXPECT_LE(service.cancelled, world.counters().arrivals - arrived_before);
    EXPECT_GT(service.log.size(), 60U);
}

TEST(Wishes, AgainAtOnceAsksInTheFrameOfTheAnswer) {
    World world = long_hall(20);
    FakePathService service(world, 1);
    world.set_ask_policy({true, 0.0});
    run_frame(world, service);
    for (int frame = 0; frame < 30; ++frame) EXPECT_EQ(frame_requests(world, service), 20U);
}

TEST(Wishes, AgainAtOnceStartsAlsoForUnitsThatWalkAlready) {
    World world = long_hall(20);
    FakePathService service(world, 1);
    run_frames(world, service, 5);
    world.set_ask_policy({true, 0.0});
    run_frames(world, service, 2 * kTicksPerSecond);
    EXPECT_EQ(frame_requests(world, service), 20U);
}

TEST(Wishes, PolicyThatIsNoNumberAsksForNothing) {
    WishBoard wishes;
    set_policy(wishes, {false, -3.0});
    EXPECT_EQ(wishes.rate, 0U);
    set_policy(wishes, {false, std::numeric_limits<double>::quiet_NaN()});
    EXPECT_EQ(wishes.rate, 0U);
    set_policy(wishes, {false, 1e30});
    EXPECT_EQ(wishes.rate, std::uint64_t{1} << 32U);
}

TEST(Wishes, AskingAllAgainReplacesWhatIsOpen) {
    World world = long_hall(50);
    FakePathService service(world, 1);
    service.longest_delay_polls = 1000;
    run_frame(world, service);
    world.ask_all_again();
    world.submit(service);
    EXPECT_EQ(service.log.size(), 100U);
    EXPECT_EQ(service.cancelled, 50U);
    EXPECT_EQ(service.open().size(), 50U);
}

TEST(Wishes, OrdersTakeTheUrgentLane) {
    World world = long_hall(10);
    FakePathService service(world, 1);
    run_frames(world, service, 3);
    service.log.clear();
    world.order({77, 0});
    run_frame(world, service);
    ASSERT_EQ(service.log.size(), 10U);
    for (const auto& request : service.log) {
        EXPECT_EQ(request.lane, Lane::kUrgent);
        EXPECT_EQ(request.goal, (Cell{77, 0}));
    }
}

TEST(Wishes, UnitsThatGoTakeTheirRequestsAlong) {
    World world = long_hall(50);
    FakePathService service(world, 1);
    service.longest_delay_polls = 1000;
    run_frame(world, service);
    const auto gone = service.open()[30];
    ASSERT_EQ(gone.request.tag & 0xFFFFFFFFU, 30U);
    world.set_unit_count(20);
    world.set_unit_count(40);
    service.give(world, gone, AnswerStatus::kFound, service.find_path(gone.request.start, gone.request.goal));
    EXPECT_TRUE(world.path_ahead({30}).empty()) << "an answer to the unit that had this place before";
    run_frame(world, service);
    EXPECT_EQ(service.cancelled, 30U);
    EXPECT_EQ(service.open().size(), 40U);
    for (std::uint32_t unit = 0; unit < 40; ++unit) EXPECT_TRUE(world.has_open_request({unit}));
}

TEST(Wishes, NewAlgorithmCountsFromTheNextRequestOn) {
    World world = long_hall(5);
    FakePathService service(world, 1);
    world.set_algorithm(Algorithm::kAStar);
    run_frame(world, service);
    for (const auto& request : service.log) EXPECT_EQ(request.algorithm, Algorithm::kAStar);
}

TEST(Wishes, EachSubmitAfterEditsMakesOneVersion) {
    World world = long_hall(0);
    FakePathService service(world, 1);
    EXPECT_EQ(world.version(), MapVersion{1});
    world.paint({5, 0}, 1, true);
    world.paint({9, 0}, 1, true);
    world.submit(service);
    EXPECT_EQ(world.version(), MapVersion{2});
    world.submit(service);
    world.paint({5, 0}, 1, true);  // changes nothing
    world.submit(service);
    EXPECT_EQ(world.version(), MapVersion{2});
    EXPECT_EQ(world.counters().edits, 1U);
    EXPECT_EQ(world.counters().edited_cells, 6U);
}

}  // namespace
}  // namespace outrider::sim
