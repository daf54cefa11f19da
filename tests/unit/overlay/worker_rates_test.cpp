#include "game/overlay/worker_rates.h"

#include <gtest/gtest.h>

#include <array>

namespace outrider::overlay {
namespace {

class WorkerRatesTest : public testing::Test {
protected:
    void look(std::int32_t pid, std::uint64_t expanded, std::uint64_t sleeps, double elapsed_s = 0.25) {
        workers_[0].seat = Seat{3};
        workers_[0].pid = pid;
        workers_[0].expanded = expanded;
        workers_[0].sleeps = sleeps;
        meter_.update(workers_, elapsed_s);
    }
    [[nodiscard]] const WorkerRates& rates() const { return meter_.of(Seat{3}); }

    std::array<paths::WorkerStatistics, 1> workers_;
    WorkerRateMeter meter_;
};

TEST_F(WorkerRatesTest, AreOfTheTimeBetweenTwoLooks) {
    look(7, 1'000'000, 500);
    EXPECT_EQ(rates().expanded_per_s, 0.0) << "nothing is known of it yet";
    look(7, 1'002'000, 510);
    EXPECT_DOUBLE_EQ(rates().expanded_per_s, 8000.0);
    EXPECT_DOUBLE_EQ(rates().sleeps_per_s, 40.0);
}

TEST_F(WorkerRatesTest, BeginAnewWithAnotherWorker) {
    look(7, 1000, 5);
    look(8, 9000, 6);
    EXPECT_EQ(rates().expanded_per_s, 0.0);
    look(8, 9100, 6);
    EXPECT_DOUBLE_EQ(rates().expanded_per_s, 400.0);
}

TEST_F(WorkerRatesTest, DoNotTrustACounterThatGoesBack) {
    look(7, 1000, 5);
    look(7, 10, 5);
    EXPECT_EQ(rates().expanded_per_s, 0.0);
}

TEST_F(WorkerRatesTest, IgnoreASeatThatCannotBe) {
    workers_[0].seat = Seat{kMaxSeats};
    meter_.update(workers_, 1.0);
    EXPECT_EQ(rates().expanded_per_s, 0.0);
}

}  // namespace
}  // namespace outrider::overlay
