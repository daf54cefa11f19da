#include "tests/bench/bench_search_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace outrider::bench {
namespace {

using Json = nlohmann::ordered_json;

/// The median over the rounds of one side's figures.
template <class Round, class Figure>
[[nodiscard]] double median_over(const std::vector<Round>& rounds, Figure figure) {
    std::vector<double> values;
    for (const Round& round : rounds) values.push_back(std::invoke(figure, round));
    return median_of(std::move(values));
}

// --- aims ------------------------------------------------------------------------------------------------------------

constexpr double kMeanRatio = 0.70;
constexpr double kRatioOfOneMap = 1.0;
/// Where a query takes less, the clock is a good part of it: such a map counts in the mean only.
constexpr double kShortestQueryForRatio_us = 1.0;
constexpr double kQueryP99_us = 1000.0;
constexpr double kUnreachableP99_us = 5.0;
constexpr double kFrameP99_us = 50.0;
constexpr double kFrameP99OnLargeMaps_us = 200.0;
constexpr std::int64_t kLargeMap_cells = 512 * 512;
constexpr double kNearestRatio = 2.0;
constexpr double kFlowFieldP50_us = 5000.0;

/// The Moving AI Lab's random maps are full of holes: the search looks at most of the map whatever it does.
[[nodiscard]] bool is_random(const MapFigures& map) { return map.name.starts_with("random"); }

[[nodiscard]] bool is_large(const GridLayout& layout) noexcept {
    return std::int64_t{layout.width_cells} * layout.height_cells > kLargeMap_cells;
}

using Figure = std::function<std::optional<double>(const MapFigures&)>;

/// Keeps the aim if any map has the figure, with the highest.
void add_worst(std::vector<Aim>& aims, Aim aim, const std::vector<MapFigures>& maps, const Figure& figure) {
    for (const MapFigures& map : maps) {
        const auto value = figure(map);
        if (!value || (!aim.worst_map.empty() && *value <= aim.value)) continue;
        aim.value = *value;
        aim.worst_map = map.name;
    }
    if (!aim.worst_map.empty()) aims.push_back(std::move(aim));
}

[[nodiscard]] std::optional<double> ratio_that_counts_alone(const MapFigures& map) {
    if (map.yardstick.empty() || yardstick_times(map).mean_us < kShortestQueryForRatio_us) return std::nullopt;
    return ratio_of(map);
}

[[nodiscard]] std::optional<double> p99_that_counts(const MapFigures& map) {
    if (is_random(map)) return std::nullopt;
    return our_times(map).p99_us;
}

[[nodiscard]] std::optional<double> unreachable_p99(const MapFigures& map) {
    if (!map.unreachable) return std::nullopt;
    return map.unreachable->times.p99_us;
}

[[nodiscard]] Figure frame_p99(bool large) {
    return [large](const MapFigures& map) -> std::optional<double> {
        if (!map.edits || is_large(map.layout) != large) return std::nullopt;
        return map.edits->frame.p99_us;
    };
}

[[nodiscard]] std::optional<double> nearest_ratio(const MapFigures& map) {
    if (!map.manners || !map.manners->nearest) return std::nullopt;
    return map.manners->nearest->ratio();
}

[[nodiscard]] std::optional<double> flow_field_p50(const MapFigures& map) {
    if (!map.manners || is_large(map.layout)) return std::nullopt;
    return map.manners->flow_field.build.p50_us;
}

[[nodiscard]] std::string size_of(const GridLayout& layout) {
    return fmt::format("{}x{}", layout.width_cells, layout.height_cells);
}

/// The whole of an edit, as the frame sees it.
void add_frame_aims(std::vector<Aim>& aims, const std::vector<FrameFigures>& frames) {
    for (const FrameFigures& frame : frames) {
        for (const FrameFigures::WithUnits& with : frame.with_units) {
            aims.push_back({fmt::format("frame_edit_p99_us_{}_{}", size_of(frame.layout), with.units),
                            fmt::format("an edit and all that goes with it, p99, us, {} units", with.units),
                            is_large(frame.layout) ? kFrameP99OnLargeMaps_us : kFrameP99_us, with.edit.p99_us,
                            size_of(frame.layout)});
        }
    }
}

// --- table -----------------------------------------------------------------------------------------------------------

[[nodiscard]] std::string no_figures(std::size_t width) { return fmt::format(" {:>{}}", "-", width - 1); }

[[nodiscard]] std::string title_of(const MapFigures& map) {
    return fmt::format("{:<18} {:>9}", map.name, size_of(map.layout));
}

[[nodiscard]] std::string three_times(const std::optional<Times>& times) {
    if (!times) return no_figures(29);
    return fmt::format(" {:>8.2f} {:>9.2f} {:>9.1f}", times->p50_us, times->p99_us, times->max_us);
}

[[nodiscard]] std::string query_table(const std::vector<MapFigures>& maps) {
    std::string table = fmt::format("{:<28} {:>7} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>7} {:>11}\n", "queries, us",
                                    "number", "mean", "p50", "p99", "max", "expanded", "optimal", "invalid", "no way");
    for (const MapFigures& map : maps) {
        const Times times = our_times(map);
        const QueryFigures& queries = map.ours.front();
        const Verdicts& verdicts = queries.verdicts;
        table += fmt::format("{} {:>7} {:>9.2f} {:>9.2f} {:>9.2f} {:>9.1f} {:>9.1f} {:>8.2f}% {:>7} {:>11}\n",
                             title_of(map), verdicts.queries, times.mean_us, times.p50_us, times.p99_us, times.max_us,
                             queries.expanded_per_query, verdicts.optimal_percent(), verdicts.invalid,
                             fmt::format("{} of {}", verdicts.unreachable_right, verdicts.listed_unreachable));
    }
    return table;
}

[[nodiscard]] std::string map_table(const std::vector<MapFigures>& maps) {
    std::string table =
        fmt::format("{:<28} {:^29}{:^29}{:^29}{:>10} {:>9} {:>9}\n", "", "edit: the frame, us",
                    "edit: the next search, us", "no way to random goals, us", "first", "memory", "resident");
    const std::string columns = fmt::format(" {:>8} {:>9} {:>9}", "p50", "p99", "max");
    table += fmt::format("{:<28}{}{}{} {:>9} {:>9} {:>9}\n", "edits of 16x16 cells", columns, columns, columns,
                         "search us", "MiB", "MiB");
    for (const MapFigures& map : maps) {
        table += title_of(map);
        table += three_times(map.edits ? std::optional(map.edits->frame) : std::nullopt);
        table += three_times(map.edits ? std::optional(map.edits->next_search) : std::nullopt);
        table += three_times(map.unreachable ? std::optional(map.unreachable->times) : std::nullopt);
        table += fmt::format(" {:>9.0f} {:>9.1f} {:>9.1f}\n", map.first_search_us, map.memory.allocated_mib,
                             map.memory.resident_mib);
    }
    return table;
}

[[nodiscard]] std::string two_times(const Times& times) {
    return fmt::format(" {:>9.2f} {:>9.2f}", times.p50_us, times.p99_us);
}

[[nodiscard]] std::string nearest_columns(const std::optional<NearestFigures>& nearest) {
    if (!nearest) return no_figures(20) + no_figures(8);
    return two_times(nearest->nearest) + fmt::format(" {:>7.2f}", nearest->ratio());
}

[[nodiscard]] std::string manner_table(const std::vector<MapFigures>& maps) {
    if (std::ranges::none_of(maps, [](const MapFigures& map) { return map.manners.has_value(); })) return {};
    std::string table =
        fmt::format("{:<28} {:^20}{:^20}{:^28}{:^20}{:^28}{:^20}{:>7}\n", "", "flow field, us", "its proof, us",
                    "nearest instead, us", "clearance 2, us", "smooth: on top, us", "among danger, us", "wrong");
    const std::string columns = fmt::format(" {:>9} {:>9}", "p50", "p99");
    table += fmt::format("{:<28}{}{}{}{:>8}{}{}{:>8}{}\n", "other manners", columns, columns, columns, "ratio", columns,
                         columns, "saved", columns);
    for (const MapFigures& map : maps) {
        if (!map.manners) continue;
        const MannerFigures& manners = *map.manners;
        table += title_of(map) + two_times(manners.flow_field.build) + two_times(manners.flow_field.proof) +
                 nearest_columns(manners.nearest) + two_times(manners.clearance2.times) +
                 two_times(manners.smooth.times) + fmt::format(" {:>6.2f}%", manners.smooth.saved_percent) +
                 two_times(manners.weighted.times) + fmt::format("{:>7}\n", manners.wrong());
    }
    return table + '\n';
}

[[nodiscard]] std::string frame_row(const FrameFigures& frame, const std::string& what, const Times& times) {
    return fmt::format("{:<10} {:<40} {:>9.2f} {:>9.2f} {:>9.2f} {:>9.2f}\n", size_of(frame.layout), what, times.p50_us,
                       times.p95_us, times.p99_us, times.max_us);
}

[[nodiscard]] std::string frame_table(const std::vector<FrameFigures>& frames) {
    if (frames.empty()) return {};
    std::string table =
        fmt::format("{:<51} {:>9} {:>9} {:>9} {:>9}\n", "what the frame pays, us", "p50", "p95", "p99", "max");
    for (const FrameFigures& frame : frames) {
        table += frame_row(frame, "an edit published", frame.publish);
        table += frame_row(frame, "danger published", frame.danger);
        table += frame_row(frame, "an edit published after danger", frame.publish_after_danger);
        for (const FrameFigures::WithUnits& with : frame.with_units) {
            table += frame_row(frame, fmt::format("the world's paint(), {} units", with.units), with.paint);
            table += frame_row(frame, fmt::format("the world's submit(), {} units", with.units), with.submit);
            table += frame_row(frame, fmt::format("both together, {} units", with.units), with.edit);
        }
    }
    return table + '\n';
}

[[nodiscard]] std::string ratio_table(const std::vector<MapFigures>& maps) {
    const auto mean = mean_ratio(maps);
    if (!mean) return {};
    std::string table = fmt::format("{:<28} {:>9} {:>9} {:>7}   {}\n", "mean us per query", "yardstick", "ours",
                                    "ratio", "ratios of the rounds");
    for (const MapFigures& map : maps) {
        const auto ratio = ratio_of(map);
        if (!ratio) continue;
        table += fmt::format("{} {:>9.2f} {:>9.2f} {:>7.3f}  ", title_of(map), yardstick_times(map).mean_us,
                             our_times(map).mean_us, *ratio);
        for (std::size_t i = 0; i < std::min(map.ours.size(), map.yardstick.size()); ++i) {
            table += fmt::format(" {:.3f}", map.ours[i].times.mean_us / map.yardstick[i].mean_us);
        }
        table += '\n';
    }
    return table + fmt::format("{:<28} {:>9} {:>9} {:>7.3f}\n\n", "geometric mean", "", "", *mean);
}

[[nodiscard]] std::string aim_table(const std::vector<Aim>& aims) {
    std::string table;
    for (const Aim& aim : aims) {
        table += fmt::format("{:<58} {:>9.3f}  at most {:>6g}: {:<6}  {}\n", aim.what, aim.value, aim.limit,
                             aim.met() ? "met" : "MISSED", aim.worst_map);
    }
    return table;
}

// --- JSON ------------------------------------------------------------------------------------------------------------

[[nodiscard]] Json to_json(const Times& times) {
    return {{"mean", times.mean_us},
            {"p50", times.p50_us},
            {"p95", times.p95_us},
            {"p99", times.p99_us},
            {"max", times.max_us}};
}

[[nodiscard]] Json to_json(const Verdicts& verdicts) {
    return {{"queries", verdicts.queries},
            {"optimal", verdicts.optimal},
            {"optimal_percent", verdicts.optimal_percent()},
            {"invalid", verdicts.invalid},
            {"wrong", verdicts.wrong},
            {"listed_unreachable", verdicts.listed_unreachable},
            {"unreachable_right", verdicts.unreachable_right}};
}

void add_yardstick(Json& json, const MapFigures& map) {
    if (map.yardstick.empty()) return;
    const YardstickFigures median = yardstick_times(map);
    json["yardstick_us"] = {{"mean", median.mean_us}, {"p50", median.p50_us}, {"p99", median.p99_us}};
    for (const YardstickFigures& round : map.yardstick) {
        json["yardstick_us"]["mean_of_each_round"].push_back(round.mean_us);
    }
    json["ratio"] = *ratio_of(map);
}

void add_manners(Json& json, const MannerFigures& manners) {
    json["flow_field_us"] = to_json(manners.flow_field.build);
    json["flow_field_proof_us"] = to_json(manners.flow_field.proof);
    if (manners.nearest) {
        json["nearest_us"] = to_json(manners.nearest->nearest);
        json["nearest_plain_us"] = to_json(manners.nearest->plain);
        json["nearest_ratio"] = manners.nearest->ratio();
    }
    json["clearance2_us"] = to_json(manners.clearance2.times);
    json["clearance2_found"] = manners.clearance2.found;
    json["clearance2_queries"] = manners.clearance2.queries;
    json["smooth_us"] = to_json(manners.smooth.times);
    json["smooth_saved_percent"] = manners.smooth.saved_percent;
    json["weighted_us"] = to_json(manners.weighted.times);
    json["weighted_queries"] = manners.weighted.queries;
    json["manners_wrong"] = manners.wrong();
}

[[nodiscard]] Json to_json(const FrameFigures& frame) {
    Json json;
    json["width_cells"] = frame.layout.width_cells;
    json["height_cells"] = frame.layout.height_cells;
    json["publish_us"] = to_json(frame.publish);
    json["danger_us"] = to_json(frame.danger);
    json["publish_after_danger_us"] = to_json(frame.publish_after_danger);
    json["unpublished"] = frame.unpublished;
    for (const FrameFigures::WithUnits& with : frame.with_units) {
        json["world"].push_back({{"units", with.units},
                                 {"paint_us", to_json(with.paint)},
                                 {"submit_us", to_json(with.submit)},
                                 {"edit_us", to_json(with.edit)}});
    }
    return json;
}

[[nodiscard]] Json to_json(const MapFigures& map) {
    Json json;
    json["map"] = map.name;
    json["scenario"] = map.scenario;
    json["width_cells"] = map.layout.width_cells;
    json["height_cells"] = map.layout.height_cells;
    json.update(to_json(map.ours.front().verdicts));
    json["right_after_edits"] = map.after_edits.all_right();
    json["expanded_per_query"] = map.ours.front().expanded_per_query;
    json["query_us"] = to_json(our_times(map));
    for (const QueryFigures& round : map.ours) json["query_us"]["mean_of_each_round"].push_back(round.times.mean_us);
    add_yardstick(json, map);
    json["first_search_us"] = map.first_search_us;
    json["memory"] = {{"allocated_mib", map.memory.allocated_mib}, {"resident_mib", map.memory.resident_mib}};
    if (map.unreachable) {
        json["unreachable_us"] = to_json(map.unreachable->times);
        json["unreachable_wrong"] = map.unreachable->wrong;
        json["unreachable_in_pockets"] = map.unreachable->in_pockets;
    }
    if (map.edits) {
        json["edit_frame_us"] = to_json(map.edits->frame);
        json["edit_next_search_us"] = to_json(map.edits->next_search);
    }
    if (map.manners) add_manners(json, *map.manners);
    return json;
}

[[nodiscard]] Json to_json(const Aim& aim) {
    Json json{{"what", aim.what}, {"value", aim.value}, {"at_most", aim.limit}, {"met", aim.met()}};
    if (!aim.worst_map.empty()) json["worst_map"] = aim.worst_map;
    return json;
}

}  // namespace

double Verdicts::optimal_percent() const noexcept {
    const std::size_t reachable = queries - listed_unreachable;
    return reachable == 0 ? 100.0 : 100.0 * static_cast<double>(optimal) / static_cast<double>(reachable);
}

double median_of(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

double geometric_mean(const std::vector<double>& values) {
    const double sum = std::transform_reduce(values.begin(), values.end(), 0.0, std::plus<>(),
                                             [](double value) { return std::log(value); });
    return std::exp(sum / static_cast<double>(values.size()));
}

Times our_times(const MapFigures& map) {
    const auto median = [&map](double Times::*figure) {
        return median_over(map.ours, [figure](const QueryFigures& round) { return round.times.*figure; });
    };
    return {median(&Times::mean_us), median(&Times::p50_us), median(&Times::p95_us), median(&Times::p99_us),
            median(&Times::max_us)};
}

YardstickFigures yardstick_times(const MapFigures& map) {
    return {map.yardstick.front().queries, median_over(map.yardstick, &YardstickFigures::mean_us),
            median_over(map.yardstick, &YardstickFigures::p50_us),
            median_over(map.yardstick, &YardstickFigures::p99_us)};
}

std::optional<double> ratio_of(const MapFigures& map) {
    if (map.yardstick.empty()) return std::nullopt;
    return our_times(map).mean_us / yardstick_times(map).mean_us;
}

std::optional<double> mean_ratio(const std::vector<MapFigures>& maps) {
    std::vector<double> ratios;
    for (const MapFigures& map : maps) {
        if (const auto ratio = ratio_of(map)) ratios.push_back(*ratio);
    }
    if (ratios.empty()) return std::nullopt;
    return geometric_mean(ratios);
}

std::vector<Aim> aims_of(const std::vector<MapFigures>& maps, Algorithm algorithm,
                         const std::vector<FrameFigures>& frames) {
    std::vector<Aim> aims;
    if (algorithm == Algorithm::kJps) {
        if (const auto mean = mean_ratio(maps)) {
            aims.push_back({"geometric_mean", "ratio to the yardstick, geometric mean", kMeanRatio, *mean});
        }
        add_worst(aims, {"ratio", "ratio to the yardstick, any map (queries of 1 us and more)", kRatioOfOneMap}, maps,
                  ratio_that_counts_alone);
        add_worst(aims, {"query_p99_us", "p99 of a query, us (random maps aside)", kQueryP99_us}, maps,
                  p99_that_counts);
        add_worst(aims, {"unreachable_p99_us", "no way to a random goal, p99, us", kUnreachableP99_us}, maps,
                  unreachable_p99);
        add_worst(aims, {"nearest_ratio", "the nearest cell instead, to a plain search for it", kNearestRatio}, maps,
                  nearest_ratio);
        add_worst(aims, {"flow_field_p50_us", "a flow field, p50, us, up to 512x512", kFlowFieldP50_us}, maps,
                  flow_field_p50);
    }
    add_worst(aims, {"edit_frame_p99_us", "the frame's part of an edit, p99, us, up to 512x512", kFrameP99_us}, maps,
              frame_p99(false));
    add_worst(
        aims,
        {"edit_frame_large_p99_us", "the frame's part of an edit, p99, us, on larger maps", kFrameP99OnLargeMaps_us},
        maps, frame_p99(true));
    add_frame_aims(aims, frames);
    return aims;
}

bool all_right(const std::vector<MapFigures>& maps) noexcept {
    return std::ranges::all_of(maps, [](const MapFigures& map) {
        return std::ranges::all_of(map.ours, [](const QueryFigures& round) { return round.verdicts.all_right(); }) &&
               map.after_edits.all_right() && (!map.unreachable || map.unreachable->wrong == 0) &&
               (!map.manners || map.manners->wrong() == 0);
    });
}

std::string to_table(const std::vector<MapFigures>& maps, const std::vector<FrameFigures>& frames,
                     const std::vector<Aim>& aims) {
    std::string table;
    if (!maps.empty()) table += query_table(maps) + '\n' + map_table(maps) + '\n';
    return table + manner_table(maps) + frame_table(frames) + ratio_table(maps) + aim_table(aims);
}

Json to_json(const std::vector<MapFigures>& maps, const std::vector<FrameFigures>& frames,
             const std::vector<Aim>& aims) {
    Json json;
    json["maps"] = Json::array();
    for (const MapFigures& map : maps) json["maps"].push_back(to_json(map));
    if (const auto mean = mean_ratio(maps)) json["ratio_geometric_mean"] = *mean;
    for (const FrameFigures& frame : frames) json["frame"].push_back(to_json(frame));
    json["aims"] = Json::object();
    for (const Aim& aim : aims) json["aims"][aim.name] = to_json(aim);
    return json;
}

}  // namespace outrider::bench
