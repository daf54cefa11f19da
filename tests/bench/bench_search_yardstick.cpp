#include "tests/bench/bench_search_yardstick.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <sstream>
#include <stdexcept>

#include "tests/support/child_process.h"

namespace outrider::bench {
namespace {

/// A quarter of an hour is more than plain A* needs for the longest scenario known.
constexpr std::chrono::minutes kPatience{15};

/// The number in the word `NAME=NUMBER` of a line, whatever follows the number.
template <class Number>
[[nodiscard]] std::optional<Number> value_of(std::string_view name, const std::string& line) {
    std::istringstream words(line);
    for (std::string word; words >> word;) {
        if (!word.starts_with(name) || word.size() <= name.size() || word[name.size()] != '=') continue;
        Number value{};
        const char* const begin = word.data() + name.size() + 1;
        const auto [end, error] = std::from_chars(begin, word.data() + word.size(), value);
        if (error == std::errc{} && end != begin) return value;
    }
    return std::nullopt;
}

}  // namespace

YardstickFigures parse_yardstick(std::string_view output, std::string_view map) {
    std::istringstream lines{std::string(output)};
    for (std::string line; std::getline(lines, line);) {
        const auto queries = value_of<std::size_t>("n", line);
        const auto mean = value_of<double>("mean", line);
        const auto median = value_of<double>("med", line);
        const auto p99 = value_of<double>("p99", line);
        if (queries && mean && *mean > 0.0 && median && p99) return {*queries, *mean, *median, *p99};
    }
    throw std::runtime_error(fmt::format("the yardstick has no figures for {}; it printed: {}", map, output));
}

YardstickFigures run_yardstick(const std::filesystem::path& program, std::string_view algorithm,
                               const std::filesystem::path& map) {
    test::ChildProcess yardstick({absolute(program), {std::string(algorithm), map.string()}});
    const auto ending = yardstick.wait(kPatience);
    if (!ending) throw std::runtime_error(fmt::format("the yardstick does not end on {}", map.string()));
    if (*ending != test::exit_code(0)) {
        std::ostringstream how;
        how << *ending;
        throw std::runtime_error(fmt::format("the yardstick on {}: {} {}", map.string(), how.str(), yardstick.error()));
    }
    return parse_yardstick(yardstick.output(), map.string());
}

}  // namespace outrider::bench
