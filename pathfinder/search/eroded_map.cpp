#include "pathfinder/search/eroded_map.h"

#include <cstddef>

namespace outrider::search {

void erode_line(const std::uint64_t* line, const std::uint64_t* next, std::int32_t cells, std::uint64_t* out) noexcept {
    const std::ptrdiff_t words = (cells + 63) / 64;
    for (std::ptrdiff_t word = 0; word < words; ++word) {
        const std::uint64_t both = line[word] & next[word];
        const std::uint64_t both_after = line[word + 1] & next[word + 1];
        out[word] = both & (both >> 1U | both_after << 63U);
    }
}

void ErodedMap::prepare(const GridLayout& layout) {
    layout_ = layout;
    words_.assign(layout.total_words(), 0);
    version_.reset();
}

void ErodedMap::follow(const MapView& map) noexcept {
    if (map.version() == version_) return;
    version_ = map.version();
    // Lines -1 and beyond the last stay blocked, and so do the words before and after each line.
    std::uint64_t* out = words_.data() + layout_.row_stride_words + 1;
    for (std::int32_t y = 0; y < layout_.height_cells; ++y, out += layout_.row_stride_words) {
        erode_line(map.row(y), map.row(y + 1), layout_.width_cells, out);
    }
    out = words_.data() + layout_.row_words() + layout_.column_stride_words + 1;
    for (std::int32_t x = 0; x < layout_.width_cells; ++x, out += layout_.column_stride_words) {
        erode_line(map.column(x), map.column(x + 1), layout_.height_cells, out);
    }
}

}  // namespace outrider::search
