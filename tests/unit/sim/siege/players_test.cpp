// The game's balance: what the scripted players get out of it.
#include "tests/support/siege_players.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>

#include "tests/support/siege_scene.h"

namespace outrider::testing {
namespace {

using namespace sim::siege;

/// Plays until it is lost or won, or wave `last_wave` is beaten.
const Standing& play(SiegeGame& game, Commands (*player)(Siege&), std::uint32_t last_wave = kComposedWaves) {
    const Standing& standing = game.siege.standing();
    constexpr std::uint64_t kHalfAnHour_ticks = 60 * 60 * 30;
    while (standing.stage != Stage::kLost && standing.stage != Stage::kWon && standing.wave <= last_wave &&
           standing.ticks < kHalfAnHour_ticks) {
        if (standing.ticks % kPlayerPause_ticks == 0) {
            for (const Command& command : player(game.siege)) game.siege.apply(command);
        }
        game.frame();
    }
    return standing;
}

TEST(SiegePlayers, TheNaiveOneLosesInTheMiddleOfTheGame) {
    const SiegeScene valley("valley");
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        SiegeGame game(valley.map, valley.settings(seed));
        const Standing& standing = play(game, play_naively);
        EXPECT_EQ(standing.stage, Stage::kLost) << "seed " << seed;
        EXPECT_GE(standing.wave, 4U) << "seed " << seed;
        EXPECT_LE(standing.wave, 7U) << "seed " << seed;
    }
}

/// His whole game is the recorded one (tests/replays), which the program itself plays again.
TEST(SiegePlayers, TheGoodOneIsUntouchedWhereTheNaiveOneLoses) {
    const SiegeScene valley("valley");
    SiegeGame game(valley.map, valley.settings());
    const Standing& standing = play(game, play_well, 6);
    EXPECT_EQ(standing.wave, 7U);
    EXPECT_GE(standing.keep_health, standing.keep_full_health * 9 / 10);
}

}  // namespace
}  // namespace outrider::testing
