// outrider-torture: see torture.h. Prints what it saw; ends with 1 if a check did not hold.
#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <fstream>
#include <iostream>
#include <map>
#include <string>

#include "tests/torture/torture.h"

namespace {

using namespace outrider::torture;

void add_options(CLI::App& app, Options& options, std::string& json) {
    static const std::map<std::string, outrider::SchedulingPolicy> kPolicies = {
        {"idle", outrider::SchedulingPolicy::kIdle},
        {"nice", outrider::SchedulingPolicy::kNice},
        {"normal", outrider::SchedulingPolicy::kNormal}};
    app.add_option("--kills", options.kills, "workers to kill (default 500); with --point: lives that reach the fault");
    app.add_option("--workers", options.workers, "default 2")->check(CLI::Range(1, 64));
    app.add_option("--chunk", options.chunk, "default 1")->check(CLI::Range(1, 64));
    app.add_option_function<std::string>(
           "--policy", [&](const std::string& name) { options.policy = kPolicies.at(name); },
           "the workers' at first: idle (default), nice, normal")
        ->check(CLI::IsMember(kPolicies));
    app.add_option("--seed", options.seed, "default 1");
    app.add_option("--seconds", options.most_seconds, "at most; --soak: exactly (default 600)");
    app.add_option("--point", options.point, "a named fault point instead of random instants (dev and asan builds)")
        ->check(CLI::IsMember(
            {"after_claim", "mid_search", "before_publish", "half_written_result", "after_publish", "at_sleep"}));
    app.add_option("--action", options.action, "what happens there (default kill)")
        ->check(CLI::IsMember({"kill", "stop", "abort", "exit", "sleep", "corrupt"}));
    app.add_flag("--soak", options.soak, "no kills: a resize every second");
    app.add_option("--hogs", options.hogs, "busy processes beside it");
    app.add_option("--control", options.control, "the same kills against a textbook pool")
        ->check(CLI::IsMember({"message_queue"}));
    app.add_option("--trials", options.trials, "of the control (default 60)");
    app.add_option("--pathfinder", options.pathfinder, "the worker program (default: beside this one)");
    app.add_option("--json", json, "FILE or -: standard output, the default");
}

int run(Options options, const std::string& json) {
#ifndef OUTRIDER_FAULT_POINTS
    if (!options.point.empty()) {
        std::cerr << "outrider-torture: --point needs a build with fault points: use the preset dev or asan\n";
        return 2;
    }
#endif
    if (options.point.empty() != options.action.empty() && options.point.empty()) {
        std::cerr << "outrider-torture: --action needs --point\n";
        return 2;
    }
    if (options.action.empty()) options.action = "kill";
    if (options.pathfinder.empty()) {
        options.pathfinder = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "outrider-pathfinder";
    }
    Verdict verdict = options.soak ? soak_pool(options) : torture_pool(options);
    if (!options.control.empty()) {
        verdict.figures["control"] = torture_textbook_pool(options);
        // A torture that never sees the textbook fail proves nothing.
        const auto& control = verdict.figures["control"];
        if (control["hangs"] == 0 && control["lost"] == 0) verdict.passed = false;
    }
    verdict.figures["passed"] = verdict.passed;
    if (json.empty() || json == "-") {
        std::cout << verdict.figures.dump(2) << '\n';
    } else {
        std::ofstream(json) << verdict.figures.dump(2) << '\n';
    }
    return verdict.passed ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    spdlog::set_default_logger(spdlog::stderr_logger_mt("torture"));
    CLI::App app("Kills the workers of a real pool under full load, and counts what is lost.", "outrider-torture");
    Options options;
    std::string json;
    add_options(app, options, json);
    try {
        app.parse(argc, argv);
        return run(options, json);
    } catch (const CLI::CallForHelp&) {
        std::cout << app.help();
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "outrider-torture: " << error.what() << '\n';
        return 2;
    }
}
