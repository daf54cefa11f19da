#include "game/render/mean_of_four.h"

#include <gtest/gtest.h>

namespace outrider::render {
namespace {

TEST(MeanOfFour, FourEqualPixelsStayWhatTheyAre) {
    for (const std::uint32_t pixel : {0U, 0xFFFFFFFFU, 0x12345678U, 0xFF00FF00U}) {
        EXPECT_EQ(mean_of_four(pixel, pixel, pixel, pixel), pixel);
    }
}

TEST(MeanOfFour, ChannelsDoNotSpillIntoEachOther) {
    EXPECT_EQ(mean_of_four(0xFF00FF00U, 0xFF00FF00U, 0U, 0U), 0x80008000U);
    EXPECT_EQ(mean_of_four(0x00FF00FFU, 0x00FF00FFU, 0x00FF00FFU, 0U), 0x00BF00BFU);
}

TEST(MeanOfFour, RoundsToTheNearest) {
    EXPECT_EQ(mean_of_four(1U, 0U, 0U, 0U), 0U);
    EXPECT_EQ(mean_of_four(1U, 1U, 0U, 0U), 1U);
}

}  // namespace
}  // namespace outrider::render
