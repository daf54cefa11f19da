// A player at the screen: mouse, keys and the way out.
#include <gtest/gtest.h>

#include <fstream>

#include "tests/e2e/played_game.h"
#include "tests/e2e/widget_places.h"

namespace outrider::e2e {
namespace {

/// In the open world, between the panels at the left and at the right.
constexpr test::ScreenPoint kWallBegins{560, 300};
constexpr test::ScreenPoint kWallEnds{740, 430};

constexpr Patience kGoodbye{5'000};

void expect_png(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string beginning(4, '\0');
    in.read(beginning.data(), 4);
    EXPECT_EQ(beginning, "\x89PNG") << file;
    EXPECT_GT(std::filesystem::file_size(file), 20'000U) << "a screen full of one colour?";
}

TEST(Player, PaintsAWallAndQuits) {
    const overlay::WidgetPlaces places = widget_places();
    const TemporaryFolder pictures;
    const std::filesystem::path picture = pictures.path() / "last.png";
    PlayedGame game({"--scenario", "sandbox", "--workers", "1", "--screenshot", picture.string()});
    ASSERT_TRUE(game.shows(kStart, [](const Title& title) { return title.workers == 1; })) << game.last_title();

    game.hand().drag(kWallBegins, kWallEnds);
    game.hand().drag(left_end(places.workers_slider), right_end(places.workers_slider));
    EXPECT_TRUE(game.shows(kSoon, [](const Title& title) { return title.workers > 1; })) << game.last_title();
    game.hand().drag(right_end(places.workers_slider), left_end(places.workers_slider));
    EXPECT_TRUE(game.shows(kSoon, [](const Title& title) { return title.workers == 0; })) << game.last_title();
    game.hand().press_key("bracketright");
    EXPECT_TRUE(game.shows(kSoon, [](const Title& title) { return title.workers == 1; })) << game.last_title();
    game.hand().press_key("m");
    EXPECT_TRUE(game.shows(kSoon, [](const Title& title) { return title.mode == "none"; })) << game.last_title();
    game.hand().click(centre(places.mode_buttons[static_cast<std::size_t>(paths::Mode::kThreads)]));
    EXPECT_TRUE(game.shows(kSoon, [](const Title& title) { return title.mode == "threads"; })) << game.last_title();
    game.hand().press_key("space");
    EXPECT_TRUE(game.shows(kSoon, [](const Title& title) { return title.paused; })) << game.last_title();

    game.hand().press_key("Escape");
    game.hand().press_key("Up");  // from the first item to the last: quit
    game.hand().press_key("Return");
    ASSERT_EQ(game.program().wait(kGoodbye), exit_code(0)) << game.program().error();
    EXPECT_EQ(game.program().error(), "");
    EXPECT_EQ(game.orphans().survivors(kGoodbye), std::vector<std::string>{});

    const nlohmann::json report = game.report();
    expect_conserved(report);
    EXPECT_GE(report.value("edits", 0), 1);
    EXPECT_GT(report.value("edited_cells", 0), 20);
    EXPECT_EQ(report.value("mode_changes", 0), 2);
    EXPECT_EQ(report.value("mode", ""), "threads");
    expect_png(picture);
}

TEST(Player, QuitsByTheMenusButton) {
    const overlay::WidgetPlaces places = widget_places();
    PlayedGame game({"--scenario", "sandbox", "--map", own_map("valley.map").string(), "--units", "500"});
    ASSERT_TRUE(game.shows(kStart, any_title)) << game.last_title();
    // The key and the click may meet in one frame, before the menu is there to be clicked: until it is, try again.
    game.hand().press_key("Escape");
    const auto has_quit = [&] {
        game.hand().click(centre(places.menu_buttons[2]));
        return game.program().wait(Patience{200}).has_value();
    };
    ASSERT_TRUE(wait_until(kGoodbye, has_quit));
    EXPECT_EQ(game.program().wait(Patience{0}), exit_code(0));
    expect_conserved(game.report());
}

TEST(Player, FindsTheGameGoneWithItsScreen) {
    PlayedGame game(
        {"--scenario", "sandbox", "--map", own_map("valley.map").string(), "--units", "500", "--workers", "2"});
    ASSERT_TRUE(game.shows(kStart, [](const Title& title) { return title.workers == 2; })) << game.last_title();
    game.screen().kill();
    EXPECT_TRUE(game.program().wait(kGoodbye)) << "plays on for nobody";
    EXPECT_EQ(game.orphans().survivors(kGoodbye), std::vector<std::string>{});
}

}  // namespace
}  // namespace outrider::e2e
