#include "game/app/replay.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "game/app/command_line.h"
#include "game/app/replay_text.h"
#include "game/sim/editing.h"
#include "pathfinder/search/moving_ai.h"
#include "tests/support/temporary_folder.h"

namespace outrider::app {
namespace {

namespace fs = std::filesystem;
namespace siege = sim::siege;
using nlohmann::ordered_json;

template <class Command>
using Timed = std::vector<std::pair<std::uint64_t, Command>>;

ReplayHeader siege_header() {
    ReplayHeader header;
    header.scenario = ScenarioKind::kSiege;
    header.map = "valley";
    header.width_cells = 192;
    header.height_cells = 108;
    header.map_hash = 0xFEDC'BA98'0000'0001U;
    header.seed = ~std::uint64_t{0};
    header.delay_ticks = 8;
    header.difficulty = siege::Difficulty::kHard;
    return header;
}

ReplayHeader sandbox_header() {
    ReplayHeader header = siege_header();
    header.scenario = ScenarioKind::kSandbox;
    header.difficulty = siege::Difficulty::kNormal;
    header.units = 4'000;
    header.algorithm = Algorithm::kWeighted;
    header.orders = sim::OrderBy::kPaths;
    header.chase = true;
    header.asking.per_unit_per_second = 0.1;
    return header;
}

const Timed<siege::Command>& siege_commands() {
    using namespace siege;
    static const Timed<siege::Command> kCommands{
        {0, BuildWall{{0, 0}, {191, 107}}},
        {0, BuildTower{TowerKind::kArrow, {3, 4}}},
        {7, BuildTower{TowerKind::kMortar, {3, 4}}},
        {7, BuildTower{TowerKind::kFrost, {3, 4}}},
        {8, HireRider{}},
        {9, Sell{{1, 2}, {3, 4}}},
        {9, Repair{{5, 6}, {7, 8}}},
        {300, SelectRiders{{0, 0}, {192 * 65'536, 108 * 65'536}}},
        {301, OrderRiders{{100, 100}}},
        {500, CallWave{}},
        {501, ThinkAgain{}},
        {502, EndlessOn{}},
    };
    return kCommands;
}

const Timed<sim::WorldCommand>& world_commands() {
    using namespace sim;
    static const Timed<WorldCommand> kCommands{
        {1, Paint{{0, 0}, {191, 107}, kMaxBrushRadius_cells, true}},
        {1, Paint{{5, 5}, {5, 5}, 0, false}},
        {2, SelectNearest{{70'000, 80'000}, 4'096}},
        {3, SelectBox{{0, 0}, {192 * 65'536, 108 * 65'536}}},
        {4, ClearSelection{}},
        {5, sim::Order{{17, 18}}},
        {6, SetUnits{0}},
        {6, SetUnits{World::kMaxUnits}},
        {7, SetAskPolicy{{.again_at_once = true}}},
        {8, SetAskPolicy{{.per_unit_per_second = 1.0 / 3.0}}},
        {9, SetAlgorithm{Algorithm::kAStar}},
        {9, SetAlgorithm{Algorithm::kJps}},
        {10, SetOrders{OrderBy::kFlowField}},
        {11, SetOrders{OrderBy::kPaths}},
        {12, SetChase{true}},
        {13, SetChase{false}},
        {14, AskAllAgain{}},
    };
    return kCommands;
}

constexpr ReplayEnd kEnd{1'800, 0x0123'4567'89AB'CDEFU, 42};

class ReplayTest : public ::testing::Test {
protected:
    template <class Command>
    fs::path record(const ReplayHeader& header, const Timed<Command>& commands, const ReplayEnd& end = kEnd) const {
        fs::path file = folder_.path() / "game.replay";
        ReplayWriter writer(file, header);
        for (const auto& [tick, command] : commands) writer.note(tick, command);
        writer.finish(end);
        return file;
    }
    static std::string text_of(const fs::path& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    /// The complaint about this file; "" if there is none.
    static std::string refusal_of(const fs::path& file) {
        try {
            (void)read_replay(file);
            return "";
        } catch (const UsageError& error) {
            return error.what();
        }
    }
    static std::string refusal_of_text(const std::string& text) {
        try {
            (void)parse_replay(text, "r");
            return "";
        } catch (const UsageError& error) {
            return error.what();
        }
    }

    test::TemporaryFolder folder_;
};

// --- there and back --------------------------------------------------------------------------------------------------

TEST_F(ReplayTest, BringsASiegeBack) {
    const Replay replay = read_replay(record(siege_header(), siege_commands()));
    EXPECT_EQ(replay.header, siege_header());
    EXPECT_EQ(replay.end, kEnd);
    EXPECT_TRUE(replay.world.commands.empty());
    ASSERT_EQ(replay.siege.commands.size(), siege_commands().size());
    for (std::size_t i = 0; i < siege_commands().size(); ++i) {
        EXPECT_EQ(replay.siege.ticks[i], siege_commands()[i].first);
        EXPECT_EQ(replay.siege.commands[i], siege_commands()[i].second) << "command " << i;
    }
}

TEST_F(ReplayTest, BringsASandboxBack) {
    const Replay replay = read_replay(record(sandbox_header(), world_commands()));
    EXPECT_EQ(replay.header, sandbox_header());
    EXPECT_EQ(replay.end, kEnd);
    EXPECT_TRUE(replay.siege.commands.empty());
    ASSERT_EQ(replay.world.commands.size(), world_commands().size());
    for (std::size_t i = 0; i < world_commands().size(); ++i) {
        EXPECT_EQ(replay.world.ticks[i], world_commands()[i].first);
        EXPECT_EQ(replay.world.commands[i], world_commands()[i].second) << "command " << i;
    }
}

/// How many kinds of command there are among these.
template <class Command>
std::size_t kinds_in(const Timed<Command>& commands) {
    std::set<std::size_t> kinds;
    for (const auto& [tick, command] : commands) kinds.insert(command.index());
    return kinds.size();
}

TEST_F(ReplayTest, KnowsEveryCommandThereIs) {
    EXPECT_EQ(kinds_in(siege_commands()), std::variant_size_v<siege::Command>) << "add the new one to the table above";
    EXPECT_EQ(kinds_in(world_commands()), std::variant_size_v<sim::WorldCommand>) << "add the new one above";
}

TEST_F(ReplayTest, TakesAGameInWhichNothingWasDone) {
    const Replay replay = read_replay(record(siege_header(), Timed<siege::Command>{}, {0, 1, 2}));
    EXPECT_TRUE(replay.siege.commands.empty());
    EXPECT_EQ(replay.end.ticks, 0U);
}

TEST_F(ReplayTest, IsWrittenAsLinesThatAPersonCanRead) {
    const std::string text = text_of(record(sandbox_header(), Timed<sim::WorldCommand>{{12, sim::Order{{3, 4}}}}));
    EXPECT_EQ(std::ranges::count(text, '\n'), 4);
    EXPECT_TRUE(text.starts_with(R"({"format":"outrider-replay","format_version":1,"program":")")) << text;
    EXPECT_NE(text.find("\n{\"tick\":12,\"do\":\"order\",\"goal\":[3,4]}\n"), std::string::npos) << text;
    EXPECT_NE(text.find("\n{\"tick\":1800,\"do\":\"end\",\"state_hash\":\"0123456789abcdef\",\"path_hash\":"
                        "\"000000000000002a\"}\n{\"checksum\":\""),
              std::string::npos)
        << text;
}

// --- the cursor ------------------------------------------------------------------------------------------------------

TEST_F(ReplayTest, HandsOutTheCommandsOfEachTickOnce) {
    const Replay replay = read_replay(record(siege_header(), siege_commands()));
    ReplayCursor cursor(replay);
    EXPECT_EQ(cursor.siege_commands_at(0).size(), 2U);
    EXPECT_TRUE(cursor.siege_commands_at(0).empty()) << "the tick waits, and is asked for again";
    for (std::uint64_t tick = 1; tick < 7; ++tick) EXPECT_TRUE(cursor.siege_commands_at(tick).empty());
    const auto seventh = cursor.siege_commands_at(7);
    ASSERT_EQ(seventh.size(), 2U);
    EXPECT_EQ(seventh[0], siege_commands()[2].second);
    EXPECT_EQ(seventh[1], siege_commands()[3].second);
    EXPECT_EQ(cursor.siege_commands_at(1'800).size(), 8U) << "nothing is lost where ticks are left out";
    EXPECT_FALSE(cursor.is_over(1'799));
    EXPECT_TRUE(cursor.is_over(1'800));
}

TEST_F(ReplayTest, SaysWhatDiffersAtTheEnd) {
    Replay replay = read_replay(record(siege_header(), siege_commands()));
    replay.name = "game";
    EXPECT_EQ(difference(replay, kEnd), std::nullopt);
    EXPECT_EQ(difference(replay, {1'800, 1, 42}),
              "game: ends otherwise than it was recorded: state_hash is 0000000000000001, was 0123456789abcdef");
    EXPECT_EQ(difference(replay, {1'800, kEnd.state_hash, 43}),
              "game: ends otherwise than it was recorded: path_hash is 000000000000002b, was 000000000000002a");
    EXPECT_EQ(difference(replay, {1'799, 1, 2}),
              "game: ends otherwise than it was recorded: ticks are 1799, were 1800; state_hash is 0000000000000001, "
              "was 0123456789abcdef; path_hash is 0000000000000002, was 000000000000002a");
}

// --- writing ---------------------------------------------------------------------------------------------------------

TEST_F(ReplayTest, WritesNothingBeforeTheEnd) {
    const fs::path file = folder_.write("game.replay", "an older game");
    {
        ReplayWriter writer(file, siege_header());
        writer.note(3, siege::Command{siege::CallWave{}});
    }
    EXPECT_EQ(text_of(file), "an older game");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), {}), 1) << "and leaves nothing behind";
    record(siege_header(), siege_commands());
    EXPECT_EQ(refusal_of(file), "");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), {}), 1);
}

TEST_F(ReplayTest, RefusesAFileThatCannotBeWrittenAtTheBeginning) {
    const auto refusal = [](const fs::path& file) -> std::string {
        try {
            ReplayWriter writer(file, siege_header());
            return "";
        } catch (const UsageError& error) {
            return error.what();
        }
    };
    const fs::path nowhere = folder_.path() / "no" / "such" / "folder.replay";
    EXPECT_EQ(refusal(nowhere), "--record: " + nowhere.string() + " cannot be written: No such file or directory");
    EXPECT_EQ(refusal(folder_.path()), "--record: " + folder_.path().string() + " cannot be written: Is a directory");
    EXPECT_EQ(refusal("/dev/null"), "--record: /dev/null cannot be written: it is not a regular file");
    EXPECT_EQ(refusal("/proc/outrider.replay").substr(0, 49), "--record: /proc/outrider.replay cannot be written");
    EXPECT_EQ(refusal(folder_.path() / "good.replay"), "");
}

TEST_F(ReplayTest, SaysAtTheEndThatItCouldNotBeWritten) {
    fs::create_directories(folder_.path() / "sub");
    ReplayWriter writer(folder_.path() / "sub" / "game.replay", siege_header());
    fs::remove_all(folder_.path() / "sub");
    EXPECT_THROW(writer.finish(kEnd), UsageError);
}

// --- maps ------------------------------------------------------------------------------------------------------------

TEST_F(ReplayTest, FindsItsMapAgain) {
    const fs::path own = folder_.write("assets/maps/vale.map", "x");
    const fs::path foreign = folder_.write("elsewhere/vale.map", "x");
    const fs::path assets = folder_.path() / "assets";
    Replay replay;
    replay.name = "game";
    replay.header.map = map_reference(own, assets);
    EXPECT_EQ(replay.header.map, "vale");
    EXPECT_EQ(map_file_of(replay, assets), own);
    EXPECT_EQ(map_reference(assets / ".." / "assets" / "maps" / "vale.map", assets), "vale");
    replay.header.map = map_reference(foreign, assets);
    EXPECT_EQ(replay.header.map, foreign.string());
    EXPECT_EQ(map_file_of(replay, assets), foreign);
    for (const char* missing : {"/no/such.map", "/dev/zero", "/"}) {
        replay.header.map = missing;
        try {
            (void)map_file_of(replay, assets);
            ADD_FAILURE() << missing;
        } catch (const UsageError& error) {
            EXPECT_EQ(error.what(), "game:1: its map " + std::string(missing) + " is not there");
        }
    }
    replay.header.map = "dale\n";
    try {
        (void)map_file_of(replay, assets);
        ADD_FAILURE();
    } catch (const UsageError& error) {
        EXPECT_EQ(error.what(), "game:1: its map " + (assets / "maps" / "dale?.map").string() + " is not there");
    }
}

TEST_F(ReplayTest, RefusesAMapWithOtherLetters) {
    const search::TerrainMap map{
        5,
        2,
        "..@.......",
    };
    Replay replay;
    replay.name = "game";
    replay.header.map = "vale";
    replay.header.width_cells = 5;
    replay.header.height_cells = 2;
    replay.header.map_hash = hash_of(map);
    EXPECT_NO_THROW(require_map(replay, map));
    for (std::size_t i = 0; i < map.terrain.size(); ++i) {
        search::TerrainMap other = map;
        other.terrain[i] = 'T';
        EXPECT_THROW(require_map(replay, other), UsageError) << i;
    }
    search::TerrainMap turned = map;
    std::swap(turned.width_cells, turned.height_cells);
    EXPECT_NE(hash_of(turned), hash_of(map));
    try {
        require_map(replay, turned);
        ADD_FAILURE();
    } catch (const UsageError& error) {
        EXPECT_STREQ(error.what(), "game:1: its map 'vale' has changed since the game was recorded");
    }
}

// --- bad files -------------------------------------------------------------------------------------------------------

TEST_F(ReplayTest, RefusesWhatIsNoFileToRead) {
    const fs::path nowhere = folder_.path() / "nowhere.replay";
    EXPECT_TRUE(refusal_of(nowhere).starts_with(nowhere.string() + ": ")) << refusal_of(nowhere);
    EXPECT_TRUE(refusal_of(folder_.path()).starts_with(folder_.path().string() + ": "));
    EXPECT_TRUE(refusal_of("/dev/zero").starts_with("/dev/zero: "));
    const fs::path fifo = folder_.path() / "fifo";
    ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
    EXPECT_TRUE(refusal_of(fifo).starts_with(fifo.string() + ": ")) << "and does not wait for a writer";
    const fs::path large = folder_.write("large.replay", "{");
    fs::resize_file(large, kMaxReplay_bytes + 1);
    EXPECT_TRUE(refusal_of(large).starts_with(large.string() + ": ")) << refusal_of(large);
    for (const fs::path& file : {nowhere, folder_.path(), fs::path("/dev/zero"), fifo, large}) {
        EXPECT_EQ(refusal_of(file).find('\n'), std::string::npos);
        EXPECT_GT(refusal_of(file).size(), file.string().size() + 5);
    }
}

/// A file made of these lines, with a right checksum.
std::string file_of(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text + checksum_line_of(text);
}

std::string without_end(std::string line) {
    line.pop_back();
    return line;
}
const std::string kEndLine = without_end(line_of(kEnd));

/// The header with one field changed (a value), or left out (null).
std::string header_with(const ReplayHeader& header, const char* field, const ordered_json& value) {
    ordered_json json = ordered_json::parse(line_of(header));
    if (value.is_null()) {
        json.erase(field);
    } else {
        json[field] = value;
    }
    return json.dump();
}

struct BadLine {
    std::string line;
    std::string reason;
};

TEST_F(ReplayTest, RefusesABadHeader) {
    const ReplayHeader siege = siege_header();
    const ReplayHeader sandbox = sandbox_header();
    const std::string nested(10'000, '[');
    const BadLine table[] = {
        {"", "is not a replay"},
        {"hello", "is not a replay"},
        {"[1,2]", "is not a replay"},
        {"7", "is not a replay"},
        {"{}", "is not a replay"},
        {nested, "is not a replay"},
        {"{\"format\":\"\xFF\"}", "is not a replay"},
        {header_with(siege, "format", "outrider-request"), "is not a replay"},
        {header_with(siege, "format", 7), "is not a replay"},
        {header_with(siege, "format_version", nullptr), "'format_version' is missing"},
        {header_with(siege, "format_version", "1"), "'format_version' is not a whole number"},
        {header_with(siege, "format_version", 2), "is a replay of version 2; this program reads version 1"},
        {header_with(siege, "format_version", 0), "is a replay of version 0; this program reads version 1"},
        {R"({"format":"outrider-replay","format_version":3})",
         "is a replay of version 3; this program reads version 1"},
        {header_with(siege, "program", nullptr), "'program' is missing"},
        {header_with(siege, "scenario", nullptr), "'scenario' is missing"},
        {header_with(siege, "scenario", 3), "'scenario' is not a text"},
        {header_with(siege, "scenario", "chess"), "'scenario' is 'chess', which is not known"},
        {header_with(siege, "scenario", "sandbox"), "'algorithm' is missing"},
        {header_with(siege, "map", nullptr), "'map' is missing"},
        {header_with(siege, "map", ""), "'map' is not a text of 1 to 4096 bytes"},
        {header_with(siege, "map", std::string(5'000, 'a')), "'map' is not a text of 1 to 4096 bytes"},
        {header_with(siege, "map", std::string("a\0b", 3)), "'map' is not a text of 1 to 4096 bytes"},
        {header_with(siege, "map", std::string(20'000, 'a')), "is not a replay"},
        {header_with(siege, "width_cells", 0), "'width_cells' is 0, not from 1 to 4096"},
        {header_with(siege, "width_cells", 4'097), "'width_cells' is 4097, not from 1 to 4096"},
        {header_with(siege, "height_cells", -5), "'height_cells' is -5, not from 1 to 4096"},
        {header_with(siege, "height_cells", 108.5), "'height_cells' is not a whole number"},
        {header_with(siege, "height_cells", ~std::uint64_t{0}),
         "'height_cells' is 18446744073709551615, not from 1 to 4096"},
        {header_with(siege, "map_hash", 7), "'map_hash' is not a text"},
        {header_with(siege, "map_hash", "7"), "'map_hash' is not a hash of 16 hexadecimal digits"},
        {header_with(siege, "map_hash", "0x00000000000000"), "'map_hash' is not a hash of 16 hexadecimal digits"},
        {header_with(siege, "map_hash", "-000000000000000"), "'map_hash' is not a hash of 16 hexadecimal digits"},
        {header_with(siege, "units", 50'001), "'units' is 50001, not from 0 to 50000"},
        {header_with(siege, "units", true), "'units' is not a whole number"},
        {header_with(siege, "seed", -1), "'seed' is -1, not from 0 to 18446744073709551615"},
        {header_with(siege, "seed", 1.5), "'seed' is not a whole number"},
        {header_with(siege, "delay_ticks", 0), "'delay_ticks' is 0, not from 1 to 600"},
        {header_with(siege, "delay_ticks", 601), "'delay_ticks' is 601, not from 1 to 600"},
        {header_with(siege, "difficulty", "mad"), "'difficulty' is 'mad', which is not known"},
        {header_with(siege, "chase", false), "'chase' does not belong here"},
        {header_with(siege, "colour", "red"), "'colour' does not belong here"},
        {header_with(sandbox, "algorithm", "magic"), "'algorithm' is 'magic', which is not known"},
        {header_with(sandbox, "orders", nullptr), "'orders' is missing"},
        {header_with(sandbox, "chase", 1), "'chase' is neither true nor false"},
        {header_with(sandbox, "asks_per_s", "often"), "'asks_per_s' is not a number"},
        {header_with(sandbox, "asks_per_s", 61), "'asks_per_s' is 61, not from 0 to 60"},
        {header_with(sandbox, "asks_per_s", -0.5), "'asks_per_s' is -0.5, not from 0 to 60"},
        {header_with(sandbox, "difficulty", "hard"), "'difficulty' does not belong here"},
    };
    for (const BadLine& bad : table) EXPECT_EQ(refusal_of_text(file_of({bad.line, kEndLine})), "r:1: " + bad.reason);
}

TEST_F(ReplayTest, RefusesABadCommand) {
    const std::string first = R"({"tick":5,"do":"call_wave"})";
    const BadLine siege_table[] = {
        {"", "is not JSON"},
        {"call the wave", "is not JSON"},
        {R"({"tick":5,"do":"call_wave"}{})", "is not JSON"},
        {R"([5,"call_wave"])", "is not a JSON object"},
        {"\"" + std::string(17'000, 'a') + "\"", "is longer than 16384 bytes"},
        {std::string(16'000, '['), "is not JSON"},
        {std::string(8'000, '[') + std::string(8'000, ']'), "is not a JSON object"},
        {R"({"do":"call_wave"})", "'tick' is missing"},
        {R"({"tick":6})", "'do' is missing"},
        {R"({"tick":"6","do":"call_wave"})", "'tick' is not a whole number"},
        {R"({"tick":6.0,"do":"call_wave"})", "'tick' is not a whole number"},
        {R"({"tick":-6,"do":"call_wave"})", "'tick' is -6, not from 0 to 1000000000"},
        {R"({"tick":1000000001,"do":"call_wave"})", "'tick' is 1000000001, not from 0 to 1000000000"},
        {R"({"tick":99999999999999999999999,"do":"call_wave"})", "'tick' is not a whole number"},
        {R"({"tick":4,"do":"call_wave"})", "goes back from tick 5 to 4"},
        {R"({"tick":6,"do":7})", "'do' is not a text"},
        {R"({"tick":6,"do":"surrender"})", "'do' is 'surrender', which is no command of the siege"},
        {R"({"tick":6,"do":"set_chase","chase":true})", "'do' is 'set_chase', which is no command of the siege"},
        {R"({"tick":6,"do":"call_wave","loudly":true})", "'loudly' does not belong here"},
        {R"({"tick":6,"do":"build_wall","from":[1,2]})", "'to' is missing"},
        {R"({"tick":6,"do":"build_wall","from":[1,2],"to":[192,2]})", "'to' is 192, not from 0 to 191"},
        {R"({"tick":6,"do":"build_wall","from":[1,108],"to":[1,2]})", "'from' is 108, not from 0 to 107"},
        {R"({"tick":6,"do":"build_wall","from":[-1,2],"to":[1,2]})", "'from' is -1, not from 0 to 191"},
        {R"({"tick":6,"do":"build_wall","from":[4294967297,2],"to":[1,2]})", "'from' is 4294967297, not from 0 to 191"},
        {R"({"tick":6,"do":"build_wall","from":[1],"to":[1,2]})", "'from' is not a pair of numbers"},
        {R"({"tick":6,"do":"build_wall","from":[1,2,3],"to":[1,2]})", "'from' is not a pair of numbers"},
        {R"({"tick":6,"do":"build_wall","from":{"x":1,"y":2},"to":[1,2]})", "'from' is not a pair of numbers"},
        {R"({"tick":6,"do":"build_wall","from":["1","2"],"to":[1,2]})", "'from' is not a whole number"},
        {R"({"tick":6,"do":"build_tower","at":[1,2]})", "'kind' is missing"},
        {R"({"tick":6,"do":"build_tower","kind":"laser","at":[1,2]})", "'kind' is 'laser', which is not known"},
        {R"({"tick":6,"do":"build_tower","kind":"frost","at":[1,200]})", "'at' is 200, not from 0 to 107"},
        {R"({"tick":6,"do":"select_riders","from":[0,0],"to":[12582913,0]})",
         "'to' is 12582913, not from 0 to 12582912"},
        {R"({"tick":6,"do":"order_riders","goal":null})", "'goal' is not a pair of numbers"},
        {R"({"tick":6,"do":"end","state_hash":"0"})", "'state_hash' is not a hash of 16 hexadecimal digits"},
        {R"({"tick":6,"do":"end","state_hash":"0000000000000000"})", "'path_hash' is missing"},
        {R"({"checksum":"0000000000000000"})", "'tick' is missing"},
    };
    const std::string siege = without_end(line_of(siege_header()));
    for (const BadLine& bad : siege_table) {
        EXPECT_EQ(refusal_of_text(file_of({siege, first, bad.line, kEndLine})), "r:3: " + bad.reason);
    }
    const BadLine sandbox_table[] = {
        {R"({"tick":6,"do":"call_wave"})", "'do' is 'call_wave', which is no command of the sandbox"},
        {R"({"tick":6,"do":"paint","from":[1,2],"to":[3,4],"radius_cells":65,"wall":true})",
         "'radius_cells' is 65, not from 0 to 64"},
        {R"({"tick":6,"do":"paint","from":[1,2],"to":[3,4],"radius_cells":2,"wall":1})",
         "'wall' is neither true nor false"},
        {R"({"tick":6,"do":"select_nearest","point":[1,2],"within_cells":4097})",
         "'within_cells' is 4097, not from 0 to 4096"},
        {R"({"tick":6,"do":"set_units","units":50001})", "'units' is 50001, not from 0 to 50000"},
        {R"({"tick":6,"do":"set_ask_policy","ask_again_at_once":false,"asks_per_s":1e300})",
         "'asks_per_s' is 1e+300, not from 0 to 60"},
        {R"({"tick":6,"do":"set_algorithm","algorithm":"JPS"})", "'algorithm' is 'JPS', which is not known"},
        {R"({"tick":6,"do":"set_orders","orders":""})", "'orders' is '', which is not known"},
        {R"({"tick":6,"do":"set_chase"})", "'chase' is missing"},
    };
    const std::string sandbox = without_end(line_of(sandbox_header()));
    for (const BadLine& bad : sandbox_table) {
        EXPECT_EQ(refusal_of_text(file_of({sandbox, R"({"tick":5,"do":"clear_selection"})", bad.line, kEndLine})),
                  "r:3: " + bad.reason);
    }
}

TEST_F(ReplayTest, ComplainsInOneLineWhateverTheFileHolds) {
    const std::string header = without_end(line_of(siege_header()));
    for (const char* name : {"a\\nb", "\\u0000", "\\u001b[31m", "\\u007f"}) {
        const std::string bad = R"({"tick":6,"do":")" + std::string(name) + "\"}";
        const std::string refusal = refusal_of_text(file_of({header, bad, kEndLine}));
        EXPECT_TRUE(refusal.starts_with("r:2: 'do' is ")) << refusal;
        EXPECT_TRUE(std::ranges::all_of(refusal, [](unsigned char letter) { return letter >= ' ' && letter != 127; }))
            << refusal;
    }
    EXPECT_EQ(refusal_of_text(""), "r: is empty");
}

TEST_F(ReplayTest, RefusesAnEndThatIsNotOne) {
    const std::string header = without_end(line_of(siege_header()));
    const std::string wave = R"({"tick":5,"do":"call_wave"})";
    EXPECT_EQ(refusal_of_text(header), "r:1: the end is missing: the file was cut short");
    EXPECT_EQ(refusal_of_text(header + "\n" + wave + "\n"), "r:2: the end is missing: the file was cut short");
    EXPECT_EQ(refusal_of_text(header + "\n" + wave), "r:2: ends in the middle: the file was cut short");
    const std::string ended = header + "\n" + wave + "\n" + kEndLine + "\n";
    EXPECT_EQ(refusal_of_text(ended), "r:4: the checksum is missing: the file was cut short");
    const std::string sum = checksum_line_of(ended);
    EXPECT_EQ(refusal_of_text(ended + sum), "");
    EXPECT_EQ(refusal_of_text(ended + without_end(sum)), "r:4: the checksum is missing: the file was cut short");
    EXPECT_EQ(refusal_of_text(ended + sum + "\n"), "r:4: goes on after its checksum");
    EXPECT_EQ(refusal_of_text(ended + wave + "\n" + sum),
              "r:4: the checksum is wrong: the file was changed, or damaged");
    EXPECT_EQ(refusal_of_text(ended + checksum_line_of("")),
              "r:4: the checksum is wrong: the file was changed, or damaged");
    const std::string late = R"({"tick":1801,"do":"call_wave"})";
    EXPECT_EQ(refusal_of_text(file_of({header, late, kEndLine})), "r:3: goes back from tick 1801 to 1800");
}

// --- every accident --------------------------------------------------------------------------------------------------

TEST_F(ReplayTest, RefusesEveryChangeOfAByte) {
    for (const bool is_siege : {true, false}) {
        const std::string whole =
            text_of(is_siege ? record(siege_header(), siege_commands()) : record(sandbox_header(), world_commands()));
        std::string text = whole;
        for (std::size_t i = 0; i < text.size(); ++i) {
            // Every bit by itself, and what makes other JSON of it.
            for (const int change : {1, 2, 4, 8, 16, 32, 64, 128}) {
                text[i] = static_cast<char>(whole[i] ^ change);
                ASSERT_NE(refusal_of_text(text), "") << "bit " << change << " of byte " << i;
            }
            for (const char letter : std::string_view("09afAF \"\\{[:,.-\n\r\0", 18)) {
                if (letter == whole[i]) continue;
                text[i] = letter;
                ASSERT_NE(refusal_of_text(text), "") << "letter " << int{letter} << " for byte " << i;
            }
            text[i] = whole[i];
        }
        ASSERT_EQ(refusal_of_text(text), "");
    }
}

TEST_F(ReplayTest, RefusesEveryTruncationAndEveryMissingPiece) {
    const std::string whole = text_of(record(siege_header(), siege_commands()));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        ASSERT_NE(refusal_of_text(whole.substr(0, size)), "") << size << " bytes";
        ASSERT_NE(refusal_of_text(whole.substr(whole.size() - size)), "") << "the last " << size << " bytes";
        std::string shorter = whole;
        shorter.erase(size, 1);
        ASSERT_NE(refusal_of_text(shorter), "") << "without byte " << size;
        ASSERT_NE(refusal_of_text(shorter.insert(size, 2, whole[size])), "") << "with byte " << size << " twice";
    }
}

TEST_F(ReplayTest, RefusesEveryMissingLineAndEveryTwoExchanged) {
    const std::string whole = text_of(record(siege_header(), siege_commands()));
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < whole.size();) {
        const std::size_t end = whole.find('\n', begin) + 1;
        lines.push_back(whole.substr(begin, end - begin));
        begin = end;
    }
    const auto joined = [](const std::vector<std::string>& some) {
        std::string text;
        for (const std::string& line : some) text += line;
        return text;
    };
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto fewer = lines;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        EXPECT_NE(refusal_of_text(joined(fewer)), "") << "line " << i + 1;
        for (std::size_t k = i + 1; k < lines.size(); ++k) {
            auto mixed = lines;
            std::swap(mixed[i], mixed[k]);
            EXPECT_NE(refusal_of_text(joined(mixed)), "") << "lines " << i + 1 << " and " << k + 1;
        }
    }
}

/// The checksum tells of accidents and not of intent: with a right one, whatever stands before it must be read or
/// refused and do no harm.
TEST_F(ReplayTest, DoesNotCrashOnTextThatSomebodyMade) {
    const std::string whole = text_of(record(sandbox_header(), world_commands()));
    const std::string body = whole.substr(0, whole.rfind('\n', whole.size() - 2) + 1);
    constexpr unsigned kSeed = 20'261;
    SCOPED_TRACE(kSeed);
    std::mt19937 random(kSeed);
    std::size_t read = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string text = body;
        for (auto changes = 1 + random() % 3; changes > 0; --changes) {
            const std::size_t at = random() % text.size();
            switch (random() % 4) {
                case 0: text[at] = static_cast<char>(random()); break;
                case 1: text.erase(at, random() % 20); break;
                case 2: text.insert(at, text.substr(random() % text.size(), random() % 20)); break;
                default: text[at] = "0123456789-.e[]{},:\""[random() % 20]; break;
            }
            if (text.empty()) text = "x";
        }
        if (refusal_of_text(text + checksum_line_of(text)).empty()) ++read;
    }
    EXPECT_GT(read, 100U) << "some digits may be others";
}

}  // namespace
}  // namespace outrider::app
