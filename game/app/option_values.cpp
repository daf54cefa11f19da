#include "game/app/option_values.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <span>
#include <system_error>
#include <utility>

#include "game/app/command_line.h"

namespace outrider::app {

namespace {

/// The most requests per unit and second that make sense: one in every tick.
constexpr double kMostAsksPerUnitAndSecond = sim::kTicksPerSecond;

[[noreturn]] void refuse_word(std::string_view option, std::string_view text, std::string_view known) {
    throw UsageError(fmt::format("{}: '{}' is not one of {}", option, text, known));
}

[[noreturn]] void refuse_number(std::string_view option, std::string_view text) {
    throw UsageError(fmt::format("{}: '{}' is not a number", option, text));
}

template <class Number>
[[noreturn]] void refuse_range(std::string_view option, std::string_view text, Number least, Number most) {
    throw UsageError(fmt::format("{}: {} is out of range ({} to {})", option, text, least, most));
}

/// All of `text`, or an error code.
template <class Number>
std::errc read_all(std::string_view text, Number& value) noexcept {
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{}) return error;
    return stopped == end ? std::errc{} : std::errc::invalid_argument;
}

template <class Value, std::size_t kCount>
Value word_from(std::string_view option, std::string_view text,
                const std::pair<std::string_view, Value> (&words)[kCount]) {
    std::string known;
    for (const auto& [word, value] : words) {
        if (word == text) return value;
        known += known.empty() ? "" : ", ";
        known += word;
    }
    refuse_word(option, text, known);
}

/// Of "a,b,c".
template <class Take>
void for_each_part(std::string_view text, Take take) {
    for (bool more = true; more;) {
        const std::size_t comma = text.find(',');
        take(text.substr(0, comma));
        more = comma != std::string_view::npos;
        if (more) text.remove_prefix(comma + 1);
    }
}

}  // namespace

std::uint64_t whole_number(std::string_view option, std::string_view text, std::uint64_t least, std::uint64_t most) {
    const bool negative = text.starts_with('-');
    std::uint64_t value = 0;
    const std::errc error = read_all(text.substr(negative ? 1 : 0), value);
    if (error == std::errc::invalid_argument) {
        throw UsageError(fmt::format("{}: '{}' is not a whole number", option, text));
    }
    if (negative || error != std::errc{} || value < least || value > most) refuse_range(option, text, least, most);
    return value;
}

double real_number(std::string_view option, std::string_view text, double least, double most) {
    double value = 0.0;
    const std::errc error = read_all(text, value);
    if (error == std::errc::invalid_argument || std::isnan(value)) refuse_number(option, text);
    if (error != std::errc{} || value < least || value > most) refuse_range(option, text, least, most);
    return value;
}

std::vector<std::uint32_t> number_list(std::string_view option, std::string_view text, std::uint32_t least,
                                       std::uint32_t most) {
    std::vector<std::uint32_t> numbers;
    for_each_part(text, [&](std::string_view part) {
        numbers.push_back(static_cast<std::uint32_t>(whole_number(option, part, least, most)));
    });
    return numbers;
}

std::filesystem::path file_name(std::string_view option, const std::string& text) {
    if (text.empty()) throw UsageError(fmt::format("{}: the file name is empty", option));
    return text;
}

paths::Mode mode_from(std::string_view option, std::string_view text) {
    using paths::Mode;
    return word_from<Mode>(option, text,
                           {{"none", Mode::kNone},
                            {"inline", Mode::kInline},
                            {"threads", Mode::kThreads},
                            {"processes", Mode::kProcesses}});
}

std::vector<paths::Mode> mode_list(std::string_view option, std::string_view text) {
    std::vector<paths::Mode> modes;
    for_each_part(text, [&](std::string_view part) { modes.push_back(mode_from(option, part)); });
    return modes;
}

Algorithm algorithm_from(std::string_view option, std::string_view text) {
    return word_from<Algorithm>(
        option, text, {{"jps", Algorithm::kJps}, {"astar", Algorithm::kAStar}, {"weighted", Algorithm::kWeighted}});
}

sim::OrderBy orders_from(std::string_view option, std::string_view text) {
    return word_from<sim::OrderBy>(option, text,
                                   {{"field", sim::OrderBy::kFlowField}, {"paths", sim::OrderBy::kPaths}});
}

ScenarioKind scenario_from(std::string_view option, std::string_view text) {
    return word_from<ScenarioKind>(option, text,
                                   {{"siege", ScenarioKind::kSiege}, {"sandbox", ScenarioKind::kSandbox}});
}

sim::siege::Difficulty difficulty_from(std::string_view option, std::string_view text) {
    using sim::siege::Difficulty;
    return word_from<Difficulty>(
        option, text, {{"easy", Difficulty::kEasy}, {"normal", Difficulty::kNormal}, {"hard", Difficulty::kHard}});
}

SchedulingPolicy policy_from(std::string_view option, std::string_view text) {
    return word_from<SchedulingPolicy>(
        option, text,
        {{"idle", SchedulingPolicy::kIdle}, {"nice", SchedulingPolicy::kNice}, {"normal", SchedulingPolicy::kNormal}});
}

std::uint32_t chunk_from(std::string_view option, std::string_view text) {
    return static_cast<std::uint32_t>(whole_number(option, text, 1, kMaxChunk_jobs));
}

DebugView debug_view_from(std::string_view option, std::string_view text) {
    return word_from<DebugView>(option, text,
                                {{"off", DebugView::kOff},
                                 {"paths", DebugView::kPaths},
                                 {"jump-points", DebugView::kJumpPoints},
                                 {"expanded", DebugView::kExpanded},
                                 {"components", DebugView::kComponents},
                                 {"clearance", DebugView::kClearance},
                                 {"flow", DebugView::kFlow}});
}

paths::EventLevel log_level_from(std::string_view option, std::string_view text) {
    using paths::EventLevel;
    return word_from<EventLevel>(option, text,
                                 {{"debug", EventLevel::kDebug},
                                  {"info", EventLevel::kInfo},
                                  {"warning", EventLevel::kWarning},
                                  {"error", EventLevel::kError}});
}

bool on_or_off(std::string_view option, std::string_view text) {
    return word_from<bool>(option, text, {{"on", true}, {"off", false}});
}

sim::AskPolicy ask_rate_from(std::string_view option, std::string_view text) {
    if (text == "max") return {.again_at_once = true};
    return {.per_unit_per_second = real_number(option, text, 0.0, kMostAsksPerUnitAndSecond)};
}

}  // namespace outrider::app
