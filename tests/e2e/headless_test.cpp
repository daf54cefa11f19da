// Without a screen: for scripts.
#include <gtest/gtest.h>

#include "tests/e2e/game_program.h"

namespace outrider::e2e {
namespace {

using nlohmann::json;

constexpr Patience kTwoSecondsOfPlay{30'000};

void expect_numbers(const json& object, std::initializer_list<const char*> names) {
    ASSERT_TRUE(object.is_object()) << object;
    for (const char* name : names) {
        EXPECT_TRUE(object.contains(name) && object[name].is_number()) << name << " in " << object;
    }
}

TEST(Headless, PlaysAndReports) {
    const TemporaryFolder home;
    const Ended ended = run_to_end(
        outrider(home, {"--scenario", "sandbox", "--headless", "--frames", "120", "--json", "-"}), kTwoSecondsOfPlay);
    ASSERT_EQ(ended.ending, exit_code(0)) << ended.error;
    EXPECT_EQ(ended.error, "");

    const json report = json_in(ended.output);  // one object and nothing else
    ASSERT_TRUE(report.is_object());
    expect_conserved(report);
    EXPECT_EQ(report.value("mode", ""), "processes");
    EXPECT_EQ(report.value("policy", ""), "idle");
    EXPECT_EQ(report.value("frames", 0), 120);
    EXPECT_GT(report.value("units", 0), 0);
    expect_numbers(
        report, {"workers", "units", "ask_rate", "frames", "over_budget_frames", "submitted", "answered", "in_flight",
                 "late", "rejected", "board_repairs", "lockstep_waits", "worker_busy", "worker_restarts"});
    for (const char* times : {"work_ms", "core_ms", "interval_ms"}) {
        ASSERT_TRUE(report.contains(times)) << times;
        expect_numbers(report[times], {"p50", "p95", "p99", "p999", "max", "mean"});
    }
    for (const char* times : {"latency_ms", "submit_us", "poll_us"}) {
        ASSERT_TRUE(report.contains(times)) << times;
        expect_numbers(report[times], {"p50", "p99", "max"});
    }
    ASSERT_TRUE(report.contains("answers") && report.contains("memory_mib"));
    expect_numbers(report["answers"], {"found", "partial", "unreachable", "cancelled", "expired", "failed"});
    expect_numbers(report["memory_mib"], {"game", "workers"});
    EXPECT_TRUE(report.contains("path_hash") && report["path_hash"].is_null());
    EXPECT_EQ(report.value("state_hash", "").size(), 16U);
}

TEST(Headless, RunsFromAnyFolderAndInEveryMode) {
    for (const char* const mode : {"none", "inline", "threads", "processes"}) {
        const TemporaryFolder home;
        const Ended ended = run_to_end(outrider(home, {"play", "--scenario", "sandbox", "--headless", "--frames", "30",
                                                       "--units", "300", "--mode", mode, "--json", "-"}),
                                       kTwoSecondsOfPlay);
        ASSERT_EQ(ended.ending, exit_code(0)) << mode << ": " << ended.error;
        const json report = json_in(ended.output);
        EXPECT_EQ(report.value("mode", ""), mode);
        EXPECT_EQ(report.value("conserved", false), true) << mode;
    }
}

}  // namespace
}  // namespace outrider::e2e
