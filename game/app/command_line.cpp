#include "game/app/command_line.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <set>
#include <utility>

#include "game/app/option_values.h"
#include "game/app/shell_word.h"

namespace outrider::app {

namespace {

constexpr double kMostLoad_cores = 64.0;
constexpr std::uint64_t kMostFramesPerSecond = 1000;
constexpr std::uint64_t kMostFrames = 1'000'000'000;
constexpr std::uint32_t kMostRepeats = 1000;
constexpr std::uint64_t kMostRecycle = 1'000'000'000;
constexpr double kFewestSeconds = 2.0;  // one of them warms up
constexpr double kMostSeconds = 3600.0;
constexpr std::uint32_t kMostMeasuredRepeats = 100;
/// The first wave of a siege comes too late for a run: without --units a parade is measured.
constexpr std::uint32_t kMeasuredParade = 500;

constexpr std::string_view kOverview =
    "Outrider: a game whose path-finding rides ahead, in other processes.\n"
    "\n"
    "  outrider [play] [options]            play (also: run N frames without a screen, and report)\n"
    "  outrider solve [MAP] SCEN [options]  answer every query of a Moving AI scenario, and check each\n"
    "  outrider measure --out DIR [options] what path-finding costs the frame, in every mode: a report\n"
    "  outrider compare A B                 two such reports against each other\n"
    "  outrider doctor                      what this machine gives\n"
    "\n"
    "Each of them tells its options with --help. Exit code 0: done and right; 1: a check failed; 2: wrong usage or\n"
    "input.\n";

std::string version_text() { return "outrider " OUTRIDER_VERSION "\n"; }

[[noreturn]] void refuse_unbuilt(std::string_view what) { throw UsageError(fmt::format("{}: not built yet", what)); }

/// The options of one command. CLI11 splits the arguments and writes the help; the values are read by ours, so that
/// every error is one line of one form.
class OptionTable {
public:
    OptionTable(const std::string& name, const std::string& description) : app_(description, name) {
        app_.set_version_flag("--version", version_text());
        app_.get_formatter()->column_width(34);
        app_.allow_extras();
    }

    /// `names` as CLI11 takes them, the long name first; `read(name, text)` takes the value.
    template <class Read>
    void value(const std::string& name, const std::string& placeholder, const std::string& help, Read read) {
        app_.add_option_function<std::string>(
                name, [name, read](const std::string& text) { read(name, text); }, help)
            ->type_name(placeholder);
    }
    void flag(const std::string& name, const std::string& help, bool& set) { app_.add_flag(name, set, help); }
    void files(const std::string& name, const std::string& help, std::vector<std::string>& files) {
        app_.add_option(name, files, help)->type_name("FILE")->expected(0, 1 << 10);
    }
    /// For those who measure the instrument itself: not in the help.
    template <class Read>
    void hidden_value(const std::string& name, Read read) {
        app_.add_option_function<std::string>(name, [name, read](const std::string& text) { read(name, text); })
            ->group("");
    }
    /// A word of the contract whose feature is still to come: refused, never accepted and ignored.
    void unbuilt(const std::string& name) {
        app_.add_option_function<std::vector<std::string>>(
                name, [name](const std::vector<std::string>&) { refuse_unbuilt(name); })
            ->expected(0, 1)
            ->group("");
    }

    /// True if all is read; false if help or version was asked for, which `text` then holds.
    bool read(std::span<const std::string> arguments, std::string& text) {
        try {
            // CLI11 takes them last one first.
            app_.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
        } catch (const CLI::CallForHelp&) {
            text = app_.help();
            return false;
        } catch (const CLI::CallForVersion&) {
            text = version_text();
            return false;
        } catch (const CLI::ParseError& error) {
            throw UsageError(one_line(error.what()));
        }
        refuse_strangers();
        return true;
    }

    /// The long names of the options that were given.
    [[nodiscard]] std::vector<std::string> given() const {
        std::vector<std::string> names;
        for (const CLI::Option* option : app_.get_options()) {
            if (option->count() > 0 && !option->get_lnames().empty()) names.push_back("--" + option->get_lnames()[0]);
        }
        return names;
    }

private:
    void refuse_strangers() const {
        const std::vector<std::string> strangers = app_.remaining();
        if (strangers.empty()) return;
        const std::string& first = strangers.front();
        throw UsageError(fmt::format("{}: unknown {}", first, first.starts_with('-') ? "option" : "argument"));
    }
    static std::string one_line(std::string text) {
        std::replace(text.begin(), text.end(), '\n', ' ');
        return text;
    }

    CLI::App app_;
};

void read_workers(std::string_view option, std::string_view text, PlayOptions& options) {
    options.workers_auto = text == "auto";
    options.workers.reset();
    if (!options.workers_auto) {
        options.workers = static_cast<std::uint32_t>(whole_number(option, text, 0, kMaxSeats));
    }
}

/// 0 is inline.
std::vector<std::uint32_t> solving_workers(std::string_view option, std::string_view text) {
    if (text == "auto") throw UsageError(fmt::format("{}: auto is for play: solve takes numbers", option));
    return number_list(option, text, 0, kMaxSeats);
}

void add_scenario_option(OptionTable& table, PlayOptions& options, const std::string& help) {
    table.value("--scenario", "S", help, [&](auto name, auto& text) { options.scenario = scenario_from(name, text); });
}

void add_world_options(OptionTable& table, PlayOptions& options, const std::string& units_help) {
    table.value("--difficulty", "D", "of the siege: easy, normal (default), hard",
                [&](auto name, auto& text) { options.difficulty = difficulty_from(name, text); });
    table.value("--map", "FILE", "a Moving AI map (default: valley in the siege, city in the sandbox)",
                [&](auto name, auto& text) { options.map = file_name(name, text); });
    table.value("--units", "N", units_help, [&](auto name, auto& text) {
        options.units = static_cast<std::uint32_t>(whole_number(name, text, 1, sim::World::kMaxUnits));
    });
    table.value("--load", "X", "ask so often that the AI wants X cores of search (default 0.8 of the default workers)",
                [&](auto name, auto& text) { options.load_cores = real_number(name, text, 0.0, kMostLoad_cores); });
    table.value("--ask-rate", "R|max", "requests per unit and second instead; max: again as soon as answered",
                [&](auto name, auto& text) { options.ask_rate = ask_rate_from(name, text); });
    table.flag("--chase", "units run after other units instead of places", options.chase);
    table.value("--orders", "O", "field (default): an order to many units is one flow field; paths: a path each",
                [&](auto name, auto& text) { options.orders = orders_from(name, text); });
    table.value("--seed", "S", "the world's beginning (default 1)",
                [&](auto name, auto& text) { options.seed = whole_number(name, text, 0, UINT64_MAX); });
}

void add_search_options(OptionTable& table, PlayOptions& options) {
    table.value("--algorithm", "A", "jps (default), astar, weighted: least cost, around swamp (S)",
                [&](auto name, auto& text) { options.algorithm = algorithm_from(name, text); });
    table.value("--policy", "P", "how they give way to the frame: idle (default), nice, normal",
                [&](auto name, auto& text) { options.policy = policy_from(name, text); });
    table.value("--pathfinder", "FILE", "the worker program (default: beside this one)",
                [&](auto name, auto& text) { options.pathfinder = file_name(name, text); });
}

void add_path_options(OptionTable& table, PlayOptions& options) {
    add_search_options(table, options);
    table.value("--mode", "M", "where paths are found: none, inline, threads, processes (default)",
                [&](auto name, auto& text) { options.mode = mode_from(name, text); });
    table.value("--workers", "N|auto",
                "how many find paths (default: cores - 1, at least 1); auto: as many as it takes",
                [&](auto name, auto& text) { read_workers(name, text, options); });
    table.value("--chunk", "K", "jobs that a worker claims at a time, 1 to 64 (default 1)",
                [&](auto name, auto& text) { options.chunk_jobs = chunk_from(name, text); });
    table.value("--recycle", "N", "a worker leaves after N jobs and is replaced (default: never)",
                [&](auto name, auto& text) {
                    options.recycle_after_jobs = static_cast<std::uint32_t>(whole_number(name, text, 1, kMostRecycle));
                });
    table.flag("--debug-workers", "nobody is killed for being hung: for a debugger", options.debug_workers);
    table.value("--log-level", "L", "debug, info (default), warning, error: what goes into the log file",
                [&](auto name, auto& text) { options.log_level = log_level_from(name, text); });
}

void add_frame_options(OptionTable& table, PlayOptions& options) {
    table.value("--fps", "N", "frames per second at most; 0: as fast as it can (default: the screen's, or 60)",
                [&](auto name, auto& text) {
                    options.frames_per_s =
                        static_cast<std::uint32_t>(whole_number(name, text, 0, kMostFramesPerSecond));
                });
    table.value("--frames", "N", "end after N frames",
                [&](auto name, auto& text) { options.frames = whole_number(name, text, 1, kMostFrames); });
    table.flag("--headless", "without a screen: 1280x720, drawn in memory", options.headless);
    table.value("--renderer", "R", "auto (default), accelerated, software, or a name that `outrider doctor` lists",
                [&](auto, auto& text) { options.renderer = text; });
    table.value("--debug-view", "V", "off (default), paths, jump-points, expanded, components, clearance, flow: see F3",
                [&](auto name, auto& text) { options.debug_view = debug_view_from(name, text); });
    table.value("--screenshot", "FILE", "write the last frame as PNG",
                [&](auto name, auto& text) { options.screenshot = file_name(name, text); });
    table.value("--json", "FILE|-", "write what was measured; -: to standard output, and nothing else there",
                [&](auto name, auto& text) { options.json = file_name(name, text).string(); });
    table.value("--record-frames", "DIR", "write every frame, a trace and a report of this session into a folder",
                [&](auto name, auto& text) { options.record_frames = file_name(name, text); });
    table.value("--measure-now", "DIR",
                "after two seconds of play measure 5 s in each mode (B), keep it in DIR, and end",
                [&](auto name, auto& text) { options.measure_now = file_name(name, text); });
}

void add_lockstep_options(OptionTable& table, PlayOptions& options) {
    table.flag("--lockstep", "each answer is applied so many ticks after its request: the same game every time",
               options.lockstep);
    table.value("--delay-ticks", "D", "so many (default 8)", [&](auto name, auto& text) {
        options.delay_ticks = static_cast<std::uint32_t>(whole_number(name, text, 1, kMostDelay_ticks));
    });
    table.value("--record", "FILE", "write down what the player does (in lockstep)",
                [&](auto name, auto& text) { options.record = file_name(name, text); });
    table.value("--replay", "FILE", "play a recorded game again (in lockstep), and compare how it ends",
                [&](auto name, auto& text) { options.replay = file_name(name, text); });
}

/// It has a beginning, a pace and an end of its own.
void refuse_beside_measure_now(const PlayOptions& options) {
    if (!options.measure_now) return;
    if (options.replay || options.record || options.lockstep) {
        throw UsageError("--measure-now: not in lockstep (--record, --replay), where the world waits for its answers");
    }
    if (options.scenario == ScenarioKind::kSiege)
        throw UsageError("--measure-now: only in the sandbox (--scenario sandbox)");
    if (options.frames != 0) throw UsageError("--frames: not with --measure-now, which ends by itself");
    if (options.record_frames) throw UsageError("--record-frames: not with --measure-now, which records by itself");
}

/// What would have no effect is refused. A replay brings its own scenario: it is looked at when it is read.
void refuse_what_does_not_go_together(const PlayOptions& options) {
    const auto refuse = [&options](std::initializer_list<std::string_view> names, std::string_view why) {
        for (const std::string& given : options.given) {
            if (std::ranges::find(names, given) != names.end()) throw UsageError(fmt::format("{}: {}", given, why));
        }
    };
    if (options.record && options.replay) throw UsageError("--record: not with --replay, which is a record already");
    if (options.lockstep) refuse({"--load"}, "in lockstep the rate is fixed: give --ask-rate R");
    if (options.lockstep && options.mode == paths::Mode::kNone) {
        throw UsageError("--mode: 'none' is another world, with nothing to be in lockstep with");
    }
    if (options.lockstep && options.workers == 0U && options.mode != paths::Mode::kInline) {
        throw UsageError("--workers: 0 would wait for ever in lockstep");
    }
    if (options.replay) return;
    if (options.scenario == ScenarioKind::kSiege) {
        refuse({"--load", "--ask-rate", "--chase", "--orders", "--algorithm"},
               "only in the sandbox (--scenario sandbox)");
    } else {
        refuse({"--difficulty"}, "only in the siege");
    }
}

CommandLine parse_play(std::span<const std::string> arguments) {
    PlayOptions options;
    OptionTable table("outrider play",
                      "Play: hold the keep, or build in the way of travellers, and see what their "
                      "paths cost.");
    add_scenario_option(table, options,
                        "siege (default): hold the keep; sandbox: units travel, you build in their way");
    add_world_options(table, options,
                      "how many travel (default 4000); in the siege a parade of so many, without waves");
    add_path_options(table, options);
    add_frame_options(table, options);
    add_lockstep_options(table, options);
    table.unbuilt("--watch");
    if (std::string text; !table.read(arguments, text)) return ShowText{std::move(text)};
    options.given = table.given();
    options.arguments = shell_line(arguments);
    options.lockstep = options.lockstep || options.record || options.replay;
    refuse_beside_measure_now(options);
    refuse_what_does_not_go_together(options);
    return options;
}

/// One request is asked once, as it was: what would have no effect is refused.
void refuse_beside_request(std::span<const std::string> arguments) {
    for (const std::string_view name :
         {"--workers", "--algorithm", "--clearance", "--smooth", "--nearest", "--chunk", "--repeat"}) {
        const bool given = std::ranges::any_of(arguments, [name](const std::string& argument) {
            return argument == name || argument.starts_with(std::string(name) + "=");
        });
        if (given) throw UsageError(fmt::format("{}: --request asks one request once, as it was", name));
    }
}

void take_files(SolveOptions& options, const std::vector<std::string>& files) {
    if (options.request) {
        if (!files.empty()) throw UsageError(fmt::format("{}: --request brings its own map and query", files[0]));
        return;
    }
    if (files.empty()) throw UsageError("solve: needs MAP and SCEN, or a version 2 SCEN alone");
    if (files.size() > 2) throw UsageError(fmt::format("{}: unknown argument (solve takes MAP and SCEN)", files[2]));
    options.scenario = file_name("SCEN", files.back());
    if (files.size() == 2) options.map = file_name("MAP", files.front());
}

void add_solve_options(OptionTable& table, SolveOptions& options) {
    table.value("--mode", "M", "inline, threads, processes (default)",
                [&](auto name, auto& text) { options.mode = mode_from(name, text); });
    table.value("--workers", "N[,N...]",
                "how many find paths, one run each; 0: inline (default: cores - 1, at least 1)",
                [&](auto name, auto& text) { options.workers = solving_workers(name, text); });
    table.value("--algorithm", "A", "jps (default), astar, weighted (on plain ground: the same lengths)",
                [&](auto name, auto& text) { options.algorithm = algorithm_from(name, text); });
    table.value(
        "--clearance", "1|2", "for units of so many cells in width and height (default 1)",
        [&](auto name, auto& text) { options.clearance = static_cast<Clearance>(whole_number(name, text, 1, 2)); });
    table.flag("--smooth", "paths pulled taut (not weighted ones)", options.smooth);
    table.flag("--nearest", "a goal out of reach: the way to the nearest cell within it", options.nearest);
    table.value("--chunk", "K", "jobs that a worker claims at a time, 1 to 64 (default 1)",
                [&](auto name, auto& text) { options.chunk_jobs = chunk_from(name, text); });
    table.value("--request", "FILE", "repeat a saved request instead, wherever it ends",
                [&](auto name, auto& text) { options.request = file_name(name, text); });
    table.value("--repeat", "R", "passes; times are those of the last (default 3)", [&](auto name, auto& text) {
        options.repeat = static_cast<std::uint32_t>(whole_number(name, text, 1, kMostRepeats));
    });
    table.value("--pathfinder", "FILE", "the worker program (default: beside this one)",
                [&](auto name, auto& text) { options.pathfinder = file_name(name, text); });
    table.value("--json", "FILE|-", "write the result; -: to standard output, and nothing else there",
                [&](auto name, auto& text) { options.json = file_name(name, text).string(); });
}

CommandLine parse_solve(std::span<const std::string> arguments) {
    SolveOptions options;
    std::vector<std::string> files;
    OptionTable table("outrider solve", "Answer every query of a Moving AI scenario through the real queues.");
    table.files("files", "MAP and SCEN; a version 2 SCEN alone", files);
    add_solve_options(table, options);
    if (std::string text; !table.read(arguments, text)) return ShowText{std::move(text)};
    if (options.request) refuse_beside_request(arguments);
    take_files(options, files);
    if (options.mode == paths::Mode::kNone)
        throw UsageError("--mode: 'none' finds no paths, so there is nothing to solve");
    if (options.smooth && options.algorithm == Algorithm::kWeighted)
        throw UsageError("--smooth: not with --algorithm weighted, whose ways round are meant");
    return options;
}

/// The same twice would be two runs of one thing, which is what repeats are for.
template <class Value>
std::vector<Value> each_once(std::string_view option, std::vector<Value> values) {
    if (std::set<Value>(values.begin(), values.end()).size() == values.size()) return values;
    throw UsageError(fmt::format("{}: one of them is there twice (runs are repeated with --repeats)", option));
}

std::vector<std::uint32_t> measured_workers(std::string_view option, std::string_view text) {
    if (text == "auto") throw UsageError(fmt::format("{}: auto would change what is measured: give numbers", option));
    return each_once(option, number_list(option, text, 1, kMaxSeats));
}

void add_plan_options(OptionTable& table, MeasureOptions& options) {
    table.value("--modes", "M[,M...]", "where paths are found (default: none,inline,threads,processes)",
                [&](auto name, auto& text) { options.modes = each_once(name, mode_list(name, text)); });
    table.value("--workers", "N[,N...]", "in threads and processes (default: 1,2,4... as long as a core is left)",
                [&](auto name, auto& text) { options.workers = measured_workers(name, text); });
    table.value(
        "--chunks", "K[,K...]", "jobs that a worker claims at a time, 1 to 64 (default 1)",
        [&](auto name, auto& text) { options.chunks = each_once(name, number_list(name, text, 1, kMaxChunk_jobs)); });
    table.value(
        "--seconds", "S", "of each run; the first tenth, at least 1 s, warms up (default 20)",
        [&](auto name, auto& text) { options.seconds = real_number(name, text, kFewestSeconds, kMostSeconds); });
    table.value("--repeats", "R", "of each run, in the order A-B-B-A (default 3; fewer say less, and are marked)",
                [&](auto name, auto& text) {
                    options.repeats = static_cast<std::uint32_t>(whole_number(name, text, 1, kMostMeasuredRepeats));
                });
    table.flag("--break-even", "in place of the runs: from which size of a request on offloading pays",
               options.break_even);
    table.hidden_value("--burn-us", [&](auto name, auto& text) {
        options.burns_us = each_once(name, number_list(name, text, 1, kMostBurn_us));
    });
    table.value("--out", "DIR", "where table, trace and report go (needed)",
                [&](auto name, auto& text) { options.out = file_name(name, text); });
    table.hidden_value("--telemetry", [&](auto name, auto& text) { options.telemetry = on_or_off(name, text); });
}

CommandLine parse_measure(std::span<const std::string> arguments) {
    MeasureOptions options;
    PlayOptions& world = options.world;
    world.scenario = ScenarioKind::kSandbox;
    world.headless = true;
    OptionTable table("outrider measure",
                      "What path-finding costs the frame: the same world in every mode, measured in turns.");
    add_scenario_option(table, world, "sandbox (default); siege: a parade, without waves");
    add_world_options(table, world,
                      fmt::format("how many travel (default 4000); in the siege: raiders of the parade (default {})",
                                  kMeasuredParade));
    add_search_options(table, world);
    add_plan_options(table, options);
    if (std::string text; !table.read(arguments, text)) return ShowText{std::move(text)};
    if (options.out.empty()) throw UsageError("measure: needs --out DIR, where table, trace and report go");
    world.given = table.given();
    world.arguments = shell_line(arguments);
    refuse_what_does_not_go_together(world);
    if (world.scenario == ScenarioKind::kSiege && !world.units) world.units = kMeasuredParade;
    if (!options.burns_us.empty() && !options.break_even) throw UsageError("--burn-us: only with --break-even");
    return options;
}

CommandLine parse_compare(std::span<const std::string> arguments) {
    CompareOptions options;
    std::vector<std::string> folders;
    OptionTable table("outrider compare", "Two folders of `outrider measure` against each other.");
    table.files("folders", "A and B: B is compared with A", folders);
    table.value("--out", "FILE", "write the comparison as a page with charts",
                [&](auto name, auto& text) { options.out = file_name(name, text); });
    if (std::string text; !table.read(arguments, text)) return ShowText{std::move(text)};
    if (folders.size() != 2) throw UsageError("compare: needs two folders that `outrider measure` wrote: compare A B");
    options.base = file_name("A", folders[0]);
    options.other = file_name("B", folders[1]);
    return options;
}

CommandLine parse_doctor(std::span<const std::string> arguments) {
    OptionTable table("outrider doctor", "What this machine gives: one line each; a missing feature is no failure.");
    if (std::string text; !table.read(arguments, text)) return ShowText{std::move(text)};
    return DoctorOptions{};
}

}  // namespace

CommandLine parse_command_line(std::span<const std::string> arguments) {
    if (arguments.empty()) return PlayOptions{};
    const std::string& first = arguments.front();
    const auto rest = arguments.subspan(1);
    if (first == "--help" || first == "-h") return ShowText{std::string(kOverview)};
    if (first == "play") return parse_play(rest);
    if (first == "solve") return parse_solve(rest);
    if (first == "doctor") return parse_doctor(rest);
    if (first == "measure") return parse_measure(rest);
    if (first == "compare") return parse_compare(rest);
    if (first.starts_with('-')) return parse_play(arguments);
    throw UsageError(fmt::format("{}: unknown command (play, solve, measure, compare, doctor)", first));
}

}  // namespace outrider::app
