#include "game/app/result_folder.h"

#include <gtest/gtest.h>

#include <fstream>

#include "game/app/command_line.h"
#include "tests/support/temporary_folder.h"

namespace outrider::app {
namespace {

namespace fs = std::filesystem;
using outrider::test::TemporaryFolder;

std::string refusal_of(const fs::path& folder) {
    try {
        require_result_folder("--out", folder);
    } catch (const UsageError& error) {
        return error.what();
    }
    return {};
}

void put(const fs::path& file) {
    fs::create_directories(file.parent_path());
    std::ofstream(file) << "x";
}

TEST(ResultFolder, IsMadeIfItIsNotThere) {
    const TemporaryFolder folder;
    EXPECT_EQ(refusal_of(folder.path() / "a" / "b"), "");
    EXPECT_TRUE(fs::is_directory(folder.path() / "a" / "b"));
}

TEST(ResultFolder, TakesTheResultsOfAnEarlierMeasurementAway) {
    const TemporaryFolder folder;
    const fs::path results = folder.path() / "results";
    for (const char* name :
         {"summary.json", "report.html", "card.png", "runs/none_r1.csv", "runs/none_r1.trace.json"}) {
        put(results / name);
    }
    EXPECT_EQ(refusal_of(results), "");
    remove_old_runs(results);
    EXPECT_TRUE(fs::is_empty(results / "runs"));
    EXPECT_TRUE(fs::exists(results / "report.html"));
    EXPECT_FALSE(fs::exists(results / "card.png")) << "the next measurement may have none";
}

TEST(ResultFolder, TakesFilesAwayThatWereNotWrittenToTheirEnd) {
    const TemporaryFolder folder;
    const fs::path results = folder.path() / "results";
    for (const char* name :
         {"summary.json.part", "report.html.part", "runs/none_r1.csv.part", "runs/none_r1.trace.json.part"}) {
        put(results / name);
    }
    EXPECT_EQ(refusal_of(results), "");
    remove_old_runs(results);
    EXPECT_FALSE(fs::exists(results / "summary.json.part"));
    EXPECT_FALSE(fs::exists(results / "report.html.part"));
    EXPECT_TRUE(fs::is_empty(results / "runs"));
    put(results / "thesis.tex.part");
    EXPECT_NE(refusal_of(results), "");
}

TEST(ResultFolder, NamesTheOptionWhateverIsWrongWithTheName) {
    const TemporaryFolder folder;
    const std::string why = refusal_of(folder.path() / std::string(300, 'a'));
    EXPECT_TRUE(why.starts_with("--out: ")) << why;
    EXPECT_NE(why.find("File name too long"), std::string::npos) << why;
}

TEST(ResultFolder, IsRefusedWithSomebodyElsesFilesAndSaysWhatToDo) {
    const TemporaryFolder folder;
    put(folder.path() / "results" / "thesis.tex");
    const std::string why = refusal_of(folder.path() / "results");
    EXPECT_TRUE(why.starts_with("--out: ")) << why;
    EXPECT_NE(why.find("thesis.tex"), std::string::npos) << why;
    EXPECT_NE(why.find("name a new folder"), std::string::npos) << why;
    EXPECT_EQ(why.find('\n'), std::string::npos);
}

TEST(ResultFolder, IsRefusedWhereAFileIs) {
    const TemporaryFolder folder;
    put(folder.path() / "file");
    EXPECT_NE(refusal_of(folder.path() / "file"), "");
    EXPECT_NE(refusal_of(folder.path() / "file" / "below"), "");
}

}  // namespace
}  // namespace outrider::app
