// The recorded siege of twelve waves: its beginning, which every build plays in every form.
#pragma once

#include <cstdint>
#include <filesystem>

#include "game/app/replay.h"
#include "game/sim/siege/siege.h"
#include "tests/support/lockstep_game.h"
#include "tests/support/siege_scene.h"

namespace outrider::testing {

/// How it stands after so many ticks, of the file as it is committed. It changes with the rules of the game:
/// `outrider-record-siege tests/replays/twelve_waves.replay` makes the file anew and prints this.
inline constexpr std::uint64_t kBeginning_ticks = 600;
inline constexpr GameEnd kBeginning{0x66df9d4969de18f6, 0x90f778595d81f813};

inline const app::Replay& recorded_siege() {
    static const app::Replay replay =
        app::read_replay(std::filesystem::path(OUTRIDER_SOURCE_DIR) / "tests" / "replays" / "twelve_waves.replay");
    return replay;
}

inline GameEnd play_beginning(const PoolForm& form) {
    const app::ReplayHeader& header = recorded_siege().header;
    const SiegeScene scene(header.map);
    app::require_map(recorded_siege(), scene.map);
    sim::siege::Siege siege(scene.settings(header.seed, header.difficulty));
    PoolForm as_recorded = form;
    as_recorded.delay_ticks = header.delay_ticks;
    LockstepGame game(scene.map, as_recorded);
    app::ReplayCursor cursor(recorded_siege());
    return game.play(siege, kBeginning_ticks, [&](std::uint64_t tick) {
        for (const sim::siege::Command& command : cursor.siege_commands_at(tick)) (void)siege.apply(command);
    });
}

}  // namespace outrider::testing
