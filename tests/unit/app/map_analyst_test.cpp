#include "game/app/map_analyst.h"

#include <gtest/gtest.h>

#include <chrono>

#include "pathfinder/search/components.h"
#include "tests/unit/search/test_maps.h"

namespace outrider::app {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kLong = 20s;

std::vector<std::uint64_t> open_bits(const GridLayout& layout) {
    std::vector<std::uint64_t> bits(layout.total_words(), 0);
    for (std::int32_t y = 0; y < layout.height_cells; ++y) {
        for (std::int32_t x = 0; x < layout.width_cells; ++x) set_cell(layout, bits.data(), {x, y}, true);
    }
    return bits;
}

TEST(MapAnalyst, AnswersWhatIsAsked) {
    const GridLayout layout(40, 30);
    MapAnalyst analyst(layout, open_bits(layout));
    EXPECT_EQ(analyst.answer(), nullptr);
    analyst.ask({DebugView::kComponents, {}});
    ASSERT_TRUE(analyst.wait(kLong));
    EXPECT_EQ(analyst.answer()->version, MapVersion{1});
    EXPECT_EQ(analyst.answer()->layer.cells, std::vector<std::uint8_t>(1200, kMainInk));
}

TEST(MapAnalyst, SeesTheMapAsItWasEdited) {
    const GridLayout layout(40, 30);
    MapAnalyst analyst(layout, open_bits(layout));
    analyst.ask({DebugView::kClearance, {}});
    ASSERT_TRUE(analyst.wait(kLong));
    analyst.note(MapVersion{2}, std::vector<CellEdit>{{pack({5, 7}), false}, {pack({6, 7}), false}});
    EXPECT_FALSE(analyst.is_current());
    analyst.note(MapVersion{3}, std::vector<CellEdit>{{pack({6, 7}), true}});
    ASSERT_TRUE(analyst.wait(kLong));
    EXPECT_EQ(analyst.answer()->version, MapVersion{3});
    const render::DebugLayer& layer = analyst.answer()->layer;
    EXPECT_EQ(layer.cells[layer.index_of({5, 7})], kBlockedInk);
    EXPECT_EQ(layer.cells[layer.index_of({6, 7})], kMainInk);
}

TEST(MapAnalyst, EditsMadeWhileNothingWasAskedAreNotForgotten) {
    const GridLayout layout(512, 512);
    MapAnalyst analyst(layout, open_bits(layout));
    search::test::Dice dice(7);
    std::vector<std::uint64_t> bits = open_bits(layout);
    std::vector<CellEdit> edits(3000);
    std::uint64_t version = 1;
    for (int round = 0; round < 60; ++round) {  // more than kManyEdits
        for (CellEdit& edit : edits) edit = {pack(dice.cell(layout)), dice.roll(3) != 0};
        for (const CellEdit& edit : edits) set_cell(layout, bits.data(), unpack(edit.cell), edit.free);
        analyst.note(MapVersion{++version}, edits);
        analyst.exchange();
    }
    analyst.ask({DebugView::kComponents, {}});
    ASSERT_TRUE(analyst.wait(kLong));
    const MapView map(layout, bits.data(), MapVersion{version});
    const render::DebugLayer& layer = analyst.answer()->layer;
    for (std::int32_t y = 0; y < 512; ++y) {
        for (std::int32_t x = 0; x < 512; ++x) {
            ASSERT_EQ(layer.cells[layer.index_of({x, y})] == kBlockedInk, !map.is_free({x, y})) << x << " " << y;
        }
    }
}

/// A search that takes long: A* over a large open map, the goal walled in, so that every cell is expanded.
struct LongSearch {
    GridLayout layout{1024, 1024};
    PathQuery query{{1, 1}, {1023, 1023}, Algorithm::kAStar};

    [[nodiscard]] std::vector<std::uint64_t> bits() const {
        std::vector<std::uint64_t> bits = open_bits(layout);
        for (const Cell wall : {Cell{1022, 1022}, Cell{1022, 1023}, Cell{1023, 1022}}) {
            set_cell(layout, bits.data(), wall, false);
        }
        return bits;
    }
};

TEST(MapAnalyst, TheFrameNeverWaitsForALook) {
    const LongSearch search;
    MapAnalyst analyst(search.layout, search.bits());
    analyst.ask({DebugView::kExpanded, search.query});
    // Most frames must be short; some may be when another process had the core.
    std::size_t frames = 0;
    std::size_t short_frames = 0;
    const auto began = Clock::now();
    while (analyst.answer() == nullptr && Clock::now() - began < kLong) {
        const auto before = Clock::now();
        analyst.note(MapVersion{frames + 2}, std::vector<CellEdit>{{pack({9, 9}), frames % 2 == 0}});
        analyst.exchange();
        short_frames += Clock::now() - before < 1ms ? 1 : 0;
        ++frames;
        std::this_thread::sleep_for(1ms);
    }
    ASSERT_NE(analyst.answer(), nullptr);
    EXPECT_GT(frames, 20U) << "the search was meant to take long";
    EXPECT_GE(short_frames, frames * 9 / 10);
}

TEST(MapAnalyst, TheNewestQuestionWins) {
    const LongSearch search;
    MapAnalyst analyst(search.layout, search.bits());
    analyst.ask({DebugView::kExpanded, search.query});
    analyst.exchange();
    std::this_thread::sleep_for(5ms);  // under way, or about to be: the outcome is the same
    PathQuery other = search.query;
    for (std::int32_t i = 0; i < 100; ++i) {
        other.goal = {5 + i, 5};
        analyst.ask({DebugView::kExpanded, other});
        analyst.exchange();
    }
    ASSERT_TRUE(analyst.wait(kLong));
    EXPECT_EQ(analyst.answer()->question.query->goal, (Cell{104, 5}));
    EXPECT_LE(analyst.answer()->layer.number, 3U) << "questions in between were answered, too";
}

TEST(MapAnalyst, LetsGoOfItsAnswerWhenTheViewIsOff) {
    const GridLayout layout(40, 30);
    MapAnalyst analyst(layout, open_bits(layout));
    analyst.ask({DebugView::kComponents, {}});
    ASSERT_TRUE(analyst.wait(kLong));
    analyst.ask({DebugView::kOff, {}});
    const auto began = Clock::now();
    while (analyst.answer() != nullptr && Clock::now() - began < kLong) analyst.exchange();
    EXPECT_EQ(analyst.answer(), nullptr);
    analyst.ask({DebugView::kComponents, {}});
    EXPECT_TRUE(analyst.wait(kLong));
}

TEST(MapAnalyst, EndsInTheMiddleOfALook) {
    const LongSearch search;
    const auto began = [&] {
        MapAnalyst analyst(search.layout, search.bits());
        analyst.ask({DebugView::kExpanded, search.query});
        analyst.exchange();
        std::this_thread::sleep_for(20ms);
        return Clock::now();
    }();
    EXPECT_LT(Clock::now() - began, 5s);
}

}  // namespace
}  // namespace outrider::app
