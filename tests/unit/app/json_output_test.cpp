#include "game/app/json_output.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "game/app/command_line.h"
#include "tests/support/temporary_folder.h"

namespace outrider::app {
namespace {

using outrider::test::TemporaryFolder;

TEST(JsonOutput, WritesOneObjectIntoAFile) {
    const TemporaryFolder folder;
    const auto file = folder.path() / "out.json";
    require_writable("--json", file);
    EXPECT_FALSE(std::filesystem::exists(file)) << "asking must leave nothing behind";
    write_json(file.string(), {{"answer", 42}});
    std::ifstream in(file);
    EXPECT_EQ(nlohmann::json::parse(in)["answer"], 42);
}

TEST(JsonOutput, WritesNamesThatAreNotUtf8) {
    const TemporaryFolder folder;
    const auto file = folder.path() / "out.json";
    write_json(file.string(), {{"map", "bad\xff"}});
    std::ifstream in(file);
    EXPECT_TRUE(nlohmann::json::parse(in)["map"].is_string());
}

TEST(JsonOutput, RefusesWhatCannotBeWritten) {
    const TemporaryFolder folder;
    EXPECT_THROW(require_writable("--json", folder.path()), UsageError);
    EXPECT_THROW(require_writable("--json", folder.path() / "no" / "such" / "out.json"), UsageError);
    EXPECT_THROW(write_json((folder.path() / "no" / "out.json").string(), {{"a", 1}}), UsageError);
    EXPECT_THROW(write_json("/dev/full", {{"a", 1}}), UsageError);
}

}  // namespace
}  // namespace outrider::app
