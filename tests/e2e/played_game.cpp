#include "tests/e2e/played_game.h"

#include <regex>

namespace outrider::e2e {

std::optional<Title> read_title(const std::string& text) {
    static const std::regex kForm(
        R"(Outrider - (.+) - (none|inline|threads|processes) (\d+) workers? - work p99 ([\d.]+) ms - queue (\d+) - )"
        R"([\d.]+ ms frames( - paused)?)");
    std::smatch parts;
    if (!std::regex_match(text, parts, kForm)) return std::nullopt;
    return Title{.map = parts[1],
                 .mode = parts[2],
                 .workers = std::stoi(parts[3]),
                 .work_p99_ms = std::stod(parts[4]),
                 .queue = std::stoi(parts[5]),
                 .paused = parts[6].matched};
}

PlayedGame::PlayedGame(Arguments arguments) : program_(on_screen(std::move(arguments))) {}

bool PlayedGame::shows(Patience patience, const Wish& wish) {
    bool is_shown = false;
    const auto is_shown_or_over = [&] {
        last_title_ = hand_.title_of(program_.pid());
        const std::optional<Title> title = read_title(last_title_);
        is_shown = title && wish(*title);
        return is_shown || !program_.is_running();
    };
    static_cast<void>(wait_until(patience, is_shown_or_over));
    return is_shown;
}

Launch PlayedGame::on_screen(Arguments arguments) const {
    arguments.insert(arguments.end(), {"--json", json_file().string()});
    Launch launch = outrider(home_, std::move(arguments));
    launch.environment["DISPLAY"] = screen_.display();
    return launch;
}

}  // namespace outrider::e2e
