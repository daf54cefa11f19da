#include "game/app/compare.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "game/app/json_output.h"
#include "game/measure/comparison.h"
#include "game/measure/outputs.h"

namespace outrider::app {

namespace {

std::vector<measure::Comparison> compare_all(const measure::Measurement& a, const measure::Measurement& b) {
    std::vector<measure::Comparison> comparisons;
    const std::vector<measure::Configuration> others = measure::by_configuration(b.runs);
    for (const measure::Configuration& base : measure::by_configuration(a.runs)) {
        const auto other = std::ranges::find(others, base.name, &measure::Configuration::name);
        if (other != others.end()) comparisons.push_back(measure::compare(base, *other));
    }
    return comparisons;
}

/// What makes two measurements measure different things: the first of these that there is.
std::string difference_between(const measure::Measurement& a, const measure::Measurement& b) {
    if (a.title != b.title) return fmt::format("A measured '{}', B '{}'", a.title, b.title);
    if (a.machine.cpu != b.machine.cpu) {
        return fmt::format("A was measured on {}, B on {}", a.machine.cpu, b.machine.cpu);
    }
    if (a.machine.cores != b.machine.cores) {
        return fmt::format("A was measured with {} cores, B with {}", a.machine.cores, b.machine.cores);
    }
    if (a.machine.renderer != b.machine.renderer) {
        return fmt::format("A drew by {}, B by {}", a.machine.renderer, b.machine.renderer);
    }
    return {};
}

std::string names_of(const measure::Measurement& measurement) {
    std::vector<std::string> names;
    for (const measure::Configuration& configuration : measure::by_configuration(measurement.runs)) {
        names.push_back(configuration.name);
    }
    return fmt::format("{}", fmt::join(names, "; "));
}

void print(const measure::Comparison& comparison) {
    fmt::print("{}: {}\n", comparison.other, comparison.verdict.words);
    fmt::print("  {:<18} {:>12} {:>12}  B less A\n", "", "A", "B");
    for (const measure::Difference& difference : comparison.differences) {
        if (difference.too_few_frames) {
            fmt::print("  {:<18} too few frames\n", measure::to_string(difference.metric));
            continue;
        }
        fmt::print("  {:<18} {:>12.4g} {:>12.4g}  {}\n", measure::to_string(difference.metric), difference.base,
                   difference.other, measure::text_of(difference));
    }
    fmt::print("\n");
}

void write_page(const std::filesystem::path& file, const std::string& page) {
    std::ofstream out(file, std::ios::binary);
    out << page;
    out.close();
    if (!out) throw UsageError(fmt::format("--out: {} cannot be written", file.string()));
}

}  // namespace

int compare(const CompareOptions& options) {
    if (options.out) require_writable("--out", *options.out);
    const measure::Measurement a = measure::read_folder(options.base);
    const measure::Measurement b = measure::read_folder(options.other);
    const std::vector<measure::Comparison> comparisons = compare_all(a, b);
    if (comparisons.empty()) {
        throw UsageError(fmt::format("compare: {} has {}; {} has {}: nothing that both have", options.base.string(),
                                     names_of(a), options.other.string(), names_of(b)));
    }
    fmt::print("A: {} ({}, {})\n", options.base.string(), a.title, a.machine.date);
    fmt::print("B: {} ({}, {})\n\n", options.other.string(), b.title, b.machine.date);
    const std::string difference = difference_between(a, b);
    if (!difference.empty()) fmt::print("They differ in more than time: {}.\n\n", difference);
    for (const measure::Comparison& comparison : comparisons) print(comparison);
    if (options.out) {
        write_page(*options.out, measure::html_comparison(a, b));
        fmt::print("the page: {}\n", options.out->string());
    }
    return kExitDone;
}

}  // namespace outrider::app
