// The benchmark runs, and finds every figure. Speed is no matter here.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "tests/support/child_process.h"

namespace outrider::test {
namespace {

using namespace std::chrono_literals;

TEST(BenchTransport, FindsEveryFigure) {
    ChildProcess bench({std::string(OUTRIDER_BIN_DIR) + "/bench_transport", {"--quick", "--json", "-"}});
    const auto ending = bench.wait(100s);
    ASSERT_TRUE(ending) << "it does not end";
    ASSERT_EQ(*ending, exit_code(0)) << bench.error();
    const auto report = nlohmann::json::parse(bench.output());

    std::set<std::string> missing = {"ping_pong",
                                     "board_spinning_1",
                                     "board_spinning_2",
                                     "board_sleeping_1",
                                     "board_sleeping_2",
                                     "board_loop_1",
                                     "board_jobs_1_k64",
                                     "board_jobs_2_k64",
                                     "loop_jobs_1_k16",
                                     "ring_one_way",
                                     "spsc_one_way",
                                     "service_processes_1",
                                     "pipe_blocking",
                                     "message_queue_spinning",
                                     "message_queue_blocking",
                                     "submit",
                                     "try_issue",
                                     "empty_poll_8",
                                     "poll_1",
                                     "poll_100"};
    for (const auto& [name, figures] : report.at("figures").items()) {
        missing.erase(name);
        for (const auto& [figure, value] : figures.items()) {
            if (figure == "what") continue;
            EXPECT_GT(value.get<double>(), 0.0) << name << ' ' << figure;
        }
    }
    EXPECT_TRUE(missing.empty()) << *missing.begin() << " is missing";

    std::set<std::string> missing_ratios = {
        "round_trip_p50", "round_trip_p99",        "submit",   "jobs",
        "ring",           "empty_poll_per_worker", "sleeping", "faster_than_message_queue"};
    for (const auto& [name, ratio] : report.at("ratios").items()) missing_ratios.erase(name);
    EXPECT_TRUE(missing_ratios.empty()) << *missing_ratios.begin() << " is missing";
}

TEST(BenchTransport, RefusesAMeasureThatIsNotThere) {
    ChildProcess bench({std::string(OUTRIDER_BIN_DIR) + "/bench_transport", {"--only", "no such measure"}});
    const auto ending = bench.wait(20s);
    ASSERT_TRUE(ending) << "it does not end";
    EXPECT_EQ(*ending, exit_code(2));
    EXPECT_NE(bench.error().find("no such measure"), std::string::npos);
}

}  // namespace
}  // namespace outrider::test
