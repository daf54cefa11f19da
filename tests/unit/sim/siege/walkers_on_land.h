// A crowd on a small land with real searches, for tests: who asks gets a way at once.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <list>
#include <string>
#include <vector>

#include "game/sim/land.h"
#include "game/sim/random.h"
#include "game/sim/siege/crowd.h"
#include "pathfinder/search/search.h"

namespace outrider::sim::siege {

/// A lettered picture of a land: '.' is free.
struct Picture {
    explicit Picture(std::vector<std::string> lines)
        : width_cells(static_cast<std::int32_t>(lines.front().size())),
          height_cells(static_cast<std::int32_t>(lines.size())) {
        for (const std::string& line : lines) letters += line;
    }
    Picture(std::int32_t width, std::int32_t height)
        : width_cells(width),
          height_cells(height),
          letters(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), '.') {}

    char& at(Cell cell) { return letters[static_cast<std::size_t>(cell.y * width_cells + cell.x)]; }
    Picture& block(const CellRect& cells) { return fill(cells, '@'); }
    Picture& clear(const CellRect& cells) { return fill(cells, '.'); }
    Picture& fill(const CellRect& cells, char letter) {
        for (std::int32_t y = cells.y0; y < cells.y1; ++y) {
            for (std::int32_t x = cells.x0; x < cells.x1; ++x) at({x, y}) = letter;
        }
        return *this;
    }
    /// Blocks so many of a hundred cells.
    Picture& scatter(std::uint32_t percent, Random& random) {
        for (char& letter : letters) {
            if (random.below(100) < percent) letter = '@';
        }
        return *this;
    }

    std::int32_t width_cells;
    std::int32_t height_cells;
    std::string letters;
};

constexpr std::int32_t kWalkingSpeed = kFixedOne / 10;

[[nodiscard]] inline PathQuery weighted(std::uint8_t wall_factor = 0) {
    PathQuery query;
    query.algorithm = Algorithm::kWeighted;
    query.wall_factor = wall_factor;
    return query;
}
[[nodiscard]] inline PathQuery taut() {
    PathQuery query;
    query.smooth = true;
    return query;
}

struct WalkersOnLand {
    explicit WalkersOnLand(const Picture& picture, std::uint32_t most = 2000)
        : layout(picture.width_cells, picture.height_cells),
          land(picture.width_cells, picture.height_cells, picture.letters),
          crowd(layout, most) {
        searcher.prepare(layout);
        publish();
    }

    /// What searches see from now on.
    void publish() {
        std::vector<std::uint64_t>& bits = versions.emplace_back(layout.total_words(), 0U);
        for (Cell cell; cell.y < layout.height_cells; ++cell.y) {
            for (cell.x = 0; cell.x < layout.width_cells; ++cell.x) {
                set_cell(layout, bits.data(), cell, land.is_free(cell));
            }
        }
        map = MapView(layout, bits.data(), MapVersion{static_cast<std::uint32_t>(versions.size())});
    }
    void set_wall(Cell cell, bool wall) { land.set_wall(cell, wall); }

    UnitIndex add(Cell anchor, Clearance clearance = Clearance::kOneCell, std::int32_t speed = kWalkingSpeed) {
        return crowd.add({middle_of_anchor(anchor, clearance), speed, clearance});
    }
    [[nodiscard]] std::vector<PackedCell> way_to(UnitIndex walker, Cell goal, PathQuery query = {}) {
        query.start = crowd.cell(walker);
        query.goal = goal;
        query.clearance = crowd.clearance(walker);
        const auto points = searcher.search(map, query).turning_points;
        return {points.begin(), points.end()};
    }
    bool send(UnitIndex walker, Cell goal, const PathQuery& query = weighted()) {
        return crowd.follow(walker, way_to(walker, goal, query));
    }
    [[nodiscard]] bool fits(Cell anchor, Clearance clearance) const {
        return Places(land.view(), clearance).is_free(anchor);
    }
    [[nodiscard]] Gait gait(UnitIndex walker) const { return crowd.gaits()[walker]; }
    [[nodiscard]] FixedPoint at(UnitIndex walker) const { return crowd.positions()[walker]; }

    /// One tick; nobody stands in a wall after it.
    void tick(bool wanders = false) {
        crowd.remember_positions();
        if (wanders) {
            crowd.wander_all(land);
        } else {
            crowd.move_all(land);
        }
        ++ticks;
        for (UnitIndex walker = 0; walker < crowd.places(); ++walker) {
            if (gait(walker) == Gait::kGone) continue;
            ASSERT_TRUE(fits(crowd.cell(walker), crowd.clearance(walker)))
                << "walker " << walker << " in tick " << ticks << " stands at " << crowd.cell(walker).x << ", "
                << crowd.cell(walker).y;
        }
    }
    void run(int count) {
        for (int i = 0; i < count && !::testing::Test::HasFatalFailure(); ++i) tick();
    }
    /// Ticks until `done()`, at most `most`; those it took.
    template <typename Done>
    int run_until(int most, Done&& done) {
        for (int i = 0; i < most; ++i) {
            if (done() || ::testing::Test::HasFatalFailure()) return i;
            tick();
        }
        return most;
    }
    [[nodiscard]] std::uint32_t count(Gait asked) const {
        return static_cast<std::uint32_t>(std::count(crowd.gaits().begin(), crowd.gaits().end(), asked));
    }

    GridLayout layout;
    Land land;
    Crowd crowd;
    search::Searcher searcher;
    std::list<std::vector<std::uint64_t>> versions;
    MapView map;
    int ticks = 0;
};

[[nodiscard]] inline double distance_cells(FixedPoint a, FixedPoint b) {
    return std::hypot(static_cast<double>(a.x - b.x), static_cast<double>(a.y - b.y)) / kFixedOne;
}

/// As UTF-8 text, for whoever looks into a test that fails.
[[nodiscard]] inline std::string picture_of(const WalkersOnLand& field) {
    std::string text;
    for (Cell cell; cell.y < field.layout.height_cells; ++cell.y) {
        for (cell.x = 0; cell.x < field.layout.width_cells; ++cell.x) {
            int there = 0;
            for (UnitIndex walker = 0; walker < field.crowd.places(); ++walker) {
                there += field.gait(walker) != Gait::kGone && cell_of(field.at(walker)) == cell;
            }
            text += there != 0 ? static_cast<char>('0' + std::min(there, 9)) : (field.land.is_free(cell) ? '.' : '@');
        }
        text += '\n';
    }
    return text;
}

}  // namespace outrider::sim::siege
