// Maps and patches of the Moving AI formats.
#include <algorithm>

#include "pathfinder/search/input_file.h"
#include "pathfinder/search/moving_ai.h"
#include "pathfinder/search/moving_ai_headers.h"
#include "shared/cost_field.h"

namespace outrider::search {
namespace {

constexpr std::uint32_t kSwampClass = 1;
constexpr std::uint32_t kRockClass = 3;
static_assert(kTerrainFactors[kRockClass] == kUnbreakable);

[[nodiscard]] constexpr std::uint32_t class_of(char terrain) noexcept {
    if (!is_passable(terrain)) return kRockClass;
    return terrain == 'S' ? kSwampClass : 0;
}

void require_terrain(const LineReader& reader, std::string_view row) {
    const auto stranger = std::find_if_not(row.begin(), row.end(), is_terrain);
    if (stranger == row.end()) return;
    reader.fail("column " + std::to_string(stranger - row.begin() + 1) +
                " has no terrain letter (. G S @ O T W) but code " +
                std::to_string(static_cast<unsigned char>(*stranger)));
}

void read_row(LineReader& reader, TerrainMap& map, std::int32_t y) {
    reader.require_next("row " + std::to_string(y + 1) + " of " + std::to_string(map.height_cells));
    const std::string_view row = reader.line();
    require_terrain(reader, row);
    if (row.size() != static_cast<std::size_t>(map.width_cells)) {
        reader.fail("row " + std::to_string(y + 1) + " has " + std::to_string(row.size()) + " cells, the width is " +
                    std::to_string(map.width_cells));
    }
    map.terrain.append(row);
}

}  // namespace

TerrainMap read_terrain_block(LineReader& reader) {
    TerrainMap map;
    SizeHeaders size;
    for (;;) {
        reader.require_next("'height', 'width' or 'map'");
        if (size.take(reader)) continue;
        if (reader.words() == std::vector<std::string_view>{"map"}) break;
        reader.fail("expected 'height N', 'width N' or 'map', not " + in_quotes(reader.line()));
    }
    map.width_cells = size.width_cells(reader);
    map.height_cells = size.height_cells(reader);
    for (std::int32_t y = 0; y < map.height_cells; ++y) read_row(reader, map, y);
    return map;
}

void require_first_line(LineReader& reader, std::string_view first, std::string_view second) {
    const std::string wanted = std::string(first).append(" ").append(second);
    reader.require_next(in_quotes(wanted));
    if (reader.words() != std::vector<std::string_view>{first, second}) {
        reader.fail("expected " + in_quotes(wanted) + ", not " + in_quotes(reader.line()));
    }
}

TerrainMap parse_map(std::string_view text, const std::string& name) {
    LineReader reader(text, name);
    require_first_line(reader, "type", "octile");
    TerrainMap map = read_terrain_block(reader);
    reader.require_end();
    return map;
}

TerrainMap read_map(const std::filesystem::path& file) {
    return parse_map(read_whole_file(file, kMaxMapFile_bytes), file.string());
}

std::vector<std::uint64_t> to_bits(const TerrainMap& map) {
    const GridLayout layout(map.width_cells, map.height_cells);
    std::vector<std::uint64_t> words(layout.total_words());
    for (std::int32_t y = 0; y < map.height_cells; ++y) {
        for (std::int32_t x = 0; x < map.width_cells; ++x) {
            if (is_passable(map.at({x, y}))) set_cell(layout, words.data(), {x, y}, true);
        }
    }
    return words;
}

std::array<std::uint8_t, 4> terrain_factors(const TerrainMap& map) {
    auto factors = kTerrainFactors;
    if (map.terrain.find('S') == std::string::npos) factors[kSwampClass] = factors[0];
    return factors;
}

std::vector<std::uint8_t> terrain_classes(const TerrainMap& map) {
    if (std::ranges::all_of(map.terrain, [](char letter) { return class_of(letter) == 0; })) return {};
    const GridLayout layout(map.width_cells, map.height_cells);
    std::vector<std::uint8_t> classes(terrain_bytes(layout));
    for (std::int32_t y = 0; y < map.height_cells; ++y) {
        for (std::int32_t x = 0; x < map.width_cells; ++x) {
            set_terrain_class(layout, classes.data(), {x, y}, class_of(map.at({x, y})));
        }
    }
    return classes;
}

std::vector<std::uint64_t> free_bits(const GridLayout& layout) {
    TerrainMap meadow;
    meadow.width_cells = layout.width_cells;
    meadow.height_cells = layout.height_cells;
    meadow.terrain.assign(static_cast<std::size_t>(layout.width_cells) * static_cast<std::size_t>(layout.height_cells),
                          '.');
    return to_bits(meadow);
}

}  // namespace outrider::search
