// A scenario made ready to be run: queries and map edits in order, each query with the map version it is asked on.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "pathfinder/search/moving_ai.h"
#include "shared/grid.h"
#include "shared/ids.h"

namespace outrider::app {

/// Ask query number `index` (its place among the scenario's queries).
struct AskStep {
    std::uint32_t index = 0;
};
/// Change the map: these cells make the next version.
struct EditStep {
    std::vector<CellEdit> edits;
};

struct SolveScript {
    std::string map_name;  ///< as the report names it
    GridLayout layout;
    std::vector<std::uint64_t> bits;  ///< of the first version
    std::vector<search::ScenarioQuery> queries;
    std::vector<std::variant<AskStep, EditStep>> steps;
    std::uint32_t map_edits = 0;  ///< patches in one pass
};

/// Version 1: `map` is the map. Version 2: `map` is empty, and the map starts with every cell free.
[[nodiscard]] SolveScript make_script(const search::Scenario& scenario, const search::TerrainMap* map,
                                      std::string map_name);

/// The map as it is now, and as it was in each version that still has open requests.
class MapHistory {
public:
    MapHistory(const GridLayout& layout, std::vector<std::uint64_t> bits);

    [[nodiscard]] MapVersion current() const noexcept { return versions_.back().number; }
    void apply(std::span<const CellEdit> edits);

    /// A request is open on the current version / has ended on `version`. Versions nobody needs are forgotten.
    void open_request() noexcept { ++versions_.back().open; }
    void close_request(MapVersion version) noexcept;

    /// Empty if the version is forgotten or never was.
    [[nodiscard]] const std::uint64_t* bits_of(MapVersion version) const noexcept;
    [[nodiscard]] const GridLayout& layout() const noexcept { return layout_; }
    [[nodiscard]] std::size_t kept() const noexcept { return versions_.size(); }

private:
    struct Version {
        MapVersion number;
        std::uint64_t open = 0;
        std::vector<std::uint64_t> bits;
    };

    GridLayout layout_;
    std::vector<Version> versions_;  ///< rising; the last is the current one
};

}  // namespace outrider::app
