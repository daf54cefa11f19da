// The report is well-formed, needs nothing from elsewhere, and every chart in it has its data and its words.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "game/measure/break_even_chart.h"
#include "game/measure/charts.h"
#include "game/measure/figures.h"
#include "game/measure/outputs.h"
#include "tests/support/html_page.h"
#include "tests/support/synthetic_runs.h"

namespace outrider::measure {
namespace {

using test::attribute;
using test::figures_in;
using test::for_each_element;
using test::has_class;
using test::Page;
using test::parsed_page;
using test::shapes_in;
using test::synthetic_measurement;
using test::words_of;

std::string report_of(const Measurement& measurement) { return html_report(measurement, findings_of(measurement)); }

TEST(Report, IsWellFormedAndNeedsNothingFromElsewhere) {
    const std::string html = report_of(synthetic_measurement());
    const Page page = parsed_page(html);
    for_each_element(page, [](const std::string& name, const Page& element) {
        EXPECT_NE(name, "script");
        EXPECT_NE(name, "img");
        EXPECT_NE(name, "link");
        EXPECT_EQ(attribute(element, "src"), "");
        EXPECT_TRUE(attribute(element, "href").empty() || attribute(element, "href").starts_with('#'));
    });
    EXPECT_EQ(html.find("url(http"), std::string::npos);
    EXPECT_EQ(html.find("@import"), std::string::npos);
}

TEST(Report, HasEveryChartWithDataACaptionAndADescription) {
    const Page page = parsed_page(report_of(synthetic_measurement()));
    const auto figures = figures_in(page);
    for (const char* id :
         {"chart-differences", "chart-percentiles", "chart-histogram", "chart-thresholds", "chart-phases",
          "chart-scaling", "chart-latency", "chart-timeline-none", "chart-timeline-inline", "chart-timeline-threads-1",
          "chart-timeline-threads-2", "chart-timeline-processes-1", "chart-timeline-processes-2"}) {
        ASSERT_TRUE(figures.contains(id)) << id;
        const Page& figure = *figures.at(id);
        EXPECT_GT(shapes_in(figure), 0U) << id;
        EXPECT_TRUE(figure.get<std::string>("figcaption", "").ends_with('.')) << id;
        std::size_t described = 0;
        for_each_element(figure, [&](const std::string& name, const Page& element) {
            if (name == "svg") described += element.count("title") + element.count("desc");
        });
        EXPECT_EQ(described, 2U) << id;
    }
}

TEST(Report, HasAllTracksOfEachTimelineWithData) {
    const Page page = parsed_page(report_of(synthetic_measurement()));
    std::map<std::string, std::size_t> tracks;
    for_each_element(page, [&](const std::string& name, const Page& element) {
        if (name != "g" || !attribute(element, "id").starts_with("track-")) return;
        tracks[attribute(element, "id")] = element.count("path");
    });
    for (const char* id : {"track-frames-none", "track-frames-processes-2", "track-queue-inline",
                           "track-queue-processes-2", "track-workers-threads-1", "track-workers-processes-2"}) {
        EXPECT_GT(tracks[id], 0U) << id;
    }
    EXPECT_FALSE(tracks.contains("track-queue-none"));
}

/// A figure's event marks, labels, and the list under it.
struct Events {
    std::size_t marks = 0;
    std::vector<std::string> labels;
    std::size_t listed = 0;
};

Events events_in(const Page& figure) {
    Events events;
    for_each_element(figure, [&](const std::string& name, const Page& element) {
        if (has_class(element, "event-mark")) ++events.marks;
        if (has_class(element, "event-label")) events.labels.push_back(element.data());
        if (name == "li") ++events.listed;
    });
    return events;
}

TEST(Report, GivesEveryEventMarkItsLabel) {
    const Measurement measurement = synthetic_measurement();
    const RunRecord& run = measurement.runs.back();
    // The marks stand in the chart of the repeat in the middle; give them to all, so that it is this one.
    Measurement all = measurement;
    for (RunRecord& each : all.runs) each.events = run.events;
    const Page marked = parsed_page(report_of(all));
    const Events events = events_in(*figures_in(marked).at("chart-timeline-processes-2"));
    EXPECT_EQ(events.marks, run.events.size());
    ASSERT_EQ(events.labels.size(), run.events.size());
    for (std::size_t index = 0; index < run.events.size(); ++index)
        EXPECT_EQ(events.labels[index], run.events[index].what);
}

TEST(Report, NumbersTheMarksWhereTheirWordsHaveNoRoom) {
    Measurement measurement = synthetic_measurement(1200, 1);
    RunRecord& run = measurement.runs.back();
    run.events.clear();
    for (int wave = 1; wave <= 60; ++wave) {
        run.events.push_back({std::chrono::milliseconds(250 * wave), EventKind::kWave, "wave " + std::to_string(wave)});
    }
    const Page page = parsed_page(report_of(measurement));
    const Events events = events_in(*figures_in(page).at("chart-timeline-processes-2"));
    EXPECT_EQ(events.marks, 60U);
    EXPECT_EQ(events.labels.size(), 60U);
    EXPECT_EQ(events.labels.front(), "1");
    EXPECT_EQ(events.listed, 60U);
}

TEST(Report, SaysTooFewFramesWhereARunIsShort) {
    const std::string brief = words_of(parsed_page(report_of(synthetic_measurement(300, 1))));
    const std::string enough = words_of(parsed_page(report_of(synthetic_measurement(12'000, 1))));
    const auto count = [](const std::string& words) {
        std::size_t found = 0;
        for (std::size_t at = 0; (at = words.find(kTooFew, at)) != std::string::npos; ++at) ++found;
        return found;
    };
    EXPECT_EQ(count(enough), 1U);  // in the glossary
    EXPECT_GT(count(brief), 6U);
}

TEST(Report, HeadsItsTableWithTheSlowestFramesThatItCanTellOf) {
    EXPECT_NE(report_of(synthetic_measurement(1200, 1)).find("<th>work p99 of a frame</th>"), std::string::npos);
    EXPECT_NE(report_of(synthetic_measurement(300, 1)).find("<th>work p95 of a frame</th>"), std::string::npos);
}

TEST(Report, HasNoNumberThatIsNone) {
    std::vector<Measurement> measurements{synthetic_measurement(1200, 1), synthetic_measurement(25, 1),
                                          synthetic_measurement(0, 1), Measurement{}};
    Measurement& idle = measurements.emplace_back(synthetic_measurement(100, 1));
    for (RunRecord& run : idle.runs) {
        run.totals = {};
        for (FrameSample& frame : run.frames) frame.times = {};
    }
    for (const Measurement& measurement : measurements) {
        const std::string html = report_of(measurement);
        const Page page = parsed_page(html);
        const std::string words = words_of(page);
        for (const char* none : {"nan", "inf ", "-inf", "inf,", "1e+"}) {
            EXPECT_EQ(words.find(none), std::string::npos) << none << " at " << words.substr(words.find(none), 80);
        }
        for_each_element(page, [](const std::string&, const Page& element) {
            for (const char* name : {"d", "points", "x", "y", "width", "height", "cx", "cy"}) {
                const std::string value = attribute(element, name);
                EXPECT_EQ(value.find("nan"), std::string::npos) << value.substr(0, 80);
                EXPECT_EQ(value.find("inf"), std::string::npos) << value.substr(0, 80);
            }
        });
    }
}

TEST(Report, TellsTheFramesOfEachRepeatBesideTheirMedian) {
    Measurement measurement = synthetic_measurement(1200, 3);
    std::erase_if(measurement.runs, [](const RunRecord& run) { return run.setup.mode != paths::Mode::kNone; });
    for (std::size_t index = 0; index < 500; ++index) {
        measurement.runs.back().frames[200 + index].times.work = std::chrono::milliseconds(20);
    }
    const std::string words = words_of(parsed_page(report_of(measurement)));
    EXPECT_NE(words.find("0 + 0 + 500 frames"), std::string::npos);
    EXPECT_EQ(words.find("500 of "), std::string::npos);
    EXPECT_NE(words.find("Each figure is the median of the repeats"), std::string::npos);
    // The chart of late frames says what the table says.
    const std::string chart = words_of(*figures_in(parsed_page(report_of(measurement))).at("chart-thresholds"));
    EXPECT_EQ(chart.find("15.4 %"), std::string::npos) << chart;
}

TEST(Report, DrawsThePercentilesOfTheMedianRepeat) {
    std::vector<RunRecord> runs(3, test::synthetic_run({}));
    const std::string alike = percentile_chart(charted(runs), {1.0, 100.0});
    for (FrameSample& frame : runs.back().frames) frame.times.work = std::chrono::milliseconds(60);
    EXPECT_EQ(percentile_chart(charted(runs), {1.0, 100.0}), alike);
}

TEST(Report, OfRunsWithoutTimedFramesPraisesNobody) {
    const Page page = parsed_page(report_of(synthetic_measurement(0, 1)));
    const std::string words = words_of(page);
    EXPECT_EQ(words.find("none late"), std::string::npos);
    EXPECT_NE(words.find("No timed frame."), std::string::npos);
    EXPECT_EQ(words_of(*figures_in(page).at("chart-thresholds")).find("0 %"), std::string::npos);
}

TEST(Report, SaysTooFewSamplesOfLatenciesAsOfFrames) {
    Measurement measurement = synthetic_measurement(1200, 1);
    EXPECT_EQ(report_of(measurement).find(kTooFewSamples), std::string::npos);
    for (RunRecord& run : measurement.runs) {
        for (Percentiles& step : run.totals.latency.steps) step.samples = std::min<std::size_t>(step.samples, 100);
        run.totals.poll.samples = run.totals.submit.samples = std::min<std::size_t>(run.totals.poll.samples, 100);
    }
    const std::string words = words_of(parsed_page(report_of(measurement)));
    std::size_t found = 0;
    for (std::size_t at = 0; (at = words.find(kTooFewSamples, at)) != std::string::npos; ++at) ++found;
    // Five configurations in four rows; threads and processes side by side; each step's tip.
    EXPECT_GE(found, 5U * 4U + 2U + 5U * paths::kLatencyStepCount);
}

TEST(Report, DrawsNoBreakEvenLatencyThatItsSamplesCannotSupport) {
    BreakEven break_even;
    for (const double burn_us : {1.0, 10.0}) {
        break_even.points.push_back({.burn_us = burn_us, .latency = test::synthetic_percentiles(1.0, 100)});
    }
    const std::string html = break_even_charts(break_even);
    EXPECT_NE(html.find("chart-break-even-latency-p50"), std::string::npos);
    EXPECT_EQ(html.find("chart-break-even-latency-p99"), std::string::npos);
}

TEST(Report, DrawsTheP99OfShortFramesWhereTheyAre) {
    std::vector<RunRecord> runs;
    for (const std::uint32_t workers : {1U, 2U}) {
        runs.push_back(test::synthetic_run({.workers = workers, .work_ms = 0.1 * workers, .slow_share = 0.0}));
    }
    const Page page = parsed_page(scaling_chart(charted(runs)));
    std::vector<std::string> heights;
    for_each_element(page, [&](const std::string& name, const Page& element) {
        if (name == "circle") heights.push_back(attribute(element, "cy"));
    });
    ASSERT_EQ(heights.size(), 4U);
    EXPECT_NE(heights[2], heights[3]) << "both are below half a millisecond";
}

TEST(Report, CountsInGoodGrammar) {
    Measurement measurement = synthetic_measurement(1200, 1);
    measurement.agreement.resize(1);
    for (RunRecord& run : measurement.runs) {
        for (FrameSample& frame : run.frames) frame.times.work = std::min(frame.times.work, Nanoseconds(9'000'000));
        run.frames.back().times.work = std::chrono::milliseconds(20);
    }
    const std::string words = words_of(parsed_page(report_of(measurement)));
    EXPECT_EQ(words.find(" 1 workers"), std::string::npos);
    EXPECT_EQ(words.find(" 1 frames"), std::string::npos);
    EXPECT_NE(words.find("threads, 1 worker: "), std::string::npos);
    EXPECT_NE(words.find("in one form alone"), std::string::npos);
    EXPECT_EQ(words.find("the same in all of them"), std::string::npos);
}

TEST(Report, KeepsIdsApart) {
    const Page page = parsed_page(report_of(synthetic_measurement(300, 1)));
    std::set<std::string> ids;
    for_each_element(page, [&](const std::string&, const Page& element) {
        const std::string id = attribute(element, "id");
        EXPECT_TRUE(id.empty() || ids.insert(id).second) << id;
    });
}

TEST(Report, WritesNoTextSmallerThanTwelvePixels) {
    const Page page = parsed_page(report_of(synthetic_measurement(300, 1)));
    const std::string style = page.get<std::string>("html.head.style");
    for (std::size_t at = 0; (at = style.find("font-size: ", at)) != std::string::npos; ++at) {
        EXPECT_GE(std::stod(style.substr(at + 11)), 12.0) << style.substr(at, 24);
    }
}

TEST(Report, PutsProcessesBesideThreadsOnlyWhereBothWereRun) {
    Measurement measurement = synthetic_measurement(300, 1);
    EXPECT_NE(report_of(measurement).find("id=\"processes-threads\""), std::string::npos);
    EXPECT_NE(report_of(measurement).find("3 of 3"), std::string::npos);
    std::erase_if(measurement.runs, [](const RunRecord& run) { return run.setup.mode == paths::Mode::kThreads; });
    EXPECT_EQ(report_of(measurement).find("id=\"processes-threads\""), std::string::npos);
}

TEST(Report, SaysSoIfTheFormsDoNotAgree) {
    Measurement measurement = synthetic_measurement(300, 1);
    EXPECT_EQ(report_of(measurement).find("do not agree"), std::string::npos);
    measurement.agreement.back().path_hash ^= 1;
    EXPECT_NE(report_of(measurement).find("do not agree"), std::string::npos);
}

TEST(Report, OfOneRunStandsWithoutAComparison) {
    Measurement measurement = synthetic_measurement(1200, 1);
    measurement.runs.erase(measurement.runs.begin(), measurement.runs.end() - 1);
    const Page page = parsed_page(report_of(measurement));
    const auto figures = figures_in(page);
    EXPECT_FALSE(figures.contains("chart-differences"));
    EXPECT_TRUE(figures.contains("chart-timeline-processes-2"));
    EXPECT_TRUE(findings_of(measurement).comparisons.empty());
}

}  // namespace
}  // namespace outrider::measure
