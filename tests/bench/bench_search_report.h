// What the rounds found, put together: medians, ratios, the aims and whether they are met, for people and programs.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "shared/protocol.h"
#include "tests/bench/bench_search.h"

namespace outrider::bench {

/// Of an odd number of values; of an even number the higher of the two in the middle. REQUIRES: there is one.
[[nodiscard]] double median_of(std::vector<double> values);
/// REQUIRES: there are values, and all are above 0.
[[nodiscard]] double geometric_mean(const std::vector<double>& values);

/// The median of the rounds, figure by figure.
[[nodiscard]] Times our_times(const MapFigures& map);
[[nodiscard]] YardstickFigures yardstick_times(const MapFigures& map);
/// Our mean time of a query to the yardstick's; nothing if that did not run.
[[nodiscard]] std::optional<double> ratio_of(const MapFigures& map);
/// Over all maps that have a ratio.
[[nodiscard]] std::optional<double> mean_ratio(const std::vector<MapFigures>& maps);

/// One figure that should not exceed a limit; of several maps the worst one's.
struct Aim {
    std::string name;
    std::string what;  ///< for people
    double limit = 0.0;
    double value = 0.0;
    std::string worst_map{};  ///< empty: it is about all of them together
    [[nodiscard]] bool met() const noexcept { return value <= limit; }
};
/// Those about which something was measured. The ones of speed are for Jump Point Search.
[[nodiscard]] std::vector<Aim> aims_of(const std::vector<MapFigures>& maps, Algorithm algorithm,
                                       const std::vector<FrameFigures>& frames = {});

/// No answer was anything but right.
[[nodiscard]] bool all_right(const std::vector<MapFigures>& maps) noexcept;

[[nodiscard]] std::string to_table(const std::vector<MapFigures>& maps, const std::vector<FrameFigures>& frames,
                                   const std::vector<Aim>& aims);
/// "maps", "ratio_geometric_mean" where there are ratios, "frame" if that was measured, and "aims".
[[nodiscard]] nlohmann::ordered_json to_json(const std::vector<MapFigures>& maps,
                                             const std::vector<FrameFigures>& frames, const std::vector<Aim>& aims);

}  // namespace outrider::bench
