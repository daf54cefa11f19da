#include <gtest/gtest.h>
#include <unistd.h>

#include "pathfinder/search/moving_ai.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/search/test_maps.h"

namespace outrider::search {
namespace {

using namespace std::string_literals;

const std::string kMapText = "type octile\nheight 3\nwidth 4\nmap\n....\n.@@.\n....\n";
const std::string kVersionOne =
    "version 1\n"
    "0\tmaps/small.map\t4\t3\t0\t0\t3\t0\t3\n"
    "1\tmaps/small.map\t4\t3\t0\t0\t3\t2\t5.00000\n"
    "0\tmaps/small.map\t4\t3\t1\t0\t1\t0\t0\n";
const std::string kPatches =
    "type patch\npatches 2\n"
    "patch 0\nheight 2\nwidth 1\nmap\n@\n@\n"
    "patch 7\nheight 1\nwidth 3\nmap\n.@.\n";
const std::string kVersionTwo =
    "version 2\nheight 3\nwidth 4\ncost 2 manhattan octile\npatch walls.patch\ncommands\n"
    "Q 0 0 0 3 0 3 3\n"
    "P 0 0 1 0\n"
    "Q 0 0 0 3 0 7 6.41421356\n"
    "P 1 7 1 0\n"
    "Q 1 1 1 0 0 -1 -1\n";

class MovingAiScenario : public ::testing::Test {
protected:
    MovingAiScenario() { folder_.write("walls.patch", kPatches); }

    Scenario read(const std::string& text, bool with_map = true) const {
        return read_scenario(folder_.write("small.scen", text), with_map ? &map_ : nullptr);
    }
    /// What is said after the folder's name; empty if reading does not fail.
    std::string message_for(const std::string& text, bool with_map = true) const {
        try {
            (void)read(text, with_map);
        } catch (const InputError& error) {
            const std::string message = error.what();
            EXPECT_EQ(message.find('\n'), std::string::npos);
            EXPECT_EQ(message.substr(0, folder_.path().string().size()), folder_.path().string());
            return message.substr(folder_.path().string().size() + 1);
        }
        return "";
    }
    void expect_refused(const std::string& text, const std::string& message) const {
        EXPECT_EQ(message_for(text).substr(0, message.size()), message) << message_for(text);
    }

    outrider::test::TemporaryFolder folder_;
    TerrainMap map_ = parse_map(kMapText, "small.map");
};

TEST_F(MovingAiScenario, ReadsVersionOne) {
    const Scenario scenario = read(kVersionOne);
    EXPECT_EQ(scenario.version, 1);
    EXPECT_EQ(scenario.map_name, "maps/small.map");
    EXPECT_EQ(scenario.width_cells, 4);
    EXPECT_EQ(scenario.height_cells, 3);
    ASSERT_EQ(scenario.commands.size(), 3U);
    const auto& query = std::get<ScenarioQuery>(scenario.commands[1]);
    EXPECT_EQ(query.start, (Cell{0, 0}));
    EXPECT_EQ(query.goal, (Cell{3, 2}));
    EXPECT_DOUBLE_EQ(query.listed_length_cells, 5.0);
    EXPECT_FALSE(std::get<ScenarioQuery>(scenario.commands[2]).listed_unreachable());
}

TEST_F(MovingAiScenario, TakesSpacesCarriageReturnsAndVersionOnePointZero) {
    EXPECT_EQ(read("version 1.0\r\n0 small.map 4 3 0 0 3 0 3.00\r\n\r\n").commands.size(), 1U);
    EXPECT_EQ(read("version 1\n0 small.map 4 3 0 0 3 0 3").commands.size(), 1U);
}

TEST_F(MovingAiScenario, TakesTheListedSizeWithoutAMap) {
    EXPECT_EQ(read(kVersionOne, false).width_cells, 4);
    EXPECT_EQ(message_for("version 1\n0 m 4 3 0 0 3 0 3\n0 m 5 3 0 0 3 0 3\n", false),
              "small.scen:3: a query on a map of 5 x 3 cells, but the map has 4 x 3");
}

TEST_F(MovingAiScenario, NeverOpensTheMapThatItNames) {
    EXPECT_EQ(read("version 1\n0 ../../etc/passwd 4 3 0 0 3 0 3\n").map_name, "../../etc/passwd");
}

TEST_F(MovingAiScenario, RefusesBadVersionOneWithLineAndReason) {
    const auto query = [](const std::string& fields) { return "version 1\n0 m " + fields + "\n"; };
    expect_refused("", "small.scen:1: the file ends where 'version N' should be");
    expect_refused("\xEF\xBB\xBF" + kVersionOne, "small.scen:1: begins with a byte order mark");
    expect_refused("version 3\n", "small.scen:1: expected 'version 1' or 'version 2', not 'version 3'");
    expect_refused("0 m 4 3 0 0 3 0 3\n", "small.scen:1: expected 'version 1' or 'version 2'");
    expect_refused("version 1\n", "small.scen:1: the file ends without a query");
    expect_refused(query("4 3 0 0 3 0"), "small.scen:2: a query has 9 fields");
    expect_refused(query("4 3 0 0 3 0 3 3"), "small.scen:2: a query has 9 fields");
    expect_refused(query("4 4 0 0 3 0 3"), "small.scen:2: a query on a map of 4 x 4 cells, but the map has 4 x 3");
    expect_refused(query("4 3 4 0 3 0 3"), "small.scen:2: start x must lie between 0 and 3, not '4'");
    expect_refused(query("4 3 0 -1 3 0 3"), "small.scen:2: start y must lie between 0 and 2, not '-1'");
    expect_refused(query("4 3 0 0 4294967299 0 3"), "small.scen:2: goal x must lie between 0 and 3");
    expect_refused(query("4 3 0 0 3 3 3"), "small.scen:2: goal y must lie between 0 and 2, not '3'");
    expect_refused(query("4 3 1 1 3 0 3"), "small.scen:2: start (1, 1) lies on blocked terrain");
    expect_refused(query("4 3 0 0 2 1 3"), "small.scen:2: goal (2, 1) lies on blocked terrain");
    expect_refused(query("4 3 0 0 3 0 nan"), "small.scen:2: length is not a finite number: 'nan'");
    expect_refused(query("4 3 0 0 3 0 inf"), "small.scen:2: length is not a finite number: 'inf'");
    expect_refused(query("4 3 0 0 3 0 1e999"), "small.scen:2: length is not a finite number: '1e999'");
    expect_refused(query("4 3 0 0 3 0 3,5"), "small.scen:2: length is not a finite number: '3,5'");
    expect_refused(query("4 3 0 0 3 0 -1"), "small.scen:2: length is negative: '-1'");
    expect_refused(query("4 3 zero 0 3 0 3"), "small.scen:2: start x is not a whole number: 'zero'");
    expect_refused("version 1\nx m 4 3 0 0 3 0 3\n", "small.scen:2: bucket is not a whole number: 'x'");
    expect_refused("version 1\n0 m\0m 4 3 0 0 3 0 3 3\n"s, "small.scen:2: a query has 9 fields");
}

TEST_F(MovingAiScenario, RefusesTooManyCommands) {
    std::string text = "version 1\n";
    for (std::size_t i = 0; i <= kMaxScenarioCommands; ++i) text += "0 m 4 3 0 0 3 0 3\n";
    expect_refused(text, "small.scen:1000002: more than 1000000 commands");
}

/// A scenario cut between two lines is a shorter scenario, and one cut in its last number has another number there:
/// nothing can tell. But what is given back is never more than the whole lines said, plus that one.
TEST_F(MovingAiScenario, GivesAnErrorOrABeginningForEveryTruncation) {
    for (const std::string& text : {kVersionOne, kVersionTwo}) {
        const Scenario whole = read(text);
        for (std::size_t length = 0; length < text.size(); ++length) {
            const std::string cut = text.substr(0, length);
            if (const std::string message = message_for(cut); !message.empty()) {
                EXPECT_EQ(message.substr(0, 11), "small.scen:") << message;
                continue;
            }
            const Scenario part = read(cut);
            ASSERT_LE(part.commands.size(), whole.commands.size());
            for (std::size_t i = 0; i < part.commands.size(); ++i) {
                ASSERT_EQ(part.commands[i].index(), whole.commands[i].index()) << "cut at byte " << length;
                const auto* query = std::get_if<ScenarioQuery>(&part.commands[i]);
                if (query == nullptr) continue;
                EXPECT_EQ(query->start, std::get<ScenarioQuery>(whole.commands[i]).start);
                EXPECT_EQ(query->goal, std::get<ScenarioQuery>(whole.commands[i]).goal);
            }
        }
    }
}

TEST_F(MovingAiScenario, ReadsVersionTwo) {
    const Scenario scenario = read(kVersionTwo);
    EXPECT_EQ(scenario.version, 2);
    EXPECT_EQ(scenario.width_cells, 4);
    EXPECT_EQ(scenario.height_cells, 3);
    ASSERT_EQ(scenario.patches.size(), 2U);
    EXPECT_EQ(scenario.patches[1].terrain, ".@.");
    ASSERT_EQ(scenario.commands.size(), 5U);
    EXPECT_DOUBLE_EQ(std::get<ScenarioQuery>(scenario.commands[2]).listed_length_cells, 6.41421356);
    EXPECT_EQ(std::get<ScenarioPatch>(scenario.commands[3]).patch, 1U);
    EXPECT_EQ(std::get<ScenarioPatch>(scenario.commands[3]).at, (Cell{1, 0}));
    EXPECT_TRUE(std::get<ScenarioQuery>(scenario.commands[4]).listed_unreachable());
}

TEST_F(MovingAiScenario, YieldsTheEditsOfAPatchAndNoOthers) {
    const Scenario scenario = read(kVersionTwo);
    test::TestMap map(4, 3);
    std::vector<CellEdit> edits;
    const auto lay = [&](std::size_t command) {
        edits.clear();
        patch_edits(scenario, std::get<ScenarioPatch>(scenario.commands[command]), map.view(), edits);
        for (const CellEdit edit : edits) map.set(unpack(edit.cell), edit.free);
    };
    lay(1);
    ASSERT_EQ(edits.size(), 2U);
    EXPECT_EQ(unpack(edits[0].cell), (Cell{1, 0}));
    EXPECT_FALSE(edits[0].free);
    lay(1);
    EXPECT_TRUE(edits.empty());
    lay(3);  // ".@." over "@..": one cell is freed, one is blocked, one is as it was
    ASSERT_EQ(edits.size(), 2U);
    EXPECT_TRUE(edits[0].free);
    EXPECT_EQ(unpack(edits[1].cell), (Cell{2, 0}));
    EXPECT_FALSE(map.view().is_free({1, 1}));
}

TEST_F(MovingAiScenario, RefusesBadVersionTwoWithLineAndReason) {
    const std::string head = "version 2\nheight 3\nwidth 4\ncost 1 octile\npatch walls.patch\n";
    const auto command = [&head](const std::string& line) { return head + "commands\n" + line + "\n"; };
    expect_refused("version 2\nheight 3\nwidth 4\n", "small.scen:4: the file ends where 'height', 'width'");
    expect_refused("version 2\nheight 3\ncost 1 octile\ncommands\n", "small.scen:4: width is missing");
    expect_refused("version 2\nheight 3\nwidth 4\ncommands\n", "small.scen:4: 'cost' is missing");
    expect_refused(head + "height 3\n", "small.scen:6: height is given twice");
    expect_refused(head + "cost 1 octile\n", "small.scen:6: cost is given twice");
    expect_refused(head + "patch walls.patch\n", "small.scen:6: patch is given twice");
    expect_refused(head + "weather fine\n", "small.scen:6: expected 'height', 'width', 'cost', 'patch' or 'commands'");
    expect_refused("version 2\ncost 1 manhattan\n", "small.scen:2: no cost column is named 'octile'");
    expect_refused("version 2\ncost 2 octile\n", "small.scen:2: cost lists another number of names");
    expect_refused("version 2\ncost 0\n", "small.scen:2: cost must lie between 1 and 64");
    expect_refused(head + "commands\n", "small.scen:6: the file ends without a command");
    expect_refused(command("X 1 2 3"), "small.scen:7: expected a command, 'P ...' or 'Q ...'");
    expect_refused(command("P 0 0 1"), "small.scen:7: 'P' has 4 fields");
    expect_refused(command("P 0 3 1 0"), "small.scen:7: there is no patch '3'");
    expect_refused(command("P 0 0 4 0"), "small.scen:7: patch x must lie between 0 and 3");
    expect_refused(command("P 0 0 0 2"), "small.scen:7: patch y must lie between 0 and 1");
    expect_refused(command("Q 0 0 0 3 0"), "small.scen:7: 'Q' has 6 fields");
    expect_refused(command("Q 0 0 0 4 0 3"), "small.scen:7: goal x must lie between 0 and 3");
    expect_refused(command("Q 0 0 0 3 0 nan"), "small.scen:7: length is not a finite number");
}

TEST_F(MovingAiScenario, RefusesPatchesOutsideItsFolder) {
    const auto with_patch = [](const std::string& name) { return "version 2\npatch " + name + "\n"; };
    folder_.write("inner", "");
    std::filesystem::create_directory(folder_.path() / "sub");
    folder_.write("sub/more.patch", kPatches);
    ASSERT_EQ(::symlink("/etc", (folder_.path() / "etc").c_str()), 0);
    ASSERT_EQ(::symlink("/etc/passwd", (folder_.path() / "passwd").c_str()), 0);
    const std::string refusal = "must lie in the folder of the file that names it, or below";
    EXPECT_NE(message_for(with_patch("../../etc/passwd")).find(refusal), std::string::npos);
    EXPECT_NE(message_for(with_patch("sub/../walls.patch")).find(refusal), std::string::npos);
    EXPECT_NE(message_for(with_patch("/etc/passwd")).find(refusal), std::string::npos);
    EXPECT_NE(message_for(with_patch("etc/passwd")).find("cannot be opened"), std::string::npos);
    EXPECT_NE(message_for(with_patch("passwd")).find("cannot be opened"), std::string::npos);
    EXPECT_NE(message_for(with_patch("none.patch")).find("cannot be opened: No such file"), std::string::npos);
    EXPECT_NE(message_for(with_patch("sub")).find("is a folder"), std::string::npos);
    expect_refused(with_patch("sub/more.patch") + "x\n", "small.scen:3: expected 'height'");  // which was read
}

TEST_F(MovingAiScenario, FindsAPatchBesideAScenarioThatIsNamedWithoutAFolder) {
    const auto before = std::filesystem::current_path();
    folder_.write("small.scen", kVersionTwo);
    std::filesystem::current_path(folder_.path());
    EXPECT_NO_THROW((void)read_scenario("small.scen", nullptr));
    std::filesystem::current_path(before);
}

TEST_F(MovingAiScenario, RefusesBadPatchFilesWithLineAndReason) {
    const auto expect_bad_patch = [this](const std::string& text, const std::string& message) {
        folder_.write("walls.patch", text);
        expect_refused(kVersionTwo, "walls.patch:" + message);
    };
    expect_bad_patch("type octile\n", "1: expected 'type patch', not 'type octile'");
    expect_bad_patch("type patch\npatches -1\n", "2: patches must lie between 0 and 1000000");
    expect_bad_patch("type patch\npatches 4294967296\n", "2: patches must lie between 0 and 1000000");
    expect_bad_patch("type patch\npatches 1\nheight 1\n", "3: expected 'patch N', not 'height 1'");
    expect_bad_patch("type patch\npatches 1\npatch 0\nheight 1\nwidth 2\nmap\n.\n", "7: row 1 has 1 cells");
    expect_bad_patch("type patch\npatches 2\npatch 0\nheight 1\nwidth 1\nmap\n.\npatch 0\n",
                     "8: patch 0 is given twice");
    expect_bad_patch(kPatches + "patch 9\n", "14: nothing was expected here");
}

TEST_F(MovingAiScenario, RefusesEveryTruncationOfAPatchFile) {
    for (std::size_t length = 0; length + 1 < kPatches.size(); ++length) {
        folder_.write("walls.patch", kPatches.substr(0, length));
        EXPECT_EQ(message_for(kVersionTwo).substr(0, 12), "walls.patch:") << "cut at byte " << length;
    }
}

TEST(ListedLength, IsMatchedAsRoundedInTheFiles) {
    EXPECT_TRUE(matches_listed_length({318, 112}, 476.39));
    EXPECT_TRUE(matches_listed_length({4, 2}, 6.82843));
    EXPECT_FALSE(matches_listed_length({4, 2}, 6.84));
    EXPECT_FALSE(matches_listed_length({5, 2}, 6.82843));
    EXPECT_TRUE(matches_listed_length({5000, 0}, 5000.04));
    EXPECT_FALSE(matches_listed_length({5000, 0}, 5000.06));
}

}  // namespace
}  // namespace outrider::search
