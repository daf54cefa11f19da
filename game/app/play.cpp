#include "game/app/play.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <system_error>

#include "game/app/game_log.h"
#include "game/app/json_output.h"
#include "game/app/machine.h"

namespace outrider::app {

namespace fs = std::filesystem;

namespace {

/// How much of the default workers' time the units' asking is worth, unless the player says otherwise.
constexpr double kUsualLoad = 0.8;

fs::path map_file(const PlayOptions& options, const Places& places) {
    if (options.map) return *options.map;
    fs::path usual = places.assets / "maps" / "city.map";
    std::error_code error;
    if (fs::exists(usual, error)) return usual;
    throw UsageError(fmt::format("the game's own map {} is missing: name another with --map FILE", usual.string()));
}

void require_outputs(const PlayOptions& options) {
    if (options.json && *options.json != "-") require_writable("--json", *options.json);
    if (options.screenshot) require_writable("--screenshot", *options.screenshot);
}

/// A worker program that is missing matters if it is to be started now, or was named.
fs::path pathfinder_file(const PlayOptions& options, const Places& places) {
    const fs::path file = options.pathfinder.value_or(places.pathfinder);
    if (options.pathfinder || options.mode == paths::Mode::kProcesses) require_pathfinder(file);
    return fs::absolute(file);
}

}  // namespace

SessionSettings prepare_session(const PlayOptions& options, const Places& places, std::uint32_t cores) {
    require_renderer(options.renderer);
    require_outputs(options);
    const fs::path file = map_file(options, places);
    SessionSettings settings;
    settings.options = options;
    settings.pathfinder = pathfinder_file(options, places);
    settings.map = search::read_map(file);
    if (std::ranges::none_of(settings.map.terrain, search::is_passable)) {
        throw UsageError(fmt::format("{}: the map has no free cell ('.', 'G' or 'S')", file.string()));
    }
    settings.map_name = file.stem().string();
    settings.workers = options.workers.value_or(default_workers(cores));
    settings.max_workers = std::min(std::max(2 * cores, settings.workers), kMaxSeats);
    settings.load_cores = options.load_cores.value_or(kUsualLoad * default_workers(cores));
    return settings;
}

int play(const PlayOptions& options, const Places& places, const volatile std::sig_atomic_t& stop) {
    SessionSettings settings = prepare_session(options, places, usable_cores());
    const SettingsStore store(options.headless ? std::nullopt : config_folder());
    GameLog log(state_folder(), options.log_level);
    log.write(paths::EventLevel::kInfo,
              fmt::format("outrider " OUTRIDER_VERSION " plays {} on {} cores", settings.map_name, usable_cores()));
    PlaySession session(std::move(settings), store, log, stop);
    session.run();
    const bool pictures_written = session.finish_pictures();
    const PlayReport report = session.report();
    if (options.json) write_json(*options.json, to_json(report));
    if (!report.conserved) {
        spdlog::error("requests were lost or doubled: {} submitted, {} answered, {} in flight",
                      report.requests.submitted, report.requests.answered(), report.requests.in_flight);
        return kExitCheckFailed;
    }
    return pictures_written ? kExitDone : kExitUsage;
}

}  // namespace outrider::app
