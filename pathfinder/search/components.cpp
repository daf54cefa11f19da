#include "pathfinder/search/components.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace outrider::search {

void ComponentLabels::compute(const MapView& map) {
    collect_runs(map);
    labels_.resize(runs_.size());
    std::iota(labels_.begin(), labels_.end(), 0U);
    for (std::uint32_t row = 1; row + 1 < row_begin_.size(); ++row) join_rows(row - 1, row);
    number_components();
    version_ = map.version();
}

std::uint32_t ComponentLabels::label(Cell cell) const noexcept {
    const auto first = runs_.begin() + row_begin_[static_cast<std::size_t>(cell.y)];
    const auto last = runs_.begin() + row_begin_[static_cast<std::size_t>(cell.y) + 1];
    const auto after = std::partition_point(first, last, [x = cell.x](Run run) { return run.end <= x; });
    if (after == last || after->begin > cell.x) return 0;
    return labels_[static_cast<std::size_t>(after - runs_.begin())];
}

std::uint32_t ComponentLabels::largest() const noexcept {
    return static_cast<std::uint32_t>(std::max_element(sizes_cells_.begin(), sizes_cells_.end()) -
                                      sizes_cells_.begin());
}

void ComponentLabels::collect_runs(const MapView& map) {
    runs_.clear();
    row_begin_.clear();
    // One word more than the cells need: it is blocked, so every run ends within.
    const std::size_t words = static_cast<std::size_t>(map.width_cells()) / 64 + 1;
    for (std::int32_t y = 0; y < map.height_cells(); ++y) {
        row_begin_.push_back(static_cast<std::uint32_t>(runs_.size()));
        collect_runs_of_row(map.row(y), words);
    }
    row_begin_.push_back(static_cast<std::uint32_t>(runs_.size()));
}

/// A bit that differs from the one before it begins a run or ends one, in turn.
void ComponentLabels::collect_runs_of_row(const std::uint64_t* row, std::size_t words) {
    std::uint64_t before = 0;
    bool in_run = false;
    for (std::size_t word = 0; word < words; ++word) {
        std::uint64_t changes = row[word] ^ (row[word] << 1U | before);
        before = row[word] >> 63U;
        for (; changes != 0; changes &= changes - 1) {
            const auto x = static_cast<std::uint16_t>(word * 64 + static_cast<std::size_t>(std::countr_zero(changes)));
            if (in_run) {
                runs_.back().end = x;
            } else {
                runs_.push_back({x, x});
            }
            in_run = !in_run;
        }
    }
}

/// Joins the runs of two neighbouring rows that share a column.
void ComponentLabels::join_rows(std::uint32_t upper, std::uint32_t lower) {
    std::uint32_t a = row_begin_[upper];
    std::uint32_t b = row_begin_[lower];
    while (a < row_begin_[upper + 1] && b < row_begin_[lower + 1]) {
        if (runs_[a].begin < runs_[b].end && runs_[b].begin < runs_[a].end) join(a, b);
        // The one that ends first can touch nothing further on.
        if (runs_[a].end < runs_[b].end) {
            ++a;
        } else {
            ++b;
        }
    }
}

/// The lower root becomes the root of both: a component is known by its first run.
void ComponentLabels::join(std::uint32_t a, std::uint32_t b) noexcept {
    const std::uint32_t root_a = root_of(a);
    const std::uint32_t root_b = root_of(b);
    labels_[std::max(root_a, root_b)] = std::min(root_a, root_b);
}

std::uint32_t ComponentLabels::root_of(std::uint32_t run) noexcept {
    while (labels_[run] != run) {
        labels_[run] = labels_[labels_[run]];
        run = labels_[run];
    }
    return run;
}

/// Turns the forest into labels, in place: a run's parent comes before it, so it has its label already.
void ComponentLabels::number_components() {
    sizes_cells_.assign(1, 0);
    for (std::uint32_t run = 0; run < labels_.size(); ++run) {
        const bool is_first = labels_[run] == run;
        labels_[run] = is_first ? static_cast<std::uint32_t>(sizes_cells_.size()) : labels_[labels_[run]];
        if (is_first) sizes_cells_.push_back(0);
        sizes_cells_[labels_[run]] += static_cast<std::uint32_t>(runs_[run].end - runs_[run].begin);
    }
}

}  // namespace outrider::search
