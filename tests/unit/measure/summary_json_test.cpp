#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>

#include "game/measure/outputs.h"
#include "tests/support/run_fields.h"
#include "tests/support/synthetic_runs.h"

namespace outrider::measure {
namespace {

using nlohmann::json;
using test::synthetic_measurement;

TEST(Summary, HasTheFieldsOfPlayForEachRun) {
    const Measurement measurement = synthetic_measurement(200, 1);
    const json summary = json::parse(summary_json(measurement, findings_of(measurement)).dump());
    for (const char* field :
         {"machine", "runs", "comparisons", "verdict", "agreement", "crashes", "break_even", "warnings", "command"}) {
        EXPECT_TRUE(summary.contains(field)) << field;
    }
    EXPECT_EQ(summary["runs"].size(), 6U);
    EXPECT_EQ(summary["comparisons"].size(), 5U);
    const json& run = summary["runs"].back();
    for (const std::string_view field : testing::kRunFields) EXPECT_TRUE(run.contains(field)) << field;
    for (const char* field : {"repeat", "low_1_percent_fps", "stutter_share", "hitches_per_minute", "over_8ms_frames",
                              "phase_share", "cpu_s", "paths_per_s", "latency_steps_ms", "marks"}) {
        EXPECT_TRUE(run.contains(field)) << field;
    }
    for (const std::string_view part : testing::kFrameTimeParts) EXPECT_TRUE(run["work_ms"].contains(part)) << part;
    const auto count = [&](const char* name) { return run[name].get<std::uint64_t>(); };
    EXPECT_GT(count("in_flight_at_start"), 0U);
    EXPECT_EQ(count("in_flight_at_start") + count("submitted"), count("answered") + count("in_flight"));
    EXPECT_EQ(run["lockstep_waits"], 0);
}

TEST(Summary, HasTheAskRateAsPlayDoes) {
    Measurement measurement = synthetic_measurement(40, 1);
    measurement.runs[0].setup.ask_rate = "";
    measurement.runs[1].setup.ask_rate = "0.81";
    measurement.runs[2].setup.ask_rate = "max";
    const json summary = json::parse(summary_json(measurement, findings_of(measurement)).dump());
    EXPECT_TRUE(summary["runs"][0]["ask_rate"].is_null());
    EXPECT_EQ(summary["runs"][1]["ask_rate"], 0.81);
    EXPECT_EQ(summary["runs"][2]["ask_rate"], "max");
}

TEST(Summary, SaysWhatSubmitAndPollTakeOfAFrame) {
    Measurement measurement = synthetic_measurement(40, 1);
    for (FrameSample& frame : measurement.runs[0].frames) {
        frame.times.phases = {};
        frame.times.phases[static_cast<std::size_t>(Phase::kPoll)] = std::chrono::microseconds(300);
        frame.times.phases[static_cast<std::size_t>(Phase::kSubmit)] = std::chrono::microseconds(200);
    }
    const json summary = json::parse(summary_json(measurement, findings_of(measurement)).dump());
    for (const char* name : {"p50", "p99", "max"}) {
        EXPECT_DOUBLE_EQ(summary["runs"][0]["submit_and_poll_ms"][name].get<double>(), 0.5) << name;
    }
}

TEST(Summary, HoldsTheOrderStatisticOfAShortRunWithItsFrames) {
    const Measurement measurement = synthetic_measurement(40, 1);
    const json summary = json::parse(summary_json(measurement, findings_of(measurement)).dump());
    const json& run = summary["runs"][0];
    EXPECT_EQ(run["frames"], 36);
    EXPECT_EQ(run["work_ms"]["p999"], run["work_ms"]["max"]);
    EXPECT_GT(run["work_ms"]["max"].get<double>(), 0.0);
}

}  // namespace
}  // namespace outrider::measure
