// "Measure now": by key in an open window, and by itself without a screen.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/e2e/played_game.h"
#include "tests/e2e/widget_places.h"

namespace outrider::e2e {
namespace {

namespace fs = std::filesystem;

/// Four runs of five seconds, workers that start, and a machine that has other things to do.
constexpr Patience kMeasuring{80'000};
constexpr Patience kGoodbye{5'000};

[[nodiscard]] std::optional<fs::path> measured_folder(const fs::path& pictures) {
    for (const fs::directory_entry& entry : fs::directory_iterator(pictures)) {
        const fs::path folder = entry.path();
        if (!folder.filename().string().starts_with("outrider-measure-")) continue;
        if (fs::exists(folder / "report.html") && fs::exists(folder / "card.png")) return folder;
    }
    return std::nullopt;
}

void expect_quick_look(const fs::path& folder) {
    std::ifstream picture(folder / "card.png", std::ios::binary);
    std::string beginning(4, '\0');
    picture.read(beginning.data(), 4);
    EXPECT_EQ(beginning, "\x89PNG");
    EXPECT_GT(fs::file_size(folder / "card.png"), 15'000U) << "a card of one colour?";
    const nlohmann::json summary = json_in_file(folder / "summary.json");
    ASSERT_TRUE(summary.contains("runs") && summary["runs"].size() == 4) << summary;
    std::vector<std::string> modes;
    for (const nlohmann::json& run : summary["runs"]) {
        modes.push_back(run.value("mode", ""));
        EXPECT_GT(run.value("frames", 0), 0) << run;
    }
    std::ranges::sort(modes);
    EXPECT_EQ(modes, (std::vector<std::string>{"inline", "none", "processes", "threads"}));
    EXPECT_TRUE(summary.value("quick_look", false));
    EXPECT_EQ(summary.value("command", "").find("outrider measure "), 0U) << summary.value("command", "");
    EXPECT_GT(fs::file_size(folder / "report.html"), 10'000U);
}

TEST(MeasureNow, MeasuresAtAKeySavesAtAClickAndPlaysOn) {
    const overlay::WidgetPlaces card = measure_card_places();
    ASSERT_GT(card.measure_save.width, 0);
    PlayedGame game({"--scenario", "sandbox", "--map", own_map("valley.map").string(), "--units", "500", "--workers",
                     "1", "--mode", "threads"});
    ASSERT_TRUE(game.shows(kStart, any_title)) << game.last_title();
    game.hand().press_key("b");
    EXPECT_TRUE(game.shows(kMeasuring, [](const Title& title) { return title.mode == "inline"; })) << game.last_title();

    // Until the card is there a click does nothing: the player's hand is tied.
    std::optional<fs::path> folder;
    const auto is_saved = [&] {
        game.hand().click(centre(card.measure_save));
        folder = measured_folder(game.home().path());
        return folder.has_value() || !game.program().is_running();
    };
    ASSERT_TRUE(wait_until(kMeasuring, is_saved));
    ASSERT_TRUE(folder) << game.program().error();

    game.hand().click(centre(card.measure_close));
    EXPECT_TRUE(game.shows(kSoon, [](const Title& title) { return title.mode == "threads" && title.workers == 1; }))
        << game.last_title();
    game.hand().press_key("Escape");
    game.hand().press_key("Up");
    game.hand().press_key("Return");
    ASSERT_EQ(game.program().wait(kGoodbye), exit_code(0)) << game.program().error();
    EXPECT_EQ(game.orphans().survivors(kGoodbye), std::vector<std::string>{});
    expect_quick_look(*folder);
    const nlohmann::json report = game.report();
    expect_conserved(report);
    EXPECT_EQ(report.value("edits", -1), 0) << "a click on the card is none on the world";
    EXPECT_EQ(report.value("mode", ""), "threads");
}

TEST(MeasureNow, EscStopsItAndTheModeIsBack) {
    PlayedGame game(
        {"--scenario", "sandbox", "--map", own_map("valley.map").string(), "--units", "500", "--workers", "1"});
    ASSERT_TRUE(game.shows(kStart, any_title)) << game.last_title();
    game.hand().press_key("b");
    const auto is_another = [](const Title& title) { return title.mode != "processes"; };
    EXPECT_TRUE(game.shows(kMeasuring, is_another)) << game.last_title();
    game.hand().press_key("Escape");
    EXPECT_TRUE(game.shows(kSoon, [](const Title& title) { return title.mode == "processes" && title.workers == 1; }))
        << game.last_title();
    EXPECT_EQ(measured_folder(game.home().path()), std::nullopt);
    game.hand().press_key("Escape");
    game.hand().press_key("Up");
    game.hand().press_key("Return");
    ASSERT_EQ(game.program().wait(kGoodbye), exit_code(0)) << game.program().error();
    expect_conserved(game.report());
}

TEST(MeasureNow, RunsByItselfWithoutAScreen) {
    const TemporaryFolder home;
    const fs::path folder = home.path() / "measured";
    const Ended ended =
        run_to_end(outrider(home, {"--scenario", "sandbox", "--headless", "--map", own_map("valley.map").string(),
                                   "--units", "500", "--workers", "1", "--measure-now", folder.string()}),
                   kMeasuring);
    ASSERT_EQ(ended.ending, exit_code(0)) << ended.error;
    EXPECT_EQ(ended.error, "");
    EXPECT_NE(ended.output.find("Saved in " + folder.string()), std::string::npos) << ended.output;
    expect_quick_look(folder);
}

}  // namespace
}  // namespace outrider::e2e
