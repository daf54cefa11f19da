// What cannot be worked with is refused: one line that says what and why, code 2, nothing started.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "tests/e2e/game_program.h"
#include "tests/unit/app/walled_map.h"

namespace outrider::e2e {
namespace {

constexpr Patience kAtOnce{3'000};

struct BadInput {
    const char* name;
    /// Given a folder to put files into.
    std::function<Arguments(const TemporaryFolder&)> arguments;
    /// What the line must name.
    const char* culprit;
};

std::ostream& operator<<(std::ostream& out, const BadInput& input) { return out << input.name; }

[[nodiscard]] std::function<Arguments(const TemporaryFolder&)> fixed(Arguments arguments) {
    return [arguments = std::move(arguments)](const TemporaryFolder&) { return arguments; };
}

/// Plays, or solves, with a map of this text.
[[nodiscard]] std::function<Arguments(const TemporaryFolder&)> with_map(std::string text) {
    return [text = std::move(text)](const TemporaryFolder& folder) -> Arguments {
        return {
            "--scenario", "sandbox", "--headless", "--frames", "1", "--map", folder.write("bad.map", text).string()};
    };
}

[[nodiscard]] std::function<Arguments(const TemporaryFolder&)> with_scenario(std::string text) {
    return [text = std::move(text)](const TemporaryFolder& folder) -> Arguments {
        const auto map = folder.write("good.map", app::test::walled_map());
        return {"solve", map.string(), folder.write("bad.scen", text).string()};
    };
}

class Refused : public testing::TestWithParam<BadInput> {};

TEST_P(Refused, WithOneLineAndCode2) {
    const TemporaryFolder home;
    const Ended ended = run_to_end(outrider(home, GetParam().arguments(home)), kAtOnce);
    EXPECT_EQ(ended.ending, exit_code(2));
    EXPECT_EQ(ended.output, "");
    EXPECT_TRUE(ended.error.starts_with("outrider: ") && ended.error.ends_with('\n')) << ended.error;
    EXPECT_EQ(std::ranges::count(ended.error, '\n'), 1) << ended.error;
    EXPECT_NE(ended.error.find(GetParam().culprit), std::string::npos) << ended.error;
}

const std::string kCutOff = app::test::walled_map().substr(0, 120);

INSTANTIATE_TEST_SUITE_P(
    BadInput, Refused,
    testing::Values(
        BadInput{"MissingMap", fixed({"--scenario", "sandbox", "--headless", "--map", "/nowhere/a.map"}),
                 "/nowhere/a.map"},
        BadInput{"DirectoryAsMap", fixed({"--scenario", "sandbox", "--headless", "--map", "/"}), "/"},
        BadInput{"DeviceAsMap", fixed({"--scenario", "sandbox", "--headless", "--map", "/dev/zero"}), "/dev/zero"},
        BadInput{"TruncatedMap", with_map(kCutOff), "bad.map"}, BadInput{"EmptyMap", with_map(""), "bad.map"},
        BadInput{"OversizedMap", with_map("type octile\nheight 4097\nwidth 4097\nmap\n"), "bad.map"},
        BadInput{"StrangeLetterInMap", with_map("type octile\nheight 1\nwidth 3\nmap\n.x.\n"), "bad.map:5"},
        BadInput{"MapWithoutAFreeCell", with_map("type octile\nheight 2\nwidth 2\nmap\n@@\n@@\n"), "bad.map"},
        BadInput{"ScenarioWithoutVersion", with_scenario("nonsense\n"), "bad.scen:1"},
        BadInput{"ScenarioOutsideTheMap", with_scenario("version 1\n0\tgood.map\t24\t16\t0\t0\t99\t0\t99\n"),
                 "bad.scen:2"},
        BadInput{"UnknownOption", fixed({"--scenario", "sandbox", "--headless", "--swords"}), "--swords"},
        BadInput{"UnknownCommand", fixed({"dance"}), "dance"},
        BadInput{"OptionWithoutItsValue", fixed({"--scenario", "sandbox", "--headless", "--units"}), "--units"},
        BadInput{"UnbuiltOption", fixed({"--scenario", "sandbox", "--headless", "--watch"}), "--watch"},
        BadInput{"UnwritableFolder", fixed({"--scenario", "sandbox", "--headless", "--record-frames", "/proc/nowhere"}),
                 "/proc/nowhere"},
        BadInput{"MeasureWithoutAFolder", fixed({"measure"}), "--out"},
        BadInput{"MeasureIntoAFile", fixed({"measure", "--out", "/dev/null"}), "/dev/null"},
        BadInput{"CompareWithNothing", fixed({"compare", "/nowhere"}), "compare"},
        BadInput{"CompareWhatIsNotThere", fixed({"compare", "/nowhere/a", "/nowhere/b"}), "/nowhere/a"},
        BadInput{"NegativeWorkers", fixed({"--scenario", "sandbox", "--headless", "--workers", "-1"}), "--workers"},
        BadInput{"TooManyWorkers", fixed({"--scenario", "sandbox", "--headless", "--workers", "1000000"}), "--workers"},
        BadInput{"NoUnits", fixed({"--scenario", "sandbox", "--headless", "--units", "0"}), "--units"},
        BadInput{"TooManyUnits", fixed({"--scenario", "sandbox", "--headless", "--units", "99999999999999999999"}),
                 "--units"},
        BadInput{"UnitsInWords", fixed({"--scenario", "sandbox", "--headless", "--units", "many"}), "--units"},
        BadInput{"NegativeLoad", fixed({"--scenario", "sandbox", "--headless", "--load", "-0.5"}), "--load"},
        BadInput{"NotANumber", fixed({"--scenario", "sandbox", "--headless", "--load", "nan"}), "--load"},
        BadInput{"TooManyFrames", fixed({"--scenario", "sandbox", "--headless", "--fps", "5000"}), "--fps"},
        BadInput{"UnknownMode", fixed({"--scenario", "sandbox", "--headless", "--mode", "magic"}), "--mode"},
        BadInput{"UnknownRenderer", fixed({"--scenario", "sandbox", "--headless", "--renderer", "crayons"}),
                 "--renderer"},
        BadInput{"MissingWorkerProgram",
                 fixed({"--scenario", "sandbox", "--headless", "--pathfinder", "/nowhere/worker"}), "/nowhere/worker"},
        BadInput{"FolderAsWorkerProgram", fixed({"--scenario", "sandbox", "--headless", "--pathfinder", "/"}),
                 "--pathfinder"},
        BadInput{"TooWideUnits", fixed({"solve", "a", "b", "--clearance", "3"}), "--clearance"},
        BadInput{"WidthInWords", fixed({"solve", "a", "b", "--clearance", "two"}), "--clearance"},
        BadInput{"UnknownAlgorithm", fixed({"solve", "a", "b", "--algorithm", "guess"}), "--algorithm"},
        BadInput{"SmoothAndWeighted", fixed({"solve", "a", "b", "--smooth", "--algorithm", "weighted"}), "--smooth"},
        BadInput{"NearestWithAValue", fixed({"solve", "a", "b", "--nearest=far"}), "--nearest"},
        BadInput{"NearestBesideARequest", fixed({"solve", "--request", "a", "--nearest"}), "--nearest"},
        BadInput{"UnwritableReport", fixed({"--scenario", "sandbox", "--headless", "--json", "/nowhere/a.json"}),
                 "/nowhere/a.json"},
        BadInput{"NoDisplay", fixed({"--units", "10"}), "display"}),
    [](const testing::TestParamInfo<BadInput>& tested) { return tested.param.name; });

TEST(BadInput, DisplayThatIsNotThereIsRefused) {
    const TemporaryFolder home;
    Launch launch = outrider(home, {"--scenario", "sandbox", "--units", "10"});
    launch.environment["DISPLAY"] = ":4711";
    const Ended ended = run_to_end(launch, kAtOnce);
    EXPECT_EQ(ended.ending, exit_code(2));
    EXPECT_EQ(ended.output, "");
    EXPECT_EQ(std::ranges::count(ended.error, '\n'), 1) << ended.error;
    EXPECT_NE(ended.error.find("display"), std::string::npos) << ended.error;
}

}  // namespace
}  // namespace outrider::e2e
