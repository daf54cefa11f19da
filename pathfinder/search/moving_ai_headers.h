// Lines that maps, patches and scenarios have in common. Internal to the search library.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "pathfinder/search/input_file.h"

namespace outrider::search {

/// 'height N' and 'width N': each once, in any order.
class SizeHeaders {
public:
    /// Takes the reader's line if it is one of the two.
    bool take(LineReader& reader) {
        const auto& words = reader.words();
        if (words.size() != 2) return false;
        if (words[0] == "height") return set(height_cells_, reader, words[1], "height");
        if (words[0] == "width") return set(width_cells_, reader, words[1], "width");
        return false;
    }

    [[nodiscard]] std::int32_t width_cells(const LineReader& reader) const {
        return get(width_cells_, reader, "width");
    }
    [[nodiscard]] std::int32_t height_cells(const LineReader& reader) const {
        return get(height_cells_, reader, "height");
    }

private:
    static bool set(std::optional<std::int32_t>& side, const LineReader& reader, std::string_view word,
                    const char* what) {
        if (side) reader.fail(std::string(what) + " is given twice");
        side = parse_integer(reader, word, what, 1, kMaxMapSide_cells);
        return true;
    }
    [[nodiscard]] static std::int32_t get(const std::optional<std::int32_t>& side, const LineReader& reader,
                                          const char* what) {
        if (!side) reader.fail(std::string(what) + " is missing before this line");
        return *side;
    }

    std::optional<std::int32_t> width_cells_;
    std::optional<std::int32_t> height_cells_;
};

/// Reads the first line, which must consist of these two words.
void require_first_line(LineReader& reader, std::string_view first, std::string_view second);

/// Reads 'height', 'width', 'map' and the rows: what a map and a patch have in common.
[[nodiscard]] TerrainMap read_terrain_block(LineReader& reader);

}  // namespace outrider::search
