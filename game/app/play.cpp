#include "game/app/play.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "game/app/game_log.h"
#include "game/app/json_output.h"
#include "game/app/machine.h"
#include "game/app/measure_text.h"
#include "game/app/result_folder.h"
#include "game/app/siege_ground_file.h"
#include "game/app/tape.h"
#include "game/app/window.h"
#include "game/measure/outputs.h"

namespace outrider::app {

namespace fs = std::filesystem;

namespace {

/// How much of the default workers' time the units' asking is worth, unless the player says otherwise.
constexpr double kUsualLoad = 0.8;
constexpr std::uint32_t kUsualUnits = 4000;
constexpr std::string_view kUsualSiegeMap = "valley";
constexpr std::string_view kUsualSandboxMap = "city";

/// A replay brings what the game began with. The same given again is no error, anything else is.
PlayOptions with_replay(PlayOptions options, const Replay& replay) {
    const ReplayHeader& header = replay.header;
    const auto take = [&](std::string_view name, auto& option, const auto& recorded) {
        const bool given = std::ranges::find(options.given, name) != options.given.end();
        if (given && option != recorded)
            throw UsageError(fmt::format("{}: {} was recorded otherwise", name, replay.name));
        option = recorded;
    };
    take("--scenario", options.scenario, header.scenario);
    take("--units", options.units, std::optional(header.units));
    take("--seed", options.seed, header.seed);
    take("--delay-ticks", options.delay_ticks, header.delay_ticks);
    take("--difficulty", options.difficulty, header.difficulty);
    take("--algorithm", options.algorithm, header.algorithm);
    take("--orders", options.orders, header.orders);
    take("--chase", options.chase, header.chase);
    take("--ask-rate", options.ask_rate, std::optional(header.asking));
    return options;
}

fs::path own_map(const Places& places, std::string_view name) {
    return places.assets / "maps" / fmt::format("{}.map", name);
}

fs::path map_file(const PlayOptions& options, const Places& places) {
    if (options.map) return *options.map;
    fs::path usual = own_map(places, options.scenario == ScenarioKind::kSiege ? kUsualSiegeMap : kUsualSandboxMap);
    std::error_code error;
    if (fs::exists(usual, error)) return usual;
    throw UsageError(fmt::format("the game's own map {} is missing: name another with --map FILE", usual.string()));
}

/// Beside the map's own letters a siege needs to know where keep and gates are.
sim::siege::SiegeGround ground_of(const std::string& map_name, const std::vector<std::string>& known,
                                  const Places& places) {
    if (std::ranges::find(known, map_name) == known.end()) {
        throw UsageError(
            fmt::format("--map: no siege can be held on '{}': its keep and gates are not known (siege maps: "
                        "{}; any map will do with --scenario sandbox)",
                        map_name, fmt::join(known, ", ")));
    }
    return read_siege_ground(siege_ground_file(places.assets, map_name));
}

void use_map(SessionSettings& settings, const fs::path& file, const Places& places) {
    settings.map_file = file;
    settings.map = search::read_map(file);
    if (std::ranges::none_of(settings.map.terrain, search::is_passable)) {
        throw UsageError(fmt::format("{}: the map has no free cell ('.', 'G' or 'S')", file.string()));
    }
    settings.map_name = file.stem().string();
    if (settings.options.scenario != ScenarioKind::kSiege) return;
    settings.siege_maps = siege_maps(places.assets);
    settings.ground = ground_of(settings.map_name, settings.siege_maps, places);
}

std::uint32_t units_of(const PlayOptions& options) {
    const bool siege = options.scenario == ScenarioKind::kSiege;
    const std::uint32_t units = options.units.value_or(siege ? 0 : kUsualUnits);
    constexpr std::uint32_t kMostRaiders = sim::siege::Siege::kMaxUnits - sim::siege::Siege::kMaxRiders;
    if (siege && units > kMostRaiders) {
        throw UsageError(fmt::format("--units: {} is out of range (1 to {} in the siege)", units, kMostRaiders));
    }
    return units;
}

ReplayHeader header_of(const SessionSettings& settings, const Places& places) {
    const PlayOptions& options = settings.options;
    ReplayHeader header;
    header.scenario = options.scenario;
    header.map = map_reference(settings.map_file, places.assets);
    header.width_cells = settings.map.width_cells;
    header.height_cells = settings.map.height_cells;
    header.map_hash = hash_of(settings.map);
    header.units = settings.units;
    header.seed = options.seed;
    header.delay_ticks = options.delay_ticks;
    header.difficulty = options.difficulty;
    header.algorithm = options.algorithm;
    header.orders = options.orders;
    header.chase = options.chase;
    header.asking = options.ask_rate.value_or(kLockstepAsking);
    return header;
}

Tape make_tape(const SessionSettings& settings, const Places& places) {
    if (settings.replay) return Tape(settings.replay);
    if (settings.options.record) return {*settings.options.record, header_of(settings, places)};
    return {};
}

void require_outputs(const PlayOptions& options) {
    if (options.json && *options.json != "-") require_writable("--json", *options.json);
    if (options.screenshot) require_writable("--screenshot", *options.screenshot);
    if (options.record_frames) require_result_folder("--record-frames", *options.record_frames);
    if (options.measure_now) require_result_folder("--measure-now", *options.measure_now);
}

/// A worker program that is missing matters if it is to be started now, or was named.
fs::path pathfinder_file(const PlayOptions& options, const Places& places) {
    const fs::path file = options.pathfinder.value_or(places.pathfinder);
    if (options.pathfinder || options.mode == paths::Mode::kProcesses) require_pathfinder(file);
    return fs::absolute(file);
}

}  // namespace

SessionSettings prepare_session(const PlayOptions& given, const Places& places, std::uint32_t cores) {
    require_renderer(given.renderer);
    require_outputs(given);
    SessionSettings settings;
    settings.options = given;
    if (given.replay) {
        settings.replay = std::make_shared<const Replay>(read_replay(*given.replay));
        settings.options = with_replay(given, *settings.replay);
    }
    const PlayOptions& options = settings.options;
    settings.units = units_of(options);
    settings.pathfinder = pathfinder_file(options, places);
    if (settings.replay && !options.map) {
        use_map(settings, map_file_of(*settings.replay, places.assets), places);
    } else {
        use_map(settings, map_file(options, places), places);
    }
    if (settings.replay) require_map(*settings.replay, settings.map);
    settings.workers = options.workers_auto ? 1 : options.workers.value_or(default_workers(cores));
    settings.max_workers = std::min(std::max(2 * cores, settings.workers), kMaxSeats);
    settings.load_cores = options.load_cores.value_or(kUsualLoad * default_workers(cores));
    // A record begins with its first tick, and would end with another choice on the card.
    settings.shows_start_card = !options.headless && !settings.replay && !options.record && options.frames == 0;
    return settings;
}

namespace {

WindowOptions window_options(const PlayOptions& options, const SettingsStore& store) {
    WindowOptions window;
    window.headless = options.headless;
    window.renderer = options.renderer;
    window.with_screen = !options.frames_per_s;
    if (!options.headless) window.place = store.load_window();
    return window;
}

/// The game that the player chose on a card, with the pool as it is now; all else begins anew.
SessionSettings next_session(const SessionSettings& last, const PlaySession& played, const NewSiege& wish,
                             const Places& places) {
    SessionSettings next = last;
    const PlayReport report = played.report();
    next.options.difficulty = wish.difficulty;
    next.options.mode = report.mode;
    next.options.policy = report.policy;
    next.options.record.reset();  // a record is of one game, and that is over
    next.options.seed = last.options.seed + (wish.shows_start_card ? 0 : 1);
    next.options.chunk_jobs = report.chunk_jobs;
    next.workers = report.workers;
    next.options.workers_auto = report.workers_auto;
    next.shows_start_card = wish.shows_start_card;
    if (wish.map_name != last.map_name) use_map(next, own_map(places, wish.map_name), places);
    return next;
}

/// Standard output belongs to the JSON where that is asked for there.
void say_what_was_measured(const PlayOptions& options, const PlaySession& session) {
    if (!session.measure_done()) {
        const std::string_view why = session.measure_said();
        throw UsageError(fmt::format("--measure-now: {}", why.empty() ? "ended before it was done" : why));
    }
    if (options.json != "-") fmt::print("{}\n{}\n", session.measure_verdict(), session.measure_said());
}

int finish(const PlayOptions& options, PlaySession& session, const Tape& tape) {
    const bool pictures_written = session.finish_pictures();
    const PlayReport report = session.report();
    if (options.json) write_json(*options.json, to_json(report));
    if (!report.conserved) {
        spdlog::error("requests were lost or doubled: {} submitted, {} answered, {} in flight",
                      report.requests.submitted, report.requests.answered(), report.requests.in_flight);
        return kExitCheckFailed;
    }
    if (tape.found_difference()) {
        spdlog::error("{}", *tape.found_difference());
        return kExitCheckFailed;
    }
    if (options.measure_now) say_what_was_measured(options, session);
    return pictures_written ? kExitDone : kExitUsage;
}

/// What a session of play measured of its frames, for --record-frames. Each game that the player began is a run.
class FrameRecords {
public:
    explicit FrameRecords(const PlayOptions& options) : folder_(options.record_frames), arguments_(options.arguments) {}

    /// Null: nothing is to be recorded.
    RunRecorder* begin(const SessionSettings& settings, const Window& window) {
        if (!folder_) return nullptr;
        RecorderSettings recording;
        recording.setup = setup_of(settings, window, settings.options.ask_rate);
        recording.setup.repeat = static_cast<std::uint32_t>(measurement_.runs.size() + 1);
        recording.cores = granted_cores();
        return &recorder_.emplace(std::move(recording));
    }

    void end(PlaySession& session) {
        if (!recorder_) return;
        measurement_.runs.push_back(session.take_record());
        recorder_.reset();
    }

    void write(const std::string& renderer) {
        if (!folder_) return;
        measurement_.title = "a session of play: " + title_of(measurement_.runs.front().setup);
        measurement_.command = "outrider play " + arguments_;
        measurement_.machine = machine_facts(renderer);
        remove_old_runs(*folder_);
        measure::write_folder(*folder_, measurement_);
    }

private:
    const std::optional<fs::path> folder_;
    const std::string arguments_;
    std::optional<RunRecorder> recorder_;
    measure::Measurement measurement_;
};

}  // namespace

int play(const PlayOptions& options, const Places& places, const volatile std::sig_atomic_t& stop) {
    SessionSettings settings = prepare_session(options, places, usable_cores());
    const SettingsStore store(options.headless ? std::nullopt : config_folder());
    Tape tape = make_tape(settings, places);
    GameLog log(state_folder(), options.log_level);
    Window window(window_options(options, store));
    FrameRecords records(options);
    for (;;) {
        log.write(paths::EventLevel::kInfo,
                  fmt::format("outrider " OUTRIDER_VERSION " plays {} on {}, {} cores",
                              to_string(settings.options.scenario), settings.map_name, usable_cores()));
        settings.recorder = records.begin(settings, window);
        PlaySession session(settings, window, tape, store, log, stop);
        session.run();
        records.end(session);
        const NewSiege* const next = session.wants_new_game();
        if (next == nullptr) {
            records.write(window.renderer_name());
            return finish(options, session, tape);
        }
        (void)session.finish_pictures();
        settings = next_session(settings, session, *next, places);
    }
}

}  // namespace outrider::app
