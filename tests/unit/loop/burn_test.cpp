#include "pathfinder/loop/burn.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "shared/burn_job.h"

namespace outrider::loop {
namespace {

using namespace std::chrono_literals;
using Time = Burner::Time;

constexpr auto kNever = [] { return false; };

/// What `jobs` burns of `wanted` took from this thread's CPU clock, each.
double mean_us(Burner& burner, Time wanted, int jobs) {
    const Time before = Burner::own_cpu_time();
    for (int i = 0; i < jobs; ++i) burner.burn(wanted, kNever);
    return std::chrono::duration<double, std::micro>(Burner::own_cpu_time() - before).count() / jobs;
}

TEST(Burner, BurnsNoLessThanWasAskedWhereItLooksAtTheClock) {
    Burner burner;
    for (const Time wanted : {Time(Burner::kShort), Time(300us), Time(1ms), Time(10ms)}) {
        const Time before = Burner::own_cpu_time();
        burner.burn(wanted, kNever);
        EXPECT_GE(Burner::own_cpu_time() - before, wanted);
    }
}

// An interrupt counts to whom it hits, so the least disturbed of some tries is what is judged.
TEST(Burner, BurnsAboutAsMuchAsWasAsked) {
    Burner burner;
    burner.burn(1us, kNever);  // measures its speed
    for (const int us : {1, 3, 10, 30, 100, 1'000}) {
        const Time wanted = std::chrono::microseconds(us);
        double least_off = 1e9;
        for (int i = 0; i < 20 && least_off > 0.1; ++i) {
            const double got_us = mean_us(burner, wanted, std::max(1, 2'000 / us));
            least_off = std::min(least_off, std::abs(got_us / us - 1.0));
        }
        EXPECT_LT(least_off, 0.1) << us << " us";
    }
}

TEST(Burner, StopsWhenItIsTold) {
    Burner burner;
    burner.burn(1us, kNever);
    int asked = 0;
    const Time before = Burner::own_cpu_time();
    burner.burn(10s, [&asked] { return ++asked == 4; });
    EXPECT_EQ(asked, 4);
    EXPECT_LT(Burner::own_cpu_time() - before, 5s) << "after three slices";
}

TEST(Burner, DoesNotBeginWhenItIsToldBefore) {
    Burner burner;
    const Time before = Burner::own_cpu_time();
    burner.burn(10s, [] { return true; });
    EXPECT_LT(Burner::own_cpu_time() - before, 5s);
}

TEST(BurnJob, IsRefusedIfItIsTooLongOrLeadsAway) {
    PathQuery query;
    query.start = query.goal = {3, 4};
    query.node_budget = kMostBurn_us;
    EXPECT_TRUE(may_burn(query));
    query.node_budget = kMostBurn_us + 1;
    EXPECT_FALSE(may_burn(query));
    query.node_budget = 10;
    query.goal = {4, 4};
    EXPECT_FALSE(may_burn(query));
}

}  // namespace
}  // namespace outrider::loop
