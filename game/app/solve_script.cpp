#include "game/app/solve_script.h"

#include <algorithm>
#include <utility>

namespace outrider::app {

namespace {

/// A map on which every cell is free: how version 2 scenarios begin.
search::TerrainMap open_ground(std::int32_t width, std::int32_t height) {
    const std::size_t cells = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    return {.width_cells = width, .height_cells = height, .terrain = std::string(cells, '.')};
}

/// Lays a patch over the terrain; the cells that become free or blocked by it.
EditStep lay(const search::TerrainMap& patch, Cell at, search::TerrainMap& terrain) {
    EditStep step;
    for (Cell cell; cell.y < patch.height_cells; ++cell.y) {
        for (cell.x = 0; cell.x < patch.width_cells; ++cell.x) {
            const Cell target{at.x + cell.x, at.y + cell.y};
            const bool free = search::is_passable(patch.at(cell));
            if (free == search::is_passable(terrain.at(target))) continue;
            terrain.terrain[static_cast<std::size_t>(target.y) * static_cast<std::size_t>(terrain.width_cells) +
                            static_cast<std::size_t>(target.x)] = free ? '.' : '@';
            step.edits.push_back({pack(target), free});
        }
    }
    return step;
}

}  // namespace

SolveScript make_script(const search::Scenario& scenario, const search::TerrainMap* map, std::string map_name) {
    search::TerrainMap terrain = map != nullptr ? *map : open_ground(scenario.width_cells, scenario.height_cells);
    SolveScript script;
    script.map_name = std::move(map_name);
    script.layout = GridLayout(terrain.width_cells, terrain.height_cells);
    script.bits = search::to_bits(terrain);
    for (const auto& command : scenario.commands) {
        if (const auto* query = std::get_if<search::ScenarioQuery>(&command)) {
            script.steps.emplace_back(AskStep{static_cast<std::uint32_t>(script.queries.size())});
            script.queries.push_back(*query);
            continue;
        }
        const auto& patch = std::get<search::ScenarioPatch>(command);
        ++script.map_edits;
        EditStep step = lay(scenario.patches[patch.patch], patch.at, terrain);
        if (!step.edits.empty()) script.steps.emplace_back(std::move(step));
    }
    return script;
}

MapHistory::MapHistory(const GridLayout& layout, std::vector<std::uint64_t> bits) : layout_(layout) {
    versions_.push_back({.number = MapVersion{1}, .bits = std::move(bits)});
}

void MapHistory::apply(std::span<const CellEdit> edits) {
    const MapVersion next{current().value + 1};
    if (versions_.back().open == 0) {
        versions_.back().number = next;
    } else {
        versions_.push_back({.number = next, .bits = versions_.back().bits});
    }
    std::uint64_t* const words = versions_.back().bits.data();
    for (const CellEdit& edit : edits) set_cell(layout_, words, unpack(edit.cell), edit.free);
}

void MapHistory::close_request(MapVersion version) noexcept {
    const auto found = std::ranges::find(versions_, version, &Version::number);
    if (found == versions_.end() || found->open == 0) return;
    if (--found->open == 0 && version != current()) versions_.erase(found);
}

const std::uint64_t* MapHistory::bits_of(MapVersion version) const noexcept {
    const auto found = std::ranges::find(versions_, version, &Version::number);
    return found == versions_.end() ? nullptr : found->bits.data();
}

}  // namespace outrider::app
