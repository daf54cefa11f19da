#include "game/render/path_trails.h"

#include <gtest/gtest.h>

#include "software_stage.h"

namespace outrider::render {
namespace {

/// Answers each wish with one straight or bent line, at once.
class StraightService final : public paths::PathService {
public:
    RequestId submit(const paths::PathRequest& request) noexcept override {
        wishes_.push_back(request);
        return {++last_};
    }
    bool cancel(RequestId) noexcept override { return false; }
    void apply_edits(MapVersion, std::span<const CellEdit>) noexcept override {}
    void apply_danger(MapVersion, std::span<const std::uint8_t>) noexcept override {}
    [[nodiscard]] paths::Mode mode() const noexcept override { return paths::Mode::kInline; }

    /// REQUIRES: every wish since the last call was submitted in order.
    void answer(sim::World& world) {
        std::uint64_t id = last_ - wishes_.size();
        for (const paths::PathRequest& wish : std::exchange(wishes_, {})) {
            const std::int32_t dx = wish.goal.x - wish.start.x;
            const std::int32_t dy = wish.goal.y - wish.start.y;
            const std::int32_t diagonal = std::min(std::abs(dx), std::abs(dy));
            const auto sign = [](std::int32_t v) { return (v > 0) - (v < 0); };
            const Cell bend{wish.start.x + sign(dx) * diagonal, wish.start.y + sign(dy) * diagonal};
            std::vector<PackedCell> points{pack(wish.start)};
            if (bend != wish.start && bend != wish.goal) points.push_back(pack(bend));
            if (wish.goal != wish.start) points.push_back(pack(wish.goal));
            paths::PathAnswer answer;
            answer.id = {++id};
            answer.tag = wish.tag;
            answer.status = AnswerStatus::kFound;
            answer.version = wish.version;
            answer.turning_points = points;
            world.on_answer(answer);
        }
    }

private:
    std::vector<paths::PathRequest> wishes_;
    std::uint64_t last_ = 0;
};

/// Lets all units ask for their first path and set out.
void set_out(sim::World& world) {
    StraightService service;
    for (int i = 0; i < 5; ++i) {
        world.tick(paths::Mode::kInline);
        world.submit(service);
        service.answer(world);
    }
}

TEST(PathTrails, NothingIsDrawnUnlessAsked) {
    sim::World world = open_world(120, 80, 200);
    set_out(world);
    PathTrails trails;
    trails.build(world, View::of(camera_over(world)), {});
    EXPECT_EQ(trails.dot_count(), 0U);
}

TEST(PathTrails, SelectedUnitsAlwaysShowTheirs) {
    sim::World world = open_world(120, 80, 200);
    set_out(world);
    world.select_nearest(world.positions()[7], 2);
    ASSERT_EQ(world.selected_count(), 1U);
    PathTrails trails;
    trails.build(world, View::of(camera_over(world)), {});
    EXPECT_GT(trails.dot_count(), 0U);
    EXPECT_LT(trails.dot_count(), 200U);
}

TEST(PathTrails, ManyTrailsStayWithinTheirBudget) {
    sim::World world = open_world(120, 80, 20'000);
    set_out(world);
    const View view = View::of(camera_over(world));
    PathTrails trails;
    TrailDrawing drawing;
    drawing.all_units = true;
    for (int frame = 0; frame < 16; ++frame) {
        trails.build(world, view, drawing);
        EXPECT_LT(trails.dot_count(), PathTrails::kMostDots + 500U);
    }
    EXPECT_GT(trails.dot_count(), PathTrails::kMostDots / 8);
}

TEST(PathTrails, DotsOffTheScreenAreNotMade) {
    sim::World world = open_world(120, 80, 300);
    set_out(world);
    PathTrails trails;
    TrailDrawing drawing;
    drawing.all_units = true;
    trails.build(world, View{16.0, 5'000, 5'000, 640, 400}, drawing);
    EXPECT_EQ(trails.dot_count(), 0U);
}

}  // namespace
}  // namespace outrider::render
