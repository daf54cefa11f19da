#include "tests/bench/bench_transport.h"

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>

#include "tests/bench/bench_program.h"
#include "tests/bench/bench_transport_report.h"

namespace {

using namespace outrider::bench;
using Json = nlohmann::ordered_json;

struct Options {
    std::uint32_t rounds = 9;
    std::uint32_t slice_ms = 60;
    bool quick = false;
    bool gate = false;
    std::string only;
    std::string json;
};

/// A partner that died would leave its measure waiting for ever: then the whole program ends, and all partners with it.
constexpr unsigned kMostTimePerSlice_s = 60;

void add_options(CLI::App& app, Options& options) {
    app.add_option("--rounds", options.rounds, "every measure once in each (default 9)")->check(CLI::Range(1, 1000));
    app.add_option("--slice-ms", options.slice_ms, "time of a measure in a round (default 60)")
        ->check(CLI::Range(1, 10'000));
    app.add_flag("--quick", options.quick, "one short round: does it still run?");
    app.add_option("--only", options.only, "measures whose name contains this");
    app.add_flag("--gate", options.gate, "exit code 1 if a ratio is missed");
    app.add_option("--json", options.json, "FILE or -: standard output, and nothing else there");
}

std::vector<Measure> chosen_measures(const std::string& only) {
    std::vector<Measure> chosen;
    for (const auto group : {limit_measures, our_measures, rival_measures, frame_measures}) {
        for (Measure& measure : group()) {
            if (measure.name.find(only) != std::string::npos) chosen.push_back(std::move(measure));
        }
    }
    return chosen;
}

Rounds run_rounds(const std::vector<Measure>& measures, const Conditions& conditions, std::uint32_t count) {
    Rounds rounds;
    for (std::uint32_t i = 0; i < count; ++i) {
        for (const Measure& measure : measures) {
            run_on({conditions.cores.game});
            ::alarm(kMostTimePerSlice_s);
            for (const auto& [figure, value] : measure.run(conditions)) rounds[measure.name][figure].push_back(value);
            ::alarm(0);
        }
    }
    return rounds;
}

Json circumstances(const Conditions& conditions, const Options& options, double load_before) {
    Json json = build_facts();
    json["cores"] = {{"game", conditions.cores.game}, {"workers", conditions.cores.workers}};
    json["load_before"] = load_before;
    json["load_after"] = load_average();
    json["rounds"] = options.rounds;
    json["slice_ms"] = options.slice_ms;
    return json;
}

int run(Options options) {
    if (options.quick) {
        options.rounds = 1;
        options.slice_ms = 8;
    }
    const auto measures = chosen_measures(options.only);
    if (measures.empty()) throw std::runtime_error("no measure has '" + options.only + "' in its name");
    const double load_before = load_average();
    const Conditions conditions{Cores::choose(), calibrate_ticks_per_ns(), std::chrono::milliseconds(options.slice_ms)};
    const Rounds rounds = run_rounds(measures, conditions, options.rounds);
    const auto ratios = ratios_of(rounds);
    Json json = circumstances(conditions, options, load_before);
    json.update(to_json(measures, rounds, ratios));

    bool passed = all_positive(rounds);
    for (const Ratio& ratio : ratios) passed = passed && (ratio.met() || !options.gate);
    json["passed"] = passed;
    if (options.json != "-") std::cout << to_table(measures, rounds, ratios);
    write_json(json, options.json);
    return passed ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app(
        "What it costs to hand a job to a worker and get the answer back, beside the limit and the usual means.",
        "bench_transport");
    Options options;
    add_options(app, options);
    return run_program(app, argc, argv, [&options] { return run(options); });
}
