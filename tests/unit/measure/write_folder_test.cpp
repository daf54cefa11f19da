#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "game/measure/folder_files.h"
#include "game/measure/frame_statistics.h"
#include "game/measure/outputs.h"
#include "tests/support/synthetic_runs.h"
#include "tests/support/temporary_folder.h"

namespace outrider::measure {
namespace {

using nlohmann::json;
using test::synthetic_measurement;

void expect_same(const FrameStatistics& a, const FrameStatistics& b) {
    EXPECT_EQ(a.frames, b.frames);
    EXPECT_DOUBLE_EQ(a.work.p99_ms, b.work.p99_ms);
    EXPECT_DOUBLE_EQ(a.work.mean_ms, b.work.mean_ms);
    EXPECT_DOUBLE_EQ(a.core.p999_ms, b.core.p999_ms);
    EXPECT_DOUBLE_EQ(a.interval.max_ms, b.interval.max_ms);
    EXPECT_DOUBLE_EQ(a.low_1_percent_fps, b.low_1_percent_fps);
    EXPECT_DOUBLE_EQ(a.stutter_share, b.stutter_share);
    EXPECT_EQ(a.over_60, b.over_60);
    EXPECT_EQ(a.phase_share, b.phase_share);
}

TEST(Folder, IsReadBackSoThatStatisticsAgree) {
    const test::TemporaryFolder folder;
    Measurement measurement = synthetic_measurement(400, 2);
    measurement.runs.front().setup.ask_rate = "0.81";
    BreakEvenPoint point;
    point.burn_us = 100.0;
    point.held_back = 0.25;
    BreakEven& break_even = measurement.break_even.emplace();
    break_even.work_per_frame_us = 8000.0;
    break_even.points = {point};
    break_even.by_load = {point, point};
    break_even.findings = {"It pays from 50 \u00B5s on."};
    write_folder(folder.path() / "new", measurement);
    const Measurement read = read_folder(folder.path() / "new");
    ASSERT_EQ(read.runs.size(), measurement.runs.size());
    for (std::size_t index = 0; index < read.runs.size(); ++index) {
        const RunRecord& before = measurement.runs[index];
        const RunRecord& after = read.runs[index];
        EXPECT_EQ(configuration_of(after.setup), configuration_of(before.setup));
        EXPECT_EQ(after.setup.map, before.setup.map);
        EXPECT_EQ(after.setup.ask_rate, before.setup.ask_rate);
        EXPECT_EQ(after.events.size(), before.events.size());
        EXPECT_EQ(after.totals.in_flight_at_start, before.totals.in_flight_at_start);
        EXPECT_EQ(after.marks.not_saturated, before.marks.not_saturated);
        EXPECT_EQ(after.totals.state_hash, before.totals.state_hash);
        EXPECT_DOUBLE_EQ(after.totals.paths_per_s(), before.totals.paths_per_s());
        EXPECT_DOUBLE_EQ(after.totals.poll.p99_ms, before.totals.poll.p99_ms);
        expect_same(frame_statistics(after.frames), frame_statistics(before.frames));
    }
    EXPECT_EQ(read.title, measurement.title);
    EXPECT_EQ(read.machine.cpu, measurement.machine.cpu);
    EXPECT_EQ(read.agreement.size(), 3U);
    EXPECT_EQ(read.agreement[0].path_hash, measurement.agreement[0].path_hash);
    EXPECT_EQ(read.crashes[1].survived, 3U);
    ASSERT_TRUE(read.break_even);
    EXPECT_EQ(read.break_even->findings, measurement.break_even->findings);
    EXPECT_EQ(read.break_even->points.at(0).burn_us, 100.0);
    EXPECT_EQ(read.break_even->by_load.at(1).held_back, 0.25);
    EXPECT_EQ(findings_of(read).verdict, findings_of(measurement).verdict);
}

TEST(Folder, GivesTwoRunsOfOneNameTwoFiles) {
    Measurement measurement = synthetic_measurement(50, 1);
    measurement.runs.push_back(measurement.runs.back());
    const std::vector<std::string> files = run_files(measurement.runs);
    EXPECT_EQ(std::set<std::string>(files.begin(), files.end()).size(), measurement.runs.size());
    EXPECT_EQ(files.back(), "runs/processes-2_r1_2");
}

/// Why the folder cannot be read.
std::string refusal_of(const std::filesystem::path& folder) {
    try {
        (void)read_folder(folder);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "it was read";
}

TEST(Folder, SaysWhichFileCannotBeReadAndWhy) {
    const test::TemporaryFolder folder;
    const auto message = [&] { return refusal_of(folder.path()); };
    EXPECT_NE(message().find("summary.json cannot be read: No such file"), std::string::npos) << message();
    (void)folder.write("summary.json", "{\"title\": 3\n");
    EXPECT_NE(message().find("is no summary of a measurement"), std::string::npos) << message();
    EXPECT_NE(message().find("line 2"), std::string::npos) << message();
    write_folder(folder.path(), synthetic_measurement(50, 1));
    json summary = json::parse(read_text(folder.path() / "summary.json"));
    summary["runs"][0]["files"] = "../../etc/passwd";
    (void)folder.write("summary.json", summary.dump());
    EXPECT_NE(message().find("names a file outside its folder"), std::string::npos) << message();
}

TEST(Folder, RefusesWhatIsDamaged) {
    const test::TemporaryFolder folder;
    const auto message = [&] { return refusal_of(folder.path()); };
    write_folder(folder.path(), synthetic_measurement(50, 1));
    const json whole = json::parse(read_text(folder.path() / "summary.json"));
    ASSERT_EQ(message(), "it was read");
    const auto message_with = [&](const json::json_pointer& place, const json& value) {
        json changed = whole;
        changed[place] = value;
        (void)folder.write("summary.json", changed.dump());
        return message();
    };
    using Place = json::json_pointer;
    EXPECT_NE(message_with(Place("/runs/0/workers"), -1).find("no amount"), std::string::npos);
    EXPECT_NE(message_with(Place("/runs/0/workers"), 4294967296).find("no amount"), std::string::npos);
    EXPECT_NE(message_with(Place("/runs/0/units"), 0.5).find("no amount"), std::string::npos);
    EXPECT_NE(message_with(Place("/runs/1/timed_s"), -2.0).find("no amount"), std::string::npos);
    EXPECT_EQ(message_with(Place("/runs/1/mode"), "a\nb").find('\n'), std::string::npos);
    (void)folder.write("summary.json", whole.dump());
    const std::string csv = whole["runs"][0]["files"].get<std::string>() + ".csv";
    const std::string text = read_text(folder.path() / csv);
    (void)folder.write(csv, text.substr(0, text.rfind("outrider,")));
    EXPECT_NE(message().find("has 44 timed frames, and its summary says 45"), std::string::npos) << message();
}

}  // namespace
}  // namespace outrider::measure
