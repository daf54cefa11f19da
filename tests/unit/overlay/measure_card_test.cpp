#include "game/overlay/measure_card.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "game/measure/measurement.h"
#include "tests/support/synthetic_runs.h"
#include "tests/unit/overlay/player.h"

namespace outrider::overlay {
namespace {

using paths::Mode;

/// Four runs of five seconds in the order in which they were drawn.
measure::Measurement quick_look(double inline_ms = 24.0, std::size_t inline_frames = 200) {
    const auto run = [](test::SyntheticLoad load) { return test::synthetic_run(load); };
    measure::Measurement measurement;
    measurement.is_quick_look = true;
    measurement.title = "sandbox, city, 4,000 units, asking max";
    measurement.command = "outrider measure --units 4000 --ask-rate max --workers 1 --out measured-city";
    measurement.machine.cpu = "a processor";
    measurement.machine.cores = 2;
    measurement.machine.build = "outrider 0.1.0";
    measurement.machine.date = "2026-01-31T17:45:02Z";
    measurement.runs.push_back(run({.mode = Mode::kThreads, .workers = 1, .frames = 300}));
    measurement.runs.push_back(run({.mode = Mode::kNone, .workers = 0, .frames = 300, .paths_per_s = 0.0, .seed = 2}));
    measurement.runs.push_back(run({.mode = Mode::kProcesses, .workers = 1, .frames = 300, .seed = 3}));
    measurement.runs.push_back(run({.mode = Mode::kInline,
                                    .workers = 0,
                                    .frames = inline_frames,
                                    .work_ms = inline_ms,
                                    .paths_per_s = 9000.0,
                                    .seed = 4}));
    return measurement;
}

MeasureCard card_of(const measure::Measurement& measurement) {
    return make_measure_card(measurement, measure::findings_of(measurement));
}

TEST(MeasureCard, HasARowForEachModeInTheirOrder) {
    const MeasureCard card = card_of(quick_look());
    ASSERT_EQ(card.rows.size(), 4U);
    EXPECT_EQ(card.rows[0].mode, "none");
    EXPECT_EQ(card.rows[1].mode, "inline");
    EXPECT_EQ(card.rows[2].mode, "threads");
    EXPECT_EQ(card.rows[3].mode, "processes");
    EXPECT_EQ(card.rows[0].workers, "ran second");
    EXPECT_EQ(card.rows[2].workers, "1 worker, ran first");
    EXPECT_EQ(card.rows[0].paths_per_s, "-");
    EXPECT_TRUE(card.rows[0].against.empty()) << "it is what the others are compared with";
    EXPECT_FALSE(card.rows[1].against.empty());
    EXPECT_TRUE(card.rows[1].is_late);
    EXPECT_TRUE(card.rows[1].is_clear) << card.rows[1].against;
    EXPECT_TRUE(card.rows[1].has_late);
    EXPECT_FALSE(card.verdict.empty());
}

TEST(MeasureCard, SaysThatAP99TakesMoreFrames) {
    const MeasureCard card = card_of(quick_look());
    for (const MeasureRow& row : card.rows) {
        EXPECT_NE(row.percentile.find("p99: too few frames"), std::string::npos) << row.percentile;
    }
    EXPECT_EQ(card.rows[0].percentile.find("p95"), 0U) << card.rows[0].percentile;
    EXPECT_NE(card.quick_look.find("quick look"), std::string::npos);
    EXPECT_NE(card.quick_look.find("500"), std::string::npos) << card.quick_look;
}

TEST(MeasureCard, SaysTheP99WhereThereAreFramesEnough) {
    measure::Measurement measurement = quick_look();
    measurement.runs = {test::synthetic_run({.mode = Mode::kNone, .workers = 0, .frames = 1200}),
                        test::synthetic_run({.mode = Mode::kProcesses, .workers = 1, .frames = 1200, .seed = 2})};
    const MeasureCard card = card_of(measurement);
    ASSERT_EQ(card.rows.size(), 2U);
    EXPECT_EQ(card.rows[1].percentile, "p99");
    EXPECT_FALSE(card.rows[1].against.empty());
}

TEST(MeasureCard, OfNextToNoFramesItSaysTheLongest) {
    const MeasureCard card = card_of(quick_look(600.0, 8));
    EXPECT_EQ(card.rows[1].percentile.find("longest"), 0U) << card.rows[1].percentile;
    EXPECT_TRUE(card.rows[1].against.empty());
    EXPECT_LE(card.scale_ms, 40.0F) << "the others are still to be seen";
    EXPECT_GT(card.rows[1].longest_ms, card.scale_ms);
}

TEST(MeasureCard, SaysWhenTheMachineWasNotQuiet) {
    measure::Measurement measurement = quick_look();
    measurement.runs[2].marks.not_quiet = {"others took a core"};
    EXPECT_NE(card_of(measurement).warning.find("others took a core"), std::string::npos);
}

TEST(MeasureCard, TheStripFollowsTheFrames) {
    measure::Measurement measurement = quick_look();
    auto& frames = measurement.runs[1].frames;  // of none
    for (measure::FrameSample& frame : frames) frame.times.work = std::chrono::milliseconds(3);
    frames[150].times.work = std::chrono::milliseconds(30);
    const MeasureCard card = card_of(measurement);
    const auto& strip = card.rows[0].work_ms;
    const double part = static_cast<double>(frames[150].start.count()) / 5e9 * static_cast<double>(kStripColumns);
    EXPECT_FLOAT_EQ(strip[static_cast<std::size_t>(part)], 30.0F);
    const auto columns = std::ranges::count_if(strip, [](float ms) { return ms > 20.0F; });
    EXPECT_GE(columns, 1);
    EXPECT_LE(columns, 3) << "a frame is as wide as it lasts";
}

class MeasureOverlay : public Player {
protected:
    [[nodiscard]] OverlayModel model() const override {
        OverlayModel model = game_.view();
        model.measure = &measure_;
        return model;
    }
    /// Pixels of this colour, about, within a part of the screen.
    [[nodiscard]] int count_like(std::uint32_t colour, const WindowRect& part) const {
        int found = 0;
        for (int y = part.y; y < part.y + part.height; y += 2) {
            for (int x = part.x; x < part.x + part.width; x += 2) {
                const std::uint32_t pixel = screen_.pixel(x, y);
                int apart = 0;
                for (const unsigned shift : {0U, 8U, 16U}) {
                    apart = std::max(apart, std::abs(static_cast<int>(pixel >> shift & 255U) -
                                                     static_cast<int>(colour >> shift & 255U)));
                }
                found += apart < 12 ? 1 : 0;
            }
        }
        return found;
    }

    MeasureModel measure_;
    MeasureCard card_ = card_of(quick_look());
};

TEST_F(MeasureOverlay, ShowsNothingWhileIdle) {
    settle();
    EXPECT_EQ(overlay_->places().measure_card.width, 0);
    EXPECT_EQ(overlay_->places().measure_save.width, 0);
}

TEST_F(MeasureOverlay, DrawsEveryStage) {
    measure_.order = {Mode::kThreads, Mode::kNone, Mode::kProcesses, Mode::kInline};
    measure_.run_s = 5.0;
    for (const MeasureStage stage : {MeasureStage::kSettling, MeasureStage::kRunning, MeasureStage::kWorkingOut}) {
        measure_.stage = stage;
        for (measure_.turn = 0; measure_.turn <= 4; ++measure_.turn) {
            measure_.left_s = 2.5;
            settle();
            EXPECT_EQ(overlay_->places().measure_save.width, 0) << "no card yet";
        }
    }
    measure_ = {.said = "B measures in the sandbox"};
    settle();
}

TEST_F(MeasureOverlay, TheCardHasFourStripsInTwoColoursAndTwoButtons) {
    measure_.stage = MeasureStage::kCard;
    measure_.card = &card_;
    settle();
    const WidgetPlaces& places = overlay_->places();
    ASSERT_GT(places.measure_card.width, 800);
    // The crisp lines: what is in time, and what is not.
    EXPECT_GT(count_like(0x009E73, places.measure_card), 200);
    EXPECT_GT(count_like(0xD55E00, places.measure_card), 100);
    EXPECT_TRUE(click(middle_of(places.measure_save)).measure.save);
    EXPECT_TRUE(click(middle_of(places.measure_close)).measure.close);
    const OverlayActions beside = click({640, 712});  // on the bottom strip, under the veil
    EXPECT_FALSE(beside.mode || beside.workers || beside.measure.save || beside.measure.close);
}

TEST_F(MeasureOverlay, APictureHasNoButtons) {
    measure_.stage = MeasureStage::kCard;
    measure_.card = &card_;
    measure_.for_picture = true;
    settle();
    EXPECT_GT(overlay_->places().measure_card.width, 0);
    EXPECT_EQ(overlay_->places().measure_save.width, 0);
}

TEST_F(MeasureOverlay, TheMenuGoesBeforeTheCard) {
    measure_.stage = MeasureStage::kCard;
    measure_.card = &card_;
    open_.menu = true;
    settle();
    EXPECT_EQ(overlay_->places().measure_save.width, 0);
    EXPECT_GT(overlay_->places().menu_buttons[0].width, 0);
}

}  // namespace
}  // namespace outrider::overlay
