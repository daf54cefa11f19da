#include "pathfinder/search/cost_snapshot.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace outrider::search {
namespace {

void copy_or_clear(const std::uint8_t* from, std::vector<std::uint8_t>& to) noexcept {
    if (from == nullptr) {
        std::ranges::fill(to, std::uint8_t{0});
    } else {
        std::copy_n(from, to.size(), to.data());
    }
}

/// The bits of `words` that are not in `others`, in any of them. Without a way out on the way: it runs at full width.
[[nodiscard]] bool has_bits_beyond(const std::uint64_t* words, const std::uint64_t* others,
                                   std::size_t count) noexcept {
    std::uint64_t beyond = 0;
    for (std::size_t i = 0; i < count; ++i) beyond |= words[i] & ~others[i];
    return beyond != 0;
}

}  // namespace

void CostSnapshot::prepare(const GridLayout& layout) {
    rows_.assign(layout.row_words(), 0);
    danger_.assign(danger_bytes(layout), 0);
    terrain_.assign(terrain_bytes(layout), 0);
}

void CostSnapshot::take(const MapView& map, const CostField& field) noexcept {
    std::copy_n(map.words(), rows_.size(), rows_.data());
    copy_or_clear(field.danger, danger_);
    copy_or_clear(field.terrain_classes, terrain_);
    factors_ = field.terrain_factors;
    has_terrain_ = std::ranges::any_of(terrain_, [](std::uint8_t four_cells) { return four_cells != 0; });
}

// A cell that became free is a new way; where walls can be passed, it may also be cheaper than the wall, and diagonal
// steps came with it. A new wall that can be passed may be cheaper than the ground that was there.
bool CostSnapshot::has_none_cheaper_in(const MapView& map, const CostField& field,
                                       std::uint8_t wall_factor) const noexcept {
    if (has_bits_beyond(map.words(), rows_.data(), rows_.size())) return false;
    if (wall_factor != 0 && wall_factor < std::ranges::max(factors_) &&
        has_bits_beyond(rows_.data(), map.words(), rows_.size())) {
        return false;
    }
    return has_no_other_terrain_in(field) && has_no_lower_danger_in(field);
}

bool CostSnapshot::has_no_other_terrain_in(const CostField& field) const noexcept {
    if (field.terrain_factors != factors_) return false;
    if (field.terrain_classes == nullptr) return !has_terrain_;
    return std::memcmp(field.terrain_classes, terrain_.data(), terrain_.size()) == 0;
}

bool CostSnapshot::has_no_lower_danger_in(const CostField& field) const noexcept {
    if (field.danger == nullptr) return std::ranges::all_of(danger_, [](std::uint8_t danger) { return danger == 0; });
    bool lower = false;
    for (std::size_t i = 0; i < danger_.size(); ++i) lower |= field.danger[i] < danger_[i];
    return !lower;
}

}  // namespace outrider::search
