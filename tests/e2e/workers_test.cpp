// Workers die; the game goes on.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <thread>
#include <vector>

#include "tests/e2e/game_program.h"
#include "tests/support/process_tree.h"
#include "tests/support/send_signal.h"

namespace outrider::e2e {
namespace {

using namespace std::chrono_literals;

constexpr Patience kStart{20'000};
constexpr Patience kReplaced{5'000};
constexpr std::size_t kWorkers = 2;
/// Under the policy of everybody: what else runs on this machine is not to starve them.
Arguments play() {
    return {"--scenario", "sandbox", "--headless", "--workers", std::to_string(kWorkers),
            "--policy",   "normal",  "--json",     "-"};
}

TEST(Workers, KilledOneIsReplacedAndNothingIsLost) {
    const TemporaryFolder home;
    ChildProcess game(outrider(home, play()));
    ASSERT_TRUE(wait_until(kStart, [&] { return has_workers(game.pid(), kWorkers); })) << game.error();

    for (int death = 0; death < 3; ++death) {
        const pid_t victim = test::children_of(game.pid()).front();
        // Dead in the middle of its work, not before it.
        ASSERT_TRUE(wait_until(kStart, [&] { return test::cpu_time_of(victim).count() > 0; }));
        ASSERT_TRUE(test::send_signal(victim, SIGKILL));
        const auto is_replaced = [&] {
            const std::vector<pid_t> now = test::children_of(game.pid());
            return std::ranges::find(now, victim) == now.end() && has_workers(game.pid(), kWorkers);
        };
        ASSERT_TRUE(wait_until(kReplaced, is_replaced)) << "death " << death;
    }
    ASSERT_TRUE(game.is_running());
    game.send(SIGTERM);
    ASSERT_EQ(game.wait(kReplaced), exit_code(0)) << game.error();

    const nlohmann::json report = json_in(game.output());
    expect_conserved(report);
    EXPECT_GE(report.value("worker_restarts", 0), 3);
    ASSERT_TRUE(report.contains("answers"));
    EXPECT_EQ(report["answers"].value("failed", -1), 0) << "a kill from outside charges no request";
}

// Ctrl-Z and fg, then Ctrl-C, as a terminal sends them: to the game and its workers at once. None of it is a crash, and
// the time in which everybody stood still is held against nobody.
TEST(Workers, OutliveASuspensionAndACtrlCWithoutADeath) {
    const TemporaryFolder home;
    ChildProcess game(outrider(home, play()));
    ASSERT_TRUE(wait_until(kStart, [&] { return has_workers(game.pid(), kWorkers); })) << game.error();
    const std::vector<pid_t> workers = test::children_of(game.pid());
    const auto send_to_all = [&](int signal) {
        game.send(signal);
        for (const pid_t worker : workers) test::send_signal(worker, signal);
    };
    std::this_thread::sleep_for(1s);
    send_to_all(SIGTSTP);
    std::this_thread::sleep_for(3s);  // longer than a stopped worker may stay
    send_to_all(SIGCONT);
    std::this_thread::sleep_for(2s);
    EXPECT_EQ(test::children_of(game.pid()), workers);
    send_to_all(SIGINT);
    ASSERT_EQ(game.wait(kReplaced), exit_code(0)) << game.error();

    const nlohmann::json report = json_in(game.output());
    expect_conserved(report);
    for (const char* count : {"deaths", "hung_kills", "worker_restarts"})
        EXPECT_EQ(report.value(count, -1), 0) << count;
}

}  // namespace
}  // namespace outrider::e2e
