#include "game/app/game_log.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>

#include "game/app/request_file.h"
#include "tests/support/board_fixture.h"
#include "tests/support/temporary_folder.h"

namespace outrider::app {
namespace {

namespace fs = std::filesystem;
using paths::EventLevel;

std::string text_of(const fs::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::size_t files_in(const fs::path& folder, std::string_view prefix) {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
        count += entry.path().filename().string().starts_with(prefix) ? 1 : 0;
    }
    return count;
}

TEST(GameLog, WritesLinesOfItsLevel) {
    const outrider::test::TemporaryFolder folder;
    fs::path file;
    {
        GameLog log(folder.path() / "state", EventLevel::kWarning);
        ASSERT_TRUE(log.file());
        file = *log.file();
        log.write(EventLevel::kInfo, "chatter");
        log.write(EventLevel::kWarning, "worker 1 {braces are no formats} %s");
        EXPECT_EQ(log.lines_displaced(), 0U);
    }
    const std::string text = text_of(file);
    EXPECT_EQ(text.find("chatter"), std::string::npos);
    EXPECT_NE(text.find("warning worker 1 {braces are no formats} %s"), std::string::npos) << text;
}

TEST(GameLog, PlaysOnWithoutAFolder) {
    GameLog nowhere(std::nullopt, EventLevel::kDebug);
    nowhere.write(EventLevel::kError, "unheard");
    EXPECT_FALSE(nowhere.file());
    GameLog refused("/proc/no/such", EventLevel::kDebug);
    refused.write(EventLevel::kError, "unheard");
    EXPECT_FALSE(refused.file());
}

TEST(GameLog, TakesLinesFromManyThreads) {
    const outrider::test::TemporaryFolder folder;
    fs::path file;
    {
        GameLog log(folder.path(), EventLevel::kInfo);
        file = *log.file();
        std::vector<std::jthread> writers;
        for (int writer = 0; writer < 4; ++writer) {
            writers.emplace_back([&log] {
                for (int i = 0; i < 500; ++i) log.write(EventLevel::kInfo, "a line");
            });
        }
    }
    const std::string text = text_of(file);
    EXPECT_EQ(std::ranges::count(text, '\n'), 2'000);
}

TEST(GameLog, SavesAQuarantinedRequestAndSaysHowToRepeatIt) {
    const outrider::test::TemporaryFolder folder;
    const GridLayout layout(40, 30);
    const std::vector<std::uint64_t> bits = testing::open_field(layout);
    fs::path file;
    {
        GameLog log(folder.path(), EventLevel::kInfo);
        file = *log.file();
        paths::QuarantinedRequest quarantined;
        quarantined.request.goal = {39, 29};
        quarantined.reason = FailReason::kCrashed;
        quarantined.map = MapView(layout, bits.data(), MapVersion{3});
        for (std::size_t i = 0; i < GameLog::kMostSavedRequests + 5; ++i) log.save_quarantined(quarantined);
    }
    const std::string text = text_of(file);
    const std::string command = "outrider solve --request ";
    const std::size_t at = text.find(command);
    ASSERT_NE(at, std::string::npos) << text;
    const std::string saved =
        text.substr(at + command.size(), text.find(' ', at + command.size()) - at - command.size());
    EXPECT_EQ(read_request(saved).request.goal, (Cell{39, 29}));
    EXPECT_TRUE(text.ends_with("--mode inline\n"));
    EXPECT_LE(files_in(folder.path() / "requests", "request-"), GameLog::kMostSavedRequests) << "number limited";
}

TEST(GameLog, RemovesOldFilesOfEarlierGames) {
    const outrider::test::TemporaryFolder folder;
    for (int i = 0; i < 30; ++i) std::ofstream(folder.path() / ("outrider-" + std::to_string(i) + ".log")) << "old\n";
    const GameLog log(folder.path(), EventLevel::kInfo);
    EXPECT_EQ(files_in(folder.path(), "outrider-"), GameLog::kMostLogFiles);
}

/// Another game, as far as its number and name go.
class OtherGame {
public:
    OtherGame() : pid_(::fork()) {
        if (pid_ == 0) {
            ::pause();
            ::_exit(0);
        }
    }
    ~OtherGame() {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    OtherGame(const OtherGame&) = delete;
    OtherGame& operator=(const OtherGame&) = delete;

    [[nodiscard]] std::string pid() const { return std::to_string(pid_); }

private:
    pid_t pid_;
};

TEST(GameLog, LeavesFilesOfGamesThatStillRun) {
    const outrider::test::TemporaryFolder folder;
    const OtherGame other;
    const auto make_old = [&](const std::string& name, int hours) {
        std::ofstream(folder.path() / name) << "old\n";
        fs::last_write_time(folder.path() / name, fs::file_time_type::clock::now() - std::chrono::hours(hours));
    };
    make_old("outrider-" + other.pid() + ".log", 100);
    make_old("outrider-" + other.pid() + ".1.log", 101);
    for (int i = 0; i < 30; ++i) make_old("outrider-99999999" + std::to_string(i) + ".log", i);  // no process has these
    const GameLog log(folder.path(), EventLevel::kInfo);
    EXPECT_TRUE(fs::exists(folder.path() / ("outrider-" + other.pid() + ".log")));
    EXPECT_TRUE(fs::exists(folder.path() / ("outrider-" + other.pid() + ".1.log")));
    EXPECT_EQ(files_in(folder.path(), "outrider-"), GameLog::kMostLogFiles + 2);
}

}  // namespace
}  // namespace outrider::app
