#include "game/render/siege_renderer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "game/render/backdrop.h"
#include "game/render/debug_layer.h"
#include "game/render/palette.h"
#include "game/render/siege_units.h"
#include "test_siege.h"

namespace outrider::render {
namespace {

using sim::siege::BuildTower;
using sim::siege::BuildWall;
using sim::siege::Siege;
using sim::siege::TowerKind;
using sim::siege::UnitDoing;
using Pixels = std::vector<std::uint32_t>;

class DrawnSiege : public testing::Test {
protected:
    explicit DrawnSiege(std::uint32_t parade = 0) : siege_(siege_ground(parade)) {}

    Pixels draw(const SiegeDrawOptions& options) {
        renderer_.draw(siege_, camera_, options);
        return stage_.picture();
    }
    Pixels draw() { return draw({}); }
    /// Until all tiles of the land are there, and all worn paths.
    Pixels settle() {
        constexpr int kStill_frames = Backdrop::kWearFrames + 5;
        constexpr int kMost_frames = 1'000;
        Pixels last = draw();
        for (int frame = 0, still = 0; still < kStill_frames && frame < kMost_frames; ++frame) {
            Pixels next = draw();
            still = next == last ? still + 1 : 0;
            last = std::move(next);
        }
        return last;
    }
    std::size_t index_of(PointCells place) const {
        const PointPx at = camera_.to_screen(place);
        return static_cast<std::size_t>(at.y) * SoftwareStage::kWidth + static_cast<std::size_t>(at.x);
    }
    /// Pixels that differ within a rectangle of cells.
    std::size_t changed(const Pixels& a, const Pixels& b, PointCells from, PointCells to) const {
        const PointPx first = camera_.to_screen(from);
        const PointPx last = camera_.to_screen(to);
        std::size_t count = 0;
        for (auto y = static_cast<std::size_t>(first.y); y < static_cast<std::size_t>(last.y); ++y) {
            for (auto x = static_cast<std::size_t>(first.x); x < static_cast<std::size_t>(last.x); ++x) {
                count += a[y * SoftwareStage::kWidth + x] != b[y * SoftwareStage::kWidth + x] ? 1U : 0U;
            }
        }
        return count;
    }
    static std::size_t count_of(const Pixels& picture, Rgb colour) {
        const std::uint32_t wanted = argb(0, colour);
        return static_cast<std::size_t>(
            std::count_if(picture.begin(), picture.end(), [=](std::uint32_t p) { return (p & 0xFFFFFFU) == wanted; }));
    }

    SoftwareStage stage_;
    Siege siege_;
    SiegeRenderer renderer_{*stage_.renderer, siege_};
    Camera camera_ = camera_over(siege_);
};

class DrawnHorde : public DrawnSiege {
protected:
    DrawnHorde() : DrawnSiege(300) { march(siege_, 400); }
};

TEST_F(DrawnHorde, IsDrawnTheSameTwice) {
    const Pixels first = settle();
    EXPECT_EQ(draw(), first);
}

TEST_F(DrawnHorde, LostTexturesComeBackTheSame) {
    const Pixels before = settle();
    renderer_.rebuild_textures();
    EXPECT_EQ(draw(), before);
}

TEST_F(DrawnHorde, IsSeenWhereItIs) {
    const Pixels with = settle();
    Siege nobody(siege_ground(0));
    renderer_.draw(nobody, camera_, {});
    const Pixels without = stage_.picture();
    std::size_t seen = 0;
    std::size_t all = 0;
    for (std::uint32_t i = 0; i < siege_.unit_places(); ++i) {
        if (siege_.doing()[i] == UnitDoing::kGone) continue;
        const sim::FixedPoint at = siege_.positions()[i];
        const std::size_t pixel = index_of({at.x / 65536.0, at.y / 65536.0});
        seen += with[pixel] != without[pixel] ? 1U : 0U;
        ++all;
    }
    ASSERT_GT(all, 50U);
    EXPECT_GT(seen * 10, all * 9);  // a picture's very middle may be open
}

TEST_F(DrawnHorde, MovesBetweenTwoTicks) {
    settle();
    SiegeDrawOptions options;
    options.tick_fraction = 0.0;
    const Pixels before = draw(options);
    EXPECT_NE(draw(), before);
}

TEST_F(DrawnHorde, CanBeTintedByWorker) {
    const Pixels plain = settle();
    SiegeDrawOptions options;
    options.tint_by_worker = true;
    EXPECT_NE(draw(options), plain);
    EXPECT_EQ(draw(), plain);
}

TEST_F(DrawnHorde, IsDrawnAtEveryZoom) {
    for (const double zoom : {1.6, 2.5, 4.0, 7.0, 12.0, 20.0, 40.0, 64.0}) {
        camera_ = camera_at(siege_, {20.0, 20.0}, zoom);
        EXPECT_NO_THROW(settle()) << zoom;
    }
}

TEST_F(DrawnSiege, WallIsSeenInTheSameFrame) {
    const Pixels before = settle();
    ASSERT_EQ(siege_.apply(BuildWall{{30, 15}, {30, 25}}), sim::siege::Verdict::kDone);
    renderer_.invalidate(siege_.take_changed_cells());
    const Pixels after = draw();
    EXPECT_GT(after[index_of({30.5, 20.3})] & 0xFFU, (before[index_of({30.5, 20.3})] & 0xFFU) + 40U);
}

TEST_F(DrawnSiege, TowersStandWithTheirMarks) {
    settle();
    constexpr std::array kKinds{TowerKind::kArrow, TowerKind::kMortar, TowerKind::kFrost};
    for (std::size_t i = 0; i < kKinds.size(); ++i) {
        const auto x = static_cast<std::int32_t>(20 + 6 * i);
        ASSERT_EQ(siege_.apply(BuildTower{kKinds[i], {x, 20}}), sim::siege::Verdict::kDone);
        renderer_.invalidate(siege_.take_changed_cells());
        EXPECT_GT(count_of(draw(), palette::kTowerMarks[i]), 5U) << "kind " << i;
    }
}

TEST_F(DrawnSiege, KeepIsLitAndGatesAreMarked) {
    const Pixels picture = settle();
    const auto red = [&](PointCells at) { return static_cast<int>(picture[index_of(at)] >> 16U & 0xFFU); };
    const auto blue = [&](PointCells at) { return static_cast<int>(picture[index_of(at)] & 0xFFU); };
    EXPECT_GT(red({46.5, 19.5}) - blue({46.5, 19.5}), red({28.5, 19.5}) - blue({28.5, 19.5}) + 15);
    EXPECT_GT(red({0.2, 20.5}), red({0.2, 34.5}) + 60);
}

TEST_F(DrawnSiege, PreviewComesAndGoes) {
    const Pixels before = settle();
    const std::vector<Cell> cells{{30, 20}, {31, 20}};
    const std::vector<Cell> refused{{32, 20}};
    SiegeDrawOptions options;
    options.building.emplace();
    options.building->cells = cells;
    options.building->refused = refused;
    const Pixels shown = draw(options);
    EXPECT_GT(changed(before, shown, {30.0, 20.0}, {32.0, 21.0}), 40U);
    EXPECT_GT(changed(before, shown, {32.0, 20.0}, {33.0, 21.0}), 20U);
    EXPECT_NE(shown[index_of({31.5, 20.3})], shown[index_of({32.5, 20.3})]);
    EXPECT_EQ(changed(before, shown, {10.0, 5.0}, {28.0, 35.0}), 0U);
    EXPECT_EQ(draw(), before);
}

TEST_F(DrawnSiege, TowerPreviewShowsItsReach) {
    const Pixels before = settle();
    const std::vector<Cell> cells{{20, 20}, {21, 20}, {20, 21}, {21, 21}};
    SiegeDrawOptions options;
    options.building.emplace();
    options.building->hand = BuildingPreview::Hand::kTower;
    options.building->cells = cells;
    options.building->tower = TowerKind::kMortar;
    options.building->tower_at = {20, 20};
    options.building->tower_range = 8 * sim::kFixedOne;
    const Pixels shown = draw(options);
    EXPECT_GT(changed(before, shown, {20.0, 20.0}, {22.0, 22.0}), 80U);
    EXPECT_GT(changed(before, shown, {12.5, 20.0}, {13.5, 22.0}), 3U);  // 8 cells to the west of the middle
    EXPECT_EQ(changed(before, shown, {14.0, 19.5}, {19.5, 22.5}), 0U);
}

TEST_F(DrawnSiege, WaysAreToldApart) {
    const Pixels before = settle();
    const std::vector<PackedCell> points{pack(Cell{2, 20}), pack(Cell{40, 20})};
    const auto with = [&](WayPreview::Kind kind) {
        const std::array ways{WayPreview{kind, points, 0}};
        SiegeDrawOptions options;
        options.ways = ways;
        return draw(options);
    };
    const Pixels open = with(WayPreview::Kind::kOpen);
    EXPECT_GT(changed(before, open, {3.0, 19.5}, {39.0, 21.5}), 150U);
    EXPECT_EQ(changed(before, open, {3.0, 24.0}, {39.0, 30.0}), 0U);
    EXPECT_NE(with(WayPreview::Kind::kBreaksWalls), open);
    const std::array none{WayPreview{WayPreview::Kind::kNone, {}, 0}};
    SiegeDrawOptions options;
    options.ways = none;
    EXPECT_GT(changed(before, draw(options), {0.0, 18.0}, {3.0, 22.0}), 50U);
    EXPECT_EQ(draw(), before);
}

TEST_F(DrawnSiege, EventsAreSeenAndEnd) {
    const Pixels before = settle();
    const std::array events{sim::siege::Event{sim::siege::Event::Kind::kMortarHit, sim::siege::UnitKind::kRunner,
                                              sim::centre_of({20, 20}), sim::centre_of({20, 20}), 2 * sim::kFixedOne,
                                              50}};
    SiegeDrawOptions options;
    options.now_tick = 51;
    options.events = events;
    draw(options);
    options.events = {};
    options.now_tick = 57;
    EXPECT_GT(changed(before, draw(options), {15.0, 15.0}, {25.0, 25.0}), 60U);
    options.now_tick = 400;
    EXPECT_EQ(changed(before, draw(options), {15.0, 15.0}, {25.0, 25.0}), 0U);
}

TEST_F(DrawnSiege, ChosenRidersWearRings) {
    camera_ = camera_at(siege_, {50.0, 24.0}, 20.0);
    ASSERT_EQ(siege_.apply(sim::siege::HireRider{}), sim::siege::Verdict::kDone);
    const Pixels plain = settle();
    siege_.apply(sim::siege::SelectRiders{{0, 0}, {60 * sim::kFixedOne, 40 * sim::kFixedOne}});
    ASSERT_EQ(siege_.standing().selected_riders, 1U);
    EXPECT_GT(count_of(draw(), palette::kSelectedBright), count_of(plain, palette::kSelectedBright) + 20U);
}

TEST_F(DrawnSiege, DebugLayerLiesOverTheLand) {
    const Pixels before = settle();
    DebugLayer layer;
    layer.clear(60, 40);
    layer.inks[1] = argb(255, rgb(0xff00ff));
    layer.cells[layer.index_of({30, 20})] = 1;
    layer.number = 1;
    SiegeDrawOptions options;
    options.debug_layer = &layer;
    EXPECT_EQ(draw(options)[index_of({30.5, 20.5})] & 0xFFFFFFU, 0xFF00FFU);
    EXPECT_EQ(draw(), before);
}

TEST_F(DrawnHorde, UnitsOffTheScreenAreLeftOut) {
    SiegeUnits units;
    QuadBatch pictures;
    QuadBatch bars;
    const View whole = View::of(camera_);
    units.add(siege_, {whole, nullptr, true}, {}, pictures, bars);
    const std::size_t all = units.unit_count();
    ASSERT_GT(all, 50U);
    EXPECT_EQ(pictures.size(), all);
    const View elsewhere{whole.zoom, whole.origin_x - 5'000, whole.origin_y, whole.width_px, whole.height_px};
    pictures.clear();
    units.add(siege_, {elsewhere, nullptr, true}, {}, pictures, bars);
    EXPECT_EQ(units.unit_count(), 0U);
    EXPECT_TRUE(pictures.empty());
}

}  // namespace
}  // namespace outrider::render
