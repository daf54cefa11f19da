// What the programs of the benchmarks have in common: the command line, the circumstances of a run, JSON.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

namespace outrider::bench {

/// Of the last minute; -1 if the system does not say.
[[nodiscard]] double load_average();

/// What should stand beside every figure: version and build.
[[nodiscard]] nlohmann::ordered_json build_facts();

/// To a file, or to standard output if `file` is "-"; empty: nowhere. Throws std::runtime_error.
void write_json(const nlohmann::ordered_json& json, const std::string& file);

/// Reads the command line and runs. The exit code: what `run` says, 0 after a call for help, 2 if something was wrong,
/// which is then said in one line.
[[nodiscard]] int run_program(CLI::App& app, int argc, char** argv, const std::function<int()>& run);

}  // namespace outrider::bench
