#include "pathfinder/search/input_file.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace outrider::search {
namespace {

constexpr std::size_t kLimit_bytes = 100;

class BeneathAFolder : public ::testing::TestWithParam<BeneathCheck> {
protected:
    BeneathAFolder() {
        std::filesystem::create_directory(folder_.path() / "sub");
        folder_.write("here", "here");
        folder_.write("sub/below", "below");
    }
    std::string read(const std::string& name) const {
        return read_whole_file_beneath(folder_.path(), name, kLimit_bytes, GetParam());
    }
    outrider::test::TemporaryFolder folder_;
};

INSTANTIATE_TEST_SUITE_P(InputFile, BeneathAFolder,
                         ::testing::Values(BeneathCheck::kKernel, BeneathCheck::kStepByStep));

TEST_P(BeneathAFolder, ReadsFilesThere) {
    EXPECT_EQ(read("here"), "here");
    EXPECT_EQ(read("./here"), "here");
    EXPECT_EQ(read("sub/below"), "below");
}

TEST_P(BeneathAFolder, RefusesEveryWayOut) {
    ASSERT_EQ(::symlink("/etc", (folder_.path() / "etc").c_str()), 0);
    ASSERT_EQ(::symlink("../../etc/passwd", (folder_.path() / "sub/passwd").c_str()), 0);
    for (const char* name : {"..", "../x", "sub/../here", "/etc/passwd", "etc/passwd", "sub/passwd", "", "none/x"}) {
        EXPECT_THROW((void)read(name), InputError) << name;
    }
}

TEST(InputFile, IsReadUpToItsLimit) {
    const outrider::test::TemporaryFolder folder;
    EXPECT_EQ(read_whole_file(folder.write("full", std::string(kLimit_bytes, 'x')), kLimit_bytes).size(), kLimit_bytes);
    EXPECT_THROW((void)read_whole_file(folder.write("over", std::string(kLimit_bytes + 1, 'x')), kLimit_bytes),
                 InputError);
}

TEST(LineReader, SplitsLinesAndWords) {
    LineReader reader("one  two\r\n\n\tthree", "x");
    ASSERT_TRUE(reader.next());
    EXPECT_EQ(reader.words(), (std::vector<std::string_view>{"one", "two"}));
    ASSERT_TRUE(reader.next());
    EXPECT_TRUE(reader.is_blank());
    ASSERT_TRUE(reader.next());
    EXPECT_EQ(reader.words(), (std::vector<std::string_view>{"three"}));
    EXPECT_FALSE(reader.next());
}

TEST(LineReader, ShortensAndCleansWhatItQuotes) {
    EXPECT_EQ(in_quotes("a\tb\x7F"), "'a?b?'");
    EXPECT_EQ(in_quotes(std::string(50, 'x')), "'" + std::string(40, 'x') + "...'");
}

}  // namespace
}  // namespace outrider::search
