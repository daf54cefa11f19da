// Records the siege that tests play again: the good player of tests/support/siege_players.h against all waves, in
// lockstep, as `outrider play --record` would write it down. Prints the hashes that the tests know by heart.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <numeric>
#include <string>

#include "game/app/command_line.h"
#include "game/app/replay.h"
#include "tests/support/lockstep_game.h"
#include "tests/support/siege_players.h"
#include "tests/support/siege_scene.h"

namespace {

using namespace outrider;
namespace support = outrider::testing;
using sim::siege::Siege;
using sim::siege::Stage;

app::ReplayHeader header_of(const std::string& name, const search::TerrainMap& map,
                            const sim::siege::SiegeSettings& settings) {
    app::ReplayHeader header;
    header.map = name;
    header.width_cells = map.width_cells;
    header.height_cells = map.height_cells;
    header.map_hash = app::hash_of(map);
    header.seed = settings.seed;
    header.difficulty = settings.difficulty;
    header.delay_ticks = app::kUsualDelay_ticks;
    return header;
}

bool is_over(const Siege& siege) {
    return siege.standing().stage == Stage::kLost || siege.standing().stage == Stage::kWon;
}

/// The first wave is called early: the beginning of the record, which every build plays, should have raiders in it.
constexpr std::uint64_t kFirstWave_ticks = 150;

}  // namespace

int main(int argc, char** argv) {
    CLI::App arguments("records a siege that the good player plays");
    std::string file;
    std::string name = "valley";
    std::uint64_t seed = 1;
    std::uint64_t most_ticks = 120'000;
    arguments.add_option("file", file, "FILE.replay")->required();
    arguments.add_option("--map", name);
    arguments.add_option("--seed", seed);
    arguments.add_option("--ticks", most_ticks, "at most");
    CLI11_PARSE(arguments, argc, argv);

    const support::SiegeScene scene(name);
    const sim::siege::SiegeSettings settings = scene.settings(seed);
    Siege siege(settings);
    support::LockstepGame game(scene.map, {paths::Mode::kThreads, 2, 0, false, app::kUsualDelay_ticks});
    app::ReplayWriter writer(file, header_of(name, scene.map, settings));
    const auto give = [&](std::uint64_t tick) {
        const auto command = [&](const sim::siege::Command& wish) {
            writer.note(tick, wish);
            (void)siege.apply(wish);
        };
        if (tick == kFirstWave_ticks) command(sim::siege::CallWave{});
        if (tick % support::kPlayerPause_ticks != 0) return;
        for (const sim::siege::Command& wish : support::play_well(siege)) command(wish);
    };
    support::GameEnd end;
    std::uint32_t most = 0;
    std::uint64_t ticks = 0;
    while (ticks < most_ticks && !is_over(siege)) {
        end = game.play(siege, ticks += 60, give);
        most = std::max(most, std::accumulate(siege.standing().field.begin(), siege.standing().field.end(), 0U));
        if (ticks == 600 || ticks == 1800) {
            fmt::print("after {} ticks: state {:#018x}, paths {:#018x}\n", ticks, end.state_hash, end.path_hash);
        }
        if (ticks % 3600 == 0) {
            fmt::print("{} s: wave {}, keep {}, gold {}, kills {}, waited {}\n", ticks / 60, siege.standing().wave,
                       siege.standing().keep_health, siege.standing().gold, siege.standing().kills, game.waits());
        }
    }
    writer.finish({ticks, end.state_hash, end.path_hash});
    fmt::print("{} raiders at once, {} ticks: {}, keep {} of {}, score {}; state {:#018x}, paths {:#018x}\n", most,
               ticks, siege.standing().stage == Stage::kWon ? "won" : "not won", siege.standing().keep_health,
               siege.standing().keep_full_health, siege.standing().score, end.state_hash, end.path_hash);
    return siege.standing().stage == Stage::kWon ? 0 : 1;
}
