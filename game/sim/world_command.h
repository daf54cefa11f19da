// The player's hand on the sandbox, as values: what is done to a World beside its ticks is one of these commands, so
// that a recorded list of them, each with its tick, is the whole of a game. (The siege has siege::Command.)
#pragma once

#include <cstdint>
#include <variant>

#include "game/sim/world.h"
#include "shared/grid.h"
#include "shared/protocol.h"

namespace outrider::sim {

// Each is the call of World that has its name, with the same arguments.

struct Paint {
    Cell from;
    Cell to;
    std::int32_t radius_cells = 0;
    bool wall = true;  ///< false: opens
    friend bool operator==(const Paint&, const Paint&) = default;
};
struct SelectNearest {
    FixedPoint point;
    std::int32_t within_cells = 0;
    friend bool operator==(const SelectNearest&, const SelectNearest&) = default;
};
struct SelectBox {
    FixedPoint from;
    FixedPoint to;
    friend bool operator==(const SelectBox&, const SelectBox&) = default;
};
struct ClearSelection {
    friend bool operator==(const ClearSelection&, const ClearSelection&) = default;
};
struct Order {
    Cell goal;
    friend bool operator==(const Order&, const Order&) = default;
};
struct SetUnits {
    std::uint32_t units = 0;
    friend bool operator==(const SetUnits&, const SetUnits&) = default;
};
struct SetAskPolicy {
    AskPolicy policy;
    friend bool operator==(const SetAskPolicy&, const SetAskPolicy&) = default;
};
struct SetAlgorithm {
    Algorithm algorithm = Algorithm::kJps;
    friend bool operator==(const SetAlgorithm&, const SetAlgorithm&) = default;
};
struct SetOrders {
    OrderBy orders = OrderBy::kFlowField;
    friend bool operator==(const SetOrders&, const SetOrders&) = default;
};
struct SetChase {
    bool chase = false;
    friend bool operator==(const SetChase&, const SetChase&) = default;
};
struct AskAllAgain {
    friend bool operator==(const AskAllAgain&, const AskAllAgain&) = default;
};

using WorldCommand = std::variant<Paint, SelectNearest, SelectBox, ClearSelection, Order, SetUnits, SetAskPolicy,
                                  SetAlgorithm, SetOrders, SetChase, AskAllAgain>;

/// Carries it out at once, between two ticks. Returns the cells that it changed; empty if it changed none.
CellRect apply(World& world, const WorldCommand& command) noexcept;

}  // namespace outrider::sim
