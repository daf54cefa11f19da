// Lets a scripted player play a siege, as fast as it goes, and says wave by wave how it fared: for balancing.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

#include "tests/support/siege_players.h"
#include "tests/support/siege_scene.h"

namespace {

using namespace outrider;
using namespace outrider::sim::siege;
using namespace outrider::testing;

struct WaveRecord {
    std::uint32_t most = 0;
    std::uint64_t began_tick = 0;
    std::int32_t keep = 0;
    std::uint64_t kills = 0;
    double seconds = 0;
    double worst_ms = 0;
};

std::uint32_t total(const KindCounts& counts) {
    std::uint32_t sum = 0;
    for (const std::uint32_t count : counts) sum += count;
    return sum;
}

std::size_t count_walls(const Siege& siege) {
    std::size_t walls = 0;
    for (const std::uint8_t health : siege.wall_health()) walls += health != 0 ? 1 : 0;
    return walls;
}

void print_row(const Siege& siege, std::uint32_t wave, const WaveRecord& record) {
    const Standing& standing = siege.standing();
    std::size_t towers[kTowerKinds] = {};
    for (const Tower& tower : siege.towers()) {
        if (tower.stands) ++towers[static_cast<std::size_t>(tower.kind)];
    }
    std::printf(
        "wave %2u: %5.1f s long, at %4.0f s, most %4u, kills %5llu, keep %3d (%+d), gold %5d, towers %zu/%zu/%zu, "
        "walls %zu, riders %u, worst tick+search %.1f ms, took %.1f s\n",
        wave, static_cast<double>(standing.ticks - record.began_tick) / 60, static_cast<double>(standing.ticks) / 60,
        record.most, static_cast<unsigned long long>(standing.kills - record.kills), standing.keep_health,
        standing.keep_health - record.keep, standing.gold, towers[0], towers[1], towers[2], count_walls(siege),
        standing.riders, record.worst_ms, record.seconds);
    std::fflush(stdout);
}

/// The field in letters, a letter for each 4 by 2 cells: how many raiders, walls and towers where there are none.
void print_field(const Siege& siege) {
    for (std::int32_t y = 0; y < siege.height_cells(); y += 4) {
        std::string line;
        for (std::int32_t x = 0; x < siege.width_cells(); x += 2) {
            int free = 0;
            int built = 0;
            for (std::int32_t dy = 0; dy < 4; ++dy) {
                for (std::int32_t dx = 0; dx < 2; ++dx) {
                    const char letter =
                        siege.terrain()[static_cast<std::size_t>((y + dy) * siege.width_cells() + x + dx)];
                    free += siege.is_free({x + dx, y + dy}) ? 1 : 0;
                    built += letter == '#' ? 1 : 0;
                }
            }
            int there = 0;
            for (std::uint32_t unit = 0; unit < siege.unit_places(); ++unit) {
                if (siege.doing()[unit] == UnitDoing::kGone) continue;
                const Cell cell = sim::cell_of(siege.positions()[unit]);
                there += cell.x / 2 == x / 2 && cell.y / 4 == y / 4 ? 1 : 0;
            }
            line += there > 9   ? '+'
                    : there > 0 ? static_cast<char>('0' + there)
                    : built > 0 ? '#'
                    : free > 3  ? ' '
                                : '@';
        }
        std::printf("%s\n", line.c_str());
    }
    std::size_t doing[6] = {};
    for (const UnitDoing what : siege.doing()) ++doing[static_cast<std::size_t>(what)];
    if (total(siege.standing().field) < 25) {
        for (std::uint32_t unit = 0; unit < siege.unit_places(); ++unit) {
            if (siege.doing()[unit] == UnitDoing::kGone) continue;
            const Cell cell = sim::cell_of(siege.positions()[unit]);
            std::printf("  %u: kind %d at %d,%d, health %d, doing %d, %zu points ahead\n", unit,
                        static_cast<int>(siege.kinds()[unit]), cell.x, cell.y, siege.health()[unit],
                        static_cast<int>(siege.doing()[unit]), siege.path_ahead(unit).size());
        }
    }
    const Thinking& thinking = siege.thinking();
    std::printf(
        "tick %llu: thinking %zu, walking %zu, digging %zu, fighting %zu, standing %zu; without way %u, asking %u\n",
        static_cast<unsigned long long>(siege.standing().ticks), doing[1], doing[2], doing[3], doing[4], doing[5],
        thinking.without_way, thinking.asking);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("plays a siege with a scripted player");
    std::string player = "naive";
    std::string map = "valley";
    std::uint64_t seed = 1;
    int difficulty = 1;
    std::uint32_t waves = 12;
    app.add_option("--player", player)->check(CLI::IsMember({"naive", "good", "none"}));
    app.add_option("--map", map);
    app.add_option("--seed", seed);
    app.add_option("--difficulty", difficulty)->check(CLI::Range(0, 2));
    app.add_option("--waves", waves);
    std::uint32_t show_wave = 0;
    std::uint32_t show_each = 20;
    app.add_option("--show-wave", show_wave, "prints the field in this wave");
    app.add_option("--show-each", show_each, "seconds");
    CLI11_PARSE(app, argc, argv);

    const SiegeScene scene(map);
    SiegeGame game(scene.map, scene.settings(seed, static_cast<Difficulty>(difficulty)));
    Siege& siege = game.siege;
    WaveRecord record;
    record.keep = siege.standing().keep_health;
    std::uint32_t wave = 1;
    using Clock = std::chrono::steady_clock;
    const auto begin = Clock::now();
    auto wave_begin = begin;
    while (siege.standing().stage != Stage::kLost && siege.standing().stage != Stage::kWon && wave <= waves) {
        if (siege.standing().ticks % kPlayerPause_ticks == 0 && player != "none") {
            for (const Command& command : player == "good" ? play_well(siege) : play_naively(siege))
                siege.apply(command);
        }
        const auto frame_begin = Clock::now();
        game.frame();
        const double ms = std::chrono::duration<double, std::milli>(Clock::now() - frame_begin).count();
        record.worst_ms = std::max(record.worst_ms, ms);
        record.most = std::max(record.most, total(siege.standing().field));
        if (siege.standing().wave == show_wave && siege.standing().ticks % (60 * show_each) == 0) print_field(siege);
        if (siege.standing().wave == wave && siege.standing().stage != Stage::kWon) continue;
        record.seconds = std::chrono::duration<double>(Clock::now() - wave_begin).count();
        print_row(siege, wave, record);
        wave = siege.standing().wave + (siege.standing().stage == Stage::kWon ? 1 : 0);
        record = {};
        wave_begin = Clock::now();
        record.began_tick = siege.standing().ticks;
        record.keep = siege.standing().keep_health;
        record.kills = siege.standing().kills;
    }
    print_row(siege, siege.standing().wave, record);
    const char* const stages[] = {"building", "wave", "lost", "won"};
    std::printf("%s in wave %u after %.1f min; score %llu, %llu searches of %.0f nodes, state %016llx, %.1f s\n",
                stages[static_cast<int>(siege.standing().stage)], siege.standing().wave,
                static_cast<double>(siege.standing().ticks) / 3600,
                static_cast<unsigned long long>(siege.standing().score),
                static_cast<unsigned long long>(game.service.answers),
                static_cast<double>(game.service.expanded_nodes) /
                    static_cast<double>(std::max<std::uint64_t>(1, game.service.answers)),
                static_cast<unsigned long long>(siege.state_hash()),
                std::chrono::duration<double>(Clock::now() - begin).count());
    return 0;
}
