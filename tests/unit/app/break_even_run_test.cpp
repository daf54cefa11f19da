// The runs of the break-even chart, small: what was asked for is done in every form, and measured.
#include "game/app/break_even.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <tuple>

#include "game/app/burn_load.h"
#include "game/app/measure_break_even.h"
#include "game/app/play.h"
#include "game/measure/outputs.h"
#include "tests/support/remembering_log.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/app/walled_map.h"

namespace outrider::app {
namespace {

// --- the load --------------------------------------------------------------------------------------------------------

/// Takes requests and answers none by itself.
class SilentService final : public paths::PathService {
public:
    RequestId submit(const paths::PathRequest& request) noexcept override {
        asked.push_back(request);
        return RequestId{asked.size()};
    }
    bool cancel(RequestId) noexcept override { return false; }
    void apply_edits(MapVersion, std::span<const CellEdit>) noexcept override {}
    void apply_danger(MapVersion, std::span<const std::uint8_t>) noexcept override {}
    [[nodiscard]] paths::Mode mode() const noexcept override { return paths::Mode::kThreads; }

    std::vector<paths::PathRequest> asked;
};

void answer_all(SilentService& service, BurnLoad& load, AnswerStatus status = AnswerStatus::kFound) {
    for (std::size_t i = 0; i < service.asked.size(); ++i) {
        paths::PathAnswer answer;
        answer.status = status;
        load.on_answer(answer);
    }
    service.asked.clear();
}

TEST(BurnLoadTest, AsksForBurnsThatStandOnOneCell) {
    SilentService service;
    BurnLoad load({3, 4}, MapVersion{1});
    load.set_order({.burn_us = 70, .per_frame = 2.0, .most_open = 100});
    load.submit(service);
    ASSERT_EQ(service.asked.size(), 2U);
    EXPECT_EQ(service.asked[0].kind, JobKind::kBurn);
    EXPECT_EQ(service.asked[0].node_budget, 70U);
    EXPECT_EQ(service.asked[0].start, (Cell{3, 4}));
    EXPECT_EQ(service.asked[0].goal, (Cell{3, 4}));
}

TEST(BurnLoadTest, AsksOnAverageForPartsOfARequest) {
    SilentService service;
    BurnLoad load({3, 4}, MapVersion{1});
    load.set_order({.burn_us = 10'000, .per_frame = 0.8, .most_open = 1'000});
    for (int frame = 0; frame < 100; ++frame) load.submit(service);
    EXPECT_NEAR(static_cast<double>(service.asked.size()), 80.0, 1.0);
}

TEST(BurnLoadTest, HoldsBackWhatNobodyWouldGetTo) {
    SilentService service;
    BurnLoad load({3, 4}, MapVersion{1});
    load.set_order({.burn_us = 10, .per_frame = 10.0, .most_open = 25});
    for (int frame = 0; frame < 4; ++frame) load.submit(service);
    EXPECT_EQ(load.open(), 25U);
    EXPECT_DOUBLE_EQ(load.held_back(), 15.0 / 40.0);
    answer_all(service, load);
    EXPECT_EQ(load.open(), 0U);
    EXPECT_EQ(load.answered(), 25U);
    load.reset_counts();
    load.submit(service);
    EXPECT_DOUBLE_EQ(load.held_back(), 0.0);
}

TEST(BurnLoadTest, DoesNotTimeWhatWasCancelled) {
    SilentService service;
    BurnLoad load({3, 4}, MapVersion{1});
    load.set_order({.burn_us = 10, .per_frame = 10.0, .most_open = 25});
    load.submit(service);
    answer_all(service, load, AnswerStatus::kCancelled);
    EXPECT_EQ(load.open(), 0U);
    EXPECT_EQ(load.answered(), 0U);
}

// --- the runs --------------------------------------------------------------------------------------------------------

class BreakEvenRunTest : public ::testing::Test {
protected:
    BreakEvenRunTest() {
        plan_.workers = {1};
        plan_.chunks = {1, 8};
        plan_.burns_us = {20, 500};
        plan_.flat_out_cpu_s = 0.005;
        plan_.work_per_frame_us = 500;
        plan_.frames = 5;
        plan_.load_per_frame = {1, 4};
    }
    SessionSettings settings() {
        PlayOptions options;
        options.scenario = ScenarioKind::kSandbox;
        options.map = folder_.write("walled.map", test::walled_map());
        options.units = 50;
        options.headless = true;
        options.mode = paths::Mode::kProcesses;
        const Places places{.assets = "/nowhere/assets",
                            .pathfinder = std::filesystem::path(OUTRIDER_BIN_DIR) / "outrider-pathfinder"};
        return prepare_session(options, places, 2);
    }
    measure::BreakEven run(const BreakEvenProgress& progress = {}) {
        Window window({.headless = true, .renderer = "auto", .place = std::nullopt});
        return run_break_even(plan_, settings(), window, log_, stop_, progress);
    }

    outrider::test::TemporaryFolder folder_;
    testing::RememberingLog log_;
    BreakEvenPlan plan_;
    volatile std::sig_atomic_t stop_ = 0;
};

TEST_F(BreakEvenRunTest, MeasuresEveryFormAtEveryT) {
    std::size_t begun = 0;
    std::size_t ended = 0;
    const measure::BreakEven curves = run({[&](const std::string&) { ++begun; }, [&] { ++ended; }});
    std::set<std::tuple<paths::Mode, std::uint32_t, std::uint32_t, double>> seen;
    for (const measure::BreakEvenPoint& point : curves.points) {
        SCOPED_TRACE(measure::name_of_form(point));
        seen.emplace(point.mode, point.workers, point.chunk_jobs, point.burn_us);
        EXPECT_GT(point.jobs_per_s, 0.0);
        EXPECT_LT(point.jobs_per_s * point.burn_us, 2e6) << "more than one worker can burn in a second";
        EXPECT_GE(point.latency.samples, BreakEvenPlan::kFewestJobs);
        EXPECT_DOUBLE_EQ(point.per_frame * point.burn_us, plan_.work_per_frame_us);
        EXPECT_EQ(point.frames, plan_.frames);
        EXPECT_GT(point.work.p50_ms, 0.0);
        EXPECT_NEAR(point.work.mean_ms, point.core.mean_ms + point.paths.mean_ms, 1e-6);
    }
    EXPECT_EQ(seen.size(), 2U * 5U) << "inline, and threads and processes in two chunks";
    EXPECT_EQ(curves.by_load.size(), 2U * 3U);
    EXPECT_EQ(begun, runs_of(plan_));
    EXPECT_EQ(ended, begun);
    EXPECT_FALSE(curves.findings.empty());
}

TEST_F(BreakEvenRunTest, BurnsInTheFrameWhatIsAskedForInline) {
    plan_.burns_us = {500};
    plan_.work_per_frame_us = 2'000;
    const measure::BreakEven curves = run();
    const auto found = std::ranges::find(curves.points, paths::Mode::kInline, &measure::BreakEvenPoint::mode);
    ASSERT_NE(found, curves.points.end());
    EXPECT_GE(found->paths.p50_ms, 2.0) << "four of them";
    EXPECT_DOUBLE_EQ(found->held_back, 0.0);
}

TEST_F(BreakEvenRunTest, StopsBetweenRuns) {
    const measure::BreakEven curves = run({[&](const std::string&) { stop_ = 1; }, {}});
    const auto was_run = [](const measure::BreakEvenPoint& point) { return point.jobs_per_s > 0.0; };
    EXPECT_EQ(std::ranges::count_if(curves.points, was_run), 1) << "the one that was on";
    EXPECT_TRUE(std::ranges::all_of(curves.points, [](const auto& point) { return point.frames == 0; }));
}

// --- what is asked for -----------------------------------------------------------------------------------------------

MeasureOptions asked(std::initializer_list<const char*> more) {
    std::vector<std::string> arguments{"measure", "--break-even", "--out", "somewhere"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return std::get<MeasureOptions>(parse_command_line(arguments));
}

TEST(BreakEvenPlanTest, IsOneWorkerAndAllCoresUnlessSaidOtherwise) {
    EXPECT_EQ(break_even_plan(asked({}), 4).workers, (std::vector<std::uint32_t>{1, 4}));
    EXPECT_EQ(break_even_plan(asked({}), 1).workers, (std::vector<std::uint32_t>{1}));
    EXPECT_EQ(break_even_plan(asked({}), 2).chunks, (std::vector<std::uint32_t>{1, 8}));
    const BreakEvenPlan plan =
        break_even_plan(asked({"--workers", "3,2", "--chunks", "4", "--seconds", "10", "--burn-us", "50,5"}), 2);
    EXPECT_EQ(plan.workers, (std::vector<std::uint32_t>{2, 3}));
    EXPECT_EQ(plan.chunks, (std::vector<std::uint32_t>{4}));
    EXPECT_EQ(plan.burns_us, (std::vector<std::uint32_t>{5, 50}));
    EXPECT_EQ(plan.frames, 600U);
}

TEST(BreakEvenPlanTest, RefusesWhatDoesNotGoWithIt) {
    EXPECT_THROW((void)break_even_plan(asked({"--modes", "inline"}), 2), UsageError);
    EXPECT_THROW((void)break_even_plan(asked({"--repeats", "3"}), 2), UsageError);
    EXPECT_THROW((void)break_even_plan(asked({"--ask-rate", "max"}), 2), UsageError);
    EXPECT_THROW((void)break_even_plan(asked({"--scenario", "siege"}), 2), UsageError);
    EXPECT_THROW((void)break_even_plan(asked({"--load", "1"}), 2), UsageError);
    EXPECT_THROW((void)break_even_plan(asked({"--algorithm", "astar"}), 2), UsageError);
    EXPECT_THROW((void)break_even_plan(asked({"--chase"}), 2), UsageError);
    EXPECT_THROW((void)break_even_plan(asked({"--orders", "paths"}), 2), UsageError);
    EXPECT_THROW((void)break_even_plan(asked({"--telemetry", "off"}), 2), UsageError);
}

TEST(BreakEvenPlanTest, GivesEachWorkerOfATurnEnoughAndAsMuchAsTheOthers) {
    BreakEvenPlan plan;
    plan.workers = {1, 2, 3, 4};
    for (const std::uint32_t burn_us : plan.burns_us) {
        const std::uint64_t jobs = jobs_of_a_turn(plan, burn_us);
        EXPECT_GE(jobs, 8U * 4U) << burn_us;
        EXPECT_EQ(jobs % 12, 0U) << burn_us;
    }
    EXPECT_EQ(jobs_of_a_turn(plan, 10'000), 36U);
    EXPECT_NEAR(static_cast<double>(jobs_of_a_turn(plan, 10)), 20'000.0 / 3.0, 12.0) << "0.2 s in three turns";
    plan.workers = {7, 11, 13, 64};
    EXPECT_EQ(jobs_of_a_turn(plan, 10'000) % 64, 0U);
    EXPECT_LE(jobs_of_a_turn(plan, 10'000), 9U * 64U) << "no multiple of all of them";
}

TEST(MeasureBreakEven, StoppedBeforeAnythingWasMeasuredLeavesTheFolderAsItWas) {
    const outrider::test::TemporaryFolder folder;
    MeasureOptions options = asked({"--workers", "1", "--units", "50"});
    options.world.map = folder.write("walled.map", test::walled_map());
    options.out = folder.path() / "out";
    std::filesystem::create_directories(options.out / "runs");
    std::ofstream(options.out / "runs" / "none_r1.csv") << "x";
    const Places places{.assets = "/nowhere/assets",
                        .pathfinder = std::filesystem::path(OUTRIDER_BIN_DIR) / "outrider-pathfinder"};
    const volatile std::sig_atomic_t stop = 1;
    ::testing::internal::CaptureStderr();
    EXPECT_EQ(measure_break_even(options, places, stop), kExitCheckFailed);
    EXPECT_NE(::testing::internal::GetCapturedStderr().find("stopped before anything was measured"), std::string::npos);
    EXPECT_TRUE(std::filesystem::exists(options.out / "runs" / "none_r1.csv"));
    EXPECT_FALSE(std::filesystem::exists(options.out / "summary.json"));
}

// --- the whole, into a folder ----------------------------------------------------------------------------------------

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

TEST(MeasureBreakEven, WritesAReportAndASummaryThatCanBeReadBack) {
    const outrider::test::TemporaryFolder folder;
    MeasureOptions options = asked({"--burn-us", "10,2000", "--workers", "1", "--chunks", "1", "--units", "50"});
    options.world.map = folder.write("walled.map", test::walled_map());
    options.out = folder.path() / "out";
    options.world.given.emplace_back("--seconds");
    options.seconds = 0.18;  // eleven frames, which support a median; the option itself asks for more
    const Places places{.assets = "/nowhere/assets",
                        .pathfinder = std::filesystem::path(OUTRIDER_BIN_DIR) / "outrider-pathfinder"};
    const volatile std::sig_atomic_t stop = 0;
    ::testing::internal::CaptureStdout();
    EXPECT_EQ(measure_break_even(options, places, stop), kExitDone);
    const std::string printed = ::testing::internal::GetCapturedStdout();

    const measure::Measurement read = measure::read_folder(options.out);
    ASSERT_TRUE(read.break_even.has_value());
    EXPECT_EQ(read.break_even->points.size(), 2U * 3U);
    EXPECT_EQ(read.break_even->by_load.size(), 5U * 3U);
    ASSERT_FALSE(read.break_even->findings.empty());
    EXPECT_NE(printed.find(read.break_even->findings.front()), std::string::npos) << printed;
    EXPECT_GT(read.break_even->points[0].jobs_per_s, 0.0);
    EXPECT_GT(read.break_even->points[0].paths.max_ms, 0.0);

    const std::string report = text_of(options.out / "report.html");
    for (const char* chart :
         {"chart-break-even", "chart-break-even-throughput", "chart-break-even-latency-p50",
          "chart-break-even-latency-p99", "chart-break-even-work", "chart-break-even-core", "chart-break-even-load"}) {
        EXPECT_NE(report.find(std::string("id=\"") + chart + '"'), std::string::npos) << chart;
    }
    std::istringstream xml(report.substr(report.find("<html")));
    boost::property_tree::ptree tree;
    EXPECT_NO_THROW(boost::property_tree::read_xml(xml, tree)) << "well-formed";
}

}  // namespace
}  // namespace outrider::app
