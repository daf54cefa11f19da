// The Moving AI file formats: maps (.map), scenarios (.scen, version 1 and version 2) and patches.
// Format: N. R. Sturtevant, "Benchmarks for Grid-Based Pathfinding", IEEE TCIAIG 4(2), 2012.
//
// A file is read whole into memory first (it may change under us), with a size limit, and only if it is a regular
// file. Every error is an InputError whose text is one line: file, line and reason. There is never a partial result.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/cost_field.h"
#include "shared/grid.h"

namespace outrider::search {

/// Larger files are refused before a byte is read. A map of 4096 x 4096 cells has 16 MiB.
inline constexpr std::size_t kMaxMapFile_bytes = std::size_t{64} << 20U;  ///< maps and patches
inline constexpr std::size_t kMaxScenarioFile_bytes = std::size_t{64} << 20U;
inline constexpr std::size_t kMaxScenarioCommands = 1'000'000;
inline constexpr std::int32_t kMaxScenarioPatches = 1'000'000;

/// "FILE:LINE: reason" or "FILE: reason".
class InputError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// `.` `G` `S` can be walked on; `@` `O` `T` `W` cannot.
[[nodiscard]] constexpr bool is_passable(char terrain) noexcept {
    return terrain == '.' || terrain == 'G' || terrain == 'S';
}
[[nodiscard]] constexpr bool is_terrain(char terrain) noexcept {
    return is_passable(terrain) || terrain == '@' || terrain == 'O' || terrain == 'T' || terrain == 'W';
}

/// A map as its file says it: one terrain letter per cell, row by row.
struct TerrainMap {
    std::int32_t width_cells = 0;
    std::int32_t height_cells = 0;
    std::string terrain;  ///< width x height letters

    [[nodiscard]] char at(Cell cell) const noexcept {
        return terrain[static_cast<std::size_t>(cell.y) * static_cast<std::size_t>(width_cells) +
                       static_cast<std::size_t>(cell.x)];
    }
};

/// One query of a scenario with its listed length in cells. Length 0 between two different cells (version 2: 0 or
/// less) means that there is no path.
struct ScenarioQuery {
    Cell start;
    Cell goal;
    double listed_length_cells = 0.0;

    [[nodiscard]] bool listed_unreachable() const noexcept { return listed_length_cells <= 0.0 && start != goal; }
};

/// Lay patch `patch` (an index into Scenario::patches) over the map, its upper left cell at `at`.
struct ScenarioPatch {
    std::uint32_t patch = 0;
    Cell at;
};

/// A scenario: what happens, in order. Version 1 has queries only.
struct Scenario {
    int version = 1;
    std::int32_t width_cells = 0;
    std::int32_t height_cells = 0;
    std::string map_name;             ///< as listed in the file (version 1); never opened by the reader
    std::vector<TerrainMap> patches;  ///< version 2
    std::vector<std::variant<ScenarioQuery, ScenarioPatch>> commands;
};

/// Accepts listed lengths as rounded in the files: within max(0.011, 1e-5 x length).
[[nodiscard]] bool matches_listed_length(StepCount cost, double listed_length_cells) noexcept;

[[nodiscard]] TerrainMap parse_map(std::string_view text, const std::string& name);
[[nodiscard]] TerrainMap read_map(const std::filesystem::path& file);

/// `map` gives the size that starts and goals are checked against (version 1). Without it, the size that the file lists
/// is used. A start or goal on blocked terrain is refused in version 1; in version 2, where walls come and go, it is a
/// query without a path.
[[nodiscard]] Scenario read_scenario(const std::filesystem::path& file, const TerrainMap* map);

/// The bits of a terrain map, in `layout.total_words()` words.
[[nodiscard]] std::vector<std::uint64_t> to_bits(const TerrainMap& map);
/// What walking costs on the map's ground, as cost_field.h has it: swamp (`S`) is terrain class 1, what the map itself
/// blocks is class 3 and cannot be broken, all else is class 0.
inline constexpr std::array<std::uint8_t, 4> kTerrainFactors = {1, 2, 1, kUnbreakable};
/// The same for this map: swamp costs nothing extra where there is none, so that searches on it are plain.
[[nodiscard]] std::array<std::uint8_t, 4> terrain_factors(const TerrainMap& map);
/// terrain_bytes() bytes, or empty where all is of class 0.
[[nodiscard]] std::vector<std::uint8_t> terrain_classes(const TerrainMap& map);
/// The bits of a map with every cell free: what a version 2 scenario starts with.
[[nodiscard]] std::vector<std::uint64_t> free_bits(const GridLayout& layout);

/// Appends the cells that `command` changes on `map`, which has the scenario's size, to `edits`: not those that are so
/// already. The caller makes the edits (set_cell).
void patch_edits(const Scenario& scenario, const ScenarioPatch& command, const MapView& map,
                 std::vector<CellEdit>& edits);

}  // namespace outrider::search
