// The benchmark runs, says all it should, and loses nothing. Speed is no matter here.
#include <gtest/gtest.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/child_process.h"

namespace outrider::test {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

json report_of(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--json", "-"});
    ChildProcess bench({std::string(OUTRIDER_BIN_DIR) + "/bench_siege", std::move(arguments)});
    const auto ending = bench.wait(100s);
    EXPECT_TRUE(ending) << "it does not end";
    if (!ending) return {};
    EXPECT_EQ(*ending, exit_code(0)) << bench.error();
    return json::parse(bench.output());
}

void expect_balanced(const json& requests) {
    EXPECT_TRUE(requests.at("conserved").get<bool>());
    EXPECT_EQ(requests.at("submitted").get<std::uint64_t>(),
              requests.at("answered").get<std::uint64_t>() + requests.at("in_flight").get<std::uint64_t>());
    EXPECT_GT(requests.at("answered").get<std::uint64_t>(), 0U);
}

TEST(BenchSiege, MeasuresThePhasesOfAFrame) {
    const json report =
        report_of({"frame", "--raiders", "120", "--units", "300", "--ticks", "20", "--form", "processes:1"});
    ASSERT_EQ(report.at("results").size(), 2U);
    EXPECT_EQ(report.at("results")[0].at("what"), "siege");
    EXPECT_EQ(report.at("results")[1].at("what"), "sandbox");
    for (const json& result : report.at("results")) {
        SCOPED_TRACE(result.at("what"));
        EXPECT_GT(result.at("units_there").get<std::uint32_t>(), 0U);
        for (const std::string phase : {"poll_ms", "sim_ms", "submit_ms", "draw_ms", "sim_and_draw_ms", "work_ms"}) {
            const json& times = result.at(phase);
            EXPECT_GT(times.at("p50").get<double>(), 0.0) << phase;
            EXPECT_LE(times.at("p50").get<double>(), times.at("p95").get<double>()) << phase;
            EXPECT_LE(times.at("p95").get<double>(), times.at("p99").get<double>()) << phase;
            EXPECT_LE(times.at("p99").get<double>(), times.at("max").get<double>()) << phase;
        }
        expect_balanced(result.at("requests"));
    }
}

TEST(BenchSiege, ClosesTheGapInEveryForm) {
    const std::vector<std::string> forms = {"none", "inline", "threads:1", "processes:1:normal"};
    std::string list;
    for (const std::string& form : forms) list += (list.empty() ? "" : ",") + form;
    const json report = report_of({"gap", "--raiders", "150", "--forms", list, "--closings", "1", "--settle", "0.1",
                                   "--closed", "0.5", "--rounds", "1"});
    ASSERT_EQ(report.at("forms").size(), forms.size());
    for (std::size_t i = 0; i < forms.size(); ++i) EXPECT_EQ(report.at("forms")[i].at("form"), forms[i]);
    ASSERT_EQ(report.at("runs").size(), 2 * forms.size());
    for (const json& run : report.at("runs")) {
        SCOPED_TRACE(run.at("form"));
        expect_balanced(run.at("requests"));
        EXPECT_EQ(run.at("first_hash"), report.at("runs")[0].at("first_hash")) << "not the same siege";
        ASSERT_EQ(run.at("closings").size(), 1U);
        const json& closing = run.at("closings")[0];
        EXPECT_GT(closing.at("frames").get<int>(), 0);
        if (run.at("form") == "none") continue;
        EXPECT_EQ(closing.at("minds").get<int>(), 150);
        ASSERT_FALSE(closing.at("reaction").is_null());
        EXPECT_GT(closing.at("reaction").at("minds").get<int>(), 0);
        EXPECT_GT(closing.at("reaction").at("ms").get<double>(), 0.0);
    }
    EXPECT_FALSE(report.at("aims").empty());
}

TEST(BenchSiege, RefusesAFormThatIsNotThere) {
    ChildProcess bench({std::string(OUTRIDER_BIN_DIR) + "/bench_siege", {"gap", "--forms", "processes:2:eager"}});
    const auto ending = bench.wait(20s);
    ASSERT_TRUE(ending) << "it does not end";
    EXPECT_EQ(*ending, exit_code(2));
    EXPECT_NE(bench.error().find("processes:2:eager"), std::string::npos);
}

}  // namespace
}  // namespace outrider::test
