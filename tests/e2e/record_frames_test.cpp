// A session of play, recorded: what the player did is marked in every output.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>

#include "tests/e2e/played_game.h"

namespace outrider::e2e {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr Patience kGoodbye{10'000};

/// The only run in the folder, as summary.json has it.
json recorded_run(const fs::path& folder) {
    const json summary = json_in_file(folder / "summary.json");
    const json runs = summary.value("runs", json::array());
    EXPECT_EQ(runs.size(), 1U);
    return runs.empty() ? json::object() : runs[0];
}

/// The text of the first event of that kind; empty if there is none.
std::string event_of(const json& run, std::string_view kind) {
    for (const json& event : run.value("events", json::array())) {
        if (event.value("kind", "") == kind) return event.value("what", "");
    }
    return {};
}

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

fs::path trace_in(const fs::path& folder) {
    for (const auto& entry : fs::directory_iterator(folder / "runs")) {
        if (entry.path().string().ends_with(".trace.json")) return entry.path();
    }
    return {};
}

void end(PlayedGame& game) {
    game.program().send(SIGINT);
    ASSERT_EQ(game.program().wait(kGoodbye), exit_code(0)) << game.program().error();
}

TEST(RecordFrames, MarksKillResizeAndChangeOfModeInEveryOutput) {
    const TemporaryFolder folder;
    const fs::path out = folder.path() / "session";
    PlayedGame game({"--scenario", "sandbox", "--workers", "1", "--policy", "normal", "--map",
                     own_map("valley.map").string(), "--units", "500", "--record-frames", out.string()});
    ASSERT_TRUE(game.shows(kStart, [](const Title& title) { return title.workers == 1; })) << game.last_title();
    game.hand().press_key("bracketright");
    ASSERT_TRUE(game.shows(kSoon, [](const Title& title) { return title.workers == 2; })) << game.last_title();
    game.hand().press_key("F5");
    ASSERT_TRUE(game.shows(kSoon, any_title));
    game.hand().press_key("space");
    ASSERT_TRUE(game.shows(kSoon, [](const Title& title) { return title.paused; })) << game.last_title();
    game.hand().press_key("m");
    ASSERT_TRUE(game.shows(kSoon, [](const Title& title) { return title.mode == "none"; })) << game.last_title();
    end(game);

    const json run = recorded_run(out);
    EXPECT_EQ(run.value("mode", ""), "processes") << "the mode at the start";
    EXPECT_EQ(event_of(run, "workers"), "workers 1 to 2");
    EXPECT_EQ(event_of(run, "kill"), "the player killed a worker");
    EXPECT_NE(event_of(run, "death").find("SIGKILL"), std::string::npos) << run["events"];
    EXPECT_EQ(event_of(run, "pause"), "paused");
    EXPECT_EQ(event_of(run, "mode"), "processes to none");

    const std::string trace = text_of(trace_in(out));
    const std::string report = text_of(out / "report.html");
    for (const char* const mark : {"workers 1 to 2", "the player killed a worker", "processes to none"}) {
        EXPECT_NE(trace.find(mark), std::string::npos) << mark;
        EXPECT_NE(report.find(mark), std::string::npos) << mark;
    }
    EXPECT_TRUE(json_in(trace).contains("traceEvents"));
}

TEST(RecordFrames, IsNotSpoiltByMeasureNow) {
    const TemporaryFolder folder;
    const fs::path out = folder.path() / "session";
    PlayedGame game({"--scenario", "sandbox", "--workers", "1", "--map", own_map("valley.map").string(), "--units",
                     "500", "--record-frames", out.string()});
    ASSERT_TRUE(game.shows(kStart, any_title)) << game.last_title();
    game.hand().press_key("b");
    ASSERT_TRUE(game.shows(kSoon, any_title));
    game.hand().press_key("space");
    ASSERT_TRUE(game.shows(kSoon, [](const Title& title) { return title.paused; }))
        << "the game is still the player's: " << game.last_title();
    end(game);
    const json run = recorded_run(out);
    EXPECT_EQ(event_of(run, "mode"), "") << run["events"];
    const std::string command = json_in_file(out / "summary.json").value("command", "");
    EXPECT_NE(command.find("outrider play --scenario sandbox --workers 1 "), std::string::npos) << command;
}

TEST(RecordFrames, MarksTheWavesOfASiege) {
    const TemporaryFolder folder;
    const fs::path out = folder.path() / "session";
    PlayedGame game({"--workers", "1", "--frames", "1000000", "--record-frames", out.string()});
    ASSERT_TRUE(game.shows(kStart, any_title)) << game.last_title();
    game.hand().press_key("n");  // calls the wave
    ASSERT_TRUE(game.shows(kSoon, any_title));
    ASSERT_TRUE(game.shows(kSoon, any_title));
    end(game);
    EXPECT_EQ(event_of(recorded_run(out), "wave"), "wave 1");
}

TEST(RecordFrames, WithoutAScreenToo) {
    const TemporaryFolder home;
    const fs::path out = home.path() / "session";
    const Ended ended =
        run_to_end(outrider(home, {"--scenario", "sandbox", "--headless", "--frames", "120", "--units", "300", "--mode",
                                   "inline", "--record-frames", out.string(), "--json", "-"}),
                   kStart);
    ASSERT_EQ(ended.ending, exit_code(0)) << ended.error;
    EXPECT_EQ(ended.error, "");
    EXPECT_EQ(json_in(ended.output).value("frames", 0), 120);
    EXPECT_EQ(recorded_run(out).value("mode", ""), "inline");
    EXPECT_TRUE(fs::exists(out / "report.html"));
}

TEST(RecordFrames, IsRefusedBeforeAnythingStarts) {
    const TemporaryFolder home;
    const Ended ended = run_to_end(
        outrider(home, {"--scenario", "sandbox", "--headless", "--frames", "1", "--record-frames", "/proc/nowhere"}),
        kStart);
    EXPECT_EQ(ended.ending, exit_code(2));
    EXPECT_EQ(std::ranges::count(ended.error, '\n'), 1) << ended.error;
    EXPECT_TRUE(ended.error.starts_with("outrider: --record-frames: /proc/nowhere ")) << ended.error;
}

}  // namespace
}  // namespace outrider::e2e
