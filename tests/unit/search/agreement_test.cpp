// Jump Point Search, and whatever else gives shortest paths, agree with the reference on random maps of every kind,
// with edits between the queries: 100,000 queries in all. Another seed: GTEST_RANDOM_SEED (1 .. 99999).
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "pathfinder/search/path_check.h"
#include "pathfinder/search/search.h"
#include "tests/unit/search/test_maps.h"

namespace outrider::search {
namespace {

using test::Dice;
using test::TestMap;

#ifdef OUTRIDER_SANITIZED
constexpr int kFewer = 5;  ///< times fewer queries where each takes so much longer
#else
constexpr int kFewer = 1;
#endif
constexpr int kParts = 4;  ///< of each kind of map, so that they can run side by side
constexpr int kMaps_per_part = 50 / kFewer;
constexpr int kQueries_per_map = 100;
constexpr int kMore = 5;  ///< every so many queries the larger unit and the weighted search are asked, too
static_assert(kFewer != 1 || 5 * kParts * kMaps_per_part * kQueries_per_map == 100'000);

enum class Kind : std::uint8_t { kNoise, kMaze, kRooms, kCave, kCity };

[[nodiscard]] TestMap map_of(Kind kind, Dice& dice) {
    const std::int32_t width = 20 + dice.roll(140);
    const std::int32_t height = 20 + dice.roll(140);
    switch (kind) {
        case Kind::kMaze: return test::dug_map(dice, width, height, 2);
        case Kind::kRooms: return test::room_map(dice, width, height, 4 + dice.roll(12));
        case Kind::kCave: return test::dug_map(dice, width, height, 1);
        case Kind::kCity: return test::city_map(dice, width, height);
        case Kind::kNoise: break;
    }
    return test::noise_map(dice, width, height, 5 + dice.roll(40));
}

/// A map, the same one eroded, and who searches on them.
class Debate {
public:
    explicit Debate(TestMap map) : map_(std::move(map)), fits_(test::eroded(map_)), danger_(danger_bytes(layout())) {
        searcher_.prepare(layout());
        reference_.prepare(layout());
    }

    /// Now and then nothing, mostly single cells, sometimes a wall or a clearing of a few cells each way.
    void edit(Dice& dice) {
        if (dice.roll(10) != 0) {
            for (int edit = dice.roll(6); edit > 0; --edit) set(dice.cell(layout()), dice.roll(2) == 0);
            return;
        }
        const Cell corner = dice.cell(layout());
        const Cell size{1 + dice.roll(16), 1 + dice.roll(16)};
        const bool free = dice.roll(2) == 0;
        for (Cell at = corner; at.y < corner.y + size.y; ++at.y) {
            for (at.x = corner.x; at.x < corner.x + size.x; ++at.x) {
                if (map_.view().contains(at)) set(at, free);
            }
        }
    }

    /// Mostly a free one: between blocked cells there is little to agree on.
    [[nodiscard]] Cell pick(Dice& dice) const {
        Cell cell = dice.cell(layout());
        for (int i = 0; i < 20 && !map_.view().is_free(cell); ++i) cell = dice.cell(layout());
        return cell;
    }

    void agree_on(Cell start, Cell goal) { expect_same(map_, {start, goal, Algorithm::kJps}, {}); }

    /// The larger unit against a small one on the eroded map.
    void agree_on_clearance(Cell start, Cell goal) {
        PathQuery wide{start, goal, Algorithm::kJps};
        wide.clearance = Clearance::kTwoCells;
        expect_same(fits_, wide, {});
    }

    /// The same danger everywhere: least cost is least length, but kWeighted cannot know.
    void agree_on_weighted(Cell start, Cell goal, Dice& dice) {
        std::ranges::fill(danger_, static_cast<std::uint8_t>(dice.roll(256)));
        CostField costs;
        costs.danger = danger_.data();
        PathQuery weighted{start, goal, Algorithm::kWeighted};
        expect_same(map_, weighted, costs);
        weighted.danger_weight = static_cast<std::uint8_t>(1 + dice.roll(255));
        expect_same(map_, weighted, costs);
    }

    [[nodiscard]] int found() const { return found_; }

private:
    [[nodiscard]] const GridLayout& layout() const { return map_.layout(); }

    void set(Cell cell, bool free) {
        map_.set(cell, free);
        for (const Cell place :
             {cell, Cell{cell.x - 1, cell.y}, Cell{cell.x, cell.y - 1}, Cell{cell.x - 1, cell.y - 1}}) {
            if (!map_.view().contains(place)) continue;
            const bool fits = test::fits_two_by_two(map_.view(), place);
            if (fits != fits_.view().is_free(place)) fits_.set(place, fits);
        }
    }

    /// `query`, asked on the map, is answered as A* answers it on `ground`.
    void expect_same(const TestMap& ground, const PathQuery& query, const CostField& costs) {
        const PathQuery plain{query.start, query.goal, Algorithm::kAStar};
        const SearchResult expected = reference_.search(ground.view(), plain);
        const SearchResult result = searcher_.search(map_.view(), query, {}, costs);
        ASSERT_EQ(result.status, expected.status);
        ASSERT_EQ(result.cost, expected.cost);
        if (result.status != AnswerStatus::kFound) {
            ASSERT_TRUE(result.turning_points.empty() && expected.turning_points.empty());
            return;
        }
        ++found_;
        ASSERT_EQ(check_path(map_.view(), query, result.turning_points, result.cost, true), PathFault::kNone);
        ASSERT_EQ(check_path(ground.view(), plain, expected.turning_points, expected.cost, true), PathFault::kNone);
    }

    TestMap map_;
    TestMap fits_;
    std::vector<std::uint8_t> danger_;
    Searcher searcher_;
    Searcher reference_;
    int found_ = 0;
};

class Agreement : public ::testing::TestWithParam<std::tuple<Kind, int>> {};

TEST_P(Agreement, OnRandomQueriesBetweenEdits) {
    const auto [kind, part] = GetParam();
    const auto chosen = static_cast<std::uint32_t>(GTEST_FLAG_GET(random_seed));
    const std::uint32_t seed = chosen != 0 ? chosen : 4'1997;
    SCOPED_TRACE("GTEST_RANDOM_SEED=" + std::to_string(seed));
    Dice dice(seed * 100 + static_cast<std::uint32_t>(kind) * 10 + static_cast<std::uint32_t>(part));
    int found = 0;
    for (int round = 0; round < kMaps_per_part; ++round) {
        Debate debate(map_of(kind, dice));
        for (int query = 0; query < kQueries_per_map; ++query) {
            SCOPED_TRACE("map " + std::to_string(round) + ", query " + std::to_string(query));
            debate.edit(dice);
            const Cell start = debate.pick(dice);
            const Cell goal = debate.pick(dice);
            debate.agree_on(start, goal);
            if (query % kMore == 0) debate.agree_on_clearance(start, goal);
            if (query % kMore == 1) debate.agree_on_weighted(start, goal, dice);
            if (HasFatalFailure()) return;
        }
        found += debate.found();
    }
    EXPECT_GT(found, kMaps_per_part * kQueries_per_map / 4) << "there is little to agree on if there is no way";
}

[[nodiscard]] std::string name_of(const ::testing::TestParamInfo<std::tuple<Kind, int>>& info) {
    constexpr const char* kNames[] = {"Noise", "Maze", "Rooms", "Cave", "City"};
    const auto [kind, part] = info.param;
    return kNames[static_cast<std::size_t>(kind)] + std::to_string(part);
}

INSTANTIATE_TEST_SUITE_P(Search, Agreement,
                         ::testing::Combine(::testing::Values(Kind::kNoise, Kind::kMaze, Kind::kRooms, Kind::kCave,
                                                              Kind::kCity),
                                            ::testing::Range(0, kParts)),
                         name_of);

}  // namespace
}  // namespace outrider::search
