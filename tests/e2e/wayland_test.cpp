// The game under Wayland, once: weston on a screen that nobody sees. Not weston's own headless backend: it has neither
// mouse nor keyboard, and SDL before 2.30 crashes where there is none (libsdl-org/SDL issue 8898).
#include <gtest/gtest.h>

#include <csignal>

#include "tests/e2e/game_program.h"
#include "tests/support/virtual_screen.h"

namespace outrider::e2e {
namespace {

constexpr Patience kServerStart{10'000};
constexpr Patience kSixtyFrames{20'000};
constexpr int kNotInstalled = 127;

TEST(Wayland, PlaysSixtyFrames) {
    const test::VirtualScreen screen;
    const TemporaryFolder home;
    const std::string socket = "outrider-test";
    Launch server = outrider(home, {"--backend=x11-backend.so", "--use-pixman", "--no-config", "--idle-time=0",
                                    "--width=1280", "--height=720", "--socket=" + socket});
    server.program = "weston";
    server.environment["DISPLAY"] = screen.display();
    ChildProcess weston(server);
    const std::filesystem::path socket_file = home.path() / socket;
    const auto is_up_or_over = [&] { return std::filesystem::exists(socket_file) || !weston.is_running(); };
    ASSERT_TRUE(wait_until(kServerStart, is_up_or_over)) << weston.error();
    if (weston.wait(Patience{0}) == exit_code(kNotInstalled)) GTEST_SKIP() << "weston is not installed";
    ASSERT_TRUE(weston.is_running()) << weston.error();

    const std::filesystem::path json = home.path() / "report.json";
    Launch game = outrider(
        home, {"--frames", "60", "--map", own_map("valley.map").string(), "--units", "500", "--json", json.string()});
    game.environment["WAYLAND_DISPLAY"] = socket;
    game.environment["SDL_VIDEODRIVER"] = "wayland";
    const Ended ended = run_to_end(game, kSixtyFrames);
    EXPECT_EQ(ended.ending, exit_code(0)) << ended.error;
    const nlohmann::json report = json_in_file(json);
    expect_conserved(report);
    EXPECT_EQ(report.value("frames", 0), 60);

    weston.send(SIGTERM);
    static_cast<void>(weston.wait(Patience{2'000}));
}

}  // namespace
}  // namespace outrider::e2e
