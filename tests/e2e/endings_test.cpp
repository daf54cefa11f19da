// However the game ends, nothing of it is left: no worker, no name in shared memory.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <iostream>
#include <random>
#include <thread>

#include "tests/e2e/played_game.h"
#include "tests/unit/app/walled_map.h"

namespace outrider::e2e {
namespace {

using NoNames = std::vector<std::string>;
using std::chrono::microseconds;

constexpr Patience kAskedToGo{500};
constexpr Patience kWorkersFollow{2'000};

struct Way {
    int signal;
    std::size_t workers;
};

std::ostream& operator<<(std::ostream& out, const Way& way) {
    return out << ::strsignal(way.signal) << " with " << way.workers << " workers";
}

class EndedBySignal : public testing::TestWithParam<Way> {};

TEST_P(EndedBySignal, LeavesNothingBehind) {
    const auto [signal, workers] = GetParam();
    const std::set<std::string> names_before = test::shared_memory_names();
    PlayedGame game(
        {"--scenario", "sandbox", "--map", own_map("valley.map").string(), "--workers", std::to_string(workers)});
    ASSERT_TRUE(game.shows(kStart, [n = static_cast<int>(workers)](const Title& title) { return title.workers == n; }))
        << game.last_title();
    const std::vector<pid_t> children = test::children_of(game.program().pid());
    ASSERT_EQ(children.size(), workers);

    const test::Clock::time_point asked = test::Clock::now();
    game.program().send(signal);
    const std::optional<Ending> ending = game.program().wait(kAskedToGo);
    const auto took = std::chrono::duration_cast<Patience>(test::Clock::now() - asked);
    std::cout << "ended after " << took.count() << " ms\n";
    const bool is_asked = signal != SIGKILL;
    EXPECT_EQ(ending, is_asked ? exit_code(0) : ended_by(SIGKILL)) << game.program().error();
    if (!ending) game.program().send(SIGKILL);
    static_cast<void>(game.program().wait(kWorkersFollow));

    // A worker that outlives a game which ended as asked is an orphan already at this moment.
    EXPECT_EQ(game.orphans().survivors(is_asked ? Patience{0} : kWorkersFollow), NoNames{});
    for (const pid_t child : children) EXPECT_FALSE(test::is_alive(child)) << child;
    EXPECT_EQ(test::shared_memory_names(), names_before);
    if (is_asked) expect_conserved(game.report());
}

INSTANTIATE_TEST_SUITE_P(Signals, EndedBySignal,
                         testing::Values(Way{SIGINT, 1}, Way{SIGTERM, 1}, Way{SIGHUP, 1}, Way{SIGKILL, 1},
                                         Way{SIGINT, 4}, Way{SIGTERM, 4}, Way{SIGHUP, 4}, Way{SIGKILL, 4}),
                         [](const testing::TestParamInfo<Way>& tested) {
                             return std::string("SIG") + ::sigabbrev_np(tested.param.signal) + "With" +
                                    std::to_string(tested.param.workers);
                         });

/// Games that are killed: `moment(game)` comes back when it is to die.
template <class Moment>
void kill_games(int trials, Moment moment) {
    const TemporaryFolder home;
    const auto map = home.write("walled.map", app::test::walled_map());
    const Launch launch = outrider(home, {"--scenario", "sandbox", "--headless", "--map", map.string(), "--units", "10",
                                          "--workers", "4", "--mode", "processes"});
    const std::set<std::string> names_before = test::shared_memory_names();
    test::OrphanCatcher orphans;
    for (int trial = 0; trial < trials; ++trial) {
        ChildProcess game(launch);
        moment(game);
        game.send(SIGKILL);
        ASSERT_EQ(game.wait(kWorkersFollow), ended_by(SIGKILL)) << game.error();
        ASSERT_EQ(orphans.survivors(kWorkersFollow), NoNames{}) << "trial " << trial;
    }
    std::cout << orphans.orphans_seen() << " workers followed their games\n";
    EXPECT_EQ(test::shared_memory_names(), names_before);
}

/// Comes back when the game has that many workers. Closer than any sleep could be.
void watch_for_workers(const ChildProcess& game, std::size_t count) {
    const test::Clock::time_point deadline = test::Clock::now() + kWorkersFollow;
    while (test::children_of(game.pid()).size() < count && test::Clock::now() < deadline) std::this_thread::yield();
    EXPECT_GE(test::children_of(game.pid()).size(), count);
}

/// How long the start may take here: on a slow machine all happens later.
microseconds time_of_start() {
    microseconds latest{50'000};
    kill_games(1, [&](const ChildProcess& game) {
        const test::Clock::time_point start = test::Clock::now();
        watch_for_workers(game, 1);
        const auto until_first_worker = std::chrono::duration_cast<microseconds>(test::Clock::now() - start);
        latest = std::max(latest, 2 * until_first_worker);
    });
    return latest;
}

/// Kills games at random instants between `earliest` and `latest` of their lives.
void kill_at_random(int trials, microseconds earliest, microseconds latest) {
    const auto seed = std::random_device{}();
    std::cout << "seed " << seed << ", " << earliest.count() << " to " << latest.count() << " us\n";
    std::mt19937 random(seed);
    std::uniform_int_distribution<microseconds::rep> delay(earliest.count(), latest.count());
    kill_games(trials, [&](const ChildProcess&) { std::this_thread::sleep_for(microseconds(delay(random))); });
}

TEST(Endings, SigkillAtARandomMomentOfTheStartLeavesNoOrphan) { kill_at_random(40, microseconds{0}, time_of_start()); }

TEST(Endings, SigkillAtARandomMomentOfTheRunLeavesNoOrphan) {
    const microseconds started = time_of_start();
    kill_at_random(10, started, started + microseconds(1'000'000));
}

TEST(Endings, SigkillAsAWorkerIsBornLeavesNoOrphan) {
    std::size_t workers = 0;
    kill_games(20, [&](const ChildProcess& game) {
        workers = workers % 4 + 1;
        watch_for_workers(game, workers);
    });
}

}  // namespace
}  // namespace outrider::e2e
