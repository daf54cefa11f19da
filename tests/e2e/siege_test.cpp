// A player who holds the keep, with mouse and keys.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "tests/e2e/played_game.h"
#include "tests/e2e/widget_places.h"

namespace outrider::e2e {
namespace {

constexpr Patience kGoodbye{5'000};

// On the valley, fitted into 1280x720: meadow between the river and the castle.
constexpr test::ScreenPoint kWallBegins{640, 300};
constexpr test::ScreenPoint kWallEnds{640, 350};
constexpr test::ScreenPoint kArrowTower{700, 320};
constexpr test::ScreenPoint kFrostTower{720, 380};

void quit_by_menu(PlayedGame& game) {
    game.hand().press_key("Escape");
    game.hand().press_key("Up");
    game.hand().press_key("Return");
    ASSERT_EQ(game.program().wait(kGoodbye), exit_code(0)) << game.program().error();
    EXPECT_EQ(game.program().error(), "");
    EXPECT_EQ(game.orphans().survivors(kGoodbye), std::vector<std::string>{});
}

TEST(Siege, IsBuiltAndFoughtByHand) {
    PlayedGame game({"--workers", "2"});
    ASSERT_TRUE(game.shows(kStart, [](const Title& title) { return title.workers == 2; })) << game.last_title();

    game.hand().press_key("1");
    game.hand().drag(kWallBegins, kWallEnds);
    game.hand().press_key("2");
    game.hand().click(kArrowTower);
    game.hand().press_key("4");
    game.hand().click(kFrostTower);
    game.hand().press_key("Escape");  // lets go of the tool
    game.hand().press_key("5");       // hires an outrider
    game.hand().press_key("n");       // calls the wave
    game.hand().press_key("equal");
    game.hand().press_key("equal");  // four times as fast
    std::this_thread::sleep_for(std::chrono::seconds(6));
    quit_by_menu(game);

    const nlohmann::json report = game.report();
    expect_conserved(report);
    const nlohmann::json siege = report.value("siege", nlohmann::json::object());
    EXPECT_GE(siege.value("questions", 0), 12) << "a wave of twelve raiders was called";
    EXPECT_EQ(siege.value("towers", 0), 2);
    EXPECT_GE(siege.value("wall_cells", 0), 5);
    EXPECT_EQ(siege.value("difficulty", ""), "normal");
}

TEST(Siege, ModeKeySkipsNone) {
    PlayedGame game({"--workers", "1"});
    ASSERT_TRUE(game.shows(kStart, [](const Title& title) { return title.mode == "processes"; })) << game.last_title();
    game.hand().press_key("m");
    EXPECT_TRUE(game.shows(kSoon, [](const Title& title) { return title.mode == "inline"; })) << game.last_title();
    game.hand().press_key("m");
    EXPECT_TRUE(game.shows(kSoon, [](const Title& title) { return title.mode == "threads"; })) << game.last_title();
    quit_by_menu(game);
}

TEST(Siege, IsRecordedAndPlayedAgain) {
    const TemporaryFolder folder;
    const std::string record = (folder.path() / "game.replay").string();
    PlayedGame game({"--workers", "1", "--record", record});
    ASSERT_TRUE(game.shows(kStart, any_title)) << game.last_title();
    game.hand().press_key("1");
    game.hand().drag(kWallBegins, kWallEnds);
    game.hand().press_key("n");
    std::this_thread::sleep_for(std::chrono::seconds(3));
    game.hand().press_key("Escape");
    quit_by_menu(game);
    const nlohmann::json report = game.report();

    const Ended again = run_to_end(
        outrider(folder, {"--replay", record, "--headless", "--fps", "0", "--mode", "inline", "--json", "-"}), kStart);
    EXPECT_EQ(again.ending, exit_code(0)) << again.error;
    const nlohmann::json replayed = json_in(again.output);
    EXPECT_EQ(replayed["state_hash"], report["state_hash"]);
    EXPECT_EQ(replayed["path_hash"], report["path_hash"]);
    EXPECT_EQ(replayed["ticks"], report["ticks"]);
    EXPECT_GT(replayed.value("ticks", 0), 60);
}

}  // namespace
}  // namespace outrider::e2e
