#include "game/sim/world_command.h"

#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "tests/unit/sim/fake_path_service.h"

namespace outrider::sim {
namespace {

/// A world in the middle of things.
struct Stage {
    World world{scattered(60, 40, 10, 80, 3)};
    FakePathService service{world, 4};

    Stage() { run_frames(world, service, 30); }
};

TEST(WorldCommand, DoesWhatTheCallOfItsNameDoes) {
    const struct {
        WorldCommand command;
        std::function<void(World&)> call;
    } table[] = {
        {Paint{{5, 5}, {20, 9}, 2, true},
         [](World& w) {
             w.paint_line({5, 5}, {20, 9}, 2, true);
         }},
        {Paint{{5, 5}, {20, 9}, 2, false},
         [](World& w) {
             w.paint_line({5, 5}, {20, 9}, 2, false);
         }},
        {SelectNearest{centre_of({30, 20}), 40},
         [](World& w) {
             w.select_nearest(centre_of({30, 20}), 40);
         }},
        {SelectBox{{0, 0}, centre_of({30, 30})},
         [](World& w) {
             w.select_box({0, 0}, centre_of({30, 30}));
         }},
        {ClearSelection{}, [](World& w) { w.clear_selection(); }},
        {Order{{50, 30}},
         [](World& w) {
             w.order({50, 30});
         }},
        {SetUnits{20}, [](World& w) { w.set_unit_count(20); }},
        {SetAskPolicy{{.per_unit_per_second = 9.0}}, [](World& w) { w.set_ask_policy({.per_unit_per_second = 9.0}); }},
        {SetAlgorithm{Algorithm::kAStar}, [](World& w) { w.set_algorithm(Algorithm::kAStar); }},
        {SetOrders{OrderBy::kPaths}, [](World& w) { w.set_orders(OrderBy::kPaths); }},
        {SetChase{true}, [](World& w) { w.set_chase(true); }},
        {AskAllAgain{}, [](World& w) { w.ask_all_again(); }},
    };
    ASSERT_EQ(std::size(table), std::variant_size_v<WorldCommand> + 1) << "painting and opening; all else once";
    for (const auto& row : table) {
        SCOPED_TRACE(row.command.index());
        Stage one;
        Stage other;
        // So that what a selection or a setting changes is seen later.
        const auto after = [](Stage& stage) {
            run_frames(stage.world, stage.service, 20);
            stage.world.order({10, 30});
            run_frames(stage.world, stage.service, 20);
            return stage.world.state_hash();
        };
        one.world.select_nearest(centre_of({3, 3}), 60);
        other.world.select_nearest(centre_of({3, 3}), 60);
        apply(one.world, row.command);
        row.call(other.world);
        EXPECT_EQ(one.world.state_hash(), other.world.state_hash());
        EXPECT_EQ(one.service.open().size(), other.service.open().size());
        EXPECT_EQ(after(one), after(other));
        EXPECT_EQ(one.service.log.size(), other.service.log.size());
        ASSERT_FALSE(one.service.log.empty());
        EXPECT_EQ(one.service.log.back().algorithm, other.service.log.back().algorithm);
    }
}

TEST(WorldCommand, SaysWhichCellsItChanged) {
    World world(scattered(60, 40, 0, 5, 3));
    EXPECT_EQ(apply(world, Paint{{10, 10}, {12, 10}, 0, true}), (CellRect{10, 10, 13, 11}));
    EXPECT_EQ(apply(world, Paint{{10, 10}, {12, 10}, 0, true}), CellRect{}) << "they are walls already";
    EXPECT_EQ(apply(world, Order{{3, 3}}), CellRect{});
    EXPECT_EQ(apply(world, SetUnits{9}), CellRect{});
}

}  // namespace
}  // namespace outrider::sim
