// The trace is valid for the schema of "Trace Event Format" (Google, 2016), as far as it is used.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>

#include "game/measure/outputs.h"
#include "tests/support/synthetic_runs.h"

namespace outrider::measure {
namespace {

using nlohmann::json;
using test::synthetic_measurement;

/// What the trace event format asks of each kind of event, and what a viewer needs: lanes without overlap.
void expect_valid_trace(const json& trace) {
    ASSERT_TRUE(trace.at("traceEvents").is_array());
    std::map<std::pair<int, int>, double> lane_ends;
    std::set<int> named_lanes;
    std::set<int> used_lanes;
    for (const json& event : trace["traceEvents"]) {
        ASSERT_TRUE(event.at("name").is_string());
        ASSERT_TRUE(event.at("pid").is_number_integer());
        const std::string ph = event.at("ph");
        if (ph == "M") {
            ASSERT_TRUE(event.at("args").is_object());
            if (event["name"] == "thread_name") named_lanes.insert(event.at("tid").get<int>());
            continue;
        }
        const double ts = event.at("ts").get<double>();
        ASSERT_GE(ts, 0.0);
        if (ph == "X") {
            const double dur = event.at("dur").get<double>();
            ASSERT_GE(dur, 0.0);
            const int tid = event.at("tid").get<int>();
            used_lanes.insert(tid);
            double& end = lane_ends[{event["pid"].get<int>(), tid}];
            ASSERT_GE(ts, end - 1e-3) << event << " overlaps the one before it";
            end = ts + dur;
        } else if (ph == "C") {
            ASSERT_FALSE(event.at("args").empty());
            for (const json& value : event["args"]) ASSERT_TRUE(value.is_number());
        } else if (ph == "i") {
            const std::string scope = event.at("s");
            ASSERT_TRUE(scope == "g" || scope == "p" || scope == "t");
        } else {
            FAIL() << "unknown kind of event: " << ph;
        }
    }
    EXPECT_TRUE(std::includes(named_lanes.begin(), named_lanes.end(), used_lanes.begin(), used_lanes.end()));
}

std::size_t count_of(const json& trace, const std::string& ph) {
    return static_cast<std::size_t>(std::count_if(trace["traceEvents"].begin(), trace["traceEvents"].end(),
                                                  [&](const json& event) { return event["ph"] == ph; }));
}

/// How often one of the three counters got another value.
std::size_t changes_in(const RunRecord& run) {
    std::size_t changes = 3;
    for (std::size_t index = 1; index < run.frames.size(); ++index) {
        const FrameSample& before = run.frames[index - 1];
        const FrameSample& frame = run.frames[index];
        changes += before.waiting != frame.waiting ? 1 : 0;
        changes += before.claimed != frame.claimed ? 1 : 0;
        changes += before.results_waiting != frame.results_waiting ? 1 : 0;
    }
    return changes;
}

TEST(ChromeTrace, PassesTheSchemaInEveryMode) {
    const Measurement measurement = synthetic_measurement(300, 1);
    for (const RunRecord& run : measurement.runs) {
        SCOPED_TRACE(slug_of(run.setup));
        const json trace = json::parse(chrome_trace(run));
        expect_valid_trace(trace);
        EXPECT_EQ(count_of(trace, "i"), run.events.size());
        EXPECT_EQ(count_of(trace, "C"), changes_in(run));
    }
}

TEST(ChromeTrace, HasALaneForEachWorkerAndCutsPhasesThatRunIntoTheNextFrame) {
    RunRecord run = test::synthetic_run({.workers = 2, .frames = 100});
    run.frames[10].times.phases[2] = std::chrono::seconds(1);
    run.events = {{Nanoseconds{-5}, EventKind::kOther, "say \"hello\"\n"}};
    const json trace = json::parse(chrome_trace(run));
    expect_valid_trace(trace);
    std::set<std::string> lanes;
    for (const json& event : trace["traceEvents"]) {
        if (event["name"] == "thread_name") lanes.insert(event["args"]["name"].get<std::string>());
    }
    EXPECT_TRUE(lanes.contains("worker 0"));
    EXPECT_TRUE(lanes.contains("worker 1"));
}

TEST(ChromeTrace, OfARunWithoutFramesIsStillATrace) {
    expect_valid_trace(json::parse(chrome_trace(test::synthetic_run({.frames = 0}))));
}

// PresentMon's and a viewer's "present" is the hand-over alone.
TEST(ChromeTrace, SaysThatTheWaitForThePaceIsInPresent) {
    const std::string trace = chrome_trace(synthetic_measurement(20, 1).runs.back());
    EXPECT_NE(trace.find("\"present and pace\""), std::string::npos);
    EXPECT_EQ(trace.find("\"present\""), std::string::npos);
}

}  // namespace
}  // namespace outrider::measure
