#include "game/sim/load_dial.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace outrider::sim {
namespace {

/// Units and searches as the dial sees them: what is asked is searched, at a cost that the test sets.
struct Plant {
    std::uint32_t units = 10'000;
    double cost_s = 120e-6;
    double arrivals_per_s = 800.0;
    double cores_used = 0.0;

    void run(LoadDial& dial, double seconds) {
        constexpr double kStep_s = 0.25;
        for (double time = 0.0; time < seconds; time += kStep_s) {
            const double asked_per_s = arrivals_per_s + dial.rate_per_unit() * units;
            cores_used = asked_per_s * cost_s;
            dial.update(asked_per_s * kStep_s * cost_s, static_cast<std::uint64_t>(asked_per_s * kStep_s),
                        static_cast<std::uint64_t>(arrivals_per_s * kStep_s), kStep_s, units);
        }
    }
};

TEST(LoadDial, SettlesAtTheCoresThatWereAskedFor) {
    for (const double cores : {0.3, 0.8, 2.0}) {
        LoadDial dial(cores);
        Plant plant;
        plant.run(dial, 3.0);
        EXPECT_NEAR(plant.cores_used, cores, 0.02 * cores);
    }
}

TEST(LoadDial, FollowsTheCostOfASearch) {
    LoadDial dial(0.8);
    Plant plant;
    plant.run(dial, 3.0);
    plant.cost_s = 400e-6;
    plant.run(dial, 8.0);
    EXPECT_NEAR(plant.cores_used, 0.8, 0.02);
}

TEST(LoadDial, AsksForNothingBeforeTheFirstMeasurement) {
    LoadDial dial(0.8);
    EXPECT_EQ(dial.rate_per_unit(), 0.0);
    dial.update(0.0, 0, 0, 0.25, 1000);
    EXPECT_EQ(dial.rate_per_unit(), 0.0);
    dial.update(0.1, 100, 0, 0.0, 1000);
    EXPECT_EQ(dial.rate_per_unit(), 0.0) << "no time went by";
}

TEST(LoadDial, NeverAsksForLessThanNothing) {
    LoadDial dial(0.01);
    Plant plant;
    plant.arrivals_per_s = 5000.0;
    plant.run(dial, 3.0);
    EXPECT_EQ(dial.rate_per_unit(), 0.0) << "arrivals alone are more than was asked for";
    dial.set_cores(-1.0);
    EXPECT_EQ(dial.cores(), 0.0);
}

TEST(LoadDial, StopsAskingAtZeroCoresAtOnce) {
    LoadDial dial(0.8);
    Plant plant;
    plant.run(dial, 2.0);
    EXPECT_GT(dial.rate_per_unit(), 0.0);
    dial.set_cores(0.0);
    EXPECT_EQ(dial.rate_per_unit(), 0.0);
    plant.run(dial, 2.0);
    EXPECT_EQ(dial.rate_per_unit(), 0.0);
}

TEST(LoadDial, AsksAUnitAtMostOnceATick) {
    LoadDial dial(64.0);
    Plant plant;
    plant.units = 3;
    plant.cost_s = 1e-6;
    plant.arrivals_per_s = 4.0;
    plant.run(dial, 2.0);
    EXPECT_EQ(dial.rate_per_unit(), LoadDial::kMaxRate_per_s);
    dial.update(0.0, 100, 0, 0.25, 3);
    EXPECT_LE(dial.rate_per_unit(), LoadDial::kMaxRate_per_s) << "a clock that saw nothing";
}

TEST(LoadDial, KeepsItsRateWhileFrozen) {
    LoadDial dial(0.8);
    Plant plant;
    plant.run(dial, 3.0);
    dial.freeze();
    const double rate = dial.rate_per_unit();
    plant.cost_s /= 10.0;
    plant.run(dial, 5.0);
    EXPECT_EQ(dial.rate_per_unit(), rate);
    EXPECT_NEAR(plant.cores_used, 0.08, 0.01) << "what the better algorithm buys";
    dial.set_cores(0.8);
    EXPECT_FALSE(dial.frozen());
    EXPECT_GT(dial.rate_per_unit(), rate) << "what was measured meanwhile counts at once";
}

}  // namespace
}  // namespace outrider::sim
