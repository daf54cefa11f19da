#include "tests/bench/bench_transport_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <utility>

namespace outrider::bench {
namespace {

/// The figures of one round; nothing where a measure was not run.
class Round {
public:
    Round(const Rounds& rounds, std::size_t index) : rounds_(rounds), index_(index) {}

    [[nodiscard]] std::optional<double> get(const std::string& measure, const std::string& figure) const {
        const auto found = rounds_.find(measure);
        if (found == rounds_.end()) return std::nullopt;
        return found->second.at(figure).at(index_);
    }
    [[nodiscard]] std::optional<double> divide(std::optional<double> above, std::optional<double> below) const {
        if (!above || !below || *below == 0.0) return std::nullopt;
        return *above / *below;
    }
    [[nodiscard]] std::optional<double> to_limit(const std::string& measure, const std::string& figure,
                                                 const std::string& limit_figure = "p50_ns") const {
        return divide(get(measure, figure), get("ping_pong", limit_figure));
    }

private:
    const Rounds& rounds_;
    std::size_t index_;
};

struct Rule {
    const char* name;
    const char* what;
    double limit;
    bool at_least;
    std::function<std::optional<double>(const Round&)> value;
};

std::optional<double> more_workers_share(const Round& round) {
    const auto none = round.get("empty_poll_0", "ns");
    const auto eight = round.get("empty_poll_8", "ns");
    const auto limit = round.get("ping_pong", "p50_ns");
    if (!none || !eight || !limit) return std::nullopt;
    // A poll is never cheaper for more workers: below nothing lies noise.
    return std::max(*eight - *none, 0.0) / 8 / *limit;
}

/// Boost's faster way, whichever it is.
std::optional<double> messages_per_s(const Round& round) {
    const auto spinning = round.get("message_queue_one_way_spinning", "per_s");
    const auto blocking = round.get("message_queue_one_way_blocking", "per_s");
    if (!spinning || !blocking) return std::nullopt;
    return std::max(*spinning, *blocking);
}

const std::vector<Rule>& rules() {
    static const std::vector<Rule> all = {
        {"round_trip_p50", "round trip, 1 worker spinning, p50 to ping-pong p50", 2.5, false,
         [](const Round& r) { return r.to_limit("board_spinning_1", "p50_ns"); }},
        {"round_trip_p99", "round trip, 1 worker spinning, p99 to ping-pong p99", 4.0, false,
         [](const Round& r) { return r.to_limit("board_spinning_1", "p99_ns", "p99_ns"); }},
        {"submit", "submit while a worker takes the jobs, to ping-pong p50", 1.0, false,
         [](const Round& r) { return r.to_limit("submit_watched", "ns"); }},
        {"empty_poll_per_worker", "empty poll, each worker more, to ping-pong p50", 0.5, false, more_workers_share},
        {"faster_than_message_queue", "message_queue spun with try_, to our round trip (p50)", 5.0, true,
         [](const Round& r) {
             return r.divide(r.get("message_queue_spinning", "p50_ns"), r.get("board_spinning_1", "p50_ns"));
         }},
        {"sleeping", "round trip, sleeping, to message_queue's blocking one (p50)", 1.1, false,
         [](const Round& r) {
             return r.divide(r.get("board_sleeping_1", "p50_ns"), r.get("message_queue_blocking", "p50_ns"));
         }},
        {"jobs", "jobs/s through board and ring, chunk 1, to message_queue's one-way messages/s", 1.5, true,
         [](const Round& r) { return r.divide(r.get("board_jobs_1_k1", "per_s"), messages_per_s(r)); }},
        {"ring", "records/s of the result ring to spsc_queue's", 1.0, true,
         [](const Round& r) { return r.divide(r.get("ring_one_way", "per_s"), r.get("spsc_one_way", "per_s")); }},
    };
    return all;
}

std::string text_of(const std::string& figure, double value) {
    if (figure == "per_s") return fmt::format("{:.2f} million/s", value * 1e-6);
    return fmt::format("{:.0f} ns", value);
}

std::string row_of(const Measure& measure, const Rounds& rounds) {
    const auto found = rounds.find(measure.name);
    if (found == rounds.end()) return {};
    const auto& figures = found->second;
    std::string row = fmt::format("{:<32} {:<52}", measure.name, measure.what);
    const auto limit = rounds.find("ping_pong");
    for (const char* figure : {"p50_ns", "p99_ns", "p999_ns", "ns", "per_s"}) {
        const auto values = figures.find(figure);
        if (values != figures.end()) row += fmt::format(" {:>16}", text_of(figure, median(values->second)));
    }
    if (figures.contains("ns") && limit != rounds.end()) {
        row += fmt::format("  {:.2f} of a ping-pong", median(figures.at("ns")) / median(limit->second.at("p50_ns")));
    }
    return row + '\n';
}

}  // namespace

double median(std::vector<double> values) {
    if (values.empty()) return 0.0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    if (values.size() % 2 == 1) return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

std::vector<Ratio> ratios_of(const Rounds& rounds) {
    std::vector<Ratio> ratios;
    const std::size_t count = rounds.empty() ? 0 : rounds.begin()->second.begin()->second.size();
    for (const Rule& rule : rules()) {
        std::vector<double> values;
        for (std::size_t i = 0; i < count; ++i) {
            if (const auto value = rule.value(Round(rounds, i))) values.push_back(*value);
        }
        if (!values.empty()) ratios.push_back({rule.name, rule.what, median(values), rule.limit, rule.at_least});
    }
    return ratios;
}

bool all_positive(const Rounds& rounds) {
    return !rounds.empty() && std::ranges::all_of(rounds, [](const auto& measure) {
        return !measure.second.empty() && std::ranges::all_of(measure.second, [](const auto& figure) {
            return std::ranges::all_of(figure.second, [](double value) { return value > 0.0; });
        });
    });
}

std::string to_table(const std::vector<Measure>& measures, const Rounds& rounds, const std::vector<Ratio>& ratios) {
    std::string table = fmt::format("{:<85} {:>16} {:>16} {:>16}\n", "", "p50", "p99", "p99.9");
    for (const Measure& measure : measures) table += row_of(measure, rounds);
    table += '\n';
    for (const Ratio& ratio : ratios) {
        table += fmt::format("{:<85} {:>16.2f}  {} {:.1f}: {}\n", ratio.what, ratio.value,
                             ratio.at_least ? "at least" : "at most", ratio.limit, ratio.met() ? "met" : "MISSED");
    }
    return table;
}

nlohmann::ordered_json to_json(const std::vector<Measure>& measures, const Rounds& rounds,
                               const std::vector<Ratio>& ratios) {
    nlohmann::ordered_json json;
    for (const Measure& measure : measures) {
        const auto found = rounds.find(measure.name);
        if (found == rounds.end()) continue;
        auto& entry = json["figures"][measure.name];
        entry["what"] = measure.what;
        for (const auto& [figure, values] : found->second) entry[figure] = median(values);
    }
    for (const Ratio& ratio : ratios) {
        json["ratios"][ratio.name] = {{"what", ratio.what},
                                      {"value", ratio.value},
                                      {ratio.at_least ? "at_least" : "at_most", ratio.limit},
                                      {"met", ratio.met()}};
    }
    return json;
}

}  // namespace outrider::bench
