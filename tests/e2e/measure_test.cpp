// `outrider measure` and `compare` as a script runs them: what they write, and how they end.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>
#include <set>

#include "tests/e2e/game_program.h"

namespace outrider::e2e {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr Patience kSomeRuns{100'000};
constexpr Patience kAtOnce{3'000};

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// A small measurement of the sandbox, with a fixed rate: nothing to find out first.
Arguments small_measurement(const fs::path& out, std::initializer_list<std::string> more) {
    Arguments arguments{
        "measure", "--map",     own_map("valley.map").string(), "--units", "300", "--seed", "3", "--ask-rate", "1",
        "--out",   out.string()};
    arguments.insert(arguments.end(), more);
    return arguments;
}

/// Frames in the per-frame table, which has comments and a header above them.
std::ptrdiff_t rows_in(const fs::path& csv) {
    std::ifstream in(csv);
    std::ptrdiff_t rows = -1;
    for (std::string line; std::getline(in, line);) rows += line.starts_with('#') ? 0 : 1;
    return rows;
}

void expect_files_of(const fs::path& folder, const json& run, std::string_view slug) {
    const fs::path csv = folder / "runs" / (std::string(slug) + ".csv");
    EXPECT_GE(rows_in(csv), run.value("frames", 1)) << csv;
    const json trace = json_in_file(folder / "runs" / (std::string(slug) + ".trace.json"));
    ASSERT_TRUE(trace.contains("traceEvents")) << slug;
    EXPECT_GT(trace["traceEvents"].size(), static_cast<std::size_t>(rows_in(csv))) << slug;
}

void expect_agreement(const json& summary, std::size_t configurations) {
    const json checks = summary.value("agreement", json::array());
    ASSERT_EQ(checks.size(), configurations);
    for (const json& check : checks) {
        EXPECT_EQ(check.value("ticks", 0), 300);
        EXPECT_EQ(check.value("path_hash", "a"), checks[0].value("path_hash", "b"));
        EXPECT_EQ(check.value("state_hash", "a"), checks[0].value("state_hash", "b"));
    }
}

void expect_crash_trials(const json& summary) {
    const json crashes = summary.value("crashes", json::array());
    ASSERT_EQ(crashes.size(), 2U);
    EXPECT_EQ(crashes[0].value("mode", ""), "processes");
    EXPECT_EQ(crashes[0].value("planted", 0), 3);
    EXPECT_EQ(crashes[0].value("survived", 0), 3) << crashes[0];
    EXPECT_EQ(crashes[1].value("mode", ""), "threads");
    EXPECT_EQ(crashes[1].value("planted", 0), 1) << crashes[1];
    EXPECT_EQ(crashes[1].value("survived", 1), 0) << crashes[1];
}

TEST(Measure, WritesEveryFileAndAVerdict) {
    const TemporaryFolder home;
    const fs::path out = home.path() / "results";
    const Ended ended =
        run_to_end(outrider(home, small_measurement(out, {"--modes", "none,inline,threads,processes", "--workers", "1",
                                                          "--seconds", "2", "--repeats", "1"})),
                   kSomeRuns);
    ASSERT_EQ(ended.ending, exit_code(0)) << ended.error;
    EXPECT_NE(ended.error.find("all modes agree"), std::string::npos) << ended.error;
    EXPECT_NE(ended.error.find("run 4 of 4: processes"), std::string::npos) << ended.error;
    EXPECT_NE(ended.output.find((out / "report.html").string()), std::string::npos) << ended.output;
    EXPECT_NE(ended.output.find("Only 1 repeat"), std::string::npos) << ended.output;

    const json summary = json_in_file(out / "summary.json");
    ASSERT_EQ(summary.value("runs", json::array()).size(), 4U);
    const char* const slugs[] = {"none_r1", "inline_r1", "threads-1_r1", "processes-1_r1"};
    for (std::size_t i = 0; i < 4; ++i) {
        const json& run = summary["runs"][i];
        expect_files_of(out, run, slugs[i]);
        EXPECT_EQ(run.value("workers", 9), i < 2 ? 0 : 1);
        EXPECT_EQ(run.value("units", 0), 300);
        EXPECT_EQ(run.value("seed", 0), 3);
        EXPECT_TRUE(run.value("conserved", false)) << run;
        EXPECT_EQ(run["marks"].value("stopped_early", true), false);
    }
    EXPECT_EQ(summary["runs"][0].value("answered", 1), summary["runs"][0]["answers"].value("cancelled", 0));
    for (const std::size_t with_paths : {1U, 2U, 3U}) {
        EXPECT_GT(summary["runs"][with_paths]["answers"].value("found", 0), 0);
    }
    expect_agreement(summary, 3);
    expect_crash_trials(summary);
    EXPECT_EQ(summary.value("comparisons", json::array()).size(), 3U);
    EXPECT_NE(summary.value("verdict", ""), "");
    EXPECT_NE(summary["machine"].value("cpu", ""), "");

    const std::string report = text_of(out / "report.html");
    EXPECT_NE(report.find("<svg"), std::string::npos);
    EXPECT_EQ(report.find("<script"), std::string::npos);
    EXPECT_NE(report.find("processes, 1 worker"), std::string::npos);
}

TEST(Measure, CtrlCKeepsWhatIsDone) {
    const TemporaryFolder home;
    const fs::path out = home.path() / "results";
    ChildProcess program(
        outrider(home, small_measurement(out, {"--modes", "none,inline", "--seconds", "3", "--repeats", "5"})));
    ASSERT_TRUE(wait_until(
        kSomeRuns, [&] { return program.error().find("run 3 of 10") != std::string::npos || !program.is_running(); }));
    program.send(SIGINT);
    ASSERT_EQ(program.wait(kSomeRuns), exit_code(0)) << program.error();
    const json summary = json_in_file(out / "summary.json");
    const json runs = summary.value("runs", json::array());
    EXPECT_GE(runs.size(), 2U);
    EXPECT_LT(runs.size(), 5U) << "it ended soon";
    EXPECT_EQ(runs[0]["marks"].value("stopped_early", true), false);
    EXPECT_TRUE(fs::exists(out / "report.html"));
    EXPECT_NE(program.output().find("stopped before it was done"), std::string::npos) << program.output();
}

TEST(Measure, StoppedBeforeAnythingWasMeasuredWritesNothing) {
    const TemporaryFolder home;
    const fs::path out = home.path() / "results";
    ChildProcess program(outrider(home, small_measurement(out, {"--modes", "none", "--seconds", "20"})));
    ASSERT_TRUE(wait_until(
        kSomeRuns, [&] { return program.error().find("run 1 of 3") != std::string::npos || !program.is_running(); }));
    program.send(SIGINT);  // 2 s of each run are warm-up
    ASSERT_EQ(program.wait(kSomeRuns), exit_code(1));
    EXPECT_NE(program.error().find("stopped before anything was measured"), std::string::npos) << program.error();
    EXPECT_FALSE(fs::exists(out / "summary.json"));
}

TEST(Measure, CtrlCWhileWorkersAreKilledOnPurposeInventsNoTrial) {
    const TemporaryFolder home;
    const fs::path out = home.path() / "results";
    ChildProcess program(outrider(home, small_measurement(out, {"--modes", "processes,threads", "--workers", "1",
                                                                "--seconds", "2", "--repeats", "1"})));
    ASSERT_TRUE(wait_until(kSomeRuns, [&] {
        return program.error().find("killing workers") != std::string::npos || !program.is_running();
    }));
    program.send(SIGTERM);
    ASSERT_EQ(program.wait(kSomeRuns), exit_code(0)) << program.error();
    const json summary = json_in_file(out / "summary.json");
    EXPECT_EQ(summary.value("runs", json::array()).size(), 2U);
    EXPECT_TRUE(summary.value("crashes", json::array()).empty()) << summary["crashes"];
    EXPECT_EQ(program.output().find("repeats are missing"), std::string::npos) << "all of them are there";
}

TEST(Measure, SaysThatWorkersDoNotAnswerAndEnds) {
    const TemporaryFolder home;
    const fs::path out = home.path() / "results";
    const Ended ended = run_to_end(outrider(home, small_measurement(out, {"--modes", "processes", "--workers", "1",
                                                                          "--pathfinder", "/bin/false"})),
                                   kSomeRuns);
    EXPECT_EQ(ended.ending, exit_code(1));
    EXPECT_EQ(std::ranges::count(ended.error, '\n'), 1) << ended.error;
    EXPECT_NE(ended.error.find("of 300 ticks in lockstep"), std::string::npos) << ended.error;
    EXPECT_FALSE(fs::exists(out / "summary.json"));
}

TEST(Measure, HasRaidersInTheSiege) {
    const TemporaryFolder home;
    const fs::path out = home.path() / "results";
    const Ended ended = run_to_end(outrider(home, {"measure", "--scenario", "siege", "--modes", "inline", "--seconds",
                                                   "6", "--repeats", "1", "--out", out.string()}),
                                   kSomeRuns);
    ASSERT_EQ(ended.ending, exit_code(0)) << ended.error;
    const json run = json_in_file(out / "summary.json")["runs"][0];
    EXPECT_EQ(run.value("units", 0), 500);
    EXPECT_GT(run["answers"].value("found", 0), 0) << run["answers"];
}

TEST(Measure, FindsARateAndAsksAtItInEveryRun) {
    const TemporaryFolder home;
    const fs::path out = home.path() / "results";
    const Ended ended =
        run_to_end(outrider(home, {"measure", "--map", own_map("valley.map").string(), "--units", "300", "--modes",
                                   "none,inline", "--seconds", "2", "--repeats", "1", "--out", out.string()}),
                   kSomeRuns);
    ASSERT_EQ(ended.ending, exit_code(0)) << ended.error;
    EXPECT_NE(ended.error.find("times per unit and second in every run"), std::string::npos) << ended.error;
    const json summary = json_in_file(out / "summary.json");
    std::set<std::string> rates;
    for (const json& run : summary.value("runs", json::array())) rates.insert(run["ask_rate"].dump());
    EXPECT_EQ(rates.size(), 1U);
    EXPECT_NE(summary.value("command", "").find("--ask-rate "), std::string::npos) << "so that it can be done again";
}

TEST(Measure, RefusesAFolderWithOtherFilesBeforeItStarts) {
    const TemporaryFolder home;
    const fs::path foreign = home.write("thesis.tex", "x");
    const Ended ended = run_to_end(outrider(home, small_measurement(foreign.parent_path(), {})), kAtOnce);
    EXPECT_EQ(ended.ending, exit_code(2));
    EXPECT_EQ(ended.output, "");
    EXPECT_EQ(std::ranges::count(ended.error, '\n'), 1) << ended.error;
    EXPECT_NE(ended.error.find("thesis.tex"), std::string::npos) << ended.error;
}

TEST(Compare, SaysConfigurationByConfigurationWhatIsDifferent) {
    const TemporaryFolder home;
    for (const char* const name : {"a", "b"}) {
        const Ended measured = run_to_end(
            outrider(home,
                     small_measurement(home.path() / name, {"--modes", "none", "--seconds", "2", "--repeats", "2"})),
            kSomeRuns);
        ASSERT_EQ(measured.ending, exit_code(0)) << measured.error;
    }
    const fs::path page = home.path() / "page.html";
    const Ended ended = run_to_end(
        outrider(home, {"compare", (home.path() / "a").string(), (home.path() / "b").string(), "--out", page.string()}),
        kSomeRuns);
    ASSERT_EQ(ended.ending, exit_code(0)) << ended.error;
    EXPECT_NE(ended.output.find("\nnone: "), std::string::npos) << ended.output;
    EXPECT_NE(ended.output.find("work mean"), std::string::npos) << ended.output;
    EXPECT_NE(text_of(page).find("<svg"), std::string::npos);

    // A folder and itself: nothing can be different.
    const std::string a = (home.path() / "a").string();
    const Ended same = run_to_end(outrider(home, {"compare", a, a}), kSomeRuns);
    EXPECT_EQ(same.ending, exit_code(0)) << same.error;
    EXPECT_NE(same.output.find("no measurable effect"), std::string::npos) << same.output;
}

TEST(Compare, RefusesWhatIsNoMeasurement) {
    const TemporaryFolder home;
    const fs::path file = home.write("summary.json", "{\"runs\": 3}");
    for (const std::string& folder : {file.parent_path().string(), std::string("/nowhere")}) {
        const Ended ended = run_to_end(outrider(home, {"compare", folder, folder}), kAtOnce);
        EXPECT_EQ(ended.ending, exit_code(2)) << folder;
        EXPECT_EQ(ended.output, "");
        EXPECT_EQ(std::ranges::count(ended.error, '\n'), 1) << ended.error;
    }
}

}  // namespace
}  // namespace outrider::e2e
