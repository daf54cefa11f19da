#include "game/sim/siege/crowd.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <set>

#include "tests/unit/sim/siege/walkers_on_land.h"

namespace outrider::sim::siege {
namespace {

constexpr std::array<Clearance, 2> kBothSizes{Clearance::kOneCell, Clearance::kTwoCells};

// --- facings ---------------------------------------------------------------------------------------------------------

TEST(CrowdFacing, UnitVectorsAreOfUnitLengthAndTurnEvenly) {
    for (int facing = 0; facing < 256; ++facing) {
        const UnitVector unit = unit_vector(static_cast<Facing>(facing));
        EXPECT_NEAR(unit.x, kUnit * std::cos(facing * M_PI / 128), 0.51);
        EXPECT_NEAR(unit.y, kUnit * std::sin(facing * M_PI / 128), 0.51);
    }
}

TEST(CrowdFacing, OfAVectorIsTheNearestOne) {
    Random random(1, 0);
    for (int i = 0; i < 100'000; ++i) {
        const int bits = 1 + static_cast<int>(random.below(27));
        const auto part = [&] { return static_cast<std::int32_t>(random.below(2U << bits)) - (1 << bits); };
        const std::int32_t x = part();
        const std::int32_t y = part();
        if (x == 0 && y == 0) continue;
        const double exact = std::atan2(y, x) * 128 / M_PI;
        const double off = std::remainder(exact - facing_of_vector(x, y), 256.0);
        ASSERT_LT(std::abs(off), 0.7) << x << ", " << y;
    }
}

// --- places ----------------------------------------------------------------------------------------------------------

TEST(Crowd, TakesTheLowestEmptyPlaceUntilAllAreTaken) {
    WalkersOnLand field(Picture(40, 20), 70);
    for (UnitIndex place = 0; place < 70; ++place) {
        ASSERT_EQ(field.add({static_cast<std::int32_t>(place % 40), static_cast<std::int32_t>(place / 40)}), place);
    }
    EXPECT_EQ(field.add({0, 0}), kNobody);
    field.crowd.remove(66);
    field.crowd.remove(3);
    field.tick();
    EXPECT_EQ(field.gait(3), Gait::kGone);
    EXPECT_EQ(field.add({5, 5}), 3U);
    EXPECT_EQ(field.add({6, 5}), 66U);
    EXPECT_EQ(field.crowd.places(), 70U);
}

TEST(Crowd, FindsWhoIsNear) {
    WalkersOnLand field(Picture(30, 20), 300);
    Random random(2, 0);
    for (int i = 0; i < 200; ++i) {
        field.add({static_cast<std::int32_t>(random.below(29)), static_cast<std::int32_t>(random.below(19))},
                  kBothSizes[random.below(2)]);
    }
    for (int round = 0; round < 60; ++round) {
        if (round % 3 != 0) field.tick();
        field.crowd.remove(static_cast<UnitIndex>(round));
        field.add({static_cast<std::int32_t>(random.below(29)), 5});
        const FixedPoint point{static_cast<std::int32_t>(random.below(30 << 16)),
                               static_cast<std::int32_t>(random.below(20 << 16))};
        const auto radius = static_cast<std::int32_t>(random.below(5 << 16));
        std::multiset<UnitIndex> found;
        field.crowd.for_each_near(point, radius, [&](UnitIndex walker) { found.insert(walker); });
        std::multiset<UnitIndex> there;
        for (UnitIndex walker = 0; walker < field.crowd.places(); ++walker) {
            const bool is_near = distance_cells(field.at(walker), point) * kFixedOne <= radius;
            if (field.gait(walker) != Gait::kGone && is_near) there.insert(walker);
        }
        EXPECT_EQ(found, there);
    }
}

TEST(Crowd, FindsWhoIsNearOnAMapWithLargerSquares) {
    WalkersOnLand field(Picture(1100, 300), 50);
    for (std::int32_t i = 0; i < 40; ++i) field.add({1000 + i, 250});
    field.tick();
    std::vector<UnitIndex> found;
    field.crowd.for_each_near(centre_of({1010, 250}), 2 * kFixedOne,
                              [&](UnitIndex walker) { found.push_back(walker); });
    EXPECT_EQ(found, (std::vector<UnitIndex>{8, 9, 10, 11, 12}));
}

// --- sight -----------------------------------------------------------------------------------------------------------

/// The square of one cell slid in small steps: does it overlap a place that is not free?
bool slides_freely(const Places& places, Cell from, Cell to) {
    constexpr int kSteps = 4000;
    for (int step = 0; step <= kSteps; ++step) {
        const double x = from.x + (to.x - from.x) * static_cast<double>(step) / kSteps;
        const double y = from.y + (to.y - from.y) * static_cast<double>(step) / kSteps;
        constexpr double kTouch = 1e-6;
        for (int cell_y = static_cast<int>(std::floor(y + kTouch)); cell_y <= std::ceil(y - kTouch); ++cell_y) {
            for (int cell_x = static_cast<int>(std::floor(x + kTouch)); cell_x <= std::ceil(x - kTouch); ++cell_x) {
                if (!places.is_free({cell_x, cell_y})) return false;
            }
        }
    }
    return true;
}

TEST(CrowdSight, SeesWhereTheWalkersSquareSlidesFreely) {
    for (const std::uint32_t percent : {2U, 8U, 20U}) {
        Random random(3, percent);
        WalkersOnLand field(Picture(70, 20).scatter(percent, random));
        for (const Clearance size : kBothSizes) {
            const Places places(field.land.view(), size);
            int seen = 0;
            for (int i = 0; i < 400; ++i) {
                const Cell from{static_cast<std::int32_t>(random.below(70)),
                                static_cast<std::int32_t>(random.below(20))};
                const Cell to{static_cast<std::int32_t>(random.below(70)), static_cast<std::int32_t>(random.below(20))};
                if (!places.is_free(from) || std::abs(from.x - to.x) > Places::kFarthest_cells) continue;
                const bool sees = places.sees(from, to);
                ASSERT_EQ(sees, slides_freely(places, from, to))
                    << from.x << ", " << from.y << " to " << to.x << ", " << to.y << " size " << static_cast<int>(size);
                ASSERT_TRUE(!sees || places.sees(to, from));
                seen += sees;
            }
            EXPECT_GT(seen, percent > 10 ? 0 : 5);
        }
    }
}

TEST(CrowdSight, NoCornerIsCut) {
    WalkersOnLand field(Picture({"...", ".@.", "..."}));
    const Places places(field.land.view(), Clearance::kOneCell);
    EXPECT_FALSE(places.sees({1, 0}, {2, 1}));
    EXPECT_TRUE(places.sees({0, 0}, {2, 0}));
    EXPECT_FALSE(places.sees({0, 0}, {2, 2}));
}

// --- walking alone ---------------------------------------------------------------------------------------------------

TEST(Crowd, WalksItsWayAtItsSpeedAndStandsAtTheEnd) {
    for (const Clearance size : kBothSizes) {
        WalkersOnLand field(Picture(60, 20));
        const UnitIndex walker = field.add({5, 9}, size);
        ASSERT_TRUE(field.send(walker, {45, 9}));
        EXPECT_EQ(field.gait(walker), Gait::kFollowing);
        EXPECT_FALSE(field.crowd.path_ahead(walker).empty());
        const int ticks = field.run_until(1000, [&] { return field.gait(walker) != Gait::kFollowing; });
        EXPECT_NEAR(ticks, 400, 10);
        EXPECT_EQ(field.gait(walker), Gait::kStanding);
        EXPECT_EQ(field.crowd.cell(walker), (Cell{45, 9}));
        EXPECT_TRUE(field.crowd.path_ahead(walker).empty());
    }
}

TEST(Crowd, PaceSlowsItDown) {
    WalkersOnLand field(Picture(60, 20));
    const UnitIndex walker = field.add({5, 9});
    ASSERT_TRUE(field.send(walker, {45, 9}));
    field.crowd.set_pace(walker, 64);
    field.run(200);
    EXPECT_NEAR(distance_cells(field.at(walker), centre_of({5, 9})), 5.0, 0.3);
    field.crowd.set_pace(walker, 0);
    const FixedPoint before = field.at(walker);
    field.run(200);
    EXPECT_EQ(field.at(walker), before);
    EXPECT_EQ(field.gait(walker), Gait::kFollowing) << "who may not walk is not lost";
    field.crowd.set_pace(walker, 256);
    field.run(400);
    EXPECT_EQ(field.crowd.cell(walker), (Cell{45, 9}));
}

TEST(Crowd, DoesNotWalkInEightDirectionsOnly) {
    WalkersOnLand field(Picture(80, 40));
    const UnitIndex walker = field.add({2, 2});
    ASSERT_TRUE(field.send(walker, {70, 25}));
    double walked = 0.0;
    field.run_until(1000, [&] {
        if (field.ticks > 0) walked += distance_cells(field.at(walker), field.crowd.previous_positions()[walker]);
        return field.gait(walker) != Gait::kFollowing;
    });
    EXPECT_EQ(field.crowd.cell(walker), (Cell{70, 25}));
    EXPECT_LT(walked, std::hypot(68, 23) + 1.0) << "by steps of the grid it would be 77.5";
}

TEST(Crowd, KeepsToAWayRoundThatIsMeant) {
    // Nothing stands between the ends, but the way leads round.
    WalkersOnLand field(Picture(60, 40));
    const UnitIndex walker = field.add({5, 20});
    const std::vector<PackedCell> way{pack({5, 20}), pack({20, 5}), pack({35, 5}), pack({50, 20})};
    ASSERT_TRUE(field.crowd.follow(walker, way));
    std::int32_t highest = 40;
    field.run_until(1000, [&] {
        highest = std::min(highest, field.crowd.cell(walker).y);
        return field.gait(walker) != Gait::kFollowing;
    });
    EXPECT_LE(highest, 9) << "it cuts off little: the way round goes up to 5, straight on would be 20";
    EXPECT_EQ(field.crowd.cell(walker), (Cell{50, 20}));
}

TEST(Crowd, TurnsSmoothlyAndFacesWhereItWalks) {
    Random random(4, 0);
    WalkersOnLand field(Picture(50, 40).scatter(15, random).clear({0, 0, 2, 2}).clear({48, 38, 50, 40}));
    const UnitIndex walker = field.add({0, 0});
    ASSERT_TRUE(field.send(walker, {49, 39}, taut()));
    Facing facing = field.crowd.facings()[walker];
    int beside = 0;
    field.run_until(2000, [&] {
        const Facing now = field.crowd.facings()[walker];
        EXPECT_LE(std::abs(turn_between(facing, now)), 12);
        facing = now;
        const FixedPoint from = field.crowd.previous_positions()[walker];
        const FixedPoint to = field.at(walker);
        if (field.ticks > 10 && to != from) {
            beside += std::abs(turn_between(now, facing_of_vector(to.x - from.x, to.y - from.y))) > 48;
        }
        return field.gait(walker) != Gait::kFollowing;
    });
    EXPECT_EQ(field.crowd.cell(walker), (Cell{49, 39}));
    EXPECT_LT(beside, field.ticks / 10);
}

TEST(Crowd, StartsAWayWhereItIsByNow) {
    WalkersOnLand field(Picture(80, 30));
    const UnitIndex walker = field.add({5, 15});
    ASSERT_TRUE(field.send(walker, {70, 15}));
    const std::vector<PackedCell> later = field.way_to(walker, {70, 25});
    field.run(30);  // the answer took half a second
    const FixedPoint before = field.at(walker);
    ASSERT_TRUE(field.crowd.follow(walker, later));
    field.run(20);
    EXPECT_GT(field.at(walker).x, before.x) << "it does not go back to where it asked";
    const std::vector<PackedCell> elsewhere{pack({60, 2}), pack({70, 2})};
    EXPECT_FALSE(field.crowd.follow(walker, elsewhere));
    EXPECT_FALSE(field.crowd.follow(walker, {}));
    EXPECT_EQ(unpack(field.crowd.path_ahead(walker).back()), (Cell{70, 25})) << "it goes on as before";
    field.run(1000);
    EXPECT_EQ(field.crowd.cell(walker), (Cell{70, 25}));
}

TEST(Crowd, AWayOfOnePointIsWalkedToo) {
    WalkersOnLand field(Picture(10, 10));
    const UnitIndex walker = field.add({5, 5});
    ASSERT_TRUE(field.send(walker, {5, 5}));
    field.run(5);
    EXPECT_EQ(field.gait(walker), Gait::kStanding);
}

// --- walls -----------------------------------------------------------------------------------------------------------

TEST(Crowd, KeepsAMarginToWalls) {
    Random random(5, 0);
    WalkersOnLand field(Picture(40, 30).scatter(25, random));
    for (int i = 0; i < 150; ++i) {
        const Cell cell{static_cast<std::int32_t>(random.below(40)), static_cast<std::int32_t>(random.below(30))};
        if (field.fits(cell, Clearance::kOneCell)) field.add(cell);
    }
    for (int i = 0; i < 300; ++i) {
        field.tick(true);
        for (UnitIndex walker = 0; walker < field.crowd.places(); ++walker) {
            const FixedPoint at = field.at(walker);
            const Cell cell = cell_of(at);
            for (const Cell offset : kOffsets) {
                const Cell beside{cell.x + offset.x, cell.y + offset.y};
                if (field.land.is_free(beside)) continue;
                const std::int32_t x = std::abs(at.x - centre_of(beside).x);
                const std::int32_t y = std::abs(at.y - centre_of(beside).y);
                ASSERT_GE(std::max(x, y), kFixedOne * 77 / 100) << "walker " << walker << " in tick " << i;
            }
        }
    }
}

TEST(Crowd, WaitsAtAWallOnItsWayAndGoesOnWhenItIsGone) {
    for (const Clearance size : kBothSizes) {
        Picture picture(40, 20);
        picture.block({20, 0, 22, 20});
        WalkersOnLand field(picture);
        const UnitIndex digger = field.add({5, 8}, size);
        ASSERT_TRUE(field.send(digger, {35, 8}, weighted(3)));
        int dug = 0;
        for (; field.gait(digger) != Gait::kStanding && dug < 20; ++dug) {
            field.run_until(1000, [&] { return field.gait(digger) != Gait::kFollowing; });
            if (field.gait(digger) == Gait::kStanding) break;
            ASSERT_EQ(field.gait(digger), Gait::kAtWall) << dug;
            const Cell wall = field.crowd.wall_ahead(digger);
            ASSERT_FALSE(field.land.is_free(wall));
            ASSERT_LE(std::abs(wall.x - field.crowd.cell(digger).x), 2);
            ASSERT_LE(std::abs(wall.y - field.crowd.cell(digger).y), 2);
            field.run(30);
            ASSERT_EQ(field.gait(digger), Gait::kAtWall) << "it stands as long as the wall does";
            field.set_wall(wall, false);
            field.run(10);
        }
        EXPECT_EQ(field.gait(digger), Gait::kStanding);
        EXPECT_EQ(field.crowd.cell(digger), (Cell{35, 8}));
        EXPECT_EQ(dug, size == Clearance::kOneCell ? 2 : 4) << "no more than the way needs";
    }
}

TEST(Crowd, ManyDiggersComeToTheWallAndThroughIt) {
    Picture picture(40, 20);
    picture.block({20, 0, 21, 20});
    WalkersOnLand field(picture);
    for (std::int32_t i = 0; i < 25; ++i) {
        const UnitIndex digger = field.add({3 + i % 5, 5 + i / 5});
        ASSERT_TRUE(field.send(digger, {30 + i % 5, 5 + i / 5}, weighted(2)));
    }
    field.run(400);
    EXPECT_EQ(field.count(Gait::kAtWall) + field.count(Gait::kFollowing), 25U);
    EXPECT_GE(field.count(Gait::kAtWall), 5U);
    for (int round = 0; round < 40 && field.count(Gait::kStanding) < 25; ++round) {
        for (UnitIndex walker = 0; walker < 25; ++walker) {
            if (field.gait(walker) == Gait::kAtWall) field.set_wall(field.crowd.wall_ahead(walker), false);
        }
        field.run(30);
    }
    EXPECT_EQ(field.count(Gait::kStanding), 25U) << picture_of(field);
}

TEST(Crowd, AWallIntoItsWayIsSeenAndStopsIt) {
    WalkersOnLand field(Picture(60, 20));
    const UnitIndex walker = field.add({5, 9});
    ASSERT_TRUE(field.send(walker, {50, 9}));
    field.run(50);
    EXPECT_FALSE(field.crowd.is_way_cut(walker, field.land, {}));
    for (std::int32_t y = 0; y < 20; ++y) field.set_wall({40, y}, true);
    EXPECT_TRUE(field.crowd.is_way_cut(walker, field.land, {}));
    EXPECT_TRUE(field.crowd.is_way_cut(walker, field.land, {40, 0, 41, 20}));
    EXPECT_FALSE(field.crowd.is_way_cut(walker, field.land, {40, 0, 41, 8})) << "the way leads elsewhere";
    EXPECT_FALSE(field.crowd.is_way_cut(walker, field.land, {30, 0, 40, 20})) << "these cells are free";
    field.run(500);
    EXPECT_EQ(field.gait(walker), Gait::kAtWall);
    EXPECT_EQ(field.crowd.wall_ahead(walker), (Cell{40, 9}));
    field.crowd.stand(walker);
    EXPECT_EQ(field.gait(walker), Gait::kStanding);
    EXPECT_FALSE(field.crowd.is_way_cut(walker, field.land, {}));
}

TEST(Crowd, WhatItHasPassedDoesNotCutItsWay) {
    WalkersOnLand field(Picture(60, 20));
    const UnitIndex walker = field.add({5, 9});
    ASSERT_TRUE(field.send(walker, {50, 9}));
    field.run(200);
    for (std::int32_t y = 0; y < 20; ++y) field.set_wall({15, y}, true);
    EXPECT_FALSE(field.crowd.is_way_cut(walker, field.land, {}));
}

TEST(Crowd, TheWayOfAWideOneIsCutByAnyOfItsCells) {
    WalkersOnLand field(Picture(60, 20));
    const UnitIndex wide = field.add({5, 9}, Clearance::kTwoCells);
    const UnitIndex narrow = field.add({5, 9});
    ASSERT_TRUE(field.send(wide, {50, 9}));
    ASSERT_TRUE(field.send(narrow, {50, 9}));
    field.set_wall({30, 10}, true);
    EXPECT_TRUE(field.crowd.is_way_cut(wide, field.land, {30, 10, 31, 11}));
    EXPECT_FALSE(field.crowd.is_way_cut(narrow, field.land, {30, 10, 31, 11}));
}

TEST(Crowd, WhoIsWalledInStepsToTheNearestFreeCell) {
    for (const Clearance size : kBothSizes) {
        WalkersOnLand field(Picture(30, 20));
        const UnitIndex walker = field.add({10, 10}, size);
        for (std::int32_t y = 9; y < 13; ++y) {
            for (std::int32_t x = 9; x < 16; ++x) field.set_wall({x, y}, true);
        }
        field.tick();
        EXPECT_LE(distance_cells(field.at(walker), middle_of_anchor({10, 10}, size)), 3.0);
    }
}

TEST(Crowd, WhoCannotSeeItsWayAnyMoreIsLost) {
    Picture picture(40, 20);
    picture.block({0, 10, 40, 11});
    WalkersOnLand field(picture);
    const UnitIndex walker = field.add({5, 5});
    // Three cells off, behind a wall: near enough to join, if one could see it.
    const std::vector<PackedCell> way{pack({5, 13}), pack({35, 13})};
    EXPECT_FALSE(field.crowd.follow(walker, way));
    const UnitIndex nearer = field.add({5, 9});
    ASSERT_TRUE(field.crowd.follow(nearer, way));
    field.run(20);
    EXPECT_EQ(field.gait(nearer), Gait::kLost);
    ASSERT_TRUE(field.send(nearer, {30, 3}));
    EXPECT_EQ(field.gait(nearer), Gait::kFollowing);
    field.run(500);
    EXPECT_EQ(field.crowd.cell(nearer), (Cell{30, 3}));
}

// --- together --------------------------------------------------------------------------------------------------------

TEST(Crowd, KeepsApart) {
    WalkersOnLand field(Picture(40, 40));
    Random random(6, 0);
    for (int i = 0; i < 60; ++i) {
        field.crowd.add({{(15 << 16) + static_cast<std::int32_t>(random.below(5 << 16)),
                          (15 << 16) + static_cast<std::int32_t>(random.below(5 << 16))},
                         kWalkingSpeed,
                         Clearance::kOneCell});
    }
    field.run(kTicksPerSecond);
    for (UnitIndex a = 0; a < 60; ++a) {
        for (UnitIndex b = 0; b < a; ++b) ASSERT_GT(distance_cells(field.at(a), field.at(b)), 0.45) << a << ", " << b;
    }
    std::vector<FixedPoint> rest(field.crowd.positions().begin(), field.crowd.positions().end());
    field.run(2 * kTicksPerSecond);
    rest.assign(field.crowd.positions().begin(), field.crowd.positions().end());
    field.run(kTicksPerSecond);
    EXPECT_TRUE(std::equal(rest.begin(), rest.end(), field.crowd.positions().begin())) << "and comes to rest";
}

TEST(Crowd, ThoseInOneSpotComeApartToo) {
    WalkersOnLand field(Picture(40, 40));
    for (int i = 0; i < 6; ++i) field.add({20, 20}, kBothSizes[static_cast<std::size_t>(i % 2)]);
    field.run(2 * kTicksPerSecond);
    for (UnitIndex a = 0; a < 6; ++a) {
        for (UnitIndex b = 0; b < a; ++b) {
            const bool is_wide = a % 2 + b % 2 != 0;
            ASSERT_GT(distance_cells(field.at(a), field.at(b)), is_wide ? 0.8 : 0.45) << a << ", " << b;
        }
    }
}

/// Two parties change sides through a passage.
int ticks_to_pass(std::int32_t width_cells, Clearance size, int each) {
    Picture picture(60, 20);
    picture.block({15, 0, 45, 20}).clear({15, 10, 45, 10 + width_cells});
    WalkersOnLand field(picture);
    const auto west = [](int i) { return Cell{2 + 2 * (i % 4), 2 * (i / 4)}; };
    const auto east = [](int i) { return Cell{50 + 2 * (i % 4), 2 * (i / 4)}; };
    for (int i = 0; i < each; ++i) {
        EXPECT_TRUE(field.send(field.add(west(i), size), east(i)));
        EXPECT_TRUE(field.send(field.add(east(i), size), west(i)));
    }
    return field.run_until(4000, [&] {
        for (UnitIndex walker = 0; walker < field.crowd.places(); ++walker) {
            const auto i = static_cast<int>(walker / 2);
            if (field.gait(walker) == Gait::kLost) field.send(walker, walker % 2 == 0 ? east(i) : west(i));
        }
        return field.count(Gait::kStanding) == field.crowd.places();
    });
}

TEST(Crowd, PartiesThatMeetInANarrowPassageGetThrough) {
    EXPECT_LT(ticks_to_pass(1, Clearance::kOneCell, 20), 1500);
    EXPECT_LT(ticks_to_pass(2, Clearance::kOneCell, 20), 1500);
    EXPECT_LT(ticks_to_pass(3, Clearance::kOneCell, 20), 1500);
    EXPECT_LT(ticks_to_pass(2, Clearance::kTwoCells, 12), 3000);
    EXPECT_LT(ticks_to_pass(3, Clearance::kTwoCells, 12), 3000);
}

struct QueueFigures {
    int ticks = 0;
    double reversals_per_second = 0.0;  ///< of somebody's movement
    double nearest_cells = 1e9;         ///< on an average over time, of everyone to its nearest neighbour: the least
    std::uint32_t lost = 0;
};

/// So many press through a gate.
QueueFigures queue_at_gate(std::int32_t width_cells, Clearance size, std::uint32_t many) {
    Picture picture(60, 40);
    picture.block({30, 0, 32, 40}).clear({30, 20, 32, 20 + width_cells});
    WalkersOnLand field(picture);
    Random random(7, 0);
    const auto goal = [](UnitIndex walker) { return Cell{55, 5 + static_cast<std::int32_t>(walker % 30)}; };
    while (field.crowd.places() < many) {
        const Cell cell{static_cast<std::int32_t>(random.below(27)), static_cast<std::int32_t>(random.below(38))};
        const UnitIndex walker = field.add(cell, size);
        EXPECT_TRUE(field.send(walker, goal(walker)));
    }
    QueueFigures figures;
    std::vector<FixedPoint> last(many);
    std::uint64_t reversals = 0;
    std::uint64_t walker_ticks = 0;
    figures.ticks = field.run_until(8000, [&] {
        for (UnitIndex walker = 0; walker < many; ++walker) {
            if (field.gait(walker) == Gait::kLost) {
                ++figures.lost;
                field.send(walker, goal(walker));
            }
            if (field.gait(walker) != Gait::kFollowing) continue;
            const FixedPoint from = field.crowd.previous_positions()[walker];
            const FixedPoint step{field.at(walker).x - from.x, field.at(walker).y - from.y};
            const std::int64_t along = std::int64_t{step.x} * last[walker].x + std::int64_t{step.y} * last[walker].y;
            reversals += along < 0;
            ++walker_ticks;
            last[walker] = step;
        }
        return field.count(Gait::kStanding) == many;
    });
    figures.reversals_per_second = static_cast<double>(reversals) * kTicksPerSecond / static_cast<double>(walker_ticks);
    return figures;
}

TEST(Crowd, QueuesAtAGateWithoutTrembling) {
    // 55 cells at a tenth of a cell a tick are 550 ticks; a gate of one cell lets one by in six, if they come closely.
    const QueueFigures narrow = queue_at_gate(1, Clearance::kOneCell, 200);
    EXPECT_LT(narrow.ticks, 600 + 200 * 9);
    EXPECT_LT(narrow.reversals_per_second, 0.3);
    EXPECT_LT(narrow.lost, 5U) << "a jam is not being lost";
    const QueueFigures wide = queue_at_gate(3, Clearance::kTwoCells, 100);
    EXPECT_LT(wide.ticks, 600 + 100 * 30);
    EXPECT_LT(wide.reversals_per_second, 0.4);
    RecordProperty("narrow_ticks", narrow.ticks);
    RecordProperty("wide_ticks", wide.ticks);
}

TEST(Crowd, WhoArrivesAmongThoseWhoStandThereIsThere) {
    WalkersOnLand field(Picture(40, 40));
    for (int i = 0; i < 40; ++i) {
        const UnitIndex walker = field.add({2 + i % 8, 2 + i / 8});
        ASSERT_TRUE(field.send(walker, {30, 30}));
    }
    const int ticks = field.run_until(1500, [&] { return field.count(Gait::kStanding) == 40; });
    EXPECT_LT(ticks, 800);
    for (UnitIndex walker = 0; walker < 40; ++walker) {
        EXPECT_LT(distance_cells(field.at(walker), centre_of({30, 30})), 6.0);
    }
}

TEST(Crowd, QuickOnesOvertake) {
    WalkersOnLand field(Picture(120, 20));
    const UnitIndex slow = field.add({8, 10}, Clearance::kTwoCells, kWalkingSpeed / 3);
    ASSERT_TRUE(field.send(slow, {110, 10}));
    const UnitIndex quick = field.add({4, 10});
    ASSERT_TRUE(field.send(quick, {110, 10}));
    field.run(400);
    EXPECT_GT(field.at(quick).x, field.at(slow).x + 10 * kFixedOne);
}

// --- the rest --------------------------------------------------------------------------------------------------------

TEST(Crowd, WandersWithoutWays) {
    Random random(8, 0);
    WalkersOnLand field(Picture(40, 30).scatter(15, random));
    std::vector<FixedPoint> start;
    while (field.crowd.places() < 60) {
        const Cell cell{static_cast<std::int32_t>(random.below(39)), static_cast<std::int32_t>(random.below(29))};
        const Clearance size = kBothSizes[random.below(2)];
        if (field.fits(cell, size)) field.add(cell, size);
    }
    double walked = 0.0;
    for (int i = 0; i < 600; ++i) {
        field.tick(true);
        for (UnitIndex walker = 0; walker < 60; ++walker) {
            walked += distance_cells(field.at(walker), field.crowd.previous_positions()[walker]);
        }
    }
    EXPECT_GT(walked / 60, 15.0);
}

TEST(Crowd, EqualRunsHaveEqualHashes) {
    const auto run = [](std::uint64_t seed) {
        Random random(seed, 0);
        WalkersOnLand field(Picture(50, 30).scatter(12, random));
        std::vector<std::uint64_t> hashes;
        for (int tick = 0; tick < 300; ++tick) {
            const Cell cell{static_cast<std::int32_t>(random.below(49)), static_cast<std::int32_t>(random.below(29))};
            const Cell goal{static_cast<std::int32_t>(random.below(49)), static_cast<std::int32_t>(random.below(29))};
            const Clearance size = kBothSizes[random.below(2)];
            if (field.fits(cell, size)) field.send(field.add(cell, size), goal);
            if (tick % 7 == 0 && field.crowd.places() > 0 && field.gait(field.crowd.places() / 2) != Gait::kGone) {
                field.crowd.remove(field.crowd.places() / 2);
            }
            field.tick(tick > 250);
            hashes.push_back(field.crowd.hash());
        }
        return hashes;
    };
    const std::vector<std::uint64_t> hashes = run(9);
    EXPECT_EQ(hashes, run(9));
    EXPECT_NE(hashes.back(), run(10).back());
    EXPECT_EQ(std::set<std::uint64_t>(hashes.begin(), hashes.end()).size(), hashes.size());
}

}  // namespace
}  // namespace outrider::sim::siege
