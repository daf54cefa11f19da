#include "game/app/worker_governor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace outrider::app {
namespace {

constexpr double kLook_s = 0.25;
constexpr auto kNormal = static_cast<std::size_t>(Lane::kNormal);

/// A governor, and a game around it: what it says is done by the next look.
class GovernorTest : public ::testing::Test {
protected:
    GovernorTest() {
        look_.elapsed_s = kLook_s;
        look_.granted_cores = 4.0;
        look_.game_cores = 0.5;
        look_.idle_cores = 2.0;
        look_.most = 8;
    }
    /// Frames at 60 Hz, `late` of them late in each second.
    void look(std::uint64_t late_per_second = 0) {
        ++looks_;
        look_.frames = looks_ * 15;
        look_.late_frames += looks_ % 4 == 0 ? late_per_second : 0;
        const std::uint32_t before = look_.wanted;
        look_.wanted = look_.alive = governor_.update(look_);
        changes_ += look_.wanted != before ? 1 : 0;
        EXPECT_GE(look_.wanted, 1U);
    }
    void look_for(double seconds, std::uint64_t late_per_second = 0) {
        for (double t = 0.0; t < seconds; t += kLook_s) look(late_per_second);
    }
    void press() {
        look_.oldest_ms[kNormal] = 200.0;
        look_.busy_cores = look_.wanted;
    }
    void press_for(double seconds) {
        for (double t = 0.0; t < seconds; t += kLook_s) {
            press();
            look();
        }
    }
    [[nodiscard]] std::string text() const { return std::string(governor_.text()); }

    WorkerGovernor governor_;
    GovernorLook look_;
    std::uint64_t looks_ = 0;
    int changes_ = 0;
};

TEST_F(GovernorTest, GrowsUnderALastingQueueUpToTheFreeCores) {
    press_for(2.5);
    EXPECT_EQ(look_.wanted, 2U);
    EXPECT_EQ(governor_.reason(), GovernorReason::kQueueOld);
    press_for(60.0);
    EXPECT_EQ(look_.wanted, 3U) << "half of the four cores is the game's";
    EXPECT_EQ(text(), "auto: 3 of 3, queue 200 ms old, no core free");
}

/// The game was led by something else meanwhile (mode inline, "measure now"), and its frames were late.
TEST_F(GovernorTest, TakesASpellWithoutLooksForNoLastSecond) {
    look_.wanted = look_.alive = 2;
    look_.idle_cores = 0.0;
    look_for(3.0);
    ASSERT_EQ(look_.wanted, 2U);
    look_.late_frames += 1'000;
    governor_.begin_anew();
    look_for(3.0);
    EXPECT_EQ(look_.wanted, 2U);
    EXPECT_EQ(changes_, 0);
}

TEST_F(GovernorTest, RemembersOverASpellThatGrowingMadeTheFrameLate) {
    look_.wanted = look_.alive = 2;
    look_.idle_cores = 0.0;
    look_for(3.0, 30);
    ASSERT_EQ(look_.wanted, 1U);
    governor_.begin_anew();
    look_.idle_cores = 2.0;
    press_for(4.0);
    EXPECT_EQ(look_.wanted, 1U) << "not for 10 s";
    press_for(10.0);
    EXPECT_GT(look_.wanted, 1U);
}

TEST_F(GovernorTest, DoesNotGrowUnderABlip) {
    for (int i = 0; i < 20; ++i) {
        press_for(1.0);
        look_.oldest_ms[kNormal] = 2.0;
        look_.busy_cores = 0.5;
        look_for(3.0);
    }
    EXPECT_EQ(changes_, 0);
}

TEST_F(GovernorTest, LetsAQueueGoThatGoesByItself) {
    look_.oldest_ms[kNormal] = 500.0;
    look_.busy_cores = 1.0;
    look_.in_flight = 1'000'000;
    for (int i = 0; i < 40; ++i) {
        look_.in_flight = look_.in_flight * 8 / 10;  // in a second to 0.41
        look();
    }
    EXPECT_EQ(changes_, 0);
    look_.in_flight = 1'000;
    look_for(4.0);
    EXPECT_EQ(look_.wanted, 2U) << "and one that stays is met";
}

TEST_F(GovernorTest, MindsThePlayersOrdersMost) {
    look_.busy_cores = 1.0;
    look_.oldest_ms[static_cast<std::size_t>(Lane::kBackground)] = 200.0;
    look_for(10.0);
    EXPECT_EQ(look_.wanted, 1U) << "the background may wait";
    look_.oldest_ms[static_cast<std::size_t>(Lane::kUrgent)] = 40.0;
    look_for(2.0);
    EXPECT_EQ(look_.wanted, 2U);
    EXPECT_EQ(text(), "auto: 2 of 3, queue 40 ms old");
}

TEST_F(GovernorTest, KnowsThatMoreWorkersFindNoCpuTimeEither) {
    look_.oldest_ms[kNormal] = 900.0;
    look_.busy_cores = 0.05;
    look_for(30.0);
    EXPECT_EQ(changes_, 0);
    EXPECT_EQ(governor_.reason(), GovernorReason::kNoCpuTime);
}

TEST_F(GovernorTest, ShrinksWhenIdle) {
    press_for(20.0);
    ASSERT_EQ(look_.wanted, 3U);
    look_.oldest_ms[kNormal] = 1.0;
    look_.busy_cores = 0.2;
    look_for(3.0);
    EXPECT_EQ(look_.wanted, 3U) << "not at once";
    EXPECT_EQ(governor_.reason(), GovernorReason::kIdle);
    look_for(20.0);
    EXPECT_EQ(look_.wanted, 1U);
    EXPECT_EQ(text(), "auto: 1 of 3, the queue is short");
}

TEST_F(GovernorTest, StaysWhenFewerWouldBeBusyAgain) {
    press_for(2.5);
    ASSERT_EQ(look_.wanted, 2U);
    look_.oldest_ms[kNormal] = 5.0;
    look_.busy_cores = 0.9;
    look_for(60.0);
    EXPECT_EQ(look_.wanted, 2U);
}

TEST_F(GovernorTest, ShrinksWhenTheFrameSuffersWithAllCoresBusy) {
    press_for(20.0);
    ASSERT_EQ(look_.wanted, 3U);
    look_.idle_cores = 0.0;
    look_for(6.0, 12);
    EXPECT_LT(look_.wanted, 3U);
    look_for(12.0, 12);
    EXPECT_EQ(look_.wanted, 1U);
    EXPECT_EQ(text(), "auto: 1 of 3, the frame is late");
}

TEST_F(GovernorTest, DoesNotBlameTheWorkersForALateFrameBesideAnIdleCore) {
    press_for(20.0);
    ASSERT_EQ(look_.wanted, 3U);
    look_.granted_cores = 8.0;
    look_.idle_cores = 4.0;
    look_for(20.0, 30);
    EXPECT_GE(look_.wanted, 3U);
}

TEST_F(GovernorTest, TriesAgainLessAndLessOftenWhereTheFrameSuffersFromEachWorkerMore) {
    // Two workers make the frame late, one does not; the queue is always old.
    for (double t = 0.0; t < 900.0; t += kLook_s) {
        press();
        look_.idle_cores = look_.wanted > 1 ? 0.0 : 1.0;
        look(look_.wanted > 1 ? 12 : 0);
    }
    EXPECT_LE(changes_, 2 * 7) << "10, 20, 40, 80, 160, 320 seconds between";
    EXPECT_GE(changes_, 2 * 3) << "but it does try";
    EXPECT_LE(look_.wanted, 2U);
}

TEST_F(GovernorTest, GivesTheGameItsCores) {
    press_for(20.0);
    ASSERT_EQ(look_.wanted, 3U);
    look_.game_cores = 2.2;
    press_for(10.0);
    EXPECT_EQ(look_.wanted, 1U);
    EXPECT_EQ(governor_.limit(), 1U);
}

TEST_F(GovernorTest, HasOneWorkerEvenWithoutAFreeCore) {
    look_.granted_cores = 0.5;
    press_for(20.0);
    EXPECT_EQ(look_.wanted, 1U);
    look_.wanted = look_.alive = 0;
    look();
    EXPECT_EQ(look_.wanted, 1U);
}

TEST_F(GovernorTest, ObeysTheCgroup) {
    look_.granted_cores = 2.6;  // of many more
    look_.idle_cores = 60.0;
    press_for(60.0);
    EXPECT_EQ(look_.wanted, 2U);
}

TEST_F(GovernorTest, WaitsForTheOneThatIsOnItsWay) {
    press_for(2.5);
    ASSERT_EQ(look_.wanted, 2U);
    for (int i = 0; i < 40; ++i) {
        press();
        look_.alive = 1;  // it does not come
        EXPECT_EQ(governor_.update(look_), 2U);
    }
}

TEST_F(GovernorTest, DoesNotFlapInNoise) {
    int grown = 0;
    for (unsigned seed = 1; seed <= 40; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937 random(seed);
        // About the threshold and far to both sides, from mostly young to mostly old.
        std::lognormal_distribution<double> age_ms(std::log(20.0 + 3.0 * seed), 0.8);
        std::normal_distribution<double> share(0.75, 0.2);
        std::normal_distribution<double> game(0.98, 0.1);  // three cores free, or just two
        governor_ = {};
        look_.wanted = look_.alive = 1;
        changes_ = 0;
        for (double t = 0.0; t < 600.0; t += kLook_s) {
            look_.oldest_ms[kNormal] = age_ms(random);
            look_.busy_cores = look_.wanted * std::clamp(share(random), 0.0, 1.0);
            look_.game_cores = std::clamp(game(random), 0.0, 4.0);
            look_.idle_cores = std::clamp(game(random) - 0.5, 0.0, 4.0);
            look(random() % 4);
        }
        EXPECT_LE(changes_, 12) << "in ten minutes";
        grown += changes_ > 0 ? 1 : 0;
    }
    EXPECT_GE(grown, 10) << "or the noise tests nothing";
}

/// A pool and its queue: demand in cores of search, served by as many workers as there are, with noise.
TEST_F(GovernorTest, FindsTheNumberThatTheDemandNeedsAndStays) {
    struct Case {
        double demand_cores;
        std::uint32_t least;
        std::uint32_t most;
    };
    look_.granted_cores = 6.0;
    for (const Case each : {Case{0.3, 1, 1}, Case{1.4, 2, 2}, Case{2.5, 3, 4}, Case{9.0, 5, 5}}) {
        SCOPED_TRACE(each.demand_cores);
        std::mt19937 random(77);
        std::normal_distribution<double> demand(each.demand_cores, 0.2 * each.demand_cores);
        governor_ = {};
        look_.wanted = look_.alive = 1;
        double open_core_s = 0.0;
        for (double t = 0.0; t < 300.0; t += kLook_s) {
            if (t == 60.0) changes_ = 0;
            const double asked = std::max(demand(random), 0.0) * kLook_s;
            const double served = std::min(open_core_s + asked, look_.wanted * kLook_s);
            open_core_s = std::min(open_core_s + asked - served, 5.0);
            look_.busy_cores = served / kLook_s;
            look_.oldest_ms[kNormal] = 3.0 + 1e3 * open_core_s / look_.wanted;
            look_.in_flight = static_cast<std::uint64_t>(1e4 * (open_core_s + asked));
            look_.idle_cores = std::max(0.0, 6.0 - look_.game_cores - look_.busy_cores);
            look();
        }
        EXPECT_GE(look_.wanted, each.least);
        EXPECT_LE(look_.wanted, each.most);
        EXPECT_LE(changes_, 4) << "in four minutes, once it has found it";
    }
}

}  // namespace
}  // namespace outrider::app
