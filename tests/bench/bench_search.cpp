#include "tests/bench/bench_search.h"

#include <malloc.h>

#include <CLI/CLI.hpp>
#include <array>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "shared/protocol.h"
#include "tests/bench/bench_program.h"
#include "tests/bench/bench_search_course.h"
#include "tests/bench/bench_search_frame.h"
#include "tests/bench/bench_search_manners.h"
#include "tests/bench/bench_search_ours.h"
#include "tests/bench/bench_search_report.h"
#include "tests/bench/bench_search_yardstick.h"

namespace {

using namespace outrider;
using namespace outrider::bench;
using Json = nlohmann::ordered_json;

struct Options {
    std::vector<std::string> files;
    std::vector<std::string> dynamic;
    std::uint32_t passes = 3;
    std::uint32_t rounds = 0;  ///< 0: as many as it takes
    std::string algorithm_name{to_string(Algorithm::kJps)};
    std::string yardstick;
    std::vector<std::int32_t> frame_sides;
    bool gate = false;
    std::string json;

    [[nodiscard]] Algorithm algorithm() const noexcept {
        return algorithm_name == to_string(Algorithm::kJps) ? Algorithm::kJps : Algorithm::kAStar;
    }
    [[nodiscard]] std::uint32_t rounds_to_run() const noexcept {
        if (rounds != 0) return rounds;
        return yardstick.empty() ? 1 : 5;
    }
};

void add_options(CLI::App& app, Options& options) {
    app.add_option("files", options.files, "MAP (with MAP.scen beside it), or MAP SCEN; as many as you like");
    app.add_option("--dynamic", options.dynamic, "SCEN of version 2: queries between patches of the map; no yardstick");
    app.add_option("--passes", options.passes, "each scenario so often in a round, the last one counts (default 3)")
        ->check(CLI::Range(2, 1000));
    app.add_option("--rounds", options.rounds, "medians of so many (default 1, with a yardstick 5)")
        ->check(CLI::Range(1, 1000));
    app.add_option("--algorithm", options.algorithm_name, "jps (default) or astar")
        ->check(CLI::IsMember({to_string(Algorithm::kJps), to_string(Algorithm::kAStar)}));
    app.add_option("--yardstick", options.yardstick, "PROGRAM to compare with, in turns, by ALGORITHM")
        ->check(CLI::ExistingFile);
    app.add_option("--frame", options.frame_sides,
                   "SIDE,SIDE…: also what an edit costs the frame, on square maps of this size (aims: 512 and 4096)")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(CLI::Range(64, kMaxMapSide_cells));
    app.add_flag("--gate", options.gate, "exit code 1 if an aim is missed");
    app.add_option("--json", options.json, "FILE or -: standard output, and nothing else there");
}

std::vector<CourseFiles> chosen_files(const Options& options) {
    std::vector<CourseFiles> files = pair_up(options.files);
    for (const std::string& scenario : options.dynamic) files.push_back({{}, scenario});
    if (files.empty() && options.frame_sides.empty()) throw std::runtime_error("no map is given");
    return files;
}

/// All before the first is measured: what cannot be read is told at once.
std::vector<Course> load_all(const std::vector<CourseFiles>& files) {
    std::vector<Course> courses;
    for (const CourseFiles& course : files) courses.push_back(load(course));
    return courses;
}

/// What the last round leaves behind is as good as any for the rest.
void measure_the_rest(const Course& course, Algorithm algorithm, SearchBench& bench, MapFigures& figures) {
    figures.memory = bench.memory();
    figures.first_search_us = bench.first_search_us();
    figures.unreachable = bench.time_unreachable();
    figures.edits = bench.time_edits();
    figures.after_edits = bench.check_queries().verdicts;
    if (algorithm == Algorithm::kJps && !course.edits_map()) figures.manners = measure_manners(course);
}

void run_yardstick_round(const CourseFiles& files, const Options& options, MapFigures& figures) {
    figures.yardstick.push_back(run_yardstick(options.yardstick, options.algorithm_name, files.map));
}

/// The two sides in turns, each with memory of its own that it has just got.
MapFigures measure(const CourseFiles& files, const Course& course, const Options& options) {
    MapFigures figures;
    figures.name = course.name;
    figures.scenario = files.scenario.string();
    figures.layout = course.layout;
    const bool has_yardstick = !options.yardstick.empty() && files.is_beside_map();
    for (std::uint32_t round = 1; round <= options.rounds_to_run(); ++round) {
        if (has_yardstick) run_yardstick_round(files, options, figures);
        SearchBench bench(course, options.algorithm());
        figures.ours.push_back(bench.time_queries(options.passes));
        if (round == options.rounds_to_run()) {
            measure_the_rest(course, options.algorithm(), bench, figures);
        }
    }
    if (has_yardstick && figures.yardstick.front().queries != figures.ours.front().verdicts.queries) {
        throw std::runtime_error("the yardstick has other queries than " + figures.scenario);
    }
    return figures;
}

Json circumstances(const Options& options) {
    Json json = build_facts();
    json["algorithm"] = options.algorithm_name;
    json["passes"] = options.passes;
    json["rounds"] = options.rounds_to_run();
    json["load_before"] = load_average();
    return json;
}

std::vector<FrameFigures> measure_frames(const std::vector<std::int32_t>& sides_cells) {
    constexpr std::array<std::uint32_t, 2> kUnits{500, 10'000};
    std::vector<FrameFigures> frames;
    for (const std::int32_t side : sides_cells) frames.push_back(measure_frame(side, kUnits));
    return frames;
}

int run(const Options& options) {
    Json json = circumstances(options);
    std::vector<MapFigures> maps;
    const std::vector<CourseFiles> files = chosen_files(options);
    const std::vector<Course> courses = load_all(files);
    for (std::size_t i = 0; i < files.size(); ++i) maps.push_back(measure(files[i], courses[i], options));
    const std::vector<FrameFigures> frames = measure_frames(options.frame_sides);
    json["load_after"] = load_average();
    const auto aims = aims_of(maps, options.algorithm(), frames);
    json.update(to_json(maps, frames, aims));

    bool passed = all_right(maps);
    for (const Aim& aim : aims) passed = passed && (aim.met() || !options.gate);
    json["passed"] = passed;
    if (options.json != "-") std::cout << to_table(maps, frames, aims);
    write_json(json, options.json);
    if (!all_right(maps)) std::cerr << "bench_search: there are answers that are not right\n";
    return passed ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    // What a searcher gives back goes back to the system, so that each one begins like the first of a process.
    ::mallopt(M_MMAP_THRESHOLD, 128 * 1024);
    CLI::App app("What a search takes, on maps and scenarios of the Moving AI Lab: one thread, in this process.",
                 "bench_search");
    Options options;
    add_options(app, options);
    return run_program(app, argc, argv, [&options] { return run(options); });
}
