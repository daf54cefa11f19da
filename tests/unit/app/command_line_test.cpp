#include "game/app/command_line.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <vector>

namespace outrider::app {
namespace {

using Words = std::vector<std::string>;

PlayOptions play_of(const Words& words) { return std::get<PlayOptions>(parse_command_line(words)); }
MeasureOptions measure_of(const Words& words) { return std::get<MeasureOptions>(parse_command_line(words)); }
SolveOptions solve_of(const Words& words) { return std::get<SolveOptions>(parse_command_line(words)); }

/// The error's text, or "no error".
std::string error_of(const Words& words) {
    try {
        static_cast<void>(parse_command_line(words));
    } catch (const UsageError& error) {
        return error.what();
    }
    return "no error";
}

std::string joined(const Words& words) {
    std::string text = "outrider";
    for (const std::string& word : words) text += " " + word;
    return text;
}

TEST(CommandLine, PlaysTheSandboxWhenNothingIsSaid) {
    const PlayOptions options = play_of({});
    EXPECT_FALSE(options.map);
    EXPECT_EQ(options.scenario, ScenarioKind::kSiege);
    EXPECT_FALSE(options.units);
    EXPECT_FALSE(options.lockstep);
    EXPECT_EQ(options.delay_ticks, 8U);
    EXPECT_FALSE(options.load_cores);
    EXPECT_FALSE(options.ask_rate);
    EXPECT_FALSE(options.workers);
    EXPECT_EQ(options.mode, paths::Mode::kProcesses);
    EXPECT_EQ(options.algorithm, Algorithm::kJps);
    EXPECT_EQ(options.policy, SchedulingPolicy::kIdle);
    EXPECT_EQ(options.seed, 1U);
    EXPECT_FALSE(options.frames_per_s);
    EXPECT_EQ(options.frames, 0U);
    EXPECT_FALSE(options.headless);
    EXPECT_EQ(options.renderer, "auto");
    EXPECT_FALSE(options.json);
}

TEST(CommandLine, TakesPlayAsTheDefaultCommand) {
    EXPECT_EQ(play_of({"--units", "5"}).units, 5U);
    EXPECT_EQ(play_of({"play", "--units", "5"}).units, 5U);
    EXPECT_EQ(play_of({"--units=5"}).units, 5U);
}

TEST(CommandLine, ReadsEveryOptionOfPlay) {
    const PlayOptions options = play_of({"play",
                                         "--scenario",
                                         "sandbox",
                                         "--map",
                                         "a.map",
                                         "--units",
                                         "10000",
                                         "--load",
                                         "1.5",
                                         "--chase",
                                         "--algorithm",
                                         "astar",
                                         "--mode",
                                         "threads",
                                         "--workers",
                                         "3",
                                         "--policy",
                                         "nice",
                                         "--pathfinder",
                                         "worker",
                                         "--seed",
                                         "18446744073709551615",
                                         "--fps",
                                         "0",
                                         "--frames",
                                         "3600",
                                         "--headless",
                                         "--renderer",
                                         "software",
                                         "--debug-view",
                                         "jump-points",
                                         "--screenshot",
                                         "a.png",
                                         "--json",
                                         "-"});
    EXPECT_EQ(options.map, "a.map");
    EXPECT_EQ(options.units, 10'000U);
    EXPECT_EQ(options.load_cores, 1.5);
    EXPECT_TRUE(options.chase);
    EXPECT_EQ(options.algorithm, Algorithm::kAStar);
    EXPECT_EQ(options.mode, paths::Mode::kThreads);
    EXPECT_EQ(options.workers, 3U);
    EXPECT_EQ(options.policy, SchedulingPolicy::kNice);
    EXPECT_EQ(options.pathfinder, "worker");
    EXPECT_EQ(options.seed, UINT64_MAX);
    EXPECT_EQ(options.frames_per_s, 0U);
    EXPECT_EQ(options.frames, 3600U);
    EXPECT_TRUE(options.headless);
    EXPECT_EQ(options.renderer, "software");
    EXPECT_EQ(options.debug_view, DebugView::kJumpPoints);
    EXPECT_EQ(options.screenshot, "a.png");
    EXPECT_EQ(options.json, "-");
}

TEST(CommandLine, ReadsAnAskRateOrMax) {
    EXPECT_TRUE(play_of({"--scenario", "sandbox", "--ask-rate", "max"}).ask_rate->again_at_once);
    const auto rate = play_of({"--scenario", "sandbox", "--ask-rate", "0.25"}).ask_rate;
    EXPECT_FALSE(rate->again_at_once);
    EXPECT_EQ(rate->per_unit_per_second, 0.25);
}

TEST(CommandLine, ReadsTheSiegesDifficulty) {
    EXPECT_EQ(play_of({"--difficulty", "hard"}).difficulty, sim::siege::Difficulty::kHard);
    EXPECT_EQ(play_of({}).difficulty, sim::siege::Difficulty::kNormal);
}

TEST(CommandLine, ARecordAndAReplayAreInLockstep) {
    EXPECT_TRUE(play_of({"--lockstep", "--delay-ticks", "4"}).lockstep);
    EXPECT_EQ(play_of({"--lockstep", "--delay-ticks", "4"}).delay_ticks, 4U);
    EXPECT_TRUE(play_of({"--record", "a.replay"}).lockstep);
    EXPECT_TRUE(play_of({"--replay", "a.replay"}).lockstep);
    EXPECT_EQ(play_of({"--replay", "a.replay", "--seed", "3"}).given, (Words{"--seed", "--replay"}));
}

TEST(CommandLine, LetsTheGameFindTheNumberOfWorkersInPlay) {
    EXPECT_FALSE(play_of({"--workers", "2"}).workers_auto);
    const PlayOptions options = play_of({"--workers", "auto", "--lockstep"});
    EXPECT_TRUE(options.workers_auto);
    EXPECT_FALSE(options.workers);
}

TEST(CommandLine, SolvesInlineForZeroWorkers) {
    EXPECT_EQ(solve_of({"solve", "a.map", "a.scen", "--workers", "0,1,2,4"}).workers,
              (std::vector<std::uint32_t>{0, 1, 2, 4}));
}

TEST(CommandLine, AllowsNoWorkersInPlay) { EXPECT_EQ(play_of({"--workers", "0"}).workers, 0U); }

TEST(CommandLine, ReadsSolveWithAListOfWorkers) {
    const SolveOptions options = solve_of({"solve", "a.map", "a.scen", "--mode", "threads", "--workers", "1,2,4",
                                           "--algorithm", "astar", "--repeat", "5", "--json", "out.json"});
    EXPECT_EQ(options.map, "a.map");
    EXPECT_EQ(options.scenario, "a.scen");
    EXPECT_EQ(options.mode, paths::Mode::kThreads);
    EXPECT_EQ(options.workers, (std::vector<std::uint32_t>{1, 2, 4}));
    EXPECT_EQ(options.algorithm, Algorithm::kAStar);
    EXPECT_EQ(options.repeat, 5U);
    EXPECT_EQ(options.json, "out.json");
}

TEST(CommandLine, ReadsHowSolveIsToAsk) {
    const SolveOptions plain = solve_of({"solve", "a.map", "a.scen"});
    EXPECT_EQ(plain.clearance, Clearance::kOneCell);
    EXPECT_FALSE(plain.smooth);
    EXPECT_FALSE(plain.nearest);
    const SolveOptions options = solve_of({"solve", "a.map", "a.scen", "--clearance", "2", "--smooth", "--nearest"});
    EXPECT_EQ(options.clearance, Clearance::kTwoCells);
    EXPECT_TRUE(options.smooth);
    EXPECT_TRUE(options.nearest);
    EXPECT_EQ(solve_of({"solve", "a.scen", "--algorithm", "weighted"}).algorithm, Algorithm::kWeighted);
}

TEST(CommandLine, ReadsSolveWithAScenarioAlone) {
    const SolveOptions options = solve_of({"solve", "a.scen"});
    EXPECT_FALSE(options.map);
    EXPECT_EQ(options.scenario, "a.scen");
    EXPECT_EQ(options.repeat, 3U);
    EXPECT_TRUE(options.workers.empty());
}

TEST(CommandLine, TakesFilesNamedLikeCommands) {
    EXPECT_EQ(solve_of({"solve", "play", "doctor"}).map, "play");
    EXPECT_EQ(solve_of({"solve", "play", "doctor"}).scenario, "doctor");
}

TEST(CommandLine, ReadsWhatTheWorkersAreGiven) {
    const PlayOptions options =
        play_of({"--chunk", "16", "--recycle", "1000", "--debug-workers", "--log-level", "debug"});
    EXPECT_EQ(options.chunk_jobs, 16U);
    EXPECT_EQ(options.recycle_after_jobs, 1'000U);
    EXPECT_TRUE(options.debug_workers);
    EXPECT_EQ(options.log_level, paths::EventLevel::kDebug);
}

TEST(CommandLine, ReadsASavedRequestAlone) {
    const auto command = parse_command_line(std::vector<std::string>{"solve", "--request", "a.json"});
    EXPECT_EQ(std::get<SolveOptions>(command).request, "a.json");
}

TEST(CommandLine, ReadsDoctor) {
    EXPECT_TRUE(std::holds_alternative<DoctorOptions>(parse_command_line(Words{"doctor"})));
}

TEST(CommandLine, ShowsHelpAndVersionEverywhere) {
    for (const Words& words : std::initializer_list<Words>{{"--help"},
                                                           {"play", "--help"},
                                                           {"--units", "5", "--help"},
                                                           {"solve", "--help"},
                                                           {"measure", "--help"},
                                                           {"compare", "--help"},
                                                           {"doctor", "--help"},
                                                           {"-h"}}) {
        const auto shown = std::get<ShowText>(parse_command_line(words));
        EXPECT_NE(shown.text.find("outrider"), std::string::npos) << joined(words);
    }
    for (const Words& words : std::initializer_list<Words>{
             {"--version"}, {"play", "--version"}, {"solve", "--version"}, {"doctor", "--version"}}) {
        const auto shown = std::get<ShowText>(parse_command_line(words));
        EXPECT_EQ(shown.text, "outrider " OUTRIDER_VERSION "\n") << joined(words);
    }
}

TEST(CommandLine, HelpNamesEveryBuiltOptionAndNoUnbuiltOne) {
    const std::string help = std::get<ShowText>(parse_command_line(Words{"play", "--help"})).text;
    for (const char* option :
         {"--scenario",  "--map",        "--units",    "--load",        "--ask-rate",   "--chase",
          "--algorithm", "--mode",       "--workers",  "--policy",      "--pathfinder", "--seed",
          "--fps",       "--frames",     "--headless", "--renderer",    "--debug-view", "--screenshot",
          "--json",      "--difficulty", "--lockstep", "--delay-ticks", "--record",     "--replay"}) {
        EXPECT_NE(help.find(option), std::string::npos) << option;
    }
    EXPECT_NE(help.find("--record-frames"), std::string::npos);
    EXPECT_EQ(help.find("--watch"), std::string::npos);
}

TEST(CommandLine, HelpOfMeasureNamesWhatItIsMadeOf) {
    const std::string help = std::get<ShowText>(parse_command_line(Words{"measure", "--help"})).text;
    for (const char* option :
         {"--scenario", "--map", "--units", "--load", "--ask-rate", "--algorithm", "--policy", "--chunks",
          "--break-even", "--modes", "--workers", "--seconds", "--repeats", "--seed", "--out"}) {
        EXPECT_NE(help.find(option), std::string::npos) << option;
    }
    EXPECT_EQ(help.find("--telemetry"), std::string::npos) << "for those who measure the instrument";
}

struct Refusal {
    Words words;
    std::string text;
};

void PrintTo(const Refusal& refusal, std::ostream* out) { *out << joined(refusal.words); }

class RefusedCommandLine : public testing::TestWithParam<Refusal> {};

TEST_P(RefusedCommandLine, SaysWhyInOneLine) {
    const std::string error = error_of(GetParam().words);
    EXPECT_EQ(error, GetParam().text);
    EXPECT_EQ(error.find('\n'), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    Numbers, RefusedCommandLine,
    testing::Values(Refusal{{"--workers", "-1"}, "--workers: -1 is out of range (0 to 64)"},
                    Refusal{{"--workers", "1000"}, "--workers: 1000 is out of range (0 to 64)"},
                    Refusal{{"--workers", "two"}, "--workers: 'two' is not a whole number"},
                    Refusal{{"--workers", "1e3"}, "--workers: '1e3' is not a whole number"},
                    Refusal{{"--workers", ""}, "--workers: '' is not a whole number"},
                    Refusal{{"--workers", "99999999999999999999999"},
                            "--workers: 99999999999999999999999 is out of range (0 to 64)"},
                    Refusal{{"--units", "0"}, "--units: 0 is out of range (1 to 50000)"},
                    Refusal{{"--units", "50001"}, "--units: 50001 is out of range (1 to 50000)"},
                    Refusal{{"--units", "4.5"}, "--units: '4.5' is not a whole number"},
                    Refusal{{"--load", "65"}, "--load: 65 is out of range (0 to 64)"},
                    Refusal{{"--load", "-0.1"}, "--load: -0.1 is out of range (0 to 64)"},
                    Refusal{{"--load", "nan"}, "--load: 'nan' is not a number"},
                    Refusal{{"--load", "0,8"}, "--load: '0,8' is not a number"},
                    Refusal{{"--ask-rate", "inf"}, "--ask-rate: inf is out of range (0 to 60)"},
                    Refusal{{"--ask-rate", "1e99"}, "--ask-rate: 1e99 is out of range (0 to 60)"},
                    Refusal{{"--ask-rate", "1e999"}, "--ask-rate: 1e999 is out of range (0 to 60)"},
                    Refusal{{"--ask-rate", "often"}, "--ask-rate: 'often' is not a number"},
                    Refusal{{"--fps", "1001"}, "--fps: 1001 is out of range (0 to 1000)"},
                    Refusal{{"--measure-now", "m"}, "--measure-now: only in the sandbox (--scenario sandbox)"},
                    Refusal{{"--scenario", "sandbox", "--measure-now", "m", "--lockstep"},
                            "--measure-now: not in lockstep (--record, --replay), where the world waits for its "
                            "answers"},
                    Refusal{{"--scenario", "sandbox", "--measure-now", "m", "--record", "r"},
                            "--measure-now: not in lockstep (--record, --replay), where the world waits for its "
                            "answers"},
                    Refusal{{"--measure-now", "m", "--replay", "r"},
                            "--measure-now: not in lockstep (--record, --replay), where the world waits for its "
                            "answers"},
                    Refusal{{"--scenario", "sandbox", "--measure-now", "m", "--frames", "9"},
                            "--frames: not with --measure-now, which ends by itself"},
                    Refusal{{"--frames", "0"}, "--frames: 0 is out of range (1 to 1000000000)"},
                    Refusal{{"--seed", "-1"}, "--seed: -1 is out of range (0 to 18446744073709551615)"},
                    Refusal{{"solve", "a", "b", "--workers", "1,,2"}, "--workers: '' is not a whole number"},
                    Refusal{{"solve", "a", "b", "--workers", "0,65"}, "--workers: 65 is out of range (0 to 64)"},
                    Refusal{{"solve", "a", "b", "--workers", "auto"},
                            "--workers: auto is for play: solve takes numbers"},
                    Refusal{{"--chunk", "0"}, "--chunk: 0 is out of range (1 to 64)"},
                    Refusal{{"solve", "a", "b", "--chunk", "65"}, "--chunk: 65 is out of range (1 to 64)"},
                    Refusal{{"solve", "a", "b", "--clearance", "3"}, "--clearance: 3 is out of range (1 to 2)"},
                    Refusal{{"solve", "a", "b", "--clearance", "wide"}, "--clearance: 'wide' is not a whole number"},
                    Refusal{{"--recycle", "0"}, "--recycle: 0 is out of range (1 to 1000000000)"},
                    Refusal{{"solve", "a", "b", "--repeat", "0"}, "--repeat: 0 is out of range (1 to 1000)"}));

INSTANTIATE_TEST_SUITE_P(
    Words, RefusedCommandLine,
    testing::Values(
        Refusal{{"--nonsense"}, "--nonsense: unknown option"},
        Refusal{{"--nonsense", "5"}, "--nonsense: unknown option"}, Refusal{{"-x"}, "-x: unknown option"},
        Refusal{{"play", "now"}, "now: unknown argument"},
        Refusal{{"doctor", "--units", "5"}, "--units: unknown option"},
        Refusal{{"siege"}, "siege: unknown command (play, solve, measure, compare, doctor)"},
        Refusal{{"--mode", "magic"}, "--mode: 'magic' is not one of none, inline, threads, processes"},
        Refusal{{"--algorithm", "dijkstra"}, "--algorithm: 'dijkstra' is not one of jps, astar, weighted"},
        Refusal{{"--policy", "fifo"}, "--policy: 'fifo' is not one of idle, nice, normal"},
        Refusal{{"--load", "1"}, "--load: only in the sandbox (--scenario sandbox)"},
        Refusal{{"--chase"}, "--chase: only in the sandbox (--scenario sandbox)"},
        Refusal{{"--scenario", "sandbox", "--difficulty", "easy"}, "--difficulty: only in the siege"},
        Refusal{{"--scenario", "sandbox", "--lockstep", "--load", "1"},
                "--load: in lockstep the rate is fixed: give --ask-rate R"},
        Refusal{{"--lockstep", "--workers", "0"}, "--workers: 0 would wait for ever in lockstep"},
        Refusal{{"--lockstep", "--mode", "none"},
                "--mode: 'none' is another world, with nothing to be in lockstep with"},
        Refusal{{"--record", "a", "--replay", "b"}, "--record: not with --replay, which is a record already"},
        Refusal{{"--difficulty", "mad"}, "--difficulty: 'mad' is not one of easy, normal, hard"},
        Refusal{{"--scenario", "chess"}, "--scenario: 'chess' is not one of siege, sandbox"},
        Refusal{{"--log-level", "loud"}, "--log-level: 'loud' is not one of debug, info, warning, error"},
        Refusal{{"solve", "--request", "a", "--chunk", "8"}, "--chunk: --request asks one request once, as it was"},
        Refusal{{"solve", "--request", "a", "--nearest"}, "--nearest: --request asks one request once, as it was"},
        Refusal{{"solve", "a", "--algorithm", "best"}, "--algorithm: 'best' is not one of jps, astar, weighted"},
        Refusal{{"solve", "a", "--smooth", "--algorithm", "weighted"},
                "--smooth: not with --algorithm weighted, whose ways round are meant"},
        Refusal{{"solve", "--request", "a", "b"}, "b: --request brings its own map and query"},
        Refusal{{"--map", ""}, "--map: the file name is empty"},
        Refusal{{"solve"}, "solve: needs MAP and SCEN, or a version 2 SCEN alone"},
        Refusal{{"solve", "a", "b", "c"}, "c: unknown argument (solve takes MAP and SCEN)"},
        Refusal{{"solve", "a", "b", "--mode", "none"}, "--mode: 'none' finds no paths, so there is nothing to solve"}));

INSTANTIATE_TEST_SUITE_P(NotBuiltYet, RefusedCommandLine,
                         testing::Values(Refusal{{"--watch"}, "--watch: not built yet"}));

INSTANTIATE_TEST_SUITE_P(
    Measuring, RefusedCommandLine,
    testing::Values(
        Refusal{{"measure"}, "measure: needs --out DIR, where table, trace and report go"},
        Refusal{{"measure", "--out", ""}, "--out: the file name is empty"},
        Refusal{{"measure", "--out", "a", "--modes", "none,magic"},
                "--modes: 'magic' is not one of none, inline, threads, processes"},
        Refusal{{"measure", "--out", "a", "--modes", "none,none"},
                "--modes: one of them is there twice (runs are repeated with --repeats)"},
        Refusal{{"measure", "--out", "a", "--workers", "auto"},
                "--workers: auto would change what is measured: give numbers"},
        Refusal{{"measure", "--out", "a", "--workers", "1,0"}, "--workers: 0 is out of range (1 to 64)"},
        Refusal{{"measure", "--out", "a", "--workers", "1,"}, "--workers: '' is not a whole number"},
        Refusal{{"measure", "--out", "a", "--chunks", "65"}, "--chunks: 65 is out of range (1 to 64)"},
        Refusal{{"measure", "--out", "a", "--seconds", "1"}, "--seconds: 1 is out of range (2 to 3600)"},
        Refusal{{"measure", "--out", "a", "--repeats", "0"}, "--repeats: 0 is out of range (1 to 100)"},
        Refusal{{"measure", "--out", "a", "--telemetry", "perhaps"}, "--telemetry: 'perhaps' is not one of on, off"},
        Refusal{{"measure", "--out", "a", "--json", "-"}, "--json: unknown option"},
        Refusal{{"measure", "--out", "a", "--scenario", "siege", "--load", "1"},
                "--load: only in the sandbox (--scenario sandbox)"},
        Refusal{{"measure", "--out", "a", "b"}, "b: unknown argument"},
        Refusal{{"measure", "--out", "a", "--burn-us", "10"}, "--burn-us: only with --break-even"},
        Refusal{{"compare"}, "compare: needs two folders that `outrider measure` wrote: compare A B"},
        Refusal{{"compare", "a"}, "compare: needs two folders that `outrider measure` wrote: compare A B"},
        Refusal{{"compare", "a", "b", "c"}, "compare: needs two folders that `outrider measure` wrote: compare A B"}));

TEST(CommandLine, RefusesAnOptionWithoutItsValue) {
    const std::string error = error_of({"--units"});
    EXPECT_NE(error.find("--units"), std::string::npos) << error;
    EXPECT_EQ(error.find('\n'), std::string::npos);
}

TEST(CommandLine, RefusesAnOptionGivenTwice) {
    const std::string error = error_of({"--units", "5", "--units", "6"});
    EXPECT_NE(error.find("--units"), std::string::npos) << error;
    EXPECT_EQ(error.find('\n'), std::string::npos);
}

TEST(CommandLine, MeasuresTheSandboxInAllModesWhenNothingIsSaid) {
    const MeasureOptions options = measure_of({"measure", "--out", "results"});
    EXPECT_EQ(options.world.scenario, ScenarioKind::kSandbox);
    EXPECT_TRUE(options.world.headless);
    EXPECT_EQ(options.modes.size(), 4U);
    EXPECT_TRUE(options.workers.empty());
    EXPECT_EQ(options.chunks, std::vector<std::uint32_t>({1}));
    EXPECT_EQ(options.seconds, 20.0);
    EXPECT_EQ(options.repeats, 3U);
    EXPECT_TRUE(options.telemetry);
    EXPECT_EQ(options.out, "results");
    EXPECT_EQ(options.world.arguments, "--out results");
}

TEST(CommandLine, ReadsEveryOptionOfMeasure) {
    const MeasureOptions options =
        measure_of({"measure",    "--scenario", "sandbox",        "--map",     "a.map",    "--units",      "300",
                    "--ask-rate", "max",        "--algorithm",    "astar",     "--policy", "nice",         "--chunks",
                    "1,8",        "--modes",    "none,processes", "--workers", "1,2",      "--seconds",    "2.5",
                    "--repeats",  "1",          "--seed",         "7",         "--chase",  "--break-even", "--out",
                    "d"});
    EXPECT_EQ(options.world.map, "a.map");
    EXPECT_EQ(options.world.units, 300U);
    EXPECT_TRUE(options.world.ask_rate->again_at_once);
    EXPECT_EQ(options.world.algorithm, Algorithm::kAStar);
    EXPECT_EQ(options.world.policy, SchedulingPolicy::kNice);
    EXPECT_EQ(options.chunks, std::vector<std::uint32_t>({1, 8}));
    EXPECT_EQ(options.modes, std::vector<paths::Mode>({paths::Mode::kNone, paths::Mode::kProcesses}));
    EXPECT_EQ(options.workers, std::vector<std::uint32_t>({1, 2}));
    EXPECT_EQ(options.seconds, 2.5);
    EXPECT_EQ(options.repeats, 1U);
    EXPECT_EQ(options.world.seed, 7U);
    EXPECT_TRUE(options.world.chase);
    EXPECT_TRUE(options.break_even);
}

TEST(CommandLine, MeasuresAParadeInTheSiege) {
    EXPECT_EQ(measure_of({"measure", "--scenario", "siege", "--out", "d"}).world.units, 500U);
    EXPECT_EQ(measure_of({"measure", "--scenario", "siege", "--units", "40", "--out", "d"}).world.units, 40U);
    EXPECT_FALSE(measure_of({"measure", "--out", "d"}).world.units);
    EXPECT_FALSE(play_of({}).units) << "a siege that is played has its waves";
}

TEST(CommandLine, KeepsWhatWasGivenAsAShellTakesIt) {
    EXPECT_EQ(play_of({"play", "--units", "7", "--record-frames", "my runs"}).arguments,
              "--units 7 --record-frames 'my runs'");
    EXPECT_EQ(measure_of({"measure", "--map", "it's.map", "--out", "d"}).world.arguments,
              "--map 'it'\\''s.map' --out d");
}

TEST(CommandLine, ComparesTwoFolders) {
    const auto options = std::get<CompareOptions>(parse_command_line(Words{"compare", "a", "b", "--out", "c.html"}));
    EXPECT_EQ(options.base, "a");
    EXPECT_EQ(options.other, "b");
    EXPECT_EQ(options.out, "c.html");
}

TEST(CommandLine, RecordsTheFramesOfASession) {
    EXPECT_EQ(play_of({"--record-frames", "d"}).record_frames, "d");
    EXPECT_FALSE(play_of({}).record_frames);
}

}  // namespace
}  // namespace outrider::app
