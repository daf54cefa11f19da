#include "game/sim/siege/mind.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "tests/unit/sim/siege/mind_bench.h"

namespace outrider::sim::siege {
namespace {

using Points = std::vector<PackedCell>;

constexpr CellRect kAcross{20, 0, 21, 24};  // from edge to edge
constexpr CellRect kGap{20, 1, 21, 24};     // leaves a gap in the north
constexpr CellRect kOutOfTheWay{5, 22, 9, 23};

Gait gait(const MindBench& bench, UnitIndex unit) { return bench.siege.crowd.gaits()[unit]; }

// --- what is asked ---------------------------------------------------------------------------------------------------

TEST(Mind, ARaiderAsksAtOnceForItsOwnWayToTheDoor) {
    MindBench bench;
    const UnitIndex runner = bench.add(UnitKind::kRunner, {3, 5});
    bench.siege.folk.courage[runner] = 0;
    hand_over(bench.siege, bench.service);
    ASSERT_EQ(bench.service.log.size(), 1U);
    const paths::PathRequest& request = bench.last_request();
    EXPECT_EQ(request.start, (Cell{3, 5}));
    EXPECT_EQ(request.goal, bench.siege.ground.door);
    EXPECT_EQ(request.algorithm, Algorithm::kWeighted);
    EXPECT_EQ(request.clearance, Clearance::kOneCell);
    EXPECT_EQ(request.danger_weight, 63);
    EXPECT_EQ(request.wall_factor, 0);
    EXPECT_FALSE(request.or_nearest);
    EXPECT_FALSE(request.smooth);
    EXPECT_EQ(request.lane, Lane::kNormal);
    EXPECT_EQ(request.version, bench.siege.version);
    EXPECT_EQ(request.tag, std::uint64_t{bench.siege.folk.number[runner]} << 32U | runner);
    EXPECT_TRUE(bench.siege.mind.has_open_request(runner));
}

TEST(Mind, KindsAskInTheirManner) {
    MindBench bench;
    bench.add(UnitKind::kBrute, {3, 5});
    bench.add(UnitKind::kSapper, {3, 8});
    bench.add(UnitKind::kWolf, {3, 11});
    bench.add(UnitKind::kRider, {30, 11});
    hand_over(bench.siege, bench.service);
    ASSERT_EQ(bench.service.log.size(), 3U) << "a rider waits for its order";
    EXPECT_EQ(bench.service.log[0].clearance, Clearance::kTwoCells);
    EXPECT_EQ(bench.service.log[0].start, (Cell{3, 5}));
    EXPECT_EQ(bench.service.log[0].wall_factor, 0);
    EXPECT_EQ(bench.service.log[1].wall_factor, kWallFactor);
    EXPECT_EQ(bench.service.log[2].goal, (Cell{30, 11}));
    EXPECT_EQ(bench.service.log[2].algorithm, Algorithm::kWeighted);
}

TEST(Mind, TheBraveGoTheShortWayAndTheTimidAround) {
    EXPECT_EQ(danger_weight(255), 0);
    EXPECT_EQ(danger_weight(0), 63);
    for (int courage = 1; courage < 256; ++courage) {
        EXPECT_LE(danger_weight(static_cast<std::uint8_t>(courage)),
                  danger_weight(static_cast<std::uint8_t>(courage - 1)));
    }
    MindBench bench;
    for (std::int32_t y = 4; y < 24; y += 4) bench.siege.danger.add({20, y}, 64);
    hand_over(bench.siege, bench.service);
    std::array<std::uint32_t, 2> lowest{};
    for (const std::uint8_t courage : {std::uint8_t{255}, std::uint8_t{0}}) {
        SearchingService::Open answer{
            {}, raider_question(bench.siege, UnitKind::kRunner, {3, 11}, courage, false), 0, {}, {}};
        bench.service.search(answer);
        ASSERT_EQ(answer.status, AnswerStatus::kFound);
        std::int32_t top = 24;
        for (const PackedCell point : answer.points) top = std::min(top, unpack(point).y);
        lowest[courage == 0] = static_cast<std::uint32_t>(top);
    }
    EXPECT_EQ(lowest[0], 11U);
    EXPECT_LT(lowest[1], 4U) << "by the north, where nobody fell";
}

TEST(Mind, ARiderIsSentOnTheUrgentLane) {
    MindBench bench;
    const UnitIndex rider = bench.add(UnitKind::kRider, {30, 11});
    bench.frame();
    EXPECT_TRUE(bench.service.log.empty());
    send(bench.siege, rider, {10, 10});
    bench.frame();
    ASSERT_EQ(bench.service.log.size(), 1U);
    EXPECT_EQ(bench.last_request().goal, (Cell{10, 10}));
    EXPECT_EQ(bench.last_request().algorithm, Algorithm::kJps);
    EXPECT_EQ(bench.last_request().lane, Lane::kUrgent);
    EXPECT_TRUE(bench.last_request().smooth);
    EXPECT_TRUE(bench.last_request().or_nearest);
    send(bench.siege, rider, {12, 3});
    bench.frame();
    EXPECT_EQ(bench.service.cancelled, 1U) << "the new goal takes the place of the old one";
    EXPECT_EQ(bench.last_request().goal, (Cell{12, 3}));
    bench.frames(5);
    EXPECT_EQ(bench.asked(rider), 2U);
    EXPECT_EQ(gait(bench, rider), Gait::kFollowing);
    bench.frames(600);
    EXPECT_EQ(gait(bench, rider), Gait::kStanding);
    EXPECT_EQ(bench.asked(rider), 2U) << "it has arrived and wants nothing";
}

TEST(Mind, WishesAreHandedOverInTheOrderOfPlaces) {
    MindBench bench;
    for (std::int32_t y = 2; y < 22; y += 2) bench.add(UnitKind::kRunner, {2, y});
    bench.frames(20);
    bench.service.log.clear();
    think_again(bench.siege);
    bench.frame();
    ASSERT_EQ(bench.service.log.size(), 10U);
    for (UnitIndex unit = 0; unit < 10; ++unit) EXPECT_EQ(bench.service.log[unit].tag & 0xFFFFFFFFU, unit);
}

TEST(Mind, WhoIsCutOffComesBeforeWhoOnlyThinksAgain) {
    MindBench bench;
    const UnitIndex north = bench.add(UnitKind::kRunner, {30, 2});
    const UnitIndex west = bench.add(UnitKind::kRunner, {2, 11});
    bench.frames(10);
    bench.service.log.clear();
    think_again(bench.siege);
    bench.set_walls({10, 8, 11, 15}, true);
    bench.frame();
    ASSERT_EQ(bench.service.log.size(), 2U);
    EXPECT_EQ(bench.service.log[0].tag & 0xFFFFFFFFU, west);
    EXPECT_EQ(bench.service.log[1].tag & 0xFFFFFFFFU, north);
}

TEST(Mind, ModeNoneGetsNoQuestions) {
    MindBench bench;
    const UnitIndex runner = bench.add(UnitKind::kRunner, {3, 5});
    bench.service.mode_now = paths::Mode::kNone;
    bench.siege.danger.add({3, 3}, 255);
    bench.frames(5);
    EXPECT_TRUE(bench.service.log.empty());
    EXPECT_EQ(bench.service.publications, std::vector<char>{'d'}) << "versions go on";
    bench.service.mode_now = paths::Mode::kInline;
    bench.frames(2);
    EXPECT_EQ(bench.asked(runner), 1U);
}

// --- versions --------------------------------------------------------------------------------------------------------

TEST(Mind, EditsAreOneVersionAndDangerTheNext) {
    MindBench bench;
    bench.set_walls(kOutOfTheWay, true);
    bench.siege.danger.add({3, 3}, 255);
    hand_over(bench.siege, bench.service);
    EXPECT_EQ(bench.service.publications, (std::vector<char>{'e', 'd'}));
    EXPECT_EQ(bench.siege.version.value, 3U);
    EXPECT_EQ(bench.service.danger()[0], 255);
    EXPECT_TRUE(bench.siege.edits.empty());
    hand_over(bench.siege, bench.service);
    EXPECT_EQ(bench.siege.version.value, 3U) << "nothing is new";
}

// --- when ------------------------------------------------------------------------------------------------------------

TEST(Mind, WallsOnItsWayAreSeenAtOnceOthersInItsTurn) {
    MindBench bench;
    const UnitIndex unit = bench.add(UnitKind::kRunner, {3, 11});
    bench.frames(10);
    ASSERT_EQ(gait(bench, unit), Gait::kFollowing);
    ASSERT_EQ(bench.asked(unit), 1U);
    bench.set_walls(kGap, true);
    bench.frame();
    EXPECT_EQ(bench.asked(unit), 2U);
    bench.frames(4);
    EXPECT_FALSE(bench.siege.crowd.is_way_cut(unit, bench.siege.land, {}));
    bench.frames(130);
    EXPECT_EQ(bench.asked(unit), 2U) << "it knows already";
    bench.set_walls(kOutOfTheWay, true);
    bench.frames(static_cast<int>(kRound_ticks));
    EXPECT_EQ(bench.asked(unit), 3U) << "once";
    bench.set_walls(kOutOfTheWay, false);
    bench.frames(static_cast<int>(kRound_ticks));
    EXPECT_EQ(bench.asked(unit), 4U);
}

TEST(Mind, ManyAreLookedAtWithinFourTicks) {
    SiegeSettings settings = open_ground();
    MindBench bench(settings);
    bench.answer_by_hand();
    for (std::int32_t y = 1; y < 23; ++y) {
        for (std::int32_t x = 1; x < 36; ++x) {
            for (int i = 0; i < 4; ++i) (void)bench.add(UnitKind::kRunner, {x, y});
        }
    }
    hand_over(bench.siege, bench.service);
    const std::uint32_t count = bench.siege.crowd.places();
    ASSERT_GT(count, 3000U);
    for (UnitIndex unit = 0; unit < count; ++unit) bench.answer(unit);
    bench.service.log.clear();
    bench.set_walls({38, 0, 39, 24}, true);
    std::size_t before = 0;
    for (std::uint32_t tick = 0; tick < kLookRound_ticks; ++tick) {
        think(bench.siege);
        hand_over(bench.siege, bench.service);
        EXPECT_LE(bench.service.log.size() - before, count / kLookRound_ticks + 100) << "a part at a time";
        before = bench.service.log.size();
    }
    EXPECT_EQ(bench.service.log.size(), count);
    EXPECT_EQ(bench.siege.mind.thinking.asking, count);
}

TEST(Mind, AStrokeOverManyTicksAsksOnce) {
    MindBench bench;
    const UnitIndex unit = bench.add(UnitKind::kRunner, {3, 11});
    bench.frames(10);
    bench.answer_by_hand();
    for (std::int32_t y = 23; y > 0; --y) {
        bench.set_walls({20, y, 21, y + 1}, true);
        bench.frame();
    }
    EXPECT_EQ(bench.asked(unit), 2U) << "its answer is looked at, when it comes";
    EXPECT_EQ(bench.service.cancelled, 0U);
    bench.answer(unit);
    bench.frame();
    EXPECT_EQ(bench.asked(unit), 3U) << "that way was cut, too";
    bench.answer(unit);
    EXPECT_FALSE(bench.siege.crowd.is_way_cut(unit, bench.siege.land, {}));
}

TEST(Mind, ACutWayTakesThePlaceOfAnOlderQuestion) {
    MindBench bench;
    const UnitIndex unit = bench.add(UnitKind::kRunner, {3, 11});
    bench.frames(10);
    bench.answer_by_hand();
    think_again(bench.siege);
    bench.frame();
    ASSERT_EQ(bench.asked(unit), 2U);
    think_again(bench.siege);
    bench.frame();
    ASSERT_EQ(bench.asked(unit), 2U) << "it waits for its answer";
    bench.set_walls(kGap, true);
    bench.frame();
    EXPECT_EQ(bench.asked(unit), 3U);
    EXPECT_EQ(bench.service.cancelled, 1U);
    EXPECT_EQ(bench.service.open().size(), 1U);
    EXPECT_EQ(bench.siege.mind.thinking.questions, 2U) << "beside the withdrawn one";
}

TEST(Mind, TwoWallsOfOneTickAreBothSeen) {
    MindBench bench;
    const UnitIndex unit = bench.add(UnitKind::kRunner, {3, 11});
    bench.frames(10);
    bench.set_walls(kGap, true);
    bench.set_walls(kOutOfTheWay, true);
    bench.frame();
    EXPECT_EQ(bench.asked(unit), 2U);
}

TEST(Mind, WhoBreaksWallsTakesNewOnesInItsTurn) {
    MindBench bench;
    const UnitIndex sapper = bench.add(UnitKind::kSapper, {3, 11});
    bench.frames(10);
    bench.siege.mind.turn[sapper] = 100;
    bench.set_walls(kGap, true);
    bench.frames(85);
    EXPECT_EQ(bench.asked(sapper), 1U);
    bench.frames(15);
    EXPECT_EQ(bench.asked(sapper), 2U);
    EXPECT_EQ(bench.siege.mind.thinking.reactions, 0U);
}

TEST(Mind, WhoStandsAtAWallWithoutMeaningToBreakItAsks) {
    MindBench bench;
    const UnitIndex unit = bench.add(UnitKind::kRunner, {16, 11});
    bench.frames(10);
    for (std::int32_t y = 1; y < 24; ++y) {  // and nobody tells
        bench.siege.land.set_wall({20, y}, true);
        bench.siege.edits.push_back({pack({20, y}), false});
    }
    bench.frames(120);
    EXPECT_GE(bench.asked(unit), 2U);
    EXPECT_FALSE(bench.siege.crowd.is_way_cut(unit, bench.siege.land, {}));
}

TEST(Mind, TurnsAreSpreadEvenlyOverTheRound) {
    MindBench bench;
    bench.answer_by_hand();
    constexpr std::uint32_t kUnits = 10 * kRound_ticks;
    for (std::uint32_t i = 0; i < kUnits; ++i) {
        bench.add(UnitKind::kRunner, {1 + static_cast<std::int32_t>(i % 36), 1 + static_cast<std::int32_t>(i / 60)});
    }
    hand_over(bench.siege, bench.service);
    for (UnitIndex unit = 0; unit < kUnits; ++unit) bench.answer(unit);
    bench.service.log.clear();
    bench.siege.danger.add({45, 20}, 255);
    hand_over(bench.siege, bench.service);
    ASSERT_EQ(bench.service.publications, std::vector<char>{'d'});
    for (std::uint32_t tick = 0; tick < kRound_ticks; ++tick) {
        think(bench.siege);
        hand_over(bench.siege, bench.service);
        ASSERT_EQ(bench.service.log.size(), 10 * (tick + 1));
    }
    for (std::uint32_t tick = 0; tick < 2 * kRound_ticks; ++tick) think(bench.siege);
    hand_over(bench.siege, bench.service);
    EXPECT_EQ(bench.service.log.size(), kUnits) << "everyone once";
}

TEST(Mind, WhoDigsForWantOfAWayHasTwoTurnsARound) {
    MindBench bench;
    bench.set_walls(kAcross, true);
    for (std::int32_t i = 0; i < 120; ++i) {
        bench.add(i % 2 == 0 ? UnitKind::kSapper : UnitKind::kRunner, {2 + i % 8, 2 + i / 8});
    }
    bench.frames(8);
    for (UnitIndex unit = 0; unit < 120; ++unit) bench.siege.crowd.set_pace(unit, 0);
    ASSERT_TRUE(breaks_walls(bench.siege, 0) && breaks_walls(bench.siege, 1));
    bench.service.log.clear();
    bench.set_walls(kOutOfTheWay, true);
    bench.frames(static_cast<int>(kRound_ticks / 2));
    std::array<int, 2> asked{};
    for (const paths::PathRequest& request : bench.service.log) ++asked[request.tag % 2];
    EXPECT_EQ(asked[0], 30) << "sappers would dig anyway";
    EXPECT_EQ(asked[1], 60);
}

TEST(Mind, NewsUponNewsKeepsNobodyFromItsTurn) {
    MindBench bench;
    std::vector<UnitIndex> units;
    for (std::int32_t i = 0; i < 30; ++i) units.push_back(bench.add(UnitKind::kRunner, {1 + i % 4, 2 + i / 2}));
    bench.frames(10);
    bench.service.log.clear();
    for (int tick = 0; tick < 2 * static_cast<int>(kRound_ticks); ++tick) {
        if (tick % 7 == 0) bench.set_walls(kOutOfTheWay, tick % 2 == 0);
        bench.frame();
    }
    for (const UnitIndex unit : units) EXPECT_EQ(bench.asked(unit), 2U) << unit;
}

TEST(Mind, ALittleDangerMakesNobodyThink) {
    MindBench bench;
    const UnitIndex unit = bench.add(UnitKind::kRunner, {3, 11});
    bench.frames(10);
    bench.siege.danger.add({45, 20}, 20);
    bench.frames(200);
    EXPECT_EQ(bench.service.publications, std::vector<char>{'d'});
    EXPECT_EQ(bench.asked(unit), 1U);
    bench.siege.danger.add({45, 20}, 200);
    bench.frames(static_cast<int>(kRound_ticks + Danger::kShortest_ticks));
    EXPECT_EQ(bench.asked(unit), 2U);
}

TEST(Mind, WhoStandsForWantOfAWayAsksButNotAllTheTime) {
    MindBench bench;
    const UnitIndex unit = bench.add(UnitKind::kRunner, {3, 11});
    bench.frames(30);
    bench.siege.crowd.stand(unit);
    bench.frame();
    EXPECT_EQ(bench.asked(unit), 2U) << "at once";
    EXPECT_EQ(bench.siege.mind.thinking.without_way, 1U);
    for (int i = 0; i < 30; ++i) {
        bench.siege.crowd.stand(unit);
        bench.frame();
    }
    EXPECT_EQ(bench.asked(unit), 4U) << "each fifteen ticks";
}

TEST(Mind, WhoFightsDoesNotAskForWantOfAWay) {
    MindBench bench;
    const UnitIndex unit = bench.add(UnitKind::kRunner, {3, 11});
    bench.frames(30);
    bench.siege.crowd.stand(unit);
    bench.siege.folk.doing[unit] = UnitDoing::kFighting;
    bench.frames(30);
    EXPECT_EQ(bench.asked(unit), 1U);
    bench.siege.folk.doing[unit] = UnitDoing::kWalking;
    bench.frame();
    EXPECT_EQ(bench.asked(unit), 2U);
}

TEST(Mind, AfterAFailureItAsksInHalfASecond) {
    for (const AnswerStatus status : {AnswerStatus::kFailed, AnswerStatus::kExpired}) {
        MindBench bench;
        bench.answer_by_hand();
        const UnitIndex unit = bench.add(UnitKind::kRunner, {3, 11});
        bench.frames(20);
        bench.answer(unit, status);
        bench.frames(static_cast<int>(kRetry_ticks) - 1);
        EXPECT_EQ(bench.asked(unit), 1U);
        bench.frame();
        EXPECT_EQ(bench.asked(unit), 2U);
        bench.answer(unit);
        bench.frame();
        think_again(bench.siege);
        bench.frame();
        bench.answer(unit, status);
        bench.frames(static_cast<int>(kRetry_ticks));
        EXPECT_EQ(bench.asked(unit), 4U) << "also with an old way";
    }
}

// --- answers ---------------------------------------------------------------------------------------------------------

TEST(Mind, AnAnswerToSomeoneElseIsNobodys) {
    MindBench bench;
    bench.answer_by_hand();
    const UnitIndex gone = bench.add(UnitKind::kRunner, {3, 11});
    bench.frame();
    const SearchingService::Open old = *bench.service.open_of(gone);
    take_away(bench.siege, gone);
    const UnitIndex next = bench.add(UnitKind::kRunner, {3, 5});
    ASSERT_EQ(next, gone) << "the same place";
    paths::PathAnswer answer;
    answer.id = old.id;
    answer.tag = old.request.tag;
    answer.status = AnswerStatus::kFound;
    answer.turning_points = old.points;
    take_answer(bench.siege, answer);
    EXPECT_EQ(bench.siege.mind.thinking.answers, 0U);
    bench.frame();
    EXPECT_EQ(bench.service.cancelled, 1U) << "what it asked is withdrawn";
    ASSERT_EQ(bench.service.open().size(), 1U);
    EXPECT_EQ(bench.siege.mind.thinking.questions, 1U);
    answer.tag = bench.last_request().tag;
    take_answer(bench.siege, answer);
    EXPECT_TRUE(bench.siege.mind.has_open_request(next)) << "not the answer that it waits for";
    bench.answer(next);
    EXPECT_EQ(bench.siege.mind.thinking.answers, 1U);
    bench.frame();
    EXPECT_EQ(gait(bench, next), Gait::kFollowing);
}

TEST(Mind, AWayThatWallsHaveOvertakenIsNotTaken) {
    MindBench bench;
    bench.answer_by_hand();
    const UnitIndex unit = bench.add(UnitKind::kRunner, {3, 11});
    const UnitIndex brute = bench.add(UnitKind::kBrute, {3, 5});
    const UnitIndex sapper = bench.add(UnitKind::kSapper, {3, 14});
    bench.frame();
    bench.set_walls(kGap, true);
    bench.answer(unit);
    bench.answer(brute);
    bench.answer(sapper);
    bench.frame();
    EXPECT_TRUE(bench.siege.crowd.path_ahead(unit).empty());
    EXPECT_TRUE(bench.siege.crowd.path_ahead(brute).empty());
    EXPECT_FALSE(bench.siege.crowd.path_ahead(sapper).empty()) << "it digs";
    EXPECT_EQ(bench.asked(unit), 2U) << "at once";
    EXPECT_EQ(bench.asked(brute), 2U);
    bench.answer(unit);
    EXPECT_FALSE(bench.siege.crowd.path_ahead(unit).empty());
    bench.answer(brute);
    bench.frames(2);
    EXPECT_TRUE(breaks_walls(bench.siege, sapper));
    EXPECT_FALSE(breaks_walls(bench.siege, unit));
}

TEST(Mind, ABruteSeesThatTheWayIsTooNarrowByNow) {
    MindBench bench;
    bench.answer_by_hand();
    const UnitIndex brute = bench.add(UnitKind::kBrute, {3, 11});
    bench.frame();
    bench.set_walls({20, 12, 21, 13}, true);  // beside the anchor's way
    bench.answer(brute, AnswerStatus::kFound, Points{pack({3, 11}), pack({38, 11})});
    EXPECT_TRUE(bench.siege.crowd.path_ahead(brute).empty());
}

TEST(Mind, OldWaysThatAreFreeAreTaken) {
    MindBench bench;
    bench.answer_by_hand();
    const UnitIndex unit = bench.add(UnitKind::kRunner, {3, 11});
    bench.frame();
    bench.set_walls(kOutOfTheWay, true);
    bench.frame();
    bench.answer(unit);
    EXPECT_FALSE(bench.siege.crowd.path_ahead(unit).empty());
    EXPECT_EQ(bench.siege.mind.seat[unit], 3);
}

TEST(Mind, ARidersOldWayIsLookedAtWhenItHasIt) {
    MindBench bench;
    const UnitIndex rider = bench.add(UnitKind::kRider, {30, 11});
    bench.answer_by_hand();
    send(bench.siege, rider, {5, 8});
    bench.frame();
    bench.set_walls(kGap, true);
    bench.frames(5);
    bench.answer(rider);
    bench.frame();
    EXPECT_EQ(bench.asked(rider), 2U);
    bench.answer(rider);
    EXPECT_FALSE(bench.siege.crowd.is_way_cut(rider, bench.siege.land, {}));
}

TEST(Mind, AWayThatBeginsElsewhereIsAskedForAgain) {
    MindBench bench;
    bench.answer_by_hand();
    const UnitIndex unit = bench.add(UnitKind::kRunner, {3, 3});
    bench.frame();
    bench.answer(unit, AnswerStatus::kFound, Points{pack({30, 20}), pack({36, 20})});
    EXPECT_TRUE(bench.siege.crowd.path_ahead(unit).empty());
    bench.frames(static_cast<int>(kPatience_ticks));
    EXPECT_EQ(bench.asked(unit), 2U);
    bench.answer(unit);
    bench.frame();
    EXPECT_EQ(gait(bench, unit), Gait::kFollowing);
    think_again(bench.siege);
    bench.frame();
    bench.answer(unit, AnswerStatus::kFound, Points{pack({30, 20}), pack({36, 20})});
    EXPECT_FALSE(bench.siege.crowd.path_ahead(unit).empty()) << "the old way serves on";
    bench.frames(static_cast<int>(kPatience_ticks));
    EXPECT_NE(bench.service.open_of(unit), nullptr) << "but it asks again";
    bench.set_walls(kGap, true);
    bench.frame();
    bench.answer(unit, AnswerStatus::kFound, Points{pack({2, 22}), pack({2, 23})});
    EXPECT_TRUE(bench.siege.crowd.path_ahead(unit).empty()) << "it leads to a wall: the unit stands and waits";
}

TEST(Mind, AnswersThatComeInModeNoneAreForgotten) {
    MindBench bench;
    bench.answer_by_hand();
    const UnitIndex unit = bench.add(UnitKind::kRunner, {3, 3});
    bench.frame();
    bench.siege.wandering = true;
    bench.answer(unit);
    EXPECT_TRUE(bench.siege.crowd.path_ahead(unit).empty());
    EXPECT_FALSE(bench.siege.mind.has_open_request(unit));
    bench.siege.wandering = false;
    bench.frames(static_cast<int>(kPatience_ticks));
    EXPECT_EQ(bench.asked(unit), 2U);
}

// --- no way ----------------------------------------------------------------------------------------------------------

TEST(Mind, WithoutAWayItDigsAndWithOneItGoesRound) {
    MindBench bench;
    bench.set_walls(kAcross, true);
    const UnitIndex unit = bench.add(UnitKind::kRunner, {3, 11});
    bench.frames(10);
    ASSERT_EQ(bench.asked(unit), 2U);
    EXPECT_EQ(bench.service.log[0].wall_factor, 0);
    EXPECT_EQ(bench.service.log[1].wall_factor, kWallFactor);
    bench.frame();
    EXPECT_TRUE(breaks_walls(bench.siege, unit));
    bench.frames(400);
    EXPECT_EQ(gait(bench, unit), Gait::kAtWall);
    EXPECT_EQ(bench.asked(unit), 2U) << "it is at work";
    bench.set_walls({20, 23, 21, 24}, false);
    bench.frames(static_cast<int>(kRound_ticks / 2) + 4);
    ASSERT_EQ(bench.asked(unit), 3U);
    EXPECT_EQ(bench.last_request().wall_factor, 0);
    EXPECT_FALSE(breaks_walls(bench.siege, unit));
    bench.frames(3 * 60);
    EXPECT_NE(bench.siege.crowd.cell(unit), (Cell{19, 11})) << "on its way round";
}

TEST(Mind, WallsThatRiseGiveNoHope) {
    MindBench bench;
    bench.set_walls(kAcross, true);
    const UnitIndex unit = bench.add(UnitKind::kRunner, {3, 11});
    bench.frames(10);
    bench.set_walls(kOutOfTheWay, true);
    bench.frames(static_cast<int>(kRound_ticks));
    ASSERT_EQ(bench.asked(unit), 3U) << "it thinks again";
    EXPECT_EQ(bench.last_request().wall_factor, kWallFactor) << "but not whether there is a way";
}

TEST(Mind, NoWayMayBeTrueNoMore) {
    MindBench bench;
    bench.set_walls(kAcross, true);
    bench.answer_by_hand();
    const UnitIndex unit = bench.add(UnitKind::kRunner, {3, 11});
    bench.frame();
    bench.set_walls({20, 3, 21, 5}, false);
    bench.answer(unit, AnswerStatus::kUnreachable);
    bench.frame();
    ASSERT_EQ(bench.asked(unit), 2U);
    EXPECT_EQ(bench.last_request().wall_factor, 0);
}

TEST(Mind, WhoCannotEvenDigWaitsForAChange) {
    SiegeSettings settings = open_ground();
    for (std::size_t y = 0; y < 24; ++y) settings.terrain[y * 48 + 30] = '@';
    for (const std::size_t y : {11U, 12U}) settings.terrain[y * 48 + 30] = '.';
    MindBench bench(settings);
    const UnitIndex unit = bench.add(UnitKind::kRunner, {3, 11});
    bench.answer_by_hand();
    bench.frame();
    bench.answer(unit, AnswerStatus::kUnreachable);
    bench.frame();
    bench.answer(unit, AnswerStatus::kUnreachable);
    bench.frames(static_cast<int>(kNoWay_ticks) - 1);
    EXPECT_EQ(bench.asked(unit), 2U);
    bench.frame();
    ASSERT_EQ(bench.asked(unit), 3U);
    bench.answer(unit, AnswerStatus::kUnreachable);
    bench.frame();
    bench.set_walls(kOutOfTheWay, true);
    bench.set_walls(kOutOfTheWay, false);
    bench.frame();
    EXPECT_EQ(bench.asked(unit), 4U) << "at once";
    EXPECT_EQ(bench.last_request().wall_factor, 0);
}

// --- wolves ----------------------------------------------------------------------------------------------------------

TEST(Mind, AWolfHuntsTheNearestRider) {
    MindBench bench;
    bench.add(UnitKind::kRider, {38, 20});
    const UnitIndex near = bench.add(UnitKind::kRider, {30, 4});
    const UnitIndex wolf = bench.add(UnitKind::kWolf, {10, 8});
    hand_over(bench.siege, bench.service);
    EXPECT_EQ(bench.last_request().goal, (Cell{30, 4}));
    take_away(bench.siege, near);
    bench.frames(static_cast<int>(kWolfRound_ticks) + 1);
    EXPECT_EQ(bench.last_request().goal, (Cell{38, 20}));
    EXPECT_EQ(bench.asked(wolf), 2U);
}

TEST(Mind, AWolfWithoutAQuarryMakesForTheDoorAndTurnsForOne) {
    MindBench bench;
    const UnitIndex wolf = bench.add(UnitKind::kWolf, {10, 8});
    bench.frames(5);
    EXPECT_EQ(bench.last_request().goal, bench.siege.ground.door);
    const UnitIndex rider = bench.add(UnitKind::kRider, {30, 20});
    bench.frames(static_cast<int>(kWolfRound_ticks));
    EXPECT_EQ(bench.last_request().goal, (Cell{30, 20}));
    EXPECT_EQ(bench.asked(wolf), 2U);
    take_away(bench.siege, rider);
    bench.frames(static_cast<int>(kWolfRound_ticks));
    EXPECT_EQ(bench.last_request().goal, bench.siege.ground.door);
}

TEST(Mind, AWolfAsksAgainWhenItsQuarryHasMovedFarForItsDistance) {
    MindBench bench;
    const UnitIndex rider = bench.add(UnitKind::kRider, {38, 2});
    const UnitIndex wolf = bench.add(UnitKind::kWolf, {2, 2});
    bench.siege.crowd.set_pace(wolf, 0);
    bench.frames(3);
    const auto moves_to = [&](Cell cell) {
        bench.siege.crowd.remove(rider);
        ASSERT_EQ(bench.siege.crowd.add({centre_of(cell), 0, Clearance::kOneCell}), rider);
    };
    moves_to({38, 9});
    bench.frames(40);
    EXPECT_EQ(bench.asked(wolf), 1U) << "7 of 36";
    moves_to({38, 12});
    bench.frames(static_cast<int>(kWolfRound_ticks));
    ASSERT_EQ(bench.asked(wolf), 2U) << "10 of 36";
    EXPECT_EQ(bench.last_request().goal, (Cell{38, 12}));
    bench.frames(60);
    EXPECT_EQ(bench.asked(wolf), 2U) << "it has not moved since";
}

TEST(Mind, AWolfAsksAtMostTwiceASecond) {
    MindBench bench;
    bench.answer_by_hand();
    const UnitIndex rider = bench.add(UnitKind::kRider, {30, 20});
    const UnitIndex wolf = bench.add(UnitKind::kWolf, {20, 2});
    for (int tick = 0; tick < 300; ++tick) {
        bench.siege.crowd.remove(rider);
        const Cell cell{tick % 2 == 0 ? 40 : 5, 20};
        ASSERT_EQ(bench.siege.crowd.add({centre_of(cell), 0, Clearance::kOneCell}), rider);
        bench.frame();
        if (bench.service.open_of(wolf) != nullptr) bench.answer(wolf);
    }
    EXPECT_LE(bench.asked(wolf), 11U);
    EXPECT_GE(bench.asked(wolf), 4U);
}

TEST(Mind, AWolfLetsGoOfAQuarryBehindWalls) {
    MindBench bench;
    bench.set_walls(kAcross, true);
    const UnitIndex rider = bench.add(UnitKind::kRider, {10, 11});
    const UnitIndex wolf = bench.add(UnitKind::kWolf, {30, 11});
    bench.frames(10);
    ASSERT_EQ(bench.asked(wolf), 2U);
    EXPECT_EQ(bench.service.log[0].goal, (Cell{10, 11}));
    EXPECT_EQ(bench.service.log[1].goal, bench.siege.ground.door);
    EXPECT_EQ(bench.service.log[1].wall_factor, 0) << "it can go there";
    bench.siege.crowd.set_pace(wolf, 0);
    bench.frames(static_cast<int>(kLetsGo_ticks + kWolfRound_ticks));
    ASSERT_EQ(bench.asked(wolf), 4U) << "it tries again";
    EXPECT_EQ(bench.service.log[2].goal, (Cell{10, 11}));
    (void)rider;
}

TEST(Mind, AWalledInWolfDigsForTheDoorAndNotForItsQuarry) {
    MindBench bench;
    bench.set_walls(kAcross, true);
    const UnitIndex wolf = bench.add(UnitKind::kWolf, {10, 11});
    bench.frames(10);
    ASSERT_EQ(bench.last_request().wall_factor, kWallFactor);
    bench.siege.crowd.set_pace(wolf, 0);
    bench.add(UnitKind::kRider, {30, 20});
    bench.frames(static_cast<int>(kWolfRound_ticks) + 6);
    ASSERT_EQ(bench.asked(wolf), 4U);
    EXPECT_EQ(bench.service.log[2].goal, (Cell{30, 20}));
    EXPECT_EQ(bench.service.log[2].wall_factor, 0);
    EXPECT_EQ(bench.service.log[3].goal, bench.siege.ground.door);
    EXPECT_EQ(bench.service.log[3].wall_factor, kWallFactor);
}

// --- the meter -------------------------------------------------------------------------------------------------------

struct Meter : MindBench {
    Meter() {
        answer_by_hand();
        for (std::int32_t i = 0; i < 20; ++i) units.push_back(add(UnitKind::kRunner, {2 + i / 10, 7 + i % 10}));
        away = add(UnitKind::kRunner, {35, 3});
        frame();
        for (UnitIndex unit = 0; unit <= away; ++unit) answer(unit);
        frame();
    }
    void answer_some(std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; ++i) answer(units[i]);
    }
    [[nodiscard]] const Thinking& shows() const { return siege.mind.thinking; }

    std::vector<UnitIndex> units;
    UnitIndex away = kNobody;
};

TEST(ReactionMeter, RunsFromTheWallToTheTickWhen95OfAHundredHaveTurned) {
    Meter meter;
    meter.set_walls(kGap, true);
    EXPECT_EQ(meter.shows().pending_ticks, 0U);
    meter.frames(5);
    EXPECT_EQ(meter.shows().pending_ticks, 5U);
    EXPECT_EQ(meter.shows().asking, 20U);
    EXPECT_EQ(meter.shows().minds, 21U);
    meter.answer_some(0, 18);
    meter.frames(4);
    EXPECT_EQ(meter.shows().reactions, 0U) << "18 of 20 are too few";
    meter.answer_some(18, 19);
    EXPECT_EQ(meter.shows().reactions, 1U);
    EXPECT_EQ(meter.shows().last_reaction_ticks, 9U);
    EXPECT_EQ(meter.shows().last_reaction_minds, 20U);
    meter.frame();
    EXPECT_EQ(meter.shows().pending_ticks, 0U);
    meter.answer_some(19, 20);
    meter.frame();
    EXPECT_EQ(meter.shows().reactions, 1U);
    EXPECT_EQ(meter.shows().worst_reaction_ticks, 9U);
}

TEST(ReactionMeter, WhoDiesIsWaitedForNoMore) {
    Meter meter;
    meter.set_walls(kGap, true);
    meter.frames(3);
    meter.answer_some(0, 17);
    take_away(meter.siege, meter.units[17]);
    take_away(meter.siege, meter.units[0]);
    EXPECT_EQ(meter.shows().reactions, 0U) << "17 of 19";
    take_away(meter.siege, meter.units[18]);
    EXPECT_EQ(meter.shows().reactions, 0U) << "17 of 18 are not yet 95 of 100";
    take_away(meter.siege, meter.units[19]);
    EXPECT_EQ(meter.shows().reactions, 1U);
    EXPECT_EQ(meter.shows().last_reaction_minds, 17U);
    EXPECT_EQ(meter.shows().last_reaction_ticks, 3U);
}

TEST(ReactionMeter, AllDeadIsNoReaction) {
    Meter meter;
    meter.set_walls(kGap, true);
    meter.frames(3);
    for (const UnitIndex unit : meter.units) take_away(meter.siege, unit);
    meter.frame();
    EXPECT_EQ(meter.shows().reactions, 0U);
    EXPECT_EQ(meter.shows().pending_ticks, 0U);
}

TEST(ReactionMeter, WallsThatCutNoWayAreNoEvent) {
    Meter meter;
    meter.set_walls(kOutOfTheWay, true);
    meter.frames(200);
    EXPECT_EQ(meter.shows().reactions, 0U);
    EXPECT_EQ(meter.shows().pending_ticks, 0U);
}

TEST(ReactionMeter, ToKnowThatOneMustDigIsNoNewWayUntilItIsFound) {
    Meter meter;
    meter.set_walls(kAcross, true);
    meter.frames(2);
    meter.answer_some(0, 20);
    EXPECT_EQ(meter.shows().reactions, 0U) << "unreachable";
    meter.frame();
    meter.answer_some(0, 20);
    EXPECT_EQ(meter.shows().reactions, 1U);
    EXPECT_EQ(meter.shows().last_reaction_ticks, 3U);
    EXPECT_TRUE(breaks_walls(meter.siege, meter.units[0]));
}

TEST(ReactionMeter, TwoEventsAreToldApart) {
    Meter meter;
    meter.set_walls({10, 14, 11, 18}, true);  // some go through here
    meter.frames(10);
    std::vector<UnitIndex> first;
    for (const UnitIndex unit : meter.units) {
        if (meter.siege.mind.reaction[unit] != kNoReaction) first.push_back(unit);
    }
    ASSERT_GT(first.size(), 0U);
    ASSERT_LT(first.size(), 20U);
    meter.set_walls(kGap, true);
    meter.frames(10);
    EXPECT_EQ(meter.shows().pending_ticks, 20U) << "of the elder";
    for (const UnitIndex unit : meter.units) {
        if (std::ranges::find(first, unit) == first.end()) meter.answer(unit);
    }
    EXPECT_EQ(meter.shows().reactions, 1U);
    EXPECT_EQ(meter.shows().last_reaction_ticks, 10U);
    EXPECT_EQ(meter.shows().last_reaction_minds, 20U - first.size());
    for (const UnitIndex unit : first) meter.answer(unit);  // as asked before the second wall: cut
    meter.frame();
    for (const UnitIndex unit : first) meter.answer(unit);
    EXPECT_EQ(meter.shows().reactions, 2U);
    EXPECT_EQ(meter.shows().last_reaction_ticks, 21U);
    EXPECT_EQ(meter.shows().worst_reaction_ticks, 21U);
}

TEST(ReactionMeter, WaitsUntilEveryoneHasBeenLookedAt) {
    MindBench bench;
    bench.answer_by_hand();
    for (std::int32_t i = 0; i < 1000; ++i) bench.add(UnitKind::kRunner, {2 + i % 10, 2 + i / 50});
    hand_over(bench.siege, bench.service);
    for (UnitIndex unit = 0; unit < 1000; ++unit) bench.answer(unit);
    const auto answer_all = [&] {
        think(bench.siege);
        hand_over(bench.siege, bench.service);
        for (UnitIndex unit = 0; unit < 1000; ++unit) {
            if (bench.siege.mind.has_open_request(unit)) bench.answer(unit);
        }
    };
    bench.set_walls(kGap, true);
    answer_all();
    EXPECT_EQ(bench.siege.mind.thinking.reactions, 0U);
    EXPECT_GT(bench.siege.mind.thinking.answers, 1500U) << "many have turned already";
    answer_all();
    EXPECT_EQ(bench.siege.mind.thinking.reactions, 1U);
    EXPECT_EQ(bench.siege.mind.thinking.last_reaction_minds, 1000U);
    EXPECT_EQ(bench.siege.mind.thinking.last_reaction_ticks, 2U);
}

TEST(ReactionMeter, EndsWithTheRoundOfLooksWhereAllHadTurnedBefore) {
    MindBench bench;
    bench.answer_by_hand();
    for (std::int32_t i = 0; i < 1000; ++i) {
        const std::int32_t x = i < 20 ? 2 : 30;  // only the first twenty come this way
        bench.add(UnitKind::kRunner, {x + i % 5, 2 + i / 50});
    }
    hand_over(bench.siege, bench.service);
    for (UnitIndex unit = 0; unit < 1000; ++unit) bench.answer(unit);
    bench.set_walls(kGap, true);
    think(bench.siege);
    hand_over(bench.siege, bench.service);
    for (UnitIndex unit = 0; unit < 20; ++unit) bench.answer(unit);
    EXPECT_EQ(bench.siege.mind.thinking.reactions, 0U);
    think(bench.siege);
    EXPECT_EQ(bench.siege.mind.thinking.reactions, 1U);
    EXPECT_EQ(bench.siege.mind.thinking.last_reaction_minds, 20U);
}

TEST(ReactionMeter, TheSlowestMayBeConcernedAgain) {
    Meter meter;
    meter.set_walls(kGap, true);
    meter.frame();
    meter.answer_some(0, 19);
    ASSERT_EQ(meter.shows().reactions, 1U);
    meter.frames(5);
    meter.set_walls(kAcross, true);
    meter.frame();
    for (const UnitIndex unit : meter.units) meter.answer(unit);
    meter.frame();
    for (const UnitIndex unit : meter.units) meter.answer(unit);
    EXPECT_EQ(meter.shows().reactions, 2U);
    EXPECT_EQ(meter.shows().last_reaction_minds, 20U);
}

TEST(ReactionMeter, ALongStrokeIsNotALongReaction) {
    MindBench bench;
    bench.answer_by_hand();
    for (std::int32_t i = 0; i < 1000; ++i) bench.add(UnitKind::kRunner, {2 + i % 5, 2 + i / 50});
    hand_over(bench.siege, bench.service);
    for (UnitIndex unit = 0; unit < 1000; ++unit) bench.answer(unit);
    const auto tick = [&] {
        think(bench.siege);
        hand_over(bench.siege, bench.service);
    };
    for (std::int32_t x = 20; x < 40; ++x) {  // far from all of them, then before them
        bench.set_walls({x, 23, x + 1, 24}, true);
        tick();
    }
    bench.set_walls(kGap, true);
    for (int i = 0; i < 3; ++i) tick();
    for (UnitIndex unit = 0; unit < 1000; ++unit) bench.answer(unit);
    EXPECT_EQ(bench.siege.mind.thinking.reactions, 1U);
    EXPECT_LT(bench.siege.mind.thinking.last_reaction_ticks, 3 + kLookRound_ticks);
    EXPECT_GE(bench.siege.mind.thinking.last_reaction_ticks, 3U);
}

TEST(ReactionMeter, WhoCannotEvenDigHasTurned) {
    Meter meter;
    meter.set_walls(kAcross, true);
    meter.frame();
    for (int i = 0; i < 2; ++i) {
        for (const UnitIndex unit : meter.units) meter.answer(unit, AnswerStatus::kUnreachable);
        EXPECT_EQ(meter.shows().reactions, static_cast<std::uint64_t>(i));
        meter.frame();
    }
}

// --- the state -------------------------------------------------------------------------------------------------------

TEST(Mind, TheHashSeesWhatMattersAndNotWhoAnswered) {
    MindBench a;
    MindBench b;
    b.service.cancel({});
    for (MindBench* bench : {&a, &b}) bench->add(UnitKind::kRunner, {3, 11});
    EXPECT_EQ(a.siege.mind.hash(), b.siege.mind.hash());
    a.frame();
    EXPECT_NE(a.siege.mind.hash(), b.siege.mind.hash());
    b.frame();
    EXPECT_EQ(a.siege.mind.hash(), b.siege.mind.hash());
    a.frames(5);
    b.frames(5);
    a.siege.mind.seat[0] = 7;
    EXPECT_EQ(a.siege.mind.hash(), b.siege.mind.hash());
    mind_walls(a.siege, kOutOfTheWay, true);
    EXPECT_NE(a.siege.mind.hash(), b.siege.mind.hash());
}

}  // namespace
}  // namespace outrider::sim::siege
