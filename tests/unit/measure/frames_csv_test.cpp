#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "game/measure/folder_files.h"
#include "game/measure/frame_statistics.h"
#include "game/measure/outputs.h"
#include "tests/support/synthetic_runs.h"

namespace outrider::measure {
namespace {

using test::synthetic_measurement;

TEST(FramesCsv, IsReadBackToTheNanosecond) {
    const Measurement measurement = synthetic_measurement(600, 1);
    for (const RunRecord& run : measurement.runs) {
        std::istringstream text(frames_csv(run, measurement.machine));
        const std::vector<FrameSample> read = read_frames_csv(text, "test.csv");
        ASSERT_EQ(read.size(), run.frames.size());
        for (std::size_t index = 0; index < read.size(); ++index) {
            EXPECT_EQ(read[index].start, run.frames[index].start);
            EXPECT_EQ(read[index].times.phases, run.frames[index].times.phases);
            EXPECT_EQ(read[index].times.work, run.frames[index].times.work);
            EXPECT_EQ(read[index].times.interval, run.frames[index].times.interval);
            EXPECT_EQ(read[index].times.off_cpu, run.frames[index].times.off_cpu);
            EXPECT_EQ(read[index].warm_up, run.frames[index].warm_up);
            EXPECT_EQ(read[index].waiting, run.frames[index].waiting);
            EXPECT_EQ(read[index].claimed, run.frames[index].claimed);
            EXPECT_EQ(read[index].results_waiting, run.frames[index].results_waiting);
            EXPECT_EQ(read[index].oldest_wait_ms, run.frames[index].oldest_wait_ms);
            EXPECT_EQ(read[index].overlay_build, run.frames[index].overlay_build);
            EXPECT_EQ(read[index].telemetry, run.frames[index].telemetry);
        }
        EXPECT_DOUBLE_EQ(frame_statistics(read).work.p99_ms, frame_statistics(run.frames).work.p99_ms);
    }
}

TEST(FramesCsv, HasPresentMonsNamesAndHeadsEachFileWithMachineAndRun) {
    const Measurement measurement = synthetic_measurement(50, 1);
    const std::string csv = frames_csv(measurement.runs.back(), measurement.machine);
    for (const char* name : {"Application", "CPUStartTime", "MsBetweenAppStart", "MsCPUBusy", "MsOffCPU", "MsCPUWait",
                             "MsPresentAndPace", "MsBetweenPresents", "MsPoll", "WaitingNormal"}) {
        EXPECT_NE(csv.find(name), std::string::npos) << name;
    }
    EXPECT_NE(csv.find("# cpu: Made-up CPU <3 GHz>\n"), std::string::npos);
    EXPECT_NE(csv.find("# run: processes, 2 workers, repeat 1\n"), std::string::npos);
    EXPECT_NE(csv.find("worker 1 killed"), std::string::npos);
}

TEST(FramesCsv, TellsTheLineOfWhatItCannotRead) {
    const auto message = [](const std::string& csv) {
        std::istringstream text(csv);
        try {
            (void)read_frames_csv(text, "a.csv");
        } catch (const std::runtime_error& error) {
            return std::string(error.what());
        }
        return std::string("it was read");
    };
    const Measurement measurement = synthetic_measurement(50, 1);
    std::string csv = frames_csv(measurement.runs.front(), measurement.machine);
    EXPECT_NE(message("# nothing\n").find("a.csv: no line"), std::string::npos);
    EXPECT_NE(message("Application,CPUStartTime\n").find("a.csv:1: no column MsBetweenAppStart"), std::string::npos);
    EXPECT_NE(message(csv + "outrider,1,2\n").find("3 columns where the head has"), std::string::npos);
    // The cell of that name in the last line.
    const auto with_cell = [&](const std::string& name, const std::string& cell) {
        const std::string_view head = std::string_view(csv).substr(csv.find("\nApplication,") + 1);
        const auto before = std::ranges::count(head.substr(0, head.find("," + name + ",")), ',');
        std::size_t at = csv.rfind("\noutrider,") + 1;
        for (std::ptrdiff_t i = 0; i <= before; ++i) at = csv.find(',', at) + 1;
        return std::string(csv).replace(at, csv.find(',', at) - at, cell);
    };
    EXPECT_EQ(message(csv), "it was read");
    EXPECT_NE(message(with_cell("CPUStartTime", "-1.0")).find("CPUStartTime cannot be -1.0"), std::string::npos);
    EXPECT_NE(message(with_cell("MsCPUBusy", "1e300")).find("MsCPUBusy cannot be 1e300"), std::string::npos);
    EXPECT_NE(message(with_cell("WarmUp", "2")).find("WarmUp cannot be 2"), std::string::npos)
        << message(with_cell("WarmUp", "2"));
    EXPECT_NE(message(with_cell("WaitingUrgent", "0.5")).find("WaitingUrgent cannot be 0.5"), std::string::npos);
    EXPECT_NE(message(with_cell("WaitingUrgent", "4294967296")).find("WaitingUrgent cannot be 4294967296"),
              std::string::npos);
    EXPECT_EQ(message(with_cell("MsCPUBusy", "a\rb\x1b[2J")).find_first_of("\r\x1b"), std::string::npos);
    const std::size_t last = csv.rfind("\noutrider,") + 10;
    EXPECT_NE(message(csv.replace(last, 1, "x")).find("CPUStartTime is no number: 'x"), std::string::npos);
}

}  // namespace
}  // namespace outrider::measure
