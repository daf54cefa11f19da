// Every bad replay is refused: one line that names the file and says why, code 2, nothing started. The bad ones are
// made from the committed one.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>

#include "tests/e2e/game_program.h"

namespace outrider::e2e {
namespace {

constexpr Patience kAtOnce{5'000};

[[nodiscard]] std::filesystem::path recorded() {
    return std::filesystem::path(OUTRIDER_SOURCE_DIR) / "tests" / "replays" / "twelve_waves.replay";
}

[[nodiscard]] std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

[[nodiscard]] std::string with(std::string text, const std::string& old, const std::string& other) {
    const std::size_t at = text.find(old);
    EXPECT_NE(at, std::string::npos) << old;
    return at == std::string::npos ? text : text.replace(at, old.size(), other);
}

struct BadReplay {
    const char* name;
    std::function<std::string(const std::string&)> spoil;
    const char* reason;  ///< a part of the line
};

std::ostream& operator<<(std::ostream& out, const BadReplay& bad) { return out << bad.name; }

class RefusedReplay : public testing::TestWithParam<BadReplay> {};

TEST_P(RefusedReplay, WithOneLineAndCode2) {
    const TemporaryFolder home;
    const std::string file = home.write("bad.replay", GetParam().spoil(text_of(recorded()))).string();
    const Ended ended = run_to_end(outrider(home, {"--headless", "--replay", file}), kAtOnce);
    EXPECT_EQ(ended.ending, exit_code(2));
    EXPECT_EQ(ended.output, "");
    EXPECT_EQ(std::ranges::count(ended.error, '\n'), 1) << ended.error;
    EXPECT_NE(ended.error.find("bad.replay"), std::string::npos) << ended.error;
    EXPECT_NE(ended.error.find(GetParam().reason), std::string::npos) << ended.error;
}

INSTANTIATE_TEST_SUITE_P(
    BadReplay, RefusedReplay,
    testing::Values(
        BadReplay{"Empty", [](const std::string&) { return std::string(); }, "empty"},
        BadReplay{"NotAReplay", [](const std::string&) { return std::string("type octile\nheight 3\n"); },
                  "bad.replay:1"},
        BadReplay{"OtherVersion",
                  [](const std::string& text) { return with(text, "\"format_version\":1", "\"format_version\":99"); },
                  "99"},
        BadReplay{"CutShort", [](const std::string& text) { return text.substr(0, text.size() / 2); }, "bad.replay"},
        BadReplay{"WithoutItsLastLine",
                  [](const std::string& text) { return text.substr(0, text.rfind('\n', text.size() - 2) + 1); },
                  "bad.replay"},
        BadReplay{"OneLetterChanged",
                  [](const std::string& text) { return with(text, "\"do\":\"build_", "\"do\":\"bui1d_"); },
                  "bad.replay"},
        BadReplay{"AnotherSeed", [](const std::string& text) { return with(text, "\"seed\":", "\"seed\":1"); },
                  "checksum"},
        BadReplay{"MapThatIsNotThere",
                  [](const std::string& text) { return with(text, "\"map\":\"valley\"", "\"map\":\"nowhere\""); },
                  "bad.replay"},
        BadReplay{"Binary", [](const std::string& text) { return text.substr(0, 200) + std::string(50, '\0'); },
                  "bad.replay"},
        BadReplay{"MoreAfterTheEnd", [](const std::string& text) { return text + "{}\n"; }, "bad.replay"}),
    [](const testing::TestParamInfo<BadReplay>& tested) { return tested.param.name; });

TEST(RefusedReplay, ThatIsNotThere) {
    const TemporaryFolder home;
    const Ended ended = run_to_end(outrider(home, {"--headless", "--replay", "/nowhere/a.replay"}), kAtOnce);
    EXPECT_EQ(ended.ending, exit_code(2));
    EXPECT_NE(ended.error.find("/nowhere/a.replay"), std::string::npos) << ended.error;
    EXPECT_EQ(std::ranges::count(ended.error, '\n'), 1) << ended.error;
}

TEST(RefusedReplay, WithAnOptionThatWasRecordedOtherwise) {
    const TemporaryFolder home;
    for (const auto& [option, value] : std::initializer_list<std::pair<std::string, std::string>>{
             {"--seed", "987654"}, {"--delay-ticks", "9"}, {"--scenario", "sandbox"}, {"--difficulty", "hard"}}) {
        const Ended ended =
            run_to_end(outrider(home, {"--headless", "--replay", recorded().string(), option, value}), kAtOnce);
        EXPECT_EQ(ended.ending, exit_code(2)) << option;
        EXPECT_NE(ended.error.find(option), std::string::npos) << ended.error;
        EXPECT_EQ(std::ranges::count(ended.error, '\n'), 1) << ended.error;
    }
}

TEST(Replay, ToldWhatItBroughtPlaysOn) {
    const TemporaryFolder home;
    const Ended ended = run_to_end(outrider(home, {"--headless", "--replay", recorded().string(), "--scenario", "siege",
                                                   "--delay-ticks", "8", "--frames", "60", "--mode", "inline"}),
                                   Patience{20'000});
    EXPECT_EQ(ended.ending, exit_code(0)) << ended.error;
}

}  // namespace
}  // namespace outrider::e2e
