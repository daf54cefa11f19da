#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pathfinder/search/moving_ai.h"
#include "tests/support/temporary_folder.h"

namespace outrider::search {
namespace {

using namespace std::string_literals;

const std::string kGoodMap = "type octile\nheight 3\nwidth 4\nmap\n.GS.\n@OTW\n....\n";

/// The message with which reading fails; empty if it does not fail.
template <class Read>
std::string message_of(Read read) {
    try {
        (void)read();
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

std::string message_for(const std::string& text) {
    return message_of([&text] { return parse_map(text, "x.map"); });
}

TEST(MovingAiMap, ReadsTerrainRowByRow) {
    const TerrainMap map = parse_map(kGoodMap, "x.map");
    EXPECT_EQ(map.width_cells, 4);
    EXPECT_EQ(map.height_cells, 3);
    EXPECT_EQ(map.terrain, ".GS.@OTW....");
    EXPECT_EQ(map.at({1, 0}), 'G');
    EXPECT_EQ(map.at({3, 1}), 'W');
}

TEST(MovingAiMap, TakesCarriageReturnsBlanksAndAMissingLastNewline) {
    const TerrainMap expected = parse_map(kGoodMap, "x.map");
    const auto terrain = [](const std::string& text) { return parse_map(text, "x.map").terrain; };
    EXPECT_EQ(terrain("type octile\r\nheight 3\r\nwidth 4\r\nmap\r\n.GS.\r\n@OTW\r\n....\r\n"), expected.terrain);
    EXPECT_EQ(terrain("type octile\nwidth 4\nheight 3\nmap\n.GS.\n@OTW\n...."), expected.terrain);
    EXPECT_EQ(terrain("type\toctile \nheight  3\nwidth\t4\nmap\n.GS.\n@OTW\n....\n\n \r\n"), expected.terrain);
}

TEST(MovingAiMap, SetsTheBitsOfFreeCells) {
    const TerrainMap map = parse_map(kGoodMap, "x.map");
    const auto words = to_bits(map);
    const GridLayout layout(4, 3);
    ASSERT_EQ(words.size(), layout.total_words());
    const MapView view(layout, words.data(), MapVersion{1});
    for (std::int32_t y = 0; y < 3; ++y) {
        for (std::int32_t x = 0; x < 4; ++x) {
            EXPECT_EQ(view.is_free({x, y}), y != 1);
            EXPECT_EQ((view.column(x)[0] >> static_cast<unsigned>(y) & 1U) != 0, y != 1);
        }
    }
}

struct BadMap {
    const char* name;
    std::string text;
    std::string message;
};

class BadMaps : public ::testing::TestWithParam<BadMap> {};

TEST_P(BadMaps, AreRefusedWithLineAndReason) {
    const std::string message = message_for(GetParam().text);
    EXPECT_EQ(message.substr(0, GetParam().message.size()), GetParam().message) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos);
}

std::string with_sizes(const std::string& height, const std::string& width) {
    return "type octile\nheight " + height + "\nwidth " + width + "\nmap\n....\n....\n";
}

INSTANTIATE_TEST_SUITE_P(
    MovingAiMap, BadMaps,
    ::testing::Values(
        BadMap{"Empty", "", "x.map:1: the file ends where 'type octile' should be"},
        BadMap{"OtherType", "type tile\n", "x.map:1: expected 'type octile', not 'type tile'"},
        BadMap{"ByteOrderMark", "\xEF\xBB\xBF" + kGoodMap, "x.map:1: begins with a byte order mark"},
        BadMap{"NoHeight", "type octile\nwidth 4\nmap\n....\n", "x.map:3: height is missing before this line"},
        BadMap{"NoWidth", "type octile\nheight 1\nmap\n....\n", "x.map:3: width is missing before this line"},
        BadMap{"NoMapLine", "type octile\nheight 1\nwidth 4\n....\n",
               "x.map:4: expected 'height N', 'width N' or 'map'"},
        BadMap{"HeightTwice", "type octile\nheight 1\nheight 1\n", "x.map:3: height is given twice"},
        BadMap{"WidthTwice", "type octile\nwidth 1\nheight 2\nwidth 1\n", "x.map:4: width is given twice"},
        BadMap{"TypeTwice", "type octile\ntype octile\n", "x.map:2: expected 'height N', 'width N' or 'map'"},
        BadMap{"HeightZero", with_sizes("0", "4"), "x.map:2: height must lie between 1 and 4096, not '0'"},
        BadMap{"HeightNegative", with_sizes("-1", "4"), "x.map:2: height must lie between 1 and 4096, not '-1'"},
        BadMap{"HeightOfTwoToThe32", with_sizes("4294967296", "4"), "x.map:2: height must lie between"},
        BadMap{"HeightOfTwoToThe32AndTwo", with_sizes("4294967298", "4"), "x.map:2: height must lie between"},
        BadMap{"HeightBeyond64Bits", with_sizes("99999999999999999999", "4"), "x.map:2: height must lie between"},
        BadMap{"HeightTooLarge", with_sizes("4097", "4"), "x.map:2: height must lie between"},
        BadMap{"BillionByBillion", with_sizes("1000000000", "1000000000"), "x.map:2: height must lie between"},
        BadMap{"WidthNotANumber", with_sizes("2", "four"), "x.map:3: width is not a whole number: 'four'"},
        BadMap{"WidthWithTail", with_sizes("2", "4x"), "x.map:3: width is not a whole number: '4x'"},
        BadMap{"WidthWithFraction", with_sizes("2", "4.0"), "x.map:3: width is not a whole number: '4.0'"},
        BadMap{"WidthWithPlus", with_sizes("2", "+4"), "x.map:3: width is not a whole number: '+4'"},
        BadMap{"WidthEmpty", with_sizes("2", ""), "x.map:3: expected 'height N', 'width N' or 'map'"},
        BadMap{"RowShort", with_sizes("2", "5"), "x.map:5: row 1 has 4 cells, the width is 5"},
        BadMap{"RowLong", with_sizes("2", "3"), "x.map:5: row 1 has 4 cells, the width is 3"},
        BadMap{"RowMissing", with_sizes("3", "4"), "x.map:7: the file ends where row 3 of 3 should be"},
        BadMap{"RowTooMany", with_sizes("1", "4"), "x.map:6: nothing was expected here, but '....'"},
        BadMap{"BlankRow", "type octile\nheight 2\nwidth 1\nmap\n\n.\n", "x.map:5: row 1 has 0 cells"},
        BadMap{"UnknownTerrain", "type octile\nheight 1\nwidth 3\nmap\n.x.\n",
               "x.map:5: column 2 has no terrain letter"},
        BadMap{"NulByte", "type octile\nheight 1\nwidth 3\nmap\n..\0\n"s,
               "x.map:5: column 3 has no terrain letter (. G S @ O T W) but code 0"},
        BadMap{"NotUtf8", "type octile\nheight 1\nwidth 3\nmap\n\xFF..\n",
               "x.map:5: column 1 has no terrain letter (. G S @ O T W) but code 255"},
        BadMap{"NulInHeader", "type octile\0\nheight 1\n"s, "x.map:1: expected 'type octile', not 'type octile?'"},
        BadMap{"EscapeInHeader", "type \x1B[31m\n", "x.map:1: expected 'type octile', not 'type ?[31m'"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(MovingAiMap, RefusesEveryTruncation) {
    for (const std::string& text : {kGoodMap, "type octile\r\nheight 2\r\nwidth 2\r\nmap\r\n..\r\n@.\r\n"s}) {
        const std::size_t whole = text.find_last_not_of("\r\n") + 1;
        for (std::size_t length = 0; length < whole; ++length) {
            const std::string message = message_for(text.substr(0, length));
            EXPECT_EQ(message.substr(0, 6), "x.map:") << "cut at byte " << length;
            EXPECT_NE(message.find_first_of("123456789"), std::string::npos) << message;
        }
        for (std::size_t length = whole; length <= text.size(); ++length) {
            EXPECT_EQ(message_for(text.substr(0, length)), "") << "cut at byte " << length;
        }
    }
}

TEST(MovingAiMap, ReadsAFile) {
    const outrider::test::TemporaryFolder folder;
    EXPECT_EQ(read_map(folder.write("good.map", kGoodMap)).terrain, ".GS.@OTW....");
}

TEST(MovingAiMap, ReadsTheLargestMap) {
    const outrider::test::TemporaryFolder folder;
    std::string text = "type octile\nheight 4096\nwidth 4096\nmap\n";
    for (int y = 0; y < 4096; ++y) text.append(4096, '.').push_back('\n');
    EXPECT_EQ(read_map(folder.write("large.map", text)).terrain.size(), std::size_t{4096} * 4096U);
}

std::string message_for_file(const std::filesystem::path& file) {
    return message_of([&file] { return read_map(file); });
}

TEST(MovingAiMap, RefusesWhatIsNotARegularFile) {
    const outrider::test::TemporaryFolder folder;
    const auto name = [&folder](const char* file) { return (folder.path() / file).string(); };
    ASSERT_EQ(::mkfifo(name("fifo").c_str(), 0600), 0);
    ASSERT_EQ(::symlink("loop", name("loop").c_str()), 0);
    EXPECT_EQ(message_for_file(folder.path()), folder.path().string() + ": is a folder, not a file");
    EXPECT_EQ(message_for_file(name("fifo")), name("fifo") + ": is not a regular file");
    EXPECT_EQ(message_for_file("/dev/zero"), "/dev/zero: is not a regular file");
    EXPECT_EQ(message_for_file(name("loop")), name("loop") + ": cannot be opened: Too many levels of symbolic links");
    EXPECT_EQ(message_for_file(name("none")), name("none") + ": cannot be opened: No such file or directory");
    EXPECT_EQ(message_for_file(""), ": cannot be opened: No such file or directory");
}

TEST(MovingAiMap, RefusesAnOversizedFileBeforeReadingIt) {
    const outrider::test::TemporaryFolder folder;
    const auto file = folder.write("huge.map", "type octile\n");
    std::filesystem::resize_file(file, std::uintmax_t{1} << 30U);  // a hole: takes no room
    EXPECT_EQ(message_for_file(file), file.string() + ": is too large: 1073741824 bytes, the limit is 67108864");
}

TEST(MovingAiMap, RefusesAFileWithoutPermission) {
    if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
    const outrider::test::TemporaryFolder folder;
    const auto file = folder.write("secret.map", kGoodMap);
    std::filesystem::permissions(file, std::filesystem::perms::none);
    EXPECT_EQ(message_for_file(file), file.string() + ": cannot be opened: Permission denied");
}

TEST(MovingAiMap, NamesTheFileInOneLineWhateverItIsCalled) {
    const outrider::test::TemporaryFolder folder;
    const auto file = folder.write("two\nlines.map", "x");
    EXPECT_EQ(message_for_file(file),
              (folder.path() / "two?lines.map").string() + ":1: expected 'type octile', not 'x'");
}

}  // namespace
}  // namespace outrider::search
