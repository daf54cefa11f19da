#include "game/sim/world_command.h"

namespace outrider::sim {
namespace {

struct Hand {
    World& world;
    CellRect changed;

    void operator()(const Paint& it) noexcept { changed = world.paint_line(it.from, it.to, it.radius_cells, it.wall); }
    void operator()(const SelectNearest& it) noexcept { world.select_nearest(it.point, it.within_cells); }
    void operator()(const SelectBox& it) noexcept { world.select_box(it.from, it.to); }
    void operator()(const ClearSelection&) noexcept { world.clear_selection(); }
    void operator()(const Order& it) noexcept { world.order(it.goal); }
    void operator()(const SetUnits& it) noexcept { world.set_unit_count(it.units); }
    void operator()(const SetAskPolicy& it) noexcept { world.set_ask_policy(it.policy); }
    void operator()(const SetAlgorithm& it) noexcept { world.set_algorithm(it.algorithm); }
    void operator()(const SetOrders& it) noexcept { world.set_orders(it.orders); }
    void operator()(const SetChase& it) noexcept { world.set_chase(it.chase); }
    void operator()(const AskAllAgain&) noexcept { world.ask_all_again(); }
};

}  // namespace

CellRect apply(World& world, const WorldCommand& command) noexcept {
    Hand hand{world, {}};
    std::visit(hand, command);
    return hand.changed;
}

}  // namespace outrider::sim
