#include "game/app/debug_views.h"

#include <gtest/gtest.h>

#include <set>

#include "game/app/sandbox.h"

namespace outrider::app {
namespace {

using namespace std::chrono_literals;

/// A service that answers nobody.
class SilentService final : public paths::PathService {
public:
    RequestId submit(const paths::PathRequest&) noexcept override { return {++last_}; }
    bool cancel(RequestId) noexcept override { return false; }
    void apply_edits(MapVersion, std::span<const CellEdit>) noexcept override {}
    void apply_danger(MapVersion, std::span<const std::uint8_t>) noexcept override {}
    [[nodiscard]] paths::Mode mode() const noexcept override { return paths::Mode::kInline; }

private:
    std::uint64_t last_ = 0;
};

sim::World open_world(std::uint32_t units) {
    sim::WorldSettings settings;
    settings.width_cells = 60;
    settings.height_cells = 40;
    settings.terrain = std::string(60 * 40, '.');
    settings.units = units;
    return sim::World(std::move(settings));
}

std::vector<std::uint64_t> open_bits(const GridLayout& layout) {
    std::vector<std::uint64_t> bits(layout.total_words(), 0);
    for (std::int32_t y = 0; y < layout.height_cells; ++y) {
        for (std::int32_t x = 0; x < layout.width_cells; ++x) set_cell(layout, bits.data(), {x, y}, true);
    }
    return bits;
}

class DebugViewsTest : public testing::Test {
protected:
    GridLayout layout_{60, 40};
    sim::World world_ = open_world(20);
    SilentService service_;
    MapAnalyst analyst_{layout_, open_bits(layout_)};
    QueryWatch watch_{service_, analyst_};
    DebugViews views_{analyst_, watch_, DebugView::kOff};
};

TEST(DebugView, F3GoesThroughAllOfThemAndShiftF3Back) {
    const DebugView order[] = {DebugView::kPaths,      DebugView::kJumpPoints, DebugView::kExpanded,
                               DebugView::kComponents, DebugView::kClearance,  DebugView::kFlow,
                               DebugView::kOff};
    DebugView view = DebugView::kOff;
    for (const DebugView expected : order) {
        const DebugView before = view;
        view = next(view);
        EXPECT_EQ(view, expected);
        EXPECT_EQ(previous(view), before);
    }
}

TEST_F(DebugViewsTest, OffAndPathsCoverNothing) {
    views_.update(debug_subject_of(world_));
    EXPECT_TRUE(views_.caption().title.empty());
    EXPECT_EQ(views_.layer(), nullptr);
    views_.show(DebugView::kPaths);
    views_.update(debug_subject_of(world_));
    EXPECT_EQ(views_.caption().title, "Paths");
    EXPECT_EQ(views_.layer(), nullptr);
}

TEST_F(DebugViewsTest, EachAnalysisSaysWhatItShowsAndOfWhichVersion) {
    world_.tick(paths::Mode::kInline);
    world_.submit(watch_);
    world_.select_nearest(world_.positions()[3], 2);
    std::set<std::string> facts;
    for (const DebugView view : {DebugView::kJumpPoints, DebugView::kExpanded, DebugView::kComponents,
                                 DebugView::kClearance, DebugView::kFlow}) {
        views_.show(view);
        views_.update(debug_subject_of(world_));
        views_.finish(debug_subject_of(world_));
        const overlay::DebugCaption caption = views_.caption();
        EXPECT_FALSE(caption.title.empty());
        EXPECT_FALSE(caption.is_late);
        EXPECT_FALSE(caption.legend.empty());
        EXPECT_EQ(caption.state.rfind("map version 1, ", 0), 0U) << caption.state;
        facts.emplace(caption.facts);
        EXPECT_NE(views_.layer(), nullptr);
    }
    EXPECT_EQ(facts.size(), 5U);
}

TEST_F(DebugViewsTest, ViewsOfAUnitAskForOne) {
    for (const DebugView view : {DebugView::kExpanded, DebugView::kFlow}) {
        views_.show(view);
        views_.update(debug_subject_of(world_));
        EXPECT_NE(views_.caption().facts.find("no unit is selected"), std::string_view::npos);
        EXPECT_EQ(views_.layer(), nullptr);
    }
    world_.select_nearest(world_.positions()[3], 2);
    views_.show(DebugView::kExpanded);
    views_.update(debug_subject_of(world_));
    EXPECT_NE(views_.caption().facts.find("asked for no path yet"), std::string_view::npos);
}

TEST_F(DebugViewsTest, TheQueryIsTheOneThatTheUnitAskedLast) {
    world_.tick(paths::Mode::kInline);
    world_.submit(watch_);
    world_.select_nearest(world_.positions()[3], 0);
    ASSERT_EQ(world_.selected_count(), 1U);
    world_.order({55, 35});
    world_.tick(paths::Mode::kInline);
    world_.submit(watch_);
    views_.show(DebugView::kExpanded);
    views_.finish(debug_subject_of(world_));
    ASSERT_NE(views_.layer(), nullptr);
    const auto unit = static_cast<std::size_t>(std::ranges::find(world_.selected(), 1) - world_.selected().begin());
    EXPECT_EQ(views_.layer()->line_end, world_.goals()[unit]);
    EXPECT_EQ(views_.layer()->line_end, (Cell{55, 35}));
}

TEST_F(DebugViewsTest, SaysThatItIsLateWhileTheWorldHasMovedOn) {
    views_.show(DebugView::kComponents);
    views_.finish(debug_subject_of(world_));
    EXPECT_FALSE(views_.caption().is_late);
    world_.paint({30, 20}, 2, true);
    world_.submit(watch_);
    EXPECT_TRUE(views_.caption().is_late);
    views_.finish(debug_subject_of(world_));
    EXPECT_FALSE(views_.caption().is_late);
    EXPECT_EQ(views_.caption().state.rfind("map version 2, ", 0), 0U) << views_.caption().state;
    EXPECT_EQ(views_.layer()->cells[views_.layer()->index_of({30, 20})], kBlockedInk);
}

}  // namespace
}  // namespace outrider::app
