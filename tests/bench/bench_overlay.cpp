// What the overlay takes of a frame: building the panels, and rasterising them, as pictures and without.
#include "tests/bench/bench_overlay.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "tests/bench/bench_program.h"

namespace {

using namespace outrider::bench;
using outrider::measure::Percentiles;
using Json = nlohmann::ordered_json;

/// With all panels open, drawn as the game draws them.
constexpr double kBuildAim_ms = 0.5;
constexpr double kBothAim_ms = 3.0;

struct Options {
    OverlayBenchSettings settings;
    std::string json;
    bool gate = false;
};

Json to_json(const Percentiles& times) {
    return {{"p50", times.p50_ms}, {"p95", times.p95_ms}, {"p99", times.p99_ms}, {"max", times.max_ms}};
}

Json to_json(const OverlayResult& result) {
    return {{"case", result.setting.name},     {"pictures", result.setting.drawing == Drawing::kPictures},
            {"frames", result.both.samples},   {"build_ms", to_json(result.build)},
            {"draw_ms", to_json(result.draw)}, {"both_ms", to_json(result.both)}};
}

std::string to_table(const std::vector<OverlayResult>& results) {
    std::string table = fmt::format("{:<40} {:>17} {:>17} {:>17}\n{:<40} {:>17} {:>17} {:>17}\n", "", "build, ms",
                                    "rasterise, ms", "both, ms", "", "p50     p99", "p50     p99", "p50     p99");
    const auto pair = [](const Percentiles& times) {
        return fmt::format("{:.3f}   {:.3f}", times.p50_ms, times.p99_ms);
    };
    for (const OverlayResult& result : results) {
        table += fmt::format("{:<40} {:>17} {:>17} {:>17}\n", result.setting.name, pair(result.build),
                             pair(result.draw), pair(result.both));
    }
    return table;
}

[[nodiscard]] bool is_met(const std::vector<OverlayResult>& results) {
    const OverlayResult& all = results.front();
    return all.build.p99_ms <= kBuildAim_ms && all.both.p99_ms <= kBothAim_ms;
}

int run(const Options& options) {
    const std::vector<OverlayResult> results = measure_overlay(options.settings, overlay_cases());
    Json json = build_facts();
    json["workers"] = options.settings.workers;
    json["size_px"] = {options.settings.width, options.settings.height};
    json["load"] = load_average();
    json["results"] = Json::array();
    for (const OverlayResult& result : results) json["results"].push_back(to_json(result));
    json["aims"] = {{"build_p99_ms", kBuildAim_ms}, {"both_p99_ms", kBothAim_ms}, {"met", is_met(results)}};
    if (options.json != "-") std::cout << to_table(results);
    write_json(json, options.json);
    return is_met(results) || !options.gate ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("What the overlay takes of a frame, on SDL's software renderer.", "bench_overlay");
    Options options;
    OverlayBenchSettings& settings = options.settings;
    app.add_option("--rounds", settings.rounds, "how often each case has its turn, there and back (default 20)")
        ->check(CLI::Range(1, 10'000));
    app.add_option("--frames", settings.frames_per_turn, "of a turn that are measured (default 60)")
        ->check(CLI::Range(1, 100'000));
    app.add_option("--workers", settings.workers, "on the panel (default 4)")->check(CLI::Range(0, 64));
    app.add_option("--cores", settings.cores, "on the panel (default 4)")->check(CLI::Range(1, 256));
    app.add_option("--width", settings.width, "of the window (default 1280)")->check(CLI::Range(640, 8192));
    app.add_option("--height", settings.height, "of the window (default 720)")->check(CLI::Range(480, 8192));
    app.add_option("--picture", settings.picture, "BMP of the last frame of all: all panels open");
    app.add_option("--json", options.json, "FILE or -: standard output, and nothing else there");
    app.add_flag("--gate", options.gate, "exit code 1 if an aim is missed");
    return run_program(app, argc, argv, [&] { return run(options); });
}
