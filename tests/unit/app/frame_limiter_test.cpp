#include "game/app/frame_limiter.h"

#include <gtest/gtest.h>

namespace outrider::app {
namespace {

using namespace std::chrono_literals;
using Time = FrameLimiter::Clock::time_point;

constexpr Time kBegin = Time{} + 1h;

TEST(FrameLimiter, NeverWaitsWithoutALimit) {
    FrameLimiter limiter(std::nullopt);
    EXPECT_EQ(limiter.next_after(kBegin), kBegin);
}

TEST(FrameLimiter, KeepsTheRhythmWhenFramesEndEarlyOrALittleLate) {
    FrameLimiter limiter(10ms);
    const Time first = limiter.next_after(kBegin);
    EXPECT_EQ(limiter.next_after(first + 3ms), first + 10ms);
    EXPECT_EQ(limiter.next_after(first + 24ms), first + 20ms);  // late: due at once, and no step is skipped
    EXPECT_EQ(limiter.next_after(first + 26ms), first + 30ms);
}

TEST(FrameLimiter, StartsAnewAfterALongFrame) {
    FrameLimiter limiter(10ms);
    const Time first = limiter.next_after(kBegin);
    EXPECT_EQ(limiter.next_after(first + 500ms), first + 500ms);
    EXPECT_EQ(limiter.next_after(first + 503ms), first + 510ms);
}

}  // namespace
}  // namespace outrider::app
