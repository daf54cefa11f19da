#include <gtest/gtest.h>

#include <string>

#include "game/measure/outputs.h"
#include "tests/support/html_page.h"
#include "tests/support/synthetic_runs.h"

namespace outrider::measure {
namespace {

using test::figures_in;
using test::Page;
using test::parsed_page;
using test::shapes_in;
using test::synthetic_measurement;
using test::words_of;

TEST(HtmlComparison, IsWellFormedAndComparesWhatBothMeasured) {
    const Measurement a = synthetic_measurement(1200, 2);
    Measurement b = synthetic_measurement(1200, 2);
    b.machine.cpu = "Another CPU";
    std::erase_if(b.runs, [](const RunRecord& run) { return run.setup.mode == paths::Mode::kInline; });
    const std::string html = html_comparison(a, b);
    const Page page = parsed_page(html);
    const std::string words = words_of(page);
    EXPECT_NE(words.find("From A to B nothing changed that can be measured."), std::string::npos);
    EXPECT_NE(words.find("Inline was measured in A alone."), std::string::npos);
    EXPECT_NE(words.find("Another CPU"), std::string::npos);
    EXPECT_EQ(figures_in(page).size(), 6U);  // the differences, and a curve each
    for (const auto& [id, figure] : figures_in(page)) EXPECT_GT(shapes_in(*figure), 0U) << id;
    EXPECT_NE(words_of(parsed_page(html_comparison(a, Measurement{}))).find("nothing to compare"), std::string::npos);
}

}  // namespace
}  // namespace outrider::measure
