// The same paths in every build: compilers, options and sanitizers must not matter, nor anything that makes a search
// faster. What the answers on the project's own maps come to is written down here.
//
// After a change that is meant to give other paths (a tie rule, a map, a scenario), and only then: run this test once,
// look at the paths, and put the lines that it prints in the place of those below.
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <iomanip>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "pathfinder/search/moving_ai.h"
#include "pathfinder/search/search.h"
#include "shared/path_hash.h"
#include "tests/unit/search/test_maps.h"

namespace outrider::search {
namespace {

/// Enough of the queries to meet every kind of path: one of so many; where each takes longer, fewer.
constexpr std::size_t kSome = 4;
constexpr std::size_t kFew = 20;
constexpr std::size_t kFewer = 200;

struct GoldenPaths {
    const char* map;
    std::uint64_t jps;        ///< some queries; kWeighted gives the same where costs make no difference
    std::uint64_t astar;      ///< of a few queries
    std::uint64_t two_cells;  ///< jps for the larger unit
    std::uint64_t smooth;     ///< jps pulled taut
    std::uint64_t danger;     ///< of fewer, weighted among danger
    std::uint64_t field;      ///< of the first query's goal

    friend bool operator==(const GoldenPaths& a, const GoldenPaths& b) {
        return a.jps == b.jps && a.astar == b.astar && a.two_cells == b.two_cells && a.smooth == b.smooth &&
               a.danger == b.danger && a.field == b.field;
    }
    friend std::ostream& operator<<(std::ostream& out, const GoldenPaths& paths) {
        std::ostringstream line;  // keeps the stream's own flags as they are
        line << "{\"" << paths.map << '"' << std::hex << std::uppercase << std::setfill('0');
        for (const auto hash : {paths.jps, paths.astar, paths.two_cells, paths.smooth, paths.danger, paths.field}) {
            line << ", 0x" << std::setw(16) << hash;
        }
        return out << line.str() << "},";
    }
};

constexpr GoldenPaths kGolden[] = {
    {"cave", 0xF3BD3FD6078C5833, 0x1FDB3EB199C7A7DB, 0x03E5AB98203E6446, 0xE691BDEE8B812CB1, 0x42C45184E123FC42,
     0xE98B432F9BF01444},
    {"city", 0x1A5B006AC23459C5, 0x464DBCC52D9BB64A, 0xDE6523E99F71DB65, 0x2C6A1775F26EFEA5, 0xCB7DAFB45C0ED3D4,
     0xB2B862E55CE97BB4},
    {"ford", 0x7013193ADA0C8F91, 0x1CEB5375BDF42614, 0x82B2E3ED24236667, 0xBB727F27ED29B2A7, 0x3409B4B0AAADCC5A,
     0xEE12B4449A490E0C},
    {"highlands", 0xF0402DC9755E0E17, 0x4B6EE28EEB9A9FE2, 0x54BCE499EF3F72A9, 0xBD411A42C85609B1, 0x8D84F2E5CF0C5876,
     0x7FBD890252A091A5},
    {"valley", 0x78FA6429CA1BDC98, 0x4FF08A183EFEFE9A, 0x19928A4E5ED21F70, 0x6515BA3589E60FBE, 0xE884F9B43C920A69,
     0x2CEA79F2429C881B},
};

/// One of the project's maps with its scenario, and a searcher that answers it in every manner.
class Trial {
public:
    explicit Trial(const std::string& name)
        : terrain_(read_map(folder() / (name + ".map"))),
          scenario_(read_scenario(folder() / (name + ".map.scen"), &terrain_)),
          map_(terrain_),
          danger_(danger_bytes(map_.layout())) {
        searcher_.prepare(map_.layout());
        for (std::size_t i = 0; i < danger_.size(); ++i) danger_[i] = static_cast<std::uint8_t>(mix64(i) >> 58U);
    }

    [[nodiscard]] std::uint64_t hash(const PathQuery& manner, std::size_t every) {
        CostField costs;
        costs.danger = danger_.data();
        PathHash paths;
        for (std::size_t i = 0; i < scenario_.commands.size(); i += every) {
            const auto& listed = std::get<ScenarioQuery>(scenario_.commands[i]);
            PathQuery query = manner;
            query.start = listed.start;
            query.goal = listed.goal;
            const SearchResult result = searcher_.search(map_.view(), query, {}, costs);
            paths.add(i, result.status, result.turning_points);
        }
        return paths.value();
    }
    [[nodiscard]] std::uint64_t hash_of_field() {
        const PathQuery query{{}, std::get<ScenarioQuery>(scenario_.commands.front()).goal};
        const SearchResult result = searcher_.flow_field(map_.view(), query);
        return answer_hash(0, result.status, result.turning_points);
    }

private:
    [[nodiscard]] static std::filesystem::path folder() { return OUTRIDER_SOURCE_DIR "/assets/maps"; }

    TerrainMap terrain_;
    Scenario scenario_;
    test::TestMap map_;
    std::vector<std::uint8_t> danger_;
    Searcher searcher_;
};

class Golden : public ::testing::TestWithParam<GoldenPaths> {};

TEST_P(Golden, PathsAreTheSameInEveryBuild) {
    Trial trial(GetParam().map);
    PathQuery jps;
    PathQuery astar;
    astar.algorithm = Algorithm::kAStar;
    PathQuery weighted;
    weighted.algorithm = Algorithm::kWeighted;
    PathQuery two_cells;
    two_cells.clearance = Clearance::kTwoCells;
    PathQuery smooth;
    smooth.smooth = true;
    PathQuery careful = weighted;
    careful.danger_weight = 16;

    GoldenPaths now{};
    now.map = GetParam().map;
    now.jps = trial.hash(jps, kSome);
    now.astar = trial.hash(astar, kFew);
    now.two_cells = trial.hash(two_cells, kSome);
    now.smooth = trial.hash(smooth, kSome);
    now.danger = trial.hash(careful, kFewer);
    now.field = trial.hash_of_field();
    EXPECT_EQ(trial.hash(weighted, kSome), now.jps) << "without a weight there is no danger";
    EXPECT_EQ(now, GetParam()) << "these are the paths of this build:\n    " << now;
}

INSTANTIATE_TEST_SUITE_P(Search, Golden, ::testing::ValuesIn(kGolden),
                         [](const auto& golden) { return std::string(golden.param.map); });

}  // namespace
}  // namespace outrider::search
