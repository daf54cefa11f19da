#include "game/app/siege_ground_file.h"

#include <gtest/gtest.h>

#include <string>

#include "game/app/command_line.h"
#include "tests/support/temporary_folder.h"

namespace outrider::app {
namespace {

std::string error_of(const std::filesystem::path& file) {
    try {
        (void)read_siege_ground(file);
    } catch (const UsageError& error) {
        return error.what();
    }
    return "";
}

TEST(SiegeGroundFile, ReadsKeepDoorAndGates) {
    const outrider::test::TemporaryFolder folder;
    const auto file = folder.write(
        "scenarios/a.siege.json", R"({"map": "a.map", "keep": [3, 4, 5, 6], "door": [2, 4], "gates": [[0, 1, 1, 3]]})");
    const sim::siege::SiegeGround ground = read_siege_ground(file);
    EXPECT_EQ(ground.keep, (CellRect{3, 4, 5, 6}));
    EXPECT_EQ(ground.door, (Cell{2, 4}));
    ASSERT_EQ(ground.gates.size(), 1U);
    EXPECT_EQ(ground.gates[0], (CellRect{0, 1, 1, 3}));
    EXPECT_EQ(siege_ground_file(folder.path(), "a"), file);
    EXPECT_EQ(siege_maps(folder.path()), std::vector<std::string>{"a"});
}

TEST(SiegeGroundFile, SaysWhyItCannotBeRead) {
    const outrider::test::TemporaryFolder folder;
    EXPECT_NE(error_of(folder.path() / "none.json").find("none.json: is no file"), std::string::npos);
    for (const std::string& text : {std::string(), std::string("{"), std::string("[]"), std::string(R"({"keep": [1]})"),
                                    std::string(R"({"keep": [1, 2, 3, "x"], "door": [1, 1], "gates": []})")}) {
        const std::string error = error_of(folder.write("bad.json", text));
        EXPECT_NE(error.find("bad.json: is no siege ground"), std::string::npos) << text << ": " << error;
        EXPECT_EQ(error.find('\n'), std::string::npos);
    }
}

TEST(SiegeGroundFile, KnowsNoMapsInAFolderThatIsNotThere) { EXPECT_TRUE(siege_maps("/nowhere/assets").empty()); }

}  // namespace
}  // namespace outrider::app
