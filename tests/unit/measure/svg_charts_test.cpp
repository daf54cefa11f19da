#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "game/measure/svg_charts.h"
#include "tests/support/html_page.h"

namespace outrider::measure {
namespace {

TEST(Svg, WritesOutWhatXmlHoldsForItself) {
    EXPECT_EQ(svg::escaped("a<b> & \"c\""), "a&lt;b&gt; &amp; &quot;c&quot;");
    EXPECT_EQ(svg::escaped(std::string("a\x01z", 3)), "a z");
    EXPECT_EQ(svg::escaped("h\u00f6hle <"), "h\u00f6hle &lt;");
    EXPECT_EQ(svg::escaped("h\xf6hle <"), "h\uFFFDhle &lt;");
    EXPECT_EQ(svg::escaped("cut \xe2\x82"), "cut \uFFFD");
}

TEST(Svg, AxesPutValuesInPlaceAndHoldTheRestAtTheirEnds) {
    const svg::Axis linear = svg::Axis::linear(0.0, 10.0, 100.0, 200.0);
    EXPECT_DOUBLE_EQ(linear.at(5.0), 150.0);
    EXPECT_DOUBLE_EQ(linear.at(-3.0), 100.0);
    EXPECT_DOUBLE_EQ(linear.at(std::numeric_limits<double>::infinity()), 100.0);
    const svg::Axis logarithmic = svg::Axis::logarithmic(1.0, 100.0, 200.0, 0.0);
    EXPECT_DOUBLE_EQ(logarithmic.at(10.0), 100.0);
    EXPECT_DOUBLE_EQ(logarithmic.at(0.0), 200.0);
    EXPECT_DOUBLE_EQ(logarithmic.at(1e9), 0.0);
}

TEST(Svg, TicksAreRoundAndWithinTheAxis) {
    EXPECT_EQ(svg::Axis::linear(0.0, 10.0, 0.0, 1.0).ticks(5), (std::vector<double>{0.0, 2.0, 4.0, 6.0, 8.0, 10.0}));
    EXPECT_EQ(svg::Axis::logarithmic(2.0, 100.0, 0.0, 1.0).ticks(7),
              (std::vector<double>{2.0, 5.0, 10.0, 20.0, 50.0, 100.0}));
    EXPECT_EQ(svg::Axis::logarithmic(1.0, 1e6, 0.0, 1.0).ticks(7).size(), 7U);
    for (const double high : {0.003, 0.7, 13.0, 9999.0, 3.2e7}) {
        for (const double tick : svg::Axis::linear(-high / 3.0, high, 0.0, 1.0).ticks(6)) {
            EXPECT_GE(tick, -high / 3.0 - 1e-9 * high);
            EXPECT_LE(tick, high * (1.0 + 1e-6));
        }
    }
}

TEST(Svg, RoundsToOneTwoOrFiveTimesAPowerOfTen) {
    EXPECT_DOUBLE_EQ(svg::round_down(0.7), 0.5);
    EXPECT_DOUBLE_EQ(svg::round_down(2.0), 2.0);
    EXPECT_DOUBLE_EQ(svg::round_down(1000.0), 1000.0);
    EXPECT_DOUBLE_EQ(svg::round_up(0.21), 0.5);
    EXPECT_DOUBLE_EQ(svg::round_up(5.0), 5.0);
    EXPECT_DOUBLE_EQ(svg::round_up(51.0), 100.0);
}

TEST(Svg, NumbersAreShortAndFinite) {
    EXPECT_EQ(svg::number(12.30), "12.3");
    EXPECT_EQ(svg::number(-0.001), "0");
    EXPECT_EQ(svg::number(100.0), "100");
    EXPECT_EQ(svg::number(std::numeric_limits<double>::quiet_NaN()), "0");
}

TEST(Svg, ADrawingIsWellFormedAndSaysWhatItIs) {
    svg::Drawing drawing(svg::kHalf, "id-1", "a < b", "a & b");
    drawing.open("data", "inner");
    drawing.box({0.0, 0.0, -3.0, 4.0}, "area", "tip <1>");
    drawing.dot({1.0, 2.0}, 3.0, "area");
    drawing.text({0.0, 0.0}, "<words>", svg::Anchor::kEnd);
    drawing.close();
    const double height = svg::draw_legend(
        drawing, {0.0, 0.0}, 120.0, std::vector<svg::Key>{{"line", "one", false}, {"area", "another one", true}});
    EXPECT_DOUBLE_EQ(height, 2.0 * svg::kLine);
    const test::Page page = test::parsed_page(drawing.finish(99.5));
    EXPECT_EQ(page.get<std::string>("svg.<xmlattr>.viewBox"), "0 0 400 100");
    EXPECT_EQ(page.get<std::string>("svg.title"), "a < b");
    EXPECT_EQ(page.get<std::string>("svg.desc"), "a & b");
    EXPECT_EQ(page.get<std::string>("svg.g.rect.<xmlattr>.width"), "0");
    EXPECT_EQ(page.get<std::string>("svg.g.rect.title"), "tip <1>");
}

}  // namespace
}  // namespace outrider::measure
