#include "game/app/play_report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string_view>

#include "tests/support/run_fields.h"

namespace outrider::app {
namespace {

TEST(PlayReport, HasEveryFieldOfTheContract) {
    const nlohmann::ordered_json json = to_json(PlayReport{});
    for (const std::string_view field : testing::kRunFields) EXPECT_TRUE(json.contains(field)) << field;
    for (const char* field : {"ticks", "mode_changes", "conserved", "renderer"}) {
        EXPECT_TRUE(json.contains(field)) << field;
    }
    for (const char* times : {"work_ms", "core_ms", "off_cpu_ms", "interval_ms"}) {
        for (const std::string_view part : testing::kFrameTimeParts) {
            EXPECT_TRUE(json[times].contains(part)) << times << " " << part;
        }
    }
    for (const char* answer : {"found", "partial", "unreachable", "cancelled", "expired", "failed"}) {
        EXPECT_EQ(json["answers"][answer], 0) << answer;
    }
    EXPECT_TRUE(json["path_hash"].is_null());
    EXPECT_EQ(json["state_hash"], "0000000000000000");
}

TEST(PlayReport, NamesTheMode) {
    PlayReport report;
    report.mode = paths::Mode::kInline;
    EXPECT_EQ(to_json(report)["mode"], "inline");
}

TEST(PlayReport, HasAPathHashInLockstep) {
    PlayReport report;
    report.path_hash = 0xABC;
    EXPECT_EQ(to_json(report)["path_hash"], "0000000000000abc");
}

TEST(PlayReport, TakesTheScenariosPart) {
    PlayReport report;
    report.scenario = [](nlohmann::ordered_json& json) { json["ask_rate"] = "max"; };
    EXPECT_EQ(to_json(report)["ask_rate"], "max");
}

TEST(PlayReport, TellsCallsInMicroseconds) {
    PlayReport report;
    report.submit.p99_ms = 0.0015;
    EXPECT_DOUBLE_EQ(to_json(report)["submit_us"]["p99"], 1.5);
}

}  // namespace
}  // namespace outrider::app
