#include "game/app/measure_progress.h"

#include <gtest/gtest.h>

namespace outrider::app {
namespace {

TEST(MeasureProgress, SaysHowFarItIsAndWhatIsLeft) {
    EXPECT_EQ(MeasureProgress::bar(5, 12, 0.5, "inline, repeat 1", 200.0),
              "[############------------] 5 of 12: inline, repeat 1, 3 min 20 s left");
}

TEST(MeasureProgress, ShowsNoMoreThanAllAndNoLessThanNothing) {
    EXPECT_TRUE(MeasureProgress::bar(1, 1, 1.7, "none", -3.0).starts_with("[########################] "));
    EXPECT_TRUE(MeasureProgress::bar(1, 1, -0.1, "none", 0.0).starts_with("[------------------------] "));
}

TEST(MeasureProgress, SaysTimesInSecondsAndMinutes) {
    EXPECT_EQ(MeasureProgress::duration_text(0.2), "0 s");
    EXPECT_EQ(MeasureProgress::duration_text(59.4), "59 s");
    EXPECT_EQ(MeasureProgress::duration_text(60.0), "1 min 0 s");
    EXPECT_EQ(MeasureProgress::duration_text(-5.0), "0 s");
}

TEST(MeasureProgress, WritesALineForEachRunWhereThereIsNoTerminal) {
    testing::internal::CaptureStderr();
    {
        MeasureProgress progress({3.0, 10.0}, false);
        progress.say("all modes agree");
        progress.begin_run("none, repeat 1");
        progress.end_run();
        progress.begin_run("inline, repeat 1");
        progress.end_run();
    }
    EXPECT_EQ(testing::internal::GetCapturedStderr(),
              "all modes agree\nrun 1 of 2: none, repeat 1, 13 s left\nrun 2 of 2: inline, repeat 1, 10 s left\n");
}

}  // namespace
}  // namespace outrider::app
