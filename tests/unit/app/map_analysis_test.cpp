#include "game/app/map_analysis.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "game/render/palette.h"
#include "pathfinder/search/jps_scan.h"
#include "tests/unit/search/test_maps.h"

namespace outrider::app {
namespace {

using search::test::Dice;
using search::test::TestMap;

/// A map made by chance, and what is seen on it.
class MapAnalysisTest : public testing::TestWithParam<std::uint32_t> {
protected:
    MapAnalysisTest() : dice_(GetParam()), map_(search::test::noise_map(dice_, 75, 66, 25)), analysis_(map_.layout()) {}

    const render::DebugLayer& look(DebugView view, std::optional<PathQuery> query = {}) {
        analysis_.look({view, query}, map_.view(), costs_, answer_, quit_);
        EXPECT_EQ(answer_.version, map_.view().version());
        EXPECT_EQ(answer_.question.view, view);
        EXPECT_EQ(answer_.layer.width_cells, map_.layout().width_cells);
        return answer_.layer;
    }
    template <class Each>
    void for_cells(Each each) const {
        for (std::int32_t y = 0; y < map_.layout().height_cells; ++y) {
            for (std::int32_t x = 0; x < map_.layout().width_cells; ++x) each(Cell{x, y});
        }
    }
    [[nodiscard]] Cell free_cell() {
        for (;;) {
            const Cell cell = dice_.cell(map_.layout());
            if (map_.view().is_free(cell)) return cell;
        }
    }
    void edit() {
        for (int i = 0; i < 40; ++i) map_.set(dice_.cell(map_.layout()), dice_.roll(2) == 0);
    }

    Dice dice_;
    TestMap map_;
    std::atomic<std::uint64_t> quit_{0};
    MapAnalysis analysis_;
    MapCosts costs_;
    MapAnswer answer_;
};

INSTANTIATE_TEST_SUITE_P(Seeds, MapAnalysisTest, testing::Values(1U, 2U, 3U), testing::PrintToStringParamName());

TEST_P(MapAnalysisTest, AWeightedSearchSeesTheGroundAndTheDanger) {
    PathQuery query;
    query.start = free_cell();
    query.goal = free_cell();
    query.algorithm = Algorithm::kWeighted;
    query.danger_weight = 200;
    costs_.terrain_classes.assign(terrain_bytes(map_.layout()), 0);
    costs_.terrain_factors = {1, 4, 1, 1};
    costs_.danger.assign(danger_bytes(map_.layout()), 0);
    for (std::int32_t y = 0; y < 30; ++y) {
        for (std::int32_t x = 0; x < 75; x += 1 + dice_.roll(2)) {
            set_terrain_class(map_.layout(), costs_.terrain_classes.data(), {x, y}, 1);
        }
    }
    std::ranges::generate(costs_.danger, [this] { return static_cast<std::uint8_t>(dice_.roll(256)); });
    search::Searcher searcher;
    searcher.prepare(map_.layout());
    const auto expected = searcher.search(map_.view(), query, {}, costs_.field());
    const render::DebugLayer& layer = look(DebugView::kExpanded, query);
    EXPECT_TRUE(std::ranges::equal(layer.line, expected.turning_points));
}

TEST_P(MapAnalysisTest, JumpPointsAreWhereARunByHandStops) {
    for (int round = 0; round < 3; ++round, edit()) {
        const render::DebugLayer& layer = look(DebugView::kJumpPoints);
        const MapView map = map_.view();
        constexpr std::array<Cell, 4> kWays{{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}};
        for_cells([&](Cell at) {
            for (std::size_t way = 0; way < 4; ++way) {
                const Cell step = kWays[way];
                const Cell side{step.y, step.x};
                // Free itself, and beside it an obstacle that has just ended.
                const auto opens = [&](std::int32_t to) {
                    return map.is_free({at.x + to * side.x, at.y + to * side.y}) &&
                           !map.is_free({at.x + to * side.x - step.x, at.y + to * side.y - step.y});
                };
                const bool stops = map.is_free(at) && (opens(1) || opens(-1));
                EXPECT_EQ((layer.marks[layer.index_of(at)] >> way & 1U) != 0, stops)
                    << at.x << " " << at.y << ", way " << way;
            }
        });
        for_cells([&](Cell at) {
            EXPECT_EQ(layer.cells[layer.index_of(at)] != kVeilInk, layer.marks[layer.index_of(at)] != 0);
        });
    }
}

TEST_P(MapAnalysisTest, ExpandedCellsAreThoseOfTheSearch) {
    for (const Algorithm algorithm : {Algorithm::kJps, Algorithm::kAStar}) {
        for (int round = 0; round < 6; ++round, edit()) {
            const PathQuery query{free_cell(), free_cell(), algorithm};
            const render::DebugLayer& layer = look(DebugView::kExpanded, query);
            search::Searcher searcher;
            searcher.prepare(map_.layout());
            std::vector<PackedCell> trace(20'000);
            searcher.trace_expansions(trace);
            const search::SearchResult result = searcher.search(map_.view(), query);
            const std::vector<PackedCell> path(result.turning_points.begin(), result.turning_points.end());
            std::map<PackedCell, std::size_t> first;
            for (std::size_t i = 0; i < result.expanded_nodes; ++i) first.emplace(trace[i], i);
            std::size_t inked = 0;
            for_cells([&](Cell at) {
                const std::uint8_t ink = layer.cells[layer.index_of(at)];
                const auto found = first.find(pack(at));
                EXPECT_EQ(ink >= kFirstOfRamp, found != first.end());
                inked += ink >= kFirstOfRamp ? 1 : 0;
                if (found == first.end() || result.expanded_nodes < 2) return;
                const double part = static_cast<double>(found->second) / (result.expanded_nodes - 1);
                EXPECT_NEAR((ink - kFirstOfRamp) / double{kLastOfRamp - kFirstOfRamp}, part, 0.01);
            });
            EXPECT_EQ(inked, first.size());
            EXPECT_EQ(layer.line, path);
            EXPECT_EQ(layer.line_end, query.goal);
            EXPECT_NE(answer_.facts.find(std::to_string(result.expanded_nodes % 1000)), std::string::npos)
                << answer_.facts;
            if (algorithm == Algorithm::kJps) {
                EXPECT_EQ(layer.points.size(), first.size());
                EXPECT_TRUE(std::ranges::is_sorted(layer.points, {},
                                                   [](const render::DebugLayer::Point& point) { return point.cell; }));
            }
        }
    }
}

TEST_P(MapAnalysisTest, ComponentsAreTheLibrarys) {
    for (int round = 0; round < 3; ++round, edit()) {
        const render::DebugLayer& layer = look(DebugView::kComponents);
        search::ComponentLabels labels;
        labels.compute(map_.view());
        std::map<std::uint32_t, std::set<std::uint8_t>> inks;
        for_cells([&](Cell at) { inks[labels.label(at)].insert(layer.cells[layer.index_of(at)]); });
        for (const auto& [label, used] : inks) {
            EXPECT_EQ(used.size(), 1U) << "component " << label;
            EXPECT_EQ(*used.begin() == kBlockedInk, label == 0);
            EXPECT_EQ(*used.begin() == kMainInk, label == labels.largest());
        }
        EXPECT_EQ(answer_.facts.rfind(std::to_string(labels.count()) + " connected", 0), 0U) << answer_.facts;
    }
}

TEST_P(MapAnalysisTest, ClearanceIsWhatAWideUnitCanCover) {
    const render::DebugLayer& layer = look(DebugView::kClearance);
    const MapView map = map_.view();
    const auto free = [&](std::int32_t x, std::int32_t y) { return map.is_free({x, y}); };
    for_cells([&](Cell at) {
        bool covered = false;
        for (const auto& [x, y] :
             {Cell{at.x, at.y}, Cell{at.x - 1, at.y}, Cell{at.x, at.y - 1}, Cell{at.x - 1, at.y - 1}})
            covered = covered || (free(x, y) && free(x + 1, y) && free(x, y + 1) && free(x + 1, y + 1));
        const std::uint8_t expected = !map.is_free(at) ? kBlockedInk : (covered ? kMainInk : kOtherInk);
        EXPECT_EQ(layer.cells[layer.index_of(at)], expected) << at.x << " " << at.y;
    });
}

TEST_P(MapAnalysisTest, FlowIsTheLibrarysField) {
    for (const Clearance clearance : {Clearance::kOneCell, Clearance::kTwoCells}) {
        PathQuery query;
        query.goal = free_cell();
        query.clearance = clearance;
        const render::DebugLayer& layer = look(DebugView::kFlow, query);
        search::FlowFieldBuilder builder;
        FlowField field;
        builder.prepare(map_.layout());
        field.prepare(map_.layout());
        ASSERT_TRUE(builder.build(map_.view(), query.goal, clearance, field));
        for_cells([&](Cell at) {
            EXPECT_EQ(static_cast<FlowStep>(layer.marks[layer.index_of(at)]), field.at(at));
            const bool has_way = field.at(at) != FlowStep::kUnreachable;
            EXPECT_EQ(layer.cells[layer.index_of(at)] >= kFirstOfRamp, has_way);
            // One step on, it is nearer.
            const Cell step = offset_of(field.at(at));
            EXPECT_LE(layer.cells[layer.index_of({at.x + step.x, at.y + step.y})], layer.cells[layer.index_of(at)]);
        });
        EXPECT_EQ(layer.line_end, query.goal);
    }
}

TEST_P(MapAnalysisTest, AnotherViewBeginsAnew) {
    look(DebugView::kFlow, PathQuery{free_cell(), free_cell()});
    const std::uint64_t before = answer_.layer.number;
    const render::DebugLayer& layer = look(DebugView::kClearance);
    EXPECT_NE(layer.number, before);
    EXPECT_TRUE(layer.marks.empty() && layer.line.empty() && layer.points.empty());
    EXPECT_EQ(layer.line_end, (Cell{-1, -1}));
}

TEST_P(MapAnalysisTest, EndsEarlyWhenAskedTo) {
    quit_ = 1;
    EXPECT_NO_THROW(look(DebugView::kExpanded, PathQuery{free_cell(), free_cell(), Algorithm::kAStar}));
    EXPECT_NO_THROW(look(DebugView::kFlow, PathQuery{free_cell(), free_cell()}));
}

}  // namespace
}  // namespace outrider::app
