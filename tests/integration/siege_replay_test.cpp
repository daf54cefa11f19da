// The recorded siege of twelve waves, its beginning: the same in every build, mode and number of workers, and while
// workers are killed. (The whole of it, with the real program: ./test.sh --full.)
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>

#include "game/app/replay.h"
#include "game/sim/siege/siege.h"
#include "tests/support/lockstep_game.h"
#include "tests/support/own_siege.h"

namespace outrider {
namespace {

using paths::Mode;
using testing::GameEnd;
using testing::PoolForm;

/// After so many ticks, of the file as it is committed. Both change with the rules of the game: `outrider-siege-play
/// --record` makes the file anew and prints them.
constexpr std::uint64_t kTicks = 600;
constexpr GameEnd kEnd{0, 0};

const app::Replay& recorded() {
    static const app::Replay replay = app::read_replay(std::filesystem::path(OUTRIDER_SOURCE_DIR) / "tests" /
                                                       "replays" / "twelve_waves.replay");
    return replay;
}

GameEnd play_recorded(const PoolForm& form, std::uint64_t ticks) {
    const app::ReplayHeader& header = recorded().header;
    const search::TerrainMap map = testing::own_map(header.map);
    app::require_map(recorded(), map);
    sim::siege::SiegeSettings settings = testing::own_siege(header.map, header.seed);
    settings.difficulty = header.difficulty;
    sim::siege::Siege siege(settings);
    PoolForm with_delay = form;
    with_delay.delay_ticks = header.delay_ticks;
    testing::LockstepGame game(map, with_delay);
    app::ReplayCursor cursor(recorded());
    return game.play(siege, ticks, [&](std::uint64_t tick) {
        for (const sim::siege::Command& command : cursor.siege_commands_at(tick)) (void)siege.apply(command);
    });
}

TEST(SiegeReplay, BeginsTheSameInline) { EXPECT_EQ(play_recorded({Mode::kInline, 0}, kTicks), kEnd); }

TEST(SiegeReplay, BeginsTheSameInThreads) { EXPECT_EQ(play_recorded({Mode::kThreads, 2}, kTicks), kEnd); }

TEST(SiegeReplay, BeginsTheSameInProcesses) {
    EXPECT_EQ(play_recorded({Mode::kProcesses, 1}, kTicks), kEnd);
    EXPECT_EQ(play_recorded({Mode::kProcesses, 4}, kTicks), kEnd);
}

TEST(SiegeReplay, BeginsTheSameWhileWorkersAreKilled) {
    EXPECT_EQ(play_recorded({Mode::kProcesses, 2, 7}, kTicks), kEnd);
}

}  // namespace
}  // namespace outrider
