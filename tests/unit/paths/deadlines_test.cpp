#include "game/paths/deadlines.h"

#include <gtest/gtest.h>

namespace outrider::paths {
namespace {

using namespace std::chrono_literals;

constexpr MonotonicTime kStart{std::chrono::hours(1)};

TEST(Deadlines, ComeInTheirOrder) {
    Deadlines deadlines;
    deadlines.live_until(kStart);
    deadlines.add(RequestId{1}, 30ms);
    deadlines.add(RequestId{2}, 10ms);
    deadlines.add(RequestId{3}, 20ms);
    deadlines.live_until(kStart + 9ms);
    EXPECT_FALSE(deadlines.take_due());
    deadlines.live_until(kStart + 20ms);
    EXPECT_EQ(deadlines.take_due(), RequestId{2});
    EXPECT_EQ(deadlines.take_due(), RequestId{3});
    EXPECT_FALSE(deadlines.take_due());
    deadlines.live_until(kStart + 30ms);
    EXPECT_EQ(deadlines.take_due(), RequestId{1});
}

TEST(Deadlines, MoveByTheTimeThatTheGameWasSuspended) {
    Deadlines deadlines;
    deadlines.live_until(kStart);
    deadlines.add(RequestId{1}, 1s);
    deadlines.live_until(kStart + 1h);
    EXPECT_FALSE(deadlines.take_due()) << "an hour's sleep counts as one long frame";
    MonotonicTime now = kStart + 1h;
    for (int frame = 0; frame < 94; ++frame) deadlines.live_until(now += 10ms);
    EXPECT_FALSE(deadlines.take_due());
    deadlines.live_until(now += 10ms);
    EXPECT_EQ(deadlines.take_due(), RequestId{1});
}

}  // namespace
}  // namespace outrider::paths
