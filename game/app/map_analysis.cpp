#include "game/app/map_analysis.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>

#include "game/overlay/text.h"
#include "game/render/palette.h"

namespace outrider::app {

namespace {

using render::argb;
using render::DebugLayer;
using render::DebugMarks;
namespace palette = render::palette;

/// More points than this are an area: then the cells' own ink tells more than dots.
constexpr std::size_t kMostPoints = 12'000;
/// Expanded cells beyond are counted, not shown: 64 MiB.
constexpr std::size_t kMostTraced = std::size_t{1} << 24U;
/// The first search brings what is derived from the map up to date; one that took longer is not timed again.
constexpr std::chrono::milliseconds kWarmUpTime{2000};

constexpr std::uint8_t kVeilAlpha = 120;
constexpr std::uint8_t kBlockedAlpha = 165;

std::string grouped(std::uint64_t value) { return std::string(std::string_view(overlay::grouped(value))); }

std::string cells_text(std::uint64_t count) { return grouped(count) + (count == 1 ? " cell" : " cells"); }

std::string duration_text(std::chrono::nanoseconds time) {
    const double us = std::chrono::duration<double, std::micro>(time).count();
    return std::string(std::string_view(overlay::short_duration(us)));
}

/// 0 .. 1 as an ink of the ramp.
std::uint8_t ramp_ink(double share) noexcept {
    constexpr double kSteps = kLastOfRamp - kFirstOfRamp;
    return static_cast<std::uint8_t>(kFirstOfRamp + std::clamp(share, 0.0, 1.0) * kSteps);
}

void set_ramp(DebugLayer& layer, std::uint8_t alpha, bool from_light) {
    for (std::size_t ink = kFirstOfRamp; ink <= kLastOfRamp; ++ink) {
        const float t = static_cast<float>(ink - kFirstOfRamp) / static_cast<float>(kLastOfRamp - kFirstOfRamp);
        layer.inks[ink] = argb(alpha, palette::even_ramp(from_light ? 1.0F - t : t));
    }
}

void begin_layer(DebugLayer& layer, const GridLayout& layout) {
    layer.clear(layout.width_cells, layout.height_cells, kVeilInk);
    layer.inks = {};
    layer.inks[kVeilInk] = argb(kVeilAlpha, palette::kVeil);
    layer.inks[kBlockedInk] = argb(kBlockedAlpha, palette::kVeil);
}

/// The cells of the set bits of a word.
template <class Each>
void for_bits(std::uint64_t bits, std::int32_t first, Each each) {
    for (; bits != 0; bits &= bits - 1) each(first + std::countr_zero(bits));
}

void set_path(const search::SearchResult& result, DebugLayer& layer) {
    layer.line.assign(result.turning_points.begin(), result.turning_points.end());
}

}  // namespace

void MapAnalysis::look(const MapQuestion& question, const MapView& map, const MapCosts& costs, MapAnswer& answer,
                       const std::atomic<std::uint64_t>& quit) {
    if (tools_.view != question.view) forget();
    tools_.view = question.view;
    answer.question = question;
    answer.version = map.version();
    answer.facts.clear();
    begin_layer(answer.layer, layout_);
    const search::StopSignal stop{&quit, 1};
    const auto begin = std::chrono::steady_clock::now();
    switch (question.view) {
        case DebugView::kOff:
        case DebugView::kPaths: break;
        case DebugView::kJumpPoints: show_jump_points(map, answer); break;
        case DebugView::kExpanded: show_expanded(map, costs, answer, stop); break;
        case DebugView::kComponents: show_components(map, answer); break;
        case DebugView::kClearance: show_clearance(map, answer); break;
        case DebugView::kFlow: show_flow(map, answer, stop); break;
    }
    answer.layer.make_levels();
    answer.layer.number = ++looks_;
    answer.took = std::chrono::steady_clock::now() - begin;
}

// --- jump points -----------------------------------------------------------------------------------------------------

void MapAnalysis::show_jump_points(const MapView& map, MapAnswer& answer) {
    if (!tools_.jumps) tools_.jumps.emplace().prepare(layout_);
    search::JumpMap& jumps = *tools_.jumps;
    jumps.follow(map);
    DebugLayer& layer = answer.layer;
    layer.marks_are = DebugMarks::kRunEnds;
    layer.marks.assign(layer.cells.size(), 0);
    std::array<std::uint64_t, 4> ends{};
    const auto note = [&](Cell cell, std::size_t way) {
        layer.marks[layer.index_of(cell)] |= static_cast<std::uint8_t>(1U << way);
        ++ends[way];
    };
    // A run stops at jump points and at walls: those of its stops that are free.
    for (std::int32_t y = 0; y < layout_.height_cells; ++y) {
        for (std::int32_t x = 0; x < layout_.width_cells; x += 64) {
            const std::uint64_t free = map.row(y)[x >> 6];
            for_bits(jumps.row_stops<1>(y)[x >> 6] & free, x, [&](std::int32_t at) { note({at, y}, 0); });
            for_bits(jumps.row_stops<-1>(y)[x >> 6] & free, x, [&](std::int32_t at) { note({at, y}, 2); });
        }
    }
    for (std::int32_t x = 0; x < layout_.width_cells; ++x) {
        for (std::int32_t y = 0; y < layout_.height_cells; y += 64) {
            const std::uint64_t free = map.column(x)[y >> 6];
            for_bits(jumps.column_stops<1>(x)[y >> 6] & free, y, [&](std::int32_t at) { note({x, at}, 1); });
            for_bits(jumps.column_stops<-1>(x)[y >> 6] & free, y, [&](std::int32_t at) { note({x, at}, 3); });
        }
    }
    layer.inks[kMainInk] = argb(215, palette::kAcross);
    layer.inks[kMainInk + 1] = argb(215, palette::kAlong);
    layer.inks[kMainInk + 2] = argb(215, palette::kBothAxes);
    std::uint64_t cells = 0;
    for (std::size_t i = 0; i < layer.cells.size(); ++i) {
        const std::uint32_t bits = layer.marks[i];
        if (bits == 0) continue;
        ++cells;
        const bool across = (bits & 5U) != 0;
        const bool along = (bits & 10U) != 0;
        layer.cells[i] = static_cast<std::uint8_t>(kMainInk + (across && along ? 2 : (across ? 0 : 1)));
    }
    answer.facts = fmt::format("{} stop straight runs: {} to the east, {} south, {} west, {} north", cells_text(cells),
                               grouped(ends[0]), grouped(ends[1]), grouped(ends[2]), grouped(ends[3]));
}

// --- expanded cells --------------------------------------------------------------------------------------------------

void MapAnalysis::show_expanded(const MapView& map, const MapCosts& costs, MapAnswer& answer,
                                const search::StopSignal& stop) {
    set_ramp(answer.layer, 205, false);
    if (!answer.question.query) return;
    const PathQuery& query = *answer.question.query;
    if (!tools_.searcher) {
        tools_.searcher.emplace().prepare(layout_);
        tools_.trace.resize(std::min<std::size_t>(cell_count(), kMostTraced));
    }
    search::Searcher& searcher = *tools_.searcher;
    const auto timed = [&](std::span<PackedCell> trace, search::SearchResult& result) {
        searcher.trace_expansions(trace);
        const auto before = std::chrono::steady_clock::now();
        result = searcher.search(map, query, stop, costs.field());
        return std::chrono::steady_clock::now() - before;
    };
    search::SearchResult result;
    std::chrono::nanoseconds time = timed(tools_.trace, result);
    note_expanded(query, result, answer);
    if (time < kWarmUpTime) time = timed({}, result);
    set_path(result, answer.layer);
    answer.layer.line_end = query.goal;
    const std::string_view path = to_string(result.status);
    answer.facts = fmt::format("{}: {} expanded of {} cells, {}", to_string(query.algorithm),
                               grouped(result.expanded_nodes), grouped(cell_count()), duration_text(time));
    if (result.turning_points.empty()) {
        answer.facts += fmt::format("; {}", path);
    } else {
        answer.facts += fmt::format("; {}, {:.1f} cells long", path, result.cost.length_cells());
    }
}

/// Each cell by when it was expanded first.
void MapAnalysis::note_expanded(const PathQuery& query, const search::SearchResult& result, MapAnswer& answer) const {
    DebugLayer& layer = answer.layer;
    const std::size_t count = std::min<std::size_t>(result.expanded_nodes, tools_.trace.size());
    const bool dots = count <= kMostPoints && query.algorithm == Algorithm::kJps;
    for (std::size_t i = 0; i < count; ++i) {
        std::uint8_t& ink = layer.cells[layer.index_of(unpack(tools_.trace[i]))];
        if (ink != kVeilInk) continue;
        ink = ramp_ink(static_cast<double>(i) / static_cast<double>(std::max<std::size_t>(count - 1, 1)));
        if (dots) layer.points.push_back({tools_.trace[i], ink});
    }
    std::ranges::sort(layer.points, {}, [](const DebugLayer::Point& point) { return point.cell.bits; });
}

// --- components ------------------------------------------------------------------------------------------------------

void MapAnalysis::show_components(const MapView& map, MapAnswer& answer) {
    if (!tools_.labels) tools_.labels.emplace();
    search::ComponentLabels& labels = *tools_.labels;
    labels.compute(map);
    DebugLayer& layer = answer.layer;
    layer.inks[kMainInk] = argb(70, palette::kParchment);
    for (std::size_t i = 0; i < palette::kData.size(); ++i) layer.inks[kOtherInk + i] = argb(225, palette::kData[i]);
    const std::uint32_t largest = labels.largest();
    std::size_t i = 0;
    for (std::int32_t y = 0; y < layout_.height_cells; ++y) {
        std::uint8_t ink = kBlockedInk;
        for (std::int32_t x = 0; x < layout_.width_cells; ++x, ++i) {
            if (!map.is_free({x, y})) {
                ink = kBlockedInk;
            } else if (ink == kBlockedInk) {  // a run of free cells begins: all of one component
                const std::uint32_t label = labels.label({x, y});
                ink =
                    label == largest ? kMainInk : static_cast<std::uint8_t>(kOtherInk + label % palette::kData.size());
            }
            layer.cells[i] = ink;
        }
    }
    std::vector<std::uint32_t> sizes;
    for (std::uint32_t label = 1; label <= labels.count(); ++label) sizes.push_back(labels.size_cells(label));
    const std::size_t shown = std::min<std::size_t>(3, sizes.size());
    std::partial_sort(sizes.begin(), sizes.begin() + static_cast<std::ptrdiff_t>(shown), sizes.end(), std::greater<>());
    answer.facts =
        fmt::format("{} connected {}", grouped(sizes.size()), sizes.size() == 1 ? "component" : "components");
    for (std::size_t rank = 0; rank < shown; ++rank) {
        answer.facts += fmt::format("{} {}", rank == 0 ? ": the largest of" : ",", cells_text(sizes[rank]));
    }
}

// --- clearance -------------------------------------------------------------------------------------------------------

void MapAnalysis::show_clearance(const MapView& map, MapAnswer& answer) {
    if (!tools_.eroded) tools_.eroded.emplace().prepare(layout_);
    tools_.eroded->follow(map);
    const MapView wide = tools_.eroded->view();
    DebugLayer& layer = answer.layer;
    layer.inks[kMainInk] = argb(64, palette::kRoomy);
    layer.inks[kOtherInk] = argb(225, palette::kNarrow);
    std::uint64_t roomy = 0;
    std::uint64_t narrow = 0;
    std::size_t i = 0;
    for (std::int32_t y = 0; y < layout_.height_cells; ++y) {
        for (std::int32_t x = 0; x < layout_.width_cells; ++x, ++i) {
            if (!map.is_free({x, y})) {
                layer.cells[i] = kBlockedInk;
                continue;
            }
            // A place of a wide unit is named by its upper left cell; it covers this one from four places.
            const bool fits = wide.is_free({x, y}) || wide.is_free({x - 1, y}) || wide.is_free({x, y - 1}) ||
                              wide.is_free({x - 1, y - 1});
            layer.cells[i] = fits ? kMainInk : kOtherInk;
            ++(fits ? roomy : narrow);
        }
    }
    answer.facts = fmt::format("{} free for units of 2x2 and 1x1, {} for 1x1 only, {} blocked", grouped(roomy),
                               grouped(narrow), grouped(cell_count() - roomy - narrow));
}

// --- flow field ------------------------------------------------------------------------------------------------------

void MapAnalysis::show_flow(const MapView& map, MapAnswer& answer, const search::StopSignal& stop) {
    set_ramp(answer.layer, 125, true);
    if (!answer.question.query) return;
    const PathQuery& query = *answer.question.query;
    if (!tools_.flow) {
        Flow& made = tools_.flow.emplace();
        made.builder.prepare(layout_);
        made.field.prepare(layout_);
    }
    Flow& flow = *tools_.flow;
    const auto before = std::chrono::steady_clock::now();
    if (!flow.builder.build(map, query.goal, query.clearance, flow.field, stop)) return;
    const auto time = std::chrono::steady_clock::now() - before;
    measure_ways(stop);

    DebugLayer& layer = answer.layer;
    layer.marks_are = DebugMarks::kSteps;
    layer.marks.assign(layer.cells.size(), 0);
    layer.line_end = query.goal;
    const float farthest = std::max(1.0F, *std::ranges::max_element(flow.length_cells));
    std::uint64_t reached = 0;
    std::size_t i = 0;
    for (std::int32_t y = 0; y < layout_.height_cells; ++y) {
        for (std::int32_t x = 0; x < layout_.width_cells; ++x, ++i) {
            const std::uint32_t at = flow.field.layout().index({x, y});
            layer.marks[i] = static_cast<std::uint8_t>(flow.field.step(at));
            if (flow.length_cells[at] < 0.0F) {
                layer.cells[i] = kBlockedInk;
                continue;
            }
            layer.cells[i] = ramp_ink(static_cast<double>(flow.length_cells[at] / farthest));
            ++reached;
        }
    }
    answer.facts =
        reached == 0 ? fmt::format("the goal ({}, {}) is not free for this unit", query.goal.x, query.goal.y)
                     : fmt::format("to ({}, {}) for a unit of {}: {} have a way, the longest is {:.0f}; built in {}",
                                   query.goal.x, query.goal.y, query.clearance == Clearance::kTwoCells ? "2x2" : "1x1",
                                   cells_text(reached), static_cast<double>(farthest), duration_text(time));
}

/// Follows the steps from each cell to where the length is known, and adds up on the way back.
void MapAnalysis::measure_ways(const search::StopSignal& stop) {
    constexpr float kUnknown = -1.0F;
    Flow& flow = *tools_.flow;
    const FlowFieldLayout& places = flow.field.layout();
    flow.length_cells.assign(places.total_steps(), kUnknown);
    for (std::int32_t y = 0; y < layout_.height_cells && !stop.requested(); ++y) {
        for (std::int32_t x = 0; x < layout_.width_cells; ++x) {
            Cell cell{x, y};
            flow.trail.clear();
            FlowStep step = flow.field.at(cell);
            while (offset_of(step) != Cell{} && flow.length_cells[places.index(cell)] == kUnknown) {
                flow.trail.push_back(places.index(cell));
                cell = {cell.x + offset_of(step).x, cell.y + offset_of(step).y};
                step = flow.field.at(cell);
            }
            float& end = flow.length_cells[places.index(cell)];
            if (step == FlowStep::kGoal) end = 0.0F;
            float length = end;
            for (auto at = flow.trail.rbegin(); at != flow.trail.rend(); ++at) {
                const bool is_diagonal = flow.field.step(*at) >= FlowStep::kSouthEast;
                flow.length_cells[*at] = length += is_diagonal ? 1.41421356F : 1.0F;
            }
        }
    }
}

}  // namespace outrider::app
