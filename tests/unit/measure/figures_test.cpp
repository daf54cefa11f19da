#include <gtest/gtest.h>

#include <limits>

#include "game/measure/figures.h"

namespace outrider::measure {
namespace {

TEST(Figures, PrintTheDigitsThatMatter) {
    EXPECT_EQ(grouped(1'234'567), "1,234,567");
    EXPECT_EQ(grouped(999), "999");
    EXPECT_EQ(figure(0.0), "0");
    EXPECT_EQ(figure(0.0421), "0.042");
    EXPECT_EQ(figure(4.128), "4.13");
    EXPECT_EQ(figure(16.67), "16.7");
    EXPECT_EQ(figure(-24'100.4), "\u221224,100");
    EXPECT_EQ(figure(std::numeric_limits<double>::quiet_NaN()), "\u2013");
    EXPECT_EQ(signed_figure(0.5), "+0.50");
    EXPECT_EQ(signed_figure(0.0), "0");
    EXPECT_EQ(percent(0.0), "0 %");
    EXPECT_EQ(percent(1.0), "100 %");
    EXPECT_EQ(percent(0.99999), "> 99.9 %");
    EXPECT_EQ(percent(0.00001), "< 0.01 %");
    EXPECT_EQ(percent(0.0312), "3.12 %");
    EXPECT_EQ(in_words(2), "two");
    EXPECT_EQ(in_words(64), "64");
    EXPECT_EQ(counted(1, "frame"), "1 frame");
    EXPECT_EQ(counted(1'200, "frame"), "1,200 frames");
    EXPECT_EQ(frames_in_words(0.33), "33 of 100 frames");
    EXPECT_EQ(frames_in_words(0.04, " more"), "40 more of 1,000 frames");
    EXPECT_EQ(frames_in_words(0.0021), "2.1 of 1,000 frames");
    EXPECT_EQ(frames_in_words(0.996), "996 of 1,000 frames");
    EXPECT_EQ(frames_in_words(0.9997), "999.7 of 1,000 frames");
    EXPECT_EQ(frames_in_words(1.0, " more"), "100 more of 100 frames");
}

}  // namespace
}  // namespace outrider::measure
