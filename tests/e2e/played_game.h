// A game on a screen of its own, played by a hand and read off its window's title.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "tests/e2e/game_program.h"
#include "tests/support/process_tree.h"
#include "tests/support/virtual_screen.h"

namespace outrider::e2e {

/// The status line that the game keeps in its window's title, new once a second.
struct Title {
    std::string map;
    std::string mode;
    int workers = 0;
    double work_p99_ms = 0.0;  ///< over the last second
    int queue = 0;
    bool paused = false;
};
/// Empty for any other title, such as that of the first second.
[[nodiscard]] std::optional<Title> read_title(const std::string& text);

class PlayedGame {
public:
    /// Starts `outrider arguments… --json FILE`. Throws if there can be no screen.
    explicit PlayedGame(Arguments arguments);

    [[nodiscard]] ChildProcess& program() noexcept { return program_; }
    [[nodiscard]] test::VirtualScreen& screen() noexcept { return screen_; }
    [[nodiscard]] test::Hand& hand() noexcept { return hand_; }
    [[nodiscard]] test::OrphanCatcher& orphans() noexcept { return orphans_; }
    [[nodiscard]] const TemporaryFolder& home() const noexcept { return home_; }

    using Wish = std::function<bool(const Title&)>;
    /// True as soon as the title is as wished; false if it was not until patience ended, or the game is over.
    [[nodiscard]] bool shows(Patience patience, const Wish& wish);
    /// What was last read, for messages.
    [[nodiscard]] const std::string& last_title() const noexcept { return last_title_; }
    /// What the game wrote at its end.
    [[nodiscard]] nlohmann::json report() const { return json_in_file(json_file()); }

private:
    [[nodiscard]] std::filesystem::path json_file() const { return home_.path() / "report.json"; }
    [[nodiscard]] Launch on_screen(Arguments arguments) const;

    test::VirtualScreen screen_;
    TemporaryFolder home_;
    test::OrphanCatcher orphans_;  // after the screen: the server is no orphan
    test::Hand hand_{screen_};
    ChildProcess program_;
    std::string last_title_;
};

/// Long enough for a first frame and a second of play on a busy machine.
inline constexpr Patience kStart{20'000};
/// Two titles.
inline constexpr Patience kSoon{5'000};

inline bool any_title(const Title&) { return true; }

}  // namespace outrider::e2e
