#include "game/app/load_control.h"

#include <gtest/gtest.h>

namespace outrider::app {
namespace {

constexpr std::uint32_t kUnits = 100;

/// Four times a second for a while: each search takes a millisecond of CPU time.
void feed(LoadControl& load, double cost_s = 0.001) {
    paths::PathStatistics paths;
    const sim::WorldCounters world;
    for (int quarter = 1; quarter <= 40; ++quarter) {
        paths.searches += 100;
        paths.search_cpu_s += 100 * cost_s;
        load.update(paths, world, kUnits, 0.25);
    }
}

TEST(LoadControl, AsksSoOftenThatTheSearchesFillTheCores) {
    LoadControl load(0.5, std::nullopt);
    feed(load);
    EXPECT_TRUE(load.leads());
    // Half a core of searches of a millisecond: 500 a second among 100 units.
    EXPECT_NEAR(load.policy().per_unit_per_second, 5.0, 0.1);
}

TEST(LoadControl, KeepsAFixedRateUntilTheDialIsTurned) {
    LoadControl load(0.5, sim::AskPolicy{.again_at_once = true});
    feed(load);
    EXPECT_FALSE(load.leads());
    EXPECT_TRUE(load.policy().again_at_once);
    load.set_cores(1.0);
    EXPECT_TRUE(load.leads());
    EXPECT_FALSE(load.policy().again_at_once);
}

TEST(LoadControl, KeepsTheRateWhenTheAlgorithmChanges) {
    LoadControl load(0.5, std::nullopt);
    feed(load);
    const double before = load.policy().per_unit_per_second;
    load.keep_rate();
    LoadControl& same = load;
    feed(same, 0.010);
    EXPECT_FALSE(load.leads());
    EXPECT_EQ(load.policy().per_unit_per_second, before);
}

TEST(LoadControl, LearnsNothingOfWhatIsPassedOver) {
    LoadControl load(0.5, std::nullopt);
    feed(load);
    const double before = load.policy().per_unit_per_second;
    paths::PathStatistics paths{};
    paths.searches = 1'000'000;
    paths.search_cpu_s = 90'000.0;
    sim::WorldCounters world;
    world.arrivals = 77'777;
    load.pass_over(paths, world);
    EXPECT_EQ(load.policy().per_unit_per_second, before);
    world.arrivals = 500;  // the world was set back
    load.pass_over(paths, world);
    paths.searches += 100;
    paths.search_cpu_s += 0.1;
    world.arrivals += 1;
    load.update(paths, world, kUnits, 0.25);
    EXPECT_NEAR(load.policy().per_unit_per_second, before, 0.2);
}

}  // namespace
}  // namespace outrider::app
