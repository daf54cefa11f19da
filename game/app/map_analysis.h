// What the debug views show, worked out from one map version by the search library itself: jump points, the cells that
// a search expands, connected components, clearance, a flow field. Takes milliseconds, on large maps seconds: not for
// the frame thread.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "game/app/debug_view.h"
#include "game/render/debug_layer.h"
#include "pathfinder/search/components.h"
#include "pathfinder/search/eroded_map.h"
#include "pathfinder/search/flow_field.h"
#include "pathfinder/search/jump_map.h"
#include "pathfinder/search/search.h"
#include "shared/cost_field.h"
#include "shared/flow_field.h"
#include "shared/path_query.h"

namespace outrider::app {

/// One look at the map.
struct MapQuestion {
    DebugView view = DebugView::kOff;
    /// What a unit asked for last: kExpanded takes all of it, kFlow its goal and clearance. Without: there is nothing
    /// to show. Matters to no other view.
    std::optional<PathQuery> query;

    friend bool operator==(const MapQuestion&, const MapQuestion&) = default;
};

/// What walking costs (cost_field.h): the ground, which never changes, and the danger of the version; each may be
/// empty.
struct MapCosts {
    std::vector<std::uint8_t> terrain_classes;
    std::array<std::uint8_t, 4> terrain_factors{1, 1, 1, 1};
    std::vector<std::uint8_t> danger;

    [[nodiscard]] CostField field() const noexcept {
        return {terrain_classes.empty() ? nullptr : terrain_classes.data(), terrain_factors,
                danger.empty() ? nullptr : danger.data()};
    }
};

/// What was seen. `facts` is one line of words and figures.
struct MapAnswer {
    MapQuestion question;
    MapVersion version;
    render::DebugLayer layer;
    std::string facts;
    std::chrono::nanoseconds took{};
};

/// The inks of the layers. From kFirstOfRamp on: early or near to late or far.
inline constexpr std::uint8_t kVeilInk = 0;  ///< nothing to say of this cell
inline constexpr std::uint8_t kMainInk = 1;
inline constexpr std::uint8_t kOtherInk = 2;  ///< components: seven colours from here on
inline constexpr std::uint8_t kBlockedInk = 10;
inline constexpr std::uint8_t kFirstOfRamp = 16;
inline constexpr std::uint8_t kLastOfRamp = 255;

/// The tools and their memory: kept from look to look of one view, let go when another view is asked for. One per
/// thread.
class MapAnalysis {
public:
    explicit MapAnalysis(const GridLayout& layout) : layout_(layout) {}

    /// Fills `answer`, whose memory is used again. REQUIRES: the map is of this size; the bits and costs of a version
    /// never change. A search or field that is under way ends early once `quit` holds 1. Throws std::bad_alloc.
    void look(const MapQuestion& question, const MapView& map, const MapCosts& costs, MapAnswer& answer,
              const std::atomic<std::uint64_t>& quit);
    void forget() { tools_ = {}; }

private:
    void show_jump_points(const MapView& map, MapAnswer& answer);
    void show_expanded(const MapView& map, const MapCosts& costs, MapAnswer& answer, const search::StopSignal& stop);
    void show_components(const MapView& map, MapAnswer& answer);
    void show_clearance(const MapView& map, MapAnswer& answer);
    void show_flow(const MapView& map, MapAnswer& answer, const search::StopSignal& stop);

    void note_expanded(const PathQuery& query, const search::SearchResult& result, MapAnswer& answer) const;
    void measure_ways(const search::StopSignal& stop);
    [[nodiscard]] std::uint64_t cell_count() const noexcept {
        return static_cast<std::uint64_t>(layout_.width_cells) * static_cast<std::uint64_t>(layout_.height_cells);
    }

    struct Flow {
        search::FlowFieldBuilder builder;
        FlowField field;
        std::vector<float> length_cells;  ///< of the way from each step to the goal; below 0: none, or not known yet
        std::vector<std::uint32_t> trail;
    };
    struct Tools {
        DebugView view = DebugView::kOff;
        std::optional<search::JumpMap> jumps;
        std::optional<search::Searcher> searcher;
        std::vector<PackedCell> trace;
        std::optional<search::ComponentLabels> labels;
        std::optional<search::ErodedMap> eroded;
        std::optional<Flow> flow;
    };

    const GridLayout layout_;
    Tools tools_;
    std::uint64_t looks_ = 0;
};

}  // namespace outrider::app
