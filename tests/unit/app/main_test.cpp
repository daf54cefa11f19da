// The program as a script meets it.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/temporary_folder.h"
#include "tests/unit/app/walled_map.h"

namespace outrider::app {
namespace {

using outrider::test::TemporaryFolder;

struct Ended {
    int code = -1;
    std::string out;
    std::string err;
};

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Runs `environment outrider arguments` through the shell, away from any display and any home.
Ended run(const std::string& arguments, const std::string& environment = "") {
    const TemporaryFolder folder;
    const auto out = folder.path() / "out";
    const auto err = folder.path() / "err";
    const std::string command =
        "cd / && env -u DISPLAY -u WAYLAND_DISPLAY -u SDL_VIDEODRIVER XDG_CONFIG_HOME=" + folder.path().string() + " " +
        environment + " " OUTRIDER_BIN_DIR "/outrider " + arguments + " >" + out.string() + " 2>" + err.string() +
        " </dev/null";
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, text_of(out), text_of(err)};
}

class RefusedRun : public testing::TestWithParam<const char*> {};

TEST_P(RefusedRun, EndsWithCode2AndOneLine) {
    const Ended ended = run(GetParam());
    EXPECT_EQ(ended.code, 2);
    EXPECT_EQ(ended.out, "");
    EXPECT_TRUE(ended.err.starts_with("outrider: ")) << ended.err;
    EXPECT_EQ(std::ranges::count(ended.err, '\n'), 1) << ended.err;
}

INSTANTIATE_TEST_SUITE_P(BadInput, RefusedRun,
                         testing::Values("--nonsense", "--workers -1", "--workers 1000", "--units", "--lockstep",
                                         "solve", "solve /nowhere/a.map /nowhere/a.scen", "solve / /", "measure",
                                         "--headless --map /nowhere/a.map", "--headless --map /dev/zero",
                                         "--headless --pathfinder /nowhere/worker --map /dev/null",
                                         "--headless --renderer crayons", "--headless --json /nowhere/a.json"));

TEST(Program, NamesTheOptionAndTheReason) { EXPECT_EQ(run("--watch").err, "outrider: --watch: not built yet\n"); }

TEST(Program, RefusesToPlayWithoutADisplay) {
    const TemporaryFolder folder;
    const auto map = folder.write("walled.map", test::walled_map());
    const Ended ended = run("--scenario sandbox --mode inline --map " + map.string());
    EXPECT_EQ(ended.code, 2);
    EXPECT_TRUE(ended.err.starts_with("outrider: no display")) << ended.err;
    EXPECT_EQ(std::ranges::count(ended.err, '\n'), 1) << ended.err;
}

TEST(Program, ShowsHelpAndVersion) {
    EXPECT_EQ(run("--help").code, 0);
    EXPECT_EQ(run("play --help").code, 0);
    EXPECT_EQ(run("--version").out, "outrider " OUTRIDER_VERSION "\n");
}

TEST(Program, PrintsOneJsonObjectAndNothingElse) {
    const TemporaryFolder folder;
    const auto map = folder.write("walled.map", test::walled_map());
    const Ended ended =
        run("--scenario sandbox --headless --units 20 --frames 20 --fps 0 --json - --map " + map.string());
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(ended.err, "");
    const nlohmann::json json = nlohmann::json::parse(ended.out);
    EXPECT_EQ(json["frames"], 20);
    EXPECT_EQ(json["mode"], "processes");
    EXPECT_EQ(json["conserved"], true);
}

TEST(Program, ReadsNumbersTheSameInEveryLocale) {
    const TemporaryFolder folder;
    const auto map = folder.write("walled.map", test::walled_map());
    const std::string play =
        "--scenario sandbox --headless --mode inline --units 20 --frames 2 --fps 0 --ask-rate 0.5 --json - --map ";
    const Ended ended = run(play + map.string(), "LC_ALL=de_DE.UTF-8");
    ASSERT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(nlohmann::json::parse(ended.out)["ask_rate"], 0.5);
}

TEST(Program, EndsDoctorWith0WhereNoHomeCanBeWritten) {
    const Ended ended = run("doctor", "XDG_CONFIG_HOME=/proc/nowhere");
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_NE(ended.out.find("settings"), std::string::npos);
}

}  // namespace
}  // namespace outrider::app
