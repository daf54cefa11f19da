#include "game/overlay/text.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace outrider::overlay {
namespace {

[[nodiscard]] std::string str(std::string_view text) { return std::string(text); }

TEST(Text, GroupsDigitsByThousands) {
    EXPECT_EQ(str(grouped(0)), "0");
    EXPECT_EQ(str(grouped(999)), "999");
    EXPECT_EQ(str(grouped(1000)), "1,000");
    EXPECT_EQ(str(grouped(1234567)), "1,234,567");
    EXPECT_EQ(str(grouped(std::numeric_limits<std::uint64_t>::max())), "18,446,744,073,709,551,615");
}

TEST(Text, ShowsTheDigitsThatMatter) {
    EXPECT_EQ(str(short_number(0.0)), "0.00");
    EXPECT_EQ(str(short_number(0.042)), "0.04");
    EXPECT_EQ(str(short_number(0.999)), "1.0");
    EXPECT_EQ(str(short_number(16.67)), "16.7");
    EXPECT_EQ(str(short_number(99.97)), "100");
    EXPECT_EQ(str(short_number(1234.5)), "1234");
}

TEST(Text, ShortensCounts) {
    EXPECT_EQ(str(short_count(950)), "950");
    EXPECT_EQ(str(short_count(18'211)), "18.2k");
    EXPECT_EQ(str(short_count(123'400)), "123k");
    EXPECT_EQ(str(short_count(1'250'000)), "1.25M");
}

TEST(Text, PicksTheUnitOfADuration) {
    EXPECT_EQ(str(short_duration(850)), "850 \u00B5s");
    EXPECT_EQ(str(short_duration(1'200)), "1.2 ms");
    EXPECT_EQ(str(short_duration(3'100'000)), "3.1 s");
}

TEST(Text, CutsOffWhatDoesNotFit) { EXPECT_EQ(std::string_view(Text("{}", std::string(500, 'x'))).size(), 120u); }

}  // namespace
}  // namespace outrider::overlay
