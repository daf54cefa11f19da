// The benchmark runs and says all it should. Speed is no matter here.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/child_process.h"

namespace outrider::test {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

TEST(BenchOverlay, MeasuresEveryCase) {
    ChildProcess bench(
        {std::string(OUTRIDER_BIN_DIR) + "/bench_overlay", {"--rounds", "1", "--frames", "10", "--json", "-"}});
    const auto ending = bench.wait(100s);
    ASSERT_TRUE(ending) << "it does not end";
    ASSERT_EQ(*ending, exit_code(0)) << bench.error();
    const json report = json::parse(bench.output());
    ASSERT_EQ(report.at("results").size(), 6U);
    for (const json& result : report.at("results")) {
        SCOPED_TRACE(result.at("case"));
        EXPECT_EQ(result.at("frames"), 20);
        for (const std::string part : {"build_ms", "draw_ms", "both_ms"}) {
            const json& times = result.at(part);
            EXPECT_GT(times.at("p50").get<double>(), 0.0) << part;
            EXPECT_LE(times.at("p50").get<double>(), times.at("p99").get<double>()) << part;
            EXPECT_LE(times.at("p99").get<double>(), times.at("max").get<double>()) << part;
        }
    }
    EXPECT_TRUE(report.at("aims").contains("met"));
}

}  // namespace
}  // namespace outrider::test
