#include "pathfinder/search/jump_map.h"

#include <gtest/gtest.h>

#include "pathfinder/search/bit_block.h"
#include "pathfinder/search/jps_scan.h"
#include "tests/unit/search/test_maps.h"

namespace outrider::search {
namespace {

using test::Dice;
using test::TestMap;

/// Walks a straight run step by step, by the definition of a jump point.
RunEnd straight_run(const MapView& map, Cell from, Cell step) {
    const Cell side{step.y, step.x};
    for (Cell at = from;;) {
        const Cell before = at;
        at = {at.x + step.x, at.y + step.y};
        const std::int32_t along = step.x != 0 ? at.x : at.y;
        if (!map.is_free(at)) return {along, false};
        for (const std::int32_t sign : {-1, 1}) {
            const Cell beside{at.x + sign * side.x, at.y + sign * side.y};
            const Cell behind{before.x + sign * side.x, before.y + sign * side.y};
            if (map.is_free(beside) && !map.is_free(behind)) return {along, true};
        }
    }
}

bool can_step(const MapView& map, Cell at, std::int32_t dx, std::int32_t dy) {
    return map.is_free({at.x + dx, at.y}) && map.is_free({at.x, at.y + dy}) && map.is_free({at.x + dx, at.y + dy});
}

/// Where a diagonal run from `from` first has something to do; its first step is legal.
std::int32_t diagonal_stop(const MapView& map, Cell from, std::int32_t dx, std::int32_t dy) {
    for (Cell at = from;;) {
        at = {at.x + dx, at.y + dy};
        if (!can_step(map, at, dx, dy) || straight_run(map, at, {dx, 0}).is_jump_point ||
            straight_run(map, at, {0, dy}).is_jump_point) {
            return at.x;
        }
    }
}

template <int kStepX, int kStepY>
void expect_right_diagonal(const JumpMap& jumps, const MapView& map, Cell from) {
    if (!can_step(map, from, kStepX, kStepY)) return;
    EXPECT_EQ(first_stop<kStepX>(jumps.diagonal_stops<kStepX, kStepY>(from), from.x),
              diagonal_stop(map, from, kStepX, kStepY))
        << from.x << ',' << from.y << " by " << kStepX << ',' << kStepY;
}

template <int kStep>
void expect_right_straights(const JumpMap& jumps, const MapView& map, Cell from) {
    const RunEnd along_row = run_along<kStep>(jumps.row_stops<kStep>(from.y), map.row(from.y), from.x);
    const RunEnd row = straight_run(map, from, {kStep, 0});
    EXPECT_EQ(along_row.at, row.at) << from.x << ',' << from.y;
    EXPECT_EQ(along_row.is_jump_point, row.is_jump_point) << from.x << ',' << from.y;
    const RunEnd along_column = run_along<kStep>(jumps.column_stops<kStep>(from.x), map.column(from.x), from.y);
    const RunEnd column = straight_run(map, from, {0, kStep});
    EXPECT_EQ(along_column.at, column.at) << from.x << ',' << from.y;
    EXPECT_EQ(along_column.is_jump_point, column.is_jump_point) << from.x << ',' << from.y;
}

void expect_right_runs_from(const JumpMap& jumps, const MapView& map, Cell from) {
    if (!map.is_free(from)) return;
    expect_right_straights<1>(jumps, map, from);
    expect_right_straights<-1>(jumps, map, from);
    expect_right_diagonal<1, 1>(jumps, map, from);
    expect_right_diagonal<-1, 1>(jumps, map, from);
    expect_right_diagonal<-1, -1>(jumps, map, from);
    expect_right_diagonal<1, -1>(jumps, map, from);
}

void expect_right_runs(const JumpMap& jumps, const MapView& map) {
    for (std::int32_t y = 0; y < map.height_cells(); ++y) {
        for (std::int32_t x = 0; x < map.width_cells(); ++x) expect_right_runs_from(jumps, map, {x, y});
    }
}

TEST(JumpMap, KnowsWhereEveryRunStopsOnMapsOfAnyShape) {
    constexpr std::uint32_t kSeed = 11;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    JumpMap jumps;
    for (const std::int32_t width : {1, 2, 63, 64, 65, 130}) {
        for (const std::int32_t height : {1, 63, 64, 65, 130}) {
            SCOPED_TRACE(std::to_string(width) + " x " + std::to_string(height));
            for (const std::int32_t blocked_percent : {0, 2, 25}) {
                const TestMap map = test::noise_map(dice, width, height, blocked_percent);
                jumps.prepare(map.layout());
                jumps.follow(map.view());
                expect_right_runs(jumps, map.view());
                if (HasFailure()) return;
            }
        }
    }
}

TEST(JumpMap, FollowsEdits) {
    constexpr std::uint32_t kSeed = 12;
    SCOPED_TRACE("seed " + std::to_string(kSeed));
    Dice dice(kSeed);
    JumpMap jumps;
    for (int round = 0; round < 12; ++round) {
        TestMap map = test::random_map(dice, 150);
        jumps.prepare(map.layout());
        for (int edit = 0; edit < 12; ++edit) {
            const Cell corner = dice.cell(map.layout());
            const std::int32_t side_cells = 1 + dice.roll(16);
            const bool free = dice.roll(2) == 0;
            for (std::int32_t y = corner.y; y < std::min(corner.y + side_cells, map.layout().height_cells); ++y) {
                for (std::int32_t x = corner.x; x < std::min(corner.x + side_cells, map.layout().width_cells); ++x) {
                    map.set({x, y}, free);
                }
            }
            jumps.follow(map.view());
            expect_right_runs(jumps, map.view());
            if (HasFailure()) FAIL() << "round " << round << " edit " << edit;
        }
    }
}

TEST(BitBlock, IsTurned) {
    BitBlock block{};
    Dice dice(3);
    std::vector<std::pair<std::size_t, std::size_t>> ones;
    for (int i = 0; i < 500; ++i) {
        ones.emplace_back(dice.roll(64), dice.roll(64));
        block[ones.back().first] |= std::uint64_t{1} << ones.back().second;
    }
    BitBlock turned = block;
    transpose(turned);
    for (const auto& [i, j] : ones) EXPECT_NE(turned[j] >> i & 1U, 0U) << i << ',' << j;
    transpose(turned);
    EXPECT_EQ(turned, block);
}

TEST(BitBlock, LooksThroughAWindowAtAnyBit) {
    const std::array<std::uint64_t, 4> words = {0x8000'0000'0000'0000U, 0x5U, 0xFFU, 0};
    EXPECT_EQ(window(words.data() + 1, 0), 0x5U);
    EXPECT_EQ(window(words.data() + 1, 64), 0xFFU);
    EXPECT_EQ(window(words.data() + 1, -1), 0xBU);
    EXPECT_EQ(window(words.data() + 1, 60), 0xFF0U);
}

}  // namespace
}  // namespace outrider::search
