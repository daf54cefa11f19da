// Whole sieges: the same commands and answers give the same siege, and what must always hold does.
#include "game/sim/siege/siege.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "game/sim/random.h"
#include "game/sim/siege/rules.h"
#include "tests/support/siege_scene.h"

namespace outrider::sim::siege {
namespace {

using testing::SiegeGame;
using testing::SiegeScene;

const SiegeScene& valley() {
    static const SiegeScene scene("valley");
    return scene;
}

Cell any_cell(Random& random, const Siege& siege) {
    // A few beyond the map, too.
    return {static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(siege.width_cells() + 8))) - 4,
            static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(siege.height_cells() + 8))) - 4};
}

/// Where something happens: around the castle.
Cell near_cell(Random& random, const Siege& siege) {
    const Cell door = siege.ground().door;
    return {door.x - 30 + static_cast<std::int32_t>(random.below(50)),
            door.y - 30 + static_cast<std::int32_t>(random.below(50))};
}

FixedPoint any_point(Random& random, const Siege& siege) { return centre_of(near_cell(random, siege)); }

Command any_command(Random& random, const Siege& siege) {
    const Cell from = random.below(4) == 0 ? any_cell(random, siege) : near_cell(random, siege);
    const Cell to{from.x + static_cast<std::int32_t>(random.below(13)) - 6,
                  from.y + static_cast<std::int32_t>(random.below(13)) - 6};
    switch (random.below(12)) {
        case 0:
        case 1:
        case 2: return BuildWall{from, to};
        case 3:
        case 4:
        case 5: return BuildTower{static_cast<TowerKind>(random.below(kTowerKinds)), from};
        case 6: return HireRider{};
        case 7: return Sell{from, to};
        case 8: return Repair{from, to};
        case 9: return SelectRiders{any_point(random, siege), any_point(random, siege)};
        case 10: return OrderRiders{from};
        default: return random.below(4) == 0 ? Command{CallWave{}} : Command{ThinkAgain{}};
    }
}

/// A raider may have been put aside a little; but it stands on free ground.
void check_invariants(const Siege& siege) {
    const Standing& standing = siege.standing();
    ASSERT_GE(standing.gold, 0);
    ASSERT_GE(standing.keep_health, 0);
    ASSERT_EQ(standing.keep_health == 0, standing.stage == Stage::kLost);
    KindCounts field{};
    std::uint32_t riders = 0;
    std::uint32_t selected = 0;
    for (std::uint32_t unit = 0; unit < siege.unit_places(); ++unit) {
        if (siege.doing()[unit] == UnitDoing::kGone) continue;
        const UnitKind kind = siege.kinds()[unit];
        if (kind == UnitKind::kRider) {
            ++riders;
            selected += siege.selected()[unit];
        } else {
            ++field[static_cast<std::size_t>(kind)];
        }
        ASSERT_GT(siege.health()[unit], 0);
        const FixedPoint middle = siege.positions()[unit];
        const std::int32_t back = kind == UnitKind::kBrute ? kFixedOne / 2 : 0;
        ASSERT_TRUE(siege.is_free(cell_of({middle.x - back, middle.y - back}))) << "unit " << unit << " is in a wall";
    }
    ASSERT_EQ(field, standing.field);
    ASSERT_EQ(riders, standing.riders);
    ASSERT_EQ(selected, standing.selected_riders);
}

TEST(SiegeRules, HoldUnderRandomCommands) {
    for (const std::uint64_t seed : {11U, 12U}) {
        SCOPED_TRACE(::testing::Message() << "seed " << seed);
        SiegeGame game(valley().map, valley().settings(seed));
        Random random(seed, 5);
        for (int frame = 0; frame < 5000; ++frame) {
            if (random.below(6) == 0) {
                const Command command = any_command(random, game.siege);
                const std::int32_t gold = game.siege.standing().gold;
                const std::uint64_t before = game.siege.state_hash();
                const Plan plan = game.siege.plan(command);
                const Verdict planned = plan.verdict;
                const std::int32_t cost = plan.cost_gold;
                ASSERT_EQ(game.siege.state_hash(), before) << "planning changes nothing";
                const Verdict verdict = game.siege.apply(command);
                const bool came_about = verdict == Verdict::kDone || verdict == Verdict::kPartly;
                if (!std::holds_alternative<SelectRiders>(command)) {
                    ASSERT_EQ(verdict, planned) << "command " << command.index();
                    ASSERT_EQ(gold - game.siege.standing().gold, came_about ? cost : 0)
                        << "command " << command.index();
                }
            }
            game.frame();
            if (frame % 20 == 0) check_invariants(game.siege);
            if (::testing::Test::HasFatalFailure()) return;
        }
    }
}

TEST(SiegeRules, TheSameCommandsGiveTheSameSiege) {
    const auto play = [](std::uint64_t seed) {
        SiegeGame game(valley().map, valley().settings(seed));
        Random random(5, 5);
        std::vector<std::uint64_t> hashes;
        for (int frame = 0; frame < 4000; ++frame) {
            if (frame % 10 == 0) game.siege.apply(any_command(random, game.siege));
            game.frame();
            if (frame % 400 == 0) hashes.push_back(game.siege.state_hash());
        }
        hashes.push_back(game.siege.state_hash());
        return hashes;
    };
    const auto first = play(3);
    EXPECT_EQ(play(3), first);
    EXPECT_NE(play(4), first);
}

TEST(SiegeRules, TheHashSeesEveryHandOfThePlayer) {
    const auto hash_after = [](const Command& command) {
        Siege siege(valley().settings());
        siege.apply(command);
        return siege.state_hash();
    };
    const Siege untouched(valley().settings());
    std::vector<std::uint64_t> hashes{untouched.state_hash()};
    const Cell at{120, 55};
    for (const Command& command :
         {Command{BuildWall{at, at}}, Command{BuildTower{TowerKind::kArrow, at}},
          Command{BuildTower{TowerKind::kFrost, at}}, Command{HireRider{}}, Command{CallWave{}}}) {
        hashes.push_back(hash_after(command));
    }
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        for (std::size_t j = i + 1; j < hashes.size(); ++j) EXPECT_NE(hashes[i], hashes[j]) << i << " and " << j;
    }
}

TEST(SiegeRules, AnUndefendedKeepFalls) {
    SiegeGame game(valley().map, valley().settings());
    for (int frame = 0; frame < 60 * 600 && game.siege.standing().stage != Stage::kLost; ++frame) game.frame();
    EXPECT_EQ(game.siege.standing().stage, Stage::kLost);
    EXPECT_LE(game.siege.standing().wave, 4U);
    EXPECT_EQ(game.siege.apply(HireRider{}), Verdict::kNotNow);
}

TEST(SiegeRules, DifficultyIsFelt) {
    const Siege easy(valley().settings(1, Difficulty::kEasy));
    const Siege hard(valley().settings(1, Difficulty::kHard));
    EXPECT_GT(easy.standing().gold, hard.standing().gold);
    EXPECT_GT(easy.standing().keep_health, hard.standing().keep_health);
    EXPECT_LT(traits_of(Difficulty::kEasy).raider_health_percent, traits_of(Difficulty::kHard).raider_health_percent);
}

TEST(SiegeRules, WithoutAnAiEverybodyWandersAndNothingIsAsked) {
    SiegeGame game(valley().map, valley().settings());
    game.siege.apply(CallWave{});
    for (int frame = 0; frame < 1200; ++frame) {
        game.service.poll(game.siege);
        game.siege.tick(paths::Mode::kNone);
    }
    EXPECT_EQ(game.siege.thinking().questions, 0U);
    check_invariants(game.siege);
    for (int frame = 0; frame < 300; ++frame) game.frame();
    EXPECT_GT(game.siege.thinking().answers, 0U) << "with it back on they ask";
}

TEST(SiegeRules, EventsAreRememberedInOnePiece) {
    SiegeGame game(valley().map, valley().settings());
    std::uint64_t from = 0;
    EXPECT_TRUE(game.siege.events_since(from).empty());
    std::uint64_t seen = 0;
    for (std::int32_t x = 0; x < 30; ++x) {
        game.siege.apply(BuildWall{{90 + x % 10, 60 + x / 10}, {90 + x % 10, 60 + x / 10}});
        seen += game.siege.events_since(from).size();
    }
    EXPECT_EQ(seen, 30U);
    std::uint64_t late = 25;
    EXPECT_EQ(game.siege.events_since(late).size(), 5U);
    EXPECT_EQ(late, 30U);
    for (int round = 0; round < 300; ++round) {
        game.siege.apply(Sell{{90, 60}, {99, 60}});
        game.siege.apply(BuildWall{{90, 60}, {99, 60}});
    }
    std::uint64_t lost = 0;
    const auto kept = game.siege.events_since(lost);
    EXPECT_LE(kept.size(), Siege::kEventsKept);
    EXPECT_GT(kept.size(), 300U);
}

}  // namespace
}  // namespace outrider::sim::siege
