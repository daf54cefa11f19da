// Sim and draw of a full field, and the experiment "closing the main gap".
#include "tests/bench/bench_siege.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "game/app/places.h"
#include "tests/bench/bench_program.h"
#include "tests/bench/bench_siege_report.h"

namespace {

using namespace outrider::bench;
using Json = nlohmann::ordered_json;

struct Options {
    double frames_per_s = 60.0;
    double quiet = 100.0;
    std::string json;
    bool gate = false;

    // frame
    std::string siege_map = "ford";
    std::uint32_t raiders = 10'000;
    std::uint32_t units = 50'000;
    std::uint32_t ticks = 1800;
    std::string form = "processes:2";
    std::uint32_t repeats = 1;

    // gap
    std::vector<std::string> forms = {"none",        "inline",      "threads:1",          "threads:2",
                                      "processes:1", "processes:2", "processes:1:normal", "processes:2:normal"};
    std::uint32_t rounds = 3;
    GapSettings gap;
};

void add_common(CLI::App& command, Options& options) {
    command.add_option("--fps", options.frames_per_s, "frames a second; 0: without a pause (default 60)")
        ->check(CLI::Range(0.0, 1000.0));
    command.add_option("--quiet", options.quiet,
                       "again, if others took more than so many cores (default: whatever they take)");
    command.add_option("--json", options.json, "FILE or -: standard output, and nothing else there");
    command.add_flag("--gate", options.gate, "exit code 1 if an aim is missed");
}

CLI::App& add_frame(CLI::App& app, Options& options) {
    CLI::App& frame = *app.add_subcommand("frame", "sim and draw of a full field");
    add_common(frame, options);
    frame.add_option("--siege-map", options.siege_map, "map of the siege (default ford)");
    frame.add_option("--raiders", options.raiders, "in the siege; 0: without it (default 10000)")
        ->check(CLI::Range(0, 11'900));
    frame.add_option("--units", options.units, "in the sandbox; 0: without it (default 50000)")
        ->check(CLI::Range(0, 50'000));
    frame.add_option("--ticks", options.ticks, "that are measured (default 1800)")->check(CLI::Range(1, 1'000'000));
    frame.add_option("--form", options.form,
                     "none, inline, threads:N or processes:N, with :idle, :nice or :normal (default processes:2)");
    frame.add_option("--repeats", options.repeats, "how often each (default 1)")->check(CLI::Range(1, 100));
    return frame;
}

CLI::App& add_gap(CLI::App& app, Options& options) {
    CLI::App& gap = *app.add_subcommand("gap", "closing the main gap");
    add_common(gap, options);
    gap.add_option("--raiders", options.gap.raiders, "on the field (default 1400, as in wave 10; wave 12: 3000)")
        ->check(CLI::Range(1, 11'900));
    gap.add_option("--forms", options.forms, "forms in turns, there and back")->delimiter(',');
    gap.add_option("--rounds", options.rounds, "how often there and back (default 3)")->check(CLI::Range(1, 100));
    gap.add_option("--closings", options.gap.closings, "in a run (default 1: later ones may find the horde in the gap)")
        ->check(CLI::Range(1, 10));
    gap.add_option("--towers", options.gap.towers, "by the road, 0 to 10 (default 8)")->check(CLI::Range(0, 10));
    gap.add_option("--settle", options.gap.settle_s, "seconds before the first closing (default 1)");
    gap.add_option("--closed", options.gap.closed_s, "seconds after a closing that count (default 3)");
    gap.add_option("--open", options.gap.open_s, "seconds between two closings (default 2.5)");
    return gap;
}

Surroundings surroundings_of(const Options& options) {
    const std::filesystem::path pathfinder = outrider::app::own_binary_folder() / "outrider-pathfinder";
    outrider::app::require_pathfinder(pathfinder);
    return {std::filesystem::path(OUTRIDER_SOURCE_DIR) / "assets", pathfinder, options.frames_per_s, options.quiet};
}

/// Exit code 1: requests were lost, or an aim is missed and that matters.
int finish(const Options& options, Json json, const std::string& table, bool conserved, bool met) {
    json["conserved"] = conserved;
    json["passed"] = conserved && (met || !options.gate);
    if (options.json != "-") std::cout << table;
    write_json(json, options.json);
    return json["passed"].get<bool>() ? 0 : 1;
}

int run_frame(const Options& options) {
    const Surroundings surroundings = surroundings_of(options);
    const PathForm form = form_from(options.form);
    std::vector<FrameResult> results;
    for (std::uint32_t i = 0; i < options.repeats; ++i) {
        if (options.raiders != 0) {
            results.push_back(
                measure_siege_frame(surroundings, {options.siege_map, options.raiders, options.ticks, form}));
        }
        if (options.units != 0) {
            results.push_back(measure_sandbox_frame(surroundings, {"city", options.units, options.ticks, form}));
        }
    }
    Json json = build_facts();
    json["frames_per_s"] = options.frames_per_s;
    json["results"] = Json::array();
    for (const FrameResult& result : results) json["results"].push_back(to_json(result));
    return finish(options, std::move(json), to_table(results),
                  std::ranges::all_of(results, [](const FrameResult& r) { return r.books.conserved; }),
                  std::ranges::all_of(results, [](const FrameResult& r) { return r.met(); }));
}

int run_gaps(const Options& options) {
    const Surroundings surroundings = surroundings_of(options);
    std::vector<PathForm> turns;
    for (const std::string& form : options.forms) turns.push_back(form_from(form));
    turns.insert(turns.end(), turns.rbegin(), turns.rend());
    std::vector<GapRun> runs;
    for (std::uint32_t i = 0; i < options.rounds; ++i) {
        for (const PathForm& form : turns) runs.push_back(run_gap(surroundings, options.gap, form));
    }
    Json json = build_facts();
    json["frames_per_s"] = options.frames_per_s;
    json.update(to_json(runs, options.gap));
    const std::vector<Aim> aims = aims_of(summaries_of(runs));
    return finish(options, std::move(json), to_table(runs, options.gap),
                  std::ranges::all_of(runs, [](const GapRun& run) { return run.books.conserved; }),
                  std::ranges::all_of(aims, [](const Aim& aim) { return aim.met(); }));
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("What the siege costs a frame, and what happens to frames when its main gap is closed.",
                 "bench_siege");
    Options options;
    app.require_subcommand(1);
    const CLI::App& frame = add_frame(app, options);
    add_gap(app, options);
    return run_program(app, argc, argv, [&] { return frame.parsed() ? run_frame(options) : run_gaps(options); });
}
