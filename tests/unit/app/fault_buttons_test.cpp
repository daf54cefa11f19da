#include "game/app/fault_buttons.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "game/sim/world.h"
#include "tests/support/board_fixture.h"

namespace outrider::app {
namespace {

using namespace std::chrono_literals;
using overlay::Fault;
using overlay::FaultAnswer;
using paths::Mode;

/// A small game without a window.
class Game final : private FaultTarget {
public:
    explicit Game(Mode mode) : paths_(settings(mode)) { world_.set_ask_policy({.per_unit_per_second = 2.0}); }

    void frame() {
        paths_.poll(sink_);
        world_.tick(paths_.mode());
        world_.submit(paths_);
        paths_.flush();
        paths_.refresh_statistics();
        faults_.look(1ms);
        EXPECT_TRUE(paths_.is_conserved());
    }
    [[nodiscard]] bool until(const std::function<bool()>& done) {
        for (const auto deadline = FaultButtons::Clock::now() + 20s; !done();) {
            if (FaultButtons::Clock::now() > deadline) return false;
            frame();
            std::this_thread::sleep_for(1ms);
        }
        return true;
    }
    /// Some answers and all workers, so that a fault finds them at work.
    [[nodiscard]] bool warm_up() {
        return until([this] {
            const bool has_workers = paths_.mode() == Mode::kThreads || paths_.mode() == Mode::kProcesses;
            if (has_workers && paths_.statistics().workers_alive < 2) return false;
            return paths_.mode() == Mode::kNone || paths_.requests().answered() > 10;
        });
    }
    [[nodiscard]] bool led_to(std::string_view text) {
        return until([&] { return faults_.led_to().find(text) != std::string_view::npos; });
    }
    FaultButtons& faults() { return faults_; }
    paths::PathDispatcher& paths() { return paths_; }

private:
    void ask_all_again() override { world_.ask_all_again(); }
    [[nodiscard]] std::uint32_t unit_count() const noexcept override { return world_.unit_count(); }
    [[nodiscard]] Cell some_cell() const noexcept override { return sim::cell_of(world_.positions()[0]); }
    [[nodiscard]] MapVersion version() const noexcept override { return world_.version(); }

    static constexpr GridLayout kLayout{120, 90};
    static paths::DispatcherSettings settings(Mode mode) {
        paths::DispatcherSettings settings;
        settings.layout = kLayout;
        settings.bits = testing::open_field(kLayout);
        settings.mode = mode;
        settings.workers = 2;
        settings.policy = SchedulingPolicy::kNormal;
        settings.pathfinder = std::filesystem::path(OUTRIDER_BIN_DIR) / "outrider-pathfinder";
        return settings;
    }

    std::string terrain_ = std::string(120 * 90, '.');
    sim::World world_{{.width_cells = 120, .height_cells = 90, .terrain = terrain_, .units = 300, .seed = 1}};
    paths::PathDispatcher paths_;
    FaultButtons faults_{paths_, *this};
    FaultSink sink_{world_, faults_};
};

TEST(FaultButtons, KillAWorkerProcess) {
    Game game(Mode::kProcesses);
    ASSERT_TRUE(game.warm_up());
    game.faults().press(Fault::kKill);
    EXPECT_TRUE(game.led_to("its heir answers in")) << game.faults().led_to();
    EXPECT_EQ(game.paths().requests().deaths, 1U);
    EXPECT_NE(game.faults().done().find("re-issued"), std::string_view::npos) << game.faults().done();
}

TEST(FaultButtons, StopAWorkerProcess) {
    Game game(Mode::kProcesses);
    ASSERT_TRUE(game.warm_up());
    game.faults().press(Fault::kStop);
    EXPECT_TRUE(game.led_to("its heir answers in"));
    EXPECT_EQ(game.paths().statistics().hung_kills, 1U);
}

TEST(FaultButtons, KillAllWorkerProcesses) {
    Game game(Mode::kProcesses);
    ASSERT_TRUE(game.warm_up());
    game.faults().press(Fault::kKillAll);
    EXPECT_TRUE(game.led_to("its heir answers in"));
    EXPECT_TRUE(game.until([&] { return game.paths().requests().deaths == 2; }));
    const std::string_view done = game.faults().done();
    EXPECT_EQ(done.find("re-issued"), done.rfind("re-issued")) << "one sum for all of them: " << done;
}

TEST(FaultButtons, PoisonTwoWorkerProcessesAndNoMore) {
    Game game(Mode::kProcesses);
    ASSERT_TRUE(game.warm_up());
    game.faults().press(Fault::kPoison);
    EXPECT_TRUE(game.led_to("failed: SIGABRT in 2 tries"));
    EXPECT_EQ(game.paths().requests().quarantined, 1U);
}

TEST(FaultButtons, AskForASlowPathAndAStormInEveryModeThatSearches) {
    for (const Mode mode : {Mode::kInline, Mode::kThreads, Mode::kProcesses}) {
        SCOPED_TRACE(to_string(mode));
        Game game(mode);
        ASSERT_TRUE(game.warm_up());
        game.faults().press(Fault::kSlow);
        EXPECT_TRUE(game.led_to("found after 5"));
        game.faults().press(Fault::kStorm);
        EXPECT_TRUE(game.led_to("answered in"));
        EXPECT_FALSE(game.faults().in_question());
    }
}

TEST(FaultButtons, CountAFrameThatOutlastsTheAftermathAndNoneFromBefore) {
    Game game(Mode::kInline);
    FaultButtons& faults = game.faults();
    faults.press(Fault::kStorm);
    const auto pressed = FaultButtons::Clock::now();
    faults.look(50ms, pressed);
    EXPECT_EQ(faults.led_to(), "0 frames late") << "it ended before the key was pressed";
    faults.look(1ms, pressed + 2s);
    faults.look(2s, pressed + 2s + 10ms);
    EXPECT_EQ(faults.led_to(), "1 frame late");
    faults.look(50ms, pressed + 2s + 60ms);
    EXPECT_EQ(faults.led_to(), "1 frame late") << "it began long after";
}

TEST(FaultButtons, DoNothingWhereNothingSearches) {
    Game game(Mode::kNone);
    game.faults().press(Fault::kKill);
    game.faults().press(Fault::kSlow);
    game.frame();
    EXPECT_FALSE(game.faults().in_question());
    EXPECT_EQ(game.faults().done(), "");
}

TEST(FaultButtons, AskBeforeTheGameItselfWouldDieAndSwitchIfThatIsTheAnswer) {
    for (const Mode mode : {Mode::kInline, Mode::kThreads}) {
        for (const Fault fault : {Fault::kKill, Fault::kStop, Fault::kPoison, Fault::kKillAll}) {
            SCOPED_TRACE(std::string(to_string(mode)) + " " + std::to_string(static_cast<int>(fault)));
            Game game(mode);
            ASSERT_TRUE(game.warm_up());
            game.faults().press(fault);
            EXPECT_EQ(game.faults().in_question(), fault);
            game.faults().answer(FaultAnswer::kCancel);
            EXPECT_FALSE(game.faults().in_question());
            EXPECT_EQ(game.paths().mode(), mode);

            game.faults().press(fault);
            game.faults().answer(FaultAnswer::kDoInProcesses);
            EXPECT_EQ(game.paths().mode(), Mode::kProcesses);
            EXPECT_TRUE(game.led_to(fault == Fault::kPoison ? "failed: SIGABRT" : "its heir answers in"))
                << game.faults().done() << " / " << game.faults().led_to();
        }
    }
}

TEST(FaultButtonsDeathTest, ReallyEndTheGameIfThatIsTheAnswer) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    for (const Mode mode : {Mode::kInline, Mode::kThreads}) {
        for (const Fault fault : {Fault::kKill, Fault::kPoison, Fault::kKillAll}) {
            const auto play = [&] {
                Game game(mode);
                (void)game.warm_up();
                game.faults().press(fault);
                game.faults().answer(FaultAnswer::kDoAnyway);
                (void)game.until([] { return false; });
            };
            EXPECT_EXIT(play(), ::testing::KilledBySignal(SIGABRT), "");
        }
    }
}

// Whether `process` stands still, by the state letter that follows its name in /proc (proc(5)).
bool stopped(pid_t process) {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string line;
    std::getline(file, line);
    const std::size_t after_name = line.rfind(')');
    return after_name != std::string::npos && line.compare(after_name, 3, ") T") == 0;
}

// Continues `process` once it is seen to stand still, from a process of its own.
void continue_when_stopped(pid_t process) {
    if (::fork() != 0) return;
    for (int tries = 0; tries < 3'000 && !stopped(process); ++tries) ::usleep(10'000);
    if (stopped(process)) ::kill(process, SIGCONT);
    ::_exit(0);
}

TEST(FaultButtonsDeathTest, ReallyStopTheGameIfThatIsTheAnswer) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    const auto play = [&] {
        Game game(Mode::kInline);
        struct sigaction action {};
        action.sa_handler = [](int) { _exit(42); };
        ::sigaction(SIGCONT, &action, nullptr);
        continue_when_stopped(::getpid());
        game.faults().press(Fault::kStop);
        game.faults().answer(FaultAnswer::kDoAnyway);
        // Any thread may be the one that runs the handler, so this one has to wait for it.
        std::this_thread::sleep_for(std::chrono::seconds(20));
        _exit(1);
    };
    EXPECT_EXIT(play(), ::testing::ExitedWithCode(42), "");
}

}  // namespace
}  // namespace outrider::app
