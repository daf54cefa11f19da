// The game's balance: what the scripted players get out of it.
#include "tests/support/siege_players.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>

#include "tests/support/siege_scene.h"

namespace outrider::testing {
namespace {

using namespace sim::siege;

/// Plays until it is lost or won; `most` is set to the most raiders that were on the field at once.
const Standing& play(SiegeGame& game, Commands (*player)(Siege&), std::uint32_t& most) {
    const Standing& standing = game.siege.standing();
    constexpr std::uint64_t kHalfAnHour_ticks = 60 * 60 * 30;
    while (standing.stage != Stage::kLost && standing.stage != Stage::kWon && standing.ticks < kHalfAnHour_ticks) {
        if (standing.ticks % kPlayerPause_ticks == 0) {
            for (const Command& command : player(game.siege)) game.siege.apply(command);
        }
        game.frame();
        std::uint32_t raiders = 0;
        for (const std::uint32_t count : standing.field) raiders += count;
        most = std::max(most, raiders);
    }
    return standing;
}

TEST(SiegePlayers, TheNaiveOneLosesInTheMiddleOfTheGame) {
    const SiegeScene valley("valley");
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        SiegeGame game(valley.map, valley.settings(seed));
        std::uint32_t most = 0;
        const Standing& standing = play(game, play_naively, most);
        EXPECT_EQ(standing.stage, Stage::kLost) << "seed " << seed;
        EXPECT_GE(standing.wave, 4U) << "seed " << seed;
        EXPECT_LE(standing.wave, 7U) << "seed " << seed;
    }
}

TEST(SiegePlayersWhole, TheGoodOneHoldsTheKeepThroughAllWaves) {
    const SiegeScene valley("valley");
    SiegeGame game(valley.map, valley.settings());
    std::uint32_t most = 0;
    const Standing& standing = play(game, play_well, most);
    EXPECT_EQ(standing.stage, Stage::kWon) << "in wave " << standing.wave;
    EXPECT_GT(standing.keep_health, 0);
    EXPECT_GE(most, 2700U) << "of the last wave, although its first ones are shot at by then";
    EXPECT_GE(standing.ticks, 12U * 3600);
    EXPECT_LE(standing.ticks, 18U * 3600);
}

}  // namespace
}  // namespace outrider::testing
