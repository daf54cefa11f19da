// The fault buttons on a screen, by key and by mouse.
#include <gtest/gtest.h>

#include <csignal>

#include "tests/e2e/played_game.h"
#include "tests/e2e/widget_places.h"

namespace outrider::e2e {
namespace {

constexpr Patience kGoodbye{5'000};

bool both_work(const Title& title) { return title.workers == 2; }

void end(PlayedGame& game) {
    game.program().send(SIGINT);
    ASSERT_EQ(game.program().wait(kGoodbye), exit_code(0)) << game.program().error();
    expect_conserved(game.report());
}

TEST(FaultKeys, KillPoisonSlowAndStormLoseNothing) {
    PlayedGame game({"--scenario", "sandbox", "--workers", "2", "--policy", "normal", "--map",
                     own_map("valley.map").string(), "--units", "1000"});
    ASSERT_TRUE(game.shows(kStart, both_work)) << game.last_title();
    for (const char* key : {"F5", "F7", "F8", "F9", "F10"}) {
        game.hand().press_key(key);
        // A title is a second of play: what the key did has happened.
        ASSERT_TRUE(game.shows(kSoon, any_title));
    }
    ASSERT_TRUE(game.shows(kSoon, both_work)) << game.last_title();
    end(game);
    const nlohmann::json report = game.report();
    EXPECT_GE(report.value("deaths", 0), 1 + 2 + 1) << "killed, poisoned twice, all killed";
    EXPECT_EQ(report.value("quarantined", 0), 1);
    EXPECT_EQ(report.value("hung_kills", -1), 0);
}

TEST(FaultKeys, AskFirstInlineAndSwitchToProcessesByMouse) {
    const overlay::WidgetPlaces places = widget_places();
    PlayedGame game({"--scenario", "sandbox", "--mode", "inline", "--workers", "2", "--policy", "normal", "--map",
                     own_map("valley.map").string(), "--units", "1000"});
    ASSERT_TRUE(game.shows(kStart, [](const Title& title) { return title.mode == "inline"; })) << game.last_title();
    game.hand().press_key("F5");
    // The key and the click may meet in one frame, before the question is there: until it is, try again.
    EXPECT_TRUE(wait_until(kSoon, [&] {
        game.hand().click(centre(places.question_buttons[1]));
        return game.shows(Patience{1'500}, [](const Title& title) { return title.mode == "processes"; });
    }));
    ASSERT_TRUE(game.shows(kSoon, both_work)) << game.last_title();
    end(game);
    EXPECT_GE(game.report().value("deaths", 0), 1);
}

TEST(FaultKeys, ReallyEndTheGameIfThatIsTheAnswer) {
    const overlay::WidgetPlaces places = widget_places();
    PlayedGame game({"--scenario", "sandbox", "--mode", "threads", "--workers", "2", "--map",
                     own_map("valley.map").string(), "--units", "1000"});
    ASSERT_TRUE(game.shows(kStart, [](const Title& title) { return title.mode == "threads"; })) << game.last_title();
    game.hand().press_key("F5");
    ASSERT_TRUE(wait_until(kGoodbye, [&] {
        game.hand().click(centre(places.question_buttons[0]));
        return game.program().wait(Patience{300}).has_value();
    }));
    EXPECT_EQ(game.program().wait(Patience{0}), ended_by(SIGABRT));
#ifndef OUTRIDER_SANITIZED
    EXPECT_NE(game.program().error().find("killed on purpose"), std::string::npos) << game.program().error();
#endif
    EXPECT_EQ(game.orphans().survivors(kGoodbye), std::vector<std::string>{});
}

}  // namespace
}  // namespace outrider::e2e
