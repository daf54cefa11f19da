// What the rounds found, put together: medians, ratios, and whether the ratios are what they should be.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/bench/bench_transport.h"

namespace outrider::bench {

/// The figures of all rounds: by measure, by figure, one value a round.
using Rounds = std::map<std::string, std::map<std::string, std::vector<double>>>;

/// A ratio of two figures of the same round; its median over the rounds.
struct Ratio {
    std::string name;
    std::string what;  ///< for people
    double value = 0.0;
    double limit = 0.0;
    bool at_least = false;  ///< otherwise at most
    [[nodiscard]] bool met() const noexcept { return at_least ? value >= limit : value <= limit; }
};

[[nodiscard]] double median(std::vector<double> values);
/// Those whose measures were run.
[[nodiscard]] std::vector<Ratio> ratios_of(const Rounds& rounds);
[[nodiscard]] bool all_positive(const Rounds& rounds);

[[nodiscard]] std::string to_table(const std::vector<Measure>& measures, const Rounds& rounds,
                                   const std::vector<Ratio>& ratios);
[[nodiscard]] nlohmann::ordered_json to_json(const std::vector<Measure>& measures, const Rounds& rounds,
                                             const std::vector<Ratio>& ratios);

}  // namespace outrider::bench
