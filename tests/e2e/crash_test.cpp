// A request that kills: saved, repeated, and what the game says when it dies of it itself.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>

#include "game/app/request_file.h"
#include "tests/e2e/game_program.h"

namespace outrider::e2e {
namespace {

constexpr Patience kAnswer{20'000};

class SavedPoison : public ::testing::Test {
protected:
    SavedPoison() {
        app::SavedRequest saved;
        saved.layout = GridLayout(30, 20);
        saved.bits.assign(saved.layout.total_words(), 0);
        saved.request.kind = JobKind::kPoison;
        app::write_request(file_, saved);
    }
    Ended solve(const std::string& mode, const Arguments& more = {}) const {
        Arguments arguments = {"solve", "--request", file_.string(), "--mode", mode};
        arguments.insert(arguments.end(), more.begin(), more.end());
        Launch launch = outrider(home_, arguments);
        launch.environment["XDG_STATE_HOME"] = state_.path().string();
        return run_to_end(launch, kAnswer);
    }
    std::string crash_report() const {
        for (const auto& entry : std::filesystem::directory_iterator(state_.path() / "outrider")) {
            if (!entry.path().filename().string().starts_with("crash-")) continue;
            std::ifstream in(entry.path());
            return {std::istreambuf_iterator<char>(in), {}};
        }
        return "";
    }

    TemporaryFolder home_;
    TemporaryFolder state_;
    std::filesystem::path file_ = home_.path() / "poison.json";
};

TEST_F(SavedPoison, EndsTheProgramInlineWithOneLineAndAReport) {
    for (const char* mode : {"inline", "threads"}) {
        const Ended ended = solve(mode);
        EXPECT_EQ(ended.ending, ended_by(SIGABRT)) << mode;
#ifndef OUTRIDER_SANITIZED
        EXPECT_TRUE(ended.error.starts_with("outrider " OUTRIDER_VERSION " crashed: SIGABRT")) << ended.error;
        EXPECT_EQ(std::ranges::count(ended.error, '\n'), 1) << ended.error;
        const std::string report = crash_report();
        EXPECT_NE(report.find("solve --request"), std::string::npos) << report;
        EXPECT_NE(report.find("cores"), std::string::npos) << report;
        EXPECT_NE(report.find("Stack"), std::string::npos) << report;
#endif
    }
}

TEST_F(SavedPoison, IsAnsweredFailedByProcesses) {
    const Ended ended = solve("processes", {"--json", "-"});
    EXPECT_EQ(ended.ending, exit_code(1)) << ended.error;
    const nlohmann::json answer = json_in(ended.output);
    EXPECT_EQ(answer.value("status", ""), "failed");
    EXPECT_EQ(answer.value("reason", ""), "crashed");
    EXPECT_EQ(answer.value("value", 0), SIGABRT);
    EXPECT_EQ(answer.value("attempts", 0), 2);
}

TEST_F(SavedPoison, IsRefusedWhenDamaged) {
    std::ofstream(file_) << "{}";
    const Ended ended = solve("inline");
    EXPECT_EQ(ended.ending, exit_code(2));
    EXPECT_TRUE(ended.error.starts_with("outrider: " + file_.string() + ": ")) << ended.error;
}

}  // namespace
}  // namespace outrider::e2e
