#include "game/overlay/readings.h"

#include <gtest/gtest.h>

#include "tests/unit/overlay/synthetic_model.h"

namespace outrider::overlay {
namespace {

using namespace std::chrono_literals;

TEST(Readings, CountFramesInWhichARequestIsMissing) {
    SyntheticModel game;
    Readings readings;
    game.paths.requests.submitted = 10;
    game.paths.requests.answers[static_cast<std::size_t>(AnswerStatus::kFound)] = 6;
    game.paths.requests.in_flight = 4;
    readings.update(game.view(), 0.01);
    EXPECT_EQ(readings.broken_frames, 0u);
    game.paths.requests.in_flight = 3;
    readings.update(game.view(), 0.01);
    game.paths.requests.in_flight = 4;
    readings.update(game.view(), 0.01);
    EXPECT_EQ(readings.broken_frames, 1u) << "one frame is enough, however short";
    EXPECT_EQ(readings.checked_frames, 3u);
}

TEST(Readings, CallFramesOnTimeLateOrOverBudget) {
    SyntheticModel game;
    Readings readings;
    for (int i = 0; i < 300; ++i) game.frame(4ms);
    readings.update(game.view(), 1.0);
    EXPECT_EQ(readings.verdict, Verdict::kOnTime);
    for (int i = 0; i < 20; ++i) game.frame(30ms);
    readings.update(game.view(), 1.0);
    EXPECT_EQ(readings.verdict, Verdict::kLate);
    for (int i = 0; i < 600; ++i) game.frame(30ms);
    readings.update(game.view(), 1.0);
    EXPECT_EQ(readings.verdict, Verdict::kOver);
    EXPECT_DOUBLE_EQ(readings.work.p50_ms, 30.0);
}

TEST(Readings, CountFramesPerSecond) {
    SyntheticModel game;
    Readings readings;
    for (int i = 0; i < 300; ++i) game.frame(4ms);  // one each 16 ms
    game.frames.begin_frame(game.next_frame_start());
    readings.update(game.view(), 1.0);
    EXPECT_NEAR(readings.fps, 62.5, 0.01);
}

TEST(Readings, ChangeFourTimesASecond) {
    SyntheticModel game;
    Readings readings;
    game.paths.paths_per_s = 1.0;
    readings.update(game.view(), 0.01);
    game.paths.paths_per_s = 2.0;
    readings.update(game.view(), 0.2);
    EXPECT_EQ(readings.paths.paths_per_s, 1.0);
    readings.update(game.view(), 0.06);
    EXPECT_EQ(readings.paths.paths_per_s, 2.0);
}

}  // namespace
}  // namespace outrider::overlay
