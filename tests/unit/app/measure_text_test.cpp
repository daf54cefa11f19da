#include "game/app/measure_text.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/synthetic_runs.h"

namespace outrider::app {
namespace {

/// A measurement of one configuration, with so many paths per second in each of its repeats.
measure::Measurement measurement_of(std::initializer_list<std::uint64_t> paths_per_s) {
    measure::Measurement measurement;
    for (const std::uint64_t paths : paths_per_s) {
        measure::RunRecord run = test::synthetic_run({.frames = 60, .seed = paths});
        run.setup.repeat = static_cast<std::uint32_t>(measurement.runs.size() + 1);
        run.totals.seconds = 1.0;
        run.totals.counts = {};
        run.totals.counts.submitted = paths;
        run.totals.counts.answers[static_cast<std::size_t>(AnswerStatus::kFound)] = paths;
        measurement.runs.push_back(std::move(run));
    }
    return measurement;
}

TEST(MeasureText, TakesTheMiddleOfAnEvenNumberOfRepeatsAsTheReportDoes) {
    const std::string table = to_table(measurement_of({1'000, 2'000}));
    EXPECT_NE(table.find(" 1500 "), std::string::npos) << table;
}

TEST(MeasureText, MarksAConfigurationThatLostRequests) {
    measure::Measurement measurement = measurement_of({1'000, 1'000, 1'000});
    EXPECT_EQ(to_table(measurement).find("REQUESTS LOST"), std::string::npos);
    measurement.runs[1].totals.conserved = false;
    EXPECT_NE(to_table(measurement).find("REQUESTS LOST"), std::string::npos);
}

}  // namespace
}  // namespace outrider::app
