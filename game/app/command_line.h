// What was asked for on the command line, checked: every word known, every number in range, nothing started yet.
// The options are a contract with scripts: they may be added to, never renamed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "game/app/debug_view.h"
#include "game/app/scenario_kind.h"
#include "game/paths/event_log.h"
#include "game/paths/path_service.h"
#include "game/sim/siege/siege.h"
#include "game/sim/world.h"
#include "shared/protocol.h"

namespace outrider::app {

/// Lockstep: ticks from a request to its answer.
inline constexpr std::uint32_t kUsualDelay_ticks = 8;
inline constexpr std::uint32_t kMostDelay_ticks = 600;

/// Exit codes of the program.
inline constexpr int kExitDone = 0;
inline constexpr int kExitCheckFailed = 1;
inline constexpr int kExitUsage = 2;

/// Something the user gave (an option, a file, a machine without a display) that cannot be worked with. One line:
/// what it was and why.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// `outrider [play]`. What is empty here is chosen when the game starts, for the machine it runs on.
struct PlayOptions {
    ScenarioKind scenario = ScenarioKind::kSiege;
    std::optional<std::filesystem::path> map;
    std::optional<std::uint32_t> units;  ///< empty: 4000; in the siege a parade of so many raiders in place of waves
    sim::siege::Difficulty difficulty = sim::siege::Difficulty::kNormal;
    std::optional<double> load_cores;        ///< empty: 0.8 of the default workers
    std::optional<sim::AskPolicy> ask_rate;  ///< overrides the load dial
    bool chase = false;
    sim::OrderBy orders = sim::OrderBy::kFlowField;
    Algorithm algorithm = Algorithm::kJps;
    paths::Mode mode = paths::Mode::kProcesses;
    std::optional<std::uint32_t> workers;  ///< empty: cores - 1, at least 1
    bool workers_auto = false;             ///< the game finds the number itself, from 1 on
    SchedulingPolicy policy = SchedulingPolicy::kIdle;
    std::optional<std::uint32_t> chunk_jobs;  ///< empty: the measured best
    std::uint32_t recycle_after_jobs = 0;     ///< 0: never
    bool debug_workers = false;
    paths::EventLevel log_level = paths::EventLevel::kInfo;
    std::optional<std::filesystem::path> pathfinder;
    std::uint64_t seed = 1;
    std::optional<std::uint32_t> frames_per_s;  ///< 0: as fast as it can; empty: with the screen, or 60
    std::uint64_t frames = 0;                   ///< ends after this many; 0: plays on
    bool headless = false;
    DebugView debug_view = DebugView::kOff;
    std::string renderer = "auto";  ///< auto, accelerated, software, or the name of one of SDL's
    std::optional<std::filesystem::path> screenshot;
    std::optional<std::string> json;  ///< a file, or "-" for standard output
    bool lockstep = false;            ///< also when a record or a replay is asked for
    std::uint32_t delay_ticks = kUsualDelay_ticks;
    std::optional<std::filesystem::path> record;
    std::optional<std::filesystem::path> replay;
    std::optional<std::filesystem::path> record_frames;  ///< a folder, for what is measured of every frame
    std::optional<std::filesystem::path> measure_now;    ///< a folder, for what B would show; then it ends
    std::vector<std::string> given;                      ///< names of the options that were given, as "--map"
    std::string arguments;                               ///< all of them, as a shell takes them again
};

/// `outrider solve [MAP] SCEN`, `outrider solve --request FILE`.
struct SolveOptions {
    std::optional<std::filesystem::path> map;  ///< a version 2 scenario brings its own
    std::filesystem::path scenario;
    std::optional<std::filesystem::path> request;  ///< a saved request; then there is no map and no scenario
    std::optional<std::uint32_t> chunk_jobs;       ///< empty: the measured best
    paths::Mode mode = paths::Mode::kProcesses;
    std::vector<std::uint32_t> workers;  ///< one run each; empty: one run with the default workers
    Algorithm algorithm = Algorithm::kJps;
    Clearance clearance = Clearance::kOneCell;
    bool smooth = false;   ///< paths pulled taut; not with kWeighted
    bool nearest = false;  ///< a goal out of reach is answered with a path to the nearest cell within it
    std::uint32_t repeat = 3;
    std::optional<std::filesystem::path> pathfinder;
    std::optional<std::string> json;
};

/// `outrider measure`. What is empty here is chosen for the machine it runs on.
struct MeasureOptions {
    PlayOptions world;  ///< what is played in every run, without a screen; its mode, workers and chunk are the plan's
    std::vector<paths::Mode> modes{paths::Mode::kNone, paths::Mode::kInline, paths::Mode::kThreads,
                                   paths::Mode::kProcesses};
    std::vector<std::uint32_t> workers;  ///< empty: 1, 2, 4, … as long as a core is left for the game
    std::vector<std::uint32_t> chunks{kDefaultChunk_jobs};
    double seconds = 20.0;  ///< of each run, its warm-up included
    std::uint32_t repeats = 3;
    bool break_even = false;              ///< the chart of it, in place of the runs
    std::vector<std::uint32_t> burns_us;  ///< of the break-even chart; empty: 1 to 10,000 in log steps
    bool telemetry = true;                ///< false: to see what it costs
    std::filesystem::path out;
};

/// `outrider compare A B`.
struct CompareOptions {
    std::filesystem::path base;
    std::filesystem::path other;
    std::optional<std::filesystem::path> out;  ///< a page with charts
};

/// `outrider doctor`.
struct DoctorOptions {};

/// `--help` and `--version`.
struct ShowText {
    std::string text;
};

using CommandLine = std::variant<PlayOptions, SolveOptions, MeasureOptions, CompareOptions, DoctorOptions, ShowText>;

/// `arguments`: without the program's name. Throws UsageError, whose one line begins with the option.
[[nodiscard]] CommandLine parse_command_line(std::span<const std::string> arguments);

}  // namespace outrider::app
