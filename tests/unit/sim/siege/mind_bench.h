// A siege in which nobody fights and no wave comes: units, walls and danger are the test's, thinking and walking are
// real.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "game/sim/siege/siege_state.h"
#include "tests/unit/sim/siege/searching_service.h"

namespace outrider::sim::siege {

/// Ground of 48 by 24 cells with a hall of 4 by 4 in the east. Raiders come from the west.
inline SiegeSettings open_ground() {
    SiegeSettings settings;
    settings.width_cells = 48;
    settings.height_cells = 24;
    settings.terrain = std::string(std::size_t{48} * 24, '.');
    settings.ground.keep = {40, 10, 44, 14};
    settings.ground.gates = {{0, 4, 2, 20}};
    for (std::size_t y = 10; y < 14; ++y) settings.terrain.replace(y * 48 + 40, 4, 4, '@');
    settings.ground.door = {40, 14};
    return settings;
}

struct MindBench {
    explicit MindBench(SiegeSettings settings = open_ground())
        : siege(std::move(settings)), service(siege.land, siege.version, 1) {}

    UnitIndex add(UnitKind kind, Cell anchor) {
        return bring(siege, kind, middle_of_anchor(anchor, traits_of(kind).clearance));
    }
    /// One tick of those parts that the mind works with.
    void frame() {
        answer_due();
        think(siege);
        siege.crowd.remember_positions();
        siege.crowd.move_all(siege.land);
        siege.danger.fade();
        hand_over(siege, service);
    }
    void frames(int count) {
        for (int i = 0; i < count; ++i) frame();
    }
    void answer_due() {
        service.poll([&](const paths::PathAnswer& answer) { take_answer(siege, answer); });
    }
    /// Answers a unit's open question by hand.
    void answer(UnitIndex unit, AnswerStatus status, std::span<const PackedCell> points = {}) {
        const SearchingService::Open* open = service.open_of(unit);
        ASSERT_NE(open, nullptr) << "unit " << unit << " has asked nothing";
        const RequestId id = open->id;
        service.answer(id, status, points, [&](const paths::PathAnswer& answer) { take_answer(siege, answer); });
    }
    /// ... as the search did on the version that it named.
    void answer(UnitIndex unit) {
        const SearchingService::Open* open = service.open_of(unit);
        ASSERT_NE(open, nullptr) << "unit " << unit << " has asked nothing";
        const std::vector<PackedCell> points = open->points;
        answer(unit, open->status, points);
    }
    /// All cells of the rectangle, as one command.
    void set_walls(const CellRect& cells, bool up) {
        for (Cell cell{cells.x0, cells.y0}; cell.y < cells.y1; ++cell.y) {
            for (cell.x = cells.x0; cell.x < cells.x1; ++cell.x) {
                if (siege.land.set_wall(cell, up)) siege.edits.push_back({pack(cell), !up});
            }
        }
        mind_walls(siege, cells, up);
    }
    /// Requests by this unit so far.
    [[nodiscard]] std::size_t asked(UnitIndex unit) const {
        return static_cast<std::size_t>(std::ranges::count_if(
            service.log, [&](const paths::PathRequest& request) { return (request.tag & 0xFFFFFFFFU) == unit; }));
    }
    [[nodiscard]] const paths::PathRequest& last_request() const { return service.log.back(); }
    /// Nothing is answered but by hand.
    void answer_by_hand() { service.least_polls = 1U << 30U; }

    SiegeState siege;
    SearchingService service;
};

}  // namespace outrider::sim::siege
