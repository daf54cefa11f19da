// A course: a map, and the scenario that is run on it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "pathfinder/search/moving_ai.h"
#include "shared/grid.h"

namespace outrider::bench {

struct CourseFiles {
    std::filesystem::path map;  ///< empty: a scenario of version 2, which begins with every cell free
    std::filesystem::path scenario;

    /// The map's name, without folder and ending; without a map the scenario's.
    [[nodiscard]] std::string name() const;
    /// Is it the scenario that everybody finds who knows the map?
    [[nodiscard]] bool is_beside_map() const { return scenario == map.string() + ".scen"; }

    friend bool operator==(const CourseFiles&, const CourseFiles&) = default;
};

/// Each file that does not end in .scen is a map; a .scen behind it is its scenario, otherwise MAP.scen is. Throws
/// std::runtime_error if a .scen has no map before it.
[[nodiscard]] std::vector<CourseFiles> pair_up(const std::vector<std::string>& files);

struct Course {
    std::string name;
    search::Scenario scenario;
    GridLayout layout;
    std::vector<std::uint64_t> bits;  ///< of the map as the scenario finds it

    [[nodiscard]] bool edits_map() const noexcept { return !scenario.patches.empty(); }
};

/// Throws search::InputError, or std::runtime_error if the two do not go together.
[[nodiscard]] Course load(const CourseFiles& files);

}  // namespace outrider::bench
